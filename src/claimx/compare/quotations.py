"""The same words quoted in several articles.

A quotation is looked up by runs of words (shingles): two that share a rare enough run are held against each
other word by word, and belong together if most words of the shorter one stand in the other in the same order.
Statements without quotation marks are looked up by speaker and words, within a story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from zlib import crc32

from claimx.compare.articles import Articles
from claimx.compare.groups import Groups
from claimx.compare.names import Name, Names, source_name
from claimx.compare.quoted import quoted_parts, words_of
from claimx.compare.results import Difference, Quotation, Rendering, Version
from claimx.compare.store import Store, pack, unpack
from claimx.compare.versions import compare_versions, likeness
from claimx.compare.wording import content_lemmas
from claimx.schema import Extraction, Statement, TextSpan

_LEAST_WORDS = 4
_SHINGLE = 4
_LEAST_LIKENESS = 0.7
# A run of words that so many wordings have is a phrase of the language.
_COMMON = 60
_CANDIDATES = 25
# Words that are said again by others on other occasions: fewer than this are only the same in one story.
_TELLING_WORDS = 12
_LEAST_LEMMAS = 3
_PARAPHRASE = 0.6
# A paraphrase is looked for by this many of the words of a quotation at the most.
_SOUGHT_LEMMAS = 40


@dataclass(slots=True)
class _Sighting:
    """A quotation or report in one article."""

    position: int
    article: str
    statement: Statement
    parts: list[TextSpan]
    words: tuple[str, ...]
    """Those that are quoted; none in a report."""
    name: Name | None


class Quotations:
    """Takes the statements of articles, and gives the quotations that several of them have."""

    def __init__(self, store: Store, articles: Articles, names: Names) -> None:
        self._store = store
        self._articles = articles
        self._names = names

    def add(self, extraction: Extraction, position: int) -> None:
        """Keep the quotations of an article, and what it reports in its own words."""
        for statement in extraction.statements:
            name = source_name(extraction, statement.source)
            quoted = quoted_parts(statement)
            words = tuple(word.text for word in words_of(quoted))
            sighting = _Sighting(position, extraction.document.id, statement, quoted, words, name)
            if len(words) >= _LEAST_WORDS:
                self._keep_quotation(sighting)
            elif name:
                self._keep_report(replace(sighting, parts=statement.content, words=()), name)

    def _keep_quotation(self, sighting: _Sighting) -> None:
        wording = self._wording(sighting.words)
        self._store.insert("quotes", [(wording, sighting.position, pack(sighting))])

    def _wording(self, words: Sequence[str]) -> int:
        text = " ".join(words)
        for (known,) in self._store.run("SELECT wording FROM wordings WHERE text = ?", (text,)):
            return int(known)
        self._store.insert("wordings", [(None, text)])
        ((new,),) = self._store.run("SELECT last_insert_rowid()")
        self._store.insert("shingles", ((shingle, new) for shingle in _shingles(words)))
        return int(new)

    def _keep_report(self, sighting: _Sighting, name: Name) -> None:
        lemmas = set(content_lemmas(words_of(sighting.parts)))
        if len(lemmas) >= _LEAST_LEMMAS:
            self._store.insert("reports", [(None, len(lemmas), pack(sighting))])
            ((new,),) = self._store.run("SELECT last_insert_rowid()")
            keys = (_report_key(name, word) for word in lemmas)
            self._store.insert("report_words", ((key, new) for key in keys))

    def compare(self) -> Iterator[Quotation]:
        """The quotations that several articles have."""
        self._store.do("CREATE INDEX by_shingle ON shingles (shingle)")
        self._store.do("CREATE INDEX by_wording ON quotes (wording)")
        self._store.do("CREATE INDEX by_word ON report_words (key)")
        for wordings in self._alike():
            for sightings in self._same_occasion(wordings):
                fullest = _fullest(sightings)
                sightings += self._paraphrases(fullest, sightings)
                if len({s.position for s in sightings}) > 1:
                    yield self._quotation(fullest, sightings)

    def _alike(self) -> Iterator[list[int]]:
        """Wordings that are nearly the same, as groups."""
        groups = Groups()
        for wording, text in self._store.run("SELECT wording, text FROM wordings"):
            words = text.split()
            for other, other_text in self._candidates(wording, words):
                if likeness(words, other_text.split()) >= _LEAST_LIKENESS:
                    groups.join(wording, other)
        members: defaultdict[int, list[int]] = defaultdict(list)
        for (wording,) in self._store.run("SELECT wording FROM wordings"):
            members[groups.find(wording)].append(wording)
        yield from members.values()

    def _candidates(self, wording: int, words: Sequence[str]) -> list[tuple[int, str]]:
        """Earlier wordings that share the most runs of words with one."""
        votes: Counter[int] = Counter()
        for shingle in _shingles(words):
            sharing = "SELECT wording FROM shingles WHERE shingle = ? LIMIT ?"
            found = [other for (other,) in self._store.run(sharing, (shingle, _COMMON))]
            if len(found) < _COMMON:
                votes.update(other for other in found if other < wording)
        found = [other for other, _ in votes.most_common(_CANDIDATES)]
        marks = ", ".join("?" * len(found))
        return list(self._store.run(f"SELECT wording, text FROM wordings WHERE wording IN ({marks})", found))

    def _same_occasion(self, wordings: list[int]) -> Iterator[list[_Sighting]]:
        """The places of some wordings; short ones are told apart by story and speaker."""
        sightings = [sighting for wording in wordings for sighting in self._quotes(wording)]
        if min(len(s.words) for s in sightings) >= _TELLING_WORDS:
            yield sightings
            return
        groups = Groups()
        first: dict[object, int] = {}
        for index, sighting in enumerate(sightings):
            for key in (self._articles.story(sighting.position), self._names.joined(sighting.name)):
                if key is not None:
                    groups.join(index, first.setdefault(key, index))
        occasions: defaultdict[int, list[_Sighting]] = defaultdict(list)
        for index, sighting in enumerate(sightings):
            occasions[groups.find(index)].append(sighting)
        yield from occasions.values()

    def _quotes(self, wording: int) -> Iterator[_Sighting]:
        for (record,) in self._store.run("SELECT record FROM quotes WHERE wording = ?", (wording,)):
            yield unpack(record)

    def _paraphrases(self, fullest: _Sighting, quoted: Sequence[_Sighting]) -> list[_Sighting]:
        """What other articles of the story report the same speakers to have said in nearly these words."""
        lemmas = list(dict.fromkeys(content_lemmas(words_of(fullest.parts))))[:_SOUGHT_LEMMAS]
        speakers = {s.name: self._names.joined(s.name) for s in quoted if s.name}
        known = {s.position for s in quoted}
        stories = {self._articles.story(position) for position in known}
        found = []
        for name in {_surname(name): name for name in speakers}.values():
            for report in self._reports([_report_key(name, word) for word in lemmas]):
                if report.position in known or self._articles.story(report.position) not in stories:
                    continue
                if self._names.joined(report.name) in speakers.values():
                    known.add(report.position)
                    found.append(report)
        return sorted(found, key=lambda report: report.position)

    def _reports(self, keys: Sequence[str]) -> Iterator[_Sighting]:
        """Reports of which most words are among some."""
        marks = ", ".join("?" * len(keys))
        rows = self._store.run(
            "SELECT record FROM reports JOIN (SELECT report, count(*) AS shared FROM report_words "
            f"WHERE key IN ({marks}) GROUP BY report HAVING shared >= ?) USING (report) "
            "WHERE shared >= ? * lemmas ORDER BY report",
            (*keys, _LEAST_LEMMAS, _PARAPHRASE),
        )
        for (record,) in rows:
            yield unpack(record)

    def _quotation(self, fullest: _Sighting, sightings: Sequence[_Sighting]) -> Quotation:
        ordered = [fullest, *(s for s in sightings if s is not fullest)]
        speakers = Counter(name for s in ordered if (name := self._names.joined(s.name)))
        people = {self._names.joined(s.name) or "" for s in ordered if s.name and s.name.is_person}
        return Quotation(
            speakers=[name for name, _ in speakers.most_common()],
            disputed=any(not _may_be_one(a, b) for a, b in combinations(people, 2)),
            articles=len({s.position for s in ordered}),
            renderings=[self._rendering(fullest, sighting) for sighting in ordered],
        )

    def _rendering(self, fullest: _Sighting, sighting: _Sighting) -> Rendering:
        version: Version = "fullest" if sighting is fullest else "paraphrased"
        differences: list[Difference] = []
        if sighting is not fullest and sighting.words:
            version, differences = compare_versions(fullest.parts, sighting.parts)
        return Rendering.model_construct(
            article=sighting.article,
            result=sighting.statement.id,
            quote=sighting.statement.quote,
            parts=sighting.parts,
            source=sighting.statement.source,
            speaker=self._names.joined(sighting.name),
            version=version,
            differences=differences,
        )


def _fullest(sightings: Sequence[_Sighting]) -> _Sighting:
    """The longest version; of several, the one that most articles have."""
    counts = Counter(sighting.words for sighting in sightings)
    return max(sightings, key=lambda s: (len(s.words), counts[s.words], -s.position))


def _shingles(words: Sequence[str]) -> set[int]:
    """Runs of words, as numbers."""
    runs = range(len(words) - _SHINGLE + 1)
    return {crc32(" ".join(words[start : start + _SHINGLE]).encode()) for start in runs}


def _may_be_one(a: str, b: str) -> bool:
    """Whether a name is part of another: a bare surname may be that of anybody who has it."""
    return set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())


def _surname(name: Name) -> str:
    return name.text.split()[-1].casefold()


def _report_key(name: Name, lemma: str) -> str:
    return f"{_surname(name)} {lemma}"
