"""Which names mean the same: word lists about names, and the clustering of the names of an article.

People: full names are joined first: same surname and first names that agree (equal, an initial, a short
form), middle names that do not contradict, the same `Jr.`. A single name then goes to the full name it is
the surname of, else to the one it is the first name (or another part) of, if there is only one. A surname
that several people of the article bear goes to the one named in full in the same paragraph, if that is one
only; otherwise to the one mentioned most often so far, since newsrooms keep the bare surname for the person
a story is about. `Mr.` and `Mrs.` and first names of one gender rule out the others.

Everything else: two names are the same when their keys are equal: a key ignores case, dots, a possessive,
`the`, a company's legal form and `U.S.` before a government body; `Department of X` is `X Department`; a
table holds other names of countries and well-known bodies. A short form then joins the name it abbreviates:
next to it in brackets, by its initials, or without a generic noun (`Brookings Institution`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal
from unicodedata import combining, normalize

from claimx.pipeline.records import Entity
from claimx.text.lexicon import read_json, read_rows, word_set
from claimx.text.tokens import Range

WordList = Literal[
    "titles",  # before a person's name and no part of it: `mr`, `sen`, `president`
    "name_suffixes",  # after a surname: `jr`, `iii`
    "corporate_suffixes",  # legal forms at the end of a company's name: `inc`, `ltd`
    "generic_nouns",  # left out in short forms of an organization's name: `Brookings Institution`
    "club_nouns",  # last words of names of clubs, which may be left out or be the short form: `Arden United`
    "bodies",  # nouns for organizations before their names: `the union Blue Line`
    "organization_nouns",  # last words of names of organizations, never of places: `Sandia View Academy`
    "facility_nouns",  # last words of names of buildings and roads: `Edwards Air Force Base`
    "partisans",  # last words of names of the members of a party: `New Democrats`
    "national_bodies",  # last words of government bodies, with or without their country: `U.S. Senate`
    "law_nouns",  # last words of names of laws and treaties
    "place_modifiers",  # part of one name with the state after them: `Northern California`, `Lake Ontario`
]
_FILES = {
    "titles": "names.json",
    "name_suffixes": "names.json",
    "place_modifiers": "places.json",
}


def words(name: WordList) -> frozenset[str]:
    """A list of lower-case words."""
    return word_set(__package__, _FILES.get(name, "things.json"), name)


@cache
def gendered_titles() -> dict[str, str]:
    """Title -> `m` or `f`."""
    listed: dict[str, str] = read_json(__package__, "names.json")["gendered_titles"]
    return {word: gender for gender, titles in listed.items() for word in titles.split()}


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """First name -> the other names the same person may go by."""
    known: dict[str, set[str]] = {}
    for line in read_json(__package__, "names.json")["nicknames"]:
        full, *short = line.split()
        for name in short:
            known.setdefault(full, set()).add(name)
            known.setdefault(name, set()).add(full)
    return {name: frozenset(others) for name, others in known.items()}


@cache
def first_names() -> dict[str, str]:
    """First name -> `m` or `f`, for names that are nearly always one or the other."""
    return {row[0]: row[1] for row in read_rows(__package__, "first_names.tsv")}


@cache
def well_known() -> dict[str, str]:
    """Name -> label, for names that the network has learned wrong labels of."""
    table: dict[str, list[str]] = read_json(__package__, "well_known.json")
    return {name: label for label, names in table.items() for name in names}


@cache
def states() -> frozenset[str]:
    """States and provinces of North America, which addresses name after a town, case-folded."""
    return _folded_places("states")


@cache
def state_codes() -> frozenset[str]:
    """Codes and abbreviations of the same (`TX`, `Calif`)."""
    places = read_json(__package__, "places.json")
    return frozenset(places["codes"] + places["abbreviations"])


@cache
def countries() -> frozenset[str]:
    """Countries whose name means nothing else, case-folded."""
    return _folded_places("countries")


def _folded_places(key: str) -> frozenset[str]:
    return frozenset(name.casefold() for name in read_json(__package__, "places.json")[key])


def alias_groups() -> list[list[str]]:
    """Names of the same thing; the first of each group is the key of all."""
    groups: list[list[str]] = read_json(__package__, "things.json")["aliases"]
    return groups


_WORD = re.compile(r"\S+")
_EDGE = "\"'’‘“”`.,()[]"
# Bounds the search for the start of a paragraph.
_PARAGRAPH = 3000
_BEFORE = re.compile(r"(\w+)\.?\s$")
_BORN = re.compile(r"\b(?:[Bb]orn|n[ée]e)\s$")


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
    owners = people.add_full_names(text, names)
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

    def add_full_names(self, text: str, names: list[PersonName]) -> dict[int, PersonCluster]:
        """The clusters of full names that agree, by position; the longest names are clustered first.

        A name of birth is that of the person with the same first name: `Born Ada Reed, Ada Moss won …`.
        """
        owners: dict[int, PersonCluster] = {}
        full = [position for position, name in enumerate(names) if len(name.words) > 1]
        for position in sorted(full, key=lambda position: -len(names[position].words)):
            name = names[position]
            near = {id(p): p for word in (name.words[0], name.words[-1]) for p in self._by_word.get(word, ())}
            same = [person for person in near.values() if agree(person, name)]
            if not same and _BORN.search(text, max(0, name.range.start - 6), name.range.start):
                same = [person for person in near.values() if person.words[0] == name.words[0]]
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


_DOTS = re.compile(r"(?<=\w)\.|’s\b|'s\b|[\"“”‘`()\[\]]")
_SEPARATOR = re.compile(r"[\s\u00a0‐‑–—-]+")
_STORM = re.compile(r"^(?:cyclone|hurricane|typhoon|(?:tropical )?storm) ")
_DEPARTMENT = re.compile(r"(department|ministry) (?:of|for) (?:the )?(.+)")
_ACRONYM = re.compile(r"[A-Z][A-Z&.]*[A-Z]\.?s?$")
_BRACKET = re.compile(r"\s*[(\[]\s*(?:the\s+|or\s+)?[\"“'‘]?$")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "at", "de"})
_US = ("us ", "united states ")


def fold(name: str) -> str:
    """A name without case, dots, quote marks and kind of space or hyphen."""
    return _SEPARATOR.sub(" ", _DOTS.sub("", name.replace("’", "'")).replace("&", " and ").casefold()).strip()


@cache
def _aliases() -> dict[str, str]:
    return {_shape(name): _shape(group[0]) for group in alias_groups() for name in group}


def _shape(folded: str) -> str:
    """A folded name without its article and legal form, government departments in one order."""
    name = folded.removeprefix("the ")
    for country in _US:
        rest = name.removeprefix(country)
        if (rest != name and rest.rpartition(" ")[2] in words("national_bodies")) or _DEPARTMENT.match(rest):
            name = rest
    department = _DEPARTMENT.match(name)
    if department:
        name = f"{department.group(2)} {department.group(1)}"
    parts = name.replace(",", " ").split()
    while len(parts) > 1 and parts[-1] in words("corporate_suffixes"):
        parts.pop()
    return " ".join(parts)


def key(name: str, label: str) -> str:
    """The key that all names of the same thing share."""
    shape = _shape(fold(name))
    if label == "NORP" and shape.endswith("s") and not shape.endswith("ss"):
        shape = shape[:-1]
    if label == "EVENT":
        shape = _STORM.sub("", shape)
    return _aliases().get(shape, shape)


def short_names(name: str) -> set[str]:
    """Short forms of an organization's name: without legal form, and without generic noun."""
    shape = _shape(fold(name))
    first, _, last = shape.rpartition(" ")
    return {shape, first} if first and last in words("generic_nouns") else {shape}


def cluster_organizations(text: str, spans: list[Range], labels: list[str]) -> list[list[int]]:
    """Positions in `spans` (in document order), grouped by the thing named."""
    groups: dict[str, list[int]] = {}
    for position, (start, end) in enumerate(spans):
        groups.setdefault(key(text[start:end], labels[position]), []).append(position)
    for short, long in _short_forms(text, spans, labels, groups):
        if short in groups and long in groups and short != long:
            groups[long].extend(groups.pop(short))
    return [sorted(group) for group in groups.values()]


def _short_forms(
    text: str, spans: list[Range], labels: list[str], groups: dict[str, list[int]]
) -> list[tuple[str, str]]:
    """Pairs of keys: a short form and the name it abbreviates."""
    where = {position: name for name, group in groups.items() for position in group}
    pairs: dict[str, str] = {}
    for position in range(1, len(spans)):
        before, after = spans[position - 1], spans[position]
        if not _BRACKET.fullmatch(text, before.end, after.start):
            continue
        for short, long in ((position, position - 1), (position - 1, position)):
            if _abbreviates(text[slice(*spans[short])], fold(text[slice(*spans[long])])):
                pairs.setdefault(where[short], where[long])
    by_initials = _initials(groups)
    by_last_word: dict[str, set[str]] = {}
    for name, group in groups.items():
        if " " in name and labels[group[0]] == "ORG":
            by_last_word.setdefault(name.rpartition(" ")[2], set()).add(name)
    for name, group in groups.items():
        if name in pairs:
            continue
        shown = text[slice(*spans[group[0]])]
        if _ACRONYM.match(shown):
            longs = by_initials.get(name.removesuffix("s"), set()) | by_initials.get(name, set())
        elif labels[group[0]] == "ORG":
            nouns = words("generic_nouns") | words("club_nouns")
            longs = {f"{name} {noun}" for noun in nouns if f"{name} {noun}" in groups}
            if name.endswith("s") or name in words("club_nouns"):
                longs |= by_last_word.get(name, set())  # `Rovers`, of `Arden Rovers`
        else:
            continue
        if len(longs) == 1:
            pairs[name] = longs.pop()
    return list(pairs.items())


def _initials(groups: dict[str, list[int]]) -> dict[str, set[str]]:
    """Initials of three letters and more -> keys of the names they may abbreviate."""
    found: dict[str, set[str]] = {}
    for name in groups:
        parts = name.split()
        if len(parts) < 3:
            continue
        all_words = "".join(word[0] for word in parts)
        weighty = "".join(word[0] for word in parts if word not in _SMALL)
        for letters in {all_words, weighty}:
            if len(letters) > 2:
                found.setdefault(letters, set()).add(name)
    return found


def _abbreviates(short: str, long: str) -> bool:
    """Whether the letters of an acronym occur in this order in a longer name, the first one first."""
    letters = fold(short).replace(" ", "")
    if not _ACRONYM.match(short) or len(long.split()) < 2 or not long.startswith(letters[0]):
        return False
    rest = iter(long)
    return all(letter in rest for letter in letters.removesuffix("s"))
