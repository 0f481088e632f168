"""Results as JSON and JSON Lines."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from pydantic import ValidationError
from pydantic_core import from_json

from claimx.errors import InputError
from claimx.readers.input_stream import InputStream
from claimx.saved.check import check_spans, explain
from claimx.schema import Extraction

_REMEDY = "give the file as claimx wrote it, or read the article again"


def read_json_lines(source: InputStream) -> Iterator[Extraction | InputError]:
    """The extraction of each line; a line that holds none gives its error, named by number."""
    for number, line in source.lines():
        if isinstance(line, InputError):
            yield line
        elif record := line.removeprefix(codecs.BOM_UTF8).strip():
            yield _validated(record, source, f"line {number}")


def read_json(source: InputStream) -> Iterator[Extraction | InputError]:
    """The extraction of the object, or those of a list.

    Raises:
        InputError: the file is too large to be read at once.
    """
    data = source.buffer.read()
    try:
        value = from_json(data.removeprefix(codecs.BOM_UTF8))
    except ValueError as error:
        yield source.error(f"this is not valid JSON: {error}", _REMEDY)
        return
    if not isinstance(value, list):
        yield _validated(value, source, None)
        return
    for number, item in enumerate(value, 1):
        yield _validated(item, source, f"item {number}")


def _validated(record: bytes | object, source: InputStream, place: str | None) -> Extraction | InputError:
    try:
        if isinstance(record, bytes):
            extraction = Extraction.model_validate_json(record)
        else:
            # Dates are strings in JSON, and so they are here.
            extraction = Extraction.model_validate(record)
    except ValidationError as error:
        return source.error(explain(error), _REMEDY, place=place)
    fault = check_spans(extraction)
    return extraction if fault is None else source.error(fault, _REMEDY, place=place)
