"""What a reader of dates gets and gives, and how it reads the groups of its patterns."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.expressions import Expression, Which, Year
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.patterns import pattern

WHICH: dict[str, Which] = {
    "last": "last", "previous": "last", "past": "past", "this past": "past", "this": "this",
    "coming": "coming", "upcoming": "coming", "this coming": "coming", "this upcoming": "coming",
    "next": "next", "following": "after",
}  # fmt: skip
SPOKEN_SHIFTS = {"next": 1, "following": 1, "previous": -1, "same": 0, "that": 0, "that same": 0}
YEAR_SHIFTS = {"last": -1, "this": 0, "next": 1}
# Months that are other words when written small.
OTHER_WORDS = frozenset(("march", "may", "mar", "sep"))
Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression and its character offsets; `kind` names how it was written."""

    start: int
    end: int
    expression: Expression
    kind: str


@dataclass(frozen=True, slots=True)
class Source:
    """The text, and whether its numeric dates put the day first (`31/12/2023`)."""

    text: str
    day_first: bool = False


Reader = Callable[[Source, int], "Reading | None"]


def match(name: str, source: Source, pos: int) -> Match | None:
    """The match of a named pattern at `pos`."""
    return pattern(name).match(source.text, pos)


def squeezed(words: str) -> str:
    """Lower case, single spaces, straight apostrophes."""
    return " ".join(words.lower().replace("’", "'").split())


def group(m: Match, name: str) -> str | None:
    """What a group matched, or None, also where the pattern has no such group."""
    return m.groupdict().get(name)


def full_year(short: str) -> int:
    """Two digits as a year: up to 35 of this century, later ones of the last."""
    return int(short) + (2000 if int(short) <= 35 else 1900)


def year_of(m: Match) -> Year | None:
    """The year that a match states, as a number or relative to publication."""
    if written := group(m, "year"):
        return int(written) if len(written) == 4 else full_year(written)
    if short := group(m, "short"):
        return full_year(short)
    if words := group(m, "year_words"):
        return year_in_words(squeezed(words.replace("-", " ")))
    if which := group(m, "which_year"):
        return ex.RelativeYear(YEAR_SHIFTS[which.lower()])
    return None


def year_in_words(words: str) -> int | None:
    """`nineteen eighty six`, `two thousand and fifteen`."""
    cardinals = lexicon().cardinals
    first, *rest = words.replace("two thousand", "twenty", 1).replace(" and ", " ").split()
    return int(cardinals[first]) * 100 + sum(int(cardinals.get(word, 0)) for word in rest)


def ordinal_of(m: Match) -> int:
    """The number of an ordinal written in words or digits."""
    if word := group(m, "ordinal"):
        return lexicon().ordinals[squeezed(word)]
    return int(m["number"])


def calendar_day(m: Match) -> int:
    """The day of the month of a match, 0 where there is none."""
    word = group(m, "ordinal")
    return lexicon().ordinals[squeezed(word)] if word else int(m["day"])


def month_of(m: Match) -> int:
    """The number of the month that a match names."""
    return lexicon().months[m["month"].lower().rstrip(".")]


def is_month_word(m: Match) -> bool:
    """Whether the month is written as a name: `may` with a capital, or with a number that it names."""
    word = m["month"].rstrip(".")
    if word[0].isupper() or word not in OTHER_WORDS:
        return True
    if group(m, "year"):
        return True
    number = group(m, "day") is not None
    if not number and group(m, "ordinal") is None:
        return False
    after_month = number and m.start("day") > m.start("month")
    return word == "march" or after_month or " of " in squeezed(m.group())


def part_of(m: Match) -> str:
    """`TMO`, `TAF`, ... for the part of the day that a match names."""
    return "T" + lexicon().day_parts[m["part"].lower()]


def number_of(words: str) -> float | None:
    """The number that digits or number words say."""
    if words.isdigit():
        return float(words)
    cardinals = lexicon().cardinals
    parts = squeezed(words.replace("-", " ").strip("[] "))
    if parts in cardinals:
        return cardinals[parts]
    tens, _, ones = parts.partition(" ")
    if cardinals.get(tens, 0) >= 20 and 1 <= cardinals.get(ones, 0) < 10 and ones not in ("a", "an"):
        return cardinals[tens] + cardinals[ones]
    return None
