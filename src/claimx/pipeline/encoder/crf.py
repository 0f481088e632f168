"""Best tag sequences under a linear-chain CRF, in NumPy, for many texts at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FORBIDDEN = np.float32(-1e4)
OUTSIDE = 0  # the position of "O" in every tag set
# Where a word is this surely outside every span, the sequence may be cut behind it: what follows then
# depends on nothing before. Short pieces of equal length are what makes decoding in bulk fast.
SURELY_OUTSIDE = 0.99
SEGMENT_WORDS = 64


def forbid_illegal(transitions: Floats, tags: Sequence[str]) -> Floats:
    """Return transitions with the BIO moves that cannot be (into `I-x` from anything but `x`) forbidden."""
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


def best_tags(emissions: Floats, transitions: Floats, probabilities: Floats, lengths: Sequence[int]) -> Ints:
    """Return the most probable tags of several texts laid end to end (Viterbi 1967).

    `emissions`: (words, tags); `transitions`: (tags, tags), from row to column; `probabilities`: the
    emissions' softmax; `lengths`: the number of words of each text.
    """
    tags = np.zeros(len(emissions), dtype=np.int64)
    segments = _segments(probabilities[:, OUTSIDE] > SURELY_OUTSIDE, lengths)
    if not segments:
        return tags
    segments.sort(key=lambda s: s[0] - s[1])  # longest first: the live ones stay in front
    starts = np.array([s for s, _, _ in segments])
    sizes = np.array([e - s for s, e, _ in segments])
    live = np.searchsorted(-sizes, -np.arange(1, sizes[0] + 1), side="right")
    count = emissions.shape[1]
    back = np.zeros((sizes[0], len(segments), count), dtype=np.int8)
    begins_text = np.array([b for _, _, b in segments])
    score = emissions[starts] + np.where(
        begins_text[:, None], forbid_inside(transitions), transitions[OUTSIDE]
    )
    columns = np.ascontiguousarray(transitions.T)
    for t in range(1, sizes[0]):
        n = live[t]
        moves = score[:n, None, :] + columns  # (segments, tag now, tag before)
        back[t, :n] = moves.argmax(axis=2)
        score[:n] = moves.max(axis=2)
        score[:n] += emissions[starts[:n] + t]
    tag = score.argmax(axis=1)
    for t in range(sizes[0] - 1, -1, -1):
        n = live[t]
        tags[starts[:n] + t] = tag[:n]
        if t:
            tag[:n] = back[t, np.arange(n), tag[:n]]
    return tags


def forbid_inside(transitions: Floats) -> Floats:
    """Return the score of beginning a text with each tag: a text cannot begin inside a span."""
    inside = (transitions <= FORBIDDEN / 2).any(axis=0)
    start: Floats = np.where(inside, FORBIDDEN, np.float32(0.0)).astype(np.float32)
    return start


def spans_of(tags: Ints, names: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the spans that BIO tags mark: (start, end, label), end exclusive."""
    spans: list[tuple[int, int, str]] = []
    marked = np.flatnonzero(tags).tolist()
    for i in marked:
        prefix, label = names[tags[i]].split("-", 1)
        if prefix == "I" and spans and spans[-1][1] == i and spans[-1][2] == label:
            spans[-1] = (spans[-1][0], i + 1, label)
        else:
            spans.append((i, i + 1, label))
    return spans
