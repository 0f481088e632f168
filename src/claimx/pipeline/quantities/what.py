"""What a quantity counts or measures, found by the words beside it and by syntax."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from claimx.pipeline.annotations import Range
from claimx.pipeline.quantities.clauses import Clauses, case_of
from claimx.pipeline.quantities.directions import directions
from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.levels import Levels
from claimx.pipeline.quantities.neighbours import Neighbours, whole_name
from claimx.pipeline.quantities.phrases import noun_phrase
from claimx.pipeline.quantities.prices import Prices
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
_GOES_ON = re.compile(r"\s(?:long|wide|deep|tall|high|thick|across|by)?(?:,|\s?and|\s?by|\s?x)?\s?")
_NAMED_SHARE = re.compile(r"\w+\s(?P<noun>[^\W\d_]+)\s(?:in|out\sof)(?:\severy)?\s\w+")
_NEAR = 400  # How many characters back an ellipsis reaches.
_REMEMBERED = frozenset(("count", "percent", "fraction", "money", "percentage_point"))
_AGE_WORDS = frozenset(("age", "ages", "aged", "under", "over", "above", "below"))
_COMPARISONS = frozenset(("below", "above", "under", "over", "than"))


class WhatFinder:
    """Finds what the expressions of one article count, in order; ellipses look back at what was found."""

    def __init__(self, clauses: Clauses, beside: Neighbours) -> None:
        self._clauses = clauses
        self._layout = clauses.layout
        self._beside = beside
        self._levels = Levels(clauses)
        self._prices = Prices(clauses, self._levels)
        self._last: tuple[int, Range] | None = None
        self._level: tuple[int, Range] | None = None  # the same, without what it is set in relation to
        self._measure: tuple[Expression, Range] | None = None
        self._spent: int | None = None  # where the last sum of money ends

    def find(self, expression: Expression, head: Token) -> Range | None:
        """The phrase naming the thing counted or measured; `head` is the expression's syntactic head."""
        found = self._found(expression, head)
        inside = _NAMED_SHARE.fullmatch(self._layout.text, expression.start, expression.end)
        if inside is not None and expression.kind == "fraction":
            found = Range(*inside.span("noun"))
        elif found is not None and found.start < expression.end and expression.start < found.end:
            found = self._before(expression)
        if found is not None and expression.is_measure:
            self._measure = (expression, found)
        if expression.kind == "money":
            self._spent = expression.end
        compound = self._layout.text[expression.end : expression.end + 1] in ("-", "\u2010", "\u2011")
        if found is not None and expression.kind in _REMEMBERED and not compound:
            if not (self._is_ratio(expression) and self._before(expression, same_sentence=True)):
                self._level = (expression.start, found)
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
        done = self._beside.is_done_to(expression)
        noun = noun or (None if done else self._beside.modified(expression, head))
        if noun is not None:
            return noun_phrase(noun, after=expression.end, joined=True, complement=True)
        partitive = self._partitive(expression, "of")
        if partitive is not None:
            return partitive
        group = self._group(expression)
        if group is not None:
            return group
        if self._beside.is_told_by_state(expression):
            return self._before(expression, same_sentence=True)
        verb = self._clauses.verb_of(expression, head)
        reached = verb is not None and verb.lemma_.lower() in _words("measured")
        reached = reached or self._clauses.link_before(expression) in ("to", "at")
        return (
            self._levels.phrase(self._clauses.copula_subject(expression, head))
            or self._before(expression, same_sentence=True)
            or (
                self._levels.level(expression, head)
                if reached or self._clauses.mover(expression, head)
                else None
            )
            or self._before(expression)
            or (None if head.dep_ in ("obj", "nsubj", "nsubj:pass") else self._levels.level(expression, head))
        )

    def _group(self, expression: Expression) -> Range | None:
        """`country` in `a country of 17 million`, `crew` in `a crew of six`."""
        before = next(self._layout.before(expression.start), None)
        if before is None or before.lower_ != "of":
            return None
        noun = next(self._layout.before(before.idx), None)
        if noun is None or not self._clauses.is_free(noun) or self._levels.points_on(noun):
            return None
        return noun_phrase(noun) if noun.tag_ in ("NN", "NNP") else None  # `in groups of three` counts others

    def _of_share(self, expression: Expression, head: Token) -> Range | None:
        """Percentages, points and fractions."""
        partitive = self._partitive(expression, "of")
        if partitive is not None:
            whole = self._layout.text[slice(*partitive)].lower() in _words("wholes")
            return (self._measured_by(expression, head) if whole else None) or partitive
        if self._beside.looks_back(expression) and (before := self._before(expression, same_sentence=True)):
            return before
        noun = self._noun_of(expression, head)
        if noun is not None:
            pointed = self._levels.points_on(noun)
            behind = self._levels.behind(noun) or self._before(expression) if pointed else None
            return behind or self._levels.phrase_from(noun, expression)
        return (
            self._levels.phrase(self._beside.named(expression))
            or (self._before(expression) if self._is_expected(expression, head) else None)
            or self._measured_by(expression, head)
            or self._before(expression)
        )

    def _measured_by(self, expression: Expression, head: Token) -> Range | None:
        """What is or moves so much: `unemployment` in `unemployment was 5 percent`."""
        subject = self._clauses.copula_subject(expression, head)
        if subject is not None and subject.lower_ in (
            "that",
            "this",
        ):  # `That is 9 percent more than in May.`
            return self._before(expression)
        return self._levels.phrase(subject) or self._levels.level(expression, head)

    def _of_money(self, expression: Expression, head: Token) -> Range | None:
        levelled = self._clauses.link_before(expression) in ("to", "at", "from")
        partitive = self._partitive(expression, *(("of",) if levelled else ("of", "in")))
        if partitive is not None:
            return partitive
        if self._beside.looks_back(expression) and (before := self._before(expression, same_sentence=True)):
            return before
        noun = self._noun_of(expression, head)
        if noun is None:
            copular = self._levels.phrase(self._clauses.copula_subject(expression, head))
            return copular or self._priced(expression, head)
        if self._levels.points_on(noun) and noun.lemma_.lower() not in directions().shares_only_nouns:
            behind = self._levels.behind(noun) or self._priced(expression, noun)
            behind = behind or self._before(expression, same_sentence=True)
            if behind is not None:
                return behind
        return self._levels.phrase_from(noun, expression)

    def _priced(self, expression: Expression, head: Token) -> Range | None:
        """What the money is paid for; for sums that are only compared or expected, that of the sum before."""
        following = next(self._layout.after(expression.end), None)
        if following is not None and following.lower_ in ("each", "apiece"):
            return self._paid_to(expression, head) or self._before(expression)
        if self._is_expected(expression, head) or self._beside.compares(expression):
            return self._before(expression)
        return self._prices.paid_for(expression, head)

    def _paid_to(self, expression: Expression, head: Token) -> Range | None:
        """Those of whom each gets a sum: `pay the families €60,000 each`, `the men were given £500 each`."""
        before = next(self._layout.before(expression.start), None)
        if before is not None and before.tag_ == "NNS" and self._clauses.is_free(before):
            return noun_phrase(before)
        verb = self._clauses.verb_of(expression, head)
        paid = self._clauses.subject(verb) if verb is not None and self._clauses.is_passive(verb) else None
        return noun_phrase(paid) if paid is not None and paid.tag_ == "NNS" else None

    def _is_expected(self, expression: Expression, head: Token) -> bool:
        """Whether it is only what somebody expects or asks for: `analysts had forecast $3 billion`."""
        verb = self._clauses.verb_of(expression, head)
        return verb is not None and verb.lemma_.lower() in _words("expecting")

    def _of_times(self, expression: Expression, head: Token) -> Range | None:
        """`twice the rate`, `sales doubled`, `made the trip twice`, `10 times the average`."""
        if expression.numeral.form == "multiple" and self._clauses.doubles(expression):
            return self._levels.phrase(self._clauses.object(head) or self._clauses.subject(head))
        counts = expression.numeral.form != "multiple"
        found = self._levels.phrase(self._clauses.copula_subject(expression, head)) if counts else None
        found = found or self._partitive(expression, "of")
        following = next(self._layout.after(expression.end), None)
        if found is None and following is not None and following.lower_ in ("as", "the"):
            second = next(islice(self._layout.after(expression.end), 1, None), None)
            a_sum = second is not None and second.pos_ in ("SYM", "NUM")
            a_level = second is not None and second.lower_ in _words("levels")
            if following.lower_ == "as" or a_sum or a_level:  # `twice as much as`, `double the $6 million`
                found = self._before(expression, same_sentence=True) or self._measured_before(expression)
        if found is not None:
            return found
        noun = self._beside.modified(expression, head)
        if noun is not None:
            return noun_phrase(noun, after=expression.end)
        verb = self._clauses.governor(head)
        if verb is None or verb.pos_ != "VERB":
            return self._levels.level(expression, head)
        moved = self._clauses.object(verb)
        return (
            self._levels.activity(verb, expression)
            if moved is None or moved.i > head.i
            else self._levels.phrase(moved)
        )

    def _of_measure(self, expression: Expression, head: Token) -> Range | None:
        noun = self._beside.modified(expression, head) or self._beside.measured(expression)
        if noun is not None:
            return noun_phrase(noun, after=expression.end)
        if expression.unit == "magnitude":  # `a quake of magnitude 6.4`
            nouns = self._clauses.nouns_before(expression.start)
            return self._levels.phrase(next((each for each in nouns if each.lemma_ != "magnitude"), None))
        if self._layout.text[expression.start : expression.end].lower().endswith("old"):
            return self._levels.phrase(self._clauses.copula_subject(expression, head)) or self._person_before(
                expression
            )
        found = (
            self._partitive(expression, "of", "in")
            or self._levels.phrase(self._clauses.copula_subject(expression, head))
            or self._levels.superlative(expression)
        )
        if found is not None:
            return found
        following = next(self._layout.after(expression.end), None)
        if following is not None and following.lower_ in _words("time_relations"):
            return None
        purpose = self._clauses.infinitive(expression, head)
        if purpose is not None:
            return self._levels.activity(purpose, expression)
        if self._measure is not None and self._goes_on(self._measure[0], expression):
            return self._measure[1]
        if self._measure is not None and self._is_set_against(self._measure[0], expression):
            return self._measure[1]
        if self._adds_to_measure(expression):
            return self._measured_before(expression)
        if self._is_time_of_spending(expression):
            return self._before(expression, same_sentence=True)
        noun = self._owner(expression, head)
        linked = expression.kind != "time" and self._clauses.link_before(expression) in ("at", "to")
        if noun is None and linked:
            return self._levels.level(expression, head) or self._before(expression, same_sentence=True)
        if noun is None:
            return self._levels.lasting(expression, head)
        behind = self._levels.behind(noun) if noun.lemma_.lower() in _words("empty_nouns") else None
        return behind or noun_phrase(noun)

    def _of_tally(self, expression: Expression, head: Token) -> Range | None:
        for token in islice(self._layout.after(expression.end), 5):
            if self._clauses.is_free(token):
                return noun_phrase(token, after=expression.end)
            if token.pos_ not in ("NUM", "PUNCT", "ADJ", "SYM", "PART") and token.lower_ != "to":
                break
        near = [*self._layout.before(expression.start), *self._layout.after(expression.end)]
        named = next((token for token in near if token.lemma_.lower() in _words("vote_nouns")), None)
        if named is not None:
            return Range(named.idx, named.idx + len(named))
        verb = self._clauses.verb_of(expression, head)
        thing = self._clauses.object(verb) if verb is not None else None
        if thing is not None and thing.idx < expression.start:
            return self._levels.phrase(thing)  # `passed the plan 71-44`
        return self._levels.level(expression, head)

    def _of_age(self, expression: Expression, head: Token) -> Range | None:
        """Whose age it is: the subject (`she was six`, `he joined aged 14`) or the name right before it."""
        before = list(islice(self._layout.before(expression.start), 3))
        if len(before) > 1 and before[0].lower_ in _AGE_WORDS:
            before = before[1:] if before[1].lower_ in _AGE_WORDS and len(before) > 2 else before
            if self._clauses.is_free(before[1]):
                return noun_phrase(before[1])
            if before[1].lower_ in ("those", "anyone", "everyone"):
                return self._before(expression)
        if not before or before[0].text in (",", "("):
            name = next(self._clauses.nouns_before(expression.start), None)
            return None if name is None else noun_phrase(whole_name(name))
        copular = self._clauses.copula_subject(expression, head)
        if copular is not None:
            return self._levels.phrase(copular)
        if before[0].lower_ in ("from", "to", "at"):
            return self._levels.level(expression, head)
        token = head
        for _ in range(4):
            if token.lower_ not in _AGE_WORDS:
                if self._clauses.is_free(token):
                    return noun_phrase(token)
                if token.pos_ in ("VERB", "AUX"):
                    return self._levels.phrase(self._clauses.subject(token))
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

    # ------------------------------------------------------------ looking back

    def _before(self, expression: Expression, *, same_sentence: bool = False) -> Range | None:
        """What the quantity before counted, if it is near."""
        last = self._last
        if self._beside.looks_back(expression):
            measured = self._measure if self._measure and self._measure[0].kind != "time" else None
            measured_at = (measured[0].start, measured[1]) if measured else None
            last = max((each for each in (self._level, measured_at) if each is not None), default=None)
        if last is None or expression.start - last[0] > _NEAR:
            return None
        start, found = last
        if same_sentence and not any(token.idx <= start for token in self._layout.before(expression.start)):
            return None
        return found

    def _is_ratio(self, expression: Expression) -> bool:
        """Whether another number is set in relation to this: `27 inspectors for more than 600 quarries`."""
        before = self._clauses.word_before(expression)
        return before is not None and before.lower_ in ("for", "per")

    def _goes_on(self, first: Expression, second: Expression) -> bool:
        """Whether the two measure one thing: `2,900 metres long and 45 metres wide`."""
        return first.kind == second.kind and bool(
            _GOES_ON.fullmatch(self._layout.text, first.end, second.start)
        )

    def _measured_before(self, expression: Expression) -> Range | None:
        """What the measurement before was of, if it is near."""
        if self._measure is None or expression.start - self._measure[0].end > _NEAR:
            return None
        return self._measure[1]

    def _adds_to_measure(self, second: Expression) -> bool:
        """Whether it is more of what was measured before: `a further 50 millimetres`."""
        before = next(self._layout.before(second.start), None)
        adds = before is not None and before.lower_ in ("further", "another", "additional")
        return adds and self._measure is not None and self._measure[0].unit == second.unit

    def _is_time_of_spending(self, expression: Expression) -> bool:
        """Whether money is spent or asked for over this time: `$400 million on roads over two years`."""
        return (
            expression.kind == "time"
            and self._spent is not None
            and self._clauses.word_before(expression) is not None
            and expression.start - self._spent < _NEAR / 4
            and any(token.lower_ == "over" for token in islice(self._layout.before(expression.start), 4))
        )

    def _is_set_against(self, first: Expression, second: Expression) -> bool:
        """Whether the first is compared with the second: `2.1 mph, compared with 3.4 mph for the young`."""
        near = second.start - first.end < _NEAR / 4
        return near and first.unit == second.unit and self._beside.is_earlier_level(second)

    def _person_before(self, expression: Expression) -> Range | None:
        """The name before `, then 29 years old,`, or the person last named before `the 42-year-old`."""
        before = self._clauses.word_before(expression)
        if before is None:
            return None
        if before.lower_ in (",", "then", "now", "(", "-", "\u2014"):
            return self._levels.phrase(next(self._clauses.nouns_before(expression.start), None))
        named = [
            ent
            for ent in self._layout.doc.ents
            if ent.label_ == "PERSON" and ent.end_char <= expression.start
        ]
        return Range(named[-1].start_char, named[-1].end_char) if named and before.lower_ == "the" else None


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("subjects")[name])
