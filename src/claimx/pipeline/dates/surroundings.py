"""What stands around a stretch of characters in a Doc: words, names, the tense of the clause."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from claimx.pipeline.dates.expressions import Tense
from claimx.pipeline.dates.reading import Reading
from claimx.pipeline.dates.tense import tense_at
from claimx.text.tokens import TokenIndex, is_parsed

if TYPE_CHECKING:
    from spacy.tokens import Token

NAME_LABELS = frozenset(("PERSON", "ORG", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"))
OPENING, CLOSING = "\"'“‘", "\"'”’"


class Surroundings(TokenIndex):
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
        i = bisect_left(self.starts, start) - 1
        while i >= 0:
            token = self.doc[i]
            if not token.is_space:
                return token
            if "\n" in token.text or "\r" in token.text:
                return None
            i -= 1
        return None

    def following(self, end: int) -> Token | None:
        """The token from `end` on in the same line, or None."""
        i = bisect_left(self.starts, end)
        while i < len(self.starts):
            token = self.doc[i]
            if not token.is_space:
                return token
            if "\n" in token.text or "\r" in token.text:
                return None
            i += 1
        return None

    def name_around(self, start: int, end: int) -> tuple[int, int] | None:
        """The ends of a name that the stretch is a part of (or all of), or None."""
        for name_start, name_end in self._names:
            if name_start <= start and end <= name_end:
                return name_start, name_end
            if name_start > start:
                break
        return None

    def counts(self, reading: Reading) -> bool:
        """Whether the number is parsed as counting a plural: 2047 registered voters."""
        token = self.token_at(reading.start)
        return self.parsed and token.dep_ == "nummod" and token.head.i > token.i and token.head.tag_ == "NNS"

    def tense(self, start: int, end: int) -> Tense | None:
        """The tense of the clause around a stretch of characters."""
        if word(self.previous(start)) == "since":
            return "past"
        if not self.parsed:
            return None
        first = top = self.token_at(start)
        # The word that holds the expression together is the one whose head lies outside.
        while start <= top.head.idx < end and top.head.i > top.i:
            top = top.head
        return tense_at(first, top)


def word(token: Token | None) -> str:
    """The lower-case token, or nothing."""
    return token.lower_ if token is not None else ""


def is_capitalised(token: Token | None) -> bool:
    """Whether the token is a word written with a capital."""
    return token is not None and token.text[:1].isupper() and token.is_alpha


def is_name_word(token: Token | None) -> bool:
    """Whether the token is a capitalised word that is tagged as a name (or not tagged)."""
    if token is None or not is_capitalised(token) or token.is_stop:
        return False
    return token.pos_ in ("PROPN", "NOUN", "ADJ", "")


def is_sentence_start(token: Token | None) -> bool:
    """Whether a sentence is known to begin with the token."""
    return token is not None and token.is_sent_start is True


def in_quotes_alone(reading: Reading, text: str) -> bool:
    """Whether quote marks stand around the reading and nothing else: a title, not a date."""
    opened = reading.start > 0 and text[reading.start - 1] in OPENING
    closing = text[reading.end : reading.end + 2].lstrip(",.")
    return opened and closing != "" and closing[0] in CLOSING and not closing.startswith(("'s", "’s"))
