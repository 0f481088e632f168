"""Pages: what a web page states about its article, in any of the ways that content systems use.

The order of trust: the article's own JSON-LD, then `<meta>`, microdata and microformats, then visible words.
A day of modification is used only if there is no other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.etree import iterwalk

from claimx.metadata.bylines import BY, CUT, IN_PLACE, agency, are_names, outlet_in, patterns, read_names
from claimx.metadata.days import day_in_url, day_on_label, find_day, is_date_words
from claimx.readers.layout import BLOCKS, words_of
from claimx.text import single_spaced
from claimx.text.lexicon import any_of, read_json, weekdays, word_set

_ARTICLE = re.compile(r"(Article|Posting|Report|Review|NewsItem)$")
# Other names of the day of publication: `govuk:first-published-at`.
_DAY_NAME = re.compile(r"publish(?:ed)?(?:[-_]?(?:at|on|date|time))?$")
_SEPARATOR = re.compile(r"\s+[|\-–—·•:»~]+\s+|\s*[|»]\s*|:\s+")
# A label of a day begins a line, or follows a separator or another day in it.
_LABEL = r"(?:^|[|·•–—.(/,]\s*|\d\s+)\W*(?:{})\b(?:\s+(?:on|at))?\W*"
_FIRST = re.compile(_LABEL.format(r"(?:first|originally)\s+(?:published|posted)"), re.IGNORECASE)
_PUBLISHED = re.compile(
    _LABEL.format(
        "published|posted|(?:publication|release) date|date published|pubdate|issued|for immediate release|"
        "released?|filed|date"
    ),
    re.I,
)
_LAST = re.compile(_LABEL.format(r"(?:last\s+)?(?:updated|modified|edited|revised)"), re.IGNORECASE)
# `Publié le 4 mars 2024 à 10h30`, `Veröffentlicht am 4. März 2024`
_ABROAD = re.compile(
    r"(?:publié|paru|mis en ligne|veröffentlicht|erschienen|publicado|pubblicato|gepubliceerd)\w*"
    r"(?: \w{2,3})?\W{1,3}"
    r"((?:[^\W\d]+,? )?\d{1,2}(?:er|º|\.)?(?: de)? [^\W\d]{3,10}\.?(?: de)? \d{4})",
    re.IGNORECASE,
)
# What may follow the day in such a line; anything else makes it a sentence.
_AFTER_DAY = re.compile(r"\W*(?:$|[|·•–—(/]|(?:by|in|at|updated|modified|last|first|edited|\d|[A-Z]{2,4}\b))")
_UPDATED = re.compile(r"\b(?:updated|modified|edited|revised)\b", re.IGNORECASE)
_UPDATE_CLASS = re.compile(r"update|modif|edited|revis", re.IGNORECASE)
_PUBLISHED_CLASS = re.compile(
    r"publi|posted|pub-?date|entry-date|dt-published|(?:^|[\s_-])date", re.IGNORECASE
)
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|author|p-author|contributor)s?(?:$|[\s_-])", re.IGNORECASE)
# Lists of other articles, comments and the frame of the page state nothing about the article.
_ASIDE = re.compile(r"related|recommend|most-?read|trending|comment|sidebar|promo|teaser|newsletter", re.I)
_LONGEST_LINE = 160
_MOST_PARTS = 8
# A paragraph: it is longer than a line, or ends like a sentence.
_RUNNING_TEXT = re.compile(rf".{{{_LONGEST_LINE},}}|.{{60,}}[.!?][\"'”’]*")
_TITLE_CLASS = re.compile(
    r"\b(?:headline|(?:entry|post|article|story|node|page)[-_]?(?:title|header))\b", re.IGNORECASE
)
# The name of the site on each of its pages.
_SITE_CLASS = re.compile(r"\b(?:banner|logo|masthead|brand|site[-_]?(?:title|name|header))\b", re.IGNORECASE)
# A side of a title that has this many words more than the outlet's name is not the outlet.
_MOST_OUTLET_WORDS = 2
# `Jane Roe For Mailonline`, `JANE ROE FOR THE POST`.
_FOR = re.compile(r"\s+for\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;|/]|\.(?=\s\w+\sby\s)|\s(?:and|And|AND|&|with|und|et|y)\s)\s*")
_BY_OTHERS = re.compile(r"\bby\s", re.IGNORECASE)
# The full stop of a line, not of `Jr.`, `Ph.D.` or an initial.
_FULL_STOP = re.compile(r"(?<!\b[JS]r)(?<!\b[A-Z])\.$")
_MOST_NAME_WORDS = 5
# `Jane Roe on Thu, 14 March 2024`: what is between a name and a day.
_TO_DAY = re.compile(rf"(?:,?\s+on)?(?:,?\s+{any_of(weekdays())}\b\.?)?[\s,]*$", re.IGNORECASE)


def _names(fact: str) -> list[str]:
    """The names that pages give a fact in their metadata, the surest first."""
    names: list[str] = read_json(__package__, "page.json")[fact]
    return names


class PageFacts(NamedTuple):
    """What a page states; None where it states nothing."""

    title: str | None
    author: str | None
    publisher: str | None
    published: date | None
    url: str | None


def read_facts(tree: Any, address: str | None) -> PageFacts:
    """What an HTML tree states about its article; `address`: where the page lies, if that is known."""
    page = _Page(tree, address)
    url = page.url if page.url and urlsplit(page.url).scheme in ("http", "https") else None
    return PageFacts(_title(page), _author(page), page.publisher, _published(page), url)


class _Page:
    """The tree of a page, and what several of its facts are read from."""

    def __init__(self, tree: Any, address: str | None) -> None:
        self.tree = tree
        self.metas = _metas(tree)
        self.canonical = next(
            (
                str(link.get("href")).strip()
                for link in tree.iter("link")
                if str(link.get("rel")).lower() == "canonical" and link.get("href")
            ),
            next(self.meta("og:url"), None),
        )
        self.url = address or self.canonical
        self.heading = _heading(self)
        self.data = _article_data(self)
        self.publisher = _publisher(self)

    def meta(self, *names: str) -> Iterator[str]:
        """The contents of `<meta>` with these names, in their order."""
        return (value for name in names for value in self.metas.get(name, ()))

    @cached_property
    def lines(self) -> list[str]:
        """The short lines of words in the body."""
        return list(_lines(self.tree))


def _metas(tree: Any) -> dict[str, list[str]]:
    """The contents of `<meta>` by lower-case name."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = single_spaced(str(meta.get("content") or ""))
        for key in ("name", "property", "itemprop", "http-equiv"):
            if content and meta.get(key):
                metas.setdefault(str(meta.get(key)).strip().lower(), []).append(content)
    return metas


# JSON-LD


class _Data(NamedTuple):
    """The JSON-LD object of the article, and all objects of the page by `@id`."""

    article: dict[str, Any]
    by_id: dict[str, dict[str, Any]]

    def objects(self, key: str) -> list[Any]:
        """The values of a key, with references followed."""
        value = self.article.get(key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        return [self.by_id.get(str(v.get("@id")), v) if isinstance(v, dict) else v for v in values]


def _article_data(page: _Page) -> _Data:
    objects = [found for text in _scripts(page.tree) for found in _json_objects(text)]
    by_id: dict[str, dict[str, Any]] = {}
    for found in objects:
        # A reference holds nothing but the id.
        if isinstance(found.get("@id"), str) and len(found) > len(by_id.get(found["@id"], {})):
            by_id[found["@id"]] = found
    articles = [found for found in objects if _is_article(found)]
    addresses = {_bare(a) for a in (page.url, page.canonical, *page.meta("og:url")) if a}
    own = [found for found in articles if addresses & {_bare(a) for a in _addresses(found)}]
    if not own:
        title = _plain(page.heading or next(page.meta(*_names("title")), ""))
        own = [found for found in articles if _plain(_string(found.get("headline")) or "") == title]
    # Without a match, one article on the page is that of the page; several may be links to others.
    chosen = own or (articles if len(articles) == 1 else [])
    return _Data(max(chosen, key=lambda found: "datePublished" in found, default={}), by_id)


def _scripts(tree: Any) -> Iterator[str]:
    for script in tree.iter("script"):
        if str(script.get("type")).strip().lower().startswith("application/ld+json") and script.text:
            yield script.text


def _json_objects(text: str) -> Iterator[dict[str, Any]]:
    text = re.sub(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$", "", text).strip()
    try:
        pending = [json.loads(text.rstrip(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    while pending:
        value = pending.pop(0)
        if isinstance(value, list):
            pending[:0] = value
        elif isinstance(value, dict):
            yield value
            pending.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value)


def _is_article(found: dict[str, Any]) -> bool:
    types = found.get("@type")
    return any(_ARTICLE.search(str(kind)) for kind in (types if isinstance(types, list) else [types]))


def _addresses(found: dict[str, Any]) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = found.get(key)
        value = value.get("@id") or value.get("url") if isinstance(value, dict) else value
        if isinstance(value, str):
            yield value


def _bare(address: str) -> str:
    """An address without what may differ between two of one page."""
    parts = urlsplit(address.strip())
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}".lower()


def _string(value: object) -> str | None:
    return single_spaced(unescape(value)) or None if isinstance(value, str) else None


# Title and publisher


def _publisher(page: _Page) -> str | None:
    found = [_string(o.get("name") if isinstance(o, dict) else o) for o in page.data.objects("publisher")]
    first, *others = _names("publisher")
    candidates = (*page.meta(first), *found, *page.meta(*others))
    return next((name for name in candidates if name and "/" not in name and "@" not in name), None)


def _heading(page: _Page) -> str | None:
    """The words on the page that its title holds, else its only first-level heading or its article's."""
    tree = page.tree
    titles = [*page.meta(_names("title")[0]), *(element.text or "" for element in tree.iter("title"))]
    parts = {_plain(part) for title in titles for part in _parts(single_spaced(title))} - {""}
    shown = [
        (
            not any(_SITE_CLASS.search(_marks(a)) for a in (e, *e.iterancestors())),
            _is_inside(e, "article", "main"),
            _TITLE_CLASS.search(_marks(e)) is not None,
            len(text),
            text,
        )
        for e in tree.iter("h1", "h2", "h3", "b", "strong", "font")
        if (text := short_text(e)) and _plain(text) in parts and not is_aside(e)
    ]
    if shown:
        return max(shown)[-1]
    headings = [h for h in tree.iter("h1") if not is_aside(h)]
    own = [h for h in headings if _is_inside(h, "article", "main")] or headings
    texts = [text for h in own if (text := words_of(h))]
    return texts[0] if len(texts) == 1 else None


def _parts(title: str) -> list[str]:
    """A title, and the parts of it before and after each separator."""
    separators = list(_SEPARATOR.finditer(title))
    return [title, *(title[: s.start()] for s in separators), *(title[s.end() :] for s in separators)]


def _title(page: _Page) -> str | None:
    named = (element.text or "" for element in page.tree.iter("title"))
    stated = (_string(page.data.article.get("headline")) or "", *page.meta(*_names("title")))
    for candidate in (*stated, page.heading or "", *named):
        title = _without_outlet(single_spaced(unescape(candidate)), page.publisher, page.heading)
        if title and _plain(title) != _plain(page.publisher or ""):
            return title
    return None


def _without_outlet(title: str, publisher: str | None, heading: str | None) -> str:
    """`Harbour to close` for `Harbour to close | News | Lindvik Post`."""
    if heading and _plain(heading) != _plain(publisher or ""):
        for separator in _SEPARATOR.finditer(title):
            if _plain(title[: separator.start()]) == _plain(heading):
                return title[: separator.start()]
            if _plain(title[separator.end() :]) == _plain(heading):
                return title[separator.end() :]
    if not publisher:
        return title
    separators = list(_SEPARATOR.finditer(title))
    if separators and _is_outlet(title[separators[-1].end() :], publisher):
        title = title[: separators[-1].start()]
    elif separators and _is_outlet(title[: separators[0].start()], publisher):
        title = title[separators[0].end() :]
    return title


def _is_outlet(words: str, publisher: str) -> bool:
    """Whether words name the publisher, perhaps with a part of it: `BBC` and `BBC News`."""
    if len(words.split()) > len(publisher.split()) + _MOST_OUTLET_WORDS:
        return False
    name, own = _plain(words).removeprefix("the"), _plain(publisher).removeprefix("the")
    return name == own or (
        len(name) > 2 and (own.startswith(name) or name.startswith(own) or name.endswith(own))
    )


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


# Authors


def _author(page: _Page) -> str | None:
    tree, publisher = page.tree, page.publisher
    stated = [_string(o.get("name") if isinstance(o, dict) else o) or "" for o in _people(page.data)]
    sources: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: stated,
        *((lambda name=name: map(in_spoken_order, page.meta(name))) for name in _names("author")),
        lambda: _marked(tree, "itemprop", "author"),
        lambda: _marked(tree, "rel", "author"),
        lambda: (text for e in _classed(tree, _BYLINE_CLASS) if BY.match(text := short_text(e))),
        lambda: map(short_text, _classed(tree, _BYLINE_CLASS)),
        lambda: filter(BY.match, page.lines),
    )
    for source in sources:
        names = list(dict.fromkeys(n for value in source() for n in person_names(value)))
        names = [name for name in names if not publisher or _plain(name) != _plain(publisher)]
        if names:
            return ", ".join(names)
    return None


def _people(data: _Data) -> Iterator[Any]:
    for found in (*data.objects("author"), *([] if data.article.get("author") else data.objects("creator"))):
        names = found.get("name") if isinstance(found, dict) else None
        yield from names if isinstance(names, list) else [found]


def in_spoken_order(name: str) -> str:
    """`Anna Weiß` for `Weiß, Anna`, as directories list one name; other words as they are."""
    family, comma, given = name.partition(", ")
    turned = f"{given} {family}"
    # `Anna Weiß, MD` is in that order already.
    is_turned = comma and len(family.split()) == 1 and not agency(family)
    return turned if is_turned and read_names(turned) == (turned, None) else name


def person_names(value: str) -> list[str]:
    """The names in a byline, without jobs, places and outlets.

    `By Elsa Brandt, Senior Reporter, and Nils Ek in Stockholm` gives `Elsa Brandt` and `Nils Ek`.
    """
    value = single_spaced(unescape(value))
    if "://" in value or len(value) > _LONGEST_LINE * 2:
        return []
    lead = BY.match(value)
    value = value[lead.end() :] if lead else value
    if found := find_day(value):
        value = f"{_TO_DAY.sub('', value[: found[1]])}, {value[found[2] :]}"
    names = []
    for part in _BETWEEN.split(value):
        part = part.removeprefix("and ")
        part = _FOR.split(part[lead.end() :] if (lead := BY.match(part)) else part)[0]
        # `Editing by Ana Ek`, `Photographs by Ana Ek`
        if _BY_OTHERS.search(part):
            continue
        if place := IN_PLACE.search(part):
            part = part[: place.start()]
        if cut := CUT.search(part):
            part = part[: cut.start()]
        name = _FULL_STOP.sub("", part.strip(" ,-–—•·"))
        words = name.split()
        if not 2 <= len(words) <= _MOST_NAME_WORDS or not are_names(name):
            continue
        if patterns().role.search(name) or patterns().outlet.search(name) or outlet_in(name):
            continue
        if patterns().names.fullmatch(name):
            names.append(name)
    return names


# The day of publication


def _published(page: _Page) -> date | None:
    tree, data = page.tree, page.data
    sources: tuple[Callable[[], Iterable[str]], ...] = (
        lambda: map(str, data.objects("datePublished")),
        lambda: page.meta(*_names("day"), *filter(_DAY_NAME.search, page.metas)),
        lambda: _marked(tree, "itemprop", "datePublished"),
        lambda: (v for e in tree.iter("time") if e.get("pubdate") is not None for v in _values(e)),
        lambda: _stated(page.lines, _FIRST),
        lambda: _stated(page.lines, _PUBLISHED),
        lambda: (found[1] for text in page.lines if (found := _ABROAD.search(text))),
        lambda: (v for e in _classed(tree, _PUBLISHED_CLASS) if not _is_update(e) for v in _values(e)),
        lambda: (v for e in tree.iter("time") if _is_day_line(e) for v in _values(e)),
        lambda: _head_days(tree),
        lambda: _signed_days(page.lines),
        lambda: map(str, data.objects("dateCreated")),
        lambda: page.meta("datecreated"),
        lambda: [f"{day}" for day in [day_in_url(f"{urlsplit(page.url or '').path}/")] if day],
        # The page may state nothing but when it was changed.
        lambda: map(str, data.objects("dateModified")),
        lambda: page.meta(*_names("update")),
        lambda: _marked(tree, "itemprop", "dateModified"),
        lambda: _stated(page.lines, _LAST),
        lambda: (v for e in tree.iter("time") if not is_aside(e) and _is_update(e) for v in _values(e)),
    )
    return next((day for source in sources for value in source() if (day := _day(value))), None)


def _day(value: str) -> date | None:
    """The day that a value states; that of a time is taken as it is written, in its own time zone."""
    try:
        return date.fromisoformat(value.strip()[: len("YYYY-MM-DD")])
    except ValueError:
        return day_on_label(single_spaced(value))


def _stated(lines: list[str], label: re.Pattern[str]) -> Iterator[str]:
    """The days behind a label in short visible lines, but not in sentences."""
    for text in lines:
        for found in label.finditer(text):
            day = find_day(text[found.end() :])
            before = text[: found.end()]
            if day is None or (label is not _LAST and _UPDATED.search(before) and not find_day(before)):
                continue
            between = text[found.end() : found.end() + day[1]]
            if is_date_words(between) and _AFTER_DAY.match(text, found.end() + day[2]):
                yield str(day[0])


def _is_day_line(element: Any) -> bool:
    """Whether a `<time>` is in a line about the article, not in a sentence or beside an update."""
    if is_aside(element) or _is_update(element):
        return False
    parent = element.getparent()
    words = re.findall(r"[^\W\d_]+", f"{_text_before(element)} {element.tail or ''}")
    small = word_set(__package__, "page.json", "line_words")
    return parent is not None and small.issuperset(w for w in words if w.islower())


def _head_days(tree: Any) -> Iterator[str]:
    """The days that are lines of their own before the first paragraph: `By Ida Sol | March 4, 2024`."""
    headline = next(tree.iter("h1"), None)
    start = headline if headline is None else next(headline.iterancestors("article"), headline)
    begun = False
    for element in tree.iter():
        begun = begun or element is start
        if element.tag == "p" and _RUNNING_TEXT.fullmatch(words_of(element)):
            return
        if begun and len(element) <= _MOST_PARTS and not is_aside(element):
            for part in re.split(r"\s*[|·•–—]\s*|\s+/\s+", short_text(element)):
                day = find_day(part)
                if day and is_date_words(f"{part[: day[1]]} {part[day[2] :]}"):
                    yield str(day[0])


def _signed_days(lines: list[str]) -> Iterator[str]:
    """The days in lines with a byline: `By Ida Sol, 4 March 2024`, `Posted by Ida Sol on March 4, 2024`."""
    for text in lines:
        day = find_day(text) if BY.match(text) and person_names(text) else None
        if day and is_date_words(text[day[2] :]):
            yield str(day[0])


def _is_update(element: Any) -> bool:
    """Whether an element, or the line that it is in, is about an update."""
    if _UPDATE_CLASS.search(_marks(element)):
        return True
    *earlier, last = _UPDATED.split(_text_before(element))
    return bool(earlier) and not _PUBLISHED.search(last)


def _text_before(element: Any) -> str:
    """The words before an element in its parent, from the last block or line break on."""
    words: list[str] = []
    for sibling in element.itersiblings(preceding=True):
        words.append(sibling.tail or "")
        if sibling.tag in BLOCKS or sibling.tag == "br":
            break
        words.append(" ".join(sibling.itertext()))
    else:
        parent = element.getparent()
        words.append("" if parent is None else parent.text or "")
    return single_spaced(" ".join(reversed(words)))


# Elements


def _values(element: Any) -> Iterator[str]:
    """The value of an element for programs, else its words."""
    value = next((element.get(key) for key in ("content", "datetime", "title") if element.get(key)), None)
    if value and _day(value):
        yield value
    elif text := short_text(element):
        yield text


def _marked(tree: Any, attribute: str, value: str) -> Iterator[str]:
    """The values of elements with an attribute, but not of those about other articles."""
    for element in tree.iterfind(f".//*[@{attribute}]"):
        if value in str(element.get(attribute)).split() and element.tag != "meta" and not is_aside(element):
            inner = [e for e in element.iterfind(".//*[@itemprop]") if e.get("itemprop") == "name"]
            yield from (v for e in inner or [element] for v in _values(e))


def _classed(tree: Any, pattern: re.Pattern[str]) -> Iterator[Any]:
    for element in tree.iterfind(".//*[@class]"):
        if pattern.search(element.get("class")) and not is_aside(element):
            yield element


def _lines(tree: Any) -> Iterator[str]:
    """The short lines of words in the body."""
    for element in tree.iter(
        "p", "span", "div", "time", "li", "small", "em", "strong", "td", "dd", "address"
    ):
        if len(element) <= _MOST_PARTS and (text := short_text(element)) and not is_aside(element):
            yield text
    # `<dt>Published</dt><dd>5 July 2024</dd>`
    for label in tree.iter("dt", "th"):
        value = label.getnext()
        if value is not None and value.tag in ("dd", "td") and not is_aside(label):
            yield f"{short_text(label)} {short_text(value)}"


def short_text(element: Any) -> str:
    """The words of an element; none if it is longer than a line."""
    parts: list[str] = []
    length = 0
    for event, part in iterwalk(element, events=("start", "end")):
        if part.tag in BLOCKS or part.tag == "br":
            parts.append(" ")
        text = part.text if event == "start" else part.tail if part is not element else None
        parts.append(text or "")
        length += len(text or "")
        if length > 2 * _LONGEST_LINE:
            return ""
    text = single_spaced("".join(parts))
    return text if len(text) <= _LONGEST_LINE else ""


def is_aside(element: Any) -> bool:
    """Whether an element lies in the frame of the page, or in a list of other articles or of comments."""
    in_frame = False
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in ("nav", "aside"):
            return True
        if ancestor.tag not in ("body", "html") and _ASIDE.search(_marks(ancestor)):
            return True
        # A site's header shows today's day, an article's header its own.
        own = ancestor.tag in ("article", "main")
        in_frame = not own and (in_frame or ancestor.tag in ("header", "footer"))
    return in_frame


def _is_inside(element: Any, *names: str) -> bool:
    return any(ancestor.tag in names for ancestor in element.iterancestors())


def _marks(element: Any) -> str:
    """What an element is marked as, for style sheets and programs."""
    return " ".join(str(element.get(name) or "") for name in ("class", "id", "itemprop"))
