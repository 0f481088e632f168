"""Vote and seat tallies (`54-43`, `2-to-1`), told from sports results."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.tables import table
from claimx.text.patterns import GAP

_VERSUS = re.compile(rf"(?:{GAP}?[-\u2010-\u2014]{GAP}?|-to-|{GAP}to{GAP})$", re.IGNORECASE)
_NEAR = 4


def read_tallies(layout: Layout, expressions: list[Expression]) -> list[Expression]:
    """Mark the two sides of each tally, and leave out both numbers of a sports result."""
    kept: list[Expression] = []
    skip = False
    for position, expression in enumerate(expressions):
        if skip:
            skip = False
            continue
        following = expressions[position + 1] if position + 1 < len(expressions) else None
        if expression.group == "range" and _is_glued_range(layout, expression):
            kept.extend(_ranged(layout, expression))
        elif following is not None and _are_sides(layout, expression, following):
            skip = True
            if _is_vote(layout, expression.start, following.end) or not _is_dash(
                layout, expression, following
            ):
                kept += [replace(expression, group="tally"), replace(following, group="tally")]
        else:
            kept.append(expression)
    return kept


def _are_sides(layout: Layout, first: Expression, second: Expression) -> bool:
    link = layout.text[first.end : second.start]
    plain = all(
        side.unit == "count" and side.group == "single" and side.low == int(side.low)
        for side in (first, second)
    )
    return plain and bool(_VERSUS.match(link)) and first.low >= second.low


def _is_dash(layout: Layout, first: Expression, second: Expression) -> bool:
    return "to" not in layout.text[first.end : second.start].lower()


def _is_glued_range(layout: Layout, expression: Expression) -> bool:
    """Whether it is two bare numbers with a dash, which may as well be a tally won by the second side."""
    return expression.unit == "count" and bool(
        re.fullmatch(
            r"[0-9]+ ?[-\u2010-\u2013] ?[0-9]+|[0-9]+-to-[0-9]+",
            layout.text[expression.start : expression.end],
        )
    )


def _ranged(layout: Layout, expression: Expression) -> list[Expression]:
    if not _vote_words_near(layout, expression.start, expression.end):
        following = next(iter(layout.after(expression.end)), None)
        counts = following is not None and following.pos_ in ("NOUN", "ADJ")
        before = next(layout.before(expression.start), None)
        named = before is not None and before.pos_ in (
            "NOUN",
            "PROPN",
        )  # `Case 22-506`, `Tunisia 1-2 England`
        return [expression] if counts or not (named or is_sports(layout, expression.start)) else []
    start, end = expression.start, expression.end
    second_at = start + len(layout.text[start:end].rstrip("0123456789"))
    first = replace(expression, end=expression.numeral.end, high=expression.low, group="tally")
    second_numeral = expression.numeral._replace(start=second_at, end=end, value=expression.high)
    return [
        first,
        replace(expression, start=second_at, low=expression.high, group="tally", numeral=second_numeral),
    ]


def is_sports(layout: Layout, offset: int) -> bool:
    """Whether the sentence around `offset` speaks of a match."""
    return bool(_sentence_words(layout, offset) & _words("sports"))


def _is_vote(layout: Layout, start: int, end: int) -> bool:
    if _vote_words_near(layout, start, end):
        return True
    return bool(_sentence_words(layout, start) & _words("votes")) and not is_sports(layout, start)


def _vote_words_near(layout: Layout, start: int, end: int) -> bool:
    after = list(islice(layout.after(end), _NEAR - 1))
    before = list(islice(layout.before(start), _NEAR))
    return any(token.lemma_.lower() in _words("votes") for token in (*after, *before))


def _sentence_words(layout: Layout, offset: int) -> set[str]:
    words = {token.lemma_.lower() for token in layout.before(offset)}
    return words | {token.lemma_.lower() for token in layout.after(offset)}


def _words(name: str) -> frozenset[str]:
    return frozenset(table("contexts")[name])
