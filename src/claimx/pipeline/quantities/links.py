"""What a quantity counts, whose claim it is and at which date it holds, as the network links them.

The network gives for each quantity the probability of every phrase around it as the thing counted, as the
claimant and as the date (`claimx.pipeline.encoder.pointers`). What is not probable enough is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.confidence import Confidence, Features, link_features
from claimx.pipeline.encoder.pointers import REACH
from claimx.pipeline.records import Date, LinkChoice, Quantity, Source, Statement
from claimx.text.tokens import Range, RangeIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from spacy.tokens import Token

    from claimx.pipeline.encoder.pointers import PhraseScores
    from claimx.pipeline.quantities.context import Context

WHAT, SOURCE, DATE = range(3)
# The links, each with the confidence it must reach; chosen on the development part of the annotated news.
LIKELY = {"what": 0.5, "source": 0.5, "date": 0.4}
# By how much, in log odds, the source of the statement around is preferred to a likelier phrase.
STATED = 3.0
# The same for a date in its clause; one farther away than so many characters is in none.
NEAR = 2.0
FARTHEST_DATE = 300
_THAN = re.compile(r"(?<!\w)than\s(?:(?:in|on|at|during|the|it\swas)\s){0,2}$", re.IGNORECASE)
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
        self._date_ranges = RangeIndex((date.range, place) for place, date in enumerate(dates))
        self._contents = RangeIndex(
            (part, place) for place, statement in enumerate(statements) for part in statement.content
        )
        self._sources = RangeIndex(
            (statement.source.range, place) for place, statement in enumerate(statements) if statement.source
        )
        if context.pointers is not None:
            self._numbers = {word for each in numbers for word in range(*context.words(each))}
            words = (Range(*context.words(date.range)) for date in dates)
            self._date_words = RangeIndex((span, place) for place, span in enumerate(words))
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
        named = (i for i, c in enumerate(phrases) if not self._numbers.issuperset(range(c.start, c.end)))
        best = next(named, None)
        if best is None:
            quantity.links.append(LinkChoice("what", "only numbers are near", candidates))
            return
        is_likely, confidence = self._rate("what", link_features(candidates[best][1]))
        if is_likely:
            quantity.what, quantity.what_confidence = candidates[best][0], confidence
        reason = "likeliest phrase" if is_likely else "no phrase is likely enough"
        quantity.links.append(LinkChoice("what", reason, candidates))

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
        places = [place for _, place in self._date_words.overlapping(first - REACH, end + REACH)]
        if not places:
            return
        words = [self._context.words(self._dates[place].range) for place in places]
        shares = dict(zip(places, map(float, scores.of_ranges(DATE, words)), strict=True))
        rated = {place: link_features(share) for place, share in shares.items()}
        if (near := self._date_in_clause(quantity.range)) in rated:
            rated[near]["near"] = 1.0
        ranked = sorted(places, key=lambda i: -rated[i]["probability"] - NEAR * rated[i]["near"])
        best = ranked[0]
        is_likely, confidence = self._rate("date", rated[best])
        if is_likely:
            quantity.date, quantity.date_confidence = best, confidence
        reason = "likeliest date in its clause" if best == near else "likeliest date"
        candidates = [(self._dates[i].range, shares[i]) for i in ranked[:3]]
        quantity.links.append(
            LinkChoice("date", reason if is_likely else "no date is likely enough", candidates)
        )

    def _date_in_clause(self, span: Range) -> int | None:
        """The nearest date in the same clause, unless a comparison sets the quantity against it."""
        text, best = self._context.text, None
        clause = _clause(self._context.token_at(span.start))
        nearby = self._date_ranges.overlapping(span.start - FARTHEST_DATE, span.end + FARTHEST_DATE)
        for (start, end), position in nearby:
            distance = max(start - span.end, span.start - end)
            if distance < 0 or distance > FARTHEST_DATE or (best is not None and distance >= best[0]):
                continue
            compared = _THAN.search(text, max(0, start - 20), start)
            if not compared and _clause(self._context.token_at(start)) == clause:
                best = distance, position
        return None if best is None else best[1]

    def _rate(self, link: str, features: Features) -> tuple[bool, float | None]:
        """Whether a link is likely enough to be given, and its calibrated probability."""
        confidence = self._confidence.get(link)
        rated = confidence(features) if confidence else None
        return (features["probability"] > 0 if rated is None else rated >= LIKELY[link]), rated


def _clause(token: Token) -> int:
    """The position of the word that heads the clause a token stands in."""
    while token.head.i != token.i and token.dep_ not in _CLAUSE:
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX"):
            break
        token = token.head
    return int(token.i)
