"""From packed bytes, gzip or zstd, to the bytes in them, without being led into unpacking forever."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import PurePath
from typing import Any, Protocol, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ENDINGS = (".gz", ".zst")
# Texts shrink to a third or a tenth. What grows more than this, once it is large enough to tell, is made
# to fill the memory or the disk of whoever unpacks it.
_MOST_GROWTH = 200
_LARGE = 16 * 2**20
_REMEDY = "get the file again, or unpack it by hand to see how far it is sound"


class PackingError(Exception):
    """What is packed cannot be unpacked; `remedy` is what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class _Packed(RawIOBase):
    """The packed bytes, and how many of them have been read."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = self._stream.readinto(buffer)
        self.count += size
        return size


class _Unpacker(Protocol):
    def read1(self, size: int = -1) -> bytes: ...


class _Unpacked(RawIOBase):
    """The bytes that come out. Reading from it raises a `PackingError` once they are unsound."""

    def __init__(self, packed: _Packed, unpacker: _Unpacker) -> None:
        self._packed = packed
        self._unpacker = unpacker
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._unpacker.read1(len(buffer))
        except EOFError as error:
            raise PackingError("the packed data is cut off before its end", _REMEDY) from error
        except (gzip.BadGzipFile, zlib.error, zstd.ZstdError) as error:
            raise PackingError(f"the packed data is damaged: {error}", _REMEDY) from error
        self._count += len(data)
        if self._count > max(_LARGE, _MOST_GROWTH * self._packed.count):
            remedy = "unpack it by hand if you trust where it comes from"
            message = f"this unpacks to more than {_MOST_GROWTH} times its size, as no text does"
            raise PackingError(message, remedy)
        buffer[: len(data)] = data
        return len(data)


def without_packing(path: PurePath) -> PurePath:
    """`news.jsonl` for `news.jsonl.gz`."""
    return path.with_suffix("") if path.suffix.lower() in _ENDINGS else path


@contextmanager
def unpack(stream: BufferedReader) -> Iterator[BufferedReader]:
    """`stream`, or what is packed in it if it begins like gzip or zstd."""
    beginning = stream.peek()
    packed = _Packed(stream)
    if beginning.startswith(_GZIP):
        unpacker: _Unpacker = gzip.GzipFile(fileobj=packed)
    elif beginning.startswith(_ZSTD):
        unpacker = zstd.ZstdFile(packed)
    else:
        yield stream
        return
    with BufferedReader(cast(Any, _Unpacked(packed, unpacker))) as unpacked:
        yield unpacked
