"""Units that are not written next to their number: ages, later per-parts, money named by its verb.

Each rule says for a bare number, from its surroundings, what it is a number of.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from claimx.pipeline.quantities.context import Context, Expression, Rule, rule
from claimx.pipeline.quantities.numbers import Numeral
from claimx.pipeline.quantities.tables import table, units, words
from claimx.pipeline.quantities.units import (
    UNKNOWN_CURRENCY,
    currency_of_places,
    shared_currency_name,
    singular,
    subunit_factor,
)
from claimx.text.patterns import GAP, any_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.pipeline.records import Quantity


# ---------------------------------------------------------------- currencies by the article

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
    examples={"Denmark fined the firm {40 million kroner}.": "40000000 DKK"},
    none=["The firm was fined {40 million} kroner."],
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


# ---------------------------------------------------------------- ages

# No person has been older (Jeanne Calment was 122), so that a larger number is no age.
_OLDEST = 122
_AGED = re.compile(
    rf"(?<!\w)(?:(?:aged?|ages|turn|turns|turned|turning){GAP}(?:of{GAP}|between{GAP})?"
    rf"|aged{GAP}(?:under|over|above|below|at{GAP}least|up{GAP}to){GAP}"
    rf"|age{GAP}(?:limit{GAP})?(?:is|was|from|to|at){GAP})$",
    re.IGNORECASE,
)
_TO = re.compile(rf"{GAP}to{GAP}", re.IGNORECASE)
_BEING = re.compile(
    rf"(?<!\w)(?:who|he|she|i){GAP}?(?:is|was|['\u2019](?:s|m)|am){GAP}(?:now{GAP}|just{GAP}|only{GAP})?$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"(?<!\w)(?:under|over|above|below|between){GAP}(?:the{GAP}ages?{GAP}of{GAP})?$", re.IGNORECASE
)
_LIMIT = re.compile(rf"(?<!\w)(?:at|before|by|till|until|under|past|beyond|after){GAP}$", re.IGNORECASE)
_WORKING = re.compile(rf"(?<!\w)(?:work(?:s|ed|ing)?(?:{GAP}on)?|retir(?:e|es|ed|ing|ement))$", re.IGNORECASE)
_WORKING_AGES = range(40, 81)
_YOUNGEST_AT = 8  # `at 7` is a clock time or a rank more often than the age at which somebody did something
_AT = re.compile(rf"(?<!\w)at{GAP}$", re.IGNORECASE)
_ENDS_CLAUSE = re.compile(r"\s?(?:[,.;:)\u2014]|--|$)|\s(?:and|when|after|before|but)\s")
_OF = re.compile(rf"(?<!\w)of{GAP}$", re.IGNORECASE)
_CLOSED = re.compile(r"\s?(?:[,.;)\u2014]|--|$)")


@rule(
    "age.aged",
    examples={"Students aged {16} may vote.": "16 year", "She turned {40} in May.": "40 year"},
    none=["The village of {16} houses burned."],
)
def aged(context: Context, expression: Expression) -> bool:
    """A number after `age`, `aged` or `turned`."""
    return bool(_AGED.search(context.text, max(0, expression.start - 24), expression.start))


@rule(
    "age.raised",
    needs="syntax",
    examples={"They raised the pension age from {65} to {67}.": "65 year, 67 year"},
)
def raised_age(context: Context, before: Expression, expression: Expression) -> bool:
    """The second of two ages with `to` between."""
    bare_age = before.unit == "year" and before.is_bare and expression.unit == "count"
    return bare_age and bool(_TO.fullmatch(context.text, before.end, expression.start))


@rule("age.at_event", needs="syntax", examples={"She became a minister at {27}.": "27 year"})
def age_at_event(context: Context, expression: Expression) -> bool:
    """A number after `at`, of a verb that a person is the subject of."""
    start = expression.start
    if expression.high < _YOUNGEST_AT or not _AT.search(context.text, max(0, start - 4), start):
        return False
    verb = context.token_at(expression.numeral.end - 1).head
    if verb.pos_ != "VERB" or not _ENDS_CLAUSE.match(context.text, expression.end):
        return False
    return _is_person(next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubj:pass")), None))


@rule("age.working", needs="syntax", examples={"Most workers retire before {65}.": "65 year"})
def working_age(context: Context, expression: Expression) -> bool:
    """A limit of working life: a number from 40 to 80 after `retire at`, `work until`."""
    limit = _LIMIT.search(context.text, max(0, expression.start - 12), expression.start)
    if limit is None or int(expression.high) not in _WORKING_AGES or not _ends(context, expression.end):
        return False
    return bool(_WORKING.search(context.text[max(0, limit.start() - 24) : limit.start()].rstrip()))


@rule("age.of_pronoun", needs="syntax", examples={"He is {42}, and she is {39}.": "42 year, 39 year"})
def age_of_pronoun(context: Context, expression: Expression) -> bool:
    """A number that ends its clause after `she is`, `who was`."""
    being = _BEING.search(context.text, max(0, expression.start - 24), expression.start)
    return expression.high >= 2 and bool(being) and _closes(context, expression)


@rule("age.bound", needs="syntax", examples={"Children under {12} do not pay.": "12 year"})
def age_bound(context: Context, expression: Expression) -> bool:
    """A bound after people: `children under 12`, `women over 50`."""
    return expression.high >= 2 and _bounds_people(context, expression) and _closes(context, expression)


@rule("age.of_person", needs="syntax", examples={"A girl of {16} was hurt.": "16 year"})
def age_of_person(context: Context, expression: Expression) -> bool:
    """A number after a person and `of`."""
    link = _OF.search(context.text, max(0, expression.start - 6), expression.start)
    person = next(context.before(link.start()), None) if link else None
    if person is None or person.tag_ != "NN" or person.lower_ not in words("persons"):
        return False
    return expression.high >= 2 and _closes(context, expression)


@rule("age.of_subject", needs="syntax", examples={"Maria Ortiz is {42}.": "42 year"})
def age_of_subject(context: Context, expression: Expression) -> bool:
    """A number that is the predicate of a person."""
    number = context.token_at(expression.numeral.end - 1)
    if expression.high < 2 or not any(child.dep_ == "cop" for child in number.children):
        return False
    return _is_person(next((child for child in number.children if child.dep_ == "nsubj"), None))


@rule("age.after_name", needs="syntax", examples={"Maria Ortiz, {42}, was hurt.": "42 year"})
def age_after_name(context: Context, expression: Expression) -> bool:
    """A number after a person and a comma, or in brackets."""
    before = list(islice(context.before(expression.start), 2))
    if expression.high < 2 or len(before) < 2 or before[0].text not in (",", "("):
        return False
    if not _CLOSED.match(context.text, expression.end):
        return False
    name, closing = before[1], context.text[expression.end : expression.end + 2].strip()[:1]
    if before[0].text == "(":
        return closing == ")" and name.ent_type_ == "PERSON"
    if name.pos_ == "PROPN":
        return name.ent_type_ in ("", "PERSON")
    return name.lemma_.lower() in words("persons")


_AGES = (age_at_event, working_age, age_of_pronoun, age_bound, age_of_person, age_of_subject, age_after_name)


def with_ages(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Give every bare age its unit, `year`."""
    read: list[Expression] = []
    for each in expressions:
        if read and raised_age(context, read[-1], each):
            read.append(each.by(raised_age, unit="year", kind="time"))
            continue
        why = _age_rule(context, each)
        read.append(each.by(why, unit="year", kind="time") if why else each)
    return read


def _age_rule(context: Context, each: Expression) -> Rule[[Context, Expression], bool] | None:
    """The rule by which a number is an age."""
    if each.unit != "count" or not 0 < each.high <= _OLDEST or each.numeral.form == "plural":
        return None
    if aged(context, each):
        return aged
    if each.high != int(each.high) or (each.group == "range" and not _bounds_people(context, each)):
        return None
    return next((age for age in _AGES if age(context, each)), None)


def _is_person(subject: Token | None) -> bool:
    pronouns = ("he", "she", "i", "who")
    return subject is not None and (subject.lower_ in pronouns or subject.ent_type_ == "PERSON")


def _closes(context: Context, expression: Expression) -> bool:
    return bool(_CLOSED.match(context.text, expression.end)) or _ends(context, expression.end)


def _ends(context: Context, end: int) -> bool:
    """Whether no noun follows that the number may count."""
    following = next(context.after(end), None)
    if following is None or following.pos_ not in ("NOUN", "ADJ", "NUM", "PROPN"):
        return True
    # `children under 5 account for`, where the verb is taken for a noun.
    return following.tag_ == "NN" and following.dep_ not in ("compound", "obj")


def _bounds_people(context: Context, expression: Expression) -> bool:
    bound = _BOUND.search(context.text, max(0, expression.start - 24), expression.start)
    people = next(context.before(bound.start()), None) if bound else None
    known = words("persons") | words("people") | words("people_with_ages")
    return people is not None and bool({people.lower_, people.lemma_.lower()} & known)


# ---------------------------------------------------------------- units that are one

# How probable a unit without a number must be as a quantity, by the network.
_LIKELY_UNIT = 0.5
_ARTICLE = re.compile(rf"(?<!\w)an?{GAP}$", re.IGNORECASE)


@rule(
    "unit.alone",
    needs="network",
    examples={"It took more than {an hour}.": "1 hour"},
    none=["It ended this hour."],
)
def unit_alone(context: Context, word: int) -> Expression | None:
    """A unit of time without a number is one of it, where the network takes it for a quantity."""
    start, end = context.range_of(word, word + 1)
    unit = units().words.get(context.text[start:end].lower())
    if unit is None or unit.kind != "time":
        return None
    article = _ARTICLE.search(context.text, max(0, start - 4), start)
    start = article.start() if article else start
    return Expression(start, end, 1.0, 1.0, *unit, Numeral(start, end, 1.0, "words"), rule=unit_alone.name)


def with_units_alone(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Add the units without a number that the network takes for a quantity."""
    if context.pointers is None:
        return expressions
    taken = {place for each in expressions for place in range(each.start, each.end)}
    likely = np.flatnonzero(context.pointers.quantity > _LIKELY_UNIT).tolist()
    added = [
        alone
        for word in likely
        if taken.isdisjoint(range(*context.range_of(word, word + 1))) and (alone := unit_alone(context, word))
    ]
    return sorted([*expressions, *added], key=lambda each: each.start)


# ---------------------------------------------------------------- units elsewhere in the clause

_REACH = 70  # characters from a number to its per-part: about a line of text
_LARGEST_SHARE = 100
_FLOWING = frozenset(("count", "money", "mass", "volume", "energy"))
_LINK_WORD = re.compile(rf"(?<!\w)(?:at|on|with|to|from|by){GAP}$")
# Between two parallel shares: one of these, and no end of a sentence.
_ALIKE = re.compile(r"[^.!?\n]{0,20}(?:,|;|\band\b|\bwhile\b)[^.!?\n]{0,60}")
_PER_NUMBER = re.compile(
    rf"(?:{GAP}[^\W\d_]+){{0,4}}{GAP}(?:per|for{GAP}every|in{GAP}every|out{GAP}of{GAP}every){GAP}"
    rf"(?P<number>[0-9][0-9,.]*(?:{GAP}(?:million|thousand|billion))?){GAP}(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)


@rule("per.number", examples={"They saw {12} cases per 100,000 people.": "12 count/100000_person"})
def per_number(context: Context, first: Expression, second: Expression) -> Expression | None:
    """A number after `per` or `for every` is the per-part of the number before it."""
    per = _PER_NUMBER.match(context.text, first.end, second.end + 24)
    if not per or per.start("number") != second.start or second.kind != "count" or "/" in first.unit:
        return None
    return first.by(per_number, unit=f"{first.unit}/{int(second.low)}_{singular(per['word'].lower())}")


@rule(
    "points.level",
    needs="syntax",
    examples={"The index fell {300 points} to {38,500}.": "300 point, 38500 point"},
)
def level_in_points(context: Context, first: Expression, second: Expression) -> Expression | None:
    """The level after a move in points is in points."""
    between = context.text[first.end : second.start]
    if first.kind != "point" or second.kind != "count" or not re.fullmatch(r",?\s(?:to|at)\s", between):
        return None
    following = next(context.after(second.end), None)
    if following is not None and following.pos_ in ("NOUN", "ADJ", "PROPN"):
        return None
    return second.by(level_in_points, unit="point", kind="point")


@rule(
    "percent.parallel",
    needs="syntax",
    examples={"The poll had Ames at {38 percent} and Boyd at {25}.": "38 percent, 25 percent"},
)
def parallel_share(context: Context, first: Expression, second: Expression) -> Expression | None:
    """The shares of a poll after the first, with the same preposition before both."""
    bare = second.kind == "count" and second.group == "single" and second.high <= _LARGEST_SHARE
    if first.kind != "percent" or not bare or not _ALIKE.fullmatch(context.text, first.end, second.start):
        return None
    link = _LINK_WORD.search(context.text, max(0, first.start - 12), first.start)
    following = next(context.after(second.end), None)
    if link is None or not context.text[: second.start].endswith(link.group()):
        return None
    if following is not None and following.pos_ not in ("PUNCT", "CCONJ", "SCONJ", "ADP"):
        return None
    return second.by(parallel_share, unit=first.unit, kind=first.kind)


@rule("money.spent", needs="syntax", examples={"They spent {tens of millions} on ads.": "20000000 USD"})
def millions_of_money(
    context: Context, expression: Expression, expressions: list[Expression]
) -> Expression | None:
    """Bare millions in a sentence about money are of the currency of the nearest sum, else US dollars."""
    if expression.kind != "count" or expression.high < 1e6 or context.text[expression.end - 1] != "s":
        return None
    following = next(context.after(expression.end), None)
    if following is not None and (following.lower_ == "of" or following.pos_ in ("NOUN", "ADJ", "PROPN")):
        return None
    around = chain(context.before(expression.start), islice(context.after(expression.end), 8))
    if words("money").isdisjoint(token.lemma_.lower() for token in around):
        return None
    sums = (each for each in expressions if each.kind == "money")
    nearest = min(sums, key=lambda each: abs(each.start - expression.start), default=None)
    unit = "USD" if nearest is None else nearest.unit.partition("/")[0]
    return expression.by(millions_of_money, unit=unit, kind="money")


@rule(
    "per.later",
    examples={"{20} veterans die each day.": "20 count/day", "They see {200} people a day.": "200 count/day"},
    none=[
        "They saw {200} people a day later.",
        "It can power {63,000} homes for a day.",
        "The clip drew {3,000} views in an hour.",
        "They saw {12} cases within a week.",
    ],
)
def per_later(context: Context, expression: Expression) -> Expression | None:
    """A per-part later in the clause: `each day`, or `a day` right after the noun."""
    if expression.kind not in _FLOWING or "/" in expression.unit:
        return None
    end = min(len(context.text), expression.end + _REACH)
    each, noun_a = _later_parts()
    match = each.match(context.text, expression.end, end) or noun_a.match(context.text, expression.end, end)
    if match is None:
        return None
    return expression.by(per_later, unit=f"{expression.unit}/{singular(match['unit'].lower())}")


@cache
def _later_parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """`each day` later in the clause; `a year` after the noun, as in `5 tonnes of carbon dioxide a year`."""
    parts, later = any_of(table("rates")["later_parts"]), any_of(table("rates")["not_after"])
    word = rf"(?!{any_of(table('rates')['not_counted'])}(?!\w))[^\W\d_]+"
    return (
        re.compile(
            rf"[^,.;:!?0-9()\u2014\n]*?(?<!\w)(?:each|every|per){GAP}(?P<unit>{parts})(?!\w)", re.IGNORECASE
        ),
        re.compile(
            rf"(?:{GAP}of)?{GAP}{word}(?:{GAP}{word})?{GAP}an?{GAP}(?P<unit>{parts})(?!\w)"
            rf"(?!{GAP}(?:{later})(?!\w))",
            re.IGNORECASE,
        ),
    )


def with_distant_units(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Complete the units of counts and sums whose per-part or currency is elsewhere in the clause."""
    found: list[Expression] = []
    for each in expressions:
        before = found[-1] if found else None
        if before is None:
            found.append(each)
        elif divided := per_number(context, before, each):
            found[-1] = divided
        else:
            found.append(
                level_in_points(context, before, each) or parallel_share(context, before, each) or each
            )
    for position, each in enumerate(found):
        if each.group != "tally":
            each = millions_of_money(context, each, found) or each
            found[position] = per_later(context, each) or each
    return found


# ---------------------------------------------------------------- units by what is measured

_INDEXES = frozenset(
    ("index", "indices", "nasdaq", "dow", "ftse", "nikkei", "sensex", "dax", "cac", "kospi", "pmi")
)


@rule("count.per", examples={"They tweet {five times a day}.": "5 count/day"})
def times_per(context: Context, quantity: Quantity) -> bool:
    """Repeated events are counted: `five times a day`."""
    return quantity.unit.startswith("times/")


@rule("age.linked", needs="network", examples={"At {39}, Ada Moss is the youngest judge.": "39 year"})
def age_linked(context: Context, quantity: Quantity) -> bool:
    """A bare number that a person has is an age."""
    last = _last_of_what(context, quantity)
    possible = quantity.value_low > 0 and quantity.value_high <= _OLDEST
    return last is not None and last.ent_type_ == "PERSON" and possible


@rule(
    "magnitude.linked",
    needs="network",
    examples={"The quake's magnitude was {5.7}.": "5.7 magnitude"},
)
def magnitude_linked(context: Context, quantity: Quantity) -> bool:
    """A bare number that a magnitude has."""
    last = _last_of_what(context, quantity)
    return last is not None and last.lower_ == "magnitude"


@rule("points.linked", needs="network", examples={"The index rose to {58.6}.": "58.6 point"})
def points_linked(context: Context, quantity: Quantity) -> bool:
    """A bare number that an index has is in points."""
    last = _last_of_what(context, quantity)
    if last is None or quantity.what is None:
        return False
    named = context.text[slice(*quantity.what)].casefold()
    return last.lower_ in _INDEXES or named.startswith("index of")


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
    for each, unit in ((age_linked, "year"), (magnitude_linked, "magnitude"), (points_linked, "point")):
        if each(context, quantity):
            quantity.unit = unit
            quantity.rule += f" + {each.name}"
            return
