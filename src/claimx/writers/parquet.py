"""Parquet: a folder with one dataset for the articles and one for each layer.

The tables and their columns are the flat ones of `claimx.writers.rows`; `read_parquet('claims/dates/*')`
reads one of them. Parts (`part-00000.parquet` and so on) are written under another name first, so that
each is whole or not there. What is committed between two parts waits in files that readers pass over,
since their names begin with a dot, and is gone from there when the output is closed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from claimx.schema import Extraction
from claimx.writers.dataset import Dataset
from claimx.writers.files import sync_folder
from claimx.writers.output import naming_output
from claimx.writers.rows import Value, flat_tables
from claimx.writers.settings import Settings

# Small parts are slow to read, and large ones take memory to write.
_ARTICLES_IN_PART = 4096


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
