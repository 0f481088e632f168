"""Whether words that can be a date are one where they stand.

Numbers may count, names may hold a year or a weekday, and `every Monday` is no point in time.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.reading import Reading
from claimx.pipeline.dates.surroundings import (
    Surroundings,
    in_quotes_alone,
    is_capitalised,
    is_name_word,
    is_sentence_start,
    word,
)
from claimx.pipeline.dates.year_context import accept_short_year, accept_year, accept_year_words

CLOCK_INTRODUCERS = frozenset(
    ("at", "by", "until", "till", "from", "around", "before", "after", "since", "about", "to")
)
# A holiday written small is one where its name, or a year, says so.
LOWER_HOLIDAY = re.compile(r"(?:day|eve)\b|\d{4}$")
# Signs near a clock time that it comes again and again.
REPEATED = ("daily", "every ", "each ", "weekdays", "weeknights", "nightly")
# Numbers with a stroke that are sayings and events.
NOT_DAYS = frozenset(("9/11", "7/7", "24/7", "1/2", "1/3"))
# A decade that goes on with another one: the 1960s and 70s.
DECADE_BEFORE = re.compile(
    r"\d0['’]?s\s?(?:and|or|to|through|,|-|–|—)\s?(?:the\s)?(?:early\s|late\s)?['’‘]?$"
)
# A short month before another one: Jan-Feb 2017.
MONTH_FOLLOWS = re.compile(r"\s?(?:-|–|/|to|and)\s?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
# Names of months that are other words or first names as well.
AMBIGUOUS_MONTHS = frozenset(("march", "april", "may", "june", "august"))


def is_date(reading: Reading, around: Surroundings) -> bool:
    """Whether the reading is a date where it stands."""
    if reading.kind not in ("iso", "numeric", "month_day", "timed_day"):
        label = around.name_around(reading.start, reading.end)
        if label:
            return False
    accept = ACCEPT.get(reading.kind)
    return accept is None or accept(reading, around)


def accept_weekday(reading: Reading, around: Surroundings) -> bool:
    """Not a repeated day, nor one in the name of a newspaper or an event."""
    words = lexicon().words
    before, after = around.before(reading.start), around.after(reading.end)
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
    after = around.after(reading.end)
    return after is not None and after.pos_ == "NOUN" and after.idx <= reading.end + 1


def accept_short_weekday(reading: Reading, around: Surroundings) -> bool:
    """`Mon.` with its full stop; `Sun`, `Sat` and `Wed` are other words too."""
    shown = around.text[reading.start : reading.end]
    return (
        shown.endswith(".")
        and shown.lower() not in ("sun.", "sat.", "wed.")
        and accept_weekday(reading, around)
    )


def accept_month(reading: Reading, around: Surroundings) -> bool:
    """A month by its name alone; where the name is a word or a person's too, something must lead to it."""
    before = around.before(reading.start)
    left = word(before)
    if left in ("every", "each"):
        return False
    introducers = lexicon().words["month_introducers"]
    introduced = left in introducers or around.text[reading.start - 1 : reading.start] == "-"
    if around.text[reading.start : reading.end].lower() in AMBIGUOUS_MONTHS:
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
    if not around.text[reading.start].isupper():
        return False
    left = word(around.before(reading.start))
    return left in lexicon().words["month_introducers"] or bool(MONTH_FOLLOWS.match(around.text, reading.end))


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
    after = around.after(reading.end)
    if after is not None and after.text == "," and after.i + 1 < len(around.doc):
        after = around.doc[after.i + 1]
    return word(after) not in names


def accept_season(reading: Reading, around: Surroundings) -> bool:
    """`in the fall`, where the clause is about one time and not about all years."""
    before = around.before(reading.start)
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
    before = around.before(reading.start)
    if word(before) not in ("the", "over"):
        return False
    token = around.token_at(reading.start)
    return not (around.parsed and token.dep_ == "compound")


def accept_which_unit(reading: Reading, around: Surroundings) -> bool:
    """`last year`, but not `the last year`, which is a length of time."""
    left = word(around.before(reading.start))
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


def accept_today(reading: Reading, around: Surroundings) -> bool:
    """`today` as a day, not as `nowadays`."""
    before = around.before(reading.start)
    left, right = word(before), word(around.after(reading.end))
    if around.text[reading.start].isupper() and is_name_word(before):
        return False
    return left not in ("until", "even", "still") and right not in ("still", "as", "than")


def accept_holiday(reading: Reading, around: Surroundings) -> bool:
    """A holiday as a day: `on Christmas`, not `Christmas tree` or `Easter Island`."""
    text = around.text[reading.start : reading.end]
    if not text[0].isupper() and not LOWER_HOLIDAY.search(text):
        return False
    before, after = around.before(reading.start), around.after(reading.end)
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


def accept_short_decade(reading: Reading, around: Surroundings) -> bool:
    """`the 90s`, `the '60s`; not a temperature nor the age of a person."""
    left = word(around.before(reading.start))
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
    left, right = word(around.before(reading.start)), word(around.after(reading.end))
    sentence = around.text[max(reading.start - 120, 0) : reading.end + 120].lower()
    sport = any(w in sentence for w in ("touchdown", "yard", "quarterback", "points", "halftime", "rebounds"))
    return left not in ("a", "every", "each") and right not in ("-", "of") and not sport


def accept_clock(reading: Reading, around: Surroundings) -> bool:
    """A time with a.m., p.m. or o'clock: not a repeated one."""
    near = around.text[max(reading.start - 40, 0) : reading.end + 25].lower()
    return word(around.before(reading.start)) != "the" and not any(sign in near for sign in REPEATED)


def accept_bare_clock(reading: Reading, around: Surroundings) -> bool:
    """`22:30` or `noon` after a preposition; scores and ratios are written like the one."""
    return word(around.before(reading.start)) in CLOCK_INTRODUCERS and accept_clock(reading, around)


def accept_slashed(reading: Reading, around: Surroundings) -> bool:
    """`on 9/15`; other numbers with a stroke are fractions and names."""
    if around.text[reading.start : reading.end] in NOT_DAYS:
        return False
    return word(around.before(reading.start)) in (
        "on",
        "by",
        "until",
        "since",
        "from",
        "before",
        "after",
        "to",
    )


def accept_spoken_day(reading: Reading, around: Surroundings) -> bool:
    """`the next day`, `that night`: one that was spoken of, not one named by what follows."""
    left, right = word(around.before(reading.start)), word(around.after(reading.end))
    shown = around.text[reading.start : reading.end].lower()
    if shown.startswith("that"):
        # `said that night raids ...`: the conjunction.
        return right not in ("that", "when", "of")
    return left == "the" and right not in ("that", "when", "of", "as")


def accept_day_of_month(reading: Reading, around: Surroundings) -> bool:
    """`on the 24th`, with no noun after it."""
    before, after = around.before(reading.start), around.after(reading.end)
    if word(before) != "the" or before is None or not before.i:
        return False
    lead = around.doc[before.i - 1].lower_
    return lead in ("on", "by", "until", "till", "since", "from") and (
        after is None or not after.is_alpha or after.is_stop
    )


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
    "year_words": accept_year_words,
}
