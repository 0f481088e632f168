"""Feeds and news in XML: RSS, Atom, NITF and NewsML, recognised by their root elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers import shell_name
from claimx.readers.html import drop_asides, read_page
from claimx.readers.inputs import InputStream, or_error
from claimx.readers.layout import PageError, lay_out, local_name, parse_page, parse_xml, words_of
from claimx.readers.page import person_names
from claimx.readers.records import ArticleRecord, make_article
from claimx.text import single_spaced

# Of NITF: what accompanies the text of the article.
_NOT_TEXT = (
    "body.end",
    "media",
    "tagline",
    "bibliography",
    "hedline",
    "byline",
    "distributor",
    "dateline",
    "abstract",
)
_MAILBOX = re.compile(r"\S+@\S+\s*\(([^()]+)\)")


def read_xml(stream: InputStream) -> Iterator[Article | InputError]:
    """The entries of a feed, or the articles in NITF or NewsML; other XML is refused."""
    data = stream.read()
    try:
        root = parse_xml(data, remove_pis=True)
    except etree.XMLSyntaxError as error:
        # Feeds are often unsound, and read all the same.
        root, problem = None, f"this is not sound XML: {error.msg}"
    name = "rss" if root is None and (b"<rss" in data[:2000] or b"<feed" in data[:2000]) else None
    name = name or (local_name(root) if root is not None else "")
    if name in ("rss", "feed", "rdf"):
        yield from _read_feed(data, stream)
    elif name == "html":
        yield read_page(data, stream, address=stream.address)
    elif name in _NEWS:
        yield from _numbered(stream, list(_NEWS[name](root)))
    else:
        file = shell_name(stream)
        remedy = f"get the file again, or mend it: xmllint --recover {file} --output mended.xml"
        if root is not None:
            problem = f"this is XML with the root <{name}>, which claimx does not know"
            remedy = f"if it holds one article: xmllint --xpath 'string(/)' {file} | claimx extract -"
        raise stream.error(problem, remedy)


def _numbered(stream: InputStream, records: list[ArticleRecord]) -> Iterator[Article | InputError]:
    if not records:
        raise stream.error("there is no article in this file", "give one with a text")
    for number, record in enumerate(records, 1):
        several = len(records) > 1
        name = f"{stream.name}:{number}" if several else stream.name
        place = f"item {number}" if several else ""
        yield or_error(make_article, record, stream, place=place, name=name)


# RSS and Atom


def _read_feed(data: bytes, stream: InputStream) -> Iterator[Article | InputError]:
    import feedparser

    feed = feedparser.parse(BytesIO(data), resolve_relative_uris=False)
    if not feed.entries:
        raise stream.error("there is no article in this feed", "give the articles that it points to")
    # Of Atom, the authors of a feed are those of its entries.
    own_authors = _authors(feed.feed) if feed.version.startswith("atom") else []
    for number, entry in enumerate(feed.entries, 1):
        place = f"item {number}"
        try:
            text = _entry_text(entry)
        except PageError as error:
            yield stream.error(str(error), "leave the item out", place=place)
            continue
        record = ArticleRecord(
            text=text,
            id=entry.get("link") or entry.get("id") or None,
            title=_plain(entry.get("title")),
            author=", ".join(_authors(entry) or own_authors) or None,
            publisher=_plain((entry.get("source") or {}).get("title")) or _plain(feed.feed.get("title")),
            published=entry.get("published") or entry.get("updated"),
            url=entry.get("link"),
        )
        yield or_error(make_article, record, stream, place=place, name=f"{stream.name}:{number}")


def _entry_text(entry: Any) -> str:
    """The text of the whole article if the feed has it, else its summary."""
    values = [content.get("value") or "" for content in entry.get("content", ())]
    html = max([*values, entry.get("summary") or ""], key=len)
    if not html.strip():
        return ""
    tree = parse_page(html)
    drop_asides(tree)
    return lay_out(tree)


def _authors(entry: Any) -> list[str]:
    # `ann@times.media (Ann Lee)`, of which feedparser knows few endings of addresses.
    if mailbox := _MAILBOX.fullmatch(entry.get("author") or ""):
        return person_names(mailbox[1])
    stated = [a.get("name") or "" for a in entry.get("authors", ())] or [entry.get("author") or ""]
    return [name for author in stated for name in person_names(author)]


def _plain(html: str | None) -> str | None:
    """The words of a title, which may be marked up."""
    return single_spaced(lay_out(parse_page(html))) or None if html and html.strip() else None


# NITF and NewsML


def _nitf(root: Any) -> Iterator[ArticleRecord]:
    body = _find(root, "body.content")
    if body is None:
        body = _find(root, "body")
    if body is None:
        return
    # `<byline><person>Ann Lee</person><byttl>Reporter</byttl></byline>`
    bylines = [_words(e) for line in _all(root, "byline") for e in [*_all(line, "person")] or [line]]
    docdata = {name: _find(root, name) for name in ("date.issue", "date.release", "story.date")}
    yield ArticleRecord(
        text=lay_out(body, skip=_NOT_TEXT),
        title=_words(_find(root, "hl1")) or _words(_find(root, "title")),
        author=", ".join(name for byline in bylines for name in person_names(byline)) or None,
        publisher=_words(_find(root, "distributor")) or None,
        published=next((e.get("norm") for e in docdata.values() if e is not None and e.get("norm")), None)
        or next(
            (e.get("date.publication") for e in _all(root, "pubdata") if e.get("date.publication")), None
        ),
    )


def _newsml(root: Any) -> Iterator[ArticleRecord]:
    """The articles of NewsML-G2 (`newsItem`) and of NewsML 1 (`NewsItem`)."""
    items = [root] if local_name(root) == "newsitem" else list(_all(root, "newsitem"))
    for item in items:
        inner = next(
            (e for name in ("nitf", "html", "inlinexml", "datacontent") for e in _all(item, name)), None
        )
        text = _find(item, "inlinedata") if inner is None else inner
        if text is None:
            continue
        found = next(_nitf(inner), None) if inner is not None and local_name(inner) == "nitf" else None
        found = found or ArticleRecord(text=lay_out(text, skip=_NOT_TEXT))
        bylines = [_words(e) for name in ("by", "bylineline", "byline") for e in _all(item, name)]
        names = [name for byline in bylines for name in person_names(byline)]
        days = ("contentcreated", "firstcreated", "dateandtime", "thisrevisioncreated", "versioncreated")
        yield found.model_copy(
            update={
                "title": _words(next((e for n in ("headline", "hl1") for e in _all(item, n)), None))
                or found.title,
                "author": ", ".join(dict.fromkeys(names)) or found.author,
                "publisher": _publisher(item) or found.publisher,
                "published": found.published
                or next((_day(words) for d in days if (words := _words(_find(item, d)))), None),
            }
        )


def _publisher(item: Any) -> str | None:
    """The provider by its name, or by its literal code."""
    for name in ("provider", "creditline", "infosource"):
        if (found := _find(item, name)) is not None:
            return _words(_find(found, "name")) or found.get("literal") or _words(found) or None
    return None


def _day(words: str) -> str:
    """`20240304T120000Z`, as NewsML 1 writes it, with hyphens."""
    return f"{words[:4]}-{words[4:6]}-{words[6:8]}" if words[:8].isdigit() else words


def _all(root: Any, name: str) -> Iterator[Any]:
    return (element for element in root.iter() if local_name(element) == name)


def _find(root: Any, name: str) -> Any:
    return next(_all(root, name), None)


def _words(element: Any) -> str:
    return "" if element is None else words_of(element)


_NEWS: dict[str, Callable[[Any], Iterator[ArticleRecord]]] = {
    "nitf": _nitf,
    "newsitem": _newsml,
    "newsmessage": _newsml,
    "newsml": _newsml,
}
