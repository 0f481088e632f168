"""Page data of one article: its extraction, its speakers, and its values and dates in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, NamedTuple

from claimx.compare.names import Name, source_name
from claimx.schema import LAYERS, Document, Extraction, Source, SourceSpan
from claimx.terminal import printable
from claimx.text.sentences import sentence_around
from claimx.writers.wording import (
    describe_date,
    describe_document,
    describe_speaker,
    describe_value,
    entity_names,
    speaker_key,
)

_SHA256_OF_NO_TEXT = sha256(b"").hexdigest()


# `HAVANA (AP) --`, `NAIROBI, Kenya (AP) _`, `WASHINGTON _`
_DATELINE = re.compile(
    r"[A-Z][A-Z'’. -]{2,40}(?:, ?[A-Z][\w. ]{0,30})?\s*(?:\([A-Z]{2,}\))?\s*(?:--|[-–—_])\s*"
)
_TITLE_LENGTH = 120


def title_of(document: Document) -> str:
    """The title of an article; without one, its first sentence, never its dateline."""
    title = (document.title or "").strip()
    dateline = document.dateline.text if document.dateline else ""
    if title and title != dateline and not _DATELINE.fullmatch(title):
        return title
    text = document.text
    start = len(text) - len(text.lstrip())
    if opening := _DATELINE.match(text, start):
        start = opening.end()
    if start >= len(text):
        return document.id
    sentence = text[start : sentence_around(text, start, start + 1).end]
    first = " ".join(sentence.split("\n\n")[0].split())
    return first if len(first) <= _TITLE_LENGTH else f"{first[: _TITLE_LENGTH - 2].rsplit(' ', 1)[0]} …"


class ArticleSpeaker(NamedTuple):
    """A claimant of statements or numbers in one article; `full_name` links them across articles.

    One that is not `named` (`he`, `officials`) is a speaker for each place where it stands.
    """

    name: str
    kind: str
    named: bool
    full_name: Name | None


class ArticleSpeakers:
    """The speakers of one article, in order of first appearance.

    `of_statements` and `of_quantities` map ids of claims to positions in `speakers`.
    """

    def __init__(self, extraction: Extraction) -> None:
        self.speakers: list[ArticleSpeaker] = []
        self._extraction = extraction
        self._names = entity_names(extraction)
        self._positions: dict[str, int] = {}
        self.of_statements = self._assign((s.id, s.source) for s in extraction.statements)
        self.of_quantities = self._assign((q.id, q.source) for q in extraction.quantities)

    def _assign(self, claims: Iterable[tuple[str, SourceSpan | None]]) -> dict[str, int]:
        return {id_: self._position(claimant) for id_, claimant in claims if claimant}

    def _position(self, claimant: SourceSpan) -> int:
        key = speaker_key(claimant)
        if key not in self._positions:
            self._positions[key] = len(self.speakers)
            kind = claimant.kind if isinstance(claimant, Source) else "unknown"
            name = printable(describe_speaker(claimant, self._names))
            full_name = source_name(self._extraction, claimant)
            named = bool(claimant.entity or claimant.name)
            self.speakers.append(ArticleSpeaker(name, kind, named, full_name))
        return self._positions[key]


def article_data(extraction: Extraction, speakers: ArticleSpeakers) -> dict[str, Any]:
    """Everything the page shows of an article, as plain values for JSON."""
    document = extraction.document
    return {
        "extraction": extraction.model_dump(mode="json"),
        "title": printable(title_of(document)),
        "about": [printable(part) for part in describe_document(document)],
        # Saved with `--no-text`, as opposed to an empty article.
        "text_left_out": not document.text and document.sha256 != _SHA256_OF_NO_TEXT,
        "layers": [layer for layer in LAYERS if layer in extraction.model_fields_set],
        "speakers": [
            {"name": speaker.name, "kind": speaker.kind, "named": speaker.named}
            for speaker in speakers.speakers
        ],
        "of_statements": speakers.of_statements,
        "of_quantities": speakers.of_quantities,
        "values": {quantity.id: describe_value(quantity) for quantity in extraction.quantities},
        "days": {date.id: describe_date(date.value) for date in extraction.dates},
    }
