"""Archives (ZIP, TAR): the articles of the files in them, each read by the reader of its own format."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from io import BufferedReader
from pathlib import PurePosixPath
from typing import IO, Any, cast

from claimx.article import Article
from claimx.errors import ClaimxError, InputError
from claimx.readers.formats import read_stream
from claimx.readers.inputs import CHECKED_FROM, MAX_RATIO, InputStream, decompress, is_hidden, name_path

# Archives within archives: more is not what people send each other.
_DEEPEST = 3
_REMEDY = "get the archive again, or unpack it by hand"
_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError)


def read_zip(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the files in a ZIP archive, in their order; hidden files are passed over."""
    stream = stream.seekable()
    try:
        archive = zipfile.ZipFile(stream.buffer)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        yield stream.error(f"this is not a sound ZIP archive: {error}", _REMEDY)
        return
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _is_hidden(m.filename)]
        if not members:
            yield stream.error("there are no files in this archive", _REMEDY)
        for member in members:
            if member.flag_bits & 1:
                remedy = "unpack it with the password, and give the files in it"
                yield stream.error("the file is encrypted", remedy, place=member.filename)
                continue
            if member.file_size > max(CHECKED_FROM, MAX_RATIO * member.compress_size):
                message = f"this unpacks to more than {MAX_RATIO} times its size, as no text does"
                yield stream.error(message, _REMEDY, place=member.filename)
                continue
            yield from read_member(stream, member.filename, partial(archive.open, member))


def read_tar(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the files in a TAR archive, in their order; links and hidden files are passed over."""
    is_empty = True
    try:
        with tarfile.open(fileobj=stream.buffer, mode="r|") as archive:
            for member in archive:
                if member.isfile() and not _is_hidden(member.name):
                    is_empty = False
                    yield from read_member(stream, member.name, partial(archive.extractfile, member))
    except (*_DAMAGE, OSError) as error:
        yield stream.error(f"this is not a sound TAR archive from here on: {error}", _REMEDY)
        return
    if is_empty:
        yield stream.error("there are no files in this archive", _REMEDY)


def _is_hidden(name: str) -> bool:
    return any(map(is_hidden, PurePosixPath(name).parts))


def read_member(
    stream: InputStream, member: str, open_member: Callable[[], IO[bytes] | None]
) -> Iterator[Article | InputError]:
    """The articles of one file in an archive or a mail; `news.zip/a.txt` is its path."""
    member = member.encode("utf-8", "backslashreplace").decode()
    path = f"{stream.path or 'stdin'}/{member}"
    try:
        if stream.depth == _DEEPEST:
            raise stream.error(f"more than {_DEEPEST} archives in each other", _REMEDY, place=member)
        with (
            BufferedReader(cast(Any, open_member())) as packed,
            decompress(packed) as buffer,
        ):
            inner = replace(
                stream,
                name=f"{stream.name}/{name_path(member)}",
                path=path,
                buffer=buffer,
                depth=stream.depth + 1,
            )
            yield from read_stream(inner)
    except InputError as error:
        yield error
    except ClaimxError as error:
        yield stream.error(error.message, error.remedy, place=member)
    except (*_DAMAGE, OSError) as error:
        yield stream.error(f"the file cannot be unpacked: {error}", _REMEDY, place=member)
    except Exception as error:  # what a parser raises on one file must not stop the others
        message = f"reading failed: {type(error).__name__}: {error}"
        yield stream.error(message, "this is a fault of claimx; please report it", place=member)
