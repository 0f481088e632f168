"""Dates: whether they are found, and put on the right day."""

from __future__ import annotations

from claimx.evaluation.gold import GoldArticle
from claimx.evaluation.measures import Counts, Measures
from claimx.evaluation.spans import overlapping
from claimx.schema import Extraction


class DateScorer:
    """Dates as in TempEval-3 (UzZaman et al., SemEval 2013), relaxed.

    `found`: the text overlaps that of one in the gold, one to one. `value`: and the value is the same.
    """

    def __init__(self) -> None:
        self._found = Counts()
        self._valued = Counts()

    def add(self, gold: GoldArticle, read: Extraction | None) -> None:
        """Compare what was read in one article, or nothing, with its gold."""
        expected = gold.annotation.dates or []
        dates = read.dates if read else []
        pairs = overlapping(expected, dates)
        self._found.add(len(pairs), len(dates), len(expected))
        valued = sum(expected[i].value == dates[j].value for i, j in pairs)
        self._valued.add(valued, len(dates), len(expected))

    def measures(self) -> Measures:
        """The figures of all articles so far."""
        return {"found": self._found.score(), "value": self._valued.score()}
