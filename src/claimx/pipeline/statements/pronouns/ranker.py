"""How likely it is that a pronoun means each of several people: a log-linear model with learned weights."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files

# Whoever is given a name is given it with at least this probability.
SURE = 0.6
# Below this probability nobody is taken to be meant, and nothing is built on it.
LIKELY = 0.5


class Ranker:
    """Gives the probability of each candidate, each described by its features."""

    def __init__(self, weights: dict[str, float]) -> None:
        self._weights = weights

    def __call__(self, candidates: list[list[str]]) -> list[float]:
        """Probabilities that add up to one."""
        weight = self._weights.get
        scores = [math.exp(sum(weight(feature, 0.0) for feature in features)) for features in candidates]
        total = sum(scores)
        return [score / total for score in scores]


@cache
def shipped_ranker() -> Ranker:
    """The ranker with the weights that were learned from annotated articles."""
    path = files(__package__.rpartition(".")[0]).joinpath("data").joinpath("pronouns.json")
    return Ranker(json.loads(path.read_text(encoding="utf-8")))
