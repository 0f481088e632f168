"""Whether confidence means what it says."""

from __future__ import annotations

from collections import defaultdict

from claimx.evaluation.measures import Calibration

BINS = 10
# With fewer than this the error is mostly chance.
FEWEST = 100


class CalibrationScorer:
    """The expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015).

    Statements fall into ten bins of equal width by their confidence; the error is the distance between
    the confidence and the share of right ones in a bin, averaged with the size of the bins as weights.
    """

    def __init__(self) -> None:
        self._statements = 0
        # For each bin the sum of confidence over what it should be: that is the distance times the size.
        self._surplus: defaultdict[int, float] = defaultdict(float)

    def add(self, confidence: float | None, right: bool) -> None:
        """Count one statement, unless nobody said how sure it is."""
        if confidence is not None:
            self._statements += 1
            self._surplus[min(int(confidence * BINS), BINS - 1)] += confidence - right

    def measure(self) -> Calibration:
        """The error, where there is enough to tell."""
        if self._statements < FEWEST:
            return Calibration(error=None, statements=self._statements)
        error = sum(map(abs, self._surplus.values())) / self._statements
        return Calibration(error=round(error, 3), statements=self._statements)
