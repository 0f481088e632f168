"""Which claims can both hold."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.compare.intervals import can_both_hold, interval, unit_sizes
from claimx.schema import Quantity


def claim(text: str, value: float, relation: str = "=", unit: str = "count", **more: Any) -> Quantity:
    return Quantity.model_construct(
        **{
            **{"text": text, "value_low": value, "value_high": value, "unit": unit},
            **{"relation": relation, "change": None, **more},
        }
    )


NEARLY_500 = interval(claim("500", 500, "<"), just_below=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (claim("400", 400, ">"), claim("415", 415)),
        (claim("480", 480, ">="), claim("483", 483)),
        (claim("480", 480, ">="), claim("480", 480)),
        (claim("480", 480, "~"), claim("483", 483)),
        (claim("10", 10, "~"), claim("11", 11)),
        (claim("500", 500), claim("483", 483)),
        (claim("2.4 million", 2.4e6), claim("2,412,300", 2_412_300)),
        (claim("two", 2), claim("2", 2)),
        (claim("8 or 9", 8, value_high=9), claim("9", 9)),
        (claim("16%", 16, unit="percent"), claim("16.4%", 16.4, unit="percent")),
        (claim("a third", 1 / 3, unit="fraction"), claim("34%", 34, unit="percent")),
        (claim("18 nautical miles", 18, unit="nautical_mile"), claim("33 km", 33, unit="kilometre")),
        (claim("48 hours", 48, unit="hour"), claim("two days", 2, unit="day")),
        (claim("300", 300, "<"), claim("12", 12)),
    ],
)
def test_what_can_both_hold(one: Quantity, other: Quantity) -> None:
    assert can_both_hold(interval(one), interval(other))
    assert can_both_hold(interval(other), interval(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (claim("12", 12), claim("14", 14)),
        (claim("415", 415, ">"), claim("401", 401)),
        (claim("415", 415, ">"), claim("415", 415)),
        (claim("400", 400, ">"), claim("122", 122)),
        (claim("400", 400, "<"), claim("400", 400, ">=")),
        (claim("400", 400), claim("440", 440)),
        (claim("480", 480, "~"), claim("600", 600)),
        (claim("1,900", 1900), claim("1,980", 1980)),
        (claim("8 or 9", 8, value_high=9), claim("10", 10)),
        (claim("16%", 16, unit="percent"), claim("15%", 15, unit="percent")),
        (claim("$2.4 million", 2.4e6, unit="USD"), claim("$4.2 million", 4.2e6, unit="USD")),
        (
            claim("3%", 3, unit="percent", change="increase"),
            claim("3%", 3, unit="percent", change="decrease"),
        ),
    ],
)
def test_what_cannot(one: Quantity, other: Quantity) -> None:
    assert not can_both_hold(interval(one), interval(other))
    assert not can_both_hold(interval(other), interval(one))


def test_nearly_stays_close() -> None:
    assert can_both_hold(NEARLY_500, interval(claim("483", 483)))
    assert can_both_hold(NEARLY_500, interval(claim("480", 480, ">=")))
    assert not can_both_hold(NEARLY_500, interval(claim("500", 500, ">=")))
    assert not can_both_hold(NEARLY_500, interval(claim("420", 420)))


NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9)
CLAIMS = st.builds(
    lambda value, relation, unit: claim(str(value), value, relation, unit),
    NUMBERS,
    st.sampled_from(["=", "~", ">", ">=", "<", "<="]),
    st.sampled_from(["count", "percent", "fraction", "mile"]),
)


@given(one=CLAIMS, other=CLAIMS)
def test_any_claims(one: Quantity, other: Quantity) -> None:
    a, b = interval(one), interval(other)
    assert a.low <= a.high
    assert can_both_hold(a, a)
    assert can_both_hold(a, b) == can_both_hold(b, a)


def test_the_sizes_of_units_are_those_of_pint() -> None:
    pint = pytest.importorskip("pint")
    registry = pint.UnitRegistry()
    names = {
        **{"barrel": "oil_barrel", "kilotonne": "kilometric_ton", "megatonne": "megametric_ton"},
        **{"decade": "10 years", "century": "100 years", "millennium": "1000 years"},
    }
    bases = {
        "time": "second",
        "length": "metre",
        "area": "metre**2",
        "volume": "metre**3",
        "mass": "kilogram",
    }
    for unit, measure in unit_sizes().items():
        name = names.get(unit, unit)
        power = {"square": 2, "cubic": 3}.get(name.partition("_")[0], 1)
        expected = registry(name.split("_", 1)[1] if power > 1 else name) ** power
        size = expected.to(bases[measure.dimension]).magnitude
        assert math.isclose(size, measure.size, rel_tol=1e-3), unit
