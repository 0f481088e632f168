"""Finds the calendar expressions of a Doc and places them on the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from claimx.pipeline.annotations import Date, Range
from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.context import is_date
from claimx.pipeline.dates.periods import Period, containing, plus_months
from claimx.pipeline.dates.reader import read_at, readers
from claimx.pipeline.dates.reading import Reading, Source
from claimx.pipeline.dates.surroundings import Surroundings

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORD = re.compile(r"[^\W_]+")
# Between the ends of a range, or the members of a list, that share a year or a day.
JOINT = re.compile(r"\s*(?:-|–|—|to|through|thru|until|till|and|or|,|&|,\s?and)\s*(?:the\s)?", re.IGNORECASE)
RANGE = re.compile(r"\s*(?:-|–|—|to|through|thru|until|till|and)\s*(?:the\s)?", re.IGNORECASE)
# A second day of the same month: Sept. 27-29, Jan. 3 and 4.
NEXT_DAY = re.compile(
    r"(?:\s?[-–—]\s?|\s(?:to|through|and|or)\s(?:the\s)?)(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w%:/]|[.,]\d)"
    r"(?P<year>,?\s(?:19|20)\d\d\b)?(?=\s*$|[.,;:)\]]|\s(?:in|at|for|of|with|on|to|and|when|as)\b|['’])"
)
NEXT_YEAR = re.compile(r"[-–—/~](?P<year>\d{4}|\d\d)(?!\w|[-–/.,:]\d|%)")
# The day before it, where the month is written once at the end: 27-29 September.
FIRST_DAY = re.compile(
    r"(?<![\w.,:/$-])(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–—]\s?|\s(?:to|and|or)\s)(?:the\s)?$"
)
DAY_BEFORE = re.compile(r"(?<![\w.,:/-])\d{1,2}-$")
# A numeric date that can only be read with the day first.
DAY_FIRST = re.compile(r"(?<![\d/])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])/\d{2,4}(?![\d/])")
# A period spoken of longer ago than so many characters is forgotten.
MEMORY = 400
# Signs that make the number after them part of a price or a code.
NOT_BEFORE = frozenset("$£€¥#@&+_=/\\")


def find_dates(doc: Doc, published: date | None = None) -> list[Date]:
    """The dates of an article, in document order, with ISO 8601 / TIMEX3 values.

    Offsets are characters of `doc.text`, end exclusive. What needs a day of publication (`Friday`, `last
    week`) is left out where `published` is None.
    """
    around = Surroundings(doc)
    readings = list(read_all(around))
    return list(place_all(share_parts(readings, around.text), around, published)) if readings else []


def read_all(around: Surroundings) -> Iterator[Reading]:
    """The calendar expressions of the text, in order and without overlap."""
    source = Source(around.text, bool(DAY_FIRST.search(around.text)))
    first_words = readers()
    end = 0
    for m in WORD.finditer(source.text):
        found = m.group()
        if m.start() < end or not (found[0].isdigit() or (found := found.lower()) in first_words):
            continue
        if found[0].isdigit() and not stands_free(source.text, m.start()):
            continue
        reading = read_at(source, m.start(), found)
        if reading and reading.start >= end and is_date(reading, around):
            for part in with_neighbours(source.text, reading):
                yield part
                end = part.end


def stands_free(text: str, start: int) -> bool:
    """Whether a number does not go on from something before it: $2016, 1.2016, 138-2010."""
    before = text[max(start - 2, 0) : start]
    if before[-1:] in NOT_BEFORE:
        return False
    goes_on = len(before) == 2 and before[1] in "-./:," and before[0].isdigit()
    return not goes_on or DAY_BEFORE.search(text, max(start - 4, 0), start) is not None


def with_neighbours(text: str, reading: Reading) -> Iterator[Reading]:
    """The reading, and the days beside it that share its month: Sept. 27-29, 27-29 September."""
    expression = reading.expression
    if reading.kind == "year":
        yield reading
        yield from second_year(text, reading)
        return
    if not isinstance(expression, ex.MonthDay) or reading.kind != "month_day":
        yield reading
        return
    if text[reading.start].isdigit():
        m = FIRST_DAY.search(text, max(reading.start - 14, 0), reading.start)
        if m and int(m["day"]) < expression.day:
            yield replace(reading, start=m.start("day"), end=m.end("day"),
                          expression=replace(expression, day=int(m["day"])))  # fmt: skip
        yield reading
        return
    m = NEXT_DAY.match(text, reading.end) if expression.year is None else None
    if m is None or not expression.day < int(m["day"]) <= 31:
        yield reading
        return
    year = int(m["year"].strip(", ")) if m["year"] else None
    first = replace(expression, year=year)
    yield replace(reading, expression=first)
    yield Reading(m.start("day"), m.end(), replace(first, day=int(m["day"]), weekday=None), "month_day")


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
    """Gives the first end of a range the year, or the day, that only the last end states."""
    shared = list(readings)
    for i in range(len(shared) - 2, -1, -1):
        first, second = shared[i], shared[i + 1]
        if not JOINT.fullmatch(text, first.end, second.start):
            continue
        if isinstance(first.expression, ex.MonthDay | ex.Month):
            year = stated_year(second.expression)
            which = first.expression.which if isinstance(first.expression, ex.Month) else None
            if year is not None and first.expression.year is None and which is None:
                later = isinstance(year, int) and first.expression.month > month_of(second.expression)
                earlier = year - 1 if later and isinstance(year, int) else year
                shared[i] = replace(first, expression=replace(first.expression, year=earlier))
        elif isinstance(first.expression, ex.AtTime) and first.expression.of is None:
            day = second.expression.of if isinstance(second.expression, ex.AtTime) else second.expression
            if isinstance(day, ex.MonthDay | ex.Weekday):
                shared[i] = replace(first, expression=replace(first.expression, of=day))
    return shared


def stated_year(expression: ex.Expression) -> ex.Year | None:
    """The year that an expression with a month states."""
    return expression.year if isinstance(expression, ex.MonthDay | ex.Month) else None


def month_of(expression: ex.Expression) -> int:
    """The month of an expression that has one."""
    return expression.month if isinstance(expression, ex.MonthDay | ex.Month) else 0


def place_all(readings: list[Reading], around: Surroundings, published: date | None) -> Iterator[Date]:
    """Places readings one after the other, each knowing which day was spoken of last."""
    moment = ex.Moment(published, tense=lambda: None)
    placed: list[tuple[Reading, Period]] = []
    for reading in readings:
        moment.tense = partial(around.tense, reading.start, reading.end)
        if placed and reading.start - placed[-1][0].end > MEMORY:
            moment.mentioned = None
        try:
            period = reading.expression.place(moment)
        except (ValueError, OverflowError):  # before the year 1 or after 9999
            continue
        if period is None:
            continue
        if placed:
            placed[-1] = in_order(*placed[-1], reading, period, around.text)
        placed.append((reading, period))
        moment.mentioned = period
        if period.unit == "day":
            moment.day = period.start
    for reading, period in placed:
        yield Date(Range(reading.start, reading.end), period.value)


def in_order(
    first: Reading, begin: Period, second: Reading, end: Period, text: str
) -> tuple[Reading, Period]:
    """The beginning of a range, moved back by a year where it would come after the end."""
    yearless = isinstance(first.expression, ex.Month | ex.MonthDay) and first.expression.year is None
    if yearless and begin.start > end.start and RANGE.fullmatch(text, first.end, second.start):
        return first, replace(begin, start=plus_months(begin.start, -12))
    return first, begin
