"""JSON and JSON Lines, as the contract in `claimx.schema` has it."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from claimx.schema import Extraction
from claimx.writers.files import FileSink
from claimx.writers.settings import Settings


class JsonLinesWriter:
    """One object a line."""

    def __init__(self, stream: TextIO, settings: Settings, written: int = 0) -> None:
        self._stream = stream
        self._settings = settings
        self._written = written

    def write(self, extraction: Extraction) -> None:
        """Write one extraction."""
        self.put(_dump(extraction, self._settings))

    def put(self, line: str) -> None:
        """Write one line."""
        self._stream.write(line + "\n")
        self._written += 1

    def close(self) -> None:
        """Nothing is ever held back."""


class JsonListWriter(JsonLinesWriter):
    """One list of all objects, each on a line of its own."""

    def put(self, line: str) -> None:
        """Write one item of the list."""
        self._stream.write((",\n" if self._written else "[\n") + line)
        self._written += 1

    def close(self) -> None:
        """Close the list."""
        self._stream.write("\n]\n" if self._written else "[]\n")


class JsonWriter(JsonLinesWriter):
    """One indented object for one article, JSON Lines for more."""

    _only: Extraction | None = None

    def write(self, extraction: Extraction) -> None:
        """Write one line, or hold the extraction back as long as it is the only one."""
        if self._only is None and not self._written:
            self._only = extraction
            return
        if self._only is not None:
            super().write(self._only)
            self._only = None
        super().write(extraction)

    def close(self) -> None:
        """Write the only extraction, if there was just one."""
        if self._only is not None:
            self._stream.write(_dump(self._only, self._settings, indent=2) + "\n")


class JsonSink(FileSink):
    """A file of JSON, whose lines may be made elsewhere."""

    _writer: JsonLinesWriter

    def __init__(self, path: Path, writer: type[JsonLinesWriter], settings: Settings) -> None:
        super().__init__(path, lambda stream, written: writer(stream, settings, written))
        self._settings = settings

    def render(self, extraction: Extraction) -> str:
        """The line of one article."""
        return _dump(extraction, self._settings)

    def put(self, rendered: str) -> None:
        """Write a line."""
        self._writer.put(rendered)
        self._pass_on_article()


def _dump(extraction: Extraction, settings: Settings, indent: int | None = None) -> str:
    return extraction.to_json(layers=settings.layers, text=settings.text, indent=indent)
