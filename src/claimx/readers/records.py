"""Records: articles in JSON, JSON Lines, CSV and Parquet, with text and metadata in named fields."""

from __future__ import annotations

import codecs
import csv
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate
from functools import lru_cache
from io import BufferedReader, BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import (
    AliasChoices,
    AliasGenerator,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    model_validator,
)
from pydantic_core import from_json

from claimx.article import Article
from claimx.errors import InputError
from claimx.metadata.bylines import BY
from claimx.metadata.days import as_day, day_on_label
from claimx.readers.inputs import BLANK, MAX_BYTES, InputStream, NotTextError, decode, is_utf16, or_error
from claimx.readers.layout import PageError, join_blocks, lay_out, parse_page
from claimx.readers.web import web_address

if TYPE_CHECKING:
    from pyarrow import RecordBatch

_OBJECT_REMEDY = 'mend it: an article is a JSON object with at least a text: {"text": "…"}'
_TEXT_REMEDY = (
    'an article has at least a text: {{"text": "…", "published": "2023-12-02"}}; if the text is called '
    "something else, say what: --text-field {field}"
)
_RESULTS = "claimx show, report and compare read results that are kept as JSON, JSON Lines or SQLite"
# What claimx writes, and no articles have.
_RESULT_FIELDS = ({"schema_version", "claimx_version"}, {"document", "start", "end"})
# What fields are often called, the likeliest name first; read where there is none of the name asked for.
_OTHER_NAMES = {
    "text": (
        *("articletext", "articlebody", "fulltext", "maintext", "bodytext", "contenttext", "body", "content"),
        *("contenthtml", "bodyhtml", "article", "story", "artikeltext", "texte", "texto", "inhalt"),
    ),
    "title": ("headline", "webtitle", "titel", "titre", "titulo", "título", "überschrift", "schlagzeile"),
    "author": ("authors", "byline", "creator", "autor", "autorin", "auteur", "verfasser"),
    "publisher": ("outlet", "publication", "sourcename", "source", "site", "medium", "quelle"),
    "published": (
        *("date", "datepublished", "datepublish", "publishedat", "publisheddate", "publicationdate"),
        *("publishdate", "pubdate", "publishedon", "webpublicationdate", "datum", "fecha", "veröffentlicht"),
    ),
    "url": ("link", "weburl"),
}
# Names of fields that hold no text of an article.
_NO_TEXTS = {"id", *(n for field, names in _OTHER_NAMES.items() if field != "text" for n in (field, *names))}
# A list of articles lies in an object at the most so deep: `{"response": {"results": [{…}, {…}]}}`.
_DEEPEST = 2
# Where an object stands for one value: those of WordPress, MongoDB and JSON-LD.
_VALUES = ("rendered", "name", "$date", "$oid", "$numberLong")
# The text is a page or a part of one: it begins with a tag of a block, and ends with one.
_HTML = re.compile(
    r"(?is)\s*<(?:!doctype html|(?:html|body|article|section|div|p|h[1-6]|figure|ul)\b)[^>]*>.*>\s*"
)
# Two objects, each on a line.
_ARE_LINES = re.compile(rb"\s*\{[^\n]*\}\s*\n\s*\{[^\n]*\}\s*(?:\n|$)")
# Seconds or milliseconds since 1970, from 2001 on.
_SECONDS = re.compile(r"\d{10}(?:\d{3})?(?:\.\d*)?")
# The beginning of a time by RFC 822, whose year has two digits.
_TWO_DIGITS = re.compile(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d\d \d\d:")
# The first line of a table that Excel has written: `sep=;`.
_SEPARATED_BY = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_DELIMITERS = ",;\t|"
_RETURN = re.compile(r"(?<=\r)(?!\n|\Z)")
# Names of columns are shorter; a longer one is a text in a table whose columns have no names.
_LONGEST_NAME = 60
# A row behind the last one. A quotation mark that nothing closes takes it into its cell.
_END = "\x1eend of the table"
# Parquet: rows per batch, and bytes of a column read at once.
_BATCH_ROWS = 64
_COLUMN_BUFFER = 2**20


def _single(value: object) -> object:
    """The string that an object or a number stands for: `{"rendered": "Fire"}`, `2024`."""
    value = _inner(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _inner(value: object) -> object:
    """The value of an object that stands for one."""
    while isinstance(value, dict) and (key := next((k for k in _VALUES if k in value), None)):
        value = value[key]
    return value


def _joined(value: object) -> object:
    """The names of a list, or of a byline, as one string."""
    value = [_inner(name) for name in value] if isinstance(value, list) else _inner(value)
    if isinstance(value, list) and all(isinstance(name, str) for name in value):
        return ", ".join(value) or None
    return value[lead.end() :] if isinstance(value, str) and (lead := BY.match(value)) else value


def _paragraphs(value: object) -> object:
    """The text, or its paragraphs where a scraper keeps a list of them, as one string, empty for none."""
    value = _inner(value)
    if value is None or value == []:
        return ""
    if isinstance(value, list) and value and all(isinstance(paragraph, str) for paragraph in value):
        return join_blocks(("paragraph", paragraph.strip()) for paragraph in value if paragraph.strip())
    return value


def _plain(name: str) -> str:
    """`publicationdate` for `Publication Date`."""
    return re.sub(r"[\W_]", "", name).casefold()


class ArticleRecord(BaseModel):
    """The fields that are read; others are ignored."""

    renamed: ClassVar[frozenset[str]] = frozenset()  # the fields whose names are given
    wrapper: ClassVar[str] = ""  # the object that the text lies in, perhaps with others

    text: Annotated[str, BeforeValidator(_paragraphs)]
    id: Annotated[str | None, BeforeValidator(_single)] = None
    title: Annotated[str | None, BeforeValidator(_single)] = None
    author: Annotated[str | None, BeforeValidator(_joined)] = None
    publisher: Annotated[str | None, BeforeValidator(_single)] = None
    published: Any = None
    url: Annotated[str | None, BeforeValidator(web_address)] = None

    @model_validator(mode="before")
    @classmethod
    def _named_otherwise(cls, given: Any) -> Any:
        """Take `date` for `published`, and the like, where it holds words."""
        if not isinstance(given, dict):
            return given
        if isinstance(wrapped := given.get(cls.wrapper), dict):
            given = wrapped | given
        plain = {_plain(name): name for name in reversed(list(given)) if isinstance(name, str)}
        added = {}
        for field, names in _OTHER_NAMES.items():
            if field not in given and field not in cls.renamed:
                one_value = {"author": _joined, "text": _paragraphs}.get(field, _single)
                called_so = [given[plain[n]] for n in (field, *names) if n in plain]
                found = next(filter(one_value, called_so), *called_so[:1] or [None])
                value = one_value(found)
                # An empty text is an article without words, not a record without a text.
                if isinstance(value, str | date) and (value or (field == "text" and called_so)):
                    added[field] = found
        return given | added


def read_json(stream: InputStream) -> Iterator[Article | InputError]:
    """The article of the object, or the articles of the list, in order; of a list in an object, too.

    JSON Lines are often named like JSON.
    """
    data = _in_utf8(stream).read().removeprefix(codecs.BOM_UTF8)
    try:
        value = from_json(data)
    except ValueError as error:
        if _ARE_LINES.match(data):
            yield from read_json_lines(replace(stream, buffer=BufferedReader(BytesIO(data))))
            return
        remedy = "mend the JSON, or, if it holds one object a line, say --input-format jsonl"
        raise stream.error(f"this is not valid JSON: {error}", remedy) from None
    yield from _read_value(value, stream)


def _read_value(value: Any, stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of an object or a list; in an envelope of objects, each has the envelope's publisher."""
    found = value if isinstance(value, list) else _enveloped(value, field_names(stream.fields)["text"])
    if found is None:
        yield read_record(value, stream)
        return
    site = value.get("title") if isinstance(value, dict) and "jsonfeed" in str(value.get("version")) else None
    for number, item in enumerate(found, 1):
        place, name = f"item {number}", f"{stream.name}:{number}"
        item = or_error(read_record, item, stream, place=place, name=name)
        yield replace(item, publisher=item.publisher or site) if isinstance(item, Article) else item


def _enveloped(value: object, text: str) -> list[object] | None:
    """The list of articles in an object that has no text itself, as interfaces and JSON Feed answer."""

    def has_text(found: dict[str, object]) -> bool:
        named = text in found or text.partition(".")[0] in found
        return named or not {_plain(name) for name in found}.isdisjoint(_OTHER_NAMES["text"])

    level = [value]
    for _ in range(_DEEPEST):
        objects = [v for v in level if isinstance(v, dict)]
        if any(map(has_text, objects)):
            return None
        level = [inner for found in objects for inner in found.values()]
        for found in (v for v in level if isinstance(v, list)):
            items = [i for i in found if isinstance(i, dict)]
            # The text may lie in an object of the item: `{"fields": {"bodyText": "…"}}`.
            if any(has_text(o) for i in items for o in (i, *i.values()) if isinstance(o, dict)):
                return found
    return None


def read_json_lines(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the lines, in order; a line that cannot be read gives an error with its number."""
    yield from _in_utf8(stream).json_lines(
        lambda line, number: read_record(line, stream, place=f"line {number}", name=f"{stream.name}:{number}")
    )


def _in_utf8(stream: InputStream) -> InputStream:
    """The stream, in UTF-8 where it is in UTF-16, as programs for Windows write it."""
    if not is_utf16(stream.buffer.peek()):
        return stream
    try:
        data = decode(stream.read())[0].encode()
    except NotTextError as error:
        raise stream.error(str(error), "write the file again in UTF-8") from error
    return replace(stream, buffer=BufferedReader(BytesIO(data)))


def read_csv(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the rows, in order; the first row names the columns, in capitals or not.

    Columns are separated by commas, semicolons, tabs or `|`, whichever occurs most in the first row.
    """
    csv.field_size_limit(MAX_BYTES)
    lines = _decoded_lines(stream)
    first = next((line for line in lines if line.strip()), "")
    separated = _SEPARATED_BY.fullmatch(first)
    while _SEPARATED_BY.fullmatch(first) or (first.startswith("#") and not set(_DELIMITERS) & set(first)):
        first = next(lines, "")
    delimiter = separated[1] if separated else max(_DELIMITERS, key=first.count)
    names = field_names(stream.fields)
    known = {name.casefold(): name for name in names.values()}
    columns = [c.strip() for c in next(csv.reader([first], delimiter=delimiter), [])]
    columns = [known.get(column.casefold(), column) for column in columns]
    rows = csv.reader(chain(lines, [_END]), delimiter=delimiter)
    text = _text_column(columns, stream, rows)
    if (same := columns.count(text)) > 1:
        raise stream.error(f"{same} columns are called {text!r}", "rename all but the one with the text")
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
            if row and row[-1].endswith(_END) and row != [_END]:
                raise csv.Error("a quotation mark opens here that nothing closes")
        except csv.Error as error:
            message, remedy = (
                f"this is not sound CSV from here on: {error}",
                "see whether a quotation mark is missing",
            )
            raise stream.error(message, remedy, place=f"row {number}") from None
        if row == [_END]:
            return
        if any(cell.strip() for cell in row[len(columns) :]):
            message = f"there are {len(row)} cells for {len(columns)} columns"
            remedy = "put a text with the delimiter in quotation marks, and double those within it"
            yield stream.error(message, remedy, place=f"row {number}")
            continue
        record = {column: cell for column, cell in zip(columns, row, strict=False) if cell.strip()}
        if record:
            record.setdefault(text, "")
            place, name = f"row {number}", f"{stream.name}:{number}"
            yield or_error(read_record, record, stream, place=place, name=name)


def is_table(beginning: str) -> bool:
    """Whether a text begins like a table of articles, and not like prose with commas.

    The first row names the column `text` and another that articles have, and the rows are as wide as it. The
    last row may be cut.
    """
    lines = beginning.lstrip("\ufeff").splitlines(keepends=True)
    delimiter = max(_DELIMITERS, key=lines[0].count) if lines else ","
    try:
        names, *rows = (row for row in csv.reader(lines, delimiter=delimiter) if row)
    except (ValueError, csv.Error):
        return False
    known = {"id", *_OTHER_NAMES, *(name for other in _OTHER_NAMES.values() for name in other)}
    found = {_plain(name) for name in names} & known
    if "text" not in found or len(found) < 2 or not rows:
        return False
    return all(len(row) == len(names) for row in rows[:-1]) and len(rows[-1]) <= len(names)


def _decoded_lines(stream: InputStream) -> Iterator[str]:
    """The lines as text, in UTF-8, Windows-1252 or UTF-16.

    Raises:
        InputError: a line is too long, or not text.
    """
    by_mac = False
    for number, line in _in_utf8(stream).lines():
        if isinstance(line, InputError):
            raise line
        try:
            text = decode(line)[0]
        except NotTextError as error:
            remedy = "write the file again as CSV in UTF-8"
            raise stream.error(str(error), remedy, place=f"line {number}") from error
        # Excel for the Mac ends lines by carriage returns alone.
        by_mac = by_mac or (number == 1 and _RETURN.search(text) is not None)
        yield from _RETURN.split(text) if by_mac else (text,)


def _text_column(columns: Sequence[str], stream: InputStream, rows: Iterator[list[str]]) -> str:
    """The column with the text: that of the name asked for, else of a name that such columns often have.

    Raises:
        InputError: there is none; the remedy is by the first of the `rows`.
    """
    if any(fields <= set(columns) for fields in _RESULT_FIELDS):
        raise stream.error("this is a table of results that claimx wrote, not articles", _RESULTS)
    text = field_names(stream.fields)["text"]
    if text in columns or text.partition(".")[0] in columns:
        return text
    plain = {} if "text" in stream.fields else {_plain(column): column for column in reversed(columns)}
    if found := next((plain[name] for name in ("text", *_OTHER_NAMES["text"]) if name in plain), None):
        return found
    if not columns:
        raise stream.error("the table is empty", "give one with a row for each article")
    if len(max(columns, key=len)) > _LONGEST_NAME:
        remedy = "write one above it that does, such as id,text"
        raise stream.error("the first row does not name the columns", remedy)
    message = f"there is no column {text!r}, but {', '.join(map(repr, columns))}"
    if len(columns) == 1:
        raise stream.error(message, "separate the columns by commas, semicolons, tabs or |")
    cells = ((cell, column) for cell, column in zip(next(rows, []), columns, strict=False) if cell != _END)
    longest = max(cells, key=lambda cell: len(cell[0]), default=("", "body"))[1]
    raise stream.error(message, f"say which one holds the text: --text-field {shlex.quote(longest)}")


def read_parquet(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the rows, in order; a row that cannot be read gives an error with its number."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        remedy = "pip install 'claimx[parquet]'"
        raise stream.error("Parquet needs pyarrow, which is not installed", remedy) from None
    stream = stream.seekable()
    try:
        file = ParquetFile(stream.buffer, buffer_size=_COLUMN_BUFFER, pre_buffer=False)
        names = field_names(stream.fields)
        present = file.schema_arrow.names
        # A field `meta.date` is in the column `meta`, if there is no column `meta.date`.
        columns = {name if name in present else name.partition(".")[0] for name in names.values()}
        others = {n for f, names in _OTHER_NAMES.items() if f not in stream.fields for n in (f, *names)}
        columns |= {column for column in present if _plain(column) in others}
        _text_column(present, stream, iter(()))
        number = 0
        for batch in file.iter_batches(
            _BATCH_ROWS, columns=sorted(columns & set(present)), use_threads=False
        ):
            for row in range(batch.num_rows):
                number += 1
                yield or_error(_read_row, batch.slice(row, 1), stream, number)
    except (ArrowException, OSError) as error:
        remedy = "get or write the file again"
        raise stream.error(f"this is not sound Parquet: {error}", remedy) from None


def _read_row(row: RecordBatch, stream: InputStream, number: int) -> Article:
    place = f"row {number}"
    try:
        (record,) = row.to_pylist()
    except (ValueError, OverflowError) as error:
        problem = f"the row cannot be read: {error}"
        raise stream.error(problem, "mend it, or leave it out", place=place) from None
    return read_record(record, stream, place=place, name=f"{stream.name}:{number}")


def read_record(
    record: bytes | object, stream: InputStream, *, place: str = "", name: str | None = None
) -> Article:
    """The article in `record`; of a text in HTML, its words.

    Args:
        record: the object, or its JSON as bytes.
        stream: the input it comes from.
        place: its place in an input with several, for error messages: `line 3`.
        name: the id of the article if it brings none; by default the name of the input.

    Raises:
        InputError: there is none, for the reason that it names.
    """
    model = _model(frozenset(stream.fields.items()))
    try:
        if isinstance(record, bytes):
            fields = model.model_validate_json(record)
        else:
            fields = model.model_validate(record)
    except ValidationError as error:
        given = error.errors(include_url=False)[0]["input"]
        if isinstance(given, dict) and any(fields <= given.keys() for fields in _RESULT_FIELDS):
            problem = "this is a result that claimx wrote, not an article"
            raise stream.error(problem, _RESULTS, place=place) from None
        is_object = isinstance(given, dict) or bool(error.errors()[0]["loc"])
        remedy = _TEXT_REMEDY.format(field=_longest_field(given)) if is_object else _OBJECT_REMEDY
        raise stream.error(_explain(error), remedy, place=place) from None
    if _HTML.fullmatch(fields.text):
        try:
            fields = fields.model_copy(update={"text": lay_out(parse_page(fields.text))})
        except PageError as error:
            raise stream.error(str(error), "leave the record out", place=place) from None
    return make_article(fields, stream, place=place, name=name)


def make_article(
    record: ArticleRecord, stream: InputStream, *, place: str = "", name: str | None = None
) -> Article:
    """The article of a validated record; the other arguments are those of `read_record`.

    Raises:
        InputError: it has no words, or too many.
    """
    if BLANK.fullmatch(record.text):
        remedy = "give it a text, or leave the record out" if place else "give a file with text in it"
        raise stream.error("the article is empty", remedy, place=place)
    if len(record.text) > MAX_BYTES:
        raise stream.error("the text is too long for an article", "cut it into its articles", place=place)
    published, notice = _published(record.published)
    return Article(
        id=(name or stream.name) if record.id is None else record.id,
        text=record.text,
        path=stream.path,
        title=record.title,
        author=record.author,
        publisher=record.publisher,
        published=published,
        url=record.url,
        notices=(notice,) if notice else (),
    )


@lru_cache
def _model(names: frozenset[tuple[str, str]]) -> type[ArticleRecord]:
    """`ArticleRecord` with other field names; `meta.date` is also the `date` in an object `meta`."""
    if not names:
        return ArticleRecord
    aliases = {field: AliasChoices(name, AliasPath(*name.split("."))) for field, name in names}

    class Renamed(ArticleRecord):
        renamed = frozenset(aliases)
        wrapper = dict(names).get("text", "").rpartition(".")[0]
        model_config = ConfigDict(
            alias_generator=AliasGenerator(validation_alias=lambda field: aliases.get(field, field))
        )

    return Renamed


def field_names(fields: Mapping[str, str]) -> dict[str, str]:
    """The name of each field of an article in records; `fields` overrides some."""
    return {field: fields.get(field, field) for field in ArticleRecord.model_fields}


def _longest_field(given: object) -> str:
    """The field that probably holds the text, also one in an object: `fields.bodyText`."""
    texts: dict[str, str] = {}
    for name, value in given.items() if isinstance(given, dict) else ():
        inner = value.items() if isinstance(value, dict) else ()
        texts |= {f"{name}.{n}": v for n, v in inner if isinstance(v, str)}
        texts |= {name: value} if isinstance(value, str) and _plain(name) not in _NO_TEXTS else {}
    likely = _OTHER_NAMES["text"]
    return max(texts, key=lambda n: (_plain(n.rpartition(".")[2]) in likely, len(texts[n])), default="body")


def _explain(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"][:1])
    if first["type"] == "missing":
        return f"there is no field {field!r}"
    if first["type"] == "model_type":
        return "this is not an object"
    # The parser's line number is that within the record, which is always 1.
    reason = first["msg"].replace("at line 1 column", "at column")
    return f"{field}: {reason}" if field else reason


def _published(value: object) -> tuple[date | None, str | None]:
    value = _single(value)
    if value is None or value == "":
        return None, None
    if isinstance(value, str) and _SECONDS.fullmatch(value):
        seconds = float(value[:10])
        return datetime.fromtimestamp(seconds, UTC).date(), None
    try:
        return as_day(value), None
    except InputError as error:
        day = day_on_label(str(value)) or _day_of_mail(str(value))
        return day, None if day else f"published: {error.message}; passed over"


def _day_of_mail(value: str) -> date | None:
    """The day in `Mon, 04 Mar 24 07:12 EST`, as old mails and feeds write it."""
    read = parsedate(value) if _TWO_DIGITS.match(value) else None
    with suppress(ValueError):
        return date(*read[:3]) if read else None
    return None
