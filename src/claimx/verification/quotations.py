"""Quoted words of a draft in the sources: verbatim, cut, changed, joined from several utterances, or nowhere.

A quotation is aligned with the words of a source, quoted or not, since transcripts and releases have no
quotation marks. What remains without a match is searched for once more: a quotation made of two is `merged`.

Words may take one of two opposite sides (`support` or `oppose`, `rise` or `fall`). The side belongs to what
is counted: `57% oppose it` is not `57% support it`, whatever the other words are. Its clause also says
whether a number holds now or is a former one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel

from claimx.compare.clauses import is_earlier
from claimx.compare.words import Word, negations, outside_brackets
from claimx.compare.words import words as word_list
from claimx.schema import Quantity, TextSpan, span_in
from claimx.text.lexicon import lemmatize, months, read_json, word_set
from claimx.verification import CHANGE_KINDS, ChangeKind, FindingVerdict, WordChange
from claimx.verification.passages import Sources, Text, Utterance

# A word at more places than this does not vote for a place.
_COMMON = 2_000
_WINDOWS = 8
_STOP_WEIGHT = 0.3
# Words that a quotation may skip in a source between two of its words.
_LONGEST_CUT = 60
# A short run of stop words this far from other matches is a coincidence.
_STRAY = 3
_LEAST_COVERED = 0.5
# A run of words from the same speaker shows where the rest should come from.
_LEAST_OF_LONG_RUN = 0.3
_LEAST_RUN = 3
# Fewer must be a whole utterance of another place.
_LEAST_QUOTED = 2
# Scores closer than this are equal: the speaker and the quotation marks decide.
_TIE = 0.02
_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.|\[…\]")
_QUOTE_MARKS = " \n\"'“”‘’`"
_EDGE = 4
# `12 July` and `July 12`, as far as the month is from the day.
_BESIDE = 11
_MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z.]*"
_MONTH_AND_DAY = re.compile(rf"\b{_MONTHS} \d\d?\b|\b\d\d?(?:st|nd|rd|th)? {_MONTHS}")
_OPENS_CONDITION = frozenset({"unless", "if", "except", "provided"})
# A quotation of this many words is a sentence, whose condition must not be left out.
_SENTENCE_WORDS = 5


class Block(NamedTuple):
    """A run of words that a draft shares with a source, as positions in the two lists of words."""

    draft: int
    source: int
    size: int


@dataclass(slots=True)
class Piece:
    """A part of a draft aligned with one place of a source."""

    text: Text
    words: list[Word]
    blocks: list[Block]
    covered: float

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.words[self.blocks[0].source].start

    @property
    def end(self) -> int:
        """Where it ends in the source."""
        last = self.blocks[-1]
        return self.words[last.source + last.size - 1].end

    def parts(self) -> list[tuple[int, int]]:
        """What it covers of each utterance, as offsets; all of it where there are no quotation marks."""
        found: dict[Utterance, tuple[int, int]] = {}
        for utterance in self.utterances():
            inside = [
                word
                for block in self.blocks
                for word in self.words[block.source : block.source + block.size]
                if utterance.start <= word.start < utterance.end
            ]
            found[utterance] = (inside[0].start, inside[-1].end)
        return list(found.values()) or [(self.start, self.end)]

    def utterances(self) -> list[Utterance]:
        """The utterances its longer runs lie in."""
        found: dict[Utterance, int] = {}
        for block in self.blocks:
            utterance = self.text.utterance_at(self.words[block.source].start)
            if utterance:
                found[utterance] = found.get(utterance, 0) + block.size
        return [utterance for utterance, size in found.items() if size > 1 or len(found) == 1]


@dataclass(slots=True)
class QuoteMatch:
    """What became of quoted words; `pieces` come in the order of the draft."""

    verdict: FindingVerdict
    pieces: list[Piece]
    changes: list[ChangeKind] = field(default_factory=list)
    differences: list[WordChange] = field(default_factory=list)


def match_quotation(
    draft: Text,
    start: int,
    end: int,
    sources: Sources,
    *,
    prefer: Callable[[Piece], int],
) -> QuoteMatch | None:
    """Compare a quoted span of the draft with the sources; None if it has no words.

    Args:
        draft: the draft.
        start: offset of the span.
        end: its end.
        sources: the sources.
        prefer: a rank among places with the same words, the higher the better.
    """
    words = outside_brackets(draft.words_in(start, end), draft.text[start:end], start)
    if not words:
        return None
    best = find_piece(words, sources, prefer=prefer)
    if best is None:
        return QuoteMatch("not found", [])
    pieces = [best, *_rest(words, best, sources, prefer)]
    covered = sum(piece.covered for piece in pieces)
    longest = max(block.size for block in best.blocks)
    least = _LEAST_OF_LONG_RUN if longest > _LEAST_RUN and prefer(best) > 0 else _LEAST_COVERED
    if covered < least:
        return QuoteMatch("not found", [best])
    pieces.sort(key=lambda piece: piece.blocks[0].draft)
    found = [(piece, d) for piece in pieces for d in differences(draft, words, piece, pieces)]
    changes = [difference for _, difference in found]
    is_merged = len(pieces) > 1 or len(best.utterances()) > 1
    elided = _is_elided(draft.text, words, pieces) and _is_one_speaker(pieces)
    kinds = {difference.kind for piece, difference in found if difference.after or _turns(piece, difference)}
    if is_merged and not elided:
        kinds.add("merged")
    verdict: FindingVerdict = "verbatim"
    if kinds:
        verdict = "changed"
    elif changes or is_merged:
        verdict = "cut"
    return QuoteMatch(verdict, pieces, [k for k in CHANGE_KINDS if k in kinds], changes)


def find_piece(words: Sequence[Word], sources: Sources, *, prefer: Callable[[Piece], int]) -> Piece | None:
    """The place of the sources that has most of these words in the same order."""
    found = []
    for number, first, last in _windows([word.text for word in words], sources):
        text = sources.texts[number]
        piece = align(words, text, text.words[first:last])
        if piece:
            found.append(piece)
    if not found:
        return None
    most = max(piece.covered for piece in found)
    close = [piece for piece in found if piece.covered >= most - _TIE]
    return max(close, key=lambda piece: (prefer(piece), piece.covered, piece.start - piece.end))


def align(words: Sequence[Word], text: Text, theirs: list[Word]) -> Piece | None:
    """The words shared with a stretch of a source, in the same order, without those in square brackets."""
    if theirs:
        start, end = max(0, theirs[0].start - 1), theirs[-1].end + 1
        theirs = outside_brackets(theirs, text.text[start:end], start)
    a, b = [word.text for word in words], [word.text for word in theirs]
    weights = [_weight(word) for word in a]
    best: Piece | None = None
    # The longest runs first, or as many words as possible: `not` left out, or two sentences that begin alike.
    runs = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    most = [(block.a, block.b, block.size) for block in Indel.opcodes(a, b).as_matching_blocks()]
    for found in (runs, most):
        blocks = _without_strays(a, [Block(*block) for block in found if block[2]])
        if blocks:
            covered = sum(sum(weights[block.draft : block.draft + block.size]) for block in blocks)
            piece = Piece(text, theirs, blocks, covered / sum(weights))
            if best is None or piece.covered > best.covered + _TIE:
                best = piece
    return best


def _windows(words: Sequence[str], sources: Sources) -> Iterator[tuple[int, int, int]]:
    """The stretches of sources that have most of the words at the right distance of each other."""
    width = max(8, len(words))
    votes: Counter[tuple[int, int]] = Counter()
    for index, word in enumerate(words):
        places = sources.positions.get(word, ())
        if len(places) > _COMMON:
            continue
        weight = 10 if _weight(word) == 1.0 else 1
        for number, position in places:
            group = (position - index) // width
            votes[number, group] += 2 * weight
            votes[number, group - 1] += weight
    for (number, group), _ in votes.most_common(_WINDOWS):
        first = max(0, group * width - width)
        yield number, first, group * width + 3 * width + _LONGEST_CUT


def _without_strays(words: Sequence[str], blocks: list[Block]) -> list[Block]:
    """The blocks without single words and pairs of stop words that are far from longer runs."""

    def is_strong(block: Block) -> bool:
        inside = words[block.draft : block.draft + block.size]
        return block.size >= _LEAST_RUN or (block.size > 1 and any(_weight(word) == 1 for word in inside))

    def is_near(one: Block, other: Block) -> bool:
        first, second = sorted((one, other))
        gaps = (second.draft - first.draft - first.size, second.source - first.source - first.size)
        return max(gaps) <= _STRAY

    kept = [block for block in blocks if is_strong(block)]
    if not kept:
        return blocks
    added = True
    while added:
        near = [b for b in blocks if b not in kept and any(is_near(b, other) for other in kept)]
        added = bool(near)
        kept = sorted(kept + near)
    return kept


def _weight(word: str) -> float:
    return _STOP_WEIGHT if word in word_list("stop_words") else 1.0


def _rest(
    words: Sequence[Word], best: Piece, sources: Sources, prefer: Callable[[Piece], int]
) -> list[Piece]:
    """The runs of words without a match that are somewhere else in the sources, word by word."""
    pieces = []
    position = 0
    total = sum(_weight(word.text) for word in words)
    for block in [*best.blocks, Block(len(words), 0, 0)]:
        run = words[position : block.draft]
        if len(run) >= _LEAST_QUOTED and any(_weight(word.text) == 1 for word in run):
            other = find_piece(run, sources, prefer=prefer)
            if (
                other
                and other.covered > 0.8
                and (max(b.size for b in other.blocks) >= _LEAST_RUN or _is_whole_utterance(other, run))
            ):
                share = sum(_weight(word.text) for word in run) / total
                blocks = [Block(b.draft + position, b.source, b.size) for b in other.blocks]
                pieces.append(Piece(other.text, other.words, blocks, other.covered * share))
        position = block.draft + block.size
    return pieces


def _is_whole_utterance(piece: Piece, words: Sequence[Word]) -> bool:
    """Whether words are a whole utterance of a source: `Daylight robbery!`."""
    utterance = piece.text.utterance_at(piece.start)
    if utterance is None:
        return False
    told = piece.text.words_in(utterance.start, utterance.end)
    return [word.text for word in told] == [word.text for word in words]


def _is_elided(text: str, words: Sequence[Word], pieces: Sequence[Piece]) -> bool:
    """Whether an ellipsis is at each seam between two utterances."""
    blocks = [(block, piece) for piece in pieces for block in piece.blocks]
    for (one, first), (other, second) in pairwise(blocks):
        utterances = [
            piece.text.utterance_at(piece.words[block.source].start)
            for block, piece in ((one, first), (other, second))
        ]
        begins, ends = words[one.draft + one.size - 1].end, words[other.draft].start
        if utterances[0] != utterances[1] and not _ELLIPSIS.search(text, begins, ends):
            return False
    return True


def _is_one_speaker(pieces: Sequence[Piece]) -> bool:
    found = set()
    for piece in pieces:
        for utterance in piece.utterances():
            source = piece.text.source_at(utterance.start, utterance.end)
            found.add((source.name or source.text).casefold() if source else "")
    return len(found) == 1


def differences(
    draft: Text, words: Sequence[Word], piece: Piece, pieces: Sequence[Piece]
) -> Iterator[WordChange]:
    """The words added, left out or replaced around the blocks of a piece."""
    index = pieces.index(piece)
    first, last = piece.blocks[0], piece.blocks[-1]
    begin = first.draft if index else 0
    end = pieces[index + 1].blocks[0].draft if index + 1 < len(pieces) else len(words)
    lead, rest = words[begin : first.draft], words[last.draft + last.size : end]
    place = last.source + last.size
    # At the ends, words of the draft replace as many of the source, if these are of the same sentence.
    gaps = [(lead, _in_sentence(piece, first.source - len(lead), first.source, first.source))]
    is_spoken = piece.text.utterance_at(piece.start) is not None
    for one, other in pairwise(piece.blocks):
        ours, before = words[one.draft + one.size : other.draft], one.source + one.size
        ends = (piece.text.utterance_at(piece.words[n].start) for n in (before - 1, other.source))
        # In speech, what was left out between two utterances is no cut.
        is_seam = is_spoken and not ours and len(set(ends)) > 1
        gaps.append((ours, [] if is_seam else piece.words[before : other.source]))
    gaps.append((rest, _in_sentence(piece, place, place + len(rest), place - 1)))
    for ours, theirs in gaps:
        if is_spoken:
            # Nor is `she said` between.
            theirs = [w for w in theirs if piece.text.quoted_at(w.start, w.end)]
        if ours or theirs:
            yield word_change(piece.text, theirs, draft, ours)
    is_sentence = len(words) >= _SENTENCE_WORDS and words[0].capital
    cut = [] if rest or not is_sentence else _in_sentence(piece, place, len(piece.words), place - 1)
    if cut and cut[0].text in _OPENS_CONDITION:
        yield word_change(piece.text, cut, draft, []).model_copy(update={"kind": "modal"})
    # `My daughter would`, of `my daughter would not`; not `for money`, of `for money, not for fame`
    is_denied = cut and cut[0].text in negations() and _are_joined(piece.text, piece.words[place - 1], cut[0])
    if is_denied and not _goes_on(draft, words):
        yield word_change(piece.text, cut, draft, []).model_copy(update={"kind": "negation"})


def _are_joined(text: Text, one: Word, other: Word) -> bool:
    return not text.text[one.end : other.start].strip()


def _goes_on(draft: Text, words: Sequence[Word]) -> bool:
    """Whether more of an utterance follows in the draft, after `she said`."""
    utterance = draft.utterance_at(words[0].start)
    return utterance is not None and any(
        draft.quoted_at(word.start, word.end) for word in draft.words_in(words[-1].end, utterance.end)
    )


def _in_sentence(piece: Piece, start: int, end: int, place: int) -> list[Word]:
    """The words of a source from one position to another that are of the sentence of the word at a place."""
    number = piece.text.sentence_at(piece.words[place].start)
    return [w for w in piece.words[max(0, start) : end] if piece.text.sentence_at(w.start) == number]


def word_change(old: Text, before: Sequence[Word], new: Text, after: Sequence[Word]) -> WordChange:
    """The change of words of a source, or an old version, into words of the draft, or the new version."""
    spans = [
        span_in(text.text, words[0].start, words[-1].end) if words else None
        for text, words in ((old, before), (new, after))
    ]
    kind = kind_of_change(before, after, old.text, new.text)
    return WordChange.model_construct(kind=kind, before=spans[0], after=spans[1])


def _turns(piece: Piece, difference: WordChange) -> bool:
    """Whether words left out of a sentence turn its meaning: a negation, a modal, a condition."""
    cut = difference.before
    if difference.after is not None or cut is None or difference.kind not in ("negation", "modal"):
        return False
    text = piece.text.text
    begins = text[max(0, cut.start - _EDGE) : cut.start].rstrip(_QUOTE_MARKS)[-1:] in ".!?"
    ends = (
        text[cut.end : cut.end + 1] in ".!?" or text[cut.start : cut.end].rstrip(_QUOTE_MARKS)[-1:] in ".!?"
    )
    return not (begins and ends)


def kind_of_change(before: Sequence[Word], after: Sequence[Word], old: str, new: str) -> ChangeKind:
    """What a change of words is about; what turns the meaning first."""
    ours, theirs = {w.text for w in after}, {w.text for w in before}
    changed = [(w, new) for w in after if w.text not in theirs]
    changed += [(w, old) for w in before if w.text not in ours]
    if are_opposite(after, before):
        return "negation"
    for kind in ("negation", "date", "number", "modal", "name", "unit"):
        if any(_is_of_kind(kind, word, text) for word, text in changed):
            return kind
    return "words"


def _is_of_kind(kind: str, word: Word, text: str) -> bool:
    if kind == "name":
        return word.capital and not _begins_sentence(word, text) and word.text not in word_list("stop_words")
    if kind == "negation":
        denial = word_set(__package__, "words.json", "denial")
        return word.text in negations() or lemmatize(word.text) in denial
    listed = word.text in word_set(__package__, "words.json", kind)
    if kind == "date":
        around = text[max(0, word.start - _BESIDE) : word.end + _BESIDE]
        is_day = len(word.text) <= 2 and word.text.isdigit() and bool(_MONTH_AND_DAY.search(around))
        # Not in `the march was cancelled`.
        return is_day or (listed and (word.capital or word.text not in months()))
    if kind == "number":
        return listed or word.text[0].isdigit()
    return listed


def _begins_sentence(word: Word, text: str) -> bool:
    before = text[max(0, word.start - 4) : word.start].rstrip(" \"'“‘`(")
    return not before or before[-1] in ".!?…:\n" or text[max(0, word.start - 1)] in "\"'“‘`"


# A word takes a side of a number that is at most this many words away.
_REACH = 9
# A negation turns a word that follows it this closely: `did not rise`, `do not really support`.
_NEGATED = 3
_SECOND_OF_TALLY = re.compile(r"\d\s*[-–]\s*$")


class Side(NamedTuple):
    """One of the two sides of a pair of opposites, by the number of the pair."""

    pair: int
    is_first: bool
    is_converse: bool


@cache
def _sides() -> dict[str, list[Side]]:
    """Word -> its sides; `lose` is both the opposite of `win` and a fall."""
    found: dict[str, list[Side]] = {}
    listed = [
        (pair, name == "converses")
        for name in ("opposites", "converses")
        for pair in read_json(__package__, "words.json")[name]
    ]
    for number, (pair, is_converse) in enumerate(listed):
        for index, group in enumerate(pair):
            for word in group.split():
                found.setdefault(word, []).append(Side(number, index == 0, is_converse))
    return found


def sides_of(word: str) -> list[Side]:
    """The sides of a case-folded word, or of its lemma."""
    sides = _sides()
    return list(dict.fromkeys([*sides.get(word, ()), *sides.get(lemmatize(word), ())]))


def are_opposite(ours: Iterable[Word], theirs: Iterable[Word], *, converses: bool = True) -> bool:
    """Whether a word among some is the opposite of one among others: `for`, `against`.

    `Bought by` and `sold to`, which are `converses`, may say one thing from both ends.
    """
    found, others = (
        {s for word in words for s in sides_of(word.text) if converses or not s.is_converse}
        for words in (ours, theirs)
    )
    return bool(found & {s._replace(is_first=not s.is_first) for s in others}) and not found & others


def sides_beside(text: Text, quantity: Quantity) -> dict[int, bool]:
    """Pair of opposites -> whether a number is on its first side, by the nearest word in its clause."""
    sentence = text.sentence_around(quantity.start)
    if _SECOND_OF_TALLY.search(text.text, sentence.start, quantity.start):
        # `7-5 for acquittal`: the side is that of the first.
        return {}
    before, after = beside(text, quantity)
    before = _without_bound(before[::-1])
    # `19 of them, more than a quarter`: the bound of the next number
    after = after[:-2] if after and after[-1].text == "than" else after
    # `184 people or more`
    after = [word for last, word in pairwise([*after[:1], *after]) if last.text != "or"]
    found: dict[int, tuple[int, bool]] = {}
    for words, step in ((before, -1), (after, 1)):
        for distance, word in enumerate(words[:_REACH]):
            if word.text in ("no", "yes") and text.text[word.end : word.end + 1] in (".", ","):
                continue  # an answer
            for side in sides_of(word.text):
                if side.pair not in found or distance < found[side.pair][0]:
                    turned = _is_negated(words, distance, step)
                    found[side.pair] = distance, side.is_first != turned
    return {pair: is_first for pair, (_, is_first) in found.items()}


def beside(text: Text, quantity: Quantity) -> tuple[list[Word], list[Word]]:
    """The words before and after a number in its clause, up to the next number."""
    sentence = text.sentence_around(quantity.start)
    numbers = text.numbers_in(text.sentence_at(quantity.start))
    start = max((q.end for q in numbers if q.end <= quantity.start), default=sentence.start)
    end = min((q.start for q in numbers if q.start >= quantity.end), default=sentence.end)
    before = _clause(text, TextSpan.model_construct(start=start, end=quantity.start, text=""))
    after = _clause(text, TextSpan.model_construct(start=quantity.end, end=end, text=""), first=True)
    return before, after


def is_denied(text: Text, quantity: Quantity) -> bool:
    """Whether a negation is in the clause of a number."""
    return any(word.text in negations() for side in beside(text, quantity) for word in side)


def _clause(text: Text, span: TextSpan, *, first: bool = False) -> list[Word]:
    """The words of a stretch in the clause next to the number: the first clause of it, or the last."""
    words = text.words_of(span)
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


# `A year earlier it was 96`, `in 2023 it stood at 310`; `96 two years ago`; `was 310 in December 2023`.
_BEFORE_FORMER = re.compile(
    r"\b(?:(?:ago|earlier),?(?: (?!and|but|now)[\w']+){1,4}"
    r"|in (?:19|20)\d\d,?(?: [\w']+){0,3} (?:had|was|were|stood at)) $",
    re.I,
)
_AFTER_FORMER = re.compile(r"[^.;,]{0,25}\b(?:years?|months?|weeks?|days?) (?:ago|earlier|before)\b")
_BEFORE_PAST = re.compile(r"\b(?:had|was|were|stood at) (?:(?:about|around|just|only|over|some) )?$", re.I)
_AFTER_PAST = re.compile(r"[^.;,]{0,25}\bin (?:[A-Z][a-z]+ )?(?:19|20)\d\d\b")
_NOW = frozenset({"now", "today", "currently"})


def is_of_now(text: Text, quantity: Quantity) -> bool:
    """Whether the clause of a number says that it holds now."""
    return any(word.text in _NOW for side in beside(text, quantity) for word in side)


def is_former(text: Text, quantity: Quantity) -> bool:
    """Whether a number holds for an earlier time."""
    sentence = text.sentence_around(quantity.start)
    before, after = text.text[sentence.start : quantity.start], text.text[quantity.end : sentence.end]
    is_past = _BEFORE_PAST.search(before) and _AFTER_PAST.match(after)
    is_compared = _BEFORE_FORMER.search(before) or _AFTER_FORMER.match(after)
    if is_past or is_compared:
        return True
    return is_earlier(before, after, sentence.text) and not is_of_now(text, quantity)
