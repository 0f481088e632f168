"""Layout: the tree of a page, and its text or that of XML, with paragraphs, lists and tables.

Paragraphs are separated by blank lines. An item of a list is a line that begins with `- `, and a row of a
table a line `| Greens | 12,400 |`; a row of column names is followed by `|---|---|`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html.entities import html5
from typing import Any, Literal, NamedTuple

from claimx.text import single_spaced
from claimx.text.lexicon import word_set

ITEM = "- "
_names = partial(word_set, __package__, "page.json")
# Names of elements: those of HTML and those of NITF and NewsML.
BLOCKS = _names("blocks") | _names("blocks_of_news_xml")
_SKIPPED = _names("skipped")
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_PARAGRAPH = re.compile(r"\s*\n\s*\n\s*")
_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z]\w{1,30});")
_SUPERSCRIPTS = str.maketrans("0123456789-\u2212+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_POWER = re.compile(r"[-\u2212+]?\d+")
# A long article with its boilerplate has a tenth of this; extraction time grows faster than the page.
_MOST_ELEMENTS = 50_000
# Parsing time grows with the square of the number of attributes; no element of an article has this many.
_MANY_ATTRIBUTES = re.compile(
    r"""<[a-z][^\s/<>]*+(?:[\s/]*+[^\s/<>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>]*+))?+){1000}""",
    re.IGNORECASE,
)
_MANY_ATTRIBUTES_CHARACTERS = 2_000  # that they have at the least
# A longer cell is text that a page arranges in a table.
_LONGEST_CELL = 200
# The first and the last paragraphs of a newsletter: links to its page, and why and by whom it was sent.
_FRAME = re.compile(
    r"(?:(?:having )?(?:trouble|problems?) (?:viewing|reading) this\b.*?)?(?:click here to )?"
    r"(?:view|read|open|see)(?: this| the)?(?: (?:e-?mail|newsletter|message|issue|version|it))?(?: online)?"
    r"(?: (?:in|on) (?:your |a |the )?(?:web ?)?browser\b.{0,120}|(?<= online)\W*(?:https?:\S+\W*)?)|"
    r"you(?:['’]re| are| have| were)? (?:receiv|gett)\w+ this (?:e-?mail|newsletter|message)\b.*|"
    r"this (?:e-?mail|newsletter|message) (?:was|is) (?:being )?(?:sent|intended)\b.*|"
    r"(?:was this (?:e-?mail|newsletter) )?forwarded (?:this|to you)\b.*|"
    r"(?:(?:[^.!?]*[|•·–—] ?)?|to |you can |click (?:here )?to )(?:unsubscribe|opt out)\b.*|"
    r"(?:update|manage|change)(?: your)?(?: e-?mail)? (?:preferences|subscriptions?)\b.{0,80}",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_FRAME = 300
_FRAME_BEFORE, _FRAME_AFTER = 3, 12  # paragraphs


class PageError(Exception):
    """No article can be extracted from the page."""


class _Block(NamedTuple):
    kind: Literal["paragraph", "item", "table"]
    text: str


def parse_page(text: str) -> Any:
    """The tree of a page.

    Raises:
        PageError: it is no HTML, nested too deep or too large.
    """
    import lxml.html
    from lxml.etree import ErrorTypes, LxmlError

    parts = (part for part in text.split(">") if len(part) >= _MANY_ATTRIBUTES_CHARACTERS)
    if any(_MANY_ATTRIBUTES.search(part) for part in parts):
        raise PageError("the page has an element with more than 1,000 attributes, too many for an article")
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, default_doctype=False
    )
    try:
        tree = lxml.html.document_fromstring(text.encode(), parser=parser)
    except LxmlError as error:
        raise PageError(f"this is no HTML: {error}") from error
    # The parser drops what exceeds its limits, which may be most of the article.
    if any(entry.type == ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise PageError("the page is nested too deep to be read")
    if sum(1 for _ in tree.iter()) > _MOST_ELEMENTS:
        raise PageError(f"the page has more than {_MOST_ELEMENTS:,} elements, too many for an article")
    return tree


def lay_out(root: Any, *, skip: Iterable[str] = ()) -> str:
    """The text of an lxml element, by the names of HTML's elements; namespaces are ignored.

    Args:
        root: the element.
        skip: names of further elements that are left out.
    """
    return join_blocks(_Layout(_SKIPPED.union(skip)).blocks_of(root))


def join_blocks(blocks: Iterable[tuple[str, str]]) -> str:
    """The text of `paragraph`, `item` and `table` blocks; a line for each item of a list."""
    parts: list[str] = []
    previous = ""
    for kind, text in blocks:
        if parts:
            parts.append("\n" if kind == previous == "item" else "\n\n")
        parts.append(f"{ITEM}{text}" if kind == "item" else text)
        previous = kind
    return "".join(parts)


def without_frame(text: str) -> str:
    """The text without the frame of a newsletter: what each issue has before and after its articles."""
    paragraphs = text.split("\n\n")
    framed = [
        number
        for number, paragraph in enumerate(paragraphs)
        if len(paragraph) <= _LONGEST_FRAME and _FRAME.fullmatch(paragraph.strip())
    ]
    first = max((n + 1 for n in framed if n < _FRAME_BEFORE), default=0)
    last = min(
        (n for n in framed if n >= max(first, len(paragraphs) - _FRAME_AFTER)), default=len(paragraphs)
    )
    return "\n\n".join(paragraphs[first:last]) if first < last else text


def table_text(rows: Sequence[Sequence[str]], *, named: bool) -> str:
    """A line for each row; `named`: the first row holds the names of the columns."""
    lines = ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    if named and len(rows) > 1:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def parse_xml(data: bytes, **options: bool) -> Any:
    """The root of XML, which may have the named entities of HTML; `options`: others of lxml's parser.

    Raises:
        XMLSyntaxError: it is not sound.
    """
    from lxml.etree import XMLParser, fromstring

    parser = XMLParser(resolve_entities=False, no_network=True, remove_comments=True, **options)
    return fromstring(numeric_entities(data), parser)


def numeric_entities(data: bytes) -> bytes:
    """XML with the named entities of HTML, which only a DTD defines, as character references."""

    def reference(found: re.Match[bytes]) -> bytes:
        characters = html5.get(f"{found[1].decode()};", "")
        return "".join(f"&#{ord(c)};" for c in characters).encode() or found[0]

    return _ENTITY.sub(reference, data)


def local_name(element: Any) -> str:
    """The lower-case name of an element without its namespace; empty for comments."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def words_of(element: Any) -> str:
    """The words of an element with single spaces between them; of the tags, only `<br>` separates words."""
    parts = element.xpath(".//text() | .//*[local-name() = 'br']")
    return single_spaced("".join(part if isinstance(part, str) else " " for part in parts))


def write_powers(root: Any) -> None:
    """Write digits in `<sup>` as the characters for them, in place: `10<sup>6</sup>` becomes `10⁶`."""
    for element in root.iter("sup"):
        text = "".join(element.itertext()).strip()
        if _POWER.fullmatch(text):
            tail = element.tail
            element.clear()
            element.text, element.tail = text.translate(_SUPERSCRIPTS), tail


class _Layout:
    """Collects the blocks of an element; `_words` are those of the block that is not ended yet."""

    def __init__(self, skipped: frozenset[str]) -> None:
        self._skipped = skipped
        self._blocks: list[_Block] = []
        self._words: list[str] = []
        self._kind: Literal["paragraph", "item"] = "paragraph"

    def blocks_of(self, root: Any) -> list[_Block]:
        self._visit(root)
        self._end_block()
        return self._blocks

    def _visit(self, element: Any) -> None:
        name = local_name(element)
        if not name or name in self._skipped or element.get("hidden") is not None:
            return
        if _HIDDEN.search(element.get("style") or ""):
            return
        if name == "br":
            self._words.append("\n")
        elif name == "table" and (table := self._table(element)):
            self._end_block()
            self._blocks.append(_Block("table", table))
        elif name == "li":
            self._end_block()
            self._kind = "item"
            self._visit_content(element)
            self._end_block()
        elif name == "sup" and _POWER.fullmatch(power := "".join(element.itertext()).strip()):
            self._words.append(power.translate(_SUPERSCRIPTS))
        elif name in BLOCKS:
            # The paragraph of an item continues its line.
            if "".join(self._words).strip() or self._kind == "paragraph":
                self._end_block()
            self._visit_content(element)
            self._end_block()
        else:
            self._visit_content(element)

    def _visit_content(self, element: Any) -> None:
        self._add(element.text)
        for child in element:
            self._visit(child)
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._words.append(_WHITE.sub(" ", text))

    def _end_block(self) -> None:
        text = "".join(self._words)
        self._words.clear()
        for part in _PARAGRAPH.split(text):
            lines = [line.strip(" ") for line in part.split("\n")]
            if words := "\n".join(line for line in lines if line):
                self._blocks.append(_Block(self._kind, words.replace("  ", " ")))
                self._kind = "paragraph"
        self._kind = "paragraph"

    def _table(self, table: Any) -> str | None:
        """The rows as lines; None for a table that only arranges the page."""
        rows: list[list[str]] = []
        named = False
        for row in _descend(table, "tr"):
            cells = [cell for cell in row if local_name(cell) in ("td", "th")]
            if not rows:
                named = bool(cells) and all(local_name(cell) == "th" for cell in cells)
            texts = [single_spaced(_Layout(self._skipped).text_of(cell)) for cell in cells]
            if any(texts):
                rows.append(texts)
        cells_of = max(map(len, rows), default=0)
        if cells_of < 2 or any(len(cell) > _LONGEST_CELL for row in rows for cell in row):
            return None
        if any(next(_descend(cell, "table"), None) is not None for cell in table.iter("{*}td")):
            return None
        # Column names are often not marked as such, but hold no numbers.
        if not named and len(rows) > 1:
            named = not _has_digit(rows[0]) and all(_has_digit(row) for row in rows[1:])
        return table_text(rows, named=named)

    def text_of(self, element: Any) -> str:
        self._visit_content(element)
        self._end_block()
        return " ".join(block.text for block in self._blocks)


def _descend(element: Any, name: str) -> Iterator[Any]:
    """The elements of a name below `element`, but none of a table within it."""
    for child in element:
        if local_name(child) == name:
            yield child
        elif local_name(child) != "table":
            yield from _descend(child, name)


def _has_digit(row: Iterable[str]) -> bool:
    return any(character.isdigit() for cell in row for character in cell)
