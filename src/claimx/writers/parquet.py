"""Parquet: a folder with one dataset for the articles and one for each layer.

The tables are the flat ones of `claimx.writers.columns`; `read_parquet('claims/dates/*')` reads one of them.
"""

from __future__ import annotations

from pathlib import Path

from claimx.errors import OutputError
from claimx.schema import Extraction
from claimx.writers import Settings
from claimx.writers.columns import Kind, Table, Value, flat_tables

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as error:
    raise OutputError(
        "Parquet needs pyarrow, which is not installed", "pip install 'claimx[parquet]'"
    ) from error

_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
# Small parts are slow to read; large ones take memory to write.
_ARTICLES_PER_PART = 4096


class ParquetWriter:
    """A folder of datasets with the same number of parts; the articles of one part are held in memory."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._tables = flat_tables(settings)
        self._part = 0
        self._start_part()
        for table in self._tables:
            (path / table.name).mkdir(parents=True)

    def write(self, extraction: Extraction) -> None:
        """Add the rows of one article to the current part."""
        for table, rows in zip(self._tables, self._rows, strict=True):
            rows.extend(table.rows(extraction))
        self._articles += 1
        if self._articles == _ARTICLES_PER_PART:
            self._write_part()

    def close(self) -> None:
        """Write the last part; there is at least one, which holds the schema."""
        if self._articles or not self._part:
            self._write_part()

    def _start_part(self) -> None:
        self._articles = 0
        self._rows: list[list[list[Value]]] = [[] for _ in self._tables]

    def _write_part(self) -> None:
        for table, rows in zip(self._tables, self._rows, strict=True):
            path = self._path / table.name / f"part-{self._part:05}.parquet"
            pq.write_table(arrow_table(table, rows), path, compression="zstd")
        self._part += 1
        self._start_part()


def arrow_schema(table: Table) -> pa.Schema:
    """The columns of a table as an Arrow schema."""
    return pa.schema([(column.name, _TYPES[column.kind]) for column in table.columns])


def arrow_table(table: Table, rows: list[list[Value]]) -> pa.Table:
    """Rows as an Arrow table."""
    schema = arrow_schema(table)
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    arrays = [pa.array(values, type_) for type_, values in zip(schema.types, columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
