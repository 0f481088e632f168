"""What two sequences have in common in the same order: a longest common subsequence.

It is computed with whole numbers as rows of bits: a bit for each item of the first sequence, and a row for
each item of the second (H. Hyyrö: Bit-parallel LCS-length computation revisited, 2004).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple


class Block(NamedTuple):
    """A run of `size` items that are equal from position `a` in one sequence and `b` in the other."""

    a: int
    b: int
    size: int


def common_length(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    """The length of a longest common subsequence."""
    row = (1 << len(a)) - 1
    for row in _rows(a, b):  # noqa: B007 - the last one is wanted
        pass
    return len(a) - row.bit_count()


def common_share(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """The share of all items that are common, from 0 to 1."""
    size = len(a) + len(b)
    return 2 * common_length(a, b) / size if size else 1.0


def matching_blocks(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Block]:
    """The runs that make up a longest common subsequence, and an empty one at the end of both sequences."""
    start = _shared_beginning(a, b)
    end = _shared_beginning(a[start:][::-1], b[start:][::-1])
    inside_a, inside_b = a[start : len(a) - end], b[start : len(b) - end]
    pairs = [(at, at) for at in range(start)]
    pairs += [(start + i, start + j) for i, j in _pairs(inside_a, inside_b)]
    pairs += [(len(a) - left, len(b) - left) for left in range(end, 0, -1)]
    blocks: list[Block] = []
    for i, j in pairs:
        last = blocks[-1] if blocks else None
        if last and (last.a + last.size, last.b + last.size) == (i, j):
            blocks[-1] = Block(last.a, last.b, last.size + 1)
        else:
            blocks.append(Block(i, j, 1))
    return [*blocks, Block(len(a), len(b), 0)]


def _shared_beginning(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _rows(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[int]:
    """After each item of `b`, the row: a bit is 0 where the common subsequence with `a` grows."""
    places: dict[Hashable, int] = {}
    for position, item in enumerate(a):
        places[item] = places.get(item, 0) | 1 << position
    full = (1 << len(a)) - 1
    row = full
    for item in b:
        here = row & places.get(item, 0)
        row = ((row + here) | (row - here)) & full
        yield row


def _pairs(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The positions of a longest common subsequence, in order."""
    rows = list(_rows(a, b))
    pairs: list[tuple[int, int]] = []
    i, j = len(a), len(b)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
        else:
            j -= 1
            if not j or rows[j - 1] >> (i - 1) & 1:
                i -= 1
                pairs.append((i, j))
    return pairs[::-1]
