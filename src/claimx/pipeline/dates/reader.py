"""Reads one calendar expression at a place in a text.

`read_at` tries what can begin with the word that stands there. It looks at characters only: whether the
words are a date where they stand (and not a count or a part of a name) is decided by `context`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from claimx.pipeline.dates.counted import read_counted, read_in_units
from claimx.pipeline.dates.days import DEICTIC, read_day_of_month
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.longer import (
    read_century,
    read_coded_quarter,
    read_decade,
    read_end_of,
    read_month,
    read_over_next,
    read_part_of_year,
    read_season,
    read_short_year,
    read_week_with,
    read_weekend,
    read_which_month,
    read_which_unit,
    read_year,
    read_years_part,
)
from claimx.pipeline.dates.nth import read_nth
from claimx.pipeline.dates.reading import Reader, Reading, Source
from claimx.pipeline.dates.times import read_day, read_part_of_day, read_time
from claimx.pipeline.dates.written import read_month_number, read_slashed

DIGITS: tuple[Reader, ...] = (
    read_day, read_nth, read_time, read_slashed, read_month_number, read_decade, read_century,
    read_coded_quarter, read_part_of_year, read_years_part, read_year, read_short_year, read_day_of_month,
)  # fmt: skip


# First words of `last week` and its like, and of `end of the year` and its like.
SPOKEN_OF = ("last", "past", "this", "coming", "upcoming", "next", "previous", "following", "that", "same")
PARTS_OF = (
    "end", "beginning", "start", "middle", "close", "rest", "remainder", "remaining", "year", "quarter",
    "month", "week", "earlier", "later", "early", "late",
)  # fmt: skip


@cache
def readers() -> dict[str, tuple[Reader, ...]]:
    """For each lower-case word that an expression can begin with, what to try in order."""
    words = lexicon()
    table: dict[str, list[Reader]] = {}

    def add(firsts: Iterable[str], *readers: Reader) -> None:
        for first in firsts:
            table.setdefault(re.split(r"[-\s'.]", first)[0], []).extend(readers)

    add(words.months, read_day, read_month)
    add(words.weekdays, read_day)
    add(words.ordinals, read_day, read_nth, read_century, read_part_of_year, read_day_of_month)
    add(["last", "final"], read_nth)
    add(SPOKEN_OF, read_years_part, read_day, read_which_month, read_which_unit)
    add([*DEICTIC, "day"], read_day)
    add(["noon", "midnight"], read_time)
    add(words.day_parts, read_part_of_day)
    add(["weekend"], read_weekend)
    add(PARTS_OF, read_end_of)
    add(["week", "weekend", "month", "year"], read_over_next)
    add(["week", "w"], read_nth, read_week_with)
    add(words.seasons, read_season)
    add(words.decades, read_decade)
    add(["nineteen", "eighteen", "twenty"], read_decade, read_year)
    add(["two", "fy", "cy"], read_year)
    add(words.holidays, read_day)
    add(["q1", "q2", "q3", "q4", "h1", "h2"], read_coded_quarter)
    add(["ago", "hence", "now", "later", "earlier"], read_counted)
    add(["in"], read_in_units)
    return {word: tuple(dict.fromkeys(tries)) for word, tries in table.items()}


def read_at(source: Source, pos: int, word: str) -> Reading | None:
    """The expression at `pos`, where the lower-case `word` stands, or None."""
    for reader in DIGITS if word[0].isdigit() else readers().get(word, ()):
        if reading := reader(source, pos):
            return reading
    return None
