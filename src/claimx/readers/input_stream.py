"""Input streams: opening a file, a URL or the standard input, and decompressing gzip, zstd, bzip2 and xz."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BufferedReader, RawIOBase
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Protocol, cast

from claimx.errors import ClaimxError, InputError
from claimx.readers.inputs import STDIN, printable_path
from claimx.readers.web import RemoteError, fetch, is_url, is_web_address, open_url

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd
# The largest article that is read into memory: about a thousand novels' pages.
MAX_BYTES = 32 * 2**20
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_BZIP2 = b"BZh"
_XZ = b"\xfd7zXZ\0"
# The most that is kept in a temporary file, to be read from its end.
_MAX_COPY = 2**30
# Texts compress to a third or a tenth of their size. A larger ratio, checked from `CHECKED_FROM` bytes on,
# is that of a decompression bomb.
MAX_RATIO = 200
CHECKED_FROM = 16 * 2**20


@dataclass(frozen=True, slots=True)
class InputStream:
    """An open input, decompressed.

    `name` is the id of an article that brings none. `fields` maps the article's fields to their names in
    records, where these differ: `{"text": "body"}`. Without `extract_pages`, web pages are read as
    `UnreadPage`. `address` and `content_type` are the URL that answered, and what it called the content.
    `depth` counts the archives that it lies in.
    """

    name: str
    path: str | None
    buffer: BufferedReader
    fields: Mapping[str, str]
    extract_pages: bool = True
    address: str | None = None
    content_type: str | None = None
    depth: int = 0

    def error(self, message: str, remedy: str, *, place: str | None = None) -> InputError:
        """The error for this input, or for one `place` in it (`line 3`)."""
        where = self.path or "standard input"
        return InputError(f"{where}{f', {place}' if place else ''}: {message}", remedy)

    def read(self) -> bytes:
        """The whole content, for formats with one article a file.

        Raises:
            InputError: it is larger than `MAX_BYTES`.
        """
        data = self.buffer.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise self.error(
                f"this is larger than {_megabytes()}, too large for an article",
                "if it holds many articles, give them as JSON Lines, one a line",
            )
        return data

    def seekable(self) -> InputStream:
        """The stream itself, or its content in a temporary file, where it cannot be read from its end.

        Raises:
            InputError: it is too large for that.
        """
        # Going back in what is being unpacked would unpack it again.
        if self.depth == 0 and self.buffer.seekable():
            return self
        file = TemporaryFile()  # noqa: SIM115 - deleted when no object refers to it
        while chunk := self.buffer.read(2**20):
            if file.tell() > _MAX_COPY:
                raise self.error("this is too large to be read here", "unpack it into a file, and give that")
            file.write(chunk)
        file.seek(0)
        return replace(self, buffer=cast(BufferedReader, file))

    def lines(self) -> Iterator[tuple[int, bytes | InputError]]:
        """The lines with their numbers, from 1; one longer than `MAX_BYTES` gives an error in its place."""
        number = 0
        while line := self.buffer.readline(MAX_BYTES + 1):
            number += 1
            if len(line) <= MAX_BYTES:
                yield number, line
                continue
            while line and not line.endswith(b"\n"):
                line = self.buffer.readline(MAX_BYTES)
            message = f"the line is longer than {_megabytes()}, too long for an article"
            remedy = "see what wrote it: is a line end missing?"
            yield number, self.error(message, remedy, place=f"line {number}")


@contextmanager
def open_input(
    path: str, name: str, fields: Mapping[str, str] | None = None, *, extract_pages: bool = True
) -> Iterator[InputStream]:
    """Open a file, a URL, or the standard input for `-`; what is compressed is decompressed while reading.

    Raises:
        InputError: it cannot be opened, or reading from it fails later.
    """
    shown = None if path == STDIN else printable_path(path)
    try:
        fetched = fetch(path, MAX_BYTES) if is_web_address(path) else None
        with fetched.buffer if fetched else _open(path) as raw, decompress(raw) as buffer:
            stream = InputStream(name, shown, buffer, fields or {}, extract_pages)
            if fetched:
                stream = replace(stream, address=fetched.address, content_type=fetched.content_type)
            yield stream
    except (_CompressionError, RemoteError) as error:
        raise InputError(f"{shown or 'standard input'}: {error.message}", error.remedy) from error
    except FileNotFoundError as error:
        raise InputError(f"{shown}: there is no such file", "check the name and the folder") from error
    except IsADirectoryError as error:
        files = Path(shown or "") / "*.txt"
        remedy = f"name its files instead, as in claimx extract {files}, or give it to claimx batch"
        raise InputError(f"{shown}: this is a folder, not an article", remedy) from error
    except PermissionError as error:
        kind = "folder" if path != STDIN and Path(path).is_dir() else "file"
        raise InputError(f"{shown}: you may not read this {kind}", "ask for permission to read it") from error
    except OSError as error:
        remedy = "check that the disk or device it lies on is in order"
        reason = error.strerror or str(error)
        raise InputError(f"{shown or 'standard input'}: reading failed: {reason}", remedy) from error


def _open(path: str) -> BufferedReader:
    if path == STDIN:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    return open_url(path) if is_url(path) else Path(path).open("rb")


def _megabytes() -> str:
    return f"{MAX_BYTES // 2**20} MB"


class _CompressionError(ClaimxError):
    """The compressed data is damaged, cut off, or a decompression bomb."""


class _Decompressor(Protocol):
    def read1(self, size: int = -1) -> bytes: ...


class _CountingReader(RawIOBase):
    """The compressed bytes, and how many of them have been read."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._stream.readinto(buffer)
        self.count += size
        return size


class _DecompressingReader(RawIOBase):
    """The decompressed bytes; reading raises `_CompressionError` where they are unsound."""

    def __init__(self, compressed: _CountingReader, decompressor: _Decompressor) -> None:
        self._compressed = compressed
        self._decompressor = decompressor
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        remedy = "get the file again, or unpack it by hand to see how far it is sound"
        try:
            data = self._decompressor.read1(len(buffer))
        except EOFError as error:
            raise _CompressionError("the packed data is cut off before its end", remedy) from error
        except (gzip.BadGzipFile, zlib.error, zstd.ZstdError, lzma.LZMAError, ValueError) as error:
            raise _CompressionError(f"the packed data is damaged: {error}", remedy) from error
        self._count += len(data)
        if self._count > max(CHECKED_FROM, MAX_RATIO * self._compressed.count):
            message = f"this unpacks to more than {MAX_RATIO} times its size, as no text does"
            raise _CompressionError(message, "unpack it by hand if you trust where it comes from")
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def decompress(stream: BufferedReader) -> Iterator[BufferedReader]:
    """`stream`, decompressed if it begins like gzip, zstd, bzip2 or xz."""
    beginning = stream.peek()
    compressed = _CountingReader(stream)
    if beginning.startswith(_GZIP):
        decompressor: _Decompressor = gzip.GzipFile(fileobj=compressed)
    elif beginning.startswith(_ZSTD):
        decompressor = zstd.ZstdFile(compressed)
    elif beginning.startswith(_BZIP2) and beginning[3:4].isdigit() and beginning[4:10] == b"1AY&SY":
        decompressor = bz2.BZ2File(cast(Any, compressed))
    elif beginning.startswith(_XZ):
        decompressor = lzma.LZMAFile(cast(Any, compressed))  # noqa: SIM115
    else:
        yield stream
        return
    with BufferedReader(cast(Any, _DecompressingReader(compressed, decompressor))) as decompressed:
        yield decompressed
