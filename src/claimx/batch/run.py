"""One run over many articles: from the inputs to an output that is whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import wait
from typing import Any

from claimx.batch.inputs import Inputs
from claimx.batch.journal import Journal
from claimx.batch.ledger import Chunk, Duplicate, Ledger, Slot
from claimx.batch.messages import EndOfInput, Failure, Reading
from claimx.batch.pool import Pool
from claimx.batch.records import Records
from claimx.batch.settings import DUPLICATES, FAILURES, BatchSettings
from claimx.batch.start import open_journal
from claimx.writers.sinks import Sink, make_sink

# Seconds after which to look whether anything has been stopped, or takes too long.
_PULSE = 0.1
# Chunks that may wait for an article that takes long, so that the others can go on meanwhile.
_CHUNKS_AT_ONCE = 4


@dataclass(slots=True)
class Counts:
    """How far the whole output has come, runs before this one included."""

    articles: int = 0
    words: int = 0
    failures: int = 0
    duplicates: int = 0
    not_english: int = 0


@dataclass(slots=True)
class Batch:
    """A run; `run` does it all, `stop` ends it at the next good place.

    `told` is called after every article, with its failure if it is one; `warned` with what the person who
    gave an article should know about it.
    """

    settings: BatchSettings
    told: Callable[[Failure | None], None] = lambda failure: None
    warned: Callable[[str], None] = lambda message: None
    counts: Counts = field(default_factory=Counts, init=False)
    stopping: bool = field(default=False, init=False)
    # Whether the output has been opened, and whether a failure has ended the run.
    has_begun: bool = field(default=False, init=False)
    halted: bool = field(default=False, init=False)
    # All below is made by `run`.
    _journal: Journal = field(init=False)
    _ledger: Ledger = field(init=False)
    _inputs: Inputs = field(init=False)
    _pool: Pool = field(init=False)
    _sink: Sink = field(init=False)
    _failures: Records = field(init=False)
    _duplicates: Records = field(init=False)
    _chunks: deque[Chunk] = field(default_factory=deque, init=False)
    _written: int = field(default=0, init=False)
    _taken: int = field(default=0, init=False)

    @property
    def bytes_read(self) -> int:
        """About how many bytes of the inputs have been read, those that were done before included."""
        return self._inputs.bytes_read

    def stop(self) -> None:
        """Take in nothing more; what has been taken in is read, written and committed."""
        self.stopping = True

    def run(self) -> None:
        """Read all inputs, from where an earlier run stopped if that is asked for.

        Raises:
            OutputError: there is an output already, or it cannot be written; what was committed stays.
            ModelError: the model cannot be loaded.
        """
        with ExitStack() as stack:
            self._journal = stack.enter_context(closing(open_journal(self.settings)))
            self._open_output(self._journal.read("state") or {})
            self.has_begun = True
            self._ledger = Ledger(self._journal)
            settings = self.settings
            self._inputs = stack.enter_context(
                closing(Inputs(settings.inputs(), settings.reader, self._ledger.progress, settings.timeout))
            )
            self._pool = stack.enter_context(
                closing(Pool(settings.jobs, settings.worker, settings.timeout, self.warned))
            )
            while not self._is_done():
                self._take_in()
                self._pool.poll()
                if not self._write_next():
                    self._wait()
            self._sink.close()
            self._failures.close()
            self._duplicates.close()

    def _open_output(self, state: dict[str, Any]) -> None:
        settings = self.settings
        self._sink = make_sink(settings.output, settings.output_format, settings.written)
        self._sink.open(state.get("output"))
        self._failures = Records(settings.beside(FAILURES), state.get("failures", 0))
        self._duplicates = Records(settings.beside(DUPLICATES), state.get("duplicates", 0))
        self.counts = Counts(**state.get("counts", {}))

    def _is_done(self) -> bool:
        if self.halted:
            return True
        if self._chunks:
            return False
        return self.stopping or (self._all_taken() and not self._ledger.filling.has_content)

    def _all_taken(self) -> bool:
        limit = self.settings.limit
        return self._inputs.exhausted or (limit is not None and self._taken >= limit)

    def _wants_more(self) -> bool:
        room = len(self._chunks) < max(_CHUNKS_AT_ONCE, self.settings.jobs)
        return room and self._pool.hungry and not self.stopping and not self._all_taken()

    def _take_in(self) -> None:
        """Fill chunks with what the reader has found, as long as workers may run out of work."""
        while self._wants_more():
            found = self._inputs.poll()
            if found is None:
                return
            if isinstance(found, EndOfInput):
                self._ledger.end(found)
                continue
            self._ledger.add(found)
            self._taken += 1
            if self._ledger.filling.is_full:
                self._hand_over()
        if self._all_taken() and self._ledger.filling.has_content:
            self._hand_over()
        self._inputs.rest()

    def _hand_over(self) -> None:
        chunk = self._ledger.close_chunk()
        self._chunks.append(chunk)
        self._pool.submit(slot for slot in chunk.slots if slot.outcome is None)

    def _wait(self) -> None:
        ready = self._pool.connections
        if self._wants_more():
            ready += self._inputs.connections
        wait(ready, timeout=_PULSE)

    def _write_next(self) -> bool:
        """Write the next article in order, or commit where a chunk ends; False if neither can be done."""
        if not self._chunks:
            return False
        chunk = self._chunks[0]
        if self._written < len(chunk.slots):
            slot = chunk.slots[self._written]
            slot.settle()
            if slot.outcome is None:
                return False
            self._written += 1
            self._write(slot, slot.outcome)
            chunk.entry.articles.append(slot.row())
            # What is written need not be kept until the whole chunk is.
            slot.outcome = None
            return True
        self._commit(self._chunks.popleft())
        return True

    def _write(self, slot: Slot, outcome: Reading | Failure | Duplicate) -> None:
        if isinstance(outcome, Reading):
            self._sink.put(outcome.rendered)
            self.counts.articles += 1
            self.counts.words += outcome.words
            self.counts.not_english += not outcome.is_english
            for notice in slot.notices:
                self.warned(f"{slot.label}: {notice}")
        elif isinstance(outcome, Duplicate):
            self._duplicates.write(**slot.place(), duplicate_of=outcome.original.id)
            self.counts.duplicates += 1
        else:
            self._failures.write(**slot.place(), error=outcome.message, traceback=outcome.traceback)
            self.counts.failures += 1
            self.halted = self.settings.on_error == "stop"
        self.told(outcome if isinstance(outcome, Failure) else None)

    def _commit(self, chunk: Chunk) -> None:
        state = {
            "output": self._sink.commit(),
            "failures": self._failures.commit(),
            "duplicates": self._duplicates.commit(),
            "counts": asdict(self.counts),
        }
        self._journal.commit(chunk.entry, state=state)
        self._ledger.forget(chunk)
        self._written = 0
