"""A comparison as JSON, row by row: memory does not grow with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from pydantic import BaseModel

from claimx.compare.comparer import Comparer


def write_json(comparer: Comparer, stream: TextIO) -> None:
    """Write one object, a `claimx.compare.results.Comparison`, with a row a line.

    Sections that were not asked for are left out.
    """
    stream.write(f'{{"articles": {comparer.articles}, "about": {json.dumps(comparer.about)}')
    for section in comparer.sections:
        stream.write(f',\n"{section}": ')
        _write_list(comparer.rows(section), stream)
    stream.write("}\n")


def _write_list(rows: Iterable[BaseModel], stream: TextIO) -> None:
    separator = "[\n"
    for row in rows:
        stream.write(separator + row.model_dump_json())
        separator = ",\n"
    stream.write("[]" if separator == "[\n" else "\n]")
