"""The measures that figures are given in, all in percent but for the error of calibration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

Figures = dict[str, float]


class _Measure(BaseModel):
    model_config = ConfigDict(frozen=True)

    def figures(self) -> Figures:
        """The figures that may have a floor: the higher, the better."""
        return {}


class Score(_Measure):
    """Precision, recall and their harmonic mean, and out of how many read and how many in the gold."""

    precision: float
    recall: float
    f1: float
    read: int
    gold: int

    def figures(self) -> Figures:
        """Precision, recall and F1."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


class Accuracy(_Measure):
    """The share that is right, out of how many."""

    accuracy: float
    judged: int

    def figures(self) -> Figures:
        """The share."""
        return {"accuracy": self.accuracy}


class Calibration(_Measure):
    """Expected calibration error, from 0 to 1, over how many statements; null where they are too few."""

    error: float | None
    statements: int


Measure = Score | Accuracy | Calibration
Measures = Mapping[str, Measure]


@dataclass
class Counts:
    """What is right, out of what was read and of what is in the gold."""

    right: int = 0
    read: int = 0
    gold: int = 0

    def add(self, right: int, read: int, gold: int) -> None:
        """Count more."""
        self.right += right
        self.read += read
        self.gold += gold

    def score(self) -> Score:
        """The counts as precision, recall and F1; each is 0 where there is nothing to divide by."""
        precision, recall = share(self.right, self.read), share(self.right, self.gold)
        both = precision + recall
        return Score(
            precision=_percent(precision),
            recall=_percent(recall),
            f1=_percent(2 * precision * recall / both if both else 0.0),
            read=self.read,
            gold=self.gold,
        )


def accuracy(right: int, judged: int) -> Accuracy:
    """The share of `right` in `judged`."""
    return Accuracy(accuracy=_percent(share(right, judged)), judged=judged)


def share(part: int, whole: int) -> float:
    """`part` of `whole`, and 0 where there is no whole."""
    return part / whole if whole else 0.0


def _percent(value: float) -> float:
    return round(100 * value, 1)
