"""When two numbers are the same: as written, rounded, in another unit of the same dimension, or turned round.

A draft may round (`about 4,000` for 3,800, `four decades` for 41 years) but not be more exact than a source.
"""

from __future__ import annotations

import math
import re

from claimx.compare.intervals import dimension, unit_size
from claimx.compare.relations import significant
from claimx.schema import Quantity
from claimx.verification import ChangeKind
from claimx.verification.passages import Text
from claimx.verification.units import base, differ_in_rate, is_in_table

# What `about`, and `more than` of a draft may be away from the source's figure; a share in words is coarser.
_APPROXIMATE, _APPROXIMATE_SHARE = 0.1, 0.15
_OPEN, _OPEN_SHARE, _OPEN_TIMES = 0.15, 0.25, 0.5
_ROUNDED = 0.05
_ROUND_WHOLE = 100
_SAME = 1e-6
# `millions`, read as 2 million and more.
VAGUE = re.compile(r"(?:dozens|hundreds|thousands|millions|billions)\b", re.IGNORECASE)
_VAGUE_SIZE = 500
# Numbers further apart than this are not one mistyped for the other.
_FAR_APART = 12.0
_UP, _DOWN = (">", ">="), ("<", "<=")
_SHARES = frozenset({"percent", "percentage_point", "fraction", "times"})


def is_same(ours: Quantity, theirs: Quantity) -> bool:
    """Whether a number of the draft is one of a source, or what it may be rounded to."""
    # An age may be read as one, or as a number: `women under 50`.
    if ours.text == theirs.text and {ours.unit, theirs.unit} == {"count", "year"}:
        return True
    if {ours.unit, theirs.unit} == {"count", "times"} and theirs.value_low == int(theirs.value_low) > 1:
        # `Four times it collapsed`, `four collapses`
        return is_same(*(q.model_copy(update={"unit": "count"}) for q in (ours, theirs)))
    if dimension(base(ours)) != dimension(base(theirs)):
        return False
    sizes = unit_size(base(ours)), unit_size(base(theirs))
    if VAGUE.match(ours.text):
        return float(ours.value_low) / 2 <= float(theirs.value_low) < _VAGUE_SIZE * float(ours.value_low)
    low, high = float(ours.value_low) * sizes[0], float(ours.value_high) * sizes[0]
    first, last = float(theirs.value_low) * sizes[1], float(theirs.value_high) * sizes[1]
    if math.isclose(low, first, rel_tol=_SAME) and math.isclose(high, last, rel_tol=_SAME):
        return True
    if low == high and first != last and any(math.isclose(low, end, rel_tol=_SAME) for end in (first, last)):
        return True
    if low == high and first == last and _is_rounded(ours, first / sizes[0], same_unit=sizes[0] == sizes[1]):
        return True
    is_share = ours.unit == "fraction"
    relation: str = ours.relation
    if high < 0:
        # Below minus 160 is further from zero.
        low, high, first, last = -high, -low, -last, -first
        relation = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(relation, relation)
    if ours.relation == "~" or (is_share and ours.relation == "="):
        off = _APPROXIMATE_SHARE if is_share and ours.relation == "~" else _APPROXIMATE
        return abs(low - first) <= off * abs(first) and abs(high - last) <= off * abs(last)
    off = _OPEN_SHARE if is_share else _OPEN_TIMES if ours.unit == "times" else _OPEN
    if relation in _UP and theirs.relation not in _DOWN:
        return low <= first <= low * (1 + off)
    if relation in _DOWN and theirs.relation not in _UP:
        return high * (1 - off) <= last <= high
    return False


def is_equal(ours: Quantity, theirs: Quantity) -> bool:
    """Whether two numbers of one dimension have the same value: `a quarter`, `25 percent`."""
    sizes = unit_size(base(ours)), unit_size(base(theirs))
    values = float(ours.value_low) * sizes[0], float(theirs.value_low) * sizes[1]
    return dimension(base(ours)) == dimension(base(theirs)) and math.isclose(*values, rel_tol=_SAME)


def _is_rounded(ours: Quantity, theirs: float, *, same_unit: bool) -> bool:
    """Whether a number is another one rounded; a whole one only to hundreds, or in another unit."""
    value = abs(float(ours.value_low))
    if not value or abs(theirs - value) > _ROUNDED * value or ours.relation not in ("=", "~"):
        return False
    if same_unit and theirs.is_integer() and value % _ROUND_WHOLE:
        return False
    digits = len(f"{significant(value)}".strip("-").replace(".", "").strip("0"))
    place = digits - 1 - math.floor(math.log10(value))
    return math.isclose(round(theirs, place), value, rel_tol=_SAME)


def is_rival(ours: Quantity, theirs: Quantity) -> bool:
    """Whether a number of a source is another one of the same dimension."""
    return dimension(base(ours)) == dimension(base(theirs)) and not is_same(ours, theirs)


def is_mistakable(ours: Quantity, theirs: Quantity) -> bool:
    """Whether one number may be written for another: one of its unit, a count of its size or digits."""
    if (ours.kind == "age") != (theirs.kind == "age") and dimension(ours.unit) == "time":
        return False
    low, high = sorted(abs(float(q.value_high)) for q in (ours, theirs))
    if ours.unit != "count":
        return True
    return high < _FAR_APART * low or sorted(written_digits(ours)) == sorted(written_digits(theirs))


def is_transposed(ours: Quantity, theirs: Quantity) -> bool:
    """Whether two numbers of one dimension differ in their digits, and not only in magnitude."""
    return is_rival(ours, theirs) and significant(float(ours.value_low)) != significant(
        float(theirs.value_low)
    )


def has_other_unit(draft: Text, ours: Quantity, text: Text, theirs: Quantity) -> bool:
    """Whether two numbers are the same figure with other units, rates (`an hour`, `a day`) or magnitudes."""
    if ours.value_low in (0, 1):
        return False
    # 2 million and 2 billion are the same figure.
    if significant(float(ours.value_low)) != significant(float(theirs.value_low)):
        return False
    if base(ours) == base(theirs):
        if differ_in_rate(draft, ours, text, theirs):
            return True
        ratio = abs(math.log10(abs(float(ours.value_low) / float(theirs.value_low))))
        return round(ratio, 6) in (3, 6, 9)
    if not math.isclose(float(ours.value_low), float(theirs.value_low)):
        # `12,000 jobs`, and `£1.2bn`
        return False
    if theirs.unit == "count" and is_in_table(text, theirs.start):
        return False
    if ours.text == theirs.text or {ours.unit, theirs.unit} <= {"count", "fraction", "times"}:
        return False
    return _is_one_family(ours, theirs) and not is_same(ours, theirs)


def _is_one_family(ours: Quantity, theirs: Quantity) -> bool:
    """Whether units may be mistaken for each other; small numbers of other units are alike by chance."""
    if ours.kind == theirs.kind == "money" or {base(ours), base(theirs)} <= _SHARES:
        return True
    return dimension(base(ours)) == dimension(base(theirs)) or len(written_digits(ours)) > 1


def written_digits(quantity: Quantity) -> str:
    """The digits of a number as written: `460` and `4.60` have the same."""
    return re.sub(r"\D", "", quantity.text)


def reversal(ours: Quantity, theirs: Quantity) -> tuple[ChangeKind, ...]:
    """What is turned round: a bound (`more than` into `fewer than`), or a change (a rise into a fall)."""
    if ours.change and theirs.change and ours.change != theirs.change:
        return ("negation",)
    turned = (ours.relation in _UP and theirs.relation in _DOWN) or (
        ours.relation in _DOWN and theirs.relation in _UP
    )
    return ("number",) if turned else ()


def is_verbatim(ours: Quantity, theirs: Quantity) -> bool:
    """Whether two numbers have the same value, unit and bound."""
    return all(
        getattr(ours, name) == getattr(theirs, name)
        for name in ("value_low", "value_high", "unit", "relation")
    )
