"""Sentences, words and utterances of documents, and which sentences are about the same thing.

Words are compared in a normal form that house styles share: case-folded, `didn't` as `did not`, `3,800` and
`twenty` as digits, `%` and `per cent` as `percent`. The unit and the tally of a number are those that its
sentence or its table gives it. A figure is the more relevant to one of the draft, the more words the two
sentences, and the words right around both figures, share.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import combinations, takewhile
from typing import Generic, NamedTuple, TypeVar

from claimx.compare.intervals import dimension
from claimx.compare.words import Word, numerals, words, written_out
from claimx.errors import check_type
from claimx.pipeline.quantities.tables import units
from claimx.schema import AnySpan, Date, Extraction, Quantity, Source, Statement, TextSpan, span_in
from claimx.text.lexicon import SPELLED, lemmatize, read_json, word_set
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
    """Number word -> digits, for the words from `two` to `ninety`."""
    return {
        word: digits
        for word, digits in numerals().items()
        if digits.isdigit() and 1 < int(digits) < 100 and word != "dozen"
    }


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The beginning of the lemma of a case-folded word."""
    return lemmatize(word.removesuffix("'s"))[:_STEM]


def content_stems(found: Iterable[Word]) -> list[str]:
    """The stems of content words, numbers included."""
    stop = words("stop_words") | word_set(__package__, "words.json", "reporting")
    return [
        stem(word.text)
        for word in found
        if word.text not in stop and lemmatize(word.text) not in stop and word.text != "percent"
    ]


class Utterance(NamedTuple):
    """What one speaker says without interruption: quoted parts with only an attribution between them."""

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
        self.utterances = _utterances(self.text, self.quoted)
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

    def words_of(self, span: AnySpan) -> list[Word]:
        """The words of a span."""
        return self.words_in(span.start, span.end)

    def sentence_around(self, position: int) -> TextSpan:
        """The sentence at a position, or the one before it."""
        return self.sentences[self.sentence_at(position)]

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


def _utterances(text: str, quoted: Sequence[tuple[int, int]]) -> list[Utterance]:
    """Quoted spans, joined over what may be an attribution."""
    found: list[Utterance] = []
    for first, last in quoted:
        end = found[-1].end if found else 0
        if found and _is_attribution(text[end:first], text[end - 2 : end]):
            found[-1] = found[-1]._replace(end=last)
        else:
            found.append(Utterance(first, last))
    return found


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

    @property
    def words(self) -> list[Word]:
        """The words of the sentence."""
        return self.text.words_of(self.sentence)


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
                stems = frozenset(content_stems(text.words_of(sentence)))
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


RATE = re.compile(
    r"(?:\s[^\W\d_]+){0,2}\s(?:an?|per|every|each)\s(hour|day|week|month|year|minute|second|night)\b", re.I
)
_SIDE = rf"(\d+|{SPELLED})"
TALLY = re.compile(
    rf"(?<![\d.,])(?<!from )(?<!between )\b{_SIDE}(?: votes?| seats?)?"
    rf"\s*(?:[-–]|to|against)\s*{_SIDE}(?![\d%]|[.,]\d)\b",
    re.I,
)
_TALLY_REACH = 16
# Units that a bare number does not share with the one before it.
_OWN_UNITS = frozenset({"count", "fraction", "times"})
# `19 minutes instead of 34`, `8 percent and 9`, `€1.8 billion, of which 300 million`; not `£3m on it and 14`
_JOINED = re.compile(
    r"^,? (?:and|or) $"
    r"|\b(?:than|of(?: (?:which|that|this|it))?,?|not|from|to|against|with|at|by|only|about|just)\s$",
    re.I,
)
# `14 of its 23 kilometres`, `6.4 by 3.8 metres`
_PART = re.compile(r" (?:by |(?:out )?of (?:(?:its|the|their|all)(?: the)? )?)", re.I)
_MAGNITUDE = re.compile(r"\b(?:million|billion|trillion)\b|\d(?:m|bn|tn)\b", re.I)
_THOUSAND, _WHOLE = 1000, 100
_SIZES = (10**12, 10**9, 10**6, 1)
_FEW_WORDS = 4
_NEXT_WORD = re.compile(r"[ \n]+([^\W\d_]+)")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


def base(quantity: Quantity) -> str:
    """A unit without its rate, the pounds of `£60 a year`; `points` are percentage points."""
    unit = quantity.unit.partition("/")[0]
    return "percentage_point" if unit == "point" else unit


def rate(text: Text, quantity: Quantity) -> str:
    """The unit of a rate, as read or in the words after the number."""
    period = quantity.unit.partition("/")[2]
    period = period if period.isalpha() else ""
    match = RATE.match(text.text, quantity.end)
    return period or (match[1].casefold() if match else "")


def differ_in_rate(draft: Text, ours: Quantity, text: Text, theirs: Quantity | Date) -> bool:
    """Whether both are rates, by different periods: `£50,000 a month`, `a year`."""
    rates = rate(draft, ours), rate(text, theirs) if isinstance(theirs, Quantity) else ""
    return all(rates) and rates[0] != rates[1]


def of_one_unit(text: Text, quantity: Quantity) -> Quantity:
    """A bare number with the unit that its column or the number before it gives it; basis points as points.

    `19 minutes instead of 34`, `1.8 billion euros, of which 300 million have been paid`; and with that of the
    first number in the sentence before: `We asked for 7 percent over two years. They offered 3.`
    """
    if quantity.unit == "basis_point":
        points = {"value_low": quantity.value_low / 100, "value_high": quantity.value_high / 100}
        return quantity.model_copy(update={**points, "unit": "percentage_point"})
    if quantity.unit != "count":
        return quantity
    if unit := _column_unit(text, quantity.start):
        return quantity.model_copy(update={"unit": unit})
    number = text.sentence_at(quantity.start)
    whole = next((q for q in text.numbers_in(number) if q.start > quantity.start), quantity)
    if _has_unit(whole) and _PART.fullmatch(text.text, quantity.end, whole.start):
        return quantity.model_copy(update={"unit": base(whole)})
    before = [q for q in text.numbers_in(number) if q.end <= quantity.start]
    last = before[-1] if before else next(filter(_has_unit, text.numbers_in(number - 1)), quantity)
    if not _has_unit(last) or not (before or dimension(last.unit) != "time"):
        return quantity
    if base(last) == "percent" and quantity.value_high > _WHOLE:
        return quantity  # `rose 6 per cent to 1.9 million`
    # `Within three days, 14 were arrested`: the second number has no unit.
    is_joined = before and _JOINED.search(text.text[last.end : quantity.start])
    if not is_bare(text, quantity) or not (is_joined or _is_given(text, number, quantity)):
        return quantity
    changed: dict[str, object] = {"unit": base(last)}
    if (
        _MAGNITUDE.search(last.text)
        and not _MAGNITUDE.search(quantity.text)
        and quantity.value_high < _THOUSAND
    ):
        # `We asked for 6 million and got 4.`
        size = next(size for size in _SIZES if last.value_low >= size)
        changed |= {"value_low": quantity.value_low * size, "value_high": quantity.value_high * size}
    return quantity.model_copy(update=changed)


def _is_given(text: Text, number: int, quantity: Quantity) -> bool:
    """Whether a verb for giving or asking precedes a number: `and got 4`, `they offered 3`."""
    before = text.words_in(text.sentences[number].start, quantity.start)[-_FEW_WORDS:]
    return any(word.text in word_set(__package__, "words.json", "giving") for word in before)


def is_bare(text: Text, quantity: Quantity) -> bool:
    """Whether no noun follows a number."""
    match = _NEXT_WORD.match(text.text, quantity.end)
    return match is None or match[1] in words("stop_words") - {"of"}


def _column_unit(text: Text, position: int) -> str | None:
    """The unit in the heading of the column of a table in text: `Size (hectares)`."""
    if "|" not in text.text:
        return None
    begin, end = text.text.rfind("\n", 0, position) + 1, text.text.find("\n", position)
    lines = text.text[: end if end >= 0 else None].split("\n")
    rows = list(takewhile(lambda line: "|" in line, reversed(lines)))
    if len(rows) < 2:
        return None
    headings, column = rows[-1].split("|"), text.text.count("|", begin, position)
    # Else that of the line above all columns: `Which party would you vote for? (percent)`
    caption = next((line for line in reversed(lines[: -len(rows)]) if line.strip()), "")
    for heading in (*headings[column : column + 1], caption):
        match = _IN_BRACKETS.search(heading)
        if match and (unit := units().words.get(match[1].casefold().replace("-", " "))):
            return unit.name
    return None


@cache
def same_shares() -> list[frozenset[str]]:
    """Words for one share in different forms: `half`, `halved`; `a_quarter`, but not `the first quarter`."""
    groups: list[str] = read_json(__package__, "words.json")["same_share"]
    return [frozenset(group.split()) for group in groups]


def _has_unit(quantity: Quantity) -> bool:
    return quantity.unit not in _OWN_UNITS and quantity.kind != "age"


def tally_at(text: str, quantity: Quantity) -> tuple[str, ...] | None:
    """Both numbers of a tally that a number is one of: `54 to 37`, `nine votes to six`."""
    begin = max(0, quantity.start - _TALLY_REACH)
    for match in TALLY.finditer(text, begin, quantity.end + _TALLY_REACH):
        if any(match.span(side) == (quantity.start, quantity.end) for side in (1, 2)):
            return tally_of(match)
    return None


def tally_of(match: re.Match[str]) -> tuple[str, ...]:
    """Both numbers of a tally in digits."""
    return tuple(numerals().get(side.casefold(), side) for side in match.groups())


# Words on either side of a figure that say what it is about.
_AROUND = 6
# A number of fewer digits may be anywhere by chance.
TELLING_DIGITS = 3
_SENTENCE_SHARE = 0.6
_WHAT_BONUS = 0.25
# What a neighbouring sentence lends to the relevance of a figure.
_NEIGHBOUR = 0.7
# The same figure needs this relevance; a rival one must be nearly as relevant as the draft's own context.
LEAST_SAME = 0.07
LEAST_RIVAL = 0.15
# A rival outweighs the same figure elsewhere only if that is less relevant by this factor.
_OUTWEIGHED = 0.3
_STRONG_RIVAL = 0.5

Figure = TypeVar("Figure", Quantity, Date)
Place = tuple[Text, AnySpan]


class Candidate(NamedTuple, Generic[Figure]):
    """A figure of a source, and its relevance."""

    relevance: float
    text: Text
    figure: Figure


def rank(
    sources: Sources,
    draft: Text,
    figure: Figure,
    contexts: Sequence[Context],
    figures: Mapping[tuple[str, int], Sequence[Figure]],
) -> Iterator[Candidate[Figure]]:
    """The figures in and next to the sentences about the same thing, with their relevance."""
    near = set(content_stems(around(draft, figure)))
    what = what_stems(draft, figure)
    scores: dict[tuple[Text, int], float] = {}
    for context in contexts:
        for step, share in ((0, 1.0), (-1, _NEIGHBOUR), (1, _NEIGHBOUR)):
            number = context.number + step
            if 0 <= number < len(context.text.sentences):
                key = (context.text, number)
                scores[key] = max(scores.get(key, 0.0), share * context.score)
    for (text, number), score in scores.items():
        for candidate in figures.get((text.id, number), ()):
            beside = set(content_stems(around(text, candidate)))
            relevance = _SENTENCE_SHARE * score + (1 - _SENTENCE_SHARE) * sources.shared(near, beside)
            if what and what & (what_stems(text, candidate) or beside):
                relevance += _WHAT_BONUS
            yield Candidate(relevance, text, candidate)


def around(text: Text, figure: Quantity | Date) -> list[Word]:
    """The words around a figure, in its sentence."""
    sentence = text.sentence_around(figure.start)
    before = text.words_in(sentence.start, figure.start)[-_AROUND:]
    return before + text.words_in(figure.end, sentence.end)[:_AROUND]


def what_stems(text: Text, figure: Quantity | Date) -> set[str]:
    """The stems of the words for what a number counts; none for a date."""
    if isinstance(figure, Date) or figure.what is None:
        return set()
    return set(content_stems(text.words_of(figure.what)))


@cache
def people_stems() -> frozenset[str]:
    """The stems of words for people, whom texts call by many: `adults`, `voters`."""
    return frozenset(map(stem, words("people") | words("populations")))


def count_one_thing(*candidates: Candidate[Quantity]) -> bool:
    """Whether the words for what numbers count overlap, two by two; those of another sentence are a guess."""
    counted = [
        what_stems(text, figure)
        for _, text, figure in candidates
        if figure.what and text.sentence_at(figure.what.start) == text.sentence_at(figure.start)
    ]
    return all(one & other for one, other in combinations(filter(None, counted), 2))


def written_digits(quantity: Quantity) -> str:
    """The digits of a number as written: `460` and `4.60` have the same."""
    return re.sub(r"\D", "", quantity.text)


def is_telling(quantity: Quantity) -> bool:
    """Whether a number has so many digits that it is nowhere by chance: `640`, but not `500`."""
    digits = written_digits(quantity)
    return len(digits) >= TELLING_DIGITS and len(digits.strip("0")) > 1


def best(
    found: Iterable[Candidate[Figure]], fits: Callable[[Candidate[Figure]], bool]
) -> Candidate[Figure] | None:
    """The most relevant candidate that fits."""
    return max(filter(fits, found), key=lambda c: c.relevance, default=None)


def outweighs(rival: Candidate[Figure] | None, same: Candidate[Figure]) -> bool:
    """Whether the draft's figure belongs to something else, and a rival to what the draft is about."""
    return bool(rival and rival.relevance >= _STRONG_RIVAL and same.relevance < _OUTWEIGHED * rival.relevance)
