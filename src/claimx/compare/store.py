"""What is kept of articles while they are compared: in a database on the disk, so that memory stays flat."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from claimx.errors import OutputError

Row = TypeVar("Row")

_SCHEMA = """
CREATE TABLE articles (position INTEGER PRIMARY KEY, terms BLOB, places BLOB, story INTEGER);
CREATE TABLE claims (position INTEGER, topic TEXT, lemmas TEXT, record BLOB);
CREATE TABLE wordings (wording INTEGER PRIMARY KEY, text TEXT UNIQUE);
CREATE TABLE shingles (shingle INTEGER, wording INTEGER);
CREATE TABLE quotes (wording INTEGER, position INTEGER, record BLOB);
CREATE TABLE reports (report INTEGER PRIMARY KEY, lemmas INTEGER, record BLOB);
CREATE TABLE report_words (key TEXT, report INTEGER);
CREATE TABLE voices (
    position INTEGER, article TEXT, name TEXT, is_person INTEGER, kind TEXT,
    words INTEGER, quoted INTEGER, remark BLOB, joined TEXT
);
CREATE TABLE waiting (rank INTEGER, size INTEGER, record BLOB);
"""


class Store:
    """A private database that is gone once it is closed.

    SQLite keeps it in its cache, and writes it to a temporary file once it is too large for that.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        # Nobody ever goes back to an earlier state of it.
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows, with a value for each column of the table."""
        for row in rows:
            marks = ", ".join("?" * len(row))
            self.do(f"INSERT INTO {table} VALUES ({marks})", row)

    def run(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that a statement gives."""
        with _naming_store():
            return self._database.execute(statement, values)

    def do(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Execute a statement that gives none."""
        with _naming_store():
            self._database.execute(statement, values)

    def sorted(self, rows: Iterable[tuple[int, int, Row]]) -> Iterator[Row]:
        """Values by rank, the largest of each rank first, kept on the disk until their turn comes."""
        self.do("DELETE FROM waiting")
        self.insert("waiting", ((rank, size, pack(row)) for rank, size, row in rows))
        for (record,) in self.run("SELECT record FROM waiting ORDER BY rank, size DESC, rowid"):
            yield unpack(record)


@contextmanager
def _naming_store() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        message = f"what is compared cannot be kept in a temporary file: {error}"
        raise OutputError(message, "make room there, or set TMPDIR to a folder that has some") from error


def pack(value: object) -> bytes:
    """A value as it is kept; only this process ever reads it."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> Any:
    """The value that was packed."""
    return pickle.loads(data)
