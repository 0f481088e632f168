"""HTML: the article with everything that was read in it marked, and lists of the results below.

One page without scripts and without anything loaded from elsewhere; several articles stand below each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TextIO

from markupsafe import Markup, escape

from claimx.schema import Extraction
from claimx.templates import templates
from claimx.terminal import printable
from claimx.writers.listings import listings
from claimx.writers.marks import Mark, Segment, marks_of, segments
from claimx.writers.settings import Settings
from claimx.writers.wording import describe_document

# The words that stand for a result as a whole, which a list leads to.
_MAIN_ROLES = {"entity", "content", "quantity", "date"}
_END = "</body>\n</html>\n"


class HtmlWriter:
    """One page."""

    def __init__(self, stream: TextIO, settings: Settings, written: int = 0) -> None:
        self._stream = stream
        self._settings = settings
        self._written = written

    def write(self, extraction: Extraction) -> None:
        """Write one article, after the beginning of the page if it is the first."""
        document = extraction.document
        title = printable(document.title or document.id)
        if not self._written:
            self._begin(title)
        self._written += 1
        layers = self._settings.layers
        marks = marks_of(extraction, layers)
        self._render(
            "article.html",
            title=title,
            about=" · ".join(map(printable, (document.id, *describe_document(document)))),
            language=document.language,
            prefix=f"a{self._written}-",
            roles=list(dict.fromkeys(mark.role for mark in marks)),
            segments=list(_shown(document.text, marks)) if self._settings.text else [],
            listings=list(listings(extraction, layers)),
        )

    def close(self) -> None:
        """End the page."""
        if not self._written:
            self._begin("claimx")
        self._stream.write(_END)

    def _begin(self, title: str) -> None:
        self._render("begin.html", title=title)

    def _render(self, template: str, **values: object) -> None:
        self._stream.write(templates("claimx.writers").get_template(template).render(values))


class _Shown(NamedTuple):
    """A segment as the template puts it."""

    text: Markup
    roles: str
    title: str
    anchors: list[str]


def _shown(text: str, marks: list[Mark]) -> Iterator[_Shown]:
    led_to: set[str] = set()
    for segment in segments(text, marks):
        mains = [mark.id for mark in segment.marks if mark.role in _MAIN_ROLES and mark.id not in led_to]
        anchors = list(dict.fromkeys(mains))
        led_to.update(anchors)
        yield _show(segment, anchors)


def _show(segment: Segment, anchors: list[str]) -> _Shown:
    roles = " ".join(dict.fromkeys(mark.role for mark in segment.marks))
    notes = (f"{mark.id} {mark.role} {mark.start}–{mark.end}: {mark.note}" for mark in segment.marks)
    return _Shown(_exact(segment.text), roles, "\n".join(notes), anchors)


def _exact(text: str) -> Markup:
    """The text as a browser must be given it to have the same characters, carriage returns among them."""
    return escape(text.replace("\0", "\N{REPLACEMENT CHARACTER}")).replace("\r", Markup("&#13;"))
