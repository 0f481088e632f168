"""The currency of a sum whose own words leave it open: pounds, subunits, currencies of several places."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from claimx.pipeline.quantities.grammar import Context, Expression, rule
from claimx.pipeline.quantities.places import (
    SENTENCE_BREAK,
    codes_of_name,
    shared_currency_name,
    subunit_factor,
)
from claimx.pipeline.quantities.tables import words
from claimx.pipeline.quantities.units import UNKNOWN_CURRENCY

# Pounds from this many on are money: articles give such weights in tons.
_LEAST_POUNDS = 100_000
_CENTS = re.compile(r"cents?(?!\w)", re.IGNORECASE)
_OF = re.compile(r"\sof\s")
_BRACKET = re.compile(r"\s?[(\[]")


@rule(
    "money.pounds",
    needs="syntax",
    examples={
        "It was fined {100,000 pounds}.": "100000 GBP",
        "It costs {£3} or {three pounds}.": "3 GBP, 3 GBP",
        "It needs {forty thousand pounds} of {two million pounds}.": "40000 GBP, 2000000 GBP",
        "In Cairo a kilo of sugar costs {50 pounds}.": "50 EGP",
        "A Beirut baker pays {60,000 pounds a day} in rent.": "60000 LBP/day",
        "She owes {6,500 pounds} in rent.": "6500 GBP",
        "The bakery was told to repay {900 pounds} to a customer.": "900 GBP",
        "He has a debt of {750 pounds}, the court heard.": "750 GBP",
        "A donor in Leeds, England, gave the party {thousands of pounds}.": "2000 GBP",
        "Qatar backs a {20 million pound} stadium.": "20000000 GBP",
    },
    none=[
        "It weighs {99,999 pounds}.",
        "A {20-pound} turkey costs {£30}.",
        "In Cairo he paid for {50 pounds} of sugar.",
        "The stones at Giza in Egypt weigh {thousands of pounds}.",
        "The price of a dog of {40 pounds} is {$200} in Beirut.",
        "He paid for {40 pounds} of copper, and lost {30 pounds} in May.",
        "The farm paid {200 pounds} of grain in rent.",
        "It costs {$9} to send {20 pounds}.",
    ],
)
def pounds_as_money(
    context: Context, expression: Expression, sums: list[Expression], *, are_money: bool
) -> Expression | None:
    """Pounds are money beside a `£`, where too many to weigh, where paid, and as prices in some countries."""
    unit, slash, per = expression.unit.partition("/")
    of = _OF.match(context.text, expression.numeral.end) if expression.numeral.form == "plural" else None
    name = shared_currency_name().match(context.text, of.end() - 1 if of else expression.numeral.end)
    weighs = name is not None and (name["name"].lower() != "pounds" or name.group()[0] == "-")
    if unit != "pound" or name is None or (weighs and expression.high < _LEAST_POUNDS):
        return None
    local = context.places.currency(codes_of_name("pounds"), *expression.range)
    are_money = are_money or _is_paid(context, expression)
    vague = expression.numeral.form == "plural" and _is_given(context, expression)
    if not are_money and not vague and not (local and _is_price(context, expression, sums)):
        return None
    return expression.by(pounds_as_money, unit=f"{local or 'GBP'}{slash}{per}", kind="money")


def _is_paid(context: Context, expression: Expression) -> bool:
    """Whether pounds are what is owed or paid, or the size of a debt; not in `paid 200 pounds of grain`."""
    if _OF.match(context.text, expression.end):
        return False
    name = shared_currency_name().match(context.text, expression.numeral.end)
    pounds = context.token_at((name.end() if name else expression.end) - 1)
    if pounds.dep_ == "obj" and not any(each.dep_ == "case" for each in pounds.lefts):
        other = re.search(r"[0-9]", context.text[pounds.head.idx : expression.start])
        return other is None and pounds.head.lemma_.lower() in words("paying")
    before = [each.lemma_.lower() for each in islice(context.before(expression.start), 2)]
    return before[:1] == ["of"] and before[-1] in words("debts")


def _is_given(context: Context, expression: Expression) -> bool:
    """Whether thousands of pounds, of nothing, are given, paid or earned in their sentence."""
    about = context.is_about(words("prices") | words("money") | words("giving"), expression.range)
    of = _OF.match(context.text, expression.end)
    return about and not of and not context.is_about(words("weights"), expression.range)


def _is_price(context: Context, expression: Expression, sums: list[Expression]) -> bool:
    """Whether a weight or sum is a sum: in a sentence about prices without another, or one in brackets."""
    if _OF.match(context.text, expression.end) or not context.is_about(words("prices"), expression.range):
        return False
    bracket = _BRACKET.match(context.text, expression.end)
    return bool(bracket) or not _sums_in_sentence(context, expression, sums)


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
    codes = codes_of_name(name["name"])
    near = (code for code in _units_near(context, expression, sums) if code in codes)
    # Cents are never of a place: too many countries have them.
    code = next(near, None)
    if code is None and "USD" not in codes:
        code = context.places.currency(codes, *expression.range)
    unit, slash, per = expression.unit.partition("/")
    if code is None or code == unit:
        return None
    value = round(expression.numeral.value * subunit_factor(code), 6)
    end = max(name.end(), expression.end)
    return expression.by(subunit, end=end, low=value, high=value, unit=code + slash + per, kind="money")


def _units_near(context: Context, expression: Expression, sums: list[Expression]) -> list[str]:
    """The currencies of the other sums in the sentence, nearest first, else the one of all sums."""
    others = [each for each in sums if not _CENTS.search(context.text, *each.range)]
    near = _sums_in_sentence(context, expression, others)
    near.sort(key=lambda each: abs(each.start - expression.start))
    units = [each.unit.partition("/")[0] for each in near or others]
    return units if near or len(set(units)) == 1 else []


def _sums_in_sentence(context: Context, expression: Expression, sums: list[Expression]) -> list[Expression]:
    return [each for each in sums if not SENTENCE_BREAK.search(context.text, *_between(each, expression))]


def _between(one: Expression, other: Expression) -> tuple[int, int]:
    return min(one.end, other.end), max(one.start, other.start)


def with_currencies(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Make money of the expressions before ambiguous currency names that the article settles."""
    sums = [each for each in expressions if each.kind == "money"]
    pounds = [each.high for each in expressions if each.unit.partition("/")[0] == "pound"]
    if pounds:
        are_money = "£" in context.text or max(pounds) >= _LEAST_POUNDS
        expressions = [
            pounds_as_money(context, each, sums, are_money=are_money) or each for each in expressions
        ]
    # A bare number or sums that only the article names a currency for.
    known = [each for each in expressions if each.kind == "money" and each.unit != UNKNOWN_CURRENCY]
    for position, each in enumerate(expressions):
        if each.unit.partition("/")[0] == UNKNOWN_CURRENCY:
            near = _units_near(context, each, known)
            if name := shared_currency_name().match(context.text, each.numeral.end):
                near = [code for code in near if code in codes_of_name(name["name"])]
            expressions[position] = (
                replace(each, unit=each.unit.replace(UNKNOWN_CURRENCY, near[0])) if near else each
            )
        elif read := subunit(context, each, known):
            expressions[position] = read
    return expressions
