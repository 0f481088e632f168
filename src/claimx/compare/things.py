"""Which numbers of a story are about the same thing.

Numbers with one topic (`claimx.compare.sightings.Topic`) are sorted into things. What speaks for two
numbers being about one thing: the same noun, as the only number that either article has for it; the same
value; and words that their sentences share, weighted by how rare they are in the story. What speaks against
it: that one article has both, that different things are said to have happened to what is counted, that they
belong to other days or other places. Numbers that cannot both hold need more evidence than those that can.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from operator import itemgetter

from claimx.compare.intervals import can_both_hold
from claimx.compare.sightings import Sighting

# Two numbers of different days this far apart are never about the same moment.
_SAME_TIME_DAYS = 45
# A sighting is held against this many values of a thing at the most, and this many numbers for each.
_WITNESSES = 12
# It is held against this many things at the most, looked up among the newest that share a word or the value.
_CANDIDATES = 24
_PER_KEY = 100
_LEAST_LIKENESS = 0.1
# The least share of the words of the shorter sentence that must be in the other, and how many words.
_SHARED_IF_SAME = (0.15, 1)
_SHARED_IF_POSSIBLE = (0.25, 2)
_SHARED_IF_IMPOSSIBLE = (0.35, 3)
_NEARLY_ALL = 0.6


@dataclass(slots=True)
class Thing:
    """What several numbers are about."""

    index: int
    values: dict[tuple[object, ...], list[Sighting]] = field(default_factory=dict)
    by_article: dict[int, list[Sighting]] = field(default_factory=dict)

    @property
    def sightings(self) -> list[Sighting]:
        """All numbers for it."""
        return [sighting for group in self.values.values() for sighting in group]

    def take(self, sighting: Sighting) -> None:
        """Add a number."""
        self.values.setdefault(value_of(sighting), []).append(sighting)
        self.by_article.setdefault(sighting.position, []).append(sighting)

    def witnesses(self, sighting: Sighting) -> Iterator[Sighting]:
        """The newest numbers for it: those that say the same, and some of those that say something else."""
        own = value_of(sighting)
        yield from self.values.get(own, [])[-_WITNESSES:]
        others = (value for value in reversed(self.values) if value != own)
        for value in islice(others, _WITNESSES):
            yield from self.values[value][-_WITNESSES:]


def value_of(sighting: Sighting) -> tuple[object, ...]:
    """What two numbers have in common that say exactly the same."""
    quantity = sighting.quantity
    return (
        *(quantity.value_low, quantity.value_high, quantity.unit),
        *(quantity.relation, quantity.change, sighting.interval),
    )


class Gatherer:
    """Sorts the numbers of one story.

    Args:
        rarity: how rare a word is in the story's sentences, 0 and more.
        likeness: how alike two articles are, from 0 to 1.
        names_place: whether an article names a place.
    """

    def __init__(
        self,
        rarity: Callable[[str], float],
        likeness: Callable[[int, int], float],
        names_place: Callable[[int, str], bool],
    ) -> None:
        self._rarity = rarity
        self._likeness = likeness
        self._names_place = names_place

    def gather(self, sightings: Sequence[Sighting]) -> list[Thing]:
        """The things that numbers of one topic are about."""
        rivalled = _rivalled(sightings)
        self._sizes = {id(s): sum(map(self._rarity, s.lemmas)) for s in sightings}
        found = _Found()
        # Those that cannot be confused with others come first, and make the things that others may join.
        for sighting in sorted(sightings, key=lambda s: id(s) in rivalled):
            scored = [(self._score(sighting, thing, rivalled), thing) for thing in found.near(sighting)]
            score, thing = max(scored, key=itemgetter(0), default=(0.0, None))
            found.add(sighting, thing if score > 0 else None)
        return found.things

    def _score(self, sighting: Sighting, thing: Thing, rivalled: set[int]) -> float:
        """How much speaks for a number being about a thing; 0 where it cannot be."""
        for fellow in thing.by_article.get(sighting.position, ()):
            if not can_both_hold(sighting.interval, fellow.interval) and not _is_update(sighting, fellow):
                return 0.0
        return max(
            (
                self._evidence(sighting, other, alone=not rivalled & {id(sighting), id(other)})
                for other in thing.witnesses(sighting)
            ),
            default=0.0,
        )

    def _evidence(self, a: Sighting, b: Sighting, *, alone: bool) -> float:
        same = value_of(a) == value_of(b)
        possible = same or can_both_hold(a.interval, b.interval)
        if not _fit(a, b, possible):
            return 0.0
        if a.position == b.position:
            return 1.0 if same or _is_update(a, b) else 0.0
        if self._likeness(a.position, b.position) < _LEAST_LIKENESS:
            return 0.0
        if not possible and (self._are_elsewhere(a, b) or _have_other_actors(a, b)):
            return 0.0
        shared, words = self._shared(a, b)
        named = bool(a.topic.thing)
        if named and (same or alone) and not _far_apart(a, b):
            return 1.0 + same + shared
        needed = _SHARED_IF_SAME if same else _SHARED_IF_POSSIBLE if possible else _SHARED_IF_IMPOSSIBLE
        if a.action and a.action == b.action:
            words += 1
        least, count = needed
        # Without a noun there is only the sentence to go by: it must have more, or nearly all, in common.
        if not named and shared < _NEARLY_ALL:
            count += 1
        return same + shared if shared >= least and words >= count else 0.0

    def _shared(self, a: Sighting, b: Sighting) -> tuple[float, int]:
        common = a.lemmas & b.lemmas
        size = min(self._sizes[id(a)], self._sizes[id(b)])
        return (sum(map(self._rarity, common)) / size if size else 0.0), len(common)

    def _are_elsewhere(self, a: Sighting, b: Sighting) -> bool:
        """Whether the sentences name different places, and an article tells the two apart."""
        if not a.places or not b.places or _share_word(a.places, b.places):
            return False
        return any(self._names_place(b.position, place) for place in a.places) or any(
            self._names_place(a.position, place) for place in b.places
        )


def story_rarity(counts: Counter[str], sentences: int) -> Callable[[str], float]:
    """How rare words are, given how many of a story's sentences have them."""
    return cache(lambda word: math.log(1 + sentences / max(1, counts[word])))


class _Found:
    """Things found so far, by the words of their sentences and by their values."""

    def __init__(self) -> None:
        self.things: list[Thing] = []
        self._by_key: defaultdict[object, dict[int, None]] = defaultdict(dict)

    def near(self, sighting: Sighting) -> list[Thing]:
        """The things that a number may be about: all while they are few, else those that share the most."""
        if len(self.things) <= _CANDIDATES:
            return self.things
        votes = Counter(
            index for key in _keys(sighting) for index in islice(reversed(self._by_key[key]), _PER_KEY)
        )
        return [self.things[index] for index, _ in votes.most_common(_CANDIDATES)]

    def add(self, sighting: Sighting, thing: Thing | None) -> None:
        """Add a number to a thing, or to a new one."""
        if thing is None:
            thing = Thing(len(self.things))
            self.things.append(thing)
        thing.take(sighting)
        for key in _keys(sighting):
            self._by_key[key][thing.index] = None


def _keys(sighting: Sighting) -> Iterator[object]:
    yield value_of(sighting)
    yield from sighting.lemmas


def _rivalled(sightings: Sequence[Sighting]) -> set[int]:
    """The numbers, by `id`, that an article has others besides with which they might be confused."""
    by_article: defaultdict[int, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        if not (sighting.earlier or sighting.is_past or sighting.unreal):
            by_article[sighting.position].append(sighting)
    return {
        id(s)
        for s in sightings
        for other in by_article[s.position]
        if not can_both_hold(s.interval, other.interval) and not _acts_apart(s, other)
    }


def _fit(a: Sighting, b: Sighting, possible: bool) -> bool:
    if _acts_apart(a, b) or a.is_past != b.is_past:
        return False
    if a.modifiers and b.modifiers and not a.modifiers & b.modifiers:
        return False
    return possible or not (a.unreal or b.unreal)


def _acts_apart(a: Sighting, b: Sighting) -> bool:
    return bool(a.action and b.action and a.action != b.action)


def _have_other_actors(a: Sighting, b: Sighting) -> bool:
    """Whether somebody did it to some people only: `the skipper pulled 26 people out of the water`."""
    return a.topic.thing.startswith("people ") and bool(a.actors | b.actors) and not a.actors & b.actors


def _is_update(a: Sighting, b: Sighting) -> bool:
    """Whether one article gives two values for two times."""
    return a.earlier != b.earlier or bool(a.days and b.days and a.days.gap(b.days) > 0)


def _far_apart(a: Sighting, b: Sighting) -> bool:
    return bool(a.days and b.days and a.days.gap(b.days) > _SAME_TIME_DAYS)


def _share_word(a: Iterable[str], b: Iterable[str]) -> bool:
    return bool({word for place in a for word in place.split()} & {w for place in b for w in place.split()})
