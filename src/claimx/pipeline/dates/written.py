"""Readers of days that are written by their number: `Dec. 2, 2023`, `2023-12-02`, `12/2/2023`."""

from __future__ import annotations

from datetime import date

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.periods import containing, day_of
from claimx.pipeline.dates.reading import (
    Reading,
    Source,
    calendar_day,
    is_month_word,
    match,
    month_of,
    year_of,
)


def read_iso(source: Source, pos: int) -> Reading | None:
    """`2023-12-02`, `2023-12-02T14:30`."""
    m = match("iso", source, pos)
    if not m:
        return None
    time = f"T{int(m['hour']):02d}:{m['minute']}" if m["hour"] else ""
    day = day_of(int(m["year"]), int(m["month"]), int(m["day"]), time)
    return Reading(pos, m.end(), ex.Fixed(day), "iso") if day else None


def read_numeric(source: Source, pos: int) -> Reading | None:
    """`12/2/2023`: the month first, unless it cannot be, or the article shows otherwise."""
    m = match("numeric", source, pos)
    if not m:
        return None
    first, second = int(m["first"]), int(m["second"])
    day_first = first > 12 or (second <= 12 and (source.day_first or m["sep"] == "."))
    month, day = (second, first) if day_first else (first, second)
    year = year_of(m)
    period = day_of(year, month, day) if isinstance(year, int) else None
    return Reading(pos, m.end(), ex.Fixed(period), "numeric") if period else None


def read_slashed(source: Source, pos: int) -> Reading | None:
    """`9/15`."""
    m = match("slashed", source, pos)
    if not m:
        return None
    first, second = int(m["first"]), int(m["second"])
    month, day = (second, first) if first > 12 or source.day_first else (first, second)
    if not day_of(2000, month, day):
        return None
    year = year_of(m)
    return Reading(pos, m.end(), ex.MonthDay(month, day, year), "slashed" if year is None else "numeric")


def read_month_day(source: Source, pos: int) -> Reading | None:
    """`Dec. 2, 2023`, `2 December`, `June 16 of last year`."""
    for name in ("month_day", "day_month", "year_month_day", "year_day_month"):
        m = match(name, source, pos)
        if m and is_month_word(m) and day_of(2000, month_of(m), calendar_day(m)):
            return Reading(pos, m.end(), ex.MonthDay(month_of(m), calendar_day(m), year_of(m)), "month_day")
    return None


def read_month_number(source: Source, pos: int) -> Reading | None:
    """`12/2023`, `2023-12`; not `2011-12`, which is two years."""
    m = match("month_number", source, pos) or match("number_of_year", source, pos)
    if not m:
        return None
    year, month = int(m["year"]), int(m["number"])
    if m.start("year") < m.start("number") and year % 100 < month:
        return None
    return Reading(pos, m.end(), ex.Fixed(containing("month", date(year, month, 1))), "month_number")
