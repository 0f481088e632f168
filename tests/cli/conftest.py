"""Ways to run the command: in this process with a small pipeline, in one of its own, or on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest
from commands import COMMAND, Command, Process, Terminal
from spacy.language import Language
from typer.testing import CliRunner


@pytest.fixture
def invoke(small_nlp: Language, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command in this process; the pipeline reads years, and fails on `EXPLODE`."""
    from claimx.cli import app

    monkeypatch.setattr("claimx.api._load", lambda model, threads: small_nlp)
    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="session")
def run() -> Process:
    """Run the command as it is installed, with the model that comes with claimx."""

    def run_command(
        *arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            timeout=900,
        )

    return run_command


@pytest.fixture(scope="session")
def terminal() -> Terminal:
    """Run the command on a terminal with colours, 120 cells wide."""

    def run_command(*arguments: str | Path, errors: bool = False, **environment: str) -> str:
        """What it prints, with the standard error where that is wanted too."""
        ours, theirs = pty.openpty()
        known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs if errors else None,
            env={**known, "TERM": "xterm-256color", "COLUMNS": "120", **environment},
        )
        os.close(theirs)
        printed = b""
        try:
            while chunk := os.read(ours, 65536):
                printed += chunk
        except OSError:  # the terminal is gone once the process has left it
            pass
        os.close(ours)
        assert process.wait() == 0
        return printed.decode().replace("\r\n", "\n")

    return run_command
