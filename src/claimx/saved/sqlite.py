"""Results as the database that `claimx.writers.sqlite` writes: each article's rows, put together again."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from claimx.errors import InputError
from claimx.readers.inputs import printable_path
from claimx.saved.check import check_spans, explain
from claimx.schema import SCHEMA_VERSION, Extraction

_REMEDY = "give the database as claimx wrote it"
# Made last, when everything else is in the database.
_LAST_INDEX = "by_articles_id"
_CHILDREN = ("entities", "mentions", "statements", "content_parts", "quantities", "dates")
_DOCUMENT = ("id", "path", "sha256", "title", "author", "publisher", "published", "language", "text")

Row = dict[str, Any]


def read_database(path: str) -> Iterator[Extraction | InputError]:
    """The extractions of a database, in the order they were written in.

    Nothing is written to it. An article whose rows do not fit together gives its error in its place.
    """
    shown = printable_path(path)
    try:
        with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = lambda cursor, row: dict(
                zip((column[0] for column in cursor.description), row, strict=True)
            )
            yield from _read(database, shown)
    except sqlite3.Error as error:
        yield InputError(f"{shown}: the database cannot be read: {error}", _REMEDY)


def _read(database: sqlite3.Connection, path: str) -> Iterator[Extraction | InputError]:
    made = {row["name"] for row in database.execute("SELECT name FROM sqlite_master")}
    if "articles" not in made:
        yield InputError(f"{path}: this database holds no results of claimx", _REMEDY)
        return
    if _LAST_INDEX not in made:
        remedy = "give the batch command again with --resume, which finishes it"
        yield InputError(f"{path}: the run that writes this database has not come to its end", remedy)
        return
    tables = [table for table in _CHILDREN if table in made]
    for article in database.execute("SELECT * FROM articles ORDER BY rowid"):
        rows = {table: _rows(database, table, article["id"]) for table in tables}
        yield _put_together(article, defaultdict(list, rows), path)


def _rows(database: sqlite3.Connection, table: str, document: str) -> list[Row]:
    return database.execute(f"SELECT * FROM {table} WHERE document = ? ORDER BY rowid", [document]).fetchall()


def _put_together(article: Row, rows: dict[str, list[Row]], path: str) -> Extraction | InputError:
    try:
        extraction = Extraction.model_validate(
            {
                "schema_version": SCHEMA_VERSION,
                "claimx_version": article["claimx_version"],
                "model": {"name": article["model"], "version": article["model_version"]},
                "document": _document(article),
                "entities": _entities(rows["entities"], rows["mentions"]),
                "statements": _statements(rows["statements"], rows["content_parts"]),
                "quantities": [_quantity(row) for row in rows["quantities"]],
                "dates": [_picked(row, "id", "start", "end", "text", "value") for row in rows["dates"]],
            }
        )
        fault = check_spans(extraction)
    except ValidationError as error:
        fault = explain(error)
    except KeyError as error:
        fault = f"there is no column {error}"
    return InputError(f"{path}, article {article['id']!r}: {fault}", _REMEDY) if fault else extraction


def _document(article: Row) -> Row:
    known = {name: article[name] for name in _DOCUMENT if name in article}
    return {**known, "dateline": _place(article, "dateline")}


def _entities(entities: list[Row], mentions: list[Row]) -> list[Row]:
    of_entity: dict[str, list[Row]] = defaultdict(list)
    for row in mentions:
        of_entity[row["entity"]].append(_picked(row, "start", "end", "text", "kind"))
    return [{**_picked(row, "id", "label", "name"), "mentions": of_entity[row["id"]]} for row in entities]


def _statements(statements: list[Row], parts: list[Row]) -> list[Row]:
    content: dict[str, list[Row]] = defaultdict(list)
    for row in parts:
        content[row["statement"]].append(_picked(row, "start", "end", "text"))
    return [
        {
            **_picked(row, "id", "quote", "confidence"),
            "source": _claimant(row, kind="source_kind"),
            "cue": _cue(row),
            "content": content[row["id"]],
        }
        for row in statements
    ]


def _cue(row: Row) -> Row | None:
    place = _place(row, "cue")
    return place and {
        **place,
        "lemma": row["cue_lemma"],
        "kind": row["cue_kind"],
        "negated": bool(row["negated"]),
    }


def _quantity(row: Row) -> Row:
    return {
        **_picked(row, "id", "start", "end", "text", "value_low", "value_high", "unit", "relation", "change"),
        **_picked(row, "statement", "date", "confidence"),
        "what": _place(row, "what"),
        "source": _claimant(row),
    }


def _claimant(row: Row, kind: str | None = None) -> Row | None:
    place = _place(row, "source")
    if place is None:
        return None
    named = {**place, "name": row["source_name"], "entity": row["source_entity"]}
    return {**named, "kind": row[kind]} if kind else named


def _place(row: Row, name: str) -> Row | None:
    if row[name] is None:
        return None
    return {"text": row[name], "start": row[f"{name}_start"], "end": row[f"{name}_end"]}


def _picked(row: Row, *columns: str) -> Row:
    return {column: row[column] for column in columns}
