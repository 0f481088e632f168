"""What a verb or a noun says stands at a level, moves or lasts: ways from it to the phrase that names it."""

from __future__ import annotations

from functools import cache
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from claimx.pipeline.annotations import Range
from claimx.pipeline.quantities.clauses import Clauses, is_change
from claimx.pipeline.quantities.directions import direction_of_verb, is_transparent
from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.phrases import is_nominal, noun_phrase
from claimx.pipeline.quantities.tables import table

if TYPE_CHECKING:
    from spacy.tokens import Token

_PERSONAL = frozenset(("he", "she", "i", "we", "you", "who"))


class Levels:
    """Phrases named by the words that the expressions of one article depend on."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses

    def points_on(self, noun: Token) -> bool:
        """Whether the noun only says that something changes or stands at a level (`drop`, `number`)."""
        return is_change(noun) or noun.lower_ in _words("levels")

    def behind(self, noun: Token) -> Range | None:
        """What a noun of change or level belongs to: `crop yields` in `a reduction of crop yields`."""
        named = self._clauses.complement(noun, ("of", "in"))
        if named is None:
            compounds = (
                child for child in noun.lefts if child.dep_ == "compound" and self._clauses.is_free(child)
            )
            named = next(compounds, None)
        if named is None and noun.dep_ == "obj" and direction_of_verb(noun.head) is not None:
            return noun_phrase(noun)  # `cut losses`: what is cut is itself a change
        if named is None and noun.dep_ not in ("nsubj", "nsubj:pass", "appos"):
            verb = self._clauses.governor(noun)
            if verb is not None and verb.pos_ in ("VERB", "AUX"):
                named = self._clauses.object(verb) if noun.dep_ != "obj" else None
                named = named or self._clauses.subject(verb)
        return self.phrase(named) if named is not None and named.i != noun.i and is_nominal(named) else None

    def level(self, expression: Expression, head: Token) -> Range | None:
        """What stands at a level or moves: the object of `cut the rate to 5%`, the subject of `rose`."""
        verb = self._clauses.verb_of(expression, head)
        if verb is None:
            return None
        if verb.pos_ == "ADJ" and verb.dep_ in ("amod", "acl") and self._clauses.is_free(verb.head):
            return noun_phrase(verb.head)
        if verb.pos_ in ("NOUN", "PROPN"):
            return self.behind(verb) or (noun_phrase(verb) if self._clauses.is_free(verb) else None)
        moves = direction_of_verb(verb) is not None
        moves_it = moves or self._clauses.link_before(expression) in ("to", "at", "for")
        thing = self._clauses.object(verb) if moves_it else None
        if thing is not None and thing.idx < expression.start:
            if verb.lemma_.lower() in _words("estimating") and self._is_told_before(thing):
                return None
            return self.phrase(thing)
        found = self.phrase(self._clauses.subject(verb))
        if found is None and moves:
            found = self.phrase(next(self._clauses.nouns_before(verb.idx), None))
        return found

    def _is_told_before(self, noun: Token) -> bool:
        """Whether a noun only takes up what was told before: `the judge put the figure at 12`."""
        return self.points_on(noun) and self._clauses.complement(noun, ("of", "in", "for")) is None

    def lasting(self, expression: Expression, head: Token) -> Range | None:
        """The subject of `lasted seven days`, else the activity that goes on for so long or so far."""
        verb = self._clauses.verb_before(expression) or self._clauses.governor(head)
        if verb is not None and verb.pos_ == "ADV":  # `seen from 15 miles away`
            verb = verb.head
        if verb is not None and any(child.dep_ == "expl" for child in verb.lefts):
            return self.phrase(verb)  # `every 20 minutes there is another aftershock`
        if verb is None or verb.pos_ not in ("VERB", "ADJ"):
            return None
        if verb.pos_ == "ADJ":
            described = verb
            while described.dep_ in ("amod", "acl", "conj") and not self._clauses.is_free(described):
                described = described.head  # `a ship built in 1987 and 118 metres long`
            return self.phrase(described) or self.phrase(self._clauses.subject(verb))
        if verb.lemma_.lower() in _words("lasting") and self._clauses.object(verb) is None:
            return self.phrase(self._clauses.subject(verb))
        return self.activity(verb, expression)

    def superlative(self, expression: Expression) -> Range | None:
        """What is the most of its kind for so long: `its lowest level in seven years`."""
        tokens = list(islice(self._clauses.layout.before(expression.start), 9))
        while tokens and tokens[0].lower_ not in ("in", "for") and is_transparent(tokens[0]):
            tokens = tokens[1:]
        if not tokens or tokens[0].lower_ not in ("in", "for"):
            return None
        between = list(takewhile(lambda token: token.pos_ not in ("VERB", "AUX", "PUNCT"), tokens[1:]))
        most = next(
            (token for token in between if token.tag_ in ("JJS", "RBS") or token.lower_ == "first"), None
        )
        if most is None:
            return None
        noun = next((each for each in between if each.i > most.i and self._clauses.is_free(each)), None)
        if noun is not None and not self.points_on(noun):
            return noun_phrase(noun)
        verb = next((each for each in most.ancestors if each.pos_ == "VERB"), None)
        return self.phrase(self._clauses.subject(verb)) if verb is not None else None

    def activity(self, verb: Token, expression: Expression) -> Range:
        """The verb, with the object or the verbal complement right after it (`denied visas`)."""
        last = verb
        for _ in range(2):
            for child in last.rights:
                outside = child.idx < expression.start or last.idx >= expression.end
                if child.i - last.i <= 4 and outside and self._completes(child):
                    last = child
                    break
        result = next((child for child in verb.rights if child.i == last.i + 1), None)
        if result is not None and result.dep_ == "xcomp" and result.pos_ == "ADJ" and last.i != verb.i:
            last = result  # `make the wall safe`
        return Range(verb.idx, last.idx + len(last))

    def _completes(self, child: Token) -> bool:
        if child.dep_ == "xcomp":
            return child.pos_ == "VERB"
        counted = any(each.dep_ == "nummod" for each in child.lefts)
        return child.dep_ == "obj" and self._clauses.is_free(child) and not counted

    def phrase_from(self, noun: Token, expression: Expression) -> Range:
        """The noun phrase of `noun`, without the expression where that stands before it."""
        return noun_phrase(noun, after=expression.end if noun.idx >= expression.end else 0)

    def phrase(self, token: Token | None) -> Range | None:
        """The noun phrase of `token`; what stands behind it where it is a change, a level or a pronoun."""
        if token is None:
            return None
        if self._clauses.is_free(token):
            behind = self.behind(token) if self.points_on(token) else None
            return behind or noun_phrase(token, joined=True)
        if token.pos_ not in ("PRON", "DET") or token.lower_ in ("that", "this"):
            return None
        if token.lower_ in _PERSONAL:
            return Range(token.idx, token.idx + len(token))
        return self.phrase(self._clauses.subject_before(token))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("subjects")[name])
