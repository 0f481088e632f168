"""Finds the calendar expressions of a Doc and places them on the calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.context import is_date
from claimx.pipeline.dates.expressions.moment import finer
from claimx.pipeline.dates.periods import Period
from claimx.pipeline.dates.quoted import said_on
from claimx.pipeline.dates.ranges import in_order, share_parts, with_neighbours
from claimx.pipeline.dates.reader import read_at, readers
from claimx.pipeline.dates.reading import Reading, Source
from claimx.pipeline.dates.surroundings import Surroundings, word
from claimx.pipeline.records import Date
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc

WORD = re.compile(r"[^\W_]+")
DAY_BEFORE = re.compile(r"(?<![\w.,:/-])\d{1,2}-$")
# A numeric date that can only be read with the day first.
DAY_FIRST = re.compile(r"(?<![\d/])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])/\d{2,4}(?![\d/])")
# A period spoken of longer ago than so many characters is forgotten.
MEMORY = 400
# Readings without parts that could be dates where the whole is none: every first Monday of the month.
NO_PARTS = ("nth", "month_number")
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
        found = m.group().lower()
        if m.start() < end:
            continue
        if found[0].isdigit():
            if not stands_free(source.text, m.start(), end):
                continue
        elif found not in first_words:
            found = found.rstrip("0123456789")  # Dec31, FY18
            if found not in first_words:
                continue
        reading = read_at(source, m.start(), found)
        if reading is None or reading.start < end:
            continue
        if is_date(reading, around):
            for part in with_neighbours(source.text, reading, end):
                yield part
                end = part.end
        elif reading.kind in NO_PARTS:
            end = reading.end


def stands_free(text: str, start: int, last_end: int) -> bool:
    """Whether a number does not go on from something before it: $2016, 1.2016, 138-2010.

    The end of a range goes on from the date that ended at `last_end`: 10/1/2018-10/7/2018.
    """
    if start - last_end == 1 and text[last_end] in "-–—~":
        return True
    before = text[max(start - 2, 0) : start]
    if before[-1:] in NOT_BEFORE:
        return False
    goes_on = len(before) == 2 and before[1] in "-./:," and before[0].isdigit()
    return not goes_on or DAY_BEFORE.search(text, max(start - 4, 0), start) is not None


def place_all(readings: list[Reading], around: Surroundings, published: date | None) -> Iterator[Date]:
    """Places readings one after the other, each knowing which day was spoken of last."""
    moment = ex.Moment(published, tense=lambda: None)
    placed: list[tuple[Reading, Period]] = []
    said = said_on(readings, around) if published else {}
    for reading in readings:
        moment.tense = partial(around.tense, reading.start, reading.end)
        if placed and reading.start - placed[-1][0].end > MEMORY:
            moment.mentioned = None
        if day := said.get(reading.start):
            period = placed_when_said(reading, day, moment, around)
        else:
            period = placed_at(reading, moment)
        if period is None:
            continue
        if placed:
            placed[-1] = in_order(*placed[-1], reading, period, around.text)
        placed.append((reading, period))
        if isinstance(reading.expression, ex.Spoken) and reading.expression.shift < 0:
            continue  # a glance back: the article goes on where it was
        moment.mentioned = period
        # `since Tuesday` tells how long something has gone on, not when the next thing happens.
        if period.unit == "day" and word(around.previous(reading.start)) not in ("since", "until", "till"):
            moment.day = period.start
    for reading, period in placed:
        yield Date(Range(reading.start, reading.end), period.value)


def placed_at(reading: Reading, moment: ex.Moment) -> Period | None:
    """The period of a reading, None also where it lies before the year 1 or after 9999."""
    try:
        return reading.expression.place(moment)
    except (ValueError, OverflowError):
        return None


def placed_when_said(
    reading: Reading, said: Reading, moment: ex.Moment, around: Surroundings
) -> Period | None:
    """The period of quoted words, counted from the date on which the article says that they were said.

    A day or a week that counts from a year is none.
    """
    when = placed_at(said, replace(moment, tense=partial(around.tense, said.start, said.end)))
    if when is None or moment.published is None or when.start > moment.published:
        return placed_at(reading, moment)
    period = placed_at(reading, replace(moment, published=when.start))
    return period if period and finer(when.unit, period.unit) else None
