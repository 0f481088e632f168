"""Readers turn files and streams into articles.

A reader is a module here with a function `read` from an open `Source` to articles; what cannot be
read comes out as an `InputError` in its place, and the rest goes on. A new format is one such module
and one line in `FORMATS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from claimx.errors import InputError
from claimx.readers.ids import UniqueIds, name_paths
from claimx.readers.source import STDIN as STDIN
from claimx.readers.source import Source, open_source

if TYPE_CHECKING:
    from claimx.article import Article

Reader = Callable[[Source], "Iterator[Article | InputError]"]

# Module of this package -> the endings of the file names it reads.
FORMATS: dict[str, tuple[str, ...]] = {
    "text": (".txt", ".text"),
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
}

_JSON_LIST_OR_INDENTED = re.compile(rb"\s*(\[\s*\{|\{\s*\n)")
_JSON_OBJECT = re.compile(rb'\s*\{\s*"')


def read_articles(paths: Sequence[str], *, input_format: str | None = None) -> Iterator[Article | InputError]:
    """The articles in the files `paths`, one after the other; `-` is the standard input.

    What cannot be read gives its error in its place. Ids are unique within the call.

    Args:
        paths: names of files; each is opened when its turn comes.
        input_format: a name in `FORMATS`; by default told by the file's name, else by its beginning.
    """
    ids = UniqueIds()
    for path, name in zip(paths, name_paths(paths), strict=True):
        for item in _read_source(path, name, input_format):
            yield item if isinstance(item, InputError) else replace(item, id=ids.unique(item.id))


def _read_source(path: str, name: str, input_format: str | None) -> Iterator[Article | InputError]:
    try:
        with open_source(path, name) as source:
            yield from _reader(input_format or _format_of(source))(source)
    except InputError as error:
        yield error


def _reader(input_format: str) -> Reader:
    return cast(Reader, import_module(f"claimx.readers.{input_format}").read)


def _format_of(source: Source) -> str:
    suffix = PurePath(source.path or "").suffix.lower()
    for name, suffixes in FORMATS.items():
        if suffix in suffixes:
            return name
    beginning = source.stream.peek()
    if _JSON_LIST_OR_INDENTED.match(beginning):
        return "json"
    return "jsonl" if _JSON_OBJECT.match(beginning) else "text"
