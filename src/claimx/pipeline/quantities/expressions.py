"""Expressions of quantity: a number together with its currency, unit and per-part, or a range of two.

An expression is what `Quantity.range` will cover (`$3.2 million`, `10 to 20`, `two billion tons per year`),
with its value and unit. Offsets are code points into the text, end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

import numpy as np

from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.measures import (
    Measure,
    Sign,
    measure_after,
    name_before,
    percent_before,
    rate_after,
    sign_before,
)
from claimx.pipeline.quantities.numerals import Numeral, find_numerals
from claimx.pipeline.quantities.tables import table, units
from claimx.schema import Relation
from claimx.text.patterns import GAP
from claimx.text.tokens import Range

_DASH = r"[-\u2010-\u2014\u2212]"
_TO = re.compile(rf"(?:{GAP}?{_DASH}{GAP}?|{_DASH}?{GAP}(?:to|through){GAP}|-to-)$", re.IGNORECASE)
_OR = re.compile(rf"{_DASH}?{GAP}or{GAP}$", re.IGNORECASE)
_EITHER = re.compile(rf"(?<!\w)either{GAP}$", re.IGNORECASE)
_AND = re.compile(rf"{_DASH}?{GAP}and{GAP}$", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?<!\w)between{GAP}(?:the{GAP}ages{GAP}of{GAP}|an?{GAP})?$", re.IGNORECASE)
_FROM = re.compile(rf"(?<!\w)from{GAP}(?:[\w-]+{GAP}){{0,3}}$", re.IGNORECASE)
_BY = re.compile(
    rf"(?<!\w)by{GAP}(?:(?:a|an|further|additional|another|about|some){GAP}){{0,2}}$", re.IGNORECASE
)
_MINUS_WORD = re.compile(rf"(?<!\w)(?<!or )(?:minus|negative){GAP}$", re.IGNORECASE)
_UNIT_AND = re.compile(rf"(?<!\w)(?P<count>an?|one){GAP}(?P<unit>[^\W\d_]+){GAP}and{GAP}$", re.IGNORECASE)
_PART_OF_A = re.compile(rf"{GAP}(?:of{GAP})?(?:an?|one)(?=[\s-])", re.IGNORECASE)
_NEXT_IN_ROW = re.compile(rf"{GAP}(?:straight|consecutive|successive|running){GAP}", re.IGNORECASE)
_OF = re.compile(rf"{GAP}of(?=\s)", re.IGNORECASE)
_MAGNITUDE = re.compile(r"[ -]magnitude(?!\w)")
_MAGNITUDE_BEFORE = re.compile(r"(?<!\w)magnitude(?: of | |-)$", re.IGNORECASE)
_LISTED = re.compile(rf"{GAP}(?:and|or|to|versus|vs\.?){GAP}|,{GAP}(?:and{GAP}|or{GAP})?", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:[.,;:!?)](?!\w)|$)")
_LONGEST_LINK = 12
_WIDEST_MOVE = 2  # How many times the lower end of a size the upper one is.
_SCALES = (1e3, 1e6, 1e9, 1e12)


@dataclass(slots=True)
class Expression:
    """A quantity as written. `number` .. `number_end` is its number alone (the first one, of a range)."""

    start: int
    end: int
    low: float
    high: float
    unit: str
    kind: str
    numeral: Numeral
    relation: Relation = "="
    group: Literal["single", "range", "tally"] = "single"

    @property
    def is_measure(self) -> bool:
        """Whether a unit of measure is part of the expression."""
        return self.kind not in (
            "count",
            "money",
            "percent",
            "percentage_point",
            "basis_point",
            "point",
            "fraction",
            "times",
        )


def find_expressions(layout: Layout, dates: Iterable[Range] = ()) -> list[Expression]:
    """Every expression of quantity in the text, in order, before anything is left out.

    A number inside one of the `dates` is joined with no other (`from 40% on July 14 to 46%`).
    """
    found: list[Expression] = []
    dated = {place for date in dates for place in range(date.start, date.end)}
    for numeral in find_numerals(layout.text):
        if numeral.start in dated and numeral.end - 1 in dated:
            continue
        expression = _single(layout, numeral, found[-1].end if found else 0)
        if expression is None or (found and expression.start < found[-1].end):
            continue
        joined = _joined(layout, found[-1], expression) if found else None
        if joined is not None:
            found[-1] = joined
            continue
        if found:
            _share_unit(layout.text, found[-1], expression)
        found.append(expression)
    return found


# How probable a unit without a number must be as a quantity, by the network (`more than an hour`).
_LIKELY_UNIT = 0.5
_ARTICLE = re.compile(rf"(?<!\w)an?{GAP}$", re.IGNORECASE)


def with_bare_units(layout: Layout, expressions: list[Expression]) -> list[Expression]:
    """Add units that stand for one of it, where the network takes them for a quantity: `took an hour`."""
    if layout.encoding is None or layout.encoding.pointers is None:
        return expressions
    taken = {place for each in expressions for place in range(each.start, each.end)}
    added = []
    for word in np.flatnonzero(layout.encoding.pointers.quantity > _LIKELY_UNIT).tolist():
        start, end = layout.range_of(word, word + 1)
        unit = units().words.get(layout.text[start:end].lower())
        if unit is None or unit.kind != "time" or not taken.isdisjoint(range(start, end)):
            continue
        article = _ARTICLE.search(layout.text, max(0, start - 4), start)
        start = article.start() if article else start
        added.append(_expression(Numeral(start, end, 1.0, "words"), start, end, 1.0, unit.name, unit.kind))
    return sorted([*expressions, *added], key=lambda each: each.start)


# ---------------------------------------------------------------- one number


def _single(layout: Layout, numeral: Numeral, since: int) -> Expression | None:
    """The expression of one number; what stands before the offset `since` belongs to the one before."""
    text, (start, end, value, *_) = layout.text, numeral
    if numeral.form == "multiple":
        return _expression(numeral, start, end, value, "times", "times")
    if numeral.form == "fraction":
        return _fraction(text, numeral)
    if numeral.form == "plural":
        return _plural(text, numeral)
    if numeral.form == "digits" and (sign := sign_before(text, start)) and sign.start >= since:
        end, value = (end + len(numeral.suffix), value * 1e6) if numeral.suffix else (end, value)
        return _priced(text, numeral, sign, end, value)
    if numeral.scaled and (sign := name_before(text, start)) and not measure_after(text, end, value):
        return _priced(text, numeral, sign, end, value)
    if numeral.suffix:
        end, value = _million_or_metres(layout, numeral)
    start, value = _signed(text, start, value)
    measure = measure_after(text, end, value)
    if measure is None and (percent := percent_before(text, start)) is not None and _CLOSED.match(text, end):
        return _expression(numeral, percent, end, value, "percent", "percent")
    if magnitude := _MAGNITUDE.match(text, end):
        return _expression(numeral, start, magnitude.end(), value, "magnitude", "ratio")
    if measure is None and _MAGNITUDE_BEFORE.search(text, max(0, start - 14), start):
        return _checked(text, _expression(numeral, start, end, value, "magnitude", "ratio"))
    if measure is None:
        counted = _expression(numeral, start, end, value, "count", "count")
        return _checked(text, _with_rate(text, counted))
    return _checked(text, _with_rate(text, _measured(numeral, start, value, measure)))


def _priced(text: str, numeral: Numeral, sign: Sign, end: int, value: float) -> Expression | None:
    value = _exact(value * sign.factor)
    return _checked(text, _with_rate(text, _expression(numeral, sign.start, end, value, sign.code, "money")))


def _exact(value: float) -> float:
    """The value without the digits that only binary arithmetic adds (`16399999.999999998`)."""
    return float(f"{value:.12g}")


def _expression(numeral: Numeral, start: int, end: int, value: float, unit: str, kind: str) -> Expression:
    relation: Relation = ">=" if numeral.form == "plural" else "="
    return Expression(start, end, value, value, unit, kind, numeral, relation)


def _measured(numeral: Numeral, start: int, value: float, measure: Measure) -> Expression:
    return _expression(
        numeral, start, measure.end, _exact(value * measure.factor), measure.unit, measure.kind
    )


def _checked(text: str, expression: Expression) -> Expression | None:
    """None when letters cling to the end: an ordinal, a decade or a name (`1st`, `1980s`, `5G`)."""
    end = expression.end
    return None if end < len(text) and (text[end].isalnum() or text[end] == "_") else expression


def _with_rate(text: str, expression: Expression) -> Expression:
    rate = rate_after(text, expression.end, expression.kind)
    if rate is None:
        return expression
    return replace(expression, end=rate.end, unit=f"{expression.unit}/{rate.unit}")


def _signed(text: str, start: int, value: float) -> tuple[int, float]:
    if (
        start
        and text[start - 1] in "-\u2212"
        and (start == 1 or text[start - 2].isspace() or text[start - 2] in "([")
    ):
        return start - 1, -value
    if word := _MINUS_WORD.search(text, max(0, start - 12), start):
        return word.start(), -value
    return start, value


def _million_or_metres(layout: Layout, numeral: Numeral) -> tuple[int, float]:
    """`400m euros` and `400m people` are millions, `the 400m mark` and `400m` alone are metres."""
    after = numeral.end + len(numeral.suffix)
    if measure_after(layout.text, after, numeral.value * 1e6):
        return after, numeral.value * 1e6
    following = next(iter(layout.after(after)), None)
    if following is not None and following.tag_ in ("NNS", "NNPS", "JJ") and numeral.suffix == "m":
        return after, numeral.value * 1e6
    return numeral.end, numeral.value


def _fraction(text: str, numeral: Numeral) -> Expression | None:
    start, end, value = numeral.start, numeral.end, numeral.value
    start, value = _signed(text, start, value)
    before = _UNIT_AND.search(text, max(0, start - 24), start)
    whole = measure_after(text, before.start("unit") - 1, 1) if before else None
    if before and whole and whole.end == before.end("unit"):
        return _expression(numeral, before.start(), end, 1 + value, whole.unit, whole.kind)
    of_a = _PART_OF_A.match(text, end)
    next_in_row = _NEXT_IN_ROW.match(text, end)  # `a third straight year`
    measure = None if next_in_row else measure_after(text, of_a.end() if of_a else end, value)
    if measure is not None and (of_a or measure.kind != "point"):
        return _with_rate(text, _measured(numeral, start, value, measure))
    return _checked(text, _expression(numeral, start, end, _exact(value), "fraction", "fraction"))


def _plural(text: str, numeral: Numeral) -> Expression:
    of = _OF.match(text, numeral.end)
    measure = measure_after(text, of.end(), numeral.value) if of else None
    if measure is not None and measure.kind not in ("point", "times"):
        return _with_rate(text, _measured(numeral, numeral.start, numeral.value, measure))
    return _with_rate(text, _expression(numeral, numeral.start, numeral.end, numeral.value, "count", "count"))


# ---------------------------------------------------------------- two numbers


def _joined(layout: Layout, first: Expression, second: Expression) -> Expression | None:
    """The range that two neighbouring expressions make, or None."""
    if first.group != "single" or second.start - first.end > _LONGEST_LINK or not _same_kind(first, second):
        return None
    low = _rescaled(first, second)
    if not (low < second.high and _is_range(layout, first, second)):
        return None
    stated = second if second.kind != "count" else first
    return replace(
        second,
        start=first.start,
        low=low,
        unit=stated.unit,
        kind=stated.kind,
        numeral=first.numeral,
        group="range",
        relation=second.relation if second.relation == first.relation else "=",
    )


def _is_range(layout: Layout, first: Expression, second: Expression) -> bool:
    """Whether the words between two expressions, and before them, make them the ends of a range."""
    text = layout.text
    link = text[first.end : second.start]
    if _AND.match(link):
        return bool(_BETWEEN.search(text, max(0, first.start - 24), first.start))
    if _OR.match(link):
        either = _EITHER.search(text, max(0, first.start - 8), first.start)
        return first.unit in ("count", second.unit) and not either
    if not _TO.match(link):
        return False
    if first.kind == "percent" and text[first.start - 1 : first.start] == "(":
        return False  # `(46 percent to 40 percent)` are two shares of a poll
    near = second.high <= _WIDEST_MOVE * first.high
    if near and _BY.search(text, max(0, first.start - 24), first.start):
        return True  # `cut it by 2% to 3%`, not `rose by $6 million to $33 million`
    # `rose from $10 to $12` and `rose $2 to $12` tell of levels, `rose 2 to 3 percent` does not.
    spelled_out = first.kind != "count" or _FROM.search(text, max(0, first.start - 30), first.start)
    return not (spelled_out and _moves(layout, first))


def _share_unit(text: str, first: Expression, second: Expression) -> None:
    """Give a bare number the unit that only the next one spells out: `by 5 and 10 points`."""
    if (
        first.unit != "count"
        or first.group != "single"
        or second.kind in ("count", "times", "time", "fraction")
    ):
        return
    link = text[first.end : second.start]
    if (
        _LISTED.fullmatch(link)
        and second.start == second.numeral.start
        and (
            second.kind in ("percent", "percentage_point", "point", "basis_point")
            or (first.numeral.form == "digits")
        )
    ):
        first.unit, first.kind = second.unit, second.kind


def _same_kind(first: Expression, second: Expression) -> bool:
    if first.unit == second.unit.partition("/")[0] or first.kind == "count":
        return second.kind != "times" or first.numeral.form != "multiple"
    return first.kind == "money" and second.kind == "count"


def _rescaled(first: Expression, second: Expression) -> float:
    """The first value, in millions where only the second says so (`$10 to $20 million`)."""
    if not second.numeral.scaled or first.numeral.scaled:
        return first.low
    for scale in _SCALES:
        top = second.high / scale
        if 1 <= top < 1000 and first.low < top:
            return first.low * scale
    return first.low


def _moves(layout: Layout, expression: Expression) -> bool:
    """Whether the words around say that something went from one level to another."""
    changes = table("changes")
    words = {
        word
        for side in ("increase", "decrease")
        for word in (*changes[side]["verbs"], *changes[side]["nouns"])
    }
    words |= {"go", "move", "change", "shift", "up", "down", "swing"}
    for token in islice(layout.before(expression.start), 8):
        if token.lemma_.lower() in words:
            return True
        if token.lemma_.lower() in ("range", "vary"):
            return False
    head = layout.token_at(expression.numeral.start).head
    return head.lemma_.lower() in words or head.head.lemma_.lower() in words
