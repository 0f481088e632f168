"""The words around an expression in a `Doc`: neighbours, names, quotation marks, the tense of the clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from claimx.pipeline.dates.grammar import Reading
from claimx.pipeline.dates.resolve import Tense
from claimx.pipeline.dates.tense import tense_at
from claimx.text.tokens import TokenIndex, is_parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

NAME_LABELS = frozenset(("PERSON", "ORG", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"))
# Before the time of what something is compared with: `against $2.80 in January`, `lower than in April`.
COMPARED = re.compile(
    r"\b(?:than|against|versus|vs\.?|compared\s(?:with|to)|(?:up|down)\sfrom)\s(?:(?:the|an?|about|some)\s)?"
    r"(?:[$£€]?\d[\w.,]*%?\s(?:(?:million|billion|trillion|percent|per\scent|points?)\s)?)?"
    r"(?:(?:in|on|at|for|during|of)\s)?(?:(?:early|late|mid)\s)?$",
    re.IGNORECASE,
)
OPENING, CLOSING = "\"'“‘", "\"'”’"


class Context(TokenIndex):
    """The tokens of a Doc, the names in it, and the tense of its clauses."""

    @cached_property
    def parsed(self) -> bool:
        """Whether the Doc has a parse."""
        return is_parsed(self.doc)

    @cached_property
    def _names(self) -> list[tuple[int, int]]:
        return [(ent.start_char, ent.end_char) for ent in self.doc.ents if ent.label_ in NAME_LABELS]

    def previous(self, start: int) -> Token | None:
        """The token before `start` on the same line, or None."""
        return self._on_line(range(bisect_left(self.starts, start) - 1, -1, -1))

    def following(self, end: int) -> Token | None:
        """The token from `end` on in the same line, or None."""
        return self._on_line(range(bisect_left(self.starts, end), len(self.starts)))

    def _on_line(self, positions: Iterable[int]) -> Token | None:
        for i in positions:
            token = self.doc[i]
            if not token.is_space:
                return token
            if "\n" in token.text or "\r" in token.text:
                return None
        return None

    def left(self, reading: Reading) -> str:
        """The lower-case token before a reading on the same line, or nothing."""
        return word(self.previous(reading.start))

    def right(self, reading: Reading) -> str:
        """The lower-case token after a reading on the same line, or nothing."""
        return word(self.following(reading.end))

    def shown(self, reading: Reading) -> str:
        """The words of a reading."""
        return self.text[reading.start : reading.end]

    def name_around(self, reading: Reading) -> tuple[int, int] | None:
        """The offsets of a name that includes the reading, or None."""
        for start, end in self._names:
            if start <= reading.start and reading.end <= end:
                return start, end
            if start > reading.start:
                break
        return None

    def alone_in_quotes(self, reading: Reading) -> bool:
        """Whether quotation marks enclose exactly the reading: a title, not a date."""
        opened = reading.start > 0 and self.text[reading.start - 1] in OPENING
        closing = self.text[reading.end : reading.end + 2].lstrip(",.")
        return opened and closing != "" and closing[0] in CLOSING and not closing.startswith(("'s", "’s"))

    def tense(self, start: int, end: int) -> Tense | None:
        """The tense of the clause around a stretch of characters."""
        if word(self.previous(start)) == "since" or COMPARED.search(self.text, max(0, start - 60), start):
            return "past"
        if not self.parsed:
            return None
        first = top = self.token_at(start)
        # The syntactic head of the expression has its own head outside.
        while start <= top.head.idx < end and top.head.i > top.i:
            top = top.head
        return tense_at(first, top)


def word(token: Token | None) -> str:
    """The lower-case token, or nothing."""
    return token.lower_ if token is not None else ""


def is_capitalised(token: Token | None) -> bool:
    """Whether the token is a word with a capital."""
    return token is not None and token.text[:1].isupper() and token.is_alpha


def is_name_word(token: Token | None) -> bool:
    """Whether the token is a capitalised word that is tagged as a name (or not tagged)."""
    if token is None or not is_capitalised(token) or token.is_stop:
        return False
    return token.pos_ in ("PROPN", "NOUN", "ADJ", "")


def is_plain_end(token: Token | None) -> bool:
    """Whether a phrase can end before the token: a function word, punctuation, or the end of the line."""
    return token is None or not token.is_alpha or bool(token.is_stop)
