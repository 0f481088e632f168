"""An open file or stream, before anything is read from it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from claimx.errors import InputError
from claimx.readers.remote import RemoteError, is_url, open_url, size_of_url
from claimx.readers.unpacking import PackingError, unpack

STDIN = "-"
# More than this is no article, and is not taken into memory: a thousand novels' pages fit into it.
LARGEST = 32 * 2**20
_CUT_UP = "if it holds many articles, give them as JSON Lines, one a line"


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to read articles from.

    `name` is what an article without an id of its own is called. `fields` says what the fields of an
    article are called here, where that is not what claimx calls them: `{"text": "body"}`.
    """

    name: str
    path: str | None
    stream: BufferedReader
    fields: Mapping[str, str]

    def error(self, message: str, remedy: str, *, place: str | None = None) -> InputError:
        """The error that says that this source, or one `place` in it, cannot be read."""
        where = self.path or "standard input"
        return InputError(f"{where}{f', {place}' if place else ''}: {message}", remedy)

    def read(self) -> bytes:
        """All of it, for formats with one article a file.

        Raises:
            InputError: it is too large for that.
        """
        data = self.stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise self.error(f"this is larger than {_megabytes()}, too large for an article", _CUT_UP)
        return data

    def lines(self) -> Iterator[tuple[int, bytes | InputError]]:
        """The lines with their numbers, from 1; one that is too long gives its error in its place."""
        number = 0
        while line := self.stream.readline(LARGEST + 1):
            number += 1
            if len(line) <= LARGEST:
                yield number, line
                continue
            while line and not line.endswith(b"\n"):
                line = self.stream.readline(LARGEST)
            message = f"the line is longer than {_megabytes()}, too long for an article"
            yield (
                number,
                self.error(message, "see what wrote it: is a line end missing?", place=f"line {number}"),
            )


@contextmanager
def open_source(path: str, name: str, fields: Mapping[str, str]) -> Iterator[Source]:
    """Open a file, or the standard input for `-`; what is packed with gzip or zstd is unpacked on the way.

    Raises:
        InputError: it cannot be opened, or reading from it fails later.
    """
    shown = None if path == STDIN else printable_path(path)
    try:
        with _open(path) as packed, unpack(packed) as stream:
            yield Source(name, shown, stream, fields)
    except (PackingError, RemoteError) as error:
        raise InputError(f"{shown or 'standard input'}: {error}", error.remedy) from error
    except FileNotFoundError as error:
        raise InputError(f"{shown}: there is no such file", "check the name and the folder") from error
    except IsADirectoryError as error:
        files = Path(shown or "") / "*.txt"
        remedy = f"name its files instead, as in claimx extract {files}, or give it to claimx batch"
        raise InputError(f"{shown}: this is a folder, not an article", remedy) from error
    except PermissionError as error:
        raise InputError(f"{shown}: you may not read this file", "ask for permission to read it") from error
    except OSError as error:
        remedy = "check that the disk or device it lies on is in order"
        reason = error.strerror or str(error)
        raise InputError(f"{shown or 'standard input'}: reading failed: {reason}", remedy) from error


def printable_path(path: str) -> str:
    """`path` in characters that can be written: bytes that are no UTF-8 become escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def size_of(path: str) -> int:
    """How many bytes an input has; 0 where nobody can tell."""
    try:
        if path == STDIN:
            return 0
        return size_of_url(path) if is_url(path) else os.stat(path).st_size
    except (OSError, RemoteError):
        return 0


def _open(path: str) -> BufferedReader:
    if path == STDIN:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    return open_url(path) if is_url(path) else Path(path).open("rb")


def _megabytes() -> str:
    return f"{LARGEST // 2**20} MB"
