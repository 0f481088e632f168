"""Whether words that can be a day or a time of day are one where they stand."""

from __future__ import annotations

import re

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.reading import Reading
from claimx.pipeline.dates.surroundings import (
    Surroundings,
    is_capitalised,
    is_name_word,
    is_sentence_start,
    word,
)

CLOCK_INTRODUCERS = frozenset(
    ("at", "by", "until", "till", "from", "around", "before", "after", "since", "about", "to")
)
# A holiday written small is one where its name, a year or the word before it says so.
LOWER_HOLIDAY = re.compile(r"(?:day|eve)\b|\d{4}$")
BEFORE_HOLIDAY = frozenset(("on", "by", "before", "after", "until", "till", "since"))
# `the new year` alone says no more than soon; `five days before new year` is a day.
VAGUE_HOLIDAYS = frozenset(("new year",))
# Signs near a clock time that it comes again and again.
REPEATED = ("daily", "every ", "each ", "weekdays", "weeknights", "nightly")
# What leads to a day that is written with numbers alone.
BEFORE_DAY = frozenset(("on", "by", "until", "since", "from", "before", "after", "to"))
# Numbers with a stroke that are sayings and events.
NOT_DAYS = frozenset(("9/11", "7/7", "24/7", "1/2", "1/3"))
# The other end of a range behind a number with a stroke, with its year: 10/1-11/2/2017.
SLASHED_RANGE = re.compile(r"\s?[-–]\s?\d{1,2}/\d{1,2}(?:/|,\s?)(?:20)?\d\d(?!\w)")
# A line that holds nothing but such numbers, one of them too high for a month: 2/29-3/1.
SLASHED_LINE = re.compile(
    r"^(?=.*\b(?:1[3-9]|2\d|3[01])\b)\d{1,2}/\d{1,2}(?:\s?[-–]\s?\d{1,2}/\d{1,2})?$", re.MULTILINE
)


def accept_weekday(reading: Reading, around: Surroundings) -> bool:
    """Not a repeated day, nor one in the name of a newspaper or an event."""
    words = lexicon().words
    before, after = around.previous(reading.start), around.following(reading.end)
    if word(before) in ("one", "a", "an") and not before_noun(reading, around):
        return False
    if word(before) in words["recurring"] or (
        is_capitalised(before) and word(before) in words["name_only_after"]
    ):
        return False
    if is_capitalised(after) and word(after) in words["newspaper_words"]:
        return False
    following = around.text[reading.end : reading.end + 8]
    if following.startswith(("s ", "s.", "s,")) or following.startswith(" the 13th"):
        return False
    token = around.token_at(reading.start)
    compound = around.parsed and token.dep_ == "compound" and token.head.pos_ == "PROPN"
    return not (compound and token.head.i > token.i)


def before_noun(reading: Reading, around: Surroundings) -> bool:
    """Whether a noun follows that the day belongs to: `in a Friday interview`."""
    after = around.following(reading.end)
    return after is not None and after.pos_ == "NOUN" and after.idx <= reading.end + 1


def accept_short_weekday(reading: Reading, around: Surroundings) -> bool:
    """`Mon.` with its full stop, `on Tue`; `Sun`, `Sat` and `Wed` are other words too."""
    shown = around.text[reading.start : reading.end]
    led = word(around.previous(reading.start)) in BEFORE_DAY
    plain = shown.lower().rstrip(".") not in ("sun", "sat", "wed")
    return plain and (shown.endswith(".") or led) and accept_weekday(reading, around)


def accept_month_day(reading: Reading, around: Surroundings) -> bool:
    """Not a day that an event is named by: the Sept. 11 attacks."""
    expression = reading.expression
    while isinstance(expression, ex.AtTime) and expression.of is not None:
        expression = expression.of
    if not isinstance(expression, ex.MonthDay):
        return True
    names = lexicon().named_by_date.get(f"{expression.month:02d}-{expression.day:02d}")
    if not names:
        return True
    after = around.following(reading.end)
    if after is not None and after.text == "," and after.i + 1 < len(around.doc):
        after = around.doc[after.i + 1]
    return word(after) not in names


def accept_today(reading: Reading, around: Surroundings) -> bool:
    """`today` as a day, not as `nowadays`."""
    before = around.previous(reading.start)
    left, right = word(before), word(around.following(reading.end))
    if around.text[reading.start].isupper() and is_name_word(before):
        return False
    return left not in ("until", "even", "still") and right not in ("still", "as", "than")


def accept_holiday(reading: Reading, around: Surroundings) -> bool:
    """A holiday as a day: `on Christmas`, not `Christmas tree` or `Easter Island`."""
    text = around.text[reading.start : reading.end]
    before, after = around.previous(reading.start), around.following(reading.end)
    if text.lower() in VAGUE_HOLIDAYS:
        return False
    if not text[0].isupper() and not LOWER_HOLIDAY.search(text) and word(before) not in BEFORE_HOLIDAY:
        return False
    if word(before) in ("every", "each", "a") or is_name_word(before):
        return False
    if is_capitalised(after) and not is_sentence_start(after):
        return False
    expression = reading.expression
    if isinstance(expression, ex.Holiday) and expression.year is not None:
        return True
    if after is None or not after.is_alpha or after.idx > reading.end + 1:
        return True
    if around.parsed:
        last = around.token_at(reading.end - 1)
        first = around.token_at(reading.start)
        return not any(
            t.dep_ in ("compound", "amod", "nmod:poss") and t.head.i >= after.i for t in (first, last)
        )
    return after.is_stop


def accept_clock(reading: Reading, around: Surroundings) -> bool:
    """A time with a.m., p.m. or o'clock: not a repeated one."""
    near = around.text[max(reading.start - 40, 0) : reading.end + 25].lower()
    return word(around.previous(reading.start)) != "the" and not any(sign in near for sign in REPEATED)


def accept_bare_clock(reading: Reading, around: Surroundings) -> bool:
    """`22:30` or `noon` after a preposition; scores and ratios are written like the one."""
    return word(around.previous(reading.start)) in CLOCK_INTRODUCERS and accept_clock(reading, around)


def accept_slashed(reading: Reading, around: Surroundings) -> bool:
    """`on 9/15`; other numbers with a stroke are fractions and names."""
    if SLASHED_RANGE.match(around.text, reading.end):
        return True
    line = around.text.rfind("\n", 0, reading.start) + 1
    if SLASHED_LINE.match(around.text, line):
        return True
    if around.text[reading.start : reading.end] in NOT_DAYS:
        return False
    return word(around.previous(reading.start)) in BEFORE_DAY


def accept_spoken_day(reading: Reading, around: Surroundings) -> bool:
    """`the next day`, `that night`: one that was spoken of, not one named by what follows."""
    left, right = word(around.previous(reading.start)), word(around.following(reading.end))
    shown = around.text[reading.start : reading.end].lower()
    if shown.startswith("that"):
        # `said that night raids ...`: the conjunction.
        return right not in ("that", "when", "of")
    return left == "the" and right not in ("that", "when", "of", "as")


def accept_day_of_month(reading: Reading, around: Surroundings) -> bool:
    """`on the 24th`, with no noun after it."""
    before, after = around.previous(reading.start), around.following(reading.end)
    if before is None or not (after is None or not after.is_alpha or after.is_stop):
        return False
    if before.lower_ != "the":
        return before.lower_ == "on" and word(after) not in ("and", "or")
    return before.i > 0 and around.doc[before.i - 1].lower_ in BEFORE_DAY


def accept_day_beside(reading: Reading, around: Surroundings) -> bool:
    """`the day before`, where nothing follows that the day lies beside."""
    after = around.following(reading.end)
    alone = after is None or not after.is_alpha or after.lower_ in ("and", "but")
    return alone and word(around.previous(reading.start)) == "the"
