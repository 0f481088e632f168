"""Which numeric claims of a story are about the same thing.

Two claims are compared by what they count, its owner, what happened to it, the side taken, place, day and
unit, and by the meaning of the words around them (`claimx.compare.relations.Likeness`), so that sentences
need not share words. The pairs that are most alike are joined first. An article has one number for one thing:
once `98` is paired with `89`, the `112` of the same article is no candidate for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from claimx.compare import verdicts
from claimx.compare.claims import ClaimValue, NumericClaim
from claimx.compare.clauses import is_about_people
from claimx.compare.intervals import can_both_hold
from claimx.compare.relations import (
    Likeness,
    Relation,
    act_alike,
    acts_apart,
    are_clocks_misread,
    are_misread,
    are_other_periods,
    are_rivals,
    are_transposed,
    are_two_polls,
    contradict,
    figure_of,
    have_other_actors,
    is_exact,
    is_level,
    is_second_value,
    may_be_of_other_days,
    one_is_called_money,
    ratio,
    relation,
    share_words,
    significant,
)
from claimx.compare.words import word_classes, words

Pair = tuple[float, int, int]
"""A score, and the numbers of two claims."""

# In a story with more claims of a family than this, each is compared with the most promising ones alone.
_ALL_PAIRS = 150
_CANDIDATES = 12
# Rows of the similarity matrix computed at a time.
_CHUNK = 512
# A claim joins a cluster through this many of its claims at the most.
_REPRESENTATIVES = 12

# Scores: what a pair must reach, and what it is made of.
_LEAST: dict[Relation, float] = {"same": 0.42, "possible": 0.50, "other unit": 0.40, "conflict": 0.56}
_THING, _CLAUSE, _NO_THING_CLAUSE = 0.50, 0.40, 0.75
_SAME_VALUE, _RARE_VALUE, _POSSIBLE, _TRANSPOSED, _TELLING = 0.10, 0.15, 0.05, 0.08, 0.40
# How often a person won: `for the fourth time`, `a fifth title`.
_SAME_TITLE = 0.40
# How much less alike claims may be that have no other match, where digits are the same or nearly so.
_MISREAD, _MISREAD_MUCH = 0.25, 0.30
# A value with more digits than this is seldom that of two things.
_RARE_DIGITS = 2
# The same digits in another order, when there are so many, are no chance.
_MANY_DIGITS, _TRANSPOSED_MUCH = 3, 0.26
_SAME_ACTION, _OTHER_ACTION, _OTHER_MODIFIERS, _NARROWER = 0.10, -0.12, -0.20, -0.35
# One digit with another unit, of things that have nothing to do with each other.
_OTHER_THINGS = -0.20
_ONLY_ONES, _FAR_VALUES, _SAME_CLAIMANT, _SAME_DAY, _SAME_PERSON = 0.10, -0.20, 0.05, 0.05, 0.15
# A number this many times smaller may be that of a part.
_PART_RATIO = 1.6
# Values this many times apart are seldom about one thing.
_FAR = 5.0
# Values this many times apart conflict only where the sentences are nearly the same.
_OTHER_ORDER, _NEARLY_THE_SAME = 9.0, 0.8
# Two claimants on one person may be further apart.
_NEARLY_ONE_CLAUSE = 0.5
# `Hundreds`, `thousands` say no more than the order.
_VAGUE_ORDER = 100.0
# The words that a sentence and its copy share at the least.
_COPIED = 0.8
# A clause with fewer words of its own says too little of a thing that has two names.
_TELLING_WORDS = 3
# What one side demands or offers, and the share of those for something, has many names.
_SAME_SIDE = 0.9
# What is measured may be named beside another noun: `run of its computers`, `its systems`.
_AS_MODIFIER = 0.8
# Parts, aims and the sides of a vote are things of their own, whatever is measured.
_OWN_ASPECTS = frozenset({"part", "aim", "instead", "compared", "first side", "second side"})
# How alike the words must be around counts of a few.
_FEW_LIKENESS = 0.3
# How alike clauses must be: for thousands and millions of one figure, for shares of a group, for one of
# several numbers of the same noun, and for values that are so many times apart.
_ALIKE_OTHER_UNIT, _ALIKE_SHARES, _ALIKE_ONLY_SHARES, _ALIKE_SEVERAL, _ALIKE_FAR = 0.4, 0.65, 0.5, 0.4, 0.55
_RATHER_FAR = 2.5
_ALIKE_MISREAD = 0.15
# What articles without a day must be more alike: they may report two days.
_UNDATED = 0.12
# Millions and billions are no slip where the clauses are less alike, and other things measured.
_UNLIKELY_CLAUSE = 0.25
# What conflicts within one article must be this much more alike, unless the same happened to both.
_WITHIN_ARTICLE = 0.15
# An article with more numbers of one thing than this lists them: `four votes`, `31 votes`, `13 votes`.
_MOST_RIVALS = 3
# Kinds of which an article has seldom more than one.
_SINGULAR = frozenset({"magnitude", "age"})


@dataclass(slots=True)
class Cluster:
    """The claims about one thing."""

    claims: list[NumericClaim] = field(default_factory=list)

    @property
    def values(self) -> dict[ClaimValue, list[NumericClaim]]:
        """The claims by value."""
        found: dict[ClaimValue, list[NumericClaim]] = {}
        for claim in self.claims:
            found.setdefault(claim.value, []).append(claim)
        return found

    @property
    def articles(self) -> set[int]:
        """The positions of the articles."""
        return {claim.position for claim in self.claims}


class Scorer:
    """Scores how likely two claims of one story are about the same thing.

    Args:
        alike: how alike the words around two numbers are.
        are_related: whether two articles are about the same events.
        names_place: whether an article names a place.
        witness: the first of the articles that are copies of one another.
        strictness: what a pair must score more to conflict, where articles may be about other events.
    """

    def __init__(
        self,
        alike: Likeness,
        are_related: Callable[[int, int], bool],
        names_place: Callable[[int, str], bool],
        witness: Callable[[int], int],
        strictness: float = 0.0,
    ) -> None:
        self._strictness = strictness
        self.is_archive = strictness > 0
        self.alike = alike
        self._witness = witness
        self._are_related = are_related
        self._names_place = names_place

    def score(self, a: NumericClaim, b: NumericClaim, found: Relation, *, only_ones: bool) -> float:
        """The score above the minimum for the relation; below 0 if they do not belong together."""
        if found == "none" or self._are_apart(a, b, found):
            return -1.0
        conflicts = contradict(a, b, found)
        least = _LEAST["conflict" if found == "possible" and conflicts else found]
        if found == "conflict" and self._count_other_things(a, b):
            return -1.0
        clause = self.alike.clauses(a, b)
        if not conflicts and not self.alike.may_agree(a, b, clause):
            return -1.0
        if not _is_likely(a, b, found, clause) or clause < _least_likeness(a, b, found, only_ones=only_ones):
            return -1.0
        score = self._thing_and_clause(a, b, clause, only_ones=only_ones)
        if score < 0:
            return -1.0
        if a.action and b.action:
            score += _SAME_ACTION if a.action == b.action else 0.0 if act_alike(a, b) else _OTHER_ACTION
        score += self._value_bonus(a, b, found, clause)
        if only_ones:
            score += _ONLY_ONES
        if a.claimant and a.claimant == b.claimant:
            score += _SAME_CLAIMANT
        if a.figure.date and a.figure.date == b.figure.date:
            score += _SAME_DAY
        is_personal = a.unit.family in ("money", "percent", "ordinal") or a.thing == b.thing == "sentence"
        if is_personal and a.people & b.people:
            score += _SAME_PERSON
        if conflicts:
            score -= self._strictness
        is_dated = a.figure.published and b.figure.published
        if found == "conflict" and not is_dated and not a.people & b.people:
            score -= _UNDATED
        if a.position == b.position and conflicts and not (a.action and a.action == b.action):
            score -= _WITHIN_ARTICLE
        return score - least

    def _count_other_things(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether two counts are of nouns that have nothing to do with each other, and no slip of digits."""
        things = (a.thing, b.thing)
        if a.unit.family != "count" or not all(things) or "people" in " ".join(things).split():
            return False
        if _are_sides_of_one_vote(a, b):
            return False
        return self.alike.nouns(a.thing, b.thing) == 0.0 and not are_transposed(a, b)

    def _thing_and_clause(self, a: NumericClaim, b: NumericClaim, clause: float, *, only_ones: bool) -> float:
        if a.unit.family in _SINGULAR and (a.unit.family != "age" or a.thing == b.thing):
            return 0.7 + clause * 0.3
        if a.unit.family == "age":
            return -1.0
        if a.unit.family == "ordinal" and a.people & b.people and not a.thing and not b.thing:
            return _SAME_TITLE + clause * 0.3
        if a.unit.family == "match_score":
            # One team alone plays on other days too.
            return _LEAST["conflict"] + (_UNDATED if len(_shared_sides(a, b)) > 1 else 0.0)
        if a.unit.family == "time_of_day" and only_ones and are_clocks_misread(a, b):
            return _LEAST["conflict"]
        if not a.thing or not b.thing or "people" in (a.thing, b.thing) or one_is_called_money(a, b):
            return _NO_THING_CLAUSE * clause
        thing = 1.0 if _are_sides_of_one_vote(a, b) else self.alike.nouns(a.thing, b.thing)
        if a.polarity == b.polarity and (a.is_negotiated or (only_ones and a.is_poll)):
            thing = max(thing, _SAME_SIDE)
        if thing < 1 and a.unit.family != "count":
            others = [self.alike.nouns(a.thing, word) for word in b.modifiers]
            others += [self.alike.nouns(b.thing, word) for word in a.modifiers]
            thing = max(thing, _AS_MODIFIER * max(others, default=0.0))
        if a.thing.startswith("people ") or b.thing.startswith("people "):
            # `12 people died`, `3 firefighters died`: a noun of its own may be a part of all people.
            if a.thing != b.thing and ratio(a, b) > _PART_RATIO and not are_transposed(a, b):
                return -1.0
            thing = 1.0 if a.thing == b.thing else 0.5 if act_alike(a, b) else 0.0
        # A number of money or time is measured of something that another article names otherwise.
        if thing == 0.0 and a.unit.family == "count":
            classes = word_classes()
            if a.thing in classes and b.thing in classes:
                return -1.0
            told = min(len(a.context), len(b.context)) >= _TELLING_WORDS
            return _NO_THING_CLAUSE * clause - (0.1 if told else 0.3)
        modifiers = self._modifiers(a, b)
        together = _THING * thing + _CLAUSE * clause + modifiers
        return max(together, (_NO_THING_CLAUSE - 0.1) * clause) if thing < 1 else together

    def _modifiers(self, a: NumericClaim, b: NumericClaim) -> float:
        """Less where both have other words for what is counted, and none is near one of the other."""
        if not a.modifiers or not b.modifiers:
            return _NARROWER if _is_one_narrower(a, b) else 0.0
        best = max(self.alike.nouns(x, y) for x in a.modifiers for y in b.modifiers)
        return _OTHER_MODIFIERS * (1 - best) + 0.05 * best

    def _value_bonus(self, a: NumericClaim, b: NumericClaim, found: Relation, clause: float) -> float:
        if found == "same":
            return _RARE_VALUE if len(significant(figure_of(a))) > _RARE_DIGITS else _SAME_VALUE
        if not contradict(a, b, found):
            return _POSSIBLE
        if found == "other unit":
            # `620 crowns a month`, `a year`; `5 million euros`, `$5m`: the figure itself is telling.
            equal = a.quantity.value_low == b.quantity.value_low
            kin = a.unit.name.partition("/")[0] == b.unit.name.partition("/")[0]
            is_named = bool(a.thing and b.thing)
            is_near = clause > _UNLIKELY_CLAUSE or not is_named or self.alike.nouns(a.thing, b.thing) > 0
            telling = a.unit.family == "money" and ((kin and is_near) or equal)
            several = len(significant(figure_of(a))) > 1
            if not several and is_named and self.alike.nouns(a.thing, b.thing) == 0.0:
                # `Deliberated for three days`, `a trial of three months`
                return _OTHER_THINGS
            if not telling:
                is_like = several and a.quantity.relation == b.quantity.relation
                return _POSSIBLE + (_TELLING / 3 if is_like else 0.0)
            return _TELLING if several else _TELLING - 0.15
        if are_transposed(a, b):
            return _TRANSPOSED_MUCH if are_transposed(a, b, digits=_MANY_DIGITS) else _TRANSPOSED
        if a.quantity.value_low == b.quantity.value_low and a.quantity.change and b.quantity.change:
            # `Rose 9%`, `fell 9%`
            return _TRANSPOSED_MUCH
        return _FAR_VALUES * (1 - clause) if ratio(a, b) > _FAR else 0.0

    def _are_apart(self, a: NumericClaim, b: NumericClaim, found: Relation) -> bool:
        """Whether something says that they are about two things."""
        if a.position != b.position:
            if not self._are_related(a.position, b.position):
                return True
            if found != "same" and self._is_elsewhere_in_copy(a, b):
                return True
        if _differ_in_part(a, b, found) or _have_other_subjects(a, b):
            return True
        if found == "same":
            return False
        if not are_transposed(a, b, digits=_MANY_DIGITS) and (
            a.is_past != b.is_past or are_other_periods(a, b)
        ):
            return True
        if found == "possible" and a.unit.family == "percent" and is_level(a, b):
            return True
        if self.is_archive and found == "possible" and verdicts.are_of_other_kinds(a, b, self.alike):
            return a.position != b.position and not verdicts.are_one_rounded(a, b, self.alike)
        if not contradict(a, b, found):
            return False
        if self.is_archive and verdicts.are_apart(a, b, self.alike):
            return True
        if found == "conflict" and (a.is_converted or b.is_converted):
            # The amounts before them are compared.
            return True
        if a.unit.family == "age" and not (is_exact(a) and is_exact(b)):
            # `People under 55`, `under 65`
            return True
        if found == "other unit":
            # `17% of voters`, and a lead of 17 points; `0.25%`, and a rise of 0.25 points, may be one.
            return a.unit.family == "percent" and (a.is_part_of or b.is_part_of or a.is_poll or b.is_poll)
        if a.unit.family == "count" and a.unreal != b.unreal:
            return True
        if may_be_of_other_days(a, b) or are_two_polls(a, b):
            return True
        if self._strictness and a.is_poll and b.is_poll and not share_words(a.pollsters, b.pollsters):
            return True
        if have_other_actors(a, b):
            return True
        if are_transposed(a, b):
            return False
        return self._are_elsewhere(a, b) or is_level(a, b)

    def _is_elsewhere_in_copy(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether they are in two sentences of copies: only the same sentence says something else there."""
        if self._witness(a.position) != self._witness(b.position):
            return False
        return len(a.lemmas & b.lemmas) < _COPIED * max(len(a.lemmas), len(b.lemmas))

    def _are_elsewhere(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether the sentences name different places, and one article names both."""
        if not a.places or not b.places or share_words(a.places, b.places):
            return False
        if self._strictness:
            return True
        return any(self._names_place(b.position, place) for place in a.places) or any(
            self._names_place(a.position, place) for place in b.places
        )


def _is_one_narrower(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether the lower of two counts alone has words that narrow it: `31 prosecution witnesses`, of 47."""
    lower, higher = sorted((a, b), key=lambda claim: claim.quantity.value_low)
    if a.unit.family != "count" or lower.quantity.value_low == higher.quantity.value_low:
        return False
    return bool(lower.modifiers) and not higher.modifiers and not are_transposed(a, b)


def _least_likeness(a: NumericClaim, b: NumericClaim, found: Relation, *, only_ones: bool) -> float:
    """How alike the clauses must be for values that differ in more than the order of digits.

    The noun alone says little where an article counts several of it, or of whom a share is.
    """
    if found == "other unit":
        return _ALIKE_OTHER_UNIT if a.unit.family == "count" else 0.0
    if not contradict(a, b, found):
        return 0.0
    is_slip = are_transposed(a, b) or are_misread(a, b)
    if a.aspect == b.aspect == "part":
        # `41 of the sick are treated here`, `90 of the sick were fighting for life`
        return _ALIKE_SEVERAL if is_slip else _ALIKE_FAR
    if is_slip:
        # Digits that are the same by chance: `68% said yes`, `shares fell 6.8%`.
        named = a.thing and b.thing and a.thing != b.thing and not _are_sides_of_one_vote(a, b)
        return _ALIKE_MISREAD if named else 0.0
    if a.unit.family == "percent" and {a.thing, b.thing} & (words("populations") | a.people | b.people):
        return _ALIKE_ONLY_SHARES if only_ones else _ALIKE_SHARES
    if a.unit.family not in ("count", "percent") or (a.action and a.action == b.action):
        return 0.0
    is_disputed = are_rivals(a, b) and only_ones
    if (
        a.unit.family == "count"
        and not is_disputed
        and is_about_people(a.action) != is_about_people(b.action)
    ):
        # `14 officers were injured`, `21 officers on duty`
        return _ALIKE_FAR
    if ratio(a, b) > _RATHER_FAR and not are_rivals(a, b):
        return _ALIKE_FAR
    return 0.0 if only_ones else _ALIKE_SEVERAL


def _is_likely(a: NumericClaim, b: NumericClaim, found: Relation, clause: float) -> bool:
    """Whether values so far apart, or so small, may be about one thing, given how alike the clauses are."""
    if found not in ("conflict", "possible"):
        return True
    if clause < _FEW_LIKENESS and _is_few(a, b, max):
        return False
    apart = ratio(a, b)
    if are_rivals(a, b) and a.people & b.people and clause >= _NEARLY_ONE_CLAUSE:
        # What a person took: `$21 million, prosecutors said`, `less than $2 million, his lawyers said`.
        return True
    if apart > _FAR and _is_few(a, b, min) and not are_transposed(a, b):
        return False
    if apart <= (_VAGUE_ORDER if a.vague or b.vague else _OTHER_ORDER):
        return True
    if contradict(a, b, found) and are_transposed(a, b):
        return True
    return clause >= _NEARLY_THE_SAME and (found == "conflict" or apart <= _OTHER_ORDER**3)


def _differ_in_part(a: NumericClaim, b: NumericClaim, found: Relation) -> bool:
    """Whether they are about two sides, or a part and the whole."""
    if a.polarity and b.polarity and a.polarity != b.polarity:
        return True
    if "denied" in (a.polarity, b.polarity) and a.polarity != b.polarity:
        return True
    is_demand = (a.polarity or b.polarity) == "demanded" and a.polarity != b.polarity
    if is_demand and found == "conflict" and not are_transposed(a, b):
        return True
    if _are_sides_of_one_vote(a, b):
        return False
    aspects = {a.aspect, b.aspect}
    if aspects == {"others"}:
        # `California and five other states`, `California, New Jersey and four other states`
        return found == "conflict"
    if len(aspects) == 1 or ("whole" in aspects and found in ("same", "possible")):
        return False
    if "part" in aspects and are_transposed(a, b, digits=_MANY_DIGITS):
        return False
    return a.unit.family == "count" or bool(aspects & _OWN_ASPECTS)


def _shared_sides(a: NumericClaim, b: NumericClaim) -> frozenset[str]:
    """The sides of a match that are named with another score too."""
    return frozenset(name for name in a.owners if share_words(frozenset([name]), b.owners))


def _are_of_one_match(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether two scores are of the same teams: both are named in both sentences, or all of the shorter."""
    return len(_shared_sides(a, b)) >= min(2, len(a.owners), len(b.owners)) > 0


def _are_sides_of_one_vote(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether one is the first number of `6,142 votes to 2,957`, and the other that of those for it."""
    if a.unit.family != "count" or {a.thing, b.thing, a.action, b.action}.isdisjoint({"vote", "voted"}):
        return False
    told = {(claim.aspect, claim.polarity) for claim in (a, b)}
    return any({side for side, _ in told} == {"", of} and ("", stand) in told for of, stand in _SIDES.items())


_SIDES = {"first side": "for", "second side": "against"}


def _have_other_subjects(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether other things happened to what is counted, or other organizations or people are named for it."""
    if a.unit.family == "count" and acts_apart(a, b):
        return True
    if a.is_negotiated and b.is_negotiated and are_rivals(a, b) and a.value != b.value:
        # What each of them demands or offers is their own.
        return True
    if a.unit.family == "match_score":
        return not _are_of_one_match(a, b)
    if a.people & b.people:
        return False
    if a.owners and b.owners and not share_words(a.owners, b.owners):
        return True
    is_personal = a.unit.family in ("percent", "ordinal") or "sentence" == a.thing == b.thing
    is_personal |= a.unit.family == "money" and not are_transposed(a, b)
    is_personal |= a.unit.family == "count" and bool({a.thing, b.thing} & words("scored"))
    return is_personal and bool(a.people and b.people)


def cluster_claims(claims: Sequence[NumericClaim], scorer: Scorer) -> list[Cluster]:
    """Cluster the claims of one family in one story."""
    rivals = _rivals(claims)
    told = {verdicts.value_in(claim.position, claim) for claim in claims}
    pairs: list[Pair] = []
    nearly: list[Pair] = []
    for i, j in _candidates(claims, scorer):
        a, b = claims[i], claims[j]
        found = relation(a, b)
        if a.position == b.position and contradict(a, b, found):
            is_list = max(rivals[i], rivals[j]) > _MOST_RIVALS
            if is_list or a.is_past or b.is_past or not is_second_value(a, b):
                continue
        if scorer.is_archive and found == "conflict" and verdicts.give_both(a, b, told):
            continue
        score = scorer.score(a, b, found, only_ones=not rivals[i] and not rivals[j])
        if score >= 0:
            pairs.append((score + _FIRST.get(found, 0.0), i, j))
        elif a.position != b.position and not scorer.is_archive and score >= -_misreading(a, b, found):
            nearly.append((score, i, j))
    pairs += _left_over(nearly, pairs, claims)
    pairs.sort(key=lambda pair: (-pair[0], pair[1], pair[2]))
    known = {(i, j) for _, i, j in pairs}
    members = [[i] for i in range(len(claims))]
    of = list(range(len(claims)))
    for _, i, j in pairs:
        one, other = of[i], of[j]
        if one != other and _fit(members[one], members[other], claims, known):
            for index in members[other]:
                of[index] = one
            members[one] += members[other]
            members[other] = []
    return [Cluster([claims[i] for i in sorted(group)]) for group in members if group]


def _misreading(a: NumericClaim, b: NumericClaim, found: Relation) -> float:
    """How much less alike two claims may be for what their digits have in common."""
    if found == "conflict" and are_misread(a, b, digits=_MANY_DIGITS):
        return _MISREAD_MUCH
    return _MISREAD if found == "conflict" and are_transposed(a, b) else 0.0


def _left_over(nearly: list[Pair], pairs: list[Pair], claims: Sequence[NumericClaim]) -> Iterator[Pair]:
    """Of pairs that are nearly alike enough, those of claims that have no other match in these articles."""
    matched = {(i, claims[j].position) for _, *pair in pairs for i, j in (pair, pair[::-1])}
    for score, i, j in sorted(nearly, key=lambda pair: (-pair[0], pair[1], pair[2])):
        ends = {(i, claims[j].position), (j, claims[i].position)}
        if not ends & matched:
            matched |= ends
            yield score, i, j


# Equal values are joined before others that are as much alike.
_FIRST: dict[Relation, float] = {"same": 0.25, "possible": 0.12}


def _fit(
    one: Sequence[int], other: Sequence[int], claims: Sequence[NumericClaim], known: set[tuple[int, int]]
) -> bool:
    """Whether all claims of two clusters may be about one thing.

    An article has one value for a thing unless it states another, and values that conflict must match
    directly, by one claim of each, or by claims that agree with them.
    """
    direct: list[tuple[NumericClaim, NumericClaim]] = []
    others: dict[tuple[ClaimValue, ClaimValue], tuple[NumericClaim, NumericClaim]] = {}
    for i in one[-_REPRESENTATIVES:]:
        for j in other[-_REPRESENTATIVES:]:
            a, b = claims[i], claims[j]
            found = relation(a, b)
            if a.polarity and b.polarity and a.polarity != b.polarity:
                return False
            if not contradict(a, b, found):
                continue
            if found == "conflict" and (_have_other_subjects(a, b) or _differ_in_part(a, b, found)):
                return False
            matched = (min(i, j), max(i, j)) in known
            if a.position == b.position and not (is_second_value(a, b) and (matched or found != "possible")):
                return False
            if found == "none" or a.earlier or b.earlier:
                continue
            if matched:
                direct.append((a, b))
            else:
                others[a.value, b.value] = a, b
    return all(any(_agree(a, x) and _agree(b, y) for x, y in direct) for a, b in others.values())


def _agree(a: NumericClaim, b: NumericClaim) -> bool:
    return not contradict(a, b, relation(a, b))


def _candidates(claims: Sequence[NumericClaim], scorer: Scorer) -> Iterator[tuple[int, int]]:
    """Pairs worth a look: all of few claims, else those with near vectors, or with one value or noun."""
    if len(claims) <= _ALL_PAIRS:
        for i in range(len(claims)):
            for j in range(i + 1, len(claims)):
                yield i, j
        return
    import numpy as np

    vectors = np.stack([scorer.alike.pooled(claim) for claim in claims])
    found: set[tuple[int, int]] = set()
    for start in range(0, len(claims), _CHUNK):
        near = vectors[start : start + _CHUNK] @ vectors.T
        best = np.argpartition(-near, min(_CANDIDATES, len(claims) - 1), axis=1)[:, :_CANDIDATES]
        for row, columns in enumerate(best):
            found.update((min(start + row, int(c)), max(start + row, int(c))) for c in columns)
    by_key: defaultdict[object, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims):
        for key in (claim.value, claim.thing):
            found.update((j, i) for j in by_key[key][-_CANDIDATES:])
            by_key[key].append(i)
    yield from sorted((i, j) for i, j in found if i != j)


def _rivals(claims: Sequence[NumericClaim]) -> list[int]:
    """Of each claim, how many other numbers of its article might be meant instead."""
    by_article: defaultdict[int, list[NumericClaim]] = defaultdict(list)
    for claim in claims:
        by_article[claim.position].append(claim)
    return [sum(_competes(claim, other) for other in by_article[claim.position]) for claim in claims]


def _competes(a: NumericClaim, b: NumericClaim) -> bool:
    if b is a or b.earlier or b.is_past or a.aspect != b.aspect or a.polarity != b.polarity:
        return False
    if can_both_hold(a.interval, b.interval) and a.unit.dimension == b.unit.dimension:
        return False
    return not acts_apart(a, b) and a.thing == b.thing and not are_other_periods(a, b)


def _is_few(a: NumericClaim, b: NumericClaim, either: Callable[[float, float], float]) -> bool:
    """Whether one (`min`) or both (`max`) are counts of a few, to which nothing is known to have happened."""
    if a.unit.family != "count" or (a.action and a.action == b.action):
        return False
    return either(a.quantity.value_low, b.quantity.value_low) < verdicts.FEW
