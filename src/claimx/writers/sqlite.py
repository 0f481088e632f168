"""SQLite: one database that can be queried directly, and opens in Datasette.

Its tables are the split ones of `claimx.writers.tables`, each with a `rowid`, and with foreign keys between
them: `document` refers to an article and, within one article, `entity` and `source_entity` to an entity,
`statement` to a statement and `date` to a date. `articles.json` has the complete extraction, from which
`claimx.saved` restores it. The view `claims` joins each quantity with its claimant, date, article and
paragraph. `content_parts_fts` searches the contents of statements:

    SELECT document, text FROM content_parts
    WHERE rowid IN (SELECT rowid FROM content_parts_fts('hostages AND truce'))

The table `files` tells the files of articles apart, whatever folder their paths are relative to.

Rows are inserted without indexes and constraint checks; indexes and the search are built when the database is
closed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from claimx.errors import OutputError
from claimx.schema import Extraction
from claimx.writers import Settings, Writer, naming_output, replacing
from claimx.writers.tables import Kind, Table, Value, split_tables

# In tables that are not STRICT, ANY has numeric affinity, which keeps whole numbers as such: 400, not 400.0.
_TYPES: dict[Kind, Any] = {"text": str, "integer": int, "number": "ANY", "boolean": int, "date": str}
# Column -> the table that it refers to by document and id.
_REFERENCES = {
    "entity": "entities",
    "source_entity": "entities",
    "statement": "statements",
    "date": "dates",
}
# Columns with an index, in addition to ids and references.
_INDEXED: dict[str, tuple[str, ...]] = {
    "articles": ("published",),
    "entities": ("name",),
    "statements": ("source_name",),
    "quantities": ("source_name", "unit"),
    "dates": ("value",),
}
_SEARCHED = "content_parts"
_FILES = "files"
# The line of the article's text that contains a quantity, as SQL. `rtrim` removes every character except line
# feeds from the end of the text before the quantity, which leaves the text before the line.
_BEFORE = "substr(a.text, 1, q.start)"
_LINE_START = f"length(rtrim({_BEFORE}, replace({_BEFORE}, char(10), '')))"
_AFTER = "substr(a.text, q.end + 1)"
_PARAGRAPH = (
    f"trim(substr(a.text, {_LINE_START} + 1, q.end - {_LINE_START})"
    f" || substr({_AFTER}, 1, instr({_AFTER} || char(10), char(10)) - 1), ' ' || char(13))"
)


class SqliteWriter(Writer):
    """A new database in one file."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._tables = split_tables(settings)
        with self._naming():
            self._database = Database(path, execute_plugins=False)
            # The file is synced as a whole once it is complete.
            self._database.execute("PRAGMA synchronous = OFF")
            self._create_tables()
            self._database.begin()

    def write(self, extraction: Extraction) -> None:
        """Insert the rows of one article."""
        with self._naming():
            for table in self._tables:
                self._insert(table, [stored(row) for row in table.rows(extraction)])
            row = (extraction.document.id, file_key(extraction.document.path))
            self._database.execute(f"INSERT INTO {_FILES} VALUES (?, ?)", row)

    def close(self) -> None:
        """Commit, build the indexes, the view and the search, and close the database."""
        with self._naming():
            self._database.commit()
            self._create_indexes()
            self._database.close()

    def _insert(self, table: Table, rows: Sequence[Sequence[Value]]) -> None:
        columns = ", ".join(f'"{name}"' for name in table.column_names)
        values = ", ".join("?" * len(table.columns))
        self._database.conn.executemany(f"INSERT INTO {table.name} ({columns}) VALUES ({values})", rows)

    def _create_tables(self) -> None:
        # Tables come after those that they refer to.
        for table in sorted(self._tables, key=lambda table: len(self._foreign_keys(table))):
            columns = {column.name: _TYPES[column.kind] for column in table.columns}
            self._database.create_table(
                table.name,
                # An explicit rowid is stable under VACUUM.
                {"rowid": int, **columns},
                pk="rowid",
                foreign_keys=self._foreign_keys(table),
            )

        self._database.create_table(_FILES, {"document": str, "file": str}, pk="document")

    def _foreign_keys(self, table: Table) -> list[tuple[Any, str, Any]]:
        tables = {table.name for table in self._tables}
        keys: list[tuple[Any, str, Any]] = []
        for name in table.column_names:
            if name == "document":
                keys.append(("document", "articles", "id"))
            elif _REFERENCES.get(name) in tables:
                keys.append((("document", name), _REFERENCES[name], ("document", "id")))
        return keys

    def _create_indexes(self) -> None:
        names = {table.name for table in self._tables}
        for table in self._tables:
            made = self._database.table(table.name)
            within = ["document"] if "document" in table.column_names else []
            for name in table.column_names:
                if name == "id":
                    made.create_index([*within, name], unique=True)
                elif name in _REFERENCES:
                    made.create_index([*within, name])
            for name in _INDEXED.get(table.name, ()):
                made.create_index([name])
        if "quantities" in names:
            self._database.create_view("claims", self._claims_query(names))
        if _SEARCHED in names:
            self._database.table(_SEARCHED).enable_fts(["text"], tokenize="porter unicode61")

    def _claims_query(self, tables: set[str]) -> str:
        dated = "dates" in tables
        with_text = any(column.name == "text" for column in self._tables[0].columns)
        columns = [
            *("q.document", "a.title", "a.publisher", "a.published", "q.id"),
            *("q.relation", "q.value_low", "q.value_high", "q.unit", "q.change", "q.what"),
            "coalesce(q.source_name, q.source) AS claimant",
            "d.value AS date" if dated else "NULL AS date",
            f"{_PARAGRAPH} AS paragraph" if with_text else "NULL AS paragraph",
            *("q.start", "q.end"),
        ]
        dates = "LEFT JOIN dates d ON (d.document, d.id) = (q.document, q.date)" if dated else ""
        select = ",\n  ".join(columns)
        return f"SELECT\n  {select}\nFROM quantities q\nJOIN articles a ON a.id = q.document\n{dates}"

    @contextmanager
    def _naming(self) -> Iterator[None]:
        """Convert errors to an `OutputError` that names the file."""
        with _sqlite_errors(self._path), naming_output(self._path):
            yield


@contextmanager
def _sqlite_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        remedy = "check that no other program has it open, and that the disk has room"
        raise OutputError(f"{path}: cannot be written: {error}", remedy) from error


def file_key(path: str | None) -> str | None:
    """A digest of the absolute path of a file, or of a URL; None for the standard input."""
    if path is None:
        return None
    place = path if "://" in path else os.path.abspath(path)
    return sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def add_database(
    new: Path, base: Path, is_file_name: Callable[[str, str | None], bool] = lambda id_, path: False
) -> tuple[int, int, list[str]]:
    """Add the articles of one database to another, in which those with the same ids are replaced.

    `base` is replaced by the result once that is complete. An article whose id is only the name of its file,
    which `is_file_name` tells by id and path, does not replace one of another file: it gets a number.

    Returns:
        How many articles are new in `base`, how many took the place of another, and ids with such a number.

    Raises:
        OutputError: the databases have other tables or columns, or the result cannot be written.
    """
    with naming_output(base), replacing(base) as path, _sqlite_errors(base):
        shutil.copyfile(base, path)
        with closing(sqlite3.connect(path)) as database:
            database.execute("ATTACH ? AS new", (str(new),))
            tables = _columns(database, "new")
            if tables != _columns(database, "main"):
                raise _other_tables(base)
            renamed = _keep_apart(database, tables, is_file_name)
            replaced = "SELECT id FROM new.articles INTERSECT SELECT id FROM main.articles"
            (count,) = database.execute(f"SELECT count(*) FROM ({replaced})").fetchone()
            database.execute(f"CREATE TEMP TABLE replaced AS {replaced}")
            for table, columns in tables.items():
                key = "id" if table == "articles" else "document"
                names = ", ".join(f'"{column}"' for column in columns)
                database.execute(f"DELETE FROM main.{table} WHERE {key} IN (SELECT id FROM replaced)")
                database.execute(
                    f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table} ORDER BY rowid"
                )
            if _has_files(database):
                database.execute(f"INSERT OR REPLACE INTO main.{_FILES} SELECT * FROM new.{_FILES}")
            if _SEARCHED in tables:
                database.execute(f"INSERT INTO {_SEARCHED}_fts ({_SEARCHED}_fts) VALUES ('rebuild')")
            (written,) = database.execute("SELECT count(*) FROM new.articles").fetchone()
            database.commit()
    return written - count, count, renamed


def _keep_apart(
    database: sqlite3.Connection,
    tables: Collection[str],
    is_file_name: Callable[[str, str | None], bool],
) -> list[str]:
    """Number the new articles named after their files whose names are taken by other files; their new ids."""
    if not _has_files(database):
        return []
    taken = database.execute(
        "SELECT id, n.path, f.file FROM new.articles n JOIN main.articles m USING (id) "
        f"JOIN new.{_FILES} f ON f.document = id JOIN main.{_FILES} g ON g.document = id "
        "WHERE n.sha256 <> m.sha256 AND (f.file IS NULL OR f.file IS NOT g.file)"
    ).fetchall()
    renamed: list[str] = []
    for old, path, file in taken:
        if not is_file_name(old, path):
            continue
        number = 2
        while not _is_free(database, id_ := f"{old}-{number}", file):
            number += 1
        document = "json_set(json, '$.document.id', ?)"
        database.execute(f"UPDATE new.articles SET id = ?, json = {document} WHERE id = ?", (id_, id_, old))
        for table in [*(set(tables) - {"articles"}), _FILES]:
            database.execute(f"UPDATE new.{table} SET document = ? WHERE document = ?", (id_, old))
        renamed.append(id_)
    return renamed


def _is_free(database: sqlite3.Connection, id_: str, file: str | None) -> bool:
    """Whether no article has an id, or one of the same file."""
    if database.execute("SELECT 1 FROM new.articles WHERE id = ?", (id_,)).fetchone():
        return False
    row = database.execute(f"SELECT file FROM main.{_FILES} WHERE document = ?", (id_,)).fetchone()
    return row is None or (file is not None and row == (file,))


def _has_files(database: sqlite3.Connection) -> bool:
    return bool(database.execute("SELECT 1 FROM main.sqlite_master WHERE name = ?", (_FILES,)).fetchone())


def check_tables(base: Path, settings: Settings) -> None:
    """Check that a database has the tables and columns that a writer with these settings makes.

    Raises:
        OutputError: it has others, or is no database.
    """
    made = {table.name: list(table.column_names) for table in split_tables(settings)}
    try:
        with closing(sqlite3.connect(f"{base.absolute().as_uri()}?mode=ro", uri=True)) as database:
            found = _columns(database, "main")
    except sqlite3.Error as error:
        remedy = "name a database that claimx wrote, or a new file"
        raise OutputError(f"{base}: cannot be added to: {error}", remedy) from error
    if not found:
        raise OutputError(
            f"{base}: this is no database of claimx", "name one that claimx wrote, or a new file"
        )
    if found != made:
        raise _other_tables(base)


def _other_tables(base: Path) -> OutputError:
    return OutputError(
        f"{base}: was written with other layers or settings, or by another claimx",
        "give the same --only, --no-text and --links as before, or name another output",
    )


def _columns(database: sqlite3.Connection, schema: str) -> dict[str, list[str]]:
    """The tables of claimx in a database, with their columns except the row's number."""
    known = {table.name for table in split_tables(Settings())}
    rows = database.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")
    found = sorted(name for (name,) in rows if name in known)
    return {
        name: [column for _, column, *_ in database.execute(f"PRAGMA {schema}.table_info({name})")][1:]
        for name in found
    }


def stored(row: list[Value]) -> list[Value]:
    """A row with dates as ISO 8601."""
    return [value.isoformat() if isinstance(value, date) else value for value in row]
