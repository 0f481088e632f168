"""Layout: the text of an HTML or XML document, with its paragraphs, lists and tables.

Paragraphs are separated by blank lines. An item of a list is a line that begins with `- `, and a row of a
table a line `| Greens | 12,400 |`; a row of column names is followed by `|---|---|`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

ITEM = "- "
BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dl",
        ),
        *(
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
        ),
        *("html", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "td", "th", "tr", "ul"),
        # NITF and NewsML
        *(
            "block",
            "body.content",
            "body.head",
            "byline",
            "dateline",
            "hedline",
            "hl1",
            "hl2",
            "inlinexml",
            "note",
        ),
    )
)
_SKIPPED = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object"),
        *("select", "button"),
    )
)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_PARAGRAPH = re.compile(r"\s*\n\s*\n\s*")
_SUPERSCRIPTS = str.maketrans("0123456789-\u2212+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_POWER = re.compile(r"[-\u2212+]?\d+")
# A longer cell is text that a page arranges in a table.
_LONGEST_CELL = 200


class _Block(NamedTuple):
    kind: Literal["paragraph", "item", "table"]
    text: str


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


def table_text(rows: Sequence[Sequence[str]], *, named: bool) -> str:
    """A line for each row; `named`: the first row holds the names of the columns."""
    lines = ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    if named and len(rows) > 1:
        lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


def local_name(element: Any) -> str:
    """The lower-case name of an element without its namespace; empty for comments."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


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
            texts = [" ".join(_Layout(self._skipped).text_of(cell).split()) for cell in cells]
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
