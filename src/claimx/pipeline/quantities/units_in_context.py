"""Units by context: alone, in compounds, elsewhere in the clause, or inferred from what is measured."""

from __future__ import annotations

import math
import re
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from claimx.pipeline.quantities.ages import OLDEST
from claimx.pipeline.quantities.grammar import Context, Expression, rule, with_added
from claimx.pipeline.quantities.numbers import Numeral
from claimx.pipeline.quantities.per_parts import LATER_REACH, TIMES, per_later, per_number
from claimx.pipeline.quantities.tables import HYPHEN, units, words
from claimx.schema import Relation
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.pipeline.records import Quantity


# ---------------------------------------------------------------- units that are one

# How probable a unit without a number must be as a quantity, by the network.
_LIKELY_UNIT = 0.5
_ARTICLE = re.compile(rf"(?<!\w)an?{GAP}$", re.IGNORECASE)
# `year on year` is a way to compare, `week after week` a repetition.
_REPEATED = re.compile(
    rf"(?<!\w)([^\W\d_]{{3,7}})(?:{GAP}|-)(?:on|over|by|after|to|in|upon)(?:{GAP}|-)\1(?!\w)", re.IGNORECASE
)
_IN_A_ROW = re.compile(rf"{GAP}(?:in{GAP}a{GAP}row|running)(?!\w)")


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
        "Rates were held for a fifth month in a row.",
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
        or _IN_A_ROW.match(context.text, end)
        or context.text[max(0, start - 5) : start - 1] == "watt"
    ):
        return None
    article = _ARTICLE.search(context.text, max(0, start - 4), start)
    start = article.start() if article else start
    if unit.kind == "length" and article is None:
        return None
    if article and TIMES.search(context.text, max(0, start - 8), start):
        return None  # `twice a week`
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
    needs="syntax",
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
    if time is None or expression.unit != "count" or expression.group != "single" or expression.high < 2:
        return None
    return expression.by(title_times, unit="times", kind="times", end=time.end())


_PLAN = re.compile(
    rf"(?:{GAP}[^\W\d_][\w-]*){{0,3}}?{GAP}(?:plan|programme|program|charter|agenda|strategy|manifesto|proposal|roadmap"
    r"|framework|checklist|declaration|scheme)s?(?!\w)",
    re.IGNORECASE,
)


@rule(
    "count.of_points",
    needs="syntax",
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
    needs="syntax",
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
    needs="syntax",
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
    needs="syntax",
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


# ---------------------------------------------------------------- units elsewhere in the clause

_LARGEST_SHARE = 100
_LINK_WORD = re.compile(rf"(?<!\w)(?:at|on|with|to|from|by){GAP}$")
# Between two parallel shares: one of these, and no end of a sentence.
_ALIKE = re.compile(r"[^.!?\n]{0,20}(?:,|;|\band\b|\bwhile\b)[^.!?\n]{0,60}")


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
    return None if context.is_noun_at(second.end) else second.by(level_in_points, unit="point", kind="point")


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
    following = context.word_after(second.end)
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
    bare = second.unit == "count" and second.group == "single"
    if not bare or not _has_unit(first) or context.is_noun_at(second.end):
        return None
    if not _PARALLEL.fullmatch(context.text, first.end, second.start):
        return None
    return second.by(parallel_unit, unit=first.unit, kind=first.kind)


def _has_unit(expression: Expression) -> bool:
    """Whether an expression has a unit that a number beside it may share."""
    return expression.unit not in ("count", "times", "fraction") and expression.group != "tally"


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
    if not bare or not _has_unit(first) or first.smallest:
        return None
    text = context.text
    levels = _FROM_LEVEL.fullmatch(text, first.end, second.start)
    if levels and not _TO_LEVEL.search(text, max(0, first.start - 16), first.start):
        return None
    following = context.word_after(second.end)
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
        "Worth {€4m} ({$5m}), it cost {millions}.": "4000000 EUR, 5000000 USD, 2000000 EUR",
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
    following = context.word_after(expression.end)
    if following is not None and (following.lower_ == "of" or following.pos_ in ("NOUN", "ADJ", "PROPN")):
        return None
    around = chain(context.before(expression.start), islice(context.after(expression.end), 8))
    if words("money").isdisjoint(token.lemma_.lower() for token in around):
        return None
    sums = [each for each in expressions if each.kind == "money"]
    # `worth €40m ($44m)` is in euros.
    stated = [each for each in sums if context.text[each.start - 1 : each.start] != "("]
    nearest = min(stated or sums, key=lambda each: abs(each.start - expression.start), default=None)
    unit = "USD" if nearest is None else nearest.unit.partition("/")[0]
    return expression.by(millions_of_money, unit=unit, kind="money")


def with_units_of_context(context: Context, expressions: list[Expression]) -> list[Expression]:
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
            and each.start - before.end < LATER_REACH
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
    hyphen = bool(before) and before[0].text in ("-", "\u2010", "\u2011")  # `a mother-of-three`
    marked = not before or before[0].pos_ in ("PUNCT", "") or before[0].lemma_.lower() == "be"
    if hyphen or not (at or marked):
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
