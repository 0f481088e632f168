"""Sinks: output that goes on after any kind of stop as if there had been none."""

from __future__ import annotations

import gc
import gzip
import json
import pickle
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from claimx.errors import OutputError
from claimx.schema import Extraction
from claimx.writers import FORMATS, STORES, format_of
from claimx.writers.settings import Settings
from claimx.writers.sinks import Sink, make_sink

NAMES = {
    "claims.jsonl": "jsonl",
    "claims.jsonl.gz": "jsonl",
    "claims.jsonl.zst": "jsonl",
    "claims.json": "json",
    "claims.csv": "csv",
    "claims": "csv",
    "claims.parquet": "parquet",
    "claims.db": "sqlite",
    "claims.md": "markdown",
    "claims.html": "html",
    "claims.txt": "table",
}
COMMIT_EVERY = 2


@pytest.fixture
def several(extraction: Extraction) -> list[Extraction]:
    """Seven articles; the third has nothing in it."""
    documents = [extraction.document.model_copy(update={"id": f"ferry-{number}"}) for number in range(7)]
    copies = [extraction.model_copy(update={"document": document}) for document in documents]
    empty = {"entities": [], "statements": [], "quantities": [], "dates": []}
    copies[2] = copies[2].model_copy(update=empty)
    return copies


def opened(path: Path, state: object = None) -> Sink:
    sink = make_sink(path, NAMES[path.name], Settings())
    # The state is kept as JSON.
    sink.open(json.loads(json.dumps(state)))
    return sink


def go_on(sink: Sink, articles: Sequence[Extraction], start: int = 0) -> list[object]:
    """Write the articles from `start` on, with commits after every second; the states."""
    states: list[object] = []
    for number, article in enumerate(articles[start:], start + 1):
        sink.write(article)
        if number % COMMIT_EVERY == 0:
            states.append(sink.commit())
    return states


def content(path: Path) -> object:
    if path.is_dir():
        return {file.relative_to(path): file.read_bytes() for file in path.rglob("*") if file.is_file()}
    if path.suffix == ".db":
        with sqlite3.connect(path) as database:
            return list(database.iterdump())
    return path.read_bytes()


@pytest.fixture
def unbroken(tmp_path: Path, several: list[Extraction], name: str) -> object:
    path = tmp_path / "unbroken" / name
    path.parent.mkdir()
    sink = opened(path)
    go_on(sink, several)
    sink.close()
    return content(path)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("committed", [0, 1, 3])
def test_a_run_that_was_killed(
    name: str, committed: int, tmp_path: Path, several: list[Extraction], unbroken: object
) -> None:
    path = tmp_path / name
    sink = opened(path)
    states = [sink.commit(), *go_on(sink, several)]
    del sink
    # Nobody but the collector lets go of a database that was not closed.
    gc.collect()
    sink = opened(path, states[committed])
    go_on(sink, several, committed * COMMIT_EVERY)
    sink.close()
    assert content(path) == unbroken


@pytest.mark.parametrize("name", NAMES)
def test_a_run_that_was_closed(
    name: str, tmp_path: Path, several: list[Extraction], unbroken: object
) -> None:
    path = tmp_path / name
    sink = opened(path)
    state = go_on(sink, several[:4])[-1]
    sink.close()
    sink.open(state)
    go_on(sink, several, 4)
    sink.close()
    assert content(path) == unbroken


@pytest.mark.parametrize("name", NAMES)
def test_beginning_anew(name: str, tmp_path: Path, several: list[Extraction], unbroken: object) -> None:
    path = tmp_path / name
    for articles in (several * 2, several):
        sink = opened(path)
        go_on(sink, articles[:7])
        sink.close()
    assert content(path) == unbroken


@pytest.mark.parametrize("name", NAMES)
def test_output_that_somebody_has_changed(name: str, tmp_path: Path, several: list[Extraction]) -> None:
    path = tmp_path / name
    sink = opened(path)
    state = go_on(sink, several[:4])[-1]
    sink.close()
    opened(path).close()
    with pytest.raises(OutputError, match="before"):
        opened(path, state)


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        opened(tmp_path / "missing" / name)


def test_json_lines(tmp_path: Path, extraction: Extraction) -> None:
    path = tmp_path / "claims.jsonl"
    sink = opened(path)
    sink.write(extraction)
    sink.commit()
    assert path.read_text("utf-8") == extraction.to_json() + "\n"


def test_compressed_json_lines(tmp_path: Path, several: list[Extraction]) -> None:
    expected = "".join(article.to_json() + "\n" for article in several)
    for name in ("claims.jsonl.gz", "claims.jsonl.zst"):
        sink = opened(tmp_path / name)
        go_on(sink, several)
        sink.close()
    packed = (tmp_path / "claims.jsonl.gz").read_bytes()
    assert gzip.decompress(packed).decode() == expected
    assert packed.count(b"\x1f\x8b\x08\x00\x00\x00\x00\x00") == 4
    assert decompress_zstd((tmp_path / "claims.jsonl.zst").read_bytes()).decode() == expected


def test_nothing_at_all(tmp_path: Path) -> None:
    for name in ("claims.jsonl.gz", "claims.jsonl.zst", "claims.json"):
        opened(tmp_path / name).close()
    assert gzip.decompress((tmp_path / "claims.jsonl.gz").read_bytes()) == b""
    assert decompress_zstd((tmp_path / "claims.jsonl.zst").read_bytes()) == b""
    assert json.loads((tmp_path / "claims.json").read_text()) == []


def test_json_is_a_list(tmp_path: Path, several: list[Extraction]) -> None:
    for number in (1, 3):
        sink = opened(tmp_path / "claims.json")
        go_on(sink, several[:number])
        sink.close()
        values = json.loads((tmp_path / "claims.json").read_text("utf-8"))
        assert [value["document"]["id"] for value in values] == [f"ferry-{n}" for n in range(number)]


@pytest.mark.parametrize(
    ("name", "output_format"),
    [*NAMES.items(), ("a.b.JSONL.GZ", "jsonl"), ("claims.sqlite", "sqlite"), ("claims.gz", None)],
)
def test_the_format_that_a_name_stands_for(name: str, output_format: str | None) -> None:
    expected = None if name in ("claims", "claims.txt") else output_format
    assert format_of(Path("some.folder") / name) == expected


def test_every_format_has_a_sink() -> None:
    assert set(NAMES.values()) == FORMATS.keys() | STORES.keys()


def decompress_zstd(data: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd.decompress(data)


@pytest.mark.parametrize("name", NAMES)
def test_what_another_process_rendered(
    tmp_path: Path, several: list[Extraction], name: str, unbroken: object
) -> None:
    other = make_sink(tmp_path / name, NAMES[name], Settings())
    rendered = [pickle.dumps(other.render(extraction)) for extraction in several]
    assert not (tmp_path / name).exists()
    sink = opened(tmp_path / name)
    for number, data in enumerate(rendered, 1):
        sink.put(pickle.loads(data))
        if number % COMMIT_EVERY == 0:
            sink.commit()
    sink.close()
    assert content(tmp_path / name) == unbroken
