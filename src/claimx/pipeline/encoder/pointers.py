"""What a number points at: the thing it counts, its claimant and its date expression.

A pointer network (Vinyals et al. 2015) over a second reading of the words around a quantity. The states that
a middle layer of the network made of them are read again by transformer layers of their own. The words of the
quantity and of the others are marked (as in Baldini Soares et al. 2019) and each word's distance is added, so
that every word is read with respect to the quantity that is asked about. For each of the three phrases every
word gets a score as its first and as its last word, and the quantity one for that there is no such phrase.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimx.pipeline.encoder.network import open_network

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from claimx.pipeline.encoder.network import Floats, Ints

Halves = NDArray[np.float16]

NEVER = np.float32(-1e4)
# Pieces before and behind a quantity among which its phrases are looked for: of 1,279 claimants 1 % begin
# farther before, of 1,048 dates 1 % end farther behind.
BEFORE, BEHIND = 80, 40
# A phrase is not longer; of 2,222 annotated ones the longest accepted has eleven words.
LONGEST_PHRASE = 12
# Marks of pieces: of no quantity, of the one that is asked about, of another.
NO_QUANTITY, ASKED, OTHER = range(3)
# Distances from a quantity are numbered by sign and power of two, up to this one.
FARTHEST_POWER = 8
# The input and output names of the second reading.
INPUTS = ("states", "marks", "distances", "first", "asked")
OUTPUTS = ("ends", "none")


class PointerSession:
    """The second reading, an ONNX network that reads the words around one quantity at a time.

    Several threads and processes that were forked may use it: it has no threads of its own.
    """

    def __init__(self, network: Path | bytes) -> None:
        """Open an ONNX file, or its content."""
        self._session = open_network(network)

    def run(
        self, states: Floats, marks: Ints, distances: Ints, first: Ints, asked: int
    ) -> tuple[Floats, Floats]:
        """Read `states` (pieces, hidden), with a mark and a distance for each piece.

        `first`: (words,), the place of each word's first piece; `asked`: the first piece of the quantity.
        Returns the scores of words as ends of phrases (words, pointers, 2), and of no phrase (pointers,).
        """
        values = (states[None], marks[None], distances[None], first[None], np.array([asked]))
        ends, none = self._session.run(OUTPUTS, dict(zip(INPUTS, values, strict=True)))
        return ends[0].reshape(len(first), -1, 2), none[0]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase as words `start` to `end` (exclusive) and its probability."""

    start: int
    end: int
    probability: float


@dataclass(slots=True)
class Pointers:
    """What is needed to see what the numbers of a text point at.

    `states`: (pieces, hidden), of a middle layer of the network; `offsets`: (words + 1,), where the pieces of
    each word begin; `quantity`: (words,), the probability that a word is part of a quantity.
    """

    states: Halves
    offsets: Ints
    quantity: Floats
    session: PointerSession

    @classmethod
    def joined(cls, parts: Sequence[Pointers]) -> Pointers:
        """Put the sections of a text together."""
        bases = np.cumsum([0, *(part.offsets[-1] for part in parts[:-1])])
        ends = [part.offsets[1:] + base for part, base in zip(parts, bases, strict=True)]
        return cls(
            states=np.concatenate([part.states for part in parts]),
            offsets=np.concatenate([np.zeros(1, dtype=np.int64), *ends]),
            quantity=np.concatenate([part.quantity for part in parts]),
            session=parts[0].session,
        )

    def scores(self, start: int, end: int, quantities: Sequence[tuple[int, int]] = ()) -> PhraseScores:
        """Score the phrases that the quantity of words `start` to `end` may point at.

        `quantities`: the words of all quantities of the text, end exclusive, ascending.
        """
        low, high = words_around(self.offsets, start, end)
        pieces = self.offsets[low : high + 1] - self.offsets[low]
        marks = np.full(pieces[-1], NO_QUANTITY, dtype=np.int64)
        near = quantities[bisect_left(quantities, (low,)) : bisect_left(quantities, (high,))]
        for first, stop in near:
            marks[pieces[first - low] : pieces[min(stop, high) - low]] = OTHER
        asked = slice(int(pieces[start - low]), int(pieces[end - low]))
        marks[asked] = ASKED
        ends, none = self.session.run(
            self.states[self.offsets[low] : self.offsets[high]].astype(np.float32),
            marks,
            distances_from(asked.start, asked.stop, len(marks)),
            pieces[:-1],
            asked.start,
        )
        ends[start - low : end - low] = NEVER
        firsts = log_softmax(np.concatenate([ends[..., 0], none[None]]).T)
        return PhraseScores(low, firsts[:, :-1], ends[..., 1].T, firsts[:, -1])


@dataclass(frozen=True, slots=True)
class PhraseScores:
    """Scores for one quantity.

    `firsts`: (pointers, words), the log-probability of each word from `low` on as the first of the phrase;
    `lasts`: (pointers, words), its score as the last; `none`: (pointers,), the log-probability of no phrase.
    """

    low: int
    firsts: Floats
    lasts: Floats
    none: Floats

    @property
    def high(self) -> int:
        """The end of the words that were looked at."""
        return self.low + int(self.firsts.shape[1])

    def best(self, pointer: int, breaks: Sequence[int] = (), count: int = 3) -> list[Candidate]:
        """The likeliest phrases, best first; none crosses one of the `breaks`, ascending words.

        Their probabilities are those of the first word times that of the last among the ends it may have.
        """
        words = len(self.firsts[pointer])
        barrier = np.zeros(words + 1, dtype=np.int64)
        for place in breaks[bisect_left(breaks, self.low) : bisect_right(breaks, self.high)]:
            barrier[place - self.low] = 1
        section = np.cumsum(barrier[:-1])
        found = []
        for first in np.argsort(-self.firsts[pointer], kind="stable")[: 2 * count].tolist():
            stop = min(words, first + LONGEST_PHRASE)
            ends = self.lasts[pointer, first:stop][section[first:stop] == section[first]]
            last = int(ends.argmax())
            # The log-softmax of the likeliest end.
            likeliest = -np.log(np.add.reduce(np.exp(ends - ends[last])))
            probability = float(np.exp(self.firsts[pointer, first] + likeliest))
            found.append(Candidate(self.low + first, self.low + first + last + 1, probability))
        return sorted(found, key=lambda each: -each.probability)[:count]

    def of_ranges(self, pointer: int, ranges: Sequence[tuple[int, int]]) -> Floats:
        """How probable it is that the phrase begins in each of some word ranges; elsewhere it is 0."""
        firsts = np.exp(self.firsts[pointer])
        sums = [firsts[max(0, s - self.low) : max(0, e - self.low)].sum() for s, e in ranges]
        return np.array(sums, dtype=np.float32)


def words_around(offsets: Ints, start: int, end: int) -> tuple[int, int]:
    """The words whose pieces lie within reach of words `start` to `end`, end exclusive."""
    low = int(np.searchsorted(offsets, offsets[start] - BEFORE))
    high = int(np.searchsorted(offsets, offsets[end] + BEHIND, side="right")) - 1
    return low, max(high, end)


def distances_from(start: int, end: int, count: int) -> Ints:
    """Number the distances of `count` pieces from those of a quantity by sign and power of two.

    0 are its own pieces, then come those that follow, 1, 2-3, 4-7, ... pieces away, then those before.
    """
    places = np.arange(count)
    away = np.where(places < start, start - places, np.where(places >= end, places - end + 1, 1))
    power = np.minimum(np.log2(away).astype(np.int64), FARTHEST_POWER)
    behind = np.where(places < start, 1 + FARTHEST_POWER, 1)
    return np.where((places >= start) & (places < end), 0, behind + power)


def log_softmax(scores: Floats) -> Floats:
    """Log-softmax over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    normal: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normal
