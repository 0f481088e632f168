"""Whether a file holds results, and in which of the forms they are written in."""

from __future__ import annotations

import re
from typing import Literal

from claimx.readers.input_stream import InputStream

SavedFormat = Literal["json", "jsonl", "sqlite"]

_DATABASE = b"SQLite format 3\0"
# Where programs have been at work on the JSON, its fields may stand in another order.
_FIELD = re.compile(rb'"(schema_version|claimx_version)"\s*:')
_LIST = re.compile(rb"(\xef\xbb\xbf)?\s*\[")
_OBJECT = re.compile(rb"(\xef\xbb\xbf)?\s*\{")
# An object that goes on below its first line is no line of JSON Lines.
_SPREAD = re.compile(rb"(\xef\xbb\xbf)?\s*\{\s*?\n")


def saved_format(source: InputStream) -> SavedFormat | None:
    """The form of the results in a source, by its beginning, which stays unread; None: there are none."""
    beginning = source.buffer.peek()
    if beginning.startswith(_DATABASE):
        return "sqlite"
    if not _FIELD.search(beginning):
        return None
    if _LIST.match(beginning) or _SPREAD.match(beginning):
        return "json"
    return "jsonl" if _OBJECT.match(beginning) else None
