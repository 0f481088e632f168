"""Stretches of text and how they are paired."""

from __future__ import annotations

import pytest

from claimx.evaluation.scorers import merged, one_to_one, overlapping, same_phrase
from claimx.text.tokens import Range

TEXT = "He  said it\n\n again. "


@pytest.mark.parametrize(
    ("spans", "stretches"),
    [
        ([], []),
        ([(0, 2)], [(0, 2)]),
        ([(0, 4)], [(0, 2)]),
        ([(2, 4)], []),
        ([(9, 13), (4, 8)], [(4, 11)]),
        ([(4, 8), (9, 11), (13, 21)], [(4, 20)]),
        ([(0, 2), (9, 11)], [(0, 2), (9, 11)]),
        ([(0, 8), (4, 6)], [(0, 8)]),
    ],
)
def test_merged(spans: list[tuple[int, int]], stretches: list[tuple[int, int]]) -> None:
    assert list(merged(TEXT, [Range(*span) for span in spans])) == stretches


def test_pairs_the_most_alike_first_and_none_twice() -> None:
    assert one_to_one([(0.6, 0, 0), (0.9, 1, 0), (0.5, 0, 1), (0.9, 2, 0)]) == [(1, 0), (0, 1)]


def test_overlapping() -> None:
    gold = [Range(0, 10), Range(10, 12)]
    assert overlapping(gold, [Range(8, 12), Range(0, 3)]) == [(0, 1), (1, 0)]
    assert overlapping(gold, [Range(12, 14)]) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("the hostages", "hostages", True),
        ("polling places", "city’s polling places", True),
        ("rail workers", "bus drivers", False),
        ("people", None, False),
        (None, None, True),
        ("the", "the", False),
    ],
)
def test_same_phrase(one: str | None, other: str | None, same: bool) -> None:
    assert same_phrase(one, other) is same
    assert same_phrase(other, one) is same
