"""Calendar expressions, and how each is resolved to a period against an anchor.

Every expression has `resolve`, which returns None where the article does not give enough: a bare weekday
without a day of publication has no date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Protocol, TypeAlias

from dateutil import relativedelta

from claimx.pipeline.dates.calendar import (
    HolidayRule,
    Period,
    Unit,
    containing,
    day_of,
    finer,
    holiday_in,
    plus_months,
    season,
)

Tense = Literal["past", "present", "future"]
# `after`: the first one after the period that was mentioned.
Direction = Literal["last", "past", "this", "coming", "next", "after"]
STEPS: dict[str, int] = {"last": -1, "past": -1, "this": 0, "coming": 1, "next": 1, "after": 1}
# Penalties in days when the year of a month or day is chosen by distance from publication: against the tense
# of the clause, in the future where the tense does not tell, in another calendar year. News leaves the year
# out only for the nearest such day. Chosen on the project's own annotated news.
AGAINST_TENSE, AHEAD, OTHER_YEAR = 180, 90, 50
# How many days ahead a holiday may be in a clause in the past, whose tense may be that of a report.
HOLIDAY_AHEAD = 21


@dataclass(slots=True)
class Anchor:
    """What expressions are resolved against.

    `published` is the day of publication, `tense` returns the tense of the clause, `mentioned` is the period
    read last, `main` the last one that was not only compared with, and `day` the day read last.
    """

    published: date | None
    tense: Callable[[], Tense | None]
    day: date | None = None
    mentioned: Period | None = None
    main: Period | None = None


class Expression(Protocol):
    """A calendar expression."""

    def resolve(self, anchor: Anchor) -> Period | None:
        """The period meant, or None where the anchor does not tell."""
        ...


@dataclass(frozen=True, slots=True)
class RelativeYear:
    """`last year`, `this year`, `next year` as part of an expression."""

    shift: int


Year: TypeAlias = "int | RelativeYear"


class OfYear:
    """What a year has one of: `4 May`, `spring`, `Easter`; `year` is None where it is not stated."""

    __slots__ = ()
    year: Year | None

    def resolve(self, anchor: Anchor) -> Period | None:
        """The one of the stated year; without one, what the day of publication and the tense point to."""
        published = anchor.published
        if isinstance(self.year, int):
            return self._of(self.year)
        if published is None:
            return None
        if self.year is None:
            return self._unstated(anchor, published)
        return self._of(published.year + self.year.shift)

    def _of(self, year: int) -> Period | None:
        """The one of a year, if it has one."""
        raise NotImplementedError

    def _unstated(self, anchor: Anchor, published: date) -> Period | None:
        """The one that is meant where no year is stated."""
        raise NotImplementedError


def years_around(day: date) -> range:
    """The year of a day and its neighbours, within the calendar of `datetime`."""
    return range(max(day.year - 1, 1), min(day.year + 1, 9999) + 1)


def nearest(candidates: Iterable[Period | None], anchor: Anchor) -> Period | None:
    """The day or month nearest to publication, with penalties for the wrong direction and year."""
    published = anchor.published
    known = [c for c in candidates if c is not None]
    if published is None or not known:
        return None
    tense = anchor.tense()
    against = AHEAD if tense in (None, "present") else AGAINST_TENSE

    def distance(period: Period) -> int:
        origin = published.replace(day=1) if period.unit == "month" else published
        ahead = (period.start - origin).days
        wrong = ahead < 0 if tense == "future" else ahead > 0
        return abs(ahead) + against * wrong + OTHER_YEAR * (period.start.year != published.year)

    return min(known, key=distance)


def shifted(unit: Unit, origin: date | None, count: int, detail: str = "") -> Period | None:
    """The period of `unit` around `origin`, shifted by `count` units; None without an origin."""
    if origin is None:
        return None
    period = containing(unit, origin).shifted(count)
    return replace(period, detail=detail) if detail else period


def years_later(period: Period, years: int) -> Period:
    """The same part of a later year (earlier when negative)."""
    return replace(period, start=plus_months(period.start, 12 * years))


def latest_begun(period: Period, today: date) -> Period:
    """The period, or that of the year before where it has not begun."""
    return period if period.start <= today else years_later(period, -1)


def first_not_over(period: Period, today: date) -> Period:
    """The period, or that of the year after where it is over."""
    return period if today < period.end else years_later(period, 1)


def by_tense(this_year: Period, today: date, tense: Tense | None) -> Period:
    """The next such part of a year in a clause about the future, else the latest."""
    return first_not_over(this_year, today) if tense == "future" else latest_begun(this_year, today)


# Days


@dataclass(frozen=True, slots=True)
class Fixed:
    """A period that needs no anchor: `2016`, `the 20th century`, `2023-12-02`."""

    period: Period

    def resolve(self, anchor: Anchor) -> Period | None:
        """The period itself."""
        return self.period


def one_of(days: Iterable[Period | None], direction: Direction | None, anchor: Anchor) -> Period | None:
    """The day of several years, in their order, that the direction or else the tense points to."""
    today, known = anchor.published, [day for day in days if day]
    if today is None or direction is None:
        return nearest(known, anchor)
    if direction in ("last", "past"):
        return next((day for day in reversed(known) if day.start < today), None)
    if direction == "this":
        return next((day for day in known if day.start.year == today.year), None)
    return next((day for day in known if day.start > today), None)


@dataclass(frozen=True, slots=True)
class MonthDay(OfYear):
    """A day of a month, perhaps with its year, weekday (1 is Monday) or direction."""

    month: int
    day: int
    year: Year | None = None
    weekday: int | None = None
    direction: Direction | None = None

    def _of(self, year: int) -> Period | None:
        return day_of(year, self.month, self.day)

    def _unstated(self, anchor: Anchor, published: date) -> Period | None:
        days = [self._of(year) for year in years_around(published)]
        fitting = [p for p in days if p and p.start.isoweekday() == self.weekday]
        return one_of(fitting or days, self.direction, anchor)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """`the 24th`; `month` counts months from the one of publication."""

    day: int
    weekday: int | None = None
    month: int | None = None

    def resolve(self, anchor: Anchor) -> Period | None:
        """The nearest such day that the tense and the weekday allow."""
        if anchor.published is None:
            return None
        counts = range(-6, 7) if self.weekday else (-1, 0, 1) if self.month is None else (self.month,)
        months = [shifted("month", anchor.published, count) for count in counts]
        days = [day_of(m.start.year, m.start.month, self.day) for m in months if m]
        return nearest([d for d in days if d and self.weekday in (None, d.start.isoweekday())], anchor)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week (1 is Monday); `week` counts weeks from the one of publication."""

    weekday: int
    direction: Direction | None = None
    week: int | None = None

    def resolve(self, anchor: Anchor) -> Period | None:
        """The day that the direction, or else the tense, points to."""
        published = anchor.published
        if published is None:
            return None
        if self.direction == "after" and anchor.day:
            published = anchor.day
        this_week = published + timedelta(days=self.weekday - published.isoweekday())
        days_ahead = (self.weekday - published.isoweekday()) % 7
        day = published + timedelta(days=days_ahead)
        week_before = day - timedelta(weeks=1)
        if self.week is not None:
            day = this_week + timedelta(weeks=self.week)
        elif self.direction == "next":
            day = this_week + timedelta(weeks=1)
        elif self.direction in ("after", "coming"):
            day = day if days_ahead else day + timedelta(weeks=1)
        elif self.direction == "last":
            # A day at most three days back would be called by its bare name: the week before is meant.
            recent = week_before >= published - timedelta(days=min(3, published.weekday()))
            day = week_before - timedelta(weeks=1) if recent else week_before
        elif self.direction == "past":
            day = week_before
        elif self.direction == "this":
            day = week_before if anchor.tense() == "past" and days_ahead else day
        elif anchor.tense() != "future":
            day = week_before if days_ahead else day
        return Period("day", day)


@dataclass(frozen=True, slots=True)
class Holiday(OfYear):
    """A holiday by its name, perhaps of a stated year, or the long weekend around it."""

    rule: HolidayRule
    year: Year | None = None
    direction: Direction | None = None
    weekend: bool = False

    def resolve(self, anchor: Anchor) -> Period | None:
        """The day in the calendar of the holiday's country."""
        day = OfYear.resolve(self, anchor)
        if day is None or not self.weekend:
            return day
        # Monday to Wednesday belong to the weekend before, later days to the one after.
        weekend = containing("weekend", day.start)
        return weekend.shifted(-1) if day.start.weekday() < 3 else weekend

    def _of(self, year: int) -> Period | None:
        return holiday_in(self.rule, year)

    def _unstated(self, anchor: Anchor, published: date) -> Period | None:
        days = [*map(self._of, years_around(published))]
        day = one_of(days, self.direction, anchor)
        is_ahead = day is not None and (day.start - published).days > HOLIDAY_AHEAD
        if is_ahead and self.direction is None and anchor.tense() == "past":
            return one_of(days, "last", anchor)  # `On Christmas Day, 300 homes lost power`, in October
        return day


@dataclass(frozen=True, slots=True)
class FromDay:
    """A day counted from another day: `three weeks from tomorrow`."""

    of: Expression
    unit: Unit
    count: int

    def resolve(self, anchor: Anchor) -> Period | None:
        """The day so many units from the other one."""
        day = self.of.resolve(anchor)
        if day is None or day.unit != "day":
            return None
        if self.unit in ("month", "year"):
            return Period("day", plus_months(day.start, self.count * (12 if self.unit == "year" else 1)))
        return shifted("day", day.start, self.count * (7 if self.unit == "week" else 1))


@dataclass(frozen=True, slots=True)
class AtTime:
    """A clock time or part of a day; without a day, on one named shortly before or as that of publication."""

    detail: str
    of: Expression | None = None

    def resolve(self, anchor: Anchor) -> Period | None:
        """The day, with the time as its detail."""
        if self.of is None:
            published = anchor.published
            day = anchor.day if anchor.mentioned or anchor.day == published else None
            if day and published and day > published and anchor.tense() == "past":
                day = published  # `landfall on Thursday, forecasters said at 11 p.m.`
            if day and published and day < published and anchor.tense() == "future":
                day = published  # `It began on Monday. The mayor will speak at 8 p.m.`
            origin = day or published
            return Period("day" if day else "time", origin, self.detail) if origin else None
        period = self.of.resolve(anchor)
        return replace(period, detail=self.detail) if period and period.unit == "day" else None


def untimed(expression: Expression) -> Expression:
    """The day of an expression without its time: `Friday` of `Friday at 8 p.m.`; a time alone is itself."""
    while isinstance(expression, AtTime) and expression.of is not None:
        expression = expression.of
    return expression


# Periods relative to publication, or to what was mentioned


@dataclass(frozen=True, slots=True)
class AnchoredDuration:
    """A length of time up to publication or from it on: `the past 12 months`, `the next two years`.

    `duration`: ISO 8601, `P12M`.
    """

    duration: str
    is_ahead: bool

    def resolve(self, anchor: Anchor) -> Period | None:
        """The duration with the day of publication; None without one."""
        if anchor.published is None:
            return None
        return Period(
            "duration", anchor.published, f"/{self.duration}" if self.is_ahead else f"{self.duration}/"
        )


@dataclass(frozen=True, slots=True)
class Offset:
    """A period counted from the one of publication: `today`, `last week`, `three years ago`."""

    unit: Unit
    count: int
    detail: str = ""

    def resolve(self, anchor: Anchor) -> Period | None:
        """The period so many units from publication."""
        return shifted(self.unit, anchor.published, self.count, self.detail)


@dataclass(frozen=True, slots=True)
class Apart:
    """A period counted in two units: `two years and three days ago`."""

    unit: Unit
    months: int
    days: int

    def resolve(self, anchor: Anchor) -> Period | None:
        """The period of the smaller unit, so many months and days from publication."""
        if anchor.published is None:
            return None
        return containing(self.unit, plus_months(anchor.published, self.months) + timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class MentionOffset:
    """A period counted from the one mentioned last: `that night`, `the next day`, `a year earlier`.

    What is compared with it (`up from a year earlier`) is of now where nothing was mentioned. `of_main`:
    whether it skips what was only compared with: `3%, down from 4% in April and 6% a year earlier`.
    """

    unit: Unit
    count: int
    detail: str = ""
    compared: bool = False
    of_main: bool = False

    def resolve(self, anchor: Anchor) -> Period | None:
        """The period so many units from the one mentioned last."""
        mentioned = anchor.main if self.of_main else None
        if not (self.of_main and self.compared):
            mentioned = mentioned or anchor.mentioned
        if self.unit == "day":
            # Where nothing was mentioned, `the day before` is the one before publication.
            origin = anchor.day or (anchor.published if self.count < 0 else None)
        elif mentioned is None and self.compared:
            origin = anchor.published
        elif mentioned is None or not finer(mentioned.unit, self.unit):
            return None
        else:
            origin = mentioned.start
        period = shifted(self.unit, origin, self.count, self.detail)
        # `two years later` in a past clause cannot be in the future: it counts from something else, as does
        # `that night` after `a march is planned for Saturday`.
        counts = self.count > 0 or (self.count == 0 and self.unit == "day")
        beyond = period and counts and anchor.published and period.start > anchor.published
        return None if beyond and anchor.tense() != "future" else period


@dataclass(frozen=True, slots=True)
class Containing:
    """The longer period that another one begins in: `the week of Feb. 4`, `three and a half years ago`."""

    unit: Unit
    of: Expression

    def resolve(self, anchor: Anchor) -> Period | None:
        """The week, year, ... of the other period's first day."""
        period = self.of.resolve(anchor)
        return containing(self.unit, period.start) if period else None


@dataclass(frozen=True, slots=True)
class Weekend:
    """`the weekend`, `this weekend`, `last weekend`."""

    direction: Direction | None = None

    def resolve(self, anchor: Anchor) -> Period | None:
        """The weekend that the direction, or else the tense, points to."""
        if anchor.published is None:
            return None
        this_week = containing("weekend", anchor.published)
        begun = anchor.published >= this_week.start
        if self.direction == "last":
            return this_week.shifted(-1)
        if self.direction in ("next", "after"):
            return this_week.shifted(1)
        if self.direction == "past":
            return this_week if begun else this_week.shifted(-1)
        past = anchor.tense() == "past" if self.direction else anchor.tense() != "future"
        return this_week.shifted(-1) if past and not begun else this_week


# Months and other parts of a year


@dataclass(frozen=True, slots=True)
class Month(OfYear):
    """A month, perhaps with its year."""

    month: int
    year: Year | None = None
    direction: Direction | None = None

    def _of(self, year: int) -> Period:
        return Period("month", date(year, self.month, 1))

    def _unstated(self, anchor: Anchor, published: date) -> Period | None:
        year = published.year
        if self.direction is None:
            if anchor.tense() in ("past", "future"):
                return by_tense(self._of(year), published, anchor.tense())
            return nearest(map(self._of, years_around(published)), anchor)
        if self.direction in ("last", "past"):
            year -= self.month >= published.month
        elif self.direction in ("next", "coming"):
            year += self.month <= published.month
        return self._of(year)


@dataclass(frozen=True, slots=True)
class Season(OfYear):
    """A season, perhaps of a stated year."""

    code: str
    year: Year | None = None
    direction: Direction | None = None

    def _of(self, year: int) -> Period:
        return season(year, self.code)

    def _unstated(self, anchor: Anchor, published: date) -> Period:
        # In January and February the current winter is the one that began the year before.
        this_year = self._of(published.year - (self.code == "WI" and published.month < 3))
        if self.direction in ("last", "next"):
            return this_year.shifted(STEPS[self.direction])
        if self.direction == "past":
            return latest_begun(this_year, published)
        if self.direction == "coming":
            return first_not_over(this_year, published)
        if self.direction is None or self.code == "WI":
            return by_tense(this_year, published, anchor.tense())
        return this_year


@dataclass(frozen=True, slots=True)
class PartOfYear(OfYear):
    """A quarter or a half of a year."""

    unit: Literal["quarter", "half"]
    number: int
    year: Year | None = None

    @property
    def month(self) -> int:
        """The number of the first month."""
        return (self.number - 1) * (3 if self.unit == "quarter" else 6) + 1

    def _of(self, year: int) -> Period:
        return Period(self.unit, date(year, self.month, 1))

    def _unstated(self, anchor: Anchor, published: date) -> Period:
        return by_tense(self._of(published.year), published, anchor.tense())


@dataclass(frozen=True, slots=True)
class ShortDecade:
    """A decade without its century: `the 90s`, `the sixties`."""

    digit: int

    def resolve(self, anchor: Anchor) -> Period | None:
        """The latest such decade that has begun; of the 20th century where no day of publication is known."""
        latest = anchor.published.year if anchor.published else 1999
        year = latest // 100 * 100 + self.digit * 10
        return Period("decade", date(year if year <= latest else year - 100, 1, 1))


# Ordinals within a longer period


@dataclass(frozen=True, slots=True)
class Nth:
    """A day, week, month, ... counted within a longer period; from its end when `number` is negative."""

    number: int
    unit: Unit
    of: Expression

    def resolve(self, anchor: Anchor) -> Period | None:
        """The period of that number, where the longer one has so many."""
        whole = self.of.resolve(anchor)
        if whole is None:
            return None
        if self.unit == "week":
            # ISO 8601: a week belongs to the month or year of its Thursday.
            first = whole.start + timedelta(days=(3 - whole.start.weekday()) % 7)
            last = whole.end - timedelta(days=1)
            last -= timedelta(days=(last.weekday() - 3) % 7)
            thursday = first + timedelta(weeks=self.number - 1) if self.number > 0 else last
            return containing("week", thursday) if thursday <= last else None
        first_part = containing(self.unit, whole.start if self.number > 0 else whole.end)
        if self.unit == "weekend" and first_part.start < whole.start and self.number > 0:
            first_part = first_part.shifted(1)  # a weekend belongs to the month of its Saturday
        part = first_part.shifted(self.number - (self.number > 0))
        return part if whole.start <= part.start < whole.end else None


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """`first Monday in October`: a weekday (1 is Monday) counted in a month, from its end when negative."""

    weekday: int
    number: int
    of: Expression

    def resolve(self, anchor: Anchor) -> Period | None:
        """The day, where the month has so many such weekdays."""
        month = self.of.resolve(anchor)
        if month is None or month.unit != "month":
            return None
        nth = relativedelta.weekday(self.weekday - 1, self.number)
        last_or_first = 31 if self.number < 0 else 1
        day = month.start + relativedelta.relativedelta(day=last_or_first, weekday=nth)
        return Period("day", day) if day.month == month.start.month else None
