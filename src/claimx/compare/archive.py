"""Which numbers of an archive, whose articles may be of other events, are surely about two things.

Sentences of an archive often count the same noun of two firms, people or days. Two of its numbers are held
against each other only where the sentences count one noun and share a name, or are nearly the same.
"""

from __future__ import annotations

from collections.abc import Collection

from claimx.compare.claims import NumericClaim
from claimx.compare.intervals import unit_size
from claimx.compare.relations import (
    Likeness,
    are_misread,
    are_of_known_days,
    are_of_one_time,
    are_transposed,
    ratio,
    share_words,
)

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
_SELF_NAMED = frozenset({"match_score", "time_of_day", "ordinal", "magnitude", "age"})


def are_apart(a: NumericClaim, b: NumericClaim, alike: Likeness) -> bool:
    """Whether nothing says that two numbers that contradict each other are of one thing."""
    if _name_others(a, b):
        return True
    if a.position == b.position:
        # `The firm`, `the company` may be one claimant.
        is_update = a.earlier != b.earlier or bool(a.days and b.days)
        return are_of_other_kinds(a, b, alike) or not (is_update or (a.name and b.name))
    is_slip = are_transposed(a, b, digits=_MANY_DIGITS)
    if not is_slip and not are_of_known_days(a, b):
        return True
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
    return not _share_names(a, b)


def _least_likeness(a: NumericClaim, b: NumericClaim) -> float:
    is_small = a.unit.family == "count" and max(a.quantity.value_low, b.quantity.value_low) < FEW
    return _ALIKE_SMALL if is_small else _ALIKE


def are_of_other_kinds(a: NumericClaim, b: NumericClaim, alike: Likeness) -> bool:
    """Whether other nouns are counted, or one noun of other kinds: `property prices`, `price of food`."""
    if a.unit.family == "age":
        # Without words for whose age it is, that is a guess.
        return a.figure.what is None or b.figure.what is None
    if a.unit.family == "match_score":
        return max(len(a.owners), len(b.owners)) > _SIDES
    if a.unit.family not in _SELF_NAMED and (a.thing != b.thing or not a.thing):
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


def _share_names(a: NumericClaim, b: NumericClaim) -> bool:
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
    """Whether a name of one is a name of the other, a part of it or its initials."""
    return any(_are_one_name(x.split(), y.split()) for x in a for y in b)


def _are_one_name(a: list[str], b: list[str]) -> bool:
    short, long = sorted((a, b), key=len)
    if set(short) <= set(long):
        return True
    return len(short) == 1 and share_words(frozenset(short), frozenset([" ".join(long)]))


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
