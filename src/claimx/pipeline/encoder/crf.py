"""Span probabilities of a linear-chain CRF, in NumPy, for many texts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FORBIDDEN = np.float32(-1e4)
OUTSIDE = 0  # the position of "O" in every tag set
# Where a word is this surely outside every span, the sequence may be cut after it: what follows then
# depends on nothing before. Short pieces of equal length are what makes decoding in bulk fast.
SURELY_OUTSIDE = 0.99
SEGMENT_WORDS = 64
POSSIBLE = 0.05  # spans less probable are not looked at
LEAST = np.float32(1e-30)  # keeps divisions from zero


def forbid_illegal(transitions: Floats, tags: Sequence[str]) -> Floats:
    """The transitions with the BIO moves that cannot be (into `I-x` from anything but `x`) forbidden."""
    legal = np.array(transitions, dtype=np.float32)
    for i, before in enumerate(tags):
        for j, after in enumerate(tags):
            if after.startswith("I-") and before[2:] != after[2:]:
                legal[i, j] = FORBIDDEN
    return legal


def softmax(scores: Floats) -> Floats:
    """Softmax over the last axis."""
    exp: Floats = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities: Floats = exp / exp.sum(axis=-1, keepdims=True)
    return probabilities


def _segments(outside: NDArray[np.bool_], lengths: Sequence[int]) -> list[tuple[int, int, bool]]:
    """Cut the texts, laid end to end, into (start, end, begins a text)."""
    segments: list[tuple[int, int, bool]] = []
    base = 0
    for length in lengths:
        start, stop = base, base + length
        while stop - start > SEGMENT_WORDS:
            cuts = np.flatnonzero(outside[start + SEGMENT_WORDS // 2 : stop - 1])
            if not len(cuts):
                break
            cut = start + SEGMENT_WORDS // 2 + int(cuts[0]) + 1
            segments.append((start, cut, start == base))
            start = cut
        if length:
            segments.append((start, stop, start == base))
        base = stop
    return segments


class SpanMarginals:
    """Marginals of a linear-chain CRF over several concatenated texts (Lafferty et al. 2001).

    Given the text, the tags are a Markov chain with these tables, each (words, labels). `p_begin`: the
    probability that a span of a label begins at a word; `p_inside`: that a span covers the word;
    `p_continue_first`: that the next word is inside too, if a span begins here; `p_continue`: the same if it
    began before.
    """

    def __init__(
        self, emissions: Floats, transitions: Floats, probabilities: Floats, lengths: Sequence[int]
    ) -> None:
        """Run the forward-backward algorithm.

        `emissions`: (words, tags), tags being "O" and then B and I of each label; `transitions`: (tags,
        tags), from row to column, illegal ones forbidden; `probabilities`: the emissions' softmax;
        `lengths`: the number of words of each text. Sums are taken in one order whatever is read
        together, so that a text reads the same in any company.
        """
        words, tags = emissions.shape
        labels = (tags - 1) // 2
        self.p_begin, self.p_inside, self.p_continue_first, self.p_continue = (
            np.zeros((words, labels), np.float32) for _ in range(4)
        )
        segments = _segments(probabilities[:, OUTSIDE] > SURELY_OUTSIDE, lengths)
        if not segments:
            return
        segments.sort(key=lambda s: s[0] - s[1])  # longest first: the live ones stay in front
        starts = np.array([s for s, _, _ in segments])
        sizes = np.array([e - s for s, e, _ in segments])
        live = np.searchsorted(-sizes, -np.arange(1, sizes[0] + 1), side="right")
        factors = np.exp(emissions - emissions.max(axis=1, keepdims=True))
        moves = np.exp(transitions)
        begins_text = np.array([b for _, _, b in segments])[:, None]
        forward = [np.where(begins_text, np.exp(forbid_inside(transitions)), moves[OUTSIDE])]
        forward[0] = _scaled(forward[0] * factors[starts])
        for t in range(1, sizes[0]):
            n = live[t]
            come = np.add.reduce(forward[-1][:n, :, None] * moves, axis=1)
            forward.append(_scaled(come * factors[starts[:n] + t]))
        begin, inside = np.arange(1, tags, 2), np.arange(2, tags, 2)
        columns = np.ascontiguousarray(moves.T)
        backward = np.ones_like(forward[0])
        for t in range(sizes[0] - 1, -1, -1):
            n = live[t]
            at = starts[:n] + t
            if t + 1 < sizes[0] and live[t + 1]:
                m = live[t + 1]
                ahead = backward[:m] * factors[at[:m] + 1]
                total = np.add.reduce(ahead[:, :, None] * columns, axis=1)
                entering = ahead[:, inside]
                self.p_continue_first[at[:m]] = (
                    moves[begin, inside] * entering / np.maximum(total[:, begin], LEAST)
                )
                self.p_continue[at[:m]] = (
                    moves[inside, inside] * entering / np.maximum(total[:, inside], LEAST)
                )
                backward[:m] = _scaled(total)
            marginals = _scaled(forward[t] * backward[:n])
            self.p_begin[at] = marginals[:, begin]
            self.p_inside[at] = marginals[:, begin] + marginals[:, inside]

    def likely_spans(
        self,
        start: int,
        end: int,
        likely: float,
        present: float | None = None,
        alike: Sequence[int] | None = None,
    ) -> list[tuple[int, int, int, float]]:
        """The spans of words `start` to `end` whose probability is above `likely`.

        Each is (start, end, label, probability), counted from `start`; none overlap. To give every span by
        its own probability, and not the most probable sequence as a whole, is what promises the best F1
        (Jansche 2007): a span is worth giving when it is right about half as often as F1 is high.

        A long span can be there for sure while each of its possible ends is unlikely. With `present`, the
        likeliest of such a place is given too where its words are inside a span with that probability.

        With `alike`, a number for each label, a span counts as likely as all labels with the same number
        make it together, and gets the likeliest of them.
        """
        spans = []
        taken: set[int] = set()
        apart = present is None and alike is None
        candidates = self._spans_above(likely if apart else POSSIBLE, start, end)
        if alike is not None:
            candidates = _pooled(candidates, alike)
        for probability, first, stop, label in sorted(candidates, key=lambda span: (-span[0], span[1])):
            is_given = probability > likely or (
                present is not None and self.p_inside[start + first : start + stop, label].mean() > present
            )
            if is_given and taken.isdisjoint(range(first, stop)):
                taken.update(range(first, stop))
                spans.append((first, stop, label, probability))
        return sorted(spans)

    def _spans_above(self, threshold: float, start: int, end: int) -> list[tuple[float, int, int, int]]:
        """List the spans of words `start` to `end` above `threshold`, as (probability, start, end, label)."""
        found = []
        begins = np.nonzero(self.p_begin[start:end] > threshold)
        for first, label in zip(*(axis.tolist() for axis in begins), strict=True):
            probability = float(self.p_begin[start + first, label])
            go_on = float(self.p_continue_first[start + first, label])
            stop = first + 1
            while probability > threshold:
                if probability * (1 - go_on) > threshold:
                    found.append((probability * (1 - go_on), first, stop, label))
                probability *= go_on
                go_on = float(self.p_continue[start + stop, label]) if start + stop < end else 0.0
                stop += 1
        return found


def _pooled(
    candidates: list[tuple[float, int, int, int]], alike: Sequence[int]
) -> list[tuple[float, int, int, int]]:
    """Put spans together that differ in nothing but labels that are alike; the likeliest label stays."""
    totals: dict[tuple[int, int, int], float] = {}
    best: dict[tuple[int, int, int], tuple[float, int]] = {}
    for probability, first, stop, label in candidates:
        place = first, stop, alike[label]
        totals[place] = totals.get(place, 0.0) + probability
        best[place] = max(best.get(place, (0.0, label)), (probability, label))
    return [(total, first, stop, best[first, stop, kind][1]) for (first, stop, kind), total in totals.items()]


def _scaled(rows: Floats) -> Floats:
    """Scale each row to a sum of one."""
    return cast(Floats, rows / np.maximum(np.add.reduce(rows, axis=1, keepdims=True), LEAST))


def forbid_inside(transitions: Floats) -> Floats:
    """The score of beginning a text with each tag: a text cannot begin inside a span."""
    inside = (transitions <= FORBIDDEN / 2).any(axis=0)
    start: Floats = np.where(inside, FORBIDDEN, np.float32(0.0)).astype(np.float32)
    return start
