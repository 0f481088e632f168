"""What is kept of the articles while they are compared: in a database on the disk, so that memory stays flat."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_SCHEMA = """
CREATE TABLE articles (position INTEGER PRIMARY KEY, id TEXT, terms BLOB, places BLOB, story INTEGER);
CREATE TABLE sightings (position INTEGER, topic TEXT, lemmas TEXT, record BLOB);
CREATE TABLE rows (section TEXT, rank TEXT, record TEXT);
"""


class Store:
    """A private database that is gone once it is closed.

    SQLite keeps it in its cache, and writes it to a temporary file once it is too large for that.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_SCHEMA)
        self._database.execute("BEGIN")

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows, with a value for each column of the table."""
        for row in rows:
            marks = ", ".join("?" * len(row))
            self._database.execute(f"INSERT INTO {table} VALUES ({marks})", row)

    def run(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that a statement gives."""
        yield from self._database.execute(statement, values)

    def do(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Execute a statement that gives none."""
        self._database.execute(statement, values)


def pack(value: object) -> bytes:
    """A value as it is kept; only this process ever reads it."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> Any:
    """The value that was packed."""
    return pickle.loads(data)
