"""The journal: what a run has done, on disk beside the output, and true after any kind of stop.

A SQLite file. Everything in it belongs to one commit of the output: first the output is brought to the disk,
then, in one transaction, the journal says so. What the output holds beyond that is cut off on resuming.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from claimx.batch.stamps import Stamp
from claimx.errors import OutputError

_SCHEMA = """
CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE inputs (
    path TEXT PRIMARY KEY,
    items INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    stamp TEXT
) WITHOUT ROWID;
CREATE TABLE articles (
    path TEXT NOT NULL,
    position INTEGER NOT NULL,
    id TEXT,
    outcome TEXT NOT NULL CHECK (outcome IN ('read', 'failed', 'duplicate')),
    original TEXT,
    PRIMARY KEY (path, position)
) WITHOUT ROWID;
CREATE TABLE ids (id TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (sha256 BLOB PRIMARY KEY, id TEXT NOT NULL, failed INTEGER NOT NULL) WITHOUT ROWID;
"""

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True)
class Text:
    """A text that an article brought first: the id of that article, and whether reading it failed."""

    id: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class InputProgress:
    """How many items of an input are done, whether that is all of it, and what file they were read from."""

    items: int = 0
    complete: bool = False
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """What became of one item of an input."""

    path: str
    position: int
    id: str | None
    outcome: str
    original: str | None = None


@dataclass(slots=True)
class Entry:
    """What one commit adds to the journal."""

    articles: list[ArticleRow] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    texts: dict[bytes, Text] = field(default_factory=dict)
    inputs: dict[str, InputProgress] = field(default_factory=dict)


class Journal:
    """An open journal, which no other run can open."""

    def __init__(self, path: Path) -> None:
        """Open the journal, which is made if it is not there.

        Raises:
            OutputError: another run has it open, or it cannot be read or made.
        """
        self._path = path
        with self._naming():
            # Transactions are begun and ended here, and nowhere else.
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=0)
            # Exclusive: two runs into one output would spoil it. Full: a commit survives a loss of power.
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("BEGIN IMMEDIATE")
            if not self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                for statement in _SCHEMA.split(";"):
                    self._connection.execute(statement)
            self._connection.execute("COMMIT")
        self.ids: Mapping[str, int] = _Table(self._connection, "ids", "id", "last", lambda row: int(row[0]))
        self.texts: Mapping[bytes, Text] = _Table(
            self._connection, "texts", "sha256", "id, failed", lambda row: Text(row[0], bool(row[1]))
        )
        self.inputs: Mapping[str, InputProgress] = _Table(
            self._connection,
            "inputs",
            "path",
            "items, complete, stamp",
            lambda row: InputProgress(row[0], bool(row[1]), row[2] and Stamp(*json.loads(row[2]))),
        )

    def read(self, key: str) -> Any:
        """What `write` or `commit` kept under a name; None if nothing was."""
        with self._naming():
            row = self._connection.execute("SELECT value FROM run WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def write(self, key: str, value: Any) -> None:
        """Keep a value made of JSON's, now."""
        with self._transaction():
            self._keep(key, value)

    def commit(self, entry: Entry, **values: Any) -> None:
        """Add what was done, and keep `values` by their names, all or nothing.

        Raises:
            OutputError: it cannot be written; nothing of it is in the journal then.
        """
        with self._transaction():
            self._insert(
                "articles", 5, ((a.path, a.position, a.id, a.outcome, a.original) for a in entry.articles)
            )
            self._insert("ids", 2, entry.ids.items())
            self._insert("texts", 3, ((digest, t.id, t.failed) for digest, t in entry.texts.items()))
            self._insert(
                "inputs",
                4,
                (
                    (path, i.items, i.complete, i.stamp and json.dumps(i.stamp))
                    for path, i in entry.inputs.items()
                ),
            )
            for key, value in values.items():
                self._keep(key, value)

    def close(self) -> None:
        """Close it; what was not committed is not in it."""
        self._connection.close()

    def _insert(self, table: str, columns: int, rows: Iterable[tuple[object, ...]]) -> None:
        marks = ", ".join("?" * columns)
        self._connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)

    def _keep(self, key: str, value: Any) -> None:
        self._insert("run", 2, [(key, json.dumps(value))])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._naming():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                remedy = "another run is writing there: wait for it, or name another output"
            else:
                remedy = "check that the folder exists, may be written to, and has room"
            raise OutputError(f"{self._path}: the journal cannot be kept: {error}", remedy) from error


class _Table(Mapping[Key, Value], Generic[Key, Value]):
    """The committed rows of a table, looked up one by one."""

    def __init__(
        self, connection: sqlite3.Connection, table: str, key: str, columns: str, value: Any
    ) -> None:
        self._connection = connection
        self._value = value
        self._lookup = f"SELECT {columns} FROM {table} WHERE {key} = ?"
        self._keys = f"SELECT {key} FROM {table}"
        self._count = f"SELECT count(*) FROM {table}"

    def __getitem__(self, key: Key) -> Value:
        row = self._connection.execute(self._lookup, (key,)).fetchone()
        if row is None:
            raise KeyError(key)
        value: Value = self._value(row)
        return value

    def __iter__(self) -> Iterator[Key]:
        return (row[0] for row in self._connection.execute(self._keys))

    def __len__(self) -> int:
        return int(self._connection.execute(self._count).fetchone()[0])
