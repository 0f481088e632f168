"""A `Doc` as the quantity grammar reads it: its tokens, and the words of the network's encoding."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from claimx.text.tokens import Range, TokenIndex, is_parsed, without_parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.pipeline.encoder.crf import Ints
    from claimx.pipeline.encoder.decoding import Encoding


class Layout(TokenIndex):
    """The tokens of a `Doc`, and the words that the network read.

    `encoding`: what the network read, if one did; its words are the tokens that are not white space.
    """

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc if is_parsed(doc) else without_parse(doc))
        self.encoding: Encoding | None = doc._.encoding if doc.has_extension("encoding") else None

    @cached_property
    def _words(self) -> tuple[Ints, Ints]:
        """Where each word of the encoding starts and ends."""
        assert self.encoding is not None
        starts = np.array(self.starts, dtype=np.int64)[self.encoding.tokens]
        lengths = self.doc.to_array(["LENGTH"]).ravel().astype(np.int64)
        return starts, starts + lengths[self.encoding.tokens]

    def words(self, span: Range) -> tuple[int, int]:
        """The words of the encoding that a stretch of text touches, end exclusive."""
        starts, ends = self._words
        first = int(np.searchsorted(ends, span.start, side="right"))
        return first, max(first + 1, int(np.searchsorted(starts, span.end, side="left")))

    def range_of(self, first: int, end: int) -> Range:
        """The stretch of text from word `first` to word `end` (exclusive) of the encoding."""
        starts, ends = self._words
        return Range(int(starts[first]), int(ends[end - 1]))

    def quantity_probability(self, span: Range) -> float | None:
        """How probable it is, by the network, that a stretch of text is part of a quantity."""
        if self.encoding is None or self.encoding.pointers is None:
            return None
        return float(self.encoding.pointers.quantity[slice(*self.words(span))].mean())
