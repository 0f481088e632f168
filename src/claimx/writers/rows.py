"""Extractions as rows of tables with typed columns: what CSV, Parquet and SQLite hold.

A table for each layer, and one for the articles. Entities and statements come in two shapes: *flat*, a row
for each mention and for each part of a content, which repeats what they share; and *split*, the things
themselves and their places in two tables. Every row names its article (`document`) and its places in the
article's text: `start` and `end`, and the same for its source, cue and what it counts.

| table | a row for each | columns after `document` |
|---|---|---|
| `articles` | article | `id` (instead of `document`), `path`, `sha256`, `title`, `author`, `publisher`, `published`, `dateline`…, `language`, `claimx_version`, `model`, `model_version`, `text` |
| `entities` | mention (flat), entity (split) | `id`, `label`, `name`; flat also those of `mentions` |
| `mentions` | mention (split) | `entity`, `start`, `end`, `text`, `kind` |
| `statements` | part of a content (flat), statement (split) | `id`, `quote`, `source`…, `source_name`, `source_entity`, `source_kind`, `cue`…, `cue_lemma`, `cue_kind`, `negated`, `confidence`; flat also those of `content_parts` |
| `content_parts` | part of a content (split) | `statement`, `part` (from 1), `start`, `end`, `text` |
| `quantities` | quantity | `id`, `start`, `end`, `text`, `value_low`, `value_high`, `unit`, `relation`, `change`, `what`…, `statement`, `source`…, `source_name`, `source_entity`, `date`, `confidence` |
| `dates` | date | `id`, `start`, `end`, `text`, `value` |

A name with … stands for three columns: the words, and where they start and end.
"""  # noqa: E501

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from claimx.schema import (
    Date,
    Entity,
    Extraction,
    Layer,
    Mention,
    Quantity,
    Source,
    SourceSpan,
    Statement,
    TextSpan,
)
from claimx.writers.settings import Settings

Kind = Literal["text", "integer", "number", "boolean", "date"]
Columns = dict[str, Kind]
Value = str | int | float | bool | date | None
Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, and the rows that an extraction has for them; a row leaves out what it has no value for."""

    name: str
    columns: Columns
    make_rows: Callable[[Extraction], Iterator[Row]]

    def rows(self, extraction: Extraction) -> Iterator[list[Value]]:
        """The rows of one article, a value of the column's type for each column."""
        document = extraction.document.id
        for row in self.make_rows(extraction):
            row["document"] = document
            yield [_typed(row.get(column), kind) for column, kind in self.columns.items()]


def flat_tables(settings: Settings) -> list[Table]:
    """The articles, and one table for each layer asked for."""
    return [_articles_table(settings), *(FLAT[layer] for layer in settings.layers)]


def split_tables(settings: Settings) -> list[Table]:
    """The articles, and one or two tables for each layer asked for, so that nothing is there twice."""
    return [_articles_table(settings), *(table for layer in settings.layers for table in SPLIT[layer])]


def _typed(value: Value, kind: Kind) -> Value:
    if kind != "number" or not isinstance(value, int):
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _place_columns(name: str) -> Columns:
    return {name: "text", f"{name}_start": "integer", f"{name}_end": "integer"}


_DOCUMENT: Columns = {"document": "text"}
_ID: Columns = {"id": "text"}
_SPAN: Columns = {"start": "integer", "end": "integer", "text": "text"}
_CLAIMANT: Columns = {**_place_columns("source"), "source_name": "text", "source_entity": "text"}
_ARTICLE: Columns = {
    **_ID,
    **{"path": "text", "sha256": "text", "title": "text", "author": "text", "publisher": "text"},
    **{"published": "date", **_place_columns("dateline"), "language": "text"},
    **{"claimx_version": "text", "model": "text", "model_version": "text", "text": "text"},
}
_ENTITY: Columns = {"label": "text", "name": "text"}
_MENTION: Columns = {"kind": "text"}
_PART: Columns = {"part": "integer"}
_STATEMENT: Columns = {
    **{"quote": "text", **_CLAIMANT, "source_kind": "text"},
    **{**_place_columns("cue"), "cue_lemma": "text", "cue_kind": "text", "negated": "boolean"},
    "confidence": "number",
}
_QUANTITY: Columns = {
    **{"value_low": "number", "value_high": "number", "unit": "text", "relation": "text", "change": "text"},
    **{**_place_columns("what"), "statement": "text", **_CLAIMANT, "date": "text", "confidence": "number"},
}


def _articles_table(settings: Settings) -> Table:
    columns = dict(_ARTICLE)
    if not settings.text:
        del columns["text"]
    return Table("articles", columns, _articles)


def _articles(extraction: Extraction) -> Iterator[Row]:
    document = extraction.document
    yield {
        "id": document.id,
        "path": document.path,
        "sha256": document.sha256,
        "title": document.title,
        "author": document.author,
        "publisher": document.publisher,
        "published": document.published,
        **_place("dateline", document.dateline),
        "language": document.language,
        "claimx_version": extraction.claimx_version,
        "model": extraction.model.name,
        "model_version": extraction.model.version,
        "text": document.text,
    }


def _flat_entities(extraction: Extraction) -> Iterator[Row]:
    for entity in extraction.entities:
        for mention in entity.mentions:
            yield {**_entity(entity), **_mention(mention)}


def _entities(extraction: Extraction) -> Iterator[Row]:
    return (_entity(entity) for entity in extraction.entities)


def _mentions(extraction: Extraction) -> Iterator[Row]:
    for entity in extraction.entities:
        for mention in entity.mentions:
            yield {"entity": entity.id, **_mention(mention)}


def _flat_statements(extraction: Extraction) -> Iterator[Row]:
    for statement in extraction.statements:
        shared = _statement(statement)
        for part in _parts(statement):
            yield {**shared, **part}


def _statements(extraction: Extraction) -> Iterator[Row]:
    return (_statement(statement) for statement in extraction.statements)


def _content_parts(extraction: Extraction) -> Iterator[Row]:
    for statement in extraction.statements:
        for part in _parts(statement):
            yield {"statement": statement.id, **part}


def _quantities(extraction: Extraction) -> Iterator[Row]:
    for quantity in extraction.quantities:
        yield {
            "id": quantity.id,
            **_span(quantity),
            "value_low": quantity.value_low,
            "value_high": quantity.value_high,
            "unit": quantity.unit,
            "relation": quantity.relation,
            "change": quantity.change,
            **_place("what", quantity.what),
            "statement": quantity.statement,
            **_claimant(quantity.source),
            "date": quantity.date,
            "confidence": quantity.confidence,
        }


def _dates(extraction: Extraction) -> Iterator[Row]:
    for date_ in extraction.dates:
        yield {"id": date_.id, **_span(date_), "value": date_.value}


def _entity(entity: Entity) -> Row:
    return {"id": entity.id, "label": entity.label, "name": entity.name}


def _mention(mention: Mention) -> Row:
    return {**_span(mention), "kind": mention.kind}


def _statement(statement: Statement) -> Row:
    row: Row = {"id": statement.id, "quote": statement.quote, "confidence": statement.confidence}
    cue = statement.cue
    if cue:
        row |= {"cue_lemma": cue.lemma, "cue_kind": cue.kind, "negated": cue.negated}
    return {**row, **_claimant(statement.source), **_place("cue", cue)}


def _parts(statement: Statement) -> Iterator[Row]:
    for number, part in enumerate(statement.content, 1):
        yield {"part": number, **_span(part)}


def _span(span: TextSpan | Quantity | Date) -> Row:
    return {"start": span.start, "end": span.end, "text": span.text}


def _place(name: str, span: TextSpan | None) -> Row:
    if span is None:
        return {}
    return {name: span.text, f"{name}_start": span.start, f"{name}_end": span.end}


def _claimant(claimant: SourceSpan | None) -> Row:
    if claimant is None:
        return {}
    row = {**_place("source", claimant), "source_name": claimant.name, "source_entity": claimant.entity}
    return {**row, "source_kind": claimant.kind} if isinstance(claimant, Source) else row


_QUANTITIES = Table("quantities", {**_DOCUMENT, **_ID, **_SPAN, **_QUANTITY}, _quantities)
_DATES = Table("dates", {**_DOCUMENT, **_ID, **_SPAN, "value": "text"}, _dates)

FLAT: dict[Layer, Table] = {
    "entities": Table("entities", {**_DOCUMENT, **_ID, **_SPAN, **_ENTITY, **_MENTION}, _flat_entities),
    "statements": Table("statements", {**_DOCUMENT, **_ID, **_SPAN, **_PART, **_STATEMENT}, _flat_statements),
    "quantities": _QUANTITIES,
    "dates": _DATES,
}
SPLIT: dict[Layer, tuple[Table, ...]] = {
    "entities": (
        Table("entities", {**_DOCUMENT, **_ID, **_ENTITY}, _entities),
        Table("mentions", {**_DOCUMENT, "entity": "text", **_SPAN, **_MENTION}, _mentions),
    ),
    "statements": (
        Table("statements", {**_DOCUMENT, **_ID, **_STATEMENT}, _statements),
        Table("content_parts", {**_DOCUMENT, "statement": "text", **_PART, **_SPAN}, _content_parts),
    ),
    "quantities": (_QUANTITIES,),
    "dates": (_DATES,),
}
