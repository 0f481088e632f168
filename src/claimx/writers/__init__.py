"""Writers turn extractions into output, one at a time as they come.

A new format is one module here, with a class like `Writer` and one line in `FORMATS`; or, where it is more
than one stream of text, with a class like `claimx.writers.sinks.Sink` and one line in `STORES`. Those who
want to name a file after it add its ending to `ENDINGS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from claimx.schema import Extraction
    from claimx.writers.settings import Settings

# Format -> the class that writes it, made by calling it with a stream, settings and how many extractions
# were written to the stream before.
FORMATS: dict[str, str] = {
    "table": "claimx.writers.terminal:TableWriter",
    "json": "claimx.writers.json:JsonWriter",
    "jsonl": "claimx.writers.json:JsonLinesWriter",
    "csv": "claimx.writers.csv:CsvWriter",
    "markdown": "claimx.writers.documents:MarkdownWriter",
    "html": "claimx.writers.documents:HtmlWriter",
}
# Format that needs a place on the disk -> the sink for it, made by calling it with a path and settings.
STORES: dict[str, str] = {
    "parquet": "claimx.writers.parquet:ParquetSink",
    "sqlite": "claimx.writers.sqlite:SqliteSink",
}
# Ending of a name -> the format that is meant by it.
ENDINGS: dict[str, str] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".parquet": "parquet",
    ".db": "sqlite",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
}
# Endings that say how what is before them is compressed.
COMPRESSIONS = (".gz", ".zst")


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


def format_of(output: PurePath) -> str | None:
    """The format that the ending of a name stands for, if it stands for one."""
    packed = output.suffix.lower() in COMPRESSIONS
    return ENDINGS.get((output.with_suffix("") if packed else output).suffix.lower())
