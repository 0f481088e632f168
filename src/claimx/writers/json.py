"""JSON and JSON Lines, as the contract in `claimx.results` has it."""

from __future__ import annotations

from typing import TextIO

from claimx.results import Extraction
from claimx.writers.settings import Settings


class JsonLinesWriter:
    """One object a line."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream = stream
        self._settings = settings

    def write(self, extraction: Extraction) -> None:
        """Write one line."""
        self._dump(extraction, indent=None)

    def close(self) -> None:
        """Nothing is ever held back."""

    def _dump(self, extraction: Extraction, indent: int | None) -> None:
        settings = self._settings
        json = extraction.to_json(layers=settings.layers, text=settings.text, indent=indent)
        self._stream.write(json + "\n")


class JsonWriter(JsonLinesWriter):
    """One indented object for one article, JSON Lines for more."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        super().__init__(stream, settings)
        self._only: Extraction | None = None
        self._written = 0

    def write(self, extraction: Extraction) -> None:
        """Write one line, or hold the extraction back as long as it is the only one."""
        self._written += 1
        if self._written == 1:
            self._only = extraction
            return
        if self._only is not None:
            super().write(self._only)
            self._only = None
        super().write(extraction)

    def close(self) -> None:
        """Write the only extraction, if there was just one."""
        if self._only is not None:
            self._dump(self._only, indent=2)
