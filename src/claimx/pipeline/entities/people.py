"""Clustering of the mentions of people.

Full names are joined first: same surname and first names that agree (equal, an initial, a short form),
middle names that do not contradict, the same `Jr.`. A single name then goes to the full name it is the
surname of, else to the one it is the first name (or another part) of, if there is only one.

A surname that several people of the article bear goes to the one named in full in the same paragraph,
if that is one only; otherwise to the one mentioned most often so far, since newsrooms keep the bare surname
for the person a story is about. `Mr.` and `Mrs.` and first names of one gender rule out the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from unicodedata import combining, normalize

from claimx.pipeline.entities.lexicon import first_names, gendered_titles, nicknames, words
from claimx.pipeline.records import Entity
from claimx.text.tokens import Range

_WORD = re.compile(r"\S+")
_EDGE = "\"'’‘“”`.,()[]"
# Bounds the search for the start of a paragraph.
_PARAGRAPH = 3000
_BEFORE = re.compile(r"(\w+)\.?\s$")


@dataclass(slots=True)
class PersonName:
    """The parts of a person's name. `words` are case-folded, without titles and `Jr.`."""

    range: Range
    words: tuple[str, ...]
    suffix: str = ""
    gender: str | None = None


@dataclass(slots=True)
class PersonCluster:
    """The mentions of one person; `last_full`: where the last one by full name starts."""

    words: tuple[str, ...]
    suffix: str
    gender: str | None
    members: list[int] = field(default_factory=list)
    seen: int = 0
    last_full: int = -1

    def add(self, position: int, name: PersonName) -> None:
        """Add the mention at a position."""
        self.members.append(position)
        self.gender = self.gender or name.gender


def read_name(text: str, span: Range) -> PersonName:
    """The parts of a person's name; its range starts after titles (`Sen.`, `President`)."""
    titles, genders = words("titles"), gendered_titles()
    found = [(match.start(), _fold(match.group())) for match in _WORD.finditer(text, span.start, span.end)]
    before = _BEFORE.search(text, max(0, span.start - 14), span.start)
    gender = genders.get(before.group(1).casefold()) if before else None
    while len(found) > 1 and found[0][1] in titles:
        gender = genders.get(found.pop(0)[1], gender)
    parts = [word for _, word in found if word]
    if len(parts) > 1:
        gender = genders.get(parts[0], gender)
    suffix = parts.pop() if len(parts) > 1 and parts[-1] in words("name_suffixes") else ""
    if len(parts) > 1 and len(found) == len(parts) and text[found[0][0] : found[1][0]].rstrip().endswith(","):
        parts.append(parts.pop(0))
    return PersonName(Range(found[0][0], span.end), tuple(parts), suffix, gender)


def gender_of(words: tuple[str, ...]) -> str | None:
    """`m` or `f` where a first name is nearly always one or the other."""
    return first_names().get(words[0]) if words else None


def entity_gender(text: str, entity: Entity) -> str | None:
    """`m` or `f` where a title or a first name of an entity says so."""
    names = [read_name(text, mention.range) for mention in entity.mentions if mention.kind == "name"]
    told = [name.gender for name in names if name.gender]
    full = [gender for name in names if len(name.words) > 1 and (gender := gender_of(name.words))]
    single = [gender for name in names if (gender := gender_of(name.words))]
    return next(iter(told or full or single), None)


def cluster_people(text: str, names: list[PersonName]) -> list[list[int]]:
    """Positions in `names` (given in document order), grouped by person."""
    people = _Clusters()
    owners = people.add_full_names(names)
    for position, name in enumerate(names):
        if position in owners:
            person = owners[position]
            person.last_full = name.range.start
        else:
            person = people.bearer(text, name) or people.new(name)
            person.add(position, name)
        person.seen += 1
    return [sorted(person.members) for person in people.all]


def agree(person: PersonName | PersonCluster, name: PersonName) -> bool:
    """Whether two full names may be of one person."""
    ours, theirs = person.words, name.words
    if person.suffix != name.suffix:
        return False
    if ours[: len(theirs)] == theirs or ours[-len(theirs) :] == theirs:
        return True
    middles = zip(ours[1:-1], theirs[1:-1], strict=False)
    return (
        ours[-1] == theirs[-1]
        and (_initial(ours[0], theirs[0]) or theirs[0] in nicknames().get(ours[0], ()))
        and all(_initial(one, other) for one, other in middles)
    )


class _Clusters:
    """The person clusters of one article, found by the words of their names."""

    def __init__(self) -> None:
        self.all: list[PersonCluster] = []
        self._by_word: dict[str, list[PersonCluster]] = {}

    def new(self, name: PersonName) -> PersonCluster:
        first_name = gender_of(name.words) if len(name.words) > 1 else None
        person = PersonCluster(name.words, name.suffix, name.gender or first_name)
        self.all.append(person)
        for word in {*name.words, *(word.removeprefix("al-") for word in name.words[-1:])}:
            self._by_word.setdefault(word, []).append(person)
        return person

    def add_full_names(self, names: list[PersonName]) -> dict[int, PersonCluster]:
        """The clusters of full names that agree, by position; the longest names are clustered first."""
        owners: dict[int, PersonCluster] = {}
        full = [position for position, name in enumerate(names) if len(name.words) > 1]
        for position in sorted(full, key=lambda position: -len(names[position].words)):
            name = names[position]
            near = {id(p): p for word in (name.words[0], name.words[-1]) for p in self._by_word.get(word, ())}
            same = [person for person in near.values() if agree(person, name)]
            exact = [person for person in same if person.words == name.words]
            known = exact or same
            owners[position] = known[0] if exact or len(known) == 1 else self.new(name)
            owners[position].add(position, name)
        return owners

    def bearer(self, text: str, name: PersonName) -> PersonCluster | None:
        """The person that a single name refers to, None where no person in the article fits."""
        word = name.words[0] if name.words else ""
        fitting = [
            person
            for person in self._by_word.get(word, ())
            if (not name.suffix or person.suffix == name.suffix)
            and not (name.gender and person.gender and name.gender != person.gender)
        ]
        bearing = [person for person in fitting if person.words[-1].removeprefix("al-") == word]
        if bearing:
            return _likeliest(text, name, bearing)
        partly = [person for person in fitting if person.words[0] == word] or fitting
        return partly[0] if len(partly) == 1 else None


def _fold(word: str) -> str:
    """A word of a name without case, accents and punctuation at its edges."""
    folded = word.strip(_EDGE).replace("’", "'").casefold()
    if folded.isascii():
        return folded
    return "".join(char for char in normalize("NFKD", folded) if not combining(char))


def _initial(one: str, other: str) -> bool:
    """Whether two names are equal, or one is the other's initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _likeliest(text: str, name: PersonName, people: list[PersonCluster]) -> PersonCluster:
    """The person, of several with the same surname, that the bare surname refers to."""
    if len(people) == 1:
        return people[0]
    position = name.range.start
    paragraph = text.rfind("\n", max(0, position - _PARAGRAPH), position)
    near = [person for person in people if person.last_full > max(paragraph, position - _PARAGRAPH)]
    if len(near) == 1:
        return near[0]
    return max(people, key=lambda person: (person.seen, -person.members[0]))
