"""Units that words separate from their number: `20 mostly happy years`, `only another four to go`."""

from __future__ import annotations

import re

from claimx.pipeline.quantities.grammar import Context, Expression, rule
from claimx.pipeline.quantities.tables import units
from claimx.text.lexicon import GAP

_FARTHEST = 4  # tokens of `relatively trouble-free`, hyphens counted
_IDLE_NOUNS = frozenset(("second", "quarter"))


@rule(
    "unit.behind_adjectives",
    needs="syntax",
    examples={
        "They were married for {20 mostly happy years}.": "20 year",
        "After {12 relatively trouble-free years} in Chile, they left.": "12 year",
        "The strike went on for {three cold weeks}.": "3 week",
    },
    none=["She has {two} new year plans.", "They built {40} solid hourly clocks."],
)
def behind_adjectives(context: Context, expression: Expression) -> Expression | None:
    """A unit of time in the plural, with adjectives and adverbs between it and its number."""
    if expression.unit != "count" or expression.group == "tally" or expression.numeral.form == "plural":
        return None
    number = context.token_at(expression.numeral.end - 1)
    for distance, token in enumerate(context.after(expression.end)):
        unit = units().words.get(token.lower_)
        if unit is not None and unit.kind == "time" and token.tag_ == "NNS" and distance:
            if unit.name in _IDLE_NOUNS or (number.head.i != token.i and number.dep_ == "nummod"):
                return None
            end = token.idx + len(token)
            return expression.by(behind_adjectives, end=end, unit=unit.name, kind=unit.kind)
        compound = "-" in (token.text, context.text[token.idx + len(token) :][:1])  # `trouble-free`
        if distance == _FARTHEST or not (compound or token.pos_ in ("ADJ", "ADV")):
            return None
    return None


_TO_GO = re.compile(rf"{GAP}(?:(?:more|left){GAP})?to{GAP}(?:go|run|spare)(?!\w)", re.IGNORECASE)
_REMAINING = 100  # characters between a measure and what is left of it


@rule(
    "unit.to_go",
    needs="syntax",
    examples={
        "She has run {nine miles}, with only another {four} to go.": "9 mile, 4 mile",
        "They had walked {300 km} by May, and had {90} to go.": "300 kilometre, 90 kilometre",
        "After {six weeks} at sea they have {two} more to go.": "6 week, 2 week",
    },
    none=["The train goes {90 miles}. {Two} passengers had to go."],
)
def to_go(context: Context, first: Expression, second: Expression) -> Expression | None:
    """A bare number before `to go` has the unit of the measure before it in the sentence."""
    bare = second.unit == "count" and second.group == "single" and second.is_bare
    if not bare or first.kind not in ("length", "time") or not _TO_GO.match(context.text, second.end):
        return None
    between = context.text[first.end : second.start]
    if len(between) > _REMAINING or re.search(r"[.!?\n]", between):
        return None
    return second.by(to_go, unit=first.unit, kind=first.kind)


_FROM = re.compile(rf"(?<!\w)from{GAP}(?:(?:about|around|nearly|almost){GAP})?$", re.IGNORECASE)
_TO = re.compile(
    rf",?{GAP}to{GAP}(?:(?:just|only|about|around|nearly|almost|over|under){GAP}){{0,2}}", re.IGNORECASE
)


@rule(
    "unit.of_level",
    needs="syntax",
    examples={
        "The wait fell from {52} to just {30 days}.": "52 day, 30 day",
        "They cut the term from {nine} to {six months}.": "9 month, 6 month",
        "The river in Laos rose from {three} to {11 metres}.": "3 metre, 11 metre",
    },
    none=[
        "Staff grew from {52} to {90} in {30 days}.",
        "They moved from {two} sheds to {30 metres} of road.",
    ],
)
def of_level(context: Context, first: Expression, second: Expression) -> Expression | None:
    """The first of two levels has the unit that only the second one spells out."""
    if first.unit != "count" or first.group != "single" or not first.is_bare or not second.is_measure:
        return None
    if second.smallest or "/" in second.unit or not _TO.fullmatch(context.text, first.end, second.start):
        return None
    if not _FROM.search(context.text, max(0, first.start - 16), first.start):
        return None
    return first.by(of_level, unit=second.unit, kind=second.kind)


def with_units_across_words(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Give bare numbers the units that words separate from them."""
    found: list[Expression] = []
    for place, each in enumerate(expressions):
        after = expressions[place + 1] if place + 1 < len(expressions) else None
        read = behind_adjectives(context, each)
        if read is not None and after is not None and read.end > after.start:
            read = None
        if read is None and after is not None:
            read = of_level(context, each, after)
        if read is None and found:
            read = to_go(context, found[-1], each)
        found.append(read or each)
    return found
