"""Expressions for one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from claimx.pipeline.dates.expressions.moment import (
    Expression,
    Moment,
    Which,
    Year,
    finer,
    moved,
    nearest,
    year_at,
    years_around,
)
from claimx.pipeline.dates.festivals import holiday_in
from claimx.pipeline.dates.lexicon import HolidayRule
from claimx.pipeline.dates.periods import Period, Unit, containing, day_of, plus_months


@dataclass(frozen=True, slots=True)
class Fixed:
    """A period that says all of itself: `2016`, `the 20th century`, `2023-12-02`."""

    period: Period

    def place(self, moment: Moment) -> Period | None:
        """Its own period."""
        return self.period


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of a month, perhaps with its year or weekday (1 is Monday)."""

    month: int
    day: int
    year: Year | None = None
    weekday: int | None = None

    def place(self, moment: Moment) -> Period | None:
        """The day in its year, or in the year nearest to publication that its tense and weekday allow."""
        year = year_at(self.year, moment)
        if year is not None:
            return day_of(year, self.month, self.day)
        if self.year is not None or moment.published is None:
            return None
        if self.weekday:
            near = [day_of(y, self.month, self.day) for y in years_around(moment.published)]
            fitting = [p for p in near if p and p.start.isoweekday() == self.weekday]
            if fitting:
                return nearest(fitting, moment)
        return nearest([day_of(y, self.month, self.day) for y in years_around(moment.published)], moment)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """`the 24th`: the nearest such day that the tense of its clause allows."""

    day: int
    weekday: int | None = None
    month: int | None = None

    def place(self, moment: Moment) -> Period | None:
        """The day in the months around publication."""
        if moment.published is None:
            return None
        shifts = range(-6, 7) if self.weekday else (-1, 0, 1) if self.month is None else (self.month,)
        months = [moved("month", moment.published, shift) for shift in shifts]
        days = [day_of(m.start.year, m.start.month, self.day) for m in months if m]
        return nearest([d for d in days if d and self.weekday in (None, d.start.isoweekday())], moment)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (1 is Monday); `week` counts weeks from the one of publication."""

    weekday: int
    which: Which | None = None
    week: int | None = None

    def place(self, moment: Moment) -> Period | None:
        """The day of the week that the tense, or its first word, points to."""
        published = moment.published
        if published is None:
            return None
        if self.which == "after" and moment.day:
            published = moment.day
        in_week = published + timedelta(days=self.weekday - published.isoweekday())
        ahead = timedelta(days=(self.weekday - published.isoweekday()) % 7)
        upcoming = published + ahead
        if self.week is not None:
            day = in_week + timedelta(weeks=self.week)
        elif self.which == "next":
            day = in_week + timedelta(weeks=1)
        elif self.which in ("after", "coming"):
            day = upcoming if ahead else upcoming + timedelta(weeks=1)
        elif self.which == "last":
            # Two days back it would be called by its bare name: the one of the week before is meant.
            day = upcoming - timedelta(weeks=1)
            if day >= published - timedelta(days=min(3, published.weekday())):
                day -= timedelta(weeks=1)
        elif self.which == "past" or (moment.tense() != "future" and self.which != "this"):
            day = upcoming - timedelta(weeks=1) if ahead or self.which == "past" else upcoming
        else:
            day = upcoming
            if self.which == "this" and moment.tense() == "past" and ahead:
                day -= timedelta(weeks=1)
        return Period("day", day)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A period counted from the one of publication: `today`, `last week`, `three years ago`."""

    unit: Unit
    shift: int
    detail: str = ""

    def place(self, moment: Moment) -> Period | None:
        """The period so many units from the publication."""
        return moved(self.unit, moment.published, self.shift, self.detail)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A period counted from the one spoken of: `that night`, `the next day`, `a year earlier`.

    Something compared with it (`up from a year earlier`) is of now where nothing was spoken of.
    """

    unit: Unit
    shift: int
    detail: str = ""
    compared: bool = False

    def place(self, moment: Moment) -> Period | None:
        """The period so many units from the one spoken of."""
        if self.unit == "day":
            # Before anything was spoken of, `the day before` is the one before publication.
            origin = moment.day or (moment.published if self.shift < 0 else None)
            period = moved(self.unit, origin, self.shift, self.detail)
        elif moment.mentioned is None and self.compared:
            period = moved(self.unit, moment.published, self.shift)
        elif moment.mentioned is None or not finer(moment.mentioned.unit, self.unit):
            return None
        else:
            period = moved(self.unit, moment.mentioned.start, self.shift, self.detail)
        # `two years later` in a tale of the past cannot lie ahead: something else was spoken of.
        beyond = period and self.shift > 0 and moment.published and period.start > moment.published
        return None if beyond and moment.tense() != "future" else period


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday by its name, perhaps of a stated year; or the weekend that it makes long."""

    rule: HolidayRule
    year: Year | None = None
    which: Which | None = None
    weekend: bool = False

    def place(self, moment: Moment) -> Period | None:
        """The day that the calendar of its country has it on."""
        day = self._day(moment)
        if day is None or not self.weekend:
            return day
        # A Monday or Friday holiday and its weekend are one; Thursdays reach forward.
        weekend = containing("weekend", day.start)
        return weekend.shifted(-1) if day.start.weekday() < 3 else weekend

    def _day(self, moment: Moment) -> Period | None:
        year = year_at(self.year, moment)
        if year is not None:
            return holiday_in(self.rule, year)
        published = moment.published
        if self.year is not None or published is None:
            return None
        days = [p for p in (holiday_in(self.rule, y) for y in years_around(published)) if p]
        if self.which in ("last", "past"):
            return max((p for p in days if p.start < published), key=lambda p: p.start, default=None)
        if self.which in ("next", "coming", "after"):
            return min((p for p in days if p.start > published), key=lambda p: p.start, default=None)
        if self.which == "this":
            return next((p for p in days if p.start.year == published.year), None)
        return nearest(days, moment)


@dataclass(frozen=True, slots=True)
class FromDay:
    """A day counted from another one: `three weeks from tomorrow`."""

    of: Expression
    unit: Unit
    shift: int

    def place(self, moment: Moment) -> Period | None:
        """The day so many units from another one."""
        day = self.of.place(moment)
        if day is None or day.unit != "day":
            return None
        if self.unit in ("month", "year"):
            return Period("day", plus_months(day.start, self.shift * (12 if self.unit == "year" else 1)))
        return moved("day", day.start, self.shift * (7 if self.unit == "week" else 1))


@dataclass(frozen=True, slots=True)
class AtTime:
    """A clock time or part of a day; without its day, on the day spoken of."""

    detail: str
    of: Expression | None = None

    def place(self, moment: Moment) -> Period | None:
        """The day, with the time as its detail."""
        if self.of is None:
            day = moment.day or moment.published
            return Period("day", day, self.detail) if day else None
        period = self.of.place(moment)
        return replace(period, detail=self.detail) if period and period.unit == "day" else None
