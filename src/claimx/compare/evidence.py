"""How much speaks for two numbers being about one thing.

For it speak the same noun, where it is the only number that either article has for it; the same value;
and words that their sentences share, weighted by how rare they are in the story. Against it speaks that
different things are said to have happened to what is counted, and that they belong to other days, other
places, or were somebody's doing. Numbers that cannot both hold need more evidence than those that can.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

from claimx.compare.intervals import can_both_hold
from claimx.compare.sightings import Sighting

# Two numbers of different days this far apart are never about the same moment.
_SAME_TIME_DAYS = 45
_LEAST_LIKENESS = 0.1
# The least share of the words of the shorter sentence that must be in the other, and how many words.
_SHARED_IF_SAME = (0.15, 1)
_SHARED_IF_POSSIBLE = (0.25, 2)
_SHARED_IF_IMPOSSIBLE = (0.35, 3)
_NEARLY_ALL = 0.6

Rarity = Callable[[str], float]


class Evidence:
    """Weighs what two numbers of one story have in common.

    Args:
        rarity: how rare a word is in the story's sentences, 0 and more.
        likeness: how alike two articles are, from 0 to 1.
        names_place: whether an article names a place.
    """

    def __init__(
        self,
        rarity: Rarity,
        likeness: Callable[[int, int], float],
        names_place: Callable[[int, str], bool],
    ) -> None:
        self._rarity = rarity
        self._likeness = likeness
        self._names_place = names_place

    def weigh(self, a: Sighting, b: Sighting, *, alone: bool) -> float:
        """How much speaks for it, 0 where nothing does or something speaks against it.

        Args:
            a: a number.
            b: another, of the same topic.
            alone: whether neither article has a number that might be meant instead.
        """
        same = a.value == b.value
        possible = same or can_both_hold(a.interval, b.interval)
        if acts_apart(a, b) or _have_other_words(a, b):
            return 0.0
        if not same and a.head != b.head and _are_named(a, b):
            return 0.0
        if a.position == b.position:
            return 1.0 if same or is_update(a, b) else 0.0
        if self._likeness(a.position, b.position) < _LEAST_LIKENESS:
            return 0.0
        if not same and a.is_past != b.is_past:
            return 0.0
        if not possible and (a.unreal != b.unreal or self._are_elsewhere(a, b) or _have_other_actors(a, b)):
            return 0.0
        return self._weigh_words(a, b, same=same, possible=possible, alone=alone)

    def _weigh_words(self, a: Sighting, b: Sighting, *, same: bool, possible: bool, alone: bool) -> float:
        shared, words = self._shared(a, b)
        named = bool(a.topic.thing) or (a.head == b.head and _are_named(a, b))
        # Where one sentence alone tells what happened, or nothing is counted, they must share something else.
        told = possible or bool(words) or (bool(a.topic.thing) and bool(a.action) == bool(b.action))
        if named and told and (same or alone) and not _far_apart(a, b):
            return 1.0 + same + shared
        least, count = _SHARED_IF_SAME if same else _SHARED_IF_POSSIBLE if possible else _SHARED_IF_IMPOSSIBLE
        if a.action and a.action == b.action:
            words += 1
        # Without a noun there is only the sentence to go by: it must have more, or nearly all, in common.
        if not named and shared < _NEARLY_ALL:
            count += 1
        return same + shared if shared >= least and words >= count else 0.0

    def _shared(self, a: Sighting, b: Sighting) -> tuple[float, int]:
        """The share of the words of the shorter sentence that are in the other, and how many they are."""
        common = a.lemmas & b.lemmas
        size = min(self._size(a.lemmas), self._size(b.lemmas))
        return (self._size(common) / size if size else 0.0), len(common)

    def _size(self, lemmas: Iterable[str]) -> float:
        # The same whatever the order, which differs from run to run in a set.
        return math.fsum(map(self._rarity, lemmas))

    def _are_elsewhere(self, a: Sighting, b: Sighting) -> bool:
        """Whether the sentences name different places, and an article tells the two apart."""
        if not a.places or not b.places or _share_word(a.places, b.places):
            return False
        return any(self._names_place(b.position, place) for place in a.places) or any(
            self._names_place(a.position, place) for place in b.places
        )


def story_rarity(counts: Counter[str], sentences: int) -> Rarity:
    """How rare words are, given how many of a story's sentences have them."""
    return cache(lambda word: math.log(1 + sentences / max(1, counts[word])))


def may_be_confused(a: Sighting, b: Sighting) -> bool:
    """Whether two numbers of one article might be taken for each other."""
    if b.earlier or b.is_past or a.unreal != b.unreal or can_both_hold(a.interval, b.interval):
        return False
    return not acts_apart(a, b) and (a.head == b.head or not _are_named(a, b))


def acts_apart(a: Sighting, b: Sighting) -> bool:
    """Whether different things are said to have happened to what is counted."""
    return bool(a.action and b.action and a.action != b.action)


def is_update(a: Sighting, b: Sighting) -> bool:
    """Whether one article gives two values for two times."""
    return a.earlier != b.earlier or bool(a.days and b.days and a.days.gap(b.days) > 0)


def _are_named(a: Sighting, b: Sighting) -> bool:
    """Whether only their nouns tell what is measured: counts of different things are of different topics."""
    return not a.topic.thing and a.head is not None and b.head is not None


def _have_other_words(a: Sighting, b: Sighting) -> bool:
    return bool(a.modifiers and b.modifiers and not a.modifiers & b.modifiers)


def _have_other_actors(a: Sighting, b: Sighting) -> bool:
    """Whether somebody did it to some people only: `the skipper pulled 26 people out of the water`."""
    return a.topic.thing.startswith("people ") and bool(a.actors | b.actors) and not a.actors & b.actors


def _far_apart(a: Sighting, b: Sighting) -> bool:
    return bool(a.days and b.days and a.days.gap(b.days) > _SAME_TIME_DAYS)


def _share_word(a: Iterable[str], b: Iterable[str]) -> bool:
    return bool({word for place in a for word in place.split()} & {w for place in b for w in place.split()})
