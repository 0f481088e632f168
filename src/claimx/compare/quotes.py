"""Quotations that several articles have: their versions, and the differences between these.

Candidates are wordings that share a rare run of words (shingle). Two belong together if most words of the
shorter one are in the longer one in the same order. Paraphrases are found by speaker and words in a story.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, zip_longest
from zlib import crc32

from rapidfuzz.distance import Indel, LCSseq

from claimx.compare.names import Name, Names, source_name
from claimx.compare.schema import ComparedQuote, Difference, Edit, Rendering, Version
from claimx.compare.store import Store, pack, unpack
from claimx.compare.stories import Articles, Groups
from claimx.compare.text import Word, content_lemmas, quoted_parts, words_of
from claimx.schema import Extraction, Statement, TextSpan

_LEAST_WORDS = 4
_SHINGLE = 4
_LEAST_SIMILARITY = 0.7
# A run of words in this many wordings is a common phrase.
_COMMON = 60
_CANDIDATES = 25
# Shorter quotations must share story or speaker, since others may say the same on another occasion.
_TELLING_WORDS = 12
_LEAST_LEMMAS = 3
_PARAPHRASE = 0.6
# Paraphrases are searched for by at most this many words of a quotation.
_SOUGHT_LEMMAS = 40


@dataclass(slots=True)
class QuoteInstance:
    """A quotation or indirect speech in one article."""

    position: int
    article: str
    statement: Statement
    parts: list[TextSpan]
    words: tuple[str, ...]
    """The quoted words; empty for indirect speech."""
    name: Name | None


class QuoteComparison:
    """Collects the statements of articles, then compares their quotations."""

    def __init__(self, store: Store, articles: Articles, names: Names) -> None:
        self._store = store
        self._articles = articles
        self._names = names

    def add(self, extraction: Extraction, position: int) -> None:
        """Collect the quotations of an article, and its indirect speech."""
        for statement in extraction.statements:
            name = source_name(extraction, statement.source)
            quoted = quoted_parts(statement)
            words = tuple(word.text for word in words_of(quoted))
            instance = QuoteInstance(position, extraction.document.id, statement, quoted, words, name)
            if len(words) >= _LEAST_WORDS:
                self._store.insert("quotes", [(self._wording(words), position, pack(instance))])
            elif name:
                self._keep_report(replace(instance, parts=statement.content, words=()), name)

    def _wording(self, words: Sequence[str]) -> int:
        text = " ".join(words)
        for (known,) in self._store.run("SELECT wording FROM wordings WHERE text = ?", (text,)):
            return int(known)
        self._store.insert("wordings", [(None, text)])
        ((new,),) = self._store.run("SELECT last_insert_rowid()")
        self._store.insert("shingles", ((shingle, new) for shingle in _shingles(words)))
        return int(new)

    def _keep_report(self, instance: QuoteInstance, name: Name) -> None:
        lemmas = set(content_lemmas(words_of(instance.parts)))
        if len(lemmas) >= _LEAST_LEMMAS:
            self._store.insert("reports", [(None, len(lemmas), pack(instance))])
            ((new,),) = self._store.run("SELECT last_insert_rowid()")
            keys = (_report_key(name, word) for word in lemmas)
            self._store.insert("report_words", ((key, new) for key in keys))

    def compare(self) -> Iterator[ComparedQuote]:
        """The quotations that several articles have."""
        self._store.do("CREATE INDEX by_shingle ON shingles (shingle)")
        self._store.do("CREATE INDEX by_wording ON quotes (wording)")
        self._store.do("CREATE INDEX by_word ON report_words (key)")
        for wordings in self._groups():
            for instances in self._occasions(wordings):
                fullest = _fullest(instances)
                instances += self._paraphrases(fullest, instances)
                if len({s.position for s in instances}) > 1:
                    yield self._quotation(fullest, instances)

    def _groups(self) -> Iterator[list[int]]:
        """Groups of wordings that are nearly the same."""
        groups = Groups()
        for wording, text in self._store.run("SELECT wording, text FROM wordings"):
            words = text.split()
            for other, other_text in self._candidates(wording, words):
                if similarity(words, other_text.split()) >= _LEAST_SIMILARITY:
                    groups.join(wording, other)
        members: defaultdict[int, list[int]] = defaultdict(list)
        for (wording,) in self._store.run("SELECT wording FROM wordings"):
            members[groups.find(wording)].append(wording)
        yield from members.values()

    def _candidates(self, wording: int, words: Sequence[str]) -> list[tuple[int, str]]:
        """The earlier wordings that share most runs of words."""
        votes: Counter[int] = Counter()
        for shingle in _shingles(words):
            sharing = "SELECT wording FROM shingles WHERE shingle = ? LIMIT ?"
            found = [other for (other,) in self._store.run(sharing, (shingle, _COMMON))]
            if len(found) < _COMMON:
                votes.update(other for other in found if other < wording)
        found = [other for other, _ in votes.most_common(_CANDIDATES)]
        marks = ", ".join("?" * len(found))
        return list(self._store.run(f"SELECT wording, text FROM wordings WHERE wording IN ({marks})", found))

    def _occasions(self, wordings: list[int]) -> Iterator[list[QuoteInstance]]:
        """The instances of a group of wordings; short ones are separated by story and speaker."""
        instances = [instance for wording in wordings for instance in self._quotes(wording)]
        if min(len(s.words) for s in instances) >= _TELLING_WORDS:
            yield instances
            return
        groups = Groups()
        first: dict[object, int] = {}
        for index, instance in enumerate(instances):
            for key in (self._articles.story(instance.position), self._names.canonical(instance.name)):
                if key is not None:
                    groups.join(index, first.setdefault(key, index))
        occasions: defaultdict[int, list[QuoteInstance]] = defaultdict(list)
        for index, instance in enumerate(instances):
            occasions[groups.find(index)].append(instance)
        yield from occasions.values()

    def _quotes(self, wording: int) -> Iterator[QuoteInstance]:
        for (record,) in self._store.run("SELECT record FROM quotes WHERE wording = ?", (wording,)):
            yield unpack(record)

    def _paraphrases(self, fullest: QuoteInstance, quoted: Sequence[QuoteInstance]) -> list[QuoteInstance]:
        """Indirect speech of the same speakers with nearly these words in other articles of the story."""
        lemmas = list(dict.fromkeys(content_lemmas(words_of(fullest.parts))))[:_SOUGHT_LEMMAS]
        speakers = {s.name: self._names.canonical(s.name) for s in quoted if s.name}
        known = {s.position for s in quoted}
        stories = {self._articles.story(position) for position in known}
        found = []
        for name in {_surname(name): name for name in speakers}.values():
            for report in self._reports([_report_key(name, word) for word in lemmas]):
                if report.position in known or self._articles.story(report.position) not in stories:
                    continue
                if self._names.canonical(report.name) in speakers.values():
                    known.add(report.position)
                    found.append(report)
        return sorted(found, key=lambda report: report.position)

    def _reports(self, keys: Sequence[str]) -> Iterator[QuoteInstance]:
        """Indirect speech that shares most of its words with the keys."""
        marks = ", ".join("?" * len(keys))
        rows = self._store.run(
            "SELECT record FROM reports JOIN (SELECT report, count(*) AS shared FROM report_words "
            f"WHERE key IN ({marks}) GROUP BY report HAVING shared >= ?) USING (report) "
            "WHERE shared >= ? * lemmas ORDER BY report",
            (*keys, _LEAST_LEMMAS, _PARAPHRASE),
        )
        for (record,) in rows:
            yield unpack(record)

    def _quotation(self, fullest: QuoteInstance, instances: Sequence[QuoteInstance]) -> ComparedQuote:
        ordered = [fullest, *(s for s in instances if s is not fullest)]
        speakers = Counter(name for s in ordered if (name := self._names.canonical(s.name)))
        people = {self._names.canonical(s.name) or "" for s in ordered if s.name and s.name.is_person}
        return ComparedQuote(
            speakers=[name for name, _ in speakers.most_common()],
            disputed=any(not _may_be_same(a, b) for a, b in combinations(people, 2)),
            articles=len({s.position for s in ordered}),
            renderings=[self._rendering(fullest, instance) for instance in ordered],
        )

    def _rendering(self, fullest: QuoteInstance, instance: QuoteInstance) -> Rendering:
        version: Version = "fullest" if instance is fullest else "paraphrased"
        differences: list[Difference] = []
        if instance is not fullest and instance.words:
            version, differences = compare_versions(fullest.parts, instance.parts)
        return Rendering.model_construct(
            article=instance.article,
            result=instance.statement.id,
            quote=instance.statement.quote,
            parts=instance.parts,
            source=instance.statement.source,
            speaker=self._names.canonical(instance.name),
            version=version,
            differences=differences,
        )


def _fullest(instances: Sequence[QuoteInstance]) -> QuoteInstance:
    """The longest version; of several, the most frequent."""
    counts = Counter(instance.words for instance in instances)
    return max(instances, key=lambda s: (len(s.words), counts[s.words], -s.position))


def _shingles(words: Sequence[str]) -> set[int]:
    """Hashes of all runs of words."""
    runs = range(len(words) - _SHINGLE + 1)
    return {crc32(" ".join(words[start : start + _SHINGLE]).encode()) for start in runs}


def _may_be_same(a: str, b: str) -> bool:
    """Whether one name is part of the other: a surname fits everyone who has it."""
    return set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())


def _surname(name: Name) -> str:
    return name.text.split()[-1].casefold()


def _report_key(name: Name, lemma: str) -> str:
    return f"{_surname(name)} {lemma}"


def similarity(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of the shorter text's words that are in the longer one in the same order."""
    return float(LCSseq.similarity(a, b)) / min(len(a), len(b))


def compare_versions(fullest: list[TextSpan], here: list[TextSpan]) -> tuple[Version, list[Difference]]:
    """The kind of a version and its differences from the fullest, ignoring case and punctuation."""
    theirs, ours = words_of(fullest), words_of(here)
    differences = [
        difference
        for (a, b), (c, d) in _gaps([word.text for word in theirs], [word.text for word in ours])
        for difference in _differences(_spans(fullest, theirs[a:b]), _spans(here, ours[c:d]))
    ]
    if not differences:
        return "same", []
    cut = all(difference.edit == "cut" for difference in differences)
    return "cut" if cut else "changed", differences


def _gaps(a: list[str], b: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The gaps between the words that two texts share, as word positions in each."""
    a_end = b_end = 0
    for block in [*Indel.opcodes(a, b).as_matching_blocks()]:
        if block.a > a_end or block.b > b_end:
            yield (a_end, block.a), (b_end, block.b)
        a_end, b_end = block.a + block.size, block.b + block.size


def _spans(parts: list[TextSpan], words: list[Word]) -> list[TextSpan]:
    """The spans covered by words, one for each part of the quotation."""
    spans = []
    for part in parts:
        inside = [word for word in words if part.start <= word.start < part.end]
        if inside:
            start, end = inside[0].start, inside[-1].end
            text = part.text[start - part.start : end - part.start]
            spans.append(TextSpan.model_construct(start=start, end=end, text=text))
    return spans


def _differences(fullest: list[TextSpan], here: list[TextSpan]) -> Iterator[Difference]:
    for theirs, ours in zip_longest(fullest, here):
        edit: Edit = "cut" if ours is None else "added" if theirs is None else "replaced"
        yield Difference(edit=edit, fullest=theirs, here=ours)
