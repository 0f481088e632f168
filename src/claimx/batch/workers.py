"""Processes for work that may crash or hang, and workers that hold the model and read groups of articles."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from hashlib import sha256
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from claimx.article import Article, UnreadPage, time_limit
from claimx.batch import BatchSettings, Failure
from claimx.batch.parts import Item, Record
from claimx.errors import ClaimxError, InputError, ModelError
from claimx.metadata.days import day_in_path
from claimx.readers.inputs import or_error

if TYPE_CHECKING:
    from spacy.language import Language

    from claimx.schema import Extraction

# A group keeps a worker busy for about two seconds, so that all workers finish at about the same time.
_GROUP_ARTICLES = 8
_GROUP_CHARACTERS = 24_000
# Workers that die before they have loaded the model are not the fault of an article.
_MOST_FAILED_STARTS = 3
# The pipeline remembers every word that it meets, which is quick, but fills the memory in the long run: from
# so many words on, new ones are forgotten after each group.
_WORDS_KEPT = 150_000
Result = TypeVar("Result")

# What the future of a call raises when the process died or took too long.
LOST = (ProcessExpired, BrokenProcessPool, TimeoutError)


class Process:
    """A process that runs one function call after the other.

    It is a pool of one: a process that is killed in the middle of a message leaves the pipes and locks of the
    others sound. After a call raised one of `LOST`, kill it and start another one.
    """

    def __init__(self, initializer: Callable[..., None] | None = None, *arguments: object) -> None:
        """Start the process, which calls the initializer first.

        Raises:
            ClaimxError: the system starts no process.
        """
        self._pool = ProcessPool(
            1, initializer=_begin, initargs=(initializer, *arguments), context=get_context("spawn")
        )
        try:
            with _interrupts_blocked():
                self._started: Future[None] = self._pool.schedule(_do_nothing)
        except OSError as error:
            remedy = f"check that you may run {sys.executable}, and that there is memory for it"
            raise ClaimxError(f"a process cannot be started: {error.strerror}", remedy) from error

    @property
    def is_ready(self) -> bool:
        """Whether the initializer has returned."""
        return self._started.done() and self._started.exception() is None

    def call(
        self, function: Callable[..., Result], *arguments: object, timeout: float | None = None
    ) -> Future[Result]:
        """Run a function; the time limit begins when the process takes the call, not while it starts."""
        try:
            return self._pool.schedule(function, args=arguments, timeout=timeout)
        except RuntimeError as error:
            # The process died while it had nothing to do.
            future: Future[Result] = Future()
            future.set_exception(BrokenProcessPool(str(error)))
            return future

    def stop(self) -> None:
        """End the process soon, without waiting for it."""
        self._pool.stop()  # type: ignore[no-untyped-call]

    def kill(self) -> None:
        """End the process, whatever it is doing."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def reason_of(error: BaseException, timeout: float) -> str:
    """Why a call was lost, in words."""
    if isinstance(error, TimeoutError):
        return f"reading took longer than {timeout:g} seconds"
    code = error.exitcode if isinstance(error, ProcessExpired) else None
    if code is None:
        return "the process that read it ended"
    if code < 0:
        return f"the process that read it was killed by {_signal_name(-code)}"
    return f"the process that read it ended with exit code {code}"


def _begin(initializer: Callable[..., None] | None, *arguments: object) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    if initializer:
        initializer(*arguments)


def _end_with_parent() -> None:
    """End this process, whatever it is doing, once the one that started it has been killed."""
    parent = parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


def _do_nothing() -> None:
    return None


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Start processes that Ctrl-C, which a terminal sends to all of them, does not reach."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


# In a worker process: the model with the settings of the run, or why it cannot be loaded.
_loaded: tuple[Language, BatchSettings] | Failure


def load_model(settings: BatchSettings) -> None:
    """Load the model, once in each process."""
    global _loaded
    from claimx.api import load

    try:
        _loaded = load(settings.model, threads=1), settings
    except ClaimxError as error:
        _loaded = Failure.of(error)


def model_failure() -> Failure | None:
    """Why the model cannot be loaded, if it cannot."""
    return _loaded if isinstance(_loaded, Failure) else None


def read_group(items: Sequence[Item]) -> list[Record]:
    """Read articles; a failure of one is in its record."""
    from claimx.api import extract_articles
    from claimx.page_links import with_links
    from claimx.schema import Extraction

    assert not isinstance(_loaded, Failure)
    nlp, settings = _loaded
    records = [Record(item.path, item.position) for item in items]
    articles: list[Article] = []
    pending: list[Record] = []
    for item, record in zip(items, records, strict=True):
        article = _extracted(item.content)
        if isinstance(article, Article):
            article = _dated(article, settings)
        record.id = item.content.id if isinstance(item.content, Article) else None
        if isinstance(article, Failure):
            record.id, record.failure = None, article
            continue
        record.sha256 = sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        record.characters, record.notices = len(article.text), list(article.notices)
        articles.append(article)
        pending.append(record)
    with nlp.memory_zone() if len(nlp.vocab.strings) > _WORDS_KEPT else nullcontext():
        undated: list[int] = []
        read = extract_articles(
            articles,
            nlp,
            min_confidence=settings.min_confidence,
            on_doc=lambda doc: undated.append(doc._.undated or 0),
        )
        for record, result in zip(pending, read, strict=True):
            if isinstance(result, Extraction):
                _fill(record, with_links(result) if settings.written.links else result)
                record.undated = undated.pop()
            else:
                record.failure = Failure.of(result)
    return records


def _extracted(content: Article | Failure) -> Article | Failure:
    if not isinstance(content, UnreadPage):
        return content
    from claimx.readers.html import extract_page

    article = or_error(extract_page, content)
    return Failure.of(article) if isinstance(article, InputError) else article


def _dated(article: Article, settings: BatchSettings) -> Article:
    """The article with the day of publication that the settings give it."""
    published = settings.published or article.published
    if published is None and settings.date_from_path and article.path:
        published = day_in_path(article.path)
    return article if published == article.published else replace(article, published=published)


def _fill(record: Record, extraction: Extraction) -> None:
    from claimx.api import ENGLISH

    record.words = len(extraction.document.text.split())
    record.is_english = extraction.document.language == ENGLISH
    record.result = extraction.to_json()


@dataclass(slots=True)
class _Shard:
    number: int
    records: list[Record | None]
    left: int


@dataclass(slots=True)
class _Group:
    """Items of one shard, by their places in it; `alone`: a group of one that lost a worker before."""

    shard: _Shard
    items: dict[int, Item]
    alone: bool = False


@dataclass(slots=True)
class _Worker:
    process: Process
    # What it is doing: loading the model, until that is known to have succeeded, or reading a group.
    loading: Future[Failure | None] | None
    answer: Future[list[Record]] | None = None
    group: _Group | None = None


@dataclass(slots=True)
class Workers:
    """Reads shards. Workers are started as they are needed, up to `jobs`.

    When a worker dies, or takes too long for a group, the articles of the group are read again, each alone;
    one with which that happens once more has failed. Where memory is too small for all workers, the run
    continues with fewer of them, and `warn` is called.
    """

    jobs: int
    settings: BatchSettings
    warn: Callable[[str], None] = lambda message: None
    _waiting: deque[_Group] = field(default_factory=deque, init=False)
    _finished: deque[_Shard] = field(default_factory=deque, init=False)
    _workers: list[_Worker] = field(default_factory=list, init=False)
    _failed_starts: int = field(default=0, init=False)

    @property
    def futures(self) -> list[Future[Any]]:
        """What is done when `poll` may have something new."""
        found = (worker.answer or worker.loading for worker in self._workers)
        return [future for future in found if future is not None]

    @property
    def is_running_low(self) -> bool:
        """Whether workers may soon have nothing to do."""
        return len(self._waiting) < self.jobs

    def submit(self, number: int, items: Sequence[Item]) -> None:
        """Have the items of a shard read."""
        shard = _Shard(number, [None] * len(items), len(items))
        articles: dict[int, Item] = {}
        for place, item in enumerate(items):
            if isinstance(item.content, Failure):
                self._settle(shard, place, Record(item.path, item.position, failure=item.content))
            else:
                articles[place] = item
        if not items:
            self._finished.append(shard)
        self._waiting.extend(_Group(shard, group) for group in _groups(articles, self.jobs))
        self._hand_out()

    def poll(self) -> Iterator[tuple[int, list[Record]]]:
        """The shards that are finished: their numbers and records.

        Raises:
            ModelError: the workers cannot load the model.
        """
        for worker in list(self._workers):
            if worker.loading and worker.loading.done():
                self._note_start(worker)
            elif worker.answer and worker.answer.done():
                self._take(worker)
        self._hand_out()
        while self._finished:
            shard = self._finished.popleft()
            yield shard.number, [record for record in shard.records if record is not None]

    def close(self) -> None:
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.process.stop()
        for worker in self._workers:
            worker.process.kill()
        self._workers.clear()

    def _settle(self, shard: _Shard, place: int, record: Record) -> None:
        shard.records[place] = record
        shard.left -= 1
        if not shard.left:
            self._finished.append(shard)

    def _take(self, worker: _Worker) -> None:
        answer, group = worker.answer, worker.group
        assert answer is not None
        assert group is not None
        worker.answer = worker.group = None
        try:
            records = answer.result()
        except LOST as error:
            self._workers.remove(worker)
            worker.process.kill()
            reason = reason_of(error, self._time_limit(group))
            remedy = "leave it out, or look for what is special about it; --timeout and memory may matter"
            self._retry(group, lambda item: Failure(f"{item.path} ({item.id}): {reason}", remedy))
        except Exception as fault:  # whatever a worker raises, the other articles are read
            failure = Failure.of(fault)
            self._retry(group, lambda item: failure)
        else:
            for place, record in zip(group.items, records, strict=True):
                self._settle(group.shard, place, record)

    def _time_limit(self, group: _Group) -> float:
        return time_limit(self.settings.timeout, sum(item.characters for item in group.items.values()))

    def _retry(self, group: _Group, failure_of: Callable[[Item], Failure]) -> None:
        for place, item in reversed(group.items.items()):
            if group.alone:
                failed = Record(item.path, item.position, item.id, failure=failure_of(item))
                self._settle(group.shard, place, failed)
            else:
                self._waiting.appendleft(_Group(group.shard, {place: item}, alone=True))

    def _note_start(self, worker: _Worker) -> None:
        assert worker.loading is not None
        try:
            failure = worker.loading.result()
        except LOST:
            self._workers.remove(worker)
            worker.process.kill()
            self._failed_starts += 1
        else:
            if failure is not None:
                raise ModelError(failure.message, failure.remedy)
            worker.loading = None
            self._failed_starts = 0
        loaded = sum(worker.loading is None for worker in self._workers)
        # Where none has loaded it yet, those that are still loading decide; no other is started meanwhile.
        if self._failed_starts < _MOST_FAILED_STARTS or (self._workers and not loaded):
            return
        if not loaded:
            raise ModelError(
                "no process lives long enough to load the model: the last one died while it did",
                "check that there is memory for as many as --jobs says",
            )
        self.jobs, self._failed_starts = loaded, 0
        self.warn(f"continuing with --jobs {loaded}: no further process lives long enough to load the model")

    def _hand_out(self) -> None:
        for worker in self._workers:
            if self._waiting and worker.loading is None and worker.group is None:
                worker.group = self._waiting.popleft()
                items = list(worker.group.items.values())
                limit = self._time_limit(worker.group)
                worker.answer = worker.process.call(read_group, items, timeout=limit)
        starting = sum(worker.loading is not None for worker in self._workers)
        while (
            self._failed_starts < _MOST_FAILED_STARTS
            and len(self._workers) < self.jobs
            and starting < len(self._waiting)
        ):
            process = Process(load_model, self.settings)
            self._workers.append(_Worker(process, process.call(model_failure)))
            starting += 1


def _groups(items: dict[int, Item], jobs: int) -> Iterator[dict[int, Item]]:
    """Groups of items that are about equally long to read, and enough of them for every worker."""
    most = max(1, min(_GROUP_ARTICLES, len(items) // jobs))
    group: dict[int, Item] = {}
    characters = 0
    for place, item in items.items():
        if group and (len(group) == most or characters + item.characters > _GROUP_CHARACTERS):
            yield group
            group, characters = {}, 0
        group[place] = item
        characters += item.characters
    if group:
        yield group
