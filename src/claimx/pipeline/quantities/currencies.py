"""The currency of a sum whose own words do not say it: pounds, subunits, currencies of several places."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.context import Context, Expression, rule
from claimx.pipeline.quantities.units import (
    UNKNOWN_CURRENCY,
    currency_of_places,
    shared_currency_name,
    subunit_factor,
)

if TYPE_CHECKING:
    pass


# Pounds from this many on are money: articles give such weights in tons.
_LEAST_POUNDS = 100_000
_ENDS_SENTENCE = re.compile(r"[.!?][\"\u201d\u2019']?\s|\n")
_CENTS = re.compile(r"cents?(?!\w)", re.IGNORECASE)
_PLACES = frozenset(("GPE", "LOC", "NORP"))


@rule(
    "money.pounds",
    examples={
        "It was fined {100,000 pounds}.": "100000 GBP",
        "It costs {£3} or {three pounds}.": "3 GBP, 3 GBP",
        "It needs {forty thousand pounds} of {two million pounds}.": "40000 GBP, 2000000 GBP",
    },
    none=["It weighs {99,999 pounds}.", "A {20-pound} turkey costs {£30}."],
)
def pounds_as_money(context: Context, expression: Expression) -> Expression | None:
    """Pounds are money where some in the article are too many for a weight, or where it has a `£`."""
    written = context.text[expression.start : expression.end].lower()
    if expression.unit != "pound" or not written.endswith(" pounds"):
        return None
    return expression.by(pounds_as_money, unit="GBP", kind="money")


@rule(
    "money.by_place",
    needs="syntax",
    examples={
        "Denmark fined the firm {40 million kroner}.": "40000000 DKK",
        "Mexico will spend {90 billion pesos} on the railway.": "90000000000 MXN",
        "In Algeria bread now costs {30 dinars}.": "30 DZD",
        "Kenya pays each farmer {9,000 shillings}.": "9000 KES",
        "Jordan sold the port for {2 million dinars}.": "2000000 JOD",
    },
    none=[
        "The firm was fined {40 million} kroner.",
        "Algeria struck {30 million} coins for the dinar's birthday.",
    ],
)
def currency_by_place(context: Context, expression: Expression) -> Expression | None:
    """The currency names of several countries mean that of the countries and cities in the article."""
    name = shared_currency_name().match(context.text, expression.end) if expression.unit == "count" else None
    if name is None:
        return None
    code = currency_of_places(name["name"], _places(context))
    return expression.by(currency_by_place, end=name.end(), unit=code, kind="money") if code else None


@rule(
    "money.subunit",
    needs="syntax",
    examples={
        "Fares rise by {20 centavos} to {4.60 reais}.": "0.2 BRL, 4.6 BRL",
        "Norway's krone fell by {35 øre}.": "0.35 NOK",
        "Kuwait raised the fee by {250 fils}.": "0.25 KWD",
        "Bread went up {5 cents} to {A$3.20}.": "0.05 AUD, 3.2 AUD",
    },
    none=["It costs {20} centavos.", "It lost {$4m}, or {38 cents}; Bonn paid {€2m}."],
)
def subunit(context: Context, expression: Expression, sums: list[Expression]) -> Expression | None:
    """A hundredth or thousandth of several currencies is one of the nearest sum's, or of the places'."""
    name = shared_currency_name(smaller=True).match(context.text, expression.numeral.end)
    if name is None or expression.kind not in ("count", "money") or expression.group != "single":
        return None
    code = currency_of_places(name["name"], _places(context), _units_near(context, expression, sums))
    unit, slash, per = expression.unit.partition("/")
    if code is None or code == unit:
        return None
    value = round(expression.numeral.value * subunit_factor(code), 6)
    end = max(name.end(), expression.end)
    return expression.by(subunit, end=end, low=value, high=value, unit=code + slash + per, kind="money")


def _units_near(context: Context, expression: Expression, sums: list[Expression]) -> list[str]:
    """The currencies of the other sums in the sentence, nearest first, else the one of all sums."""
    others = [each for each in sums if not _CENTS.search(context.text, *each.range)]
    near = [each for each in others if not _ENDS_SENTENCE.search(context.text, *_between(each, expression))]
    near.sort(key=lambda each: abs(each.start - expression.start))
    units = [each.unit.partition("/")[0] for each in near or others]
    return units if near or len(set(units)) == 1 else []


def _between(one: Expression, other: Expression) -> tuple[int, int]:
    return min(one.end, other.end), max(one.start, other.start)


def _places(context: Context) -> list[str]:
    """The countries, cities and peoples that the article names, in lower case."""
    return [ent.text.lower().removeprefix("the ") for ent in context.doc.ents if ent.label_ in _PLACES]


def with_currencies(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Make money of the expressions before ambiguous currency names that the article settles."""
    most = max((each.high for each in expressions if each.unit == "pound"), default=0)
    if "£" in context.text or most >= _LEAST_POUNDS:
        expressions = [pounds_as_money(context, each) or each for each in expressions]
    expressions = [currency_by_place(context, each) or each for each in expressions]
    # A bare number or sums that only the article names a currency for.
    known = [each for each in expressions if each.kind == "money" and each.unit != UNKNOWN_CURRENCY]
    for position, each in enumerate(expressions):
        if each.unit == UNKNOWN_CURRENCY:
            near = _units_near(context, each, known)
            expressions[position] = replace(each, unit=near[0]) if near else each
        elif read := subunit(context, each, known):
            expressions[position] = read
    return expressions
