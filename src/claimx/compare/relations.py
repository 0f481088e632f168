"""How two claims relate: by values (the same, rounded, misread digits), claimants, days, owners and words.

Words are compared by their vectors (`WordVectors`): sentences need not share any. Equal figures are no proof
of one thing: `€230m` of sales and `€230m` of contracts do not agree.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, cast
from zlib import crc32

from claimx.compare.claims import NumericClaim
from claimx.compare.clauses import is_about_people
from claimx.compare.intervals import can_both_hold, unit_size
from claimx.compare.words import word_classes, words
from claimx.pipeline.quantities.places import codes_of_name
from claimx.pipeline.quantities.tables import currencies
from claimx.pipeline.quantities.units import UNKNOWN_CURRENCY
from claimx.text.lexicon import lemmatize

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

Relation = Literal["same", "possible", "other unit", "conflict", "none"]
"""How two values of a family relate; `none` where they cannot be compared."""


# What happens to the same people.
_ALIKE_ACTIONS: frozenset[frozenset[str | None]] = frozenset(
    map(
        frozenset,
        (
            ("injured", "hospital"),
            ("evacuated", "displaced"),
            ("on strike", "attended"),
            ("damaged", "lost"),
        ),
    )
)
# Size of the caches of digits and names.
_CACHED = 10_000
# A larger sum without a period is no wage, rent or price by the hour, week or month.
_LARGE_SUM = 1e6
_DECADE, _HUNDRED = 10.5, 100
_OTHER_TIME = re.compile(r"\b(?:ago|before|earlier|previous(?:ly)?|last|again)\b", re.I)
# Only one side has more than this, in percent.
_HALF = 50
# `Half` and `50%` have one digit too.
_NO_SLIP = 1.5
# Bounds further apart than this part of the larger are not one number rounded: `at least 184`, `148`.
_FLOORS_APART = 0.1
# An exact number this many times a bound (`at least 12`, and `173`) is not what the bound was about.
_BOUND_EXCEEDED = 2.0
# `Hundreds of millions`, `tens of billions`: vague numbers this many times apart say nothing of each other.
_VAGUE_APART = 20.0


def relation(a: NumericClaim, b: NumericClaim) -> Relation:
    """How the values of two claims relate."""
    if a.unit.family != b.unit.family:
        return "none"
    if a.unit.dimension != b.unit.dimension and not _may_be_one_unit(a, b):
        # `£100 a week`, and `£100,000`, differ in two ways.
        is_one_slip = a.quantity.value_low == b.quantity.value_low or not _differ_in_period(a, b)
        return "other unit" if is_one_slip and _same_figure(a, b) else "none"
    if a.value == b.value:
        return "same"
    if a.vague and b.vague and ratio(a, b) > _VAGUE_APART:
        return "none"
    is_one = a.unit.dimension == b.unit.dimension
    if is_one and _written_unit(a) != _written_unit(b) and _same_figure(a, b):
        return "other unit"
    return "possible" if can_both_hold(a.interval, b.interval) else "conflict"


# What is counted, or has a scale of its own, lends no unit to a bare number.
NO_MEASURES = frozenset({"count", "time_of_day", "calendar_day", "ordinal", "match_score"})


def lends_unit(claim: NumericClaim) -> bool:
    """Whether a bare number may be in the unit of a claim: in percent, dollars, tonnes, years."""
    return claim.unit.family not in NO_MEASURES and claim.unit.name != "fraction"


def in_one_unit(a: NumericClaim, b: NumericClaim) -> tuple[NumericClaim, NumericClaim]:
    """Two claims, the bare number among them in the unit of the other: `inflation of 4.2%`, `fell to 3.9`."""
    if a.unit.family == b.unit.family:
        return a, b
    if a.is_bare and lends_unit(b):
        return a.in_unit_of(b), b
    return (a, b.in_unit_of(a)) if b.is_bare and lends_unit(a) else (a, b)


def _may_be_one_unit(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether one leaves out what the other says: `€14`, and an hour; `$5m`, and dollars of which country."""
    names = a.unit.name.partition("/"), b.unit.name.partition("/")
    if names[0][0] == names[1][0]:
        is_short = bool(names[0][2]) != bool(names[1][2])
        return is_short and max(a.quantity.value_high, b.quantity.value_high) < _LARGE_SUM
    if not _currencies(a).isdisjoint(_currencies(b)):
        return True
    for one, other, name, code in ((a, b, names[0][0], names[1][0]), (b, a, names[1][0], names[0][0])):
        if one.quantity.text.startswith("$") and code in _DOLLARS and are_transposed(a, b):
            return True
        # `22 million`, the crowns of the sentence; `22 million crowns`
        last = other.quantity.text.split()[-1].casefold()
        if name.islower() and code.isupper() and lemmatize(last) == name:
            return True
    return False


def _differ_in_period(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether only one is by the hour, week, month or year, or they are by others."""
    return a.unit.name.partition("/")[2] != b.unit.name.partition("/")[2]


def _currencies(claim: NumericClaim) -> frozenset[str]:
    """The currencies that an amount may be in: `kr`, `P` and `pesos` are those of several."""
    name = claim.unit.name.partition("/")[0]
    if sign := _LETTERS.match(claim.quantity.text):
        return frozenset((name, *currencies().shared.get(sign[0], ())))
    last = claim.quantity.text.split()[-1] if name == UNKNOWN_CURRENCY else name
    return frozenset((name, *codes_of_name(last)))


_LETTERS = re.compile(r"[A-Za-z]{1,2}\.?(?= ?\d)")
_DOLLARS = frozenset({"AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "USD"})


def _same_figure(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether the same digits stand for both: `5 million euros`, `$5m`; `billions` has none."""
    if a.vague or b.vague:
        return False
    return figure_of(a) == figure_of(b) != 0 and "fraction" not in (a.unit.name, b.unit.name)


def figure_of(claim: NumericClaim) -> float:
    """The figure without its thousands, millions, …; 0 for a range."""
    q = claim.quantity
    return _figure(float(q.value_low)) if q.value_low == q.value_high else 0.0


@lru_cache(maxsize=_CACHED)
def _figure(value: float) -> float:
    size = abs(value)
    return float(f"{size / 1000 ** math.floor(math.log(size, 1000)):.6g}") if size else 0.0


@lru_cache(maxsize=_CACHED)
def significant(value: float) -> str:
    """The digits of a number without zeros at either end: 2 million and 2 billion have the same."""
    return f"{abs(value):.9e}".partition("e")[0].replace(".", "").strip("0")


def _written_unit(claim: NumericClaim) -> tuple[str, int]:
    """The unit and, of large numbers, whether they are thousands, millions, billions."""
    value = abs(float(claim.quantity.value_low))
    return claim.unit.name, math.floor(math.log(value, 1000)) if value >= 1e6 else 0


def are_turned(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether the same majority of percent is on the other side: `78% voted for it`, `78% voted against it`.

    Of an article that gives both sides, each is compared with its own; `four years ago` was another vote.
    """
    if {a.polarity, b.polarity} != {"for", "against"} or a.unit.name != "percent" or a.value != b.value:
        return False
    told = [claim.figure.sentence.text for claim in (a, b) if claim.figure.sentence]
    if any(map(_OTHER_TIME.search, told)) or not is_exact(a):
        return False
    return len(a.sides) == len(b.sides) == 1 and a.quantity.value_low > _HALF


def contradict(a: NumericClaim, b: NumericClaim, found: Relation) -> bool:
    """Whether an article would not say both of one thing."""
    if found == "same":
        return are_turned(a, b)
    return found != "possible" or are_floors_apart(a, b)


def are_transposed(a: NumericClaim, b: NumericClaim, *, digits: int = 2) -> bool:
    """Whether two values have the same digits in another order (`184`, `148`), or one has a zero more."""
    values = float(a.quantity.value_low), float(b.quantity.value_low)
    one, other = map(significant, values)
    are_whole = all(value.is_integer() for value in values)
    if one == other:
        # `400`, `4,000`; a single digit is the same by chance.
        is_large = a.unit.family != "count" or min(map(abs, values)) >= _HUNDRED
        is_slip = is_large and ratio(a, b) < _DECADE
        is_other = values[0] != values[1] and ratio(a, b) > _NO_SLIP and are_whole
        return is_other and len(one) >= digits - is_slip
    if len(one) != len(other) and not (are_whole and _magnitude(values[0]) == _magnitude(values[1])):
        # `1.2%` and `10.2%`, `17%` and `10.7%`, are written with more digits; `120` and `102` are not.
        return False
    one, other = _of_one_length(one, other)
    return len(one) >= digits and sorted(one) == sorted(other) and ratio(a, b) < _DECADE


def _magnitude(value: float) -> int:
    """The number of digits before the point."""
    return len(str(int(abs(value))))


def _of_one_length(one: str, other: str) -> tuple[str, str]:
    """Digits with the zeros at the end that make them as many: of `1,204` and `1,240`."""
    size = max(len(one), len(other))
    return one.ljust(size, "0"), other.ljust(size, "0")


def are_misread(a: NumericClaim, b: NumericClaim, *, digits: int = 3) -> bool:
    """Whether so many digits are the same but for their order, or for one of them: `24,800`, `28,400`."""
    if are_transposed(a, b, digits=digits):
        return True
    one, other = _of_one_length(*(significant(float(claim.quantity.value_low)) for claim in (a, b)))
    same = sum(x == y for x, y in zip(one, other, strict=True))
    return len(one) >= digits and same == len(one) - 1 and ratio(a, b) < _DECADE


def are_floors_apart(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether two bounds, or a bound and a number, cannot be one number rounded."""
    if a.vague or b.vague or a.unit.dimension != b.unit.dimension:
        return False
    if are_transposed(a, b, digits=2) and is_exact(a) != is_exact(b):
        return True
    relations = (a.quantity.relation, b.quantity.relation)
    # In one unit: `within 90 days`, `within three months`.
    one, other = (abs(float(c.quantity.value_low)) * unit_size(c.quantity.unit) for c in (a, b))
    low, high = sorted((one, other))
    for kinds in ((">", ">="), ("<", "<=")):
        if all(each in kinds for each in relations):
            return low < (1 - _FLOORS_APART) * high
    if not low:
        return False
    exact = [value for value, each in zip((one, other), relations, strict=True) if each in ("=", "~")]
    above = [value for value, each in zip((one, other), relations, strict=True) if each in (">", ">=")]
    return bool(exact and above) and exact[0] / above[0] >= _BOUND_EXCEEDED


def is_exact(claim: NumericClaim) -> bool:
    """Whether it is no bound."""
    return claim.quantity.relation in ("=", "~")


def ratio(a: NumericClaim, b: NumericClaim) -> float:
    """How many times one value is the other, in the unit of their dimension."""
    low, high = sorted(max(map(abs, filter(math.isfinite, c.interval[:2]))) for c in (a, b))
    return high / low if low else math.inf if high else 1.0


# Articles of an archive that were published further apart are seldom about one state of things.
_SAME_NEWS_DAYS = 3
_MONTH = 31
# A period this many times longer is another one: a quarter, and its year.
_LONGER = 2.5
# Claims whose days are further apart than this are never about the same moment.
_SAME_TIME_DAYS = 45


def is_update(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether one article gives two values for two times."""
    return a.earlier != b.earlier or bool(a.days and b.days and a.days.gap(b.days) > 0)


def are_rivals(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether two claims have different claimants, both of them known: `police`, `organisers`."""
    if not a.claimant or not b.claimant:
        return False
    if a.name and b.name:
        return not share_words(frozenset([a.name.text.casefold()]), frozenset([b.name.text.casefold()]))
    return a.claimant != b.claimant and a.claimant not in _ANYONE and b.claimant not in _ANYONE


# Claimants that may be anybody.
_ANYONE = frozenset(
    (
        *("he", "she", "it", "they", "who", "which", "that", "we", "i"),
        *("report", "study", "figure", "official", "authority", "source"),
    )
)


def is_second_value(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether one article may give both: for two times, or by two claimants."""
    return is_update(a, b) or are_rivals(a, b)


def is_level(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether one is a level (`to 48%`) and the other a change (`by 3%`), as far as nouns tell."""
    if a.is_change == b.is_change:
        return False
    level = b if a.is_change else a
    return level.is_part_of or not any(claim.thing in words("changes") for claim in (a, b))


def are_other_periods(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether both are about a month, quarter or year of their own: `growth in 2026`, `in 2027`."""
    if a.periods and b.periods and not a.periods & b.periods:
        return True
    if not a.days or not b.days:
        return False
    short, long = sorted((days.last - days.first).days for days in (a.days, b.days))
    if a.unit.family in ("money", "percent") and long > _MONTH and short > 1 and long > _LONGER * short:
        return True
    if not a.days.gap(b.days):
        return False
    if a.days.gap(b.days) > _SAME_TIME_DAYS:
        return True
    return all((claim.days.last - claim.days.first).days > 7 for claim in (a, b) if claim.days)


def are_of_one_time(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether both are news of the same few days, or of one day or month that both name."""
    published = a.figure.published, b.figure.published
    if published[0] and published[1] and abs((published[0] - published[1]).days) <= _SAME_NEWS_DAYS:
        return True
    if not a.days or not b.days or a.days.gap(b.days):
        return False
    return all((days.last - days.first).days <= _MONTH for days in (a.days, b.days))


def may_be_of_other_days(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether a number that runs may be that of another day, as an article does not tell its own."""
    if (a.figure.published and b.figure.published) or are_transposed(a, b) or are_misread(a, b):
        return False
    if a.unit.family in ("count", "age") and abs(a.quantity.value_low - b.quantity.value_low) == 1:
        return True
    return a.is_running or b.is_running or bool(a.quantity.change and b.quantity.change)


def act_alike(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether the same happened to what is counted, or what happens to the same people."""
    return a.action == b.action or frozenset((a.action, b.action)) in _ALIKE_ACTIONS


def acts_apart(a: NumericClaim, b: NumericClaim) -> bool:
    """Whether other things happened to the people counted: `killed`, `injured`."""
    if a.unit.family != "count" or act_alike(a, b):
        return False
    return is_about_people(a.action) and is_about_people(b.action)


def share_words(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether names have a word in common, or one is the initials of the other."""
    return bool(_name_words(a) & _name_words(b))


@lru_cache(maxsize=_CACHED)
def _name_words(names: frozenset[str]) -> frozenset[str]:
    found = {word for name in names for word in (*name.split(), _initials(name))}
    return frozenset(found - words("stop_words") - {""})


def _initials(name: str) -> str:
    parts = [word for word in name.split() if word not in words("stop_words")]
    return "".join(word[0] for word in parts) if len(parts) > 1 else ""


# The words around two numbers

# Cosines of two words: below the first they have nothing to do with each other, from the second on they mean
# the same.
_UNLIKE, _ALIKE = 0.28, 0.62


class Likeness:
    """Likeness of claims in a story, in whose sentences rare words weigh more.

    Args:
        counts: how many sentences of the story have each word.
        sentences: how many sentences there are.
    """

    def __init__(self, counts: Counter[str], sentences: int) -> None:
        self._counts = counts
        self._sentences = sentences
        self._contexts: dict[tuple[int, str, str], tuple[Floats, Floats]] = {}
        self._near: dict[tuple[str, str], float] = {}

    def clauses(self, a: NumericClaim, b: NumericClaim) -> float:
        """How much the words around two numbers mean the same, from 0 to 1."""
        import numpy as np

        first, w = self._context(a)
        second, v = self._context(b)
        if not len(w) or not len(v):
            return 0.0
        cosines = np.clip((first @ second.T - _UNLIKE) / (_ALIKE - _UNLIKE), 0.0, 1.0)
        one = float(cosines.max(axis=1) @ w) / float(w.sum())
        other = float(cosines.max(axis=0) @ v) / float(v.sum())
        low, high = sorted((one, other))
        return 0.4 * low + 0.6 * high

    def nouns(self, a: str, b: str) -> float:
        """How near the meanings of two nouns are, from 0 to 1."""
        if a == b:
            return 1.0
        key = (a, b) if a < b else (b, a)
        known = self._near.get(key)
        if known is None:
            classes = word_classes()
            if a in classes and b in classes and classes[a] != classes[b]:
                known = 0.0
            else:
                vectors = word_vectors()
                cosine = float(vectors.vector(a) @ vectors.vector(b))
                known = min(1.0, max(0.0, (cosine - _UNLIKE) / (_ALIKE - _UNLIKE)))
            self._near[key] = known
        return known

    def _context(self, claim: NumericClaim) -> tuple[Floats, Floats]:
        import numpy as np

        key = (claim.position, claim.quantity.id, claim.unit.family)
        known = self._contexts.get(key)
        if known is None:
            lemmas = [word for word, _ in claim.context]
            weights = np.array([self._rarity(word) * w for word, w in claim.context], np.float32)
            known = self._contexts[key] = (word_vectors().stack(lemmas), weights)
        return known

    def _rarity(self, word: str) -> float:
        """The weight of a word: the fewer sentences of the story have it, the heavier."""
        return math.log(1 + self._sentences / max(1, self._counts[word]))


class WordVectors:
    """Vectors of words: the cosine of two says how near their meanings are.

    A word that the table does not have is near to itself alone.
    """

    def __init__(self) -> None:
        import io
        from importlib.resources import files

        import numpy as np

        data = files(__package__).joinpath("data").joinpath("vectors.npz").read_bytes()
        with np.load(io.BytesIO(data)) as table:
            vectors = table["vectors"].astype(np.float32)
            names = str(table["words"]).split()
        self._rows = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        self._numbers = {word: number for number, word in enumerate(names)}
        self.width = int(self._rows.shape[1])

    def vector(self, word: str) -> Floats:
        """The vector of a lemma, of length 1."""
        import numpy as np

        number = self._numbers.get(word)
        if number is not None:
            return cast("Floats", self._rows[number])
        random = np.random.default_rng(crc32(word.encode()))
        made = random.standard_normal(self.width).astype(np.float32)
        return cast("Floats", made / np.linalg.norm(made))

    def stack(self, words: Sequence[str]) -> Floats:
        """The vectors of words, one a row."""
        import numpy as np

        if not words:
            return np.zeros((0, self.width), np.float32)
        return np.stack([self.vector(word) for word in words])


@cache
def word_vectors() -> WordVectors:
    """The table, read once."""
    return WordVectors()
