"""What a number points at: the thing it counts, its claimant and its date expression.

A pointer network (Vinyals et al. 2015): from the first and the last word of a quantity the network makes a
query for each end of each of the three phrases, and from every word of the text a key. Dot products of the
two, and a weight by distance, say how probable each word is as the first or last of the phrase, or that there
is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

    from claimx.pipeline.encoder.crf import Floats, Ints

Halves = NDArray[np.float16]

# Words on each side of a quantity among which its phrases are looked for.
REACH = 120
# A phrase is not longer; of 2,222 annotated ones the longest accepted has eleven words.
LONGEST_PHRASE = 12
# Queries are kept of words at least this likely to be part of a quantity, and of all that hold digits.
POSSIBLE_QUANTITY = 0.005
FARTHEST_POWER = 7
NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class PointerWeights:
    """Weights that score what the network returned.

    `none`: (pointers, width) and `none_bias`: (pointers,), the score of no phrase; `distances`: (2 *
    pointers, buckets), a weight by distance for the first and the last word of each phrase.
    """

    none: Floats
    none_bias: Floats
    distances: Floats


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase as words `start` to `end` (exclusive) and its probability."""

    start: int
    end: int
    probability: float


@dataclass(slots=True)
class Pointers:
    """The keys of a text's words and the queries of those that may be part of a quantity.

    `keys`: (words, 2 * pointers * width); `asking`: the words with a query, ascending; `firsts` and `lasts`:
    one row for each of them; `quantity`: (words,), the probability that a word is part of a quantity.
    """

    keys: Halves
    asking: Ints
    firsts: Halves
    lasts: Halves
    quantity: Floats
    weights: PointerWeights

    @classmethod
    def joined(cls, parts: Sequence[Pointers]) -> Pointers:
        """Put the sections of a text together."""
        bases = np.cumsum([0, *(len(part.keys) for part in parts[:-1])])
        return cls(
            keys=np.concatenate([part.keys for part in parts]),
            asking=np.concatenate([part.asking + base for part, base in zip(parts, bases, strict=True)]),
            firsts=np.concatenate([part.firsts for part in parts]),
            lasts=np.concatenate([part.lasts for part in parts]),
            quantity=np.concatenate([part.quantity for part in parts]),
            weights=parts[0].weights,
        )

    def scores(self, start: int, end: int) -> PhraseScores | None:
        """Score the phrases that the quantity of words `start` to `end` may point at.

        None where the network does not take its first or last word for part of a quantity.
        """
        first, last = (int(np.searchsorted(self.asking, word)) for word in (start, end - 1))
        for place, word in ((first, start), (last, end - 1)):
            if place == len(self.asking) or self.asking[place] != word:
                return None
        pointers, width = self.weights.none.shape
        query = gelu(self.firsts[first].astype(np.float32) + self.lasts[last].astype(np.float32))
        query = query.reshape(pointers, 2, width) / np.float32(width**0.5)
        low, high = max(0, start - REACH), min(len(self.keys), end + REACH)
        keys = self.keys[low:high].astype(np.float32).reshape(high - low, pointers, 2, width)
        scores = np.einsum("pew,npew->pen", query, keys)
        away = np.arange(low, high) - start
        scores += self.weights.distances[:, distance_buckets(away)].reshape(pointers, 2, -1)
        scores[..., start - low : end - low] = NEVER
        none = (query[:, 0] * self.weights.none).sum(axis=1) + self.weights.none_bias
        firsts = log_softmax(np.concatenate([scores[:, 0], none[:, None]], axis=1))
        return PhraseScores(low, firsts[:, :-1], log_softmax(scores[:, 1]), firsts[:, -1])


@dataclass(frozen=True, slots=True)
class PhraseScores:
    """Log-probabilities for one quantity.

    `firsts` and `lasts`: (pointers, words), from word `low` on; `none`: (pointers,), that there is no phrase.
    """

    low: int
    firsts: Floats
    lasts: Floats
    none: Floats

    def best(self, pointer: int, breaks: Sequence[int] = (), count: int = 3) -> list[Candidate]:
        """Return the likeliest phrases, best first; none crosses one of the `breaks`, word positions.

        Their probabilities are those of the first word times that of the last among the ends it may have.
        """
        words = len(self.firsts[pointer])
        barrier = np.zeros(words + 1, dtype=np.int64)
        for place in breaks:
            if 0 <= place - self.low <= words:
                barrier[place - self.low] = 1
        section = np.cumsum(barrier[:-1])
        found = []
        for first in np.argsort(-self.firsts[pointer], kind="stable")[: 2 * count].tolist():
            stop = min(words, first + LONGEST_PHRASE)
            ends = self.lasts[pointer, first:stop][section[first:stop] == section[first]]
            last = first + int(ends.argmax())
            # Of the ends behind the first word, as likely as the network's own among all words allows.
            total = np.logaddexp.reduce(ends)
            share = float(np.exp(self.lasts[pointer, last] - total))
            probability = float(np.exp(self.firsts[pointer, first])) * share
            found.append(Candidate(self.low + first, self.low + last + 1, probability))
        return sorted(found, key=lambda each: -each.probability)[:count]

    def of_ranges(self, pointer: int, ranges: Sequence[tuple[int, int]]) -> Floats:
        """Return how probable it is that the phrase begins or ends in each of some word ranges.

        Ranges that lie elsewhere get nothing.
        """
        firsts, lasts = np.exp(self.firsts[pointer]), np.exp(self.lasts[pointer])
        some = 1 - np.exp(self.none[pointer])
        return np.array(
            [
                (firsts[max(0, s - self.low) : max(0, e - self.low)].sum()
                 + some * lasts[max(0, s - self.low) : max(0, e - self.low)].sum()) / 2
                for s, e in ranges
            ],
            dtype=np.float32,
        )  # fmt: skip


def distance_buckets(away: Ints) -> Ints:
    """Number distances in words by sign and power of two: 0, then those behind, then those before."""
    power = np.floor(np.log2(np.maximum(np.abs(away), 1))).astype(np.int64)
    power = np.minimum(power, FARTHEST_POWER)
    return np.where(away == 0, 0, np.where(away > 0, 1 + power, 2 + FARTHEST_POWER + power))


def gelu(x: Floats) -> Floats:
    """GELU by its tanh form (Hendrycks and Gimpel 2016), within 1e-3 of the exact one."""
    inner = x * x
    inner *= 0.044715
    inner += 1.0
    inner *= x
    inner *= 0.7978845608
    np.tanh(inner, out=inner)
    inner += 1.0
    inner *= x
    inner *= 0.5
    return inner


def log_softmax(scores: Floats) -> Floats:
    """Log-softmax over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    normal: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normal
