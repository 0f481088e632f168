"""Whether a date near a number is that of an older record, of another number, or of what is compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimx.text.tokens import Range

# What is compared with another time, perhaps with the number of that time between.
_THAN = re.compile(
    r"(?<!\w)(?:than|against|versus|compared\s(?:with|to)|(?:up|down)\sfrom|from(?=\s[$£€]?\d))\s"
    r"(?:(?:in|on|at|during|the|(?:it|they)\s(?:was|were|had)|(?:it|they)\swould\shave\sbeen|an?|average|of|about|around|some|[$£€]?\d[\w.,]*%?|(?:b|m|tr)illion"
    r"|percent|per\scent|people)\s){0,6}$",
    re.IGNORECASE,
)
# An increase or drop over the same time of another year.
_OVER_SAME = re.compile(
    r"(?<!\w)(?:increase|rise|jump|gain|growth|decrease|drop|fall|decline|up|down)\s(?:over|on|from)\s"
    r"(?:the\s)?(?:same\s\w+\s|\w+\s)?(?:of\s|in\s)?$",
    re.IGNORECASE,
)
# What something is a multiple of, with its time: `double the 15 tonnes gathered in 2024`.
_MULTIPLE_OF = re.compile(
    r"(?<!\w)(?:double|twice|triple|times)\s(?:the|that|those|its|their|his|her|what|as)\s"
    r"(?:[^.,;:\n]|[.,]\d){0,60}$",
    re.IGNORECASE,
)
# Between the size of a change and the time from which it is counted (`down 18% from January`, `from its peak
# in 1995`), and after that time where the change ends (`from 2010 to 2015`).
_FROM_TIME = re.compile(
    r"(?:\s(?:lower|higher|more|less|fewer))?\sfrom\s(?:(?:the|its|their|an?)\s)?(?:[a-z]+\s){0,2}(?:(?:in|of)\s)?"
)
_TO_TIME = re.compile(r"\s?(?:[-–]|(?:to|until|till|through)\b)")
# Before and after a number that is compared and has a time of its own, which is no date.
_COMPARED = re.compile(
    r"(?<!\w)(?:compared\s(?:with|to)|against|than|(?:up|down)\sfrom)\s[$£€]?$", re.IGNORECASE
)
_AT_OTHER_TIME = re.compile(
    r"\s(?:[^\s,.;:]+\s){0,2}(?:in|of)\sthe\s(?:(?:first|second|third|fourth)(?=[,.;)\n])"
    r"|(?:previous|preceding|prior)\s)"
)
# Before and after a date that only a participle between commas is about: `The firm, founded in 1998, has`.
_IN_PARTICIPLE = re.compile(
    r",\s(?:first\s|newly\s)?(?:due|set|[a-z]+(?:ed|en|wn|ilt|eld|old|ought|ung|ade|ade\spublic))"
    r"\s[^,.;:\n]{0,50}$"
)
_RECORD = re.compile(
    r"(?<!\w)(?:[^\W\d_]{2,}(?:est|iest)|most|least|best|worst|first|record)\s[^.;:\n]{0,50}(?<!\w)since\s$",
    re.IGNORECASE,
)
# Between a date and a number of another time: `open since Friday, nine days after a fire destroyed 14 boats`.
_LATER_THAN = re.compile(
    r"(?<!\w)(?:second|minute|hour|day|week|month|year|decade)s?\s(?:after|before|since)(?!\w)[^.;!?\n]*$"
)
# Before a change that begins on a day to come: `would rise by $5 a week from January`.
_TO_COME = re.compile(r"(?<!\w)(?:will|would|to|shall|should|may|might|could)\s(?:[^\s.;:]+\s){0,4}$")

_FROM = re.compile(r"\b(?:from|compared (?:with|to)|against)\s(?:\S+\s){0,3}$", re.IGNORECASE)
_BY = re.compile(r"\b(?:by|until|before|since)\s(?:the\s)?$", re.IGNORECASE)
# Before the day on which something was said, which is not the day of the number.
_SAID = re.compile(
    r"(?<!\w)(?:said|says|told\s[^\W\d_]+|wrote|warned|added|stated|estimated|predicted)"
    r"\s(?:(?:late|early)\s)?(?:on\s)?$",
    re.IGNORECASE,
)


def before_date(text: str, start: int, number: Range) -> dict[str, bool]:
    """Which words are before a date and after the number.

    In `$3, from $2.80 in January` they are about the first number: the second is that of January.
    """
    reach = max(0, start - 60, number.end if number.end <= start else 0)
    return {
        "from": _FROM.search(text, reach, start) is not None,
        "by": _BY.search(text, reach, start) is not None,
    }


def is_day_of_saying(text: str, start: int) -> bool:
    """Whether a date is behind a verb of saying: `they said on Monday`."""
    return _SAID.search(text, max(0, start - 40), start) is not None


def is_at_other_time(text: str, number: Range) -> bool:
    """Whether a number has a time that is no date: `3% in May, compared with 4% in the previous month`."""
    compared = _COMPARED.search(text, max(0, number.start - 20), number.start)
    return compared is not None and _AT_OTHER_TIME.match(text, number.end) is not None


def is_of_another(text: str, date: Range, number: Range, is_change: bool) -> bool:
    """Whether a date is that of an older record or of what the number is compared with.

    `the closest split since 2022`; in `£2bn, down from £3bn a year ago` the first sum is of now.
    """
    start = max(0, date.start - 60)
    if _is_of_base(text, date, number, is_change):
        return True
    compared = _THAN.search(text, start, date.start) or _OVER_SAME.search(text, start, date.start)
    if compared and compared.start() >= number.end:
        return True
    if date.end <= number.start:
        if compared and any(letter.isdigit() for letter in compared.group()):
            return True  # of the number before it: `up from 60 in October, and half of 500`
        inserted = _IN_PARTICIPLE.search(text, start, date.start)
        if inserted and text[date.end : date.end + 1] == ",":
            return True
        if _LATER_THAN.search(text, date.end, number.start):
            return True
    return _RECORD.search(text, start, date.start) is not None


def _is_of_base(text: str, date: Range, number: Range, is_change: bool) -> bool:
    """Whether a change or multiple is counted from a date.

    `double the 15 tonnes gathered in 2024`, `down 18% from January`, `lower by half from its peak in 1995`.
    """
    if date.end <= number.start:
        return False
    multiple = _MULTIPLE_OF.search(text, max(0, date.start - 90), date.start)
    if multiple and multiple.start() >= number.start:
        return True
    if not is_change or _FROM_TIME.fullmatch(text, number.end, date.start) is None:
        return False
    is_to_come = _TO_COME.search(text, max(0, number.start - 60), number.start)
    return is_to_come is None and _TO_TIME.match(text, date.end) is None
