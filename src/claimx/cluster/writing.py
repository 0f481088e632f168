"""The third stage: a part's articles are read with the model, and the part is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from socket import gethostname
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from claimx.batch.ledger import Duplicate, Slot
from claimx.batch.messages import Failure, Reading
from claimx.batch.pool import Pool
from claimx.batch.worker import WorkerOptions
from claimx.cluster.parts import Part, from_table, to_table
from claimx.cluster.receipt import Receipt, receipt_name
from claimx.cluster.start import MANIFEST
from claimx.cluster.storage import Storage
from claimx.errors import OutputError
from claimx.writers.sinks import make_sink

# Items that are read together, and written while the next are read.
_PIECE = 64


@dataclass(frozen=True, slots=True)
class WritingOptions:
    """How parts are written, and where; `ending` is that of the files of a part."""

    worker: WorkerOptions
    timeout: float
    location: str
    ending: str


class PartWriter:
    """An actor that holds the model.

    It does so in a process of its own, as the pool on one machine has them, which may die of an article or be
    ended when one takes too long: that costs this article, and not the part.
    """

    def __init__(self, options: WritingOptions) -> None:
        self._options = options
        self._storage = Storage(options.location)
        self._pool = Pool(1, options.worker, options.timeout)

    def __call__(self, table: pa.Table) -> Iterator[pa.Table]:
        """Write parts, and give the receipt of each with the share that it ends."""
        for part in from_table(table):
            data = self._storage.read(receipt_name(part.name))
            receipt = Receipt.from_json(data) if data else self._write(part)
            yield to_table([(receipt, part.ends_share)])

    def _write(self, part: Part) -> Receipt:
        self._check_place()
        receipt = Receipt()
        with TemporaryDirectory(prefix="claimx-") as folder:
            options = self._options
            path = Path(folder) / f"part{options.ending}"
            sink = make_sink(path, options.worker.output_format, options.worker.written)
            sink.open(None)
            for piece in self._read(part.slots):
                for slot in piece:
                    reading = _note(slot, receipt)
                    if reading is not None:
                        sink.put(reading.rendered)
                # So that the sink need not hold all of the part in memory.
                sink.commit()
            sink.close()
            self._hand_in(path, part.name)
        # Last of all: what has a receipt is there.
        self._storage.write(receipt_name(part.name), receipt.to_json())
        return receipt

    def _check_place(self) -> None:
        """See that this is the folder in which the run was begun, and not one of the same name elsewhere."""
        if self._storage.read(MANIFEST) is None:
            location = self._options.location
            raise OutputError(
                f"{location}: the machine {gethostname()} does not see what the others write there",
                "name a folder on a disk that all of them share, or a URL",
            )

    def _read(self, slots: list[Slot]) -> Iterator[list[Slot]]:
        """Read what has no outcome yet, and give all slots, in order, in pieces."""
        pieces = [slots[start : start + _PIECE] for start in range(0, len(slots), _PIECE)]
        self._submit(slots[:_PIECE])
        for piece, following in zip(pieces, [*pieces[1:], []], strict=True):
            self._wait_for(piece)
            self._submit(following)
            yield piece

    def _submit(self, slots: list[Slot]) -> None:
        self._pool.submit(slot for slot in slots if slot.outcome is None)

    def _wait_for(self, slots: list[Slot]) -> None:
        while any(slot.outcome is None for slot in slots):
            wait(self._pool.connections, timeout=1)
            self._pool.poll()

    def _hand_in(self, path: Path, name: str) -> None:
        """A file as `part-NAME.jsonl`, a folder of datasets as `DATASET/part-NAME.parquet`."""
        if path.is_file():
            self._storage.put(path, f"part-{name}{self._options.ending}")
            return
        for file in path.glob("*/part-*"):
            self._storage.put(file, f"{file.parent.name}/part-{name}{file.suffix}")


def _note(slot: Slot, receipt: Receipt) -> Reading | None:
    """Enter what became of an item in the receipt; what was read, if it was."""
    outcome: Any = slot.outcome
    # What is written need not be kept until the whole part is.
    slot.outcome = None
    receipt.characters += slot.characters
    if isinstance(outcome, Reading):
        receipt.articles += 1
        receipt.words += outcome.words
        receipt.not_english += not outcome.is_english
        receipt.warnings += [f"{slot.label}: {notice}" for notice in slot.notices]
        return outcome
    if isinstance(outcome, Duplicate):
        receipt.others.append({**slot.place(), "duplicate_of": outcome.original.id})
    elif isinstance(outcome, Failure):
        error = {"error": outcome.message, "traceback": outcome.traceback, "remedy": outcome.remedy}
        receipt.others.append({**slot.place(), **error})
    return None
