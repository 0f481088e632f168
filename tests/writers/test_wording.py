"""Values in the words of a person."""

from __future__ import annotations

import pytest

from claimx.schema import Quantity
from claimx.writers.wording import describe_date, describe_value


def quantity(low: float, high: float, unit: str, relation: str = "=", change: str | None = None) -> Quantity:
    return Quantity.model_validate(
        {
            **{"id": "q1", "start": 0, "end": 1, "text": "x", "value_low": low, "value_high": high},
            **{"unit": unit, "relation": relation, "change": change, "what": None, "statement": None},
            **{"source": None, "date": None, "confidence": None},
        }
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (quantity(400, 400, "count", ">"), "> 400"),
        (quantity(24, 24, "count", ">="), "≥ 24"),
        (quantity(1500, 1500, "count", "~"), "≈ 1,500"),
        (quantity(3200000, 3200000, "USD"), "$3.2 million"),
        (quantity(1.5e9, 1.5e9, "SEK"), "SEK 1.5 billion"),
        (quantity(7, 7, "AUD"), "A$7"),
        (quantity(45, 45, "USD/barrel"), "$45 per barrel"),
        (quantity(16, 16, "percent"), "16 %"),
        (quantity(3, 3, "percent", change="increase"), "▲ 3 %"),
        (quantity(200, 200, "count", "<", "decrease"), "▼ < 200"),
        (quantity(2, 2, "percentage_point"), "2 percentage points"),
        (quantity(10, 20, "year"), "10–20 years"),
        (quantity(1, 1, "day"), "1 day"),
        (quantity(6, 6, "foot"), "6 feet"),
        (quantity(60, 60, "mile/hour"), "60 miles per hour"),
        (quantity(20, 20, "count/day"), "20 per day"),
        (quantity(90, 90, "degree_fahrenheit"), "90 °F"),
        (quantity(0.5, 0.5, "fraction"), "1/2"),
        (quantity(0.6667, 0.6667, "fraction"), "2/3"),
        (quantity(0.37, 0.37, "fraction"), "0.37"),
        (quantity(2, 2, "times"), "2 times"),
        (quantity(1e300, 1e300, "count"), "1e+300"),
        (quantity(2.4, 2.4, "GBP/hour"), "£2.40 per hour"),
        (quantity(0.195, 0.195, "GBP"), "£0.195"),
        (quantity(310, 310.5, "USD"), "$310–310.50"),
        (quantity(12, 15, "percent/year"), "12–15 % per year"),
        (quantity(7.333333, 7.333333, "year", "~"), "≈ 7 years 4 months"),
        (quantity(2.258333, 2.258333, "hour"), "2 hours 15 minutes 30 seconds"),
        (quantity(5.083333, 5.083333, "foot"), "5 feet 1 inch"),
        (quantity(8.2, 8.2, "minute"), "8.2 minutes"),
        (quantity(1.23456, 1.23456, "year"), "1.23456 years"),
        (quantity(0.333333, 0.333333, "year"), "0.333333 years"),
    ],
)
def test_values(value: Quantity, words: str) -> None:
    assert describe_value(value) == words


def test_a_denied_value_says_so() -> None:
    denied = {"negated": True}
    assert describe_value(quantity(50, 50, "count", ">").model_copy(update=denied)) == "not > 50"
    assert describe_value(quantity(0, 0, "count").model_copy(update=denied)) == "0"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2023-12-01", "2023-12-01"),
        ("2023-12-01TMO", "2023-12-01 morning"),
        ("2023-12-02T14:30", "2023-12-02T14:30"),
        ("199", "1990s"),
        ("2023-Q3", "2023-Q3"),
        ("2023-SU", "2023-SU"),
        ("P12M/2023-12-02", "12 months to 2023-12-02"),
        ("2023-12-02/P1Y", "1 year from 2023-12-02"),
        ("PT24H/2023-12-02", "24 hours to 2023-12-02"),
    ],
)
def test_dates(value: str, words: str) -> None:
    assert describe_date(value) == words
