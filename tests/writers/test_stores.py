"""Parquet and SQLite: tables with types, keys and a search."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from claimx.errors import OutputError
from claimx.saved import read_results
from claimx.schema import Extraction
from claimx.writers import Settings, open_results
from claimx.writers.sqlite import add_database

Found = list[tuple[object, ...]]


def store(path: Path, output_format: str, *extractions: Extraction, settings: Settings | None = None) -> Path:
    with open_results(path, output_format, settings or Settings()) as write:
        for extraction in extractions:
            write(extraction)
    return path


@pytest.fixture
def database(tmp_path: Path, extraction: Extraction) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(store(tmp_path / "claims.db", "sqlite", extraction))
    yield connection
    connection.close()


def ask(database: sqlite3.Connection, query: str) -> Found:
    return database.execute(query).fetchall()


def test_tables(database: sqlite3.Connection) -> None:
    counts = {
        table: ask(database, f"SELECT count(*) FROM {table}")[0][0]
        for table in (
            "articles",
            "entities",
            "mentions",
            "statements",
            "content_parts",
            "quantities",
            "dates",
        )
    }
    assert counts == {
        **{"articles": 1, "entities": 1, "mentions": 2, "statements": 2, "content_parts": 2},
        **{"quantities": 1, "dates": 1},
    }


def test_spans_and_values(database: sqlite3.Connection, extraction: Extraction) -> None:
    assert ask(database, "SELECT published, text FROM articles") == [("2023-12-02", extraction.document.text)]
    assert ask(database, "SELECT value_low, unit, what, source_name FROM quantities") == [
        (400, "count", "passengers", "Mara Lindqvist")
    ]
    assert ask(database, "SELECT typeof(value_low), confidence FROM quantities") == [("integer", None)]
    assert ask(database, "SELECT cue, negated, confidence FROM statements") == [
        ("said", 0, extraction.statements[0].confidence),
        ("added", 1, None),
    ]
    text = extraction.document.text
    for table in ("mentions", "content_parts", "quantities", "dates"):
        for document, start, end, words in ask(database, f"SELECT document, start, end, text FROM {table}"):
            assert (document, text[start:end]) == ("ferry", words)  # type: ignore[misc]


def test_keys(database: sqlite3.Connection) -> None:
    assert ask(database, "PRAGMA foreign_key_check") == []
    assert ask(database, "PRAGMA integrity_check") == [("ok",)]
    assert {(row[2], row[3]) for row in ask(database, "PRAGMA foreign_key_list(quantities)")} == {
        *(("articles", "document"), ("statements", "document"), ("statements", "statement")),
        *(("entities", "document"), ("entities", "source_entity"), ("dates", "document"), ("dates", "date")),
    }
    database.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("INSERT INTO dates (document, id) VALUES ('missing', 'd1')")


def test_search(database: sqlite3.Connection) -> None:
    query = "SELECT statement FROM content_parts WHERE rowid IN (SELECT rowid FROM content_parts_fts({}))"
    assert ask(database, query.format("'passenger AND strand'")) == [("s1",)]
    assert ask(database, query.format("'nothing'")) == []


def test_claims(database: sqlite3.Connection, extraction: Extraction) -> None:
    columns = "document, relation, value_low, what, claimant, date, published, paragraph"
    ((*values, paragraph),) = ask(database, f"SELECT {columns} FROM claims")
    assert values == [
        *("ferry", ">", 400, "passengers", "Mara Lindqvist", "2023-12-01TMO", "2023-12-02"),
    ]
    quantity = extraction.quantities[0]
    lines = extraction.document.text.splitlines()
    assert paragraph == next(line.strip() for line in lines if quantity.text in line)


@pytest.mark.parametrize("text", ["400", "\n400\n", "One.\r\n\r\nOf 400 men,\r\n\r\nTwo.", "a\nb 400 c"])
def test_the_paragraph_of_a_claim(tmp_path: Path, extraction: Extraction, text: str) -> None:
    start = text.index("400")
    quantity = extraction.quantities[0].model_copy(update={"start": start, "end": start + 3})
    document = extraction.document.model_copy(update={"text": text})
    other = extraction.model_copy(update={"document": document, "quantities": [quantity]})
    with sqlite3.connect(store(tmp_path / "one.db", "sqlite", other)) as database:
        expected = next(line.strip() for line in text.splitlines() if "400" in line)
        assert ask(database, "SELECT paragraph FROM claims") == [(expected,)]


def test_only_some_layers(tmp_path: Path, extraction: Extraction) -> None:
    settings = Settings(layers=("quantities",), text=False)
    with sqlite3.connect(store(tmp_path / "q.db", "sqlite", extraction, settings=settings)) as database:
        tables = ask(database, "SELECT name FROM sqlite_master WHERE type = 'table'")
        assert ask(database, "SELECT date, paragraph FROM claims") == [(None, None)]
        assert tables == [("articles",), ("quantities",), ("files",)]
        assert ask(database, "PRAGMA foreign_key_check") == []
        with pytest.raises(sqlite3.OperationalError):
            ask(database, "SELECT text FROM articles")


@pytest.mark.parametrize(("value", "stored"), [(10**30, 1e30), (10**400, float("inf")), (0.5, 0.5)])
def test_numbers_of_any_size(tmp_path: Path, extraction: Extraction, value: float, stored: float) -> None:
    quantity = extraction.quantities[0].model_copy(update={"value_high": value})
    large = extraction.model_copy(update={"quantities": [quantity]})
    with sqlite3.connect(store(tmp_path / "large.db", "sqlite", large)) as database:
        assert ask(database, "SELECT value_high FROM quantities") == [(stored,)]
    folder = store(tmp_path / "large.parquet", "parquet", large)
    assert pq.read_table(folder / "quantities")["value_high"].to_pylist() == [stored]


def test_datasets(tmp_path: Path, extraction: Extraction) -> None:
    folder = store(tmp_path / "claims.parquet", "parquet", extraction)
    assert sorted(path.name for path in folder.iterdir()) == [
        *("articles", "dates", "entities", "quantities", "statements")
    ]
    articles = pq.read_table(folder / "articles").to_pylist()
    assert (articles[0]["published"], articles[0]["text"]) == (date(2023, 12, 2), extraction.document.text)
    rows = pq.read_table(folder / "statements").to_pylist()
    assert [(row["id"], row["part"], row["negated"]) for row in rows] == [("s1", 1, False), ("s2", 1, True)]
    entities = pq.read_table(folder / "entities").to_pylist()
    assert [(row["id"], row["text"]) for row in entities] == [("e1", "Mara Lindqvist"), ("e1", "she")]


def test_many_articles_make_several_parts(
    tmp_path: Path, extraction: Extraction, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("claimx.writers.tables._ARTICLES_PER_PART", 2)
    dates = store(tmp_path / "claims.parquet", "parquet", *[extraction] * 3) / "dates"
    assert sorted(path.name for path in dates.iterdir()) == ["part-00000.parquet", "part-00001.parquet"]
    assert pq.read_table(dates).num_rows == 3


def test_columns_have_types_without_any_rows(tmp_path: Path) -> None:
    folder = store(tmp_path / "none.parquet", "parquet")
    schema = pq.read_schema(folder / "statements" / "part-00000.parquet")
    types = {name: str(schema.field(name).type) for name in ("text", "start", "negated", "confidence")}
    assert types == {"text": "string", "start": "int64", "negated": "bool", "confidence": "double"}


def renamed(extraction: Extraction, id_: str, title: str | None = None) -> Extraction:
    document = extraction.document.model_copy(update={"id": id_, "title": title})
    return extraction.model_copy(update={"document": document})


def test_a_database_is_added_to_and_updated_by_id(tmp_path: Path, extraction: Extraction) -> None:
    first, second = renamed(extraction, "a"), renamed(extraction, "b")
    base = store(tmp_path / "base.db", "sqlite", first, second)
    changed, third = renamed(extraction, "b", "Corrected"), renamed(extraction, "c")
    new = store(tmp_path / "new.db", "sqlite", changed, third)
    assert add_database(new, base) == (1, 1, [])
    assert list(read_results([str(base)])) == [first, changed, third]
    whole = store(tmp_path / "whole.db", "sqlite", first, changed, third)
    with closing(sqlite3.connect(base)) as added, closing(sqlite3.connect(whole)) as made:
        for query in (
            "SELECT * FROM claims ORDER BY document, id",
            "SELECT document, id, name FROM entities ORDER BY document, id",
            "SELECT count(*) FROM content_parts_fts('stranded')",
        ):
            assert added.execute(query).fetchall() == made.execute(query).fetchall()
        assert added.execute("PRAGMA foreign_key_check").fetchall() == []
        assert added.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_database_with_other_columns_stays_as_it_is(tmp_path: Path, extraction: Extraction) -> None:
    base = store(tmp_path / "base.db", "sqlite", extraction)
    new = store(tmp_path / "new.db", "sqlite", extraction, settings=Settings(layers=("dates",)))
    before = base.read_bytes()
    with pytest.raises(OutputError, match="other layers or settings"):
        add_database(new, base)
    assert base.read_bytes() == before
