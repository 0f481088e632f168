"""How sure a reading is: choices among candidates, and probabilities calibrated on unseen articles."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from claimx.pipeline.records import RoleSpan
    from claimx.schema import QuoteKind

# No span is surer or less sure than this, so that one word cannot decide alone.
LEAST_SCORE, MOST_SCORE = 1e-4, 1 - 1e-4
# Nothing read from a text is certain.
LEAST = 0.001

Features = dict[str, float]


def log_odds(score: float) -> float:
    """The log odds of a probability, within bounds."""
    score = min(max(score, LEAST_SCORE), MOST_SCORE)
    return log(score / (1 - score))


def confidence_features(
    contents: Sequence[RoleSpan], cue: RoleSpan | None, source: RoleSpan | None, quote: QuoteKind
) -> Features:
    """What the confidence of a statement is computed from: its spans' scores, as log odds."""
    return {
        "bias": 1.0,
        "content": log_odds(min(span.score for span in contents)),
        "cue": log_odds(cue.score) if cue else 0.0,
        "no_cue": float(cue is None),
        "source": log_odds(source.score) if source else 0.0,
        "no_source": float(source is None),
        "direct": float(quote == "direct"),
        "parts": float(len(contents) > 1),
    }


class Ranker:
    """A log-linear model of a choice: the probability of each candidate from the weights of its features."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights

    def __call__(self, candidates: Sequence[Features]) -> list[float]:
        """Probabilities that add up to one."""
        weight = self._weights.get
        scores = [sum(weight(name, 0.0) * value for name, value in each.items()) for each in candidates]
        most = max(scores)
        odds = [exp(score - most) for score in scores]
        total = sum(odds)
        return [each / total for each in odds]


class Confidence:
    """Computes confidence by logistic regression (Platt 1999) over the features of a statement or link.

    `weights`: one a feature, as `models/training/calibrate.py` fits them; without any, nothing is computed.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights

    def __call__(self, features: Features) -> float | None:
        """The probability that the statement (content, cue and source) or the link is right."""
        if not self._weights:
            return None
        total = sum(value * self._weights.get(name, 0.0) for name, value in features.items())
        return round(min(max(1 / (1 + exp(-min(max(total, -30.0), 30.0))), LEAST), 1 - LEAST), 3)
