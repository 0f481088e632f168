"""Units that are not next to their number: alone, later in the clause, or inferred from what is measured."""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from claimx.pipeline.quantities.ages import OLDEST
from claimx.pipeline.quantities.grammar import Context, Expression, rule
from claimx.pipeline.quantities.numbers import Numeral
from claimx.pipeline.quantities.tables import table, units, words
from claimx.pipeline.quantities.units import counted_unit, singular
from claimx.text.lexicon import GAP, any_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.pipeline.records import Quantity


# ---------------------------------------------------------------- units that are one

# How probable a unit without a number must be as a quantity, by the network.
_LIKELY_UNIT = 0.5
_ARTICLE = re.compile(rf"(?<!\w)an?{GAP}$", re.IGNORECASE)
_HOW_OFTEN = re.compile(r"(?<!\w)(?:times|once|twice)(?!\w)", re.IGNORECASE)
# `year on year` is a way to compare, `week after week` a repetition.
_REPEATED = re.compile(
    rf"(?<!\w)([^\W\d_]{{3,7}})(?:{GAP}|-)(?:on|over|by|after|to|in|upon)(?:{GAP}|-)\1(?!\w)", re.IGNORECASE
)


@rule(
    "unit.alone",
    needs="network",
    examples={
        "It took more than {an hour}.": "1 hour",
        "The crossing takes about {an hour} by ferry.": "1 hour",
        "The strike will last at least {a week}, the union said.": "1 week",
        "She had waited nearly {a year} for the operation.": "1 year",
    },
    none=[
        "It ended this hour.",
        "The minister resigned last week.",
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

    That of a date counts nothing: `in 60 days` is a day.
    """
    start, end = context.range_of(word, word + 1)
    if not context.dated.isdisjoint(range(start, end)):
        return None
    unit = units().words.get(context.text[start:end].lower())
    if (
        unit is None
        or unit.kind not in ("time", "length")
        or _REPEATED.search(context.text[max(0, start - 12) : end + 12])
    ):
        return None
    article = _ARTICLE.search(context.text, max(0, start - 4), start)
    start = article.start() if article else start
    if unit.kind == "length" and article is None:
        return None
    if article and _HOW_OFTEN.search(context.text, max(0, start - 8), start):
        return None  # `twice a week`
    return Expression(start, end, 1.0, 1.0, *unit, Numeral(start, end, 1.0, "words"), rule=unit_alone.name)


def with_units_alone(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Add the units without a number that the network takes for a quantity."""
    if context.pointers is None:
        return expressions
    taken = {place for each in expressions for place in range(each.start, each.end)}
    # `£7 per hectare a year`, `a four-day week`
    bound = {each.end + 1 for each in expressions if "/" in each.unit or each.kind == "time"}
    likely = np.flatnonzero(context.pointers.quantity > _LIKELY_UNIT).tolist()
    added = [
        alone
        for word in likely
        if taken.isdisjoint(range(*context.range_of(word, word + 1)))
        and (alone := unit_alone(context, word))
        and alone.start not in bound
    ]
    return sorted([*expressions, *added], key=lambda each: each.start)


# ---------------------------------------------------------------- units elsewhere in the clause

_REACH = 70  # characters from a number to its per-part: about a line of text
_LARGEST_SHARE = 100
_FLOWING = frozenset(("count", "money", "mass", "volume", "energy", "data"))
_LINK_WORD = re.compile(rf"(?<!\w)(?:at|on|with|to|from|by){GAP}$")
# Between two parallel shares: one of these, and no end of a sentence.
_ALIKE = re.compile(r"[^.!?\n]{0,20}(?:,|;|\band\b|\bwhile\b)[^.!?\n]{0,60}")
_PER_NUMBER = re.compile(
    rf"(?:{GAP}[^\W\d_]+){{0,4}}{GAP}(?:per|for{GAP}every|in{GAP}every|out{GAP}of{GAP}every){GAP}"
    rf"(?P<number>[0-9][0-9,.]*(?:{GAP}(?:million|thousand|billion))?){GAP}(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)


@rule(
    "per.number",
    needs="syntax",
    examples={
        "They saw {12} cases per 100,000 people.": "12 count/100000_person",
        "Malta has {600} cars per 1,000 people.": "600 count/1000_person",
        "Chad records {12} deaths per 1,000 live births.": "12 count/1000_live_birth",
        "The clinic in Chad has {3} nurses for every 10,000 people.": "3 count/10000_person",
    },
    none=["They saw {12} cases in {100,000} tests."],
)
def per_number(context: Context, first: Expression, second: Expression) -> Expression | None:
    """A number after `per` or `for every` is the per-part of the number before it."""
    per = _PER_NUMBER.match(context.text, first.end, second.end + 24)
    if not per or per.start("number") != second.start or second.kind != "count" or "/" in first.unit:
        return None
    part = counted_unit(context.text, str(int(second.low)), per.start("word"), context.lemma_at)
    return first.by(per_number, unit=f"{first.unit}/{part.unit}")


@rule(
    "points.level",
    needs="syntax",
    examples={
        "The index fell {300 points} to {38,500}.": "300 point, 38500 point",
        "The Nikkei rose {412 points} to {33,486}.": "412 point, 33486 point",
        "The index in Frankfurt lost {90 points}, to {15,800}.": "90 point, 15800 point",
    },
    none=["The index lost {300 points} to {12} rival bourses."],
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
    examples={
        "The poll had Ames at {38 percent} and Boyd at {25}.": "38 percent, 25 percent",
        "The survey puts Labour on {44 per cent} and the Greens on {9}.": "44 percent, 9 percent",
        "Rents rose by {8%} in Dublin, and by {5} in Cork.": "8 percent, 5 percent",
    },
    none=["The poll had Ames at {38 percent} and Boyd with {25} seats."],
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


_MOVED = re.compile(rf",?{GAP}(?:up|down){GAP}(?:just{GAP}|only{GAP}|about{GAP})?")
_MOVE_ENDS = re.compile(rf"\s?(?:[,.;)]|$)|{GAP}(?:from|since|on|in)(?!\w)")


@rule(
    "points.moved",
    needs="syntax",
    examples={
        "Her party is on {38%}, down {two}, in the latest poll.": "38 percent, 2 percentage_point",
        "Unemployment stood at {5.2%}, up {0.3} from May.": "5.2 percent, 0.3 percentage_point",
    },
    none=["Turnout was {38%}, down {two} places.", "Turnout was {38%}, and the mill hired up to {90}."],
)
def points_moved(context: Context, first: Expression, second: Expression) -> Expression | None:
    """A bare number after `up` or `down`, behind a share, is how many points the share moved."""
    bare = second.unit == "count" and second.group == "single" and second.high <= _LARGEST_SHARE
    if first.kind != "percent" or first.group != "single" or not bare:
        return None
    if not _MOVED.fullmatch(context.text, first.end, second.start) or not _MOVE_ENDS.match(
        context.text, second.end
    ):
        return None
    return second.by(points_moved, unit="percentage_point", kind="percentage_point")


_PARALLEL = re.compile(
    rf"{GAP}(?:and|while|but){GAP}(?:that|those){GAP}(?:of|for|in|at|from)(?:{GAP}[^\s.,;:]+){{1,6}}{GAP}(?:to|at|by){GAP}"
)


@rule(
    "unit.parallel",
    needs="syntax",
    examples={
        "The pay of nurses rose to {3,000 euros} and that of doctors to {5,000}.": "3000 EUR, 5000 EUR",
        "The wait for hips fell to {31 days} and that for knees to {44}.": "31 day, 44 day",
        "The mass of hulls fell to {90 tonnes} and that of masts to {4}.": "90 tonne, 4 tonne",
    },
    none=[
        "The pay of nurses rose to {3,000 euros} and that of doctors to {5,000 pesos}.",
        "Prices rose to {30 euros} and those who had {12} goats sold them.",
    ],
)
def parallel_unit(context: Context, first: Expression, second: Expression) -> Expression | None:
    """The number of `that of doctors to 5,000` has the unit of the sum or measure that it is beside."""
    bare = (
        second.unit == "count"
        and second.group == "single"
        and first.unit not in ("count", "times", "fraction")
    )
    if not bare or first.group == "tally" or not _PARALLEL.fullmatch(context.text, first.end, second.start):
        return None
    following = next(context.after(second.end), None)
    if following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ", "NUM"):
        return None
    return second.by(parallel_unit, unit=first.unit, kind=first.kind)


_COMPARED = re.compile(
    rf"[^.;!?\n]{{0,80}}?(?:\(|,|{GAP})(?:(?:up|down){GAP}from|instead{GAP}of|rather{GAP}than|compared{GAP}(?:with|to)"
    rf"|against|versus|vs\.?|not){GAP}(?:(?:about|around|just|only|some|the|nearly|almost){GAP}){{0,2}}",
    re.IGNORECASE,
)
# How many times as large as a measure what it is compared with may be.
_FARTHEST_RATIO = 100
_FROM_LEVEL = re.compile(rf"{GAP}from{GAP}")
_TO_LEVEL = re.compile(rf"(?<!\w)(?:to|at){GAP}(?:(?:about|around|just|only){GAP})?$", re.IGNORECASE)


@rule(
    "unit.compared",
    needs="syntax",
    examples={
        "The wait is {31 days}, down from {54} in May.": "31 day, 54 day",
        "The flight takes {nine hours} instead of {seven}.": "9 hour, 7 hour",
        "They sold {300} cars a month, compared with {410} in 2019.": "300 count/month, 410 count/month",
        "The fee fell to {$4} from {6}.": "4 USD, 6 USD",
        "Bail was {$3.2 million}, up from {2.5}.": "3200000 USD, 2500000 USD",
    },
    none=[
        "It took {31 days} instead of {two} boats.",
        "Sales grew {8%} from {250}.",
        "The tower is {90 metres} high, up from {3} storeys.",
        "{550,000} patients waited {four hours}, up from {492,000} in May.",
    ],
)
def compared_unit(context: Context, first: Expression, second: Expression) -> Expression | None:
    """A bare number with which a measure, sum or rate is compared has its unit."""
    bare = second.unit == "count" and second.group == "single" and second.numeral.form in ("digits", "words")
    if not bare or first.unit in ("count", "times", "fraction") or first.group == "tally" or first.smallest:
        return None
    text = context.text
    levels = _FROM_LEVEL.fullmatch(text, first.end, second.start)
    if levels and not _TO_LEVEL.search(text, max(0, first.start - 16), first.start):
        return None
    following = next(context.after(second.end), None)
    if following is not None and following.pos_ not in ("PUNCT", "CCONJ", "SCONJ", "ADP", "ADV"):
        return None
    if not levels and not _COMPARED.fullmatch(text, first.end, second.start):
        return None
    value, scaled = second.high, first.numeral.scaled and not second.numeral.scaled
    if not scaled and first.low and not first.low / _FARTHEST_RATIO <= value <= first.high * _FARTHEST_RATIO:
        return None
    if scaled and value < 1000 <= first.low:
        value *= 1000 ** int(math.log10(first.low) // 3)  # `$3.2 million, up from 2.5`
    elif first.group == "single" and not first.numeral.scaled:
        value *= first.low / first.numeral.value if first.numeral.value else 1.0  # cents
    value = float(f"{value:.12g}")
    return second.by(compared_unit, low=value, high=value, unit=first.unit, kind=first.kind)


@rule(
    "money.spent",
    needs="syntax",
    examples={
        "They spent {tens of millions} on ads.": "20000000 USD",
        "The club spent {hundreds of millions} on players.": "200000000 USD",
        "The scandal cost the bank {tens of millions}.": "20000000 USD",
        "Leeds spent {£40,000} on the study and {millions} on the tram.": "40000 GBP, 2000000 GBP",
    },
    none=["The flood displaced {millions}.", "They spent the night with {millions} of others."],
)
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
    examples={
        "{20} veterans die each day.": "20 count/day",
        "They see {200} people a day.": "200 count/day",
        "Users in Accra get {20GB} of data per month.": "20 gigabyte/month",
    },
    none=[
        "They saw {200} people a day later.",
        "It can power {63,000} homes for a day.",
        "The clip drew {3,000} views in an hour.",
        "Give {5 ml} {three times a day}.",
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
    if match is None or _HOW_OFTEN.search(match.group()):
        return None
    return expression.by(per_later, unit=f"{expression.unit}/{singular(match['unit'].lower())}")


@cache
def _later_parts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """`each day` later in the clause; `a year` after the noun, as in `5 tonnes of carbon dioxide a year`."""
    parts, later = any_of(table("rates")["later_parts"]), any_of(table("rates")["not_after"])
    word = rf"(?!{any_of(table('rates')['not_counted'])}(?!\w))[^\W\d_][^\W_]*"
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
                points_moved(context, before, each)
                or level_in_points(context, before, each)
                or parallel_share(context, before, each)
                or parallel_unit(context, before, each)
                or each
            )
    completed: list[Expression] = []
    for each in found:
        before = completed[-1] if completed else None
        if (
            before is not None
            and each.rule == unit_alone.name
            and before.rule.endswith(per_later.name)
            and before.unit.endswith(f"/{each.unit}")
            and each.start - before.end < _REACH
        ):
            continue  # the per-part of the number before it
        if each.group != "tally":
            each = (before and compared_unit(context, before, each)) or each
            each = millions_of_money(context, each, found) or each
            each = per_later(context, each) or each
        completed.append(each)
    return completed


# ---------------------------------------------------------------- units by what is measured

_INDEXES = frozenset(
    ("index", "indices", "nasdaq", "dow", "ftse", "nikkei", "sensex", "dax", "cac", "kospi", "pmi")
)


@rule(
    "count.per",
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
        "At {39}, Ada Moss is the youngest judge.": "39 year",
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
    marked = not before or before[0].pos_ in ("PUNCT", "") or before[0].lemma_.lower() == "be"
    if not (at or marked):
        return False  # `trailing by five`, `put her at 34 in the poll`, `led him 34 to 27`
    possible = quantity.value_low > 0 and quantity.value_high <= OLDEST
    return last is not None and last.ent_type_ == "PERSON" and possible


@rule(
    "magnitude.linked",
    needs="network",
    examples={
        "The quake's magnitude was {5.7}.": "5.7 magnitude",
        "Its magnitude was put at {4.9} by geologists in Rome.": "4.9 magnitude",
        "The magnitude was {6.1}, the survey in Santiago said.": "6.1 magnitude",
    },
    none=["The quake's depth was {10 km}."],
)
def magnitude_linked(context: Context, quantity: Quantity) -> bool:
    """A bare number that a magnitude has."""
    last = _last_of_what(context, quantity)
    return last is not None and last.lower_ == "magnitude"


@rule(
    "points.linked",
    needs="network",
    examples={
        "The index rose to {58.6}.": "58.6 point",
        "The index climbed to {49.8} in March.": "49.8 point",
        "The Nikkei closed at {33,486}.": "33486 point",
        "The Nasdaq fell to {14,100} on Tuesday.": "14100 point",
    },
    none=["The index covers {500} companies.", "The index rose {2.1%}."],
)
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
