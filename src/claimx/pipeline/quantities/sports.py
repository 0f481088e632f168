"""Numbers of sports that are no quantities: points, innings, rounds of golf, marks of judges, races."""

from __future__ import annotations

import re

from claimx.pipeline.quantities.grammar import RACES, Context, Expression, filter_rule
from claimx.pipeline.quantities.tables import words
from claimx.text.lexicon import GAP

# Words of a match that make an article a match report.
_MATCH_WORDS = 3


def is_match_report(context: Context) -> bool:
    """Whether the article is about a match."""
    return len({token.lower_ for token in context.doc} & words("match_report")) >= _MATCH_WORDS


@filter_rule(
    "points",
    examples=["She scored {20 points}.", "He lost by {one point}."],
    none=["The index lost {20 points}.", "The FTSE gained {48 points}."],
)
def points_scored(context: Context, expression: Expression) -> bool:
    """Points won in a match."""
    if expression.kind != "point":
        return False
    if context.text[expression.start : expression.end].lower() == "one point" or is_match_report(context):
        return True
    head = context.head_of(expression.start, expression.end)
    return head is not None and head.dep_ == "obj" and head.head.lemma_.lower() in words("scoring")


_RACE_AFTER = re.compile(rf"[^\S\r\n]*(?:[\w-]+{GAP}){{0,2}}?(?:{RACES}|world[ ]record)(?!\w)", re.IGNORECASE)
_RACE_BEFORE = re.compile(rf"(?<!\w)(?:the|men['\u2019]s|women['\u2019]s|x){GAP}?$", re.IGNORECASE)
_RACES = frozenset((50, 60, 100, 110, 200, 400, 800, 1500, 3000, 5000, 10_000))


@filter_rule(
    "race",
    examples=[
        "She won the {200m} in Doha.",
        "He took gold in the men's {1500m}.",
        "The {400m} hurdles final is today.",
    ],
    none=[
        "He ran the {200 metres} to the gate.",
        "The pipe is {400m} long.",
        "Police closed the {100m} fence.",
    ],
)
def race(context: Context, expression: Expression) -> bool:
    """The name of a race: `the 200m`, `the 400m hurdles`."""
    text, start, end = context.text, expression.start, expression.end
    if (
        expression.unit != "metre"
        or expression.high not in _RACES
        or not text[end - 2 : end].endswith(("0m", "0 m"))
    ):
        return False
    if _RACE_AFTER.match(text, end):
        return True
    named = _RACE_BEFORE.search(text, max(0, start - 9), start)
    return bool(named) and not context.is_noun_at(end) and context.is_about(words("races"), expression.range)


_FOR_WICKETS = re.compile(r"(?: for |[-/])(?:10|[0-9])(?: declared)?(?![\w.,-]\w)")
_WICKETS = re.compile(r"[0-9]+ for $")


@filter_rule(
    "innings",
    examples=[
        "New Zealand made {350} for {8} wickets at Eden Park.",
        "The bowler saw England reach {140} for {2} by stumps.",
        "The batsmen were {90} for {2} at noon.",
    ],
    none=["He bowled {10} overs and took {four} wickets.", "They paid {350} for {8} tickets."],
)
def innings(context: Context, expression: Expression) -> bool:
    """The runs and wickets of an innings of cricket."""
    text, start, end = context.text, expression.start, expression.end
    if expression.kind != "count" or not context.is_about(words("cricket"), expression.range):
        return False
    return bool(_FOR_WICKETS.match(text, end) or _WICKETS.search(text, max(0, start - 9), start))


_TO_PAR = re.compile(rf"(?:-|{GAP})(?:under|over)(?:-|{GAP})par(?!\w)", re.IGNORECASE)
_DECIMALS = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}")
_ROUNDS = range(55, 100)


@filter_rule(
    "mark",
    examples=[
        "Larsson carded a {68} to lead the golf.",
        "He is {six} under par after an eagle.",
        "The birdie queen answered with a {64} and a {65}.",
        "The gymnast scored {15.300} in his routine, with {6.400} for difficulty.",
        "The diver needed {88.40} from her last dive.",
    ],
    none=[
        "They fired {68} golf balls.",
        "The village posted {71} births.",
        "The routine costs {$15.30}.",
        "The dive lasted {2.5 minutes}.",
    ],
)
def mark(context: Context, expression: Expression) -> bool:
    """The strokes of a round of golf, or a mark of judges, where nothing is counted."""
    text, start, end = context.text, expression.start, expression.end
    if _TO_PAR.match(text, end):
        return expression.is_bare
    if expression.unit != "count" or context.is_noun_at(end):
        return False
    if _DECIMALS.fullmatch(text, start, end):
        return context.is_about(words("judged"), expression.range)
    golf = words("golf")
    return int(expression.high) in _ROUNDS and any(token.lower_ in golf for token in context.doc)


# The filters that only a sport has.
RESULTS = (race, innings, mark)
