"""Ways through the syntax around an expression: what it depends on, that word's subject and object.

Parses are taken with a pinch of salt: where the words right before an expression name a verb of change, they
win over a dependency that says otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.directions import (
    direction_of_verb,
    is_transparent,
)
from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.tables import units
from claimx.schema import Change

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = frozenset(("nsubj", "nsubj:pass", "csubj", "nsubj:outer"))
# Not `ccomp` or `parataxis`: the subject there is who says it, not what it is said of.
_PASSED_ON = frozenset(("conj", "xcomp", "advcl", "aux", "cop"))
_LINKS = frozenset(("by", "to", "from", "at", "for"))
_FARTHEST_VERB = 14
_DOUBLE = frozenset(("double", "triple", "treble", "quadruple"))
_COMPARING = frozenset(("than", "almost", "nearly", "about", "roughly", "is", "was"))
_HEAD = 2000
_DATELINE = re.compile(
    r"^[A-Z][A-Z.'\u2019 -]{2,40}(?:, [A-Z][\w. ]{1,30}){0,2}(?: \([^)\n]{2,40}\))? ?(?:[\u2013\u2014]|--?) ",
    re.M,
)

_NOUN_PLACES = frozenset(("nsubj", "nsubj:pass", "obj", "obl", "nmod", "compound", "appos"))
_TIMES = frozenset(
    [
        "period",
        "time",
        "term",
        "first",
        "least",
        "today",
        "tonight",
        "tomorrow",
        "yesterday",
        "morning",
        "afternoon",
        "evening",
        "weekend",
    ]
)
_NOMINAL = frozenset(("NOUN", "PROPN", "SYM", "X"))


class Clauses:
    """The clauses of an article, seen from its expressions."""

    def __init__(self, layout: Layout, expressions: list[Expression]) -> None:
        self.layout = layout
        self._dateline = _dateline_of(layout.text)
        self._taken = {token.i for each in expressions for token in layout.tokens(each.start, each.end)}

    def is_free(self, token: Token) -> bool:
        """Whether the token is a noun outside every expression, so that it can name something."""
        return token.i not in self._taken and token.idx not in self._dateline and is_nominal(token)

    def governor(self, head: Token) -> Token | None:
        """The word `head` depends on, through coordination and through other expressions."""
        for _ in range(6):
            if head.head.i == head.i:
                return None
            passed_on = head.dep_ == "conj" or head.head.i in self._taken
            head, before = head.head, head
            if not passed_on:
                return head
            if head.i not in self._taken and before.dep_ != "conj":
                return head
        return None

    def mover(self, expression: Expression, head: Token) -> tuple[Token, Change] | None:
        """The verb of change whose size or level the expression gives, and its direction."""
        linked = False
        for distance, token in enumerate(self.layout.before(expression.start)):
            if distance > _FARTHEST_VERB:
                break
            direction = direction_of_verb(token)
            if direction is not None:
                return token, direction
            if token.lower_ in _LINKS and token.lower_ != "for":
                linked = True
            elif (
                (not linked and not is_transparent(token))
                or token.pos_ in ("VERB", "SCONJ")
                or (token.lemma_ == "be" and token.pos_ == "AUX")
                or (token.pos_ == "PRON" and token.tag_ != "PRP$")
            ):
                break
        governor = self.governor(head)
        if governor is None:
            return None
        direction = direction_of_verb(governor)
        return (governor, direction) if direction is not None else None

    def subject(self, verb: Token) -> Token | None:
        """The subject of `verb` or of the verb it is joined to, else the noun it modifies."""
        for _ in range(5):
            subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
            nearest = self._noun_right_before(verb)
            if nearest is not None and (
                subject is None or (subject.i < nearest.i and subject not in nearest.ancestors)
            ):
                return nearest
            if subject is not None:
                return self._antecedent(subject, verb)
            if verb.dep_.startswith("acl"):
                return verb.head
            if verb.head.i == verb.i or verb.dep_ not in _PASSED_ON:
                return None
            verb = verb.head
        return None

    def _noun_right_before(self, verb: Token) -> Token | None:
        """The noun right before `verb` and its auxiliaries: surer than a far subject."""
        if verb.pos_ != "VERB":
            return None
        for token in self.layout.before(verb.idx):
            if token.pos_ not in ("AUX", "ADV", "PART"):
                stands_alone = self.is_free(token) and not is_time(token) and not self._has_case(token)
                return (
                    token
                    if stands_alone and not token.dep_.startswith(("flat", "compound", "nmod"))
                    else None
                )
        return None

    def _has_case(self, noun: Token) -> bool:
        """Whether a preposition stands before the noun, or before the name that it ends."""
        if case_of(noun) is not None:
            return True
        first = noun
        while first.ent_iob_ == "I" and first.i > 0:
            first = first.nbor(-1)
        return first.i != noun.i and first.i > 0 and first.nbor(-1).pos_ == "ADP"

    def complement(self, noun: Token, links: tuple[str, ...]) -> Token | None:
        """The noun tied to `noun` by a preposition of `links` (`yields` in `reduction of crop yields`)."""
        for child in noun.rights:
            case = case_of(child)
            if case is not None and case.lower_ in links and self.is_free(child):
                return child
        return None

    def doubles(self, expression: Expression) -> bool:
        """Whether a multiple is a verb (`sales doubled`), not in `more than double the $6 million`."""
        before = next(self.layout.before(expression.start), None)
        compared = before is not None and before.lower_ in _COMPARING
        word = self.layout.token_at(expression.start)
        return word.pos_ == "VERB" and not (compared and word.lower_ in _DOUBLE)

    def _antecedent(self, subject: Token, verb: Token) -> Token:
        if is_nominal(subject):
            return subject
        relative = subject.tag_ in ("WDT", "WP") or (subject.lower_ == "that" and verb.dep_ == "acl:relcl")
        nearest = next(self.layout.before(subject.idx), None)
        if relative and nearest is not None and self._is_surer(nearest, verb):
            return nearest
        if relative and is_nominal(verb.head):
            return verb.head
        return subject

    def _is_surer(self, noun: Token, verb: Token) -> bool:
        """Whether the noun right before `that` is its antecedent, rather than the one of the parse."""
        named = self.is_free(noun) and noun.pos_ == "NOUN" and not is_time(noun)
        return named and verb.head not in noun.ancestors


def _dateline_of(text: str) -> range:
    """Where the dateline stands (`GENEVA (Helvia Press) - `): its names belong to no sentence."""
    found = _DATELINE.search(text, 0, _HEAD)
    return range(*found.span()) if found else range(0)


def case_of(token: Token) -> Token | None:
    """The preposition of a noun."""
    return next((child for child in token.lefts if child.dep_ == "case"), None)


def is_nominal(token: Token) -> bool:
    """Whether the token can head a noun phrase that names something."""
    return (token.pos_ in _NOMINAL or is_noun(token)) and any(letter.isalpha() for letter in token.text)


def is_noun(token: Token) -> bool:
    """Whether either tag calls the token a noun; where the two disagree, its place in the clause decides."""
    if token.pos_ in ("NOUN", "PROPN"):
        return True
    return token.tag_.startswith("NN") and token.dep_ in _NOUN_PLACES


def is_time(token: Token) -> bool:
    """Whether the noun is a unit or a stretch of time."""
    unit = units().words.get(token.lower_)
    return (unit is not None and unit.kind == "time") or token.lower_ in _TIMES
