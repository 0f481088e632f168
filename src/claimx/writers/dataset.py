"""One Parquet dataset: a folder of parts, and the rows that wait for the next part."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from claimx.errors import OutputError
from claimx.writers.files import sync, sync_folder
from claimx.writers.parquet import arrow_schema, arrow_table
from claimx.writers.tables import Table, Value

_PART = re.compile(r"part-(?P<part>\d+)\.parquet")
# Rows that wait for a part, by the number that the first of them has in it.
_WAITING = re.compile(r"\.part-(?P<part>\d+)-(?P<row>\d+)\.parquet")
_UNFINISHED = ".unfinished"


class Dataset:
    """The rows of one table."""

    def __init__(self, folder: Path, table: Table) -> None:
        self._folder = folder
        self._table = table
        self._schema = arrow_schema(table)
        self.waiting = 0

    def open(self, parts: int, waiting: int) -> None:
        """Go back to so many parts, and so many rows that wait for the next.

        Raises:
            OutputError: they are not there.
        """
        self._parts, self.waiting = parts, waiting
        self._rows: list[list[Value]] = []
        self._folder.mkdir(exist_ok=True)
        if any(not self._part_path(number).exists() for number in range(parts)):
            raise self._changed()
        if not self._waits():
            self._take_out_of_part()
        for path in self._folder.iterdir():
            if self._came_later(path):
                path.unlink()
        self.tidy()

    def write(self, rows: list[list[Value]]) -> None:
        """Keep rows for the next commit."""
        self._rows.extend(rows)

    def commit(self) -> None:
        """Let the rows wait on the disk."""
        # Whoever commits again will not go back to before the last part.
        self.tidy()
        if self._rows:
            self._save(arrow_table(self._table, self._rows), self._waiting_path(self.waiting))
            self.waiting += len(self._rows)
            self._rows = []

    def write_part(self) -> None:
        """Make a part of the rows that wait; their files stay until it is sure that they are not needed."""
        tables = [pq.ParquetFile(path).read() for path in self._waiting_paths()]
        # In one piece, a part is the same bytes however often it was committed.
        whole = pa.concat_tables([self._schema.empty_table(), *tables]).combine_chunks()
        self._save(whole, self._part_path(self._parts))
        self._parts += 1
        self.waiting = 0

    def tidy(self) -> None:
        """Delete the files of rows that are in a part."""
        for path in self._folder.iterdir():
            match = _WAITING.fullmatch(path.name)
            if match and int(match["part"]) < self._parts:
                path.unlink()

    def _waits(self) -> bool:
        """Whether the rows that wait are in files of their own."""
        rows = 0
        for path in self._waiting_paths():
            if path == self._waiting_path(rows) and rows < self.waiting:
                rows += pq.read_metadata(path).num_rows
        return rows == self.waiting

    def _take_out_of_part(self) -> None:
        """Let rows wait that were made a part when the output was closed."""
        part = self._part_path(self._parts)
        if not part.exists() or pq.read_metadata(part).num_rows < self.waiting:
            raise self._changed()
        self._save(pq.ParquetFile(part).read().slice(0, self.waiting), self._waiting_path(0))

    def _came_later(self, path: Path) -> bool:
        if path.name.endswith(_UNFINISHED):
            return True
        part, waiting = _PART.fullmatch(path.name), _WAITING.fullmatch(path.name)
        if part:
            return int(part["part"]) >= self._parts
        return bool(waiting) and path >= self._waiting_path(self.waiting)

    def _waiting_paths(self) -> list[Path]:
        return sorted(self._folder.glob(f".part-{self._parts:05}-*.parquet"))

    def _part_path(self, number: int) -> Path:
        return self._folder / f"part-{number:05}.parquet"

    def _waiting_path(self, row: int) -> Path:
        return self._folder / f".part-{self._parts:05}-{row:09}.parquet"

    def _save(self, table: pa.Table, path: Path) -> None:
        unfinished = path.with_name(f".{path.name}{_UNFINISHED}")
        with unfinished.open("wb") as file:
            pq.write_table(table, file, compression="zstd")
            sync(file)
        os.replace(unfinished, path)
        sync_folder(self._folder)

    def _changed(self) -> OutputError:
        message = f"{self._folder}: this does not hold what was written to it before"
        return OutputError(message, "somebody has changed it; begin anew under another name")
