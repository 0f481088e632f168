"""`claimx batch` as it is, and everything that can end a run before its time."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from batches import ids_of, lines_of, rows_of, write_lines
from commands import COMMAND, Start

OUTPUTS = ("out.jsonl", "out.db")
ARTICLES = 1500
# Reading takes so long that there is time to stop it, however quick the machine is.
SLOWLY = "SLEEP 0.004"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    texts = [
        f"{SLOWLY} until {2000 + n % 100}, for {n} days. " + "It is long. " * (n % 9) for n in range(ARTICLES)
    ]
    write_lines(folder / "a.jsonl", [{"id": f"n{n % 300}", "text": text} for n, text in enumerate(texts)])
    (folder / "b.txt").write_text("It was built in 2004.", "utf-8")
    (folder / "c.txt").write_text("It was built in 2004.", "utf-8")
    (folder / "empty.txt").touch()
    return folder


@pytest.fixture(scope="module")
def whole(start: Start, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what runs leave that nobody stopped."""
    folder = tmp_path_factory.mktemp("whole")
    for process in [start(archive, "-o", folder / name, "--jobs", "2") for name in OUTPUTS]:
        _, err = process.communicate(timeout=300)
        assert process.returncode == 1, err
        assert f"claimx: {ARTICLES + 1:,} articles read into".encode() in err
    return folder


def same(folder: Path, other: Path, name: str) -> bool:
    """Whether the output, the failures and the duplicates are the same in both folders."""
    beside = [f"{name}.failures.jsonl", f"{name}.duplicates.jsonl"]
    if any((folder / file).read_bytes() != (other / file).read_bytes() for file in beside):
        return False
    if name.endswith(".db"):
        return rows_of(folder / name) == rows_of(other / name)
    return (folder / name).read_bytes() == (other / name).read_bytes()


def wait_until(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 240
    while not condition() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """The processes that a run has started to read and to work."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def parts(output: Path) -> int:
    """How many parts a run has stored."""
    return len(list(output.with_name(f"{output.name}.parts").glob("0*.jsonl.zst")))


def kill_now_and_then(start: Start, archive: Path, output: Path, kills: int, seed: int) -> None:
    """Run to the end, but kill it that often on the way: once as it begins, then a while after a part."""
    moments = random.Random(seed)
    for number in range(kills):
        before = parts(output)
        process = start(archive, "-o", output, "--jobs", "1", "--resume")
        if number:
            wait_until(lambda before=before: parts(output) > before, process)  # type: ignore[misc]
        time.sleep(moments.uniform(0, 0.15 if number else 2))
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL, "it ended before it was killed"
    process = start(archive, "-o", output, "--jobs", "2", "--resume")
    _, err = process.communicate(timeout=300)
    assert process.returncode == 1, err


def test_killed_ten_times_and_resumed(start: Start, archive: Path, whole: Path, tmp_path: Path) -> None:
    # Parts are the same for every output: other tests kill runs into JSON Lines.
    kill_now_and_then(start, archive, tmp_path / "out.db", kills=10, seed=0)
    assert same(tmp_path, whole, "out.db")


def test_killed_workers_and_a_killed_reader(start: Start, archive: Path, whole: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    process = start(archive, "-o", output, "--jobs", "2")
    wait_until(lambda: parts(output) > 0, process)
    killed = children(process)
    for child in killed:
        os.kill(child, signal.SIGKILL)
    assert process.wait(timeout=300) == 1
    assert len(killed) >= 3
    assert same(tmp_path, whole, "out.jsonl")


def test_no_process_goes_on_alone(start: Start, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [{"text": "SLEEP 1000"}])
    process = start(tmp_path / "a.jsonl", "-o", tmp_path / "out.jsonl", "--jobs", "1")
    assert process.stderr is not None
    assert process.stderr.readline() == b"asleep\n"
    process.kill()
    # All have the same standard error, which ends with the last of them.
    process.communicate(timeout=120)


def test_ctrl_c_keeps_what_has_been_read(start: Start, archive: Path, whole: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    process = start(archive, "-o", output, "--jobs", "1", start_new_session=True)
    wait_until(lambda: parts(output) > 0, process)
    # As a terminal does it: to every process of the run.
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert b"stopping; Ctrl-C again stops at once" in err
    assert err.endswith(b"claimx: stopped early; run the same command with --resume to continue\n")
    assert b"Traceback" not in err
    assert ids_of(output) == ids_of(whole / "out.jsonl")[: len(ids_of(output))]
    assert 64 <= len(ids_of(output)) < ARTICLES
    assert start(archive, "-o", output, "--resume", "--jobs", "2").wait(300) == 1
    assert same(tmp_path, whole, "out.jsonl")


def test_ctrl_c_does_not_wait_for_a_long_article(start: Start, tmp_path: Path) -> None:
    """What is read before it stays; a resumed run reads the long one from its beginning."""
    articles = tmp_path / "a.jsonl"
    write_lines(articles, [{"id": f"{i}", "text": f"In 20{i:02}."} for i in range(64)])
    write_lines(tmp_path / "b.jsonl", [{"id": "long", "text": "SLEEP 1000 in 2019."}])
    output = tmp_path / "out.jsonl"
    process = start(articles, tmp_path / "b.jsonl", "-o", output, "--jobs", "1", start_new_session=True)
    assert process.stderr is not None
    assert process.stderr.readline() == b"asleep\n"
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"stopping; " in err
    assert b"--resume" in err.splitlines()[-1]
    assert ids_of(output) == [f"{i}" for i in range(64)]


def test_a_second_ctrl_c_ends_at_once(start: Start, tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [{"text": "SLEEP 1000"}])
    process = start(tmp_path / "a.jsonl", "-o", tmp_path / "out.jsonl", start_new_session=True)
    assert process.stderr is not None
    assert process.stderr.readline() == b"asleep\n"
    os.killpg(process.pid, signal.SIGINT)
    assert b"stopping; " in process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"stopped at once" in err


def test_a_full_disk(start: Start, archive: Path, whole: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    room = size(whole / "out.jsonl") // 2

    def leave_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    process = start(archive, "-o", output, "--jobs", "2", preexec_fn=leave_little_room)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 1
    # Named by the folder in which it is made.
    assert f"claimx: error: {output}".encode() in err
    assert b"run the same command with --resume to continue" in err
    assert b"Traceback" not in err
    assert start(archive, "-o", output, "--resume", "--jobs", "2").wait(300) == 1
    assert same(tmp_path, whole, "out.jsonl")


def test_articles_that_kill_or_hang_cost_no_other(start: Start, tmp_path: Path) -> None:
    texts = [f"It was built in {2000 + n}." for n in range(20)]
    texts[4], texts[9], texts[14] = "EXPLODE", "SEGFAULT", "SLEEP 1000"
    write_lines(tmp_path / "a.jsonl", [{"id": str(n), "text": text} for n, text in enumerate(texts)])
    output = tmp_path / "out.jsonl"
    process = start(tmp_path / "a.jsonl", "-o", output, "--jobs", "2", "--timeout", "4")
    _, err = process.communicate(timeout=300)
    assert process.returncode == 1
    assert ids_of(output) == [str(n) for n in range(20) if n not in (4, 9, 14)]
    errors = {f["id"]: str(f["error"]) for f in lines_of(tmp_path / "out.jsonl.failures.jsonl")}
    assert list(errors) == ["4", "9", "14"]
    assert "RuntimeError: told to explode" in errors["4"]
    assert "was killed by SIGSEGV" in errors["9"]
    assert "took longer than 4 seconds" in errors["14"]
    assert err.count(b"claimx: error: ") == err.count(b"claimx:   hint: ") == 3


def test_standard_input(start: Start, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    process = start("-", "-o", output, stdin=subprocess.PIPE)
    records = [{"text": f"It was built in {2000 + n}."} for n in range(3)]
    _, err = process.communicate("\n".join(map(json.dumps, records)).encode(), timeout=120)
    assert (process.returncode, err) == (0, f"claimx: 3 articles read into {output}\n".encode())
    assert ids_of(output) == ["stdin:1", "stdin:2", "stdin:3"]


def test_dry_run(start: Start, archive: Path, tmp_path: Path) -> None:
    process = start(archive, "-o", tmp_path / "out.jsonl", "--dry-run")
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert f"claimx: {ARTICLES + 2:,} articles, ".encode() in err
    assert b"in 4 inputs; 1 cannot be read; nothing was written\n" in err
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_is_not_there(start: Start, archive: Path, tmp_path: Path) -> None:
    process = start(archive, "-o", tmp_path / "out.jsonl", "--model", tmp_path / "none")
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert b"claimx: error: the model " in err
    assert b"Traceback" not in err


def test_two_runs_into_one_output(start: Start, archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    first = start(archive, "-o", output, "--jobs", "1")
    wait_until(lambda: parts(output) > 0, first)
    second = start(archive, "-o", output, "--resume")
    _, err = second.communicate(timeout=120)
    first.kill()
    first.communicate()
    assert second.returncode == 1
    assert b"another run is writing there" in err


def test_the_real_model_killed_and_resumed(tmp_path: Path) -> None:
    texts = [f"Mayor Ida Solberg said on Monday that {n} ferries would stay in port." for n in range(2, 110)]
    write_lines(tmp_path / "a.jsonl", [{"text": text} for text in texts])
    arguments = [*COMMAND, "batch", tmp_path / "a.jsonl", "--jobs", "1", "-o"]
    process = subprocess.Popen([*arguments, tmp_path / "out.jsonl"], stderr=subprocess.DEVNULL)
    wait_until(lambda: parts(tmp_path / "out.jsonl") > 0, process)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    for output, more in (("out.jsonl", ["--resume"]), ("whole.jsonl", [])):
        subprocess.run([*arguments, tmp_path / output, *more], check=True, stderr=subprocess.DEVNULL)
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert len(ids_of(tmp_path / "out.jsonl")) == len(texts)
