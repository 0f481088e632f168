"""What a command prints on stderr, and how it ends: messages, progress and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import typer

from claimx.errors import ClaimxError
from claimx.text import counted, listed, printable

if TYPE_CHECKING:
    from rich.progress import Progress

FAILED = 1
# 128 plus the number of the signal, as in shells: SIGINT and SIGPIPE.
INTERRUPTED = 130
PIPE_CLOSED = 141
# Characters of an article that takes some seconds to read.
_LONG = 50_000

T = TypeVar("T")

_quiet = False


def set_quiet(quiet: bool) -> bool:
    """Print errors only. Every command sets this anew, through the callback of its option `--quiet`."""
    global _quiet
    _quiet = quiet
    return quiet


def error(problem: ClaimxError) -> None:
    """Print what is wrong and what to do about it."""
    _print(f"error: {problem.message}")
    _print(f"  hint: {problem.remedy}")


def warning(message: str) -> None:
    """Print a warning about a result that is written nevertheless."""
    note(f"warning: {message}")


def note(message: str) -> None:
    """Print how the run proceeds."""
    if not _quiet:
        _print(message)


def note_passed_over(files: Sequence[str], reason: str) -> None:
    """Print how many files of folders were passed over, and why: `2 files that claimx wrote`."""
    if files:
        note(f"{counted(len(files), 'file')} {reason} passed over: {listed(files)}")


@dataclass
class Problems:
    """The errors of a run that continues after them: printed as they occur, and counted."""

    count: int = 0

    def report(self, problem: ClaimxError) -> None:
        """Print and count an error."""
        self.count += 1
        error(problem)

    def drop_from(self, items: Iterable[T | ClaimxError]) -> Iterator[T]:
        """The items without the errors among them, which are reported."""
        for item in items:
            if isinstance(item, ClaimxError):
                self.report(item)
            else:
                yield item


@contextmanager
def clean_exits() -> Iterator[Problems]:
    """End the command with an exit code instead of a traceback: after errors, Ctrl-C and a closed pipe."""
    problems = Problems()
    try:
        yield problems
        sys.stdout.flush()
    except ClaimxError as problem:
        error(problem)
        _drop_unwritten()
        raise typer.Exit(FAILED) from problem
    except KeyboardInterrupt as interrupt:
        note("stopped")
        raise typer.Exit(INTERRUPTED) from interrupt
    except BrokenPipeError as closed:
        _drop_unwritten()
        raise typer.Exit(PIPE_CLOSED) from closed
    if problems.count:
        raise typer.Exit(FAILED)


def _drop_unwritten() -> None:
    """Drop what cannot be written to stdout: Python would try again at exit, and print an error."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class ReadingProgress:
    """How far a command has read, on stderr: the number of articles, or the long one that is being read.

    It is hidden while results are written, which may go to the same terminal.
    """

    def __init__(self, bar: Progress | None) -> None:
        """Without a bar nothing is shown."""
        self._bar = bar
        self._task = bar.add_task("loading the model") if bar else None
        self.articles = 0

    def begin(self, name: str, characters: int) -> None:
        """Say that an article is about to be read, if that will take a while."""
        if characters >= _LONG:
            self._show(f"reading {printable(name)}, {counted(characters, 'character')}")

    def advance(self) -> None:
        """Count an article."""
        self.articles += 1
        self._show(f"{counted(self.articles, 'article')} read")

    def each(self, articles: Iterable[T]) -> Iterator[T]:
        """The articles, each counted when the next one is asked for."""
        for article in articles:
            yield article
            self.advance()

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Clear the line for as long as something else is printed."""
        if self._bar is None:
            yield
            return
        self._bar.stop()
        yield
        sys.stdout.flush()
        self._bar.start()

    def _show(self, description: str) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=description)


@contextmanager
def show_reading(*, shown: bool) -> Iterator[ReadingProgress]:
    """Show how far a command has read, unless messages are unwanted."""
    if not shown or _quiet:
        yield ReadingProgress(None)
        return

    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        # Results go to stdout unchanged.
        redirect_stdout=False,
    )
    with bar:
        yield ReadingProgress(bar)


def _print(message: str) -> None:
    # Messages contain names of files and parts of articles.
    indent = message[: len(message) - len(message.lstrip())]
    # `sys.stderr` is looked up for each message: a running progress display replaces it.
    sys.stderr.write(f"claimx: {indent}{printable(message)}\n")
