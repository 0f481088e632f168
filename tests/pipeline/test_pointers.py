"""From the second reading's scores to phrases, without the model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.pipeline.encoder.pointers import (
    ASKED,
    BEFORE,
    BEHIND,
    LONGEST_PHRASE,
    NO_QUANTITY,
    OTHER,
    Pointers,
    distances_from,
    log_softmax,
    words_around,
)

POINTERS, HIDDEN = 3, 4


class Reading:
    """Stands for the second reading: scores by chance, or those that are given by word; notes its inputs."""

    def __init__(self, seed: int = 0, ends: dict[tuple[int, int, int], float] | None = None) -> None:
        self._random = np.random.default_rng(seed)
        self._ends = ends
        self.inputs: dict[str, Any] = {}

    def run(self, states: Any, marks: Any, distances: Any, first: Any, asked: int) -> tuple[Any, Any]:
        self.inputs = {
            "states": states,
            "marks": marks,
            "distances": distances,
            "first": first,
            "asked": asked,
        }
        if self._ends is None:
            return self._random.normal(size=(len(first), POINTERS, 2)), self._random.normal(size=POINTERS)
        ends = np.zeros((len(first), POINTERS, 2))
        for place, score in self._ends.items():
            ends[place] = score
        return ends, np.zeros(POINTERS)


def pointers(words: int, reading: Reading, pieces: int = 1) -> Pointers:
    """A text of words that have so many pieces each; a piece's state is its number."""
    states = np.repeat(np.arange(words * pieces)[:, None], HIDDEN, axis=1).astype(np.float16)
    return Pointers(
        states,
        np.arange(words + 1) * pieces,
        np.zeros(words, dtype=np.float32),
        reading,  # type: ignore[arg-type]
    )


def test_distances_count_by_sign_and_power_of_two() -> None:
    assert distances_from(5, 7, 12).tolist() == [11, 11, 10, 10, 9, 0, 0, 1, 2, 2, 3, 3]


@settings(max_examples=40)
@given(st.integers(2, 60), st.integers(0, 999), st.data())
def test_phrases_are_probable_apart_from_the_quantity_and_within_breaks(
    words: int, seed: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, words - 1))
    end = data.draw(st.integers(start + 1, min(words, start + 4)))
    breaks = data.draw(st.lists(st.integers(0, words), max_size=5, unique=True))
    scores = pointers(words, Reading(seed)).scores(start, end)
    for pointer in range(POINTERS):
        found = scores.best(pointer, sorted(breaks))
        assert found == sorted(found, key=lambda each: -each.probability)
        total = float(np.exp(scores.none[pointer])) + sum(each.probability for each in found)
        assert total <= 1 + 1e-4
        for each in found:
            assert 0 <= each.start < each.end <= words
            assert each.end - each.start <= LONGEST_PHRASE
            assert not any(each.start < place < each.end for place in breaks)
            if each.probability > 1e-3:
                assert each.start >= end or each.start < start


def test_the_phrase_with_the_best_ends_is_found() -> None:
    scores = pointers(30, Reading(ends={(14, 0, 0): 9.0, (16, 0, 1): 9.0, (16, 1, 0): 9.0})).scores(10, 12)
    best = scores.best(0)[0]
    assert (best.start, best.end) == (14, 17)
    assert best.probability > 0.9


def test_the_quantity_and_the_others_are_marked() -> None:
    reading = Reading()
    pointers(9, reading, pieces=2).scores(4, 5, [(1, 2), (4, 5), (7, 9)])
    marks = (
        [NO_QUANTITY] * 2 + [OTHER] * 2 + [NO_QUANTITY] * 4 + [ASKED] * 2 + [NO_QUANTITY] * 4 + [OTHER] * 4
    )
    assert reading.inputs["marks"].tolist() == marks
    assert reading.inputs["asked"] == 8
    assert reading.inputs["first"].tolist() == [*range(0, 18, 2)]


def test_words_out_of_reach_are_not_looked_at() -> None:
    reading = Reading()
    scores = pointers(500, reading).scores(250, 251)
    assert (scores.low, scores.high) == (250 - BEFORE, 251 + BEHIND)
    assert reading.inputs["states"][0, 0] == 250 - BEFORE
    assert scores.of_ranges(2, [(0, 250 - BEFORE), (400, 402)]).tolist() == [0, 0]


def test_no_word_is_read_in_part() -> None:
    offsets = np.array([0, 50, 100, 110, 113, 150, 180])
    assert words_around(offsets, 3, 4) == (1, 5)
    assert words_around(np.array([0, 500]), 0, 1) == (0, 1)


def test_dates_get_what_their_words_have() -> None:
    scores = pointers(40, Reading()).scores(20, 21)
    some = 1 - np.exp(scores.none[2])
    assert scores.of_ranges(2, [(0, 40)])[0] == pytest.approx(some, abs=1e-3)
    first, second = scores.of_ranges(2, [(0, 20), (21, 40)])
    assert first + second == pytest.approx(some, abs=1e-3)


def test_sections_of_a_text_are_put_together() -> None:
    parts = [pointers(10, Reading(), 2), pointers(12, Reading(), 3)]
    joined = Pointers.joined(parts)
    assert joined.offsets.tolist() == [*range(0, 20, 2), *range(20, 57, 3)]
    assert joined.states.shape == (56, HIDDEN)
    assert len(joined.quantity) == 22


def test_log_softmax_sums_to_one() -> None:
    assert np.exp(log_softmax(np.array([[1.0, 2.0, -1e4]], dtype=np.float32))).sum() == pytest.approx(1)
