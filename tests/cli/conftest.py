"""Two ways to run the command: at once with a small pipeline, and as it is, in a process of its own."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from commands import COMMAND, Command, Process
from spacy.language import Language
from typer.testing import CliRunner


@pytest.fixture
def invoke(small_nlp: Language, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command in this process; the pipeline reads years, and fails on `EXPLODE`."""
    from claimx.cli import app

    monkeypatch.setattr("claimx.model._load", lambda model, threads: small_nlp)
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
