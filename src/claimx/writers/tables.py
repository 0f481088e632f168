"""Extractions as rows of tables with typed columns, for CSV, Parquet, SQLite and DataFrames.

There is a table for the articles and one for each layer. Entities and statements come in two shapes: *flat*, a
row for each mention and for each part of a content, which repeats the columns they share; and *split*, the
results and their spans in two tables. Every row names its article (`document`); `start` and `end` are offsets in
the article's text.

| table | a row for each | columns after `document` |
|---|---|---|
| `articles` | article | `id` (instead of `document`), `path`, `sha256`, `title`, `author`, `publisher`, `published`, `dateline`…, `language`, `claimx_version`, `model`, `model_version`, `text`; split also `json`, the extraction without the text |
| `entities` | mention (flat), entity (split) | `id`, `label`, `name`; flat also those of `mentions` |
| `mentions` | mention (split) | `entity`, `start`, `end`, `text`, `kind` |
| `statements` | part of a content (flat), statement (split) | `id`, `quote`, `source`…, `source_name`, `source_entity`, `source_kind`, `cue`…, `cue_lemma`, `cue_kind`, `negated`, `confidence`; flat also those of `content_parts` |
| `content_parts` | part of a content (split) | `statement`, `part` (from 1), `start`, `end`, `text` |
| `quantities` | quantity | `id`, `start`, `end`, `text`, `value_low`, `value_high`, `kind`, `unit`, `relation`, `change`, `negated`, `what`…, `statement`, `source`…, `source_name`, `source_entity`, `date`, `rule`, `confidence` |
| `dates` | date | `id`, `start`, `end`, `text`, `value` |

A name with … is three columns: the words, and their start and end. With links, tables of spans have a last column
`link`.

`sheet_table` is the flat table of a layer for people, who cannot join tables: it has also the line and the
sentence of each row, and quantities the value of their date and the words of their statement. CSV is made of these,
as one table for all layers, or as a folder with one for the articles and one for each layer. Parquet is a folder
with one dataset for each flat table; `read_parquet('claims/dates/*')` reads one of them.
"""  # noqa: E501

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple, TextIO, get_args

from claimx.errors import OutputError
from claimx.schema import Date, Extraction, Layer, Statement
from claimx.text import single_spaced
from claimx.text.sentences import line_of, sentence_around
from claimx.writers import Settings, Writer

Kind = Literal["text", "integer", "number", "boolean", "date"]
Value = str | int | float | bool | date | None


class Row(NamedTuple):
    """The objects that the columns of a row are read from."""

    extraction: Extraction
    item: Any  # the document, entity, statement, quantity or date
    span: Any = None  # a mention of the entity, or a part of the statement's content
    number: int | None = None  # of that part


class Column(NamedTuple):
    """A column with its type and the value it has in a row."""

    name: str
    kind: Kind
    read: Callable[[Row], Value]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and the rows that an extraction has in it."""

    name: str
    columns: tuple[Column, ...]
    find_rows: Callable[[Extraction], Iterable[Row]]

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
        return [column.name for column in self.columns]

    def records(self, extraction: Extraction) -> Iterator[dict[str, Value]]:
        """The rows of one article by column name, with whole numbers as integers."""
        for row in self.find_rows(extraction):
            yield {column.name: column.read(row) for column in self.columns}

    def rows(self, extraction: Extraction) -> Iterator[list[Value]]:
        """The rows of one article, with values of exactly the columns' types."""
        for row in self.find_rows(extraction):
            yield [_typed(column.read(row), column.kind) for column in self.columns]


def flat_tables(settings: Settings) -> list[Table]:
    """The articles, and one table for each layer of the settings."""
    layers = [FLAT[layer] for layer in settings.layers]
    return [_articles(settings), *(map(_linked, layers) if settings.links else layers)]


def split_tables(settings: Settings) -> list[Table]:
    """The articles with their JSON, and one or two tables for each layer, without repeated values."""

    def to_json(row: Row) -> str:
        return row.extraction.to_json(layers=settings.layers, text=False)

    articles = _articles(settings, Column("json", "text", to_json))
    tables = [table for layer in settings.layers for table in _SPLIT[layer]]
    if settings.links:
        # An entity and a statement have no place of their own, but their mentions and parts have.
        tables = [t if t.name in ("entities", "statements") else _linked(t) for t in tables]
    return [articles, *tables]


def _linked(table: Table) -> Table:
    """The table with a last column `link`, the place of the span on the article's page."""
    link = Column("link", "text", lambda row: (row.item if row.span is None else row.span).link)
    return replace(table, columns=(*table.columns, link))


def sheet_table(layer: Layer, settings: Settings) -> Table:
    """The flat table of a layer with what its references refer to, and its places in the text.

    The sentence of each row is a column where the settings include the text, empty where that is not known.
    """
    flat = FLAT[layer]
    references = _REFERENCES if layer == "quantities" else ()
    places = (_LINE, _SENTENCE) if settings.text else (_LINE,)
    table = Table(flat.name, (*flat.columns, *references, *places), flat.find_rows)
    return _linked(table) if settings.links else table


def _typed(value: Value, kind: Kind) -> Value:
    if kind != "number" or not isinstance(value, int):
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _column(name: str, kind: Kind, path: str | None = None) -> Column:
    """A column that reads a path of attributes: `item.source.name`, by default `item.` and its name."""
    attributes = (path or f"item.{name}").split(".")

    def read(row: Row) -> Value:
        found: Any = row
        for attribute in attributes:
            if found is None:
                return None
            found = getattr(found, attribute)
        value: Value = found
        return value

    return Column(name, kind, read)


def _text(name: str, path: str | None = None) -> Column:
    return _column(name, "text", path)


def _span(path: str) -> tuple[Column, ...]:
    start, end = (_column(name, "integer", f"{path}.{name}") for name in ("start", "end"))
    return start, end, _text("text", f"{path}.text")


def _place(name: str) -> tuple[Column, ...]:
    """The words of an optional span, and their offsets."""
    offsets = (_column(f"{name}_{edge}", "integer", f"item.{name}.{edge}") for edge in ("start", "end"))
    return _text(name, f"item.{name}.text"), *offsets


_DOCUMENT = _text("document", "extraction.document.id")
_ID = _text("id")
_SOURCE = (
    *_place("source"),
    _text("source_name", "item.source.name"),
    _text("source_entity", "item.source.entity"),
)
_CONFIDENCE = _column("confidence", "number")
_ARTICLE = (
    *(_ID, _text("path"), _text("sha256"), _text("title"), _text("author"), _text("publisher")),
    *(_column("published", "date"), *_place("dateline"), _text("language")),
    _text("claimx_version", "extraction.claimx_version"),
    _text("model", "extraction.model.name"),
    _text("model_version", "extraction.model.version"),
)
_ENTITY = (_text("label"), _text("name"))
_MENTION = (*_span("span"), _text("kind", "span.kind"))
_STATEMENT = (
    *(_text("quote"), *_SOURCE, _text("source_kind", "item.source.kind")),
    *(*_place("cue"), _text("cue_lemma", "item.cue.lemma"), _text("cue_kind", "item.cue.kind")),
    *(_column("negated", "boolean", "item.cue.negated"), _CONFIDENCE),
)
_PART = _column("part", "integer", "number")
_QUANTITY = (
    *(_column("value_low", "number"), _column("value_high", "number"), _text("kind"), _text("unit")),
    *(_text("relation"), _text("change"), _column("negated", "boolean"), *_place("what")),
    *(_text("statement"), *_SOURCE, _text("date"), _text("rule"), _CONFIDENCE),
)


def _articles(settings: Settings, *more: Column) -> Table:
    columns = (*_ARTICLE, *([_text("text")] if settings.text else []), *more)
    return Table("articles", columns, lambda extraction: [Row(extraction, extraction.document)])


def _items(layer: Layer) -> Callable[[Extraction], Iterator[Row]]:
    return lambda extraction: (Row(extraction, item) for item in getattr(extraction, layer))


def _mentions(extraction: Extraction) -> Iterator[Row]:
    return (Row(extraction, entity, mention) for entity in extraction.entities for mention in entity.mentions)


def _parts(extraction: Extraction) -> Iterator[Row]:
    for statement in extraction.statements:
        for number, part in enumerate(statement.content, 1):
            yield Row(extraction, statement, part, number)


def _referred(items: Sequence[Any], id_: str | None) -> Any:
    """The result with an id; ids count up, so that `d3` is the third date unless some were left out."""
    if id_ is None:
        return None
    place = int(id_[1:]) - 1 if id_[1:].isdecimal() else -1
    if 0 <= place < len(items) and items[place].id == id_:
        return items[place]
    return next((item for item in items if item.id == id_), None)


def _date_value(row: Row) -> Value:
    date_: Date | None = _referred(row.extraction.dates, row.item.date)
    return date_.value if date_ else None


def _statement_text(row: Row) -> Value:
    statement: Statement | None = _referred(row.extraction.statements, row.item.statement)
    return " … ".join(part.text for part in statement.content) if statement else None


def _line(row: Row) -> Value:
    text = row.extraction.document.text
    return line_of(text, (row.span or row.item).start) if text else None


def _sentence(row: Row) -> Value:
    text, span = row.extraction.document.text, row.span or row.item
    return single_spaced(sentence_around(text, span.start, span.end).text) if text else None


_REFERENCES = (
    Column("date_value", "text", _date_value),
    Column("statement_text", "text", _statement_text),
)
_LINE = Column("line", "integer", _line)
_SENTENCE = Column("sentence", "text", _sentence)
_ITEM = (_DOCUMENT, _ID, *_span("item"))
_PARTS = (_DOCUMENT, _text("statement", "item.id"), _PART, *_span("span"))
_QUANTITIES = Table("quantities", (*_ITEM, *_QUANTITY), _items("quantities"))
_DATES = Table("dates", (*_ITEM, _text("value")), _items("dates"))

FLAT: dict[Layer, Table] = {
    "entities": Table("entities", (_DOCUMENT, _ID, *_span("span"), *_ENTITY, _MENTION[-1]), _mentions),
    "statements": Table("statements", (_DOCUMENT, _ID, *_span("span"), _PART, *_STATEMENT), _parts),
    "quantities": _QUANTITIES,
    "dates": _DATES,
}
_SPLIT: dict[Layer, tuple[Table, ...]] = {
    "entities": (
        Table("entities", (_DOCUMENT, _ID, *_ENTITY), _items("entities")),
        Table("mentions", (_DOCUMENT, _text("entity", "item.id"), *_MENTION), _mentions),
    ),
    "statements": (
        Table("statements", (_DOCUMENT, _ID, *_STATEMENT), _items("statements")),
        Table("content_parts", _PARTS, _parts),
    ),
    "quantities": (_QUANTITIES,),
    "dates": (_DATES,),
}


def rows(extraction: Extraction, layer: Layer) -> list[dict[str, Value]]:
    """The rows of a layer by column name, as in `sheet_table`."""
    return list(sheet_table(layer, Settings()).records(extraction))


def frame(extraction: Extraction, layer: Layer, library: str | None = None) -> Any:
    """The rows of a layer as a DataFrame with typed columns, also where it has no rows.

    Args:
        extraction: the results.
        layer: the layer.
        library: `pandas` or `polars`; by default the first of them that is installed.

    Raises:
        OutputError: the library is not installed, or is another one.
    """
    if library is None:
        library = next(filter(find_spec, FRAMES), "pandas")
    if library not in FRAMES or not find_spec(library):
        problem = "is not installed" if library in FRAMES else "makes no DataFrames for claimx"
        raise OutputError(f"{library} {problem}", "pip install pandas, or pip install polars")
    table = sheet_table(layer, Settings())
    values = list(zip(*table.rows(extraction), strict=True)) or [()] * len(table.columns)
    types = _TYPES[library]
    columns = [(c.name, list(given), types[c.kind]) for c, given in zip(table.columns, values, strict=True)]
    if library == "polars":
        import polars

        return polars.DataFrame(
            [polars.Series(name, v, getattr(polars, type_)) for name, v, type_ in columns]
        )
    import pandas

    return pandas.DataFrame({name: pandas.array(v, dtype=type_) for name, v, type_ in columns})


# Libraries of DataFrames, the preferred one first.
FRAMES = ("pandas", "polars")
# Library -> kind of column -> the name of its type there.
_TYPES: dict[str, dict[Kind, str]] = {
    library: dict(zip(get_args(Kind), types.split(), strict=True))
    for library, types in {
        "arrow": "string int64 float64 bool date32",
        "pandas": "string Int64 Float64 boolean datetime64[s]",
        "polars": "String Int64 Float64 Boolean Date",
    }.items()
}

# CSV (RFC 4180) and TSV

# Columns of all layers: at the beginning and at the end of a row.
_FIRST = ("document", "layer", "id", "start", "end", "text")
_LAST = ("line", "sentence")
# First characters of cells that spreadsheets read as formulas.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class CsvWriter(Writer):
    """One table for all layers: the columns that they share, with those of each layer between them."""

    _dialect = "excel"

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        super().__init__(stream, settings)
        self._tables = [sheet_table(layer, settings) for layer in settings.layers]
        names = dict.fromkeys([*_FIRST, *(name for table in self._tables for name in table.column_names)])
        columns = [*(name for name in names if name not in _LAST), *(name for name in _LAST if name in names)]
        self._rows = _rows_writer(stream, columns, self._dialect)

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        for table in self._tables:
            for record in table.records(extraction):
                self._rows.writerow(_cells({"layer": table.name, **record}))


class TsvWriter(CsvWriter):
    """The same table with tabs between the columns."""

    _dialect = "excel-tab"


class CsvFolderWriter(Writer):
    """A folder with a file for the articles and for each layer."""

    def __init__(self, path: Path, settings: Settings) -> None:
        path.mkdir()
        self._files = ExitStack()
        self._tables = [_articles(settings), *(sheet_table(layer, settings) for layer in settings.layers)]
        self._rows = []
        for table in self._tables:
            file = (path / f"{table.name}.csv").open("w", encoding="utf-8", newline="")
            self._rows.append(_rows_writer(self._files.enter_context(file), table.column_names))

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        for table, rows in zip(self._tables, self._rows, strict=True):
            rows.writerows(map(_cells, table.records(extraction)))

    def close(self) -> None:
        """Close the files."""
        self._files.close()


def _rows_writer(stream: TextIO, columns: Iterable[str], dialect: str = "excel") -> csv.DictWriter[str]:
    writer = csv.DictWriter(stream, list(columns), restval="", dialect=dialect)
    writer.writeheader()
    return writer


def _cells(record: dict[str, Value]) -> dict[str, Value]:
    return {column: cell(value) for column, value in record.items()}


def cell(value: Value) -> Value:
    """The value as a cell; `'` keeps spreadsheets from reading text as a formula."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA):
        return "'" + value
    return value


# Parquet

# Small parts are slow to read; large ones take memory to write.
_ARTICLES_PER_PART = 4096


class ParquetWriter(Writer):
    """A folder of datasets with the same number of parts; the articles of one part are held in memory."""

    def __init__(self, path: Path, settings: Settings) -> None:
        if not find_spec("pyarrow"):
            remedy = "pip install 'claimx[parquet]'"
            raise OutputError("Parquet needs pyarrow, which is not installed", remedy)
        self._path = path
        self._tables = flat_tables(settings)
        self._part = 0
        self._start_part()
        for table in self._tables:
            (path / table.name).mkdir(parents=True)

    def write(self, extraction: Extraction) -> None:
        """Add the rows of one article to the current part."""
        for table, rows in zip(self._tables, self._rows, strict=True):
            rows.extend(table.rows(extraction))
        self._articles += 1
        if self._articles == _ARTICLES_PER_PART:
            self._write_part()

    def close(self) -> None:
        """Write the last part; there is at least one, which holds the schema."""
        if self._articles or not self._part:
            self._write_part()

    def _start_part(self) -> None:
        self._articles = 0
        self._rows: list[list[list[Value]]] = [[] for _ in self._tables]

    def _write_part(self) -> None:
        import pyarrow as pa
        from pyarrow.parquet import write_table

        for table, rows in zip(self._tables, self._rows, strict=True):
            schema = pa.schema([(column.name, _TYPES["arrow"][column.kind]) for column in table.columns])
            columns = zip(*rows, strict=True) if rows else [()] * len(schema)
            arrays = [pa.array(values, type_) for type_, values in zip(schema.types, columns, strict=True)]
            path = self._path / table.name / f"part-{self._part:05}.parquet"
            write_table(pa.Table.from_arrays(arrays, schema=schema), path, compression="zstd")
        self._part += 1
        self._start_part()
