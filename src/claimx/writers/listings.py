"""The layers of an extraction as lists for people: what Markdown and HTML pages show below an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from claimx.schema import Date, Extraction, Layer, Quantity, TextSpan
from claimx.terminal import printable
from claimx.writers.wording import describe_date, describe_speaker, describe_value, entity_names


class Line(NamedTuple):
    """One result: its id, a text for each column, and where it stands in the article."""

    id: str
    cells: tuple[str, ...]
    places: str


class Listing(NamedTuple):
    """The results of a layer."""

    title: str
    columns: tuple[str, ...]
    lines: list[Line]


def listings(extraction: Extraction, layers: tuple[Layer, ...]) -> Iterator[Listing]:
    """A list for each layer asked for that has any results."""
    for layer, make in _LISTINGS.items():
        listing = make(extraction)
        if layer in layers and listing.lines:
            yield listing


def _statements(extraction: Extraction) -> Listing:
    names = entity_names(extraction)
    lines = []
    for statement in extraction.statements:
        who = describe_speaker(statement.source, names) if statement.source else ""
        cue = statement.cue.text if statement.cue else ""
        said = " … ".join(part.text for part in statement.content)
        lines.append(_line(statement.id, (who, cue, said), statement.content))
    return Listing("Statements", ("who", "says", "what"), lines)


def _quantities(extraction: Extraction) -> Listing:
    names = entity_names(extraction)
    dates = {date.id: describe_date(date.value) for date in extraction.dates}
    lines = []
    for quantity in extraction.quantities:
        what = quantity.what.text if quantity.what else ""
        who = describe_speaker(quantity.source, names) if quantity.source else ""
        cells = (describe_value(quantity), what, who, dates.get(quantity.date or "", ""))
        lines.append(_line(quantity.id, cells, [quantity]))
    return Listing("Quantities", ("value", "what", "whose claim", "date"), lines)


def _entities(extraction: Extraction) -> Listing:
    lines = [_line(entity.id, (entity.label, entity.name), entity.mentions) for entity in extraction.entities]
    return Listing("Entities", ("label", "name"), lines)


def _dates(extraction: Extraction) -> Listing:
    lines = [_line(date.id, (describe_date(date.value), date.text), [date]) for date in extraction.dates]
    return Listing("Dates", ("value", "words"), lines)


_LISTINGS: dict[Layer, Callable[[Extraction], Listing]] = {
    "statements": _statements,
    "quantities": _quantities,
    "entities": _entities,
    "dates": _dates,
}


def _line(id_: str, cells: tuple[str, ...], spans: Sequence[TextSpan | Quantity | Date]) -> Line:
    places = ", ".join(f"{span.start}–{span.end}" for span in spans)
    return Line(id_, tuple(map(printable, cells)), places)
