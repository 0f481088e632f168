"""Writers turn extractions into output, one at a time.

A new format is a `Writer`, made from a stream and settings, and an entry in `FORMATS`; or, if it needs a path
instead of a stream, an entry in `STORES`. `ENDINGS` has the endings of file names.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path, PurePath
from pkgutil import resolve_name
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from claimx.errors import OutputError

if sys.version_info >= (3, 14):
    from compression import zstd as zstd
else:
    from backports import zstd as zstd

if TYPE_CHECKING:
    from claimx.schema import Extraction, Layer

_GZIP_LEVEL = 6

# Format -> the class that writes it to a stream, made from the stream and the settings.
FORMATS: dict[str, str] = {
    "table": "claimx.writers.terminal:TableWriter",
    "json": "claimx.writers:JsonWriter",
    "jsonl": "claimx.writers:JsonLinesWriter",
    "csv": "claimx.writers.tables:CsvWriter",
    "tsv": "claimx.writers.tables:TsvWriter",
    "markdown": "claimx.writers.documents:MarkdownWriter",
    "html": "claimx.writers.documents:HtmlWriter",
}
# Format -> the class that writes it to a path, made from the path and the settings.
STORES: dict[str, str] = {
    "parquet": "claimx.writers.tables:ParquetWriter",
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


class Writer:
    """Writes extractions to a stream, which the caller closes; those for a path have their own `__init__`."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream, self._settings = stream, settings
        self._written = 0

    def write(self, extraction: Extraction) -> None:
        """Write one extraction."""
        raise NotImplementedError

    def close(self) -> None:
        """Write what was held back, and end the output."""


def make_writer(output_format: str, stream: TextIO, settings: Settings, *, archive: bool = False) -> Writer:
    """The writer for a format in `FORMATS`; in an archive, JSON is a list however many articles it has."""
    name = "claimx.writers:JsonListWriter" if archive and output_format == "json" else FORMATS[output_format]
    factory: Callable[[TextIO, Settings], Writer] = resolve_name(name)
    return factory(stream, settings)


def format_of(output: PurePath, endings: Mapping[str, str] = ENDINGS) -> str | None:
    """The format that the ending of a name stands for, if any."""
    packed = output.suffix.lower() in COMPRESSIONS
    return endings.get((output.with_suffix("") if packed else output).suffix.lower())


@contextmanager
def open_results(
    output: Path | None, output_format: str, settings: Settings, *, archive: bool = False
) -> Iterator[Callable[[Extraction], None]]:
    """A function that writes extractions to the standard output or a path.

    What is written to a path appears there when the block ends without an error.

    Args:
        output: the path; None for the standard output.
        output_format: a name in `claimx.writers.FORMATS` or `STORES`.
        settings: the layers to write.
        archive: write as for many articles: JSON is always a list, and CSV a folder of tables unless its
            name ends in `.csv`.

    Raises:
        OutputError: the output cannot be created or written.
    """
    name = STORES.get(output_format)
    if archive and output_format == "csv" and output and ".csv" not in map(str.lower, output.suffixes):
        name = "claimx.writers.tables:CsvFolderWriter"
    if output is None or name is None:
        with open_output(output) as stream:
            writer = make_writer(output_format, stream, settings, archive=archive)
            yield writer.write
            writer.close()
        return
    if output.exists() and not output.is_file():
        raise OutputError(f"{output}: there is a folder or a device of this name", "choose another name")
    with naming_output(output), replacing(output) as path:
        writer = resolve_name(name)(path, settings)
        yield writer.write
        writer.close()


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """A UTF-8 stream, without translation of line ends, to `path` or the standard output.

    It is compressed if the name ends in `.gz` or `.zst`. A file is written under another name beside `path`
    and replaces it when the block ends without an error. Pipes and devices are written to directly.

    Raises:
        OutputError: the file cannot be created or written.
    """
    with naming_output(path), ExitStack() as stack:
        if path is None:
            yield stack.enter_context(_standard_output())
            return
        direct = path.exists() and not path.is_file()
        target = path if direct else stack.enter_context(replacing(path))
        binary: BinaryIO = stack.enter_context(target.open("wb"))
        packing = path.suffix.lower()
        if packing == ".gz":
            # Without name and time the same text always gives the same bytes.
            packed = gzip.GzipFile(filename="", mode="wb", fileobj=binary, compresslevel=_GZIP_LEVEL, mtime=0)
            binary = cast(BinaryIO, stack.enter_context(packed))
        elif packing == ".zst":
            binary = cast(BinaryIO, stack.enter_context(zstd.ZstdFile(binary, mode="w")))
        yield stack.enter_context(TextIOWrapper(binary, encoding="utf-8", newline=""))


@contextmanager
def naming_output(path: Path | None) -> Iterator[None]:
    """Convert an error of the operating system to one that names the output and its remedy.

    Raises:
        OutputError: the block raised an `OSError` other than that of a closed pipe.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard output" if path is None else str(path)
        remedy = "check that the folder exists, may be written to, and has room"
        if isinstance(error, IsADirectoryError):
            remedy = "name a file, such as one in this folder"
        raise OutputError(f"{name}: cannot be written: {error.strerror}", remedy) from error


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    # JSON is UTF-8 in any locale, and a text's own line ends are part of it.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    yield sys.stdout
    sys.stdout.flush()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path for a file or folder that replaces `path`, synced to the disk, when the block succeeds."""
    # A link remains: the file that it points to is replaced.
    target = path.resolve()
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        unfinished = folder / target.name
        yield unfinished
        if target.exists():
            os.chmod(unfinished, target.stat().st_mode & 0o777)
        for found in (*unfinished.rglob("*"), unfinished):
            sync_path(found)
        os.replace(unfinished, target)
        sync_path(target.parent)
    finally:
        shutil.rmtree(folder)


def sync_path(path: Path) -> None:
    """Bring to the disk what is in a file, or which files are in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# JSON and JSON Lines, in the shape that `claimx.schema` defines


class JsonLinesWriter(Writer):
    """One object a line."""

    def write(self, extraction: Extraction) -> None:
        """Write one extraction."""
        self.put(_dump(extraction, self._settings))

    def put(self, line: str) -> None:
        """Write one line."""
        self._stream.write(line + "\n")
        self._written += 1


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
