"""Units by context: alone, in compounds, by what is measured; the currency of a sum that leaves it open."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from claimx.pipeline.quantities.changes import SHARE_INDEXES
from claimx.pipeline.quantities.grammar import Context, Expression, rule, with_added
from claimx.pipeline.quantities.numbers import Numeral
from claimx.pipeline.quantities.people import OLDEST
from claimx.pipeline.quantities.places import (
    SENTENCE_BREAK,
    codes_of_name,
    shared_currency_name,
    subunit_factor,
)
from claimx.pipeline.quantities.rules import per
from claimx.pipeline.quantities.tables import HYPHEN, HYPHENS, currencies, units, words
from claimx.pipeline.quantities.units import UNKNOWN_CURRENCY
from claimx.schema import Relation
from claimx.text.lexicon import GAP, any_of
from claimx.text.tokens import SUBJECTS, Range, end_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.pipeline.records import Quantity


# ---------------------------------------------------------------- units that are one

# How probable a unit without a number must be as a quantity, by the network.
_LIKELY_UNIT = 0.5
TIMES = re.compile(r"(?<!\w)(?:times|once|twice)(?!\w)", re.IGNORECASE)
_ARTICLE = re.compile(rf"(?<!\w)an?{GAP}$", re.IGNORECASE)
# `year on year` is a way to compare, `week after week` a repetition.
_REPEATED = re.compile(
    rf"(?<!\w)([^\W\d_]{{3,7}})(?:{GAP}|-)(?:on|over|by|after|to|in|upon)(?:{GAP}|-)\1(?!\w)", re.IGNORECASE
)
_OF_IT = re.compile(rf"{GAP}of(?!\w)", re.IGNORECASE)
_IN_A_ROW = re.compile(rf"{GAP}(?:in{GAP}a{GAP}row|running)(?!\w)")


@rule(
    "unit.alone",
    needs="network",
    examples={
        "It took more than {an hour}.": "1 hour",
        "The crossing takes about {an hour} by ferry.": "1 hour",
        "The strike will last at least {a week}, the union said.": "1 week",
        "She had waited nearly {a year} for the operation.": "1 year",
        "The talks on a pipeline lasted {months}.": "2 month",
        "Customs found more than {a tonne} of cocaine.": "1 tonne",
        "The crossing to Harris takes {an hour and 30 minutes}.": "1.5 hour",
        "He was away for {a year}, {four months} longer than planned.": "1 year, 4 month",
    },
    none=[
        "It ended this hour.",
        "The minister resigned last week.",
        "Rates were held for a fifth month in a row.",
        "A tonne of cement costs more than it did.",
        "Prices rose year on year.",
        "She swims {twice} a week.",
        "The fine must be paid in 60 days.",
        "Tenants in Oslo have to leave in three weeks.",
        "The mine will close in six months.",
        "Farmers pay {Rs 7.50 per are} a year.",
        "Schools in Ohio have {four-day} weeks.",
    ],
)
def unit_alone(context: Context, word: int) -> Expression | None:
    """A unit of time without a number, or of length after `a`, is one where the network says a quantity.

    A plural is two or more, as in `dozens`. That of a date counts nothing: `in 60 days` is a day.
    """
    start, end = context.range_of(word, word + 1)
    if not context.dated.isdisjoint(range(start, end)):
        return None
    unit = units().words.get(context.text[start:end].lower())
    if (
        unit is None
        or unit.kind not in ("time", "length", "mass")
        or _REPEATED.search(context.text[max(0, start - 12) : end + 12])
        or _IN_A_ROW.match(context.text, end)
        or context.text[max(0, start - 5) : start - 1] == "watt"
    ):
        return None
    article = _ARTICLE.search(context.text, max(0, start - 4), start)
    start = article.start() if article else start
    if unit.kind != "time" and (article is None or context.text[max(0, start - 2) : start - 1].isdigit()):
        return None  # `Sh6,500 a kilo`
    of_it = _OF_IT.match(context.text, end) and context.token_at(end - 1).dep_ not in SUBJECTS
    if unit.kind == "mass" and not of_it:
        return None  # `A kilogram costs £2`
    if article and TIMES.search(context.text, max(0, start - 8), start):
        return None  # `twice a week`
    if article is None and context.text[end - 1] == "s":
        several = Numeral(start, end, 2.0, "plural")
        return Expression(start, end, 2.0, 2.0, *unit, several, ">=", rule=unit_alone.name)
    return Expression(start, end, 1.0, 1.0, *unit, Numeral(start, end, 1.0, "words"), rule=unit_alone.name)


def with_units_alone(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Add the units without a number that the network takes for a quantity."""
    if context.pointers is None:
        return expressions
    # `£7 per hectare a year`, `a four-day week`
    bound = {each.end + 1 for each in expressions if "/" in each.unit or each.kind == "time"}
    likely = np.flatnonzero(context.pointers.quantity > _LIKELY_UNIT).tolist()
    alone = (unit_alone(context, word) for word in likely)
    return with_added(expressions, (each for each in alone if each and each.start not in bound))


# ---------------------------------------------------------------- units in compounds

_TIME = re.compile(rf"{HYPHEN}time(?={GAP}[^\W\d_])", re.IGNORECASE)


@rule(
    "times.title",
    examples={
        "The {five-time} champion from Nepal lost.": "5 times",
        "She is a {two-time} winner of the prize.": "2 times",
        "A {12-time} grandmaster from Baku resigned.": "12 times",
    },
    none=["They asked for a one-time payment.", "It has {two} time zones."],
)
def title_times(context: Context, expression: Expression) -> Expression | None:
    """How many times a person won a title or held an office."""
    time = _TIME.match(context.text, expression.end)
    if time is None or not expression.is_single_count or expression.high < 2:
        return None
    return expression.by(title_times, unit="times", kind="times", end=time.end())


_PLAN = re.compile(
    rf"(?:{GAP}[^\W\d_][\w-]*){{0,3}}?{GAP}(?:plan|programme|program|charter|agenda|strategy|manifesto|proposal|roadmap"
    r"|framework|checklist|declaration|scheme)s?(?!\w)",
    re.IGNORECASE,
)


@rule(
    "count.of_points",
    examples={
        "Chad's {five}-point plan on debt was rejected.": "5 count",
        "The bank signed a {10} point customer charter.": "10 count",
        "Their {12}-point peace programme failed.": "12 count",
    },
    none=["The plan has a {five-point} lead.", "It fell {10 points} after the plan."],
)
def points_of_plan(context: Context, expression: Expression) -> Expression | None:
    """The points of a plan or a charter are counted."""
    written = context.text[expression.start : expression.end].lower()
    if not written.endswith("point") or not _PLAN.match(context.text, expression.end):
        return None
    return expression.by(points_of_plan, unit="count", kind="count", end=expression.numeral.end)


_PART_OF_POINT = re.compile(
    r"(?<![\w-])(?P<part>three[-\s]quarters?|(?:an?\s)?(?:half|quarter))[-\s](?:percentage[-\s])?point"
    r"(?=[-\s](?:rate[-\s])?(?:rise|increase|hike|cut|reduction|drop|fall|move)s?(?!\w))",
    re.IGNORECASE,
)
_PARTS = {"three": 0.75, "half": 0.5, "quarter": 0.25}
_RATES = frozenset(("rate", "interest", "borrowing", "mortgage", "repo", "fed", "bank", "policy", "tax"))


@rule(
    "percentage_point.part",
    examples={
        "One member wanted {a quarter point} rise in interest rates.": "0.25 percentage_point",
        "The bank in Oslo made a surprise {half-point} cut in its rate.": "0.5 percentage_point",
        "Rates in Chile may see a {three-quarter point} increase.": "0.75 percentage_point",
    },
    none=["The index saw a half-point drop.", "He missed the quarter point rise."],
)
def part_of_point(context: Context, span: Range, part: str) -> Expression | None:
    """A part of a point by which an interest rate moves."""
    if not context.is_about(_RATES, span):
        return None
    value = next(value for name, value in _PARTS.items() if name in part.lower())
    numeral = Numeral(*span, value, "fraction")
    unit = "percentage_point"
    return Expression(*span, value, value, unit, unit, numeral, rule=part_of_point.name)


_LONG = re.compile(
    r"(?<![\w-])(?P<unit>minute|hour|day|night|week|month|year|decade|century)[-\u2010\u2011]long(?!\w)",
    re.IGNORECASE,
)


@rule(
    "unit.long",
    examples={
        "The {month-long} fast ended in Oman.": "1 month",
        "Nurses began a {week-long} strike.": "1 week",
        "The {year-long} siege of the port is over.": "1 year",
    },
    none=["The {three-month}-long strike ended.", "It was a mile-long queue."],
)
def unit_long(context: Context, span: Range, name: str) -> Expression:
    """One of a unit of time before `-long`."""
    unit = units().words[name.lower()]
    return Expression(*span, 1.0, 1.0, *unit, Numeral(*span, 1.0, "words"), rule=unit_long.name)


_SHARE_WORDS = frozenset(("%", "percent", "cent", "half", "third", "quarter"))
_AGE_GROUP = re.compile(
    r"(?<![\w-])(?P<bound>[Uu]nder|[Oo]ver)(?:-(?P<group>[1-9][0-9]s)(?![\w-])"
    r"|[^\S\r\n](?P<spaced>[1-9][0-9]s)(?![\w-])"
    r"|-(?P<bare>[1-9][0-9])(?=[^\S\r\n](?:age|group|population|demographic|vote|market|category|electorate)))"
)


@rule(
    "age.group",
    examples={
        "The app is closed to under-{13s}.": "13 year",
        "Over-{75s} in Leeds travel free of charge.": "75 year",
        "Most under-{30s} in Madrid live with their parents.": "30 year",
        "Under {16s} need no ticket, and the over-{65} vote fell.": "16 year, 65 year",
    },
    none=["The Ghana under-21s sang.", "The under-17s lost the match.", "Some {40%} of over-80s had a jab."],
)
def age_group(context: Context, bound: str, span: Range, group: Range, age: int) -> Expression | None:
    """`under-13s` and `over-75s`, where they are no teams."""
    before = context.word_before(span.start)
    # A team, or what a share is of: `the Ghana under-20s`, `40% of over-80s`.
    idle = before is not None and (
        before.pos_ == "PROPN" or before.tag_ == "POS" or (before.lower_ == "of" and _is_share(before))
    )
    if idle or context.is_about(words("sports") | words("match_report"), span):
        return None
    relation: Relation = "<" if bound == "under" else ">"
    numeral = Numeral(*group, float(age), "digits")
    return Expression(*group, age, age, "year", "time", numeral, relation, rule=age_group.name)


def _group_and_age(match: re.Match[str]) -> tuple[Range, int]:
    name = next(name for name in ("group", "spaced", "bare") if match[name])
    return Range(*match.span(name)), int(match[name].rstrip("s"))


def _is_share(of: Token) -> bool:
    upper = of.nbor(-1) if of.i else of
    return upper.pos_ in ("NUM", "SYM") or upper.lower_ in _SHARE_WORDS


def with_compounds(context: Context, expressions: list[Expression]) -> list[Expression]:
    """The expressions with the units that compounds give them, and those that only a compound is."""
    read = [title_times(context, each) or points_of_plan(context, each) or each for each in expressions]
    text = context.text
    parts = (
        part_of_point(context, Range(*each.span()), each["part"]) for each in _PART_OF_POINT.finditer(text)
    )
    groups = (
        age_group(context, each["bound"].lower(), Range(*each.span()), *_group_and_age(each))
        for each in _AGE_GROUP.finditer(text)
    )
    long = (unit_long(context, Range(*each.span()), each["unit"]) for each in _LONG.finditer(text))
    return with_added((each for each in (*parts, *groups, *long) if each), read)


# ---------------------------------------------------------------- currencies that the sum leaves open

# Pounds from this many on are money: articles give such weights in tons.
_LEAST_POUNDS = 100_000
# More pounds than a person can lose, or a thief carries off.
_LEAST_LOST = 1_000
CENTS = re.compile(r"cents?(?!\w)", re.IGNORECASE)
_OF = re.compile(r"\sof\s")
_BRACKET = re.compile(r"\s?[(\[]")


@rule(
    "money.pounds",
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
        "The bridge will take {five to ten million pounds}.": "5000000..10000000 GBP",
        "The widow lost {three thousand pounds} to a caller.": "3000 GBP",
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
        "She lost {40 pounds} to a diet, and the farm lost {3,000 pounds} of figs.",
    ],
)
def pounds_as_money(
    context: Context, expression: Expression, sums: list[Expression], *, are_money: bool
) -> Expression | None:
    """Pounds are money beside a `£`, where too many to weigh, where paid, and as prices in some countries."""
    unit, slash, per = expression.unit.partition("/")
    of = _OF.match(context.text, expression.numeral.end) if expression.numeral.form == "plural" else None
    name = shared_currency_name().match(context.text, of.end() - 1 if of else expression.numeral.end)
    if expression.group == "range":  # `five to ten million pounds`
        name = shared_currency_name().search(context.text, expression.numeral.end, expression.end)
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
        if expression.high >= _LEAST_LOST and pounds.head.lemma_.lower() in words("losing"):
            return True
        other = re.search(r"[0-9]", context.text[pounds.head.idx : expression.start])
        return other is None and pounds.head.lemma_.lower() in words("paying")
    before = [each.lemma_.lower() for each in islice(context.before(expression.start), 2)]
    if not words("paying").isdisjoint(before[:1]):
        return True
    sold = before[:1] == ["for"] and before[-1] in ("go", "sell", "buy", "auction")
    return sold or (before[:1] == ["of"] and before[-1] in words("debts"))


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
    examples={
        "Fares rise by {20 centavos} to {4.60 reais}.": "0.2 BRL, 4.6 BRL",
        "Norway's krone fell by {35 øre}.": "0.35 NOK",
        "Kuwait raised the fee by {250 fils}.": "0.25 KWD",
        "Bread went up {5 cents} to {A$3.20}.": "0.05 AUD, 3.2 AUD",
        "A stamp in Galway now costs {40 cents}.": "0.4 EUR",
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
    code = next(near, None)
    if code is None:  # too many countries have cents to tell them by the nearest place
        read = context.places.dollar_in_words if "USD" in codes else context.places.currency
        code = read(codes, *expression.range)
    unit, slash, per = expression.unit.partition("/")
    if code is None or code == unit:
        return None
    value = round(expression.numeral.value * subunit_factor(code), 6)
    end = max(name.end(), expression.end)
    return expression.by(subunit, end=end, low=value, high=value, unit=code + slash + per, kind="money")


def _units_near(context: Context, expression: Expression, sums: list[Expression]) -> list[str]:
    """The currencies of the other sums in the sentence, nearest first, else the one of all sums."""
    others = [each for each in sums if not CENTS.search(context.text, *each.range)]
    near = _sums_in_sentence(context, expression, others)
    near.sort(key=lambda each: abs(each.start - expression.start))
    units = [each.unit.partition("/")[0] for each in near or others]
    return units if near or len(set(units)) == 1 else []


def _sums_in_sentence(context: Context, expression: Expression, sums: list[Expression]) -> list[Expression]:
    return [each for each in sums if not SENTENCE_BREAK.search(context.text, *_between(each, expression))]


def _between(one: Expression, other: Expression) -> tuple[int, int]:
    return min(one.end, other.end), max(one.start, other.start)


@rule(
    "money.everyday_name",
    needs="network",
    examples={
        "Lunch costs {12 soles} in Lima, Peru.": "12 PEN",
        "A bus ride in Gaborone, Botswana, costs {eight pula}.": "8 BWP",
        "Rice is {50 rand a kilo} in Durban, South Africa.": "50 ZAR/kilogram",
    },
    none=[
        "Boots with {two} soles were on sale in Oslo.",
        "In Brazil, {three} real estate firms failed.",
    ],
)
def everyday_currency(context: Context, expression: Expression) -> Expression | None:
    """A currency whose name is an everyday word (`soles`, `pula`), where a place that uses it is named."""
    name = context.word_after(expression.end)
    if name is None or name.pos_ not in ("NOUN", "PROPN") or expression.unit != "count":
        return None
    known, end = currencies().names.get(name.lower_), end_of(name)
    following = context.word_after(end)
    is_part = following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ")
    if known is None or not known.everyday_word or is_part:
        return None
    code = context.places.currency((known.code,), expression.start, end)
    if code is None:
        return None
    money = expression.by(everyday_currency, end=end, unit=code, kind="money")
    return per(context, money) or money


def with_currencies(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Make money of the expressions before ambiguous currency names that the article settles."""
    expressions = [everyday_currency(context, each) or each for each in expressions]
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


# ---------------------------------------------------------------- units by what is measured

# Degrees of heat that are Celsius: as Fahrenheit they are a cold day, and more are of an oven.
_HEAT = re.compile(rf"(?:-|{GAP})heat(?!\w)", re.IGNORECASE)
_HOT, _HOTTEST = 28, 56


@rule(
    "unit.heat",
    examples={
        "They queued for hours in {35 degrees} heat.": "35 degree_celsius",
        "Crews in Seville worked in {44-degree} heat.": "44 degree_celsius",
    },
    none=["They queued in {95 degrees} heat.", "They turned it {35 degrees} to the left."],
)
def degrees_of_heat(context: Context, expression: Expression) -> bool:
    """Degrees of heat in which people are: `in 35 degrees heat`."""
    hot = expression.unit == "degree" and _HOT <= expression.low <= expression.high <= _HOTTEST
    return hot and _HEAT.match(context.text, expression.end) is not None


@rule(
    "count.per",
    needs="text",
    examples={
        "They tweet {five times a day}.": "5 count/day",
        "The ferry sails {three times a day}.": "3 count/day",
        "The committee meets {four times a year}.": "4 count/year",
    },
    none=["Sales are {five times} those of last year.", "Bread costs {twice} as much."],
)
def times_per(context: Context, quantity: Quantity) -> bool:
    """Repeated events are counted: `five times a day`."""
    return quantity.unit.startswith("times/")


@rule(
    "age.linked",
    needs="network",
    examples={
        "At {39}, Ada Moss is the youngest judge in Ohio.": "39 year",
        "At {71}, Rosa Lind is still the fastest rower in Genoa.": "71 year",
        "At {24}, Amir Khalil is already a mayor.": "24 year",
        "Now {80}, Tom Byrne lives alone on the island.": "80 year",
        "Ray Lind at {90}: proud of Genoa.": "90 year",
    },
    none=[
        "Maria Ortiz won {39} medals.",
        "Ann Lee trails by {five}.",
        "A poll put Ann Lee at {34}, Tom Byrne at {27}.",
        "Mr Lee led Ms Byrne {34} to {27} in the poll.",
    ],
)
def age_linked(context: Context, quantity: Quantity) -> bool:
    """A bare number that a person has after `at` or `is` or a mark is an age; not a share of a poll."""
    last = _last_of_what(context, quantity)
    before = list(islice(context.before(quantity.range.start), 2))
    at = bool(before) and before[0].lower_ == "at" and not context.is_about(words("votes"), quantity.range)
    if before and before[0].lower_ in ("at", "now", "then", "still", "only", "just"):
        before.pop(0)
    hyphen = bool(before) and before[0].text in HYPHENS  # `a mother-of-three`
    marked = not before or before[0].pos_ in ("PUNCT", "") or before[0].lemma_.lower() == "be"
    if hyphen or not (at or marked):
        return False  # `trailing by five`, `put her at 34 in the poll`, `led him 34 to 27`
    possible = quantity.value_low > 0 and quantity.value_high <= OLDEST
    return last is not None and last.ent_type_ == "PERSON" and possible


# What a bare number is linked to ends in one of these -> the unit of the number.
_MEASURED = {"magnitude": "magnitude", "age": "year"} | dict.fromkeys(
    ("index", "indices", "pmi", *map(str.casefold, SHARE_INDEXES)), "point"
)
_MEASURED_LAST = re.compile(rf"(?<!\S){any_of(_MEASURED)}$")
_AFTER_NOUN = re.compile(r"\s(?:of|for|at|in)\s")


@rule(
    "unit.linked",
    needs="network",
    examples={
        "The index rose to {58.6}.": "58.6 point",
        "The Nasdaq passed {14,100} on Tuesday.": "14100 point",
        "The quake's magnitude was {5.7}.": "5.7 magnitude",
        "The pension age for miners will rise to {66}.": "66 year",
    },
    none=["The index covers {500} companies.", "The index rose {2.1%}.", "The quake's depth was {10 km}."],
)
def unit_linked(context: Context, quantity: Quantity) -> str | None:
    """A bare number that an index, a magnitude or an age has is in the unit of these."""
    what = context.text[slice(*quantity.what)] if quantity.what is not None else ""
    last = _MEASURED_LAST.search(_AFTER_NOUN.split(what)[0].casefold())
    return _MEASURED[last.group()] if last else None


def _last_of_what(context: Context, quantity: Quantity) -> Token | None:
    return context.token_at(quantity.what.end - 1) if quantity.what is not None else None


def settle_unit(context: Context, quantity: Quantity, head: Token) -> None:
    """Give a bare number the unit of what it is linked to as counted or measured."""
    if times_per(context, quantity):
        quantity.unit = "count" + quantity.unit.removeprefix("times")
        quantity.rule += f" + {times_per.name}"
    counts = head.dep_ == "nummod" and head.head.i > head.i
    if quantity.unit != "count" or counts:
        return
    if age_linked(context, quantity):
        quantity.unit, rule_name = "year", age_linked.name
    elif unit := unit_linked(context, quantity):
        quantity.unit, rule_name = unit, unit_linked.name
    else:
        return
    quantity.rule += f" + {rule_name}"
