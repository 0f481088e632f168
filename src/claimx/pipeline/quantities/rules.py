"""How numbers are read together with their units: rules for one number and for two neighbours.

An example of a rule has its quantities in braces, and their readings as values and units. Offsets are code
points into the text, end exclusive.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import chain, islice, zip_longest
from typing import NamedTuple

from claimx.pipeline.quantities.context import Context, Expression, Rule, filter_rule, rule
from claimx.pipeline.quantities.numbers import Numeral, find_numerals
from claimx.pipeline.quantities.tables import HYPHEN, table, words
from claimx.pipeline.quantities.units import (
    UnitMatch,
    name_before,
    per_after,
    percent_before,
    sign_before,
    unit_after,
)
from claimx.schema import Relation
from claimx.text.patterns import GAP


def find_expressions(context: Context) -> list[Expression]:
    """Every expression of quantity in the text, in order, before anything is left out.

    A number inside a date is joined with no other (`from 40% on July 14 to 46%`).
    """
    found: list[Expression] = []
    for numeral in find_numerals(context.text):
        if numeral.start in context.dated and numeral.end - 1 in context.dated:
            continue
        expression = _one_number(context, numeral, found[-1].end if found else 0)
        if expression is None or (found and expression.start < found[-1].end):
            continue
        if found:
            if joined := _range(context, found[-1], expression):
                found[-1] = joined
                continue
            if shared_unit(context, found[-1], expression):
                found[-1] = found[-1].by(shared_unit, unit=expression.unit, kind=expression.kind)
        found.append(expression)
    return found


# ---------------------------------------------------------------- one number

_MINUS_WORD = re.compile(rf"(?<!\w)(?<!or )(?:minus|negative){GAP}$", re.IGNORECASE)
_UNIT_AND = re.compile(rf"(?<!\w)(?P<count>an?|one){GAP}(?P<unit>[^\W\d_]+){GAP}and{GAP}$", re.IGNORECASE)
_PART_OF_A = re.compile(rf"{GAP}(?:of{GAP})?(?:an?|one)(?=[\s-])", re.IGNORECASE)
_NEXT_IN_ROW = re.compile(rf"{GAP}(?:straight|consecutive|successive|running){GAP}", re.IGNORECASE)
_OF = re.compile(rf"{GAP}of(?=\s)", re.IGNORECASE)
_MAGNITUDE = re.compile(r"[ -]magnitude(?!\w)")
_MAGNITUDE_BEFORE = re.compile(r"(?<!\w)magnitude(?: of | |-)$", re.IGNORECASE)
_CLOSED = re.compile(r"\s*(?:[.,;:!?)](?!\w)|$)")


class _Written(NamedTuple):
    """A numeral with its minus sign and its magnitude; `since` is the end of the expression before it."""

    numeral: Numeral
    start: int
    end: int
    value: float
    since: int

    def expression(self, unit: str, kind: str, **changes: float) -> Expression:
        """The expression of the number, `changes` to its `start`, `end` and `value` applied."""
        start, end = int(changes.get("start", self.start)), int(changes.get("end", self.end))
        value = float(changes.get("value", self.value))
        if not value.is_integer():
            value = float(f"{value:.12g}")  # 16.4 * 1e6 is 16399999.999999998
        relation: Relation = ">=" if self.numeral.form == "plural" else "="
        return Expression(start, end, value, value, unit, kind, self.numeral, relation)

    def measured(self, unit: UnitMatch) -> Expression:
        """The expression of the number and the unit after it."""
        return self.expression(unit.unit, unit.kind, end=unit.end, value=self.value * unit.factor)


@rule("multiple", examples={"Sales {doubled}.": "2 times", "It costs {twice} as much.": "2 times"})
def multiple(context: Context, at: _Written) -> Expression | None:
    """One word says how many times: `twice`, `tripled`, `fivefold`."""
    return at.expression("times", "times")


@rule("unit.and_fraction", examples={"It took {an hour and a half}.": "1.5 hour"})
def unit_and_fraction(context: Context, at: _Written) -> Expression | None:
    """A fraction after `a`, a unit and `and` adds to one of the unit."""
    before = _UNIT_AND.search(context.text, max(0, at.start - 24), at.start)
    whole = unit_after(context.text, before.start("unit") - 1, 1) if before else None
    if before is None or whole is None or whole.end != before.end("unit"):
        return None
    return at.expression(whole.unit, whole.kind, start=before.start(), value=1 + at.value)


@rule(
    "unit.of_fraction",
    examples={
        "It took {half an hour}.": "0.5 hour",
        "It rose {half a percentage point}.": "0.5 percentage_point",
    },
    none=["She won a {third} straight year."],
)
def fraction_of_unit(context: Context, at: _Written) -> Expression | None:
    """A fraction is a part of the unit after it."""
    if _NEXT_IN_ROW.match(context.text, at.end):
        return None
    of_a = _PART_OF_A.match(context.text, at.end)
    unit = unit_after(context.text, of_a.end() if of_a else at.end, at.value)
    return at.measured(unit) if unit is not None and (of_a or unit.kind != "point") else None


@rule("fraction", examples={"{Two-thirds} of the voters came.": "0.666666666667 fraction"})
def fraction(context: Context, at: _Written) -> Expression | None:
    """A fraction without a unit is a share: `one in five`, `half of them`."""
    return at.expression("fraction", "fraction")


@rule("unit.of_plural", examples={"They drove {thousands of miles}.": "2000 mile"})
def plural_of_unit(context: Context, at: _Written) -> Expression | None:
    """A plural number with `of` and a unit or currency after it."""
    of = _OF.match(context.text, at.end)
    unit = unit_after(context.text, of.end(), at.value) if of else None
    return at.measured(unit) if unit is not None and unit.kind not in ("point", "times") else None


@rule(
    "money.sign",
    examples={
        "It costs {$3.2 million}.": "3200000 USD",
        "It costs {US$ 20,000}.": "20000 USD",
        "It costs {EUR5m}.": "5000000 EUR",
    },
    none=["They broke {5} $ 10 bills."],
)
def currency_sign(context: Context, at: _Written) -> Expression | None:
    """A currency sign or code right before the number; an `m` after it is million."""
    if at.numeral.form != "digits":
        return None
    sign = sign_before(context.text, at.start)
    if sign is None or sign.start < at.since:
        return None
    suffix = at.numeral.suffix
    value = at.value * 1e6 if suffix else at.value
    return at.expression(
        sign.code, "money", start=sign.start, end=at.end + len(suffix), value=value * sign.factor
    )


@rule("money.name_first", examples={"It costs {rupees 5 lakh}.": "500000 INR"})
def currency_name(context: Context, at: _Written) -> Expression | None:
    """A currency name right before a number with a magnitude."""
    if not at.numeral.scaled or (sign := name_before(context.text, at.start)) is None:
        return None
    if unit_after(context.text, at.end, at.value):
        return None
    return at.expression(sign.code, "money", start=sign.start, value=at.value * sign.factor)


@rule(
    "unit",
    examples={
        "It fell {16 per cent}.": "16 percent",
        "It costs {50 cents}.": "0.5 USD",
        "It costs {300 Kuwaiti dinars}.": "300 KWD",
        "It weighs {20 kg}.": "20 kilogram",
        "It lasts {three more months}.": "3 month",
        "It is {-5 degrees Celsius}.": "-5 degree_celsius",
    },
    none=["It has {240} seats."],
)
def unit(context: Context, at: _Written) -> Expression | None:
    """A unit of measure, a percent sign or a currency right after the number."""
    found = unit_after(context.text, at.end, at.value)
    return at.measured(found) if found is not None else None


@rule("percent.of", examples={"It reached {a percentage of 40}.": "40 percent"})
def percentage_of(context: Context, at: _Written) -> Expression | None:
    """`a percentage of` before a number that ends its clause."""
    start = percent_before(context.text, at.start)
    if start is None or not _CLOSED.match(context.text, at.end):
        return None
    return at.expression("percent", "percent", start=start)


@rule(
    "magnitude",
    examples={
        "A {6.8-magnitude} quake hit.": "6.8 magnitude",
        "Its magnitude of {5.7} fell.": "5.7 magnitude",
    },
)
def magnitude(context: Context, at: _Written) -> Expression | None:
    """The magnitude of an earthquake."""
    if after := _MAGNITUDE.match(context.text, at.end):
        return at.expression("magnitude", "ratio", end=after.end())
    before = _MAGNITUDE_BEFORE.search(context.text, max(0, at.start - 14), at.start)
    return at.expression("magnitude", "ratio") if before else None


@rule(
    "count",
    examples={"They held {12} men.": "12 count"},
    none=["They paid {$5}.", "the 1980s", "the 22nd man"],
)
def count(context: Context, at: _Written) -> Expression | None:
    """A number without a unit counts what is named around it."""
    return at.expression("count", "count")


@rule(
    "per",
    examples={
        "Oil costs {$40 a barrel}.": "40 USD/barrel",
        "They make {20 a day}.": "20 count/day",
        "It has {2 beds per 1,000 people}.": "2 count/1000_person",
    },
    none=["It opened {10 years} later."],
)
def per(context: Context, expression: Expression) -> Expression | None:
    """A per-part right after the expression: `a barrel`, `per hour`, `each year`."""
    found = per_after(context.text, expression.end, expression.kind)
    if found is None:
        return None
    return expression.by(per, end=found.end, unit=f"{expression.unit}/{found.unit}")


_ReadsOne = Rule[[Context, _Written], Expression | None]
# By the form of a number the rules that may read it, the first that does decides.
_PRICED: tuple[_ReadsOne, ...] = (currency_sign, currency_name)
_UNITS: tuple[_ReadsOne, ...] = (unit, percentage_of, magnitude, count)
_BY_FORM: dict[str, tuple[_ReadsOne, ...]] = {
    "multiple": (multiple,),
    "fraction": (unit_and_fraction, fraction_of_unit, fraction),
    "plural": (plural_of_unit, count),
}
# Rules whose expression takes no per-part.
_NO_PER = (multiple, unit_and_fraction, fraction, percentage_of, magnitude)


def _one_number(context: Context, numeral: Numeral, since: int) -> Expression | None:
    """The expression of one number; text before the offset `since` belongs to the expression before."""
    at = _Written(numeral, *numeral[:3], since)
    expression = None
    if numeral.form in ("digits", "words"):
        expression = _first(_PRICED, context, at)
    if expression is None:
        if numeral.form in ("digits", "words", "fraction"):
            at = _signed(context, at)
        expression = _first(_BY_FORM.get(numeral.form, _UNITS), context, at)
    if expression is None:
        return None
    end, text = expression.end, context.text
    # Letters cling to an ordinal, a decade or a name: `1st`, `1980s`, `5G`.
    return None if end < len(text) and (text[end].isalnum() or text[end] == "_") else expression


def _first(rules: tuple[_ReadsOne, ...], context: Context, at: _Written) -> Expression | None:
    for each in rules:
        if (read := each(context, at)) is not None:
            expression = read.by(each)
            return expression if each in _NO_PER else per(context, expression) or expression
    return None


def _signed(context: Context, at: _Written) -> _Written:
    """The number with its magnitude `m`, where it is not metres, and its minus sign."""
    text, (numeral, start, end, value, since) = context.text, at
    if numeral.suffix:
        # `400m euros` and `400m people` are millions, `the 400m mark` and `400m` alone are metres.
        after = end + len(numeral.suffix)
        following = next(context.after(after), None)
        plural = following is not None and following.tag_ in ("NNS", "NNPS", "JJ") and numeral.suffix == "m"
        if plural or unit_after(text, after, value * 1e6):
            end, value = after, value * 1e6
    if (
        start
        and text[start - 1] in "-\u2212"
        and (start == 1 or text[start - 2].isspace() or text[start - 2] in "([")
    ):
        start, value = start - 1, -value
    elif word := _MINUS_WORD.search(text, max(0, start - 12), start):
        start, value = word.start(), -value
    return _Written(numeral, start, end, value, since)


# ---------------------------------------------------------------- two numbers: ranges

_DASH = r"[-\u2010-\u2014\u2212]"
_TO = re.compile(rf"(?:{GAP}?{_DASH}{GAP}?|{_DASH}?{GAP}(?:to|through){GAP}|-to-)$", re.IGNORECASE)
_OR = re.compile(rf"{_DASH}?{GAP}or{GAP}$", re.IGNORECASE)
_EITHER = re.compile(rf"(?<!\w)either{GAP}$", re.IGNORECASE)
_AND = re.compile(rf"{_DASH}?{GAP}and{GAP}$", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?<!\w)between{GAP}(?:the{GAP}ages{GAP}of{GAP}|an?{GAP})?$", re.IGNORECASE)
_FROM = re.compile(rf"(?<!\w)from{GAP}(?:[\w-]+{GAP}){{0,3}}$", re.IGNORECASE)
_BY = re.compile(
    rf"(?<!\w)by{GAP}(?:(?:a|an|further|additional|another|about|some){GAP}){{0,2}}$", re.IGNORECASE
)
_LISTED = re.compile(rf"{GAP}(?:and|or|to|versus|vs\.?){GAP}|,{GAP}(?:and{GAP}|or{GAP})?", re.IGNORECASE)
_LONGEST_LINK = 12  # characters: ` through ` with its white space
_WIDEST_SIZE = 2  # how many times the lower end the upper end of the size of a change may be
_SCALES = (1e3, 1e6, 1e9, 1e12)


@rule(
    "range.and", examples={"It rose between {5% and 7%}.": "5..7 percent"}, none=["It has {5} and {7} seats."]
)
def range_and(context: Context, first: Expression, second: Expression) -> bool:
    """Two numbers with `and` between, and `between` before."""
    linked = bool(_AND.match(context.text[first.end : second.start]))
    return linked and bool(_BETWEEN.search(context.text, max(0, first.start - 24), first.start))


@rule(
    "range.or",
    examples={"They scored {two or three} goals.": "2..3 count"},
    none=["It takes either {5} or {10} people."],
)
def range_or(context: Context, first: Expression, second: Expression) -> bool:
    """Two numbers with `or` between, and no `either` before."""
    if not _OR.match(context.text[first.end : second.start]):
        return False
    either = _EITHER.search(context.text, max(0, first.start - 8), first.start)
    return first.unit in ("count", second.unit) and not either


@rule(
    "range.to",
    needs="syntax",
    examples={
        "It costs {$10 to $20 million}.": "10000000..20000000 USD",
        "The road is {10–15 km} long.": "10..15 kilometre",
        "They cut it by {2% to 3%}.": "2..3 percent",
    },
    none=["It fell from {6%} to {4%}.", "The rate rose from {9} to {10}."],
)
def range_to(context: Context, first: Expression, second: Expression) -> bool:
    """Two numbers with `to`, `through` or a dash between, where they are not the levels of a change."""
    text = context.text
    if not _TO.match(text[first.end : second.start]):
        return False
    if first.kind == "percent" and text[first.start - 1 : first.start] == "(":
        return False  # `(46 percent to 40 percent)` are two shares of a poll
    near = second.high <= _WIDEST_SIZE * first.high
    if near and _BY.search(text, max(0, first.start - 24), first.start):
        return True  # `cut it by 2% to 3%`, not `rose by $6 million to $33 million`
    # `rose from $10 to $12` and `rose $2 to $12` give levels, `rose 2 to 3 percent` does not.
    spelled_out = first.kind != "count" or _FROM.search(text, max(0, first.start - 30), first.start)
    return not (spelled_out and _moves(context, first))


def _moves(context: Context, expression: Expression) -> bool:
    """Whether the words around say that something went from one level to another."""
    moving = _moving_words()
    for token in islice(context.before(expression.start), 8):
        if token.lemma_.lower() in moving:
            return True
        if token.lemma_.lower() in ("range", "vary"):
            return False
    head = context.token_at(expression.numeral.start).head
    return head.lemma_.lower() in moving or head.head.lemma_.lower() in moving


@cache
def _moving_words() -> frozenset[str]:
    changes = table("changes")
    words_of_change = (
        changes[side][part] for side in ("increase", "decrease") for part in ("verbs", "nouns")
    )
    return frozenset(("go", "move", "change", "shift", "up", "down", "swing")).union(*words_of_change)


def _range(context: Context, first: Expression, second: Expression) -> Expression | None:
    """The range of which two neighbouring expressions are the ends."""
    if first.group != "single" or second.start - first.end > _LONGEST_LINK or not _same_kind(first, second):
        return None
    low = _rescaled(first, second)
    rules = (range_and, range_or, range_to)
    read_by = next((each for each in rules if low < second.high and each(context, first, second)), None)
    if read_by is None:
        return None
    stated = second if second.kind != "count" else first
    relation = second.relation if second.relation == first.relation else "="
    joined = replace(second, start=first.start, low=low, unit=stated.unit, kind=stated.kind)
    return joined.by(read_by, numeral=first.numeral, group="range", relation=relation)


def _same_kind(first: Expression, second: Expression) -> bool:
    if first.unit == second.unit.partition("/")[0] or first.kind == "count":
        return second.kind != "times" or first.numeral.form != "multiple"
    return first.kind == "money" and second.kind == "count"


def _rescaled(first: Expression, second: Expression) -> float:
    """The first value, in millions where only the second says so (`$10 to $20 million`)."""
    if not second.numeral.scaled or first.numeral.scaled:
        return first.low
    for scale in _SCALES:
        top = second.high / scale
        if 1 <= top < 1000 and first.low < top:
            return first.low * scale
    return first.low


@rule(
    "shared_unit",
    examples={"It rose by {5} and {10 percentage points}.": "5 percentage_point, 10 percentage_point"},
    none=["It has {5} rooms and {10 percent} of the land."],
)
def shared_unit(context: Context, first: Expression, second: Expression) -> bool:
    """A bare number has the unit that only the next number of a list spells out; times are left out."""
    if first.unit != "count" or first.group != "single" or second.start != second.numeral.start:
        return False
    if second.kind in ("count", "times", "time", "fraction"):
        return False
    listed = _LISTED.fullmatch(context.text[first.end : second.start])
    shares = ("percent", "percentage_point", "point", "basis_point")
    return bool(listed) and (second.kind in shares or first.numeral.form == "digits")


# ---------------------------------------------------------------- two numbers: one measure in two units

# How many of the smaller unit are one of the larger.
_SMALLER = {
    ("foot", "inch"): 12,
    ("pound", "ounce"): 16,
    ("year", "month"): 12,
    ("hour", "minute"): 60,
    ("minute", "second"): 60,
}
_CENTS = 100
_INCHES = 12
_LINK = re.compile(rf"(?:{GAP}|,{GAP}|{HYPHEN})?(?:and(?:{GAP}|{HYPHEN}))?", re.IGNORECASE)
_BARE_LINK = re.compile(rf"{GAP}|{HYPHEN}")
_PRIME, _DOUBLE_PRIME = ("'", "\u2019", "\u2032"), ('"', "\u201d", "\u2033", "''")


@rule(
    "composite.units",
    examples={
        "She is {5 feet 3 inches} tall.": "5.25 foot",
        "It took {two hours and 15 minutes}.": "2.25 hour",
    },
    none=["It is {5 feet} and {40 inches}.", "It is {20 miles} and {3 inches}."],
)
def two_units(context: Context, first: Expression, second: Expression, link: str) -> Expression | None:
    """A measure in two units: `5 feet 2 inches`, `two hours and 15 minutes`."""
    ratio = _SMALLER.get((first.unit, second.unit))
    if ratio is None or second.high >= ratio or not _LINK.fullmatch(link):
        return None
    return _sum(first, second.high / ratio, second.end)


@rule("composite.cents", examples={"It costs {thirteen dollars and forty-five cents}.": "13.45 USD"})
def dollars_and_cents(
    context: Context, first: Expression, second: Expression, link: str
) -> Expression | None:
    """A sum of money in two units of its currency."""
    if first.kind != "money" or first.unit != second.unit or not _LINK.fullmatch(link):
        return None
    cents = 0 < second.high < 1 <= first.low and not second.is_bare
    return _sum(first, second.high, second.end) if cents else None


@rule("composite.bare_inches", examples={"The {6-foot-3} guard left.": "6.25 foot"})
def bare_inches(context: Context, first: Expression, second: Expression, link: str) -> Expression | None:
    """Feet with a bare number of inches after them: `6-foot-3`."""
    if first.unit != "foot" or not _is_bare_part(first, second, link) or second.high >= _INCHES:
        return None
    if "-" not in link and _counts(context, second):
        return None
    return _sum(first, second.high / _INCHES, second.end)


@rule(
    "composite.bare_cents",
    examples={"It costs {15 dollars 50}.": "15.5 USD"},
    none=["They paid {three dollars} {200} times."],
)
def bare_cents(context: Context, first: Expression, second: Expression, link: str) -> Expression | None:
    """A sum of money with a bare number of cents after it: `15 dollars 50`."""
    if first.kind != "money" or first.numeral.scaled or not _is_bare_part(first, second, link):
        return None
    if second.numeral.form != first.numeral.form or link.startswith("-") or _counts(context, second):
        return None
    return _sum(first, second.high / _CENTS, second.end) if 10 <= second.high < _CENTS else None


@rule("composite.marks", examples={"She is {5'6\"} tall.": "5.5 foot"})
def feet_and_inch_marks(
    context: Context, first: Expression, second: Expression, link: str
) -> Expression | None:
    """A height in feet and inches with their marks: `5'10"`."""
    if first.unit != "count" or second.unit != "count" or link not in _PRIME or second.high >= _INCHES:
        return None
    mark = next((each for each in _DOUBLE_PRIME if context.text.startswith(each, second.end)), None)
    if mark is None:
        return None
    return _sum(replace(first, unit="foot", kind="length"), second.high / _INCHES, second.end + len(mark))


def _is_bare_part(first: Expression, second: Expression, link: str) -> bool:
    """Whether a number without a unit follows directly on a number with one."""
    return second.unit == "count" and bool(_BARE_LINK.fullmatch(link)) and not first.is_bare


def _counts(context: Context, expression: Expression) -> bool:
    following = next(context.after(expression.end), None)
    return following is not None and following.pos_ in ("NOUN", "PROPN")


def _sum(first: Expression, share: float, end: int) -> Expression:
    value = round(first.low + share, 6)
    return replace(first, end=end, low=value, high=value)


_COMPOSITES = (two_units, dollars_and_cents, bare_inches, bare_cents, feet_and_inch_marks)


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
    if first.group != "single" or second.group != "single" or first.low != int(first.low) or first.low <= 0:
        return None
    link = context.text[first.end : second.start]
    for each in _COMPOSITES:
        if (joined := each(context, first, second, link)) is not None:
            return joined.by(each)
    return None


# ---------------------------------------------------------------- two numbers: votes and sports results

_VERSUS = re.compile(rf"(?:{GAP}?[-\u2010-\u2014]{GAP}?|-to-|{GAP}to{GAP})$", re.IGNORECASE)
_GLUED = re.compile(r"[0-9]+ ?[-\u2010-\u2013] ?[0-9]+|[0-9]+-to-[0-9]+")
_NEAR_BEFORE, _NEAR_AFTER = 4, 3  # words: `The Senate voted narrowly, 54-43`, `a 5-4 split decision`


@rule(
    "tally",
    needs="syntax",
    examples={
        "The Senate voted {54}-{43} to confirm him.": "54 count, 43 count",
        "They outnumber us by {2}-to-{1}.": "2 count, 1 count",
    },
    none=["It takes {10-20} days."],
)
def tally(context: Context, first: Expression, second: Expression) -> bool:
    """The two sides of a vote, or two numbers with `to` between, the larger first."""
    if "to" in context.text[first.end : second.start].lower():
        return True
    near = _are_votes_near(context, first.start, second.end)
    return near or (
        bool(_words_around(context, first.start) & words("votes")) and not _is_match(context, first)
    )


@filter_rule(
    "sports_result",
    examples=["England beat Tunisia {2}-{1} in the match."],
    none=["The House voted {2}-{1}."],
)
def sports_result(context: Context, first: Expression, second: Expression) -> bool:
    """The two sides of a match."""
    return not tally(context, first, second)


@filter_rule("number_after_name", examples=["Tunisia {1-2} England was the result of the match."])
def number_after_name(context: Context, expression: Expression) -> bool:
    """Two numbers with a dash after a noun or name or in a sentence about a match: `Case 22-506`."""
    following = next(context.after(expression.end), None)
    if following is not None and following.pos_ in ("NOUN", "ADJ"):
        return False
    before = next(context.before(expression.start), None)
    return (before is not None and before.pos_ in ("NOUN", "PROPN")) or _is_match(context, expression)


def with_tallies(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Mark the two sides of each tally, and leave out both numbers of a sports result."""
    kept: list[Expression] = []
    skip = False
    for first, second in zip_longest(expressions, expressions[1:]):
        if skip:
            skip = False
        elif _is_glued(context, first):
            # Two bare numbers with a dash may as well be a tally that the second side won.
            if _are_votes_near(context, first.start, first.end):
                kept += [each.by(tally, group="tally") for each in _sides(context, first)]
            elif number_after_name(context, first):
                context.reject(first, number_after_name)
            else:
                kept.append(first)
        elif second is not None and _are_sides(context, first, second):
            skip = True
            if sports_result(context, first, second):
                context.reject(first, sports_result)
                context.reject(second, sports_result)
            else:
                kept += [each.by(tally, group="tally") for each in (first, second)]
        else:
            kept.append(first)
    return kept


def _is_glued(context: Context, expression: Expression) -> bool:
    bare = expression.group == "range" and expression.unit == "count"
    return bare and bool(_GLUED.fullmatch(context.text, expression.start, expression.end))


def _are_sides(context: Context, first: Expression, second: Expression) -> bool:
    plain = all(
        side.unit == "count" and side.group == "single" and side.low == int(side.low)
        for side in (first, second)
    )
    return plain and first.low >= second.low and bool(_VERSUS.match(context.text[first.end : second.start]))


def _sides(context: Context, glued: Expression) -> tuple[Expression, Expression]:
    start, end = glued.start, glued.end
    at = start + len(context.text[start:end].rstrip("0123456789"))
    numeral = glued.numeral._replace(start=at, end=end, value=glued.high)
    first = replace(glued, end=glued.numeral.end, high=glued.low)
    return first, replace(glued, start=at, low=glued.high, numeral=numeral)


def _are_votes_near(context: Context, start: int, end: int) -> bool:
    near = chain(islice(context.after(end), _NEAR_AFTER), islice(context.before(start), _NEAR_BEFORE))
    return any(token.lemma_.lower() in words("votes") for token in near)


def _is_match(context: Context, expression: Expression) -> bool:
    """Whether the sentence speaks of a match."""
    return bool(_words_around(context, expression.start) & words("sports"))


def _words_around(context: Context, offset: int) -> set[str]:
    return {token.lemma_.lower() for token in chain(context.before(offset), context.after(offset))}
