"""What was planted in a set of articles, and how much of it a comparison finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import claimx
from claimx.compare import compare
from claimx.compare.schema import ComparedNumber, Comparison
from claimx.readers import read_articles
from claimx.schema import Extraction

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

SETS = Path(__file__).parent / "compare"


@dataclass
class Score:
    """Names of what was planted, by kind, and the numbers called different that are not."""

    found: dict[str, list[str]] = field(default_factory=dict)
    missed: dict[str, list[str]] = field(default_factory=dict)
    falsely_different: list[str] = field(default_factory=list)

    def note(self, kind: str, name: str, found: bool) -> None:
        (self.found if found else self.missed).setdefault(kind, []).append(name)


def read_set(name: str) -> list[Extraction]:
    """The articles of a set, read by the model that comes with claimx."""
    articles = read_articles([str(path) for path in sorted(SETS.joinpath(name).glob("*.txt"))])
    return list(claimx.extract_articles(articles))  # type: ignore[arg-type]


def score_set(name: str, extractions: list[Extraction]) -> Score:
    """Hold a comparison against `planted.toml`."""
    planted = tomllib.loads(SETS.joinpath(name, "planted.toml").read_text("utf-8"))
    comparison = compare(extractions)
    score = Score()
    for number in planted.get("differs", ()):
        score.note("differs", number["what"], bool(_different(comparison, number["values"])))
    for number in planted.get("innocent", ()):
        score.note("innocent", number["what"], not _contradicted(comparison, number["values"]))
    for number in planted.get("changes", ()):
        score.note("changes", number["what"], _moves(comparison, number["values"]))
    for quotation in planted.get("altered", ()):
        score.note("altered", quotation["words"], _is_altered(comparison, quotation))
    for quotation in planted.get("misattributed", ()):
        score.note("misattributed", quotation["speaker"], _is_misattributed(comparison, quotation))
    known = [row for number in planted.get("differs", ()) for row in _different(comparison, number["values"])]
    score.falsely_different = [
        row.what for row in comparison.numbers if row.verdict == "differs" and row not in known
    ]
    return score


def _given(row: ComparedNumber, values: dict[str, float]) -> dict[str, int]:
    """The articles that give the values expected of them: article -> position of the value."""
    return {
        figure.article: position
        for position, value in enumerate(row.values)
        for figure in value.figures
        if values.get(figure.article) == value.value_low
    }


def _different(comparison: Comparison, values: dict[str, float]) -> list[ComparedNumber]:
    """The rows that call it different, and have an article for each of the values planted."""
    return [
        row
        for row in comparison.numbers
        if row.verdict == "differs"
        and (given := _given(row, values))
        and {values[article] for article in given} == set(values.values())
        and any(b in row.values[a].contradicts for a in given.values() for b in given.values())
    ]


def _contradicted(comparison: Comparison, values: dict[str, float]) -> bool:
    return any(
        b in row.values[a].contradicts
        for row in comparison.numbers
        for a in _given(row, values).values()
        for b in _given(row, values).values()
    )


def _moves(comparison: Comparison, values: dict[str, float]) -> bool:
    rows = [row for row in comparison.numbers if _given(row, values).keys() == values.keys()]
    return any(row.verdict == "changes" for row in rows)


def _is_altered(comparison: Comparison, planted: dict[str, Any]) -> bool:
    renderings = [r for q in comparison.quotations for r in q.renderings if r.article == planted["article"]]
    return any(
        planted["words"] in (side.text if side else "")
        for rendering in renderings
        if rendering.version == planted["version"]
        for difference in rendering.differences
        for side in (difference.fullest, difference.here)
    )


def _is_misattributed(comparison: Comparison, planted: dict[str, Any]) -> bool:
    return any(
        quotation.disputed
        and planted["rightful"] in quotation.speakers
        and any(
            (r.article, r.speaker) == (planted["article"], planted["speaker"]) for r in quotation.renderings
        )
        for quotation in comparison.quotations
    )
