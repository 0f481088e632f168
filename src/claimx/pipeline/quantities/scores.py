"""Numbers that are results and not quantities: points of matches, innings, names of races, odds, ratings."""

from __future__ import annotations

import re

from claimx.pipeline.quantities.grammar import Context, Expression, filter_rule
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


_FOR_WICKETS = re.compile(r"(?: for |[-/])(?:10|[0-9])(?: declared)?(?![\w.,-]\w)")
_WICKETS = re.compile(r"[0-9]+ for $")
_RUNS = re.compile(
    rf"(?<!\w)(?:unbeaten|out|dismissed|bowled{GAP}out|not{GAP}out|retired|stranded|reached|hit|made|scored|wickets?){GAP}"
    rf"(?:(?:on|for|an?|unbeaten|with){GAP}){{0,2}}$",
    re.IGNORECASE,
)
_OVERS = re.compile(r"[0-9]+ in [0-9.]+$")


@filter_rule(
    "innings",
    examples=[
        "New Zealand made {350} for {8 in 50} overs at Eden Park.",
        "India were 287-6 at stumps, with Rao unbeaten on {104}.",
        "The batsman was dismissed for {36} in the second Test.",
        "The bowler was off the field after his wickets for {34}.",
    ],
    none=["He bowled {10} overs and took {four} wickets.", "They paid {350} for {8} tickets."],
)
def innings(context: Context, expression: Expression) -> bool:
    """The runs, wickets and overs of an innings of cricket."""
    if expression.kind not in ("count", "fraction") or not context.is_about(
        words("cricket"), expression.range
    ):
        return False
    text, start, end = context.text, expression.start, expression.end
    if expression.kind == "fraction":
        return bool(_OVERS.fullmatch(text, start, end))
    if _FOR_WICKETS.match(text, end) or _WICKETS.search(text, max(0, start - 9), start):
        return True
    return bool(_RUNS.search(text, max(0, start - 28), start)) and not context.is_plural_at(end)


_RACE_AFTER = re.compile(
    rf"[^\S\r\n]*(?:[\w-]+{GAP}){{0,2}}?(?:final|relay|hurdles|freestyle|butterfly|breaststroke|backstroke|steeplechase"
    r"|sprint|heats?|title|gold|medley|world[ ]record|champion)(?!\w)",
    re.IGNORECASE,
)
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


_ODDS = re.compile(r"[0-9]+(?:/|-|\u2013| to |-to-)[0-9]+")


@filter_rule(
    "odds",
    examples=[
        "Odds of {100}-{1} were offered against an early election.",
        "Bookmakers have the colt at {9} to {2}.",
        "Odds of {25} to {1} were given on a vote in May.",
    ],
    none=["The odds are {60 percent}.", "He has {3} favourite books."],
)
def odds(context: Context, expression: Expression) -> bool:
    """The odds of a bet."""
    text = context.text
    if expression.unit != "count" or not context.is_about(words("betting"), expression.range):
        return False
    near = _ODDS.finditer(text, max(0, expression.start - 9), expression.end + 9)
    return any(each.start() <= expression.start and expression.end <= each.end() for each in near)


_OF_STARS = re.compile(rf"{GAP}out{GAP}of{GAP}(?:a{GAP}possible{GAP})?[0-9]")
_OUT_OF = re.compile(rf"[0-9]\.[0-9]{GAP}out{GAP}of{GAP}(?:a{GAP}possible{GAP})?$")


@filter_rule(
    "rating",
    needs="text",
    examples=[
        "The café was given {4.5} out of {5} stars.",
        "Its rating is {7.8} out of {10} on the site.",
        "Critics gave the play {3.5} out of {5}.",
    ],
    none=["They won {9 out of 10} games.", "It lost {4.5 points} out of fear."],
)
def rating(context: Context, expression: Expression) -> bool:
    """A mark with decimals out of a highest one."""
    if expression.unit != "count":
        return False
    text, start, end = context.text, expression.start, expression.end
    is_upper = expression.high != int(expression.high) and _OF_STARS.match(text, end)
    return bool(is_upper or _OUT_OF.search(text, max(0, start - 30), start))
