"""Page data across articles: the index, who speaks where, what is compared, and what to check first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from claimx.compare import Comparer
from claimx.compare.evidence import Piece, marked
from claimx.compare.intervals import days_of
from claimx.compare.names import Name, Names
from claimx.compare.schema import ComparedNumber, ComparedQuote, Figure, Rendering, Value
from claimx.report.articles import ArticleSpeakers, title_of
from claimx.schema import Extraction, TextSpan
from claimx.terminal import printable
from claimx.text.sentences import sentence_around
from claimx.writers.wording import describe_value

# The report shows this many rows of each kind, the most important ones; `claimx compare` writes all.
MOST_ROWS = 500
NOBODY = "nobody named"
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "that", "which", "this"})


@dataclass
class _SpeakerRow:
    """A speaker named in one or more articles; `statements` are positions of articles with ids."""

    name: str
    kind: str
    quotes: Counter[str] = field(default_factory=Counter)
    statements: list[tuple[int, str]] = field(default_factory=list)

    def rank(self) -> tuple[int, int, str]:
        """Sort key: most articles first, then most statements."""
        return -len({position for position, _ in self.statements}), -len(self.statements), self.name


class Overview:
    """Collects the overview article by article."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        self._names = Names()
        self._articles: list[dict[str, Any]] = []
        self._said: list[tuple[Name, str, str, int, str]] = []
        self._checks: dict[str, list[dict[str, Any]]] = {"unsourced": [], "anonymous": []}
        self._checked: Counter[str] = Counter()

    def add(self, extraction: Extraction, speakers: ArticleSpeakers) -> None:
        """Add the next article."""
        position = len(self._articles)
        self._comparer.add(extraction)
        self._names.add(extraction)
        self._articles.append(_index_entry(extraction, speakers))
        self._add_checks(extraction, position)
        for statement in extraction.statements:
            if statement.source:
                speaker = speakers.speakers[speakers.of_statements[statement.id]]
                if speaker.full_name:
                    said = (speaker.full_name, speaker.kind, statement.quote, position, statement.id)
                    self._said.append(said)

    def _add_checks(self, extraction: Extraction, position: int) -> None:
        """What nobody or nobody with a name is responsible for."""
        text = extraction.document.text
        for quantity in extraction.quantities:
            if quantity.source is None and quantity.statement is None:
                sentence = sentence_around(text, quantity.start, quantity.end) if text else None
                what = f" {quantity.what.text}" if quantity.what else ""
                span = TextSpan(start=quantity.start, end=quantity.end, text=quantity.text)
                name = describe_value(quantity) + what
                self._check("unsourced", position, quantity.id, name, marked(sentence, [span]))
        for statement in extraction.statements:
            if statement.source and statement.source.kind == "anonymous":
                pieces = ((part.text, False) for part in statement.content)
                self._check("anonymous", position, statement.id, statement.source.text, pieces)

    def _check(self, kind: str, position: int, id_: str, name: str, pieces: Iterable[Piece]) -> None:
        self._checked[kind] += 1
        if self._checked[kind] <= MOST_ROWS:
            row = {"article": position, "id": id_, "name": printable(name), "pieces": list(pieces)}
            self._checks[kind].append(row)

    def data(self) -> dict[str, Any]:
        """The overview as plain values for JSON."""
        positions = {article["id"]: position for position, article in enumerate(self._articles)}
        numbers, quotations = self._comparer.numbers(), self._comparer.quotations()
        return {
            "articles": self._articles,
            "voices": [vars(row) for row in sorted(self._speaker_rows(), key=_SpeakerRow.rank)],
            "numbers": [_number(number, positions) for number in islice(numbers, MOST_ROWS)],
            "quotations": [_quotation(quotation, positions) for quotation in islice(quotations, MOST_ROWS)],
            "more_numbers": _count(numbers),
            "more_quotations": _count(quotations),
            "checks": self._checks,
            "checked": self._checked,
        }

    def _speaker_rows(self) -> list[_SpeakerRow]:
        """Speakers with names, joined across articles."""
        rows: dict[tuple[str, bool], _SpeakerRow] = {}
        for full_name, kind, quote, position, id_ in self._said:
            name = self._names.canonical(full_name) or full_name.text
            row = rows.setdefault((name, full_name.is_person), _SpeakerRow(printable(name), kind))
            row.quotes[quote] += 1
            row.statements.append((position, id_))
        return list(rows.values())


def _index_entry(extraction: Extraction, speakers: ArticleSpeakers) -> dict[str, Any]:
    document = extraction.document
    sources = (statement.source for statement in extraction.statements)
    return {
        "id": document.id,
        "title": printable(title_of(document)),
        "path": document.path,
        "publisher": printable(document.publisher or ""),
        "author": printable(document.author or ""),
        "published": document.published.isoformat() if document.published else None,
        "quotes": Counter(statement.quote for statement in extraction.statements),
        "sources": Counter(source.kind if source else NOBODY for source in sources),
        "quantities": len(extraction.quantities),
        "entities": len(extraction.entities),
        "speakers": sum(speaker.named for speaker in speakers.speakers),
    }


def _number(number: ComparedNumber, positions: Mapping[str, int]) -> dict[str, Any]:
    return {
        "what": printable(number.what),
        "shared": number.shared,
        "verdict": number.verdict,
        "articles": number.articles,
        "values": [_value(value, positions) for value in number.values],
    }


def _value(value: Value, positions: Mapping[str, int]) -> dict[str, Any]:
    return {
        "value": describe_value(value),
        "low": value.value_low,
        "high": value.value_high,
        "unit": value.unit.replace("_", " "),
        "relation": value.relation,
        "contradicts": value.contradicts,
        "figures": [_figure(figure, positions) for figure in value.figures],
    }


def _figure(figure: Figure, positions: Mapping[str, int]) -> dict[str, Any]:
    day = _day(figure)
    return {
        "article": positions[figure.article],
        "id": figure.result or "",
        "day": day.isoformat() if day else None,
        "dated": day is not None and day != figure.published,
        "who": _who(figure),
        "place": [figure.start, figure.end],
        "pieces": _pieces(figure.sentence, [figure]),
    }


def _who(figure: Figure) -> str | None:
    """The claimant, unless only a pronoun tells."""
    who = figure.speaker or (figure.source.text.rstrip(" ,") if figure.source else "")
    return printable(who) if who and who.casefold() not in _PRONOUNS else None


def _pieces(sentence: TextSpan | None, spans: Sequence[TextSpan]) -> list[Piece]:
    return list(marked(sentence, spans))


def _day(figure: Figure) -> date | None:
    """The day of a figure on charts: the publication day if its own period includes that."""
    days, published = days_of(figure.date or ""), figure.published
    if days is None or (published and days.first <= published <= days.last):
        return published
    return days.first


def _quotation(quotation: ComparedQuote, positions: Mapping[str, int]) -> dict[str, Any]:
    return {
        "speakers": [printable(speaker) for speaker in quotation.speakers],
        "verdict": quotation.verdict,
        "articles": quotation.articles,
        "renderings": [_rendering(rendering, positions) for rendering in quotation.renderings],
    }


def _rendering(rendering: Rendering, positions: Mapping[str, int]) -> dict[str, Any]:
    return {
        "article": positions[rendering.article],
        "id": rendering.result,
        "speaker": printable(rendering.speaker) if rendering.speaker else None,
        "version": rendering.version,
        "quote": rendering.quote,
        "place": [rendering.parts[0].start, rendering.parts[-1].end],
        "pieces": _pieces(rendering.sentence, rendering.parts),
        "words": " … ".join(part.text for part in rendering.parts),
        "differences": [
            {
                "fullest": d.fullest.text if d.fullest else None,
                "here": d.here.text if d.here else None,
                "touches": d.touches,
            }
            for d in rendering.differences
        ],
    }


def _count(rows: Iterator[object]) -> int:
    return sum(1 for _ in rows)
