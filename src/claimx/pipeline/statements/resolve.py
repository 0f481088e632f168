"""Which entity of the article a source stands for that does not name it: a pronoun or `the senator`.

Only what is quite sure is resolved; a wrong name is worse than none. For `he` and `she` the candidates are
the people of that gender named, outside of what somebody says, from a few paragraphs back up to the source.
They are resolved when there is one candidate; when the last speaker is one and nobody else has been named
since; or when the paragraph opens with the name of one and names no other. `who` is the name right before its
comma. `the senator` is the one senator of the article, `the agency` the one that was named last.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from claimx.pipeline.annotations import Entity, Range
from claimx.pipeline.entities.people import gender_of, read_name
from claimx.pipeline.statements import lexicon
from claimx.pipeline.statements.descriptions import Descriptions
from claimx.pipeline.statements.paragraphs import Paragraphs
from claimx.pipeline.statements.sources import MentionIndex, SourceReading

_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_RELATIVE = frozenset({"who", "whom", "whose", "which"})
_BEFORE_WHO = frozenset({",", "—", "–", "-", "--"})
_BODIES = frozenset({"ORG", "GPE", "NORP"})
_PARAGRAPHS_BACK = 2
# However long an article is, no more names are looked through.
_NAMES_BACK = 500
# A name that starts so near the start of its paragraph is taken as the subject.
_OPENING = 12


# `a former sailor`, but neither `was a sailor` nor an apposition.
_INTRODUCED = re.compile(r"(?<!\bis )(?<!\bwas )(?<!\bas )(?<!, )\b[Aa]n?\s((?:[\w'’-]+\s){0,3}[\w-]+)")


class Resolver:
    """Resolves the sources of one article, asked in document order."""

    def __init__(self, text: str, entities: list[Entity], contents: list[Range]) -> None:
        self._text = text
        self._entities = entities
        self._contents = sorted(contents)
        self._content_starts = [content.start for content in self._contents]
        self._genders: dict[int, str | None] = {}
        self._speakers: list[tuple[int, int]] = []
        self._last: int | None = None
        # Where somebody spoke who is not named, and nobody else has since.
        self._unnamed = -1
        named = [(mention.range.start, i) for i, entity in enumerate(entities) for mention in entity.mentions]
        self._named = sorted(named)
        self._mentions = MentionIndex(entities)
        self._paragraphs = Paragraphs(text)
        self._descriptions = Descriptions(text, entities)

    def resolve(self, reading: SourceReading) -> int | None:
        """The position of the entity that a source stands for, None where that is not sure."""
        if reading.entity is not None or reading.compound:
            return reading.entity
        if reading.head in _GENDER and reading.pronoun:
            place = self._personal(reading.core.start, _GENDER[reading.head])
            if place is not None:
                self._genders[place] = _GENDER[reading.head]
            return place
        if reading.head in _RELATIVE and reading.pronoun:
            return self._relative(reading)
        if reading.head == "it" and reading.pronoun:
            return self._speaking(reading.core.start)
        if reading.definite and reading.kind == "organization":
            speaking = self._speaking(reading.core.start)
            if speaking is not None and self._descriptions.allows(speaking, reading.head):
                return speaking
        if reading.definite and reading.kind in ("person", "organization"):
            return self._described(reading)
        return None

    def spoke(self, reading: SourceReading, entity: int | None) -> None:
        """Note a source, before the next one is resolved."""
        position = reading.core.start
        if entity is not None:
            self._speakers.append((position, entity))
            self._unnamed = -1
        elif reading.kind in ("person", "anonymous") and (not reading.pronoun or reading.head in _GENDER):
            self._unnamed = position
        self._last = entity

    def gender(self, place: int) -> str | None:
        """`m` or `f` where the article or a first name tells."""
        if place not in self._genders:
            entity = self._entities[place]
            spans = [mention.range for mention in entity.mentions if mention.kind == "name"]
            names = [read_name(self._text, span) for span in spans]
            told = [name.gender for name in names if name.gender]
            full = [gender for name in names if len(name.words) > 1 and (gender := gender_of(name.words))]
            single = [gender for name in names if (gender := gender_of(name.words))]
            self._genders[place] = next(iter(told or full or single), None)
        return self._genders[place]

    def _personal(self, position: int, gender: str) -> int | None:
        recent = self._candidates(position, gender)
        if not recent or recent[-1][0] < self._unnamed:
            return None
        last_spoke = self._speakers[-1][0] if self._speakers else 0
        if self._introduces(max(recent[-1][0], last_spoke), position):
            return None
        places = {place for _, place in recent}
        if len(places) == 1:
            return recent[-1][1]
        speaker = self._speakers[-1] if self._speakers else None
        if speaker and speaker[1] in places:
            since = {place for start, place in recent if start > speaker[0]}
            if since <= {speaker[1]}:
                return speaker[1]
        paragraph = self._paragraphs.start(position)
        here = [(start, place) for start, place in recent if start >= paragraph]
        if here and here[0][0] - paragraph < _OPENING and len({place for _, place in here}) == 1:
            return here[0][1]
        return None

    def _introduces(self, start: int, end: int) -> bool:
        """Whether the paragraph brings in somebody unnamed (`a former sailor`) between two positions."""
        start = max(start, self._paragraphs.start(end))
        nouns = lexicon.source_nouns()
        return any(
            nouns.get(word) in ("person", "anonymous") and not self._quoted(match.start())
            for match in _INTRODUCED.finditer(self._text, start, end)
            for word in match.group(1).casefold().split()
        )

    def _relative(self, reading: SourceReading) -> int | None:
        """The person or body named right before `, who` or `, which`."""
        label = ("PERSON",) if reading.head.startswith("who") else ("ORG", "GPE")
        found = self._mentions.ending_before(reading.core.start, 3)
        if found is None or self._entities[found[1]].label not in label:
            return None
        between = self._text[found[0].end : reading.core.start].strip()
        return found[1] if between in _BEFORE_WHO else None

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
        fitting = {place for _, place in before if self._descriptions.fits(place, noun, modifiers)}
        if len(fitting) != 1:
            window = self._paragraphs.start(position, _PARAGRAPHS_BACK)
            fitting = {place for start, place in before if start >= window and place in fitting}
        if len(fitting) != 1 or (not person and before[-1][1] not in fitting):
            return None
        return fitting.pop()

    def _candidates(self, position: int, gender: str) -> list[tuple[int, int]]:
        first = bisect_left(self._named, (self._paragraphs.start(position, _PARAGRAPHS_BACK), -1))
        last = bisect_left(self._named, (position, -1))
        return [
            (where, place)
            for where, place in self._named[first:last]
            if self._entities[place].label == "PERSON"
            and self.gender(place) in (gender, None)
            and not self._quoted(where)
        ]

    def _quoted(self, position: int) -> bool:
        index = bisect_left(self._content_starts, position + 1) - 1
        return index >= 0 and position < self._contents[index].end
