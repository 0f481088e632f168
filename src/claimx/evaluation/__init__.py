"""Evaluation of a model on articles annotated by hand.

`read_gold` streams the articles of a folder, `read_both` adds what a model reads in each, `Evaluation` scores
both layer by layer, and `check_floors` reports the scores below their floors.

A folder of gold has a `NAME.json` for each article: the perfect output of `claimx extract`. The article's
text is in `NAME.txt` or in `document.text`. What only a program can know may be missing: versions, checksum,
confidence. A missing layer is not annotated and not scored; an empty list means that nothing is to be found.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pydantic import BaseModel, ValidationError

from claimx import __version__
from claimx.api import extract_articles
from claimx.article import Article
from claimx.errors import ArticleError, ClaimxError, InputError
from claimx.evaluation.scorers import (
    ALL,
    DateScorer,
    EntityScorer,
    Measures,
    QuantityScorer,
    StatementScorer,
)
from claimx.readers import read_articles
from claimx.schema import (
    LAYERS,
    Confidence,
    Date,
    Entity,
    Extraction,
    Layer,
    ModelInfo,
    Quantity,
    Result,
    Statement,
    spans_of,
)
from claimx.writers import open_output

if TYPE_CHECKING:
    from spacy.language import Language

_FLOORED = {"precision", "recall", "f1", "accuracy"}
# Covers differences between processors, and a little more.
MARGIN = 2.0
_HEADER = f"""\
# The least that a model must reach on this gold, in percent; `claimx model evaluate` checks it with --floors.
# With --write-floors it puts the checksum and the figures of today here, less {MARGIN:g} points.
"""


class GoldDocument(BaseModel):
    """Metadata of the article, and its text unless that has its own file."""

    id: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    text: str | None = None


class GoldStatement(Statement):
    """A statement without confidence."""

    confidence: Confidence = None


class GoldQuantity(Quantity):
    """A quantity without confidence."""

    confidence: Confidence = None


class Annotation(BaseModel):
    """The annotated layers of one article."""

    schema_version: Literal[1, 2] = 2
    document: GoldDocument = GoldDocument()
    entities: list[Entity] | None = None
    statements: list[GoldStatement] | None = None
    quantities: list[GoldQuantity] | None = None
    dates: list[Date] | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its annotation; `digest` changes with either."""

    article: Article
    annotation: Annotation
    digest: str


def read_gold(folder: Path) -> Iterator[GoldArticle]:
    """Read the articles of a folder lazily, by name; InputError for a folder or file that is no gold."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        reason = "there is no NAME.json in it" if folder.is_dir() else "there is no such folder"
        raise InputError(f"{folder}: {reason}", "name a folder of annotated articles, such as tests/gold")
    return map(_read, paths)


def _read(path: Path) -> GoldArticle:
    try:
        content = json.loads(path.read_bytes())
        annotation = Annotation.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise _not_gold(path, f"{place}: {first['msg']}" if place else first["msg"]) from error
    except (OSError, ValueError) as error:
        raise _not_gold(path, str(error)) from error
    text = _text(path, annotation)
    layers = (annotation.entities, annotation.statements, annotation.quantities, annotation.dates)
    for span in spans_of(*layers):
        if text[span.start : span.end] != span.text:
            place = f"{span.start} to {span.end}"
            raise _not_gold(path, f"{span.text!r} is not the text from {place}")
    document = annotation.document
    article = Article(
        id=document.id or path.stem,
        path=str(path),
        text=text,
        title=document.title,
        author=document.author,
        publisher=document.publisher,
        published=document.published,
    )
    # Neither the layout of the JSON nor the line ends of a checkout are part of what was annotated.
    canonical = json.dumps([path.stem, content, text], sort_keys=True)
    return GoldArticle(article, annotation, hashlib.sha256(canonical.encode()).hexdigest())


def _not_gold(path: Path, reason: str) -> InputError:
    remedy = "gold is written like the results of claimx extract; claimx schema prints their shape"
    return InputError(f"{path}: this is no gold: {reason}", remedy)


def _text(path: Path, annotation: Annotation) -> str:
    beside = path.with_suffix(".txt")
    if beside.exists():
        (article,) = read_articles([str(beside)])
        if isinstance(article, InputError):
            raise article
        return article.text
    if annotation.document.text is None:
        raise InputError(
            f"{path}: the article's text is missing", f"put it into {beside.name}, or into document.text"
        )
    return annotation.document.text


class Report(Result):
    """The result of an evaluation.

    `gold` is the checksum of all annotated articles. `failed` of the `articles` could not be read and count
    as articles in which nothing was found. A layer without annotation has no scores.
    """

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


class FloorError(ClaimxError):
    """A figure is below its floor, or the floors are not for this gold."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The checksum of the gold, and the minimum of each figure by name."""

    gold: str
    least: Mapping[str, float]


def read_floors(path: Path) -> Floors:
    """Read floors from a TOML file; InputError if it is missing or contains anything else."""
    remedy = "write it anew with --write-floors"
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: the floors cannot be read: {error}", remedy) from error
    gold = content.pop("gold", None)
    least = dict(_flat(content))
    wrong = [name for name, value in least.items() if type(value) not in (int, float)]
    if not isinstance(gold, str) or wrong:
        reason = f"{wrong[0]} is not a number" if wrong else "the checksum of the gold is missing"
        raise InputError(f"{path}: these are no floors: {reason}", remedy)
    return Floors(gold, least)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def check_floors(floors: Floors, report: Report, layers: Collection[Layer] = LAYERS) -> Iterator[FloorError]:
    """Errors: the gold differs from that of the floors, or a figure is below its floor.

    Floors of layers other than `layers` are ignored.
    """
    if floors.gold != report.gold:
        yield FloorError(
            f"the gold is not the one that the floors were set for: its checksum is {report.gold}, "
            f"and theirs is {floors.gold}",
            "undo the change of the gold, or set the floors anew with --write-floors",
        )
    figures = report.figures()
    for name, least in floors.least.items():
        if name.partition(".")[0] in set(LAYERS) - set(layers):
            continue
        if name not in figures:
            yield FloorError(
                f"there is a floor for {name}, which is not one of the figures",
                "correct its name; --format json prints the figures",
            )
        elif figures[name] < least:
            yield FloorError(
                f"{name} is {figures[name]:.1f}, below its floor of {least:.1f}",
                "find what made it worse; lower the floor only if that was worth it",
            )


def write_floors(path: Path, report: Report) -> None:
    """Write floors slightly below the report's figures.

    An existing file keeps its selection of figures; a new one gets the F1 and the accuracies of every layer,
    except those of single labels.
    """
    figures = report.figures()
    chosen = read_floors(path).least if path.exists() else filter(_is_usual, figures)
    lines = [_HEADER, f'gold = "{report.gold}"\n']
    layer = None
    for name in chosen:
        if name in figures:
            table, _, key = name.partition(".")
            if table != layer:
                lines.append(f"\n[{table}]\n")
                layer = table
            lines.append(f"{key} = {max(figures[name] - MARGIN, 0):.1f}\n")
    with open_output(path) as stream:
        stream.writelines(lines)


def _is_usual(name: str) -> bool:
    layer, measure, figure = name.split(".")
    return figure in ("f1", "accuracy") and (layer != "entities" or measure == ALL)
