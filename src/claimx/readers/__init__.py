"""Readers turn files and streams into articles.

A reader is a function from an `InputStream` to articles. An article that cannot be read yields an
`InputError` in its place, and reading continues with the next one. A new format needs such a function and
one entry in `claimx.readers.formats.FORMATS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimx.errors import InputError
from claimx.readers.formats import FORMATS as FORMATS
from claimx.readers.formats import read_stream
from claimx.readers.inputs import STDIN as STDIN
from claimx.readers.inputs import UniqueIds, name_path, name_paths, open_input, printable_path
from claimx.readers.inputs import find_inputs as find_inputs

if TYPE_CHECKING:
    from claimx.article import Article


def read_articles(
    paths: Sequence[str], *, input_format: str | None = None, fields: Mapping[str, str] | None = None
) -> Iterator[Article | InputError]:
    """The articles in the files `paths`, in order, with short ids that are unique within the call.

    All ids are kept in memory to make them unique.

    Args:
        paths: file names, or `-` for the standard input; each is opened when its turn comes.
        input_format: a name in `FORMATS`; detected from the file's name or its beginning by default.
        fields: names of the article's fields in records: `{"text": "body"}`.
    """
    ids = UniqueIds()
    for path, name in zip(paths, name_paths(paths), strict=True):
        for item in _read_file(path, name, input_format, fields):
            yield item if isinstance(item, InputError) else replace(item, id=ids.unique(item.id))


def stream_articles(
    paths: Iterable[str],
    *,
    input_format: str | None = None,
    fields: Mapping[str, str] | None = None,
    extract_pages: bool = True,
) -> Iterator[Article | InputError]:
    """The articles of any number of files; the arguments are those of `read_articles`.

    Without `extract_pages`, web pages are given as `UnreadPage`, for another process to extract their text.

    Ids do not depend on other articles: the record's own id, else the path without its extension, followed by
    the item's number in files of many articles. They may therefore repeat.
    """
    for path in paths:
        yield from _read_file(path, name_path(path), input_format, fields, extract_pages)


def _read_file(
    path: str,
    name: str,
    input_format: str | None,
    fields: Mapping[str, str] | None,
    extract_pages: bool = True,
) -> Iterator[Article | InputError]:
    try:
        with open_input(path, name, fields, extract_pages=extract_pages) as stream:
            for position, item in enumerate(read_stream(stream, input_format)):
                yield item if isinstance(item, InputError) else replace(item, position=position)
    except InputError as error:
        yield error
    except Exception as cause:  # a parser's bug on one file must not stop the others
        problem = f"{printable_path(path)}: reading failed: {type(cause).__name__}: {cause}"
        failure = InputError(problem, "this is a fault of claimx; please report it with the file")
        failure.__cause__ = cause
        yield failure
