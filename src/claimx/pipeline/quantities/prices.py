"""What money is paid, asked or raised for, where no noun stands right beside it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from claimx.pipeline.annotations import Range
from claimx.pipeline.quantities.clauses import Clauses, case_of
from claimx.pipeline.quantities.directions import direction_of_verb, directions
from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.levels import Levels
from claimx.pipeline.quantities.phrases import is_time, noun_phrase
from claimx.pipeline.quantities.tables import table

if TYPE_CHECKING:
    from spacy.tokens import Token

_PURPOSES = frozenset(("for", "on", "toward", "towards", "into"))
_TAKEN_FROM = frozenset(("off",))


class Prices:
    """Finds the purposes of the sums of one article."""

    def __init__(self, clauses: Clauses, levels: Levels) -> None:
        self._clauses = clauses
        self._levels = levels

    def paid_for(self, expression: Expression, head: Token) -> Range | None:
        """`for` and `on` phrases, the aim of the spending, what costs so much or rises to so much."""
        before = self._clauses.word_before(expression)
        if before is not None and before.lower_ in ("worth", "now", "currently"):
            nouns = self._clauses.nouns_before(before.idx)
            return self._levels.phrase(next((noun for noun in nouns if not is_time(noun)), None))
        verb = self._clauses.verb_of(expression, head)
        if verb is None:
            return None
        found = self._purpose(verb, expression, head)
        if found is not None:
            return noun_phrase(found)
        if self._rises_or_costs(verb, expression):
            return self._levels.level(expression, head)
        aim = self._clauses.infinitive(expression, head) or self._aim(verb, expression)
        if aim is not None:
            return self._levels.phrase(self._clauses.object(aim))
        return self._yielding(verb)

    def _purpose(self, verb: Token, expression: Expression, head: Token) -> Token | None:
        links = _PURPOSES | _TAKEN_FROM | ({"in"} if verb.lemma_.lower() in _words("investing") else set())
        spends = verb.lemma_.lower() in _words("spending")
        children: list[Token] = [*verb.rights, *(head.rights if spends else ())]
        for child in children:
            case = case_of(child)
            if case is None or case.lower_ not in links or child.idx < expression.end:
                continue
            if self._clauses.is_free(child) and child.pos_ == "NOUN" and not is_time(child):
                return child
        return None

    def _rises_or_costs(self, verb: Token, expression: Expression) -> bool:
        moved = direction_of_verb(verb) is not None and verb.lemma_.lower() not in directions().by_only
        link = self._clauses.link_before(expression)
        priced = self._clauses.object(verb) is not None or self._clauses.is_passive(verb)
        return (
            link == "at"
            or (link in ("by", "to", "for") and priced)
            or self._clauses.goes_up_or_down(expression)
            or moved
            or verb.lemma_.lower() in _words("measured")
        )

    def _aim(self, verb: Token, expression: Expression) -> Token | None:
        """`renovate` in `spent $5 million to renovate the school`."""
        return next(
            (
                child
                for child in verb.rights
                if child.tag_ == "VB" and child.dep_ in ("advcl", "xcomp") and child.idx > expression.end
            ),
            None,
        )

    def _yielding(self, verb: Token) -> Range | None:
        """The thing that brings in, saves or loses the money: `the closures save $75 million`."""
        subject = self._clauses.subject(verb) if verb.lemma_.lower() in _words("yielding") else None
        if subject is None or subject.pos_ != "NOUN" or subject.ent_type_ in ("PERSON", "ORG", "GPE"):
            return None
        return self._levels.phrase(subject)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("subjects")[name])
