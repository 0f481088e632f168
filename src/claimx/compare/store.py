"""Temporary SQLite database of a comparison, so that memory does not grow with the articles."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from claimx.errors import OutputError

Row = TypeVar("Row")

_SCHEMA = """
CREATE TABLE articles (
    position INTEGER PRIMARY KEY, id TEXT, terms BLOB, places BLOB, sketch BLOB, story INTEGER
);
CREATE TABLE claims (position INTEGER, family TEXT, lemmas TEXT, record BLOB);
CREATE TABLE quotes (position INTEGER, record BLOB);
CREATE TABLE clusters (
    cluster INTEGER PRIMARY KEY, position INTEGER, start INTEGER, size INTEGER, record BLOB
);
CREATE TABLE shingles (shingle INTEGER, cluster INTEGER);
CREATE TABLE voices (
    position INTEGER, article TEXT, name TEXT, is_person INTEGER, kind TEXT,
    words INTEGER, quoted INTEGER, remark BLOB, joined TEXT
);
CREATE TABLE waiting (rank INTEGER, size INTEGER, record BLOB);
"""


class Store:
    """A private database, deleted when closed; SQLite writes it to a temporary file when it gets large."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        # There is no rollback.
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Delete the database."""
        self._database.close()

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Insert rows with a value for each column."""
        for row in rows:
            marks = ", ".join("?" * len(row))
            self.do(f"INSERT INTO {table} VALUES ({marks})", row)

    def run(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Execute a statement and return its rows."""
        with _storage_errors():
            return self._database.execute(statement, values)

    def do(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Execute a statement without rows."""
        with _storage_errors():
            self._database.execute(statement, values)

    def sorted(self, rows: Iterable[tuple[int, int, Row]]) -> Iterator[Row]:
        """Sort (rank, size, value) on disk: by rank, the largest first."""
        self.do("DELETE FROM waiting")
        self.insert("waiting", ((rank, size, pack(row)) for rank, size, row in rows))
        for (record,) in self.run("SELECT record FROM waiting ORDER BY rank, size DESC, rowid"):
            yield unpack(record)


@contextmanager
def _storage_errors() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        message = f"what is compared cannot be kept in a temporary file: {error}"
        raise OutputError(message, "make room there, or set TMPDIR to a folder that has some") from error


def pack(value: object) -> bytes:
    """Serialize a value; only this process reads it."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> Any:
    """Deserialize a packed value."""
    return pickle.loads(data)
