"""Names of people and organizations across articles: which of them mean the same.

Names within an article are clustered by its entities. Across articles, full names of people are joined if
they agree (same surname; first names that are equal, an initial or a short form). A surname alone is joined
to a full name only if a single one in all articles has it: two Clintons stay two. Names of organizations are
joined if they differ only in case, `the` or legal form, acronyms if the articles agree on the long form.

Here too: who is quoted under these names, and how often.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from claimx.compare import Remark, Speaker
from claimx.compare.stories import Store, pack, unpack
from claimx.compare.words import folded_words, quoted_parts
from claimx.pipeline.entities.names import PersonName, agree, fold, key, read_name
from claimx.schema import Extraction, Source, SourceSpan, Statement
from claimx.text import single_spaced
from claimx.text.lexicon import lemmatize
from claimx.text.tokens import Range

_POSSESSIVES = frozenset({"her", "his", "its", "our", "their", "my", "your", "other", "some"})
# Words of a name with fewer letters may be in lower case: `of`, `the`.
_LOWER_CASE = 4


class Name(NamedTuple):
    """A name as written in an article."""

    text: str
    is_person: bool


def source_name(extraction: Extraction, source: SourceSpan | None) -> Name | None:
    """The name of a claimant, if it has one."""
    if source is None:
        return None
    entity = next((e for e in extraction.entities if e.id == source.entity), None)
    is_person = entity.label == "PERSON" if entity else isinstance(source, Source) and source.kind == "person"
    text = source.name or (entity.name if entity else None)
    if text is None and isinstance(source, Source) and source.kind in ("organization", "document"):
        text = source.text.removeprefix("The ").removeprefix("the ")
        # `The company` is a different one in every article, as are `Her campaign` and `Notes on the talks`.
        words = text.split()
        is_name = len(words) > 1 and all(word[0].isupper() or len(word) < _LOWER_CASE for word in words)
        text = text if is_name and words[0].casefold() not in _POSSESSIVES and source.start else None
    return Name(single_spaced(text), is_person) if text else None


def same_name(a: str, b: str) -> bool:
    """Whether all words of one name are in the other."""
    ours, theirs = set(fold(a).split()), set(fold(b).split())
    return ours <= theirs or theirs <= ours


class Names:
    """Cross-document name clustering: add all articles, then ask for canonical names."""

    def __init__(self) -> None:
        self._people: Counter[str] = Counter()
        self._organizations: Counter[str] = Counter()
        self._long_forms: defaultdict[str, set[str]] = defaultdict(set)
        self._joined: dict[Name, str] | None = None

    def add(self, extraction: Extraction) -> None:
        """Add the names of an article."""
        for entity in extraction.entities:
            name = single_spaced(entity.name)
            if entity.label == "PERSON":
                self._people[name] += 1
            elif entity.label == "ORG":
                self._organizations[name] += 1
                for mention in entity.mentions:
                    if mention.kind == "name":
                        self._long_forms[key(mention.text, "ORG")].add(key(name, "ORG"))
        for statement in extraction.statements:
            if found := source_name(extraction, statement.source):
                (self._people if found.is_person else self._organizations)[found.text] += 1

    def canonical(self, name: Name | None) -> str | None:
        """The most frequent of all names of the same person or organization."""
        if name is None:
            return None
        if self._joined is None:
            joined = chain(self._join_people(), self._join_organizations())
            # Most names stand for themselves.
            self._joined = {name: shown for name, shown in joined if shown != name.text}
        return self._joined.get(name, name.text)

    def _join_organizations(self) -> Iterator[tuple[Name, str]]:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._organizations:
            short = key(name, "ORG")
            longer = self._long_forms.get(short, set()) - {short}
            groups[longer.pop() if len(longer) == 1 else short].append(name)
        for group in groups.values():
            shown = self._most_used(group, self._organizations)
            yield from ((Name(name, False), shown) for name in group)

    def _join_people(self) -> Iterator[tuple[Name, str]]:
        read = {name: read_name(name, Range(0, len(name))) for name in self._people}
        bearers: defaultdict[str, list[_PersonCluster]] = defaultdict(list)
        for name in sorted(read, key=lambda name: (-len(read[name].words), name)):
            if len(read[name].words) > 1:
                _take(name, read[name], bearers[read[name].words[-1]])
        for people in bearers.values():
            for person in people:
                shown = self._most_used(person.names, self._people)
                yield from ((Name(name, True), shown) for name in person.names)
        for name, parts in read.items():
            if len(parts.words) == 1:
                fitting = bearers.get(parts.words[0], [])
                only = fitting[0].names if len(fitting) == 1 else [name]
                yield Name(name, True), self._most_used(only, self._people)

    @staticmethod
    def _most_used(names: list[str], counts: Counter[str]) -> str:
        return min(names, key=lambda name: (-counts[name], -len(name), name))


class _PersonCluster(NamedTuple):
    parts: PersonName
    names: list[str]


def _take(name: str, parts: PersonName, people: list[_PersonCluster]) -> None:
    """Add a full name to the only person it fits, else to a new one."""
    same = [person for person in people if agree(person.parts, parts)]
    exact = [person for person in same if person.parts.words == parts.words]
    known = exact or same
    if len(known) == 1:
        known[0].names.append(name)
    else:
        people.append(_PersonCluster(parts, [name]))


class SpeakerComparison:
    """Collects the named speakers of articles; remarks are statements with all words of `about`."""

    def __init__(self, store: Store, names: Names, about: str | None) -> None:
        self._store = store
        self._names = names
        self._about = set(map(lemmatize, folded_words(about or "")))

    def add(self, extraction: Extraction, position: int) -> None:
        """Collect the statements of an article that have a named speaker."""
        for statement in extraction.statements:
            name = source_name(extraction, statement.source)
            if name is None or statement.source is None:
                continue
            words = [word for part in statement.content for word in folded_words(part.text)]
            quoted = sum(len(folded_words(part.text)) for part in quoted_parts(statement))
            remark = self._remark(extraction, statement, words)
            row = (position, extraction.document.id, *name, statement.source.kind, len(words), quoted, remark)
            self._store.insert("voices", [(*row, None)])

    def _remark(self, extraction: Extraction, statement: Statement, words: list[str]) -> bytes | None:
        if not self._about or not self._about <= set(map(lemmatize, words)):
            return None
        remark = Remark.model_construct(
            article=extraction.document.id,
            result=statement.id,
            quote=statement.quote,
            parts=statement.content,
        )
        return pack(remark)

    def compare(self) -> Iterator[Speaker]:
        """The speakers, those in most articles first."""
        for name, is_person in list(self._store.run("SELECT DISTINCT name, is_person FROM voices")):
            values = (self._names.canonical(Name(name, bool(is_person))), name, is_person)
            self._store.do("UPDATE voices SET joined = ? WHERE name = ? AND is_person = ?", values)
        self._store.do("CREATE INDEX by_joined ON voices (joined)")
        ranked = self._store.run(
            "SELECT joined, count(DISTINCT position) AS articles, count(*) AS statements FROM voices "
            "GROUP BY joined ORDER BY articles DESC, statements DESC, joined"
        )
        for joined, _, statements in list(ranked):
            yield self._speaker(joined, statements)

    def _speaker(self, joined: str, statements: int) -> Speaker:
        names: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        articles: dict[str, None] = {}
        remarks = []
        words = quoted = 0
        rows = self._store.run(
            "SELECT article, name, kind, words, quoted, remark FROM voices WHERE joined = ? ORDER BY rowid",
            (joined,),
        )
        for article, name, kind, of_words, of_quoted, remark in rows:
            articles[article] = None
            names[name] += 1
            kinds[kind] += 1
            words += of_words
            quoted += of_quoted
            if remark:
                remarks.append(unpack(remark))
        return Speaker.model_construct(
            name=joined,
            kind=kinds.most_common(1)[0][0],
            also=sorted(names.keys() - {joined}),
            articles=list(articles),
            statements=statements,
            direct=round(quoted / words, 3) if words else 0.0,
            remarks=remarks,
        )
