"""JSON and JSON Lines, as the contract in `claimx.results` has it."""

from __future__ import annotations

from typing import TextIO

from claimx.results import Extraction
from claimx.writers.settings import Settings


class JsonLinesWriter:
    """One object a line."""

    def __init__(self, stream: TextIO, settings: Settings, written: int = 0) -> None:
        self._stream = stream
        self._settings = settings
        self._written = written

    def write(self, extraction: Extraction) -> None:
        """Write one line."""
        self._stream.write(self._dump(extraction) + "\n")
        self._written += 1

    def close(self) -> None:
        """Nothing is ever held back."""

    def _dump(self, extraction: Extraction, indent: int | None = None) -> str:
        return extraction.to_json(layers=self._settings.layers, text=self._settings.text, indent=indent)


class JsonListWriter(JsonLinesWriter):
    """One list of all objects, each on a line of its own."""

    def write(self, extraction: Extraction) -> None:
        """Write one item of the list."""
        self._stream.write((",\n" if self._written else "[\n") + self._dump(extraction))
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
            self._stream.write(self._dump(self._only, indent=2) + "\n")
