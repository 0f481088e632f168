"""Values as a person would write them: `> 400`, `$3.2 million`, `▲ 3 %`, `10–20 years`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from claimx.schema import Document, Extraction, Quantity, SourceSpan

if TYPE_CHECKING:
    from claimx.compare.schema import Value

_RELATIONS = {"=": "", "~": "≈ ", ">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ "}
_CHANGES = {"increase": "▲ ", "decrease": "▼ ", None: ""}
_MAGNITUDES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_SIGNS = {"percent": " %", "degree_celsius": " °C", "degree_fahrenheit": " °F"}
_PLURALS = {"foot": "feet", "inch": "inches", "century": "centuries"}
_PARTS_OF_DAY = {"TMO": "morning", "TAF": "afternoon", "TEV": "evening", "TNI": "night"}
_DAY_AND_PART = re.compile(r"(?P<day>[\d-]+)(?P<part>T[A-Z]{2})")
_DECADE = re.compile(r"\d{3}")
_UNCOUNTED = {"times", "hertz"}
# Fractions with a larger denominator than this are given as decimals.
_LARGEST_DENOMINATOR = 12


def describe_value(quantity: Quantity | Value) -> str:
    """The value of a quantity with its unit, relation and change."""
    low, high, unit = quantity.value_low, quantity.value_high, quantity.unit
    number = _number(low, unit) if low == high else f"{_number(low, unit)}–{_number(high, unit)}"
    marks = _CHANGES[quantity.change] + _RELATIONS[quantity.relation]
    return marks + _with_unit(number, unit, plural=high != 1)


def describe_date(value: str) -> str:
    """A calendar value: `2023-12-01 morning`, `1990s`, and ISO 8601 as it is."""
    if _DECADE.fullmatch(value):
        return f"{value}0s"
    match = _DAY_AND_PART.fullmatch(value)
    part = _PARTS_OF_DAY.get(match["part"]) if match else None
    return f"{match['day']} {part}" if match and part else value


def describe_document(document: Document) -> list[str]:
    """What is known about an article beside its title, as far as it is."""
    known = (
        document.publisher,
        document.author,
        document.published.isoformat() if document.published else None,
        document.dateline.text if document.dateline else None,
        count(len(document.text.split()), "word"),
        document.path,
    )
    return [part for part in known if part]


def describe_speaker(claimant: SourceSpan, names: Mapping[str, str]) -> str:
    """Who speaks, by the fullest name there is; `names` are those of `entity_names`."""
    return names.get(claimant.entity or "") or claimant.name or claimant.text


def entity_names(extraction: Extraction) -> dict[str, str]:
    """The names of entities by their ids."""
    return {entity.id: entity.name for entity in extraction.entities}


def count(number: int, noun: str) -> str:
    """`1 word`, `2 words`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _with_unit(number: str, unit: str, *, plural: bool) -> str:
    if unit in ("count", "fraction"):
        return number
    if unit in _SIGNS:
        return number + _SIGNS[unit]
    unit, _, per = unit.partition("/")
    rate = f" per {per.replace('_', ' ')}" if per else ""
    if unit == "count":
        return number + rate
    if _is_currency(unit):
        return _currency_sign(unit) + number + rate
    return f"{number} {_plural(unit) if plural else unit.replace('_', ' ')}{rate}"


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
    return f"{value:,.10g}"
