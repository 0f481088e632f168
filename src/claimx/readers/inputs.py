"""Inputs: which files and URLs to read, and the ids of the articles in them."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from fnmatch import fnmatch
from pathlib import Path, PurePath, PurePosixPath
from stat import S_ISREG

from claimx.readers.web import RemoteError, file_system, is_url, is_web_address, remote_errors

STDIN = "-"
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
