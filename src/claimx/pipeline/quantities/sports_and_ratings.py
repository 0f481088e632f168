"""Numbers that are results and not quantities: points, margins and innings, odds, ratings."""

from __future__ import annotations

import re

from claimx.pipeline.quantities.grammar import Context, Expression, filter_rule
from claimx.pipeline.quantities.tables import table, words
from claimx.text.lexicon import GAP, any_of

# Words of a match that make an article a match report.
_MATCH_WORDS = 3


def is_match_report(context: Context) -> bool:
    """Whether the article is about a match."""
    return len({token.lower_ for token in context.doc} & words("match_report")) >= _MATCH_WORDS


# A distance in a table, and not what one match was won by.
_GAP = re.compile(
    rf"(?<!\w)(?:gap|lead|deficit|cushion)s?(?:{GAP}[\w\u2019'-]+){{0,7}}?{GAP}(?:to|of|by){GAP}(?:just{GAP}|only{GAP})?$",
    re.IGNORECASE,
)
_GAP_REACH = 70  # characters of `the gap on leaders Saracens to`


@filter_rule(
    "points",
    examples=["She scored {20 points}.", "He lost by {one point}."],
    none=[
        "The index lost {20 points}.",
        "The FTSE gained {48 points}.",
        "The win cut the lead at the top of the league to {five points}.",
    ],
)
def points_scored(context: Context, expression: Expression) -> bool:
    """Points won in a match."""
    if expression.kind != "point":
        return False
    if _GAP.search(context.text, max(0, expression.start - _GAP_REACH), expression.start):
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


_NUMBER = rf"(?:[0-9]+|{any_of(table('numbers')['cardinals'])})"
_ODDS = re.compile(rf"[0-9]+[/\u2013-][0-9]+|(?<!\w){_NUMBER}(?: to |-to-){_NUMBER}(?!\w)", re.IGNORECASE)
_STARTED_AT = re.compile(
    rf"(?<!\w)(?:started|priced|backed|went{GAP}off|going{GAP}off|quoted|returned|installed|offer(?:s|ed|ing)?)"
    rf"{GAP}(?:(?:at|as|a){GAP})*$"
)


@filter_rule(
    "odds",
    examples=[
        "Odds of {100}-{1} were offered against an early election.",
        "Bookmakers have the colt at {9} to {2}.",
        "Odds of {25} to {1} were given on a vote in May.",
        "The bookmakers offer {three}-to-{one} against a coalition.",
        "The mare started at {five} to {two} and fell.",
    ],
    none=["The odds are {60 percent}.", "He has {3} favourite books."],
)
def odds(context: Context, expression: Expression) -> bool:
    """The odds of a bet."""
    text, start, end = context.text, expression.start, expression.end
    if expression.unit not in ("count", "times"):
        return False
    near = _ODDS.finditer(text, max(0, start - 12), end + 12)
    pair = next((each for each in near if each.start() <= start and end <= each.end()), None)
    if pair is None:
        return False
    priced = _STARTED_AT.search(text, max(0, pair.start() - 24), pair.start())
    return bool(priced) or context.is_about(words("betting"), expression.range)


_OF_STARS = re.compile(rf"{GAP}out{GAP}of{GAP}(?:a{GAP}possible{GAP})?[0-9]")
_OUT_OF = re.compile(rf"[0-9]\.[0-9]{GAP}out{GAP}of{GAP}(?:a{GAP}possible{GAP})?$")
_MARK = re.compile(rf"{_NUMBER}{GAP}out{GAP}of{GAP}(?:5|6|10|20|100|five|six|ten)", re.IGNORECASE)
_GIVES_MARK = re.compile(
    r"(?<!\w)(?:g[ai]ves?|given|award(?:s|ed)?|scor(?:e[sd]?|ing)|earn(?:s|ed)|got|rat(?:e[sd]?|ing)|mark(?:s|ed)?)"
    r"(?!\w)[^.;!?\n]{0,40}$",
    re.IGNORECASE,
)
_STARS = re.compile(rf"{GAP}stars?(?!\w)", re.IGNORECASE)


@filter_rule(
    "rating",
    examples=[
        "The café was given {4.5} out of {5} stars.",
        "Its rating is {7.8} out of {10} on the site.",
        "Critics gave it {3.5} out of {5}.",
        "Our critic gave the novel {4 out of 5}.",
        "The hotel was rated {three out of five} by guests.",
    ],
    none=[
        "They won {9 out of 10} games.",
        "It lost {4.5 points} out of fear.",
        "The clinic gave {4 out of 5} patients a scan.",
    ],
)
def rating(context: Context, expression: Expression) -> bool:
    """A mark out of a highest one: with decimals, before `stars`, or given to a thing."""
    text, start, end = context.text, expression.start, expression.end
    if expression.kind == "fraction" and _MARK.fullmatch(text, start, end):
        if _STARS.match(text, end):
            return True
        given = _GIVES_MARK.search(text, max(0, start - 60), start)
        return bool(given) and not context.is_noun_at(end)
    if expression.unit != "count":
        return False
    is_upper = expression.high != int(expression.high) and _OF_STARS.match(text, end)
    return bool(is_upper or _OUT_OF.search(text, max(0, start - 30), start))


_CARDED = re.compile(
    r"(?<!\w)(?:card(?:s|ed|ing)|sign(?:s|ed|ing) for|rounds? of|shot|shoots|shooting|fired|posted|returned"
    r"|opening|closing|(?:course|career)[ -](?:record|best)|(?:first|second|third|final)[ -]round"
    r"|under[ -]par|over[ -]par)"
    rf"{GAP}(?:an?{GAP}(?:[\w-]+{GAP}){{0,2}})?(?:[5-9][0-9](?:,{GAP}|{GAP}and{GAP}))*$",
    re.IGNORECASE,
)
_TO_PAR = re.compile(rf"(?:-|{GAP})(?:under|over)(?:-|{GAP})par(?!\w)", re.IGNORECASE)
_ROUNDS = range(55, 100)
_WITH = re.compile(r"(?<!\w)with an? (?:[5-9][0-9] and an? )?$")


@filter_rule(
    "golf_round",
    examples=[
        "Larsson carded a {68} to lead the golf.",
        "She had rounds of {70} and {72} on the links course.",
        "He is {six} under par after an eagle.",
        "The golfer set a course-record {61} and won the golf.",
        "The birdie queen answered with a {64} and a {65}.",
    ],
    none=[
        "They fired {68} golf balls.",
        "The village posted {71} births.",
        "He shot a {68-year-old} golfer.",
    ],
)
def golf_round(context: Context, expression: Expression) -> bool:
    """The strokes of a round of golf, or how far from par it is."""
    text, start, end = context.text, expression.start, expression.end
    if expression.unit not in ("count", "year") or not expression.is_bare:
        return False
    if _TO_PAR.match(text, end):
        return True
    carded = _CARDED.search(text, max(0, start - 48), start)
    played = carded or _WITH.search(text, max(0, start - 24), start)
    if played is None or int(expression.high) not in _ROUNDS or context.is_noun_at(end):
        return False
    golf = words("golf_only") | words("golf")
    is_golf = carded is not None and context.is_about(golf, expression.range)
    return is_golf or any(token.lower_ in words("golf_only") for token in context.doc)


_BY = re.compile(
    r"(?<!\w)(?:w[io]n(?:s|ning)?|los[et]s?|losing|beaten|victory|defeat|triumph(?:ed)?|trail(?:s|ed|ing)?)"
    rf"{GAP}(?:(?:comfortably|narrowly|easily|just){GAP})?by{GAP}$",
    re.IGNORECASE,
)


@filter_rule(
    "margin",
    examples=[
        "The visitors won by {12} in overtime.",
        "The Tigers lost by {nine} to the Hawks in the final game.",
        "They trailed by {15} at halftime.",
    ],
    none=[
        "The party won by {12} seats.",
        "The Senate bill lost by {two} votes in the last game of the session.",
    ],
)
def margin(context: Context, expression: Expression) -> bool:
    """How much a match was won by, where nothing is counted."""
    if expression.unit != "count" or not _BY.search(
        context.text, max(0, expression.start - 28), expression.start
    ):
        return False
    if context.is_noun_at(expression.end) or context.is_about(words("votes"), expression.range):
        return False
    sports = words("sports") | words("cricket") | words("match_report")
    return is_match_report(context) or context.is_about(sports, expression.range)


_DECIMALS = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}")


@filter_rule(
    "mark",
    examples=[
        "The gymnast scored {15.300} in his routine, with {6.400} for difficulty.",
        "Her free skating programme earned {142.5}.",
        "The diver needed {88.40} from her last dive.",
    ],
    none=["The routine costs {$15.30}.", "The dive lasted {2.5 minutes}.", "Rents rose {2.5%}."],
)
def mark_of_judges(context: Context, expression: Expression) -> bool:
    """A mark with decimals for a routine, a dive or a skating programme."""
    text, start, end = context.text, expression.start, expression.end
    if expression.unit != "count" or not _DECIMALS.fullmatch(text, start, end) or context.is_noun_at(end):
        return False
    return context.is_about(words("judged"), expression.range)


# The filters that only a form of sport or betting has.
RESULTS = (innings, odds, rating, golf_round, margin, mark_of_judges)
