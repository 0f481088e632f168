"""Archives as they are found: files of every kind, and some that nothing can be made of."""

from __future__ import annotations

import gzip
import os
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from batches import ids_of, lines_of
from commands import Start
from mixed import KINDS, html_page, warc_record, write_mixed

MEGABYTE = 2**20


def finish(process: subprocess.Popen[bytes]) -> str:
    """What a run says that ends with failures."""
    _, err = process.communicate(timeout=500)
    assert process.returncode == 1, err
    assert b"Traceback" not in err
    return err.decode()


def test_a_thousand_files_of_every_kind(start: Start, tmp_path: Path) -> None:
    folder, output = tmp_path / "archive", tmp_path / "out.jsonl"
    mixed = write_mixed(folder, 1000)
    finish(start(folder, "-o", output, "--jobs", "2"))
    failures = lines_of(output.with_name("out.jsonl.failures.jsonl"))
    duplicates = lines_of(output.with_name("out.jsonl.duplicates.jsonl"))
    texts = [text for texts in mixed.texts.values() for text in texts]
    assert len(failures) == mixed.failed
    assert {failure["path"] for failure in failures} == mixed.failures.keys()
    assert len(ids_of(output)) == len(set(ids_of(output))) == len(set(texts))
    assert len(duplicates) == len(texts) - len(set(texts))


def unreadable(path: Path) -> None:
    # Reading fails also for those who may read everything.
    path.symlink_to("/proc/self/mem")


def endless_line(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(40):
            file.write(b"x" * MEGABYTE)
        file.write(b'\n{"text": "It was built in 2001."}\n')


def large(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"It is long. " * (MEGABYTE // 12))


def bomb(path: Path) -> None:
    path.write_bytes(gzip.compress(b" " * MEGABYTE) * 1000)


def cut_off(path: Path) -> None:
    path.write_bytes(gzip.compress(os.urandom(2000).hex().encode())[:-300])


def broken_records(path: Path) -> None:
    page = html_page("\n\n".join(["The town said on Monday that the bridge would open in 2002."] * 3))
    path.write_bytes(b"no record\r\n\r\n" + warc_record("http://news.example/1", page))


def nested(path: Path) -> None:
    path.write_bytes(b"<html><body>" + b"<div>" * 10_000 + b"<p>It was built in 2003.")


@pytest.fixture
def unsound(tmp_path: Path) -> Path:
    """A folder where hardly anything can be read."""
    folder = tmp_path / "archive"
    folder.mkdir()
    makers: dict[str, Callable[[Path], None]] = {
        "a.txt": unreadable,
        "b.jsonl": endless_line,
        "c.txt": large,
        "d.jsonl.gz": bomb,
        "e.txt.gz": cut_off,
        "f.warc": broken_records,
        "g.html": nested,
    }
    for name, make in makers.items():
        make(folder / name)
    (folder / "z.txt").write_text("It was built in 2004.", "utf-8")
    return folder


def test_each_unsound_file_is_named_and_the_rest_read(start: Start, unsound: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    messages = finish(start(unsound, "-o", output, "--jobs", "1"))
    reasons = {
        "a.txt": "reading failed",
        "b.jsonl, line 1": "the line is longer than 32 MB",
        "c.txt": "this is larger than 32 MB",
        "d.jsonl.gz": "unpacks to more than 200 times its size",
        "e.txt.gz": "the packed data is cut off",
        "f.warc, record 1": "not a WARC record",
        "g.html": "nested too deep",
    }
    failures = lines_of(output.with_name("out.jsonl.failures.jsonl"))
    for failure, (name, reason) in zip(failures, reasons.items(), strict=True):
        assert f"{unsound}/{name}" in str(failure["error"])
        assert reason in str(failure["error"])
        assert str(failure["error"]) in messages
    assert messages.count("claimx:   hint: ") == len(reasons)
    assert ids_of(output) == [f"{unsound}/b:2", "http://news.example/1", f"{unsound}/z"]


def test_one_file_of_every_kind_into_a_database(start: Start, tmp_path: Path) -> None:
    folder, output = tmp_path / "archive", tmp_path / "claims.db"
    mixed = write_mixed(folder, KINDS)
    finish(start(folder, "-o", output, "--jobs", "2"))
    with closing(sqlite3.connect(output)) as database:
        found = [text for (text,) in database.execute("SELECT text FROM articles")]
    # Articles with the same text are one in the output.
    assert sorted(found) == sorted({text for texts in mixed.texts.values() for text in texts})
    failures = lines_of(tmp_path / "claims.db.failures.jsonl")
    assert Counter(failure["path"] for failure in failures) == Counter(mixed.failures)
