"""Bounds of a number that no phrase right beside it gives: those of a verb, and of another number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.grammar import Context, Expression
from claimx.pipeline.quantities.tables import words
from claimx.schema import Relation

if TYPE_CHECKING:
    from spacy.tokens import Token

_CAPPED = re.compile(
    r"(?<!\w)(?:(?:capped|capping|(?:to|will|would|could|should|must)\scap)(?:\s[^\W\d_][\w-]*){0,6}?\s(?:at|to)"
    r"|(?:limited|limiting|(?:to|will|would|could|should|must)\slimit)(?:\s[^\W\d_][\w-]*){0,6}?\sto)\s(?:just\s)?$",
    re.IGNORECASE,
)
_ESTIMATED = re.compile(
    r"(?<!\w)estimated\s(?:to\s(?!exceed|top|surpass)[a-z]+|(?:[a-z-]+\s){1,3}of)\s(?:an?\s)?$", re.IGNORECASE
)
_FARTHEST = 60  # characters of `capping typical household bills at`


def bound_by_verb(text: str, start: int) -> Relation | None:
    """The relation that a verb before gives: `capped bills at`, `limited to`, `an estimated debt of`."""
    if _CAPPED.search(text, max(0, start - _FARTHEST), start):
        return "<="
    return "~" if _ESTIMATED.search(text, max(0, start - _FARTHEST), start) else None


_OR_ANOTHER = re.compile(r"(?:\s[^\W\d_][\w-]*){0,3}\s\(?or\s")


def shares_bound(context: Context, first: Expression, second: Expression) -> bool:
    """Whether a bound of `first` is one of `second` too: `up to 100 texts or 500 with a contract`."""
    same = first.unit == second.unit and first.numeral.form == second.numeral.form
    return same and bool(_OR_ANOTHER.fullmatch(context.text, first.end, second.start))


_COMPARED_WITH = frozenset(
    ("the", "a", "an", "as", "that", "what", "its", "his", "her", "their", "our", "this", "last")
)


def is_turned_over(over: Token, expression: Expression) -> bool:
    """Whether `over` before `twice` belongs to a verb: `flipped over twice`, not `over twice the size`."""
    number = next(each for each in over.doc[over.i + 1 :] if not each.is_space)
    if expression.numeral.form != "multiple" or number.lower_ != "twice":
        return False
    following = number.nbor() if number.i + 1 < len(over.doc) else None
    return following is None or following.lower_ not in _COMPARED_WITH


_DISPUTE_REACH = 6  # words: `anger among the drivers of Athens over`


def is_disputed(over: Token) -> bool:
    """Whether `over` names what a dispute or a victory is about: `anger in Athens over 30 statues`."""
    words_before = list(reversed(over.doc[max(0, over.i - _DISPUTE_REACH) : over.i]))
    if not words_before or words_before[0].pos_ not in ("NOUN", "PROPN"):
        return False
    for word in words_before:
        if word.pos_ not in ("NOUN", "PROPN", "ADP", "DET", "ADJ", "PRON"):
            return False
        if word.lemma_.lower() in words("won_over"):
            return True
    return False
