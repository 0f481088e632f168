"""JSON: one article, or a list of them."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from pydantic_core import from_json

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.record import read_record
from claimx.readers.source import Source


def read(source: Source) -> Iterator[Article | InputError]:
    """The article of the object, or the articles of the list, in order."""
    try:
        value = from_json(source.read().removeprefix(codecs.BOM_UTF8))
    except ValueError as error:
        remedy = "mend the JSON, or, if it holds one object a line, say --input-format jsonl"
        yield source.error(f"this is not valid JSON: {error}", remedy)
        return
    if not isinstance(value, list):
        yield read_record(value, source, place="", name=source.name)
        return
    for number, item in enumerate(value, 1):
        yield read_record(item, source, place=f"item {number}", name=f"{source.name}:{number}")
