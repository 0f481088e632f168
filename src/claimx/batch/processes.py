"""A process of its own for work that may crash or hang."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

Result = TypeVar("Result")

# What the future of a call raises when the process died or took too long.
LOST = (ProcessExpired, BrokenProcessPool, TimeoutError)


class Process:
    """A process that runs one function call after the other.

    It is a pool of one: a process that is killed in the middle of a message leaves the pipes and locks of the
    others sound. After a call raised one of `LOST`, kill it and start another one.
    """

    def __init__(self, initializer: Callable[..., None] | None = None, *arguments: object) -> None:
        """Start the process, which calls the initializer first."""
        self._pool = ProcessPool(1, initializer=initializer, initargs=arguments, context=get_context("spawn"))
        with _interrupts_blocked():
            self._started: Future[None] = self._pool.schedule(_do_nothing)

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
