"""CSV as RFC 4180 has it: one table, or a folder with one for the articles and one for each layer.

The tables and their columns are the flat ones of `claimx.writers.rows`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

from claimx.schema import Extraction
from claimx.writers.files import FileSink, sync_folder
from claimx.writers.output import naming_output
from claimx.writers.rows import FLAT, Row, Table, Value, flat_tables
from claimx.writers.settings import Settings

_COMMON = ("document", "layer", "id", "start", "end", "text")
# What makes a spreadsheet read a cell as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class CsvWriter:
    """One table for the layers asked for: the columns they share, then those of each."""

    def __init__(self, stream: TextIO, settings: Settings, written: int = 0) -> None:
        self._layers = settings.layers
        own = (column for layer in self._layers for column in FLAT[layer].columns)
        self._rows = _Rows(stream, dict.fromkeys((*_COMMON, *own)), headed=written > 0)

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        for layer in self._layers:
            for row in FLAT[layer].make_rows(extraction):
                self._rows.write({"document": extraction.document.id, "layer": layer, **row})

    def close(self) -> None:
        """Nothing is ever held back."""


class CsvTableWriter:
    """One table alone."""

    def __init__(self, stream: TextIO, table: Table, written: int = 0) -> None:
        self._table = table
        self._rows = _Rows(stream, table.columns, headed=written > 0)

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        for row in self._table.make_rows(extraction):
            self._rows.write({"document": extraction.document.id, **row})

    def close(self) -> None:
        """Nothing is ever held back."""


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
        """All of it, as JSON."""
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


class _Rows:
    """Rows that are safe to open in a spreadsheet."""

    def __init__(self, stream: TextIO, columns: Iterable[str], *, headed: bool) -> None:
        self._rows = csv.DictWriter(stream, list(columns), restval="", extrasaction="ignore")
        if not headed:
            self._rows.writeheader()

    def write(self, row: Row) -> None:
        self._rows.writerow({column: _cell(value) for column, value in row.items()})


def _cell(value: Value) -> Value:
    """The value as a cell: text that would be a formula starts with `'`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA):
        return "'" + value
    return value
