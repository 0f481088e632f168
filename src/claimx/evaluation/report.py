"""The scores of a model on annotated articles, all layers together."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from itertools import tee
from typing import TYPE_CHECKING, Protocol

from pydantic import BaseModel, ConfigDict

from claimx import __version__
from claimx.api import extract_articles
from claimx.errors import ArticleError, InputError
from claimx.evaluation.gold import GoldArticle
from claimx.evaluation.scorers import (
    DateScorer,
    EntityScorer,
    Measures,
    QuantityScorer,
    StatementScorer,
)
from claimx.schema import LAYERS, Extraction, Layer, ModelInfo

if TYPE_CHECKING:
    from spacy.language import Language

_FLOORED = {"precision", "recall", "f1", "accuracy"}


class Report(BaseModel):
    """The result of an evaluation.

    `gold` is the checksum of all annotated articles. `failed` of the `articles` could not be read and count
    as articles in which nothing was found. A layer without annotation has no scores.
    """

    model_config = ConfigDict(frozen=True)

    claimx_version: str
    model: ModelInfo | None
    gold: str
    articles: int
    failed: int
    layers: dict[Layer, Measures]

    def figures(self) -> dict[str, float]:
        """Every figure that may have a floor, by name: `statements.exact_cue.f1`. Higher is better."""
        return {
            f"{layer}.{name}.{figure}": value
            for layer, measures in self.layers.items()
            for name, measure in measures.items()
            for figure, value in measure.model_dump(include=_FLOORED).items()
        }


class _Scorer(Protocol):
    def add(self, gold: GoldArticle, read: Extraction | None) -> None: ...

    def measures(self) -> Measures: ...


class Evaluation:
    """Accumulates the scores of articles, without keeping the articles."""

    def __init__(self, layers: Collection[Layer] = LAYERS) -> None:
        scorers: dict[Layer, _Scorer] = {
            "entities": EntityScorer(),
            "statements": StatementScorer(),
            "quantities": QuantityScorer(),
            "dates": DateScorer(),
        }
        self._scorers = {layer: scorer for layer, scorer in scorers.items() if layer in layers}
        self._annotated: set[Layer] = set()
        self._articles = self._failed = 0
        self._gold = hashlib.sha256()
        self._model: ModelInfo | None = None

    def add(self, gold: GoldArticle, read: Extraction | ArticleError | InputError) -> None:
        """Score one article: its gold, and what was read in it or the error."""
        self._articles += 1
        self._gold.update(gold.digest.encode())
        extraction = read if isinstance(read, Extraction) else None
        if extraction:
            self._model = extraction.model
        else:
            self._failed += 1
        for layer, scorer in self._scorers.items():
            if getattr(gold.annotation, layer) is not None:
                self._annotated.add(layer)
                scorer.add(gold, extraction)

    def report(self) -> Report:
        """The scores of all articles so far."""
        return Report(
            claimx_version=__version__,
            model=self._model,
            gold=self._gold.hexdigest(),
            articles=self._articles,
            failed=self._failed,
            layers={layer: s.measures() for layer, s in self._scorers.items() if layer in self._annotated},
        )


def read_both(
    golds: Iterable[GoldArticle], nlp: Language
) -> Iterator[tuple[GoldArticle, Extraction | ArticleError | InputError]]:
    """Each annotated article with what `nlp` reads in it, in streaming."""
    kept, given = tee(golds)
    return zip(kept, extract_articles((gold.article for gold in given), nlp), strict=True)
