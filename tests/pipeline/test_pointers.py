"""From the network's pointer scores to phrases, without the model."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.pipeline.encoder.pointers import (
    LONGEST_PHRASE,
    REACH,
    Pointers,
    PointerWeights,
    distance_buckets,
    log_softmax,
)

WIDTH, POINTERS = 4, 3
BUCKETS = 17


def pointers(words: int, seed: int = 0, asking: list[int] | None = None) -> Pointers:
    rng = np.random.default_rng(seed)
    asks = np.array(range(words) if asking is None else asking, dtype=np.int64)
    row = 2 * POINTERS * WIDTH
    return Pointers(
        keys=rng.normal(scale=2, size=(words, row)).astype(np.float16),
        asking=asks,
        firsts=rng.normal(size=(len(asks), row)).astype(np.float16),
        lasts=rng.normal(size=(len(asks), row)).astype(np.float16),
        quantity=np.zeros(words, dtype=np.float32),
        weights=PointerWeights(
            rng.normal(size=(POINTERS, WIDTH)).astype(np.float32),
            rng.normal(size=POINTERS).astype(np.float32),
            rng.normal(size=(2 * POINTERS, BUCKETS)).astype(np.float32),
        ),
    )


@pytest.mark.parametrize(
    ("away", "bucket"),
    [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (127, 7), (128, 8), (900, 8), (-1, 9), (-2, 10), (-200, 16)],
)
def test_distances_count_by_sign_and_power_of_two(away: int, bucket: int) -> None:
    assert distance_buckets(np.array([away])).tolist() == [bucket]


@settings(max_examples=40)
@given(st.integers(2, 60), st.integers(0, 999), st.data())
def test_phrases_are_probable_apart_from_the_quantity_and_within_breaks(
    words: int, seed: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, words - 1))
    end = data.draw(st.integers(start + 1, min(words, start + 4)))
    breaks = data.draw(st.lists(st.integers(0, words), max_size=5, unique=True))
    scores = pointers(words, seed).scores(start, end)
    assert scores is not None
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


def test_the_phrase_that_keys_and_queries_agree_on_is_found() -> None:
    read = pointers(30)
    read.keys[:] = 0
    read.weights.distances[:] = 0
    read.firsts[10], read.lasts[11] = 3, 3
    keys = read.keys.reshape(30, POINTERS, 2, WIDTH)
    keys[14, 0, 0], keys[16, 0, 1] = 5, 5
    scores = read.scores(10, 12)
    assert scores is not None
    best = scores.best(0)[0]
    assert (best.start, best.end) == (14, 17)
    assert best.probability > 0.9


def test_what_the_network_takes_for_no_quantity_points_at_nothing() -> None:
    read = pointers(20, asking=[3, 4])
    assert read.scores(3, 5) is not None
    assert read.scores(3, 6) is None
    assert read.scores(19, 20) is None


def test_words_out_of_reach_are_not_looked_at() -> None:
    scores = pointers(500).scores(250, 251)
    assert scores is not None
    assert (scores.low, scores.firsts.shape[1]) == (250 - REACH, 2 * REACH + 1)


def test_dates_get_what_their_words_have() -> None:
    scores = pointers(40).scores(20, 21)
    assert scores is not None
    whole = scores.of_ranges(2, [(0, 40)])[0]
    some = 1 - np.exp(scores.none[2])
    assert whole == pytest.approx(some, abs=1e-3)
    first, second = scores.of_ranges(2, [(0, 20), (21, 40)])
    assert first + second == pytest.approx(some, abs=1e-3)
    assert scores.of_ranges(2, [(400, 402)]).tolist() == [0]


def test_sections_of_a_text_are_put_together() -> None:
    parts = [pointers(10, seed=1, asking=[2]), pointers(12, seed=2, asking=[0, 11])]
    joined = Pointers.joined(parts)
    assert joined.asking.tolist() == [2, 10, 21]
    assert joined.keys.shape[0] == joined.quantity.shape[0] == 22
    assert np.array_equal(joined.lasts[1:], parts[1].lasts)


def test_log_softmax_sums_to_one() -> None:
    assert np.exp(log_softmax(np.array([[1.0, 2.0, -1e4]], dtype=np.float32))).sum() == pytest.approx(1)
