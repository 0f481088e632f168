"""Units that are not at their number: per-parts (`20 people die each day`), and what another number has.

An example of a rule has its quantities in braces, and their readings as values and units.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.changes import directions, exchange_rate
from claimx.pipeline.quantities.grammar import SHARES, Context, Expression, rule
from claimx.pipeline.quantities.numbers import CLOSED
from claimx.pipeline.quantities.tables import table, words
from claimx.pipeline.quantities.units import counted_unit, dated_after, per_after, singular
from claimx.pipeline.quantities.units_in_context import CENTS, TIMES, unit_alone
from claimx.pipeline.syntax.component import FINITE_TAGS
from claimx.text.lexicon import GAP, any_of

if TYPE_CHECKING:
    from claimx.pipeline.records import Quantity

_MODIFIERS = (
    rf"(?:(?:about|around|just|only|nearly|almost|over|under|more{GAP}than|less{GAP}than|an?){GAP}){{0,2}}"
)
# Between two levels of one thing, and between a change and the level that it led to.
_LEVELS = re.compile(rf",?{GAP}(?:to|from|up{GAP}from|down{GAP}from){GAP}{_MODIFIERS}", re.IGNORECASE)
_LEVEL_OF_CHANGE = re.compile(rf",?{GAP}(?:to|at){GAP}{_MODIFIERS}", re.IGNORECASE)
_COMPARED = re.compile(
    rf"(?:{GAP}(?:of|in|for|on|last|this|a)(?:{GAP}[^\W\d_][\w-]*){{1,4}}?)?,?{GAP}(?:compared{GAP}(?:with|to)|(?:as{GAP})?against"
    rf"|instead{GAP}of|rather{GAP}than|versus|(?:up|down){GAP}from|after){GAP}"
    rf"(?:(?:[a-z-]+{GAP}){{1,4}}of{GAP})?{_MODIFIERS}",
    re.IGNORECASE,
)
_SPLIT = ("money", "mass", "volume", "energy", "length", "data")


@rule(
    "per.shared",
    examples={
        "The rent went from {£4,500 a month} to {£9,000}.": "4500 GBP/month, 9000 GBP/month",
        "Brent rose {$1.26} to {$50.88 a barrel}.": "1.26 USD/barrel, 50.88 USD/barrel",
        "Her pace rose from {4 km/h} to {6 km}.": "4 kilometre/hour, 6 kilometre/hour",
        "Parking now costs {€5 an hour}, up from {€3}.": "5 EUR/hour, 3 EUR/hour",
        "Sisal fell to {$900 a tonne} from {$1,100}.": "900 USD/tonne, 1100 USD/tonne",
        "It earned {$3 a share}, versus an earlier forecast of {$4}.": "3 USD/share, 4 USD/share",
    },
    none=[
        "She moved from a {£900 a month} flat to a {£9 million} house.",
        "He turned {$50 a week} into {$9,000}.",
        "Petrol rose {35 cents} to {$1.90 a litre}.",
    ],
)
def shared_per(context: Context, first: Expression, second: Expression) -> bool:
    """The numbers of one comparison have one per-part: two levels, or a change and its level."""
    unit, _, per = first.unit.partition("/")
    other, _, other_per = second.unit.partition("/")
    lacking = second if per else first
    if unit != other or bool(per) == bool(other_per) or lacking.kind not in _SPLIT:
        return False
    in_subunit = lacking.group == "single" and abs(lacking.low) != abs(lacking.numeral.value)
    if in_subunit or first.numeral.scaled != second.numeral.scaled or context.is_noun_at(lacking.end):
        return False
    between = _LEVELS if per else _LEVEL_OF_CHANGE
    compares = between.fullmatch(context.text, first.end, second.start)
    return bool(compares or (per and _COMPARED.fullmatch(context.text, first.end, second.start)))


_OPENED = re.compile(r"\s?\(")
_BRACKET_BEFORE = re.compile(r"\($")
_NEXT_SUM = re.compile(r"[;,/]\s?|\sor\s")
_CLOSED = re.compile(r"(?:(?:[;,/]\s?|\sor\s)[^\W\d_]{0,3}[$€£¥][0-9][0-9.,]*(?:m|bn|k)?)?\)")


@rule(
    "per.bracketed",
    examples={
        "Users pay {£6.99} ({$7.99}) per month.": "6.99 GBP/month, 7.99 USD/month",
        "It costs {40 euros} ({$44}) a night.": "40 EUR/night, 44 USD/night",
        "Miners in Peru earn {$9 an hour} ({£7}).": "9 USD/hour, 7 GBP/hour",
        "Power costs {A$250} ({£130}; {$168}) per day.": "250 AUD/day, 130 GBP/day, 168 USD/day",
    },
    none=["She paid {£6.99} ({$7.99}) a year later.", "He earned {$9 an hour} ({40 hours a week})."],
)
def bracketed_per(context: Context, first: Expression, second: Expression) -> str:
    """The per-part of a sum and of the same sum in one or two other currencies in brackets."""
    text = context.text
    if not first.kind == second.kind == "money" or "/" in second.unit:
        return ""
    opened = _OPENED.fullmatch(text, first.end, second.start) or (
        _NEXT_SUM.fullmatch(text, first.end, second.start)
        and _BRACKET_BEFORE.search(text, max(0, first.start - 2), first.start)
    )
    closed = _CLOSED.match(text, second.end) if opened else None
    if closed is None:
        return ""
    after = per_after(text, closed.end(), "money", context.lemma_at)
    return first.unit.partition("/")[2] or (after.unit if after else "")


_HOW_OFTEN = {
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "fortnightly": "fortnight",
    "monthly": "month", "quarterly": "quarter", "yearly": "year", "annual": "year", "annually": "year",
}  # fmt: skip
_CHARGES = (
    "subscriptions?|fees?|memberships?|rents?|payments?|repayments?|wages?|salar(?:y|ies)|pay|bills?|charges?|premiums?"
    "|allowances?|pensions?|instal+ments?|stipends?|dues|transfers?|grants?|funds?|budgets?|subsid(?:y|ies)"
)
_FLOWS = "output|production|consumption|demand|capacity|exports?|imports?|throughput|shipments?"
_EARNINGS = r"(?:earnings|profits?|income|loss(?:es)?|dividends?)\s(?:per|a)\sshare"
_REPEATED = re.compile(
    rf"(?<!\w)(?:(?P<how>{any_of(_HOW_OFTEN)}){GAP}(?:[\w-]+{GAP})?(?:(?P<charge>{_CHARGES})|(?P<flow>{_FLOWS}))"
    rf"|(?P<earnings>{_EARNINGS}))(?!\w)(?=[^,.;:!?()\n]{{0,70}}$)",
    re.IGNORECASE,
)
_REACH = 130  # characters: the name of the charge and the clause up to the number
_LINKS = frozenset(
    ("to", "from", "of", "at", "by", "is", "was", "are", "were", "be", "been", "cost", "costs", "totalled",
     "between", "average", "averaged", "reached", "up", "down", "hit")
)  # fmt: skip


@rule(
    "per.repeated",
    examples={
        "OPEC will raise daily output by {500,000 barrels}.": "500000 barrel/day",
        "The monthly subscription rises {£1} to {£8.99}.": "1 GBP/month, 8.99 GBP/month",
        "Her annual salary was {60,000 euros}.": "60000 EUR/year",
        "A yearly grant of {$2m} keeps the museum in Quito open.": "2000000 USD/year",
        "It expects earnings per share of {$2.10}.": "2.1 USD/share",
    },
    none=[
        "The annual fee paid for a {$5 million} stadium.",
        "The daily sold its office for {$2 million}.",
        "Annual growth was {4 percent}.",
    ],
)
def repeated(context: Context, expression: Expression) -> Expression | None:
    """A sum of a charge or an amount of a flow, with a word before that says how often: `daily output`."""
    if expression.kind not in _SPLIT or "/" in expression.unit:
        return None
    start = expression.start
    found = next(reversed(list(_REPEATED.finditer(context.text, max(0, start - _REACH), start))), None)
    if (
        found is None
        or (expression.kind == "money") == bool(found["flow"])
        or not _is_linked(context, expression)
    ):
        return None
    unit = "share" if found["earnings"] else _HOW_OFTEN[found["how"].lower()]
    return expression.by(repeated, unit=f"{expression.unit}/{unit}")


def _is_linked(context: Context, expression: Expression) -> bool:
    """Whether a preposition of a level, a copula or a verb of change precedes the number."""
    for token in context.before(expression.start):
        if token.lower_ in _LINKS or token.lemma_.lower() in directions().verbs:
            return True
        if token.lower_ not in directions().skipped:
            return False
    return False


_DAILY = re.compile(
    rf"(?:{GAP}(?!(?:and|or|in|by|for|to|the|its)(?!\w))[^\W\d_][\w-]*){{1,3}}?{GAP}(?P<how>{any_of(_HOW_OFTEN)})"
    rf"(?=\s*(?:[,.;:!?)\u2014]|$)|{GAP}(?:in|within|on|at|to|from|by|for|and|but|with|across|between|during|over)(?!\w))",
    re.IGNORECASE,
)
# Things that something is done to each year, and a sum of what comes every year.
_DONE = re.compile(
    rf"[^,.;:!?0-9()\u2014\n]*?{GAP}(?:is|are|was|were|be|been|being|get){GAP}(?:[a-z]+ly{GAP})?[a-z]+(?:ed|en|wn|de|ght|lt)"
    rf"{GAP}(?:[^,.;:!?0-9()\u2014\n]+{GAP})?(?P<how>annually)(?!\w)"
)
_OF_ANNUAL = re.compile(
    rf"{GAP}(?:of|in){GAP}(?:[a-z-]+{GAP})?(?P<how>annual|yearly|monthly|weekly|daily){GAP}[a-z]",
    re.IGNORECASE,
)
_TWICE_DAILY = re.compile(rf"(?:-|{GAP})(?P<how>daily|nightly|weekly|monthly|yearly|annually)(?!\w)", re.I)


@rule(
    "per.daily",
    examples={
        "The airline runs {271} scheduled flights daily within India.": "271 count/day",
        "The plant treats {40 tonnes} of waste daily.": "40 tonne/day",
        "It hires {90} trainees yearly in Ghana.": "90 count/year",
        "Some {70} miners are treated in clinics around Lima annually.": "70 count/year",
        "The park in Oslo gets {£24m} of annual funding.": "24000000 GBP/year",
        "He needs {twice}-daily injections.": "2 count/day",
        "The choir in Turku meets {three times} weekly.": "3 count/week",
    },
    none=[
        "She owns {two} French daily papers.",
        "They sold {40} cars, and daily life resumed.",
        "The {12} clubs of the league meet annually.",
        "The {40} children meet annually.",
        "It costs {twice} the daily rate.",
    ],
)
def daily(context: Context, expression: Expression) -> Expression | None:
    """`daily` or `annually` behind what is counted or how often, or before what a sum is of."""
    if "/" in expression.unit:
        return None
    text, end = context.text, expression.end
    if expression.kind == "times":
        match = _TWICE_DAILY.match(text, end)
        return expression.by(daily, unit=f"count/{_HOW_OFTEN[match['how'].lower()]}") if match else None
    if expression.kind == "money" and (match := _OF_ANNUAL.match(text, end)):
        return expression.by(daily, unit=f"{expression.unit}/{_HOW_OFTEN[match['how'].lower()]}")
    if expression.kind not in ("count", *_SPLIT) or expression.numeral.form == "plural":
        return None
    match = _DAILY.match(text, end)
    if match and any(token.tag_ in FINITE_TAGS for token in context.tokens(end, match.start("how"))):
        match = None  # `The 40 children meet annually`
    match = match or _DONE.match(text, end, end + _LATER_REACH)
    if match is None or match["how"].lower() == "annual":
        return None
    return expression.by(daily, unit=f"{expression.unit}/{_HOW_OFTEN[match['how'].lower()]}")


_EACH = re.compile(
    rf"{GAP}(?:each|apiece)(?!{GAP}(?:other|{any_of(table('rates')['time'])})|\w)", re.IGNORECASE
)
# Things that are sold one by one; what people get each is a sum.
_SOLD = frozenset(
    ("share", "ticket", "barrel", "unit", "seat", "copy", "bottle", "pack", "piece", "vehicle", "car",
     "plate", "dose", "pill", "room", "meal", "box")
)  # fmt: skip


@rule(
    "per.each",
    examples={
        "Shares in the bank closed at {$37.36} each.": "37.36 USD/share",
        "They sold tickets for {£12} each.": "12 GBP/ticket",
        "The copies went for {40 euros} apiece.": "40 EUR/copy",
    },
    none=["They paid the families {£12} each.", "Shares and tickets cost {$9} each."],
)
def each_of(context: Context, expression: Expression) -> Expression | None:
    """A sum before `each`, where the sentence names one kind of thing that has a price."""
    if expression.kind != "money" or "/" in expression.unit or not _EACH.match(context.text, expression.end):
        return None
    named = {
        token.lemma_.lower()
        for token in context.before(expression.start)
        if token.tag_ == "NNS" and token.lemma_.lower() in _SOLD
    }
    return expression.by(each_of, unit=f"{expression.unit}/{named.pop()}") if len(named) == 1 else None


_PER_NUMBER = re.compile(
    rf"(?:{GAP}[^\W\d_]+){{0,4}}{GAP}(?:per|for{GAP}every|in{GAP}every|out{GAP}of{GAP}every){GAP}"
    rf"(?P<number>[0-9](?:[0-9,.]*[0-9])?(?:{GAP}(?:million|thousand|billion))?){GAP}(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)


@rule(
    "per.number",
    examples={
        "They saw {12} cases per 100,000 people.": "12 count/100000_person",
        "Malta has {600} cars per 1,000 people.": "600 count/1000_person",
        "Chad records {12} deaths per 1,000 live births.": "12 count/1000_live_birth",
        "The clinic in Chad has {3} nurses for every 10,000 people.": "3 count/10000_person",
    },
    none=["They saw {12} cases in {100,000} tests.", "It ran {7 hours} out of every {24}.\nMen slept."],
)
def per_number(context: Context, first: Expression, second: Expression) -> Expression | None:
    """A number after `per` or `for every` is the per-part of the number before it."""
    if second.kind != "count" or "/" in first.unit or not context.is_noun_at(second.end):
        return None
    per = _PER_NUMBER.match(context.text, first.end, second.end + 24)
    if not per or per.start("number") != second.start:
        return None
    part = counted_unit(context.text, str(int(second.low)), per.start("word"), context.lemma_at)
    return first.by(per_number, unit=f"{first.unit}/{part.unit}")


_LATER_REACH = 70  # characters from a number to its per-part: about a line of text
_FLOWING = frozenset(("count", "money", "mass", "volume", "energy", "data"))


@rule(
    "per.later",
    needs="text",
    examples={
        "{20} veterans die each day.": "20 count/day",
        "They see {200} people a day.": "200 count/day",
        "About {300} people die on roads in Kenya every single day.": "300 count/day",
        "Users in Accra get {20GB} of data per month.": "20 gigabyte/month",
        "The site draws {600,000} page views a day from fans.": "600000 count/day",
        "About {40,000} songs are downloaded a day in Peru.": "40000 count/day",
        "Visitors bring {£640m} in spending a year.": "640000000 GBP/year",
    },
    none=[
        "They saw {200} people a day later.",
        "It can power {63,000} homes for a day.",
        "The clip drew {3,000} views in an hour.",
        "Give {5 ml} {three times a day}.",
        "They saw {12} cases within a week.",
        "Some {200} tenants were given a week to leave.",
        "They paid {£900} in damages a year later.",
        "Some {12} boats were lost a day after the storm.",
        "{Two} sisters died a year apart.",
    ],
)
def per_later(context: Context, expression: Expression) -> Expression | None:
    """A per-part later in the clause: `each day`, or `a day` right after the noun."""
    if expression.kind not in _FLOWING or "/" in expression.unit:
        return None
    end = min(len(context.text), expression.end + _LATER_REACH)
    each, noun_a, verb_a = _later_parts()
    match = each.match(context.text, expression.end, end)
    if match is None:
        match = noun_a.match(context.text, expression.end, end)
        if match is not None and (match["inside"] and expression.kind != "money"):
            return None
        match = match or verb_a.match(context.text, expression.end, end)
        if match is not None and dated_after().match(context.text, match.end()):
            return None  # `a year later`
    if match is None or TIMES.search(match.group()):
        return None
    return expression.by(per_later, unit=f"{expression.unit}/{singular(match['unit'].lower())}")


@cache
def _later_parts() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """`each day` later in the clause; `a year` after the noun (`5 tonnes of coal a year`) or its verb."""
    parts = any_of(table("rates")["later_parts"])
    word = rf"(?!{any_of(table('rates')['not_counted'])}(?!\w))[^\W\d_][^\W_]*"
    return (
        re.compile(
            rf"[^,.;:!?0-9()\u2014\n]*?(?<!\w)(?:each|every(?:{GAP}single)?|per){GAP}(?P<unit>{parts})(?!\w)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?:{GAP}(?:of|(?P<inside>in)))?{GAP}{word}(?:{GAP}{word})?{GAP}an?{GAP}(?P<unit>{parts})(?!\w)",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?:{GAP}(?:of{GAP})?{word}){{1,3}}{GAP}(?:(?:is|are|was|were|get){GAP}(?:{word}{GAP})?"
            rf"(?!(?:given|granted|offered|allowed|delayed|postponed|late)(?!\w))[^\W\d_]+(?:ed|en|wn|de|ght|ld|st)"
            rf"|dies?){GAP}an?{GAP}(?P<unit>{parts})(?=\s*(?:[,.;:!?)\u2014]|$)"
            rf"|{GAP}(?:and|but|by|across|on{GAP}average|worldwide|nationwide|because|from)(?!\w)|{GAP}in{GAP}[A-Z])",
        ),
    )


def with_per_parts(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Complete the units of counts and sums whose per-part another number or another word gives."""
    found = _with_later_parts(context, expressions)
    for place in range(1, len(found)):
        first, second = found[place - 1 : place + 1]
        if per := bracketed_per(context, first, second):
            if "/" not in first.unit:
                found[place - 1] = first.by(bracketed_per, unit=f"{first.unit}/{per}")
            found[place] = second.by(bracketed_per, unit=f"{second.unit}/{per}")
        elif shared_per(context, first, second):
            lacking, given = (place, first) if "/" in first.unit else (place - 1, second)
            found[lacking] = found[lacking].by(shared_per, unit=given.unit)
    return found


_OF_ONE = (per_later, exchange_rate, repeated, daily, each_of)


def _with_later_parts(context: Context, expressions: list[Expression]) -> list[Expression]:
    """The expressions with the per-parts that words or a second number give, the second left out."""
    found: list[Expression] = []
    for each in expressions:
        before = found[-1] if found else None
        if before is None or each.group == "tally":
            found.append(each)
        elif divided := per_number(context, before, each):
            found[-1] = divided
        elif not _is_per_part(before, each):
            found.append(each)
        if found[-1] is each and each.group != "tally":
            for read in _OF_ONE:
                found[-1] = read(context, found[-1]) or found[-1]
    return found


def _is_per_part(before: Expression, unit: Expression) -> bool:
    """Whether a unit without a number is the per-part of the number before it: `20 people die each day`."""
    later = unit.rule == unit_alone.name and before.rule.endswith(per_later.name)
    return later and before.unit.endswith(f"/{unit.unit}") and unit.start - before.end < _LATER_REACH


# ---------------------------------------------------------------- units that the number beside has

# Between a measure and a bare number that it is part of, which ends the clause except after `every`.
_OUT_OF = re.compile(rf"(?:,?{GAP}not|{GAP}out{GAP}of(?P<every>{GAP}every)?){GAP}{_MODIFIERS}", re.IGNORECASE)
_PLUS = re.compile(rf"{GAP}plus{GAP}", re.IGNORECASE)
# `lost 7 per cent and Bay Freight gained 3`; `jailed for ten years, the younger man for six`.
_MOVED_TOO = re.compile(
    rf",?{GAP}(?:and|while|but){GAP}(?:[A-Z][\w&'-]*{GAP}){{1,3}}(?:gained|added|rose|lost|fell|shed|dropped|slipped){GAP}"
)
# `12 years, of which he must serve eight`.
_OF_WHICH = re.compile(rf",?{GAP}of{GAP}which{GAP}(?:[\w'-]+{GAP}){{1,4}}")
_FOR, _FOR_TOO = (
    re.compile(rf"(?<!\w)for{GAP}$"),
    re.compile(rf",?{GAP}(?:and{GAP})?(?:[\w'-]+{GAP}){{1,3}}for{GAP}"),
)
_AT_LEVEL = re.compile(rf"(?<!\w)(?:to|of|at|is|was|from){GAP}{_MODIFIERS}$", re.IGNORECASE)
# How many times another level of one thing may be as large, and what no share is above.
_WIDEST, _WHOLE = 4, 100


@rule(
    "shared_unit.back",
    examples={
        "The wait in Derry rose to {81 days} from nearly {53} in the summer.": "81 day, 53 day",
        "Isolation in Fiji was cut from {seven days} to {five}.": "7 day, 5 day",
        "The stay is now {five days} plus {three} at home.": "5 day, 3 day",
        "They worked {ten hours} instead of {eight}.": "10 hour, 8 hour",
        "The kilns in Fez run {17 hours} out of every {24}.\nPotters sleep.": "17 hour, 24 hour",
        "Prices in Chad rose {2.6%} in May, down from {2.9}.": "2.6 percent, 2.9 percent",
        "Power reaches {91 per cent} of homes, against {88} nationwide.": "91 percent, 88 percent",
        "The dividend was cut to {15 yen} from {25}.": "15 JPY, 25 JPY",
        "Orrin lost {7 per cent} and Bay Freight gained {3}.": "7 percent, 3 percent",
        "Moss was jailed for {ten years}, and her driver for {six}.": "10 year, 6 year",
    },
    none=[
        "He was jailed for {ten years} for killing {six}.",
        "The inn is {two miles} from {10} farms.",
        "It fell from {two metres} to {10} people below.",
        "He won {four} cups in {ten years} in Rome, {two} in May.",
        "They waited {ten hours} instead of {eight} of their friends.",
        "They walked {ten miles} out of {two} towns.",
        "They stayed {two days} in Rome, and {nine in ten} were ill.",
        "The levy brought in {$20m} from {12} of them.",
        "The share fell to {4%} from {300}.",
    ],
)
def unit_of_first(context: Context, first: Expression, second: Expression) -> bool:
    """A bare number has the unit that the one before spells out: two levels, or a sum."""
    text, is_of_size = context.text, _is_of_size(first, second)
    if not _may_share_unit(context, first, second) or not (is_of_size or first.is_measure):
        return False
    between = (first.end, second.start)
    if _PLUS.fullmatch(text, *between) or (is_of_size and _COMPARED.fullmatch(text, *between)):
        return True
    if first.kind == "percent" and _MOVED_TOO.fullmatch(text, *between):
        return True
    if first.kind == "time" and is_of_size and _OF_WHICH.fullmatch(text, *between):
        return CLOSED.match(text, second.end) is not None
    if first.kind == "time" and _FOR.search(text, max(0, first.start - 5), first.start):
        return _FOR_TOO.fullmatch(text, *between) is not None
    if part := _OUT_OF.fullmatch(text, *between):
        return bool(part["every"] or CLOSED.match(text, second.end))
    is_level = _AT_LEVEL.search(text, max(0, first.start - 24), first.start)
    return bool(is_level and _LEVELS.fullmatch(text, *between))


def _may_share_unit(context: Context, first: Expression, second: Expression) -> bool:
    """Whether a bare number that counts nothing after it follows a measure, a sum or a share."""
    bare = second.is_single_count and second.is_bare and second.numeral.form in ("digits", "words")
    measured = first.kind not in ("count", "times", "fraction") and first.group != "tally"
    following = context.word_after(second.end)
    if not bare or not measured or following is None or following.idx in context.dated:
        return bare and measured
    return not context.is_noun_at(second.end) and following.lower_ not in ("of", "-")


def _is_of_size(first: Expression, second: Expression) -> bool:
    """Whether two numbers may be levels of one thing: of a few times its size, and no more than all of it."""
    low, high = sorted((abs(first.high), abs(second.high)))
    return 0 < high <= _WIDEST * low and (first.kind != "percent" or high <= _WHOLE)


# Between two levels of which the second ends its clause: `40 knots; a buoy in the area recorded 41`.
_NEXT_CLAUSE = re.compile(
    r"[^.!?0-9\n;]{0,40}(?:;|,\s(?:when|where|while|though|but|whereas))\s[^.!?0-9\n;:,]{3,45}\s"
)
_NEAR = 3  # how many numbers back another sum or share of one thing is looked for
# Before a number of another line, one that opens its sentence, and one of what there is.
_COUNTED = re.compile(
    rf"\n|^{GAP}$|(?:[.!?]\S?|(?<!\w)there{GAP}(?:is|are|was|were|(?:ha(?:s|ve|d)){GAP}been)){GAP}{_MODIFIERS}$",
    re.I,
)
# Between a share or a time and an age or a clock time: `62% are under 18`, `ten minutes before six`.
_OF_CLOCK_OR_AGE = re.compile(
    rf"^{GAP}(?:past|before|after|for|in){GAP}$|(?<!\w)(?:are{GAP}(?:under|over)|above|(?:older|younger){GAP}than){GAP}$",
    re.I,
)
_CLOCK = re.compile(r"(?<= at )[0-9]{1,2}\.[0-5][0-9](?![0-9])")
_PRICED = re.compile(rf"(?<!\w)(?:costs?|paid|pays?|(?:sold|sells?|bought){GAP}for){GAP}{_MODIFIERS}$", re.I)
# Before a stretch of time in which something happens, and of which the next number is no other level.
_DURING = re.compile(rf"(?<!\w)(?:in|within|over|during|every){GAP}(?:[a-z]+{GAP}){{0,2}}$", re.IGNORECASE)


@rule(
    "unit.same_thing",
    needs="network",
    examples={
        "Inflation in Chad fell from {9.4%} in May to {8.9} in June.": "9.4 percent, 8.9 percent",
        "The board offered the nurses {5 per cent}; they had asked for {nine}.": "5 percent, 9 percent",
        "The plan would cost {71,000 zlotys}. The ministry estimates {48,000}.": "71000 PLN, 48000 PLN",
        "She paid {250 dirhams} for a taxi that should have cost {60}.": "250 AED, 60 AED",
        "The firm kept {52 days} of stock; the bank counts {34}.": "52 day, 34 day",
        "Winds of {40 knots} were forecast; a buoy recorded {51}.": "40 knot, 51 knot",
    },
    none=[
        "About {60 per cent} of the patients in Juba are older than {75}.",
        "The average claim is {€7,400}; there have been {6,500}.",
        "Prices rose {4%} and {12} shops in Oslo closed.",
        "It made {20} errors in {two days} and admits {three}.",
    ],
)
def unit_of_same(
    context: Context, before: list[Expression], known: list[Quantity], second: Expression, quantity: Quantity
) -> Expression | None:
    """A bare number has the unit of a measure, sum or share of the same thing, or of the clause before it.

    `before` and `known`: the numbers before it, as expressions and as quantities.
    """
    near = reversed([*zip(before, known, strict=True)][-_NEAR:])
    level = next((each for each in near if each[1].what and each[1].what == quantity.what), None)
    if level is None and before and CLOSED.match(context.text, second.end):
        next_clause = _NEXT_CLAUSE.fullmatch(context.text, before[-1].end, second.start)
        level = (before[-1], known[-1]) if next_clause else None
    if level is None or level[1].kind == "age" or _CLOCK.match(context.text, second.start):
        return None
    (first, same), since = level, max(0, level[0].start - 24)
    between = context.text[first.end : second.start]
    timed = first.kind in ("time", "percent") and _OF_CLOCK_OR_AGE.search(between)
    period = first.kind == "time" and _DURING.search(context.text, since, first.start)
    far = first is not before[-1] and first.kind not in ("money", *SHARES)
    by_part = "/" in same.unit and between.endswith(" by ")
    priced = first.kind == "money" and _PRICED.search(context.text, max(0, second.start - 24), second.start)
    is_other = not _may_share_unit(context, first, second) or not (priced or _is_of_size(first, second))
    if is_other or timed or period or far or by_part or _COUNTED.search(between):
        return None
    return second.by(unit_of_same, unit=same.unit, kind=first.kind)


# How many words before a number with a magnitude one for money may be: `a profit before tax of 5 million`.
_NEAR_MONEY = 6
# What millions of money are followed by: `billions of taxpayers' money`, `spent billions more`.
_OF_MONEY = re.compile(
    rf"{GAP}(?:of{GAP}(?:[^\W\d_]+(?:['\u2019]s?)?{GAP})?(?:money|cash|funds|funding)|more(?=\s*[,.;:!?]|$))(?!\w)",
    re.IGNORECASE,
)


@rule(
    "money.spent",
    examples={
        "They spent {tens of millions} on ads.": "20000000 USD",
        "The club spent {hundreds of millions} on players.": "200000000 USD",
        "The scandal cost the bank {tens of millions}.": "20000000 USD",
        "Worth {€4m} ({$5m}), it cost {millions}.": "4000000 EUR, 5000000 USD, 2000000 EUR",
        "Leeds spent {£40,000} on the study and {millions} on the tram.": "40000 GBP, 2000000 GBP",
        "Leeds paid {£4m}, and wasted {billions} of taxpayers' money.": "4000000 GBP, 2000000000 GBP",
        "It costs {€48m}. Profit before tax came in at {5.1 million}.": "48000000 EUR, 5100000 EUR",
        "A tram costs {£3m}. They owe the bank {400 thousand}.": "3000000 GBP, 400000 GBP",
    },
    none=[
        "It cost {£3m}, and {€2m} was spent; the fund has {4 million} members and {5 million}.",
        "The rise cost {£3m}. Viewers of the film numbered {2 million}.",
        "The tour cost {€2m}, and {3 million} fans saw it; ticket sales rose to {1.6 million}.",
        "The flood displaced {millions}.",
        "They spent the night with {millions} of others.",
    ],
)
def millions_of_money(
    context: Context, expression: Expression, expressions: list[Expression]
) -> Expression | None:
    """Bare millions in a sentence about money are of the currency of the nearest sum, else US dollars.

    So is `5.1 billion` behind a word for money, where all sums of the article are in one currency.
    """
    plural = expression.numeral.form == "plural" and expression.high >= 1e6
    if expression.kind != "count" or not (plural or (expression.is_bare and expression.numeral.scaled)):
        return None
    following = context.word_after(expression.end)
    counts = following is not None and (
        following.lower_ == "of" or following.pos_ in ("NOUN", "ADJ", "PROPN")
    )
    if counts and not (plural and _OF_MONEY.match(context.text, expression.end)):
        return None
    before, about = context.before(expression.start), words("money")
    if plural:
        before = chain(before, islice(context.after(expression.end), 8))
    else:
        before = islice(before, _NEAR_MONEY)
        about = (about | words("prices") | words("paying") | words("debts")) - {"sale", "ticket"}
    sums = [each for each in expressions if each.kind == "money"]
    known = {each.unit.partition("/")[0] for each in sums if not CENTS.search(context.text, *each.range)}
    if about.isdisjoint(each.lemma_.lower() for each in before) or not (plural or len(known) == 1):
        return None
    # `worth €40m ($44m)` is in euros.
    stated = [each for each in sums if context.text[each.start - 1 : each.start] != "("]
    nearest = min(stated or sums, key=lambda each: abs(each.start - expression.start), default=None)
    unit = "USD" if nearest is None else nearest.unit.partition("/")[0]
    return expression.by(millions_of_money, unit=unit, kind="money")
