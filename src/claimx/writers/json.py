"""JSON and JSON Lines, in the shape that `claimx.schema` defines."""

from __future__ import annotations

from typing import TextIO

from claimx.schema import Extraction
from claimx.writers import Settings


class JsonLinesWriter:
    """One object a line."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._settings = settings
        self._written = 0

    def write(self, extraction: Extraction) -> None:
        """Write one extraction."""
        self.put(_dump(extraction, self._settings))

    def put(self, line: str) -> None:
        """Write one line."""
        self._stream.write(line + "\n")
        self._written += 1

    def close(self) -> None:
        """Nothing is held back."""


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
        """Write one line; the first extraction is held back until there is a second."""
        if self._only is None and not self._written:
            self._only = extraction
            return
        if self._only is not None:
            super().write(self._only)
            self._only = None
        super().write(extraction)

    def close(self) -> None:
        """Write the extraction if it is the only one."""
        if self._only is not None:
            self._stream.write(_dump(self._only, self._settings, indent=2) + "\n")


def _dump(extraction: Extraction, settings: Settings, indent: int | None = None) -> str:
    return extraction.to_json(layers=settings.layers, text=settings.text, indent=indent)
