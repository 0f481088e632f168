"""The word lists of the quantity grammar, read once from the package's data files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from claimx.text.lexicon import read_json, read_rows


class Unit(NamedTuple):
    """A unit of measure: its canonical name and the family it belongs to (`time`, `length`, ...)."""

    name: str
    kind: str


class Currency(NamedTuple):
    """A currency's ISO 4217 code, what the number before its name is multiplied by, and whether the name is
    an everyday word too (`won`), so that only a large number before it makes it money."""

    code: str
    factor: float = 1.0
    everyday_word: bool = False


@dataclass(frozen=True, slots=True)
class Units:
    """`words` are keyed in lower case, `symbols` as written."""

    words: dict[str, Unit]
    symbols: dict[str, Unit]


@dataclass(frozen=True, slots=True)
class Currencies:
    """`names` are keyed in lower case, `signs` as written."""

    names: dict[str, Currency]
    signs: dict[str, str]
    codes: frozenset[str]


def table(name: str) -> dict[str, Any]:
    """The JSON word list `name` of this package's data folder."""
    data: dict[str, Any] = read_json(__package__, f"{name}.json")
    return data


@cache
def units() -> Units:
    """Units of measure, with percent, points and times among them."""
    words: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    for name, kind, *forms in read_rows(__package__, "units.tsv"):
        unit = Unit(name, kind)
        words.update((word.replace("-", " "), unit) for word in forms[0].split(", ") if word)
        symbols.update((symbol, unit) for symbol in " ".join(forms[1:]).split())
    return Units(words, symbols)


@cache
def currencies() -> Currencies:
    """Currency signs and the names news calls them by."""
    names: dict[str, Currency] = {}
    signs: dict[str, str] = {}
    codes = set()
    for code, *fields in read_rows(__package__, "currencies.tsv"):
        if not code.startswith("?"):
            codes.add(code)
        code = code.lstrip("?")
        marks, forms = [*fields, "", ""][:2]
        signs.update((sign, code) for sign in marks.split())
        for form in filter(None, forms.split(", ")):
            name, _, factor = form.partition(" x")
            names[name.lstrip("?")] = Currency(code, float(factor or 1), form.startswith("?"))
    return Currencies(names, signs, frozenset(codes))


@cache
def full_currency_names() -> dict[str, Currency]:
    """Every currency's full English name (`kuwaiti dinars`), from the CLDR tables that babel carries."""
    from babel.numbers import get_currency_name, list_currencies

    return {
        get_currency_name(code, count=count, locale="en").lower(): Currency(code)
        for code in sorted(list_currencies())
        for count in (1, 2)
    }
