"""How far a batch has come: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from claimx.batch.run import Counts
from claimx.cli import console as messages

# Seconds between two lines where nobody watches a bar.
_LINE_EVERY = 30


class Counted(Protocol):
    """A run that says how far it has come."""

    @property
    def counts(self) -> Counts:
        """How many articles, and words, that is."""

    @property
    def bytes_read(self) -> int:
        """About how many bytes of the inputs that is."""


@contextmanager
def show_progress(batch: Counted, total: int) -> Iterator[Callable[[], None]]:
    """Gives a function to call after each article. `total` is the size of all inputs, 0 if nobody knows."""
    if sys.stderr.isatty():
        with _bar(batch, total) as advance:
            yield advance
    else:
        yield _lines(batch, total)


def _lines(batch: Counted, total: int) -> Callable[[], None]:
    began = last = time.monotonic()
    words_before: int | None = None

    def advance() -> None:
        nonlocal last, words_before
        if words_before is None:
            words_before = batch.counts.words
        now = time.monotonic()
        if now - last >= _LINE_EVERY:
            last = now
            share = f" ({min(batch.bytes_read / total, 1):.0%})" if total else ""
            speed = (batch.counts.words - words_before) / (now - began)
            messages.note(f"{_count(batch)}{share}, {speed:,.0f} words/s")

    return advance


@contextmanager
def _bar(batch: Counted, total: int) -> Iterator[Callable[[], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    progress = Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    began = time.monotonic()
    words_before: int | None = None
    with progress:
        task = progress.add_task("starting", total=total or None)

        def advance() -> None:
            nonlocal words_before
            if words_before is None:
                words_before = batch.counts.words
            speed = (batch.counts.words - words_before) / max(time.monotonic() - began, 1)
            description = f"{_count(batch)}, {speed:,.0f} words/s"
            progress.update(task, completed=batch.bytes_read, description=description)

        yield advance


def _count(batch: Counted) -> str:
    counts = batch.counts
    failed = f", {counts.failures:,} failed" if counts.failures else ""
    return messages.counted(counts.articles, "article") + failed
