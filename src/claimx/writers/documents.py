"""Documents for people: Markdown chapters, and HTML pages with the results annotated in the article's text.

An HTML page has no scripts and loads nothing; several articles follow each other on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup, escape

from claimx.schema import Extraction, Layer, Statement, TextSpan
from claimx.text import printable
from claimx.writers import Settings, Writer
from claimx.writers.wording import Listing, describe_date, describe_document, describe_value, listings

if TYPE_CHECKING:
    from jinja2 import Environment

# Characters that may begin Markdown or HTML markup; a backslash before them makes them ordinary.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!&:]")
# Roles of the spans that the lists link to.
_MAIN_ROLES = {"entity", "content", "quantity", "date"}
_END = "</main>\n</body>\n</html>\n"


class MarkdownWriter(Writer):
    """Markdown: a chapter for each article, with a table for each layer."""

    def write(self, extraction: Extraction) -> None:
        """Write the chapter of one article."""
        document = extraction.document
        chapter = [
            f"# {_printable_markdown(document.title or document.id)}",
            " · ".join(map(_printable_markdown, (document.id, *describe_document(document)))),
        ]
        for listing in listings(extraction, self._settings.layers):
            chapter += [f"## {listing.title}", "\n".join(_markdown_table(listing))]
        self._stream.write(("\n" if self._written else "") + "\n\n".join(chapter) + "\n")
        self._written += 1


def _markdown_table(listing: Listing) -> Iterator[str]:
    columns = ("id", *listing.columns, "at")
    yield _markdown_row(columns)
    yield _markdown_row(("---",) * len(columns))
    for line in listing.lines:
        yield _markdown_row((line.id, *map(_printable_markdown, line.cells), line.places))


def _markdown_row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _printable_markdown(text: str) -> str:
    return escape_markdown(printable(text))


def escape_markdown(text: str) -> str:
    """The text, in which nothing is markup."""
    return _MARKUP.sub(r"\\\g<0>", text)


class HtmlWriter(Writer):
    """One HTML page."""

    def write(self, extraction: Extraction) -> None:
        """Write one article, after the beginning of the page if it is the first."""
        if not self._written:
            self._begin(printable(extraction.document.title or extraction.document.id))
        self._written += 1
        values = _article_values(extraction, self._settings, f"a{self._written}-")
        self._render("article.html", **values)

    def close(self) -> None:
        """End the page."""
        if not self._written:
            self._begin("claimx")
        self._stream.write(_END)

    def _begin(self, title: str) -> None:
        self._render("begin.html", title=title)

    def _render(self, template: str, **values: object) -> None:
        self._stream.write(templates("claimx.writers").get_template(template).render(values))


def notebook_view(extraction: Extraction) -> str:
    """One article as a part of a page, with its own style."""
    values = _article_values(extraction, Settings(), f"{extraction.document.sha256[:8]}-")
    return templates("claimx.writers").get_template("notebook.html").render(values)


def _article_values(extraction: Extraction, settings: Settings, prefix: str) -> dict[str, Any]:
    """What `article.html` shows; `prefix`: of the anchors."""
    document = extraction.document
    marks = marks_of(extraction, settings.layers)
    return {
        "title": printable(document.title or document.id),
        "about": " · ".join(map(printable, (document.id, *describe_document(document)))),
        "language": document.language,
        "prefix": prefix,
        "roles": list(dict.fromkeys(mark.role for mark in marks)),
        "segments": list(_html_segments(document.text, marks)) if settings.text else [],
        "listings": list(listings(extraction, settings.layers)),
        "links": _page_links(extraction) if settings.links else {},
    }


class _HtmlSegment(NamedTuple):
    """A segment for the template."""

    text: Markup
    roles: str
    title: str
    anchors: list[str]


def _html_segments(text: str, marks: list[Mark]) -> Iterator[_HtmlSegment]:
    linked: set[str] = set()
    for segment in segments(text, marks):
        ids = [mark.id for mark in segment.marks if mark.role in _MAIN_ROLES and mark.id not in linked]
        anchors = list(dict.fromkeys(ids))
        linked.update(anchors)
        roles = " ".join(dict.fromkeys(mark.role for mark in segment.marks))
        notes = (f"{mark.id} {mark.role} {mark.start}–{mark.end}: {mark.note}" for mark in segment.marks)
        yield _HtmlSegment(_exact(segment.text), roles, "\n".join(notes), anchors)


def _page_links(extraction: Extraction) -> dict[str, str]:
    """The place of each result on the article's page, that of its first span, by id."""
    firsts = [
        *((entity.id, entity.mentions[0]) for entity in extraction.entities if entity.mentions),
        *((statement.id, statement.content[0]) for statement in extraction.statements if statement.content),
        *((found.id, found) for found in (*extraction.quantities, *extraction.dates)),
    ]
    return {id_: link for id_, span in firsts if (link := getattr(span, "link", None))}


def _exact(text: str) -> Markup:
    """The text escaped so that a browser keeps all of its characters, carriage returns included."""
    return escape(text.replace("\0", "\N{REPLACEMENT CHARACTER}")).replace("\r", Markup("&#13;"))


@cache
def templates(package: str) -> Environment:
    """The Jinja environment for the folder `templates` of a package, with automatic escaping."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )


class Mark(NamedTuple):
    """A span of the text with its role (`cue`), the id of its result (`s1`), and a note."""

    start: int
    end: int
    role: str
    id: str
    note: str


class Segment(NamedTuple):
    """A part of the text in which no mark begins or ends, and the marks that cover it, longest first."""

    text: str
    marks: tuple[Mark, ...]


def segments(text: str, marks: Sequence[Mark]) -> Iterator[Segment]:
    """The text, split wherever a mark begins or ends; marks may overlap in any way."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    edges = sorted({0, len(text), *(edge for mark in marks for edge in mark[:2])})
    following, active = 0, list[Mark]()
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        while following < len(ordered) and ordered[following].start == start:
            active.append(ordered[following])
            following += 1
        yield Segment(text[start:end], tuple(active))


def marks_of(extraction: Extraction, layers: Sequence[Layer]) -> list[Mark]:
    """The marks of the results of some layers."""
    marks: list[Mark] = []
    if "entities" in layers:
        for entity in extraction.entities:
            note = f"{entity.label} {entity.name}"
            marks += [_mark(mention, "entity", entity.id, note) for mention in entity.mentions]
    if "statements" in layers:
        marks += [mark for statement in extraction.statements for mark in _statement(statement)]
    if "quantities" in layers:
        for quantity in extraction.quantities:
            value = describe_value(quantity)
            marks.append(Mark(quantity.start, quantity.end, "quantity", quantity.id, value))
            if quantity.what:
                marks.append(_mark(quantity.what, "what", quantity.id, value))
    if "dates" in layers:
        marks += [Mark(d.start, d.end, "date", d.id, describe_date(d.value)) for d in extraction.dates]
    return marks


def _statement(statement: Statement) -> Iterator[Mark]:
    if statement.source:
        yield _mark(statement.source, "source", statement.id, statement.source.name or statement.source.kind)
    if statement.cue:
        negation = "not " if statement.cue.negated else ""
        yield _mark(statement.cue, "cue", statement.id, negation + statement.cue.lemma)
    for part in statement.content:
        yield _mark(part, "content", statement.id, statement.quote)


def _mark(span: TextSpan, role: str, id_: str, note: str) -> Mark:
    return Mark(span.start, span.end, role, id_, note)
