"""One run of `claimx batch`, as the person sees it: progress, messages, Ctrl-C and the exit code."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING

from claimx.batch.messages import Failure
from claimx.batch.run import Batch
from claimx.batch.settings import DUPLICATES, FAILURES, BatchSettings
from claimx.batch.survey import look_through
from claimx.cli import console as messages
from claimx.cli.batch_progress import show_progress
from claimx.cli.console import FAILED, counted
from claimx.errors import ClaimxError, InputError
from claimx.readers.inputs import size_of

if TYPE_CHECKING:
    from claimx.cluster.run import ClusterBatch
    from claimx.cluster.settings import ClusterSettings

# Of more than so many nobody would read every one.
_MESSAGES_OF_A_KIND = 20
_GO_ON = "to go on, give the same command with --resume"


def look(settings: BatchSettings) -> int:
    """Say what a run would read; the exit code."""
    survey = look_through(settings, lambda failure: messages.error(_as_error(failure)))
    messages.note(
        f"{counted(survey.articles, 'article')}, {counted(survey.characters, 'character')}, "
        f"in {counted(survey.inputs, 'input')}; {survey.failures:,} cannot be read; nothing was written"
    )
    return FAILED if survey.failures else 0


@dataclass
class BatchJob:
    """A run of the command, on this machine or on a cluster."""

    settings: BatchSettings | ClusterSettings
    _told: int = field(default=0, init=False)
    _warned: int = field(default=0, init=False)
    _signal: int | None = field(default=None, init=False)

    def run(self) -> int:
        """Read everything, or until somebody stops it; the exit code."""
        batch = _make_batch(self.settings)
        total = sum(size_of(path) for path in self.settings.inputs())
        with self._stopping(batch), show_progress(batch, total) as advance:

            def told(failure: Failure | None) -> None:
                if failure:
                    self._tell(failure)
                advance()

            batch.told, batch.warned = told, self._warn
            try:
                batch.run()
            except ClaimxError:
                if batch.has_begun:
                    messages.note(f"what was committed is kept; {_GO_ON}")
                raise
            except KeyboardInterrupt:
                messages.note(f"stopped at once; {_GO_ON}")
                return 128 + (self._signal or signal.SIGINT)
        self._sum_up(batch)
        if self._signal:
            return 128 + self._signal
        return FAILED if batch.counts.failures else 0

    def _sum_up(self, batch: Batch | ClusterBatch) -> None:
        counts, output = batch.counts, self.settings.output
        parts = [f"{counted(counts.articles, 'article')} read into {output}"]
        if counts.duplicates:
            parts.append(f"{counts.duplicates:,} had the text of another: {self.settings.beside(DUPLICATES)}")
        if counts.failures:
            parts.append(f"{counts.failures:,} failed: {self.settings.beside(FAILURES)}")
        if counts.not_english:
            parts.append(f"{counts.not_english:,} may not be English, so do not trust what is found there")
        messages.note("; ".join(parts))
        if self._signal or batch.halted:
            messages.note(f"not all was read; {_GO_ON}")

    def _tell(self, failure: Failure) -> None:
        self._told += 1
        if self._told <= _MESSAGES_OF_A_KIND:
            messages.error(_as_error(failure))
        elif self._told == _MESSAGES_OF_A_KIND + 1:
            messages.note(f"more have failed; all of them are in {self.settings.beside(FAILURES)}")

    def _warn(self, message: str) -> None:
        self._warned += 1
        if self._warned <= _MESSAGES_OF_A_KIND:
            messages.warning(message)
        elif self._warned == _MESSAGES_OF_A_KIND + 1:
            messages.note("more warnings like these are not shown")

    @contextmanager
    def _stopping(self, batch: Batch | ClusterBatch) -> Iterator[None]:
        """The first signal lets the run end well, the second ends it."""

        def stop(number: int, frame: FrameType | None) -> None:
            if self._signal is not None:
                raise KeyboardInterrupt
            self._signal = number
            batch.stop()
            messages.note("finishing what has been begun; stop again to end at once")

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _make_batch(settings: BatchSettings | ClusterSettings) -> Batch | ClusterBatch:
    if isinstance(settings, BatchSettings):
        return Batch(settings)
    from claimx.cluster.run import ClusterBatch

    return ClusterBatch(settings)


def _as_error(failure: Failure) -> InputError:
    return InputError(failure.message, failure.remedy)
