"""Ends of ranges and members of lists, which share a month, a year, a week or a day that is written once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.patterns import pattern
from claimx.pipeline.dates.periods import Period, containing, plus_months
from claimx.pipeline.dates.reading import Reading, calendar_day

# Between the ends of a range, or the members of a list, that share a year or a day.
JOINT = re.compile(
    r"\s*(?:-|–|—|~|to|through|thru|until|till|and|or|,|&|,\s?and)\s*(?:the\s)?", re.IGNORECASE
)
RANGE = re.compile(r"\s*(?:-|–|—|~|to|through|thru|until|till|and)\s*(?:the\s)?", re.IGNORECASE)
NEXT_YEAR = re.compile(r"[-–—/~](?P<year>\d{4}|\d\d)(?!\w|[-/.,:]\d|%)")
# How far before a day of the month another one is looked for: `twenty-seventh through the `.
LOOK_BACK = 30
# Parts of a year that take the year of the next one: Q1 to Q3 2018, in spring and summer of 2016.
PARTS_OF_YEAR = (ex.MonthDay, ex.Month, ex.PartOfYear, ex.Season)


def with_neighbours(text: str, reading: Reading, free_from: int) -> Iterator[Reading]:
    """The reading, and what beside it, from `free_from` on, shares its month or its century."""
    expression = reading.expression
    if reading.kind == "year":
        yield reading
        yield from second_year(text, reading)
    elif reading.kind != "month_day" or not isinstance(expression, ex.MonthDay):
        yield reading
    elif begins_with_day(text, reading):
        yield from reversed(list(days_before(text, reading, expression, free_from)))
        yield reading
    else:
        yield reading
        if expression.year is None:
            yield from days_after(text, reading, expression)


def begins_with_day(text: str, reading: Reading) -> bool:
    """Whether the day is written before its month: 29 September, ninth of May."""
    return pattern("day_month").match(text, reading.start) is not None


def days_before(text: str, reading: Reading, last: ex.MonthDay, free_from: int) -> Iterator[Reading]:
    """The days before `29 September` that share its month, the nearest first."""
    start, day = reading.start, last.day
    while m := pattern("first_day").search(text, max(start - LOOK_BACK, free_from), start):
        if not 0 < calendar_day(m) < day:
            return
        start, day = m.start("shown"), calendar_day(m)
        yield Reading(start, m.end("shown"), replace(last, day=day, weekday=None), "month_day")


def days_after(text: str, reading: Reading, first: ex.MonthDay) -> Iterator[Reading]:
    """The days after `Sept. 27` that share its month."""
    end, day = reading.end, first.day
    while m := pattern("next_day").match(text, end):
        if not day < calendar_day(m) <= 31:
            return
        year = int(m["year"].strip(", \n")) if m["year"] else None
        end, day = m.end(), calendar_day(m)
        yield Reading(m.start("shown"), end, replace(first, day=day, year=year, weekday=None), "month_day")
        if year is not None:
            return


def second_year(text: str, first: Reading) -> Iterator[Reading]:
    """The other end of `2014-2018` and `2014-15`."""
    m = NEXT_YEAR.match(text, first.end)
    if m is None or first.end - first.start != 4:
        return
    begin = int(text[first.start : first.end])
    year = int(m["year"]) if len(m["year"]) == 4 else begin // 100 * 100 + int(m["year"])
    if begin < year <= begin + 200:
        yield Reading(m.start("year"), m.end(), ex.Fixed(containing("year", date(year, 1, 1))), "year_end")


def share_parts(readings: list[Reading], text: str) -> list[Reading]:
    """Gives the first end of a range what only the last end states: its month, year, week or day."""
    shared = list(readings)
    for i in range(len(shared) - 2, -1, -1):
        first, second = shared[i], shared[i + 1]
        if JOINT.fullmatch(text, first.end, second.start):
            shared[i] = replace(first, expression=completed(first.expression, second.expression))
    return shared


def completed(first: ex.Expression, second: ex.Expression) -> ex.Expression:
    """The first of two joined expressions, with what it shares with the second."""
    if isinstance(first, PARTS_OF_YEAR) and first.year is None and getattr(first, "which", None) is None:
        return with_year(first, second)
    if isinstance(first, ex.DayOfMonth) and first.month is None:
        if isinstance(second, ex.MonthDay) and first.day < second.day:
            return ex.MonthDay(second.month, first.day, second.year, first.weekday)
        if isinstance(second, ex.DayOfMonth):
            return replace(first, month=second.month)
    if isinstance(first, ex.Weekday) and isinstance(second, ex.Weekday) and first.which is None:
        return replace(first, week=second.week) if first.week is None else first
    if isinstance(first, ex.AtTime) and first.of is None:
        day = second.of if isinstance(second, ex.AtTime) else second
        if isinstance(day, ex.MonthDay | ex.Weekday):
            return replace(first, of=day)
    return first


def with_year(
    first: ex.MonthDay | ex.Month | ex.PartOfYear | ex.Season, second: ex.Expression
) -> ex.Expression:
    """The first with the year that the second states, or with the year before where it comes later."""
    if isinstance(second, ex.Fixed) and second.period.unit in ("day", "month"):
        year: ex.Year | None = second.period.start.year
    elif isinstance(second, PARTS_OF_YEAR):
        year = second.year
    else:
        return first
    if isinstance(year, int) and first_month(first) > first_month(second) > 0:
        year -= 1
    return first if year is None else replace(first, year=year)


def first_month(part: ex.Expression) -> int:
    """The number of the month in which a part of a year begins, 0 for seasons."""
    if isinstance(part, ex.MonthDay | ex.Month):
        return part.month
    if isinstance(part, ex.PartOfYear):
        return part.number * 3 - 2 if part.unit == "quarter" else part.number * 6 - 5
    return part.period.start.month if isinstance(part, ex.Fixed) else 0


def in_order(
    first: Reading, begin: Period, second: Reading, end: Period, text: str
) -> tuple[Reading, Period]:
    """The beginning of a range, moved back by a year where it would come after the end."""
    yearless = isinstance(first.expression, ex.Month | ex.MonthDay) and first.expression.year is None
    if yearless and begin.start > end.start and RANGE.fullmatch(text, first.end, second.start):
        year_before = plus_months(begin.start, -12)
        if year_before.day == begin.start.day:  # not Feb. 29
            return first, replace(begin, start=year_before)
    return first, begin
