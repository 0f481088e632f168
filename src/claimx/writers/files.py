"""A sink that is one file: any format that is written as a stream, compressed or not."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from claimx.errors import OutputError
from claimx.schema import Extraction
from claimx.writers import Writer
from claimx.writers.output import Compressor as Piece
from claimx.writers.output import compression_for, naming_output

# Makes the writer of a stream into which so many articles have been written before.
MakeWriter = Callable[[TextIO, int], Writer]


class FileSink:
    """What a writer writes, in a file that can be cut back to any commit.

    Compressed, every commit ends one gzip member or zstd frame.
    """

    def __init__(self, path: Path, make_writer: MakeWriter) -> None:
        self._path = path
        self._make_writer = make_writer
        self._begin_piece = compression_for(path)
        self._piece: Piece | None = None
        self._text = StringIO(newline="")

    def open(self, state: dict[str, Any] | None) -> None:
        """Begin anew, or cut the file back to what was in it at a commit."""
        self._articles = state["articles"] if state else 0
        # Before the first article there is nothing but what the writer is about to begin with again.
        size = state["bytes"] if state and self._articles else 0
        with naming_output(self._path):
            self._file = open_at(self._path, size)
            if not size:
                sync_folder(self._path.parent)
        self._writer = self._make_writer(self._text, self._articles)

    def write(self, extraction: Extraction) -> None:
        """Write one extraction."""
        self._writer.write(extraction)
        self._pass_on_article()

    def render(self, extraction: Extraction) -> str:
        """All of it, as JSON: how a writer puts it may hang on what it wrote before."""
        return extraction.to_json()

    def put(self, rendered: str) -> None:
        """Write an extraction that was rendered."""
        self.write(Extraction.model_validate_json(rendered))

    def commit(self) -> dict[str, Any]:
        """Bring everything to the disk; how many articles and bytes that is."""
        with naming_output(self._path):
            self._pass_on()
            self._end_piece()
            sync(self._file)
            return {"articles": self._articles, "bytes": self._file.tell()}

    def close(self) -> None:
        """Write what ends the file, and close it."""
        with naming_output(self._path), self._file:
            self._writer.close()
            self._pass_on()
            if self._begin_piece and not (self._piece or self._file.tell()):
                # No bytes at all would not be a compressed file.
                self._piece = self._begin_piece(self._file)
                self._piece.write(b"")
            self._end_piece()
            sync(self._file)

    def _pass_on_article(self) -> None:
        self._articles += 1
        with naming_output(self._path):
            self._pass_on()

    def _pass_on(self) -> None:
        data = self._text.getvalue().encode("utf-8")
        self._text.seek(0)
        self._text.truncate()
        if data and self._begin_piece and self._piece is None:
            self._piece = self._begin_piece(self._file)
        (self._piece or self._file).write(data)

    def _end_piece(self) -> None:
        if self._piece is not None:
            self._piece.close()
            self._piece = None


def open_at(path: Path, size: int) -> BinaryIO:
    """Open a file to be written on from byte `size`; what comes after it is cut off.

    Raises:
        OutputError: the file is shorter than that.
    """
    file = path.open("r+b" if size else "wb")
    if file.seek(0, os.SEEK_END) < size:
        file.close()
        raise OutputError(
            f"{path}: this is shorter than what was written to it before",
            "somebody has changed it; begin anew under another name",
        )
    file.truncate(size)
    file.seek(size)
    return file


def sync_folder(path: Path) -> None:
    """Bring to the disk which files are in the folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync(file: BinaryIO) -> None:
    """Bring to the disk what was written to the file."""
    file.flush()
    os.fsync(file.fileno())
