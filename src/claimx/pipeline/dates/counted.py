"""Readers of dates that are counted from another one: `three years ago`, `two weeks from Friday`."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.patterns import pattern
from claimx.pipeline.dates.periods import Unit
from claimx.pipeline.dates.reading import Reading, Source, match, number_of

# Ends of words that lead from a figure to an earlier one.
COMPARING = ("from ", "than ", "with ")


def read_counted(source: Source, pos: int) -> Reading | None:
    """`three years ago`, `two weeks from now`, `a year earlier`, read back from its last word."""
    last = pattern("counting").match(source.text, pos)
    if not last:
        return None
    begin = max(pos - 60, 0)
    m = pattern("counted").search(source.text[begin:pos])
    if not m:
        return None
    word = last["last"].lower()
    if (word == "now") != bool(m["from"]):
        return None
    count = number_of(m["count"])
    if count is None:
        return None
    unit = m["unit"].lower().replace("centurie", "century")
    if word == "ago" and (today := match("ago_today", source, last.end())):
        return ago_today(unit, count, begin + m.start("count"), today.end())
    start = begin + m.start("count")
    reading = counted(word, unit, count + (0.5 if m["half"] else 0), start, last.end())
    if reading and isinstance(reading.expression, ex.Spoken):
        compared = source.text[max(start - 6, 0) : start].lower().endswith(COMPARING)
        return replace(reading, expression=replace(reading.expression, compared=compared))
    return reading


def ago_today(unit: str, count: float, start: int, end: int) -> Reading | None:
    """`a year ago today`: the day."""
    if unit in ("decade", "century") or count != int(count):
        return None
    return Reading(start, end, ex.FromDay(ex.Shifted("day", 0), *in_weeks(unit, -int(count))), "counted")


def in_weeks(unit: str, count: int) -> tuple[Unit, int]:
    """The unit and count, with fortnights as weeks."""
    return ("week", count * 2) if unit == "fortnight" else (cast(Unit, unit), count)


def read_in_units(source: Source, pos: int) -> Reading | None:
    """`in two weeks`, which is a point in time only where the clause looks ahead."""
    m = match("in_units", source, pos)
    count = number_of(m["count"]) if m else None
    if m is None or not count:
        return None
    reading = counted("hence", m["unit"].lower(), count, m.start("count"), m.end())
    return replace(reading, kind="in") if reading else None


def read_from_day(source: Source, day: Reading) -> Reading:
    """A day and what counts from it before it: `three weeks from tomorrow`, `two days before Christmas`."""
    begin = max(day.start - 40, 0)
    m = pattern("from_day").search(source.text[begin : day.start])
    if not m or source.text.startswith(("'s", "’s"), day.end):
        return day
    count = 1 if m["next"] else number_of(m["count"])
    if not count or count != int(count):
        return day
    sign = -1 if (m["side"] or m["side2"]).lower() == "before" else 1
    expression = ex.FromDay(day.expression, *in_weeks((m["unit"] or "day").lower(), sign * int(count)))
    return Reading(begin + m.start("next" if m["next"] else "count"), day.end, expression, "from_day")


def counted(word: str, unit: str, count: float, start: int, end: int) -> Reading | None:
    """So many units before or after now (`ago`) or the period spoken of (`later`)."""
    if unit in ("decade", "century"):
        unit, count = "year", count * (10 if unit == "decade" else 100)
    if unit == "fortnight":
        unit, count = "week", count * 2
    if count > 500:
        return None
    sign = -1 if word in ("ago", "earlier", "before") else 1
    shift = sign * int(count)
    if word in ("earlier", "later"):
        return Reading(start, end, ex.Spoken(cast(Unit, unit), shift), "counted_spoken")
    if count != int(count) and unit == "year":
        return Reading(start, end, ex.YearsBack(sign * int(count * 12)), "counted")
    return Reading(start, end, ex.Shifted(cast(Unit, unit), shift), "counted")
