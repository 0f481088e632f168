"""CSV (RFC 4180) and TSV: one table for all layers, or a folder with one for the articles and for each layer.

The tables are those of `claimx.writers.columns.sheet_table`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from claimx.schema import Extraction
from claimx.writers import Settings
from claimx.writers.columns import Table, Value, flat_tables, sheet_table

# Columns of all layers: at the beginning and at the end of a row.
_FIRST = ("document", "layer", "id", "start", "end", "text")
_LAST = ("line", "sentence")
# First characters of cells that spreadsheets read as formulas.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class CsvWriter:
    """One table for all layers: the columns that they share, with those of each layer between them."""

    _dialect = "excel"

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._tables = [sheet_table(layer, settings) for layer in settings.layers]
        names = list(
            dict.fromkeys((*_FIRST, *(name for table in self._tables for name in table.column_names)))
        )
        columns = [*(name for name in names if name not in _LAST), *(name for name in _LAST if name in names)]
        self._rows = _rows_writer(stream, columns, self._dialect)

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        for table in self._tables:
            for record in table.records(extraction):
                self._rows.writerow(_cells({"layer": table.name, **record}))

    def close(self) -> None:
        """Nothing is held back."""


class TsvWriter(CsvWriter):
    """The same table with tabs between the columns."""

    _dialect = "excel-tab"


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
            for table in (
                flat_tables(settings)[0],
                *(sheet_table(layer, settings) for layer in settings.layers),
            )
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


def _rows_writer(stream: TextIO, columns: Iterable[str], dialect: str = "excel") -> csv.DictWriter[str]:
    writer = csv.DictWriter(stream, list(columns), restval="", dialect=dialect)
    writer.writeheader()
    return writer


def _cells(record: dict[str, Value]) -> dict[str, Value]:
    return {column: cell(value) for column, value in record.items()}


def cell(value: Value) -> Value:
    """The value as a cell; `'` keeps spreadsheets from reading text as a formula."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA):
        return "'" + value
    return value
