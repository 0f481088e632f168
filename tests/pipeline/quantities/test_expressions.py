"""Numbers with their currencies, units, per-parts and ranges, read from the text alone."""

from __future__ import annotations

import pytest
import spacy
from babel import Locale
from babel.numbers import get_currency_name, get_territory_currencies

from claimx.api import load
from claimx.pipeline.quantities.component import find_quantities
from claimx.pipeline.quantities.grammar import Context
from claimx.pipeline.quantities.ranges import with_composites
from claimx.pipeline.quantities.rules import find_expressions
from claimx.pipeline.quantities.tables import currencies
from claimx.pipeline.records import register_extensions

NLP = spacy.blank("en")


def read(text: str) -> list[tuple[str, float, float, str]]:
    expressions = find_expressions(Context(NLP.make_doc(text)))
    return [(text[each.start : each.end], each.low, each.high, each.unit) for each in expressions]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("$3.2 million", 3_200_000, "USD"),
        ("$400m", 400e6, "USD"),
        ("US$ 20,000", 20_000, "USD"),
        ("NZ $ 26 million", 26e6, "NZD"),
        ("HK$5", 5, "HKD"),
        ("A$7.50", 7.5, "AUD"),
        ("€1,500", 1500, "EUR"),
        ("50 €", 50, "EUR"),
        ("£32m", 32e6, "GBP"),
        ("EUR5m", 5e6, "EUR"),
        ("5m euros", 5e6, "EUR"),
        ("1.2bn yen", 1.2e9, "JPY"),
        ("80 rupees", 80, "INR"),
        ("50 cents", 0.5, "USD"),
        ("470 pence", 4.7, "GBP"),
        ("300 Kuwaiti dinars", 300, "KWD"),
        ("40 norwegian kroner", 40, "NOK"),
        ("700 forints", 700, "HUF"),
        ("12 MEUR", 12e6, "EUR"),
        ("MSEK 30", 30e6, "SEK"),
        ("C $ 16.4 million", 16.4e6, "CAD"),
        ("cad$ 15", 15, "CAD"),
        ("10 $", 10, "USD"),
        ("75 USD million", 75e6, "USD"),
        ("rupees 5 lakh", 5e5, "INR"),
        ("50p", 0.5, "GBP"),
        ("quarter million US dollars", 250_000, "USD"),
        ("-25 C", -25, "degree_celsius"),
        ("20 [kg]", 20, "kilogram"),
        ("120 mg/dL", 120, "milligram/decilitre"),
        ("64-bit", 64, "bit"),
        ("2 million Swiss francs", 2e6, "CHF"),
        ("5,000 won", 5000, "KRW"),
        ("16 percent", 16, "percent"),
        ("16%", 16, "percent"),
        ("14 per cent", 14, "percent"),
        ("half a percentage point", 0.5, "percentage_point"),
        ("25 basis points", 25, "basis_point"),
        ("5 km", 5, "kilometre"),
        ("5km", 5, "kilometre"),
        ("240,000 square meter", 240_000, "square_metre"),
        ("60 mph", 60, "mile/hour"),
        ("90 degrees", 90, "degree"),
        ("-5 degrees Celsius", -5, "degree_celsius"),
        ("101 degrees Fahrenheit", 101, "degree_fahrenheit"),
        ("38°C", 38, "degree_celsius"),
        ("300 megawatts", 300, "megawatt"),
        ("10-year", 10, "year"),
        ("a 24-hour", 24, "hour"),
        ("three more months", 3, "month"),
        ("half an hour", 0.5, "hour"),
        ("half a century", 0.5, "century"),
        ("seven and a half years", 7.5, "year"),
        ("5 ½ years", 5.5, "year"),
        ("an hour and a half", 1.5, "hour"),
        ("thousands of miles", 2000, "mile"),
        ("millions of dollars", 2e6, "USD"),
        ("$40 a barrel", 40, "USD/barrel"),
        ("$15 an hour", 15, "USD/hour"),
        ("20 a day", 20, "count/day"),
        ("two billion tons per year", 2e9, "ton/year"),
        ("three times", 3, "times"),
        ("18-fold", 18, "times"),
        ("2x", 2, "times"),
        ("threefold", 3, "times"),
        ("6.8-magnitude", 6.8, "magnitude"),
    ],
)
def test_measured(text: str, value: float, unit: str) -> None:
    found = read(f"It was {text}.")
    assert found == [(text.removeprefix("a "), pytest.approx(value), pytest.approx(value), unit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 to 20 people", ("10 to 20", 10, 20, "count")),
        ("10-20 people", ("10-20", 10, 20, "count")),
        ("between 5% and 7%", ("5% and 7%", 5, 7, "percent")),
        ("between 10 and 15 people", ("10 and 15", 10, 15, "count")),
        ("$10 to $20 million", ("$10 to $20 million", 10e6, 20e6, "USD")),
        ("$10-20 million", ("$10-20 million", 10e6, 20e6, "USD")),
        ("two or three goals", ("two or three", 2, 3, "count")),
        ("18- to 24-year-old men", ("18- to 24-year-old", 18, 24, "year")),
        ("10–15 km", ("10–15 km", 10, 15, "kilometre")),
    ],
)
def test_range(text: str, expected: tuple[str, float, float, str]) -> None:
    assert read(f"About {text} there.") == [expected]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("5 feet 3 inches", 5.25, "foot"),
        ("6-foot-3", 6.25, "foot"),
        ("5'6\"", 5.5, "foot"),
        ("two hours and 15 minutes", 2.25, "hour"),
        ("seven pounds eight ounces", 7.5, "pound"),
        ("thirteen dollars and forty-five cents", 13.45, "USD"),
        ("15 dollars 50", 15.5, "USD"),
        ("17 USD 25", 17.25, "USD"),
    ],
)
def test_two_numbers_make_one_measure(text: str, value: float, unit: str) -> None:
    context = Context(NLP.make_doc(f"It was {text}."))
    found = with_composites(context, find_expressions(context))
    assert [(context.text[each.start : each.end], each.unit) for each in found] == [(text, unit)]
    assert found[0].low == pytest.approx(value)


@pytest.mark.parametrize("text", ["5 feet and 40 inches", "three dollars 200 times", "20 miles and 3 inches"])
def test_two_measures_stay_two(text: str) -> None:
    context = Context(NLP.make_doc(f"It was {text}."))
    assert len(with_composites(context, find_expressions(context))) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 1080p picture", []),
        ("5 $ 10 bills", [("5", 5, 5, "count"), ("$ 10", 10, 10, "USD")]),
        ("either 5 or 10 people", [("5", 5, 5, "count"), ("10", 10, 10, "count")]),
    ],
)
def test_not_one_measure(text: str, expected: list[tuple[str, float, float, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize("text", ["up from 9 to 10", "down from 6% to 4%", "up from the current $12 to $15"])
def test_levels_are_not_a_range(text: str) -> None:
    doc = NLP.make_doc(f"It went {text}.")
    for token in doc:
        token.lemma_ = token.lower_
    assert len(find_expressions(Context(doc))) == 2


@pytest.mark.parametrize("text", ["22nd", "1980s", "5G", "10pm", "4x4"])
def test_clinging_letters(text: str) -> None:
    assert read(f"the {text} thing") == []


def test_shared_unit() -> None:
    assert [each[3] for each in read("by 5 and 10 percentage points")] == ["percentage_point"] * 2


def circulating() -> list[str]:
    """The codes of all currencies that a country uses today."""
    territories = [str(code) for code in Locale("en").territories if str(code).isalpha()]
    return sorted({str(code) for each in territories for code in get_territory_currencies(each)})


@pytest.mark.parametrize("code", circulating())
def test_every_currency_is_read_by_its_code_and_its_name(code: str) -> None:
    assert read(f"It costs {code}5.2 million.") == [(f"{code}5.2 million", 5.2e6, 5.2e6, code)]
    if code not in currencies().everyday:
        assert read(f"It costs {code} 5,000.") == [(f"{code} 5,000", 5000, 5000, code)]
    name = get_currency_name(code, count=2, locale="en").lower().replace("&", "and")
    if code not in ("SHP", "BAM", "STN"):  # names with a full stop, a hyphen, or five words
        assert read(f"It costs 5,000 {name}.") == [(f"5,000 {name}", 5000, 5000, code)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("It has 12 rooms and costs $5.", ["count", "money"]),
        ("It rose 4 percent or 2 percentage points.", ["share", "share"]),
        ("It is 3 km long and took 2 hours.", ["measure", "duration"]),
        ("It costs $40 a barrel at 60 mph.", ["rate", "rate"]),
        ("A 12-year-old and a man aged 40 doubled it.", ["age", "age", "multiple"]),
    ],
)
def test_the_kind_of_a_quantity(text: str, kinds: list[str]) -> None:
    register_extensions()
    assert [each.kind for each in find_quantities(NLP.make_doc(text))] == kinds


def test_the_sides_of_a_vote_are_a_score() -> None:
    doc = load()("The Senate voted 54-43 to confirm him.")
    assert [each.kind for each in doc._.quantities] == ["score", "score"]


def test_a_magnitude_behind_an_unknown_number_is_no_number() -> None:
    assert read("It costs XQ5.2 million.") == []
    assert read("A million people came.") == [("A million", 1e6, 1e6, "count")]
