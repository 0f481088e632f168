"""Dependency trees from arc scores."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from claimx.pipeline.encoder.crf import Floats, Ints

NEVER = np.float32(-1e9)


def _find_cycle(heads: list[int]) -> list[int]:
    """Return the words of one cycle, or none; a head of -1 is the root."""
    state = [0] * len(heads)
    for first in range(len(heads)):
        path = []
        word = first
        while word >= 0 and not state[word]:
            state[word] = 1
            path.append(word)
            word = heads[word]
        if word >= 0 and state[word] == 1:
            return path[path.index(word) :]
        for seen in path:
            state[seen] = 2
    return []


def _maximum_tree(scores: Floats, root: int) -> list[int]:
    """Return the heads of the best tree over `scores` (dependent, head) rooted at word `root`.

    Chu and Liu 1965, Edmonds 1967, contracting one cycle at a time.
    """
    scores = scores.copy()
    np.fill_diagonal(scores, NEVER)
    heads = scores.argmax(axis=1).tolist()
    heads[root] = -1
    cycle = np.array(_find_cycle(heads), dtype=np.int64)
    if not len(cycle):
        return [int(h) for h in heads]
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    size = len(rest)
    smaller = np.full((size + 1, size + 1), NEVER, dtype=scores.dtype)
    smaller[:size, :size] = scores[np.ix_(rest, rest)]
    leaving = scores[np.ix_(rest, cycle)]  # rest depends on the cycle
    smaller[:size, size] = leaving.max(axis=1)
    kept = scores[cycle, np.array(heads)[cycle]]
    entering = scores[np.ix_(cycle, rest)] - kept[:, None]
    smaller[size, :size] = entering.max(axis=0)
    inner = _maximum_tree(smaller, int(np.searchsorted(rest, root)))
    for i, word in enumerate(rest.tolist()):
        if word != root:
            head = inner[i]
            heads[word] = int(cycle[leaving[i].argmax()]) if head == size else int(rest[head])
    entry = inner[size]
    broken = int(cycle[entering[:, entry].argmax()])
    heads[broken] = int(rest[entry])
    return [int(h) for h in heads]


def best_tree(arcs: Floats, root_scores: Floats) -> list[int]:
    """Return the head of each word of a sentence, -1 for its one root.

    `arcs`: (dependent, head), overwritten; `root_scores`: one a word.
    """
    np.fill_diagonal(arcs, NEVER)
    greedy = arcs.argmax(axis=1)
    as_root = root_scores - arcs[np.arange(len(arcs)), greedy]
    root = int(as_root.argmax())
    heads: list[int] = greedy.tolist()
    heads[root] = -1
    return _maximum_tree(arcs, root) if _find_cycle(heads) else heads


def sentence_bounds(starts: Floats, forced: Ints, limit: int) -> list[tuple[int, int]]:
    """Cut a text into sentences: (first word, end).

    `starts`: the probability that a sentence begins at each word; `forced`: words where one begins in
    any case. A stretch of more than `limit` words is cut at its most probable inner starts.
    """
    begins = starts > 0.5
    begins[forced] = True
    begins[:1] = True
    bounds: list[tuple[int, int]] = []
    edges = [*np.flatnonzero(begins).tolist(), len(starts)]
    for start, end in pairwise(edges):
        while end - start > limit:
            cut = start + 1 + int(starts[start + 1 : start + limit].argmax())
            bounds.append((start, cut))
            start = cut
        bounds.append((start, end))
    return bounds
