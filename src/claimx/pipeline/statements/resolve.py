"""Which entity of the article a source stands for that does not name it: a pronoun or `the senator`.

Only what is quite sure is resolved; a wrong name is worse than none. Whom `he` and `she` mean is told by a
learned ranker (see `pronouns`). `who` is the name right before its comma. `the senator` is the
one senator of the article, `the agency` the one that was named last, `the company` the only organization so
far that may be one.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from claimx.pipeline.records import Entity, head_of
from claimx.pipeline.statements import lexicon
from claimx.pipeline.statements.descriptions import Descriptions
from claimx.pipeline.statements.pronouns.antecedents import Antecedents, Speech
from claimx.pipeline.statements.pronouns.sightings import PRONOUNS
from claimx.pipeline.statements.sources import MentionIndex, SourceReading
from claimx.text.paragraphs import Paragraphs
from claimx.text.tokens import has_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.text.quotes import Quotations

_RELATIVE = frozenset({"who", "whom", "whose", "which"})
_BEFORE_WHO = frozenset({",", "—", "–", "-", "--"})
_SUBJECTS = frozenset({"nsubj", "nsubj:pass"})
_BODIES = frozenset({"ORG", "GPE", "NORP"})
_PARAGRAPHS_BACK = 2
# However long an article is, no more names are looked through.
_NAMES_BACK = 500


class Resolver:
    """Resolves the sources of one article, asked in document order."""

    def __init__(
        self, doc: Doc, entities: list[Entity], quotations: Quotations, speeches: list[Speech]
    ) -> None:
        self._doc = doc
        self._text = text = doc.text
        self._entities = entities
        self._quotations = quotations
        self._speeches = speeches
        self._speakers: list[tuple[int, int]] = []
        self._last: int | None = None
        named = [(mention.range.start, i) for i, entity in enumerate(entities) for mention in entity.mentions]
        self._named = sorted(named)
        self._mentions = MentionIndex(entities)
        self._paragraphs = Paragraphs(text)
        self._descriptions = Descriptions(text, entities)

    @cached_property
    def _antecedents(self) -> Antecedents:
        return Antecedents(self._doc, self._entities, self._quotations, self._speeches)

    def resolve(self, reading: SourceReading) -> int | None:
        """The position of the entity that a source stands for, None where that is not sure."""
        if reading.entity is not None or reading.compound:
            return reading.entity
        if reading.head in PRONOUNS and reading.pronoun:
            return self._antecedents.named(reading.core.start)
        if reading.head in _RELATIVE and reading.pronoun:
            return self._relative(reading)
        if reading.head == "it" and reading.pronoun:
            return self._at_hand(reading.core.start)
        if reading.definite and reading.kind == "organization":
            at_hand = self._at_hand(reading.core.start)
            if at_hand is not None and self._descriptions.allows(at_hand, reading.head):
                return at_hand
        if reading.definite and reading.kind in ("person", "organization"):
            return self._described(reading)
        return None

    def spoke(self, reading: SourceReading, entity: int | None) -> None:
        """Note a source, before the next one is resolved."""
        if entity is not None:
            self._speakers.append((reading.core.start, entity))
        self._last = entity

    def _relative(self, reading: SourceReading) -> int | None:
        """The person or body named right before `, who` or `, which`."""
        label = ("PERSON",) if reading.head.startswith("who") else ("ORG", "GPE")
        found = self._mentions.ending_before(reading.core.start, 3)
        if found is None or self._entities[found[1]].label not in label:
            return None
        between = self._text[found[0].end : reading.core.start].strip()
        return found[1] if between in _BEFORE_WHO else None

    def _at_hand(self, position: int) -> int | None:
        """The organization that the text speaks of right before."""
        speaking = self._speaking(position)
        return speaking if speaking is not None else self._told_of(position)

    def _speaking(self, position: int) -> int | None:
        """The organization that spoke last in the same paragraph, if no other has been named since."""
        if self._last is None:
            return None
        said, place = self._speakers[-1]
        if self._entities[place].label != "ORG" or self._paragraphs.start(position) > said:
            return None
        first, last = bisect_left(self._named, (said, -1)), bisect_left(self._named, (position, -1))
        others = {other for _, other in self._named[first:last] if other != place}
        return None if any(self._entities[other].label in _BODIES for other in others) else place

    def _told_of(self, position: int) -> int | None:
        """The organization that the sentence before tells of, if no other body is named from there on."""
        pronoun = self._doc.char_span(position, position + 1, alignment_mode="expand")
        if pronoun is None or not has_sentences(self._doc):
            return None
        first = pronoun.sent.start
        if first == 0 or self._doc[first].idx <= self._paragraphs.start(position):
            return None
        before = self._doc[first - 1].sent
        named = self._named[
            bisect_left(self._named, (before.start_char, -1)) : bisect_left(self._named, (position, -1))
        ]
        bodies = {place for _, place in named if self._entities[place].label in _BODIES}
        if len(bodies) != 1:
            return None
        body = bodies.pop()
        subject = next((child for child in before.root.lefts if child.dep_ in _SUBJECTS), None)
        if subject is None or self._entities[body].label != "ORG":
            return None
        # `The operator, Halden Tools, fell.` tells of it as well.
        heads = [subject.idx, *(child.idx for child in subject.rights if child.dep_ == "appos")]
        mentions = self._mentions.within(before.start_char, before.end_char)
        told = (span for span, place in mentions if place == body)
        return body if any(span.start <= head < span.end for span in told for head in heads) else None

    def _described(self, reading: SourceReading) -> int | None:
        """The entity that the article calls `the senator`, `the agency`."""
        person, position = reading.kind == "person", reading.core.start
        noun = lexicon.full_titles().get(reading.head, reading.head)
        modifiers = self._text[slice(*reading.core)].split()[1:-1]
        if noun in lexicon.general_nouns() or (not person and any(word.islower() for word in modifiers)):
            return None
        label = "PERSON" if person else "ORG"
        last = bisect_left(self._named, (position, -1))
        so_far = self._named[max(0, last - _NAMES_BACK) : last]
        before = [(start, place) for start, place in so_far if self._entities[place].label == label]
        if (
            noun in lexicon.any_body_nouns()
            and not modifiers
            and (only := self._only_body(before, noun)) is not None
        ):
            return only
        fitting = {place for _, place in before if self._descriptions.fits(place, noun, modifiers)}
        if len(fitting) != 1:
            window = self._paragraphs.start(position, _PARAGRAPHS_BACK)
            fitting = {place for start, place in before if start >= window and place in fitting}
        if len(fitting) != 1 or (not person and before[-1][1] not in fitting):
            return None
        return fitting.pop()

    def _only_body(self, named: list[tuple[int, int]], noun: str) -> int | None:
        """The one organization among names that may be called `the company`, its publisher left out."""
        publisher = (head_of(self._doc).publisher or "").casefold().removeprefix("the ")
        bodies = {place for _, place in named if self._entities[place].name.casefold() != publisher}
        fitting = {place for place in bodies if self._descriptions.allows(place, noun)}
        return fitting.pop() if len(fitting) == 1 else None
