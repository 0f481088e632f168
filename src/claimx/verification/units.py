"""The unit and the period of a number, as its sentence gives them: `10 hostages a day`, `one job in nine`."""

from __future__ import annotations

import re

from claimx.schema import Date, Quantity
from claimx.verification.passages import Text

RATE = re.compile(
    r"(?:\s[^\W\d_]+){0,2}\s(?:an?|per|every|each)\s(hour|day|week|month|year|minute|second|night)\b", re.I
)
_ONE_IN = re.compile(r"\bone (?:\w+ ){0,2}in (?:every )?$", re.IGNORECASE)
_ONE_IN_AHEAD = re.compile(
    r"one (?:\w+ ){0,2}in (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|\d)", re.I
)
_ONE_IN_REACH = 40
TALLY = re.compile(r"(?<![\d.,])(\d+)\s*(?:[-–]|to|against)\s*(\d+)(?![\d%]|[.,]\d)")
_TALLY_REACH = 12
_ENDS_CLAUSE = re.compile(r"[.;)]\s")
_OF_WHICH = re.compile(
    r"\b(?:of which|of that|of this|of it),? (?:(?:about|around|nearly|almost|over|more than|some) )?$", re.I
)


def base(quantity: Quantity) -> str:
    """A unit without its rate, the pounds of `£60 a year`; `points` are percentage points."""
    unit = quantity.unit.partition("/")[0]
    return "percentage_point" if unit == "point" else unit


def rate(text: Text, quantity: Quantity) -> str:
    """The unit of a rate, as read or in the words after the number."""
    period = quantity.unit.partition("/")[2]
    match = RATE.match(text.text, quantity.end)
    return period or (match[1].casefold() if match else "")


def differ_in_rate(draft: Text, ours: Quantity, text: Text, theirs: Quantity | Date) -> bool:
    """Whether both are rates, by different periods: `£50,000 a month`, `a year`."""
    rates = rate(draft, ours), rate(text, theirs) if isinstance(theirs, Quantity) else ""
    return all(rates) and rates[0] != rates[1]


def one_in_many(draft: Text, quantity: Quantity) -> Quantity:
    """`nine` in `one job in nine` as about 11 percent; `one` as it is."""
    match = _ONE_IN.search(draft.text, max(0, quantity.start - _ONE_IN_REACH), quantity.start)
    if match is None or quantity.unit != "count" or quantity.value_low <= 1:
        return quantity
    share = 100 / float(quantity.value_low)
    return quantity.model_copy(
        update={"value_low": share, "value_high": share, "unit": "percent", "relation": "~"}
    )


def of_one_unit(text: Text, quantity: Quantity) -> Quantity:
    """A bare number with the unit of the one before: `30 years in prison, but will serve no more than three`.

    Also `300 million` as euros in `1.8 billion euros, of which 300 million have been paid`.
    """
    sentence = text.sentences[text.sentence_at(quantity.start)]
    before = [q for q in text.extraction.quantities if sentence.start <= q.start and q.end <= quantity.start]
    if quantity.unit != "count" or not before:
        return quantity
    last = before[-1]
    is_part = last.kind == "money" and _OF_WHICH.search(text.text, last.end, quantity.start)
    is_last = last.kind == "duration" and _ENDS_CLAUSE.match(text.text, quantity.end)
    if not is_part and not is_last:
        return quantity
    return quantity.model_copy(update={"unit": base(last)})


def tally_at(text: str, quantity: Quantity) -> tuple[str, ...] | None:
    """Both numbers of a tally that a number is one of: `54 to 37`."""
    begin = max(0, quantity.start - _TALLY_REACH)
    for match in TALLY.finditer(text, begin, quantity.end + _TALLY_REACH):
        if any(match.span(side) == (quantity.start, quantity.end) for side in (1, 2)):
            return match.groups()
    return None


def begins_share(draft: Text, quantity: Quantity) -> bool:
    """Whether a number is the `one` of `one job in nine`."""
    return quantity.value_low == 1 and bool(_ONE_IN_AHEAD.match(draft.text, quantity.start))
