"""A run on one machine, from the inputs to an output that is complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from claimx.batch import BESIDE, DUPLICATES, FAILURES, PARTS, BatchSettings, Counts, Failure
from claimx.batch.inputs import Inputs, ReaderOptions
from claimx.batch.parts import Collector, Record, sync_folder
from claimx.batch.plan import Plan
from claimx.batch.workers import WorkerOptions, Workers
from claimx.pipeline.encoder.network import usable_cores
from claimx.schema import Extraction
from claimx.writers.output import naming_output, open_results

# Seconds after which to look whether the run has been asked to stop.
_PULSE = 0.1
# Each worker keeps a core busy, and holds the model.
_JOBS_A_CORE = 4
# Shards that may be in memory, so that one slow article does not keep all workers waiting.
_SHARDS_AT_ONCE = 4


@dataclass(slots=True)
class Batch:
    """A run; `run` does it all, `stop` ends it early.

    Every article of this run calls `on_article`, with its failure if it has one, and every warning calls
    `on_warning`.
    """

    settings: BatchSettings
    on_article: Callable[[Failure | None], None] = lambda failure: None
    on_warning: Callable[[str], None] = lambda message: None
    counts: Counts = field(default_factory=Counts, init=False)
    stopping: bool = field(default=False, init=False)
    # Whether there are parts to continue from, and whether a failure has ended the run.
    has_begun: bool = field(default=False, init=False)
    halted: bool = field(default=False, init=False)
    # All below is made by `run`.
    _plan: Plan = field(init=False)
    _inputs: Inputs = field(init=False)
    _workers: Workers = field(init=False)
    _collector: Collector = field(init=False)
    _write: Callable[[Extraction], None] = field(init=False)
    # Shards that have no part yet, those that are being read, and the one that goes into the output next.
    _unread: set[int] = field(default_factory=set, init=False)
    _reading: set[int] = field(default_factory=set, init=False)
    _next: int = field(default=0, init=False)
    _old_shards: set[int] = field(default_factory=set, init=False)

    @property
    def bytes_read(self) -> int:
        """About how many bytes of the inputs have been read, by earlier runs too."""
        return self._inputs.bytes_read

    def stop(self) -> None:
        """Take in nothing more; what has been taken in is read and written."""
        self.stopping = True

    def run(self) -> None:
        """Read all inputs, without those that have been read before if the run is resumed.

        Raises:
            OutputError: there is an output already, or it cannot be written; the parts stay.
            ModelError: the model cannot be loaded.
        """
        settings = self.settings
        with ExitStack() as stack:
            self._plan = stack.enter_context(closing(Plan(settings)))
            self.has_begun = True
            self._inputs = stack.enter_context(
                closing(
                    Inputs(
                        settings.inputs(),
                        ReaderOptions.of(settings),
                        self._plan.progress,
                        self._plan.missing,
                        self._plan.room,
                    )
                )
            )
            self._workers = stack.enter_context(
                closing(Workers(self._jobs(), WorkerOptions.of(settings), self.on_warning))
            )
            self._unread = {number for number, _ in self._plan.missing}
            self._old_shards = set(range(self._plan.shards)) - self._unread
            unfinished = self._plan.unfinished
            self._collector = Collector(unfinished, self.counts)
            results = open_results(
                unfinished / settings.output.name, settings.output_format, settings.written, archive=True
            )
            with naming_output(settings.output), closing(self._collector), results as self._write:
                self._read()
            self._move_into_place()

    def _jobs(self) -> int:
        """The wanted number of workers, or as many as the cores can still be of use to."""
        most = _JOBS_A_CORE * usable_cores()
        if self.settings.jobs > most:
            self.on_warning(f"--jobs {self.settings.jobs:,}: more than {most} are of no use on these cores")
        return min(self.settings.jobs, most)

    def _read(self) -> None:
        while not self._is_done():
            self._take_in()
            for number, records in self._workers.poll():
                self._plan.store(number, records)
                self._unread.discard(number)
                self._reading.discard(number)
            if not self._write_next():
                futures = [*self._workers.futures, *(self._inputs.futures if self._wants_more() else ())]
                wait(futures, timeout=_PULSE, return_when=FIRST_COMPLETED)

    def _is_done(self) -> bool:
        if self.halted:
            return True
        if self._reading or self._can_write():
            return False
        return self.stopping or self._inputs.is_exhausted()

    def _can_write(self) -> bool:
        return self._next < self._plan.shards and self._next not in self._unread

    def _wants_more(self) -> bool:
        room = len(self._reading) < max(_SHARDS_AT_ONCE, self._workers.jobs)
        return room and self._workers.is_hungry and not self.stopping

    def _take_in(self) -> None:
        while self._wants_more():
            shard = self._inputs.take()
            if shard is None:
                return
            number = self._plan.add(shard.spans) if shard.number is None else shard.number
            self._unread.add(number)
            self._reading.add(number)
            self._workers.submit(number, [i for i in shard.items if self._plan.is_unread(number, i)])

    def _write_next(self) -> bool:
        """Put the next part into the output; False if it is not there yet."""
        if not self._can_write():
            return False
        is_old = self._next in self._old_shards
        for record in self._plan.records(self._next):
            self._write_record(record, is_old or not self._plan.is_unread(self._next, record))
            if self.halted:
                # So that the article is tried again.
                self._plan.discard(self._next)
                return True
        self._next += 1
        return True

    def _write_record(self, record: Record, is_old: bool) -> None:
        id_ = self._collector.add(record)
        if id_ is not None:
            self._write(record.extraction(id_))
        elif record.failure is not None:
            self.halted = self.settings.on_error == "stop"
        if not is_old:
            for warning in record.warnings if id_ is not None else ():
                self.on_warning(warning)
            self.on_article(record.failure)

    def _move_into_place(self) -> None:
        settings, unfinished = self.settings, self._plan.unfinished
        with naming_output(settings.output):
            for ending in (FAILURES, DUPLICATES):
                _replace(unfinished / ending, settings.beside(ending))
            # A link stays a link: what it points to is replaced.
            _replace(unfinished / settings.output.name, settings.output.resolve())


def _replace(new: Path, old: Path) -> None:
    """Move a file or folder to a place where another one may be; remove that if there is no new one."""
    if old.is_dir():
        os.replace(old, new.with_name(f"{new.name}.old"))
    if new.exists():
        os.replace(new, old)
    else:
        old.unlink(missing_ok=True)
    sync_folder(old.parent)


def added_to(base: Path) -> Path:
    """The output of a run whose articles are to be added to a database."""
    return base.with_name(f"{base.name}.added{base.suffix}")


def add_to_database(settings: BatchSettings, base: Path) -> tuple[int, int]:
    """Add what a run wrote to a database, and replace the lists beside the database by those of the run.

    Returns:
        The number of articles added, and of those that replaced an article with the same id.
    """
    from claimx.writers.sqlite import add_database

    added, replaced = add_database(settings.output, base)
    for ending in BESIDE:
        old, new = base.with_name(f"{base.name}.{ending}"), settings.beside(ending)
        # The parts of the run that made the database are no longer all of it.
        if ending == PARTS:
            shutil.rmtree(old, ignore_errors=True)
            shutil.rmtree(new, ignore_errors=True)
        elif new.exists():
            new.replace(old)
        else:
            old.unlink(missing_ok=True)
    settings.output.unlink()
    return added, replaced


@dataclass(slots=True)
class Survey:
    """What a run would read."""

    inputs: int = 0
    articles: int = 0
    characters: int = 0
    failures: int = 0


def look_through(settings: BatchSettings, on_failure: Callable[[Failure], None]) -> Survey:
    """Read all inputs without a model and without an output; to resume, only those that are not done.

    Raises:
        OutputError: the run could not begin.
    """
    survey = Survey()
    with ExitStack() as stack:
        plan = None
        if settings.resume and settings.beside(PARTS).exists():
            plan = stack.enter_context(closing(Plan(settings)))
        inputs = stack.enter_context(
            closing(
                Inputs(
                    settings.inputs(),
                    ReaderOptions.of(settings, extract_pages=True),
                    plan.progress if plan else lambda path: (0, False),
                    plan.missing if plan else (),
                    plan.room if plan else settings.limit,
                )
            )
        )
        while not inputs.is_exhausted():
            shard = inputs.take()
            if shard is None:
                wait(inputs.futures, timeout=1)
                continue
            survey.inputs += sum(span.ended for span in shard.spans)
            for item in shard.items:
                if isinstance(item.content, Failure):
                    survey.failures += 1
                    on_failure(item.content)
                else:
                    survey.articles += 1
                    survey.characters += item.characters
    return survey
