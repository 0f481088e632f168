"""Which numbers of a story are about the same cluster.

Numbers with one topic (`claimx.compare.claims.Topic`) are sorted into things, one by one. Those that
cannot be confused with other numbers of their article come first. The others can be told apart once those
that they might be confused with have found their place: of `by 112 votes to 98` and `by 112 votes to 89`,
98 and 89 are left.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from operator import itemgetter

from claimx.compare.claims import ClaimValue, NumericClaim
from claimx.compare.intervals import can_both_hold

# A number is held against this many values of a cluster at the most, and this many numbers for each.
_REPRESENTATIVES = 12
# It is held against this many things at the most, looked up among the newest that share a word or the value.
_CANDIDATES = 24
_PER_KEY = 100


@dataclass(slots=True)
class Cluster:
    """What several numbers are about."""

    index: int
    values: dict[ClaimValue, list[NumericClaim]] = field(default_factory=dict)
    by_article: dict[int, list[NumericClaim]] = field(default_factory=dict)

    @property
    def claims(self) -> list[NumericClaim]:
        """All numbers for it."""
        return [claim for group in self.values.values() for claim in group]

    def take(self, claim: NumericClaim) -> None:
        """Add a number."""
        self.values.setdefault(claim.value, []).append(claim)
        self.by_article.setdefault(claim.position, []).append(claim)

    def representatives(self, claim: NumericClaim) -> Iterator[list[NumericClaim]]:
        """The newest numbers for it, by value: those that say the same, and some that say something else."""
        if claim.value in self.values:
            yield self.values[claim.value][-_REPRESENTATIVES:]
        others = (value for value in reversed(self.values) if value != claim.value)
        for value in islice(others, _REPRESENTATIVES):
            yield self.values[value][-_REPRESENTATIVES:]


def cluster_claims(claims: Sequence[NumericClaim], scorer: PairScorer) -> list[Cluster]:
    """The things that numbers of one topic are about."""
    return _Clustering(claims, scorer).clusters


class _Clustering:
    """Numbers on their way to the things that they are about."""

    def __init__(self, claims: Sequence[NumericClaim], scorer: PairScorer) -> None:
        self.clusters: list[Cluster] = []
        self._scorer = scorer
        self._competitors = _competitors(claims)
        self._found: dict[int, Cluster] = {}
        self._by_key: defaultdict[object, dict[int, None]] = defaultdict(dict)
        repeated = Counter(claim.value for claim in claims)
        # Those that others repeat find their place before those that are left.
        for claim in sorted(claims, key=lambda s: (bool(self._competitors[id(s)]), repeated[s.value] == 1)):
            scored = [(self._score(claim, cluster), cluster) for cluster in self._near(claim)]
            score, cluster = max(scored, key=itemgetter(0), default=(0.0, None))
            self._add(claim, cluster if score > 0 else None)

    def _near(self, claim: NumericClaim) -> list[Cluster]:
        """The things that a number may be about: all while they are few, else those that share the most."""
        if len(self.clusters) <= _CANDIDATES:
            return self.clusters
        found = (islice(reversed(self._by_key[key]), _PER_KEY) for key in _keys(claim))
        votes = Counter(index for indexes in found for index in indexes)
        return [self.clusters[index] for index, _ in votes.most_common(_CANDIDATES)]

    def _add(self, claim: NumericClaim, cluster: Cluster | None) -> None:
        if cluster is None:
            cluster = Cluster(len(self.clusters))
            self.clusters.append(cluster)
        cluster.take(claim)
        self._found[id(claim)] = cluster
        for key in _keys(claim):
            self._by_key[key][cluster.index] = None

    def _score(self, claim: NumericClaim, cluster: Cluster) -> float:
        """How much speaks for a number being about a cluster; 0 where it cannot be."""
        for fellow in cluster.by_article.get(claim.position, ()):
            if not can_both_hold(claim.interval, fellow.interval) and not is_update(claim, fellow):
                return 0.0
        best = 0.0
        for group in cluster.representatives(claim):
            score = max((self._weigh(claim, other) for other in group), default=0.0)
            if score and group[0].value == claim.value:
                return score
            # What is called different must be seen to be so itself, not by way of a third.
            if not score and not can_both_hold(claim.interval, group[0].interval):
                return 0.0
            best = max(best, score)
        return best

    def _weigh(self, a: NumericClaim, b: NumericClaim) -> float:
        unambiguous = self._is_unambiguous(a, b) and self._is_unambiguous(b, a)
        return self._scorer.weigh(a, b, unambiguous=unambiguous)

    def _is_unambiguous(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether no competitor of a number can be meant by the other one.

        There is none, or each stands in the same sentence and has found its match in the other article.
        """
        return all(
            competitor.figure.sentence == a.figure.sentence
            and id(competitor) in self._found
            and b.position in self._found[id(competitor)].by_article
            for competitor in self._competitors[id(a)]
        )


def _keys(claim: NumericClaim) -> Iterator[object]:
    yield claim.value
    yield from sorted(claim.lemmas)


def _competitors(claims: Sequence[NumericClaim]) -> dict[int, list[NumericClaim]]:
    """For each number, by `id`, those of its article that might be taken for it."""
    by_article: defaultdict[int, list[NumericClaim]] = defaultdict(list)
    for claim in claims:
        by_article[claim.position].append(claim)
    return {id(s): [other for other in by_article[s.position] if may_be_confused(s, other)] for s in claims}


# Two numbers of different days this far apart are never about the same moment.
_SAME_TIME_DAYS = 45
_LEAST_LIKENESS = 0.1
# The least share of the words of the shorter sentence that must be in the other, and how many words.
_SHARED_IF_SAME = (0.15, 1)
_SHARED_IF_POSSIBLE = (0.25, 2)
_SHARED_IF_IMPOSSIBLE = (0.35, 3)
_NEARLY_ALL = 0.6

Rarity = Callable[[str], float]


class PairScorer:
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

    def weigh(self, a: NumericClaim, b: NumericClaim, *, unambiguous: bool) -> float:
        """How much speaks for it, 0 where nothing does or something speaks against it.

        Args:
            a: a number.
            b: another, of the same topic.
            unambiguous: whether neither article has a number that might be meant instead.
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
        return self._weigh_words(a, b, same=same, possible=possible, unambiguous=unambiguous)

    def _weigh_words(
        self, a: NumericClaim, b: NumericClaim, *, same: bool, possible: bool, unambiguous: bool
    ) -> float:
        shared, words = self._shared(a, b)
        named = bool(a.topic.thing) or (a.head == b.head and _are_named(a, b))
        # Where one sentence alone tells what happened, or nothing is counted, they must share something else.
        told = possible or bool(words) or (bool(a.topic.thing) and bool(a.action) == bool(b.action))
        if named and told and (same or unambiguous) and not _far_apart(a, b):
            return 1.0 + same + shared
        least, count = _SHARED_IF_SAME if same else _SHARED_IF_POSSIBLE if possible else _SHARED_IF_IMPOSSIBLE
        if a.action and a.action == b.action:
            words += 1
        # Without a noun there is only the sentence to go by: it must have more, or nearly all, in common.
        if not named and shared < _NEARLY_ALL:
            count += 1
        return same + shared if shared >= least and words >= count else 0.0

    def _shared(self, a: NumericClaim, b: NumericClaim) -> tuple[float, int]:
        """The share of the words of the shorter sentence that are in the other, and how many they are."""
        common = a.lemmas & b.lemmas
        size = min(self._size(a.lemmas), self._size(b.lemmas))
        return (self._size(common) / size if size else 0.0), len(common)

    def _size(self, lemmas: Iterable[str]) -> float:
        # The same whatever the order, which differs from run to run in a set.
        return math.fsum(map(self._rarity, lemmas))

    def _are_elsewhere(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether the sentences name different places, and an article tells the two apart."""
        if not a.places or not b.places or _share_word(a.places, b.places):
            return False
        return any(self._names_place(b.position, place) for place in a.places) or any(
            self._names_place(a.position, place) for place in b.places
        )


def story_rarity(counts: Counter[str], sentences: int) -> Rarity:
    """How rare words are, given how many of a story's sentences have them."""
    return cache(lambda word: math.log(1 + sentences / max(1, counts[word])))


def may_be_confused(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether two numbers of one article might be taken for each other."""
    if b.earlier or b.is_past or a.unreal != b.unreal or can_both_hold(a.interval, b.interval):
        return False
    return not acts_apart(a, b) and (a.head == b.head or not _are_named(a, b))


def acts_apart(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether different things are said to have happened to what is counted."""
    return bool(a.action and b.action and a.action != b.action)


def is_update(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether one article gives two values for two times."""
    return a.earlier != b.earlier or bool(a.days and b.days and a.days.gap(b.days) > 0)


def _are_named(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether only their nouns tell what is measured: counts of different things are of different topics."""
    return not a.topic.thing and a.head is not None and b.head is not None


def _have_other_words(a: NumericClaim, b: NumericClaim) -> bool:
    return bool(a.modifiers and b.modifiers and not a.modifiers & b.modifiers)


def _have_other_actors(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether somebody did it to some people only: `the skipper pulled 26 people out of the water`."""
    return a.topic.thing.startswith("people ") and bool(a.actors | b.actors) and not a.actors & b.actors


def _far_apart(a: NumericClaim, b: NumericClaim) -> bool:
    return bool(a.days and b.days and a.days.gap(b.days) > _SAME_TIME_DAYS)


def _share_word(a: Iterable[str], b: Iterable[str]) -> bool:
    return bool({word for place in a for word in place.split()} & {w for place in b for w in place.split()})
