"""Words for numbers that say none: `think twice`, `the aim is twofold`, `hundreds and hundreds`."""

from __future__ import annotations

import re
from functools import cache

from claimx.pipeline.quantities.grammar import Context, Expression, filter_rule
from claimx.pipeline.quantities.tables import table
from claimx.text.lexicon import GAP

_THINK = re.compile(rf"(?<!\w)(?:think|thinks|thinking|thought){GAP}$", re.IGNORECASE)


_A_DAY = re.compile(rf"{GAP}(?:an?|each|every|per){GAP}", re.IGNORECASE)


@filter_rule(
    "hesitation",
    needs="text",
    examples=["I didn't think {twice} when they asked me.", "Think {twice} before you sign."],
    none=["He called {twice} when they met.", "They think {twice} each day."],
)
def hesitation(context: Context, expression: Expression) -> bool:
    """`think twice`, which is to hesitate."""
    text, start = context.text, expression.start
    is_twice = text[start : expression.end].lower() == "twice" and not _A_DAY.match(text, expression.end)
    return is_twice and _THINK.search(text, max(0, start - 12), start) is not None


_BEING = re.compile(rf"(?<!\w)(?:is|are|was|were|be|been){GAP}(?:[a-z]+ly{GAP})?$", re.IGNORECASE)


@filter_rule(
    "parts",
    examples=["The aim of the levy is {twofold}.", "The reasons are {threefold}, she said."],
    none=["The rise in rents was {threefold}.", "Exports rose {fivefold}."],
)
def of_so_many_parts(context: Context, expression: Expression) -> bool:
    """`twofold` of what has two parts, such as an aim; a rise that is threefold is a multiple."""
    text, start = context.text, expression.start
    if expression.numeral.form != "multiple" or not text[start : expression.end].lower().endswith("fold"):
        return False
    is_predicate = _BEING.search(text, max(0, start - 24), start) is not None
    return is_predicate and not context.is_about(_multiplied(), expression.range)


@cache
def _multiplied() -> frozenset[str]:
    """The nouns for an increase or a decrease, and for what else is multiplied."""
    changes = table("changes")
    nouns = (changes[side]["nouns"] for side in ("increase", "decrease"))
    return frozenset(("difference", "return")).union(*nouns)


_SAME_AND = re.compile(rf"(?<!\w)(?P<plural>[a-z]+){GAP}(?:and|upon|on){GAP}$", re.IGNORECASE)


@filter_rule(
    "repeated",
    needs="text",
    examples=["They heard scores and {scores} of lies."],
    none=["They sold {hundreds} and {thousands} of books."],
)
def repeated_plural(context: Context, expression: Expression) -> bool:
    """The second word of `hundreds and hundreds`, which says no more than the first."""
    if expression.numeral.form != "plural":
        return False
    first = _SAME_AND.search(context.text, max(0, expression.start - 20), expression.start)
    written = context.text[expression.numeral.start : expression.numeral.end].lower()
    return first is not None and written == first["plural"].lower()


IDIOMS = (hesitation, of_so_many_parts, repeated_plural)
