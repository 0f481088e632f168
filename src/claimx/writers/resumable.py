"""Sinks for the formats that are more than one stream: JSON whose lines are made elsewhere, CSV folders,
Parquet and SQLite.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from claimx.errors import OutputError
from claimx.schema import Extraction
from claimx.writers.csv import CsvTableWriter
from claimx.writers.dataset import Dataset
from claimx.writers.files import FileSink, sync_folder
from claimx.writers.json import JsonLinesWriter
from claimx.writers.output import naming_output
from claimx.writers.settings import Settings
from claimx.writers.sqlite import SqliteWriter
from claimx.writers.sqlite import stored as stored_row
from claimx.writers.tables import Table, Value, flat_tables, split_tables

_ARTICLES_IN_PART = 4096


class JsonSink(FileSink):
    """A file of JSON, whose lines may be made elsewhere."""

    _writer: JsonLinesWriter

    def __init__(self, path: Path, writer: type[JsonLinesWriter], settings: Settings) -> None:
        super().__init__(path, lambda stream, written: writer(stream, settings, written))
        self._settings = settings

    def render(self, extraction: Extraction) -> str:
        """The line of one article."""
        return extraction.to_json(layers=self._settings.layers, text=self._settings.text)

    def put(self, rendered: str) -> None:
        """Write a line."""
        self._writer.put(rendered)
        self._pass_on_article()


class CsvFolderSink:
    """A folder with a file for each table."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._files = {table.name: _file_sink(path, table) for table in flat_tables(settings)}

    def open(self, state: Mapping[str, Any] | None) -> None:
        """Begin anew, or go back to a commit, in every file."""
        with naming_output(self._path):
            self._path.mkdir(exist_ok=True)
            sync_folder(self._path.parent)
        for name, file in self._files.items():
            file.open(state[name] if state else None)

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        for file in self._files.values():
            file.write(extraction)

    def render(self, extraction: Extraction) -> str:
        """The extraction as JSON."""
        return extraction.to_json()

    def put(self, rendered: str) -> None:
        """Write an extraction that was rendered."""
        self.write(Extraction.model_validate_json(rendered))

    def commit(self) -> dict[str, Any]:
        """Bring every file to the disk; their states by name."""
        return {name: file.commit() for name, file in self._files.items()}

    def close(self) -> None:
        """Close every file."""
        for file in self._files.values():
            file.close()


def _file_sink(folder: Path, table: Table) -> FileSink:
    return FileSink(
        folder / f"{table.name}.csv", lambda stream, written: CsvTableWriter(stream, table, written)
    )


class ParquetSink:
    """A folder of datasets, which have as many parts each. What was not committed is held in memory."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._tables = flat_tables(settings)
        self._datasets = {table.name: Dataset(path / table.name, table) for table in self._tables}

    def open(self, state: dict[str, Any] | None) -> None:
        """Make the folders, or go back to a commit in every dataset."""
        self._parts: int = state["parts"] if state else 0
        with naming_output(self._path):
            self._path.mkdir(exist_ok=True)
            for name, dataset in self._datasets.items():
                dataset.open(self._parts, state["waiting"][name] if state else 0)
            sync_folder(self._path)
            sync_folder(self._path.parent)

    def write(self, extraction: Extraction) -> None:
        """Keep the rows of one article for the next commit."""
        self.put(self.render(extraction))

    def render(self, extraction: Extraction) -> list[list[list[Value]]]:
        """The rows of one article, by table."""
        return [list(table.rows(extraction)) for table in self._tables]

    def put(self, rendered: list[list[list[Value]]]) -> None:
        """Keep rows for the next commit."""
        for dataset, rows in zip(self._datasets.values(), rendered, strict=True):
            dataset.write(rows)

    def commit(self) -> dict[str, Any]:
        """Bring the rows to the disk; how many parts there are, and how many rows wait for the next."""
        with naming_output(self._path):
            for dataset in self._datasets.values():
                dataset.commit()
            if self._datasets["articles"].waiting >= _ARTICLES_IN_PART:
                self._write_parts()
        return {
            "parts": self._parts,
            "waiting": {name: dataset.waiting for name, dataset in self._datasets.items()},
        }

    def close(self) -> None:
        """Write the last parts; there is always one, which says what the columns are."""
        self.commit()
        with naming_output(self._path):
            if self._datasets["articles"].waiting or not self._parts:
                self._write_parts()
            for dataset in self._datasets.values():
                dataset.tidy()

    def _write_parts(self) -> None:
        for dataset in self._datasets.values():
            dataset.write_part()
        self._parts += 1


class SqliteSink(SqliteWriter):
    """A database that can be cut back to any commit."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._tables = split_tables(settings)

    def open(self, state: dict[str, Any] | None) -> None:
        """Make the tables, or delete the rows that came after a commit."""
        with self._naming():
            if state is None:
                self._path.unlink(missing_ok=True)
            elif not self._path.exists():
                raise self._changed()
            self._database = Database(self._path, execute_plugins=False)
            # Every commit is on the disk when it is done, also when the power fails right after it.
            self._database.execute("PRAGMA synchronous = EXTRA")
            with self._database.atomic():
                if state is None:
                    self._create_tables()
                else:
                    self._go_back(state)

    def write(self, extraction: Extraction) -> None:
        """Insert the rows of one article."""
        self.put(self.render(extraction))

    def render(self, extraction: Extraction) -> list[list[list[Value]]]:
        """The rows of one article, by table."""
        return [[stored_row(row) for row in table.rows(extraction)] for table in self._tables]

    def put(self, rendered: list[list[list[Value]]]) -> None:
        """Insert rows."""
        with self._naming():
            for table, rows in zip(self._tables, rendered, strict=True):
                self._insert(table, rows)

    def commit(self) -> dict[str, Any]:
        """Commit the transaction; the last row of each table."""
        with self._naming():
            self._database.commit()
            return {table.name: self._last_row(table) for table in self._tables}

    def _go_back(self, state: dict[str, int]) -> None:
        self._database.execute("DROP VIEW IF EXISTS claims")
        self._database.execute("DROP TABLE IF EXISTS content_parts_fts")
        made = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        for (index,) in self._database.execute(made).fetchall():
            self._database.execute(f'DROP INDEX "{index}"')
        for table in self._tables:
            if self._last_row(table) < state[table.name]:
                raise self._changed()
            self._database.execute(f"DELETE FROM {table.name} WHERE rowid > ?", [state[table.name]])

    def _last_row(self, table: Table) -> int:
        (last,) = self._database.execute(f"SELECT coalesce(max(rowid), 0) FROM {table.name}").fetchone()
        return int(last)

    def _changed(self) -> OutputError:
        message = f"{self._path}: this does not hold what was written to it before"
        return OutputError(message, "somebody has changed it; begin anew under another name")
