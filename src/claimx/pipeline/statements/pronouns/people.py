"""The people of an article as far as it has been read, named and unnamed, and where they were last seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimx.pipeline.entities import lexicon
from claimx.pipeline.entities.people import entity_gender
from claimx.pipeline.records import Entity
from claimx.pipeline.statements.pronouns.sightings import Sighting

# Somebody unnamed is taken for the same person again within so many characters.
_SAME_NOUN = 3000
# So many people are thought of at a time: those seen last.
_THOUGHT_OF = 10


@dataclass(slots=True, eq=False)
class Person:
    """Somebody whom an article speaks of. `told` says that name or noun tell the gender, not a pronoun."""

    place: int | None
    gender: str | None
    told: bool
    seen: list[Sighting] = field(default_factory=list)
    names: int = 0

    @property
    def last(self) -> Sighting:
        """Where this person was seen last."""
        return self.seen[-1]


class People:
    """Who has been spoken of so far."""

    def __init__(self, text: str, entities: list[Entity]) -> None:
        self._text = text
        self._entities = entities
        self._by_place: dict[int, Person] = {}
        self._unnamed: dict[str, Person] = {}
        self._recent: list[Person] = []
        self._by_start: dict[int, Person] = {}
        self._by_root: dict[int, Person] = {}

    def name(self, sighting: Sighting) -> None:
        """Take in a name."""
        place = sighting.place
        assert place is not None
        person = self._by_place.get(place)
        if person is None:
            if not _is_a_name(self._entities[place]):
                return
            gender = entity_gender(self._text, self._entities[place])
            person = self._by_place[place] = Person(place, gender, gender is not None)
        person.names += 1
        self.see(person, sighting)

    def noun(self, sighting: Sighting) -> None:
        """Take in somebody unnamed: a new person, or `the sailor` of before."""
        before = self._unnamed.get(sighting.word)
        if (
            before is None
            or sighting.standing == "indefinite"
            or sighting.range.start - before.last.range.start > _SAME_NOUN
        ):
            before = Person(None, sighting.gender, sighting.gender is not None)
            self._unnamed[sighting.word] = before
        self.see(before, sighting)

    def see(self, person: Person, sighting: Sighting) -> None:
        """Note that a person was seen."""
        person.seen.append(sighting)
        if person in self._recent:
            self._recent.remove(person)
        self._recent.append(person)
        self._by_start[sighting.range.start] = person
        self._by_root[sighting.root] = person

    def thought_of(self, gender: str) -> list[Person]:
        """Those that a pronoun of this gender may mean, the one seen last first."""
        fitting = [person for person in reversed(self._recent) if person.gender in (None, gender)]
        return fitting[:_THOUGHT_OF]

    def at(self, start: int) -> Person | None:
        """Whoever is spoken of by the words that start at a character."""
        return self._by_start.get(start)

    def with_root(self, token: int) -> Person | None:
        """Whoever is spoken of by the words that a token is the root of."""
        return self._by_root.get(token)


def _is_a_name(entity: Entity) -> bool:
    """Whether an entity has more of a name than a title (`Secretary`) or an exclamation."""
    words = {word.casefold().rstrip(".") for word in entity.name.split()}
    return not words <= lexicon.titles() | {"god"}
