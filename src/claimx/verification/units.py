"""The unit, the period and the tally of a number, as its sentence or its table gives them.

`10 hostages a day`; `15` in the column `Contained (percent)`.
"""

from __future__ import annotations

import re

from claimx.compare.intervals import dimension
from claimx.compare.words import numerals, words
from claimx.pipeline.quantities.tables import units
from claimx.schema import Date, Quantity
from claimx.text.lexicon import SPELLED, word_set
from claimx.verification.passages import Text

RATE = re.compile(
    r"(?:\s[^\W\d_]+){0,2}\s(?:an?|per|every|each)\s(hour|day|week|month|year|minute|second|night)\b", re.I
)
_SIDE = rf"(\d+|{SPELLED})"
TALLY = re.compile(
    rf"(?<![\d.,])(?<!from )(?<!between )\b{_SIDE}(?: votes?| seats?)?"
    rf"\s*(?:[-–]|to|against)\s*{_SIDE}(?![\d%]|[.,]\d)\b",
    re.I,
)
_TALLY_REACH = 16
# Units that a bare number does not share with the one before it.
_OWN_UNITS = frozenset({"count", "fraction", "times"})
_OF_WHICH = re.compile(
    r"\b(?:of which|of that|of this|of it),? (?:(?:about|around|nearly|almost|over|more than|some) )?$", re.I
)
# `19 minutes instead of 34`, `serve no more than three`; `41 percent to 38`
_COMPARED = re.compile(
    r"(?:\b(?:(?:more|less|fewer|rather|lower|higher) than|not|instead of|against|but|only)"
    r"|\b(?:up|down) from|compared with|^,?(?: \w+){0,2} (?:to|from))"
    r"(?: (?:about|around|nearly|almost|over|just|only|some|at least|at most)){0,2} $",
    re.I,
)
# `He used 1.1 million of it`
_OF_IT = re.compile(r" of (?:it|that|this)\b", re.I)
# `14 of its 23 kilometres`
_PART = re.compile(r" (?:out )?of (?:(?:its|the|their|all)(?: the)? )?", re.I)
_MAGNITUDE = re.compile(r"\b(?:million|billion|trillion)\b|\d(?:m|bn|tn)\b", re.I)
_THOUSAND = 1000
_SIZES = (10**12, 10**9, 10**6, 1)
_FEW_WORDS = 4
_NEXT_WORD = re.compile(r"[ \n]+([^\W\d_]+)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


def base(quantity: Quantity) -> str:
    """A unit without its rate, the pounds of `£60 a year`; `points` are percentage points."""
    unit = quantity.unit.partition("/")[0]
    return "percentage_point" if unit == "point" else unit


def rate(text: Text, quantity: Quantity) -> str:
    """The unit of a rate, as read or in the words after the number."""
    period = quantity.unit.partition("/")[2]
    period = period if period.isalpha() else ""
    match = RATE.match(text.text, quantity.end)
    return period or (match[1].casefold() if match else "")


def differ_in_rate(draft: Text, ours: Quantity, text: Text, theirs: Quantity | Date) -> bool:
    """Whether both are rates, by different periods: `£50,000 a month`, `a year`."""
    rates = rate(draft, ours), rate(text, theirs) if isinstance(theirs, Quantity) else ""
    return all(rates) and rates[0] != rates[1]


def of_one_unit(text: Text, quantity: Quantity) -> Quantity:
    """A bare number with the unit that its column or the number before it gives it; basis points as points.

    `19 minutes instead of 34`, `1.8 billion euros, of which 300 million have been paid`; and with that of the
    first number in the sentence before: `We asked for 7 percent over two years. They offered 3.`
    """
    if quantity.unit == "basis_point":
        points = {"value_low": quantity.value_low / 100, "value_high": quantity.value_high / 100}
        return quantity.model_copy(update={**points, "unit": "percentage_point"})
    if quantity.unit != "count":
        return quantity
    if unit := _column_unit(text, quantity.start):
        return quantity.model_copy(update={"unit": unit})
    number = text.sentence_at(quantity.start)
    whole = next((q for q in text.numbers_in(number) if q.start > quantity.start), quantity)
    if _has_unit(whole) and _PART.fullmatch(text.text, quantity.end, whole.start):
        return quantity.model_copy(update={"unit": base(whole)})
    before = [q for q in text.numbers_in(number) if q.end <= quantity.start]
    last = before[-1] if before else next(iter(text.numbers_in(number - 1)), quantity)
    if not _has_unit(last) or not (before or dimension(last.unit) != "time"):
        return quantity
    between = text.text[max(last.end, text.sentences[number].start) : quantity.start]
    is_part = last.kind == "money" and (_OF_WHICH.search(between) or _OF_IT.match(text.text, quantity.end))
    is_amount = bool(before and _COMPARED.search(between)) or _is_given(text, number, quantity)
    if not is_part and not (is_amount and is_bare(text, quantity)):
        return quantity
    changed: dict[str, object] = {"unit": base(last)}
    if (
        _MAGNITUDE.search(last.text)
        and not _MAGNITUDE.search(quantity.text)
        and quantity.value_high < _THOUSAND
    ):
        # `We asked for 6 million and got 4.`
        size = next(size for size in _SIZES if last.value_low >= size)
        changed |= {"value_low": quantity.value_low * size, "value_high": quantity.value_high * size}
    return quantity.model_copy(update=changed)


def _is_given(text: Text, number: int, quantity: Quantity) -> bool:
    """Whether a verb for giving or asking precedes a number: `and got 4`, `they offered 3`."""
    before = text.words_in(text.sentences[number].start, quantity.start)[-_FEW_WORDS:]
    return any(word.text in word_set(__package__, "words.json", "giving") for word in before)


def is_bare(text: Text, quantity: Quantity) -> bool:
    """Whether no noun follows a number."""
    match = _NEXT_WORD.match(text.text, quantity.end)
    return match is None or match[1] in words("stop_words") - {"of"}


def _column_unit(text: Text, position: int) -> str | None:
    """The unit in the heading of the column of a table in text: `Size (hectares)`."""
    if not is_in_table(text, position):
        return None
    line = text.text.rfind("\n", 0, position) + 1
    column = text.text.count("|", line, position)
    first = line
    while first and "|" in text.text[(above := text.text.rfind("\n", 0, first - 1) + 1) : first]:
        first = above
    if first == line:
        return None
    headings = text.text[first : text.text.find("\n", first)].split("|")
    # Else that of the line above all columns: `Which party would you vote for? (percent)`
    caption = text.text[:first].rstrip().rpartition("\n")[2]
    for heading in (*headings[column : column + 1], caption):
        match = _IN_BRACKETS.search(heading)
        if match and (unit := units().words.get(match[1].casefold().replace("-", " "))):
            return unit.name
    return None


def is_in_table(text: Text, position: int) -> bool:
    """Whether a line is a row of a table in text."""
    begin, end = text.text.rfind("\n", 0, position) + 1, text.text.find("\n", position)
    return "|" in text.text[begin : end if end >= 0 else None]


def _has_unit(quantity: Quantity) -> bool:
    return quantity.unit not in _OWN_UNITS and quantity.kind != "age"


def tally_at(text: str, quantity: Quantity) -> tuple[str, ...] | None:
    """Both numbers of a tally that a number is one of: `54 to 37`, `nine votes to six`."""
    begin = max(0, quantity.start - _TALLY_REACH)
    for match in TALLY.finditer(text, begin, quantity.end + _TALLY_REACH):
        if any(match.span(side) == (quantity.start, quantity.end) for side in (1, 2)):
            return tally_of(match)
    return None


def tally_of(match: re.Match[str]) -> tuple[str, ...]:
    """Both numbers of a tally in digits."""
    return tuple(numerals().get(side.casefold(), side) for side in match.groups())
