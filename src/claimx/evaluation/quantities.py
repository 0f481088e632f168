"""Quantities: whether they are found, and whether they are understood."""

from __future__ import annotations

from collections import Counter

from claimx.evaluation.gold import GoldArticle
from claimx.evaluation.measures import Counts, Measures, accuracy
from claimx.evaluation.phrases import same_phrase
from claimx.evaluation.spans import overlapping
from claimx.schema import Extraction, Quantity, TextSpan

_FIELDS = ("value", "unit", "relation", "change", "what", "source")
# Values may differ by so much: two thirds may be written 0.667.
_TOLERANCE = 0.001


class QuantityScorer:
    """Quantities, paired with the gold by overlapping text, one to one.

    `found`: there is one. `value_unit_relation`: those three are right too, and in `with_what` also what is
    counted, of which half of the shorter phrase's words must be the same. The accuracies say of those found
    how often each field is right.
    """

    def __init__(self) -> None:
        self._found = Counts()
        self._valued = Counts()
        self._understood = Counts()
        self._right: Counter[str] = Counter()

    def add(self, gold: GoldArticle, read: Extraction | None) -> None:
        """Compare what was read in one article, or nothing, with its gold."""
        expected = list(gold.annotation.quantities or ())
        quantities = read.quantities if read else []
        pairs = overlapping(expected, quantities)
        valued = understood = 0
        for i, j in pairs:
            right = _right_fields(expected[i], quantities[j])
            self._right.update(right)
            valued += {"value", "unit", "relation"} <= right
            understood += {"value", "unit", "relation", "what"} <= right
        sizes = len(quantities), len(expected)
        self._found.add(len(pairs), *sizes)
        self._valued.add(valued, *sizes)
        self._understood.add(understood, *sizes)

    def measures(self) -> Measures:
        """The figures of all articles so far."""
        return {
            "found": self._found.score(),
            "value_unit_relation": self._valued.score(),
            "with_what": self._understood.score(),
            **{field: accuracy(self._right[field], self._found.right) for field in _FIELDS},
        }


def _right_fields(gold: Quantity, read: Quantity) -> set[str]:
    same = {
        "value": _close(gold.value_low, read.value_low) and _close(gold.value_high, read.value_high),
        "unit": gold.unit == read.unit,
        "relation": gold.relation == read.relation,
        "change": gold.change == read.change,
        "what": same_phrase(_text(gold.what), _text(read.what)),
        "source": same_phrase(_text(gold.source), _text(read.source)),
    }
    return {field for field, is_same in same.items() if is_same}


def _text(span: TextSpan | None) -> str | None:
    return span.text if span else None


def _close(gold: float, read: float) -> bool:
    return abs(gold - read) <= _TOLERANCE * max(1, abs(gold))
