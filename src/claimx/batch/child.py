"""A process that answers messages, and may die of what it is given."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

# Seconds from the end of a process's connection to its own.
_LAST_BREATH = 5


class ChildDiedError(Exception):
    """The process at the other end is gone."""


class Child:
    """A new process in which a function runs; it is given its end of a pipe and the arguments.

    Every process has a pipe of its own: one that is killed in the middle of a message takes no lock with it.
    """

    def __init__(self, function: Callable[..., None], *arguments: object) -> None:
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(function, theirs, *arguments), daemon=True)
        with _interrupts_held_back(), _main_hidden():
            self._process.start()
        theirs.close()

    def send(self, message: object) -> None:
        """Send a message.

        Raises:
            ChildDiedError: nobody is there to get it.
        """
        try:
            self.connection.send(message)
        except OSError as error:
            raise ChildDiedError from error

    def has_message(self) -> bool:
        """Whether there is something to receive.

        Raises:
            ChildDiedError: none will come.
        """
        try:
            return self.connection.poll()
        except OSError as error:
            raise ChildDiedError from error

    def receive(self) -> Any:
        """The next message, once it is there.

        Raises:
            ChildDiedError: none will come.
        """
        try:
            return self.connection.recv()
        except (EOFError, OSError) as error:
            raise ChildDiedError from error

    def bury(self) -> str:
        """Clear away what is left of a process that died; how it did."""
        self._process.join(_LAST_BREATH)
        code = self._process.exitcode
        self.kill()
        if code is None:
            return "closed its connection"
        return f"was killed by {_signal_name(-code)}" if code < 0 else f"ended with exit code {code}"

    def kill(self) -> None:
        """End the process at once, if it has not ended."""
        self._process.kill()
        self._process.join()
        self.connection.close()


def _run(function: Callable[..., None], connection: Connection[Any, Any], *arguments: object) -> None:
    # Ctrl-C reaches every process of a terminal; what is to be done about it is decided by the parent.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        function(connection, *arguments)
    except (EOFError, ConnectionError):
        # The parent is gone, and nobody is interested any more.
        return


@contextmanager
def _main_hidden() -> Iterator[None]:
    """Keep a new process from running the script that this one was started with, `claimx` itself among them.

    What runs there is a function of this package, which needs nothing of the script.
    """
    main = sys.modules["__main__"]
    path = main.__dict__.pop("__file__", None)
    try:
        yield
    finally:
        if path is not None:
            main.__file__ = path


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """A process that starts in here is deaf to Ctrl-C from its first moment on."""
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
