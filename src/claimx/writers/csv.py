"""CSV (RFC 4180): one table for all layers, or a folder with one for the articles and one for each layer.

The tables are the flat ones of `claimx.writers.tables`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from claimx.schema import Extraction
from claimx.writers.settings import Settings
from claimx.writers.tables import Table, Value, flat_tables

_SHARED = ("document", "layer", "id", "start", "end", "text")
# First characters of cells that spreadsheets read as formulas.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class CsvWriter:
    """One table for all layers: the columns that they share, then those of each layer."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._tables = flat_tables(settings)[1:]
        own = (column for table in self._tables for column in table.column_names)
        self._rows = _rows_writer(stream, dict.fromkeys((*_SHARED, *own)))

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        for table in self._tables:
            for record in table.records(extraction):
                self._rows.writerow(_cells({"layer": table.name, **record}))

    def close(self) -> None:
        """Nothing is held back."""


class CsvTableWriter:
    """One table alone."""

    def __init__(self, stream: TextIO, table: Table) -> None:
        self._table = table
        self._rows = _rows_writer(stream, table.column_names)

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        self._rows.writerows(map(_cells, self._table.records(extraction)))

    def close(self) -> None:
        """Nothing is held back."""


class CsvFolderWriter:
    """A folder with a file for each table."""

    def __init__(self, path: Path, settings: Settings) -> None:
        path.mkdir()
        self._files = ExitStack()
        self._writers = [
            CsvTableWriter(self._files.enter_context(_open(path / f"{table.name}.csv")), table)
            for table in flat_tables(settings)
        ]

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        for writer in self._writers:
            writer.write(extraction)

    def close(self) -> None:
        """Close the files."""
        self._files.close()


def _open(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")


def _rows_writer(stream: TextIO, columns: Iterable[str]) -> csv.DictWriter[str]:
    writer = csv.DictWriter(stream, list(columns), restval="")
    writer.writeheader()
    return writer


def _cells(record: dict[str, Value]) -> dict[str, Value]:
    return {column: _cell(value) for column, value in record.items()}


def _cell(value: Value) -> Value:
    """The value as a cell; `'` keeps spreadsheets from reading text as a formula."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA):
        return "'" + value
    return value
