"""What the receipts add up to: counts, and the lists of failures and duplicates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimx.batch.ledger import failed_again
from claimx.batch.messages import Failure
from claimx.batch.records import Records
from claimx.batch.run import Counts
from claimx.batch.settings import DUPLICATES, FAILURES
from claimx.cluster.receipt import Receipt


class Outcome:
    """Takes receipts in the order of the inputs."""

    def __init__(self, folder: Path, counts: Counts, told: Callable[[Failure | None], None]) -> None:
        """The lists are made in the folder, under the names of `files`."""
        self.files = {ending: folder / ending for ending in (FAILURES, DUPLICATES)}
        self._failures = Records(self.files[FAILURES], 0)
        self._duplicates = Records(self.files[DUPLICATES], 0)
        self._counts = counts
        self._told = told
        self._failed: set[str] = set()

    def add(self, receipt: Receipt) -> None:
        """Count what is in a part, and list what is not."""
        self._counts.articles += receipt.articles
        self._counts.words += receipt.words
        self._counts.not_english += receipt.not_english
        for record in receipt.others:
            self._add_other(dict(record))
        self._told(None)

    def close(self) -> None:
        """Close the lists."""
        self._failures.close()
        self._duplicates.close()

    def _add_other(self, record: dict[str, Any]) -> None:
        original = record.get("duplicate_of")
        if original is not None and original not in self._failed:
            self._duplicates.write(**record)
            self._counts.duplicates += 1
            return
        if original is not None:
            # A text that could not be read fails also where it comes again.
            failure = failed_again(record["path"], record["id"], original)
            place = {name: record[name] for name in ("id", "path", "position")}
            record = {**place, "error": failure.message, "traceback": None, "remedy": failure.remedy}
        elif record["id"] is not None:
            self._failed.add(record["id"])
        remedy = record.pop("remedy")
        self._failures.write(**record)
        self._counts.failures += 1
        self._told(Failure(record["error"], remedy, record["traceback"]))
