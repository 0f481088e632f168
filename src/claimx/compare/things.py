"""Which numbers of a story are about the same thing.

Numbers with one topic (`claimx.compare.sightings.Topic`) are sorted into things, one by one. Those that
cannot be confused with other numbers of their article come first. The others can be told apart once those
that they might be confused with have found their place: of `by 112 votes to 98` and `by 112 votes to 89`,
98 and 89 are left.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter

from claimx.compare.evidence import Evidence, is_update, may_be_confused
from claimx.compare.intervals import can_both_hold
from claimx.compare.sightings import Sighting, SightingValue

# A number is held against this many values of a thing at the most, and this many numbers for each.
_WITNESSES = 12
# It is held against this many things at the most, looked up among the newest that share a word or the value.
_CANDIDATES = 24
_PER_KEY = 100


@dataclass(slots=True)
class Thing:
    """What several numbers are about."""

    index: int
    values: dict[SightingValue, list[Sighting]] = field(default_factory=dict)
    by_article: dict[int, list[Sighting]] = field(default_factory=dict)

    @property
    def sightings(self) -> list[Sighting]:
        """All numbers for it."""
        return [sighting for group in self.values.values() for sighting in group]

    def take(self, sighting: Sighting) -> None:
        """Add a number."""
        self.values.setdefault(sighting.value, []).append(sighting)
        self.by_article.setdefault(sighting.position, []).append(sighting)

    def witnesses(self, sighting: Sighting) -> Iterator[list[Sighting]]:
        """The newest numbers for it, by value: those that say the same, and some that say something else."""
        if sighting.value in self.values:
            yield self.values[sighting.value][-_WITNESSES:]
        others = (value for value in reversed(self.values) if value != sighting.value)
        for value in islice(others, _WITNESSES):
            yield self.values[value][-_WITNESSES:]


def gather(sightings: Sequence[Sighting], evidence: Evidence) -> list[Thing]:
    """The things that numbers of one topic are about."""
    return _Gathering(sightings, evidence).things


class _Gathering:
    """Numbers on their way to the things that they are about."""

    def __init__(self, sightings: Sequence[Sighting], evidence: Evidence) -> None:
        self.things: list[Thing] = []
        self._evidence = evidence
        self._rivals = _rivals(sightings)
        self._found: dict[int, Thing] = {}
        self._by_key: defaultdict[object, dict[int, None]] = defaultdict(dict)
        repeated = Counter(sighting.value for sighting in sightings)
        # Those that others repeat find their place before those that are left.
        for sighting in sorted(sightings, key=lambda s: (bool(self._rivals[id(s)]), repeated[s.value] == 1)):
            scored = [(self._score(sighting, thing), thing) for thing in self._near(sighting)]
            score, thing = max(scored, key=itemgetter(0), default=(0.0, None))
            self._add(sighting, thing if score > 0 else None)

    def _near(self, sighting: Sighting) -> list[Thing]:
        """The things that a number may be about: all while they are few, else those that share the most."""
        if len(self.things) <= _CANDIDATES:
            return self.things
        found = (islice(reversed(self._by_key[key]), _PER_KEY) for key in _keys(sighting))
        votes = Counter(index for indexes in found for index in indexes)
        return [self.things[index] for index, _ in votes.most_common(_CANDIDATES)]

    def _add(self, sighting: Sighting, thing: Thing | None) -> None:
        if thing is None:
            thing = Thing(len(self.things))
            self.things.append(thing)
        thing.take(sighting)
        self._found[id(sighting)] = thing
        for key in _keys(sighting):
            self._by_key[key][thing.index] = None

    def _score(self, sighting: Sighting, thing: Thing) -> float:
        """How much speaks for a number being about a thing; 0 where it cannot be."""
        for fellow in thing.by_article.get(sighting.position, ()):
            if not can_both_hold(sighting.interval, fellow.interval) and not is_update(sighting, fellow):
                return 0.0
        best = 0.0
        for group in thing.witnesses(sighting):
            score = max((self._weigh(sighting, other) for other in group), default=0.0)
            if score and group[0].value == sighting.value:
                return score
            # What is called different must be seen to be so itself, not by way of a third.
            if not score and not can_both_hold(sighting.interval, group[0].interval):
                return 0.0
            best = max(best, score)
        return best

    def _weigh(self, a: Sighting, b: Sighting) -> float:
        alone = self._stands_out(a, b) and self._stands_out(b, a)
        return self._evidence.weigh(a, b, alone=alone)

    def _stands_out(self, a: Sighting, b: Sighting) -> bool:
        """Whether no rival of a number can be meant by the other one.

        There is none, or each stands in the same sentence and has found its match in the other article.
        """
        return all(
            rival.figure.sentence == a.figure.sentence
            and id(rival) in self._found
            and b.position in self._found[id(rival)].by_article
            for rival in self._rivals[id(a)]
        )


def _keys(sighting: Sighting) -> Iterator[object]:
    yield sighting.value
    yield from sorted(sighting.lemmas)


def _rivals(sightings: Sequence[Sighting]) -> dict[int, list[Sighting]]:
    """For each number, by `id`, those of its article that might be taken for it."""
    by_article: defaultdict[int, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        by_article[sighting.position].append(sighting)
    return {
        id(s): [other for other in by_article[s.position] if may_be_confused(s, other)] for s in sightings
    }
