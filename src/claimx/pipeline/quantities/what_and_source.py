"""What a quantity counts, whose claim it is and at which date it holds.

The network reads the words around each quantity again and gives the probability of every phrase as the thing
counted, as the claimant and as the date (`claimx.pipeline.encoder.pointers`). A ranker chooses one of the
likeliest, or none, by where a phrase is relative to the quantity as well.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, islice, takewhile
from typing import TYPE_CHECKING

from claimx.pipeline.confidence import Confidence, Features, Ranker, log_odds
from claimx.pipeline.quantities.dates_and_times import (
    is_base_of_change,
    is_day_of_saying,
    is_of_record,
)
from claimx.pipeline.quantities.not_counted import is_not_counted, is_purpose, names_nothing
from claimx.pipeline.quantities.people import people_aged, pronoun_aged
from claimx.pipeline.quantities.tables import units
from claimx.pipeline.records import Date, LinkChoice, Quantity, Source, Statement
from claimx.pipeline.syntax.component import FINITE_TAGS, RELATIVE_TAGS
from claimx.text.sentences import Paragraphs
from claimx.text.tokens import (
    Range,
    RangeIndex,
    end_of,
    name_around,
    sentence_starts,
    stretch,
    subject_of,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from spacy.tokens import Token

    from claimx.pipeline.encoder.pointers import PhraseScores
    from claimx.pipeline.quantities.grammar import Context

LINKS = ("what", "source", "date")
WHAT, SOURCE, DATE = range(3)
# The least confidence of each link that is given: near, and in a later sentence (a date: any other) or in
# another paragraph. Chosen on the development part of the annotated news.
LIKELY = {"what": (0.5, 0.8), "source": (0.6, 0.6), "date": (0.45, 0.6)}
# How a link is chosen where no weights were fitted: by the network alone.
NETWORK_ALONE = Ranker({"network": 1.0, "network_nothing": 1.0})
# How many phrases are ranked as the thing counted, and how many dates.
PHRASES, DATES = 8, 12
# Limits of what features count.
FARTHEST_SENTENCE, MOST_BETWEEN, MOST_STEPS = 4, 3, 15
_FUNCTION_WORDS = frozenset(("ADP", "DET", "PRON", "CCONJ", "SCONJ"))
_MARKS, _MARKS_INSIDE = frozenset(",;()"), frozenset(".,;:()")
_MARKS_AT_ENDS = frozenset(("|", "*", "•", "-", "–", "—"))
_NOMINAL = frozenset(("ADJ", "NOUN", "PROPN"))
_JOINING = frozenset(("ADP", "CCONJ", "DET", "PART", "PUNCT", "SCONJ", "SYM"))
_MORE_THAN = re.compile(r"\s(?:more|fewer|less)\sthan\s")
_OLD = re.compile(r"\sold$", re.IGNORECASE)
# Between two numbers of which each has its own thing.
_OF_ANOTHER = re.compile(
    r"(?: [^\W\d_]+)?,? (?:and|while) (?:its|their|his|her|our) [^.;:0-9\n]{2,60} [$£€]?"
)
# Kinds of units that are followed by what is measured: `two litres of milk`, `20 years of service`.
_MADE_OF = frozenset(("mass", "volume", "area", "time", "data", "energy", "power"))
_OF = re.compile(r"\sof\s(?:(?:the|its|their)\s)?")
_OF_THE = re.compile(r"\sof\s(?:the|its|their|his|her|our|my|your|these|those)\s")
_PART_OF_NOUN = re.compile(r"(?:one|1)\s(?P<noun>[^\W\d_]+)\s(?:in|out\sof)\s", re.IGNORECASE)
# A line of a list or a table.
_LISTED_LINE = re.compile(r"\s*(?:[-*•‣–—|·]|[0-9]{1,2}[.)]|[^\n.!?]{1,60}:\s|[^\n]*(?:\||\t))")
_AFTER_CUE = re.compile(r"\s(?:(?:late|early)\s)?(?:on\s)?")
_A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _leaves_open(statement: Statement, text: str) -> bool:
    """Whether a source does not say what is in its statement: `did not say if 40 left`, `asked if 9 had`."""
    cue = statement.cue
    if cue is None:
        return False
    if cue.kind == "ask":
        return text.startswith(("if ", "whether "), statement.content[0].start)
    return cue.lemma in ("decline", "refuse") or (cue.negated and cue.kind == "say")


class Places:
    """Where the phrases of an article are from its quantities; `numbers`: the ranges of all quantities."""

    def __init__(self, context: Context, numbers: Iterable[Range]) -> None:
        self._context = context
        self.numbers = {place for each in numbers for place in context.positions(*each)}
        self._sentences = sentence_starts(context.doc)
        # How many numbers, verbs and marks are before each token.
        self._numbers = [0, *accumulate(place in self.numbers for place in range(len(context.doc)))]
        self._verbs = [0, *accumulate(token.pos_ == "VERB" for token in context.doc)]
        self._marks = [0, *accumulate(token.text in _MARKS for token in context.doc)]

    def features(self, quantity: Range, phrase: Range) -> Features:
        """The distance, what lies between, and the way through the parse."""
        context = self._context
        own, other = context.positions(*quantity), context.positions(*phrase)
        is_before = other.start < own.start
        low, high = (other.stop, own.start) if is_before else (own.stop, other.start)
        high = max(low, high)
        head, phrase_head = context.head_of(*quantity), context.head_of(*phrase)
        assert head is not None
        assert phrase_head is not None
        away = self._sentence(phrase_head) - self._sentence(head)
        lines = context.text[min(quantity.end, phrase.end) : max(quantity.start, phrase.start)]
        features = {
            "line": float("\n" in lines),
            "distance": math.log(1 + high - low),
            "before": float(is_before),
            "same_sentence": float(away == 0),
            "later_sentence": float(away > 0),
            "sentences": float(min(FARTHEST_SENTENCE, abs(away))),
            "marks": float(self._marks[high] > self._marks[low]),
            "numbers": float(min(MOST_BETWEEN, self._numbers[high] - self._numbers[low])),
            "verbs": float(min(MOST_BETWEEN, self._verbs[high] - self._verbs[low])),
        }
        steps = _steps(head, phrase_head) if away == 0 else None
        if steps is None:
            return features | {"apart": 1.0}
        return features | {"up": float(steps[0]), "down": float(steps[1])}

    def form(self, phrase: Range) -> Features:
        """What a phrase is made of, for the thing counted."""
        context = self._context
        places = context.positions(*phrase)
        tokens = [context.doc[place] for place in places]
        head = context.head_of(*phrase)
        is_verb = head is not None and head.pos_ in ("VERB", "AUX")
        return {
            "words": float(len(places) - 1),
            "mark_inside": float(any(token.text in _MARKS_INSIDE for token in tokens)),
            "function_word": float(tokens[0].pos_ in _FUNCTION_WORDS),
            "verb_inside": float(not is_verb and any(token.pos_ in ("VERB", "AUX") for token in tokens)),
            "number_inside": float(not self.numbers.isdisjoint(places)),
        }

    def _sentence(self, token: Token) -> int:
        return bisect_right(self._sentences, token.i)


def _steps(token: Token, other: Token) -> tuple[int, int] | None:
    """How many steps lead up from a token to one that the other depends on as well, and down from there."""
    own, others = _ancestors(token), _ancestors(other)
    shared = next((place for place in own if place in others), None)
    return None if shared is None else (own.index(shared), others.index(shared))


def _ancestors(token: Token) -> list[int]:
    """The positions of a token and of those it depends on, the nearest first."""
    return [token.i, *(each.i for each in islice(token.ancestors, MOST_STEPS - 1))]


class QuantityLinks:
    """The links of the quantities of one article; it has none where no network has read it.

    `numbers`: the ranges of all quantities, which count nothing; `rankers` and `confidence`: for each of
    `LINKS`, how a candidate is chosen, and how its probability becomes a calibrated one.
    """

    def __init__(
        self,
        context: Context,
        numbers: Iterable[Range],
        dates: list[Date],
        statements: list[Statement],
        rankers: Mapping[str, Ranker],
        confidence: Mapping[str, Confidence],
    ) -> None:
        self._context = context
        self._dates = dates
        self._statements = statements
        self._paragraphs = Paragraphs(context.text)
        self._rankers = rankers
        self._confidence = confidence
        self._cue_ends = sorted(each.cue.range.end for each in statements if each.cue is not None)
        self._contents = RangeIndex(
            (part, place) for place, statement in enumerate(statements) for part in statement.content
        )
        self._sources = RangeIndex(
            (statement.source.range, place) for place, statement in enumerate(statements) if statement.source
        )
        if context.pointers is not None:
            numbers = list(numbers)
            self._places = Places(context, numbers)
            self._quantities = sorted(context.words(number) for number in numbers)
            spans = (Range(*context.words(date.range)) for date in dates)
            self._date_words = RangeIndex((span, place) for place, span in enumerate(spans))
            lines = (place for place, char in enumerate(context.text) if char == "\n")
            self._breaks = sorted({context.words(Range(place, place + 1))[0] for place in lines})
            starts = (context.doc[i].idx for i in sentence_starts(context.doc))
            sentences = {context.words(Range(place, place + 1))[0] for place in starts}
            self._sentence_breaks = sorted(sentences.union(self._breaks))

    def add_to(self, quantity: Quantity, family: str, number: Range) -> None:
        """Set the statement of a quantity, what it counts, whose claim it is and when it holds.

        `family`: the family of its unit, `count` or `money`; `number`: what the network scores, the words of
        the number without a negation.
        """
        quantity.statement = next(iter(self._statements_around(quantity.range)), None)
        if self._context.pointers is None:
            return
        scores = self._context.pointers.scores(*self._context.words(number), self._quantities)
        self._add_what(quantity, family, scores)
        self._add_source(quantity, scores)
        self._add_date(quantity, scores)

    def _add_what(self, quantity: Quantity, family: str, scores: PhraseScores) -> None:
        """The phrase that names the thing counted or measured."""
        if (own := self._own_noun(quantity)) is not None:
            quantity.what = own
            return
        speakers = self._speakers(quantity)
        phrases: dict[Range, float] = {}
        for each in scores.best(WHAT, self._breaks, PHRASES):
            span = self._context.range_of(each.start, each.end)
            named = None if self._is_of_number_before(span, quantity.range) else self._named(span, quantity)
            if named is None or self._places.numbers.issuperset(self._context.positions(*named)):
                continue
            if not any(map(named.overlaps, speakers)):
                phrases[named] = phrases.get(named, 0.0) + each.probability
        candidates = sorted(phrases.items(), key=lambda each: -each[1])
        more = [self._places.form(span) for span, _ in candidates]
        barred = {
            place
            for place, (span, _) in enumerate(candidates)
            if is_not_counted(self._context, span, quantity, family)
        }
        chosen = self._choose(quantity, WHAT, scores, candidates, more, barred)
        if chosen is not None:
            quantity.what, quantity.what_confidence = candidates[chosen[0]][0], chosen[1]
            whole = self._whole(quantity)
            if whole is not None and not whole.overlaps(quantity.what):
                quantity.what, quantity.what_confidence = whole, None
        else:
            quantity.what = pronoun_aged(self._context, quantity)

    def _is_of_number_before(self, span: Range, quantity: Range) -> bool:
        """Whether a phrase belongs to a number before: `paid its owners $4m and its boss, Ann Lyle, $1m`."""
        own = self._context.positions(*quantity).start
        before = max((place for place in self._places.numbers if place < own), default=own)
        token, text = self._context.doc[before], self._context.text
        is_other = _OF_ANOTHER.fullmatch(text, end_of(token), quantity.start) is not None
        return is_other and span.start < token.idx

    def _own_noun(self, quantity: Quantity) -> Range | None:
        """The noun that a number is written with: in `one shop in six`, `the law is 30 years old`."""
        if _OLD.search(self._context.text, *quantity.range):
            return self._aged(quantity)
        if quantity.unit == "year" and (people := people_aged(self._context, quantity)) is not None:
            return people
        inside = _PART_OF_NOUN.match(self._context.text, *quantity.range)
        if quantity.unit == "fraction" and inside is not None:
            return Range(*inside.span("noun"))
        following = self._context.word_after(quantity.range.end)
        verb = self._context.word_before(quantity.range.start)
        if verb is not None and verb.lemma_ in ("weigh", "measure") and (who := subject_of(verb)) is not None:
            # `his brother, who weighs 88kg`
            before = self._context.word_before(who.idx) if who.tag_ in RELATIVE_TAGS else None
            noun = (
                self._context.word_before(before.idx) if before is not None and before.text == "," else before
            )
            return Range(noun.idx, end_of(noun)) if noun is not None and noun.pos_ == "NOUN" else None
        if following is not None and following.lower_ == "apart":  # `two stations 3.2km apart`
            nouns = _nominal(self._context.before(quantity.range.start))
            return stretch(nouns[-1], nouns[0]) if nouns and nouns[0].pos_ == "NOUN" else None
        if not self._context.text[slice(*quantity.range)].lower().endswith("single"):
            return None
        nouns = _nominal(self._context.after(quantity.range.end))
        return stretch(nouns[0], nouns[-1]) if nouns else None

    def _aged(self, quantity: Quantity) -> Range | None:
        """The thing, by a common noun, that is so many years old by the parse; not who owns or wrote it."""
        context, old = self._context, self._context.token_at(quantity.range.end - 1)
        phrase = (
            (old, old.head) if context.text.endswith(("At ", "Now "), 0, quantity.range.start) else (old,)
        )
        subject = next((s for each in phrase for s in each.lefts if s.dep_ == "nsubj"), None)
        if subject is not None and subject.tag_ == "WDT":  # `the law, which is 30 years old`
            subject = next((each for each in context.before(subject.idx) if each.text != ","), None)
        if subject is None or subject.pos_ != "NOUN":
            return None
        return stretch([subject, *_nominal(context.before(subject.idx))][-1], subject)

    def _whole(self, quantity: Quantity) -> Range | None:
        """The things of which a bare number is a part, or a weight or volume consists, named after it.

        `9,000 of the original group`, `1,800 tonnes of sand`, `40 square miles of moorland`.
        """
        unit = units().words.get(quantity.unit.replace("_", " "))
        pattern = _OF if unit is not None and unit.kind in _MADE_OF else _OF_THE
        if pattern is _OF_THE and quantity.unit != "count":
            return None
        of = pattern.match(self._context.text, quantity.range.end)
        if of is None:
            return None
        nouns = _nominal(self._context.after(of.end()))
        if not nouns or nouns[-1].pos_ == "ADJ" or nouns[0].idx in self._context.dated:
            return None
        things = stretch(nouns[0], nouns[-1])
        following = self._context.word_after(things.end)
        # Not in `14 of the artist's paintings`.
        return None if following is not None and following.tag_ == "POS" else things

    def _speakers(self, quantity: Quantity) -> list[Range]:
        """The sources of the statements around a number, which are not what it counts.

        `"They gave us sixty," said Kwabena Osei` says nothing of the age of Osei, `A nurse said it was 34`
        nothing of nurses. A share may be theirs: `The bank said it lost 5%`.
        """
        around = [self._statements[place] for place in self._statements_around(quantity.range)]
        is_count = quantity.unit == "count"
        return [each.source.range for each in around if each.source and (is_count or each.quote == "direct")]

    def _named(self, span: Range, quantity: Quantity) -> Range | None:
        """The part of a phrase that names a thing; None where nothing does.

        It has no words that only join it to others, ends with its sentence, and cuts no name. Of verbs alone,
        those name what is done or lasts that have a meaning of their own (`walked`, `briefed`).
        """
        if span.end > quantity.range.end and _MORE_THAN.match(self._context.text, quantity.range.end):
            return None  # with what it is compared: `2,000 more than its rival`
        tokens = [token for token in self._context.tokens(*span) if token.idx >= span.start]
        own = self._context.positions(*quantity.range)
        # A phrase ends with its sentence: `I am 71`, of `I am 71. I have R900`, before its number is cut.
        later = next((n for n, token in enumerate(tokens) if n and token.is_sent_start), None)
        if later is not None and own.start >= tokens[later].i:
            tokens = tokens[:later]
        tokens = self._without_numbers(tokens, own)
        while tokens and (tokens[0].pos_ in _JOINING or tokens[0].text in _MARKS_AT_ENDS):
            tokens.pop(0)
        # A phrase ends with its sentence, and before another clause.
        ends = (
            place
            for place, token in enumerate(tokens)
            if (place and (token.is_sent_start or token.tag_ in RELATIVE_TAGS))
            or token.text == ";"
            or (place and token.pos_ == "DET" and tokens[place - 1].pos_ == "NOUN")  # `pound the city spends`
            or is_purpose(tokens, place)
        )
        tokens = tokens[: next(ends, None)]
        nouns = [token.i for token in tokens if token.pos_ in ("NOUN", "PROPN")]
        for place, token in enumerate(tokens):
            if nouns and nouns[0] < token.i < nouns[-1] and token.tag_ in FINITE_TAGS:
                # `Voters gave Labour 43%`: the part that is nearer to the number.
                tokens = tokens[place + 1 :] if span.start < quantity.range.start else tokens[:place]
                nouns = [token.i for token in tokens if token.pos_ in ("NOUN", "PROPN")]
                break
        if nouns and tokens and tokens[0].pos_ in _NOMINAL:  # `lines`, of `lines were bleached`
            clause = (n for n, token in enumerate(tokens) if token.i > nouns[0] and token.tag_ in FINITE_TAGS)
            tokens = tokens[: next(clause, None)]
        last = tokens[-1] if tokens else None
        if nouns and last and nouns[0] + 1 < last.i == own.start - 1 and last.lower_.endswith("ing"):
            tokens.pop()  # `killing 17 people and injuring 23`
        while tokens and (
            tokens[-1].pos_ in _JOINING
            or tokens[-1].text in _MARKS_AT_ENDS
            or tokens[-1].idx in self._context.dated
            or (nouns and tokens[-1].i > nouns[-1] and tokens[-1].tag_ in (*FINITE_TAGS, "VB"))
        ):
            tokens.pop()
        if tokens and tokens[-1].tag_ == "PRP$":
            tokens.pop()  # `delay its`
        if not tokens or names_nothing(tokens, bool(nouns)):
            return None
        return self._with_whole_names(stretch(tokens[0], tokens[-1]), quantity.range)

    def _without_numbers(self, tokens: list[Token], own: range) -> list[Token]:
        """The tokens of a phrase up to the next number, or from the quantity on that is in it.

        `nephew and 73-year-old mother` is `nephew` for the number before it, and `mother` for that in it. A
        number in front of the head of the phrase is a part of it: `average two-year fix`.
        """
        if any(token.i in own for token in tokens):
            tokens = [token for token in tokens if token.i >= own.stop]
        while tokens and tokens[0].i in self._places.numbers:
            tokens = tokens[1:]
        numbers = (place for place, token in enumerate(tokens) if token.i in self._places.numbers)
        if (end := next(numbers, None)) is not None:
            head = self._context.head_of(*stretch(tokens[0], tokens[-1]))
            if head is not None and head.i > tokens[end].i:
                return tokens
            tokens = tokens[:end]
            while len(tokens) > 1 and tokens[-1].pos_ == "ADJ":
                tokens.pop()  # `yield on Latvian`, of `yield on Latvian 10-year bonds`
            while tokens and tokens[-1].pos_ in (*_JOINING, "ADV"):
                tokens.pop()
        return tokens

    def _with_whole_names(self, span: Range, number: Range) -> Range:
        """The phrase with the rest of the names that it cuts, where the number is no part of them."""
        start, end = span
        for token in (self._context.token_at(start), self._context.token_at(end - 1)):
            name = name_around(token)
            whole = Range(min(start, name.start), max(end, name.end))
            if not whole.overlaps(number):
                start, end = whole
        return Range(start, end)

    def _add_source(self, quantity: Quantity, scores: PhraseScores) -> None:
        """The claimant: the source of a statement around the quantity, or another phrase.

        None where a statement around it has a source and another phrase is likelier: `Ada Moss said that they
        left. They held 40 men, according to the union`.
        """
        stated = [self._statements[place] for place in self._statements_around(quantity.range)]
        given = [(each.source, each) for each in stated if each.source]
        phrases = scores.best(SOURCE, self._sentence_breaks)
        spans = [(each.start, each.end) for each in phrases]
        spans += [self._context.words(source.range) for source, _ in given]
        shares = scores.of_ranges(SOURCE, spans).tolist()
        found: dict[Range, tuple[float, Source | None, Features]] = {}
        for each, share in zip(phrases, shares, strict=False):
            found.setdefault(self._context.range_of(each.start, each.end), (share, None, {}))
        for (source, statement), share in zip(given, shares[len(phrases) :], strict=True):
            same = next((r for r, (_, of, _) in found.items() if not of and r.overlaps(source.range)), None)
            likelier = max(share, found.pop(same)[0] if same else 0.0)
            features = {"stated": 1.0, "quoted": float(statement.quote == "direct")}
            found.setdefault(source.range, (likelier, source, features))
        ranked = sorted(found.items(), key=lambda each: -each[1][0])
        candidates = [(span, share) for span, (share, _, _) in ranked]
        chosen = self._choose(quantity, SOURCE, scores, candidates, [each[2] for _, each in ranked])
        if chosen is not None and given and not any(ranked[chosen[0]][0].overlaps(s.range) for s, _ in given):
            quantity.links[-1].reason, chosen = "the likeliest phrase is no source of the statement", None
        if chosen is not None and any(
            ranked[chosen[0]][0].overlaps(source.range) and _leaves_open(each, self._context.text)
            for source, each in given
        ):
            quantity.links[-1].reason, chosen = "the source does not say it", None
        if chosen is not None:
            span, (_, known, _) = ranked[chosen[0]]
            # `He said ...; she` has the source of the statement around the number.
            stated_in = next((source for source, _ in given if span.overlaps(source.range)), None)
            quantity.source = known or stated_in or self._source_at(span) or Source(span)
            quantity.source_confidence = chosen[1]

    def _statements_around(self, span: Range) -> list[int]:
        """The positions of the statements whose content holds a quantity, the innermost first."""
        around = {place for part, place in self._contents.overlapping(*span) if part.holds(span)}
        sizes = {place: sum(p.end - p.start for p in self._statements[place].content) for place in around}
        return sorted(around, key=lambda place: (sizes[place], place))

    def _source_at(self, span: Range) -> Source | None:
        """The source of a statement that shares words with a stretch of text."""
        places = [place for _, place in self._sources.overlapping(*span)]
        return self._statements[min(places)].source if places else None

    def _add_date(self, quantity: Quantity, scores: PhraseScores) -> None:
        """The position of the date at which the quantity holds."""
        places = [
            place
            for _, place in self._date_words.overlapping(scores.low, scores.high)
            if not self._dates[place].range.overlaps(quantity.range)
            and not is_base_of_change(self._context.text, self._dates[place], quantity)
            and not is_of_record(self._context.text, self._dates[place].range, quantity)
            and not self._is_of_saying(place)
        ]
        if not places:
            return
        spans = [self._context.words(self._dates[place].range) for place in places]
        shares = scores.of_ranges(DATE, spans).tolist()
        ranked = sorted(zip(places, shares, strict=True), key=lambda each: -each[1])[:DATES]
        candidates = [(self._dates[place].range, share) for place, share in ranked]
        chosen = self._choose(quantity, DATE, scores, candidates, [{}] * len(candidates))
        if chosen is not None and self._has_own_date(candidates[chosen[0]][0], quantity.range, candidates):
            quantity.links[-1].reason, chosen = "the clause of the number has another date", None
        if chosen is not None:
            quantity.date, quantity.date_confidence = ranked[chosen[0]][0], chosen[1]

    def _has_own_date(self, date: Range, number: Range, dates: Sequence[tuple[Range, float]]) -> bool:
        """Whether a semicolon is behind a date, and another date between it and the number."""
        semicolon = self._context.text.rfind(";", date.end, number.start)
        behind = (each for each, _ in dates if semicolon < each.start < number.start)
        return semicolon >= 0 and any(behind)

    def _is_of_saying(self, place: int) -> bool:
        """Whether a date is the day on which something was said: `they said on Monday`."""
        date = self._dates[place]
        text, start = self._context.text, date.range.start
        if _A_DAY.match(date.value) is None:
            return False
        first, last = bisect_left(self._cue_ends, start - 12), bisect_left(self._cue_ends, start)
        near = (end for end in self._cue_ends[first:last] if self._context.token_at(end - 1).pos_ == "VERB")
        return is_day_of_saying(text, start) or any(_AFTER_CUE.fullmatch(text, end, start) for end in near)

    def _choose(
        self,
        quantity: Quantity,
        link: int,
        scores: PhraseScores,
        candidates: Sequence[tuple[Range, float]],
        more: Sequence[Features],
        barred: Container[int] = (),
    ) -> tuple[int, float | None] | None:
        """The likeliest candidate and its confidence; None where none is likely enough.

        `candidates`: phrases with the network's probability, likeliest first; `more`: other features of each;
        `barred`: the places of those that are not chosen, which does not make others likelier.
        """
        name = LINKS[link]
        nothing = log_odds(float(math.exp(scores.none[link])))
        rows = [
            {"network": log_odds(probability), "likeliest": float(place == 0)}
            | (self._places.features(quantity.range, span) if name in self._rankers else {})
            | more[place]
            for place, (span, probability) in enumerate(candidates)
        ]
        ranker = self._rankers.get(name, NETWORK_ALONE)
        chances = ranker([*rows, {"nothing": 1.0, "network_nothing": nothing}])
        order = sorted(range(len(rows)), key=lambda place: -chances[place])
        best = next((place for place in order if place not in barred), None)
        likely, confidence = False, None
        if best is not None:
            span = candidates[best][0]
            is_far = self._is_far(link, span, quantity.range)
            likely, confidence = self._rate(
                name, self._chance(best, candidates, chances), chances[-1], is_far
            )
            likely = likely and (link != WHAT or self._is_within_reach(span, quantity.range))
        reason = "likeliest phrase" if likely else "no phrase is likely enough"
        ranked = [(candidates[place][0], chances[place]) for place in order]
        quantity.links.append(LinkChoice(name, reason, ranked))
        return (best, confidence) if likely and best is not None else None

    def _chance(self, best: int, phrases: Sequence[tuple[Range, float]], chances: Sequence[float]) -> float:
        """The probability of a phrase, with that of the same words elsewhere: `Boats`, `boats`."""
        words = [self._context.text[slice(*span)].casefold() for span, _ in phrases]
        return sum(chance for other, chance in zip(words, chances, strict=False) if other == words[best])

    def _is_within_reach(self, span: Range, quantity: Range) -> bool:
        """Whether a phrase is in the paragraph of a quantity or the one before, or above its list or table.

        What a paragraph farther away names is counted only where a line leaves it out: `- Sweden: 12`.
        """
        away = self._paragraphs.number(quantity.start) - self._paragraphs.number(span.start)
        if away in (0, 1):
            return True
        text = self._context.text
        start, end = text.rfind("\n", 0, quantity.start) + 1, text.find("\n", quantity.end)
        return _LISTED_LINE.match(text, start, len(text) if end < 0 else end) is not None

    def _is_far(self, link: int, span: Range, quantity: Range) -> bool:
        """Whether a phrase is in a later sentence (a date: in another one) or in another paragraph."""
        low, high = sorted((span.start, quantity.start))
        if self._paragraphs.number(low) != self._paragraphs.number(high):
            return True
        between = self._context.tokens(low, high + 1)[1:]
        may_be_far = link == DATE or span.start > quantity.start
        return may_be_far and any(token.is_sent_start for token in between)

    def _rate(self, link: str, chance: float, nothing: float, is_far: bool) -> tuple[bool, float | None]:
        """Whether a link is likely enough to be given, and its calibrated probability."""
        confidence = self._confidence.get(link)
        rated = confidence({"bias": 1.0, "probability": log_odds(chance)}) if confidence else None
        return (chance > nothing if rated is None else rated >= LIKELY[link][is_far]), rated


def _nominal(tokens: Iterable[Token]) -> list[Token]:
    """The nouns, names and adjectives that the tokens begin with."""
    return list(takewhile(lambda token: token.pos_ in _NOMINAL, tokens))
