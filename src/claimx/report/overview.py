"""What the page is told about all articles together: its index, who speaks where, and what they differ in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from claimx.compare import Comparer
from claimx.compare.names import Name, Names
from claimx.report.comparison import comparison_data
from claimx.report.speakers import Cast
from claimx.schema import Extraction
from claimx.terminal import printable

NOBODY = "nobody named"


@dataclass
class _Voice:
    """A speaker, and what is attributed to them: places of articles, and ids of statements there."""

    name: str
    kind: str
    quotes: Counter[str] = field(default_factory=Counter)
    statements: list[tuple[int, str]] = field(default_factory=list)

    def rank(self) -> tuple[int, int, str]:
        """Those who speak in most articles come first."""
        return -len({place for place, _ in self.statements}), -len(self.statements), self.name


class Overview:
    """Gathers what the index shows, from one article after the other."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        self._names = Names()
        self._articles: list[dict[str, Any]] = []
        self._said: list[tuple[Name, str, str, int, str]] = []

    def add(self, extraction: Extraction, cast: Cast) -> None:
        """Gather the next article."""
        place = len(self._articles)
        self._comparer.add(extraction)
        self._names.add(extraction)
        self._articles.append(_entry(extraction, cast))
        for statement in extraction.statements:
            if statement.source:
                speaker = cast.speakers[cast.of_statements[statement.id]]
                if speaker.full_name:
                    self._said.append((speaker.full_name, speaker.kind, statement.quote, place, statement.id))

    def data(self) -> dict[str, Any]:
        """Everything that was gathered, as plain values for JSON."""
        places = {article["id"]: place for place, article in enumerate(self._articles)}
        return {
            "articles": self._articles,
            "voices": [vars(voice) for voice in sorted(self._voices(), key=_Voice.rank)],
            **comparison_data(self._comparer, places),
        }

    def _voices(self) -> list[_Voice]:
        """Those who speak by name, joined across the articles."""
        voices: dict[tuple[str, bool], _Voice] = {}
        for full_name, kind, quote, place, id_ in self._said:
            name = self._names.joined(full_name) or full_name.text
            voice = voices.setdefault((name, full_name.is_person), _Voice(printable(name), kind))
            voice.quotes[quote] += 1
            voice.statements.append((place, id_))
        return list(voices.values())


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
