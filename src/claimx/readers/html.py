"""HTML: the main article of a page, without navigation, comments and other boilerplate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from io import BufferedReader, BytesIO
from typing import Any

from trafilatura import bare_extraction
from trafilatura.settings import use_config
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode

from claimx.article import Article, UnreadPage
from claimx.errors import InputError
from claimx.metadata.days import find_day, is_date_words
from claimx.readers.inputs import InputStream, NotTextError, decode
from claimx.readers.layout import ITEM, PageError, lay_out, parse_page, without_frame, write_powers
from claimx.readers.page import is_aside, read_facts, short_text
from claimx.readers.records import ArticleRecord, make_article
from claimx.text.sentences import ENDS_SENTENCE

_REMEDY = "open the page in a browser, and if it has an article, save its text and give that"
# Trafilatura's names of what it extracts -> HTML's.
_ELEMENTS = {
    "head": "h2",
    "list": "ul",
    "item": "li",
    "row": "tr",
    "cell": "td",
    "lb": "br",
    "quote": "blockquote",
}
# An article shorter than this may be a part of the page that was taken for all of it.
_SHORT = 250
# Paragraphs of an article are longer than entries of a menu.
_PARAGRAPH_CHARACTERS = 40

# What sites put between the paragraphs: labels of advertisements, counts of shares, invitations.
_LABEL = re.compile(
    r"(?:skip )?advertise?ments?|ad feedback|sponsored(?: content)?|"
    r"(?:story|article) continues (?:below|after)\b.*|sign up here\.?|"
    r"share this(?: article| story)?:?|\d[\d.,]*k? (?:shares?|comments?|likes|views)|"
    r"the post .+ appeared first on .+|"
    r"already (?:an? (?:subscriber|member)|have an? (?:account|subscription))\b.*",
    re.IGNORECASE,
)
# The words that replace the rest where that is for subscribers.
_PAYWALL = re.compile(
    r"to (?:continue|keep) reading\b.*|"
    r"(?:subscribe|register|sign up|log ?in|sign in)(?: now)? to (?:continue|keep reading|unlock|access)\b.*|"
    r"this (?:article|story|content) is (?:only |exclusively )?(?:available )?(?:for|to) (?:our )?"
    r"(?:subscribers|members)\b.*",
    re.IGNORECASE,
)
_CUT = "the page invites to subscribe; it may hold only the beginning of the article"
# Before a link to another article.
_LEAD = re.compile(
    r"(?:(?:also )?read(?: (?:more|also|next|this))?|see also|more(?: on this)?|watch|don.t miss|recommended|"
    r"related(?: (?:articles?|stor(?:y|ies)|reading|news))?)\s*(?:[:|»>→-]\s*)?",
    re.IGNORECASE,
)
# Forms and advertisements, where they are no longer than a paragraph.
_ASIDE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:newsletter|sign-?up|promo|native-?ad|sponsored|advert(?:isement)?|subscribe)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_ASIDE = 400
# A line that is nothing but `Last modified on Wed 15 May 2024 09.12 BST`.
_STATED = re.compile(
    r"\b(?:(?:last|first|originally) )?(?:published|posted|updated|modified)(?: on| at)?\b:?", re.IGNORECASE
)
# The time of an entry of a live blog: `09:12`, `8.40am GMT`.
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?")
_FEWEST_ENTRIES = 3
# Lines above the headline are no longer than this.
_LONGEST_ABOVE = 60
# A cell with this many links and nothing else is a menu.
_MENU_LINKS = 3


def read_html(stream: InputStream) -> Iterator[Article | InputError]:
    """The article of a page: its main text, and the title, author, publisher and date that it states.

    Offsets refer to the extracted text, not to the page.
    """
    yield read_page(stream.read(), stream, address=stream.address, content_type=stream.content_type)


def read_page(
    page: bytes,
    stream: InputStream,
    *,
    place: str = "",
    name: str | None = None,
    address: str | None = None,
    content_type: str | None = None,
) -> Article:
    """The article of a page.

    Args:
        page: the page, in any encoding.
        stream: the input it comes from.
        place: its place in an input with several, for error messages: `record 3`.
        name: the id of the article; by default the name of the input.
        address: the URL of the page, which may contain its date.
        content_type: the HTTP content type, which may name the encoding.

    Raises:
        InputError: there is none, for the reason that it names.
    """
    if not stream.extract_pages:
        return UnreadPage(
            id=name or stream.name,
            text="",
            path=stream.path,
            page=page,
            place=place,
            address=address,
            content_type=content_type,
        )
    try:
        text, notice = _decode(page, content_type)
        tree = parse_page(text)
        notices = [*filter(None, [notice]), *([_CUT] if _has_paywall(tree) else [])]
        record = _extract(tree, address)
    except (NotTextError, PageError) as error:
        raise stream.error(str(error), _REMEDY, place=place) from None
    except Exception as cause:  # a library's bug on one page must not stop the others
        problem = f"reading the page failed: {type(cause).__name__}: {cause}"
        raise stream.error(problem, _REMEDY, place=place) from None
    article = make_article(record, stream, place=place, name=name)
    return replace(article, notices=(*article.notices, *notices))


def extract_page(unread: UnreadPage) -> Article:
    """The article of a page that was read without `extract_pages`; errors as in `read_page`."""
    article = read_page(
        unread.page,
        InputStream(unread.id, unread.path, BufferedReader(BytesIO()), {}),
        place=unread.place,
        name=unread.id,
        address=unread.address,
        content_type=unread.content_type,
    )
    return replace(article, position=unread.position)


def _decode(page: bytes, content_type: str | None) -> tuple[str, str | None]:
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(page)
    if declared in (None, "utf-8") or read_bom(page)[0]:
        return decode(page)
    if declared == "cp1252":
        # A page that was saved in UTF-8 may still declare what it had; hardly any other text is valid UTF-8.
        with suppress(UnicodeDecodeError):
            return page.decode(), None
    return to_unicode(page, declared), None


def _extract(tree: Any, address: str | None) -> ArticleRecord:
    facts = read_facts(tree, address)
    write_powers(tree)
    for element in [*tree.iter("noscript")]:
        element.drop_tree()
    _keep_clock_times(tree)
    drop_asides(tree)
    _keep_lists(tree)
    options = {"url": address, "with_metadata": not (facts.title and facts.publisher)}
    page = _main_text(tree, shortest=0, **options)
    if page is None or len(page.text or "") < _SHORT:
        longer = _main_text(tree, shortest=_SHORT, **options)
        if longer is not None and len(longer.text or "") > 2 * len((page and page.text) or ""):
            page = longer
    text = _text_of(page.body) if page is not None else ""
    if page is None or not text:
        raise PageError("there is no article on this page")
    title = facts.title or page.title
    return ArticleRecord(
        text=_from_headline(text, title),
        title=title,
        author=facts.author,
        # Without a name of the site, trafilatura gives that of its host.
        publisher=facts.publisher or (None if "." in (page.sitename or "") else page.sitename),
        published=facts.published,
        url=facts.url,
    )


def _from_headline(text: str, title: str | None) -> str:
    """The text without what is above its headline, if that is no sentence: sections, names, days."""
    above, headline, article = text.partition(f"\n\n{title}\n\n")
    is_frame = all(
        len(line) <= _LONGEST_ABOVE and not ENDS_SENTENCE.search(line) for line in above.split("\n")
    )
    return headline.lstrip() + article if title and headline and is_frame else text


def _main_text(tree: Any, *, shortest: int, **options: Any) -> Any:
    """The main text of a page with what trafilatura knows about it.

    Args:
        tree: the page.
        shortest: if the article that it finds has fewer characters, it takes all text of the page.
        options: others for trafilatura.
    """
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(shortest))
    return bare_extraction(tree, include_comments=False, config=config, **options)


def _has_paywall(tree: Any) -> bool:
    return any(_PAYWALL.fullmatch(short_text(e)) for e in tree.iter("p", "h2", "h3", "h4") if not is_aside(e))


def drop_asides(tree: Any) -> None:
    """Take out what is between the paragraphs of an article and is none of them."""
    names = ("p", "div", "section", "li", "h2", "h3", "h4", "a", "span", "strong", "td", "details", "time")
    for element in [*tree.iter(*names)]:
        if element.getparent() is not None and _is_between(element):
            element.drop_tree()


def _is_between(element: Any) -> bool:
    marks = " ".join(str(element.get(name) or "") for name in ("class", "id", "data-qa", "data-testid"))
    if _ASIDE_CLASS.search(marks) and len(element.text_content()) <= _LONGEST_ASIDE:
        return element.find(".//h1") is None
    text = short_text(element)
    if not text or _LABEL.fullmatch(text) or _PAYWALL.fullmatch(text) or _is_about_days(text):
        return bool(text)
    links = [] if element.tag == "a" else [short_text(link) for link in element.iter("a")]
    if element.tag == "td":
        return len(links) >= _MENU_LINKS and len("".join(links)) >= len(text.replace(" ", "")) * 0.9
    # A paragraph that is nothing but a link, and no sentence, leads to something else.
    lead = _LEAD.match(text)
    linked = text[lead.end() if lead else 0 :] in (*links, " ".join(links))
    return linked and (lead is not None or (element.tag == "p" and text[-1] not in '.!?"”’…'))


def _is_about_days(text: str) -> bool:
    if not _STATED.search(text):
        return False
    words = _STATED.sub(" ", text)
    while day := find_day(words):
        words = f"{words[: day[1]]} {words[day[2] :]}"
    return words.split() != _STATED.sub(" ", text).split() and is_date_words(words)


def _keep_clock_times(tree: Any) -> None:
    """Make paragraphs of the times of the entries of a live blog, which are lost otherwise."""
    times = [e for e in tree.iter("time") if _CLOCK.fullmatch(short_text(e)) and not is_aside(e)]
    if len(times) >= _FEWEST_ENTRIES:
        for element in times:
            if not any(a.tag in ("p", "li", "a", "h2", "h3") for a in element.iterancestors()):
                element.tag = "p"


def _keep_lists(tree: Any) -> None:
    """Make paragraphs of the items of lists between paragraphs, which are lost otherwise."""
    for listing in [*tree.iter("ul", "ol")]:
        parent = listing.getparent()
        if parent is None or any(a.tag in ("nav", "aside", "footer", "li") for a in listing.iterancestors()):
            continue
        if not any(_is_paragraph(sibling) for sibling in parent) or listing.find(".//ul") is not None:
            continue
        items = [item for item in listing if item.tag == "li" and item.text_content().strip()]
        linked = sum(len(link.text_content()) for item in items for link in item.iter("a"))
        if linked * 2 > sum(len(item.text_content()) for item in items):
            continue
        for item in items:
            item.tag = "p"
            item.text = ITEM + (item.text or "").lstrip()
            listing.addprevious(item)
        listing.drop_tree()


def _is_paragraph(element: Any) -> bool:
    return element.tag == "p" and len(element.text_content()) > _PARAGRAPH_CHARACTERS


def _text_of(body: Any) -> str:
    """The text of what trafilatura has extracted."""
    for element in body.iter():
        if element.tag == "cell" and element.get("role") == "head":
            element.tag = "th"
        elif isinstance(element.tag, str):
            element.tag = _ELEMENTS.get(element.tag, element.tag)
    return without_frame(re.sub(rf"(?m)(^{ITEM}.*)\n\n(?={ITEM})", r"\1\n", lay_out(body)))
