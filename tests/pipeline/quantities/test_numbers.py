"""Numbers as written: where they stand and what they are worth."""

from __future__ import annotations

import pytest

from claimx.pipeline.quantities.numbers import find_numerals


def read(text: str) -> list[tuple[str, float]]:
    return [(text[each.start : each.end], round(each.value, 6)) for each in find_numerals(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3,210 sheep", [("3,210", 3210)]),
        ("1,234,567.89", [("1,234,567.89", 1234567.89)]),
        ("twenty-seven states", [("twenty-seven", 27)]),
        ("Twenty seven states", [("Twenty seven", 27)]),
        ("one hundred and five thousand", [("one hundred and five thousand", 105_000)]),
        ("a hundred and five", [("a hundred and five", 105)]),
        ("five thousand votes", [("five thousand", 5000)]),
        ("2.5 million", [("2.5 million", 2_500_000)]),
        ("two and a half million", [("two and a half million", 2_500_000)]),
        ("half a million", [("half a million", 500_000)]),
        ("a quarter of a million", [("a quarter of a million", 250_000)]),
        ("a dozen eggs", [("a dozen", 12)]),
        ("half a dozen", [("half a dozen", 6)]),
        ("three dozen", [("three dozen", 36)]),
        ("1.2bn", [("1.2bn", 1.2e9)]),
        ("5k followers", [("5k", 5000)]),
        ("$5 b", [("5 b", 5e9)]),
        ("$1billion", [("1billion", 1e9)]),
        ("dozens", [("dozens", 24)]),
        ("scores of people", [("scores", 40)]),
        ("tens of thousands", [("tens of thousands", 20_000)]),
        ("hundreds of thousands", [("hundreds of thousands", 200_000)]),
        ("thousands upon thousands", [("thousands upon thousands", 2000)]),
        ("several hundred", [("several hundred", 200)]),
        ("two-thirds", [("two-thirds", 0.666667)]),
        ("three quarters", [("three quarters", 0.75)]),
        ("one in five", [("one in five", 0.2)]),
        ("9 out of 10", [("9 out of 10", 0.9)]),
        ("2½ and 10 1/2", [("2½", 2.5), ("10 1/2", 10.5)]),
        ("1/3 of voters", [("1/3", 0.333333)]),
        ("a thousand-fold", [("a thousand", 1000)]),
        ("two three four", [("two", 2), ("three", 3), ("four", 4)]),
        ("54-43", [("54", 54), ("43", 43)]),
        ("2-to-1", [("2", 2), ("1", 1)]),
        ("two\nmillion", [("two\nmillion", 2_000_000)]),
        ("3\u00a0million", [("3\u00a0million", 3_000_000)]),
        ("five point two", [("five point two", 5.2)]),
        ("nine point nought six", [("nine point nought six", 9.06)]),
        ("one point five million", [("one point five million", 1_500_000)]),
        ("three twenty-firsts", [("three twenty-firsts", 0.142857)]),
        ("one ten-thousandth", [("one ten-thousandth", 0.0001)]),
        ("two hundred thirty-fifths", [("two hundred thirty-fifths", 5.714286)]),
        ("ten and three fifths", [("ten and three fifths", 10.6)]),
        ("4 million and a half", [("4 million and a half", 4_500_000)]),
        ("two billion and a half million", [("two billion and a half million", 2_000_500_000)]),
        ("three quarters of a million", [("three quarters of a million", 750_000)]),
        ("a three-quarter majority", [("three-quarter", 0.75)]),
        ("quarter million", [("quarter million", 250_000)]),
        ("2 thousand 7 hundred and 15", [("2 thousand 7 hundred and 15", 2715)]),
        ("one over four", [("one over four", 0.25)]),
        ("120 over 80", [("120", 120), ("80", 80)]),
        ("4,510 over three", [("4,510", 4510), ("three", 3)]),
        ("two in a thousand", [("two in a thousand", 0.002)]),
        ("two in a thousand years", [("two", 2), ("a thousand", 1000)]),
        ("two in a million-dollar house", [("two", 2), ("a million", 1_000_000)]),
        ("five-second delay", [("five", 5)]),
        ("a five-four vote", [("five", 5), ("four", 4)]),
        ("a one-two punch", [("one", 1)]),
        ("grew .5 percent", [(".5", 0.5)]),
        ("60 000 and 7\u202f500", [("60 000", 60_000), ("7\u202f500", 7500)]),
        ("room 12 450 people", [("12", 12), ("450", 450)]),
        ("1.3x10^6", [("1.3x10^6", 1_300_000)]),
        ("6 × 10⁻³", [("6 × 10⁻³", 0.006)]),
        ("2.5e+3", [("2.5e+3", 2500)]),
        ("3.2B users", [("3.2B", 3.2e9)]),
        ("1,3 million", [("1,3 million", 1_300_000)]),
    ],
)
def test_read(text: str, expected: list[tuple[str, float]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "G7", "COP28", "Covid-19", "B-52", "#3", "800-555-0142", "2016-09-16", "9/11", "2:30", "1.5.2", "007",
        "high-five", "a hole-in-one", "the team scores", "many", "third", "the twenty-first century",
        "pages 2,3",
    ],
)  # fmt: skip
def test_not_a_number(text: str) -> None:
    assert read(text) == []


def test_an_empty_line_ends_a_number() -> None:
    assert read("two\n\nmillion") == [("two", 2), ("million", 1_000_000)]


def test_share_out_of_a_year_is_none() -> None:
    assert read("400 in 2019")[0] == ("400", 400)
