"""The output of an archive: every format, as one file or a folder, and the same bytes each time."""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from claimx.errors import OutputError
from claimx.schema import Extraction
from claimx.writers import FORMATS, STORES, Settings, format_of, open_results

NAMES = {
    "claims.jsonl": "jsonl",
    "claims.jsonl.gz": "jsonl",
    "claims.jsonl.zst": "jsonl",
    "claims.json": "json",
    "claims.csv": "csv",
    "claims": "csv",
    "claims.parquet": "parquet",
    "claims.db": "sqlite",
    "claims.tsv": "tsv",
    "claims.md": "markdown",
    "claims.html": "html",
    "claims.txt": "table",
}


@pytest.fixture
def several(extraction: Extraction) -> list[Extraction]:
    """Seven articles; the third has nothing in it."""
    documents = [extraction.document.model_copy(update={"id": f"ferry-{number}"}) for number in range(7)]
    copies = [extraction.model_copy(update={"document": document}) for document in documents]
    empty = {"entities": [], "statements": [], "quantities": [], "dates": []}
    copies[2] = copies[2].model_copy(update=empty)
    return copies


def written(path: Path, articles: list[Extraction]) -> Path:
    with open_results(path, NAMES[path.name], Settings(), archive=True) as write:
        for article in articles:
            write(article)
    return path


def content(path: Path) -> object:
    if path.is_dir():
        return {file.relative_to(path): file.read_bytes() for file in path.rglob("*") if file.is_file()}
    if path.suffix == ".db":
        with closing(sqlite3.connect(path)) as database:
            return list(database.iterdump())
    return path.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_same_articles_are_the_same_bytes(name: str, tmp_path: Path, several: list[Extraction]) -> None:
    paths = [tmp_path / folder / name for folder in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        written(path, several)
    assert content(paths[0]) == content(paths[1])


@pytest.mark.parametrize("name", NAMES)
def test_articles_that_were_stored_as_json(name: str, tmp_path: Path, several: list[Extraction]) -> None:
    """As those of a batch are, before the output is made from them."""
    restored = [Extraction.model_validate_json(article.to_json()) for article in several]
    paths = [tmp_path / folder / name for folder in ("one", "two")]
    for path, articles in zip(paths, (several, restored), strict=True):
        path.parent.mkdir()
        written(path, articles)
    assert content(paths[0]) == content(paths[1])


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        written(tmp_path / "missing" / name, [])


def test_json_lines(tmp_path: Path, extraction: Extraction) -> None:
    path = written(tmp_path / "claims.jsonl", [extraction])
    assert path.read_text("utf-8") == extraction.to_json() + "\n"


def test_compressed_json_lines(tmp_path: Path, several: list[Extraction]) -> None:
    expected = "".join(article.to_json() + "\n" for article in several)
    packed = written(tmp_path / "claims.jsonl.gz", several)
    assert gzip.decompress(packed.read_bytes()).decode() == expected
    packed = written(tmp_path / "claims.jsonl.zst", several)
    assert decompress_zstd(packed.read_bytes()).decode() == expected


def test_nothing_at_all(tmp_path: Path) -> None:
    assert gzip.decompress(written(tmp_path / "claims.jsonl.gz", []).read_bytes()) == b""
    assert decompress_zstd(written(tmp_path / "claims.jsonl.zst", []).read_bytes()) == b""
    assert json.loads(written(tmp_path / "claims.json", []).read_text()) == []


@pytest.mark.parametrize("number", [1, 3])
def test_json_is_a_list(tmp_path: Path, several: list[Extraction], number: int) -> None:
    values = json.loads(written(tmp_path / "claims.json", several[:number]).read_text("utf-8"))
    assert [value["document"]["id"] for value in values] == [f"ferry-{n}" for n in range(number)]


@pytest.mark.parametrize(
    ("name", "output_format"),
    [*NAMES.items(), ("a.b.JSONL.GZ", "jsonl"), ("claims.sqlite", "sqlite"), ("claims.gz", None)],
)
def test_the_format_that_a_name_stands_for(name: str, output_format: str | None) -> None:
    expected = None if name in ("claims", "claims.txt") else output_format
    assert format_of(Path("some.folder") / name) == expected


def test_every_format_is_written() -> None:
    assert set(NAMES.values()) == FORMATS.keys() | STORES.keys()


def decompress_zstd(data: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    return zstd.decompress(data)
