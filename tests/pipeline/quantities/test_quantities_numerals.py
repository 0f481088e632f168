"""Numbers as written: where they stand and what they are worth."""

from __future__ import annotations

import pytest

from claimx.pipeline.quantities.numerals import find_numerals


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
    ],
)
def test_read(text: str, expected: list[tuple[str, float]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "G7", "COP28", "Covid-19", "B-52", "#3", "800-555-0142", "2016-09-16", "9/11", "2:30", "1.5.2", "007",
        "high-five", "a hole-in-one", "the team scores", "many", "third",
    ],
)  # fmt: skip
def test_not_a_number(text: str) -> None:
    assert read(text) == []


def test_an_empty_line_ends_a_number() -> None:
    assert read("two\n\nmillion") == [("two", 2), ("million", 1_000_000)]


def test_share_out_of_a_year_is_none() -> None:
    assert read("400 in 2019")[0] == ("400", 400)
