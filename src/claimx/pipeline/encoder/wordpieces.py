"""WordPiece (Wu et al. 2016) with BERT's uncased normalization: words as numbered pieces of a vocabulary.

It gives what Hugging Face's `tokenizers` gives for BERT, which would bring a client of a model hub along.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Mapping

UNKNOWN = "[UNK]"
# Categories of characters that are removed.
_CONTROL = frozenset(("Cc", "Cf", "Co"))
# Longer words are unknown as a whole, as in training.
LONGEST_WORD = 100
# Blocks of Chinese characters, each of which is a word of its own.
_CHINESE = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F)),
    *((0x2B740, 0x2B81F), (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)),
)


class WordPieces:
    """A vocabulary: pieces that begin a word, and pieces with `##` before them that continue one."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = dict(vocabulary)
        self.unknown = self.vocabulary[UNKNOWN]

    @classmethod
    def from_json(cls, content: bytes) -> WordPieces:
        """The vocabulary in a `tokenizer.json`."""
        return cls(json.loads(content)["model"]["vocab"])

    def to_json(self) -> bytes:
        """The part of a `tokenizer.json` that `from_json` reads."""
        return json.dumps({"model": {"vocab": self.vocabulary}}, ensure_ascii=False).encode()

    def encode(self, text: str) -> list[int]:
        """The numbers of the pieces of a text; none where the normalization leaves nothing of it."""
        return [piece for word in _split(_normalized(text)) for piece in self._pieces(word)]

    def _pieces(self, word: str) -> list[int]:
        """The longest piece that begins the word, then the longest that continues it, and so on."""
        pieces: list[int] = []
        start = 0
        while start < len(word) <= LONGEST_WORD:
            prefix = "##" if start else ""
            for end in range(len(word), start, -1):
                piece = self.vocabulary.get(prefix + word[start:end])
                if piece is not None:
                    break
            else:
                return [self.unknown]
            pieces.append(piece)
            start = end
        return pieces or [self.unknown]


def _normalized(text: str) -> str:
    """The text in lower case, without accents and control characters."""
    clean = "".join(" " if c in "\t\n\r" or c.isspace() else c for c in text if not _is_control(c))
    spaced = "".join(f" {c} " if _is_chinese(c) else c for c in clean)
    if spaced.isascii():
        return spaced.lower()
    plain = (c for c in unicodedata.normalize("NFD", spaced) if unicodedata.category(c) != "Mn")
    return "".join(c.lower() for c in plain)


def _is_control(character: str) -> bool:
    if character in "\t\n\r":
        return False
    return character in "\0\ufffd" or unicodedata.category(character) in _CONTROL


def _is_chinese(character: str) -> bool:
    return character > "\u33ff" and any(first <= ord(character) <= last for first, last in _CHINESE)


def _split(text: str) -> Iterator[str]:
    """The words of a normalized text; each punctuation mark is a word."""
    for run in text.split():
        start = 0
        for position, character in enumerate(run):
            if _is_punctuation(character):
                if position > start:
                    yield run[start:position]
                yield character
                start = position + 1
        if start < len(run):
            yield run[start:]


def _is_punctuation(character: str) -> bool:
    if character.isascii():
        return character.isprintable() and not character.isalnum()
    return unicodedata.category(character).startswith("P")
