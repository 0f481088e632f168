"""Whether words that can be a date are one where they stand.

Numbers may count, names may hold a year or a weekday, and `every Monday` is no point in time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from claimx.pipeline.dates.day_context import (
    accept_bare_clock,
    accept_clock,
    accept_day_beside,
    accept_day_of_month,
    accept_holiday,
    accept_month_day,
    accept_short_weekday,
    accept_slashed,
    accept_spoken_day,
    accept_today,
    accept_weekday,
)
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.patterns import pattern
from claimx.pipeline.dates.reading import Reading
from claimx.pipeline.dates.surroundings import (
    Surroundings,
    in_quotes_alone,
    is_name_word,
    word,
)
from claimx.pipeline.dates.year_context import accept_short_year, accept_year, accept_year_words

# A decade that goes on with another one: the 1960s and 70s.
DECADE_BEFORE = re.compile(
    r"\d0['’]?s\s?(?:and|or|to|through|,|-|–|—)\s?(?:the\s)?(?:early\s|late\s)?['’‘]?$"
)
# A short month before another one: Jan-Feb 2017.
TO_MONTH = re.compile(r"\s?(?:-|–|/|to|and)\s?")
# Names of months that are other words or first names as well.
AMBIGUOUS_MONTHS = frozenset(("march", "april", "may", "june", "august"))


def is_date(reading: Reading, around: Surroundings) -> bool:
    """Whether the reading is a date where it stands."""
    if reading.kind not in ("iso", "numeric", "month_day", "timed_day"):
        name = around.name_around(reading.start, reading.end)
        # The name of a holiday is a name as well.
        if name and (reading.kind != "holiday" or name != (reading.start, reading.end)):
            return False
    accept = ACCEPT.get(reading.kind)
    return accept is None or accept(reading, around)


def accept_month(reading: Reading, around: Surroundings) -> bool:
    """A month by its name alone; where the name is a word or a person's too, something must lead to it."""
    before = around.previous(reading.start)
    left = word(before)
    if left in ("every", "each"):
        return False
    introducers = lexicon().words["month_introducers"]
    introduced = left in introducers or around.text[reading.start - 1 : reading.start] == "-"
    shown = around.text[reading.start : reading.end]
    if shown in ("march", "may"):
        return left in ("in", "since", "until")
    if shown.lower() in AMBIGUOUS_MONTHS:
        token = around.token_at(reading.start)
        if token.pos_ not in ("", "PROPN", "NOUN"):
            return False
        if introduced:
            return True
        # `a March speech`: the month stands before a common noun.
        return around.parsed and token.head.i > token.i and token.head.pos_ == "NOUN"
    return introduced or not is_name_word(before)


def accept_short_month(reading: Reading, around: Surroundings) -> bool:
    """`in Oct.`: a short form alone needs its preposition."""
    left = word(around.previous(reading.start))
    if not around.text[reading.start].isupper():
        return left in ("in", "since", "until")
    if left in lexicon().words["month_introducers"]:
        return True
    joint = TO_MONTH.match(around.text, reading.end)
    return joint is not None and pattern("month").match(around.text, joint.end()) is not None


def accept_season(reading: Reading, around: Surroundings) -> bool:
    """`in the fall`, where the clause is about one time and not about all years."""
    before = around.previous(reading.start)
    if word(before) != "the" or before is None or before.i == 0:
        return False
    lead = around.doc[before.i - 1].lower_
    if lead not in ("in", "during", "over", "by", "until", "since", "through", "for", "of"):
        return False
    token = around.token_at(reading.start)
    if around.parsed and token.dep_ in ("compound", "amod"):
        return False
    return around.tense(reading.start, reading.end) in ("past", "future")


def accept_weekend(reading: Reading, around: Surroundings) -> bool:
    """`the weekend`, not `a weekend` or `weekend trip`."""
    before = around.previous(reading.start)
    if word(before) not in ("the", "over"):
        return False
    token = around.token_at(reading.start)
    return not (around.parsed and token.dep_ == "compound")


def accept_which_unit(reading: Reading, around: Surroundings) -> bool:
    """`last year`, but not `the last year`, which is a length of time."""
    left = word(around.previous(reading.start))
    shown = around.text[reading.start : reading.end].lower()
    if in_quotes_alone(reading, around.text):
        return False
    if shown.startswith("this"):
        return True
    if shown.startswith(("past", "coming")) and not shown.endswith("quarter"):
        return shown.endswith("weekend") and left in ("the", "this")
    if shown.endswith("quarter"):
        return left not in ("a", "every", "each")
    return left not in ("the", "his", "her", "its", "their", "our", "my", "your", "a", "every", "each")


def accept_short_decade(reading: Reading, around: Surroundings) -> bool:
    """`the 90s`, `the '60s`; not a temperature nor the age of a person."""
    left = word(around.previous(reading.start))
    text, start = around.text, reading.start
    if DECADE_BEFORE.search(text, max(start - 16, 0), start):
        return True
    if text[start - 1 : start] in ("'", "’", "‘"):
        before = text[: start - 1].rstrip().rsplit(None, 1)
        left = before[-1].lower() if before else ""
        return left not in ("his", "her", "their", "your", "my", "our")
    if left == "-":
        left = text[: start - 1].rsplit(None, 1)[-1].lower()
    if left not in ("the", "early", "late", "mid"):
        return False
    lead = text[max(start - 40, 0) : start].lower().split()
    if any(
        w in ("his", "her", "their", "upper", "low", "high", "lower", "in") and w != "in" for w in lead[-3:]
    ):
        return False
    return (
        "degrees" not in text[start : start + 60] and "temperatures" not in text[max(start - 80, 0) : start]
    )


def accept_quarter(reading: Reading, around: Surroundings) -> bool:
    """A quarter of a year, not of a game."""
    left, right = word(around.previous(reading.start)), word(around.following(reading.end))
    sentence = around.text[max(reading.start - 120, 0) : reading.end + 120].lower()
    sport = any(w in sentence for w in ("touchdown", "yard", "quarterback", "points", "halftime", "rebounds"))
    return left not in ("a", "every", "each") and right not in ("-", "of") and not sport


def accept_nth(reading: Reading, around: Surroundings) -> bool:
    """`the first Monday of May`, not `every first Monday of the month`."""
    return word(around.previous(reading.start)) not in lexicon().words["recurring"]


def accept_month_number(reading: Reading, around: Surroundings) -> bool:
    """`12/2023`, not the number of a rule or a flight."""
    before = around.previous(reading.start)
    return word(before) not in lexicon().words["numbered_nouns"] and not is_name_word(before)


def accept_never(reading: Reading, around: Surroundings) -> bool:
    """For what is a date only as a part of a longer expression."""
    return False


def accept_in(reading: Reading, around: Surroundings) -> bool:
    """`will decide in two weeks`: a point ahead, not how long something takes."""
    return around.tense(reading.start, reading.end) == "future"


ACCEPT: dict[str, Callable[[Reading, Surroundings], bool]] = {
    "year": accept_year,
    "short_year": accept_short_year,
    "weekday": accept_weekday,
    "short_weekday": accept_short_weekday,
    "month": accept_month,
    "short_month": accept_short_month,
    "month_day": accept_month_day,
    "season": accept_season,
    "weekend": accept_weekend,
    "which_unit": accept_which_unit,
    "today": accept_today,
    "holiday": accept_holiday,
    "short_decade": accept_short_decade,
    "decade_word": accept_short_decade,
    "quarter": accept_quarter,
    "half": accept_never,
    "clock": accept_clock,
    "bare_clock": accept_bare_clock,
    "named_hour": accept_bare_clock,
    "slashed": accept_slashed,
    "spoken_day": accept_spoken_day,
    "spoken": accept_spoken_day,
    "in": accept_in,
    "ordinal": accept_never,
    "day_of_month": accept_day_of_month,
    "day_beside": accept_day_beside,
    "nth": accept_nth,
    "month_number": accept_month_number,
    "year_words": accept_year_words,
}
