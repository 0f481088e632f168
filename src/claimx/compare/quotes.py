"""Quotations that several articles have: their versions, and the differences between these.

Sentences are compared, not statements. Within a story each sentence joins the longest one that it may be a
version of: two words suffice for one speaker, more are needed where the speaker is another or unknown. Across
stories, sentences must share a rare run of words (shingle). A row is a sentence, or neighbouring sentences
that the same statements have. Indirect speech joins by speaker and words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, groupby
from zlib import crc32

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from claimx.compare import ComparedQuote, Difference, QuoteVerdict, Rendering, Version
from claimx.compare.names import Names, same_name
from claimx.compare.stories import Articles, Store, pack, unpack
from claimx.compare.versions import (
    QuotedSentence,
    compare_negation,
    compare_versions,
    denials,
    joined,
    quoted_sentences,
)
from claimx.schema import Extraction, TextSpan
from claimx.text.lexicon import lemmatize

# Across stories quotations need so many words, and a shared run of so many.
_LEAST_WORDS = 4
_SHINGLE = 4
_LEAST_SIMILARITY = 0.7
# A run of words in this many wordings is a common phrase.
_COMMON = 60
_CANDIDATES = 25
# Across stories, shorter quotations must share the speaker: others may say the same on another occasion.
_TELLING_WORDS = 12
# Words quoted of one speaker within a story; fewer are looked for only as a whole.
_SHORT = 3
# How much of the shorter wording, and how many content words, must be shared within a story, by what is
# known of the speakers.
_SIMILARITY = {"same": 0.75, "unknown": 0.85, "different": 0.85}
# A version of another or unknown speaker, two or three words within indirect speech, and words that were
# changed are looked for in sentences up to so many times as long.
_LONGER = {"same": 2.5, "unknown": 3, "different": 3}
# Changed words of another or unknown speaker are spread over so many times their number at the most.
_LOOSE = 1.25
_SHARED_LEMMAS = {"same": 1, "unknown": 2, "different": 2}
# So much alike, sentences of one speaker need not share content words.
_CLOSE = 0.8
# The same words in another order.
_REORDERED = 0.9
# Words given to different people must be so many, or fewer with content words: anybody may say `We will win`.
_TELLING_ENOUGH = 8
_DISPUTED_WORDS = 5
_DISPUTED_LEMMAS = 3
_WHOLE = 0.75
# A key in this many sentences of a story says little about which one is meant.
_COMMON_KEY = 400
_KEY_WORDS = 3
_LEAST_LEMMAS = 3
_PARAPHRASE = 0.6
_DENIAL = 0.75
_SAME_SPELLING = 85
_INNER_QUOTE = re.compile(r"\w,? [‘'“\"](?=\w)")

Cluster = list[QuotedSentence]
"""Versions of one sentence, the fullest first."""
Relation = Callable[[QuotedSentence, QuotedSentence], str]
"""Whether two sentences have the same speaker, different ones, or that is unknown."""


class QuoteComparison:
    """Collects the statements of articles, then compares their quotations."""

    def __init__(self, store: Store, articles: Articles, names: Names) -> None:
        self._store = store
        self._articles = articles
        self._names = names

    def add(self, extraction: Extraction, position: int) -> None:
        """Collect the quotations of an article, and its indirect speech."""
        found = list(quoted_sentences(extraction, position))
        if found:
            self._store.insert("quotes", [(position, pack(found))])

    def compare(self) -> Iterator[ComparedQuote]:
        """The quotations that several articles have."""
        for story in self._stories():
            for cluster in _Story(story, self._relation).clusters():
                self._keep(cluster)
        self._store.do("CREATE INDEX by_shingle ON shingles (shingle)")
        for passage in self._passages(self._absorbed()):
            if row := self._row(passage):
                yield row

    def _stories(self) -> Iterator[list[QuotedSentence]]:
        """The sentences of each story."""
        rows = self._store.run(
            "SELECT story, record FROM quotes JOIN articles USING (position) ORDER BY story, position"
        )
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield [sentence for _, record in group for sentence in unpack(record)]

    def _relation(self, a: QuotedSentence, b: QuotedSentence) -> str:
        """Whether two sentences have the same speaker, different ones, or that is unknown."""
        first, second = self._names.canonical(a.name), self._names.canonical(b.name)
        if first is None or second is None:
            return "unknown"
        if may_be_same(first, second):
            return "same"
        are_people = a.name and b.name and a.name.is_person and b.name.is_person
        return "different" if are_people else "unknown"

    def _keep(self, cluster: Cluster) -> None:
        """Keep a cluster on disk, the runs of words of its fullest version with it."""
        fullest = cluster[0]
        place = (fullest.origin.position, fullest.spans[0].start)
        self._store.insert("clusters", [(None, *place, len(fullest.words), pack(cluster))])
        ((new,),) = self._store.run("SELECT last_insert_rowid()")
        self._store.insert("shingles", ((shingle, new) for shingle in _shingles(fullest.words)))

    def _absorbed(self) -> dict[int, int]:
        """Clusters that are versions of a fuller one of another story: cluster -> that one."""
        absorbed: dict[int, int] = {}
        absorbing: set[int] = set()
        longest = "SELECT cluster, record FROM clusters ORDER BY size DESC, cluster"
        for number, record in self._store.run(longest):
            if number in absorbed:
                continue
            fullest = unpack(record)[0]
            for other, other_record in self._candidates(number, fullest):
                is_free = other not in absorbed and other not in absorbing
                if is_free and self._is_version(fullest, unpack(other_record)[0]):
                    absorbed[other] = number
                    absorbing.add(number)
        return absorbed

    def _candidates(self, number: int, fullest: QuotedSentence) -> list[tuple[int, bytes]]:
        """The clusters that share most runs of words, not longer ones."""
        votes: Counter[int] = Counter()
        for shingle in _shingles(fullest.words):
            sharing = "SELECT cluster FROM shingles WHERE shingle = ? LIMIT ?"
            found = [other for (other,) in self._store.run(sharing, (shingle, _COMMON))]
            if len(found) < _COMMON:
                votes.update(other for other in found if other != number)
        found = [other for other, _ in votes.most_common(_CANDIDATES)]
        marks = ", ".join("?" * len(found))
        chosen = f"SELECT cluster, record FROM clusters WHERE size <= ? AND cluster IN ({marks})"
        return list(self._store.run(chosen, (len(fullest.words), *found)))

    def _is_version(self, fullest: QuotedSentence, other: QuotedSentence) -> bool:
        """Whether a sentence of another story is the same remark."""
        stories = {self._articles.story(s.origin.position) for s in (fullest, other)}
        if len(stories) == 1 or similarity(fullest.words, other.words) < _LEAST_SIMILARITY:
            return False
        if len(other.words) >= _TELLING_WORDS:
            return True
        return self._relation(fullest, other) == "same" and len(other.lemmas & fullest.lemmas) > 1

    def _passages(self, absorbed: dict[int, int]) -> Iterator[list[Cluster]]:
        """Clusters, with those as one that are neighbours in every statement."""
        members: defaultdict[int, list[int]] = defaultdict(list)
        for other, number in absorbed.items():
            members[number].append(other)
        passage: list[Cluster] = []
        chosen = "SELECT cluster, record FROM clusters ORDER BY position, start, cluster"
        for number, record in self._store.run(chosen):
            if number in absorbed:
                continue
            cluster: Cluster = unpack(record)
            for other in members[number]:
                ((more,),) = self._store.run("SELECT record FROM clusters WHERE cluster = ?", (other,))
                cluster += unpack(more)
            if len({s.origin.position for s in (*cluster, *cluster[0].paraphrases)}) < 2:
                continue
            if passage and not _follows(passage[-1], cluster):
                yield passage
                passage = []
            passage.append(cluster)
        if passage:
            yield passage

    def _row(self, passage: list[Cluster]) -> ComparedQuote | None:
        statements: dict[tuple[int, str], list[QuotedSentence]] = {}
        for cluster in passage:
            for sentence in cluster:
                statements.setdefault(sentence.key, []).append(sentence)
        versions = list(statements.values())
        counts = Counter(_words(version) for version in versions)
        fullest = max(versions, key=lambda v: (len(_words(v)), counts[_words(v)], -v[0].origin.position))
        disputed = self._is_disputed(fullest, versions)
        if not disputed:
            versions = [v for v in versions if not self._is_somebody_else(fullest[0], v[0])]
        whole = {v[0].origin.position for v in versions if _words(v) == _words(fullest)}
        # An article that has the whole has cut nothing where it quotes a part again.
        versions = [v for v in versions if _words(v) == _words(fullest) or v[0].origin.position not in whole]
        ordered = [fullest, *(v for v in versions if v is not fullest)]
        quoted = {v[0].origin.position for v in ordered}
        reports = {
            report.origin.position: report
            for cluster in passage
            for report in cluster[0].paraphrases
            if report.origin.position not in quoted
        }
        ordered += [[report] for _, report in sorted(reports.items())]
        if len({v[0].origin.position for v in ordered}) < 2:
            return None
        renderings = [self._rendering(fullest, version) for version in ordered]
        speakers = Counter(name for v in ordered if (name := self._names.canonical(v[0].name)))
        return ComparedQuote(
            verdict=_verdict(renderings, disputed=disputed),
            speakers=[name for name, _ in speakers.most_common()],
            disputed=disputed,
            articles=len({v[0].origin.position for v in ordered}),
            renderings=renderings,
        )

    def _is_somebody_else(self, fullest: QuotedSentence, other: QuotedSentence) -> bool:
        """Whether words are surely another person's, who may have said them too."""
        return other.is_near and self._relation(fullest, other) == "different"

    def _is_disputed(self, fullest: list[QuotedSentence], versions: list[list[QuotedSentence]]) -> bool:
        """Whether two articles give the words to different people.

        An article that gives them to both, as with a quotation in a quotation, is no evidence, nor is a
        source far from the words.
        """
        people: defaultdict[int, set[str]] = defaultdict(set)
        for version in versions:
            if not _is_telling(fullest, version) or any(_quotes_another(s) for s in version):
                continue
            is_told = any(s.is_near and s.is_named for s in version)
            if (first := version[0]).name and first.name.is_person and is_told:
                people[first.origin.position].add(self._names.canonical(first.name) or first.name.text)
        return any(
            not any(may_be_same(a, b) for a in one for b in other)
            for one, other in combinations(people.values(), 2)
        )

    def _rendering(self, fullest: list[QuotedSentence], version: list[QuotedSentence]) -> Rendering:
        first = version[0]
        kind, differences = _version(fullest, version)
        return Rendering.model_construct(
            article=first.origin.id,
            result=first.statement,
            quote=first.quote,
            parts=joined(first.parts, [span for sentence in version for span in sentence.spans]),
            source=first.source,
            speaker=self._names.canonical(first.name),
            publisher=first.origin.publisher,
            published=first.origin.published,
            path=first.origin.path,
            sentence=first.around,
            version=kind,
            differences=differences,
        )


class _Story:
    """The sentences of one story, and which are versions of the same one."""

    def __init__(self, found: list[QuotedSentence], relation: Relation) -> None:
        self._relation = relation
        self._quoted = [sentence for sentence in found if sentence.words]
        self._reports = [sentence for sentence in found if not sentence.words]
        self._clusters: list[Cluster] = []
        self._wordings = {(*sentence.key, sentence.index): sentence.words for sentence in self._quoted}
        self._by_words: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)

    def clusters(self) -> list[Cluster]:
        """All sentences, each with its versions; the longest, then the most frequent leads."""
        counts = Counter(sentence.words for sentence in self._quoted)
        for sentence in sorted(self._quoted, key=lambda s: (-len(s.words), -counts[s.words])):
            best = max(self._candidates(sentence), default=None)
            if best and best[0] > 0:
                self._clusters[-best[1]].append(sentence)
            else:
                self._start(sentence)
        for report in self._reports:
            self._add_report(report)
        return self._clusters

    def _start(self, sentence: QuotedSentence) -> None:
        number = len(self._clusters)
        self._clusters.append([sentence])
        self._by_words[sentence.words].append(number)
        for key in _keys(sentence):
            self._by_key[key].append(number)

    def _candidates(self, sentence: QuotedSentence) -> Iterator[tuple[float, int]]:
        """The likeness of clusters that share content words, and their numbers, negative."""
        near = dict.fromkeys(self._by_words.get(sentence.words, ()))
        near |= dict.fromkeys(self._sharing(_keys(sentence)))
        for number in near:
            cluster = self._clusters[number]
            fullest = cluster[0]
            has_same = fullest.words == sentence.words
            if has_same and self._neighbours(fullest) & self._neighbours(sentence):
                yield 3.0, -number
            else:
                yield likeness(cluster, sentence, self._relation(fullest, sentence)), -number

    def _neighbours(self, sentence: QuotedSentence) -> set[tuple[str, ...]]:
        """The wordings of the sentences before and after one."""
        beside = (self._wordings.get((*sentence.key, sentence.index + step)) for step in (-1, 1))
        return {words for words in beside if words}

    def _sharing(self, keys: set[str]) -> list[int]:
        votes: Counter[int] = Counter()
        for key in keys:
            if len(found := self._by_key.get(key, ())) <= _COMMON_KEY:
                votes.update(found)
        return [number for number, _ in votes.most_common(_CANDIDATES)]

    def _add_report(self, report: QuotedSentence) -> None:
        """Add indirect speech to the sentence it paraphrases, of the same speaker in another article."""
        for number in self._sharing(_keys(report)):
            fullest = self._clusters[number][0]
            shared = len(report.lemmas & fullest.lemmas)
            if self._relation(fullest, report) != "same" or report.origin.position == fullest.origin.position:
                continue
            if fullest.words:
                is_paraphrase = shared >= _PARAPHRASE * len(report.lemmas) and (
                    shared >= _LEAST_LEMMAS or shared >= max(2, _PARAPHRASE * len(fullest.lemmas))
                )
            else:
                # Indirect speech alone is compared only for what one says and another denies.
                is_paraphrase = shared >= _LEAST_LEMMAS and bool(_denial(fullest, report))
            if is_paraphrase:
                fullest.paraphrases.append(report)
                return
        if len(report.lemmas) >= _LEAST_LEMMAS:
            self._start(report)


def _keys(sentence: QuotedSentence) -> set[str]:
    """What sentences are found by: content words, and runs of words for sentences that have none."""
    runs = range(len(sentence.words) - _KEY_WORDS + 1)
    return {*sentence.lemmas, *(" ".join(sentence.words[n : n + _KEY_WORDS]) for n in runs)}


def likeness(cluster: Cluster, sentence: QuotedSentence, relation: str) -> float:
    """How much a sentence is a version of the fullest of a cluster; 0 where it is none."""
    fullest = cluster[0]
    size = len(sentence.words)
    if size < (2 if relation == "same" else _LEAST_WORDS):
        return 0.0
    if fullest.words == sentence.words:
        return 2.0
    both = (fullest.words, sentence.words)
    if relation == "same":
        # `No shot was fired`, `Shots were fired`
        both = (tuple(map(lemmatize, fullest.words)), tuple(map(lemmatize, sentence.words)))
    blocks = LCSseq.opcodes(*both).as_matching_blocks()
    matched = [block for block in blocks if block.size]
    if not matched:
        return 0.0
    alike = sum(block.size for block in matched) / size
    extent = matched[-1].a + matched[-1].size - matched[0].a
    is_inside = alike == 1 and extent == size
    if relation == "same" and size > _SHORT and Counter(both[0]) == Counter(both[1]):
        # `Ten minutes, not ten hours`, `ten hours, not ten minutes`
        alike = max(alike, _REORDERED)
    longest = size + 1 if size <= _SHORT else 2 * size + 6
    if alike < _SIMILARITY[relation] or extent > longest:
        return 0.0
    if alike < 1 and relation != "same" and extent > _LOOSE * size:
        # `We can be proud to have one of the lowest rates`, `We have the lowest level`
        return 0.0
    if alike < 1 and size < 2 * _SHORT and len(fullest.words) > 2 * size:
        return 0.0
    is_loose = alike < 1 or relation != "same" or (size <= _SHORT and sentence.quote == "mixed")
    if is_loose and len(fullest.words) > _LONGER[relation] * size + 1:
        return 0.0
    shared = len(fullest.lemmas & sentence.lemmas)
    is_close = size >= 2 * _SHORT and alike >= _CLOSE and extent <= size + 1 and relation == "same"
    if not is_close and shared < max(_SHARED_LEMMAS[relation], len(sentence.lemmas) / 2):
        return 0.0
    # An article that has both quotes two remarks, unless one is a part of the other.
    if not is_inside and any(s.origin.position == sentence.origin.position for s in cluster):
        return 0.0
    return alike + (relation == "same") / 2


def _quotes_another(sentence: QuotedSentence) -> bool:
    """Whether a quotation begins within the sentence: its words may be another speaker's."""
    return any(_INNER_QUOTE.search(span.text) for span in sentence.spans)


def _is_telling(fullest: list[QuotedSentence], version: list[QuotedSentence]) -> bool:
    """Whether a version has so many words, or nearly all, that no other speaker would say them by chance."""
    size = len(_words(version))
    lemmas = frozenset().union(*(sentence.lemmas for sentence in version))
    words = _words(fullest)
    is_whole = size >= _WHOLE * len(words)
    is_beginning = size > _DISPUTED_WORDS and words[:size] == _words(version)
    least = _DISPUTED_LEMMAS - (is_whole and is_beginning)
    return size >= _TELLING_ENOUGH or (
        (is_whole or is_beginning) and size >= _DISPUTED_WORDS and len(lemmas) >= least
    )


def _version(
    fullest: list[QuotedSentence], version: list[QuotedSentence]
) -> tuple[Version, list[Difference]]:
    """The kind of a version of a passage, and its differences from the fullest."""
    if version is fullest:
        return "fullest", []
    if not version[0].words:
        return "paraphrased", _denial(fullest[0], version[0])
    kinds: list[Version] = []
    differences: list[Difference] = []
    before: tuple[QuotedSentence, QuotedSentence] | None = None
    for theirs, ours in zip(fullest, version, strict=False):
        if before and (gap := _left_out(before, theirs, ours)):
            kinds.append("cut")
            differences.append(Difference(edit="cut", fullest=gap, here=None, touches=[]))
        kind, edits = compare_versions(theirs.spans, ours.spans, fragment=ours.quote == "mixed")
        kinds.append(kind)
        differences += edits
        before = theirs, ours
    return next((kind for kind in ("changed", "cut") if kind in kinds), "same"), differences


def _left_out(
    before: tuple[QuotedSentence, QuotedSentence], theirs: QuotedSentence, ours: QuotedSentence
) -> TextSpan | None:
    """Sentences left out between two that are quoted as if they followed each other."""
    if theirs.index == before[0].index + 1 or ours.index != before[1].index + 1:
        return None
    start, end = before[0].spans[-1].end, theirs.spans[0].start
    for part in theirs.parts:
        if part.start <= start and end <= part.end and _in_one_part(before[1], ours):
            text = part.text[start - part.start : end - part.start]
            first = start + len(text) - len(text.lstrip())
            return TextSpan.model_construct(start=first, end=first + len(text.strip()), text=text.strip())
    return None


def _in_one_part(a: QuotedSentence, b: QuotedSentence) -> bool:
    return any(part.start <= a.spans[-1].start and b.spans[0].end <= part.end for part in b.parts)


def _denial(fullest: QuotedSentence, report: QuotedSentence) -> list[Difference]:
    """The negation that one of two reports in different words has and the other has not."""
    shared = len(fullest.lemmas & report.lemmas)
    if shared < _LEAST_LEMMAS or shared < _DENIAL * max(len(fullest.lemmas), len(report.lemmas)):
        return []
    return compare_negation(denials(fullest), denials(report))


def _verdict(renderings: Sequence[Rendering], *, disputed: bool) -> QuoteVerdict:
    if disputed:
        return "disputed"
    if any(difference.touches for rendering in renderings for difference in rendering.differences):
        return "meaning_may_change"
    versions = {rendering.version for rendering in renderings}
    verdicts: tuple[QuoteVerdict, ...] = ("changed", "cut", "paraphrased")
    return next((verdict for verdict in verdicts if verdict in versions), "same")


def _follows(before: Cluster, after: Cluster) -> bool:
    """Whether the sentences of a cluster follow those of another in every statement."""
    earlier = {sentence.key: sentence for sentence in before if sentence.words}
    later = {sentence.key: sentence for sentence in after if sentence.words}
    if (
        not earlier
        or earlier.keys() != later.keys()
        or len(before) != len(earlier)
        or len(after) != len(later)
    ):
        return False
    steps = [later[key].index - earlier[key].index for key in later]
    if min(steps) < 1:
        return False
    return max(steps) == 1 or any(
        step == 1 and _in_one_part(earlier[key], later[key]) for key, step in zip(later, steps, strict=True)
    )


def _words(version: list[QuotedSentence]) -> tuple[str, ...]:
    return tuple(word for sentence in version for word in sentence.words)


def _shingles(found: Sequence[str]) -> set[int]:
    """Hashes of all runs of words."""
    runs = range(len(found) - _SHINGLE + 1)
    return {crc32(" ".join(found[start : start + _SHINGLE]).encode()) for start in runs}


def may_be_same(a: str, b: str) -> bool:
    """Whether two names may be one person's: one is part of the other, or they are spelled nearly alike."""
    return same_name(a, b) or fuzz.ratio(a.casefold(), b.casefold()) >= _SAME_SPELLING


def similarity(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of the shorter text's words that are in the longer one in the same order."""
    return float(LCSseq.similarity(a, b)) / min(len(a), len(b))
