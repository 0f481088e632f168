"""Saved results: what `extract` and `batch` wrote as JSON, JSON Lines or SQLite, and a `Selection` of it.

Commands that show results take articles too: a file without results is read as articles are.
"""

from __future__ import annotations

import codecs
import os
import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import Literal, TypeVar
from unicodedata import combining, normalize

from pydantic import ValidationError
from pydantic_core import from_json

from claimx.article import Article
from claimx.errors import ArticleError, InputError
from claimx.readers import STDIN, find_inputs, is_no_article, read_articles
from claimx.readers.inputs import InputStream, UniqueIds, open_input, or_error, printable_path
from claimx.readers.web import is_url
from claimx.schema import SCHEMA_VERSION, Extraction, Quantity, SourceSpan, Statement, spans_of
from claimx.text import counted, listed

Result = Extraction | ArticleError | InputError

_JSON_REMEDY = "give the file as claimx wrote it, or read the article again"
_DATABASE_REMEDY = "give the database as claimx wrote it"
_DATABASE = b"SQLite format 3\0"
_PARQUET = b"PAR1"
# The first columns of CSV and TSV that claimx writes: of results, and of the articles in a folder of tables.
_TABLE = re.compile(rb"(\xef\xbb\xbf)?(document[,\t](layer[,\t])?id[,\t]start|id,path,sha256)")
# A page, and the first row of a list in Markdown.
_PAGE = re.compile(rb'<meta name="generator" content="claimx')
_LISTING = re.compile(rb"^\| id \| .+ \| at \|$", re.MULTILINE)
# Endings of the lists that `claimx batch` keeps beside its output.
_LISTS = (".failures.jsonl", ".duplicates.jsonl")
_BEGINNING = 4096
_TABLE_REMEDY = "write JSON, JSON Lines or SQLite for report, compare and show"
# Other programs may have reordered the fields of the JSON.
_FIELD = re.compile(rb'"(schema_version|claimx_version)"\s*:')
_LIST = re.compile(rb"(\xef\xbb\xbf)?\s*\[")
_OBJECT = re.compile(rb"(\xef\xbb\xbf)?\s*\{")
# An object that spans lines is not JSON Lines.
_INDENTED_OBJECT = re.compile(rb"(\xef\xbb\xbf)?\s*\{\s*?\n")
# Created when a database is complete.
_LAST_INDEX = "idx_articles_id"


def read_results(
    paths: Iterable[str],
    *,
    model: str | None = None,
    input_format: str | None = None,
    fields: Mapping[str, str] | None = None,
    passed_over: list[str] | None = None,
) -> Iterator[Result]:
    """The extractions in files of results, and those of the articles in other files, one at a time.

    Results may be JSON or JSON Lines, also with gzip or zstd, or SQLite; `-` is the standard input,
    and folders are walked. A result that cannot be read gives an error in its place. The second document
    with an id gets a number appended, so that ids are unique within the call.

    Args:
        paths: files and folders.
        model: the model for files of articles; by default the one that comes with claimx. It is loaded
            when there is such an article.
        input_format: the format of all files, which are then files of articles.
        fields: names of the article's fields in records: `{"text": "body"}`.
        passed_over: takes the files of folders that are no articles by their names, which are not read.

    Raises:
        ModelError: there is an article to read, and the model cannot be loaded.
    """
    ids = UniqueIds()
    paths = list(paths)
    found = find_inputs(paths)
    if input_format is None:
        found = _articles(found, set(paths), [] if passed_over is None else passed_over)
    items = (item for path in found for item in _read(path, input_format, fields or {}))
    for are_articles, group in groupby(items, key=lambda item: isinstance(item, Article)):
        if are_articles:
            results = _extract((item for item in group if isinstance(item, Article)), model)
        else:
            results = (item for item in group if not isinstance(item, Article))
        for result in results:
            yield _with_unique_id(result, ids) if isinstance(result, Extraction) else result


def _articles(paths: Iterable[str], named: Collection[str], passed_over: list[str]) -> Iterator[str]:
    for path in paths:
        if path not in named and is_no_article(path):
            passed_over.append(path)
        else:
            yield path


def _extract(articles: Iterator[Article], model: str | None) -> Iterator[Result]:
    # Saved results are read without loading spaCy.
    from claimx.api import extract_articles, load

    yield from extract_articles(articles, load(model))


def _with_unique_id(extraction: Extraction, ids: UniqueIds) -> Extraction:
    wanted = extraction.document.id
    id_ = ids.unique(wanted)
    return extraction if id_ == wanted else _with_document(extraction, id=id_)


def _with_document(extraction: Extraction, **fields: str) -> Extraction:
    return extraction.model_copy(update={"document": extraction.document.model_copy(update=fields)})


def written_by_claimx(path: str) -> bool:
    """Whether a file holds what claimx wrote: results in any format, a report, or the lists of a batch."""
    if path == STDIN or is_url(path) or not os.path.isfile(path):
        return False
    folder = Path(path).parent
    if path.endswith(_LISTS) or (folder.suffix == ".parts" and (folder / "plan.jsonl").is_file()):
        return True
    try:
        with open_input(path, path) as stream:
            beginning = stream.buffer.peek()[:_BEGINNING]
            return _detect_format(stream) is not None or bool(
                _PAGE.search(beginning) or _LISTING.search(beginning)
            )
    except (InputError, OSError):
        return False


def _read(path: str, input_format: str | None, fields: Mapping[str, str]) -> Iterator[Result | Article]:
    """The results in a file, or its articles if it has none."""
    if input_format:
        yield from read_articles([path], input_format=input_format, fields=fields)
        return
    try:
        with open_input(path, path) as stream:
            kind = _detect_format(stream)
            if kind == "jsonl":
                yield from stream.json_lines(lambda line, n: _validated(line, stream, f"line {n}"))
            elif kind == "json":
                yield from _read_json(stream)
            elif kind == "table":
                raise stream.error("results are not read back from CSV and Parquet", _TABLE_REMEDY)
            elif kind is None and path == STDIN:
                remedy = "pipe in what `claimx extract --format jsonl` prints, or name files of articles"
                raise stream.error("these are no results of claimx", remedy)
    except InputError as error:
        yield error
        return
    if kind == "sqlite":
        yield from _read_database(path)
    elif kind is None and path != STDIN:
        yield from read_articles([path], fields=fields)


def _detect_format(stream: InputStream) -> Literal["json", "jsonl", "sqlite", "table"] | None:
    """The format of the results in a stream, by its beginning, which remains unread; None if it has none."""
    beginning = stream.buffer.peek()
    if beginning.startswith(_DATABASE):
        return "sqlite"
    if _TABLE.match(beginning) or (beginning.startswith(_PARQUET) and _is_table(stream)):
        return "table"
    if not _FIELD.search(beginning):
        return None
    if _LIST.match(beginning) or _INDENTED_OBJECT.match(beginning):
        return "json"
    return "jsonl" if _OBJECT.match(beginning) else None


def _is_table(stream: InputStream) -> bool:
    """Whether a Parquet file has the columns of a table of claimx."""
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import read_schema

        names = set(read_schema(stream.path).names)
    except (ImportError, ArrowException, OSError):
        return False
    return names >= {"document", "id", "start", "end"} or names >= {"id", "sha256", "claimx_version"}


def _read_json(stream: InputStream) -> Iterator[Extraction | InputError]:
    try:
        value = from_json(stream.buffer.read().removeprefix(codecs.BOM_UTF8))
    except ValueError as error:
        raise stream.error(f"this is not valid JSON: {error}", _JSON_REMEDY) from None
    if not isinstance(value, list):
        yield _validated(value, stream, None)
        return
    for number, item in enumerate(value, 1):
        yield or_error(_validated, item, stream, f"item {number}")


def _validated(record: bytes | object, stream: InputStream, place: str | None) -> Extraction:
    result = _validate(record)
    if isinstance(result, str):
        raise stream.error(result, _JSON_REMEDY, place=place)
    return result


def _read_database(path: str) -> Iterator[Extraction | InputError]:
    """The extractions of a database, which is opened read-only, in the order in which they were written."""
    shown = printable_path(path)
    try:
        with closing(sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            made = {row["name"] for row in database.execute("SELECT name FROM sqlite_master")}
            if "articles" not in made:
                yield InputError(f"{shown}: this database holds no results of claimx", _DATABASE_REMEDY)
                return
            if _LAST_INDEX not in made:
                remedy = "give the batch command again with --resume, which finishes it"
                yield InputError(
                    f"{shown}: the run that writes this database has not come to its end", remedy
                )
                return
            for row in database.execute("SELECT * FROM articles ORDER BY rowid"):
                yield _restored(row, shown)
    except sqlite3.Error as error:
        yield InputError(f"{shown}: the database cannot be read: {error}", _DATABASE_REMEDY)


def _restored(row: sqlite3.Row, path: str) -> Extraction | InputError:
    """The extraction in the column `json` of an article, with the text from the column `text`."""
    columns = row.keys()
    if "json" not in columns:
        remedy = "read the articles again, with the claimx that reads the database"
        return InputError(f"{path}: this database of an earlier claimx has no column json", remedy)
    result = _validate(str(row["json"]).encode(), row["text"] if "text" in columns else None)
    if isinstance(result, str):
        return InputError(f"{path}, article {row['id']!r}: {result}", _DATABASE_REMEDY)
    return result


def _validate(record: bytes | object, text: str | None = None) -> Extraction | str:
    """The extraction in a record, which is JSON if it is bytes, or the reason why there is none."""
    try:
        if isinstance(record, bytes):
            extraction = Extraction.model_validate_json(record)
        else:
            # As in JSON, dates are strings.
            extraction = Extraction.model_validate(record)
    except ValidationError as error:
        return _explain(error)
    if text is not None:
        extraction = _with_document(extraction, text=text)
    return _wrong_span(extraction) or extraction


def _explain(error: ValidationError) -> str:
    """Why a record is no extraction, in one sentence."""
    first = error.errors(include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    if field == "schema_version":
        return f"these results are not of schema version 1 to {SCHEMA_VERSION}, which this claimx reads"
    return f"these are no results of claimx: {f'{field}: ' if field else ''}{first['msg']}"


def _wrong_span(extraction: Extraction) -> str | None:
    """The first span whose words are not at its offsets in the text, in words; results without text pass."""
    text = extraction.document.text
    if not text:
        return None
    layers = (extraction.entities, extraction.statements, extraction.quantities, extraction.dates)
    for span in (*spans_of(*layers), *filter(None, [extraction.document.dateline])):
        if text[span.start : span.end] != span.text:
            found = f"{text[span.start : span.end]!r:.60}"
            return f"{span.text!r:.60} is not at {span.start}–{span.end} of the text, but {found}"
    return None


# Which of them are asked for

_E = TypeVar("_E", bound=Exception)

_WORD = re.compile(r"\w+")
# The number of ids listed in a message.
_LISTED = 5
# Attributes of an article.
_ARTICLE_FIELDS = ("author", "publisher", "title")
# Field -> what it is of a quantity.
_QUANTITY_FIELDS: dict[str, Callable[[Quantity], str | None]] = {
    "unit": lambda quantity: quantity.unit,
    "what": lambda quantity: quantity.what.text if quantity.what else None,
}
SPEAKER = "speaker"
FIELDS = (SPEAKER, *_QUANTITY_FIELDS, *_ARTICLE_FIELDS)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is kept; what is empty keeps everything.

    ids: the articles with these ids.
    since: those that are known to be published on this day or later.
    where: field (one of `FIELDS`) -> words that its value contains, in any case and without accents too. Of a
        `speaker`, the statements and quantities are kept; of a `unit` or `what`, the quantities; with them,
        the statements that quantities are in, and the entities and dates that they refer to.
    """

    ids: tuple[str, ...] = ()
    since: date | None = None
    where: Mapping[str, str] | None = None

    def narrow(self, results: Iterable[Extraction | _E]) -> Iterator[Extraction | _E | InputError]:
        """The results that are kept, and the errors among them; then an error for what is not found."""
        seen: list[str] = []
        wanted = set(self.ids)
        dropped, is_kept = 0, False
        for result in results:
            if not isinstance(result, Extraction):
                yield result
                continue
            if self.ids:
                seen.append(result.document.id)
            if (kept := self.kept(result)) is not None:
                is_kept = True
                yield kept
            elif result.document.id in wanted or not self.ids:
                dropped += 1
        if dropped and not is_kept:
            asked = [f"since {self.since}"] * bool(self.since)
            asked += [f"{field}={words}" for field, words in (self.where or {}).items()]
            yield InputError(
                f"nothing in {counted(dropped, 'article')} matches {', '.join(asked)}",
                "look at what there is without these conditions, and choose from that",
            )
        # Where nothing could be read at all, that is the error.
        for id_ in sorted(wanted.difference(seen), key=self.ids.index) if seen else ():
            yield no_such_article(id_, seen)

    def kept(self, extraction: Extraction) -> Extraction | None:
        """The extraction with the results that are kept; None where that is nothing."""
        document = extraction.document
        if self.ids and document.id not in self.ids:
            return None
        if self.since and (document.published is None or document.published < self.since):
            return None
        conditions = dict(self.where or {})
        for name in _ARTICLE_FIELDS:
            words = conditions.pop(name, None)
            if words is not None and not _matches(getattr(document, name), words):
                return None
        return _narrowed(extraction, conditions) if conditions else extraction


def no_such_article(id_: str, ids: list[str]) -> InputError:
    """The error for an id that none of the articles has."""
    near = get_close_matches(id_, ids, n=_LISTED, cutoff=0.5)
    remedy = (
        f"did you mean {' or '.join(near)}?"
        if near
        else f"choose one with --id: {listed(ids, _LISTED) or 'none is there'}"
    )
    return InputError(f"there is no article {id_!r} among {counted(len(ids), 'article')}", remedy)


def _narrowed(extraction: Extraction, conditions: Mapping[str, str]) -> Extraction | None:
    """The statements and quantities that meet all conditions, with what they refer to; None without any."""
    names = {entity.id: entity.name for entity in extraction.entities}

    def speaks(source: SourceSpan | None) -> bool:
        wanted = conditions.get(SPEAKER)
        if wanted is None:
            return True
        known = (source.text, source.name, names.get(source.entity or "")) if source else ()
        return any(_matches(name, wanted) for name in known)

    quantities = [
        quantity
        for quantity in extraction.quantities
        if speaks(quantity.source)
        and all(
            _matches(read(quantity), conditions[name])
            for name, read in _QUANTITY_FIELDS.items()
            if name in conditions
        )
    ]
    around = {quantity.statement for quantity in quantities}
    by_speaker = conditions.keys() == {SPEAKER}
    statements = [
        statement
        for statement in extraction.statements
        if statement.id in around or (by_speaker and speaks(statement.source))
    ]
    if not statements and not quantities:
        return None
    return _with_references(extraction, statements, quantities)


def _with_references(
    extraction: Extraction, statements: list[Statement], quantities: list[Quantity]
) -> Extraction:
    entities = {each.source.entity for each in statements if each.source}
    entities |= {each.source.entity for each in quantities if each.source}
    dates = {quantity.date for quantity in quantities}
    return extraction.model_copy(
        update={
            "statements": statements,
            "quantities": quantities,
            "entities": [entity for entity in extraction.entities if entity.id in entities],
            "dates": [date_ for date_ in extraction.dates if date_.id in dates],
        }
    )


def _matches(value: str | None, wanted: str) -> bool:
    """Whether a value contains all the words that are wanted."""
    return value is not None and _words_of(wanted) <= _words_of(value)


def _words_of(text: str) -> set[str]:
    """The words of a text without case and accents, which a program may have written in two ways."""
    return set(_WORD.findall("".join(c for c in normalize("NFKD", text.casefold()) if not combining(c))))
