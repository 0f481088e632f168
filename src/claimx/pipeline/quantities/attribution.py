"""Whose claim a quantity is, and when it holds: the statement and the date around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.annotations import Date, Source, Statement
from claimx.pipeline.quantities.expressions import Expression

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.pipeline.quantities.layout import Layout

_FARTHEST = 300
_IN_COMMAS = re.compile(r", [0-9]{1,3}[,.]")
_THAN = re.compile(r"(?<!\w)than\s(?:(?:in|on|at|during|the|it\swas)\s){0,2}$", re.IGNORECASE)
_CLAUSE = frozenset(("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "root", "ROOT"))


def statement_around(expression: Expression, statements: list[Statement]) -> tuple[int | None, Source | None]:
    """The innermost statement whose content holds the expression, and its source.

    Where the innermost has no source of its own, the source of the next one around it counts.
    """
    around = []
    for position, statement in enumerate(statements):
        for part in statement.content:
            if part.start <= expression.start and expression.end <= part.end:
                size = sum(each.end - each.start for each in statement.content)
                around.append((size, position))
                break
    if not around:
        return None, None
    around.sort()
    source = next(
        (statements[position].source for _, position in around if statements[position].source), None
    )
    return around[0][1], source


def date_of(
    layout: Layout, expression: Expression, dates: list[Date], earlier_levels: list[int]
) -> int | None:
    """The position in `dates` of the one that places the quantity in time: the nearest in the same clause.

    `earlier_levels` are the offsets of the values that others are set against. A date on the far side of one
    is its own, or not its own: in `below 80%, from 93% a decade ago` the 80% is of no decade ago, and what is
    `6% more than in 2019` is not of 2019. An age in commas (`Ortiz, 42, was elected in 2019`) is today's.
    """
    if expression.unit == "year" and _IN_COMMAS.match(layout.text, expression.start - 2):
        return None
    number = layout.token_at(expression.numeral.start)
    clause = _clause(number)
    best: tuple[int, int] | None = None
    for position, date in enumerate(dates):
        distance = max(date.range.start - expression.end, expression.start - date.range.end)
        if distance < 0 or distance > _FARTHEST or (best is not None and distance >= best[0]):
            continue
        if _THAN.search(layout.text, max(0, date.range.start - 20), date.range.start):
            continue
        near, far = sorted((expression.end, date.range.start))
        if any(
            near <= level < far or level == expression.start > date.range.start for level in earlier_levels
        ):
            continue
        if _clause(layout.token_at(date.range.start)) == clause:
            best = (distance, position)
    return None if best is None else best[1]


def _clause(token: Token) -> int:
    """Position of the word that heads the clause the token stands in."""
    while token.head.i != token.i and token.dep_ not in _CLAUSE:
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX"):
            break
        token = token.head
    return int(token.i)
