"""Comparing stretches of a text, and pairing those of the gold with those that were read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from claimx.text.tokens import Range


class Located(Protocol):
    """Whatever has a place in the text."""

    @property
    def start(self) -> int:
        """Offset of the first character."""

    @property
    def end(self) -> int:
        """Offset after the last character."""


def merged(text: str, spans: Iterable[Located]) -> tuple[Range, ...]:
    """The stretches that the spans cover: without white space at their ends, and as one where nothing
    but white space stands between two.
    """
    stretches: list[Range] = []
    for start, end in sorted(_trimmed(text, span) for span in spans):
        if start == end:
            continue
        if stretches and not text[stretches[-1].end : start].strip():
            stretches[-1] = Range(stretches[-1].start, max(end, stretches[-1].end))
        else:
            stretches.append(Range(start, end))
    return tuple(stretches)


def _trimmed(text: str, span: Located) -> Range:
    words = text[span.start : span.end]
    kept = words.strip()
    start = span.start + (len(words) - len(words.lstrip()) if kept else 0)
    return Range(start, start + len(kept))


def characters(spans: Iterable[Range]) -> set[int]:
    """The offsets of all characters that the spans cover."""
    return {offset for start, end in spans for offset in range(start, end)}


def one_to_one(likeness: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Pairs of positions in two lists, the most alike first, in which no position comes twice.

    Args:
        likeness: how alike two items are, and their positions; of equals the earlier goes first.
    """
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, left, right in sorted(likeness, key=lambda alike: (-alike[0], *alike[1:])):
        if left not in taken[0] and right not in taken[1]:
            taken[0].add(left)
            taken[1].add(right)
            pairs.append((left, right))
    return pairs


def overlapping(gold: Sequence[Located], read: Sequence[Located]) -> list[tuple[int, int]]:
    """Positions of the spans that share characters, one to one, those that share most first."""
    return one_to_one(
        (shared, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(read)
        if (shared := min(one.end, other.end) - max(one.start, other.start)) > 0
    )
