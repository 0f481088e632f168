"""SQLite: one database that is queried as it is, and opens in Datasette.

Its tables are the split ones of `claimx.writers.rows`, each with a `rowid`, and with foreign keys between
them: `document` refers to an article, and, within one article, `entity` and `source_entity` to an entity,
`statement` to a statement and `date` to a date. `content_parts_fts` searches the contents of statements:

    SELECT document, text FROM content_parts
    WHERE rowid IN (SELECT rowid FROM content_parts_fts('hostages AND truce'))

While rows are written nothing is indexed and no constraint is checked, for rows then only ever come at the
end of a table; indexes and the search are made when the database is closed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from claimx.errors import OutputError
from claimx.schema import Extraction
from claimx.writers.output import naming_output
from claimx.writers.rows import Kind, Table, Value, split_tables
from claimx.writers.settings import Settings

# Whole numbers are kept as such in a NUMERIC column: 400 and not 400.0.
_TYPES: dict[Kind, str] = {
    "text": "TEXT",
    "integer": "INTEGER",
    "number": "NUMERIC",
    "boolean": "INTEGER",
    "date": "TEXT",
}
# Column -> the table that it refers to, by document and id.
_REFERENCES = {
    "entity": "entities",
    "source_entity": "entities",
    "statement": "statements",
    "date": "dates",
}
# What people look for, beside the references.
_SOUGHT: dict[str, tuple[str, ...]] = {
    "articles": ("published",),
    "entities": ("name",),
    "statements": ("source_name",),
    "quantities": ("source_name", "unit"),
    "dates": ("value",),
}
_SEARCHED = "content_parts"
_SEARCH = f"{_SEARCHED}_fts"


class SqliteSink:
    """A database in one file."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._tables = split_tables(settings)
        self._inserts = {table.name: _insert(table) for table in self._tables}

    def open(self, state: dict[str, Any] | None) -> None:
        """Make the tables, or delete the rows that came after a commit."""
        with _naming_database(self._path):
            if state is None:
                self._path.unlink(missing_ok=True)
            elif not self._path.exists():
                raise _changed(self._path)
            self._database = sqlite3.connect(self._path, isolation_level=None)
            # Every commit is on the disk when it is done, also when the power fails right after it.
            self._database.execute("PRAGMA synchronous = EXTRA")
            self._database.execute("BEGIN")
            if state is None:
                self._create()
            else:
                self._go_back(state)
            self._database.execute("COMMIT")

    def write(self, extraction: Extraction) -> None:
        """Insert the rows of one article."""
        self.put(self.render(extraction))

    def render(self, extraction: Extraction) -> list[list[list[Value]]]:
        """The rows of one article, by table."""
        return [[_as_stored(row) for row in table.rows(extraction)] for table in self._tables]

    def put(self, rendered: list[list[list[Value]]]) -> None:
        """Insert rows."""
        with _naming_database(self._path):
            if not self._database.in_transaction:
                self._database.execute("BEGIN")
            for table, rows in zip(self._tables, rendered, strict=True):
                self._database.executemany(self._inserts[table.name], rows)

    def commit(self) -> dict[str, Any]:
        """Commit the transaction; the last row of each table."""
        with _naming_database(self._path):
            if self._database.in_transaction:
                self._database.execute("COMMIT")
            return {table.name: self._last_row(table) for table in self._tables}

    def close(self) -> None:
        """Commit, make the indexes and the search, and close the database."""
        self.commit()
        with _naming_database(self._path):
            self._database.execute("BEGIN")
            for table in self._tables:
                for statement in _indexes(table):
                    self._database.execute(statement)
            if any(table.name == _SEARCHED for table in self._tables):
                self._make_search()
            self._database.execute("COMMIT")
            self._database.close()

    def _create(self) -> None:
        names = {table.name for table in self._tables}
        for table in self._tables:
            self._database.execute(_create(table, names))

    def _go_back(self, state: dict[str, int]) -> None:
        self._database.execute(f"DROP TABLE IF EXISTS {_SEARCH}")
        made = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        for (index,) in self._database.execute(made).fetchall():
            self._database.execute(f"DROP INDEX {_quoted(index)}")
        for table in self._tables:
            if self._last_row(table) < state[table.name]:
                raise _changed(self._path)
            self._database.execute(f"DELETE FROM {table.name} WHERE rowid > ?", [state[table.name]])

    def _last_row(self, table: Table) -> int:
        (last,) = self._database.execute(f"SELECT coalesce(max(rowid), 0) FROM {table.name}").fetchone()
        return int(last)

    def _make_search(self) -> None:
        # Written like this, Datasette sees that the search belongs to the table.
        options = f'content="{_SEARCHED}", tokenize="porter unicode61"'
        self._database.execute(f"CREATE VIRTUAL TABLE {_SEARCH} USING fts5(text, {options})")
        self._database.execute(f"INSERT INTO {_SEARCH} ({_SEARCH}) VALUES ('rebuild')")


def _create(table: Table, tables: set[str]) -> str:
    columns = [f"{_quoted(name)} {_TYPES[kind]}" for name, kind in table.columns.items()]
    keys = [_foreign_key(name, tables) for name in table.columns]
    # Named, so that the numbers stay the same whatever is done to the database.
    parts = ["rowid INTEGER PRIMARY KEY", *columns, *filter(None, keys)]
    body = ",\n  ".join(parts)
    return f"CREATE TABLE {table.name} (\n  {body}\n)"


def _foreign_key(column: str, tables: set[str]) -> str | None:
    if column == "document":
        return "FOREIGN KEY (document) REFERENCES articles (id)"
    parent = _REFERENCES.get(column)
    if parent not in tables:
        return None
    return f"FOREIGN KEY (document, {_quoted(column)}) REFERENCES {parent} (document, id)"


def _indexes(table: Table) -> Iterator[str]:
    within = ("document",) if "document" in table.columns else ()
    if "id" in table.columns:
        yield _index(table, *within, "id", unique=True)
    for column in table.columns:
        if column in _REFERENCES:
            yield _index(table, *within, column)
    for column in _SOUGHT.get(table.name, ()):
        yield _index(table, column)


def _index(table: Table, *columns: str, unique: bool = False) -> str:
    name = "_".join(("by", table.name, *columns))
    kind = "UNIQUE INDEX" if unique else "INDEX"
    return f"CREATE {kind} {name} ON {table.name} ({', '.join(map(_quoted, columns))})"


def _insert(table: Table) -> str:
    names = ", ".join(map(_quoted, table.columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(table.columns))})"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _as_stored(row: list[Value]) -> list[Value]:
    return [value.isoformat() if isinstance(value, date) else value for value in row]


def _changed(path: Path) -> OutputError:
    message = f"{path}: this does not hold what was written to it before"
    return OutputError(message, "somebody has changed it; begin anew under another name")


@contextmanager
def _naming_database(path: Path) -> Iterator[None]:
    try:
        with naming_output(path):
            yield
    except sqlite3.Error as error:
        remedy = "check that no other program has it open, and that the disk has room"
        raise OutputError(f"{path}: cannot be written: {error}", remedy) from error
