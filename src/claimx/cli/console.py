"""What a command prints on stderr, and how it ends: messages, progress and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import typer

from claimx.errors import ClaimxError
from claimx.text import printable

FAILED = 1
# 128 plus the number of the signal, as in shells: SIGINT and SIGPIPE.
INTERRUPTED = 130
PIPE_CLOSED = 141

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


def counted(number: int, noun: str) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


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


@contextmanager
def count_articles(*, shown: bool) -> Iterator[Callable[[], None]]:
    """Show a running count of articles on stderr; the function given is to be called after each article."""
    if not shown or _quiet:
        yield lambda: None
        return

    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        # Results go to stdout unchanged.
        redirect_stdout=False,
    )
    articles = 0
    with progress:
        task = progress.add_task("loading the model")

        def advance() -> None:
            nonlocal articles
            articles += 1
            progress.update(task, description=f"{counted(articles, 'article')} read")

        yield advance


def _print(message: str) -> None:
    # Messages contain names of files and parts of articles.
    indent = message[: len(message) - len(message.lstrip())]
    # `sys.stderr` is looked up for each message: a running progress display replaces it.
    sys.stderr.write(f"claimx: {indent}{printable(message)}\n")
