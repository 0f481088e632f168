"""How alike the words around two numbers are, and whether they name one thing.

Words are compared by their vectors (`claimx.compare.words.WordVectors`): sentences need not share any.
Equal figures are no proof of one thing: `€230m` of sales and `€230m` of contracts do not agree.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from claimx.compare.claims import NumericClaim
from claimx.compare.words import word_classes, word_vectors, words

if TYPE_CHECKING:
    from claimx.compare.words import Floats

# Cosines of two words: below the first they have nothing to do with each other, from the second on they mean
# the same.
_UNLIKE, _ALIKE = 0.28, 0.62
# How near two nouns must be to name one thing, from 0 to 1.
_ONE_THING = 0.3
# How alike clauses must be where the noun does not tell what is counted: of a share of people, …
_SHARES, _EQUAL_SHARES = 0.6, 0.3
# … of a part (`23 of the dead`), of fewer than ten (`two countries`), and where there is no noun.
_PARTS, _SMALL, _UNNAMED = 0.4, 0.3, 0.3
_FEW = 10
_OF_A_PART = frozenset({"part", "added", "grave", "others"})
# What money is said to do, whatever it is for.
_OF_MONEY = frozenset({"paid", "cost", "spent", "earned", "owed", "raised", "invested"})


class Likeness:
    """Likeness of claims in a story, in whose sentences rare words weigh more.

    Args:
        counts: how many sentences of the story have each word.
        sentences: how many sentences there are.
    """

    def __init__(self, counts: Counter[str], sentences: int) -> None:
        self._counts = counts
        self._sentences = sentences
        self._contexts: dict[tuple[int, str], tuple[Floats, Floats]] = {}
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

    def may_agree(self, a: NumericClaim, b: NumericClaim, clause: float) -> bool:
        """Whether values that can both hold are said of one thing, given how alike the clauses are."""
        if a.unit.family == "match_score":
            return True
        if a.aspect == b.aspect and a.aspect in _OF_A_PART and clause < _PARTS:
            return False
        acted = bool(a.action and a.action == b.action)
        people = words("populations") | a.people | b.people
        is_share = a.unit.family == "percent" and not (a.is_change or b.is_change)
        if is_share and {a.thing, b.thing} & people:
            return clause >= (_EQUAL_SHARES if a.value == b.value else _SHARES)
        is_few = max(a.quantity.value_low, b.quantity.value_low) < _FEW
        if a.unit.family == "count" and is_few and not acted and clause < _SMALL:
            return False
        if not a.thing or not b.thing:
            return clause >= _UNNAMED or a.unit.family in ("time_of_day", "ordinal", "age")
        return self._name_one_thing(a, b)

    def _name_one_thing(self, a: NumericClaim, b: NumericClaim) -> bool:
        """Whether two nouns are near, go with each other's words, or count what the same happened to."""
        if a.action and a.action == b.action and a.action not in _OF_MONEY:
            return True
        if a.is_negotiated and a.polarity == b.polarity:
            return True
        if any(thing.startswith("people") for thing in (a.thing, b.thing)):
            return True
        if self.nouns(a.thing, b.thing) >= _ONE_THING or (a.thing in b.lemmas and b.thing in a.lemmas):
            return True
        beside = [(a.thing, word) for word in b.modifiers] + [(b.thing, word) for word in a.modifiers]
        return any(self.nouns(*pair) >= _ONE_THING for pair in beside)

    def pooled(self, claim: NumericClaim) -> Floats:
        """The mean vector of what is counted and the words around it, of length 1."""
        import numpy as np

        rows, weights = self._context(claim)
        mean = weights @ rows
        for word in claim.thing.split():
            mean = mean + 2 * word_vectors().vector(word)
        size = float(np.linalg.norm(mean))
        result: Floats = mean / size if size else mean
        return result

    def _context(self, claim: NumericClaim) -> tuple[Floats, Floats]:
        import numpy as np

        key = (claim.position, claim.quantity.id)
        known = self._contexts.get(key)
        if known is None:
            lemmas = [word for word, _ in claim.context]
            weights = np.array([self._rarity(word) * w for word, w in claim.context], np.float32)
            known = self._contexts[key] = (word_vectors().stack(lemmas), weights)
        return known

    def _rarity(self, word: str) -> float:
        """The weight of a word: the fewer sentences of the story have it, the heavier."""
        return math.log(1 + self._sentences / max(1, self._counts[word]))
