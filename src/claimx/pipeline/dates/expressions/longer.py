"""Expressions for more than a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from claimx.pipeline.dates.expressions.moment import (
    SHIFTS,
    Expression,
    Moment,
    Tense,
    Which,
    Year,
    moved,
    nearest,
    year_at,
    years_around,
)
from claimx.pipeline.dates.periods import Period, containing, plus_months, season


def latest_begun(period: Period, today: date) -> Period:
    """The period, or the same of the year before where it has not begun."""
    return period if period.start <= today else a_year_on(period, -1)


def first_not_over(period: Period, today: date) -> Period:
    """The period, or the same of the year after where it is over."""
    return period if today < period.end else a_year_on(period, 1)


def a_year_on(period: Period, years: int) -> Period:
    """The same part of a year so many years later."""
    return replace(period, start=plus_months(period.start, 12 * years))


def as_tense_has_it(this_year: Period, today: date, tense: Tense | None) -> Period:
    """The part of a year that comes next where the clause looks ahead, else the one that came last."""
    return first_not_over(this_year, today) if tense == "future" else latest_begun(this_year, today)


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
            this_year = Period("month", date(published.year, self.month, 1))
            if self.which is None:
                if moment.tense() in ("past", "future"):
                    return as_tense_has_it(this_year, published, moment.tense())
                months = [Period("month", date(y, self.month, 1)) for y in years_around(published)]
                return nearest(months, moment)
            ahead = self.month - published.month
            year = published.year
            if self.which in ("last", "past"):
                year -= ahead >= 0
            elif self.which in ("next", "coming"):
                year += ahead <= 0
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
            this_year = season(year, self.code)
            if self.which in ("last", "next"):
                return this_year.shifted(SHIFTS[self.which])
            if self.which == "past":
                return latest_begun(this_year, published)
            if self.which == "coming":
                return first_not_over(this_year, published)
            if self.which is None or self.code == "WI":
                return as_tense_has_it(this_year, published, moment.tense())
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
            return as_tense_has_it(part, published, moment.tense())
        return Period(self.unit, date(year, month, 1))


@dataclass(frozen=True, slots=True)
class WeekWith:
    """`the week of Feb. 4`: the week that a day lies in."""

    day: Expression

    def place(self, moment: Moment) -> Period | None:
        """The ISO week of the day."""
        day = self.day.place(moment)
        return containing("week", day.start) if day else None


@dataclass(frozen=True, slots=True)
class ShortDecade:
    """A decade without its century: `the 90s`, `the sixties`; the latest that has begun."""

    digit: int

    def place(self, moment: Moment) -> Period | None:
        """The latest such decade that has begun."""
        latest = moment.published.year if moment.published else 1999
        year = latest // 100 * 100 + self.digit * 10
        return Period("decade", date(year if year <= latest else year - 100, 1, 1))
