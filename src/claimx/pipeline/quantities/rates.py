"""Units that stand apart from their number: a per-part later in the clause, money named by its verb.

`20 veterans die each day` counts per day; `they spent millions` spends a currency.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, pairwise

from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.measures import singular
from claimx.pipeline.quantities.tables import table
from claimx.text.patterns import GAP, any_of

_REACH = 70
_FLOWING = frozenset(("count", "money", "mass", "volume", "energy"))
_LINK_WORD = re.compile(rf"(?<!\w)(?:at|on|with|to|from|by){GAP}$")
# Between two parallel shares: one of these, and no end of a sentence.
_ALIKE = re.compile(r"[^.!?\n]{0,20}(?:,|;|\band\b|\bwhile\b)[^.!?\n]{0,60}")
_PER_NUMBER = re.compile(
    rf"(?:{GAP}[^\W\d_]+){{0,4}}{GAP}(?:per|for{GAP}every|in{GAP}every|out{GAP}of{GAP}every){GAP}"
    rf"(?P<number>[0-9][0-9,.]*(?:{GAP}(?:million|thousand|billion))?){GAP}(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)


def read_rates(layout: Layout, expressions: list[Expression]) -> None:
    """Complete, in place, the units of counts and sums whose per-part or currency stands elsewhere.

    A number that is itself a per-part (`12 cases per 100,000 people`) is taken out of `expressions`.
    """
    for first, second in list(pairwise(expressions)):
        per = _PER_NUMBER.match(layout.text, first.end, second.end + 24)
        if per and per.start("number") == second.start and second.kind == "count" and "/" not in first.unit:
            first.unit = f"{first.unit}/{int(second.low)}_{singular(per['word'].lower())}"
            expressions.remove(second)
    _read_index_levels(layout, expressions)
    _read_bare_shares(layout, expressions)
    for expression in expressions:
        if expression.kind == "count" and expression.group != "tally":
            currency = _currency(layout, expression, expressions)
            if currency is not None:
                expression.unit, expression.kind = currency, "money"
        if expression.kind in _FLOWING and expression.group != "tally" and "/" not in expression.unit:
            window = min(len(layout.text), expression.end + _REACH)
            match = _each().match(layout.text, expression.end, window) or _noun_a().match(
                layout.text, expression.end, window
            )
            if match:
                expression.unit = f"{expression.unit}/{singular(match['unit'].lower())}"


def _read_index_levels(layout: Layout, expressions: list[Expression]) -> None:
    """The level after a move in points is in points too: `fell 300 points to 38,500`."""
    for first, second in pairwise(expressions):
        between = layout.text[first.end : second.start]
        if first.kind == "point" and second.kind == "count" and re.fullmatch(r",?\s(?:to|at)\s", between):
            following = next(layout.after(second.end), None)
            if following is None or following.pos_ not in ("NOUN", "ADJ", "PROPN"):
                second.unit = second.kind = "point"


def _read_bare_shares(layout: Layout, expressions: list[Expression]) -> None:
    """The shares of a poll after the first: `Ames at 38 percent and Boyd at 25`."""
    for first, second in pairwise(expressions):
        bare = second.kind == "count" and second.group == "single" and second.high <= 100
        if first.kind != "percent" or not bare or not _ALIKE.fullmatch(layout.text, first.end, second.start):
            continue
        link = _LINK_WORD.search(layout.text, max(0, first.start - 12), first.start)
        same = link is not None and layout.text[: second.start].endswith(link.group())
        following = next(layout.after(second.end), None)
        if same and (following is None or following.pos_ in ("PUNCT", "CCONJ", "SCONJ", "ADP")):
            second.unit, second.kind = first.unit, first.kind


def _currency(layout: Layout, expression: Expression, expressions: list[Expression]) -> str | None:
    """The currency of a bare sum of millions in a sentence about money (`spent tens of millions on ads`)."""
    if expression.high < 1e6 or not layout.text[expression.start : expression.end].rstrip().endswith("s"):
        return None
    following = next(layout.after(expression.end), None)
    if following is not None and (following.lower_ == "of" or following.pos_ in ("NOUN", "ADJ", "PROPN")):
        return None
    words = {token.lemma_.lower() for token in layout.before(expression.start)}
    words |= {token.lemma_.lower() for token in islice(layout.after(expression.end), 8)}
    if not words & _money_words():
        return None
    nearest = min(
        (each for each in expressions if each.kind == "money"),
        key=lambda each: abs(each.start - expression.start),
        default=None,
    )
    return "USD" if nearest is None else nearest.unit.partition("/")[0]


@cache
def _money_words() -> frozenset[str]:
    return frozenset(table("contexts")["money"])


@cache
def _each() -> re.Pattern[str]:
    """`each day`, later in the same clause."""
    units = any_of(table("rates")["later_parts"])
    return re.compile(
        rf"[^,.;:!?0-9()\u2014\n]*?(?<!\w)(?:each|every|per){GAP}(?P<unit>{units})(?!\w)", re.IGNORECASE
    )


@cache
def _noun_a() -> re.Pattern[str]:
    """`a day`, right after the noun: `200 people a day`, `5 tonnes of carbon dioxide a year`."""
    units, later = any_of(table("rates")["later_parts"]), any_of(table("rates")["not_after"])
    word = r"[^\W\d_]+"
    return re.compile(
        rf"(?:{GAP}of)?{GAP}{word}(?:{GAP}{word})?{GAP}an?{GAP}(?P<unit>{units})(?!\w)"
        rf"(?!{GAP}(?:{later})(?!\w))",
        re.IGNORECASE,
    )
