"""Numbers of an article that are read as no quantities: ordinals, times of day, results of matches.

They are compared like quantities, each with a unit of its own: `ordinal`, `time_of_day`, `match_score`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from claimx.schema import Counted, Extraction, Quantity
from claimx.text.sentences import sentence_around

_ORDINALS = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
# What is counted before the number, `The march, the third`, and what is won or held for the third time.
_BEFORE = r"(?:\b(?P<before>[a-z]+), )?(?:\b(?:the|a|its|their|his|her)|['’]s)\s+"
_WON = r"(?P<won>time|title|win|victory|championship|crown|term)\b"
# From when on it is counted: `this year`, `in a row`, `in the city since May`, `in three weeks`.
_SINCE = (
    r"(?:(?:this|of the) (?:day|week|month|year|season|summer|winter|decade|century)|in a row"
    r"|(?:(?:in|on|at|of|along|there|here)\b[^.;,]{0,30} )?since"
    r"|in (?:as many|\w+) (?:days|weeks|months|years))\b"
)
_ORDINAL = re.compile(
    rf"{_BEFORE}(?P<number>\d+(?:st|nd|rd|th)|{_ORDINALS})\s+(?:(?:straight|consecutive)\s+)?"
    rf"(?:{_WON}|(?:(?P<noun>[a-z]+)\s+)??(?:to [a-z]+ (?:[a-z]+ ){{0,3}})?{_SINCE})",
    re.I,
)
_TIME_OF_DAY = re.compile(r"[\d-]+T(\d\d):(\d\d)")
# `3-1`, but not `3-1-4`, `1-2%` or `2019-20`
_SCORE = re.compile(r"(?<![\d.,–/-])(\d{1,3})[-–](\d{1,3})(?![\d%/–-]|[.,]\d)")
# A match that is over has a winner and a loser, or is drawn.
_PLAYED = re.compile(
    r"\b(?:beat|beats|beaten|defeat(?:s|ed)?|wins?|won|winning|victor(?:y|ies)|los(?:e|es|t|ing)|thump(?:ed|ing)?"
    r"|thrash(?:ed|ing)?|hammer(?:ed|ing)?|edged?|dr[ae]w|drawn|final score|full-time)\b",
    re.I,
)
# Scores on the way, over two matches, of shoot-outs and of votes are no results.
_ON_THE_WAY = re.compile(
    r"\b(?:half[- ]time|interval|led|leading|lead|ahead|down|behind|trail(?:ed|ing)?|aggregate"
    r"|penalt(?:y|ies)|shoot-?out|sets?|vote[sd]?|voting|ruled|ruling|decision|majority|court"
    r"|last (?:season|year|month))\b",
    re.I,
)


def unread_numbers(extraction: Extraction) -> Iterator[Quantity]:
    """The ordinals, times of day and scores of matches in an article."""
    yield from _ordinals(extraction)
    yield from _times_of_day(extraction)
    yield from _match_scores(extraction)


def _ordinals(extraction: Extraction) -> Iterator[Quantity]:
    """How often something happened: `the fourth march this year`, `The march, the third this year,`."""
    text = extraction.document.text
    for match in _ORDINAL.finditer(text):
        number = match["number"].casefold()
        value = int(re.sub(r"\D", "", number) or 0) or _ordinal_values().get(number, 0)
        noun = next((name for name in ("won", "noun", "before") if match[name]), None)
        if value and noun:
            yield _number(extraction, match.span("number"), value, "ordinal", what=match.span(noun))


def _times_of_day(extraction: Extraction) -> Iterator[Quantity]:
    """The times of day, in minutes after midnight."""
    for found in extraction.dates:
        match = _TIME_OF_DAY.fullmatch(found.value)
        if match:
            minutes = 60 * int(match[1]) + int(match[2])
            yield _number(extraction, (found.start, found.end), minutes, "time_of_day", id_=found.id)


def _match_scores(extraction: Extraction) -> Iterator[Quantity]:
    """The results of matches, `Rovers beat Ashby 3-1`: the goals of the loser, and those of the winner.

    A sentence with two scores may report two matches, or the way to the result.
    """
    text = extraction.document.text
    for match in _SCORE.finditer(text):
        sentence = sentence_around(text, *match.span())
        scores = _SCORE.findall(sentence.text)
        if len(scores) > 1 or not _PLAYED.search(sentence.text) or _ON_THE_WAY.search(sentence.text):
            continue
        if any(q.start < match.end() and match.start() < q.end for q in extraction.quantities):
            continue
        low, high = sorted((int(match[1]), int(match[2])))
        yield _number(extraction, match.span(), (low, high), "match_score")


@cache
def _ordinal_values() -> dict[str, int]:
    """Ordinal -> its value, from `second` on."""
    return {name: value for value, name in enumerate(_ORDINALS.split("|"), 2)}


def _number(
    extraction: Extraction,
    span: tuple[int, int],
    value: int | tuple[int, int],
    unit: str,
    *,
    what: tuple[int, int] | None = None,
    id_: str = "",
) -> Quantity:
    """A number of the text that is no quantity; a score has two values, the lower first."""
    low, high = value if isinstance(value, tuple) else (value, value)
    text = extraction.document.text
    counted = Counted(start=what[0], end=what[1], text=text[slice(*what)]) if what else None
    return Quantity.model_construct(
        id=id_ or f"{unit} {span[0]}",
        start=span[0],
        end=span[1],
        text=text[slice(*span)],
        value_low=low,
        value_high=high,
        unit=unit,
        relation="=",
        change=None,
        what=counted,
        statement=None,
        source=None,
        date=None,
        confidence=None,
    )
