"""What a quantity counts, whose claim it is and at which date it holds, as the network links them.

The network gives for each quantity the probability of every phrase around it as the thing counted, as the
claimant and as the date (`claimx.pipeline.encoder.pointers`). What is not probable enough is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.confidence import Confidence, Features, link_features
from claimx.pipeline.encoder.pointers import REACH
from claimx.pipeline.quantities.tables import words
from claimx.pipeline.records import Date, LinkChoice, Quantity, Source, Statement
from claimx.text.paragraphs import Paragraphs
from claimx.text.tokens import Range, RangeIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spacy.tokens import Token

    from claimx.pipeline.encoder.pointers import PhraseScores
    from claimx.pipeline.quantities.context import Context

WHAT, SOURCE, DATE = range(3)
# The links, each with the confidence it must reach: in the number's sentence, in an earlier one of its
# paragraph, and in a later one or another paragraph. Chosen on the development part of the annotated news:
# of 15 phrases for what is counted in a later sentence or another paragraph 3 are right, of 8 in an earlier
# sentence 6, of 229 in the same sentence 217.
LIKELY = {"what": (0.5, 0.6, 0.95), "source": (0.5, 0.5, 0.5), "date": (0.4, 0.8, 0.9)}
# By how much, in log odds, the source of the statement around is preferred to a likelier phrase.
STATED = 3.0
# What phrases that name no thing leave at least to the others.
LEAST_LEFT = 0.1
# The same for a date in its clause; one farther away than so many characters is in none.
NEAR = 2.0
FARTHEST_DATE = 300
# What is compared with another time, perhaps with the number of that time between.
_THAN = re.compile(
    r"(?<!\w)(?:than|against|versus|compared\s(?:with|to)|(?:up|down)\sfrom|from(?=\s[$£€]?\d))\s"
    r"(?:(?:in|on|at|during|the|it\swas|an?|average|of|about|around|some|[$£€]?\d[\w.,]*%?|(?:b|m|tr)illion|percent|per\scent|people)\s){0,6}$",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"(?<!\w)(?:[^\W\d_]{2,}(?:est|iest)|most|least|best|worst|first|record)\s[^.;:\n]{0,50}(?<!\w)since\s$",
    re.IGNORECASE,
)
_MARKS = frozenset(("|", "*", "•", "-", "–", "—"))
# Tags of the words that begin a relative clause.
_RELATIVE = frozenset(("WP", "WDT", "WP$", "WRB"))
_NAMING_NOTHING = frozenset(("VERB", "AUX", "PRON", "ADP", "PART", "ADV"))
# The beginnings of the units of time and of distances.
_LASTING = (
    "metre", "kilometre", "mile", "foot", "yard", "second", "minute", "hour", "day", "night", "week",
    "fortnight", "month", "quarter", "year", "decade",
)  # fmt: skip
_CLAUSE = frozenset(("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "root", "ROOT"))


class QuantityLinks:
    """The links of the quantities of one article; it has none where no network has read it.

    `numbers`: the ranges of all quantities, which count nothing; `confidence`: for each of `LIKELY`,
    how the network's probability becomes a calibrated one.
    """

    def __init__(
        self,
        context: Context,
        numbers: Iterable[Range],
        dates: list[Date],
        statements: list[Statement],
        confidence: Mapping[str, Confidence],
    ) -> None:
        self._context = context
        self._dates = dates
        self._statements = statements
        self._confidence = confidence
        self._paragraphs = Paragraphs(context.text)
        self._date_ranges = RangeIndex((date.range, place) for place, date in enumerate(dates))
        self._contents = RangeIndex(
            (part, place) for place, statement in enumerate(statements) for part in statement.content
        )
        self._sources = RangeIndex(
            (statement.source.range, place) for place, statement in enumerate(statements) if statement.source
        )
        if context.pointers is not None:
            self._numbers = {word for each in numbers for word in range(*context.words(each))}
            spans = (Range(*context.words(date.range)) for date in dates)
            self._date_words = RangeIndex((span, place) for place, span in enumerate(spans))
            lines = (place for place, char in enumerate(context.text) if char == "\n")
            self._breaks = sorted({context.words(Range(place, place + 1))[0] for place in lines})

    def add_to(self, quantity: Quantity, number: Range) -> None:
        """Set the statement of a quantity, what it counts, whose claim it is and when it holds.

        `number`: what the network scores, the words of the number without a negation.
        """
        quantity.statement = next(iter(self._statements_around(quantity.range)), None)
        if self._context.pointers is None:
            return
        scores = self._context.pointers.scores(*self._context.words(number))
        if scores is not None:
            self._add_what(quantity, scores)
            self._add_source(quantity, scores)
            self._add_date(quantity, scores)

    def _add_what(self, quantity: Quantity, scores: PhraseScores) -> None:
        """The phrase that names the thing counted or measured."""
        phrases = scores.best(WHAT, self._breaks)
        candidates = [(self._context.range_of(c.start, c.end), c.probability) for c in phrases]
        names_own = self._names_own(quantity)
        best, left = None, 1.0  # the probability that the phrases which name no thing leave to the others
        for phrase, (span, probability) in zip(phrases, candidates, strict=True):
            words_of = range(phrase.start, phrase.end)
            if self._numbers.issuperset(words_of) or (names_own and self._distance(span, quantity)):
                continue
            if (trimmed := self._named(span, quantity)) is not None:
                best = trimmed, min(probability / left, 1.0)
                break
            left = max(left - probability, LEAST_LEFT)
        if best is None:
            quantity.links.append(LinkChoice("what", "no phrase near names a thing", candidates))
            return
        is_likely, confidence = self._rate("what", link_features(best[1]), self._distance(best[0], quantity))
        if is_likely:
            quantity.what, quantity.what_confidence = best[0], confidence
        reason = "likeliest phrase" if is_likely else "no phrase is likely enough"
        quantity.links.append(LinkChoice("what", reason, candidates))

    def _names_own(self, quantity: Quantity) -> bool:
        """Whether a noun or `of` follows a bare number or share, which then counts nothing from elsewhere."""
        if quantity.unit not in ("count", "fraction"):
            return False
        following = next(self._context.after(quantity.range.end), None)
        return following is not None and (following.lower_ == "of" or following.pos_ in ("NOUN", "ADJ"))

    def _named(self, span: Range, quantity: Quantity) -> Range | None:
        """The part of a phrase that names a thing: no verb behind a noun, no part of a name, no mark.

        A verb alone names what goes on or is paid for (`waiting`, `invest`), unless it is one without
        a meaning of its own, and how a vote was made.
        """
        tokens = [token for token in self._context.tokens(*span) if token.idx >= span.start]
        while tokens and (tokens[0].pos_ in ("PUNCT", "DET", "SYM") or tokens[0].text in _MARKS):
            tokens.pop(0)
        # A phrase ends with its sentence and before another number or clause: `Lions 24, Bears`.
        ends = (
            place
            for place, token in enumerate(tokens)
            if (place and (token.is_sent_start or token.tag_ in _RELATIVE))
            or token.text == ";"
            or self._is_other_number(token, quantity)
        )
        tokens = tokens[: next(ends, None)]
        nouns = [token.i for token in tokens if token.pos_ in ("NOUN", "PROPN")]
        for place, token in enumerate(tokens):
            if (
                nouns
                and nouns[0] < token.i < nouns[-1]
                and _is_finite(token)
                and token.pos_ in ("VERB", "AUX")
            ):
                # `Voters gave Labour 43%`: the part that is nearer to the number.
                tokens = tokens[place + 1 :] if span.start < quantity.range.start else tokens[:place]
                nouns = [token.i for token in tokens if token.pos_ in ("NOUN", "PROPN")]
                break
        while tokens and (
            tokens[-1].pos_ in ("PUNCT", "ADP", "PART", "CCONJ")
            or tokens[-1].text in _MARKS
            or (nouns and tokens[-1].i > nouns[-1] and _is_finite(tokens[-1]))
        ):
            tokens.pop()
        if not tokens:
            return None
        if not nouns and all(token.pos_ in _NAMING_NOTHING for token in tokens):
            verbs = [token.lemma_.lower() for token in tokens if token.pos_ in ("VERB", "AUX")]
            lasts = quantity.unit.startswith(_LASTING)
            known = words("paying" if quantity.unit.isupper() else "votes")
            repeated = quantity.unit == "times" and any(token.pos_ == "VERB" for token in tokens)
            if not verbs or (verbs[0] in words("light_verbs") if lasts else verbs[0] not in known):
                return None if not repeated else span
        if not nouns and (tokens[0].tag_ == "JJR" or tokens[0].lower_.endswith("ier")):
            return None  # `4 percent saltier`
        start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
        return self._with_whole_names(Range(start, end), quantity.range)

    def _is_other_number(self, token: Token, quantity: Quantity) -> bool:
        digits = token.text[0].isdecimal() and token.like_num and not token.ent_type_
        return digits and not quantity.range.start <= token.idx < quantity.range.end

    def _with_whole_names(self, span: Range, number: Range) -> Range:
        """The phrase with the rest of the names that it cuts, where the number is no part of them."""
        start, end = span
        for position in (self._context.token_at(start), self._context.token_at(end - 1)):
            first = last = position
            while first.ent_iob_ == "I":
                first = first.nbor(-1)
            while last.ent_type_ and last.i + 1 < len(last.doc) and last.nbor().ent_iob_ == "I":
                last = last.nbor()
            whole = Range(min(start, first.idx), max(end, last.idx + len(last)))
            if whole.end <= number.start or number.end <= whole.start:
                start, end = whole
        return Range(start, end)

    def _distance(self, span: Range, quantity: Quantity) -> int:
        """How far a phrase is: 0 in the sentence of the number, 1 in one before, else 2.

        What is not in the number's paragraph is as far as a later sentence.
        """
        low, high = sorted((span.start, quantity.range.start))
        if self._paragraphs.number(low) != self._paragraphs.number(high):
            return 2
        if not any(token.is_sent_start for token in self._context.tokens(low, high + 1)[1:]):
            return 0
        return 1 if span.start < quantity.range.start else 2

    def _add_source(self, quantity: Quantity, scores: PhraseScores) -> None:
        """The claimant: the source of the statement around the quantity, or another phrase."""
        phrases = scores.best(SOURCE, self._breaks)
        candidates = [(self._context.range_of(c.start, c.end), c.probability) for c in phrases]
        span, stated = candidates[0][0], self._stated(quantity)
        ranges = [(phrases[0].start, phrases[0].end)]
        ranges += [self._context.words(stated.range)] if stated else []
        shares = scores.of_ranges(SOURCE, ranges)
        chosen, reason = self._source_at(span), "likeliest phrase"
        is_stated = stated is not None and chosen is stated
        features = link_features(float(shares[0]), stated=is_stated)
        if stated and not is_stated:
            other = link_features(float(shares[1]), stated=True)
            if other["probability"] + STATED >= features["probability"]:
                chosen, features, reason = stated, other, "source of the statement around"
        is_likely, confidence = self._rate("source", features)
        if is_likely:
            quantity.source, quantity.source_confidence = chosen or Source(span), confidence
        else:
            reason = "no phrase is likely enough"
        quantity.links.append(LinkChoice("source", reason, candidates))

    def _stated(self, quantity: Quantity) -> Source | None:
        """The source of the innermost statement around a quantity that has one."""
        around = self._statements_around(quantity.range)
        return next((source for place in around if (source := self._statements[place].source)), None)

    def _statements_around(self, span: Range) -> list[int]:
        """The positions of the statements whose content holds a quantity, the innermost first."""
        around = {
            place
            for part, place in self._contents.overlapping(*span)
            if part.start <= span.start and span.end <= part.end
        }
        sizes = {place: sum(p.end - p.start for p in self._statements[place].content) for place in around}
        return sorted(around, key=lambda place: (sizes[place], place))

    def _source_at(self, span: Range) -> Source | None:
        """The source of a statement that shares words with a stretch of text."""
        places = [place for _, place in self._sources.overlapping(*span)]
        return self._statements[min(places)].source if places else None

    def _add_date(self, quantity: Quantity, scores: PhraseScores) -> None:
        """The position of the date at which the quantity holds."""
        first, end = self._context.words(quantity.range)
        near_by = self._date_words.overlapping(first - REACH, end + REACH)
        places = [
            place for _, place in near_by if not self._is_of_another(self._dates[place].range, quantity)
        ]
        if not places:
            return
        spans = [self._context.words(self._dates[place].range) for place in places]
        shares = dict(zip(places, map(float, scores.of_ranges(DATE, spans)), strict=True))
        rated = {place: link_features(share) for place, share in shares.items()}
        if (near := self._date_in_clause(quantity.range)) in rated:
            rated[near]["near"] = 1.0
        ranked = sorted(places, key=lambda i: -rated[i]["probability"] - NEAR * rated[i]["near"])
        best = ranked[0]
        distance = self._distance(self._dates[best].range, quantity)
        is_likely, confidence = self._rate("date", rated[best], distance)
        if is_likely:
            quantity.date, quantity.date_confidence = best, confidence
        reason = "likeliest date in its clause" if best == near else "likeliest date"
        candidates = [(self._dates[i].range, shares[i]) for i in ranked[:3]]
        quantity.links.append(
            LinkChoice("date", reason if is_likely else "no date is likely enough", candidates)
        )

    def _is_of_another(self, date: Range, quantity: Quantity) -> bool:
        """Whether a date is that of an older record or of what the quantity is compared with.

        `the closest split since 2022`; in `£2bn, down from £3bn a year ago` the first sum is of now.
        """
        text, start = self._context.text, max(0, date.start - 60)
        compared = _THAN.search(text, start, date.start)
        if compared and compared.start() >= quantity.range.end:
            return True
        return _RECORD.search(text, start, date.start) is not None

    def _date_in_clause(self, span: Range) -> int | None:
        """The nearest date in the same clause, unless a comparison sets the quantity against it."""
        best = None
        clause = _clause(self._context.token_at(span.start))
        nearby = self._date_ranges.overlapping(span.start - FARTHEST_DATE, span.end + FARTHEST_DATE)
        for (start, end), position in nearby:
            distance = max(start - span.end, span.start - end)
            if distance < 0 or distance > FARTHEST_DATE or (best is not None and distance >= best[0]):
                continue
            if _clause(self._context.token_at(start)) == clause:
                best = distance, position
        return None if best is None else best[1]

    def _rate(self, link: str, features: Features, distance: int = 0) -> tuple[bool, float | None]:
        """Whether a link is likely enough to be given, and its calibrated probability."""
        confidence = self._confidence.get(link)
        rated = confidence(features) if confidence else None
        return (features["probability"] > 0 if rated is None else rated >= LIKELY[link][distance]), rated


def _is_finite(token: Token) -> bool:
    """Whether a verb has a subject: `votes were cast`, but not `cost of living`."""
    before = token.nbor(-1) if token.i > 0 else token
    passive = token.tag_ == "VBN" and before.pos_ == "AUX"
    return (
        passive or (token.tag_ == "VBG" and before.text == ",") or token.tag_ in ("VBD", "VBZ", "VBP", "MD")
    )


def _clause(token: Token) -> int:
    """The position of the word that heads the clause a token stands in."""
    while token.head.i != token.i and token.dep_ not in _CLAUSE:
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX"):
            break
        token = token.head
    return int(token.i)
