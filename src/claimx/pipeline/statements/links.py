"""Which of the model's links between roles can hold.

A source stands in the sentence of its cue. So does a content, unless it is a quotation, which may go on for
sentences, or the cue ends in a colon. In the news that the model was trained on, one link in five hundred is
otherwise; of the model's own links that are otherwise, nearly all are wrong.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from claimx.pipeline.annotations import Roles, RoleSpan
from claimx.pipeline.statements.paragraphs import breaks
from claimx.pipeline.statements.quotes import Quotations

if TYPE_CHECKING:
    from spacy.tokens import Doc


def sound_links(doc: Doc, text: str, roles: Roles, quotations: Quotations) -> Roles:
    """The same spans, without the links that cannot hold."""
    sentences = _sentences(doc, text)

    def together(one: RoleSpan, other: RoleSpan) -> bool:
        return (
            one.start < len(doc) and other.start < len(doc) and sentences[one.start] == sentences[other.start]
        )

    def may_hold(content: RoleSpan, place: int | None, spans: list[RoleSpan]) -> bool:
        if place is None or content.start >= len(doc):
            return False
        return (
            together(content, spans[place])
            or quotations.at(doc[content.start].idx) is not None
            or _colon(doc, spans[place])
        )

    def kept(links: list[int | None], spans: list[RoleSpan]) -> list[int | None]:
        pairs = zip(roles.contents, links, strict=True)
        return [place if may_hold(content, place, spans) else None for content, place in pairs]

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


def _sentences(doc: Doc, text: str) -> list[int]:
    """The number of each token's sentence; of its paragraph where no sentences are known."""
    if doc.has_annotation("SENT_START"):
        starts = doc.to_array("SENT_START").astype(np.int64) == 1
        return list(np.cumsum(starts).tolist())
    ends = [match.end() for match in breaks(text).finditer(text)]
    return list(np.searchsorted(ends, [token.idx for token in doc], side="right").tolist())
