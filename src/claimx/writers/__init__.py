"""Writers turn extractions into output, one at a time.

A new format is a class like `Writer`, made from a stream and settings, and an entry in `FORMATS`; or, if it
needs a path instead of a stream, an entry in `STORES`. `ENDINGS` has the endings of file names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from claimx.schema import Extraction, Layer

# Format -> the class that writes it to a stream, made from the stream and the settings.
FORMATS: dict[str, str] = {
    "table": "claimx.writers.terminal:TableWriter",
    "json": "claimx.writers.json:JsonWriter",
    "jsonl": "claimx.writers.json:JsonLinesWriter",
    "csv": "claimx.writers.csv:CsvWriter",
    "tsv": "claimx.writers.csv:TsvWriter",
    "markdown": "claimx.writers.documents:MarkdownWriter",
    "html": "claimx.writers.documents:HtmlWriter",
}
# Format -> the class that writes it to a path, made from the path and the settings.
STORES: dict[str, str] = {
    "parquet": "claimx.writers.parquet:ParquetWriter",
    "sqlite": "claimx.writers.sqlite:SqliteWriter",
}
# Ending of a file name -> format.
ENDINGS: dict[str, str] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".parquet": "parquet",
    ".db": "sqlite",
    ".sqlite": "sqlite",
    ".sqlite3": "sqlite",
}
# Endings of compressed files, after the one of the format.
COMPRESSIONS = (".gz", ".zst")


def _all_layers() -> tuple[Layer, ...]:
    from claimx.schema import LAYERS

    return LAYERS


@dataclass(frozen=True, slots=True)
class Settings:
    """The layers to write, and whether the article's own text and links to its page are written with them."""

    layers: tuple[Layer, ...] = field(default_factory=_all_layers)
    text: bool = True
    links: bool = False


class Writer(Protocol):
    """Writes extractions to a stream, which the caller closes, or to a path."""

    def write(self, extraction: Extraction) -> None:
        """Write one extraction."""

    def close(self) -> None:
        """Write what was held back, and end the output."""


def make_writer(output_format: str, stream: TextIO, settings: Settings, *, archive: bool = False) -> Writer:
    """The writer for a format in `FORMATS`; in an archive, JSON is a list however many articles it has."""
    name = (
        "claimx.writers.json:JsonListWriter"
        if archive and output_format == "json"
        else FORMATS[output_format]
    )
    factory: Callable[[TextIO, Settings], Writer] = resolve_name(name)
    return factory(stream, settings)


def store_for(
    output: PurePath, output_format: str, *, archive: bool = False
) -> Callable[[Path, Settings], Writer] | None:
    """The class for a format that needs a path; None for a stream.

    An archive in CSV is a folder of tables unless its name ends in `.csv`.
    """
    name = STORES.get(output_format)
    if archive and output_format == "csv" and ".csv" not in (suffix.lower() for suffix in output.suffixes):
        name = "claimx.writers.csv:CsvFolderWriter"
    store: Callable[[Path, Settings], Writer] | None = resolve_name(name) if name else None
    return store


def format_of(output: PurePath) -> str | None:
    """The format that the ending of a name stands for, if any."""
    packed = output.suffix.lower() in COMPRESSIONS
    return ENDINGS.get((output.with_suffix("") if packed else output).suffix.lower())
