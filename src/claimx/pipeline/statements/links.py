"""Which of the model's contents and links between roles can hold.

A source stands in the sentence of its cue. So does a content, unless it is a quotation, which may go on for
sentences, or the cue ends in a colon. In the news that the model was trained on, one link in five hundred is
otherwise; of the model's own links that are otherwise, nearly all are wrong. For the same reason a content
that does not begin with a quotation ends with its sentence; a quotation that follows is one of its own.
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
    """The roles with contents cut where their sentence ends, and without the links that cannot hold."""
    sentences = _sentences(doc, text)
    if doc.has_annotation("SENT_START"):
        roles = _cut(doc, roles, quotations, sentences)

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


def _cut(doc: Doc, roles: Roles, quotations: Quotations, sentences: list[int]) -> Roles:
    """Cut contents that run on from plain words into the next sentence."""
    cut = replace(
        roles,
        contents=list(roles.contents),
        content_cue=list(roles.content_cue),
        content_source=list(roles.content_source),
    )
    for place, content in enumerate(roles.contents):
        end = _sentence_end(doc, content, quotations, sentences)
        if end is None:
            continue
        cut.contents[place] = replace(content, end=end)
        if quotations.at(doc[end].idx):
            free = set(range(len(roles.cues))) - set(cut.content_cue)
            cue = next(
                (cue for cue in sorted(free) if sentences[roles.cues[cue].start] == sentences[end]), None
            )
            cut.contents.append(replace(content, start=end))
            cut.content_cue.append(cue)
            cut.content_source.append(None)
    return cut


def _sentence_end(doc: Doc, content: RoleSpan, quotations: Quotations, sentences: list[int]) -> int | None:
    """The token where the next sentence begins inside a content that begins outside quotation marks."""
    if content.end - content.start < 2 or content.end > len(doc):
        return None
    if sentences[content.start] == sentences[content.end - 1] or quotations.at(doc[content.start].idx):
        return None
    for place in range(content.start + 1, content.end):
        if sentences[place] == sentences[place - 1] or doc[place].is_space:
            continue
        around = quotations.at(doc[place].idx)
        if around is None or around.start >= doc[place - 1].idx:
            return None if doc[place - 1].text == ":" else place
    return None


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
