"""What was written is read back as it was, whatever form it was written in."""

from __future__ import annotations

import gzip
import json
import sqlite3
from pathlib import Path

import pytest

from claimx.errors import InputError
from claimx.saved import read_results, written_by_claimx
from claimx.schema import Extraction
from claimx.writers import Settings, open_results

NAMES = ["claims.jsonl", "claims.json", "claims.jsonl.gz", "claims.json.zst", "claims.db"]
FORMATS = {".jsonl": "jsonl", ".json": "json", ".db": "sqlite"}


@pytest.fixture
def extractions(extraction: Extraction) -> list[Extraction]:
    """The article three times, under names of its own."""
    return [
        extraction.model_copy(update={"document": extraction.document.model_copy(update={"id": id_})})
        for id_ in ("ferry", "harbour", "pier")
    ]


def written(path: Path, extractions: list[Extraction], settings: Settings | None = None) -> Path:
    output_format = FORMATS[next(suffix for suffix in path.suffixes if suffix in FORMATS)]
    with open_results(path, output_format, settings or Settings()) as write:
        for extraction in extractions:
            write(extraction)
    return path


@pytest.mark.parametrize("name", NAMES)
def test_what_was_written_is_read_back(tmp_path: Path, extractions: list[Extraction], name: str) -> None:
    assert list(read_results([str(written(tmp_path / name, extractions))])) == extractions


@pytest.mark.parametrize("name", NAMES)
def test_one_article_alone_is_read_back(tmp_path: Path, extractions: list[Extraction], name: str) -> None:
    assert list(read_results([str(written(tmp_path / name, extractions[:1]))])) == extractions[:1]


@pytest.mark.parametrize("name", ["claims.csv", "claims.tsv", "claims"])
def test_tables_are_refused_and_not_taken_for_articles(
    tmp_path: Path, extractions: list[Extraction], name: str
) -> None:
    path = tmp_path / name
    with open_results(path, path.suffix[1:] or "parquet", Settings()) as write:
        write(extractions[0])
    files = sorted(path.rglob("*.parquet")) or [path]
    assert files
    for file in files:
        assert written_by_claimx(str(file))
        (error,) = read_results([str(file)])
        assert isinstance(error, InputError)
        assert error.remedy == "write JSON, JSON Lines or SQLite for report, compare and show"


@pytest.mark.parametrize("output_format", ["json", "jsonl", "sqlite", "csv", "tsv", "html", "markdown"])
def test_what_claimx_wrote_is_told_from_articles(
    tmp_path: Path, extractions: list[Extraction], output_format: str
) -> None:
    with open_results(tmp_path / "out", output_format, Settings()) as write:
        write(extractions[0])
    (tmp_path / "article.txt").write_text(extractions[0].document.text, "utf-8")
    assert written_by_claimx(str(tmp_path / "out"))
    assert not written_by_claimx(str(tmp_path / "article.txt"))


@pytest.mark.parametrize("name", ["claims.jsonl", "claims.db"])
def test_what_was_left_out_stays_out(tmp_path: Path, extractions: list[Extraction], name: str) -> None:
    path = written(tmp_path / name, extractions[:1], Settings(layers=("quantities",), text=False))
    (result,) = read_results([str(path)])
    assert isinstance(result, Extraction)
    assert result.quantities == extractions[0].quantities
    assert not result.statements
    assert not result.document.text


def test_a_list_of_results_and_results_with_sorted_fields_are_read(
    tmp_path: Path, extractions: list[Extraction]
) -> None:
    objects = [json.loads(extraction.to_json()) for extraction in extractions]
    (tmp_path / "list.json").write_text(json.dumps(objects, sort_keys=True, indent=1), encoding="utf-8")
    assert list(read_results([str(tmp_path / "list.json")])) == extractions


def test_articles_are_read_with_the_model_among_results(
    tmp_path: Path, extractions: list[Extraction]
) -> None:
    saved = written(tmp_path / "claims.jsonl", extractions)
    article = tmp_path / "quay.txt"
    article.write_text("Harbour master Jo Petrie said 40 boats had left.", encoding="utf-8")
    *first, last = read_results([str(saved), str(article)])
    assert first == extractions
    assert isinstance(last, Extraction)
    assert last.document.id == "quay"
    assert [statement.source and statement.source.name for statement in last.statements] == ["Jo Petrie"]


def test_a_second_document_of_an_id_gets_a_number(tmp_path: Path, extractions: list[Extraction]) -> None:
    first, second = (str(written(tmp_path / name, extractions[:1])) for name in ("a.jsonl", "b.db"))
    ids = [r.document.id for r in read_results([first, second]) if isinstance(r, Extraction)]
    assert ids == ["ferry", "ferry-2"]


def test_a_broken_line_is_named_and_the_rest_is_read(tmp_path: Path, extractions: list[Extraction]) -> None:
    path = written(tmp_path / "claims.jsonl", extractions)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1][:500], lines[2]]), encoding="utf-8")
    first, broken, last = read_results([str(path)])
    assert [first, last] == [extractions[0], extractions[2]]
    assert isinstance(broken, InputError)
    assert "line 2" in broken.message


def test_results_of_another_text_are_refused(tmp_path: Path, extractions: list[Extraction]) -> None:
    changed = json.loads(extractions[0].to_json())
    changed["document"]["text"] = "X" + changed["document"]["text"]
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps(changed) + "\n", encoding="utf-8")
    (error,) = read_results([str(path)])
    assert isinstance(error, InputError)
    assert "is not at" in error.message


def test_a_later_schema_is_refused(tmp_path: Path, extractions: list[Extraction]) -> None:
    later = json.loads(extractions[0].to_json()) | {"schema_version": 3}
    path = tmp_path / "claims.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(later).encode()))
    (error,) = read_results([str(path)])
    assert isinstance(error, InputError)
    assert "schema version 1" in error.message


def test_a_database_that_is_not_finished_says_how_to_finish_it(
    tmp_path: Path, extractions: list[Extraction]
) -> None:
    path = written(tmp_path / "claims.db", extractions[:1])
    with sqlite3.connect(path) as database:
        database.execute("DROP INDEX idx_articles_id")
    (error,) = read_results([str(path)])
    assert isinstance(error, InputError)
    assert "--resume" in error.remedy


def test_a_database_whose_json_does_not_fit_its_text_is_named(
    tmp_path: Path, extractions: list[Extraction]
) -> None:
    path = written(tmp_path / "claims.db", extractions)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE articles SET text = 'X' || text WHERE id = 'harbour'")
        database.execute("UPDATE articles SET json = '[]' WHERE id = 'pier'")
    first, moved, empty = read_results([str(path)])
    assert first == extractions[0]
    assert isinstance(moved, InputError)
    assert "article 'harbour'" in moved.message
    assert "is not at" in moved.message
    assert isinstance(empty, InputError)
    assert "article 'pier': these are no results of claimx" in empty.message


def test_a_database_of_an_earlier_claimx_is_named(tmp_path: Path, extractions: list[Extraction]) -> None:
    path = written(tmp_path / "claims.db", extractions[:1])
    with sqlite3.connect(path) as database:
        database.execute("ALTER TABLE articles RENAME COLUMN json TO old")
    (error,) = read_results([str(path)])
    assert isinstance(error, InputError)
    assert "earlier claimx" in error.message


def test_another_database_and_a_damaged_one_are_named(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as database:
        database.execute("CREATE TABLE birds (name)")
    (tmp_path / "damaged.db").write_bytes(b"SQLite format 3\0" + b"\7" * 5000)
    other, damaged = read_results([str(tmp_path / "other.db"), str(tmp_path / "damaged.db")])
    assert isinstance(other, InputError)
    assert "holds no results" in other.message
    assert isinstance(damaged, InputError)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (error,) = read_results([str(tmp_path / "nothing.jsonl")])
    assert isinstance(error, InputError)
    assert "no such file" in error.message
