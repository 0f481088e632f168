"""What tests of batches share: threads in the place of processes, and how to read what a run leaves."""

from __future__ import annotations

import json
import pickle
import sqlite3
from collections.abc import Callable
from contextlib import closing
from multiprocessing import Pipe
from pathlib import Path
from threading import Thread

from claimx.batch.child import Child
from claimx.batch.run import Batch

# Run a batch in this process.
Run = Callable[..., Batch]


class ThreadChild(Child):
    """As quick to start as a thread. It dies where its function raises."""

    def __init__(self, function: Callable[..., None], *arguments: object) -> None:
        self.connection, theirs = Pipe()

        def run() -> None:
            try:
                function(theirs, *pickle.loads(pickle.dumps(arguments)))
            except BaseException:
                theirs.close()

        Thread(target=run, daemon=True).start()

    def bury(self) -> str:
        self.kill()
        return "was killed by SIGTEST"

    def kill(self) -> None:
        self.connection.close()


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
