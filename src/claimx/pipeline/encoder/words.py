"""Words as the encoder reads them: word pieces, letter shape, and the gap before each word.

The vocabulary is uncased, so what capitals and line breaks say travels beside the pieces: every word
has a *shape* (how it is written) and a *gap* (what stands between it and the word before).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Doc
    from tokenizers import Tokenizer

# Only the first piece of a word is read out, so a very long word may be cut short.
MAX_PIECES_PER_WORD = 12
# The table of words already seen is emptied when it holds this many, to keep memory flat.
MAX_KNOWN_WORDS = 200_000

Ints = NDArray[np.int64]


class Shape(IntEnum):
    """How a word is written."""

    PUNCTUATION = 0
    LOWER = 1
    TITLE = 2
    CAPITAL = 3
    UPPER = 4
    MIXED = 5
    ABBREVIATION = 6
    DIGITS = 7
    NUMBER = 8
    ALPHANUMERIC = 9
    OPENING = 10
    CLOSING = 11
    OTHER = 12


class Gap(IntEnum):
    """What stands between a word and the one before it."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3


def shape_of(word: str) -> Shape:
    """Return the shape of one word (no white space in it)."""
    letters = sum(c.isalpha() for c in word)
    digits = sum(c.isdigit() for c in word)
    if letters and digits:
        return Shape.ALPHANUMERIC
    if digits:
        return Shape.DIGITS if digits == len(word) else Shape.NUMBER
    if not letters:
        if word in "“‘«„``([{":
            return Shape.OPENING
        return Shape.CLOSING if word in "”’»'')]}" else Shape.PUNCTUATION
    if word.islower():
        return Shape.LOWER
    if "." in word:
        return Shape.ABBREVIATION
    if word.isupper():
        return Shape.CAPITAL if letters == 1 else Shape.UPPER
    if word[0].isupper() and word[1:].islower():
        return Shape.TITLE
    return Shape.MIXED if any(c.isupper() for c in word) else Shape.OTHER


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one text, white space left out.

    `tokens[i]` is the position in the `Doc` of word `i`; its pieces are
    `pieces[offsets[i]:offsets[i + 1]]`; `shapes` and `gaps` have one entry a word.
    """

    tokens: Ints
    pieces: Ints
    offsets: Ints
    shapes: Ints
    gaps: Ints

    def __len__(self) -> int:
        return len(self.tokens)


class WordReader:
    """Turns words into pieces and shapes, remembering each word it has seen."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._unknown = int(tokenizer.token_to_id("[UNK]") or 0)
        self._known: dict[str, tuple[list[int], int]] = {}

    def _look_up(self, word: str) -> tuple[list[int], int]:
        entry = self._known.get(word)
        if entry is None:
            if len(self._known) >= MAX_KNOWN_WORDS:
                self._known.clear()
            pieces = self._tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES_PER_WORD]
            if not pieces:  # nothing of it survives the normaliser (a lone combining mark)
                pieces = [self._unknown]
            entry = self._known[word] = (pieces, int(shape_of(word)))
        return entry

    def read(self, words: Sequence[str], gaps: Iterable[int], tokens: Iterable[int] | None = None) -> Words:
        """Read words given with the gap before each."""
        entries = [self._look_up(word) for word in words]
        offsets = np.zeros(len(entries) + 1, dtype=np.int64)
        np.cumsum([len(pieces) for pieces, _ in entries], out=offsets[1:])
        return Words(
            tokens=np.fromiter(range(len(entries)) if tokens is None else tokens, np.int64, len(entries)),
            pieces=np.array([p for pieces, _ in entries for p in pieces], dtype=np.int64),
            offsets=offsets,
            shapes=np.array([shape for _, shape in entries], dtype=np.int64),
            gaps=np.fromiter(gaps, np.int64, len(entries)),
        )

    @staticmethod
    def split(doc: Doc) -> tuple[list[str], list[int], list[int]]:
        """Return a `Doc`'s words without white space, the gap before each, and its token's position."""
        words: list[str] = []
        gaps: list[int] = []
        tokens: list[int] = []
        gap = int(Gap.PARAGRAPH)
        for i, token in enumerate(doc):
            text = token.text
            if text.isspace():
                lines = text.count("\n") or text.count("\r")
                gap = max(gap, Gap.SPACE + min(lines, 2))
                continue
            words.append(text)
            gaps.append(gap)
            tokens.append(i)
            gap = 1 if token.whitespace_ else 0
        return words, gaps, tokens

    def read_doc(self, doc: Doc) -> Words:
        """Read the words of a `Doc`."""
        return self.read(*self.split(doc))
