"""One run on this machine: its plan, and the way from the inputs to an output that is complete.

The plan has the shards in order, and says which of them are done; it is a file beside their parts."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from claimx.batch import (
    DUPLICATES,
    FAILURES,
    PARTS,
    PLAN,
    BatchSettings,
    Counts,
    Failure,
    check_unchanged,
    output_in_use,
)
from claimx.batch.inputs import Inputs, ReaderOptions
from claimx.batch.parts import (
    PART_ENDING,
    Collector,
    DiskTable,
    Item,
    Record,
    Span,
    pack_part,
    sync,
    unpack_part,
    write_whole,
)
from claimx.batch.workers import Workers
from claimx.errors import OutputError
from claimx.pipeline.encoder.network import usable_cores
from claimx.readers import STDIN
from claimx.readers.inputs import printable_path, version_of
from claimx.readers.web import is_url
from claimx.schema import Extraction
from claimx.writers import naming_output, open_results, sync_path

# The most changed files that a message names.
_NAMED = 5
# Files up to this many bytes are compared by their content, which takes a second or less.
_MOST_DIGESTED = 512 * 2**20
# The output while it is being made.
_UNFINISHED = "unfinished"


class Plan:
    """The folder `OUT.parts`, which no other run can open.

    `plan.jsonl` holds the settings and, for each shard, its spans and the stamps of its files. Shard 12 is
    done if `000012.jsonl.zst` exists. A resumed run tries again what could not be opened or reached, or, with
    `retry_failed`, all that failed: in its place, or, where a failure ended an input, from there on in new
    shards.
    """

    def __init__(self, settings: BatchSettings) -> None:
        """Make the folder, or, to resume, open the one that exists.

        Raises:
            OutputError: there is an output already, another run has the folder open, or the settings or files
                are not those of the run that made it.
        """
        self._settings = settings
        self.folder = settings.beside(PARTS)
        self.shards = 0
        # How many items are planned, and what is to be read of the shards that earlier runs have planned.
        self.items = 0
        self.missing: list[tuple[int, list[Span]]] = []
        # By shard, the failures that are tried again, and those of inputs that are read on in later shards.
        self._retried: dict[int, set[tuple[str, int]]] = {}
        self._dropped: dict[int, set[tuple[str, int]]] = {}
        self._progress = DiskTable[tuple[int, bool]]()
        self._check_output()
        with naming_output(self.folder):
            self.folder.mkdir(exist_ok=True)
            self._file = _open_locked(self.folder / PLAN, settings.output)
        try:
            with naming_output(self.folder):
                self._load()
        except BaseException:
            self._file.close()
            raise

    @property
    def unfinished(self) -> Path:
        """A folder for files that are moved to their places at the end of the run."""
        return self.folder / _UNFINISHED

    @property
    def room(self) -> int | None:
        """How many more items may be planned; None for any number."""
        limit = self._settings.limit
        return None if limit is None else max(limit - self.items, 0)

    def progress(self, path: str) -> tuple[int, bool]:
        """How many items of an input are planned, and whether that is all of it."""
        items, ended = self._progress.get(path, (0, False))
        return items, ended

    def add(self, spans: list[Span]) -> int:
        """Plan another shard; its number."""
        begun = {span.path: stamp_of(span.path) for span in spans if span.first == 0}
        self._append({"spans": spans, "stamps": {path: stamp for path, stamp in begun.items() if stamp}})
        return self._note(spans)

    def is_unread(self, number: int, item: Item | Record) -> bool:
        """Whether this run reads an item: not one of a part that exists, unless it is tried again."""
        retried = self._retried.get(number)
        return retried is None or (item.path, item.position) in retried

    def store(self, number: int, records: list[Record]) -> None:
        """Write the part of a shard, whole or not at all; what was tried again replaces its failures."""
        if number in self._retried:
            new = {(record.path, record.position): record for record in records}
            records = [new.get((record.path, record.position), record) for record in self.records(number)]
        with naming_output(self.folder):
            write_whole(self._part(number), lambda file: file.write(pack_part(records)))

    def records(self, number: int) -> Iterator[Record]:
        """The records of a part."""
        dropped = self._dropped.get(number, ())
        with naming_output(self.folder), self._part(number).open("rb") as file:
            for record in unpack_part(file):
                if (record.path, record.position) not in dropped:
                    yield record

    def discard(self, number: int) -> None:
        """Remove a part, so that its shard is read again when the run is resumed."""
        with naming_output(self.folder):
            self._part(number).unlink()

    def close(self) -> None:
        """Let another run open the folder."""
        with suppress(OSError):
            shutil.rmtree(self.unfinished, ignore_errors=True)
        self._file.close()

    def _part(self, number: int) -> Path:
        return self.folder / f"{number:06}{PART_ENDING}"

    def _check_output(self) -> None:
        output, is_begun = self._settings.output, (self.folder / PLAN).exists()
        if is_begun and not self._settings.resume:
            append = ", or --append to add to it" if self._settings.output_format == "sqlite" else ""
            remedy = (
                f"add --resume to continue it{append}; or remove it and {self.folder}, or name another output"
            )
            raise OutputError(f"{output}: a run has written to this already", remedy)
        if output.exists() and not is_begun:
            append = ", or add --append to add to it" if self._settings.output_format == "sqlite" else ""
            remedy = f"name another output, or remove it{append}"
            raise OutputError(
                f"{output}: this is there already, without the parts of a run beside it", remedy
            )

    def _load(self) -> None:
        """Read the plan, without a last line that was cut off; check that the run can be continued."""
        size, now = 0, self._settings.lasting()
        changed: list[str] = []
        reopened: list[_Place] = []
        reopened_at = self._find_reopened()
        for number, line in enumerate(self._file):
            if not line.endswith(b"\n"):
                break
            size += len(line)
            entry = json.loads(line)
            if number == 0:
                check_unchanged(self._settings.output, entry, now)
            elif "reopened" in entry:
                self._reopen([_Place(*place) for place in entry["reopened"]])
            else:
                spans = [Span(*span) for span in entry["spans"]]
                failed = self._take_up(spans)
                reopened += failed
                # Of these, nothing was read that could have changed.
                unread = {place.path for place in failed if place.position == 0}
                for path, stamp in entry["stamps"].items():
                    is_current = path not in unread and reopened_at.get(path, 0) < number
                    if is_current and has_changed(path, Stamp(*stamp)):
                        changed.append(path)
        self._check_inputs(list(dict.fromkeys(map(printable_path, changed))))
        self._file.seek(size)
        self._file.truncate()
        if not size:
            self._append(now)
        # Of several failures in one input, only the last one has ended it.
        reopened = [place for place in reopened if self.progress(place.path) == (place.position + 1, True)]
        if reopened:
            self._append({"reopened": reopened})
            self._drop(reopened)
            self._reopen(reopened)
        shutil.rmtree(self.unfinished, ignore_errors=True)
        self.unfinished.mkdir()
        for path in self.folder.glob(".*"):
            path.unlink()

    def _find_reopened(self) -> dict[str, int]:
        """The inputs that earlier resumed runs read anew from their beginning, with the line that says so."""
        found: dict[str, int] = {}
        for number, line in enumerate(self._file):
            if line.startswith(b'{"reopened"') and line.endswith(b"\n"):
                places = [_Place(*place) for place in json.loads(line)["reopened"]]
                self._drop(places)
                found.update((place.path, number) for place in places if place.position == 0)
        self._file.seek(0)
        return found

    def _drop(self, places: list[_Place]) -> None:
        """Have failures that ended inputs count no more."""
        for place in places:
            self._dropped.setdefault(place.shard, set()).add((printable_path(place.path), place.position))

    def _reopen(self, places: list[_Place]) -> None:
        """Have inputs read on from the failures that ended them."""
        for place in places:
            self._progress[place.path] = place.position, False
        self.items -= len(places)

    def _take_up(self, spans: list[Span]) -> list[_Place]:
        """Note the next shard, and what is to be read of it; the failures that may have ended an input."""
        number, last = self.shards, list[_Place]()
        self._note(spans)
        if not self._part(number).exists():
            self.missing.append((number, spans))
            self._check_inputs([printable_path(span.path) for span in spans if _is_gone(span.path)])
            return last
        failures = {(r.path, r.position): r for r in self.records(number) if self._is_retried(r.failure)}
        wanted: list[Span] = []
        for span in spans if failures else ():
            path, end = printable_path(span.path), span.first + span.size
            places = [place for place in range(span.first, end) if (path, place) in failures]
            if places and span.ended and places[-1] == end - 1 and failures[path, end - 1].id is None:
                last.append(_Place(number, span.path, places.pop()))
            if places:
                self._retried.setdefault(number, set()).update((path, place) for place in places)
                wanted.append(Span(span.path, places[0], places[-1] - places[0] + 1, False))
        if wanted:
            self.missing.append((number, wanted))
        return last

    def _is_retried(self, failure: Failure | None) -> bool:
        return failure is not None and (failure.passing or self._settings.retry_failed)

    def _check_inputs(self, changed: list[str]) -> None:
        if changed:
            named = ", ".join(changed[:_NAMED])
            more = f" and {len(changed) - _NAMED:,} more" if len(changed) > _NAMED else ""
            output = self._settings.output
            raise OutputError(
                f"{named}{more}: changed since an earlier run read it, or part of it, into {output}",
                "put the old file back, and give what is new under another name; "
                f"or begin anew: remove {output} and {self.folder}",
            )

    def _append(self, entry: dict[str, Any]) -> None:
        with naming_output(self.folder):
            self._file.write(json.dumps(entry).encode() + b"\n")
            sync(self._file)

    def _note(self, spans: list[Span]) -> int:
        for span in spans:
            items, ended = self.progress(span.path)
            self._progress[span.path] = max(items, span.first + span.size), ended or span.ended
            self.items += span.size
        self.shards += 1
        return self.shards - 1


class _Place(NamedTuple):
    """An item of an input, and its shard."""

    shard: int
    path: str
    position: int


class Stamp(NamedTuple):
    """What changes when an input is written to, and a digest of its content.

    The digest is empty for large files, which have changed once they were written to, and for URLs.
    """

    version: str
    digest: str


def stamp_of(path: str) -> Stamp | None:
    """The stamp of an input; None where there is no file, or none that could be read again."""
    version = version_of(path)
    try:
        return None if version is None else Stamp(version, _digest(path))
    except OSError:
        return None


def has_changed(path: str, before: Stamp) -> bool:
    """Whether the content of an input is another one. An input that is gone has not changed."""
    version = version_of(path)
    if version in (None, before.version):
        return False
    try:
        return not before.digest or _digest(path) != before.digest
    except OSError:
        return True


def _digest(path: str) -> str:
    if is_url(path) or os.path.getsize(path) > _MOST_DIGESTED:
        return ""
    with open(path, "rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _is_gone(path: str) -> bool:
    return path != STDIN and "://" not in path and not os.path.lexists(path)


def _open_locked(path: Path, output: Path) -> BinaryIO:
    import fcntl

    file = path.open("a+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise output_in_use(output) from error
    sync_path(path.parent)
    file.seek(0)
    return file


# Seconds after which to look whether the run has been asked to stop.
_PULSE = 0.1
# Seconds that a run which was asked to stop has for the shards that it reads, and then for its output.
_GRACE = 3.0
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
    # When the run was asked to stop, in seconds of the monotonic clock.
    _stopped_at: float | None = field(default=None, init=False)
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

    @property
    def stopping(self) -> bool:
        """Whether the run has been asked to stop."""
        return self._stopped_at is not None

    def stop(self) -> None:
        """End soon: take in nothing more, and leave to a resumed run what is not read in a few seconds."""
        self._stopped_at = time.monotonic()

    def run(self) -> None:
        """Read all inputs, without those that have been read before if the run is resumed.

        Raises:
            OutputError: there is an output already, or it cannot be written; the parts stay.
            ModelError: the model cannot be loaded.
            KeyboardInterrupt: the run was asked to stop, and its parts are too many to be written soon; they
                stay, and so does an earlier output.
        """
        settings = self.settings
        with ExitStack() as stack:
            self._plan = stack.enter_context(closing(Plan(settings)))
            self.has_begun = True
            self._inputs = stack.enter_context(closing(_inputs_of(settings, self._plan)))
            self._workers = stack.enter_context(closing(Workers(self._jobs(), settings, self.on_warning)))
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
        waited = 0.0 if self._stopped_at is None else time.monotonic() - self._stopped_at
        if self._can_write():
            if waited > 2 * _GRACE:
                raise KeyboardInterrupt
            return False
        if self._reading and waited <= _GRACE:
            return False
        return self.stopping or self._inputs.is_exhausted()

    def _can_write(self) -> bool:
        return self._next < self._plan.shards and self._next not in self._unread

    def _wants_more(self) -> bool:
        room = len(self._reading) < max(_SHARDS_AT_ONCE, self._workers.jobs)
        return room and self._workers.is_running_low and not self.stopping

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
    sync_path(old.parent)


def _inputs_of(settings: BatchSettings, plan: Plan | None, **options: bool) -> Inputs:
    """The inputs of a run, without what the plan of an earlier one has."""
    how = ReaderOptions.of(settings, **options)
    if plan is None:
        return Inputs(settings.inputs(), how, limit=settings.limit)
    return Inputs(settings.inputs(), how, plan.progress, plan.missing, plan.room)


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
        inputs = stack.enter_context(closing(_inputs_of(settings, plan, extract_pages=True)))
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
