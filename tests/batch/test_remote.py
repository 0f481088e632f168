"""Inputs and outputs at URLs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

fsspec = pytest.importorskip("fsspec")

from claimx.batch import BatchSettings  # noqa: E402
from claimx.batch.cluster import ClusterSettings  # noqa: E402
from claimx.batch.parts import Storage  # noqa: E402
from claimx.errors import InputError, OutputError  # noqa: E402
from claimx.readers import find_inputs, stream_articles  # noqa: E402
from claimx.readers.inputs import size_of  # noqa: E402


@pytest.fixture
def bucket() -> Iterator[str]:
    """A folder that is on no disk."""
    files = fsspec.filesystem("memory")
    for name, content in {
        "a.txt": b"Plain.",
        "a/b.jsonl.gz": gzip.compress(json.dumps({"text": "Packed."}).encode()),
        "a/.hidden/c.txt": b"Hidden.",
        "z.txt": b"Last.",
    }.items():
        files.pipe_file(f"/news/{name}", content)
    yield "memory://news"
    files.rm("/news", recursive=True)


def test_folders_are_walked_as_those_on_disk(bucket: str, tmp_path: Path) -> None:
    found = list(find_inputs([bucket]))
    assert found == [f"{bucket}/a/b.jsonl.gz", f"{bucket}/a.txt", f"{bucket}/z.txt"]
    fsspec.filesystem("memory").get("/news/", str(tmp_path / "news"), recursive=True)
    assert list(find_inputs([f"file://{tmp_path}/news"])) == [
        f"file://{path}" for path in find_inputs([str(tmp_path / "news")])
    ]
    assert list(find_inputs([f"{bucket}/"], "*.txt")) == [f"{bucket}/a.txt", f"{bucket}/z.txt"]
    assert list(find_inputs([f"{bucket}/z.txt"])) == [f"{bucket}/z.txt"]
    assert size_of(f"{bucket}/a.txt") == 6


def test_the_output_is_not_among_the_inputs(bucket: str) -> None:
    batch = BatchSettings((bucket,), Path(f"{bucket}/a"), "jsonl")
    assert list(ClusterSettings(batch, f"{bucket}/a").inputs()) == [f"{bucket}/a.txt", f"{bucket}/z.txt"]


def test_articles_are_called_by_their_urls(bucket: str) -> None:
    articles = list(stream_articles(find_inputs([bucket])))
    assert [(article.id, article.path, article.text) for article in articles] == [  # type: ignore[union-attr]
        (f"{bucket}/a/b:1", f"{bucket}/a/b.jsonl.gz", "Packed."),
        (f"{bucket}/a", f"{bucket}/a.txt", "Plain."),
        (f"{bucket}/z", f"{bucket}/z.txt", "Last."),
    ]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("memory://news/none.txt", "there is no such file"),
        ("nothing://news/a.txt", "nothing"),
    ],
)
def test_what_cannot_be_reached_is_named(url: str, message: str) -> None:
    (error,) = stream_articles(find_inputs([url]))
    assert isinstance(error, InputError)
    assert url in error.message
    assert message in error.message


@pytest.mark.parametrize("place", ["memory", "disk"])
def test_storage(place: str, tmp_path: Path) -> None:
    storage = Storage("memory://out" if place == "memory" else str(tmp_path / "out"))
    source = tmp_path / "source"
    source.write_bytes(b"part")
    assert not storage.is_used()
    assert storage.read("x") is None
    storage.write("x", b"one")
    storage.write("x", b"two")
    storage.put(source, "folder/y")
    assert storage.is_used()
    assert (storage.read("x"), storage.read("folder/y")) == (b"two", b"part")
    storage.remove("folder")
    storage.remove("folder")
    assert storage.read("folder/y") is None
    storage.remove("x")


def test_storage_removes_what_was_left_half_written(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path / "out"))
    storage.write("folder/x", b"one")
    (tmp_path / "out/folder/.x.0.unfinished").touch()
    storage.tidy()
    assert [path.name for path in (tmp_path / "out/folder").iterdir()] == ["x"]


def test_storage_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        Storage(str(tmp_path / "file/out")).write("x", b"")
    with pytest.raises(OutputError, match="nothing"):
        Storage("nothing://out")
