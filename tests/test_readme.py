"""The README shows what really happens: its commands are run, and print what it says.

`python tests/test_readme.py` runs them and writes what they print into the README.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
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
_COLOR = re.compile(r"\x1b\[[\d;]*m")

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")},
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "TERM": "dumb",
}


def in_terminal(command: str) -> str:
    """What a command line prints on a terminal of 80 columns that knows no colours."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["bash", "-c", command],
        cwd=ROOT,
        env=ENVIRONMENT,
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
    assert not messages, messages.decode()
    return _COLOR.sub("", printed.decode().replace("\r\n", "\n"))


def in_python(code: str) -> str:
    """What a piece of Python prints."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def examples() -> list[tuple[Callable[[str], str], str, str]]:
    text = README.read_text("utf-8")
    commands = [
        (in_terminal, match["command"], match["output"])
        for block in _CONSOLE.finditer(text)
        for match in _COMMAND.finditer(block["body"])
    ]
    return commands + [(in_python, match["code"], match["output"]) for match in _PYTHON.finditer(text)]


@pytest.mark.parametrize(("run", "example", "output"), examples())
def test_examples(run: Callable[[str], str], example: str, output: str) -> None:
    if "jq" in example and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    assert run(example) == output


def test_ci_runs_the_first_two_commands() -> None:
    commands = [match["command"] for match in _SHELL.finditer(README.read_text("utf-8"))][:2]
    assert len(commands) == 2
    for command in commands:
        assert command in (ROOT / ".ci/run").read_text("utf-8")


def main() -> None:
    """Write what the examples print into the README."""
    text = _CONSOLE.sub(
        lambda block: _COMMAND.sub(
            lambda match: f"$ {match['command']}{in_terminal(match['command'])}", block[0]
        ),
        README.read_text("utf-8"),
    )
    text = _PYTHON.sub(
        lambda match: f"```python\n{match['code']}```\n\n```text\n{in_python(match['code'])}```", text
    )
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
