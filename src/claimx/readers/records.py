"""Records: articles in JSON, JSON Lines and Parquet, with their text and metadata in named fields."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AliasChoices,
    AliasGenerator,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
)
from pydantic_core import from_json

from claimx.article import Article
from claimx.errors import InputError
from claimx.metadata import as_day
from claimx.readers.input_stream import MAX_BYTES, InputStream

if TYPE_CHECKING:
    from pyarrow import RecordBatch

_REMEDY = (
    'an article is a JSON object with at least a text: {"text": "…", "published": "2023-12-02"}; if the text '
    "is called something else, say what: --text-field body"
)
# Parquet: rows per batch, and bytes of a column read at once.
_BATCH_ROWS = 64
_COLUMN_BUFFER = 2**20


def _joined(value: object) -> object:
    """One string for a list of names."""
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return ", ".join(value) or None
    return value


class ArticleRecord(BaseModel):
    """The fields that are read; others are ignored."""

    text: str
    id: str | int | None = None
    title: str | None = None
    author: Annotated[str | None, BeforeValidator(_joined)] = None
    publisher: str | None = None
    published: Any = None


def read_json(stream: InputStream) -> Iterator[Article | InputError]:
    """The article of the object, or the articles of the list, in order."""
    try:
        value = from_json(stream.read().removeprefix(codecs.BOM_UTF8))
    except ValueError as error:
        remedy = "mend the JSON, or, if it holds one object a line, say --input-format jsonl"
        yield stream.error(f"this is not valid JSON: {error}", remedy)
        return
    if not isinstance(value, list):
        yield read_record(value, stream, place="", name=stream.name)
        return
    for number, item in enumerate(value, 1):
        yield read_record(item, stream, place=f"item {number}", name=f"{stream.name}:{number}")


def read_json_lines(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the lines, in order; a line that cannot be read gives an error with its number."""
    for number, line in stream.lines():
        if isinstance(line, InputError):
            yield line
        elif record := line.removeprefix(codecs.BOM_UTF8).strip():
            yield read_record(record, stream, place=f"line {number}", name=f"{stream.name}:{number}")


def read_parquet(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the rows, in order; a row that cannot be read gives an error with its number."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        yield stream.error("Parquet needs pyarrow, which is not installed", "pip install 'claimx[parquet]'")
        return
    if not stream.buffer.seekable():
        yield stream.error("Parquet is read from its end", "unpack it into a file, and give that")
        return
    try:
        file = ParquetFile(stream.buffer, buffer_size=_COLUMN_BUFFER, pre_buffer=False)
        names = field_names(stream.fields)
        present = file.schema_arrow.names
        # A field `meta.date` is in the column `meta`, if there is no column `meta.date`.
        columns = {name if name in present else name.partition(".")[0] for name in names.values()}
        if names["text"] not in present and names["text"].partition(".")[0] not in present:
            message = f"there is no column {names['text']!r}, but {', '.join(map(repr, present))}"
            yield stream.error(message, "say which one holds the text: --text-field body")
            return
        number = 0
        for batch in file.iter_batches(
            _BATCH_ROWS, columns=sorted(columns & set(present)), use_threads=False
        ):
            for row in range(batch.num_rows):
                number += 1
                yield _read_row(batch.slice(row, 1), stream, number)
    except (ArrowException, OSError) as error:
        yield stream.error(f"this is not sound Parquet: {error}", "get or write the file again")


def _read_row(row: RecordBatch, stream: InputStream, number: int) -> Article | InputError:
    place = f"row {number}"
    try:
        (record,) = row.to_pylist()
    except (ValueError, OverflowError) as error:
        return stream.error(f"the row cannot be read: {error}", "mend it, or leave it out", place=place)
    return read_record(record, stream, place=place, name=f"{stream.name}:{number}")


def read_record(
    record: bytes | object, stream: InputStream, *, place: str, name: str
) -> Article | InputError:
    """The article in `record`, or the error that explains why there is none.

    Args:
        record: the object, or its JSON as bytes.
        stream: the input it comes from.
        place: its place in the input, for error messages: `line 3`.
        name: the id of the article if it brings none.
    """
    model = _model(frozenset(stream.fields.items()))
    try:
        if isinstance(record, bytes):
            fields = model.model_validate_json(record)
        else:
            fields = model.model_validate(record)
    except ValidationError as error:
        return stream.error(_explain(error), _REMEDY, place=place)
    return make_article(fields, stream, place=place, name=name)


def make_article(
    record: ArticleRecord, stream: InputStream, *, place: str, name: str
) -> Article | InputError:
    """The article of a validated record; the other arguments are those of `read_record`."""
    if not record.text or record.text.isspace():
        return stream.error("the article is empty", "give it a text, or leave the record out", place=place)
    if len(record.text) > MAX_BYTES:
        return stream.error("the text is too long for an article", "cut it into its articles", place=place)
    published, notice = _published(record.published)
    return Article(
        id=name if record.id is None else str(record.id),
        text=record.text,
        path=stream.path,
        title=record.title,
        author=record.author,
        publisher=record.publisher,
        published=published,
        notices=(notice,) if notice else (),
    )


@lru_cache
def _model(names: frozenset[tuple[str, str]]) -> type[ArticleRecord]:
    """`ArticleRecord` with other field names; `meta.date` is also the `date` in an object `meta`."""
    if not names:
        return ArticleRecord
    aliases = {field: AliasChoices(name, AliasPath(*name.split("."))) for field, name in names}

    class Renamed(ArticleRecord):
        model_config = ConfigDict(
            alias_generator=AliasGenerator(validation_alias=lambda field: aliases.get(field, field))
        )

    return Renamed


def field_names(fields: Mapping[str, str]) -> dict[str, str]:
    """The name of each field of an article in records; `fields` overrides some."""
    return {field: fields.get(field, field) for field in ArticleRecord.model_fields}


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"][:1])
    # The parser's line number is that within the record, which is always 1.
    reason = first["msg"].replace("at line 1 column", "at column")
    return f"{field}: {reason}" if field else reason


def _published(value: object) -> tuple[date | None, str | None]:
    if value is None or value == "":
        return None, None
    try:
        return as_day(str(value) if isinstance(value, int) else value), None
    except InputError as error:
        return None, f"published: {error.message}; passed over"
