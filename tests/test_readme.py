"""The README shows what really happens: its commands are run, and print what it says.

`python tests/test_readme.py` runs them and writes what they print into the README.

They run one after the other in a folder that shows the checkout, so that one can read what another wrote.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"

_CONSOLE = re.compile(r"^```console\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(
    r"^```python\n(?P<code>.*?)^```\n\n```text\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL
)
_SHELL = re.compile(r"^```sh\n(?P<command>.*?)^```$", re.MULTILINE | re.DOTALL)
# A command after its prompt, with the lines it goes on on, and what it prints.
_COMMAND = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*\n)(?P<output>(?:(?!\$ |```).*\n)*)", re.MULTILINE)
# Said only where reading takes long.
_PROGRESS = re.compile(r"^claimx: .* words/s\n", re.MULTILINE)
# The network computes in whole numbers, which processors round differently: its last digits are their own.
_CONFIDENCE = re.compile(r'(?<="confidence": )[01]\.\d+')
_COLOR = re.compile(r"\x1b\[[\d;]*m")

# What the shell's sqlite3 does, for machines that have none.
_SQLITE = """\
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]):
    print(*("" if value is None else value for value in row), sep="|")
"""

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")},
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "TERM": "dumb",
}


def prepare(folder: Path) -> Path:
    """Show the checkout in a folder that may be written to."""
    for path in ROOT.iterdir():
        (folder / path.name).symlink_to(path)
    tools = folder / ".tools"
    tools.mkdir()
    if not shutil.which("sqlite3"):
        (tools / "sqlite3").write_text(f"#!{sys.executable}\n{_SQLITE}", "utf-8")
        (tools / "sqlite3").chmod(0o755)
    return folder


def environment(folder: Path) -> dict[str, str]:
    return {**ENVIRONMENT, "PATH": f"{folder / '.tools'}{os.pathsep}{ENVIRONMENT['PATH']}"}


def in_terminal(command: str, folder: Path) -> str:
    """What a command line prints on a terminal of 80 columns that knows no colours, and then on stderr."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    printed = b""
    try:
        while chunk := os.read(ours, 65536):
            printed += chunk
    except OSError:  # the terminal is gone once the last process has left it
        pass
    os.close(ours)
    messages = process.communicate()[1]
    # jq colours what it prints even on a terminal that knows no colours.
    shown = _COLOR.sub("", printed.decode().replace("\r\n", "\n"))
    return shown + _PROGRESS.sub("", messages.decode())


def in_python(code: str, folder: Path) -> str:
    """What a piece of Python prints."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def examples() -> list[tuple[Callable[[str, Path], str], str, str]]:
    text = README.read_text("utf-8")
    commands = [
        (in_terminal, match["command"], match["output"])
        for block in _CONSOLE.finditer(text)
        for match in _COMMAND.finditer(block["body"])
    ]
    return commands + [(in_python, match["code"], match["output"]) for match in _PYTHON.finditer(text)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("checkout"))


@pytest.mark.parametrize(("run", "example", "output"), examples())
def test_examples(run: Callable[[str, Path], str], example: str, output: str, folder: Path) -> None:
    if "jq" in example and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    printed = run(example, folder)
    assert _CONFIDENCE.sub("…", printed) == _CONFIDENCE.sub("…", output)
    shown = [float(value) for value in _CONFIDENCE.findall(output)]
    assert [float(value) for value in _CONFIDENCE.findall(printed)] == pytest.approx(shown, abs=0.05)


def test_ci_runs_the_first_two_commands() -> None:
    commands = [match["command"] for match in _SHELL.finditer(README.read_text("utf-8"))][:2]
    assert len(commands) == 2
    for command in commands:
        assert command in (ROOT / ".ci/run").read_text("utf-8")


def main() -> None:
    """Write what the examples print into the README."""
    with tempfile.TemporaryDirectory() as name:
        folder = prepare(Path(name))
        text = _CONSOLE.sub(
            lambda block: _COMMAND.sub(
                lambda match: f"$ {match['command']}{in_terminal(match['command'], folder)}", block[0]
            ),
            README.read_text("utf-8"),
        )
        text = _PYTHON.sub(
            lambda match: f"```python\n{match['code']}```\n\n```text\n{in_python(match['code'], folder)}```",
            text,
        )
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
