"""Numbers that name a rank, a round or a kind and count nothing: `top 30`, `the last 16`, `.22 calibre`."""

from __future__ import annotations

import re
from functools import cache

from claimx.pipeline.quantities.grammar import Context, Expression, filter_rule
from claimx.pipeline.quantities.tables import table, words
from claimx.text.lexicon import GAP, any_of

_TOP = re.compile(rf"(?<!\w)(?:top|bottom){GAP}$", re.IGNORECASE)
_RANKED = re.compile(
    rf"(?<!\w)(?:rank(?:ed|s|ing)|seed(?:ed|ing))(?:{GAP}(?:(?:is|was|now|down|up|as|low|high|currently|just|only){GAP})*"
    rf"(?:at|of|to|outside){GAP}|{GAP})$",
    re.IGNORECASE,
)
_LAST = re.compile(rf"(?<!\w)(?:the{GAP}(?:last|final)|round{GAP}of|final){GAP}$", re.IGNORECASE)
# How many sides or players are left in the rounds of a knockout.
_ROUNDS_LEFT = (4, 8, 16, 32, 64)
_OF_THESE = re.compile(
    rf"{GAP}of{GAP}(?:them|these|those|whom|which|his|her|its|their|our|my)(?!\w)", re.IGNORECASE
)


@filter_rule(
    "rank",
    examples=[
        "Croatia are a top {20} side.",
        "With her ranking down at {168}, she needed a wild card.",
        "The song reached the top {ten} in Norway.",
        "The Chilean is ranked {12} in the world.",
    ],
    none=["The top {ten} songs were played.", "He ranked {12} songs.", "The ranking lists {90} schools."],
)
def rank(context: Context, expression: Expression) -> bool:
    """A place in an order: after `top`, or after `ranked`, where nothing in the plural is counted."""
    if expression.unit != "count" or expression.group != "single" or context.is_plural_at(expression.end):
        return False
    following = context.word_after(expression.end)
    if following is not None and following.tag_ in ("NNP", "JJ", "JJS", "RBS", "CD"):
        return False  # `the top ten UK-listed firms`
    text, start = context.text, expression.start
    return bool(
        _TOP.search(text, max(0, start - 8), start) or _RANKED.search(text, max(0, start - 40), start)
    )


@filter_rule(
    "round_left",
    examples=[
        "Croatia reached the last {16} of the tournament.",
        "The club got to the last {eight} of the cup.",
        "She lost in the round of {32}.",
    ],
    none=["The last {16} of them left.", "The last {eight} matches were close.", "The last {ten} left."],
)
def round_of_knockout(context: Context, expression: Expression) -> bool:
    """The round of a knockout, named by how many are left in it."""
    if expression.unit != "count" or expression.group != "single" or expression.high not in _ROUNDS_LEFT:
        return False
    text, start, end = context.text, expression.start, expression.end
    if not _LAST.search(text, max(0, start - 12), start) or _OF_THESE.match(text, end):
        return False
    following = context.word_after(end)
    return following is None or following.tag_ in ("IN", "CC", ".", ",", ":") or following.lower_ == "round"


_KIND = re.compile(rf"(?:{GAP}|-)(?:calib(?:re|er)|gauge)(?!\w)|-a-side(?!\w)", re.IGNORECASE)


@filter_rule(
    "kind",
    examples=["Police found a {.38} calibre pistol.", "They play {seven}-a-side football."],
    none=["Police found {38} pistols.", "They sat {seven} to a side."],
)
def kind_of_thing(context: Context, expression: Expression) -> bool:
    """The kind of a gun or a team game, by its calibre or the size of a team."""
    return expression.unit == "count" and bool(_KIND.match(context.text, expression.end))


@filter_rule(
    "next_label",
    examples=[
        "Cases rose in primary one and {two}.",
        "Read pages 12 and {14}.",
        "Grades three, four and {five} sang.",
    ],
    none=["They sent {two} dogs and {three} men.", "They sent pages and {14} knights."],
)
def next_label(context: Context, expression: Expression) -> bool:
    """The second and later labels of several things: `primary one and two`."""
    if expression.unit != "count" or expression.group != "single" or context.is_plural_at(expression.end):
        return False
    start = expression.start
    return bool(_labels_before().search(context.text, max(0, start - 40), start))


@cache
def _labels_before() -> re.Pattern[str]:
    """A word that a number follows as a label, its number, and a link to the next number."""
    number = rf"(?:[0-9]+|{any_of(table('numbers')['cardinals'])})"
    labels = any_of((*words("labels"), "primary", "form", "year", "grades", "years", "lines", "levels"))
    return re.compile(
        rf"(?<!\w){labels}{GAP}{number}(?:,{GAP}{number})*(?:,|,?{GAP}(?:and|or)){GAP}$", re.IGNORECASE
    )


# The filters that only a round or a kind has.
RANKS_AND_KINDS = (round_of_knockout, kind_of_thing, next_label)
