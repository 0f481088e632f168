"""Parquet: one article a row."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow
import pyarrow.parquet

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.record import field_names, read_record
from claimx.readers.source import Source

# Rows taken into memory together, and bytes of a column read from the file together.
_ROWS = 64
_BYTES = 2**20


def read(source: Source) -> Iterator[Article | InputError]:
    """The articles of the rows, in order; a row that cannot be read gives its error, named by number."""
    if not source.stream.seekable():
        yield source.error("Parquet is read from its end", "unpack it into a file, and give that")
        return
    try:
        file = pyarrow.parquet.ParquetFile(source.stream, buffer_size=_BYTES, pre_buffer=False)
        names = field_names(source.fields)
        there = file.schema_arrow.names
        # A field `meta.date` is in the column `meta`, if it is not the name of a column.
        columns = {name if name in there else name.partition(".")[0] for name in names.values()}
        if names["text"] not in there and names["text"].partition(".")[0] not in there:
            message = f"there is no column {names['text']!r}, but {', '.join(map(repr, there))}"
            yield source.error(message, "say which one holds the text: --text-field body")
            return
        number = 0
        for batch in file.iter_batches(_ROWS, columns=sorted(columns & set(there)), use_threads=False):
            for row in range(batch.num_rows):
                number += 1
                yield _read_row(batch.slice(row, 1), source, number)
    except (pyarrow.ArrowException, OSError) as error:
        yield source.error(f"this is not sound Parquet: {error}", "get or write the file again")


def _read_row(row: pyarrow.RecordBatch, source: Source, number: int) -> Article | InputError:
    place = f"row {number}"
    try:
        (record,) = row.to_pylist()
    except (ValueError, OverflowError) as error:
        return source.error(f"the row cannot be read: {error}", "mend it, or leave it out", place=place)
    return read_record(record, source, place=place, name=f"{source.name}:{number}")
