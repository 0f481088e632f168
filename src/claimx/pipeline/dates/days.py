"""Readers of expressions for one day: `Dec. 2, 2023`, `Friday`, `last Tuesday`, `Thanksgiving`."""

from __future__ import annotations

from dataclasses import replace

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.expressions import Expression
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.nth import read_nth
from claimx.pipeline.dates.reading import (
    SPOKEN_SHIFTS,
    WHICH,
    Reader,
    Reading,
    Source,
    calendar_day,
    is_month_word,
    match,
    part_of,
    squeezed,
    year_of,
)
from claimx.pipeline.dates.written import read_iso, read_month_day, read_numeric, read_slashed

# Short forms of weekdays that are other words when written small.
OTHER_WORDS = frozenset(("mon", "wed", "sat", "sun"))
DEICTIC = {
    "today": (0, ""), "tonight": (0, "TNI"), "tonite": (0, "TNI"), "yesterday": (-1, ""), "tomorrow": (1, ""),
}  # fmt: skip


def is_weekday_word(word: str) -> bool:
    """Whether a weekday is written as a name: `sun` and other words want a capital."""
    return word[0].isupper() or word not in OTHER_WORDS


def read_weekday(source: Source, pos: int) -> Reading | None:
    """`Friday`, `Friday, July 21`, `Tuesday the 11th`."""
    m = match("weekday", source, pos)
    if not m:
        return None
    word = m["weekday"]
    weekday = lexicon().weekdays[word.lower()]
    if day := read_day_after_weekday(source, pos, m.end(), weekday):
        return day
    if not is_weekday_word(word):
        return None
    short = len(word) <= 5
    kind = "short_weekday" if short else "weekday"
    end = m.end() if short else m.end("weekday")
    return Reading(pos, end, ex.Weekday(weekday), kind)


def read_day_after_weekday(source: Source, pos: int, end: int, weekday: int) -> Reading | None:
    """The day named behind a weekday, from `end` on: `Friday, July 21`, `Tuesday the 11th`, `Monday 21`."""
    if m := match("weekday_number", source, end):
        return Reading(pos, m.end("day"), ex.DayOfMonth(int(m["day"]), weekday), "month_day")
    joint = match("then_day", source, end)
    if joint is None:
        return None
    for reader in (read_month_day, read_iso, read_numeric, read_slashed, read_day_of_month):
        day = reader(source, joint.end())
        if day is None:
            continue
        expression = day.expression
        if isinstance(expression, ex.MonthDay | ex.DayOfMonth):
            expression = replace(expression, weekday=weekday)
        return Reading(pos, day.end, expression, "month_day")
    return None


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
    weekend = bool(m["weekend"] or m["weekend2"])
    return Reading(pos, m.end(), ex.Holiday(rule, year_of(m), None, weekend), "holiday")


def read_which_day(source: Source, pos: int) -> Reading | None:
    """`last Friday`, `next Friday, Dec. 8`, `this May 4`, `last Christmas`."""
    m = match("which_day", source, pos)
    if not m:
        return None
    which = WHICH[squeezed(m["which"])]
    after_the = source.text[max(pos - 4, 0) : pos].lower() == "the "
    if which == "after" and not after_the:
        return None
    if m["month"]:
        day = read_month_day(source, m.start("month")) if is_month_word(m) else None
        return replace(day, start=pos) if day else None
    if name := m["weekday"]:
        if not is_weekday_word(name) or name == "Sun":
            return None
        weekday = lexicon().weekdays[name.lower()]
        if day := read_day_after_weekday(source, pos, m.end("weekday"), weekday):
            return day
        after_the = after_the and which == "next"
        expression: Expression = ex.Weekday(weekday, "after" if after_the else which)
        return Reading(pos, m.end("weekday"), expression, "which_weekday")
    holiday = read_holiday(source, m.start("holiday")) if m["holiday"] else None
    if holiday is None or not isinstance(holiday.expression, ex.Holiday):
        return None
    return Reading(pos, holiday.end, replace(holiday.expression, which=which), "which_holiday")


def read_day_beside(source: Source, pos: int) -> Reading | None:
    """`the day before`, `the day after`: beside the one spoken of."""
    m = match("day_beside", source, pos)
    if not m:
        return None
    return Reading(pos, m.end(), ex.Spoken("day", 1 if m["side"].lower() == "after" else -1), "day_beside")


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
    read_nth, read_which_day, read_day_beside, read_spoken_day, read_holiday,
)  # fmt: skip
DAYS = (ex.NthWeekday, ex.DayOfMonth, ex.MonthDay, ex.Weekday, ex.Shifted, ex.Spoken, ex.Holiday, ex.Fixed)


def is_day(expression: Expression) -> bool:
    """Whether an expression that one of the readers read is for one day."""
    return isinstance(expression, DAYS) or (isinstance(expression, ex.Nth) and expression.unit == "day")


def read_plain_day(source: Source, pos: int) -> Reading | None:
    """Any expression for one day, without a time."""
    for reader in DAY_READERS:
        reading = reader(source, pos)
        if reading and is_day(reading.expression):
            return reading
    return None
