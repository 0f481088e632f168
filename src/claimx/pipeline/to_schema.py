"""The last step out of the pipeline: a `Doc`'s annotations become an `Extraction`.

Records refer to each other by position, results by id; here the one becomes the other, and every
span gets the text it covers.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from claimx import __version__
from claimx.pipeline import records
from claimx.schema import (
    SCHEMA_VERSION,
    Claimant,
    Counted,
    Cue,
    Date,
    Document,
    Entity,
    Extraction,
    Mention,
    ModelInfo,
    Quantity,
    Section,
    Source,
    Statement,
    span_in,
)
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.article import Article

# Whole floats past this size are not exact any more, so they stay floats.
_LARGEST_EXACT = 2**53


def assemble(doc: Doc, article: Article, *, model: ModelInfo, language: str) -> Extraction:
    """The extraction of `article`, from the records that the pipeline's components wrote on `doc`.

    `doc` must have been made from `article.text`; a layer that no component wrote is empty.
    Values are taken as the components give them, without a second validation.
    """
    text = article.text
    return Extraction.model_construct(
        schema_version=SCHEMA_VERSION,
        claimx_version=__version__,
        model=model,
        document=_document(article, language),
        entities=[_entity(text, i, e) for i, e in enumerate(doc._.entities or ())],
        statements=[_statement(text, i, s) for i, s in enumerate(doc._.statements or ())],
        quantities=[_quantity(text, i, q) for i, q in enumerate(doc._.quantities or ())],
        dates=[_date(text, i, d) for i, d in enumerate(doc._.dates or ())],
    )


def _id(prefix: str, position: int | None) -> str | None:
    return None if position is None else f"{prefix}{position + 1}"


def _document(article: Article, language: str) -> Document:
    text = article.text
    return Document.model_construct(
        id=article.id,
        path=article.path,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        title=article.title,
        author=article.author,
        publisher=article.publisher,
        published=article.published,
        dateline=span_in(text, *article.dateline) if article.dateline else None,
        url=article.url,
        sections=[Section.model_construct(**section._asdict()) for section in article.sections],
        language=language,
        text=text,
    )


def _entity(text: str, position: int, entity: records.Entity) -> Entity:
    return Entity.model_construct(
        id=_id("e", position),
        label=entity.label,
        name=entity.name,
        mentions=[_mention(text, mention) for mention in entity.mentions],
    )


def _mention(text: str, mention: records.Mention) -> Mention:
    start, end = mention.range
    return Mention.model_construct(start=start, end=end, text=text[start:end], kind=mention.kind)


def _statement(text: str, position: int, statement: records.Statement) -> Statement:
    return Statement.model_construct(
        id=_id("s", position),
        quote=statement.quote,
        source=_source(text, statement.source),
        cue=_cue(text, statement.cue),
        content=[span_in(text, *part) for part in statement.content],
        confidence=_confidence(statement.confidence),
    )


def _source(text: str, source: records.Source | None) -> Source | None:
    if source is None:
        return None
    start, end = source.range
    return Source.model_construct(
        start=start,
        end=end,
        text=text[start:end],
        name=source.name,
        entity=_id("e", source.entity),
        kind=source.kind,
    )


def _claimant(text: str, source: records.Source | None, confidence: float | None) -> Claimant | None:
    if source is None:
        return None
    start, end = source.range
    return Claimant.model_construct(
        start=start,
        end=end,
        text=text[start:end],
        name=source.name,
        entity=_id("e", source.entity),
        confidence=_confidence(confidence),
    )


def _counted(text: str, what: Range | None, confidence: float | None) -> Counted | None:
    if what is None:
        return None
    start, end = what
    return Counted.model_construct(
        start=start, end=end, text=text[start:end], confidence=_confidence(confidence)
    )


def _cue(text: str, cue: records.Cue | None) -> Cue | None:
    if cue is None:
        return None
    start, end = cue.range
    return Cue.model_construct(
        start=start, end=end, text=text[start:end], lemma=cue.lemma, kind=cue.kind, negated=cue.negated
    )


def _quantity(text: str, position: int, quantity: records.Quantity) -> Quantity:
    start, end = quantity.range
    return Quantity.model_construct(
        id=_id("q", position),
        start=start,
        end=end,
        text=text[start:end],
        value_low=_number(quantity.value_low),
        value_high=_number(quantity.value_high),
        kind=quantity.kind,
        unit=quantity.unit,
        relation=quantity.relation,
        change=quantity.change,
        negated=quantity.negated,
        what=_counted(text, quantity.what, quantity.what_confidence),
        statement=_id("s", quantity.statement),
        source=_claimant(text, quantity.source, quantity.source_confidence),
        date=_id("d", quantity.date),
        date_confidence=_confidence(quantity.date_confidence),
        rule=quantity.rule,
        confidence=_confidence(quantity.confidence),
    )


def _date(text: str, position: int, date: records.Date) -> Date:
    start, end = date.range
    return Date.model_construct(
        id=_id("d", position), start=start, end=end, text=text[start:end], value=date.value
    )


def _number(value: float) -> int | float:
    return int(value) if abs(value) < _LARGEST_EXACT and value == int(value) else value


def _confidence(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
