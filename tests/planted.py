"""What was planted in a set of articles, and how much of it a comparison finds.

A set is a folder with articles (`*.txt`, `*.jsonl`) and `planted.toml`. In it a number is given by article:
the value or, where units or wordings matter, the words of the figure.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import claimx
from claimx.article import Article
from claimx.compare import ComparedNumber, Comparison
from claimx.compare.comparer import compare
from claimx.readers import read_articles
from claimx.schema import Extraction

SETS = Path(__file__).parent / "compare"
ALARMS = ("differs", "disputed", "floors_differ", "other_unit")

Values = dict[str, float | str]
"""Article -> value or words of the figure."""


@dataclass
class Score:
    """Names of what was planted, by kind, and the rows that are wrong."""

    found: dict[str, list[str]] = field(default_factory=dict)
    missed: dict[str, list[str]] = field(default_factory=dict)
    falsely_different: list[str] = field(default_factory=list)
    """Alarms that nothing was planted for."""
    all_clear: list[str] = field(default_factory=list)
    """Rows that agree though a planted difference is in them."""

    def note(self, kind: str, name: str, found: bool) -> None:
        (self.found if found else self.missed).setdefault(kind, []).append(name)


def read_set(folder: Path) -> list[Extraction]:
    """The articles of a set, read by the model that comes with claimx."""
    paths = sorted([*folder.glob("*.txt"), *folder.glob("*.jsonl")])
    articles = [a for a in read_articles([str(path) for path in paths]) if isinstance(a, Article)]
    return [e for e in claimx.extract_articles(articles) if isinstance(e, Extraction)]


def score_set(folder: Path, extractions: list[Extraction]) -> Score:
    """Hold a comparison against `planted.toml`."""
    planted = tomllib.loads(folder.joinpath("planted.toml").read_text("utf-8"))
    comparison = compare(extractions)
    score = Score()
    known: list[ComparedNumber] = []
    for number in planted.get("differs", ()):
        rows = _different(comparison, number["values"])
        known += rows
        score.note("differs", number["what"], bool(rows))
        for row in comparison.numbers:
            given = _given(row, number["values"])
            if row.verdict == "agrees" and len(given) > 1 and len({number["values"][a] for a in given}) > 1:
                score.all_clear.append(row.what)
    for number in planted.get("innocent", ()):
        score.note("innocent", number["what"], not _contradicted(comparison, number["values"]))
    for number in planted.get("sides", ()):
        agreeing = (row for row in comparison.numbers if row.verdict == "agrees")
        score.all_clear += [row.what for row in agreeing if len(_given(row, number["values"])) > 1]
    for number in planted.get("right", ()):
        known += _different(comparison, number["values"])
    for number in planted.get("changes", ()):
        known += [
            r for r in comparison.numbers if r.verdict in ALARMS and len(_given(r, number["values"])) > 1
        ]
        score.note("changes", number["what"], _moves(comparison, number["values"]))
    for quotation in planted.get("altered", ()):
        score.note("altered", quotation["words"], _is_altered(comparison, quotation))
    for quotation in planted.get("misattributed", ()):
        score.note("misattributed", quotation["speaker"], _is_misattributed(comparison, quotation))
    score.falsely_different = [
        f"{row.what}: {', '.join(figures)}"
        for row in comparison.numbers
        if row.verdict in ALARMS and row not in known
        for figures in [[value.figures[0].text for value in row.values]]
    ]
    return score


def _given(row: ComparedNumber, values: Values) -> dict[str, int]:
    """The articles that give the values expected of them: article -> position of the value."""
    return {
        figure.article: position
        for position, value in enumerate(row.values)
        for figure in value.figures
        if values.get(figure.article) in (value.value_low, " ".join(figure.text.split()))
    }


def _different(comparison: Comparison, values: Values) -> list[ComparedNumber]:
    """The rows that do not agree, and where two articles contradict each other by the values planted."""
    return [
        row
        for row in comparison.numbers
        if row.verdict in ALARMS
        and (given := _given(row, values))
        and any(b in row.values[a].contradicts for a in given.values() for b in given.values())
    ]


def _contradicted(comparison: Comparison, values: Values) -> bool:
    return any(
        b in row.values[a].contradicts
        for row in comparison.numbers
        for a in _given(row, values).values()
        for b in _given(row, values).values()
    )


def _moves(comparison: Comparison, values: Values) -> bool:
    """Whether a row has all the values as a course, whatever else conflicts in it."""
    return any(
        any(row.values[a].moves for a in given.values())
        for row in comparison.numbers
        if (given := _given(row, values)).keys() == values.keys()
    )


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
