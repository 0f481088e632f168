"""Which of the model's links between roles can hold.

A source stands in the paragraph of its cue. So does a content, unless it is a quotation, which may go on for
paragraphs, or the cue ends in a colon. In the news that the model was trained on, one link in five hundred is
otherwise; of the model's own links that are otherwise, nearly all are wrong. Sentences would be a closer
bound, but those that a program finds are wrong more often than that.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from claimx.pipeline.records import Roles, RoleSpan
from claimx.text.paragraphs import Paragraphs
from claimx.text.quotes import Quotations

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc


def sound_links(doc: Doc, text: str, roles: Roles, quotations: Quotations) -> Roles:
    """The same spans, without the links that cannot hold."""
    paragraphs = Paragraphs(text)

    def together(one: RoleSpan, other: RoleSpan) -> bool:
        if max(one.start, other.start) >= len(doc):
            return False
        return paragraphs.start(doc[one.start].idx) == paragraphs.start(doc[other.start].idx)

    def may_hold(content: RoleSpan, span: RoleSpan) -> bool:
        if together(content, span) or _colon(doc, span):
            return True
        return content.start < len(doc) and quotations.at(doc[content.start].idx) is not None

    def kept(links: list[int | None], spans: list[RoleSpan]) -> list[int | None]:
        pairs = zip(roles.contents, links, strict=True)
        return [
            place if place is not None and may_hold(content, spans[place]) else None
            for content, place in pairs
        ]

    return replace(
        roles,
        content_cue=kept(roles.content_cue, roles.cues),
        content_source=kept(roles.content_source, roles.sources),
        cue_source=[
            place if place is not None and together(cue, roles.sources[place]) else None
            for cue, place in zip(roles.cues, roles.cue_source, strict=True)
        ],
    )


def split_at_paragraphs(doc: Doc, text: str, roles: Roles, quotations: Quotations) -> Roles:
    """The same roles, with contents cut where a paragraph ends outside a quotation.

    Nobody's words go on from the end of one paragraph's quotation into the plain text of the next. A
    quotation that the model has put before the plain content of another paragraph's cue goes to the cue of
    the quotation it follows in its own paragraph, or to none.
    """
    paragraphs = Paragraphs(text)

    def paragraph(token: int) -> int:
        return paragraphs.start(doc[min(token, len(doc) - 1)].idx)

    def is_quoted(content: RoleSpan) -> bool:
        return quotations.at(doc[min(content.start, len(doc) - 1)].idx) is not None

    links = zip(roles.contents, roles.content_cue, roles.content_source, strict=True)
    parts = [(p, cue, s) for content, cue, s in links for p in _parts(doc, content, paragraph, quotations)]
    places = {cue: paragraph(roles.cues[cue].start) for _, cue, _ in parts if cue is not None}
    plain = {
        cue
        for part, cue, _ in parts
        if cue is not None and paragraph(part.start) == places[cue] and not is_quoted(part)
    }
    settled: list[tuple[RoleSpan, int | None, int | None]] = []
    for part, cue, source in parts:
        if cue in plain and is_quoted(part) and cue is not None and paragraph(part.start) < places[cue]:
            before = settled[-1] if settled else None
            follows = before and is_quoted(before[0]) and paragraph(before[0].start) == paragraph(part.start)
            cue, source = (before[1], before[2]) if before and follows else (None, None)
        settled.append((part, cue, source))
    return replace(
        roles,
        contents=[part for part, _, _ in settled],
        content_cue=[cue for _, cue, _ in settled],
        content_source=[source for _, _, source in settled],
    )


def _parts(
    doc: Doc, content: RoleSpan, paragraph: Callable[[int], int], quotations: Quotations
) -> list[RoleSpan]:
    """A content cut at the ends of paragraphs that no quotation runs across."""
    words = [i for i in range(content.start, min(content.end, len(doc))) if not doc[i].is_space]
    cuts = [
        after
        for before, after in pairwise(words)
        if after - before > 1
        and paragraph(before) != paragraph(after)
        and not _open(doc, before, after, quotations)
    ]
    edges = [content.start, *cuts, content.end]
    return [RoleSpan(start, end, content.score) for start, end in pairwise(edges)]


def _open(doc: Doc, before: int, after: int, quotations: Quotations) -> bool:
    """Whether one quotation holds both of two words."""
    quotation = quotations.at(doc[after].idx)
    return quotation is not None and quotation == quotations.at(doc[before].idx)


def _colon(doc: Doc, span: RoleSpan) -> bool:
    """Whether a span ends in a colon or stands before one."""
    return any(token.text == ":" for token in doc[max(span.start, span.end - 1) : span.end + 1])
