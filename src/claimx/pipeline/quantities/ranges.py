"""How two neighbouring numbers are read together: ranges, shared units, measures in two units, tallies.

An example of a rule has its quantities in braces, and their readings as values and units.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import chain, islice, zip_longest

from claimx.pipeline.quantities.grammar import SHARES, Context, Expression, filter_rule, rule
from claimx.pipeline.quantities.tables import HYPHEN, number_words, words, words_of_change
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range

# ---------------------------------------------------------------- ranges

_DASH = r"[-\u2010-\u2014\u2212]"
_TO = re.compile(rf"(?:{GAP}?{_DASH}{GAP}?|{_DASH}?{GAP}(?:to|through){GAP}|-to-)$", re.IGNORECASE)
_OR = re.compile(rf"{_DASH}?{GAP}or{GAP}$", re.IGNORECASE)
_EITHER = re.compile(rf"(?<!\w)either{GAP}$", re.IGNORECASE)
_AND = re.compile(rf"{_DASH}?{GAP}and{GAP}$", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?<!\w)between{GAP}(?:the{GAP}ages{GAP}of{GAP}|an?{GAP})?$", re.IGNORECASE)
_FROM = re.compile(rf"(?<!\w)from{GAP}(?:[\w-]+{GAP}){{0,3}}$", re.IGNORECASE)
_FROM_ITSELF = re.compile(rf"(?<!\w)from{GAP}$", re.IGNORECASE)
_BY = re.compile(
    rf"(?<!\w)by{GAP}(?:(?:a|an|further|additional|another|about|some){GAP}){{0,2}}$", re.IGNORECASE
)
_OF = re.compile(rf"(?<!\w)of{GAP}$", re.IGNORECASE)
_LISTED = re.compile(rf"{GAP}(?:and|or|to|versus|vs\.?){GAP}|,{GAP}(?:and{GAP}|or{GAP})?", re.IGNORECASE)
# Between plurals of which the second is larger: `hundreds, even thousands`.
_EVEN = re.compile(
    rf",?{GAP}(?:and{GAP}|or{GAP})?(?:if{GAP}not|sometimes|often|perhaps|maybe|even){GAP}", re.IGNORECASE
)
_OF_LATEST = re.compile(
    rf"{GAP}(?:out{GAP})?of{GAP}(?:the|its|their|his|her|our|my){GAP}(?:(?:last|past|first|next|previous){GAP})?",
    re.IGNORECASE,
)
_OF_AGE = re.compile(r"(?:aged|(?:s|ren|men|people)\s(?:aged\s)?(?:under|over))\s$")
_OF_WHOM = re.compile(rf"{GAP}of{GAP}(?:whom|which)(?!\w)", re.IGNORECASE)
_LONGEST_LINK = 12  # characters: ` through ` with its white space
_WHOLE = 100  # percent
_WIDEST_SIZE = 2  # how many times the lower end the upper end of the size of a change may be
_SCALES = (1e3, 1e6, 1e9, 1e12)
_LAST_WORD = re.compile(r"[^\W\d_]+$")


@rule(
    "range.and",
    needs="text",
    examples={
        "It rose between {5% and 7%}.": "5..7 percent",
        "The dunes are between {40 and 60 metres} high.": "40..60 metre",
        "Between {200 and 300} people marched in Tbilisi.": "200..300 count",
        "Between {two and three hundred} farmers blocked the road.": "200..300 count",
    },
    none=["It has {5} and {7} seats.", "The road between {5} villages and {7} farms is shut."],
)
def range_and(context: Context, first: Expression, second: Expression) -> bool:
    """Two numbers with `and` between, and `between` before."""
    linked = bool(_AND.match(context.text[first.end : second.start]))
    return linked and bool(_BETWEEN.search(context.text, max(0, first.start - 24), first.start))


@rule(
    "range.or",
    needs="text",
    examples={
        "They scored {two or three} goals.": "2..3 count",
        "The judge may take {five or six weeks}.": "5..6 week",
        "Only {three or four} families stayed in the valley.": "3..4 count",
    },
    none=["It takes either {5} or {10} people.", "The fine is {$5} or {10 days} in jail."],
)
def range_or(context: Context, first: Expression, second: Expression) -> bool:
    """Two numbers with `or` between, and no `either` before."""
    if not _OR.match(context.text[first.end : second.start]):
        return False
    either = _EITHER.search(context.text, max(0, first.start - 8), first.start)
    return first.unit in ("count", second.unit) and not either


@rule(
    "range.to",
    examples={
        "It costs {$10 to $20 million}.": "10000000..20000000 USD",
        "The road is {10–15 km} long.": "10..15 kilometre",
        "They cut it by {2% to 3%}.": "2..3 percent",
        "Growth of {1% to 3%} is expected.": "1..3 percent",
        "Sales will grow {4%-6%} next year.": "4..6 percent",
        "The levy brings in {€30-35 million a year}.": "30000000..35000000 EUR/year",
        "He got a {two-to-three-year} term.": "2..3 year",
        "Some {four to five thousand} people came.": "4000..5000 count",
        "It costs {two to three million euros}.": "2000000..3000000 EUR",
        "A call costs {10 to 15 cents}.": "0.1..0.15 USD",
        "The follow-up lasted from {four to 11 years}.": "4..11 year",
        "The scheme will pay {3 to 4 crore} farmers.": "30000000..40000000 count",
        "They sank {two to three dozen} wells.": "24..36 count",
        "{A third to a half} of the maize crop was lost.": "0.333333333333..0.5 fraction",
    },
    none=[
        "It fell from {6%} to {4%}.",
        "The rate rose from {9} to {10}.",
        "The toll rose {17,000} to {4.4 million}.",
    ],
)
def range_to(context: Context, first: Expression, second: Expression) -> bool:
    """Two numbers with `to`, `through` or a dash between, where they are not the levels of a change."""
    text = context.text
    if not _TO.match(text[first.end : second.start]):
        return False
    if first.kind == "percent" and text[first.start - 1 : first.start] == "(":
        return False  # `(46 percent to 40 percent)` are two shares of a poll
    if first.kind == "percent" and re.fullmatch(_DASH, text[first.end : second.start]):
        return True  # `to grow 4%-6%`
    if _OF.search(text, max(0, first.start - 5), first.start):
        return True  # `a rise of 1% to 3%`
    near = second.high <= _WIDEST_SIZE * _rescaled(text, first, second)
    if near and _BY.search(text, max(0, first.start - 24), first.start):
        return True  # `cut it by 2% to 3%`, not `rose by $6 million to $33 million`
    # `rose from $10 to $12` and `rose $2 to $12` give levels, `rose 2 to 3 percent` does not.
    far = first.kind == second.kind == "count" and not near  # `rose 17,000 to 4.4 million`
    spelled_out = first.kind != "count" or far or _FROM.search(text, max(0, first.start - 30), first.start)
    return not (spelled_out and _moves(context, first))


def _moves(context: Context, expression: Expression) -> bool:
    """Whether the words around say that something went from one level to another."""
    moving = _moving_words()
    for token in islice(context.before(expression.start), 8):
        if token.i and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
            continue  # `the follow-up lasted from four to 11 years`
        if token.lemma_.lower() in moving:
            return True
        if token.lemma_.lower() in ("range", "vary"):
            return False
    number = context.token_at(expression.numeral.start)
    if expression.kind == "fraction":
        number = context.head_of(expression.start, expression.end) or number
    governors = (number.head, number.head.head)
    # A verb behind says what happened to the share: `a third to a half of the crop was lost`.
    behind = expression.kind == "fraction"
    return any(each.lemma_.lower() in moving and not (behind and each.i > number.i) for each in governors)


@cache
def _moving_words() -> frozenset[str]:
    moving = ("go", "move", "change", "shift", "up", "down", "swing")
    return frozenset((*moving, *words_of_change("verbs"), *words_of_change("nouns")))


@rule(
    "range.three",
    examples={
        "The coach wants {three, four or five} new players.": "3..5 count",
        "It may last {two, three or four weeks}.": "2..4 week",
    },
    none=["They bought {six}, {eight or nine} boats.", "In {nine}, {two or three} of them fell ill."],
)
def range_of_three(context: Context, first: Expression, second: Expression) -> Expression | None:
    """A number and the range that begins with the next one, as one range: `three, four or five`."""
    bare = first.unit == "count" and first.group == "single" and first.is_bare
    goes_on = second.group == "range" and second.high == second.low + 1 == first.low + 2
    if not (bare and goes_on and context.text[first.end : second.start].strip() == ","):
        return None
    return second.by(range_of_three, start=first.start, low=first.low, numeral=first.numeral)


def range_of_two(context: Context, first: Expression, second: Expression) -> Expression | None:
    """The range of which two neighbouring expressions are the ends."""
    if first.group != "single" or second.start - first.end > _LONGEST_LINK or not _same_kind(first, second):
        return None
    low = _rescaled(context.text, first, second)
    rules = (range_and, range_or, range_to)
    read_by = next((each for each in rules if low < second.high and each(context, first, second)), None)
    if read_by is None:
        return None
    stated = second if second.kind != "count" else first
    relation = second.relation if second.relation == first.relation else "="
    per = second.unit.partition("/")[2] if stated is first and "/" not in first.unit else ""
    unit = f"{stated.unit}/{per}" if per else stated.unit
    joined = replace(second, start=first.start, low=low, unit=unit, kind=stated.kind)
    return joined.by(read_by, numeral=first.numeral, group="range", relation=relation)


def _same_kind(first: Expression, second: Expression) -> bool:
    if first.unit == second.unit.partition("/")[0] or first.kind == "count":
        return second.kind != "times" or first.numeral.form != "multiple"
    return first.kind == "money" and second.kind == "count"


def _rescaled(text: str, first: Expression, second: Expression) -> float:
    """The first value, in hundreds, millions or cents where only the second is so (`$10 to $20 million`)."""
    if first.kind == "count" and (share := subunit_share(second)) < 1:
        return round(first.low * share, 6)
    last = _LAST_WORD.search(text, second.numeral.start, second.numeral.end)
    scale = number_words().magnitudes.get(last[0].lower(), 0.0) if last else 0.0
    if scale and not first.numeral.scaled and first.numeral.form == second.numeral.form:
        # `two to three hundred`, `3 to 4 crore`; in `from 50 to three hundred` the lower end is no 5,000.
        return first.low * scale if first.low < second.numeral.value / scale else first.low
    if not second.numeral.scaled or first.numeral.scaled:
        return first.low
    for scale in _SCALES:
        top = second.high / scale
        if 1 <= top < 1000 and first.low < top:
            return first.low * scale
    return first.low


def subunit_share(expression: Expression) -> float:
    """What part of its currency the unit of a sum is: 0.01 for `25 cents`, 1 for what is no such sum."""
    value = expression.numeral.value
    share = expression.high / value if expression.kind == "money" and value else 1.0
    return share if 0 < share < 1 else 1.0


@rule(
    "shared_unit",
    needs="text",
    examples={
        "Calls cost {20} and {25 cents}.": "0.2 USD, 0.25 USD",
        "It rose by {5} and {10 percentage points}.": "5 percentage_point, 10 percentage_point",
        "The lanes are {3} and {5 metres} wide.": "3 metre, 5 metre",
        "It made a loss in {five} of the last {six years}.": "5 year, 6 year",
        "It rained on {six} of the {11 days}.": "6 day, 11 day",
        "They spend {hundreds}, sometimes {millions of euros} on it.": "200 EUR, 2000000 EUR",
    },
    none=[
        "It lost {19,000}, or {3.5%}, of its members.",
        "It has {5} rooms and {10 percent} of the land; she has {2} dogs and {40 euros}.",
        "The quake in Iran killed {hundreds} and {millions of dollars} were lost.",
        "The volunteers, whose mean age was {58} and {54%} of whom were men, ate figs.",
        "It works in {62%} of children under {5} and {78%} of others.",
    ],
)
def shared_unit(context: Context, first: Expression, second: Expression) -> bool:
    """A bare number has the unit that only the next number of a list spells out; times are left out."""
    if first.unit != "count" or first.group != "single" or second.start != second.numeral.start:
        return False
    if second.kind == "time" and _OF_LATEST.fullmatch(context.text, first.end, second.start):
        return True
    if second.kind in ("count", "times", "time", "fraction"):
        return False
    listed = _LISTED.fullmatch(context.text[first.end : second.start])
    if first.numeral.form == second.numeral.form == "plural":
        even = _EVEN.fullmatch(context.text, first.end, second.start)
        return even is not None and first.high <= second.high
    if first.high > _WHOLE >= second.high and second.kind == "percent":
        return False  # `19,000, or 3.5%`
    if _OF_WHOM.match(context.text, second.end) or _OF_AGE.search(
        context.text, max(0, first.start - 20), first.start
    ):
        return False  # `the mean age was 58 and 54% of whom were women`; `62% in children under 5 and 78%`
    return bool(listed) and (second.kind in SHARES or first.numeral.form == "digits")


def with_unit_of(first: Expression, second: Expression) -> Expression:
    """The first of two listed numbers with the unit of the second."""
    value = round(first.low * subunit_share(second), 6)
    return first.by(shared_unit, low=value, high=value, unit=second.unit, kind=second.kind)


# ---------------------------------------------------------------- one measure in two units

# The families of units that are written together, and the size of each in the smallest of its family.
SIZES = {
    "week": ("time", 604_800), "day": ("time", 86_400), "hour": ("time", 3_600), "minute": ("time", 60),
    "second": ("time", 1), "foot": ("length", 12), "inch": ("length", 1), "stone": ("mass", 224),
    "pound": ("mass", 16), "ounce": ("mass", 1), "year": ("calendar", 12), "month": ("calendar", 1),
    "metre": ("metric", 100), "centimetre": ("metric", 1), "kilogram": ("kilo", 1000), "gram": ("kilo", 1),
}  # fmt: skip
_CENTS = 100
_INCHES = 12
_LINK = re.compile(rf"(?:{GAP}|,{GAP}|{HYPHEN})?(?:and(?:{GAP}|{HYPHEN}))?", re.IGNORECASE)
_BARE_LINK = re.compile(rf"{GAP}|{HYPHEN}")


def is_smaller(larger: str, smaller: str, amount: float) -> bool:
    """Whether `amount` of a unit completes a measure in a larger one: 4 inches do a foot, 40 do not."""
    (family, size), (other, part) = SIZES.get(larger, ("", 0)), SIZES.get(smaller, ("none", 0))
    return family == other and part < size and amount * part < size


@rule(
    "composite.units",
    needs="text",
    examples={
        "She is {5 feet 3 inches} tall.": "5.25 foot",
        "It took {two hours and 15 minutes}.": "2.25 hour",
        "She swam it in {24 hours, 39 minutes and 36 seconds}.": "24.66 hour",
        "He was jailed for {seven years and three months}.": "7.25 year",
    },
    none=[
        "It is {5 feet} and {40 inches}.",
        "It is {20 miles} and {3 inches}.",
        "She weighed {147 pounds}, {half a pound} more than her rival.",
    ],
)
def two_units(context: Context, first: Expression, second: Expression, link: str) -> Expression | None:
    """A measure in several units: `5 feet 2 inches`, `two hours, 15 minutes and 3 seconds`."""
    smallest = first.smallest or first.unit
    if not is_smaller(smallest, second.unit, second.high) or not _LINK.fullmatch(link):
        return None
    if first.rule == "unit.alone" and "and" not in link:
        return None  # `for a year, four months longer`
    share = second.high * SIZES[second.unit][1] / SIZES[first.unit][1]
    return replace(_sum(first, share, second.end), smallest=second.unit)


@rule(
    "composite.cents",
    needs="text",
    examples={
        "It costs {thirteen dollars and forty-five cents}.": "13.45 USD",
        "The bus to Durban costs {two dollars and twenty cents}.": "2.2 USD",
        "A loaf is {3 euros 40 cents}.": "3.4 EUR",
        "He owed {one dollar and five cents}.": "1.05 USD",
    },
    none=["It fell from {two dollars} to {50 cents}."],
)
def dollars_and_cents(
    context: Context, first: Expression, second: Expression, link: str
) -> Expression | None:
    """A sum of money in two units of its currency."""
    if first.kind != "money" or first.unit != second.unit or not _LINK.fullmatch(link):
        return None
    cents = 0 < second.high < 1 <= first.low and not second.is_bare
    return _sum(first, second.high, second.end) if cents else None


@rule(
    "composite.bare_inches",
    needs="text",
    examples={
        "The {6-foot-3} guard left.": "6.25 foot",
        "The forward from Senegal is {six feet nine}.": "6.75 foot",
        "A {5-foot-10} suspect fled from a bank in Leeds.": "5.833333 foot",
    },
    none=["The wall is {6 feet} and has {3} gates."],
)
def bare_inches(context: Context, first: Expression, second: Expression, link: str) -> Expression | None:
    """Feet with a bare number of inches after them: `6-foot-3`."""
    if first.unit != "foot" or not _is_bare_part(first, second, link) or second.high >= _INCHES:
        return None
    if "-" not in link and _counts(context, second):
        return None
    return _sum(first, second.high / _INCHES, second.end)


@rule(
    "composite.bare_cents",
    needs="text",
    examples={
        "It costs {15 dollars 50}.": "15.5 USD",
        "The fare is now {4 euros 20}.": "4.2 EUR",
        "Lunch was {six dollars fifty}.": "6.5 USD",
    },
    none=["They paid {three dollars} {200 times}.", "They paid {12 euros} for {50} eggs."],
)
def bare_cents(context: Context, first: Expression, second: Expression, link: str) -> Expression | None:
    """A sum of money with a bare number of cents after it: `15 dollars 50`."""
    if first.kind != "money" or first.numeral.scaled or not _is_bare_part(first, second, link):
        return None
    if second.numeral.form != first.numeral.form or link.startswith("-") or _counts(context, second):
        return None
    return _sum(first, second.high / _CENTS, second.end) if 10 <= second.high < _CENTS else None


def _is_bare_part(first: Expression, second: Expression, link: str) -> bool:
    """Whether a number without a unit follows directly on a number with one."""
    return second.unit == "count" and bool(_BARE_LINK.fullmatch(link)) and not first.is_bare


def _counts(context: Context, expression: Expression) -> bool:
    following = context.word_after(expression.end)
    return following is not None and following.pos_ in ("NOUN", "PROPN")


def _sum(first: Expression, share: float, end: int) -> Expression:
    value = round(first.low + share, 6)
    return replace(first, end=end, low=value, high=value)


_COMPOSITES = (two_units, dollars_and_cents, bare_inches, bare_cents)


def with_composites(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Join every two neighbours that are one measure."""
    found: list[Expression] = []
    for second in expressions:
        first = found[-1] if found else None
        if first is not None and (joined := _composite(context, first, second)):
            found[-1] = joined
        else:
            found.append(second)
    return found


def _composite(context: Context, first: Expression, second: Expression) -> Expression | None:
    if first.group != "single" or second.group != "single" or first.low <= 0:
        return None
    if first.low != int(first.low) and not first.smallest:
        return None
    link = context.text[first.end : second.start]
    for each in _COMPOSITES:
        if (joined := each(context, first, second, link)) is not None:
            return joined.by(each)
    return None


# ---------------------------------------------------------------- votes and sports results

_VERSUS = re.compile(rf"(?:{GAP}?[-\u2010-\u2014]{GAP}?|-to-|{GAP}to{GAP})$", re.IGNORECASE)
_GLUED = re.compile(r"[0-9]+ ?[-\u2010-\u2013] ?[0-9]+|[0-9]+-to-[0-9]+")
_NEAR_BEFORE, _NEAR_AFTER = 4, 3  # words: `The Senate voted narrowly, 54-43`, `a 5-4 split decision`


@rule(
    "tally",
    examples={
        "The Senate voted {54}-{43} to confirm him.": "54 count, 43 count",
        "The court ruled {5}-to-{4} for the miners.": "5 count, 4 count",
        "Lawmakers in Tallinn passed it by {61} votes to {40}.": "61 count, 40 count",
        "A survey in Bremen had the Greens ahead {34}-{27}.": "34 count, 27 count",
        "The measure failed, {49}-{51}, in the upper house.": "49 count, 51 count",
        "It was a {5}-{4} split decision in Manila.": "5 count, 4 count",
    },
    none=[
        "It takes {10-20 days}.",
        "Rovers' final score was 2 to 1.",
        "The bill, {10-12} pages long, passed the house.",
        "The terms are short, {3-5}, and the pay is low.",
        "The levels are {10-15}, she said before the vote.",
    ],
)
def tally(context: Context, first: Expression, second: Expression) -> bool:
    """The two sides of a vote, or two numbers with `to` between, the larger first."""
    if are_votes_near(context, first.start, second.end):
        return True
    voted = context.is_about(words("votes"), first.range)
    if "to" in context.text[first.end : second.start].lower():
        return voted or not _is_match(context, first)
    return voted and not _is_match(context, first)


_BY_MORE = re.compile(rf"(?<!\w)by{GAP}(?:(?:better|more|less){GAP}than|nearly|almost){GAP}$", re.IGNORECASE)


@rule(
    "ratio",
    examples={
        "Nurses outnumber doctors {2 to 1}.": "2 times",
        "They outnumber us by {3-to-1}.": "3 times",
        "The ratio of ewes to rams is {30 to 1}.": "30 times",
        "She leads by better than {2 to 1} in Ohio.": "2 times",
    },
    none=["Rovers won 2 to 1.", "The panel ruled {2} to {1} against him."],
)
def ratio(context: Context, first: Expression, second: Expression) -> Expression | None:
    """So many to one of another kind: `outnumber them 2 to 1`."""
    linked = "to" in context.text[first.end : second.start].lower() and second.low == 1 < first.low
    compared = _BY_MORE.search(context.text, max(0, first.start - 24), first.start)
    if not linked or not (compared or context.is_about(words("ratios"), first.range)):
        return None
    return replace(first, end=second.end, unit="times", kind="times")


_VOTES_TO = re.compile(rf"{GAP}(?:votes?|ballots|delegates){GAP}(?:to|against){GAP}", re.IGNORECASE)
_ROUNDS_TO = re.compile(
    rf"{GAP}(?:sets?|goals?|games?|frames?|legs?|matches|holes|rounds?|tries|runs|wickets){GAP}to{GAP}"
)


@filter_rule(
    "sports_result",
    examples=[
        "England beat Tunisia {2}-{1} in the match.",
        "The home side won {3} sets to {2}.",
        "They won by {4} goals to {1}.",
        "The final score was {2} to {1}, and the last set went {6} to {4}.",
        "City lost {3} to {1} on penalties.",
        "A rough game in Cardiff was edged {19}-{16} by Wales.",
    ],
    none=[
        "The House voted {2}-{1}.",
        "The mill went from {3} jobs to {2}.",
        "His pulse in the match fell from {74} to {70} beats a minute.",
    ],
)
def sports_result(context: Context, first: Expression, second: Expression) -> bool:
    """The two sides of a match."""
    named = _ROUNDS_TO.fullmatch(context.text, first.end, second.start)
    return bool(named) or not tally(context, first, second)


@filter_rule(
    "number_after_name",
    examples=[
        "Tunisia {1-2} England was the result of the match.",
        "Case {22-506} was heard in Washington.",
        "They read Article {14-203} aloud in Nairobi.",
    ],
    none=["Some {20-30} sheep died."],
)
def number_after_name(context: Context, expression: Expression) -> bool:
    """Two numbers with a dash after a noun or name or in a sentence about a match: `Case 22-506`."""
    following = context.word_after(expression.end)
    if following is not None and following.pos_ in ("NOUN", "ADJ"):
        return False
    before = context.word_before(expression.start)
    named = before is not None and (before.pos_ in ("NOUN", "PROPN") or before.tag_ in ("NN", "NNP"))
    return named or _is_match(context, expression)


def with_tallies(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Mark the two sides of each tally, and leave out both numbers of a sports result."""
    kept: list[Expression] = []
    skip = False
    for first, second in zip_longest(expressions, expressions[1:]):
        if skip:
            skip = False
        elif _is_glued(context, first):
            # Two bare numbers with a dash may as well be a tally that the second side won.
            if _counts_plural(context, first):
                kept.append(first)
            elif are_votes_near(context, first.start, first.end) or _is_set_off(context, first):
                kept += [each.by(tally, group="tally") for each in _sides(context, first)]
            elif number_after_name(context, first):
                context.reject(first.range, number_after_name, first.rule)
            else:
                kept.append(first)
        elif second is not None and _are_sides(context, first, second):
            skip = True
            if one := ratio(context, first, second):
                kept.append(one.by(ratio))
            elif sports_result(context, first, second):
                context.reject(first.range, sports_result, first.rule)
                context.reject(second.range, sports_result, second.rule)
            else:
                kept += [each.by(tally, group="tally") for each in (first, second)]
        else:
            kept.append(first)
    return kept


def _counts_plural(context: Context, glued: Expression) -> bool:
    """Whether a range counts the plural right after it: `a bill of 10-12 pages`, not `49-51 votes`."""
    noun = context.word_after(glued.end)
    return noun is not None and noun.tag_ == "NNS" and noun.lemma_.lower() not in words("votes")


def _is_set_off(context: Context, glued: Expression) -> bool:
    """Whether two numbers with a dash are between marks in a sentence about a vote: `It failed, 49-51`."""
    before = context.text[max(0, glued.start - 4) : glued.start].rstrip()
    marks = before[-1:] + context.text[glued.end : glued.end + 1]
    decided = context.is_about(words("deciding"), glued.range)
    return marks in (",,", ",.") and decided and not _is_match(context, glued)


def _is_glued(context: Context, expression: Expression) -> bool:
    bare = expression.group == "range" and expression.unit == "count"
    return bare and bool(_GLUED.fullmatch(context.text, expression.start, expression.end))


def _are_sides(context: Context, first: Expression, second: Expression) -> bool:
    plain = all(
        side.unit == "count" and side.group == "single" and side.low == int(side.low)
        for side in (first, second)
    )
    between = context.text[first.end : second.start]
    if _FROM_ITSELF.search(context.text, max(0, first.start - 6), first.start):
        return False  # `fell from 74 to 70`
    if not plain or first.low < second.low:
        return plain and bool(_VOTES_TO.fullmatch(between))
    return any(each.fullmatch(between) for each in (_VERSUS, _VOTES_TO, _ROUNDS_TO))


def _sides(context: Context, glued: Expression) -> tuple[Expression, Expression]:
    start, end = glued.start, glued.end
    at = start + len(context.text[start:end].rstrip("0123456789"))
    numeral = glued.numeral._replace(start=at, end=end, value=glued.high)
    first = replace(glued, end=glued.numeral.end, high=glued.low)
    return first, replace(glued, start=at, low=glued.high, numeral=numeral)


_OF_MATCHES = frozenset(("edge", "advantage", "margin"))  # `Wales edged it 19-16`, as well as a vote


def are_votes_near(context: Context, start: int, end: int) -> bool:
    """Whether a word of a vote is just before or behind a place: `voted 5-2`."""
    near = chain(islice(context.after(end), _NEAR_AFTER), islice(context.before(start), _NEAR_BEFORE))
    found = {token.lemma_.lower() for token in near} & words("votes")
    return bool(found - _OF_MATCHES or (found and not context.is_about(words("sports"), Range(start, end))))


def _is_match(context: Context, expression: Expression) -> bool:
    """Whether the sentence speaks of a match."""
    return context.is_about(words("sports"), expression.range)
