"""Files that are not on this machine's disk: any URL that fsspec knows (`s3://`, `gs://`, `hdfs://`, `file://`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from io import BufferedReader
from pathlib import PurePosixPath
from typing import Any, cast

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_BUFFER = 2**20


class RemoteError(Exception):
    """A URL cannot be reached, or nothing here knows its kind; `remedy` is what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def is_url(path: str) -> bool:
    """Whether this is a URL, and not the name of a file."""
    return _URL.match(path) is not None


def file_system(url: str) -> tuple[Any, str]:
    """The file system that a URL is on, as fsspec has it, and the path that the URL has there.

    Raises:
        RemoteError: fsspec, or what it needs for such URLs, is not installed.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise RemoteError("URLs need a part that is not installed", "pip install 'claimx[ray]'") from error
    try:
        found: tuple[Any, str] = url_to_fs(url)
    except (ImportError, ValueError) as error:
        remedy = "install what fsspec needs for such URLs: s3fs for s3://, gcsfs for gs://"
        raise RemoteError(str(error), remedy) from error
    return found


def open_url(url: str) -> BufferedReader:
    """Open the file at a URL.

    Raises:
        OSError: it is not there, or cannot be read.
        RemoteError: it cannot be reached.
    """
    files, path = file_system(url)
    with _naming():
        return BufferedReader(cast(Any, files.open(path, "rb")), _BUFFER)


def size_of_url(url: str) -> int:
    """How many bytes the file at a URL has; what it raises is what `open_url` raises."""
    files, path = file_system(url)
    with _naming():
        return int(files.size(path) or 0)


def find_urls(url: str, glob: str | None) -> Iterator[str]:
    """The files under a URL but for hidden ones, in the order of names; the URL itself if it is no folder."""
    try:
        files, root = file_system(url)
        with _naming():
            if not files.isdir(root):
                yield url
                return
            names = (PurePosixPath(path).relative_to(PurePosixPath(root)) for path in files.find(root))
            # As folders are walked: whatever is in `a` before `a.txt`.
            found = sorted(names, key=lambda name: name.parts)
    except (OSError, RemoteError):
        # Reading it says what is the matter with it.
        yield url
        return
    for name in found:
        shown = str(name) if glob and "/" in glob else name.name
        if not any(part.startswith(".") for part in name.parts) and (glob is None or fnmatch(shown, glob)):
            yield f"{url.rstrip('/')}/{name}"


@contextmanager
def _naming() -> Iterator[None]:
    """Turn what a file system's library raises for itself into an error that somebody expects."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        remedy = "check the address, the network and your credentials"
        raise RemoteError(f"{type(error).__name__}: {error}", remedy) from error
