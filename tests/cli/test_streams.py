"""How the command ends when somebody stops it or stops listening."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import faulty
import pytest
from commands import COMMAND, Terminal, search_path

from claimx.pipeline.encoder.network import usable_cores

ARTICLE = (
    json.dumps(
        {"published": "2024-03-04", "text": "The mayor said on Friday that 240 homes had lost power. " * 20}
    ).encode()
    + b"\n"
)


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, "extract", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Ignored in what a shell or a server runs in the background, tests among it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def wait_until_it_waits(process: subprocess.Popen[bytes]) -> None:
    """Wait until a process has slept for half a second, which it does not while it is being imported."""
    status = Path(f"/proc/{process.pid}/stat")
    asleep, deadline = 0, time.monotonic() + 60
    while asleep < 10 and time.monotonic() < deadline:
        time.sleep(0.05)
        is_asleep = not status.exists() or status.read_text().rpartition(") ")[2].startswith("S")
        asleep = asleep + 1 if is_asleep else 0


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(ARTICLE * 200)
    process = start(path)
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b'{"schema_version":2,')
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 141


def test_interrupted_while_it_waits_for_input() -> None:
    process = start("-")
    wait_until_it_waits(process)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (130, b"", b"claimx: stopped\n")


def test_interrupted_while_it_is_being_imported() -> None:
    code = (
        "import signal, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': signal.raise_signal(signal.SIGINT)\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "from claimx.__main__ import main\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"claimx: stopped\n")


def test_interrupted_while_it_writes_a_file(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("old")
    process = start("-", "--input-format", "jsonl", "--output", output)
    assert process.stdin is not None
    # A batch and more, so that results are written while the command waits for the rest.
    process.stdin.write(ARTICLE * 40)
    process.stdin.flush()
    deadline = time.monotonic() + 60
    while len(os.listdir(tmp_path)) == 1 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(os.listdir(tmp_path)) == 2
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"claimx: stopped\n")
    assert output.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.jsonl"]


# An interrupt at the instant when a thread of the encoder has begun, before its starter has noted it.
INTERRUPTED_START = """
import sys
from threading import Thread
from claimx.cli import main

begin = Thread.start

def interrupted(thread):
    begin(thread)
    if thread.name.startswith("claimx-encoder"):
        raise KeyboardInterrupt

Thread.start = interrupted
sys.argv = ["claimx", "extract", "-", "--input-format", "jsonl"]
main()
"""


@pytest.mark.skipif(usable_cores() < 2, reason="one core reads in the main thread")
def test_interrupted_while_the_first_thread_starts() -> None:
    """The exit waits for no thread that has nothing to do."""
    process = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_START], input=ARTICLE, capture_output=True, timeout=60
    )
    assert (process.returncode, process.stdout, process.stderr) == (130, b"", b"claimx: stopped\n")


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("schema >&-", b"standard output: cannot be written"),
        ("extract - <&-", b"standard input: reading failed"),
        ("extract none.txt 2>&-", b""),
    ],
)
def test_closed_streams(command: str, message: bytes) -> None:
    """What cannot be read or written is named; without a standard error there is the exit code."""
    shell = f"{shlex.join(COMMAND)} {command}"
    done = subprocess.run(["sh", "-c", shell], capture_output=True)
    assert (done.returncode, done.stdout) == (1, b"")
    assert message in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"fault of claimx" not in done.stderr


def test_a_long_article_is_named_while_it_is_read(terminal: Terminal, tmp_path: Path) -> None:
    """On a terminal; what is printed there is the result alone in the end."""
    plugin = tmp_path / "plugin"
    model = faulty.install(plugin)
    article = tmp_path / "long.txt"
    article.write_text("SLEEP 2 in 2019. " + "It rained. " * 6000)
    printed = terminal(
        *("extract", article, "--model", model, "--format", "jsonl", "--no-text"),
        errors=True,
        PYTHONPATH=search_path(plugin),
    )
    named = printed.index(f"reading {article}, 66,017 characters")
    assert named < printed.index('{"schema_version":2') < printed.rindex('"2019"')
    assert printed.count('{"schema_version":2') == 1


def test_nothing_is_kept_to_be_sent(tmp_path: Path) -> None:
    """ONNX Runtime would keep reports on its use in the home folder until it has sent them."""
    unset = ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")
    known = {name: value for name, value in os.environ.items() if name not in unset}
    done = subprocess.run([*COMMAND, "extract", "-"], input=ARTICLE, env={**known, "HOME": str(tmp_path)})
    assert done.returncode == 0
    assert [*tmp_path.iterdir()] == []


def test_the_output_is_named_on_a_terminal(terminal: Terminal, tmp_path: Path) -> None:
    article, output = tmp_path / "a.jsonl", tmp_path / "b.json"
    article.write_bytes(ARTICLE)
    assert f"1 article read into {output}" in terminal("extract", article, "-o", output, errors=True)
