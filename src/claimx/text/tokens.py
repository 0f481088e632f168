"""Spans of a text, and the way from character offsets to the tokens of its `Doc`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Tokens that end a sentence, whatever the parse says.
SENTENCE_ENDS = frozenset((".", "!", "?"))
# Dependency labels of subjects.
SUBJECTS = frozenset(("nsubj", "nsubj:pass", "nsubj:outer"))


class Range(NamedTuple):
    """Character offsets of a stretch of `doc.text`, end exclusive."""

    start: int
    end: int

    def overlaps(self, other: Range) -> bool:
        """Whether the two have a character in common."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Range) -> bool:
        """Whether all of the other is inside of this one."""
        return self.start <= other.start and other.end <= self.end


def is_parsed(doc: Doc) -> bool:
    """Whether a `Doc` has a dependency parse."""
    return bool(doc.has_annotation("DEP"))


def has_sentences(doc: Doc) -> bool:
    """Whether the sentences of a `Doc` are known."""
    return bool(doc.has_annotation("SENT_START"))


def sentence_starts(doc: Doc) -> list[int]:
    """Positions of the first tokens of the sentences, split at full stops where no component set them."""
    if has_sentences(doc):
        return [token.i for token in doc if token.is_sent_start]
    return [0, *(token.i + 1 for token in doc if token.text in SENTENCE_ENDS)]


class RangeIndex:
    """Ranges with a number each, found by offset without a look at those far away."""

    def __init__(self, ranges: Iterable[tuple[Range, int]]) -> None:
        self._ranges = sorted(ranges)
        self._starts = [span.start for span, _ in self._ranges]
        self._longest = max((span.end - span.start for span, _ in self._ranges), default=0)

    def overlapping(self, start: int, end: int) -> Iterator[tuple[Range, int]]:
        """The ranges that share a character with `start` to `end`, by their starts."""
        first = bisect_left(self._starts, start - self._longest)
        for span, number in self._ranges[first : bisect_left(self._starts, end)]:
            if span.end > start:
                yield span, number


class TokenIndex:
    """The tokens of a `Doc`, found by character offset."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text: str = doc.text
        self._heads: dict[tuple[int, int], Token | None] = {}

    @cached_property
    def starts(self) -> list[int]:
        """Where each token starts."""
        return cast("list[int]", self.doc.to_array(["IDX"]).ravel().tolist())

    def token_at(self, offset: int) -> Token:
        """The token that covers `offset`, or the last one before it."""
        return self.doc[max(0, bisect_right(self.starts, offset) - 1)]

    def positions(self, start: int, end: int) -> range:
        """Positions of the tokens that overlap the characters `start` to `end`."""
        return range(max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end))

    def tokens(self, start: int, end: int) -> list[Token]:
        """The tokens that overlap the characters `start` to `end`, white space left out."""
        inside = map(self.doc.__getitem__, self.positions(start, end))
        return [token for token in inside if not token.is_space]

    def before(self, offset: int) -> Iterator[Token]:
        """Tokens before `offset`, nearest first, to the start of the sentence; white space left out."""
        index = max(0, bisect_right(self.starts, offset) - 1)
        if self.doc[index].is_sent_start:
            return
        for position in range(index - 1, -1, -1):
            token = self.doc[position]
            if token.text in SENTENCE_ENDS:
                return
            if not token.is_space:
                yield token
            elif "\n\n" in token.text:
                return
            if token.is_sent_start:
                return

    def after(self, offset: int) -> Iterator[Token]:
        """Tokens that start at `offset` or later, to the end of the sentence; white space left out."""
        index = bisect_right(self.starts, offset - 1)
        for position in range(index, len(self.doc)):
            token = self.doc[position]
            if token.is_sent_start and position > index:
                return
            if token.text in SENTENCE_ENDS or (token.is_space and "\n\n" in token.text):
                return
            if not token.is_space:
                yield token

    def word_before(self, offset: int) -> Token | None:
        """The nearest token before `offset` in its sentence, white space left out."""
        return next(self.before(offset), None)

    def word_after(self, offset: int) -> Token | None:
        """The nearest token at `offset` or later in its sentence, white space left out."""
        return next(self.after(offset), None)

    def head_of(self, start: int, end: int) -> Token | None:
        """The token of the stretch that the others in it depend on; the last, where there are several."""
        if (start, end) not in self._heads:
            self._heads[start, end] = self._find_head(start, end)
        return self._heads[start, end]

    def _find_head(self, start: int, end: int) -> Token | None:
        inside = self.tokens(start, end)
        positions = {token.i for token in inside}
        tops = [token for token in inside if token.head.i not in positions or token.head.i == token.i]
        named = [token for token in tops if token.pos_ != "PUNCT"] or tops
        return named[-1] if named else None


def end_of(token: Token) -> int:
    """The offset at which a token ends, white space after it left out."""
    return token.idx + len(token)


def stretch(first: Token, last: Token) -> Range:
    """The characters from one token to another, both included."""
    return Range(first.idx, end_of(last))


def name_around(token: Token) -> Range:
    """The whole name that a token is part of; the token alone where it is part of none."""
    first = last = token
    while first.ent_iob_ == "I":
        first = first.nbor(-1)
    while last.i + 1 < len(last.doc) and last.nbor().ent_iob_ == "I":
        last = last.nbor()
    return stretch(first, last)


def is_one_of(token: Token, words: Container[str]) -> bool:
    """Whether a word, or its lemma, is in a list of words in lower case, whatever its tag."""
    return token.lower_ in words or token.lemma_.lower() in words


def first_conjunct(token: Token) -> Token:
    """The first of the words that are joined to a token; the token itself where none is."""
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def subject_of(verb: Token) -> Token | None:
    """The subject before a verb or another predicate."""
    return next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)


def without_parse(doc: Doc) -> Doc:
    """A copy of a `Doc` without a parse, as one sentence in which every token depends on the first.

    spaCy's tokenizer leaves some tokens of unparsed texts with edges that crash `Token.children`.
    """
    from spacy.tokens import Doc, Span

    flat = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        pos=[token.pos_ for token in doc],
        tags=[token.tag_ for token in doc],
        lemmas=[token.lemma_ for token in doc],
        heads=[0] * len(doc),
        deps=["dep"] * len(doc),
    )
    flat.set_ents([Span(flat, ent.start, ent.end, ent.label_) for ent in doc.ents])
    return flat
