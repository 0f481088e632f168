"""Numbers beside dates: which are part of a date or a time of day, and which dates are not a number's own.

Numbers of dates, years and clock times (`7 p.m.`, `at 1.30`, `two years ago`) are no quantities. A date near
a quantity may be the day on which it was said, or the one from which a change is counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.dates.filters import POINT, is_time_of_event
from claimx.pipeline.quantities.grammar import Context, Expression, filter_rule
from claimx.pipeline.quantities.numbers import CLOSED
from claimx.pipeline.quantities.tables import words
from claimx.text.lexicon import CLOCK_IN_WORDS, months

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.pipeline.records import Date, Quantity
    from claimx.text.tokens import Range

_CLOCK = re.compile(
    r"\s?(?:[ap]\.?m\b|o['\u2019]clock|hrs?\sGMT|GMT\b|[ECMP][SD]T\b|noon\b|midnight\b)", re.IGNORECASE
)
_IN_WORDS = re.compile(CLOCK_IN_WORDS.replace(" ", r"\s"), re.IGNORECASE)
_LONGEST = 30  # characters of a clock time in words
_IN_THE_EVENING = re.compile(r"\s?\[?(?:in the (?:morning|afternoon|evening)|at night)(?!\w)")
_FROM_HOUR = re.compile(r"(?<!\w)(?:from|at|until|till|since|before|after|between|by)\s$")
_LATEST = 12  # `at 8 in the evening`
_OPENING = re.compile(
    r"(?<!\w)(?:(?:opens?|opened|opening|closes?|closed|closing|shuts?)(?:\s(?!at)[a-z]+){0,2}\s(?:from|at|until|till|between)"
    r"|(?:sun|mon|tues|wednes|thurs|fri|satur|week)days?\sfrom)\s(?:[0-9]{1,2}\s(?:to|and|until|till)\s)?$",
    re.IGNORECASE,
)
_AFTER_HOUR = re.compile(r"\s?(?:[,.;:)\n]|$)|\s(?:to|until|till|and|on|in|every|daily|each)(?!\w)")
_CLOCK_COLON = re.compile(r":\s?[0-5][0-9]\b")
_AGO = re.compile(r"\s(?:or\sso\s)?ago\b|['\u2019]s?\stime\b")
# After a count of what comes round again: `two summers ago`, `three Olympic Games ago`.
_AGAIN_AGO = re.compile(r" (?:[^\W\d_]+ )?(?!(?:day|week|month|year|decade|hour|minute)s )[^\W\d_]+s ago\b")


@filter_rule(
    "date",
    examples=["They met on {2} December {2023}.", "He was born on July {4}, {1961}, in Perth."],
    none=["The bridge was closed for {14 days}.", "She fell ill and died {four days} later."],
)
def in_date(context: Context, expression: Expression) -> bool:
    """Part of a date."""
    return not context.dated.isdisjoint(range(expression.start, expression.end))


@filter_rule(
    "clock",
    needs="text",
    examples=[
        "It begins at {7} p.m.",
        "At {9} o'clock it rang.",
        "The rite starts at {5} GMT.",
        "Shops in Rome close from {1 to 4} in the afternoon.",
        "The shop opens at {half} past {nine every day}.",
        "The robber came shortly before {a quarter} to {eight}.",
        "By {half} past they had left.",
        "The shop is open from {9} to {5}, and on Sundays from {10} to {4}.",
        "The clinic opens at {8} and closes at {6}.",
    ],
    none=[
        "Shares closed at {9} crowns, and {9} to {5} it was.",
        "The talks took {7 hours}.",
        "They counted {8} in the evening.",
        "Sales rose by {a quarter} to {nine million}.",
    ],
)
def clock_time(context: Context, expression: Expression) -> bool:
    """A time of day."""
    text, start, end = context.text, expression.start, expression.end
    if expression.unit == "count" and expression.high <= _LATEST:
        if _IN_THE_EVENING.match(text, end):
            return bool(_FROM_HOUR.search(text, max(0, start - 8), start))
        is_hour = expression.high.is_integer() and _AFTER_HOUR.match(text, end)
        if is_hour and _OPENING.search(text, max(0, start - 40), start):
            return True
    colon = expression.unit == "count" and _CLOCK_COLON.match(text, end)
    half_past = expression.unit == "fraction" and text.startswith(" past", end)
    in_words = _IN_WORDS.finditer(text, max(0, start - _LONGEST), end + _LONGEST)
    return bool(
        colon
        or half_past
        or _CLOCK.match(text, end)
        or any(found.start() < end and start < found.end() for found in in_words)
    )


@filter_rule(
    "ago",
    needs="text",
    examples=[
        "It began {two years} ago.",
        "She moved to Oslo {ten years} or so ago.",
        "It opens in {two years}' time.",
        "She was hired {two} summers ago.",
        "The party had no seats {five} elections ago.",
        "{Three} Olympic Games ago the stadium was a field.",
    ],
    none=["The mine will close in {six months}.", "They saw {two} men years ago."],
)
def time_ago(context: Context, expression: Expression) -> bool:
    """A length of time before `ago` or in `two years' time`, or a count of seasons or events before `ago`."""
    ago = {"time": _AGO, "count": _AGAIN_AGO}.get(expression.kind)
    return ago is not None and bool(ago.match(context.text, expression.end))


_OR_TWO = re.compile(
    r"(?<!\w)(?:an?|the|last|next|past|this|another)"
    r" (?:second|minute|hour|day|night|week|month|year|decade|summer|winter) or $",
    re.IGNORECASE,
)


@filter_rule(
    "or_two",
    examples=["The law may change in a year or {two}.", "Over the last week or {two} it rained."],
    none=["It takes {two years} or {three}.", "He was to serve a year or pay {two} fines."],
)
def year_or_two(context: Context, expression: Expression) -> bool:
    """The second part of `a year or two`, which is no exact length of time."""
    if expression.unit != "count" or expression.numeral.form != "words":
        return False
    return bool(_OR_TWO.search(context.text, max(0, expression.start - 24), expression.start))


# Four digits between these are a year, in articles of our time.
_YEARS = (1700, 2060)
_LAST_DAY = 31
_ERA_AFTER = re.compile(
    r"(?:[^\S\r\n]?(?:-|\u2013|to|and|or)[^\S\r\n]?[0-9]{1,4})?[^\S\r\n]?(?:BCE?|CE|AD|B\.C\.(?:E\.)?|A\.D\.)(?!\w)"
)
_ERA_BEFORE = re.compile(r"(?<!\w)(?:AD|A\.D\.)[^\S\r\n]$")


@filter_rule(
    "year",
    needs="text",
    examples=["The {1998} law was repealed.", "It was built in {300} BC.", "It is from AD {79}."],
    none=["They counted {2,024} birds.", "Maybe {30} people came.", "Decades, {24} of them, passed."],
)
def year(context: Context, expression: Expression) -> bool:
    """A year, a day of the month, or a year before `day`: `the 2024 Day of the Dead`."""
    before, after = context.word_before(expression.start), context.word_after(expression.end)
    if (
        expression.unit == "count"
        and expression.high <= _LAST_DAY
        and (_is_month(before) or _is_month(after))
    ):
        return True
    start, end = expression.numeral.start, expression.numeral.end
    if expression.unit == "count" and (
        _ERA_AFTER.match(context.text, end) or _ERA_BEFORE.search(context.text, max(0, start - 6), start)
    ):
        return True
    digits = context.text[start:end]
    if not digits.isdecimal() or not _YEARS[0] <= int(digits) <= _YEARS[1]:
        return False
    if expression.unit == "day":
        return context.text.endswith(" day", 0, expression.end)
    return expression.unit == "count" and len(digits) == 4 and not _counts_plural(expression, before, after)


# Before the second year in short: `in both 1969 and 70`.
_YEAR_AND = re.compile(
    r"(?<!\w)(?:in|between|from|of|since|both)\s(?:1[7-9]|20)(?P<short>[0-9]{2})\s?(?:and|or|to|[-\u2013/])\s?$",
    re.IGNORECASE,
)


@filter_rule(
    "year.short",
    needs="text",
    examples=["She won the cup in both 1969 and {70}.", "It was dry in 1975 and {76}, and wet later."],
    none=["In 1969 and {70} people came.", "In 1969 and {60} it rained."],
)
def short_year(context: Context, expression: Expression) -> bool:
    """The last two digits of a year after an earlier one, at the end of a clause."""
    digits, start = context.text[slice(*expression.range)], expression.start
    first = _YEAR_AND.search(context.text, max(0, start - 28), start)
    later = first is not None and digits.isdecimal() and len(digits) == 2 and digits > first["short"]
    return later and bool(CLOSED.match(context.text, expression.end))


def _counts_plural(expression: Expression, before: Token | None, after: Token | None) -> bool:
    """Whether a number like a year counts the plural after it: `paid 2000 workers`, not `the 2008 losses`."""
    if after is None or after.tag_ != "NNS" or (before is not None and before.pos_ in ("DET", "PRON")):
        return False
    counted = after.lower_ in words("counted_after_years")
    introduced = before is not None and before.lower_ in ("in", "since", "from", "by", "of", "for", "during")
    return (counted or expression.high % 100 == 0) and not introduced


def _is_month(token: Token | None) -> bool:
    return token is not None and token.text[0].isupper() and token.lower_.rstrip(".") in months()


_OF_ENTRY = re.compile(rf"{POINT.pattern}\s?[\u2013\u2014:|-]\s")
# Entries of a live report without a dash: two lines near each other that begin with a time.
_ENTRY = re.compile(rf"^{POINT.pattern}\s+(?=[^\W\d_]*[A-Z\"\u201c\u2018'])", re.MULTILINE)
_ENTRIES_APART = 2_000


def opens_entry(text: str, start: int) -> bool:
    """Whether a time of day begins an entry of a live report: `14.52 The chancellor rises`."""
    if text[start - 1 : start] not in ("", "\n"):
        return False
    if _OF_ENTRY.match(text, start):
        return True
    near = (max(0, start - _ENTRIES_APART), start), (start + 1, start + _ENTRIES_APART)
    return bool(_ENTRY.match(text, start)) and any(_ENTRY.search(text, *each) for each in near)


@filter_rule(
    "clock.point",
    examples=[
        "She was taken in at {1.30} and waited.",
        "He sat in the cell until {11.40}, she said.",
        "The lamps were out from {8.30} until 9.30 p.m. in Cairo.",
        "It is {12.30} on a Saturday morning, and the bar is full.",
        "The ferry to Gozo left at {6.15} without him.",
        "The patient died at {4.45} in the ward.",
        "The stall in Bergen opens at {9.30} and closes at {5.45}.",
        "She phoned the studio at {nine} and asked for the tape.",
        "{17.55} – The first call came in from Gozo.",
        "{14.52} The chancellor is on his feet.\n\n{14.58} Anna Price shakes her head.",
        "The ferry to Gozo leaves at {six}.",
    ],
    none=[
        "The euro closed at {1.30} again.",
        "It costs {1.30 euros}.",
        "The ratio rose to {2.45}.",
        "The jury put the loss at {nine} sheep.",
        "She phoned {nine times}.",
        "{17.55} was the ratio in Gozo.",
        "{14.52} The ratio was lower.",
    ],
)
def clock_with_point(context: Context, expression: Expression) -> bool:
    """Hours and minutes with a full stop between, or an hour in a word, at which something happens.

    So are those before the dash of an entry of a live report.
    """
    text, start, end = context.text, expression.start, expression.end
    return expression.unit == "count" and (opens_entry(text, start) or is_time_of_event(context, start, end))


# Between the size of a change and the time from which it is counted (`down 18% from January`, `from its peak
# in 1995`), and after that time where the change ends (`from 2010 to 2015`).
_FROM_TIME = re.compile(
    r"(?:\s(?:lower|higher|more|less|fewer))?\sfrom\s(?:(?:the|its|their|an?)\s)?(?:[a-z]+\s){0,2}(?:(?:in|of)\s)?"
)
_UP_TO_TIME = re.compile(r"\s?(?:[-–]|(?:to|until|till|through)\b)")
# From a new level to the one before it: `to $52 in March from $60`, `to 5%, down from a peak of 9%`.
_FROM_LEVEL = re.compile(
    r"\d(?:[^.;:\n]|\.\d)*?(?P<side>\s(?:up|down))?\sfrom\s"
    r"(?:(?:an?|the|its|about|some|around|just|only)\s)?(?:[a-z]+\sof\s)?$"
)
# Before a change that begins on a day to come: `would rise by $5 a week from January`.
_TO_COME = re.compile(r"(?<!\w)(?:will|would|to|shall|should|may|might|could)\s(?:[^\s.;:]+\s){0,4}$")
# Before the day on which something was said, which is not the day of the number.
_SAID = re.compile(
    r"(?<!\w)(?:said|says|told\s[^\W\d_]+|wrote|warned|added|stated|estimated|predicted)"
    r"\s(?:(?:late|early)\s)?(?:on\s)?$",
    re.IGNORECASE,
)


def is_day_of_saying(text: str, start: int) -> bool:
    """Whether a date is behind a verb of saying: `they said on Monday`."""
    return _SAID.search(text, max(0, start - 40), start) is not None


# Between the size of a change and the year with which its level is compared: `down 6.1 points on 2019`.
_ON_YEAR = re.compile(
    r"(?<!\w)(?:up|down|higher|lower|more|less|fewer|rise|fall|increase|decrease)\s(?:[^.;:]|\.\d){0,40}\son\s(?:the\s)?$"
)
_YEAR_OR_PERIOD = re.compile(r"\d{4}(?:-\d{2}|-Q\d|-H\d)?")
# A record of a year that is no other number's: `212mm broke the 1954 record of 198mm`.
_OF_RECORD = re.compile(r"\s(?:record|mark|figure|total|level|peak|high|low|best)(?!\w)")
_TO_RECORD = re.compile(r",?(?:\s[^\W\d_]+){0,4}\s")


def is_of_record(text: str, date: Range, quantity: Quantity) -> bool:
    """Whether a year belongs to a record that another number is, or none: `broke the 1954 record`."""
    noun = _OF_RECORD.match(text, date.end)
    owned = text.endswith(("the ", "its ", "their ", "his ", "her "), 0, date.start)
    if noun is None or not owned:
        return False
    return quantity.range.end <= date.start or not _TO_RECORD.fullmatch(
        text, noun.end(), quantity.range.start
    )


def is_base_of_change(text: str, date: Date, quantity: Quantity) -> bool:
    """Whether a change is counted from a date or number: `down 18% from January`, `to $52 in May from $60`.

    The date before such a number is that of the new level; no number's is a year behind `down 4% on`.
    """
    start, end = date.range
    if _YEAR_OR_PERIOD.fullmatch(date.value) and _ON_YEAR.search(text, max(0, start - 60), start):
        return True
    if end <= quantity.range.start:
        level = _FROM_LEVEL.search(text, max(0, quantity.range.start - 100), quantity.range.start)
        return level is not None and (quantity.unit != "count" or level["side"] is not None)
    if quantity.change is None:
        return False
    if _FROM_TIME.fullmatch(text, quantity.range.end, start) is None:
        return False
    is_to_come = _TO_COME.search(text, max(0, quantity.range.start - 60), quantity.range.start)
    return is_to_come is None and _UP_TO_TIME.match(text, end) is None


_FIRST_OF_TWO = re.compile(r"(?<!\w)(?:(between)|from)\s$", re.IGNORECASE)
_AT_FIRST_LEVEL = re.compile(r"(?<!\w)from\s(?:[a-z]+\s){0,2}$")
_TO_SECOND_LEVEL = re.compile(r"\s(?:[^\W\d_]+\s){0,3}to\s(?:[a-z]+\s){0,2}")


def share_two_dates(text: str, first: Quantity, second: Quantity, dates: list[Date]) -> None:
    """Give two levels the dates that the text names in the same order, where both have one of the two.

    `Between 2019 and 2024 the herd shrank from 1,150 to 870 animals`.
    """
    if first.date is None or first.date != second.date:
        return
    between = _TO_SECOND_LEVEL.fullmatch(text, first.range.end, second.range.start)
    if between is None or not _AT_FIRST_LEVEL.search(text, max(0, first.range.start - 30), first.range.start):
        return
    for place in (first.date, first.date - 1):
        if not 0 <= place < len(dates) - 1:
            continue
        one, other = dates[place].range, dates[place + 1].range
        opening = _FIRST_OF_TWO.search(text, max(0, one.start - 8), one.start)
        joined = text[one.end : other.start].strip() if one.end <= other.start else ""
        if opening is not None and joined == ("and" if opening[1] else "to"):
            first.date, second.date = place, place + 1
            return
