"""JSON Lines: one article a line."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.record import read_record
from claimx.readers.source import Source


def read(source: Source) -> Iterator[Article | InputError]:
    """The articles of the lines, in order; a line that cannot be read gives its error, named by number."""
    for number, line in source.lines():
        if isinstance(line, InputError):
            yield line
        elif record := line.removeprefix(codecs.BOM_UTF8).strip():
            yield read_record(record, source, place=f"line {number}", name=f"{source.name}:{number}")
