"""Compressed output, in pieces that stand for themselves: what is decompressed is all of them in a row."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO, Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP_LEVEL = 6


class Piece(Protocol):
    """A gzip member or zstd frame under way; the file it goes to stays open when it is closed."""

    def write(self, data: bytes, /) -> int:
        """Take bytes to compress."""

    def close(self) -> None:
        """Write what was held back, and the end of the piece."""


BeginPiece = Callable[[BinaryIO], Piece]


def compression_for(path: PurePath) -> BeginPiece | None:
    """What begins a piece in an open file; None where its name does not say that it is compressed."""
    return _COMPRESSIONS.get(path.suffix.lower())


def _begin_gzip(file: BinaryIO) -> Piece:
    # Without name and time the same text is the same bytes wherever and whenever it is written.
    return gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=_GZIP_LEVEL, mtime=0)


def _begin_zstd(file: BinaryIO) -> Piece:
    return zstd.ZstdFile(file, mode="w")


_COMPRESSIONS: dict[str, BeginPiece] = {".gz": _begin_gzip, ".zst": _begin_zstd}
