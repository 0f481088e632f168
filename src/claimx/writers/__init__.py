"""Writers turn extractions into output, one at a time as they come.

A new format is one module here with a class like `Writer`, and one line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from claimx.results import Extraction
    from claimx.writers.settings import Settings

# Format -> the class that writes it, made by calling it with a stream and settings.
FORMATS: dict[str, str] = {
    "table": "claimx.writers.table:TableWriter",
    "json": "claimx.writers.json:JsonWriter",
    "jsonl": "claimx.writers.json:JsonLinesWriter",
    "csv": "claimx.writers.csv:CsvWriter",
}


class Writer(Protocol):
    """Writes extractions to a stream that somebody else opens and closes."""

    def write(self, extraction: Extraction) -> None:
        """Write one extraction."""

    def close(self) -> None:
        """Write what was held back; nothing can be written after it."""


def make_writer(output_format: str, stream: TextIO, settings: Settings) -> Writer:
    """The writer for a format named in `FORMATS`."""
    factory: Callable[[TextIO, Settings], Writer] = resolve_name(FORMATS[output_format])
    return factory(stream, settings)
