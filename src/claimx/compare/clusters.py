"""Which numeric claims of a story are about the same thing.

Claims with one topic (`claimx.compare.claims.Topic`) are clustered one by one. Claims without a competitor, a
number of the same article that might be meant instead, come first. The others become unambiguous once their
competitors are in a cluster: of `by 112 votes to 98` and `by 112 votes to 89`, 98 and 89 are left.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from operator import itemgetter
from typing import cast

from claimx.compare.claims import ClaimValue, NumericClaim
from claimx.compare.intervals import can_both_hold

# A claim is compared with at most this many values of a cluster, and this many claims of each value.
_REPRESENTATIVES = 12
# It is compared with at most this many clusters: the newest that share most words or the value.
_CANDIDATES = 24
_PER_KEY = 100
# Claims whose days are further apart than this are never about the same moment.
_SAME_TIME_DAYS = 45
_LEAST_ARTICLE_SIMILARITY = 0.1
# The minimum share of the words of the shorter sentence that must be in the other, and their number.
_SHARED_IF_SAME = (0.15, 1)
_SHARED_IF_POSSIBLE = (0.25, 2)
_SHARED_IF_IMPOSSIBLE = (0.35, 3)
_NEARLY_ALL = 0.6
# A value that is farther away by this ratio is not meant: `12 cases`, where 214 and 241 are compared.
_OTHER_SIZE = math.log(4)

Rarity = Callable[[str], float]


@dataclass(slots=True)
class Cluster:
    """The claims about one thing."""

    index: int
    values: dict[ClaimValue, list[NumericClaim]] = field(default_factory=dict)
    by_article: dict[int, list[NumericClaim]] = field(default_factory=dict)

    @property
    def claims(self) -> list[NumericClaim]:
        """All claims, by value."""
        return [claim for group in self.values.values() for claim in group]

    def add(self, claim: NumericClaim) -> None:
        """Add a claim."""
        self.values.setdefault(claim.value, []).append(claim)
        self.by_article.setdefault(claim.position, []).append(claim)

    def representatives(self, claim: NumericClaim) -> Iterator[list[NumericClaim]]:
        """The newest claims by value, those with the value of `claim` first."""
        if claim.value in self.values:
            yield self.values[claim.value][-_REPRESENTATIVES:]
        others = (value for value in reversed(self.values) if value != claim.value)
        for value in islice(others, _REPRESENTATIVES):
            yield self.values[value][-_REPRESENTATIVES:]


def cluster_claims(claims: Sequence[NumericClaim], scorer: PairScorer) -> list[Cluster]:
    """Cluster the claims of one topic in one story."""
    return _Clustering(claims, scorer).clusters


class _Clustering:
    """Assigns claims to clusters, greedily."""

    def __init__(self, claims: Sequence[NumericClaim], scorer: PairScorer) -> None:
        self.clusters: list[Cluster] = []
        self._scorer = scorer
        self._competitors = _competitors(claims)
        self._assigned: dict[int, Cluster] = {}
        self._by_key: defaultdict[object, dict[int, None]] = defaultdict(dict)
        repeated = Counter(claim.value for claim in claims)
        # Unambiguous claims first, and of each kind those with a repeated value.
        for claim in sorted(claims, key=lambda c: (bool(self._competitors[id(c)]), repeated[c.value] == 1)):
            scored = [(self._score(claim, cluster), cluster) for cluster in self._candidates(claim)]
            score, cluster = max(scored, key=itemgetter(0), default=(0.0, None))
            self._assign(claim, cluster if score > 0 else None)

    def _candidates(self, claim: NumericClaim) -> list[Cluster]:
        """The clusters a claim may belong to: all while they are few, else those that share the most."""
        if len(self.clusters) <= _CANDIDATES:
            return self.clusters
        found = (islice(reversed(self._by_key[key]), _PER_KEY) for key in _keys(claim))
        votes = Counter(index for indexes in found for index in indexes)
        return [self.clusters[index] for index, _ in votes.most_common(_CANDIDATES)]

    def _assign(self, claim: NumericClaim, cluster: Cluster | None) -> None:
        if cluster is None:
            cluster = Cluster(len(self.clusters))
            self.clusters.append(cluster)
        cluster.add(claim)
        self._assigned[id(claim)] = cluster
        for key in _keys(claim):
            self._by_key[key][cluster.index] = None

    def _score(self, claim: NumericClaim, cluster: Cluster) -> float:
        """The score of a claim as a member of a cluster; 0 if it cannot be one."""
        for fellow in cluster.by_article.get(claim.position, ()):
            if not can_both_hold(claim.interval, fellow.interval) and not is_update(claim, fellow):
                return 0.0
        best = 0.0
        for group in cluster.representatives(claim):
            score = max((self._pair_score(claim, other) for other in group), default=0.0)
            if score and group[0].value == claim.value:
                return score
            # Contradicting claims must match directly, not by way of a third claim.
            if not score and not can_both_hold(claim.interval, group[0].interval):
                return 0.0
            best = max(best, score)
        return best

    def _pair_score(self, a: NumericClaim, b: NumericClaim) -> float:
        unambiguous = self._is_unambiguous(a, b) and self._is_unambiguous(b, a)
        return self._scorer.score(a, b, unambiguous=unambiguous)

    def _is_unambiguous(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether `b` cannot mean a competitor of `a`.

        True if each competitor is of another order of size than `b`, which `a` is not, or is in the same
        sentence and has its match in the article of `b`.
        """
        return all(
            _distance(competitor, b) > _distance(a, b) + _OTHER_SIZE
            or (
                competitor.figure.sentence == a.figure.sentence
                and id(competitor) in self._assigned
                and b.position in self._assigned[id(competitor)].by_article
            )
            for competitor in self._competitors[id(a)]
        )


def _distance(a: NumericClaim, b: NumericClaim) -> float:
    """How far apart the values of two claims are, as the logarithm of their ratio."""
    low, high = sorted(abs(cast(float, claim.value[0])) for claim in (a, b))
    return math.log(high / low) if low else math.inf


def _keys(claim: NumericClaim) -> Iterator[object]:
    yield claim.value
    yield from sorted(claim.lemmas)


def _competitors(claims: Sequence[NumericClaim]) -> dict[int, list[NumericClaim]]:
    """By the `id` of each claim: the claims of its article that might be meant instead."""
    by_article: defaultdict[int, list[NumericClaim]] = defaultdict(list)
    for claim in claims:
        by_article[claim.position].append(claim)
    return {id(c): [other for other in by_article[c.position] if _competes(c, other)] for c in claims}


def _competes(a: NumericClaim, b: NumericClaim) -> bool:
    if b.earlier or b.is_past or a.unreal != b.unreal or can_both_hold(a.interval, b.interval):
        return False
    return not _acts_apart(a, b) and (a.head == b.head or not _are_named(a, b))


class PairScorer:
    """Scores how likely two claims of one story are about the same thing.

    For it: the same noun, if no competitor has it; the same value; rare words shared by the sentences.
    Against it: different actions, days, places or actors. Claims that contradict each other need more.

    Args:
        rarity: the weight of a word in the story's sentences, 0 or more.
        similarity: the similarity of two articles, from 0 to 1.
        names_place: whether an article names a place.
    """

    def __init__(
        self,
        rarity: Rarity,
        similarity: Callable[[int, int], float],
        names_place: Callable[[int, str], bool],
    ) -> None:
        self._rarity = rarity
        self._similarity = similarity
        self._names_place = names_place

    def score(self, a: NumericClaim, b: NumericClaim, *, unambiguous: bool) -> float:
        """The score of two claims of one topic; 0 means that they do not belong together."""
        same = a.value == b.value
        possible = same or can_both_hold(a.interval, b.interval)
        if _acts_apart(a, b) or (a.modifiers and b.modifiers and not a.modifiers & b.modifiers):
            return 0.0
        if not same and a.head != b.head and _are_named(a, b):
            return 0.0
        if a.position == b.position:
            return 1.0 if same or is_update(a, b) else 0.0
        if self._similarity(a.position, b.position) < _LEAST_ARTICLE_SIMILARITY:
            return 0.0
        if not same and a.is_past != b.is_past:
            return 0.0
        if not possible and (a.unreal != b.unreal or self._are_elsewhere(a, b) or _have_other_actors(a, b)):
            return 0.0
        return self._score_words(a, b, same=same, possible=possible, unambiguous=unambiguous)

    def _score_words(
        self, a: NumericClaim, b: NumericClaim, *, same: bool, possible: bool, unambiguous: bool
    ) -> float:
        share, words = self._shared(a, b)
        named = bool(a.topic.thing) or (a.head == b.head and _are_named(a, b))
        # If only one sentence has an action, or nothing is counted, the sentences must share something else.
        known = possible or bool(words) or (bool(a.topic.thing) and bool(a.action) == bool(b.action))
        if named and known and (same or unambiguous) and not _far_apart(a, b):
            return 1.0 + same + share
        least, count = _SHARED_IF_SAME if same else _SHARED_IF_POSSIBLE if possible else _SHARED_IF_IMPOSSIBLE
        if a.action and a.action == b.action:
            words += 1
        # Without a noun only the sentences remain: they must share more words, or nearly all.
        if not named and share < _NEARLY_ALL:
            count += 1
        return same + share if share >= least and words >= count else 0.0

    def _shared(self, a: NumericClaim, b: NumericClaim) -> tuple[float, int]:
        """The weighted share of the words of the shorter sentence that are in the other, and their number."""
        common = a.lemmas & b.lemmas
        size = min(self._weight(a.lemmas), self._weight(b.lemmas))
        return (self._weight(common) / size if size else 0.0), len(common)

    def _weight(self, lemmas: Iterable[str]) -> float:
        # An exact sum does not depend on the order of a set.
        return math.fsum(map(self._rarity, lemmas))

    def _are_elsewhere(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether the sentences name different places, and one article names both."""
        if not a.places or not b.places or _place_words(a) & _place_words(b):
            return False
        return any(self._names_place(b.position, place) for place in a.places) or any(
            self._names_place(a.position, place) for place in b.places
        )


def sentence_rarity(counts: Counter[str], sentences: int) -> Rarity:
    """The rarity of words, given the number of sentences of a story that contain each."""
    return cache(lambda word: math.log(1 + sentences / max(1, counts[word])))


def is_update(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether one article gives two values for two times."""
    return a.earlier != b.earlier or bool(a.days and b.days and a.days.gap(b.days) > 0)


def _acts_apart(a: NumericClaim, b: NumericClaim) -> bool:
    return bool(a.action and b.action and a.action != b.action)


def _are_named(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether both have a noun that their topic does not include."""
    return not a.topic.thing and a.head is not None and b.head is not None


def _have_other_actors(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether different people acted, on some of all people: `the skipper pulled 26 people out`."""
    return a.topic.thing.startswith("people ") and bool(a.actors | b.actors) and not a.actors & b.actors


def _far_apart(a: NumericClaim, b: NumericClaim) -> bool:
    return bool(a.days and b.days and a.days.gap(b.days) > _SAME_TIME_DAYS)


def _place_words(claim: NumericClaim) -> set[str]:
    return {word for place in claim.places for word in place.split()}
