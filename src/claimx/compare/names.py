"""Who is who across articles.

An article's own entities come first: where it says `Benjamin Netanyahu` and later `Netanyahu`, that is one
already. Across articles, full names are joined where they agree (the same surname, first names that are
equal, an initial or a short form). A surname alone is joined to a full name only where exactly one in all
articles has it, so that two Clintons stay two. Names of organizations are joined where they differ in case,
`the` or a legal form, and an acronym where the articles tell what it stands for, and always the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from claimx.pipeline.entities.organizations import key
from claimx.pipeline.entities.people import PersonName, agree, read_name
from claimx.schema import Extraction, Source, SourceSpan
from claimx.text.tokens import Range


class Name(NamedTuple):
    """A name as an article has it."""

    text: str
    is_person: bool


def source_name(extraction: Extraction, source: SourceSpan | None) -> Name | None:
    """The name of whoever a statement or number is attributed to, if it is a name."""
    if source is None:
        return None
    entity = next((e for e in extraction.entities if e.id == source.entity), None)
    is_person = entity.label == "PERSON" if entity else isinstance(source, Source) and source.kind == "person"
    text = source.name or (entity.name if entity else None)
    if text is None and isinstance(source, Source) and source.kind in ("organization", "document"):
        text = source.text.removeprefix("The ").removeprefix("the ")
        # `The company` is another one in every article.
        text = text if text[:1].isupper() and source.start and " " in text else None
    return Name(" ".join(text.split()), is_person) if text else None


class Names:
    """Takes the names of all articles; then tells which are of one."""

    def __init__(self) -> None:
        self._people: Counter[str] = Counter()
        self._things: Counter[str] = Counter()
        self._long_forms: defaultdict[str, set[str]] = defaultdict(set)
        self._joined: dict[Name, str] | None = None

    def add(self, extraction: Extraction) -> None:
        """Learn the names of an article."""
        for entity in extraction.entities:
            name = " ".join(entity.name.split())
            if entity.label == "PERSON":
                self._people[name] += 1
            elif entity.label == "ORG":
                self._things[name] += 1
                for mention in entity.mentions:
                    if mention.kind == "name":
                        self._long_forms[key(mention.text, "ORG")].add(key(name, "ORG"))
        for statement in extraction.statements:
            if found := source_name(extraction, statement.source):
                (self._people if found.is_person else self._things)[found.text] += 1

    def joined(self, name: Name | None) -> str | None:
        """The name that stands for all of one's names."""
        if name is None:
            return None
        if self._joined is None:
            self._joined = {**self._join_people(), **self._join_things()}
        return self._joined.get(name, name.text)

    def _join_things(self) -> dict[Name, str]:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._things:
            short = key(name, "ORG")
            longer = self._long_forms.get(short, set()) - {short}
            groups[longer.pop() if len(longer) == 1 else short].append(name)
        return {
            Name(name, False): self._most_used(group, self._things)
            for group in groups.values()
            for name in group
        }

    def _join_people(self) -> dict[Name, str]:
        read = {name: read_name(name, Range(0, len(name))) for name in self._people}
        bearers: defaultdict[str, list[_Person]] = defaultdict(list)
        for name in sorted(read, key=lambda name: (-len(read[name].words), name)):
            if len(read[name].words) > 1:
                _take(name, read[name], bearers[read[name].words[-1]])
        joined: dict[Name, str] = {}
        for people in bearers.values():
            for person in people:
                shown = self._most_used(person.names, self._people)
                joined.update((Name(name, True), shown) for name in person.names)
        for name, parts in read.items():
            if len(parts.words) == 1:
                fitting = bearers.get(parts.words[0], [])
                only = fitting[0].names if len(fitting) == 1 else [name]
                joined[Name(name, True)] = self._most_used(only, self._people)
        return joined

    @staticmethod
    def _most_used(names: list[str], counts: Counter[str]) -> str:
        return min(names, key=lambda name: (-counts[name], -len(name), name))


class _Person(NamedTuple):
    parts: PersonName
    names: list[str]


def _take(name: str, parts: PersonName, people: list[_Person]) -> None:
    """Add a full name to the person it is of, or to a new one where none or several fit."""
    same = [person for person in people if agree(person.parts, parts)]
    exact = [person for person in same if person.parts.words == parts.words]
    known = exact or same
    if len(known) == 1:
        known[0].names.append(name)
    else:
        people.append(_Person(parts, [name]))
