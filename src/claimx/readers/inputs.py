"""Which files to read: those named, and those in the folders named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from claimx.readers.remote import find_urls, is_url
from claimx.readers.source import STDIN


def find_inputs(paths: Iterable[str], glob: str | None = None) -> Iterator[str]:
    """The files to read, each as a path that the readers open.

    Folders are walked, with the folders in them, in the order of names. Files and `-` stand for
    themselves, and so does what is not there or cannot be looked into: reading it says why.

    Args:
        paths: files, folders and URLs of either, or `-` for the standard input.
        glob: of the files in folders, only those that match: `*.html` by their name, `2023/*.html` by
            their path from the folder on.
    """
    for path in paths:
        if is_url(path):
            yield from find_urls(path, glob)
        elif path != STDIN and Path(path).is_dir():
            for found in _walk(path):
                if glob is None or _matches(found, path, glob):
                    yield found
        else:
            yield path


def _walk(folder: str) -> Iterator[str]:
    """The files under a folder, but for what is hidden, and for links to folders, which could go round."""
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry.name, _kind(entry)) for entry in found if not entry.name.startswith("."))
    except OSError:
        yield folder
        return
    for name, kind in entries:
        path = os.path.join(folder, name)
        if kind == "folder":
            yield from _walk(path)
        elif kind == "file":
            yield path


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    # A pipe would be waited for; a link to nothing is named when it is read.
    return "file" if entry.is_file() or not os.path.exists(entry.path) else "other"


def _matches(path: str, folder: str, glob: str) -> bool:
    within = os.path.relpath(path, folder) if "/" in glob else os.path.basename(path)
    return fnmatch(within, glob)
