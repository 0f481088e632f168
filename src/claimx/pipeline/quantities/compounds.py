"""Numbers in compounds: `five-time champion`, `month-long`, `quarter-point rise`, `five-point plan`."""

from __future__ import annotations

import re

from claimx.pipeline.quantities.grammar import Context, Expression, rule, with_added
from claimx.pipeline.quantities.numbers import Numeral
from claimx.pipeline.quantities.tables import HYPHEN, units
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range

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


def with_compounds(context: Context, expressions: list[Expression]) -> list[Expression]:
    """The expressions with the units that compounds give them, and those that only a compound is."""
    read = [title_times(context, each) or points_of_plan(context, each) or each for each in expressions]
    text = context.text
    parts = (
        part_of_point(context, Range(*each.span()), each["part"]) for each in _PART_OF_POINT.finditer(text)
    )
    long = (unit_long(context, Range(*each.span()), each["unit"]) for each in _LONG.finditer(text))
    return with_added((each for each in (*parts, *long) if each), read)
