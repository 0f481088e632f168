"""Results that were saved, read back: what `extract` and `batch` wrote as JSON, JSON Lines or SQLite.

Commands that look at results take articles too: where a file holds no results, it is read as articles are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from claimx.article import Article
from claimx.errors import ArticleError, InputError
from claimx.readers import find_inputs, read_articles
from claimx.readers.input_stream import open_input
from claimx.readers.inputs import STDIN, UniqueIds
from claimx.saved.formats import saved_format
from claimx.saved.json import read_json, read_json_lines
from claimx.saved.sqlite import read_database
from claimx.schema import Extraction

Result = Extraction | ArticleError | InputError


def read_results(paths: Iterable[str], *, model: str | None = None) -> Iterator[Result]:
    """The extractions in files of results, and those of the articles in other files, one at a time.

    Results may be JSON or JSON Lines, packed with gzip or zstd, or SQLite; `-` is the standard input, and
    folders are walked. What cannot be read gives its error in its place, and the rest goes on. The second
    document with an id gets a number behind it, so that ids are unique within the call.

    Args:
        paths: files and folders.
        model: the model for articles that have not been read yet; by default the one that comes with
            claimx. It is loaded when there is such an article.

    Raises:
        ModelError: there is an article to read, and the model cannot be loaded.
    """
    ids = UniqueIds()
    items = (item for path in find_inputs(paths) for item in _read(path))
    for result in _all_extracted(items, model):
        yield _renamed(result, ids) if isinstance(result, Extraction) else result


def _all_extracted(items: Iterable[Result | Article], model: str | None) -> Iterator[Result]:
    """Results as they are, and the extractions of articles, read together where they stand together."""
    for are_articles, group in groupby(items, key=lambda item: isinstance(item, Article)):
        if are_articles:
            yield from _extract((item for item in group if isinstance(item, Article)), model)
        else:
            yield from (item for item in group if not isinstance(item, Article))


def _read(path: str) -> Iterator[Result | Article]:
    """What a file holds: results, or articles that have not been read yet."""
    try:
        with open_input(path, path) as source:
            kind = saved_format(source)
            if kind == "jsonl":
                yield from read_json_lines(source)
            elif kind == "json":
                yield from read_json(source)
            elif kind is None and path == STDIN:
                remedy = "pipe in what `claimx extract --format jsonl` prints, or name files of articles"
                yield source.error("these are no results of claimx", remedy)
    except InputError as error:
        yield error
        return
    if kind == "sqlite":
        yield from read_database(path)
    elif kind is None and path != STDIN:
        yield from read_articles([path])


def _extract(articles: Iterator[Article], model: str | None) -> Iterator[Result]:
    # spaCy is loaded for articles only: saved results need none of it.
    from claimx.api import extract_articles
    from claimx.model import load

    yield from extract_articles(articles, load(model))


def _renamed(extraction: Extraction, ids: UniqueIds) -> Extraction:
    wanted = extraction.document.id
    id_ = ids.unique(wanted)
    if id_ == wanted:
        return extraction
    return extraction.model_copy(update={"document": extraction.document.model_copy(update={"id": id_})})
