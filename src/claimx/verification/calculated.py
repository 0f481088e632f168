"""Numbers of a draft that follow from two of a source: `a third` of two in six, `£45 less`, `seven points`.

The two are in one sentence, or in sentences next to each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from claimx.compare.intervals import dimension, unit_size
from claimx.compare.words import negations
from claimx.schema import Quantity
from claimx.text.lexicon import word_set
from claimx.verification.passages import Match, Text
from claimx.verification.relevance import Candidate
from claimx.verification.sides import beside, sides_beside
from claimx.verification.units import base, is_bare
from claimx.verification.values import is_same, written_digits

# Sentences between two figures, at most.
_APART = 2
_ROUNDING = 0.5
_SAME = 1e-6
_ROUNDED = 0.02
_TELLING_DIGITS = 3
_EACH = frozenset({"each", "average", "apiece", "head"})
_SHARES = frozenset({"fraction", "percent"})
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
            (is_change or (close and len(written_digits(quantity)) >= _TELLING_DIGITS))
            and _is_difference(quantity, one.figure, other.figure)
        ):
            return Match("paraphrased", (), one.text, one.figure)
    for one, other in _share_and_whole(found):
        if base(other.figure) == base(quantity) and _is_part(quantity, one.figure, other.figure):
            return Match("paraphrased", (), other.text, other.figure)
    if beside_it & _EACH:
        for one, other in permutations(found, 2):
            if one.text is other.text and other.figure.unit == "count" and other.figure.value_low > 1:
                each = float(one.figure.value_low) / float(other.figure.value_low)
                if base(one.figure) == base(quantity) and _is_value(quantity, each):
                    return Match("paraphrased", (), one.text, one.figure)
    if rest := next((c for c in found if _is_rest(draft, quantity, c)), None):
        return Match("paraphrased", (), rest.text, rest.figure)
    if total := next((c for c in found if _is_total(quantity, c, found)), None):
        return Match("paraphrased", (), total.text, total.figure)
    return None


def _pairs(
    found: Sequence[Candidate[Quantity]],
) -> Iterator[tuple[Candidate[Quantity], Candidate[Quantity]]]:
    """Two figures of one unit close to each other; one may leave it out: `it covers at least 500`."""
    for one, other in combinations(found, 2):
        units = {base(c.figure) for c in (one, other)}
        bare = any(c.figure.unit == "count" and is_bare(c.text, c.figure) for c in (one, other))
        if one.text is other.text and (len(units) == 1 or (bare and "count" in units)):
            numbers = [c.text.sentence_at(c.figure.start) for c in (one, other)]
            if abs(numbers[0] - numbers[1]) <= _APART and one.figure.value_low != other.figure.value_low:
                yield one, other


def _is_ratio(
    ours: Quantity, one: Quantity, other: Quantity, *, is_change: bool, is_one_sentence: bool
) -> bool:
    """Whether a share or a multiple is that of two numbers, or of their difference."""
    low, high = sorted(abs(float(q.value_low)) for q in (one, other))
    is_whole = ours.unit == "fraction" and ours.value_low >= 1
    if not low or is_whole or ours.unit not in ("fraction", "percent", "times"):
        return False
    if ours.unit == "percent" and ours.relation == "=" and not is_one_sentence:
        return False
    if ours.unit == "times":
        return _is_value(ours, high / low)
    shares = [low / high, 1 - low / high]
    if is_change or ours.unit == "fraction":
        shares.append(high / low - 1)
    if ours.unit == "fraction":
        return any(_is_value(ours, share) for share in shares)
    return any(abs(100 * share - float(ours.value_low)) <= _precision(ours) for share in shares)


def _share_and_whole(
    found: Sequence[Candidate[Quantity]],
) -> Iterator[tuple[Candidate[Quantity], Candidate[Quantity]]]:
    """A share, and a number close to it that it may be a share of."""
    for one, other in permutations(found, 2):
        if one.text is other.text and one.figure.unit in _SHARES and other.figure.unit not in _SHARES:
            numbers = [c.text.sentence_at(c.figure.start) for c in (one, other)]
            if abs(numbers[0] - numbers[1]) <= 1:
                yield one, other


def _is_part(ours: Quantity, share: Quantity, whole: Quantity) -> bool:
    """Whether a number is a share of another: `£155,000`, half of `£310,000`."""
    part = float(share.value_low) * unit_size(share.unit) / 100 * float(whole.value_low)
    return math.isclose(part, float(ours.value_low), rel_tol=_SAME)


def _is_rest(draft: Text, ours: Quantity, candidate: Candidate[Quantity]) -> bool:
    """Whether a share is what another leaves, with a negation: `a third`, of `two in three without one`."""
    theirs = candidate.figure
    if ours.unit not in _SHARES or theirs.unit not in _SHARES:
        return False
    rest = 100 - float(theirs.value_low) * unit_size(theirs.unit)
    denied = [
        any(word.text in negations() for side in beside(text, figure) for word in side)
        for text, figure in ((draft, ours), (candidate.text, theirs))
    ]
    return denied[0] != denied[1] and math.isclose(
        rest, float(ours.value_low) * unit_size(ours.unit), rel_tol=_ROUNDED
    )


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
