"""Ways through the syntax around an expression: what it depends on, that word's subject and object.

Parses are taken with a pinch of salt: where the words right before an expression name a verb of change, they
win over a dependency that says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from claimx.pipeline.annotations import Change
from claimx.pipeline.quantities.directions import (
    direction_of_noun,
    direction_of_verb,
    directions,
    is_transparent,
)
from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.phrases import is_nominal, is_time

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

    def object(self, verb: Token) -> Token | None:
        """The noun that is the object of `verb`, if it is none of the expressions."""
        return next((child for child in verb.rights if child.dep_ == "obj" and self.is_free(child)), None)

    def complement(self, noun: Token, links: tuple[str, ...]) -> Token | None:
        """The noun tied to `noun` by a preposition of `links` (`yields` in `reduction of crop yields`)."""
        for child in noun.rights:
            case = case_of(child)
            if case is not None and case.lower_ in links and self.is_free(child):
                return child
        return None

    def copula_subject(self, expression: Expression, head: Token) -> Token | None:
        """`unemployment` in `unemployment was 5 percent`."""
        while head.dep_ == "conj":
            head = head.head
        if any(child.dep_ == "cop" for child in head.children):
            return self.subject(head)
        before = self.word_before(expression)
        if before is None or before.lemma_ != "be" or before.pos_ != "AUX":
            return None
        subject = self.subject(before.head) if before.head.i > before.i else None
        return subject or next(self.nouns_before(before.idx), None)

    def verb_of(self, expression: Expression, head: Token) -> Token | None:
        """The word whose size or level the expression gives, else the one it depends on."""
        moved = self.mover(expression, head)
        if moved is not None:
            return moved[0]
        adjacent = self.verb_before(expression)
        if adjacent is not None:
            return adjacent
        governor = self.governor(head)
        if self.link_before(expression) is not None and (governor is None or governor.i > head.i):
            before = islice(self.layout.before(expression.start), _FARTHEST_VERB)
            return next((token for token in before if token.pos_ == "VERB"), governor)
        return governor

    def word_before(self, expression: Expression) -> Token | None:
        """The word before the expression and its modifiers: `worth` in `worth about $5`, `worth up to $5`."""
        nearest = islice(self.layout.before(expression.start), 8)
        before = [each for each in nearest if not is_transparent(each)]
        up_to = [each.lower_ for each in before[:2]] == ["to", "up"]
        return next(iter(before[2:] if up_to else before), None)

    def verb_before(self, expression: Expression) -> Token | None:
        """The verb right before the expression and its modifiers, if any (`weighing nearly two tons`)."""
        token = self.word_before(expression)
        return token if token is not None and token.pos_ == "VERB" else None

    def link_before(self, expression: Expression) -> str | None:
        """The preposition of a level or size right before the expression (`to 5%`, `by nearly half`)."""
        for token in self.layout.before(expression.start):
            if token.lower_ in _LINKS:
                return token.lower_
            if not is_transparent(token):
                return None
        return None

    def goes_up_or_down(self, expression: Expression) -> bool:
        """Whether an adverb of direction stands right before (`taxes go up 2 cents`)."""
        for token in self.layout.before(expression.start):
            if token.lower_ in directions().adverbs:
                return True
            if not is_transparent(token):
                return False
        return False

    def doubles(self, expression: Expression) -> bool:
        """Whether a multiple is a verb (`sales doubled`), not in `more than double the $6 million`."""
        before = next(self.layout.before(expression.start), None)
        compared = before is not None and before.lower_ in _COMPARING
        word = self.layout.token_at(expression.start)
        return word.pos_ == "VERB" and not (compared and word.lower_ in _DOUBLE)

    def is_passive(self, verb: Token) -> bool:
        """Whether the subject of `verb` is what is done to."""
        return any(child.dep_ in ("nsubj:pass", "aux:pass") for child in verb.lefts)

    def infinitive(self, expression: Expression, head: Token) -> Token | None:
        """`assemble` in `two weeks left to assemble their robot`."""
        after = list(self.layout.after(expression.end))[:3]
        if after and after[0].lower_ in ("left", "remaining", "more"):
            after = after[1:]
        if len(after) > 1 and after[0].lower_ == "to" and after[1].tag_ == "VB":
            return after[1]
        for child in head.rights:
            if (
                child.dep_ in ("acl", "advcl")
                and child.tag_ == "VB"
                and any(each.lower_ == "to" for each in child.lefts)
            ):
                return child
        return None

    def nouns_before(self, offset: int) -> Iterator[Token]:
        """Nouns outside the expressions before `offset`, nearest first, to the start of the sentence."""
        return (token for token in self.layout.before(offset) if self.is_free(token))

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

    def subject_before(self, pronoun: Token) -> Token | None:
        """What `it` or `they` most likely stands for: the subject nearest before it."""
        for position in range(pronoun.i - 1, max(-1, pronoun.i - 60), -1):
            token = pronoun.doc[position]
            if token.dep_ in SUBJECTS and self.is_free(token):
                return token
        return None


def _dateline_of(text: str) -> range:
    """Where the dateline stands (`GENEVA (Helvia Press) - `): its names belong to no sentence."""
    found = _DATELINE.search(text, 0, _HEAD)
    return range(*found.span()) if found else range(0)


def case_of(token: Token) -> Token | None:
    """The preposition of a noun."""
    return next((child for child in token.lefts if child.dep_ == "case"), None)


def is_change(noun: Token) -> bool:
    """Whether the noun names a change (`drop`, `increase`)."""
    return direction_of_noun(noun) is not None
