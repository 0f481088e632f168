"""The items of all inputs, in order, as the reader process finds them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from claimx.batch.child import Child, ChildDiedError
from claimx.batch.journal import InputProgress
from claimx.batch.messages import EndOfInput, Failure, Item, PackedArticle, Ready, Request
from claimx.batch.reader import ReaderOptions, serve
from claimx.errors import InputError
from claimx.readers import STDIN
from claimx.readers.inputs import printable_path, size_of

# So that the reader need not wait to be told what comes next.
_REQUESTS_AHEAD = 16
# Readers that end before they have begun are not the fault of an input.
_MOST_FAILED_STARTS = 3


class Inputs:
    """Asks the reader process for one input after the other, and replaces it where it dies or hangs.

    An input that killed it is read once more from where it was; then it is given up.
    """

    def __init__(
        self,
        paths: Iterable[str],
        options: ReaderOptions,
        progress: Callable[[str], InputProgress],
        timeout: float,
    ) -> None:
        self._bytes_done = 0
        self._characters_of_this = 0
        self._paths = iter(paths)
        self._options = options
        self._progress = progress
        self._timeout = timeout
        self._ahead: deque[Request] = deque()
        self._retried = False
        self._reader: Child | None = None
        self._ready = False
        self._failed_starts = 0
        self._asked_since = 0.0
        self._ask()

    @property
    def connections(self) -> list[Connection[Any, Any]]:
        """What becomes ready when something was found."""
        return [self._reader.connection] if self._reader and self._ahead else []

    @property
    def exhausted(self) -> bool:
        """Whether everything was found."""
        return not self._ahead

    @property
    def bytes_read(self) -> int:
        """About how many bytes of the inputs have been read, those that were done before included."""
        if not self._ahead:
            return self._bytes_done
        return self._bytes_done + min(self._characters_of_this, size_of(self._ahead[0].path))

    def poll(self) -> Item | EndOfInput | None:
        """What was found next; None if nothing is there yet.

        Raises:
            InputError: no reader can be started.
        """
        self._ask()
        if self._reader is None or not self._ahead:
            return None
        try:
            while self._reader.has_message():
                found: Ready | Item | EndOfInput = self._reader.receive()
                if not isinstance(found, Ready):
                    return self._note(found)
                self._ready, self._failed_starts = True, 0
        except ChildDiedError:
            who = "the process that read it" if self._ready else "the last one"
            return self._replace(f"{who} {self._reader.bury()}")
        return self._replace(f"reading took longer than {self._timeout:g} seconds") if self._hangs() else None

    def rest(self) -> None:
        """Nobody is asking for the time being: how long the reader takes does not matter."""
        self._asked_since = 0.0

    def close(self) -> None:
        """Stop reading."""
        if self._reader:
            self._reader.kill()

    def _hangs(self) -> bool:
        if not self._asked_since:
            self._asked_since = time.monotonic()
        # Somebody may be typing at the other end of the standard input.
        patient = not self._ready or self._ahead[0].path == STDIN
        return not patient and time.monotonic() - self._asked_since > self._timeout

    def _note(self, found: Item | EndOfInput) -> Item | EndOfInput:
        self._asked_since = 0.0
        self._retried = False
        if isinstance(found, EndOfInput):
            self._bytes_done += size_of(self._ahead.popleft().path)
            self._characters_of_this = 0
        else:
            self._ahead[0] = replace(self._ahead[0], position=found.position + 1)
            if isinstance(found.content, PackedArticle):
                self._characters_of_this += found.content.characters
        return found

    def _replace(self, reason: str) -> Item | None:
        """Go on with a new reader; the failure of the input that was being read, if it is given up."""
        if self._reader:
            self._reader.kill()
        was_ready = self._ready
        self._reader, self._ready, self._asked_since = None, False, 0.0
        again = list(self._ahead)
        self._ahead.clear()
        failure = None
        if not was_ready:
            self._note_failed_start(reason)
        elif self._retried and not again[0].given_up:
            remedy = "look into this file, which is damaged or harmful, or leave it out"
            reason = f"{printable_path(again[0].path)}: {reason}"
            failure = Item(printable_path(again[0].path), again[0].position, Failure(reason, remedy))
            again[0] = replace(again[0], position=again[0].position + 1, given_up=True)
        if was_ready:
            self._retried = not self._retried
        for request in again:
            self._request(request)
        return failure

    def _note_failed_start(self, reason: str) -> None:
        self._failed_starts += 1
        if self._failed_starts == _MOST_FAILED_STARTS:
            raise InputError(
                f"no process lives long enough to read the inputs: {reason}",
                "check that there is memory for it, and that claimx is installed with all that it needs",
            )

    def _ask(self) -> None:
        while len(self._ahead) < _REQUESTS_AHEAD:
            path = next(self._paths, None)
            if path is None:
                return
            progress = self._progress(printable_path(path))
            if progress.complete:
                self._bytes_done += size_of(path)
            elif all(path != request.path for request in self._ahead):
                self._request(Request(path, progress.items))

    def _request(self, request: Request) -> None:
        if self._reader is None:
            self._reader = Child(serve, self._options)
        self._ahead.append(request)
        try:
            self._reader.send(request)
        except ChildDiedError:
            # Found out again, and dealt with, when something is expected from it.
            return
