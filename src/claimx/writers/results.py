"""Results that are written in one go, wherever they go to and whatever they are."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from claimx.errors import OutputError
from claimx.schema import Extraction
from claimx.writers import COMPRESSIONS, STORES, make_writer
from claimx.writers.files import FileSink
from claimx.writers.output import naming_output, open_output
from claimx.writers.settings import Settings
from claimx.writers.sinks import make_sink

Write = Callable[[Extraction], None]

# What a sink may hold in memory is what was written since the last commit.
_COMMIT_EVERY = 1000


@contextmanager
def open_results(output: Path | None, output_format: str, settings: Settings) -> Iterator[Write]:
    """What writes an extraction to the standard output, or to a place that has it only once all is whole.

    Raises:
        OutputError: it cannot be made or written.
    """
    if output and (output_format in STORES or output.suffix.lower() in COMPRESSIONS):
        with _open_sink(output, output_format, settings) as write:
            yield write
    else:
        with open_output(output) as stream:
            writer = make_writer(output_format, stream, settings)
            yield writer.write
            writer.close()


@contextmanager
def _open_sink(output: Path, output_format: str, settings: Settings) -> Iterator[Write]:
    # A link stays a link: what it points to is what to replace.
    target = output.resolve()
    if target.exists() and not target.is_file():
        raise OutputError(f"{output}: there is a folder or a device of this name", "choose another name")
    with naming_output(output):
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            with _committing(folder / target.name, output_format, settings) as write:
                yield write
            os.replace(folder / target.name, target)
        finally:
            shutil.rmtree(folder)


@contextmanager
def _committing(path: Path, output_format: str, settings: Settings) -> Iterator[Write]:
    if output_format in STORES:
        sink = make_sink(path, output_format, settings)
    else:
        sink = FileSink(path, lambda stream, _: make_writer(output_format, stream, settings))
    written = 0

    def write(extraction: Extraction) -> None:
        nonlocal written
        sink.write(extraction)
        written += 1
        if written % _COMMIT_EVERY == 0:
            sink.commit()

    sink.open(None)
    yield write
    sink.close()
