"""Comparing phrases that name the same thing with more words or fewer."""

from __future__ import annotations

_UNTOLD = frozenset(("the", "a", "an", "of", "in", "its", "his", "her", "their"))
# How much of the shorter phrase must stand in the other.
_SAME = 0.5


def words(phrase: str) -> set[str]:
    """The words that tell what a phrase names, in lower case; a hyphen parts words."""
    return set(phrase.casefold().replace("-", " ").split()) - _UNTOLD


def same_phrase(one: str | None, other: str | None) -> bool:
    """Whether they share half of the words of the shorter one, or neither is there."""
    if one is None or other is None:
        return one is other
    ours, theirs = words(one), words(other)
    return bool(ours & theirs) and len(ours & theirs) / min(len(ours), len(theirs)) >= _SAME
