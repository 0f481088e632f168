"""Sentences, words and utterances, the sides words take, and which sentences are about the same thing.

Words are compared in a normal form that house styles share: case-folded, `didn't` as `did not`, `3,800` and
`twenty` as digits, `%` and `per cent` as `percent`. The unit and the period of a number are those that its
sentence gives it: `10 hostages a day`, `one job in nine`.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from claimx.compare.intervals import dimension
from claimx.compare.words import Word, lemma, negations, numerals, words, written_out
from claimx.errors import check_type
from claimx.schema import AnySpan, Date, Extraction, Quantity, Source, Statement, TextSpan, span_in
from claimx.text.lexicon import read_json, word_set
from claimx.text.quotes import find_quotations
from claimx.text.sentences import Paragraphs, paragraph_starts, split_sentences
from claimx.verification import ChangeKind, FindingVerdict, Passage

_WORD = re.compile(
    r"per[ \u00a0]cent\b|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[%£$€¥₹]",
    re.IGNORECASE,
)
_PERCENT = frozenset({"%", "per cent", "percent"})
# The words of attribution between two quoted parts of one utterance, at most.
_LONGEST_ATTRIBUTION = 12
# `CAROLINE WREN (chief executive):`
_LABEL = re.compile(
    r"^[^\S\n]*(?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4})(?: \([^()\n]{1,40}\))?:(?=\s)", re.MULTILINE
)
# Letters of a lemma by which words are compared, so that `announcement` is found by `announce`.
_STEM = 6
_CANDIDATES = 10
_LEAST_CONTEXT = 0.12

# The unit, the period and the tally of a number, as its sentence gives them.
RATE = re.compile(
    r"(?:\s[^\W\d_]+){0,2}\s(?:an?|per|every|each)\s(hour|day|week|month|year|minute|second|night)\b", re.I
)
_ONE_IN = re.compile(r"\bone (?:\w+ ){0,2}in (?:every )?$", re.IGNORECASE)
_ONE_IN_AHEAD = re.compile(
    r"one (?:\w+ ){0,2}in (?:every )?(?:two|three|four|five|six|seven|eight|nine|ten|\d)", re.I
)
_ONE_IN_REACH = 40
TALLY = re.compile(r"(?<![\d.,])(\d+)(?: votes?)?\s*(?:[-–]|to|against)\s*(\d+)(?![\d%]|[.,]\d)")
_TALLY_REACH = 12
_ENDS_CLAUSE = re.compile(r"[.;)]\s")
# Units that a bare number does not share with the one before it.
_OWN_UNITS = frozenset({"count", "fraction", "times"})
_OF_WHICH = re.compile(
    r"\b(?:of which|of that|of this|of it),? (?:(?:about|around|nearly|almost|over|more than|some) )?$", re.I
)


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
        self._labels = [(m.start(), m["name"]) for m in _LABEL.finditer(self.text)]
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

    def contexts(self, found: Iterable[Word]) -> list[Context]:
        """The sentences that have most of the content words given, best first."""
        wanted = set(content_stems(found))
        total = sum(map(self.rarity, wanted))
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


# Which of two opposite sides words take: `support` or `oppose`, `rise` or `fall`, `above` or `below`. The
# side belongs to what is counted: `57% oppose it` is not `57% support it`, whatever the other words are.

# A word takes a side of a number that is at most this many words away.
_REACH = 9
# A negation turns a word that follows it this closely: `did not rise`, `do not really support`.
_NEGATED = 3
_SECOND_OF_TALLY = re.compile(r"\d\s*[-–]\s*$")


class Side(NamedTuple):
    """One of the two sides of a pair of opposites, by the number of the pair."""

    pair: int
    is_first: bool


@cache
def _sides() -> dict[str, list[Side]]:
    """Word -> its sides; `lose` is both the opposite of `win` and a fall."""
    found: dict[str, list[Side]] = {}
    for number, pair in enumerate(read_json(__package__, "words.json")["opposites"]):
        for index, group in enumerate(pair):
            for word in group.split():
                found.setdefault(word, []).append(Side(number, index == 0))
    return found


def sides_of(word: str) -> list[Side]:
    """The sides of a case-folded word, or of its lemma."""
    sides = _sides()
    return sides.get(word) or sides.get(lemma(word)) or []


def are_opposite(ours: Iterable[Word], theirs: Iterable[Word]) -> bool:
    """Whether a word among some is the opposite of one among others: `for`, `against`."""
    found = {side for word in ours for side in sides_of(word.text)}
    others = {side for word in theirs for side in sides_of(word.text)}
    turned = {Side(side.pair, not side.is_first) for side in others}
    return bool(found & turned) and not found & others


def sides_beside(text: Text, quantity: Quantity) -> dict[int, bool]:
    """Pair of opposites -> whether a number is on its first side, by the nearest word in its clause."""
    sentence = text.sentences[text.sentence_at(quantity.start)]
    if _SECOND_OF_TALLY.search(text.text, sentence.start, quantity.start):
        # `7-5 for acquittal`: the side is that of the first.
        return {}
    numbers = [q for q in text.extraction.quantities if q.start < sentence.end and sentence.start < q.end]
    start = max((q.end for q in numbers if q.end <= quantity.start), default=sentence.start)
    end = min((q.start for q in numbers if q.start >= quantity.end), default=sentence.end)
    before = _clause(text, TextSpan.model_construct(start=start, end=quantity.start, text=""))[::-1]
    after = _clause(text, TextSpan.model_construct(start=quantity.end, end=end, text=""), first=True)
    before = _without_bound(before)
    # `184 people or more`
    after = [word for last, word in pairwise([*after[:1], *after]) if last.text != "or"]
    found: dict[int, tuple[int, bool]] = {}
    for beside, step in ((before, -1), (after, 1)):
        for distance, word in enumerate(beside[:_REACH]):
            for side in sides_of(word.text):
                if side.pair not in found or distance < found[side.pair][0]:
                    turned = _is_negated(beside, distance, step)
                    found[side.pair] = distance, side.is_first != turned
    return {pair: is_first for pair, (_, is_first) in found.items()}


def _clause(text: Text, span: TextSpan, *, first: bool = False) -> list[Word]:
    """The words of a stretch in the clause next to the number: the first clause of it, or the last."""
    words = text.words_in(span.start, span.end)
    breaks = word_set(__package__, "words.json", "clause_breaks")
    cuts = [
        n
        for n, word in enumerate(words)
        if word.text in breaks or _is_cut(text.text[(words[n - 1].end if n else span.start) : word.start])
    ]
    if not cuts:
        return words
    return words[: cuts[0]] if first else words[cuts[-1] :]


def _is_cut(between: str) -> bool:
    return any(mark in between for mark in ";:—(")


def _without_bound(before: list[Word]) -> list[Word]:
    """The words before a number, the nearest first, without those that only bound it: `more than 40`."""
    texts = [word.text for word in before[:2]]
    if texts[:1] == ["than"]:
        # `No fewer than two-thirds` denies nothing.
        negative = negations()
        return before[3:] if any(word.text in negative for word in before[2:3]) else before[2:]
    return before[1:] if texts and texts[0] in word_set(__package__, "words.json", "bounds") else before


def _is_negated(words: Sequence[Word], place: int, step: int) -> bool:
    """Whether a negation precedes a word closely; the words run to the left of the number if `step` is -1."""
    negative = negations()
    near = words[place + 1 : place + 1 + _NEGATED] if step < 0 else words[max(0, place - _NEGATED) : place]
    return any(word.text in negative for word in near)


def is_turned(ours: dict[int, bool], theirs: dict[int, bool]) -> bool:
    """Whether two numbers are on opposite sides of one pair, and on the same side of none."""
    shared = ours.keys() & theirs.keys()
    return any(ours[pair] != theirs[pair] for pair in shared) and not any(
        ours[pair] == theirs[pair] for pair in shared
    )


def base(quantity: Quantity) -> str:
    """A unit without its rate, the pounds of `£60 a year`; `points` are percentage points."""
    unit = quantity.unit.partition("/")[0]
    return "percentage_point" if unit == "point" else unit


def rate(text: Text, quantity: Quantity) -> str:
    """The unit of a rate, as read or in the words after the number."""
    period = quantity.unit.partition("/")[2]
    match = RATE.match(text.text, quantity.end)
    return period or (match[1].casefold() if match else "")


def differ_in_rate(draft: Text, ours: Quantity, text: Text, theirs: Quantity | Date) -> bool:
    """Whether both are rates, by different periods: `£50,000 a month`, `a year`."""
    rates = rate(draft, ours), rate(text, theirs) if isinstance(theirs, Quantity) else ""
    return all(rates) and rates[0] != rates[1]


def one_in_many(draft: Text, quantity: Quantity) -> Quantity:
    """`nine` in `one job in nine` as about 11 percent; `one` as it is."""
    match = _ONE_IN.search(draft.text, max(0, quantity.start - _ONE_IN_REACH), quantity.start)
    if match is None or quantity.unit != "count" or quantity.value_low <= 1:
        return quantity
    share = 100 / float(quantity.value_low)
    return quantity.model_copy(
        update={"value_low": share, "value_high": share, "unit": "percent", "relation": "~"}
    )


def of_one_unit(text: Text, quantity: Quantity) -> Quantity:
    """A bare number with the unit of the one before: `30 years in prison, but will serve no more than three`.

    Also `300 million` as euros in `1.8 billion euros, of which 300 million have been paid`, and with the unit
    of the first in the sentence before: `We asked for 7 percent over two years. They offered 3.`
    """
    if quantity.unit != "count":
        return quantity
    number = text.sentence_at(quantity.start)
    is_last = bool(_ENDS_CLAUSE.match(text.text, quantity.end))
    if before := [q for q in text.numbers_in(number) if q.end <= quantity.start]:
        last = before[-1]
        is_part = last.kind == "money" and _OF_WHICH.search(text.text, last.end, quantity.start)
        is_one = is_part or (is_last and _has_unit(last))
    else:
        last = next(iter(text.numbers_in(number - 1)), quantity)
        is_one = is_last and _has_unit(last) and dimension(last.unit) != "time"
    return quantity.model_copy(update={"unit": base(last)}) if is_one else quantity


def _has_unit(quantity: Quantity) -> bool:
    return quantity.unit not in _OWN_UNITS and quantity.kind != "age"


def tally_at(text: str, quantity: Quantity) -> tuple[str, ...] | None:
    """Both numbers of a tally that a number is one of: `54 to 37`."""
    begin = max(0, quantity.start - _TALLY_REACH)
    for match in TALLY.finditer(text, begin, quantity.end + _TALLY_REACH):
        if any(match.span(side) == (quantity.start, quantity.end) for side in (1, 2)):
            return match.groups()
    return None


def begins_share(draft: Text, quantity: Quantity) -> bool:
    """Whether a number is the `one` of `one job in nine`."""
    return quantity.value_low == 1 and bool(_ONE_IN_AHEAD.match(draft.text, quantity.start))
