"""Cutting a text into the overlapping windows that the encoder reads.

Every window but a text's only one is full, so each word is read with as much around it as the model
was trained on. Where windows overlap, a word's reading comes from the window in whose middle it is
nearest, so the place where a window happens to begin does not show.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from claimx.pipeline.encoder.words import Ints, Words

MAX_PIECES = 254  # with [CLS] and [SEP], 256
OVERLAP_PIECES = 48


@dataclass(frozen=True, slots=True)
class Window:
    """Words `start` to `end` are read; the readings of `keep_start` to `keep_end` are kept."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def _last_word_fitting(offsets: Ints, start: int, pieces: int) -> int:
    """Return the end (exclusive) of the longest run of words from `start` within `pieces`."""
    end = int(np.searchsorted(offsets, offsets[start] + pieces, side="right")) - 1
    return max(end, start + 1)


def cut_windows(words: Words, max_pieces: int = MAX_PIECES, overlap: int = OVERLAP_PIECES) -> list[Window]:
    """Cut a text into windows of at most `max_pieces`, each sharing about `overlap` pieces with the next."""
    offsets, count = words.offsets, len(words)
    if not count:
        return []
    bounds: list[tuple[int, int]] = []
    start = 0
    while True:
        end = _last_word_fitting(offsets, start, max_pieces)
        if end >= count:
            break
        bounds.append((start, end))
        start = max(int(np.searchsorted(offsets, offsets[end] - overlap, side="left")), start + 1)
    if bounds:  # the last window reaches back, to be full
        start = int(np.searchsorted(offsets, offsets[count] - max_pieces, side="left"))
    bounds.append((start, count))
    cuts = [0, *((left[1] + right[0]) // 2 for left, right in pairwise(bounds)), count]
    return [Window(s, e, cuts[i], cuts[i + 1]) for i, (s, e) in enumerate(bounds)]
