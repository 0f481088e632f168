"""Expressions for more than a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from claimx.pipeline.dates.expressions.moment import (
    SHIFTS,
    Expression,
    Moment,
    Which,
    Year,
    moved,
    nearest,
    year_at,
    years_around,
)
from claimx.pipeline.dates.periods import Period, containing, plus_months, season


@dataclass(frozen=True, slots=True)
class Month:
    """A month, perhaps with its year."""

    month: int
    year: Year | None = None
    which: Which | None = None

    def place(self, moment: Moment) -> Period | None:
        """The month in its year, or in the year that its tense points to."""
        year = year_at(self.year, moment)
        if year is None:
            published = moment.published
            if self.year is not None or published is None:
                return None
            if self.which is None and moment.tense() not in ("past", "future"):
                return nearest(
                    [Period("month", date(y, self.month, 1)) for y in years_around(published)], moment
                )
            ahead = self.month - published.month
            if self.which == "this":
                year = published.year
            elif self.which in ("last", "past"):
                year = published.year - (ahead >= 0)
            elif self.which in ("next", "coming") or moment.tense() == "future":
                year = published.year + (ahead < 0 or (ahead == 0 and self.which is not None))
            else:
                year = published.year - (ahead > 0)
        return Period("month", date(year, self.month, 1))


@dataclass(frozen=True, slots=True)
class Weekend:
    """`the weekend`, `this weekend`, `last weekend`."""

    which: Which | None = None

    def place(self, moment: Moment) -> Period | None:
        """The weekend that the tense, or its first word, points to."""
        if moment.published is None:
            return None
        of_week = containing("weekend", moment.published)
        begun = moment.published >= of_week.start
        if self.which == "last":
            return of_week.shifted(-1)
        if self.which in ("next", "after"):
            return of_week.shifted(1)
        if self.which == "past":
            return of_week if begun else of_week.shifted(-1)
        look_back = moment.tense() == "past" if self.which else moment.tense() != "future"
        return of_week.shifted(-1) if look_back and not begun else of_week


@dataclass(frozen=True, slots=True)
class YearsBack:
    """Years and a half, counted in months: the year that they lead to."""

    months: int

    def place(self, moment: Moment) -> Period | None:
        """The year that the months lead to."""
        month = moved("month", moment.published, self.months)
        return containing("year", month.start) if month else None


@dataclass(frozen=True, slots=True)
class Season:
    """A season, perhaps of a stated year."""

    code: str
    year: Year | None = None
    which: Which | None = None

    def place(self, moment: Moment) -> Period | None:
        """The season of its year, or the one that its tense points to."""
        year = year_at(self.year, moment)
        if year is None:
            published = moment.published
            if self.year is not None or published is None:
                return None
            # In January and February the winter is still the one that the year before began.
            year = published.year - (self.code == "WI" and published.month < 3)
            begun = season(year, self.code).start <= published
            over = plus_months(season(year, self.code).start, 3) <= published
            if self.which in ("last", "next"):
                year += SHIFTS[self.which]
            elif self.which in ("past", "coming"):
                year += over if self.which == "coming" else begun - 1
            elif self.which is None or self.code == "WI":
                year += over if moment.tense() == "future" else begun - 1
        return season(year, self.code)


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """A quarter or a half of a year."""

    unit: Literal["quarter", "half"]
    number: int
    year: Year | None = None

    def place(self, moment: Moment) -> Period | None:
        """The part of its year, or the one that its tense points to."""
        year = year_at(self.year, moment)
        month = (self.number - 1) * (3 if self.unit == "quarter" else 6) + 1
        if year is None:
            published = moment.published
            if self.year is not None or published is None:
                return None
            part = Period(self.unit, date(published.year, month, 1))
            if moment.tense() == "future":
                year = published.year + (part.shifted(1).start <= published)
            else:
                year = published.year - (part.start > published)
        return Period(self.unit, date(year, month, 1))


@dataclass(frozen=True, slots=True)
class WeekOf:
    """A week counted within a month or a year, from its end when `number` is negative."""

    number: int
    of: Expression

    def place(self, moment: Moment) -> Period | None:
        """The ISO week of that number within the whole."""
        whole = self.of.place(moment)
        if whole is None or whole.unit not in ("month", "year"):
            return None
        # A week belongs to the month or year that its Thursday lies in.
        first = whole.start + timedelta(days=(3 - whole.start.weekday()) % 7)
        last = whole.shifted(1).start - timedelta(days=1)
        last -= timedelta(days=(last.weekday() - 3) % 7)
        thursday = first + timedelta(weeks=self.number - 1) if self.number > 0 else last
        return containing("week", thursday) if thursday <= last else None


@dataclass(frozen=True, slots=True)
class ShortDecade:
    """A decade without its century: `the 90s`, `the sixties`; the latest that has begun."""

    digit: int

    def place(self, moment: Moment) -> Period | None:
        """The latest such decade that has begun."""
        latest = moment.published.year if moment.published else 1999
        year = latest // 100 * 100 + self.digit * 10
        return Period("decade", date(year if year <= latest else year - 100, 1, 1))
