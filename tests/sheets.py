"""Extractions written by hand: a text, and the words of it that results were read from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from claimx.schema import CueKind, Extraction


@dataclass
class Q:
    """A quantity: its words, and what differs from a plain count of the number that they are.

    `date` is the value of its date, `day` the words of it.
    """

    words: str
    what: str | None = None
    value: float | None = None
    unit: str = "count"
    relation: str = "="
    change: str | None = None
    date: str | None = None
    day: str | None = None
    high: float | None = None


@dataclass
class S:
    """A statement: who, what they say, and how."""

    source: str | None
    content: str | tuple[str, ...]
    quote: str = "direct"
    name: str | None = None
    kind: str = "person"
    cue: str = "say"
    negated: bool = False


def sheet(
    id_: str,
    text: str,
    *results: Q | S,
    published: str | None = "2024-05-15",
    names: dict[str, str] | None = None,
) -> Extraction:
    """An article; `names` are entities, name -> label. A number stands in the statement that covers it."""
    places = _Places(text)
    statements = [places.statement(number, s) for number, s in enumerate(_only(S, results), 1)]
    quantities = [places.quantity(number, q) for number, q in enumerate(_only(Q, results), 1)]
    dates = [(q.date, q.day or text[:1]) for q in _only(Q, results)]
    for quantity in quantities:
        for statement in statements:
            if any(p["start"] <= quantity["start"] < p["end"] for p in statement["content"]):
                quantity["statement"] = statement["id"]
                quantity["source"] = statement["source"] and {
                    key: value for key, value in statement["source"].items() if key != "kind"
                }
    document = {
        **{"id": id_, "path": None, "sha256": "", "title": None, "author": None, "publisher": None},
        **{"published": published and date.fromisoformat(published), "dateline": None, "language": "en"},
        "text": text,
    }
    return Extraction.model_validate(
        {
            **{"schema_version": 2, "claimx_version": "0", "model": {"name": "en_test", "version": "1"}},
            "document": document,
            "entities": [places.entity(n, *e) for n, e in enumerate((names or {}).items(), 1)],
            "statements": statements,
            "quantities": quantities,
            "dates": [
                {"id": f"d{number}", **places.span(day, text.find(day)), "value": value}
                for number, (value, day) in enumerate(dates, 1)
                if value
            ],
        }
    )


def _only(kind: type[Any], results: tuple[Q | S, ...]) -> list[Any]:
    return [result for result in results if isinstance(result, kind)]


class _Places:
    """Finds words in the text, every time behind where they were found before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._behind: dict[str, int] = {}

    def span(self, words: str, start: int | None = None) -> dict[str, Any]:
        found = self._text.index(words, self._behind.get(words, 0) if start is None else start)
        if start is None:
            self._behind[words] = found + 1
        return {"start": found, "end": found + len(words), "text": words}

    def entity(self, number: int, name: str, label: str) -> dict[str, Any]:
        mentions = [
            {"start": match.start(), "end": match.end(), "text": name, "kind": "name"}
            for match in re.finditer(re.escape(name), self._text)
        ]
        return {"id": f"e{number}", "label": label, "name": name, "mentions": mentions}

    def statement(self, number: int, s: S) -> dict[str, Any]:
        parts = (s.content,) if isinstance(s.content, str) else s.content
        source = s.source and {
            **self.span(s.source),
            **{"name": s.name or (s.source if s.source.istitle() else None), "entity": None, "kind": s.kind},
        }
        kind = s.cue if s.cue in get_args(CueKind) else "other"
        cue = {"start": 0, "end": 1, "text": self._text[:1], "lemma": s.cue, "kind": kind}
        return {
            **{"id": f"s{number}", "quote": s.quote, "source": source, "confidence": None},
            "cue": {**cue, "negated": s.negated},
            "content": [self.span(part) for part in parts],
        }

    def quantity(self, number: int, q: Q) -> dict[str, Any]:
        value = float(q.words.replace(",", "")) if q.value is None else q.value
        place = self.span(q.words)
        return {
            **{"id": f"q{number}", **place, "value_low": value, "value_high": q.high or value},
            **{"unit": q.unit, "relation": q.relation, "change": q.change, "confidence": None},
            "what": q.what and self.span(q.what, self._text.find(q.what)),
            **{"statement": None, "source": None, "date": f"d{number}" if q.date else None},
        }
