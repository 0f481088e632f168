"""What a quantity counts or measures, found by the words beside it and by syntax."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from claimx.pipeline.annotations import Range
from claimx.pipeline.quantities.clauses import Clauses, case_of, is_change
from claimx.pipeline.quantities.directions import direction_of_verb, directions
from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.neighbours import Neighbours, whole_name
from claimx.pipeline.quantities.phrases import is_nominal, is_time, noun_phrase
from claimx.pipeline.quantities.tables import table

if TYPE_CHECKING:
    from spacy.tokens import Token

_OWNED = frozenset(
    (
        "nmod",
        "appos",
        "nmod:unmarked",
        "nmod:npmod",
        "nummod",
        "dep",
        "acl",
        "obl",
        "obl:npmod",
        "obl:unmarked",
    )
)
_NEAR = 400  # How many characters back an ellipsis reaches.
_REMEMBERED = frozenset(("count", "percent", "fraction", "money", "percentage_point"))
_AGE_WORDS = frozenset(("age", "ages", "aged", "under", "over", "above", "below"))
_COMPARISONS = frozenset(("below", "above", "under", "over", "than"))
_PERSONAL = frozenset(("he", "she", "i", "we", "you", "who"))


class WhatFinder:
    """Finds what the expressions of one article count, in order; ellipses look back at what was found."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses
        self._layout = clauses.layout
        self._beside = Neighbours(clauses)
        self._last: tuple[int, Range] | None = None

    def find(self, expression: Expression, head: Token) -> Range | None:
        """The phrase naming the thing counted or measured; `head` is the expression's syntactic head."""
        found = self._found(expression, head)
        if found is not None and found.start < expression.end and expression.start < found.end:
            found = self._before(expression)
        compound = self._layout.text[expression.end : expression.end + 1] in ("-", "\u2010", "\u2011")
        if found is not None and expression.kind in _REMEMBERED and not compound:
            self._last = (expression.start, found)
        return found

    def _found(self, expression: Expression, head: Token) -> Range | None:
        if expression.group == "tally":
            return self._of_tally(expression, head)
        if expression.kind == "times":
            return self._of_times(expression, head)
        if expression.kind == "count":
            return self._of_count(expression, head)
        if expression.kind == "money":
            return self._of_money(expression, head)
        if expression.is_measure:
            is_age = expression.unit == "year" and self._layout.text[expression.end - 1].isdigit()
            return self._of_age(expression, head) if is_age else self._of_measure(expression, head)
        return self._of_share(expression, head)

    # ------------------------------------------------------------ kinds

    def _of_count(self, expression: Expression, head: Token) -> Range | None:
        noun = self._beside.counted(expression) or self._beside.listed(expression)
        noun = noun or self._beside.modified(expression, head)
        if noun is not None:
            return noun_phrase(noun, after=expression.end, joined=True, complement=True)
        return (
            self._partitive(expression, "of")
            or self._phrase(self._clauses.copula_subject(expression, head))
            or self._before(expression, same_sentence=True)
            or (self._level(expression, head) if self._clauses.mover(expression, head) else None)
            or self._before(expression)
            or (None if head.dep_ in ("obj", "nsubj", "nsubj:pass") else self._level(expression, head))
        )

    def _of_share(self, expression: Expression, head: Token) -> Range | None:
        """Percentages, points and fractions."""
        partitive = self._partitive(expression, "of")
        if partitive is not None:
            return partitive
        noun = self._noun_of(expression, head)
        if noun is not None:
            behind = self._behind(noun) or self._before(expression) if self._points_on(noun) else None
            return behind or self._phrase_from(noun, expression)
        return (
            self._phrase(self._beside.named(expression))
            or self._phrase(self._clauses.copula_subject(expression, head))
            or self._level(expression, head)
            or self._before(expression)
        )

    def _of_money(self, expression: Expression, head: Token) -> Range | None:
        levelled = self._clauses.link_before(expression) in ("to", "at", "from")
        partitive = self._partitive(expression, *(("of",) if levelled else ("of", "in")))
        if partitive is not None:
            return partitive
        noun = self._noun_of(expression, head)
        if noun is None:
            return self._phrase(self._clauses.copula_subject(expression, head)) or self._priced(
                expression, head
            )
        if self._points_on(noun) and noun.lemma_.lower() not in directions().shares_only_nouns:
            behind = self._behind(noun) or self._priced(expression, noun)
            if behind is not None:
                return behind
        return self._phrase_from(noun, expression)

    def _of_times(self, expression: Expression, head: Token) -> Range | None:
        """`twice the rate`, `sales doubled`, `made the trip twice`, `10 times the average`."""
        if head.pos_ == "VERB" and expression.numeral.form == "multiple":
            return self._phrase(self._clauses.object(head) or self._clauses.subject(head))
        counts = expression.numeral.form != "multiple"
        found = self._phrase(self._clauses.copula_subject(expression, head)) if counts else None
        found = found or self._partitive(expression, "of")
        if found is not None:
            return found
        noun = self._beside.modified(expression, head)
        if noun is not None:
            return noun_phrase(noun, after=expression.end)
        verb = self._clauses.governor(head)
        if verb is None or verb.pos_ != "VERB":
            return self._level(expression, head)
        moved = self._clauses.object(verb)
        return self._activity(verb, expression) if moved is None or moved.i > head.i else self._phrase(moved)

    def _of_measure(self, expression: Expression, head: Token) -> Range | None:
        noun = self._beside.modified(expression, head) or self._beside.measured(expression)
        if noun is not None:
            return noun_phrase(noun, after=expression.end)
        if self._layout.text[expression.start : expression.end].lower().endswith("old"):
            return self._phrase(self._clauses.copula_subject(expression, head)) or self._person_before(
                expression
            )
        found = self._partitive(expression, "of", "in") or self._phrase(
            self._clauses.copula_subject(expression, head)
        )
        if found is not None:
            return found
        following = next(self._layout.after(expression.end), None)
        if following is not None and following.lower_ in _words("time_relations"):
            return None
        purpose = self._clauses.infinitive(expression, head)
        if purpose is not None:
            return self._activity(purpose, expression)
        noun = self._owner(expression, head)
        return self._lasting(expression, head) if noun is None else noun_phrase(noun)

    def _of_tally(self, expression: Expression, head: Token) -> Range | None:
        for token in islice(self._layout.after(expression.end), 5):
            if self._clauses.is_free(token):
                return noun_phrase(token, after=expression.end)
            if token.pos_ not in ("NUM", "PUNCT", "ADP", "ADJ", "SYM", "PART"):
                break
        near = [*self._layout.before(expression.start), *self._layout.after(expression.end)]
        named = next((token for token in near if token.lemma_.lower() in _words("vote_nouns")), None)
        if named is not None:
            return Range(named.idx, named.idx + len(named))
        return self._level(expression, head)

    def _of_age(self, expression: Expression, head: Token) -> Range | None:
        """Whose age it is: the subject (`she was six`, `he joined aged 14`) or the name right before it."""
        before = list(islice(self._layout.before(expression.start), 2))
        if len(before) == 2 and before[0].lower_ in _AGE_WORDS and self._clauses.is_free(before[1]):
            return noun_phrase(before[1])
        if not before or before[0].text in (",", "("):
            name = next(self._clauses.nouns_before(expression.start), None)
            return None if name is None else noun_phrase(whole_name(name))
        copular = self._clauses.copula_subject(expression, head)
        if copular is not None:
            return self._phrase(copular)
        token = head
        for _ in range(4):
            if token.lower_ not in _AGE_WORDS:
                if self._clauses.is_free(token):
                    return noun_phrase(token)
                if token.pos_ in ("VERB", "AUX"):
                    return self._phrase(self._clauses.subject(token))
            token = token.head
        return None

    # ------------------------------------------------------------ nouns

    def _partitive(self, expression: Expression, *links: str) -> Range | None:
        noun, pronoun = self._beside.partitive(expression, links)
        if pronoun:
            return self._before(expression)
        return None if noun is None else noun_phrase(noun, after=expression.end, joined=True, complement=True)

    def _noun_of(self, expression: Expression, head: Token) -> Token | None:
        """The noun it modifies or belongs to, unless a comparison follows (`60% below average`)."""
        following = next(self._layout.after(expression.end), None)
        if following is not None and following.lower_ in _COMPARISONS:
            return None
        return (
            self._beside.modified(expression, head)
            or self._beside.shared(expression)
            or self._owner(expression, head)
        )

    def _owner(self, expression: Expression, head: Token) -> Token | None:
        """The noun to the left that it belongs to: `turnout rate of 58%`, `a fine of $5 million`."""
        before = next(self._layout.before(expression.start), None)
        if before is not None and before.lower_ == "of":
            named = next(self._clauses.nouns_before(expression.start), None)
            if named is not None and named.idx + len(named) + 1 == before.idx:
                return named
        noun = self._clauses.governor(head)
        while head.dep_ == "conj":
            head = head.head
        if noun is None or noun.i > head.i or head.dep_ not in _OWNED or not self._clauses.is_free(noun):
            return None
        case = case_of(head)
        return noun if case is None or case.lower_ in ("of", "by", "at", "in", "between", "to") else None

    def _points_on(self, noun: Token) -> bool:
        """Whether the noun only says that something changes or stands at a level (`drop`, `number`)."""
        return is_change(noun) or noun.lower_ in _words("levels")

    def _behind(self, noun: Token) -> Range | None:
        """What a noun of change or level belongs to: `crop yields` in `a reduction of crop yields`."""
        named = self._clauses.complement(noun, ("of", "in"))
        if named is None:
            compounds = (
                child for child in noun.lefts if child.dep_ == "compound" and self._clauses.is_free(child)
            )
            named = next(compounds, None)
        if named is None and noun.dep_ not in ("nsubj", "nsubj:pass", "appos"):
            verb = self._clauses.governor(noun)
            if verb is not None and verb.pos_ in ("VERB", "AUX"):
                named = self._clauses.object(verb) if noun.dep_ != "obj" else None
                named = named or self._clauses.subject(verb)
        return self._phrase(named) if named is not None and named.i != noun.i and is_nominal(named) else None

    # ------------------------------------------------------------ clauses

    def _priced(self, expression: Expression, head: Token) -> Range | None:
        """What money is paid for: `for` and `on` phrases, the subject of `cost`, what rises to a level."""
        before = self._clauses.word_before(expression)
        if before is not None and before.lower_ in ("worth", "now", "currently"):
            return self._phrase(next(self._clauses.nouns_before(before.idx), None))
        if before is not None and before.lower_ in (
            "with",
            "than",
            "against",
            "versus",
            "--",
            "\u2014",
            "\u2013",
            "(",
        ):
            return self._before(expression)
        verb = self._clauses.verb_of(expression, head)
        if verb is None:
            return None
        for child in verb.rights:
            case = case_of(child)
            if case is None or case.lower_ not in ("for", "on") or child.idx < expression.end:
                continue
            if self._clauses.is_free(child) and child.pos_ == "NOUN" and not is_time(child):
                return noun_phrase(child)
        moved = direction_of_verb(verb) is not None and verb.lemma_.lower() not in directions().by_only
        link = self._clauses.link_before(expression)
        linked = link == "at" or (link in ("by", "to", "for") and self._clauses.object(verb) is not None)
        if linked or moved or verb.lemma_.lower() in _words("measured"):
            return self._level(expression, head)
        return None

    def _level(self, expression: Expression, head: Token) -> Range | None:
        """What stands at a level or moves: the object of `cut the rate to 5%`, the subject of `rose`."""
        verb = self._clauses.verb_of(expression, head)
        if verb is None:
            return None
        if verb.pos_ == "ADJ" and verb.dep_ in ("amod", "acl") and self._clauses.is_free(verb.head):
            return noun_phrase(verb.head)
        if verb.pos_ in ("NOUN", "PROPN"):
            return self._behind(verb) or (noun_phrase(verb) if self._clauses.is_free(verb) else None)
        moves = direction_of_verb(verb) is not None
        moves_it = moves or self._clauses.link_before(expression) in ("to", "at", "for")
        thing = self._clauses.object(verb) if moves_it else None
        if thing is not None and thing.idx < expression.start:
            return self._phrase(thing)
        found = self._phrase(self._clauses.subject(verb))
        if found is None and moves:
            found = self._phrase(next(self._clauses.nouns_before(verb.idx), None))
        return found

    def _lasting(self, expression: Expression, head: Token) -> Range | None:
        """The subject of `lasted seven days`, else the activity that goes on for so long or so far."""
        verb = self._clauses.verb_before(expression) or self._clauses.governor(head)
        if verb is None or verb.pos_ not in ("VERB", "ADJ"):
            return None
        if verb.pos_ == "ADJ":
            return self._phrase(verb.head if verb.dep_ == "amod" else self._clauses.subject(verb))
        if verb.lemma_.lower() in _words("lasting") and self._clauses.object(verb) is None:
            return self._phrase(self._clauses.subject(verb))
        return self._activity(verb, expression)

    def _activity(self, verb: Token, expression: Expression) -> Range:
        """The verb, with the object or the verbal complement right after it (`denied visas`)."""
        last = verb
        for _ in range(2):
            for child in last.rights:
                outside = child.idx < expression.start or last.idx >= expression.end
                if child.i - last.i <= 4 and outside and self._completes(child):
                    last = child
                    break
        return Range(verb.idx, last.idx + len(last))

    def _completes(self, child: Token) -> bool:
        if child.dep_ == "xcomp":
            return child.pos_ == "VERB"
        counted = any(each.dep_ == "nummod" for each in child.lefts)
        return child.dep_ == "obj" and self._clauses.is_free(child) and not counted

    # ------------------------------------------------------------ phrases

    def _phrase_from(self, noun: Token, expression: Expression) -> Range:
        return noun_phrase(noun, after=expression.end if noun.idx >= expression.end else 0)

    def _phrase(self, token: Token | None) -> Range | None:
        """The noun phrase of `token`; what stands behind it where it is a change, a level or a pronoun."""
        if token is None:
            return None
        if self._clauses.is_free(token):
            behind = self._behind(token) if self._points_on(token) else None
            return behind or noun_phrase(token, joined=True)
        if token.pos_ not in ("PRON", "DET"):
            return None
        if token.lower_ in _PERSONAL:
            return Range(token.idx, token.idx + len(token))
        return self._phrase(self._clauses.subject_before(token))

    def _before(self, expression: Expression, *, same_sentence: bool = False) -> Range | None:
        """What the quantity before counted, if it is near."""
        if self._last is None or expression.start - self._last[0] > _NEAR:
            return None
        start, found = self._last
        if same_sentence and not any(token.idx <= start for token in self._layout.before(expression.start)):
            return None
        return found

    def _person_before(self, expression: Expression) -> Range | None:
        """The name before `, then 29 years old,`, or the person last named before `the 42-year-old`."""
        before = self._clauses.word_before(expression)
        if before is None:
            return None
        if before.lower_ in (",", "then", "now", "(", "-", "\u2014"):
            return self._phrase(next(self._clauses.nouns_before(expression.start), None))
        named = [
            ent
            for ent in self._layout.doc.ents
            if ent.label_ == "PERSON" and ent.end_char <= expression.start
        ]
        return Range(named[-1].start_char, named[-1].end_char) if named and before.lower_ == "the" else None


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("subjects")[name])
