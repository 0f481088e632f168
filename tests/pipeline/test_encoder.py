"""The encoder's own arithmetic, without the model: windows, words, tag sequences and trees."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.pipeline.encoder.decoding import (
    SpanMarginals,
    best_tree,
    forbid_illegal,
    sentence_bounds,
    softmax,
)
from claimx.pipeline.encoder.network import Gap, Shape, WordReader, Words, cut_windows, shape_of
from claimx.pipeline.syntax.component import blank_pipeline

TAGS = ["O", "B-x", "I-x", "B-y", "I-y"]


def words_of(piece_counts: list[int]) -> Words:
    count = len(piece_counts)
    offsets = np.concatenate([[0], np.cumsum(piece_counts)]).astype(np.int64)
    zeros = np.zeros(count, dtype=np.int64)
    return Words(np.arange(count), np.zeros(offsets[-1], dtype=np.int64), offsets, zeros, zeros)


@given(st.lists(st.integers(1, 12), max_size=400))
def test_windows_keep_every_word_once(piece_counts: list[int]) -> None:
    windows = cut_windows(words_of(piece_counts), max_pieces=60, overlap=20)
    kept = [i for w in windows for i in range(w.keep_start, w.keep_end)]
    assert kept == list(range(len(piece_counts)))
    for w in windows:
        assert w.start <= w.keep_start < w.keep_end <= w.end
        assert sum(piece_counts[w.start : w.end]) <= 60


def test_windows_are_full_and_overlap() -> None:
    windows = cut_windows(words_of([1] * 1000), max_pieces=100, overlap=20)
    assert {w.end - w.start for w in windows} == {100}
    assert all(left.end - right.start >= 20 for left, right in pairwise(windows))


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("said", Shape.LOWER),
        ("Israel", Shape.TITLE),
        ("I", Shape.CAPITAL),
        ("NATO", Shape.UPPER),
        ("McKay", Shape.MIXED),
        ("U.S.", Shape.ABBREVIATION),
        ("400", Shape.DIGITS),
        ("3.2", Shape.NUMBER),
        ("COP28", Shape.ALPHANUMERIC),
        ("“", Shape.OPENING),
        ("”", Shape.CLOSING),
        ("—", Shape.PUNCTUATION),
        ("مرحبا", Shape.OTHER),
    ],
)
def test_shapes(word: str, shape: Shape) -> None:
    assert shape_of(word) is shape


def test_gaps_see_line_breaks_of_every_kind() -> None:
    nlp = spacy.blank("en")
    words, gaps, _ = WordReader.split(nlp("One two\r\nthree\n\nfour  five\u00a0six."))
    assert dict(zip(words, gaps, strict=True)) == {
        "One": Gap.PARAGRAPH,
        "two": Gap.SPACE,
        "three": Gap.LINE,
        "four": Gap.PARAGRAPH,
        "five": Gap.SPACE,
        "six": Gap.SPACE,
        ".": Gap.NONE,
    }


def test_tokenizer_splits_as_the_treebanks_do() -> None:
    nlp = blank_pipeline()
    assert [t.text for t in nlp("a 10-year-old U.S.-led")] == [
        *("a", "10", "-", "year", "-", "old"),
        *("U.S.", "-", "led"),
    ]
    assert [t.text for t in nlp("said.“No")] == ["said", ".", "“", "No"]


def slow_probabilities(emissions: np.ndarray, transitions: np.ndarray) -> dict[tuple[int, int, int], float]:
    """The probability of every span, from every sequence of tags."""
    totals: dict[tuple[int, int, int], float] = {}
    whole = 0.0
    for sequence in product(range(len(TAGS)), repeat=len(emissions)):
        if TAGS[sequence[0]].startswith("I-"):
            continue
        weight = float(
            np.exp(
                sum(emissions[i, t] for i, t in enumerate(sequence))
                + sum(transitions[a, b] for a, b in pairwise(sequence))
            )
        )
        whole += weight
        begins = [i for i, tag in enumerate(sequence) if tag % 2]
        for begin in begins:
            end = begin + 1
            while end < len(sequence) and sequence[end] == sequence[begin] + 1:
                end += 1
            span = (begin, end, sequence[begin] // 2)
            totals[span] = totals.get(span, 0.0) + weight
    return {span: total / whole for span, total in totals.items()}


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_likely_spans_have_the_probability_that_all_sequences_give(seed: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    emissions = rng.normal(scale=2, size=(sum(lengths), len(TAGS))).astype(np.float32)
    transitions = forbid_illegal(rng.normal(size=(len(TAGS), len(TAGS))).astype(np.float32), TAGS)
    chains = SpanMarginals(emissions, transitions, softmax(emissions), lengths)
    start = 0
    for length in lengths:
        slow = slow_probabilities(emissions[start : start + length], transitions)
        found = {span[:3]: span[3] for span in chains.likely_spans(start, start + length, likely=0.5)}
        assert found == pytest.approx({span: p for span, p in slow.items() if p > 0.5}, abs=1e-4)
        start += length


def test_long_texts_are_cut_where_nothing_is_open() -> None:
    rng = np.random.default_rng(3)
    emissions = rng.normal(size=(900, len(TAGS))).astype(np.float32)
    emissions[rng.random(900) < 0.3, 0] += 20
    transitions = forbid_illegal(np.zeros((len(TAGS), len(TAGS)), dtype=np.float32), TAGS)
    cut = SpanMarginals(emissions, transitions, softmax(emissions), [900])
    uncut = SpanMarginals(emissions, transitions, np.zeros_like(emissions), [900])
    for table in ("p_begin", "p_inside"):
        assert getattr(cut, table) == pytest.approx(getattr(uncut, table), abs=1e-4), table


def test_a_text_is_read_the_same_in_any_company() -> None:
    rng = np.random.default_rng(4)
    emissions = rng.normal(size=(40, len(TAGS))).astype(np.float32)
    transitions = forbid_illegal(rng.normal(size=(len(TAGS), len(TAGS))).astype(np.float32), TAGS)
    alone = SpanMarginals(emissions[12:25], transitions, softmax(emissions[12:25]), [13])
    among = SpanMarginals(emissions, transitions, softmax(emissions), [5, 7, 13, 15])
    assert np.array_equal(alone.p_begin, among.p_begin[12:25])
    assert np.array_equal(alone.p_continue, among.p_continue[12:25])


def test_where_the_ends_are_unsure_the_likeliest_span_is_given_if_asked_for() -> None:
    emissions = np.full((4, 3), -9.0, dtype=np.float32)
    emissions[0, 1] = emissions[1, 2] = 9.0
    emissions[2, 2], emissions[2, 0], emissions[3, 2], emissions[3, 0] = 0.1, 0.0, 0.0, 0.0
    transitions = forbid_illegal(np.zeros((3, 3), dtype=np.float32), ["O", "B-x", "I-x"])
    chains = SpanMarginals(emissions, transitions, softmax(emissions), [4])
    assert chains.likely_spans(0, 4, likely=0.6) == []
    ((start, end, label, probability),) = chains.likely_spans(0, 4, likely=0.6, present=0.5)
    assert (start, label) == (0, 0)
    assert end in (2, 3, 4)
    assert 0.2 < probability < 0.6


def test_labels_that_are_alike_count_together() -> None:
    emissions = np.full((1, 5), -9.0, dtype=np.float32)
    emissions[0, 1], emissions[0, 3] = 0.2, 0.0
    transitions = forbid_illegal(np.zeros((5, 5), dtype=np.float32), TAGS)
    chains = SpanMarginals(emissions, transitions, softmax(emissions), [1])
    assert chains.likely_spans(0, 1, likely=0.6) == []
    assert chains.likely_spans(0, 1, likely=0.6, alike=[0, 1]) == []
    ((start, end, label, probability),) = chains.likely_spans(0, 1, likely=0.6, alike=[0, 0])
    assert (start, end, label) == (0, 1, 0)
    assert probability == pytest.approx(1.0, abs=1e-3)


def slow_best_tree(arcs: np.ndarray, roots: np.ndarray) -> float:
    """The score of the best of all trees."""
    count = len(roots)
    best = -np.inf
    for heads in product(range(-1, count), repeat=count):
        if sum(h < 0 for h in heads) != 1 or any(h == i for i, h in enumerate(heads)):
            continue
        for word in range(count):
            seen = set()
            while word >= 0 and word not in seen:
                seen.add(word)
                word = heads[word]
            if word >= 0:
                break
        else:
            total = sum(roots[i] if h < 0 else arcs[i, h] for i, h in enumerate(heads))
            best = max(best, total)
    return best


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 4))
def test_trees_have_one_root_and_no_cycle(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    arcs, roots = rng.normal(size=(count, count)), rng.normal(size=count) + 6
    heads = best_tree(arcs.copy(), roots)
    assert sum(h < 0 for h in heads) == 1
    total = sum(roots[i] if h < 0 else arcs[i, h] for i, h in enumerate(heads))
    root = next(i for i, h in enumerate(heads) if h < 0)
    fixed = np.full(count, -1e6)
    fixed[root] = roots[root]
    assert total == pytest.approx(slow_best_tree(arcs, fixed))


def test_sentences_are_cut_when_too_long() -> None:
    starts = np.zeros(1000, dtype=np.float32)
    starts[300] = 0.4
    bounds = sentence_bounds(starts, np.array([500]), limit=400)
    assert bounds[0] == (0, 300)
    assert (500) in [s for s, _ in bounds]
    assert all(e - s <= 400 for s, e in bounds)
    assert [s for s, _ in bounds[1:]] == [e for _, e in bounds[:-1]]
