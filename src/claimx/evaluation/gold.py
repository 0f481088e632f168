"""Articles annotated by hand, in the format of the results.

A folder of gold has a `NAME.json` for each article: the perfect output of `claimx extract`. The article's
text is in `NAME.txt` or in `document.text`. What only a program can know may be missing: versions, checksum,
confidence. A missing layer is not annotated and not scored; an empty list means that nothing is to be found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers import read_articles
from claimx.schema import Confidence, Date, Entity, Quantity, Statement, spans_of


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
