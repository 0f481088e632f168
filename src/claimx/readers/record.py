"""One article as a JSON object: `{"text": …}` and, where it is known, where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    AliasGenerator,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
)

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.source import LARGEST, Source

_REMEDY = (
    'an article is a JSON object with at least a text: {"text": "…", "published": "2023-12-02"}; if the text '
    "is called something else, say what: --text-field body"
)


def _joined(value: object) -> object:
    """One string for a list of names."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return ", ".join(value) or None
    return value


class ArticleRecord(BaseModel):
    """The fields that are read; others may be there and are passed over."""

    text: str
    id: str | int | None = None
    title: str | None = None
    author: Annotated[str | None, BeforeValidator(_joined)] = None
    publisher: str | None = None
    published: Any = None


def read_record(record: bytes | object, source: Source, *, place: str, name: str) -> Article | InputError:
    """The article in `record`, which is JSON where it is bytes, or the error that says what is wrong.

    Args:
        record: the object or its JSON.
        source: where it stands.
        place: where in the source it stands, as an error should name it.
        name: the id of the article if it brings none.
    """
    model = _model(frozenset(source.fields.items()))
    try:
        if isinstance(record, bytes):
            fields = model.model_validate_json(record)
        else:
            fields = model.model_validate(record)
    except ValidationError as error:
        return source.error(_explain(error), _REMEDY, place=place)
    return make_article(fields, source, place=place, name=name)


def make_article(record: ArticleRecord, source: Source, *, place: str, name: str) -> Article | InputError:
    """The article of a record that has been checked; the arguments are those of `read_record`."""
    if not record.text or record.text.isspace():
        return source.error("the article is empty", "give it a text, or leave the record out", place=place)
    if len(record.text) > LARGEST:
        return source.error("the text is too long for an article", "cut it into its articles", place=place)
    published, notice = _published(record.published)
    return Article(
        id=name if record.id is None else str(record.id),
        text=record.text,
        path=source.path,
        title=record.title,
        author=record.author,
        publisher=record.publisher,
        published=published,
        notices=(notice,) if notice else (),
    )


@lru_cache
def _model(names: frozenset[tuple[str, str]]) -> type[ArticleRecord]:
    """The record with its fields under other names; `meta.date` is also the `date` in an object `meta`."""
    if not names:
        return ArticleRecord
    aliases = {field: AliasChoices(name, AliasPath(*name.split("."))) for field, name in names}

    class Renamed(ArticleRecord):
        model_config = ConfigDict(
            alias_generator=AliasGenerator(validation_alias=lambda field: aliases.get(field, field))
        )

    return Renamed


def field_names(fields: Mapping[str, str]) -> dict[str, str]:
    """What each field of an article is called where `fields` has other names for some."""
    return {field: fields.get(field, field) for field in ArticleRecord.model_fields}


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"][:1])
    # The line that the parser counts is the first one of this record, which tells nothing.
    reason = first["msg"].replace("at line 1 column", "at column")
    return f"{field}: {reason}" if field else reason


def _published(value: object) -> tuple[date | None, str | None]:
    if value is None or value == "":
        return None, None
    given = str(value) if isinstance(value, str | int | float | date) else f"a {type(value).__name__}"
    try:
        return date.fromisoformat(given[: len("YYYY-MM-DD")]), None
    except ValueError:
        return None, f"published {given[:40]!r} is not a date as YYYY-MM-DD; passed over"
