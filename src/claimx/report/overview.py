"""What the page is told about all articles together: its index, its charts, and who speaks where."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from claimx.report.series import SeriesByThing
from claimx.report.speakers import Cast, Speaker
from claimx.results import Extraction
from claimx.terminal import printable

NOBODY = "nobody named"


@dataclass
class _Voice:
    """A speaker, and what is attributed to them: places of articles, and ids of statements there."""

    speaker: Speaker
    quotes: Counter[str] = field(default_factory=Counter)
    statements: list[tuple[int, str]] = field(default_factory=list)

    def rank(self) -> tuple[int, int, str]:
        """Those who speak in most articles come first."""
        return -len({place for place, _ in self.statements}), -len(self.statements), self.speaker.name


class Overview:
    """Gathers what the index shows, from one article after the other."""

    def __init__(self) -> None:
        self._articles: list[dict[str, Any]] = []
        self._voices: dict[str, _Voice] = {}
        self._series = SeriesByThing()

    def add(self, extraction: Extraction, cast: Cast) -> None:
        """Gather the next article."""
        place = len(self._articles)
        self._articles.append(_entry(extraction, cast))
        self._series.add(place, extraction, cast)
        for statement in extraction.statements:
            speaker = _joined(cast, statement.id)
            if speaker and speaker.key:
                voice = self._voices.setdefault(speaker.key, _Voice(speaker))
                voice.quotes[statement.quote] += 1
                voice.statements.append((place, statement.id))

    def data(self) -> dict[str, Any]:
        """Everything that was gathered, as plain values for JSON."""
        voices = sorted(self._voices.values(), key=_Voice.rank)
        return {
            "articles": self._articles,
            "voices": [
                {**voice.speaker._asdict(), "quotes": voice.quotes, "statements": voice.statements}
                for voice in voices
            ],
            "series": self._series.data(),
        }


def _joined(cast: Cast, statement: str) -> Speaker | None:
    place = cast.of_statements.get(statement)
    return None if place is None else cast.speakers[place]


def _entry(extraction: Extraction, cast: Cast) -> dict[str, Any]:
    document = extraction.document
    sources = (statement.source for statement in extraction.statements)
    return {
        "id": document.id,
        "title": printable(document.title or document.id),
        "publisher": printable(document.publisher or ""),
        "author": printable(document.author or ""),
        "published": document.published.isoformat() if document.published else None,
        "quotes": Counter(statement.quote for statement in extraction.statements),
        "sources": Counter(source.kind if source else NOBODY for source in sources),
        "quantities": len(extraction.quantities),
        "entities": len(extraction.entities),
        "speakers": len(cast.speakers),
    }
