"""Readers of expressions for more than a day: `last week`, `May 2021`, `the third quarter`, `the 1990s`."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.periods import Unit, containing
from claimx.pipeline.dates.reading import (
    SPOKEN_SHIFTS,
    WHICH,
    Match,
    Reading,
    Source,
    full_year,
    group,
    is_month_word,
    match,
    month_of,
    ordinal_of,
    squeezed,
    year_of,
)
from claimx.pipeline.dates.written import read_month_day

PartUnit = Literal["quarter", "half"]


def fixed(unit: Unit, year: int, pos: int, end: int, kind: str) -> Reading | None:
    """A reading of the period of `unit` around the beginning of a year."""
    return Reading(pos, end, ex.Fixed(containing(unit, date(year, 1, 1))), kind) if year > 0 else None


def read_month(source: Source, pos: int) -> Reading | None:
    """`May`, `May 2021`, `May of last year`."""
    m = match("month", source, pos)
    if not m or (group(m, "which_year") and not is_month_word(m)):
        return None
    year = year_of(m)
    word = m["month"].lower().rstrip(".")
    short = len(word) <= 4 and word not in ("may", "june", "july")
    kind = "month_year" if year is not None else "short_month" if short else "month"
    return Reading(pos, m.end(), ex.Month(month_of(m), year), kind)


def read_which_month(source: Source, pos: int) -> Reading | None:
    """`next June`, `this summer`."""
    m = match("which_day", source, pos)
    if not m or not (m["month"] or m["season"]):
        return None
    which = WHICH[squeezed(m["which"])]
    if name := m["season"]:
        return Reading(pos, m.end(), ex.Season(lexicon().seasons[name.lower()], None, which), "which_season")
    return (
        Reading(pos, m.end(), ex.Month(month_of(m), None, which), "which_month") if is_month_word(m) else None
    )


def read_season(source: Source, pos: int) -> Reading | None:
    """`summer`, `summer of 2016`."""
    m = match("season", source, pos)
    if not m:
        return None
    year = year_of(m)
    kind = "season" if year is None else "season_year"
    return Reading(pos, m.end(), ex.Season(lexicon().seasons[m["season"].lower()], year), kind)


def read_which_unit(source: Source, pos: int) -> Reading | None:
    """`last week`, `this year`, `the previous month`, `that summer`."""
    m = match("which_unit", source, pos)
    if not m or not m["unit"]:
        return None
    which, unit = squeezed(m["which"]), cast(Unit, m["unit"].lower())
    if unit == "day":
        return None
    bare_previous = which == "previous" and source.text[max(pos - 4, 0) : pos].lower() != "the "
    if which in SPOKEN_SHIFTS and which != "next" and not bare_previous:
        return Reading(pos, m.end(), ex.Spoken(unit, SPOKEN_SHIFTS[which]), "spoken")
    if unit == "weekend":
        return Reading(pos, m.end(), ex.Weekend(WHICH[which]), "which_unit")
    if unit == "week" and (joint := match("week_day", source, m.end())):
        weekday = lexicon().weekdays[joint["weekday"].lower()]
        return Reading(pos, joint.end(), ex.Weekday(weekday, None, ex.SHIFTS[WHICH[which]]), "which_weekday")
    return Reading(pos, m.end(), ex.Shifted(unit, ex.SHIFTS[WHICH[which]]), "which_unit")


def read_week_with(source: Source, pos: int) -> Reading | None:
    """`the week of Feb. 4`."""
    m = match("week_with", source, pos)
    day = read_month_day(source, m.end()) if m else None
    return Reading(pos, day.end, ex.WeekWith(day.expression), "week_with") if day else None


def read_weekend(source: Source, pos: int) -> Reading | None:
    """`weekend`."""
    m = match("weekend", source, pos)
    return Reading(pos, m.end(), ex.Weekend(), "weekend") if m else None


def read_over_next(source: Source, pos: int) -> Reading | None:
    """`the week after next`, `the year before last`."""
    m = match("over_next", source, pos)
    if not m:
        return None
    unit, shift = cast(Unit, m["unit"].lower()), 2 if m["next"] else -2
    return Reading(pos, m.end(), ex.Shifted(unit, shift), "over_next")


def read_years_part(source: Source, pos: int) -> Reading | None:
    """`last year's fourth quarter`, `2016's second half`."""
    m = match("years_part", source, pos)
    return part_of_year(m, pos, year_of(m)) if m else None


def read_end_of(source: Source, pos: int) -> Reading | None:
    """`end of the year`, `year's end`, `year to date`, `later in the week`: the whole period."""
    m = match("end_of", source, pos) or match("years_end", source, pos) or match("to_date", source, pos)
    if m:
        return Reading(pos, m.end(), ex.Shifted(cast(Unit, m["unit"].lower()), 0), "end_of")
    m = match("later_in", source, pos)
    return (
        Reading(m.start("unit"), m.end(), ex.Shifted(cast(Unit, m["unit"].lower()), 0), "end_of")
        if m
        else None
    )


def read_century(source: Source, pos: int) -> Reading | None:
    """`20th century`."""
    m = match("century", source, pos)
    return fixed("century", max(ordinal_of(m) * 100 - 100, 1), pos, m.end(), "century") if m else None


def read_decade(source: Source, pos: int) -> Reading | None:
    """`1990s`, `'90s`, `sixties`; `1800s` is the century."""
    m = match("decade", source, pos)
    if m and m["year"]:
        year = int(m["year"])
        return fixed("century" if year % 100 == 0 and year < 2000 else "decade", year, pos, m.end(), "decade")
    if m:
        return Reading(pos, m.end(), ex.ShortDecade(int(m["digit"])), "short_decade")
    m = match("decade_word", source, pos)
    if not m:
        return None
    digit = lexicon().decades[m["decade"].lower()]
    if m["teens"]:
        hundreds = 1900 if m["teens"].lower() == "nineteen" else 1800
        return fixed("decade", hundreds + digit * 10, pos, m.end(), "decade")
    return Reading(pos, m.end(), ex.ShortDecade(digit), "decade_word")


def read_part_of_year(source: Source, pos: int) -> Reading | None:
    """`third quarter of 2016`, `first half of the year`."""
    m = match("part_of_year", source, pos)
    return part_of_year(m, pos, ex.RelativeYear(0) if m["the_year"] else year_of(m)) if m else None


def part_of_year(m: Match, pos: int, year: ex.Year | None) -> Reading | None:
    """The quarter or half of a match, where a year has so many."""
    unit: PartUnit = "quarter" if m["unit"].lower() == "quarter" else "half"
    number = ordinal_of(m)
    if number > (4 if unit == "quarter" else 2):
        return None
    kind = unit if year is None else "part_of_year"
    return Reading(pos, m.end(), ex.PartOfYear(unit, number, year), kind)


def read_coded_quarter(source: Source, pos: int) -> Reading | None:
    """`Q3 2016`, `2016 Q3`, `H1 2016`."""
    m = match("coded_quarter", source, pos) or match("year_quarter", source, pos)
    if not m:
        return None
    unit: PartUnit = "quarter" if (group(m, "kind") or m["kind2"]).upper() == "Q" else "half"
    number = int(group(m, "number") or m["number2"])
    if unit == "half" and (number > 2 or year_of(m) is None):
        return None
    return Reading(pos, m.end(), ex.PartOfYear(unit, number, year_of(m)), "part_of_year")


def read_year(source: Source, pos: int) -> Reading | None:
    """`2016`, `FY2016`, `nineteen eighty-six`."""
    m = match("fiscal", source, pos)
    kind = "fiscal" if m else "year"
    m = m or match("year", source, pos)
    m = m or match("year_words", source, pos)
    if m and (year := year_of(m)) and isinstance(year, int):
        kind = kind if source.text[pos].isalpha() is False or kind == "fiscal" else "year_words"
        return fixed("year", year, pos, m.end(), kind)
    return None


def read_short_year(source: Source, pos: int) -> Reading | None:
    """`'16`."""
    m = match("short_year", source, pos)
    if not m or source.text[pos - 1 : pos] not in ("'", "’", "‘"):
        return None
    return fixed("year", full_year(m["short"]), pos - 1, m.end(), "short_year")
