"""Which of two opposite sides words take: `support` or `oppose`, `rise` or `fall`, `above` or `below`.

The side belongs to what is counted: `57% oppose it` is not `57% support it`, whatever the other words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from claimx.compare.words import Word, lemma, negations
from claimx.schema import Quantity, TextSpan
from claimx.text.lexicon import read_json, word_set
from claimx.verification.passages import Text

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
    return list(dict.fromkeys([*sides.get(word, ()), *sides.get(lemma(word), ())]))


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
    before, after = beside(text, quantity)
    before = _without_bound(before[::-1])
    # `For 3.8 million` is a price.
    before = before[before[:1] != [] and before[0].text == "for" :]
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
    sentence = text.sentences[text.sentence_at(quantity.start)]
    numbers = text.numbers_in(text.sentence_at(quantity.start))
    start = max((q.end for q in numbers if q.end <= quantity.start), default=sentence.start)
    end = min((q.start for q in numbers if q.start >= quantity.end), default=sentence.end)
    before = _clause(text, TextSpan.model_construct(start=start, end=quantity.start, text=""))
    after = _clause(text, TextSpan.model_construct(start=quantity.end, end=end, text=""), first=True)
    return before, after


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
