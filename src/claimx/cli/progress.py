"""A line on the terminal that says how far a run has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def count_articles(*, shown: bool) -> Iterator[Callable[[], None]]:
    """Gives a function to call after each article; the count stands on stderr while the block runs."""
    if not shown:
        yield lambda: None
        return

    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.completed:,.0f} articles read"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        # Results go to stdout as they are.
        redirect_stdout=False,
    )
    with progress:
        task = progress.add_task("", total=None)
        yield lambda: progress.advance(task)
