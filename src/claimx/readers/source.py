"""An open file or stream, before anything is read from it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from claimx.errors import InputError

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read articles from. `name` is what an article without an id of its own is called."""

    name: str
    path: str | None
    stream: BufferedReader

    def error(self, message: str, remedy: str, *, place: str | None = None) -> InputError:
        """The error that says that this source, or one `place` in it, cannot be read."""
        where = self.path or "standard input"
        return InputError(f"{where}{f', {place}' if place else ''}: {message}", remedy)


@contextmanager
def open_source(path: str, name: str) -> Iterator[Source]:
    """Open a file, or the standard input for `-`.

    Raises:
        InputError: it cannot be opened, or reading from it fails later.
    """
    try:
        if path == STDIN:
            with open(sys.stdin.fileno(), "rb", closefd=False) as stream:
                yield Source(name, None, stream)
        else:
            with Path(path).open("rb") as stream:
                yield Source(name, path, stream)
    except FileNotFoundError as error:
        raise InputError(f"{path}: there is no such file", "check the name and the folder") from error
    except IsADirectoryError as error:
        remedy = f"name its files instead: claimx extract {Path(path) / '*.txt'}"
        raise InputError(f"{path}: this is a folder, not an article", remedy) from error
    except PermissionError as error:
        raise InputError(f"{path}: you may not read this file", "ask for permission to read it") from error
    except OSError as error:
        remedy = "check that the disk or device it lies on is in order"
        raise InputError(f"{path}: reading failed: {error.strerror}", remedy) from error
