"""How a number is read together with its sign, its unit and its per-part.

An example of a rule has its quantities in braces, and their readings as values and units. Offsets are code
points into the text, end exclusive.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from claimx.pipeline.quantities.context import Context, Expression, Rule, rule
from claimx.pipeline.quantities.filters import in_date
from claimx.pipeline.quantities.numbers import Numeral, find_numerals
from claimx.pipeline.quantities.pairs import range_of_two, shared_unit
from claimx.pipeline.quantities.tables import currencies
from claimx.pipeline.quantities.units import (
    UnitMatch,
    name_before,
    per_after,
    percent_before,
    sign_before,
    unit_after,
)
from claimx.schema import Relation
from claimx.text.patterns import GAP
from claimx.text.tokens import Range


def find_expressions(context: Context) -> list[Expression]:
    """Every expression of quantity in the text, in order, before anything is left out.

    A number inside a date is joined with no other (`from 40% on July 14 to 46%`).
    """
    found: list[Expression] = []
    for numeral in find_numerals(context.text):
        if numeral.start in context.dated and numeral.end - 1 in context.dated:
            context.reject(Range(numeral.start, numeral.end), in_date)
            continue
        expression = _one_number(context, numeral, found[-1].end if found else 0)
        if expression is None or (found and expression.start < found[-1].end):
            continue
        if found:
            if joined := range_of_two(context, found[-1], expression):
                found[-1] = joined
                continue
            if shared_unit(context, found[-1], expression):
                found[-1] = found[-1].by(shared_unit, unit=expression.unit, kind=expression.kind)
        found.append(expression)
    return found


_MINUS_WORD = re.compile(rf"(?<!\w)(?<!or )(?:minus|negative){GAP}$", re.IGNORECASE)
_UNIT_AND = re.compile(rf"(?<!\w)(?P<count>an?|one){GAP}(?P<unit>[^\W\d_]+){GAP}and{GAP}$", re.IGNORECASE)
_PART_OF_A = re.compile(rf"{GAP}(?:of{GAP})?(?:an?|one)(?=[\s-])", re.IGNORECASE)
_NEXT_IN_ROW = re.compile(rf"{GAP}(?:straight|consecutive|successive|running){GAP}", re.IGNORECASE)
_OF = re.compile(rf"{GAP}of(?=\s)", re.IGNORECASE)
_MAGNITUDE = re.compile(r"[ -]magnitude(?!\w)")
_MAGNITUDE_BEFORE = re.compile(r"(?<!\w)magnitude(?: of | |-)$", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:[.,;:!?)](?!\w)|$)")


class _Written(NamedTuple):
    """A numeral with its minus sign and its magnitude; `since` is the end of the expression before it."""

    numeral: Numeral
    start: int
    end: int
    value: float
    since: int

    def expression(self, unit: str, kind: str, **changes: float) -> Expression:
        """The expression of the number, `changes` to its `start`, `end` and `value` applied."""
        start, end = int(changes.get("start", self.start)), int(changes.get("end", self.end))
        value = float(changes.get("value", self.value))
        if not value.is_integer():
            value = float(f"{value:.12g}")  # 16.4 * 1e6 is 16399999.999999998
        relation: Relation = ">=" if self.numeral.form == "plural" else "="
        return Expression(start, end, value, value, unit, kind, self.numeral, relation)

    def measured(self, unit: UnitMatch) -> Expression:
        """The expression of the number and the unit after it."""
        return self.expression(unit.unit, unit.kind, end=unit.end, value=self.value * unit.factor)


@rule("multiple", examples={"Sales {doubled}.": "2 times", "It costs {twice} as much.": "2 times"})
def multiple(context: Context, at: _Written) -> Expression | None:
    """One word says how many times: `twice`, `tripled`, `fivefold`."""
    return at.expression("times", "times")


@rule("unit.and_fraction", examples={"It took {an hour and a half}.": "1.5 hour"})
def unit_and_fraction(context: Context, at: _Written) -> Expression | None:
    """A fraction after `a`, a unit and `and` adds to one of the unit."""
    before = _UNIT_AND.search(context.text, max(0, at.start - 24), at.start)
    whole = unit_after(context.text, before.start("unit") - 1, 1) if before else None
    if before is None or whole is None or whole.end != before.end("unit"):
        return None
    return at.expression(whole.unit, whole.kind, start=before.start(), value=1 + at.value)


@rule(
    "unit.of_fraction",
    examples={
        "It took {half an hour}.": "0.5 hour",
        "It rose {half a percentage point}.": "0.5 percentage_point",
    },
    none=["She won a third straight year."],
)
def fraction_of_unit(context: Context, at: _Written) -> Expression | None:
    """A fraction is a part of the unit after it."""
    if _NEXT_IN_ROW.match(context.text, at.end):
        return None
    of_a = _PART_OF_A.match(context.text, at.end)
    unit = unit_after(context.text, of_a.end() if of_a else at.end, at.value)
    return at.measured(unit) if unit is not None and (of_a or unit.kind != "point") else None


@rule("fraction", examples={"{Two-thirds} of the voters came.": "0.666666666667 fraction"})
def fraction(context: Context, at: _Written) -> Expression | None:
    """A fraction without a unit is a share: `one in five`, `half of them`."""
    return at.expression("fraction", "fraction")


@rule("unit.of_plural", examples={"They drove {thousands of miles}.": "2000 mile"})
def plural_of_unit(context: Context, at: _Written) -> Expression | None:
    """A plural number with `of` and a unit or currency after it."""
    of = _OF.match(context.text, at.end)
    unit = unit_after(context.text, of.end(), at.value) if of else None
    return at.measured(unit) if unit is not None and unit.kind not in ("point", "times") else None


# `R500,000` is rand and `N15,000` naira, but `R2` is a droid and `N95` a mask: no code has so large a number.
LEAST_AFTER_LETTER = 1_000


@rule(
    "money.sign",
    examples={
        "It costs {$3.2 million}.": "3200000 USD",
        "It costs {R18 million}.": "18000000 ZAR",
        "It costs {N15,000}.": "15000 NGN",
        "It costs {KSh2,000}.": "2000 KES",
        "It costs {GH¢300}.": "300 GHS",
        "It costs {FJ$2.90}.": "2.9 FJD",
        "It costs {$US55,931}.": "55931 USD",
        "It costs {US$ 20,000}.": "20000 USD",
        "It costs {EUR5m}.": "5000000 EUR",
    },
    none=["They met on the N95 road."],
)
def currency_sign(context: Context, at: _Written) -> Expression | None:
    """A currency sign or code right before the number; an `m` after it is million."""
    if at.numeral.form != "digits":
        return None
    sign = sign_before(context.text, at.start)
    if sign is None or sign.start < at.since:
        return None
    suffix = at.numeral.suffix
    is_letter = context.text[sign.start : at.start].strip() in currencies().letters
    if is_letter and at.value < LEAST_AFTER_LETTER and not suffix:
        return None
    value = at.value * 1e6 if suffix else at.value
    return at.expression(
        sign.code, "money", start=sign.start, end=at.end + len(suffix), value=value * sign.factor
    )


@rule("money.name_first", examples={"It costs {rupees 5 lakh}.": "500000 INR"})
def currency_name(context: Context, at: _Written) -> Expression | None:
    """A currency name right before a number with a magnitude."""
    if not at.numeral.scaled or (sign := name_before(context.text, at.start)) is None:
        return None
    if unit_after(context.text, at.end, at.value):
        return None
    return at.expression(sign.code, "money", start=sign.start, value=at.value * sign.factor)


@rule(
    "unit",
    examples={
        "It fell {16 per cent}.": "16 percent",
        "It costs {50 cents}.": "0.5 USD",
        "It costs {300 Kuwaiti dinars}.": "300 KWD",
        "It weighs {20 kg}.": "20 kilogram",
        "It lasts {three more months}.": "3 month",
        "It is {-5 degrees Celsius}.": "-5 degree_celsius",
    },
    none=["It has {240} seats."],
)
def unit(context: Context, at: _Written) -> Expression | None:
    """A unit of measure, a percent sign or a currency right after the number."""
    found = unit_after(context.text, at.end, at.value)
    return at.measured(found) if found is not None else None


@rule("percent.of", examples={"It reached {a percentage of 40}.": "40 percent"})
def percentage_of(context: Context, at: _Written) -> Expression | None:
    """`a percentage of` before a number that ends its clause."""
    start = percent_before(context.text, at.start)
    if start is None or not _CLOSED.match(context.text, at.end):
        return None
    return at.expression("percent", "percent", start=start)


@rule(
    "magnitude",
    examples={
        "A {6.8-magnitude} quake hit.": "6.8 magnitude",
        "Its magnitude of {5.7} fell.": "5.7 magnitude",
    },
)
def magnitude(context: Context, at: _Written) -> Expression | None:
    """The magnitude of an earthquake."""
    if after := _MAGNITUDE.match(context.text, at.end):
        return at.expression("magnitude", "ratio", end=after.end())
    before = _MAGNITUDE_BEFORE.search(context.text, max(0, at.start - 14), at.start)
    return at.expression("magnitude", "ratio") if before else None


@rule(
    "count",
    examples={"They held {12} men.": "12 count"},
    none=["They paid {$5}.", "the 1980s", "the 22nd man"],
)
def count(context: Context, at: _Written) -> Expression | None:
    """A number without a unit counts what is named around it."""
    return at.expression("count", "count")


@rule(
    "per",
    examples={
        "Oil costs {$40 a barrel}.": "40 USD/barrel",
        "They make {20 a day}.": "20 count/day",
        "The rate is {40 per 100,000 people}.": "40 count/100000_person",
    },
    none=["It opened {10 years} later."],
)
def per(context: Context, expression: Expression) -> Expression | None:
    """A per-part right after the expression: `a barrel`, `per hour`, `each year`."""
    found = per_after(context.text, expression.end, expression.kind)
    if found is None:
        return None
    return expression.by(per, end=found.end, unit=f"{expression.unit}/{found.unit}")


_ReadsOne = Rule[[Context, _Written], Expression | None]
# By the form of a number the rules that may read it, the first that does decides.
_PRICED: tuple[_ReadsOne, ...] = (currency_sign, currency_name)
_UNITS: tuple[_ReadsOne, ...] = (unit, percentage_of, magnitude, count)
_BY_FORM: dict[str, tuple[_ReadsOne, ...]] = {
    "multiple": (multiple,),
    "fraction": (unit_and_fraction, fraction_of_unit, fraction),
    "plural": (plural_of_unit, count),
}
# Rules whose expression takes no per-part.
_NO_PER = (multiple, unit_and_fraction, fraction, percentage_of, magnitude)


def _one_number(context: Context, numeral: Numeral, since: int) -> Expression | None:
    """The expression of one number; text before the offset `since` belongs to the expression before."""
    at = _Written(numeral, *numeral[:3], since)
    expression = None
    if numeral.form in ("digits", "words"):
        expression = _first(_PRICED, context, at)
    if expression is None:
        if numeral.form in ("digits", "words", "fraction"):
            at = _signed(context, at)
        expression = _first(_BY_FORM.get(numeral.form, _UNITS), context, at)
    if expression is None:
        return None
    end, text = expression.end, context.text
    # Letters cling to an ordinal, a decade or a name: `1st`, `1980s`, `5G`.
    return None if end < len(text) and (text[end].isalnum() or text[end] == "_") else expression


def _first(rules: tuple[_ReadsOne, ...], context: Context, at: _Written) -> Expression | None:
    for each in rules:
        if (read := each(context, at)) is not None:
            expression = read.by(each)
            return expression if each in _NO_PER else per(context, expression) or expression
    return None


# Adjectives after a length: `1.8m tall` is no million.
_SIZES = frozenset(("tall", "high", "long", "wide", "deep", "thick", "broad", "square", "away", "apart"))


def _signed(context: Context, at: _Written) -> _Written:
    """The number with its magnitude `m`, where it is not metres, and its minus sign."""
    text, (numeral, start, end, value, since) = context.text, at
    if numeral.suffix:
        # `400m euros` and `400m people` are millions, `the 400m mark` and `400m` alone are metres.
        after = end + len(numeral.suffix)
        following = next(context.after(after), None)
        is_size = following is not None and following.lower_ in _SIZES
        plural = not is_size and following is not None and following.tag_ in ("NNS", "NNPS", "JJ")
        plural = plural and numeral.suffix == "m"
        if plural or unit_after(text, after, value * 1e6):
            end, value = after, value * 1e6
    if (
        start
        and text[start - 1] in "-\u2212"
        and (start == 1 or text[start - 2].isspace() or text[start - 2] in "([")
    ):
        start, value = start - 1, -value
    elif word := _MINUS_WORD.search(text, max(0, start - 12), start):
        start, value = word.start(), -value
    return _Written(numeral, start, end, value, since)
