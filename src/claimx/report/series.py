"""The quantities of one thing over time, across articles."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from claimx.report.speakers import Cast
from claimx.results import Extraction, Quantity
from claimx.terminal import printable
from claimx.writers.wording import describe_value

# Nobody can choose from more than this.
_MOST_THINGS = 200
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\dW-])")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_WORD = re.compile(r"[\w’'-]+")
_LEFT_OUT = {"the", "a", "an", "of", "other", "more", "some", "these", "those", "its", "their", "his", "her"}


@dataclass
class _Thing:
    """What is counted or measured, and the numbers given for it."""

    name: str
    unit: str
    points: list[dict[str, Any]] = field(default_factory=list)

    def articles(self) -> int:
        """How many articles give a number for it."""
        return len({point["article"] for point in self.points})


class SeriesByThing:
    """Gathers the quantities of articles by what they count or measure, and the unit."""

    def __init__(self) -> None:
        self._things: dict[tuple[str, str, bool], _Thing] = {}

    def add(self, place: int, extraction: Extraction, cast: Cast) -> None:
        """Gather the quantities of the article at a place in the report."""
        days = {found.id: day_of(found.value) for found in extraction.dates}
        for quantity in extraction.quantities:
            day = days.get(quantity.date or "") or extraction.document.published
            if day is None or quantity.what is None:
                continue
            key = (wording_key(quantity.what.text), quantity.unit, quantity.change is not None)
            thing = self._things.setdefault(key, _Thing(printable(quantity.what.text), quantity.unit))
            thing.points.append(_point(place, quantity, day, cast))

    def data(self) -> list[dict[str, Any]]:
        """The things that several articles give numbers for, as plain values for JSON."""
        things = [thing for thing in self._things.values() if thing.articles() > 1]
        things.sort(key=lambda thing: (-thing.articles(), -len(thing.points)))
        return [
            {"name": t.name, "unit": t.unit, "points": sorted(t.points, key=lambda point: point["day"])}
            for t in things[:_MOST_THINGS]
        ]


def day_of(value: str) -> date | None:
    """The day a date's value names, or the first of the week, month or year; None for anything else."""
    if week := _WEEK.match(value):
        return _existing(lambda: date.fromisocalendar(int(week[1]), int(week[2]), 1))
    if day := _DAY.match(value):
        return _existing(lambda: date(int(day[1]), int(day[2] or 1), int(day[3] or 1)))
    return None


@lru_cache(maxsize=10_000)
def wording_key(words: str) -> str:
    """What different ways to write one thing have in common: `the trucks` and `truck`."""
    from simplemma import lemmatize

    kept = [word for word in _WORD.findall(words.casefold()) if word not in _LEFT_OUT]
    return " ".join(lemmatize(word, lang="en") for word in kept)


def _point(place: int, quantity: Quantity, day: date, cast: Cast) -> dict[str, Any]:
    speaker = cast.of_quantities.get(quantity.id)
    return {
        "article": place,
        "id": quantity.id,
        "day": day.isoformat(),
        "low": quantity.value_low,
        "high": quantity.value_high,
        "relation": quantity.relation,
        "value": describe_value(quantity),
        "who": None if speaker is None else cast.speakers[speaker].name,
    }


def _existing(make: Callable[[], date]) -> date | None:
    try:
        return make()
    except ValueError:
        return None
