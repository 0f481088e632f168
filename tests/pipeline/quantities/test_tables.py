"""The data files against the libraries that know better."""

from __future__ import annotations

import pytest
from babel.numbers import get_currency_name, is_currency

from claimx.pipeline.quantities.tables import currencies, table, units
from claimx.pipeline.quantities.units import unit_after


def test_currency_codes_are_iso_4217() -> None:
    codes = currencies().codes | set(currencies().signs.values()) - {"BTC"}
    assert [code for code in sorted(codes - {"BTC"}) if not is_currency(code)] == []


def test_full_names_agree_with_cldr() -> None:
    known = {
        get_currency_name(code, count=2, locale="en").lower(): code for code in currencies().codes - {"BTC"}
    }
    for name, currency in currencies().names.items():
        if name in known:
            assert known[name] == currency.code


def test_units_are_known_to_pint() -> None:
    pint = pytest.importorskip("pint")
    registry = pint.UnitRegistry()
    own = {
        "percentage_point",
        "basis_point",
        "point",
        "times",
        "part_per_million",
        "part_per_billion",
        "megapixel",
        "notch",
        "night",
    }
    names = {unit.name for unit in units().words.values() if unit.kind not in ("percent", "period")} - own
    unknown = [
        name for name in sorted(names) if not all(_is_known(registry, part) for part in name.split("/"))
    ]
    assert unknown == []


def _is_known(registry: object, name: str) -> bool:
    name = name.replace("_celsius", "_Celsius").replace("_fahrenheit", "_Fahrenheit")
    for prefix, power in (("square_", "**2"), ("cubic_", "**3")):
        if name.startswith(prefix):
            name = f"{name.removeprefix(prefix)}{power}"
    try:
        registry.parse_units(name)  # type: ignore[attr-defined]
    except Exception:
        return False
    return True


@pytest.mark.parametrize("name", ["numbers", "modifiers", "changes", "contexts"])
def test_word_lists_hold_lower_case_words_once(name: str) -> None:
    for key, words in table(name).items():
        if isinstance(words, list) and key not in ("levels",):
            assert all(word == word.lower() for word in words), key
            assert len(words) == len(set(words)), key


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Guyanese dollars", "GYD"), ("Trinidadian dollars", "TTD"), ("Taiwanese dollars", "TWD"),
        ("Zimbabwean dollars", "ZWL"), ("Cayman Islands dollars", "KYD"), ("Namibian dollars", "NAD"),
        ("Eastern Caribbean dollars", "XCD"), ("Israeli shekels", "ILS"), ("Kazakh tenge", "KZT"),
        ("Botswana pula", "BWP"), ("Paraguayan guaranies", "PYG"), ("Russian roubles", "RUB"),
        ("Belarusian roubles", "BYN"), ("Nepali rupees", "NPR"), ("Seychelles rupees", "SCR"),
        ("Argentinian pesos", "ARS"), ("Filipino pesos", "PHP"), ("Mozambican meticais", "MZN"),
        ("Uzbek soms", "UZS"), ("Tajik somoni", "TJS"), ("Lao kip", "LAK"), ("Emirati dirhams", "AED"),
        ("Moroccan dirhams", "MAD"), ("Scottish pounds", "GBP"), ("Burmese kyats", "MMK"),
        ("Central African francs", "XAF"), ("Pacific francs", "XPF"), ("Lebanese lira", "LBP"),
    ],
)  # fmt: skip
def test_a_currency_called_by_its_people(name: str, code: str) -> None:
    unit = unit_after(f"780 million {name} on a wall", len("780 million"), 780e6)
    assert unit is not None
    assert (unit.unit, unit.end) == (code, len(f"780 million {name}"))


@pytest.mark.parametrize("phrase", ["South Korean won", "Russian marks", "Chinese visitors"])
def test_people_who_have_no_such_currency(phrase: str) -> None:
    unit = unit_after(f"12 {phrase} gold", len("12"), 12.0)
    assert unit is None or unit.kind != "money"
