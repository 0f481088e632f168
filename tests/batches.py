"""What tests of batches share: threads in the place of processes, and how to read what a run leaves."""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from typing import Any

from claimx.batch import inputs
from claimx.batch.run import Batch
from claimx.batch.workers import Process

# Run a batch in this process.
Run = Callable[..., Batch]


class ThreadProcess(Process):
    """As quick to start as a thread. It dies where its function raises `SystemExit`."""

    def __init__(self, initializer: Callable[..., None] | None = None, *arguments: object) -> None:
        # A new process knows nothing of the inputs that an earlier one had open.
        inputs._open_input = None
        self._thread = ThreadPoolExecutor(1)
        self._dead = False
        self._started = self.call(initializer or print, *arguments)

    def call(
        self, function: Callable[..., Any], *arguments: object, timeout: float | None = None
    ) -> Future[Any]:
        def run() -> Any:
            if self._dead:
                raise BrokenProcessPool
            try:
                # Twice, since what goes in and comes out is copied.
                result = function(*pickle.loads(pickle.dumps(arguments)))
                return pickle.loads(pickle.dumps(result))
            except SystemExit as death:
                self._dead = True
                raise BrokenProcessPool from death

        return self._thread.submit(run)

    def stop(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    kill = stop


def write_lines(path: Path, records: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def ids_of(path: Path) -> list[str]:
    """The ids of the articles in an output, in order."""
    return [json.loads(line)["document"]["id"] for line in path.read_text("utf-8").splitlines()]


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a database, with their row ids, by table."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
        )
        return {
            name: connection.execute(f'SELECT rowid, * FROM "{name}" ORDER BY rowid').fetchall()
            for (name,) in tables.fetchall()
        }
