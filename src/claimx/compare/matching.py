"""Which numeric claims of a story are about the same thing.

For each pair of claims of one family the matcher says how probable it is (`claimx.compare.matcher`). Pairs
are joined, the most probable first, from a probability on that is higher for values that contradict each
other. An article has one number for one thing: once `98` is paired with `89`, the `112` of the same article
is no candidate for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TYPE_CHECKING

from claimx.compare import verdicts
from claimx.compare.claims import OF_LIVES, ClaimValue, NumericClaim
from claimx.compare.matcher import Pair, features, matcher, pair_of
from claimx.compare.relations import (
    NO_MEASURES,
    Likeness,
    Relation,
    acts_apart,
    are_other_periods,
    are_transposed,
    are_turned,
    contradict,
    in_one_unit,
    is_exact,
    is_level,
    is_second_value,
    lends_unit,
    may_be_of_other_days,
    ratio,
    relation,
    share_words,
)
from claimx.compare.words import word_classes

if TYPE_CHECKING:
    from claimx.compare.matcher import Floats

# In a story with more claims of a family than this, each is compared with the most promising ones alone.
_ALL_PAIRS = 150
_CANDIDATES = 12
# Rows of the similarity matrix computed at a time.
_CHUNK = 512
# A claim joins a cluster through this many of its claims at the most.
_REPRESENTATIVES = 12
# How probable it must be that two claims are about the same thing, and all pairs of two clusters on average.
_LEAST, _LEAST_IN_CONFLICT = 0.50, 0.42
# … where other nouns are counted.
_LEAST_UNLIKE, _LEAST_UNLIKE_IN_CONFLICT = 0.90, 0.80
_LEAST_ON_AVERAGE = 0.3
# Parts, aims and the sides of a vote are things of their own, whatever is measured.
_OF_A_PART = frozenset({"part", "aim", "compared", "first side", "second side"})
# A number this many times smaller may be that of a part.
_PART_RATIO = 1.6
# What these measure is that of the person named.
_PERSONAL = frozenset({"money", "percent", "age", "ordinal"})
# The words that a sentence and its copy share at the least.
_COPIED = 0.8
# An article with so many numbers has others to choose from: a conflict may be less likely, and so probable
# a pair is about one thing whatever sets it apart.
_MANY, _LEAST_OF_MANY, _SURE = 8, 0.36, 0.75
# Without the days on which both articles were published, or in an archive, a conflict must be likelier.
_FIRM = 0.6


@dataclass(slots=True)
class Cluster:
    """The claims about one thing."""

    claims: list[NumericClaim] = field(default_factory=list)

    @property
    def values(self) -> dict[ClaimValue, list[NumericClaim]]:
        """The claims by value, and by side where one figure is on both."""
        found: dict[ClaimValue, list[NumericClaim]] = {}
        for claim in self.claims:
            is_turned = any(are_turned(claim, other) for other in self.claims)
            side = claim.polarity if is_turned and claim.polarity == "against" else None
            found.setdefault((*claim.value, side), []).append(claim)
        return found

    @property
    def articles(self) -> set[int]:
        """The positions of the articles."""
        return {claim.position for claim in self.claims}


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of the articles of a story.

    `alike`: how alike words are; `are_related`: whether two articles are about the same events; `witness`:
    the first of the articles that are copies of one another; `is_archive`: whether the story was found among
    many articles, which may be about other events; `sizes`: how many numbers each article has.
    """

    alike: Likeness
    are_related: Callable[[int, int], bool]
    witness: Callable[[int], int]
    is_archive: bool
    sizes: Mapping[int, int]

    def may_match(self, pair: Pair, probability: float = 0.0) -> bool:
        """Whether nothing rules out that two claims are about one thing.

        `probability`: that they are. Where both articles have many numbers, a sure one overrules the
        conditions that tell two things apart.
        """
        a, b, found = pair.a, pair.b, pair.found
        is_sure = probability >= _SURE and self._is_choice(a, b)
        if not is_sure and (_are_of_two_times(a, b, found) or acts_apart(a, b) or _are_of_two_classes(a, b)):
            return False
        if a.position != b.position:
            if not is_sure and not self.are_related(a.position, b.position):
                return False
            if found != "same" and self._is_elsewhere_in_copy(a, b):
                return False
        if a.unit.family == "match_score" and not _are_of_one_match(a, b):
            return False
        if self.is_archive and found == "possible" and verdicts.are_of_other_kinds(a, b, self.alike):
            return a.position == b.position or verdicts.are_one_rounded(a, b, self.alike)
        if self.is_archive and a.unit.family == "calendar_day" and not verdicts.share_names(a, b):
            # Much happens on one day.
            return False
        if not contradict(a, b, found):
            return True
        if (a.unit.family == "calendar_day" and (a.lasting or b.lasting)) or _are_of_two_people(a, b):
            return False
        if (a.unit.family == "count" and a.unreal != b.unreal) or _is_narrower(a, b):
            return False
        if not is_sure and _are_two_things(a, b):
            return False
        if a.position == b.position and (a.is_past or b.is_past or not is_second_value(a, b)):
            return False
        if self.is_archive and verdicts.are_apart(a, b, self.alike):
            return False
        if found == "conflict" and (a.is_converted or b.is_converted):
            # Of amounts in two currencies, `$44bn (£35bn)`, the first are compared.
            return False
        return not may_be_of_other_days(a, b)

    def _is_choice(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether both articles have many numbers, and are known to be about the same events."""
        if self.is_archive or a.position == b.position:
            return False
        return min(self.sizes[a.position], self.sizes[b.position]) >= _MANY

    def _is_elsewhere_in_copy(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether they are in two sentences of copies: only the same sentence says something else there."""
        if self.witness(a.position) != self.witness(b.position):
            return False
        return len(a.lemmas & b.lemmas) < _COPIED * max(len(a.lemmas), len(b.lemmas))

    def _are_unlike(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether other nouns are counted or measured, and neither is among the words around the other."""
        if not a.thing or not b.thing or {"people"} & {*a.thing.split(), *b.thing.split()}:
            return False
        if (
            a.unit.family in verdicts.SELF_NAMED
            or (a.action and a.action == b.action)
            or self.alike.nouns(a.thing, b.thing)
        ):
            return False
        return a.thing not in (*b.lemmas, *b.modifiers) and b.thing not in (*a.lemmas, *a.modifiers)

    def least(self, pair: Pair) -> float:
        """How probable it must be that two claims are about one thing."""
        a, b, found = pair.a, pair.b, pair.found
        is_unlike = self._are_unlike(a, b)
        if not contradict(a, b, found):
            return _LEAST_UNLIKE if is_unlike else _LEAST
        if is_unlike and a.unit.family == "count":
            return _LEAST_UNLIKE_IN_CONFLICT
        if self.is_archive:
            return _FIRM
        is_dated = a.figure.published and b.figure.published
        if self._is_choice(a, b):
            return _LEAST_OF_MANY if is_dated else _FIRM if is_unlike else _LEAST
        return _LEAST_IN_CONFLICT if is_dated else _FIRM


def _are_opposed(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether they are of two sides: `support`, `oppose`; `demanded`, `offered`; `voted to stay`, `to go`."""
    if a.choice in b.other_choices or b.choice in a.other_choices:
        return True
    if a.polarity and b.polarity:
        return a.polarity != b.polarity and not are_turned(a, b)
    return "denied" in (a.polarity, b.polarity)


def _are_of_two_classes(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether what is measured never means the same: `profit`, `revenue`."""
    classes = word_classes()
    return a.thing in classes and b.thing in classes and classes[a.thing] != classes[b.thing]


def _are_of_two_times(a: NumericClaim, b: NumericClaim, found: Relation) -> bool:
    """Whether they are of two periods, or one is a level and the other a change: `to 48%`, `by 3%`."""
    if found == "same":
        return False
    return a.is_past != b.is_past or are_other_periods(a, b) or is_level(a, b)


def _are_two_things(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether something tells apart what values that contradict each other are about."""
    if a.unit.family == "age" and not (is_exact(a) and is_exact(b)):
        # `People under 55`, `under 65`
        return True
    if a.aspect != b.aspect and (a.unit.family == "count" or {a.aspect, b.aspect} & _OF_A_PART):
        return True
    if a.aspect == b.aspect == "others":
        # `California and five other states`, `California, New Jersey and four other states`
        return True
    if a.unit.family == "count" and not are_transposed(a, b) and _is_of_some(a, b):
        return True
    if a.people & b.people:
        return False
    named = [(a.owners, b.owners), (a.places, b.places)]
    if a.unit.family in _PERSONAL:
        named.append((a.people, b.people))
    return any(one and other and not share_words(one, other) for one, other in named)


def _are_of_two_people(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether they are years in the lives of two people: `Petrie has worked there for 19 years`."""
    if a.unit.name not in OF_LIVES or b.unit.name not in OF_LIVES:
        return False
    return bool(a.people and b.people) and not share_words(a.people, b.people)


def _is_of_some(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether one is of a group among all people: `12 people died`, `3 firefighters died`."""
    return a.thing.startswith("people ") != b.thing.startswith("people ") and ratio(a, b) > _PART_RATIO


def _is_narrower(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether the lower count alone has words that narrow it: `31 prosecution witnesses`, of 47."""
    if a.unit.family != "count" or are_transposed(a, b):
        return False
    lower, higher = sorted((a, b), key=lambda claim: claim.quantity.value_low)
    return bool(lower.modifiers) and not higher.modifiers


def _are_of_one_match(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether two scores are of the same teams: both are named in both sentences, or all of the shorter."""
    shared = [name for name in a.owners if share_words(frozenset([name]), b.owners)]
    return len(shared) >= min(2, len(a.owners), len(b.owners)) > 0


def cluster_claims(claims: Sequence[NumericClaim], story: Story) -> list[Cluster]:
    """Cluster the claims of one story; what copies of an article repeat word for word is matched once."""
    repeated: defaultdict[object, list[NumericClaim]] = defaultdict(list)
    for claim in claims:
        repeated[_words_of(claim)].append(claim)
    single = _worth_reading([group[0] for group in repeated.values()], story)
    copies = {id(group[0]): group for group in repeated.values()}
    found = []
    for group in _cluster(single, matcher().vectors(single), story) if single else ():
        members = [copy for claim in group for copy in copies[id(claim)]]
        members.sort(key=lambda claim: (claim.position, claim.figure.start))
        found.append(Cluster(_in_one_unit(members)))
    return found


def _worth_reading(claims: list[NumericClaim], story: Story) -> list[NumericClaim]:
    """The claims that may match another one, as far as that is seen without the network.

    In an archive few may, as the articles may be about other events.
    """
    if not story.is_archive or len(claims) > _ALL_PAIRS:
        return claims
    kept: set[int] = set()
    for i, j in combinations(range(len(claims)), 2):
        a, b = claims[i], claims[j]
        if {i, j} <= kept or (pair := pair_of(a, b, story.alike)) is None:
            continue
        is_another = a.position != b.position or contradict(pair.a, pair.b, pair.found)
        if is_another and not _are_opposed(pair.a, pair.b) and story.may_match(pair):
            kept |= {i, j}
    return [claims[i] for i in sorted(kept)]


def _words_of(claim: NumericClaim) -> object:
    """What is the same for a claim and its repetition in a copy: the sentence and the place in it."""
    sentence = claim.figure.sentence
    if sentence is None:
        return id(claim)
    return sentence.text, claim.figure.start - sentence.start, claim.unit, claim.value, claim.days


def _cluster(claims: Sequence[NumericClaim], vectors: Floats, story: Story) -> list[list[NumericClaim]]:
    """Cluster claims, of which `vectors` has the vectors, (claims, width)."""
    import numpy as np

    told = {verdicts.value_in(claim.position, claim) for claim in claims}
    pairs = {
        (i, j): pair
        for i, j in _candidates(claims, vectors)
        if (pair := pair_of(claims[i], claims[j], story.alike)) is not None
        and not _are_opposed(pair.a, pair.b)
    }
    if not pairs:
        return [[claim] for claim in claims]
    seen = np.array([features(pair) for pair in pairs.values()], np.float32)
    positions = [claim.position for claim in claims]
    probable = matcher().probabilities(vectors, positions, np.array([*pairs]), seen).tolist()
    known = dict(zip(pairs, probable, strict=True))
    matched: list[tuple[float, int, int]] = []
    for (i, j), pair in pairs.items():
        if known[i, j] < story.least(pair) or not story.may_match(pair, known[i, j]):
            continue
        if story.is_archive and pair.found == "conflict" and verdicts.give_both(pair.a, pair.b, told):
            continue
        matched.append((known[i, j], i, j))
    matched.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    direct = {(i, j) for _, i, j in matched}
    members = [[i] for i in range(len(claims))]
    of = list(range(len(claims)))
    for _, i, j in matched:
        one, other = of[i], of[j]
        if one != other and _fit(members[one], members[other], claims, known, direct):
            for index in members[other]:
                of[index] = one
            members[one] += members[other]
            members[other] = []
    return [[claims[i] for i in sorted(group)] for group in members if group]


def _in_one_unit(claims: list[NumericClaim]) -> list[NumericClaim]:
    """Claims about one thing, the bare numbers among them in the unit of the others."""
    measured = next((claim for claim in claims if lends_unit(claim)), None)
    if measured is None:
        return claims
    return [claim.in_unit_of(measured) if claim.unit.family == "count" else claim for claim in claims]


def _fit(
    one: Sequence[int],
    other: Sequence[int],
    claims: Sequence[NumericClaim],
    known: dict[tuple[int, int], float],
    direct: set[tuple[int, int]],
) -> bool:
    """Whether all claims of two clusters may be about one thing: on average it is probable enough.

    An article has one value for a thing unless it states another.
    """
    found: list[float] = []
    for i in one[-_REPRESENTATIVES:]:
        for j in other[-_REPRESENTATIVES:]:
            a, b = in_one_unit(claims[i], claims[j])
            pair = (min(i, j), max(i, j))
            if _are_opposed(a, b) or a.unit.family != b.unit.family:
                return False
            if a.position == b.position and contradict(a, b, relation(a, b)) and pair not in direct:
                return False
            if pair in known:
                found.append(known[pair])
    return sum(found) >= _LEAST_ON_AVERAGE * len(found)


def _candidates(claims: Sequence[NumericClaim], vectors: Floats) -> Iterator[tuple[int, int]]:
    """Pairs worth a look: of one family, or of a bare number and one that may lend it its unit."""
    families: defaultdict[str, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        families[claim.unit.family].append(i)
    bare = [i for i in families["count"] if claims[i].is_bare]
    for family, members in families.items():
        yield from _likely(members, [], claims, vectors)
        if bare and family not in NO_MEASURES:
            yield from _likely(members, bare, claims, vectors)


def _likely(
    members: Sequence[int], others: Sequence[int], claims: Sequence[NumericClaim], vectors: Floats
) -> Iterator[tuple[int, int]]:
    """Pairs of members, or with others: all of few, else those with near vectors, one value or one noun."""
    import numpy as np

    if len(members) + len(others) <= _ALL_PAIRS:
        pairs = product(members, others) if others else combinations(members, 2)
        yield from ((min(pair), max(pair)) for pair in pairs)
        return
    found: set[tuple[int, int]] = set()
    second = np.array(others or members)
    for start in range(0, len(members), _CHUNK):
        first = np.array(members[start : start + _CHUNK])
        near = vectors[first] @ vectors[second].T
        best = np.argpartition(-near, min(_CANDIDATES, len(second) - 1), axis=1)[:, :_CANDIDATES]
        for i, columns in zip(first.tolist(), best, strict=True):
            found.update((min(i, int(j)), max(i, int(j))) for j in second[columns])
    by_key: defaultdict[object, list[int]] = defaultdict(list)
    for i in () if others else members:
        for key in (claims[i].value, claims[i].thing):
            found.update((j, i) for j in by_key[key][-_CANDIDATES:])
            by_key[key].append(i)
    yield from sorted((i, j) for i, j in found if i != j)
