"""Units that a number does not spell out: that of the number beside it, of a share index, of a mark.

An example of a rule has its quantities in braces, and their readings as values and units.
"""

from __future__ import annotations

import re

from claimx.pipeline.quantities.grammar import Context, Expression, rule
from claimx.text.lexicon import GAP

# ---------------------------------------------------------------- of the number before or after

# Between two levels of a measure of which the first has the unit, and in a sum: `to 81 days from 53`.
_FROM_LEVEL = re.compile(
    rf",?{GAP}(?:(?:up|down){GAP})?from{GAP}(?:(?:just|only|about){GAP})?", re.IGNORECASE
)
_TO_LEVEL = re.compile(rf"{GAP}to{GAP}(?:(?:just|only|about){GAP})?", re.IGNORECASE)
_PLUS = re.compile(rf"{GAP}plus{GAP}", re.IGNORECASE)
_AT_LEVEL = re.compile(
    rf"(?<!\w)(?:to|of|at|is|was){GAP}(?:(?:just|only|about|around|nearly|almost|over){GAP})?$", re.IGNORECASE
)
_FROM_WHICH = re.compile(
    rf"(?<!\w)from{GAP}(?:(?:just|only|about|around|nearly|almost){GAP})?$", re.IGNORECASE
)
# Two stretches with one preposition: `three years there as a coach, six as a player`.
_PREPOSITIONS = "as|in|at|with|for|on|under"
_PARALLEL = re.compile(
    rf"(?:{GAP}[\w\u2019'-]+)?{GAP}(?P<how>{_PREPOSITIONS}){GAP}[^,.;:!?0-9()\n]{{2,40}}(?:,|,?{GAP}and){GAP}",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(rf"{GAP}(?P<how>{_PREPOSITIONS})(?!\w)", re.IGNORECASE)


@rule(
    "shared_unit.back",
    needs="syntax",
    examples={
        "The wait in Derry rose to {81 days} from {53} in the summer.": "81 day, 53 day",
        "Isolation in Fiji was cut from {seven days} to {five}.": "7 day, 5 day",
        "The stay is now {five days} plus {three} at home.": "5 day, 3 day",
        "She spent {three years} there as a coach, {six} as a player.": "3 year, 6 year",
    },
    none=[
        "The inn is {two miles} from {10} farms.",
        "It fell from {two metres} to {10} people below.",
        "He won {four} cups in {ten years} in Rome, {two} in May.",
        "They stayed {two days} in Rome, and {nine in ten} were ill.",
    ],
)
def unit_of_first(context: Context, first: Expression, second: Expression) -> bool:
    """A bare number has the unit that the one before spells out: two levels, a sum, or two stretches."""
    bare = second.unit == "count" and second.group == "single" and second.is_bare
    if (
        not bare
        or not first.is_measure
        or first.is_bare
        or "/" in first.unit
        or second.numeral.form == "plural"
    ):
        return False
    text = context.text
    if context.is_noun_at(second.end):
        return False
    if _PLUS.fullmatch(text, first.end, second.start):
        return True
    reach = max(0, first.start - 24)
    if _FROM_LEVEL.fullmatch(text, first.end, second.start):
        return bool(_AT_LEVEL.search(text, reach, first.start))
    if _TO_LEVEL.fullmatch(text, first.end, second.start):
        return bool(_FROM_WHICH.search(text, reach, first.start))
    parallel = _PARALLEL.fullmatch(text, first.end, second.start)
    after = _PREPOSITION.match(text, second.end) if parallel else None
    if first.kind != "time" or parallel is None or after is None:
        return False
    counted = any(token.pos_ == "NUM" for token in context.before(first.start))
    return not counted and parallel["how"].lower() == after["how"].lower()


_EVEN = re.compile(
    rf"(?:,{GAP}|{GAP})(?:(?:or|and|if{GAP}not|sometimes|often|perhaps|maybe|possibly|even){GAP}){{1,2}}",
    re.IGNORECASE,
)


@rule(
    "shared_unit.plural",
    needs="syntax",
    examples={
        "They spend {hundreds}, sometimes {millions of euros} on it.": "200 EUR, 2000000 EUR",
        "It drifted for {hundreds}, even {thousands of miles}.": "200 mile, 2000 mile",
    },
    none=["They sold {hundreds}, and owe {millions of euros}.", "They saw {dozens or hundreds} of birds."],
)
def unit_of_plural(context: Context, first: Expression, second: Expression) -> bool:
    """A plural has the unit or currency of the larger one after it: `hundreds or even millions of euros`."""
    plural = first.numeral.form == second.numeral.form == "plural" and first.high <= second.high
    linked = plural and _EVEN.fullmatch(context.text, first.end, second.start)
    return bool(linked) and first.unit == "count" and second.unit != "count"


# ---------------------------------------------------------------- of indexes and marks

# A share index, or the points by which one moved, and the verb or adverb of its level.
_INDEX = (
    r"(?:Dow(?:\sJones)?|FTSE|Footsie|Nasdaq|Nikkei|D[Aa][Xx]|C[Aa][Cc]|Hang\sSeng|Sensex|Kospi|KOSPI|S&P|Stoxx|Topix"
    r"|[Ii]ndex|[Ii]ndices|[Aa]verage)"
)
_OF_INDEX = r"index|average|composite|of\s(?:[a-z-]+\s){0,2}(?:shares|stocks)|was|had|has|then|also|later"
_MOVED = (
    "close[sd]?|closing|end(?:s|ed|ing)?|finish(?:es|ed)?|open(?:s|ed)?|f[ae]ll(?:s|ing)?|r[io]se(?:s|n)?|rising|gain(?:s|ed)?"
    "|lost|slid|slip(?:s|ped)|drop(?:s|ped)|dip(?:s|ped)|climb(?:s|ed)|jump(?:s|ed)|surg(?:es|ed)|add(?:s|ed)|edg(?:es|ed)"
    "|trad(?:es|ed|ing)|stood|stands|increased|advanced|declined|retreated|soared|rallied|tumbl(?:es|ed)|plung(?:es|ed)|sank|shed|hit|reached|lower|higher|points"
)
_BEFORE_LEVEL = re.compile(
    rf"(?<![\w-]){_INDEX}(?![\w-])(?:\s(?:[A-Z0-9][\w.&'\u2019-]*|{_OF_INDEX})){{0,4}}?\s(?:{_MOVED})(?!\w)"
    r"(?:[^.;:!?\n]|\.(?=[0-9])){0,90}?(?<!\w)(?:at|to)\s$"
)
_REACH = 170  # characters of `The Dow Jones Industrial average closed down 0.89 points, or 0.01%, at`
# Thousands with a comma, or a decimal fraction: four bare digits may be a year.
_LEVEL = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{3,}\.[0-9]+")


@rule(
    "point.index",
    needs="syntax",
    examples={
        "The Dow closed down {12 points} at {10,385.48}.": "12 point, 10385.48 point",
        "The FTSE 100 rose {0.4%} to {7,512.3} on Friday.": "0.4 percent, 7512.3 point",
        "In Tokyo the Nikkei index slipped to {27,105}.": "27105 point",
    },
    none=[
        "The index of firms that rose to {1,200} places is long.",
        "FTSE firms cut staff and fell to {1,200}.",
        "The average wage rose to {30,000 euros}.",
        "The Nikkei fell as jobs dropped to {1,200} posts.",
    ],
)
def index_level(context: Context, expression: Expression) -> bool:
    """A number after `at` or `to` to which a share index moved or at which it closed."""
    text, start = context.text, expression.start
    if expression.unit != "count" or expression.group != "single" or context.is_noun_at(expression.end):
        return False
    level = _LEVEL.fullmatch(text, start, expression.end)
    return level is not None and bool(_BEFORE_LEVEL.search(text, max(0, start - _REACH), start))


_FULL = frozenset((5, 10, 20, 100))
_OUT_OF = re.compile(rf"{GAP}out{GAP}of{GAP}(?:a{GAP}possible{GAP})?")


@rule(
    "point.full_marks",
    needs="syntax",
    examples={
        "Critics in Lyon gave it {10} out of 10.": "10 point",
        "It got {five} out of five for style.": "5 point",
        "It was a {10} out of 10 show.": "10 point",
    },
    none=["{10} out of {10} clinics closed.", "{Nine out of 10} came."],
)
def full_marks(context: Context, first: Expression, second: Expression) -> bool:
    """As many points as there are: `10 out of 10`, where nothing in the plural is counted."""
    bare = first.unit == second.unit == "count" and first.is_bare and second.is_bare
    if not bare or not first.low == first.high == second.low == second.high or first.high not in _FULL:
        return False
    linked = _OUT_OF.fullmatch(context.text, first.end, second.start)
    return linked is not None and not context.is_plural_at(second.end)


# Degrees of heat that are Celsius: as Fahrenheit they are a cold day, and more are of an oven.
_HEAT = re.compile(rf"(?:-|{GAP})heat(?!\w)", re.IGNORECASE)
_HOT, _HOTTEST = 28, 56


@rule(
    "unit.heat",
    needs="syntax",
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


def with_unstated_units(context: Context, expressions: list[Expression]) -> list[Expression]:
    """The expressions with the units that they do not spell out, and one for full marks."""
    read: list[Expression] = []
    for each in expressions:
        before = read[-1] if read else None
        if before is not None and full_marks(context, before, each):
            read[-1] = before.by(full_marks, unit="point", kind="count")
            continue
        if before is not None and unit_of_first(context, before, each):
            each = each.by(unit_of_first, unit=before.unit, kind=before.kind)
        elif before is not None and unit_of_plural(context, before, each):
            read[-1] = before.by(unit_of_plural, unit=each.unit, kind=each.kind)
        elif degrees_of_heat(context, each):
            each = each.by(degrees_of_heat, unit="degree_celsius", kind="temperature")
        elif index_level(context, each):
            each = each.by(index_level, unit="point", kind="count")
        read.append(each)
    return read
