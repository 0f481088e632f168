"""Numbers of sports that are left out (points, innings, marks, ranks and races), and full marks."""

from __future__ import annotations

import re

from claimx.pipeline.quantities.grammar import RACES, Context, Expression, filter_rule, rule
from claimx.pipeline.quantities.numbers import CLOSED
from claimx.pipeline.quantities.tables import words
from claimx.text.lexicon import GAP, SPELLED
from claimx.text.tokens import Range

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


_RUNS = f"[0-9]+|{SPELLED}"
_FOR_WICKETS = re.compile(rf"(?<![\w.,-])(?:{_RUNS})(?: for |[-/])(?:{_RUNS})(?: declared)?(?![\w.,-]?\w)")
_LONGEST_INNINGS = 16  # characters of `three for 112 declared`, less the first or the last number
_OUT = re.compile(rf"{GAP}not{GAP}out(?!\w)")
_FOR = re.compile(rf"(?<!\w)for{GAP}$")
_LEAST_RUNS = 20  # of an innings where no word of cricket is near; fewer may be `12 for two`


# Before a century of runs: `hit a century`, `his maiden century`.
_SCORES = re.compile(
    r"(?<!\w)(?:ma[kd]e|making|scor\w+|hit|hits|hitting|struck|maiden|unbeaten)\s(?:his\s|her\s)?$"
)


@filter_rule(
    "innings",
    examples=[
        "New Zealand made {350} for {8} wickets at Eden Park.",
        "The bowler saw England reach {140} for {2} by stumps.",
        "The batsmen were {90} for {2} at noon.",
        "India reached {312} for {four}.",
        "Sri Lanka were {3} for {98} at lunch, with Silva 41 not out.",
        "The opener was lbw for {eight}.",
    ],
    none=[
        "He bowled {10} overs and took {four} wickets.",
        "They paid {350} for {8} tickets.",
        "The firm paid {350} for {four}.",
        "They left {350} for {8 hours}.",
    ],
)
def innings(context: Context, expression: Expression) -> bool:
    """The runs and wickets of an innings of cricket, or the runs of a batsman `not out`; `a century`."""
    text, start, end = context.text, expression.start, expression.end
    if expression.unit == "century":
        return _SCORES.search(text, max(0, start - 16), start) is not None
    if expression.kind != "count" or expression.numeral.form == "plural":
        return False
    pairs = _FOR_WICKETS.finditer(text, max(0, start - _LONGEST_INNINGS), end + _LONGEST_INNINGS)
    pair = next((each for each in pairs if each.start() <= start and end <= each.end()), None)
    if context.is_about(words("cricket"), expression.range):
        alone = _FOR.search(text, max(0, start - 5), start) and CLOSED.match(text, end)
        return bool(pair or alone or _OUT.match(text, end))
    if pair is None or " for " not in pair.group() or context.is_noun_at(pair.end()):
        return _OUT.match(text, end) is not None
    runs = max(map(int, re.findall(r"[0-9]+", pair.group())), default=0)
    return runs >= _LEAST_RUNS and not context.is_about(words("prices") | words("money"), expression.range)


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


_TOP = re.compile(rf"(?<!\w)(?:top|bottom){GAP}$", re.IGNORECASE)
_RANKED = re.compile(
    rf"(?<!\w)(?:rank(?:ed|s|ing)|seed(?:ed|ing))(?:{GAP}(?:(?:is|was|now|down|up|as|low|high|currently|just|only){GAP})*"
    rf"(?:at|of|to|outside){GAP}|{GAP})$",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"{GAP}or{GAP}(?:so|more|fewer)(?!\w)")  # `the top dozen or so`: a rank is exact
_LAST = re.compile(rf"(?<!\w)(?:the{GAP}(?:last|final)|round{GAP}of|final){GAP}$", re.IGNORECASE)
# How many sides or players are left in the rounds of a knockout.
_ROUNDS_LEFT = (4, 8, 16, 32, 64)
_OF_THESE = re.compile(
    rf"{GAP}of{GAP}(?:them|these|those|whom|which|his|her|its|their|our|my)(?!\w)", re.IGNORECASE
)


# After a place in a list of results: ` J. Kiptoo 28:14`, ` Ana Reis (Brazil) 2.41.07`.
_WITH_TIME = re.compile(
    r"[.)]?\s(?:[A-Z]\.\s?|[A-Z][\w'’-]+\s)[A-Z][\w'’-]+(?:,?\s\(?[A-Z][\w ]{1,20}\)?)?,?"
    r"\s[0-9]{1,2}[:.][0-9]{2}(?!\w)"
)


@filter_rule(
    "rank",
    examples=[
        "Croatia are a top {20} side.",
        "With her ranking down at {168}, she needed a wild card.",
        "The song reached the top {ten} in Norway.",
        "The Chilean is ranked {12} in the world.",
        "Men's race: {1} J. Kiptoo 28:14; {2} S. Ali 28:20; {3} T. Roe 28:41.",
    ],
    none=["The top {ten} songs were played.", "He ranked {12} songs.", "The ranking lists {90} schools."],
)
def rank(context: Context, expression: Expression) -> bool:
    """A place in an order: in a list with names and times, after `top`, or after `ranked` of no plural."""
    if _WITH_TIME.match(context.text, expression.end):
        return True
    if not expression.is_single_count or context.is_plural_at(expression.end):
        return False
    following = context.word_after(expression.end)
    if following is not None and following.tag_ in ("NNP", "JJ", "JJS", "RBS", "CD"):
        return False  # `the top ten UK-listed firms`
    text, start = context.text, expression.start
    if _ABOUT.match(text, expression.end):
        return False
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
    if not expression.is_single_count or expression.high not in _ROUNDS_LEFT:
        return False
    text, start, end = context.text, expression.start, expression.end
    if not _LAST.search(text, max(0, start - 12), start) or _OF_THESE.match(text, end):
        return False
    following = context.word_after(end)
    return following is None or following.tag_ in ("IN", "CC", ".", ",", ":") or following.lower_ == "round"


_RACE_AFTER = re.compile(
    rf"{GAP}(?P<between>(?:[\w\u2019'-]+{GAP}){{0,2}}?)(?:{RACES}|world[ ]record)(?!\w)", re.IGNORECASE
)
_STYLE = re.compile(rf"{GAP}(?:free|breast|back|fly)(?:\s?[,.;)]|{GAP}and(?!\w)|$)", re.IGNORECASE)
_RACE_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<clear>(?:wo)?men['\u2019]s|boys['\u2019]|girls['\u2019])"
    rf"|(?:the|her|his|their)(?:{GAP}(?:first|last|final|opening|closing|indoor|outdoor|individual|Olympic))?){GAP}?$",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[.,;:!?)]")
# What is run and swum is a round number of metres, but for some sprints.
_LONGEST, _STEP, _SPRINTS = 10_000, 50, (60, 75, 110)
_RELAY = re.compile(rf"(?<!\w)[2-9]{GAP}?[x\u00d7]{GAP}?[0-9,]+{GAP}?m(?!\w)")
_LONGEST_RELAY = 9  # characters of `4 x 1,500m`, less the last


@filter_rule(
    "race",
    examples=[
        "She won the {200m} in Doha.",
        "He took gold in the men's {1500m}.",
        "The {400m} hurdles final is today.",
        "The {800m} runners from Chad trained over the last {200m} of the race.",
        "She won bronze in the {50m} free.",
        "Fiji won the {4} x {100m} relay in Suva.",
    ],
    none=[
        "The pipe is {400m} long.",
        "The {400m} viewers saw a final.",
        "Police closed the {100m} fence.",
        "Fiji won {4} races.",
    ],
)
def race(context: Context, expression: Expression) -> bool:
    """A round number of metres, in short, that names a race: `the men's 60m hurdles`; a relay: `4 x 100m`."""
    numeral = expression.numeral
    if expression.group != "single" or expression.kind not in ("count", "length"):
        return False
    first = max(0, expression.start - _LONGEST_RELAY)
    relays = _RELAY.finditer(context.text, first, expression.end + _LONGEST_RELAY)
    if any(each.start() <= expression.start < expression.end <= each.end() for each in relays):
        return True
    end = numeral.end + len(numeral.suffix)
    is_short = numeral.suffix.strip().startswith("m") and numeral.value <= _LONGEST
    is_round = not numeral.value % _STEP or numeral.value in _SPRINTS
    return is_short and is_round and _is_run(context, numeral.start, end)


def _is_run(context: Context, start: int, end: int) -> bool:
    """Whether the words around metres, from `start` to `end`, are of a race."""
    text = context.text
    if race := _RACE_AFTER.match(text, end):
        between = context.tokens(race.start("between"), race.end("between")) if race["between"] else ()
        return all(token.tag_ not in ("NNS", "NNPS") and token.pos_ != "VERB" for token in between)
    before = _RACE_BEFORE.search(text, max(0, start - 24), start)
    alone = bool(_CLOSED.match(text, end)) or not context.is_noun_at(end)  # `200m.` may be one token
    if _STYLE.match(text, end) or (before and not before["clear"] and alone):
        return context.is_about(words("races"), Range(start, end))
    return before is not None and before["clear"] is not None and alone


_TO_NIL = re.compile(
    rf"(?:-all(?!\w)|(?:{GAP}(?:goals?|sets?|games?|tests?|frames?|legs?|tries|points|matches))?(?:{GAP}to{GAP}|-)nil(?!\w))",
    re.IGNORECASE,
)


@filter_rule(
    "result_in_words",
    needs="text",
    examples=["Town won by {two} goals to nil.", "It was drawn {two}-all.", "They lost {three}-nil."],
    none=["They won {two} games in all.", "All {three} came."],
)
def result_in_words(context: Context, expression: Expression) -> bool:
    """The result of a match in words: `two goals to nil`, `two-all`."""
    is_number = expression.kind in ("count", "point")
    return is_number and bool(_TO_NIL.match(context.text, expression.numeral.end))


_ON = re.compile(rf"(?<!\w)on{GAP}$", re.IGNORECASE)
_NOT_MATCH_TIME = re.compile(rf"['\u2019]|{GAP}(?:of|or|per|each|a|notice|warning)(?!\w)")


@filter_rule(
    "minute_of_match",
    examples=["The striker scored with a header on {54 minutes}.", "City won the cup game on {87 minutes}."],
    none=["The coach spent it on {54 minutes} of film.", "The match lasted {87 minutes}."],
)
def minute_of_match(context: Context, expression: Expression) -> bool:
    """When something happened in a match: `scored on 54 minutes`."""
    if expression.unit != "minute" or expression.group != "single":
        return False
    text, start = context.text, expression.start
    if not _ON.search(text, max(0, start - 5), start) or _NOT_MATCH_TIME.match(text, expression.end):
        return False
    return is_match_report(context) or context.is_about(words("sports"), expression.range)


# The filters that only a sport has.
RESULTS = (innings, mark, round_of_knockout, race, result_in_words, minute_of_match)


# ---------------------------------------------------------------- full marks

_FULL = frozenset((5, 10, 20, 100))
_OUT_OF = re.compile(rf"{GAP}out{GAP}of{GAP}(?:a{GAP}possible{GAP})?")


@rule(
    "point.full_marks",
    examples={
        "Critics in Lyon gave it {10} out of 10.": "10 point",
        "It got {five} out of five for style.": "5 point",
        "It was a {10} out of 10 show.": "10 point",
    },
    none=[
        "{10} out of {10} clinics closed.",
        "{Nine out of 10} came.",
        "{Five} out of {five} of its plants failed.",
    ],
)
def full_marks(context: Context, first: Expression, second: Expression) -> bool:
    """As many points as there are: `10 out of 10`, where nothing in the plural is counted."""
    bare = first.unit == second.unit == "count" and first.is_bare and second.is_bare
    if not bare or not first.low == first.high == second.low == second.high or first.high not in _FULL:
        return False
    linked = _OUT_OF.fullmatch(context.text, first.end, second.start)
    after = context.word_after(second.end)
    is_share = after is not None and (after.lower_ in ("of", "who") or after.pos_ in ("VERB", "AUX"))
    return linked is not None and not is_share and not context.is_plural_at(second.end)
