"""Whether two numbers contradict each other, and what an editor must know of them: the verdict.

Sentences of an archive, whose articles may be of other events, often count the same noun of two firms, people
or days. Two of its numbers are compared only where the sentences count one noun and share a name, or are
nearly the same.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

from claimx.compare import Verdict
from claimx.compare.claims import NumericClaim
from claimx.compare.intervals import Days, can_both_hold, unit_size
from claimx.compare.names import same_name
from claimx.compare.relations import (
    Likeness,
    are_floors_apart,
    are_misread,
    are_of_one_time,
    are_rivals,
    are_transposed,
    are_turned,
    is_update,
    ratio,
    relation,
    share_words,
)
from claimx.compare.words import words

# Publication days further apart than this mean different times even for a fact that does not move.
_SETTLED_DAYS = 30
# One poll is news for so many days.
_SAME_POLL_DAYS = 3
_GROWS = frozenset({"killed"})
# Of fewer than this, an article may count several lots: `two debates`, `three debates`.
FEW = 10
# How alike the words around two numbers must be, and around numbers of a few: `one person killed`.
_ALIKE, _ALIKE_SMALL = 0.4, 0.6
# From here on the sentences are nearly the same, and need not share a name.
_NEARLY_THE_SAME = 0.8
# The same digits in another order, when there are so many, are no chance.
_MANY_DIGITS = 3
# How near two words for one noun must be: `house`, `home`.
_NEAR = 0.3
# Values this many times apart are seldom of one thing.
_FAR = 2.5
# One figure rounded is at most this many times the other.
_ROUNDED = 1.02
# A match has two sides; a sentence that names more may name the next match.
_SIDES = 2
# What is counted of these is named by the unit.
SELF_NAMED = frozenset({"match_score", "time_of_day", "calendar_day", "ordinal", "magnitude", "age"})

# How long something took, and when it was, does not change from day to day.
_OF_ONE_MOMENT = frozenset({"time", "time_of_day", "calendar_day"})

Group = list[NumericClaim]
"""The claims of a cluster that have the same value."""
Pair = tuple[int, int]
"""Positions of two groups."""


def verdicts(groups: Sequence[Group]) -> dict[Pair, Verdict]:
    """The verdicts on pairs of values that do not agree."""
    found: dict[Pair, Verdict] = {}
    for a, b in combinations(range(len(groups)), 2):
        verdict = _pair_verdict(groups[a], groups[b])
        if verdict != "agrees":
            found[a, b] = verdict
    return found


def _pair_verdict(a: Group, b: Group) -> Verdict:
    """The verdict on two values; a fact and a possibility do not contradict each other."""
    kind = relation(a[0], b[0])
    is_turned = are_turned(a[0], b[0])
    if kind == "none" or (kind == "same" and not is_turned):
        return "agrees"
    if a[0].unit.family == "count" and not {c.unreal for c in a} & {c.unreal for c in b}:
        return "agrees"
    if kind == "other unit":
        return "other_unit"
    if not is_turned and can_both_hold(a[0].interval, b[0].interval):
        if not are_floors_apart(a[0], b[0]):
            return "agrees"
        return "changes" if _has_moved(a, b) else "floors_differ"
    if _has_moved(a, b):
        return "changes"
    pairs = [(x, y) for x in a for y in b if x.claimant and y.claimant]
    if pairs and all(are_rivals(x, y) for x, y in pairs):
        return "disputed"
    return "differs"


def _has_moved(a: Group, b: Group) -> bool:
    """Whether two contradicting values belong to different times."""
    if all(claim.earlier for claim in a) or all(claim.earlier for claim in b):
        return True
    if any(x.position == y.position and is_update(x, y) for x in a for y in b):
        # One article gives both, each with its time.
        return True
    if any(claim.is_past != a[0].is_past for claim in (*a, *b)):
        return False
    # What was said in quotation marks, and how long something took, is said of one moment.
    if any(claim.quoted for claim in (*a, *b)) or a[0].unit.family in _OF_ONE_MOMENT:
        return False
    if are_misread(a[0], b[0]):
        return False
    if (grown := _may_have_changed(a, b)) is not None:
        return grown
    running = a[0].is_running or b[0].is_running
    # A toll is that of the day it is published, whatever the day of the event; a price that of its own day.
    is_toll = running and a[0].unit.family == "count"
    own = [None if is_toll else _span(c.days for c in group) for group in (a, b)]
    published = [_span(map(_published if is_toll else _day, _current(group))) for group in (a, b)]
    if published[0] is None or published[1] is None:
        return False
    gap = published[0].gap(published[1])
    if not running and not (own[0] and own[1]):
        first, second = (_span(map(_published, _current(group))) for group in (a, b))
        gap = first.gap(second) if first and second else gap
    if own[0] and own[1] and own[0].gap(own[1]):
        if gap and (own[0].first < own[1].first) != (published[0].first < published[1].first):
            return False
        return not _shrinks(a, b)
    if gap <= _SETTLED_DAYS and are_transposed(a[0], b[0]):
        return False
    least = _SAME_POLL_DAYS if a[0].is_poll else 0
    return gap > _SETTLED_DAYS or (gap > least and running and not _shrinks(a, b))


def _may_have_changed(a: Group, b: Group) -> bool | None:
    """Whether what was still being counted may have changed so: it is higher on the later day, or may fall.

    The missing may become fewer. None where no day is given. The day is the number's own (`by Tuesday
    night`), else that on which its article was published.
    """
    if not any(claim.as_of for claim in (*a, *b)):
        return None
    first, second = (_span(claim.as_of or claim.days or _published(claim) for claim in g) for g in (a, b))
    if first is None or second is None or not first.gap(second):
        return None
    earlier, later = (a, b) if first.first < second.first else (b, a)
    falls = any(claim.action and claim.action.replace(" ", "_") in words("falling") for claim in later)
    return falls or later[0].interval.high > earlier[0].interval.low


def _current(group: Group) -> Group:
    """The claims that their own article does not call out of date."""
    return [claim for claim in group if not claim.earlier] or group


def _day(claim: NumericClaim) -> Days | None:
    return Days(claim.day, claim.day) if claim.day else None


def _published(claim: NumericClaim) -> Days | None:
    day = claim.figure.published
    return Days(day, day) if day else None


def _span(days: Iterable[Days | None]) -> Days | None:
    """From the first to the last day; None if any is unknown."""
    known = list(days)
    found = [each for each in known if each]
    if not found or len(found) < len(known):
        return None
    return Days(min(each.first for each in found), max(each.last for each in found))


def _shrinks(a: Group, b: Group) -> bool:
    """Whether the later value is lower, for a number that can only grow."""
    if a[0].action not in _GROWS or not all(claim.day for claim in (*a, *b)):
        return False
    first, second = sorted((a, b), key=lambda group: min(c.figure.published or c.day for c in group if c.day))
    high, low = second[0].interval.high, first[0].interval.low
    return high < low and not math.isinf(high)


def are_apart(a: NumericClaim, b: NumericClaim, alike: Likeness) -> bool:
    """Whether nothing says that two numbers that contradict each other are of one thing."""
    if _name_others(a, b):
        return True
    if a.position == b.position:
        # `The firm`, `the company` may be one claimant.
        is_update = a.earlier != b.earlier or bool(a.days and b.days)
        return are_of_other_kinds(a, b, alike) or not (is_update or (a.name and b.name))
    is_slip = are_transposed(a, b, digits=_MANY_DIGITS)
    if not are_of_one_time(a, b):
        return True
    clause = alike.clauses(a, b)
    if is_slip:
        return False
    if clause < _least_likeness(a, b) or are_of_other_kinds(a, b, alike):
        return True
    if clause >= _NEARLY_THE_SAME:
        return False
    if ratio(a, b) > _FAR and a.unit.dimension == b.unit.dimension and not are_misread(a, b):
        return True
    return not share_names(a, b)


def _least_likeness(a: NumericClaim, b: NumericClaim) -> float:
    is_small = a.unit.family == "count" and max(a.quantity.value_low, b.quantity.value_low) < FEW
    return _ALIKE_SMALL if is_small else _ALIKE


def are_of_other_kinds(a: NumericClaim, b: NumericClaim, alike: Likeness) -> bool:
    """Whether other nouns are counted, or one noun of other kinds: `property prices`, `price of food`."""
    if a.unit.family == "age":
        # Without words for whose age it is, that is a guess.
        return a.figure.what is None or b.figure.what is None
    if a.unit.family == "calendar_day":
        # `19 December`, and `last year` around it
        return a.interval.high - a.interval.low != b.interval.high - b.interval.low
    if a.unit.family == "match_score":
        return max(len(a.owners), len(b.owners)) > _SIDES
    if a.unit.family not in SELF_NAMED and (a.thing != b.thing or not a.thing):
        return True
    if a.unit.family == "count" and a.is_compound != b.is_compound:
        # `A five-match run`, `10 matches`
        return True
    if a.unit.family == "percent" and a.is_part_of != b.is_part_of:
        return True
    if not a.modifiers or not b.modifiers:
        return False
    return all(alike.nouns(x, y) < _NEAR for x in a.modifiers for y in b.modifiers)


def are_one_rounded(a: NumericClaim, b: NumericClaim, alike: Likeness) -> bool:
    """Whether words much alike have one figure, rounded or not: `144 million`, `144.4 million`."""
    if a.unit.family == "calendar_day":
        return False
    sizes = [unit_size(claim.quantity.unit) for claim in (a, b)]
    for end in ("value_low", "value_high"):
        values = (float(getattr(c.quantity, end)) * size for c, size in zip((a, b), sizes, strict=True))
        low, high = sorted(values)
        if not 0 < high <= _ROUNDED * low:
            return False
    return alike.clauses(a, b) >= _ALIKE


def _name_others(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether the sentences name other places, or other organizations, products or works."""
    pairs = ((a.sites, b.sites), (a.bodies, b.bodies))
    return any(one and other and not share_words(one, other) for one, other in pairs)


def share_names(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether the sentences name one person, place or organization; of a time, a place says too little."""
    if _share_one(a.people, b.people):
        return True
    if a.unit.name == "times" or a.unit.family == "ordinal":
        # How often one won is their own.
        return False
    if _share_one(a.bodies | _claimant(a), b.bodies | _claimant(b)):
        return True
    return a.unit.family != "time" and _share_one(a.sites, b.sites)


def _share_one(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether a name of one is a name of the other, or a part of it."""
    return any(same_name(x, y) for x in a for y in b)


def _claimant(claim: NumericClaim) -> frozenset[str]:
    return frozenset([claim.name.text.casefold()]) if claim.name else frozenset()


Told = tuple[object, ...]
"""An article, and a value in it."""


def give_both(a: NumericClaim, b: NumericClaim, told: Collection[Told]) -> bool:
    """Whether one of two articles has both values, as those of two things or times."""
    if a.position == b.position or a.quantity.value_low == b.quantity.value_low:
        return False
    if a.unit.family == "count" and min(a.quantity.value_low, b.quantity.value_low) < FEW:
        return False
    return value_in(a.position, b) in told or value_in(b.position, a) in told


def value_in(position: int, claim: NumericClaim) -> Told:
    """The value of a claim, as one of the article at a position."""
    quantity = claim.quantity
    return position, claim.unit.dimension, claim.polarity, quantity.value_low, quantity.value_high
