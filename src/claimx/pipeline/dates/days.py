"""Readers of expressions for one day: `Dec. 2, 2023`, `Friday`, `last Tuesday`, `Thanksgiving`."""

from __future__ import annotations

from dataclasses import replace

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.expressions import Expression
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.periods import day_of
from claimx.pipeline.dates.reading import (
    SPOKEN_SHIFTS,
    WHICH,
    Reader,
    Reading,
    Source,
    calendar_day,
    is_month_word,
    match,
    month_of,
    ordinal_of,
    part_of,
    squeezed,
    year_of,
)

DEICTIC = {"today": (0, ""), "tonight": (0, "TNI"), "yesterday": (-1, ""), "tomorrow": (1, "")}


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
    return Reading(pos, m.end(), ex.MonthDay(month, day), "slashed") if day_of(2000, month, day) else None


def read_month_day(source: Source, pos: int) -> Reading | None:
    """`Dec. 2, 2023`, `2 December`, `June 16 of last year`."""
    for name in ("month_day", "day_month"):
        m = match(name, source, pos)
        if m and is_month_word(m, has_day=True) and day_of(2000, month_of(m), calendar_day(m)):
            return Reading(pos, m.end(), ex.MonthDay(month_of(m), calendar_day(m), year_of(m)), "month_day")
    return None


def read_weekday(source: Source, pos: int) -> Reading | None:
    """`Friday`, `Friday, July 21`, `Tuesday the 11th`."""
    m = match("weekday", source, pos)
    if not m:
        return None
    word = m["weekday"]
    weekday = lexicon().weekdays[word.lower()]
    if joint := match("then_day", source, m.end()):
        for reader in (read_month_day, read_iso, read_numeric, read_slashed):
            if day := reader(source, joint.end()):
                expression = day.expression
                if isinstance(expression, ex.MonthDay):
                    expression = replace(expression, weekday=weekday)
                return Reading(pos, day.end, expression, "month_day")
    if (
        joint
        and (day := read_day_of_month(source, joint.end()))
        and isinstance(day.expression, ex.DayOfMonth)
    ):
        return Reading(pos, day.end, replace(day.expression, weekday=weekday), "month_day")
    short = len(word) <= 5
    if short and not word[0].isupper():
        return None
    kind = "short_weekday" if short else "weekday"
    end = m.end() if short else m.end("weekday")
    return Reading(pos, end, ex.Weekday(weekday), kind)


def read_deictic(source: Source, pos: int) -> Reading | None:
    """`today`, `tonight`, `yesterday`, `tomorrow`."""
    m = match("deictic", source, pos)
    if not m:
        return None
    shift, detail = DEICTIC[m["word"].lower()]
    return Reading(pos, m.end(), ex.Shifted("day", shift, detail), m["word"].lower())


def read_last_night(source: Source, pos: int) -> Reading | None:
    """`last night`, `this morning`."""
    m = match("last_night", source, pos)
    if not m:
        return None
    shift = -1 if m["which"].lower() == "last" else 0
    return Reading(pos, m.end(), ex.Shifted("day", shift, part_of(m)), "day_part")


def read_around_day(source: Source, pos: int) -> Reading | None:
    """`day after tomorrow`, `day before yesterday`."""
    m = match("around_day", source, pos)
    if not m:
        return None
    return Reading(pos, m.end(), ex.Shifted("day", 2 if m["side"][0] in "aA" else -2), "deictic")


def read_holiday(source: Source, pos: int) -> Reading | None:
    """`Thanksgiving`, `Labor Day weekend`, `Christmas 2015`."""
    m = match("holiday", source, pos)
    if not m:
        return None
    rule = lexicon().holidays[squeezed(m["holiday"])]
    return Reading(pos, m.end(), ex.Holiday(rule, year_of(m), None, bool(m["weekend"])), "holiday")


def read_which_day(source: Source, pos: int) -> Reading | None:
    """`last Friday`, `next June`, `this summer`, `last Christmas`."""
    m = match("which_day", source, pos)
    if not m:
        return None
    which = WHICH[squeezed(m["which"])]
    words = lexicon()
    after_the = source.text[max(pos - 4, 0) : pos].lower() == "the "
    if which == "after" and not after_the:
        return None
    if name := m["weekday"]:
        if len(name) <= 5:
            return None
        after_the = after_the and which == "next"
        expression: Expression = ex.Weekday(words.weekdays[name.lower()], "after" if after_the else which)
        return Reading(pos, m.end("weekday"), expression, "which_weekday")
    if name := m["month"]:
        if not is_month_word(m):
            return None
        if day := read_month_day(source, m.start("month")):
            return replace(day, start=pos)
        return Reading(pos, m.end(), ex.Month(month_of(m), None, which), "which_month")
    if name := m["season"]:
        return Reading(pos, m.end(), ex.Season(words.seasons[name.lower()], None, which), "which_season")
    holiday = read_holiday(source, m.start("holiday"))
    if holiday is None or not isinstance(holiday.expression, ex.Holiday):
        return None
    return Reading(pos, holiday.end, replace(holiday.expression, which=which), "which_holiday")


def read_nth_weekday(source: Source, pos: int) -> Reading | None:
    """`first Monday in October`."""
    m = match("nth_weekday", source, pos)
    month = match("month", source, m.end()) if m else None
    if m is None or month is None or not is_month_word(month):
        return None
    weekday, number = lexicon().weekdays[m["weekday"].lower()], -1 if m["last"] else ordinal_of(m)
    expression = ex.NthWeekday(weekday, number, ex.Month(month_of(month), year_of(month)))
    return Reading(pos, month.end(), expression, "month_day")


def read_spoken_day(source: Source, pos: int) -> Reading | None:
    """`the next day`, `the following night`, `the same day`, `that evening`."""
    m = match("which_unit", source, pos)
    if not m or (m["unit"] or "day").lower() != "day":
        return None
    shift = SPOKEN_SHIFTS.get(squeezed(m["which"]))
    if shift is None:
        return None
    detail = part_of(m) if m["part"] else ""
    return Reading(pos, m.end(), ex.Spoken("day", shift, detail), "spoken_day")


def read_day_of_month(source: Source, pos: int) -> Reading | None:
    """`the 24th` of the month."""
    m = match("day_of_month", source, pos)
    if not m or not 1 <= calendar_day(m) <= 31:
        return None
    shift = {"the": 0, "this": 0, "next": 1, "last": -1}[m["which"].lower()] if m["which"] else None
    kind = "day_of_this_month" if m["which"] else "day_of_month" if m["day"] else "ordinal"
    return Reading(pos, m.end(), ex.DayOfMonth(calendar_day(m), month=shift), kind)


DAY_READERS: tuple[Reader, ...] = (
    read_iso, read_numeric, read_month_day, read_weekday, read_deictic, read_last_night, read_around_day,
    read_nth_weekday, read_which_day, read_spoken_day, read_holiday,
)  # fmt: skip
DAYS = (ex.NthWeekday, ex.DayOfMonth, ex.MonthDay, ex.Weekday, ex.Shifted, ex.Spoken, ex.Holiday, ex.Fixed)


def read_plain_day(source: Source, pos: int) -> Reading | None:
    """Any expression for one day, without a time."""
    for reader in DAY_READERS:
        reading = reader(source, pos)
        if reading and isinstance(reading.expression, DAYS):
            return reading
    return None
