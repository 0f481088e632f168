"""The moment of reading, by which an expression is placed on the calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol, TypeAlias

from claimx.pipeline.dates.periods import Period, Unit, containing

Tense = Literal["past", "present", "future"]
# `same`: the one that was last spoken of; `after`: the first one after it.
Which = Literal["last", "past", "this", "coming", "next", "after"]
SHIFTS: dict[str, int] = {"last": -1, "past": -1, "this": 0, "coming": 1, "next": 1, "after": 1}
# How much farther away (in days) a day without a year is taken to be when it goes against the tense of its
# clause, lies ahead where no tense is known, or lies in another year: news writes the year of those.
AGAINST_TENSE, AHEAD, OTHER_YEAR = 180, 90, 50
ORDER: tuple[Unit, ...] = (
    "day",
    "weekend",
    "week",
    "month",
    "season",
    "quarter",
    "half",
    "year",
    "decade",
    "century",
)


@dataclass(slots=True)
class Moment:
    """What is known where an expression stands.

    `mentioned` is the period read last, and `day` the day read last, however far back.
    """

    published: date | None
    tense: Callable[[], Tense | None]
    day: date | None = None
    mentioned: Period | None = None


class Expression(Protocol):
    """A calendar expression."""

    def place(self, moment: Moment) -> Period | None:
        """The period meant at this moment of reading, or None."""
        ...


@dataclass(frozen=True, slots=True)
class RelativeYear:
    """`last year`, `this year`, `next year` as part of an expression."""

    shift: int


Year: TypeAlias = "int | RelativeYear"


def year_at(year: Year | None, moment: Moment) -> int | None:
    """The number of a year that is given, or None."""
    if isinstance(year, RelativeYear):
        return moment.published.year + year.shift if moment.published else None
    return year


def years_around(day: date, span: int = 1) -> range:
    """The years near that of `day` which the calendar has."""
    return range(max(day.year - span, 1), min(day.year + span, 9999) + 1)


def nearest(candidates: Iterable[Period | None], moment: Moment) -> Period | None:
    """The day or month that the article most likely means: near its publication, as the tense has it."""
    published = moment.published
    known = [c for c in candidates if c is not None]
    if published is None or not known:
        return None
    tense = moment.tense()
    against = AHEAD if tense in (None, "present") else AGAINST_TENSE

    def distance(period: Period) -> int:
        origin = published.replace(day=1) if period.unit == "month" else published
        ahead = (period.start - origin).days
        wrong = ahead < 0 if tense == "future" else ahead > 0
        return abs(ahead) + against * wrong + OTHER_YEAR * (period.start.year != published.year)

    return min(known, key=distance)


def finer(unit: Unit, than: Unit) -> bool:
    """Whether a period of `unit` lies within one period of `than`."""
    return ORDER.index(unit) <= ORDER.index(than)


def moved(unit: Unit, origin: date | None, shift: int, detail: str = "") -> Period | None:
    """The period of `unit` around `origin`, moved by `shift` units; None without an origin."""
    if origin is None:
        return None
    period = containing(unit, origin).shifted(shift)
    return replace(period, detail=detail) if detail else period
