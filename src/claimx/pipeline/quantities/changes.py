"""Whether a value is itself the size of a change (`rose 3 percent`) or a level (`rose to 12 percent`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.pipeline.quantities.clauses import Clauses
from claimx.pipeline.quantities.directions import (
    direction_of_noun,
    direction_of_verb,
    directions,
    is_transparent,
)
from claimx.pipeline.quantities.expressions import Expression
from claimx.schema import Change

if TYPE_CHECKING:
    from spacy.tokens import Token

_SHARES = frozenset(("percent", "percentage_point", "basis_point", "point", "fraction"))
_BARE = frozenset(("obj", "obl:npmod", "obl:unmarked", "obl:tmod", "advmod", "xcomp", "obl", "dep"))
_MEASURING = frozenset(
    ("be", "exceed", "reach", "total", "hit", "average", "equal", "top", "surpass", "approach")
)
_OF_NOUN = frozenset(
    (
        "compound",
        "nummod",
        "amod",
        "nmod",
        "nmod:unmarked",
        "nmod:desc",
        "obl:unmarked",
        "obl:npmod",
        "conj",
        "obj",
        "nsubj",
        "det",
        "advmod",
    )
)
_QUOTES = "\"'\u201c\u2018`"


def change_of(clauses: Clauses, expression: Expression, head: Token) -> Change | None:
    """`increase` or `decrease` when the expression gives the size of a change, else None."""
    if expression.group == "tally":
        return None
    if expression.kind == "times":
        return _of_multiple(clauses, expression, head)
    return (
        _from_comparative(clauses, expression)
        or _from_words_before(clauses, expression, head)
        or _from_noun(clauses, expression, head)
        or _from_passive(expression, head)
    )


def _from_passive(expression: Expression, head: Token) -> Change | None:
    """`900 jobs will be cut`."""
    noun = head.head if head.dep_ == "nummod" else head
    verb = noun.head
    if expression.kind != "count" or noun.dep_ != "nsubj:pass":
        return None
    idle = verb.lemma_.lower() == "lose" and noun.lemma_.lower() not in ("job", "post", "seat")
    return None if idle or verb.lemma_.lower() not in directions().object_verbs else direction_of_verb(verb)


def _of_multiple(clauses: Clauses, expression: Expression, head: Token) -> Change | None:
    """`doubled` as a verb; a number of times or `-fold` only with a verb of change."""
    if expression.numeral.form == "multiple" and clauses.doubles(expression):
        return "increase"
    folded = clauses.layout.text[expression.start : expression.end].lower().endswith("fold")
    return _from_words_before(clauses, expression, head) if folded else None


def _from_words_before(clauses: Clauses, expression: Expression, head: Token) -> Change | None:
    by = False
    nearest: Token | None = None
    for token in clauses.layout.before(expression.start):
        if token.lower_ == "by":
            by = True
        elif not is_transparent(token) and not (token.is_punct and token.text in _QUOTES):
            nearest = token
            break
    if nearest is not None:
        if nearest.lower_ in ("to", "from", "at", "past", "beyond") and not by:
            return None
        if (
            nearest.lower_ in directions().adverbs
            and nearest.tag_ != "RP"
            and nearest.pos_ in ("ADV", "ADP", "ADJ", "PART")
        ):
            return directions().adverbs[nearest.lower_]
        side = direction_of_verb(nearest)
        if side and (by or _takes(nearest, expression)):
            return None if by and nearest.lemma_.lower() == "lose" else side
    if by:
        moved = clauses.mover(expression, head)
        if moved is not None and moved[0].lemma_.lower() != "lose":  # `lost by two votes` is a margin
            return moved[1]
    return _from_governor(clauses, expression, head, by)


def _from_governor(clauses: Clauses, expression: Expression, head: Token, by: bool) -> Change | None:
    governor = clauses.governor(head)
    if governor is None:
        return None
    side = direction_of_verb(governor) or (direction_of_noun(governor) if by else None)
    if side and governor.lemma_.lower() == "lose" and by:
        return None
    if side and (by or (_is_bare(head) and _takes(governor, expression))):
        return side
    if expression.kind == "money" and governor.lemma_.lower() in directions().verbs_with_off:
        return "decrease" if clauses.complement(governor, ("off",)) is not None else None
    if governor.pos_ == "ADV" and (by or _is_bare(head)):
        return directions().adverbs.get(governor.lower_)
    return None


def _is_bare(head: Token) -> bool:
    return head.dep_ in _BARE and not any(child.dep_ in ("case", "mark") for child in head.children)


def _takes(verb: Token, expression: Expression) -> bool:
    """Whether the verb, without `by`, makes a value of this kind the size of the change."""
    lemma = verb.lemma_.lower()
    if expression.kind in _SHARES or expression.kind == "times":
        return True
    if expression.kind == "count":
        return lemma in directions().object_verbs
    if expression.kind != "money" and lemma in directions().motion_verbs:
        return False
    return expression.kind != "time" and lemma not in directions().by_only


def _from_comparative(clauses: Clauses, expression: Expression) -> Change | None:
    """`10 percent higher than`, `half a point less than`, `32 percent below 2005 levels`."""
    if expression.kind not in _SHARES:
        return None
    following = next(clauses.layout.after(expression.end), None)
    if following is None or following.pos_ == "VERB":
        return None
    return directions().comparatives.get(following.lower_)


def _from_noun(clauses: Clauses, expression: Expression, head: Token) -> Change | None:
    """`a 10 percent drop`, `a drop of 10 percent`, `the reduction exceeded 10 percent`."""
    if expression.kind not in _SHARES and expression.kind != "money":
        return None
    noun = clauses.governor(head)
    if noun is None or (head.dep_ not in _OF_NOUN and direction_of_noun(noun)):
        return None
    if noun.lemma_.lower() in _MEASURING:
        noun = clauses.subject(noun)
    elif any(child.dep_ == "case" and child.lower_ not in ("of", "by") for child in head.children):
        return None
    if noun is None or (expression.kind == "money" and noun.lemma_.lower() in directions().shares_only_nouns):
        return None
    return direction_of_noun(noun)
