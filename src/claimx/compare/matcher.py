"""How probable it is that two numbers are about the same thing, by what was learned from annotated stories.

A transformer reads the words around each number, a mask in its place, and makes a vector of them (a
bi-encoder, as in Reimers and Gurevych 2019). The cosine of two vectors and the features of the pair, numbers
under names, give a score. A number has at most one counterpart in another article: a softmax over the scores
of that article's numbers and of none. The probability of a pair is the geometric mean of both directions.

`models/training/matching.py` trains it, on stories that several made-up outlets tell in their own words.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from claimx.compare.claims import NumericClaim
from claimx.compare.relations import (
    Likeness,
    Relation,
    act_alike,
    acts_apart,
    are_floors_apart,
    are_misread,
    are_other_periods,
    are_rivals,
    are_transposed,
    figure_of,
    in_one_unit,
    is_level,
    ratio,
    relation,
    share_words,
    significant,
)
from claimx.compare.words import not_loaded, vocabulary
from claimx.pipeline.encoder.network import CLS, SEP, WordPieces, open_network, usable_cores

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

# Features of a pair

FAMILIES = (
    "count", "money", "percent", "time", "age", "ordinal", "time_of_day", "calendar_day", "match_score",
)  # fmt: skip
_FEW = 10
_MOST_DIGITS = 4
_FAR = 256


class Pair(NamedTuple):
    """Two claims in one unit, how their values relate, and how alike words are in their story.

    `is_lent`: whether one of them has its unit from the other.
    """

    a: NumericClaim
    b: NumericClaim
    found: Relation
    alike: Likeness
    is_lent: bool


def pair_of(a: NumericClaim, b: NumericClaim, alike: Likeness) -> Pair | None:
    """Two claims as a pair, if they can be compared."""
    one, other = in_one_unit(a, b)
    found = relation(one, other)
    return None if found == "none" else Pair(one, other, found, alike, a.unit.family != b.unit.family)


def _both(a: object, b: object) -> bool:
    return bool(a) and bool(b)


def _shared(names: Callable[[NumericClaim], frozenset[str]]) -> Callable[[Pair], float]:
    """1 where both have names and share one, -1 where they share none, else 0."""

    def feature(pair: Pair) -> float:
        a, b = names(pair.a), names(pair.b)
        return 0.0 if not a or not b else 1.0 if share_words(a, b) else -1.0

    return feature


def _same(value: Callable[[NumericClaim], object]) -> Callable[[Pair], float]:
    """1 where both have the same value, -1 where they have others, else 0."""

    def feature(pair: Pair) -> float:
        a, b = value(pair.a), value(pair.b)
        return 0.0 if not a or not b else 1.0 if a == b else -1.0

    return feature


def _differs(value: Callable[[NumericClaim], object]) -> Callable[[Pair], float]:
    return lambda pair: float(value(pair.a) != value(pair.b))


def _is_of(family: str) -> Callable[[Pair], float]:
    return lambda pair: float(pair.a.unit.family == family)


def _relate(found: str) -> Callable[[Pair], float]:
    return lambda pair: float(pair.found == found)


def _is_number(pair: Pair) -> bool:
    return pair.a.unit.family not in ("calendar_day", "time_of_day", "match_score")


def _digits(claim: NumericClaim) -> float:
    return min(len(significant(figure_of(claim))), _MOST_DIGITS) / _MOST_DIGITS


def _ratio(pair: Pair) -> float:
    """How many times one value is the other, as a logarithm: 0 for equal ones, 1 from 256 times on."""
    times = ratio(pair.a, pair.b)
    # None at all is no other order than a few.
    return math.log(min(times, _FAR), _FAR) if _is_number(pair) and not math.isinf(times) else 0.0


def _modifiers(pair: Pair) -> float:
    """How near the nearest of the other words for what is counted are; -1 where only one has any."""
    a, b = pair.a.modifiers, pair.b.modifiers
    if not a or not b:
        return -1.0 if a or b else 0.0
    return max(pair.alike.nouns(x, y) for x in a for y in b)


def _crossed(pair: Pair) -> float:
    """How near what one counts is to another word for what the other counts."""
    a, b = pair.a, pair.b
    nouns = pair.alike.nouns
    found = [nouns(a.thing, word) for word in b.modifiers] if a.thing else []
    found += [nouns(b.thing, word) for word in a.modifiers] if b.thing else []
    return max(found, default=0.0)


def _nouns(pair: Pair) -> float:
    return pair.alike.nouns(pair.a.thing, pair.b.thing) if _both(pair.a.thing, pair.b.thing) else 0.0


def _gap(pair: Pair) -> float:
    a, b = pair.a.days, pair.b.days
    return min(1.0, math.log1p(a.gap(b)) / 6) if a and b else 0.0


def _published_gap(pair: Pair) -> float:
    a, b = pair.a.figure.published, pair.b.figure.published
    return min(1.0, abs((a - b).days) / 7) if a and b else 0.0


def _day_gap(pair: Pair) -> float:
    """How many days lie between two days of an event, from 0 to 1."""
    if pair.a.unit.family != "calendar_day":
        return 0.0
    apart = max(pair.a.interval.low - pair.b.interval.high, pair.b.interval.low - pair.a.interval.high, 0.0)
    return min(1.0, math.log1p(apart) / 6)


def _minutes_apart(pair: Pair) -> float:
    if pair.a.unit.family != "time_of_day":
        return 0.0
    return min(1.0, abs(pair.a.interval.low - pair.b.interval.low) / 360)


FEATURES: dict[str, Callable[[Pair], float]] = {
    **{f"family {name}": _is_of(name) for name in FAMILIES},
    **{f"values {kind}": _relate(kind) for kind in ("same", "possible", "other unit", "conflict")},
    "floors apart": lambda pair: float(_is_number(pair) and are_floors_apart(pair.a, pair.b)),
    "same dimension": lambda pair: float(pair.a.unit.dimension == pair.b.unit.dimension),
    "same unit": lambda pair: float(pair.a.unit.name == pair.b.unit.name),
    "ratio": _ratio,
    "digits transposed": lambda pair: float(_is_number(pair) and are_transposed(pair.a, pair.b)),
    "three digits transposed": lambda pair: float(
        _is_number(pair) and are_transposed(pair.a, pair.b, digits=3)
    ),
    "one digit other": lambda pair: float(_is_number(pair) and are_misread(pair.a, pair.b)),
    "fewest digits": lambda pair: min(_digits(pair.a), _digits(pair.b)),
    "same with many digits": lambda pair: min(_digits(pair.a), _digits(pair.b)) * (pair.found == "same"),
    "few": lambda pair: float(max(abs(pair.a.quantity.value_low), abs(pair.b.quantity.value_low)) < _FEW),
    "days apart": _day_gap,
    "minutes apart": _minutes_apart,
    "same thing": _same(lambda claim: claim.thing),
    "things": _nouns,
    "a thing unknown": lambda pair: float(not _both(pair.a.thing, pair.b.thing)),
    "thing among words": lambda pair: float(
        bool(pair.a.thing and pair.a.thing in pair.b.lemmas)
        or bool(pair.b.thing and pair.b.thing in pair.a.lemmas)
    ),
    "modifiers": _modifiers,
    "thing and modifiers": _crossed,
    "clauses": lambda pair: pair.alike.clauses(pair.a, pair.b),
    "same action": _same(lambda claim: claim.action),
    "actions alike": lambda pair: float(_both(pair.a.action, pair.b.action) and act_alike(pair.a, pair.b)),
    "actions apart": lambda pair: float(acts_apart(pair.a, pair.b)),
    "same side": _same(lambda claim: claim.polarity),
    "only one takes a side": lambda pair: float(bool(pair.a.polarity) != bool(pair.b.polarity)),
    "other aspect": _differs(lambda claim: claim.aspect),
    "possibility and fact": _differs(lambda claim: claim.unreal),
    "one out of date": lambda pair: float(pair.a.earlier or pair.b.earlier),
    "one past": _differs(lambda claim: claim.is_past),
    "other change": _differs(lambda claim: claim.quantity.change),
    "level and change": lambda pair: float(is_level(pair.a, pair.b)),
    "share and other": _differs(lambda claim: claim.is_part_of),
    "other bound": _differs(lambda claim: claim.quantity.relation),
    "owners": _shared(lambda claim: claim.owners),
    "people": _shared(lambda claim: claim.people),
    "places": _shared(lambda claim: claim.places),
    "sites": _shared(lambda claim: claim.sites),
    "bodies": _shared(lambda claim: claim.bodies),
    "same claimant": _same(lambda claim: claim.claimant),
    "rivals": lambda pair: float(are_rivals(pair.a, pair.b)),
    "same date": _same(lambda claim: claim.figure.date),
    "other periods": lambda pair: float(are_other_periods(pair.a, pair.b)),
    "gap of days": _gap,
    "gap of publication": _published_gap,
    "one article": lambda pair: float(pair.a.position == pair.b.position),
    "unit lent": lambda pair: float(pair.is_lent),
    "both quoted": lambda pair: float(pair.a.quoted and pair.b.quoted),
}


def features(pair: Pair) -> list[float]:
    """The features of a pair, in the order of `FEATURES`."""
    return [feature(pair) for feature in FEATURES.values()]


# The words around a number

MASK = 103
# From here on two numbers of one article are mentions of one thing.
_ONE_THING = 0.2
# Pieces before and after a number that are read.
BEFORE, AFTER = 40, 24
# Marks of pieces: of another sentence, of the number's own, of what is counted, of the number.
OTHER, OWN, WHAT, NUMBER = range(4)
_LINES = re.compile(r"\n+")


class Passage(NamedTuple):
    """The pieces around a number and their marks; `at` is the place of the mask that stands for it."""

    pieces: list[int]
    marks: list[int]
    at: int


def passage(claim: NumericClaim, wordpieces: WordPieces) -> Passage:
    """The passage that is read for a claim; between two lines or paragraphs is a separator."""
    figure, around = claim.figure, claim.surroundings
    sentence = figure.sentence or around
    spans = [(sentence.start, sentence.end)]
    if figure.what is not None:
        spans.append((figure.what.start, figure.what.end))
    cuts = {around.start, figure.start, figure.end, around.end}
    cuts.update(at for span in spans for at in span if around.start < at < around.end)
    before: list[tuple[int, int]] = []
    after: list[tuple[int, int]] = []
    places = sorted(cuts)
    for start, end in pairwise(places):
        if figure.start <= start and end <= figure.end:
            continue
        mark = max((n for n, (first, last) in enumerate(spans, OWN) if first <= start < last), default=OTHER)
        text = around.text[start - around.start : end - around.start]
        (before if end <= figure.start else after).extend(
            (piece, mark) for piece in _pieces(text, wordpieces)
        )
    before, after = before[-BEFORE:], after[:AFTER]
    read = [(CLS, OTHER), *before, (MASK, NUMBER), *after, (SEP, OTHER)]
    return Passage([piece for piece, _ in read], [mark for _, mark in read], 1 + len(before))


def _pieces(text: str, wordpieces: WordPieces) -> list[int]:
    found: list[int] = []
    for number, line in enumerate(_LINES.split(text)):
        if number:
            found.append(SEP)
        found += wordpieces.encode(line)
    return found


class Matcher:
    """The trained network and the weights of features."""

    def __init__(self) -> None:
        """Load them.

        Raises:
            ModelError: the files are missing or damaged.
        """
        import numpy as np

        data = files(__package__).joinpath("data")
        try:
            self._session = open_network(data.joinpath("matching.onnx").read_bytes())
            with np.load(io.BytesIO(data.joinpath("matching.npz").read_bytes())) as weights:
                learned = json.loads(str(weights["features"]))
                numbers = [name for name in weights if name not in ("pieces", "features")]
                self._weights = {name: weights[name].astype(np.float32) for name in numbers}
            if learned != [*FEATURES]:
                raise ValueError("its weights are for other features")
        except Exception as error:  # whatever a library says about a damaged file
            raise not_loaded(error) from error
        self._wordpieces = WordPieces(vocabulary())

    def vectors(self, claims: Sequence[NumericClaim]) -> Floats:
        """The vectors of claims, (claims, width), of length 1.

        Each passage is read alone: read together, the int8 network would round them otherwise.
        """
        import numpy as np

        with ThreadPoolExecutor(usable_cores()) as threads:
            return np.stack([*threads.map(self._vector, claims)])

    def _vector(self, claim: NumericClaim) -> Floats:
        import numpy as np

        read = passage(claim, self._wordpieces)
        values = {
            "pieces": np.array([read.pieces]),
            "marks": np.array([read.marks]),
            "at": np.array([read.at]),
        }
        (vectors,) = self._session.run(["vector"], values)
        vector: Floats = vectors[0]
        return vector

    def probabilities(
        self, vectors: Floats, positions: Sequence[int], pairs: Ints, features: Floats
    ) -> Floats:
        """The probability for each pair that both numbers are about the same thing, (pairs,).

        `vectors`: (claims, width); `positions`: the article of each claim; `pairs`: (pairs, 2), the
        places of two claims, each pair once; `features`: (pairs, features).
        """
        import numpy as np

        w = self._weights
        first, second = pairs[:, 0], pairs[:, 1]
        cosine = np.einsum("ij,ij->i", vectors[first], vectors[second])
        inputs = np.column_stack([(features - w["mean"]) / w["deviation"], cosine])
        hidden = np.maximum(inputs @ w["up"] + w["up_bias"], 0.0)
        scores = w["scale"] * cosine + hidden @ w["down"] + w["down_bias"]
        of = np.asarray(positions)
        chosen = []
        for asked, other in ((first, second), (second, first)):
            # The candidates of one article for one claim are one group.
            keys = asked.astype(np.int64) * (of.max() + 1) + of[other]
            _, groups = np.unique(keys, return_inverse=True)
            highest = np.full(groups.max() + 1, float(w["none"]))
            np.maximum.at(highest, groups, scores)
            total = np.exp(float(w["none"]) - highest)
            np.add.at(total, groups, np.exp(scores - highest[groups]))
            chosen.append(np.exp(scores - highest[groups]) / total[groups])
        is_within = of[first] == of[second]
        return _with_mentions(pairs, is_within, chosen[0], chosen[1])


def _with_mentions(pairs: Ints, is_within: NDArray[np.bool_], one: Floats, other: Floats) -> Floats:
    """The geometric mean of both directions, (pairs,), with what goes to other mentions of one thing.

    `one`: how probable it is that the first claim of a pair means the second; `other`: the second the first.
    An article that gives a number in headline and text splits the probability between them.
    """
    import numpy as np

    numbers = [(int(i), int(j)) for i, j in pairs]
    partners: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for n, (i, j) in enumerate(numbers):
        partners[i][j] = partners[j][i] = n
    ways = (one, other)
    more = (np.zeros_like(one), np.zeros_like(other))
    mean = np.sqrt(one * other)
    for n in np.flatnonzero(is_within & (mean >= _ONE_THING)).tolist():
        a, b = numbers[n]
        for asking in partners[a].keys() & partners[b].keys():
            to_a, to_b = partners[asking][a], partners[asking][b]
            if is_within[to_a]:
                continue
            # The way from the number that asks.
            way_a, way_b = int(numbers[to_a][0] != asking), int(numbers[to_b][0] != asking)
            more[way_a][to_a] += mean[n] * ways[way_b][to_b]
            more[way_b][to_b] += mean[n] * ways[way_a][to_a]
    found: Floats = np.sqrt(np.minimum(one + more[0], 1.0) * np.minimum(other + more[1], 1.0))
    return found


@cache
def matcher() -> Matcher:
    """The matcher, loaded once."""
    return Matcher()
