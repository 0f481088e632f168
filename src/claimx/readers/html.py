"""HTML: the article that a page is about, without what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import lxml.html
from lxml.etree import ErrorTypes, LxmlError
from trafilatura import bare_extraction
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.decoding import NotTextError, decode
from claimx.readers.record import ArticleRecord, make_article
from claimx.readers.source import Source

# A long article with all that stands around it has a tenth of this; the time that reading takes grows
# faster than the page.
_MOST_ELEMENTS = 50_000
# Only what the page itself gives as its date, and nothing that hangs on the day of reading.
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
_REMEDY = "if the page has an article, save its text and give that"


class _PageError(Exception):
    """There is no article to be had from the page."""


def read(source: Source) -> Iterator[Article | InputError]:
    """The one article of a page: its main text, and its title, author, publisher and date if it says them.

    Offsets count in the text as it is extracted, not in the page.
    """
    yield read_page(source.read(), source, place="", name=source.name)


def read_page(
    page: bytes,
    source: Source,
    *,
    place: str,
    name: str,
    address: str | None = None,
    content_type: str | None = None,
) -> Article | InputError:
    """The article of a page, or the error that says why there is none.

    Args:
        page: the page, in whatever encoding.
        source: where it stands.
        place: where in the source it stands, as an error should name it.
        name: the id of the article.
        address: the page's own address, which may tell its date.
        content_type: what the server said the page is, which may tell its encoding.
    """
    try:
        text, notice = _decode(page, content_type)
        record = _extract(_parse(text), address)
    except (NotTextError, _PageError) as error:
        return source.error(str(error), _REMEDY, place=place)
    except Exception as cause:  # whatever a page makes the libraries raise, the other pages go on
        return source.error(f"reading the page failed: {type(cause).__name__}: {cause}", _REMEDY, place=place)
    article = make_article(record, source, place=place, name=name)
    if notice and isinstance(article, Article):
        return replace(article, notices=(*article.notices, notice))
    return article


def _decode(page: bytes, content_type: str | None) -> tuple[str, str | None]:
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(page)
    if declared in (None, "utf-8") or read_bom(page)[0]:
        return decode(page)
    return to_unicode(page, declared), None


def _parse(text: str) -> Any:
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )
    try:
        tree = lxml.html.document_fromstring(text.encode(), parser=parser)
    except LxmlError as error:
        raise _PageError(f"this is no HTML: {error}") from error
    # The parser leaves out what it cannot hold, and most of the article may be there.
    if any(entry.type == ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise _PageError("the page is nested too deep to be read")
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise _PageError(f"the page has more than {_MOST_ELEMENTS:,} elements, too many for an article")
    return tree


def _extract(tree: Any, address: str | None) -> ArticleRecord:
    page = bare_extraction(
        tree, url=address, with_metadata=True, include_comments=False, date_extraction_params=_DATES
    )
    if page is None or isinstance(page, dict) or not page.text:
        raise _PageError("there is no article on this page")
    return ArticleRecord(
        text=page.text,
        title=page.title,
        author=page.author.replace("; ", ", ") if page.author else None,
        publisher=page.sitename,
        published=page.date,
    )
