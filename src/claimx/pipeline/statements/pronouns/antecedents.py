"""Reads an article from its start and says whom each `he` and `she` means."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import TYPE_CHECKING

from claimx.pipeline.records import Entity
from claimx.pipeline.statements.pronouns.features import Situation, features_of_all
from claimx.pipeline.statements.pronouns.people import People, Person
from claimx.pipeline.statements.pronouns.ranker import LIKELY, SURE, Ranker, shipped_ranker
from claimx.pipeline.statements.pronouns.sightings import SUBJECTS, Finder, Sighting
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from claimx.text.quotes import Quotations

# Words said, and who says them, where that is known.
Speech = tuple[Range, Range | None]
# Told of every pronoun: where it stands, and the people's features and probabilities, `nobody` last.
Observer = Callable[[Situation, list[list[str]], list[float]], "Person | None"]

_CLAUSES_UP = 8
_FIRST_AND_SECOND = frozenset({"i", "you", "we", "my", "your"})
# Shares of those words in an article: below the first it is a report, past the last a conversation.
_SPOKEN = (0.004, 0.02, 0.05)
_CLAUSE_ROLES = ("subject", "object")


class Antecedents:
    """Whom the pronouns of one article mean."""

    def __init__(
        self,
        doc: Doc,
        entities: list[Entity],
        quotations: Quotations,
        speeches: list[Speech],
        ranker: Ranker | None = None,
        observer: Observer | None = None,
    ) -> None:
        self._doc = doc
        self._ranker = ranker or shipped_ranker()
        self._observer = observer
        self._sightings = Finder(doc, entities, quotations).find()
        self._starts = [sighting.range.start for sighting in self._sightings]
        self._people = People(doc.text, entities)
        self._names = [sum(mention.kind == "name" for mention in entity.mentions) for entity in entities]
        people = (n for n, entity in zip(self._names, entities, strict=True) if entity.label == "PERSON")
        self._often = max(people, default=0)
        self._speeches = sorted(speeches, key=lambda speech: speech[0])
        self._speech_starts = [content.start for content, _ in self._speeches]
        self._sources = sorted({source for _, source in speeches if source})
        self._source_starts = [source.start for source in self._sources]
        self._previous: dict[str, Sighting] = {}
        self._spoken = _spoken(doc, quotations)
        self._named: dict[int, int] = {}
        for sighting in self._sightings:
            self._read(sighting)

    def named(self, start: int) -> int | None:
        """The position of the entity meant by the pronoun at a character, None where that is not sure."""
        return self._named.get(start)

    def _read(self, sighting: Sighting) -> None:
        if sighting.kind == "name":
            self._people.name(sighting)
        elif sighting.kind == "noun":
            self._people.noun(sighting)
        else:
            person = self._resolve(sighting)
            if person:
                person.gender = person.gender or sighting.gender
                self._people.see(person, sighting)
            if sighting.gender:
                self._previous[sighting.gender] = sighting

    def _resolve(self, pronoun: Sighting) -> Person | None:
        now = self._situation(pronoun)
        rows = features_of_all(now)
        chances = self._ranker(rows)
        best = max(range(len(chances)), key=chances.__getitem__)
        person = now.people[best] if best < len(now.people) and chances[best] >= LIKELY else None
        if person and person.place is not None and chances[best] >= SURE:
            self._named[pronoun.range.start] = person.place
        return self._observer(now, rows, chances) if self._observer else person

    def _situation(self, pronoun: Sighting) -> Situation:
        assert pronoun.gender is not None
        start = pronoun.range.start
        people = [p for p in self._people.thought_of(pronoun.gender) if not _barred(p.last, pronoun)]
        previous = self._previous.get(pronoun.gender)
        place = bisect_left(self._source_starts, start)
        return Situation(
            pronoun=pronoun,
            people=people,
            names=[self._names[p.place] if p.place is not None else 0 for p in people],
            often=self._often,
            previous=previous,
            meant_before=self._people.at(previous.range.start) if previous else None,
            speaker=self._within(self._sources[place - 1]) if place else None,
            own=self._own(start),
            above=self._above(pronoun),
            is_source=self._source_starts[place : place + 1] == [start],
            spoken=self._spoken,
        )

    def _within(self, span: Range) -> Person | None:
        """The person spoken of last in a span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return self._people.at(self._starts[last - 1]) if first < last else None

    def _own(self, position: int) -> Person | None:
        """Who says the words that a character stands in."""
        index = bisect_right(self._speech_starts, position) - 1
        if index < 0 or position >= self._speeches[index][0].end:
            return None
        source = self._speeches[index][1]
        return self._within(source) if source else None

    def _above(self, pronoun: Sighting) -> list[Person]:
        """The subjects of the clauses that a pronoun's clause hangs on, the nearest first."""
        found: list[Person] = []
        below = self._doc[pronoun.root]
        own_verb = below.head.i
        for _ in range(_CLAUSES_UP):
            verb = below.head
            if verb.i == below.i:
                break
            persons = [] if verb.i == own_verb else self._subjects(verb, pronoun.root)
            if below.dep_ == "acl:relcl":
                persons.append(self._people.with_root(verb.i))
            found += [person for person in persons if person and person not in found]
            below = verb
        return found

    def _subjects(self, verb: Token, before: int) -> list[Person | None]:
        return [
            self._people.with_root(child.i)
            for child in verb.lefts
            if child.dep_ in SUBJECTS and child.i < before
        ]


def _barred(last: Sighting, pronoun: Sighting) -> bool:
    """Whether grammar rules out that a pronoun means whoever was last seen somewhere: `Reed praised him`."""
    if pronoun.word in ("himself", "herself"):
        return False
    if pronoun.role in _CLAUSE_ROLES and last.role in _CLAUSE_ROLES:
        return last.head == pronoun.head >= 0 and last.role != pronoun.role
    return pronoun.role == "possessive" and last.root == pronoun.head


def _spoken(doc: Doc, quotations: Quotations) -> int:
    """How far an article's own words, outside quotations, are those of people in conversation."""
    words = sum(token.lower_ in _FIRST_AND_SECOND and quotations.at(token.idx) is None for token in doc)
    return bisect_right(_SPOKEN, words / max(1, len(doc)))
