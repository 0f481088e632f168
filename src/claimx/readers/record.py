"""One article as a JSON object: `{"text": …}` and, where it is known, where it comes from."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ValidationError

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.source import Source

_REMEDY = 'an article is a JSON object with at least a text: {"text": "…", "published": "2023-12-02"}'


class ArticleRecord(BaseModel):
    """The fields that are read; others may be there and are passed over."""

    text: str
    id: str | int | None = None
    title: str | None = None
    author: str | None = None
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
    try:
        if isinstance(record, bytes):
            fields = ArticleRecord.model_validate_json(record)
        else:
            fields = ArticleRecord.model_validate(record)
    except ValidationError as error:
        return source.error(_explain(error), _REMEDY, place=place)
    if not fields.text or fields.text.isspace():
        return source.error("the article is empty", "give it a text, or leave the record out", place=place)
    published, notice = _published(fields.published)
    return Article(
        id=name if fields.id is None else str(fields.id),
        text=fields.text,
        path=source.path,
        title=fields.title,
        author=fields.author,
        publisher=fields.publisher,
        published=published,
        notices=(notice,) if notice else (),
    )


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"][:1])
    # The line that the parser counts is the first one of this record, which tells nothing.
    reason = first["msg"].replace("at line 1 column", "at column")
    return f"{field}: {reason}" if field else reason


def _published(value: Any) -> tuple[date | None, str | None]:
    if value is None or value == "":
        return None, None
    try:
        return date.fromisoformat(str(value)[: len("YYYY-MM-DD")]), None
    except ValueError:
        return None, f"published {str(value)[:40]!r} is not a date as YYYY-MM-DD; passed over"
