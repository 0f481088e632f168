"""The folder that a run writes, on this machine's disk or at a URL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from claimx.errors import OutputError
from claimx.readers.inputs import RemoteError, file_system

_UNFINISHED = ".unfinished"


class Storage:
    """Files by name under a folder. Each is whole or not there; a second one of a name replaces the first."""

    def __init__(self, location: str) -> None:
        """Nothing is touched yet.

        Raises:
            OutputError: there is nothing here that knows such a URL.
        """
        self.location = location
        with self._naming():
            self._files, self._root = file_system(location)
        self._is_local = "file" in self._protocols()

    def is_used(self) -> bool:
        """Whether there is anything of this name."""
        with self._naming():
            if not self._files.exists(self._root):
                return False
            return not self._files.isdir(self._root) or bool(self._files.ls(self._root))

    def read(self, name: str) -> bytes | None:
        """What is in a file; None if it is not there."""
        with self._naming():
            try:
                content: bytes = self._files.cat_file(self._path(name))
            except FileNotFoundError:
                return None
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write a file."""
        with self._naming():
            if self._is_local:
                write_whole(Path(self._path(name)), lambda file: file.write(content))
            else:
                self._files.pipe_file(self._path(name), content)

    def put(self, source: Path, name: str) -> None:
        """Write a file that is a copy of another on this machine."""
        with self._naming():
            if self._is_local:
                with source.open("rb") as stream:
                    write_whole(Path(self._path(name)), lambda file: shutil.copyfileobj(stream, file))
            else:
                self._files.put_file(os.fspath(source), self._path(name))

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it, if it is there."""
        with self._naming():
            if self._files.exists(self._path(name)):
                self._files.rm(self._path(name), recursive=True)

    def tidy(self) -> None:
        """Remove what was left behind by processes that were killed while they wrote."""
        if self._is_local:
            with self._naming():
                for path in Path(self._root).rglob(f".*{_UNFINISHED}"):
                    path.unlink(missing_ok=True)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _protocols(self) -> tuple[str, ...]:
        protocol = self._files.protocol
        return (protocol,) if isinstance(protocol, str) else tuple(protocol)

    @contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except RemoteError as error:
            raise OutputError(f"{self.location}: {error.message}", error.remedy) from error
        except Exception as error:  # what the libraries of file systems raise is theirs to choose
            remedy = "check that it exists, may be written to from every machine, and has room"
            raise OutputError(f"{self.location}: cannot be written: {error}", remedy) from error


def write_whole(path: Path, fill: Callable[[BinaryIO], Any]) -> None:
    """Write a file that appears under its name once all of it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: a process that was given up for lost may be writing the same file.
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}{_UNFINISHED}")
    with unfinished.open("wb") as file:
        fill(file)
        sync(file)
    os.replace(unfinished, path)
    sync_folder(path.parent)


def sync(file: BinaryIO) -> None:
    """Bring to the disk what was written to a file."""
    file.flush()
    os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Bring to the disk which files are in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
