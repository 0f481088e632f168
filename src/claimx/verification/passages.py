"""Sentences, words and utterances of documents, and which sentences are about the same thing.

Words are compared in a normal form that house styles share: case-folded, `didn't` as `did not`, `3,800` and
`twenty` as digits, `%` and `per cent` as `percent`.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from claimx.compare.words import Word, lemma, numerals, words, written_out
from claimx.errors import check_type
from claimx.schema import AnySpan, Extraction, Quantity, Source, Statement, TextSpan, span_in
from claimx.text.lexicon import word_set
from claimx.text.quotes import find_quotations
from claimx.text.sentences import Paragraphs, paragraph_starts, split_sentences
from claimx.verification import ChangeKind, ClaimKind, Finding, FindingVerdict, Passage, WordChange

_WORD = re.compile(
    r"per[ \u00a0]cent\b|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[%£$€¥₹]",
    re.IGNORECASE,
)
_PERCENT = frozenset({"%", "per cent", "percent"})
# The words of attribution between two quoted parts of one utterance, at most.
_LONGEST_ATTRIBUTION = 12
# `CAROLINE WREN (chief executive):`, `Caroline Wren, chief executive:`
_LABEL = re.compile(
    r"^[^\S\n]*(?:\*\*)?(?P<name>[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,4})"
    r"(?: \([^()\n]{1,40}\)|, [^.:;\n]{1,60})?:(?:\*\*)?(?=\s)",
    re.MULTILINE,
)
# Letters of a lemma by which words are compared, so that `announcement` is found by `announce`.
_STEM = 6
_CANDIDATES = 10
_LEAST_CONTEXT = 0.12
# A word that no source has is half as telling: a draft says the same in other words.
_UNKNOWN = 0.5


def find_words(text: str) -> list[Word]:
    """The words of a text in their normal form."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        raw, first, last = match.group(), match.start(), match.end()
        folded = " ".join(raw.casefold().replace("’", "'").split())
        if folded in _PERCENT:
            found.append(Word("percent", first, last, False))
        elif (parts := written_out(folded))[1:] == ("not",):
            negation = last - len("not")
            found.append(Word(parts[0], first, negation, raw[0].isupper()))
            found.append(Word("not", negation, last, False))
        else:
            number = _numbers().get(folded, folded)
            found.append(Word(number.replace(",", ""), first, last, raw[0].isupper()))
    return found


@cache
def _numbers() -> dict[str, str]:
    """Number word -> digits, for the words from `two` to `ninety` that newspapers spell out."""
    return {
        word: digits
        for word, digits in numerals().items()
        if digits.isdigit() and 1 < int(digits) < 100 and word != "dozen"
    }


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The beginning of the lemma of a case-folded word."""
    return lemma(word.removesuffix("'s"))[:_STEM]


def content_stems(found: Iterable[Word]) -> list[str]:
    """The stems of content words, numbers included."""
    stop = words("stop_words") | word_set(__package__, "words.json", "reporting")
    return [
        stem(word.text)
        for word in found
        if word.text not in stop and lemma(word.text) not in stop and word.text != "percent"
    ]


class Utterance(NamedTuple):
    """What one speaker says without interruption: quoted parts with only an attribution between them."""

    number: int
    start: int
    end: int


class Text:
    """A document: its sentences, words, quotations and speakers by position."""

    def __init__(self, extraction: Extraction) -> None:
        """Divide its text.

        Raises:
            WrongTypeError: it is no extraction.
            InputError: it was saved without its text.
        """
        remedy = "read each text with claimx.extract(text), and give the sources as a list"
        check_type(extraction, Extraction, "each draft, source and version", remedy)
        self.extraction = extraction
        self.id = extraction.document.id
        self.text = extraction.document.text
        self.sentences = split_sentences(self.text)
        self._starts = [sentence.start for sentence in self.sentences]
        self.words = find_words(self.text)
        self.word_starts = [word.start for word in self.words]
        self._paragraphs = Paragraphs(self.text)
        self.quoted = [(found.start, found.end) for found in find_quotations(self.text, self._paragraphs)]
        self.utterances = list(_utterances(self.text, self.quoted))
        labels = ((m.start(), m["name"]) for m in _LABEL.finditer(self.text))
        self._labels = [label for label in labels if _is_speaker(label[1])]
        if not _is_transcript(self.text, [name for _, name in self._labels]):
            self._labels = []

    def sentence_at(self, position: int) -> int:
        """The number of the sentence at a position, or of the one before it."""
        return max(0, bisect_right(self._starts, position) - 1)

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words between two offsets."""
        first = bisect_right(self.word_starts, start - 1)
        return self.words[first : bisect_right(self.word_starts, end - 1)]

    def numbers_in(self, number: int) -> list[Quantity]:
        """The numbers of a sentence; none before the first."""
        if number < 0:
            return []
        sentence = self.sentences[number]
        return [q for q in self.extraction.quantities if sentence.start <= q.start < sentence.end]

    def passage(self, start: int, end: int) -> Passage:
        """A stretch with the sentences around it."""
        first, last = self.sentence_at(start), self.sentence_at(max(start, end - 1))
        begins, ends = self.sentences[first].start, max(end, self.sentences[last].end)
        around = span_in(self.text, min(start, begins), ends)
        text = self.text[start:end]
        return Passage.model_construct(document=self.id, start=start, end=end, text=text, sentence=around)

    def quoted_at(self, start: int, end: int) -> tuple[int, int] | None:
        """The quoted span that covers the middle of a stretch."""
        middle = (start + end) // 2
        return next(((a, b) for a, b in self.quoted if a <= middle < b), None)

    def utterance_at(self, position: int) -> Utterance | None:
        """The utterance that covers a position."""
        return next((u for u in self.utterances if u.start <= position < u.end), None)

    def statement_at(self, start: int, end: int) -> Statement | None:
        """The statement whose content covers most of a stretch; the innermost of several."""
        best, most, size = None, 0, 0
        for statement in self.extraction.statements:
            shared = sum(max(0, min(end, p.end) - max(start, p.start)) for p in statement.content)
            length = sum(p.end - p.start for p in statement.content)
            if shared > most or (shared == most and shared and length < size):
                best, most, size = statement, shared, length
        return best

    def label_at(self, position: int) -> str | None:
        """The speaker's label (`MAYOR LENZ:`) that a position of a transcript follows."""
        index = bisect_right(self._labels, (position, "\uffff")) - 1
        return self._labels[index][1].title() if index >= 0 else None

    def names_before(self, position: int) -> tuple[frozenset[str], frozenset[str]]:
        """The names of people in the paragraph of a position, and all names in it and in the one before."""
        first, second = self._paragraphs.start(position), self._paragraphs.start(position, 1)
        people, names = set(), set()
        for entity in self.extraction.entities:
            starts = [mention.start for mention in entity.mentions if mention.kind == "name"]
            if any(second <= start for start in starts if start < position):
                names.add(entity.name)
            if entity.label == "PERSON" and any(first <= start < position for start in starts):
                people.add(entity.name)
        return frozenset(people), frozenset(names)

    def source_at(self, start: int, end: int) -> Source | None:
        """The source of the statement at a stretch."""
        statement = self.statement_at(start, end)
        return statement.source if statement else None


def _is_speaker(label: str) -> bool:
    """Whether a label may be a name or an office, not the `Q` and `A` of questions and answers."""
    return len(label) > 1 and all(word[0].isupper() for word in label.split())


def _is_transcript(text: str, labels: Sequence[str]) -> bool:
    """Whether lines that begin with a word and a colon are what speakers say in turn."""
    counts = Counter(labels)
    paragraphs = len(paragraph_starts(text))
    return len(counts) > 1 and counts.most_common(1)[0][1] > 1 and 3 * len(labels) > paragraphs


def _utterances(text: str, quoted: Sequence[tuple[int, int]]) -> Iterator[Utterance]:
    """Quoted spans, joined over what may be an attribution."""
    start = end = number = 0
    for first, last in quoted:
        if end and not _is_attribution(text[end:first], text[end - 2 : end]):
            yield Utterance(number, start, end)
            number += 1
            start = first
        elif not end:
            start = first
        end = last
    if end:
        yield Utterance(number, start, end)


def _is_attribution(gap: str, before: str) -> bool:
    """Whether the words between two quoted spans may be no more than `she said`."""
    count = len(_WORD.findall(gap))
    if not count:
        return True
    inside = gap.strip()
    ends = len(re.findall(r"[.!?](?=\s|$)", inside))
    return "\n" not in gap and count <= _LONGEST_ATTRIBUTION and ends <= 1 and before[:1] in ",.!?…—–-"


def new_finding(
    kind: ClaimKind,
    verdict: FindingVerdict,
    draft: Passage,
    sources: Sequence[Passage],
    changes: Sequence[ChangeKind] = (),
    differences: Sequence[WordChange] = (),
    speaker: str | None = None,
    source_speakers: Sequence[str] = (),
) -> Finding:
    """A finding; its id is its place among all."""
    return Finding.model_construct(
        id="",
        kind=kind,
        verdict=verdict,
        changes=list(changes),
        draft=draft,
        sources=list(sources),
        differences=list(differences),
        speaker=speaker,
        source_speakers=list(source_speakers),
    )


class Match(NamedTuple):
    """The verdict on a figure or a name of the draft, and the place of the sources that it is about."""

    verdict: FindingVerdict
    changes: tuple[ChangeKind, ...] = ()
    text: Text | None = None
    span: AnySpan | None = None


class Context(NamedTuple):
    """A sentence of a source, and how much of a sentence of the draft it has, from 0 to 1."""

    score: float
    text: Text
    number: int

    @property
    def sentence(self) -> TextSpan:
        """The sentence."""
        return self.text.sentences[self.number]


class Sources:
    """The documents a draft is checked against, with an index of their words."""

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self.texts = [Text(extraction) for extraction in extractions]
        self._stems: list[tuple[int, int, frozenset[str]]] = []
        self._by_stem: defaultdict[str, list[int]] = defaultdict(list)
        self.positions: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, text in enumerate(self.texts):
            for index, word in enumerate(text.words):
                self.positions[word.text].append((number, index))
            for index, sentence in enumerate(text.sentences):
                stems = frozenset(content_stems(text.words_in(sentence.start, sentence.end)))
                for each in stems:
                    self._by_stem[each].append(len(self._stems))
                self._stems.append((number, index, stems))

    def rarity(self, stem: str) -> float:
        """The weight of a stem: the rarer in the sources, the heavier."""
        return math.log(1 + (1 + len(self._stems)) / (1 + len(self._by_stem.get(stem, ()))))

    def shared(self, ours: set[str], theirs: set[str]) -> float:
        """How much of some stems others have, from 0 to 1, by their rarity."""
        # `fsum`: sets have no order.
        total = math.fsum(map(self.rarity, ours))
        return math.fsum(map(self.rarity, ours & theirs)) / total if total else 0.0

    def contexts(self, found: Iterable[Word]) -> list[Context]:
        """The sentences that have most of the content words given, best first."""
        wanted = set(content_stems(found))
        total = math.fsum(self.rarity(each) * (1 if each in self._by_stem else _UNKNOWN) for each in wanted)
        scores: Counter[int] = Counter()
        for each in sorted(wanted):
            weight = self.rarity(each)
            for place in self._by_stem.get(each, ()):
                scores[place] += weight  # type: ignore[assignment]
        contexts = []
        for place, score in scores.most_common(_CANDIDATES):
            number, index, _ = self._stems[place]
            if score / total >= _LEAST_CONTEXT:
                contexts.append(Context(score / total, self.texts[number], index))
        return contexts

    def find_sequence(self, wanted: Sequence[str]) -> tuple[Text, TextSpan] | None:
        """The first place of some words one after the other, in their normal form or with `'s`."""
        if not wanted:
            return None
        starts = (wanted[0], f"{wanted[0]}'s")
        for number, index in (place for start in starts for place in self.positions.get(start, ())):
            text = self.texts[number]
            found = text.words[index : index + len(wanted)]
            if [word.text.removesuffix("'s") for word in found] == list(wanted):
                return text, span_in(text.text, found[0].start, found[-1].end)
        return None
