"""Whose `pesos`, `kroner` or `dinars` are meant, told by the countries and cities that the article names.

Countries, their currencies and the cities that time zones are called by come from the CLDR tables of babel.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.tables import table
from claimx.text.patterns import GAP, any_of

if TYPE_CHECKING:
    from claimx.pipeline.quantities.layout import Layout

# Pounds from this many on are money: no article weighs anything in so many pounds without `tons`.
_LEAST_MONEY = 100_000
_PLACES = frozenset(("GPE", "LOC", "NORP"))


def settle_currencies(layout: Layout, expressions: list[Expression]) -> list[Expression]:
    """Make money of counts before the name of a currency that several countries have.

    Where the article names no country that has it, they stay counts.
    """
    expressions = [_pounds(layout, each) if each.unit == "pound" else each for each in expressions]
    return [_settled(layout, each) if each.unit == "count" else each for each in expressions]


def _pounds(layout: Layout, expression: Expression) -> Expression:
    """Make money of pounds that are no weight: `a million pounds`; `ten pounds` in an article with £."""
    written = layout.text[expression.start : expression.end].lower()
    if not written.endswith(" pounds") or (expression.high < _LEAST_MONEY and "£" not in layout.text):
        return expression
    return replace(expression, unit="GBP", kind="money")


def _settled(layout: Layout, expression: Expression) -> Expression:
    name = _name().match(layout.text, expression.end)
    if name is None:
        return expression
    codes = _codes()[_shared_names()[name["name"].lower()]]
    named = Counter(
        code for place in _places(layout) for code in _codes_of_places().get(place, ()) if code in codes
    )
    if not named:
        return expression
    ((code, _),) = named.most_common(1)
    return replace(expression, end=name.end(), unit=code, kind="money")


def _places(layout: Layout) -> list[str]:
    entities = (ent.text.lower() for ent in layout.doc.ents if ent.label_ in _PLACES)
    return [name.removeprefix("the ") for name in entities]


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"{GAP}(?P<name>{any_of(_shared_names())})(?!\w)", re.IGNORECASE)


@cache
def _shared_names() -> dict[str, str]:
    """A name as it is written -> as CLDR's full names end (`kroner` -> `krone`)."""
    return {
        str(name): str(noun) for noun, names in table("rates")["shared_currencies"].items() for name in names
    }


@cache
def _codes() -> dict[str, frozenset[str]]:
    """The noun of a currency's full name -> the codes of the currencies that are called so."""
    from babel.numbers import get_currency_name

    of_noun: dict[str, set[str]] = {noun: set() for noun in _shared_names().values()}
    for codes in _territory_codes().values():
        for code in codes:
            noun = get_currency_name(code, locale="en").lower().rpartition(" ")[2]
            if noun in of_noun:
                of_noun[noun].add(code)
    return {noun: frozenset(codes) for noun, codes in of_noun.items()}


@cache
def _territory_codes() -> dict[str, tuple[str, ...]]:
    """Territory -> the codes of the currencies it has today."""
    from babel import Locale
    from babel.numbers import get_territory_currencies

    territories = sorted(str(code) for code in Locale("en").territories)
    return {code: tuple(map(str, get_territory_currencies(code))) for code in territories if code.isalpha()}


@cache
def _codes_of_places() -> dict[str, tuple[str, ...]]:
    """A country, a city or what is said of the country (`danish`), in lower case -> codes of currencies."""
    from babel import Locale
    from babel.core import get_global
    from babel.numbers import get_currency_name

    codes = _territory_codes()
    places = {name.lower(): codes[code] for code, name in Locale("en").territories.items() if code in codes}
    for zone, territory in get_global("zone_territories").items():
        places.setdefault(zone.rpartition("/")[2].replace("_", " ").lower(), codes.get(territory, ()))
    for code in sorted({code for some in codes.values() for code in some}):
        adjective = get_currency_name(code, locale="en").lower().rpartition(" ")[0]
        if adjective:
            places.setdefault(adjective, (code,))
    return places
