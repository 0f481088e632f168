"""Expressions that count within a longer period: `the second week of March`, `the last day of the month`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from dateutil.relativedelta import relativedelta, weekday

from claimx.pipeline.dates.expressions.moment import Expression, Moment
from claimx.pipeline.dates.periods import Period, Unit, containing


@dataclass(frozen=True, slots=True)
class Nth:
    """A day, week, month, quarter or half, counted within a whole; from its end when `number` is negative."""

    number: int
    unit: Unit
    of: Expression

    def place(self, moment: Moment) -> Period | None:
        """The period of that number, where the whole has so many."""
        whole = self.of.place(moment)
        if whole is None:
            return None
        after = whole.end
        if self.unit == "week":
            # A week belongs to the month or year that its Thursday lies in.
            first = whole.start + timedelta(days=(3 - whole.start.weekday()) % 7)
            last = after - timedelta(days=1)
            last -= timedelta(days=(last.weekday() - 3) % 7)
            thursday = first + timedelta(weeks=self.number - 1) if self.number > 0 else last
            return containing("week", thursday) if thursday <= last else None
        first_part = containing(self.unit, whole.start if self.number > 0 else after)
        part = first_part.shifted(self.number - (self.number > 0))
        return part if whole.start <= part.start < after else None


@dataclass(frozen=True, slots=True)
class NthWeekday:
    """`first Monday in October`: a weekday (1 is Monday) counted in a month, from its end when negative."""

    weekday: int
    number: int
    of: Expression

    def place(self, moment: Moment) -> Period | None:
        """The day in the month that is meant."""
        month = self.of.place(moment)
        if month is None or month.unit != "month":
            return None
        nth = weekday(self.weekday - 1, self.number)
        day = month.start + relativedelta(day=31 if self.number < 0 else 1, weekday=nth)
        return Period("day", day) if day.month == month.start.month else None
