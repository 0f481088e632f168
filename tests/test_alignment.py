from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from claimx.compare.words import Block, common_length, common_share, matching_blocks

WORDS = st.lists(st.sampled_from("abcd"), max_size=9)


def longest_of_all(a: list[str], b: list[str]) -> int:
    """The same by trying every subsequence."""
    return max(
        size
        for size in range(len(a) + 1)
        for chosen in combinations(a, size)
        if not size or is_within(chosen, b)
    )


def is_within(chosen: tuple[str, ...], b: list[str]) -> bool:
    rest = iter(b)
    return all(item in rest for item in chosen)


@given(WORDS, WORDS)
def test_the_longest_subsequence_is_found(a: list[str], b: list[str]) -> None:
    most = longest_of_all(a, b)
    assert common_length(a, b) == most
    *blocks, end = matching_blocks(a, b)
    assert end == Block(len(a), len(b), 0)
    assert sum(block.size for block in blocks) == most
    assert all(a[i : i + size] == b[j : j + size] for i, j, size in blocks)
    ends = [(i + size, j + size) for i, j, size in blocks]
    assert all(
        stop[0] <= after.a and stop[1] <= after.b for stop, after in zip(ends, blocks[1:], strict=False)
    )


def test_words_in_another_order_are_not_common() -> None:
    old = ["the", "mayor", "said", "on", "Monday", "that", "she", "would", "resign"]
    new = ["on", "Monday", "the", "mayor", "denied", "that", "she", "would", "resign"]
    assert matching_blocks(old, new) == [(0, 2, 2), (5, 5, 4), (9, 9, 0)]
    assert common_length(old, new) == 6


def test_the_share_of_what_is_common() -> None:
    assert common_share("abcd", "abcx") == 0.75
    assert common_share("", "") == 1
    assert common_share("ab", "") == 0
