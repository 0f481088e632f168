"""CSV as RFC 4180 has it: one row for each mention, part of a statement, quantity and date."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Protocol, TextIO

from claimx.results import Claimant, Extraction, Layer, Source, TextSpan
from claimx.writers.settings import Settings

Cell = str | int | float | bool | None
Row = dict[str, Cell]

_COMMON = ("document", "layer", "id", "start", "end", "text")
_COLUMNS: dict[Layer, tuple[str, ...]] = {
    "entities": ("label", "name", "kind"),
    "statements": (
        *("quote", "part", "source", "source_start", "source_end", "source_name", "source_entity"),
        *("source_kind", "cue", "cue_start", "cue_end", "cue_lemma", "cue_kind", "negated", "confidence"),
    ),
    "quantities": (
        *("value_low", "value_high", "unit", "relation", "change", "what", "what_start", "what_end"),
        *("statement", "source", "source_start", "source_end", "source_name", "source_entity"),
        *("date", "confidence"),
    ),
    "dates": ("value",),
}
# What makes a spreadsheet read a cell as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class CsvWriter:
    """One table for the layers asked for: the columns they share, then those of each."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._layers = settings.layers
        own = (column for layer in self._layers for column in _COLUMNS[layer])
        self._rows = csv.DictWriter(stream, list(dict.fromkeys((*_COMMON, *own))), restval="")
        self._rows.writeheader()

    def write(self, extraction: Extraction) -> None:
        """Write the rows of one article."""
        for layer in self._layers:
            for row in _ROWS[layer](extraction):
                cells = {"document": extraction.document.id, "layer": layer, **row}
                self._rows.writerow({column: _cell(value) for column, value in cells.items()})

    def close(self) -> None:
        """Nothing is ever held back."""


def _entities(extraction: Extraction) -> Iterator[Row]:
    for entity in extraction.entities:
        for mention in entity.mentions:
            yield {
                "id": entity.id,
                **_span(mention),
                "label": entity.label,
                "name": entity.name,
                "kind": mention.kind,
            }


def _statements(extraction: Extraction) -> Iterator[Row]:
    for statement in extraction.statements:
        cue = statement.cue
        shared: Row = {
            "quote": statement.quote,
            **_claimant(statement.source),
            **_named("cue", cue),
            "cue_lemma": cue.lemma if cue else None,
            "cue_kind": cue.kind if cue else None,
            "negated": cue.negated if cue else None,
            "confidence": statement.confidence,
        }
        for number, part in enumerate(statement.content, 1):
            yield {"id": statement.id, **_span(part), "part": number, **shared}


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
            **_named("what", quantity.what),
            "statement": quantity.statement,
            **_claimant(quantity.source),
            "date": quantity.date,
            "confidence": quantity.confidence,
        }


def _dates(extraction: Extraction) -> Iterator[Row]:
    for date in extraction.dates:
        yield {"id": date.id, **_span(date), "value": date.value}


_ROWS: dict[Layer, Callable[[Extraction], Iterator[Row]]] = {
    "entities": _entities,
    "statements": _statements,
    "quantities": _quantities,
    "dates": _dates,
}


class _HasOffsets(Protocol):
    start: int
    end: int
    text: str


def _span(span: _HasOffsets) -> Row:
    return {"start": span.start, "end": span.end, "text": span.text}


def _named(name: str, span: TextSpan | None) -> Row:
    if span is None:
        return {}
    return {name: span.text, f"{name}_start": span.start, f"{name}_end": span.end}


def _claimant(claimant: Claimant | None) -> Row:
    if claimant is None:
        return {}
    row = {**_named("source", claimant), "source_name": claimant.name, "source_entity": claimant.entity}
    return {**row, "source_kind": claimant.kind} if isinstance(claimant, Source) else row


def _cell(value: Cell) -> Cell:
    """The value as it is safe to open in a spreadsheet: text that would be a formula starts with `'`."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and len(value) > 1 and value.startswith(_FORMULA):
        return "'" + value
    return value
