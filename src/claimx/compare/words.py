"""Words, quoted parts, word lists, and what two sequences of words share: what comparisons need of a text.

A longest common subsequence is computed with whole numbers as rows of bits: a bit for each item of the first
sequence, and a row for each item of the second (H. Hyyrö, Bit-parallel LCS-length computation revisited, 2004).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from claimx.schema import Statement, TextSpan, span_in
from claimx.text.lexicon import any_of, lemma_of, read_json

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_MARKS = re.compile(r"[“\"«‘].+?(?:[”\"»]|’(?!\w)|$)", re.DOTALL)


class Word(NamedTuple):
    """A case-folded word, its offsets, and whether it is written with a capital letter."""

    text: str
    start: int
    end: int
    capital: bool


def find_words(text: str, *, offset: int = 0) -> list[Word]:
    """The words of a text that begins at `offset`, without possessive endings."""
    found = []
    for match in _WORD.finditer(text):
        bare = match.group()
        if "'" in bare or "’" in bare:
            bare = _POSSESSIVE.sub("", bare) or bare
        first = offset + match.start()
        found.append(Word(bare.casefold(), first, first + len(bare), bare[0].isupper()))
    return found


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """The lemma of a case-folded word of any part of speech; synonyms such as `sales` keep their form."""
    return word if word in synonyms() else lemma_of(word)


# British endings with their American ones, after a stem of three letters; the words that differ otherwise.
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ers|es|ing|ations?)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|able|ite|ites|hood)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{2}[bt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{3})ence(?=s?$)"), "ense"),
    (re.compile(r"^tyre"), "tire"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^programme(?=s?$)"), "program"),
)


@lru_cache(maxsize=20_000)
def spelling(word: str) -> str:
    """A form that the spellings of one case-folded word share: `tyres`, `tires`; `realise`, `realize`."""
    for ending, other in _ENDINGS:
        word = ending.sub(other, word)
    return word


def content_lemmas(found: list[Word]) -> list[str]:
    """The lemmas of content words, without numbers."""
    stop = words("stop_words")
    lemmas = (lemma(word.text) for word in found if word.text not in stop and not word.text[0].isdigit())
    return [found for found in lemmas if len(found) > 1 and found not in stop]


def quoted_parts(statement: Statement) -> list[TextSpan]:
    """The parts of a statement in quotation marks, marks included."""
    if statement.quote == "direct":
        return statement.content
    if statement.quote == "indirect":
        return []
    return [
        span_in(part.text, part.start + m.start(), part.start + m.end(), offset=part.start)
        for part in statement.content
        for m in _MARKS.finditer(part.text)
    ]


def words_of(parts: list[TextSpan]) -> list[Word]:
    """The words of spans, with offsets into the article."""
    return [word for part in parts for word in find_words(part.text, offset=part.start)]


def _lists() -> Any:
    return read_json(__package__, "words.json")


@cache
def words(name: str) -> frozenset[str]:
    """A word list of `words.json`, by name."""
    return frozenset(_lists()[name].split())


@cache
def synonyms() -> dict[str, str]:
    """Noun -> the first of its synonyms."""
    return {word: group.split()[0] for group in _lists()["synonyms"] for word in group.split()}


@cache
def actions() -> dict[str, str]:
    """Word -> the action it implies: `dead` -> `killed`."""
    return {word: action for action, group in _lists()["actions"].items() for word in group.split()}


@cache
def phrases() -> re.Pattern[str]:
    """Any of the phrases that imply an action: `took to the streets`."""
    return re.compile(rf"\b{any_of(_lists()['phrases'])}\b", re.IGNORECASE)


def phrase_action(text: str) -> str | None:
    """The action that a phrase implies: `took part` -> `attended`."""
    match = phrases().search(text)
    return str(_lists()["phrases"][match.group().casefold()]) if match else None


@cache
def polarities() -> dict[str, str]:
    """Word -> the side it takes: `oppose` -> `against`."""
    return {word: side for side, group in _lists()["polarity"].items() for word in group.split()}


@cache
def word_classes() -> dict[str, int]:
    """Word -> number of its class; words of different classes never mean the same: `profit`, `revenue`."""
    return {word: n for n, group in enumerate(_lists()["groups_apart"]) for word in group.split()}


class Block(NamedTuple):
    """A run of `size` items that are equal from position `a` in one sequence and `b` in the other."""

    a: int
    b: int
    size: int


def common_length(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    """The length of a longest common subsequence."""
    row = (1 << len(a)) - 1
    for row in _rows(a, b):  # noqa: B007 - the last one is wanted
        pass
    return len(a) - row.bit_count()


def common_share(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """The share of all items that are common, from 0 to 1."""
    size = len(a) + len(b)
    return 2 * common_length(a, b) / size if size else 1.0


def matching_blocks(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Block]:
    """The runs that make up a longest common subsequence, and an empty one at the end of both sequences."""
    start = _shared_beginning(a, b)
    end = _shared_beginning(a[start:][::-1], b[start:][::-1])
    inside_a, inside_b = a[start : len(a) - end], b[start : len(b) - end]
    pairs = [(at, at) for at in range(start)]
    pairs += [(start + i, start + j) for i, j in _pairs(inside_a, inside_b)]
    pairs += [(len(a) - left, len(b) - left) for left in range(end, 0, -1)]
    blocks: list[Block] = []
    for i, j in pairs:
        last = blocks[-1] if blocks else None
        if last and (last.a + last.size, last.b + last.size) == (i, j):
            blocks[-1] = Block(last.a, last.b, last.size + 1)
        else:
            blocks.append(Block(i, j, 1))
    return [*blocks, Block(len(a), len(b), 0)]


def _shared_beginning(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _rows(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[int]:
    """After each item of `b`, the row: a bit is 0 where the common subsequence with `a` grows."""
    places: dict[Hashable, int] = {}
    for position, item in enumerate(a):
        places[item] = places.get(item, 0) | 1 << position
    full = (1 << len(a)) - 1
    row = full
    for item in b:
        here = row & places.get(item, 0)
        row = ((row + here) | (row - here)) & full
        yield row


def _pairs(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The positions of a longest common subsequence, in order."""
    rows = list(_rows(a, b))
    pairs: list[tuple[int, int]] = []
    i, j = len(a), len(b)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
        else:
            j -= 1
            if not j or rows[j - 1] >> (i - 1) & 1:
                i -= 1
                pairs.append((i, j))
    return pairs[::-1]
