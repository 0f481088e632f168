"""Readers turn files and streams into articles.

A reader is a module here with a function `read` from an open `Source` to articles; what cannot be
read comes out as an `InputError` in its place, and the rest goes on. A new format is one such module
and one line in `FORMATS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, cast

from claimx.errors import InputError
from claimx.readers.formats import FORMATS as FORMATS
from claimx.readers.formats import format_of
from claimx.readers.ids import UniqueIds, name_path, name_paths
from claimx.readers.inputs import find_inputs as find_inputs
from claimx.readers.source import STDIN as STDIN
from claimx.readers.source import Source, open_source, printable_path

if TYPE_CHECKING:
    from claimx.article import Article

Reader = Callable[[Source], "Iterator[Article | InputError]"]


def read_articles(
    paths: Sequence[str], *, input_format: str | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Article | InputError]:
    """The articles in the files `paths`, one after the other; `-` is the standard input.

    What cannot be read gives its error in its place. Ids are as short as they can be, and unique within
    the call, for which all of them are remembered.

    Args:
        paths: names of files; each is opened when its turn comes.
        input_format: a name in `FORMATS`; by default told by the file's name, else by its beginning.
        fields: what the fields of an article are called in records: `{"text": "body"}`.
    """
    ids = UniqueIds()
    for path, name in zip(paths, name_paths(paths), strict=True):
        for item in _read_file(path, name, input_format, fields):
            yield item if isinstance(item, InputError) else replace(item, id=ids.unique(item.id))


def stream_articles(
    paths: Iterable[str], *, input_format: str | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Article | InputError]:
    """The articles of any number of files, as `read_articles` gives them but for their ids.

    Nothing is remembered from one article to the next, and what an article is called does not hang on
    the others: by the id it brings, else by its file's path without the ending, and with its number behind
    it in a file of many. Whether another one is called the same is for the caller to see.
    """
    for path in paths:
        yield from _read_file(path, name_path(path), input_format, fields)


def _read_file(
    path: str, name: str, input_format: str | None, fields: Mapping[str, str] | None
) -> Iterator[Article | InputError]:
    for position, item in enumerate(_read_source(path, name, input_format, fields or {})):
        yield item if isinstance(item, InputError) else replace(item, position=position)


def _read_source(
    path: str, name: str, input_format: str | None, fields: Mapping[str, str]
) -> Iterator[Article | InputError]:
    try:
        with open_source(path, name, fields) as source:
            yield from _reader(input_format or format_of(source))(source)
    except InputError as error:
        yield error
    except Exception as cause:  # whatever a library raises on what it cannot read, the other files go on
        problem = f"{printable_path(path)}: reading failed: {type(cause).__name__}: {cause}"
        failure = InputError(problem, "this is a fault of claimx; please report it with the file")
        failure.__cause__ = cause
        yield failure


def _reader(input_format: str) -> Reader:
    return cast(Reader, import_module(f"claimx.readers.{input_format}").read)
