"""From input files to shards of articles. A file that crashes or hangs its reader costs only itself."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from claimx.article import Article
from claimx.batch import BatchSettings, Failure
from claimx.batch.parts import Item, Span
from claimx.batch.workers import LOST, Process, reason_of
from claimx.errors import InputError
from claimx.readers import STDIN, stream_articles
from claimx.readers.inputs import printable_path, size_of

# Readers that die before they have read anything are not the fault of an input.
_MOST_FAILED_STARTS = 3


@dataclass(frozen=True, slots=True)
class Shard:
    """Items that are stored together in one part; `number` if an earlier run has planned the part."""

    spans: list[Span] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """How inputs are read.

    `most` items make a full shard, or fewer with that many `characters`, so that what a stopped run reads
    again takes seconds. `extract_pages`: whether the reader extracts the text of web pages, which takes long;
    by default that is left to the workers.
    """

    timeout: float
    input_format: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    most: int = 64
    characters: int = 250_000
    extract_pages: bool = False

    @classmethod
    def of(cls, settings: BatchSettings, **options: Any) -> ReaderOptions:
        """The options that follow from the settings of a run."""
        return cls(settings.timeout, settings.input_format, settings.fields, **options)


class Wanted(NamedTuple):
    """An input to read from position `first` on: `size` items, or all of them."""

    path: str
    first: int = 0
    size: int | None = None

    def after(self, items: int) -> Wanted:
        """What is still to be read after some items."""
        return Wanted(self.path, self.first + items, None if self.size is None else self.size - items)


# In the reader process: the input that the last call ended in, and what is to be read of it.
_open_input: tuple[Wanted, Iterator[Article | Failure]] | None = None


def read_items(wanted: list[Wanted], most: int, options: ReaderOptions) -> Shard:
    """The next items of some inputs, `most` at the most; inputs that were not reached have no span."""
    global _open_input
    shard = Shard()
    characters = 0
    for request in wanted:
        if _open_input is None or _open_input[0] != request:
            _open_input = request, islice(_contents(request, options), request.size)
        contents, count = _open_input[1], 0
        for content in contents:
            item = Item(printable_path(request.path), request.first + count, content)
            shard.items.append(item)
            count += 1
            characters += item.characters
            if len(shard.items) >= most or characters >= options.characters:
                _open_input = request.after(count), contents
                shard.spans.append(Span(request.path, request.first, count, False))
                return shard
        shard.spans.append(Span(request.path, request.first, count, True))
        _open_input = None
    return shard


def _contents(request: Wanted, options: ReaderOptions) -> Iterator[Article | Failure]:
    position, skipped = -1, None
    try:
        for position, found in enumerate(
            stream_articles(
                [request.path],
                input_format=options.input_format,
                fields=options.fields,
                extract_pages=options.extract_pages,
            )
        ):
            if position < request.first:
                skipped = found
            else:
                yield Failure.of(found) if isinstance(found, InputError) else found
    except Exception as fault:  # whatever a parser raises, the next file is read
        yield Failure.of(fault)
    if position < request.first - 1 and isinstance(skipped, InputError):
        # It could be read further before.
        yield Failure.of(skipped)


def _use_real_stdin() -> None:
    # multiprocessing puts an empty file in the place of the standard input, but leaves that open.
    with suppress(OSError):
        sys.stdin = os.fdopen(0, closefd=False)


class Inputs:
    """Shards of all inputs, in order, filled from a reader process that is one answer ahead.

    After the reader died or took too long, it is asked for one item alone; if that happens again, the input
    is given up, with a failure in its place. Shards are the same whether that happens or not.
    """

    def __init__(
        self,
        paths: Iterable[str],
        options: ReaderOptions,
        progress: Callable[[str], tuple[int, bool]] = lambda path: (0, False),
        missing: Iterable[tuple[int, list[Span]]] = (),
        limit: int | None = None,
    ) -> None:
        """Read `paths`, but pass over what an earlier run has planned.

        Args:
            paths: the inputs.
            options: how to read them.
            progress: how many items of an input are planned already, and whether that is all of it.
            missing: numbers and spans of what is planned but has no part; they come first.
            limit: how many items to read at the most beside those; None for all.
        """
        self._paths = iter(paths)
        self._options = options
        self._progress = progress
        self._missing = deque(missing)
        self._left = limit
        self._wanted: deque[Wanted] = deque()
        self._filling = Shard()
        # How much has been read of inputs that are at their end, and handed over of the one that is not.
        self._bytes_ended = self._begun = 0
        self._process: Process | None = None
        self._answer: Future[Shard] | None = None
        # Whether the reader was lost with the first input that is wanted.
        self._suspected = False
        self._failed_starts = 0

    @property
    def futures(self) -> list[Future[Shard]]:
        """What is done when `take` may have something new."""
        return [self._answer] if self._answer else []

    @property
    def bytes_read(self) -> int:
        """About how many bytes of the inputs have been read, by earlier runs too."""
        if not self._wanted:
            return self._bytes_ended
        path = printable_path(self._wanted[0].path)
        begun = sum(item.characters for item in self._filling.items if item.path == path)
        return self._bytes_ended + min(self._begun + begun, size_of(self._wanted[0].path))

    def is_exhausted(self) -> bool:
        """Whether every shard was taken."""
        self._request()
        return self._answer is None and not self._filling.spans

    def take(self) -> Shard | None:
        """The next shard; None if it is not there yet, or there is none.

        Raises:
            InputError: no reader can be started.
        """
        while not self._is_full():
            self._request()
            if self._answer is None:
                break
            if not self._answer.done():
                return None
            self._add(self._answer)
        return self._hand_over() if self._filling.spans else None

    def close(self) -> None:
        """Stop reading."""
        if self._process:
            self._process.kill()

    @property
    def _room(self) -> int:
        """How many more items the shard may have that is being filled."""
        most = self._options.most if self._left is None else min(self._options.most, self._left)
        characters = sum(item.characters for item in self._filling.items)
        return most - len(self._filling.items) if characters < self._options.characters else 0

    def _is_full(self) -> bool:
        if self._missing:
            return bool(self._filling.spans) and not self._wanted
        return self._room <= 0

    def _request(self) -> None:
        """Ask the reader for the next items, unless it has been asked or the shard is full."""
        if self._answer is not None or self._is_full():
            return
        if self._missing:
            if not self._wanted and not self._filling.spans:
                number, spans = self._missing[0]
                self._filling = Shard(number=number)
                self._wanted.extend(Wanted(span.path, span.first, span.size) for span in spans)
            # A missing shard is read whole, however large it is.
            room = sum(wanted.size or 0 for wanted in self._wanted) + 1
        else:
            self._look_ahead()
            room = self._room
        if not self._wanted:
            return
        if self._process is None:
            self._process = Process(_use_real_stdin)
        wanted = [self._wanted[0]] if self._suspected else list(self._wanted)
        most = 1 if self._suspected else room
        # Standard input may be typed by hand, which takes any time.
        timeout = None if wanted[0].path == STDIN else self._options.timeout
        self._answer = self._process.call(read_items, wanted, most, self._options, timeout=timeout)

    def _look_ahead(self) -> None:
        while len(self._wanted) < self._options.most:
            path = next(self._paths, None)
            if path is None:
                return
            items, ended = self._progress(path)
            if ended:
                self._bytes_ended += size_of(path)
            elif all(path != wanted.path for wanted in self._wanted):
                self._wanted.append(Wanted(path, items))

    def _add(self, answer: Future[Shard]) -> None:
        self._answer = None
        try:
            found = answer.result()
        except LOST as error:
            found = self._recover(error)
        else:
            self._failed_starts, self._suspected = 0, False
        self._filling.items.extend(found.items)
        for span in found.spans:
            wanted = self._wanted.popleft()
            if not span.ended:
                self._wanted.appendleft(wanted.after(span.size))
            elif not self._missing:
                self._bytes_ended += size_of(span.path)
                self._begun = 0
            _join(self._filling.spans, span)

    def _recover(self, error: BaseException) -> Shard:
        """Continue with a new reader; the failure of the input that was being read, if it is given up."""
        assert self._process is not None
        was_ready = self._process.is_ready
        self._process.kill()
        self._process = None
        reason = reason_of(error, self._options.timeout)
        path, first, _ = self._wanted[0]
        if not was_ready:
            self._failed_starts += 1
            if self._failed_starts == _MOST_FAILED_STARTS:
                raise InputError(
                    f"no process lives long enough to read the inputs: {reason}",
                    "check that there is memory for it, and that claimx is installed with all that it needs",
                )
        elif not self._suspected and path != STDIN:
            self._suspected = True
        else:
            self._suspected = False
            remedy = "look into this file, which is damaged or harmful, or leave it out"
            shown = printable_path(path)
            item = Item(shown, first, Failure(f"{shown}: {reason}", remedy))
            return Shard([Span(path, first, 1, True)], [item])
        return Shard()

    def _hand_over(self) -> Shard:
        shard, self._filling = self._filling, Shard()
        if self._missing:
            self._missing.popleft()
        elif self._left is not None:
            self._left = max(self._left - len(shard.items), 0)
        if self._wanted:
            path = printable_path(self._wanted[0].path)
            self._begun += sum(item.characters for item in shard.items if item.path == path)
        return shard


def _join(spans: list[Span], span: Span) -> None:
    """Append a span, joined to the last one if that is of the same input."""
    if spans and spans[-1].path == span.path:
        span = Span(span.path, spans[-1].first, spans[-1].size + span.size, span.ended)
        spans.pop()
    spans.append(span)
