"""How a command ends when it does not end well: an exit code, and no traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from claimx.cli import messages
from claimx.errors import ClaimxError

FAILED = 1
# 128 and the number of the signal, as shells have it: SIGINT and SIGPIPE.
INTERRUPTED = 130
PIPE_CLOSED = 141


@contextmanager
def clean_exits() -> Iterator[None]:
    """Turn claimx's errors, Ctrl-C and a reader that has gone away into exit codes."""
    try:
        yield
        sys.stdout.flush()
    except ClaimxError as problem:
        messages.error(problem)
        raise typer.Exit(FAILED) from problem
    except KeyboardInterrupt as interrupt:
        messages.note("stopped")
        raise typer.Exit(INTERRUPTED) from interrupt
    except BrokenPipeError as closed:
        # What is still buffered has nowhere to go; without this Python complains about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(PIPE_CLOSED) from closed
