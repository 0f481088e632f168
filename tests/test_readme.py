"""The documents show what really happens: their commands are run, and print what the documents say.

`python tests/test_readme.py` runs them and writes what they print into the documents.

The examples of a section run one after the other in a folder of their own that shows the checkout, so that
one can read what another wrote, and each section can be run alone.
"""

from __future__ import annotations

import importlib.util
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *(ROOT / name for name in ("samples/README.md", "models/README.md", "tests/benchmarks/README.md")),
    *sorted(ROOT.glob("models/training/*.md")),
]
# Documents that cannot lose their examples by accident, such as a fence with another name.
WITH_EXAMPLES = {"README.md", "samples/README.md"}
LARGEST_README = 15_000

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## +(?P<title>.+)$", re.MULTILINE)
# A block of commands with their output, or a piece of Python followed by a block with its output.
_BLOCK = re.compile(
    r"^```console\n(?P<console>.*?)^```$|^```python\n(?P<code>.*?)^```\n\n```text\n(?P<printed>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_SHELL = re.compile(r"^```sh\n(?P<command>.*?)^```$", re.MULTILINE | re.DOTALL)
# A command after its prompt, the lines that continue it, and its output.
_COMMAND = re.compile(r"^\$ (?P<command>(?:.*\\\n)*.*\n)(?P<output>(?:(?!\$ |```).*\n)*)", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:)(?P<path>[^)#]*)(?:#[^)]*)?\)")
# Printed only where reading takes long.
_PROGRESS = re.compile(r"^claimx: .* words/s(?: \(\d+%\))?\n", re.MULTILINE)
# The network computes in whole numbers, which processors round differently: its last digits vary.
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


class Section(NamedTuple):
    """The part of a document from one heading to the next."""

    title: str
    text: str


def sections(text: str) -> Iterator[Section]:
    """Cut a document at its headings of the second level; headings within examples do not count."""
    fenced = [match.span() for match in _FENCED.finditer(text)]
    headings = [
        match
        for match in _SECTION.finditer(text)
        if not any(start <= match.start() < end for start, end in fenced)
    ]
    bounds = [0, *(match.start() for match in headings), len(text)]
    titles = ["", *(match["title"] for match in headings)]
    for title, (start, end) in zip(titles, pairwise(bounds), strict=True):
        yield Section(title, text[start:end])


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
    """Run a command line on a terminal of 80 columns without colours: its stdout, then its stderr."""
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
    # jq colours its output even on a terminal without colours.
    # The terminal ends lines with CR LF, and CSV has a CR of its own before that.
    shown = _COLOR.sub("", printed.decode().replace("\r\n", "\n").replace("\r\n", "\n"))
    return shown + _PROGRESS.sub("", messages.decode())


def in_python(code: str, folder: Path) -> str:
    """Run a piece of Python: its stdout."""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def run_block(block: re.Match[str], folder: Path) -> str:
    """Run the commands or the code of a block: the block with what they print now."""
    if block["code"] is not None:
        return f"```python\n{block['code']}```\n\n```text\n{in_python(block['code'], folder)}```"
    return _COMMAND.sub(
        lambda match: f"$ {match['command']}{in_terminal(match['command'], folder)}", block[0]
    )


def run_section(text: str, folder: Path) -> str:
    """Run all examples of a section, in their order: the section with what they print now."""
    return _BLOCK.sub(lambda block: run_block(block, folder), text)


def missing_tools(text: str) -> list[str]:
    """Programs and libraries that the examples of a section need and this machine lacks."""
    blocks = [block[0] for block in _BLOCK.finditer(text)]
    missing = []
    if any(re.search(r"(?:^\$|\|) jq ", block, re.MULTILINE) for block in blocks) and not shutil.which("jq"):
        missing.append("jq")
    if any("import pandas" in block for block in blocks) and not importlib.util.find_spec("pandas"):
        missing.append("pandas")
    return missing


def examples() -> Iterator[object]:
    for document in DOCUMENTS:
        name = document.relative_to(ROOT).as_posix()
        for section in sections(document.read_text("utf-8")):
            if _BLOCK.search(section.text):
                yield pytest.param(section.text, id=f"{name}: {section.title}")


@pytest.mark.parametrize("text", list(examples()))
def test_examples_print_what_the_document_shows(text: str, tmp_path: Path) -> None:
    if missing := missing_tools(text):
        pytest.skip(f"not installed: {', '.join(missing)}")
    printed = run_section(text, prepare(tmp_path))
    assert _CONFIDENCE.sub("…", printed) == _CONFIDENCE.sub("…", text)
    shown = [float(value) for value in _CONFIDENCE.findall(text)]
    assert [float(value) for value in _CONFIDENCE.findall(printed)] == pytest.approx(shown, abs=0.05)


@pytest.mark.parametrize("name", sorted(WITH_EXAMPLES))
def test_every_console_block_is_an_example(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    blocks = [block for block in _BLOCK.finditer(text) if block["console"] is not None]
    assert blocks
    assert len(blocks) == text.count("```console")
    for block in blocks:
        assert (
            "".join(f"$ {each['command']}{each['output']}" for each in _COMMAND.finditer(block[0]))
            == (block["console"])
        )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files(document: Path) -> None:
    text = _FENCED.sub("", document.read_text("utf-8"))
    paths = [match["path"] for match in _LINK.finditer(text) if match["path"]]
    assert [path for path in paths if not (document.parent / path).exists()] == []


def test_the_readme_is_short() -> None:
    assert len(README.read_bytes()) <= LARGEST_README


def test_ci_runs_the_first_two_commands() -> None:
    commands = [match["command"] for match in _SHELL.finditer(README.read_text("utf-8"))][:2]
    assert len(commands) == 2
    for command in commands:
        assert command in (ROOT / ".ci/run").read_text("utf-8")


def main() -> None:
    """Write what the examples print into the documents, or into those named on the command line."""
    for document in [Path(name).resolve() for name in sys.argv[1:]] or DOCUMENTS:
        written = []
        for section in sections(document.read_text("utf-8")):
            if missing := missing_tools(section.text):
                print(f"left as it is for want of {', '.join(missing)}: {section.title}", file=sys.stderr)  # noqa: T201
                written.append(section.text)
                continue
            with tempfile.TemporaryDirectory() as name:
                written.append(run_section(section.text, prepare(Path(name))))
        document.write_text("".join(written), "utf-8")


if __name__ == "__main__":
    main()
