"""Numbers of a draft that follow from two of a source: `a third` of two in six, `£45 less`, `seven points`.

The two are in one sentence, or in sentences next to each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations

from claimx.compare.intervals import dimension, unit_size
from claimx.schema import Quantity
from claimx.text.lexicon import word_set
from claimx.verification.passages import Match, Text
from claimx.verification.relevance import Candidate
from claimx.verification.sides import beside, sides_beside
from claimx.verification.units import base
from claimx.verification.values import is_same

# Sentences between two figures, at most.
_APART = 2
_ROUNDING = 0.5
_SAME = 1e-6
_POINTS = "percentage_point"


def match_calculated(draft: Text, quantity: Quantity, found: Sequence[Candidate[Quantity]]) -> Match | None:
    """The verdict on a number that follows from others; None if it follows from none."""
    if quantity.value_low != quantity.value_high or not quantity.value_low:
        return None
    beside_it = {word.text for side in beside(draft, quantity) for word in side}
    is_apart = bool(beside_it & word_set(__package__, "words.json", "apart"))
    is_change = bool(quantity.change or is_apart or sides_beside(draft, quantity))
    pairs = list(_pairs(found))
    if is_change and base(quantity) == "percent":
        points = quantity.model_copy(update={"unit": _POINTS})
        for one, other in pairs:
            if _is_difference(points, one.figure, other.figure):
                # `From 41 to 48 percent` is a rise of seven points, not of seven percent.
                return Match("changed", ("unit",), one.text, one.figure)
    for one, other in pairs:
        close = one.text.sentence_at(one.figure.start) == one.text.sentence_at(other.figure.start)
        if _is_ratio(quantity, one.figure, other.figure, is_change=is_change, is_one_sentence=close) or (
            is_change and _is_difference(quantity, one.figure, other.figure)
        ):
            return Match("paraphrased", (), one.text, one.figure)
    if total := next((c for c in found if _is_total(quantity, c, found)), None):
        return Match("paraphrased", (), total.text, total.figure)
    return None


def _pairs(
    found: Sequence[Candidate[Quantity]],
) -> Iterator[tuple[Candidate[Quantity], Candidate[Quantity]]]:
    """Two figures of one unit close to each other."""
    for one, other in combinations(found, 2):
        if one.text is other.text and base(one.figure) == base(other.figure):
            numbers = [c.text.sentence_at(c.figure.start) for c in (one, other)]
            if abs(numbers[0] - numbers[1]) <= _APART and one.figure.value_low != other.figure.value_low:
                yield one, other


def _is_ratio(
    ours: Quantity, one: Quantity, other: Quantity, *, is_change: bool, is_one_sentence: bool
) -> bool:
    """Whether a share or a multiple is that of two numbers, or of their difference."""
    low, high = sorted(abs(float(q.value_low)) for q in (one, other))
    if not low or ours.unit not in ("fraction", "percent", "times"):
        return False
    if ours.unit == "percent" and ours.relation == "=" and not is_one_sentence:
        return False
    if ours.unit == "times":
        return _is_value(ours, high / low)
    shares = [1 - low / high, high / low - 1] if is_change else [low / high, 1 - low / high]
    if ours.unit == "fraction":
        shares = [low / high, 1 - low / high, high / low - 1]
        return any(_is_value(ours, share) for share in shares)
    return any(abs(100 * share - float(ours.value_low)) <= _precision(ours) for share in shares)


def _is_value(ours: Quantity, value: float) -> bool:
    exact = {"value_low": value, "value_high": value, "relation": "=", "text": ""}
    return is_same(ours, ours.model_copy(update=exact))


def _precision(quantity: Quantity) -> float:
    """Half a unit of the last digit of a number as written."""
    decimals = len(quantity.text.partition(".")[2].split(" ")[0].rstrip("%"))
    return float(_ROUNDING / 10**decimals)


def _is_difference(ours: Quantity, one: Quantity, other: Quantity) -> bool:
    """Whether a number is the difference of two; that of two percentages is in points."""
    unit = _POINTS if base(one) == "percent" else base(one)
    if dimension(base(ours)) != dimension(unit):
        return False
    between = abs(float(one.value_low) - float(other.value_low))
    if base(ours) == _POINTS:
        return abs(between - float(ours.value_low)) <= _precision(ours)
    between *= unit_size(unit) / unit_size(base(ours))
    if ours.relation == "=":
        return math.isclose(between, float(ours.value_low), rel_tol=_SAME)
    return _is_value(ours, between)


def _is_total(ours: Quantity, first: Candidate[Quantity], found: Sequence[Candidate[Quantity]]) -> bool:
    """Whether a number is the sum of all such of a sentence: `seven for it, two against, one abstained`."""
    if ours.unit != "count" and ours.kind != "money":
        return False
    number = first.text.sentence_at(first.figure.start)
    beside = [
        c.figure
        for c in found
        if c.text is first.text
        and c.text.sentence_at(c.figure.start) == number
        and c.figure.unit == ours.unit
    ]
    beside.sort(key=lambda figure: figure.start)
    total = sum(float(figure.value_low) for figure in beside)
    ones = sum(
        word.text == "one" and ours.unit == "count" and not any(f.start <= word.start < f.end for f in beside)
        for word in first.text.words_in(first.text.sentences[number].start, first.text.sentences[number].end)
    )
    return len(beside) > 1 and any(math.isclose(total + extra, float(ours.value_low)) for extra in (0, ones))
