"""From the model's roles to statements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimx.pipeline.confidence import Confidence, Features, confidence_features
from claimx.pipeline.records import Cue, Mention, Roles, Source, Statement
from claimx.pipeline.statements.cues import read_cue
from claimx.pipeline.statements.links import sound_links, split_at_paragraphs
from claimx.pipeline.statements.resolve import Resolver
from claimx.pipeline.statements.sources import KIND_OF_LABEL, SourceReader
from claimx.schema import QuoteKind
from claimx.text.quotes import Quotations
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(slots=True)
class _Attribution:
    """Spans that belong together: positions in the lists of `Roles`, and the offsets of the contents."""

    cue: int | None
    source: int | None
    contents: list[int] = field(default_factory=list)
    parts: list[Range] = field(default_factory=list)


def assemble_statements(doc: Doc, confidence: Confidence | None = None) -> list[Statement]:
    """The statements of an article, in document order, from its `doc._.roles` and `doc._.entities`.

    Contents with the same cue are one statement. A content without cue goes on with the quotation before it
    if that was left open there; otherwise it stands alone, and only if it has a source or is a direct
    quotation. A cue without content is dropped. Pronouns and descriptions that stand for an entity are added
    to its mentions. Without `confidence` none is computed.
    """
    roles: Roles | None = doc._.roles
    if roles is None or not roles.contents:
        return []
    text = doc.text
    quotations = Quotations(text)
    roles = split_at_paragraphs(doc, text, roles, quotations)
    roles = sound_links(doc, text, roles, quotations)
    attributions = _attributions(doc, text, roles, quotations)
    sources = _sources(doc, text, roles, attributions, quotations)
    statements = []
    for attribution in attributions:
        cue = _cue(doc, text, roles, attribution.cue)
        source = sources.get(attribution.source) if attribution.source is not None else None
        quote = quotations.kind(attribution.parts, cue.range.start if cue else None)
        if cue or source or quote == "direct":
            statements.append(
                Statement(
                    attribution.parts,
                    quote,
                    source,
                    cue,
                    confidence(_features(roles, attribution, quote)) if confidence else None,
                )
            )
    return sorted(statements, key=_position)


def _attributions(doc: Doc, text: str, roles: Roles, quotations: Quotations) -> list[_Attribution]:
    """Contents put together by cue, in the order of their first content."""
    found: list[_Attribution] = []
    by_cue: dict[int, _Attribution] = {}
    before: _Attribution | None = None
    for index in sorted(range(len(roles.contents)), key=lambda index: roles.contents[index].start):
        part = _trimmed(doc, text, roles.contents[index].start, roles.contents[index].end)
        if part is None:
            continue
        cue = roles.content_cue[index]
        attribution = by_cue.get(cue) if cue is not None else None
        own = roles.content_source[index]
        same = own is None or before is None or own == _source_of(roles, before)
        if cue is None and before and same and quotations.continues(before.parts[-1], part):
            attribution = before
        if attribution is None:
            attribution = _Attribution(cue, None)
            found.append(attribution)
        if cue is not None:
            by_cue[cue] = attribution
        attribution.contents.append(index)
        _add_part(text, attribution.parts, part)
        before = attribution
    for attribution in found:
        attribution.parts = [part for raw in attribution.parts if (part := quotations.repaired(raw))]
        attribution.source = _source_of(roles, attribution)
    return [attribution for attribution in found if attribution.parts]


def _add_part(text: str, parts: list[Range], part: Range) -> None:
    """Add a content, joined to the one before it where only white space stands between."""
    if parts and not text[parts[-1].end : part.start].strip():
        parts[-1] = Range(parts[-1].start, max(parts[-1].end, part.end))
    else:
        parts.append(part)


def _source_of(roles: Roles, attribution: _Attribution) -> int | None:
    """The source of the cue, else the one most of the contents are linked to."""
    if attribution.cue is not None and roles.cue_source[attribution.cue] is not None:
        return roles.cue_source[attribution.cue]
    linked = Counter(
        source for index in attribution.contents if (source := roles.content_source[index]) is not None
    )
    return linked.most_common(1)[0][0] if linked else None


def _sources(
    doc: Doc, text: str, roles: Roles, attributions: list[_Attribution], quotations: Quotations
) -> dict[int, Source]:
    """The sources in use by their position in `roles.sources`, resolved in document order."""
    entities = doc._.entities or []
    reader = SourceReader(doc, text, entities)
    used = {attribution.source for attribution in attributions if attribution.source is not None}
    spans = {i: _trimmed(doc, text, roles.sources[i].start, roles.sources[i].end) for i in used}
    resolver = Resolver(
        doc,
        entities,
        quotations,
        [
            (part, spans[attribution.source] if attribution.source is not None else None)
            for attribution in attributions
            for part in attribution.parts
        ],
    )
    sources: dict[int, Source] = {}
    added: list[tuple[int, Mention]] = []
    for index in sorted(used, key=lambda index: roles.sources[index].start):
        span = spans[index]
        if span is None:
            continue
        reading = reader.read(roles.sources[index].start, roles.sources[index].end)
        place = resolver.resolve(reading)
        resolver.spoke(reading, place)
        kind, name = reading.kind, None
        if place is not None:
            kind, name = KIND_OF_LABEL.get(entities[place].label, kind), entities[place].name
        sources[index] = Source(span, kind, name, place)
        if place is not None and reading.entity is None:
            added.append((place, Mention(reading.core, "pronoun" if reading.pronoun else "nominal")))
    for place, mention in added:
        entities[place].mentions.append(mention)
    for place in {place for place, _ in added}:
        entities[place].mentions.sort(key=lambda mention: mention.range)
    return sources


def _cue(doc: Doc, text: str, roles: Roles, index: int | None) -> Cue | None:
    if index is None:
        return None
    span = _trimmed(doc, text, roles.cues[index].start, roles.cues[index].end)
    return read_cue(doc, roles.cues[index].start, roles.cues[index].end, span) if span else None


def _trimmed(doc: Doc, text: str, start: int, end: int) -> Range | None:
    """The offsets of tokens `start` to `end` (exclusive) without white space around them."""
    if start >= end:
        return None
    first, last = doc[start], doc[end - 1]
    shown = text[first.idx : last.idx + len(last)]
    left = first.idx + len(shown) - len(shown.lstrip())
    return Range(left, left + len(shown.strip())) if shown.strip() else None


def _features(roles: Roles, attribution: _Attribution, quote: QuoteKind) -> Features:
    """What the confidence of a statement is computed from."""
    return confidence_features(
        [roles.contents[index] for index in attribution.contents],
        roles.cues[attribution.cue] if attribution.cue is not None else None,
        roles.sources[attribution.source] if attribution.source is not None else None,
        quote,
    )


def _position(statement: Statement) -> int:
    starts = [statement.content[0].start]
    if statement.source:
        starts.append(statement.source.range.start)
    if statement.cue:
        starts.append(statement.cue.range.start)
    return min(starts)
