"""Results in words: values (`> 400`, `$3.2 million`, `▲ 3 %`, `10–20 years`), and a list for each layer."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from claimx.schema import AnySpan, Document, Extraction, Layer, Quantity, SourceSpan, duration_of
from claimx.text import counted, printable

if TYPE_CHECKING:
    from claimx.compare import Value

_RELATIONS = {"=": "", "~": "≈ ", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ "}
_CHANGES = {"increase": "▲ ", "decrease": "▼ ", None: ""}
_MAGNITUDES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SIGNS = {"percent": " %", "degree_celsius": " °C", "degree_fahrenheit": " °F"}
_PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries"}
# Unit -> the one that counts its parts in speech, and how many it has: `7 years 4 months`.
_PARTS = {
    "year": ("month", 12),
    "week": ("day", 7),
    "day": ("hour", 24),
    "hour": ("minute", 60),
    "minute": ("second", 60),
    "foot": ("inch", 12),
    "stone": ("pound", 14),
    "pound": ("ounce", 16),
}
# Values with more decimals than this were computed from several units, and are shown in them.
_WRITTEN_DECIMALS = 3
# How far a number of parts may be from a whole one, by the rounding of the value.
_ROUNDING = 0.01
_PARTS_OF_DAY = {"TMO": "morning", "TAF": "afternoon", "TEV": "evening", "TNI": "night"}
_ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_DAY_AND_PART = re.compile(r"(?P<day>[\d-]+)(?P<part>T[A-Z]{2})")
_DECADE = re.compile(r"\d{3}")
_UNCOUNTED = {"times", "hertz"}
# Marks that are explained where they are used.
_MARKS = {
    "▲": "rises",
    "▼": "falls",
    "≈": "about",
    "≥": "at least",
    "≤": "at most",
    "✗": "denied",
    "?": "rather wrong than right (confidence below 0.5)",
}
# The confidence from which a result is rather right than wrong.
_SURE = 0.5
# Fractions with a larger denominator than this are given as decimals.
_LARGEST_DENOMINATOR = 12


def describe_value(quantity: Quantity | Value) -> str:
    """The value of a quantity with its unit, relation and change; `not` before a denied one."""
    low, high, unit = quantity.value_low, quantity.value_high, quantity.unit
    if unit == "time_of_day":
        return f"{int(low) // 60:02d}:{int(low) % 60:02d}"
    if unit == "calendar_day":
        days = [date.fromisoformat(str(end)).isoformat() for end in (low, high)]
        return "–".join(dict.fromkeys(days))
    if unit == "ordinal":
        return f"{low}{_ORDINAL_ENDINGS.get(int(low), 'th')}"
    if unit == "match_score":
        return f"{high}-{low}"
    denied = "not " if getattr(quantity, "negated", False) and high else ""
    marks = denied + _CHANGES[quantity.change] + _RELATIONS[quantity.relation]
    if low == high and (parts := _in_parts(low, unit)):
        return marks + parts
    number = _number(low, unit) if low == high else f"{_number(low, unit)}–{_number(high, unit)}"
    return marks + _with_unit(number, unit, plural=high != 1)


def describe_date(value: str) -> str:
    """A calendar value: `2023-12-01 morning`, `1990s`, `12 months to 2023-12-01`, and ISO 8601 as it is."""
    if _DECADE.fullmatch(value):
        return f"{value}0s"
    if duration := duration_of(value):
        day = f"to {duration.last}" if duration.last else f"from {duration.first}"
        return f"{counted(duration.number, duration.unit)} {day}"
    match = _DAY_AND_PART.fullmatch(value)
    part = _PARTS_OF_DAY.get(match["part"]) if match else None
    return f"{match['day']} {part}" if match and part else value


def describe_document(document: Document) -> list[str]:
    """The known metadata of an article except its title; the day of publication also where it is unknown."""
    known = (
        document.publisher,
        document.author,
        document.published.isoformat() if document.published else "published: unknown",
        document.dateline.text if document.dateline else None,
        counted(len(document.text.split()), "word"),
        document.path,
    )
    return [part for part in known if part]


def describe_speaker(claimant: SourceSpan, names: Mapping[str, str]) -> str:
    """The fullest name of a claimant; `names` come from `entity_names`."""
    return names.get(claimant.entity or "") or claimant.name or claimant.text


def speaker_key(claimant: SourceSpan) -> str:
    """What tells a claimant from others: the entity, else the name, else the place.

    Two times `he`, or `officials`, may be two speakers.
    """
    return claimant.entity or (claimant.name or f"{claimant.start}-{claimant.end}").casefold()


def entity_names(extraction: Extraction) -> dict[str, str]:
    """The names of entities by their ids."""
    return {entity.id: entity.name for entity in extraction.entities}


def _with_unit(number: str, unit: str, *, plural: bool) -> str:
    unit, _, per = unit.partition("/")
    rate = f" per {per.replace('_', ' ')}" if per else ""
    if unit in ("count", "fraction"):
        return number + rate
    if unit in _SIGNS:
        return number + _SIGNS[unit] + rate
    if _is_currency(unit):
        return _currency_sign(unit) + number + rate
    return f"{number} {_plural(unit) if plural else unit.replace('_', ' ')}{rate}"


def _in_parts(value: float, unit: str) -> str:
    """`7 years 4 months` for 7.333333 years; empty for values that are whole or short decimals."""
    if unit not in _PARTS or value < 1 or round(value, _WRITTEN_DECIMALS) == value:
        return ""
    smaller, parts = _PARTS[unit]
    if abs(value * parts - round(value * parts)) < _ROUNDING:
        whole, count = divmod(round(value * parts), parts)
        words = _with_unit(str(count), smaller, plural=count != 1) if count else ""
    else:
        whole = int(value)
        words = _in_parts((value - whole) * parts, smaller)
        if not words:
            return ""
    return f"{_with_unit(f'{whole:,}', unit, plural=whole != 1)} {words}".rstrip()


def _is_currency(unit: str) -> bool:
    return len(unit) == 3 and unit.isupper()


def _currency_sign(code: str) -> str:
    from babel.numbers import get_currency_symbol

    sign = str(get_currency_symbol(code, locale="en"))
    return f"{sign} " if sign.isalpha() else sign


def _plural(unit: str) -> str:
    name = unit.replace("_", " ")
    return _PLURALS.get(unit, name if unit in _UNCOUNTED else name + "s")


def _number(value: float, unit: str) -> str:
    if unit == "fraction":
        fraction = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
        if abs(fraction - value) < 0.001 and fraction.denominator > 1:
            return str(fraction)
    for size, word in _MAGNITUDES:
        if abs(value) >= size:
            return f"{value / size:,.6g} {word}" if abs(value) < 1000 * 10**12 else f"{value:.4g}"
    if _is_currency(unit.partition("/")[0]) and value % 1 and round(value, 2) == value:
        return f"{value:,.2f}"
    return f"{value:,.10g}"


def is_unsure(confidence: float | None) -> bool:
    """Whether a result is rather wrong than right."""
    return confidence is not None and confidence < _SURE


def marked_unsure(words: str, confidence: float | None) -> str:
    """Words with a `?` before them if they are unsure."""
    return f"? {words}".rstrip() if is_unsure(confidence) else words


def legend(extraction: Extraction, layers: Collection[Layer]) -> list[str]:
    """What the marks mean that the lists of an extraction use: `▲ rises`."""
    used: set[str] = set()
    if "statements" in layers:
        used.update("✗" for each in extraction.statements if each.cue and each.cue.negated)
        used.update("?" for each in extraction.statements if is_unsure(each.confidence))
    if "quantities" in layers:
        for quantity in extraction.quantities:
            used.update(_CHANGES[quantity.change] + _RELATIONS[quantity.relation])
            spans = (quantity.what, quantity.source)
            used.update("?" for span in spans if span and is_unsure(span.confidence))
    return [f"{mark} {meaning}" for mark, meaning in _MARKS.items() if mark in used]


class Line(NamedTuple):
    """One result: its id, a printable text for each column, and its offsets in the article."""

    id: str
    cells: tuple[str, ...]
    places: str


class Listing(NamedTuple):
    """The results of a layer as a table."""

    title: str
    columns: tuple[str, ...]
    lines: list[Line]


def listings(extraction: Extraction, layers: tuple[Layer, ...]) -> Iterator[Listing]:
    """A list for each of the layers that has results."""
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
        denied = "✗ " if statement.cue and statement.cue.negated else ""
        cue = denied + marked_unsure(cue, statement.confidence)
        lines.append(_line(statement.id, (who, cue, statement.quote, said), statement.content))
    return Listing("Statements", ("who", "says", "quote", "what"), lines)


def quantity_listing(extraction: Extraction) -> Listing:
    """The quantities with their words, what they count, who claims them, and their dates.

    The words are left out where they are those of the value.
    """
    names = entity_names(extraction)
    dates = {date.id: describe_date(date.value) for date in extraction.dates}
    lines = []
    for quantity in extraction.quantities:
        what = quantity.what.text if quantity.what else ""
        who = describe_speaker(quantity.source, names) if quantity.source else ""
        value = describe_value(quantity)
        words = "" if _characters(quantity.text) == _characters(value) else quantity.text
        what = marked_unsure(what, quantity.what.confidence if quantity.what else None)
        who = marked_unsure(who, quantity.source.confidence if quantity.source else None)
        cells = (value, words, what, who, dates.get(quantity.date or "", ""))
        lines.append(_line(quantity.id, cells, [quantity]))
    return Listing("Quantities", ("value", "words", "what", "whose claim", "date"), lines)


def _entities(extraction: Extraction) -> Listing:
    lines = [_line(entity.id, (entity.label, entity.name), entity.mentions) for entity in extraction.entities]
    return Listing("Entities", ("label", "name"), lines)


def _dates(extraction: Extraction) -> Listing:
    lines = [_line(date.id, (describe_date(date.value), date.text), [date]) for date in extraction.dates]
    return Listing("Dates", ("value", "words"), lines)


_LISTINGS: dict[Layer, Callable[[Extraction], Listing]] = {
    "statements": _statements,
    "quantities": quantity_listing,
    "entities": _entities,
    "dates": _dates,
}


def _characters(words: str) -> str:
    return "".join(character for character in words if character.isalnum())


def _line(id_: str, cells: tuple[str, ...], spans: Sequence[AnySpan]) -> Line:
    places = ", ".join(f"{span.start}–{span.end}" for span in spans)
    return Line(id_, tuple(map(printable, cells)), places)
