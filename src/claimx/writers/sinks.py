"""Sinks: output on disk that can be gone on with after any kind of stop.

A sink is opened, written to, committed now and then, and closed. What `commit` gives is a small state
that, kept elsewhere, brings the output back to exactly that commit: whatever was written later, by a
process that was killed, is cut off. The same articles with commits at the same places are the same bytes,
however often the run was stopped.

    sink = make_sink(Path("claims.jsonl"), "jsonl", Settings())
    sink.open(None)
    for extraction in extractions:
        sink.write(extraction)
    state = sink.commit()
    sink.close()

`write` is `put(render(extraction))`. Rendering needs nothing that is open, so that many processes can render
what one of them puts.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from claimx.writers import FORMATS
from claimx.writers.files import FileSink
from claimx.writers.json import JsonLinesWriter, JsonListWriter
from claimx.writers.resumable import JsonSink

if TYPE_CHECKING:
    from claimx.schema import Extraction
    from claimx.writers import Writer
    from claimx.writers.settings import Settings

# In a file of its own, JSON is a list of all articles, however many there are.
_JSON: dict[str, type[JsonLinesWriter]] = {"jsonl": JsonLinesWriter, "json": JsonListWriter}
_CSV_FOLDER = "claimx.writers.resumable:CsvFolderSink"
_STORES = {
    "parquet": "claimx.writers.resumable:ParquetSink",
    "sqlite": "claimx.writers.resumable:SqliteSink",
}


class Sink(Protocol):
    """Output on disk. Nothing is touched before `open`; every method may raise `OutputError`."""

    def open(self, state: dict[str, Any] | None) -> None:
        """Begin anew with None; else go back to exactly the commit with this state, also after `close`."""

    def write(self, extraction: Extraction) -> None:
        """Write one extraction."""

    def render(self, extraction: Extraction) -> Any:
        """What `put` takes: plain values, cheap to pickle. The sink need not be open."""

    def put(self, rendered: Any) -> None:
        """Write an extraction that was rendered, by this sink or another one like it."""

    def commit(self) -> dict[str, Any]:
        """Bring all that was written to the disk; the state that `open` goes back to, which is JSON."""

    def close(self) -> None:
        """Make the output whole, with indexes and closing brackets, and close it; `open` may follow."""


def make_sink(output: Path, output_format: str, settings: Settings) -> Sink:
    """The sink for results in a format.

    Files are compressed if their name ends in `.gz` or `.zst`. CSV is one file, with all layers in one table,
    if its name says so, and else a folder with a file for each layer.
    """
    if output_format in _STORES or (output_format == "csv" and not _names_csv_file(output)):
        store: Callable[[Path, Settings], Sink] = resolve_name(_STORES.get(output_format, _CSV_FOLDER))
        return store(output, settings)
    if output_format in _JSON:
        return JsonSink(output, _JSON[output_format], settings)
    writer: Callable[[TextIO, Settings, int], Writer] = resolve_name(FORMATS[output_format])
    return FileSink(output, lambda stream, written: writer(stream, settings, written))


def _names_csv_file(output: Path) -> bool:
    return ".csv" in (suffix.lower() for suffix in output.suffixes)
