"""Which of the model's links between roles can hold.

A source stands in the paragraph of its cue. So does a content, unless it is a quotation, which may go on for
paragraphs, or the cue ends in a colon. In the news that the model was trained on, one link in five hundred is
otherwise; of the model's own links that are otherwise, nearly all are wrong. Sentences would be a closer
bound, but those that a program finds are wrong more often than that.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claimx.pipeline.annotations import Roles, RoleSpan
from claimx.pipeline.statements.paragraphs import Paragraphs
from claimx.pipeline.statements.quotes import Quotations

if TYPE_CHECKING:
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


def _colon(doc: Doc, span: RoleSpan) -> bool:
    """Whether a span ends in a colon or stands before one."""
    return any(token.text == ":" for token in doc[max(span.start, span.end - 1) : span.end + 1])
