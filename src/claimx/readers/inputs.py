"""Inputs: which files and URLs to read, the ids of the articles in them, and how they are opened.

An `InputStream` is open and decompressed (gzip, zstd, bzip2, xz); `decode` detects the encoding of a text.
`MAX_BYTES` is the largest file, page or download that is read; `MAX_RATIO`, how far one may unpack.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import os
import re
import shlex
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePath, PurePosixPath
from stat import S_ISREG
from tempfile import TemporaryFile
from typing import Any, TypeVar, cast

from claimx.errors import ClaimxError, InputError
from claimx.readers.web import (
    RemoteError,
    fetch,
    file_system,
    is_url,
    is_web_address,
    open_url,
    remote_errors,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STDIN = "-"
Item = TypeVar("Item")
_ESCAPED = re.compile(r"\\x[89a-f][0-9a-f]")
_COMPRESSION_SUFFIXES = (".gz", ".zst", ".bz2", ".xz")


def find_inputs(paths: Iterable[str], glob: str | None = None) -> Iterator[str]:
    """The files to read, each as a path that the readers open.

    Folders are walked recursively in the order of names. Files, `-`, and paths that do not exist or cannot be
    listed are given as they are: reading them reports the reason.

    Args:
        paths: files, folders and URLs of either, or `-` for the standard input.
        glob: of the files in folders, only those that match: `*.html` by their name, `2023/*.html` by
            their path relative to the folder.
    """
    for path in paths:
        if is_web_address(path):
            yield path
        elif is_url(path):
            yield from _find_urls(path, glob)
        elif path != STDIN and Path(path).is_dir():
            for found in _walk(path):
                if _matches(os.path.relpath(found, path), glob):
                    yield found
        else:
            yield path


def _walk(folder: str) -> Iterator[str]:
    """The files under a folder, except hidden ones and links to folders, which may be circular."""
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry.name, _kind(entry)) for entry in found if not is_hidden(entry.name))
    except OSError:
        yield folder
        return
    for name, kind in entries:
        path = os.path.join(folder, name)
        if kind == "folder":
            yield from _walk(path)
        elif kind == "file":
            yield path


def is_hidden(name: str) -> bool:
    """Whether a file or folder is hidden, or is what Windows or macOS adds to a folder."""
    return (name.startswith(".") and name != "..") or name in ("__MACOSX", "Thumbs.db", "desktop.ini")


def _kind(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        # Reading a pipe would block; a broken link is reported when it is read.
        return "file" if entry.is_file() or not os.path.exists(entry.path) else "other"
    except OSError:
        # Nor can a link be followed that leads to itself, or to where one may not look.
        return "file"


def _matches(relative: str, glob: str | None) -> bool:
    return glob is None or fnmatch(relative if "/" in glob else os.path.basename(relative), glob)


def size_of(path: str) -> int:
    """The size of an input in bytes; 0 if it is unknown."""
    try:
        if path == STDIN or is_web_address(path):
            return 0
        if not is_url(path):
            return os.stat(path).st_size
        files, remote_path = file_system(path)
        with remote_errors():
            return int(files.size(remote_path) or 0)
    except (OSError, RemoteError):
        return 0


def version_of(path: str) -> str | None:
    """A name for the state of an input, which changes when it is written to; None if there is none."""
    try:
        if path == STDIN:
            return None
        if not is_url(path):
            status = os.stat(path)
            return f"{status.st_size}-{status.st_mtime_ns}" if S_ISREG(status.st_mode) else None
        files, remote_path = file_system(path)
        with remote_errors():
            return str(files.ukey(remote_path))
    except (OSError, RemoteError, ValueError):
        return None


def _find_urls(url: str, glob: str | None) -> Iterator[str]:
    """The files under a URL except hidden ones, in the order of names; the URL itself if it is no folder."""
    try:
        files, root = file_system(url)
        with remote_errors():
            if not files.isdir(root):
                yield url
                return
            paths = (PurePosixPath(path).relative_to(PurePosixPath(root)) for path in files.find(root))
            # The order of `_walk`: the files in `a` come before `a.txt`.
            found = sorted(paths, key=lambda path: path.parts)
    except (OSError, RemoteError):
        # Reading the URL reports the reason.
        yield url
        return
    for path in found:
        if not any(map(is_hidden, path.parts)) and _matches(str(path), glob):
            yield f"{url.rstrip('/')}/{path}"


def printable_path(path: str) -> str:
    r"""`path` with the bytes that are not UTF-8 as escape sequences; no two paths are shown alike."""
    shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if _ESCAPED.search(shown) is None:
        return shown
    # A file may be called `a\xff` in so many letters: then it is shown as `a\\xff`.
    return path.replace("\\", "\\\\").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def without_compression(path: PurePath) -> PurePath:
    """`news.jsonl` for `news.jsonl.gz`."""
    return path.with_suffix("") if path.suffix.lower() in _COMPRESSION_SUFFIXES else path


def name_path(path: str) -> str:
    """The path without its extensions, that of a compression included."""
    if path == STDIN:
        return "stdin"
    # A path would make one slash of the two in `s3://`.
    scheme, separator, rest = path.rpartition("://")
    bare = without_compression(PurePath(printable_path(rest)))
    return scheme + separator + bare.with_suffix("").as_posix() if bare.name else str(path)


def name_paths(paths: Sequence[str]) -> list[str]:
    """A name for each file: its stem, or its path without extensions where two files share a stem."""
    names = [name_path(path) for path in paths]
    stems = Counter(PurePath(name).name for name in names)
    return [stem if stems[stem := PurePath(name).name] == 1 else name for name in names]


class UniqueIds:
    """Makes ids unique: the second `truce` becomes `truce-2`.

    `last` is the mapping from each id to the last number appended to it.
    """

    def __init__(self, last: MutableMapping[str, int] | None = None) -> None:
        self._last = {} if last is None else last

    def unique(self, wanted: str) -> str:
        """`wanted`, or, where it is taken, `wanted` with the first free number appended."""
        id_, number = wanted, self._last.get(wanted, 1)
        while id_ in self._last:
            number += 1
            id_ = f"{wanted}-{number}"
        self._last[wanted] = number
        self._last.setdefault(id_, 1)
        return id_


# Opening and unpacking

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

    def json_lines(self, read: Callable[[bytes, int], Item]) -> Iterator[Item | InputError]:
        """What `read` makes of the lines and their numbers, or its errors; empty lines are passed over."""
        for number, line in self.lines():
            if isinstance(line, InputError):
                yield line
            elif record := line.removeprefix(codecs.BOM_UTF8).strip():
                yield or_error(read, record, number)


def or_error(read: Callable[..., Item], *values: Any, **options: Any) -> Item | InputError:
    """What a function returns, or the error that it raises, after which other articles are still read."""
    try:
        return read(*values, **options)
    except InputError as error:
        return error


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
        files = f"{shlex.quote(shown or '.')}/*.txt"
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


class _CountingReader(RawIOBase):
    """The compressed bytes, and how many of them have been read."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self.count = 0

    def readinto(self, buffer: Any) -> int:
        size = self._stream.readinto(buffer)
        self.count += size
        return size


class _DecompressingReader(RawIOBase):
    """The decompressed bytes; reading raises `_CompressionError` where they are unsound."""

    def __init__(self, compressed: _CountingReader, decompressor: Any) -> None:
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
        decompressor: Any = gzip.GzipFile(fileobj=compressed)
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


# Decoding

# Byte order marks, which are not part of the text. UTF-32 precedes UTF-16, whose mark it begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
# Control characters that texts do not contain; they do contain tabs, line ends, form feeds and escapes.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))
_MOST_CONTROLS = 0.02
# Zeros in what is a damaged text rather than a binary file.
_MOST_ZEROS = 3
# Latin letters in UTF-16 have a zero in every second byte.
_FEWEST_ZEROS = 0.6
# No words: white space and characters of no width.
BLANK = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Apostrophes in words and closing quotation marks of Mac Roman, which would be `itÕs` and `now.Ó`.
_MAC_ROMAN = re.compile(rb"[a-z]\xd5[a-z]|[.,!?]\xd3(?:\s|\Z)")


class NotTextError(Exception):
    """The bytes are not text in an encoding that can be detected."""


def decode(data: bytes) -> tuple[str, str | None]:
    """The text, and a notice for the user if its encoding was guessed or it is damaged.

    A byte order mark determines the encoding. Without one the text is UTF-8 or, where most non-ASCII
    characters are invalid in UTF-8, Windows-1252, the superset of Latin-1 that is common in English, or Mac
    Roman, whose apostrophes and quotation marks would be letters in Windows-1252.

    Raises:
        NotTextError: this is a binary file, or its encoding cannot be detected.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data[len(mark) :]), None
    unmarked = _unmarked_utf16(data) if b"\0" in data else None
    # A program or a table of numbers has as many zeros, but its words are none.
    if unmarked and not _is_binary((text := _decode_as(unmarked, data)).encode()):
        return text, "has no byte order mark; read as UTF-16"
    if _is_binary(data):
        zero = data.find(b"\0")
        if zero >= 0 and not _is_binary(data.replace(b"\0", b"")) and data.count(0) <= _MOST_ZEROS:
            raise NotTextError(f"this is a binary file, or a text damaged at byte {zero}, where a zero is")
        raise NotTextError("this is a binary file, not a text")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        return _decode_not_utf8(data)


def _decode_as(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"this is not {encoding.upper()} at byte {error.start}, though it starts so"
        raise NotTextError(reason) from error


def is_utf16(beginning: bytes) -> bool:
    """Whether a text that begins so is in UTF-16, with a byte order mark or without."""
    marked = beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return marked or _unmarked_utf16(beginning) is not None


def _unmarked_utf16(data: bytes) -> str | None:
    half = len(data) // 2
    if half and data[1::2].count(0) / half > _FEWEST_ZEROS:
        return "utf-16-le"
    if half and data[0::2].count(0) / half > _FEWEST_ZEROS:
        return "utf-16-be"
    return None


def _is_binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return data.startswith(_SIGNATURES) or b"\0" in data or controls > _MOST_CONTROLS * len(data)


def _decode_not_utf8(data: bytes) -> tuple[str, str]:
    repaired = data.decode("utf-8", "replace")
    damaged = repaired.count(_REPLACEMENT)
    sound = sum(not c.isascii() for c in repaired) - damaged
    if sound > damaged:
        return repaired, f"is not all valid UTF-8; {damaged} damaged places are read as {_REPLACEMENT}"
    if _MAC_ROMAN.search(data):
        return data.decode("mac_roman"), "is not UTF-8; read as Mac Roman"
    try:
        return data.decode("cp1252"), "is not UTF-8; read as Windows-1252 (Latin-1)"
    except UnicodeDecodeError as error:
        raise NotTextError("this is neither UTF-8 nor UTF-16 nor Latin-1 text") from error
