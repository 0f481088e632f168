"""What a quantity counts, whose claim it is and at which date it holds, as the network links them.

The network says for each quantity how probable every phrase around it is as the thing counted, as the
claimant and as the date (`claimx.pipeline.encoder.pointers`). What is not probable enough is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.confidence import Confidence, Features, link_features
from claimx.pipeline.records import Date, Quantity, Source, Statement
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Token

    from claimx.pipeline.encoder.pointers import PhraseScores
    from claimx.pipeline.quantities.layout import Layout

WHAT, SOURCE, DATE = range(3)
# The links, each with the confidence it must reach; chosen on the development part of the annotated news.
LIKELY = {"what": 0.5, "source": 0.5, "date": 0.4}
# How much likelier than another phrase the source of the statement around is the claimant, as log odds.
STATED = 3.0
# The same for a date in its clause; one farther away than so many characters is in none.
NEAR = 2.0
FARTHEST_DATE = 300
# No person has been older (Jeanne Calment was 122), so that a larger number is no age.
OLDEST = 122
_INDEXES = frozenset(
    ("index", "indices", "nasdaq", "dow", "ftse", "nikkei", "sensex", "dax", "cac", "kospi", "pmi")
)
_THAN = re.compile(r"(?<!\w)than\s(?:(?:in|on|at|during|the|it\swas)\s){0,2}$", re.IGNORECASE)
_CLAUSE = frozenset(("ccomp", "advcl", "acl", "acl:relcl", "parataxis", "csubj", "root", "ROOT"))


class QuantityLinks:
    """The links of the quantities of one article; it has none where no network has read it.

    `numbers`: the ranges of all quantities, which count nothing; `confidence`: for each of `LIKELY`,
    how the network's probability becomes a calibrated one.
    """

    def __init__(
        self,
        layout: Layout,
        numbers: list[Range],
        dates: list[Date],
        statements: list[Statement],
        confidence: Mapping[str, Confidence],
    ) -> None:
        self._layout = layout
        self._dates = dates
        self._statements = statements
        self._confidence = confidence
        self._pointers = layout.encoding.pointers if layout.encoding is not None else None
        if self._pointers is not None:
            self._numbers = {word for each in numbers for word in range(*layout.words(each))}
            self._date_words = [layout.words(date.range) for date in dates]
            lines = (place for place, char in enumerate(layout.text) if char == "\n")
            self._breaks = sorted({layout.words(Range(place, place + 1))[0] for place in lines})

    def add_to(self, quantity: Quantity) -> None:
        """Say in which statement it stands, what it counts, whose claim it is and when it holds."""
        quantity.statement = next(iter(statements_around(quantity.range, self._statements)), None)
        if self._pointers is None:
            return
        scores = self._pointers.scores(*self._layout.words(quantity.range))
        if scores is None:
            return
        quantity.what, quantity.what_confidence = self._what(scores)
        quantity.source, quantity.source_confidence = self._source(scores, self._stated(quantity))
        quantity.date, quantity.date_confidence = self._date(scores, quantity.range)

    def _what(self, scores: PhraseScores) -> tuple[Range | None, float | None]:
        """The phrase that names the thing counted or measured."""
        candidates = scores.best(WHAT, self._breaks)
        best = next((c for c in candidates if not self._numbers.issuperset(range(c.start, c.end))), None)
        if best is None:
            return None, None
        is_likely, confidence = self._rate("what", link_features(best.probability))
        return (self._layout.range_of(best.start, best.end), confidence) if is_likely else (None, None)

    def _source(self, scores: PhraseScores, stated: Source | None) -> tuple[Source | None, float | None]:
        """Who the quantity is attributed to: the source of the statement around it, or another phrase."""
        best = scores.best(SOURCE, self._breaks)[0]
        span = self._layout.range_of(best.start, best.end)
        ranges = [(best.start, best.end), *([self._layout.words(stated.range)] if stated else [])]
        shares = scores.of_ranges(SOURCE, ranges)
        chosen = self._source_at(span)
        is_stated = stated is not None and chosen is stated
        features = link_features(float(shares[0]), stated=is_stated)
        if stated and not is_stated:
            other = link_features(float(shares[1]), stated=True)
            if other["probability"] + STATED >= features["probability"]:
                chosen, features = stated, other
        is_likely, confidence = self._rate("source", features)
        return (chosen or Source(span), confidence) if is_likely else (None, None)

    def _stated(self, quantity: Quantity) -> Source | None:
        """The source of the innermost statement around a quantity that has one."""
        around = statements_around(quantity.range, self._statements)
        return next((source for place in around if (source := self._statements[place].source)), None)

    def _source_at(self, span: Range) -> Source | None:
        """The source of a statement that shares words with a stretch of text."""
        sources = (statement.source for statement in self._statements if statement.source)
        return next(
            (each for each in sources if each.range.start < span.end and span.start < each.range.end), None
        )

    def _date(self, scores: PhraseScores, span: Range) -> tuple[int | None, float | None]:
        """The position of the date at which the quantity holds."""
        if not self._dates:
            return None, None
        shares = scores.of_ranges(DATE, self._date_words)
        rated = [link_features(float(share)) for share in shares]
        if (near := self._date_in_clause(span)) is not None:
            rated[near]["near"] = 1.0
        best = max(range(len(rated)), key=lambda i: rated[i]["probability"] + NEAR * rated[i]["near"])
        is_likely, confidence = self._rate("date", rated[best])
        return (best, confidence) if is_likely else (None, None)

    def _date_in_clause(self, span: Range) -> int | None:
        """The nearest date in the same clause, unless a comparison sets the quantity against it."""
        text, best = self._layout.text, None
        clause = _clause(self._layout.token_at(span.start))
        for position, (start, end) in enumerate(date.range for date in self._dates):
            distance = max(start - span.end, span.start - end)
            if distance < 0 or distance > FARTHEST_DATE or (best is not None and distance >= best[0]):
                continue
            compared = _THAN.search(text, max(0, start - 20), start)
            if not compared and _clause(self._layout.token_at(start)) == clause:
                best = distance, position
        return None if best is None else best[1]

    def _rate(self, link: str, features: Features) -> tuple[bool, float | None]:
        """Whether a link is likely enough to be given, and its calibrated probability."""
        confidence = self._confidence.get(link)
        rated = confidence(features) if confidence else None
        return (features["probability"] > 0 if rated is None else rated >= LIKELY[link]), rated


def measured_unit(layout: Layout, quantity: Quantity, head: Token) -> str:
    """The unit of a bare number by what it measures: a person's age, an index, an earthquake.

    `She is 39`, `Ryder, 33,`; `the index rose to 58.6`; `the quake's magnitude was 5.7`. Repeated events are
    counted: `five times a day` is `count/day`.
    """
    if quantity.unit.startswith("times/"):
        return "count" + quantity.unit.removeprefix("times")
    if quantity.unit != "count" or quantity.what is None or (head.dep_ == "nummod" and head.head.i > head.i):
        return quantity.unit
    start, end = quantity.what
    last = layout.token_at(end - 1)
    if last.ent_type_ == "PERSON" and 0 < quantity.value_low <= OLDEST and quantity.value_high <= OLDEST:
        return "year"
    if last.lower_ == "magnitude":
        return "magnitude"
    named = layout.text[start:end].casefold()
    return "point" if last.lower_ in _INDEXES or named.startswith("index of") else quantity.unit


def statements_around(span: Range, statements: list[Statement]) -> list[int]:
    """The positions of the statements whose content holds a quantity, the innermost first."""
    around = [
        (sum(part.end - part.start for part in statement.content), position)
        for position, statement in enumerate(statements)
        if any(part.start <= span.start and span.end <= part.end for part in statement.content)
    ]
    return [position for _, position in sorted(around)]


def _clause(token: Token) -> int:
    """The position of the word that heads the clause a token stands in."""
    while token.head.i != token.i and token.dep_ not in _CLAUSE:
        if token.dep_ == "conj" and token.pos_ in ("VERB", "AUX"):
            break
        token = token.head
    return int(token.i)
