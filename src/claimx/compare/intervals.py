"""The unit of a number, which numbers it allows, whether two can both hold; the days of a calendar value.

Newsrooms round, so a claim has the tolerance of its wording:

- `about 500` (`~`) and fractions (`a third`) allow 10 % either way, at least a whole unit in counts;
  `about 480`, with two digits, 5 %; `some 2,650`, with more, 1.5 %;
- `nearly 500` allows down to 10 % below, but not 500 itself and more; `less than 500` anything below;
- `more than`, `at least`, `at most` allow everything on their side;
- an exact number allows what it may have been rounded from: half a unit of its last digit that is not a zero,
  at most 5 %. Counts are taken as rounded only if they end in two zeros or more, or are written as
  `2.4 million`. The more exact of two numbers is never widened.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from claimx.compare.words import words
from claimx.pipeline.dates.calendar import SEASON_STARTS
from claimx.schema import Duration, Quantity, TextSpan, duration_of
from claimx.text.lexicon import lemmatize, read_rows

# By the number of digits: `some 2,650` has more than a rough number.
_APPROXIMATE = {1: 0.10, 2: 0.05}
_NEARLY_EXACT = 0.015
_ROUNDED = 0.05
# The rounding of a number that was not rounded: more exact than any other.
_EXACT = 1e-9
_SAME = 1e-9
_DIGITS = re.compile(r"\d[\d,.\u00a0 ]*")
# The last of several units: `2 hours, 9 minutes and 41 seconds`, `2:09:41`.
_LAST_UNIT = re.compile(
    r"\b(?:hour|day|week|month|year|metre|meter|stone|pound)s?\b.*?\b"
    r"(?:(second|minute|hour|day|week|month|pound|ounce|centimetre)s?|(centimeter)s?)$",
    re.I | re.S,
)
_CLOCK = re.compile(r"\d+(:\d\d)(:\d\d)?\b")


# Nothing that could be counted or measured follows.
BARE = re.compile(
    r"\s*(?:$|[.,;:!?)\]—–\n]|(?:in|on|at|and|as|were|are|was|had|has|have|after|when|by|died|dead|killed"
    r"|injured|missing|hurt|arrested|to|for|from|during|took|while|so)\b)"
)
# A number as large as this without a noun is an amount where the sentence is about money.
_LARGE = 1e5
_EVERY = re.compile(r"\b(?:every|each|per)\s+(hour|day|week|month|year)\b", re.I)


class Unit(NamedTuple):
    """The unit of a claim. Claims of one family may be about one thing; one dimension is convertible."""

    family: str
    dimension: str
    name: str


class UnitSize(NamedTuple):
    """The dimension of a unit, and its size in the base unit."""

    dimension: str
    size: float


class Interval(NamedTuple):
    """Numbers from `low` to `high`; open ends are excluded.

    `rounding` is the maximum rounding error of an exact number, and 0 for other claims.
    """

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False
    rounding: float = 0.0


def interval(quantity: Quantity, *, just_below: bool = False) -> Interval:
    """The interval of a quantity, in the base unit of its dimension.

    With `just_below` its `<` means `nearly`.
    """
    sign = -1 if quantity.change == "decrease" else 1
    size = sign * unit_size(quantity.unit)
    bare = _bare(quantity, just_below=just_below)
    low, high = sorted((bare.low * size, bare.high * size))
    opens = (bare.high_open, bare.low_open) if size < 0 else (bare.low_open, bare.high_open)
    return Interval(low, high, *opens, bare.rounding * abs(size))


def unit_size(unit: str) -> float:
    """The size of a unit in the base unit of its dimension; fractions are percent."""
    if unit == "fraction":
        return 100.0
    name, _, rest = unit.partition("/")
    measure, per = unit_sizes().get(name), unit_sizes().get(rest)
    return (measure.size if measure else 1.0) / (per.size if measure and per else 1.0)


def dimension(unit: str) -> str:
    """What a unit measures; units of one dimension are comparable."""
    if unit == "fraction":
        return "percent"
    name, slash, rest = unit.partition("/")
    measure, per = unit_sizes().get(name), unit_sizes().get(rest)
    if measure is None:
        return unit
    return f"{measure.dimension}{slash}{per.dimension if per else rest}"


def unit_of(quantity: Quantity, around: TextSpan, after: str, money: list[tuple[int, int, str]]) -> Unit:
    """The unit of a number; a currency without a code is added to the `money` of the article.

    `after`: the sentence `around` the number from its end on.
    """
    name = quantity.unit
    base, _, per = name.partition("/")
    if base == "count":
        following = re.match(r"\s+([a-z]+)", after)
        currency = following[1] if following and following[1] in words("currencies") else None
        if currency is None and quantity.value_low >= _LARGE and BARE.match(after):
            sentence = (around.start, around.end)
            currency = next((unit for *where, unit in reversed(money) if tuple(where) == sentence), None)
        if currency:
            currency = lemmatize(currency)
            money.append((around.start, around.end, currency))
            named = f"{currency}/{per}" if per else currency
            return Unit("money", named, named)
        return Unit("count", f"count/{per}" if per else "count", name)
    if len(base) == 3 and base.isupper():
        # `300p a share`, and `300p`: only a period makes it another amount.
        if dimension(per) != "time":
            every = _EVERY.search(around.text)
            name = f"{base}/{every[1].casefold()}" if every else base
        return Unit("money", name, name)
    if base in ("percent", "fraction"):
        return Unit("percent", "percent", name)
    if base in ("percentage_point", "point", "basis_point"):
        return Unit("percent", "point", "percentage_point" if base == "point" else name)
    # `31 years old`, and `Jonas Brekke, 29`.
    if name == "year" and ("old" in quantity.text or quantity.text.isdigit()):
        return Unit("age", "age", name)
    found = dimension(name)
    return Unit(found, found, name)


@cache
def unit_sizes() -> dict[str, UnitSize]:
    """Dimension and size of each unit."""
    rows = read_rows(__package__, "measures.tsv")
    return {unit: UnitSize(dimension, float(size)) for unit, dimension, size in rows}


def can_both_hold(a: Interval, b: Interval) -> bool:
    """Whether the intervals overlap."""
    if a.rounding and b.rounding:
        # Of two exact numbers, the one rounded more must cover the other.
        if math.isclose(a.rounding, b.rounding):
            return math.isclose(a.low, b.low, rel_tol=_SAME)
        return abs(a.low - b.low) <= max(a.rounding, b.rounding) * (1 + _SAME)
    low, low_open = max((x.low - x.rounding, x.low_open) for x in (a, b))
    high, high_closed = min((x.high + x.rounding, not x.high_open) for x in (a, b))
    if math.isclose(low, high, rel_tol=_SAME):
        return high_closed and not low_open
    return low < high


def _bare(quantity: Quantity, *, just_below: bool) -> Interval:
    low, high = float(quantity.value_low), float(quantity.value_high)
    relation = quantity.relation
    digits = 1 if quantity.unit == "fraction" else len(f"{abs(high):.10g}".replace(".", "").strip("0"))
    rough = _APPROXIMATE.get(digits, _NEARLY_EXACT)
    slack = max(rough * abs(high), 1.0 if quantity.unit == "count" else 0.0)
    if relation == "~" or quantity.unit == "fraction":
        return Interval(low - slack, high + slack)
    if relation == "<" and just_below:
        return Interval(high - slack, high, high_open=True)
    if relation in ("<", "<="):
        return Interval(-math.inf, high, high_open=relation == "<")
    if relation in (">", ">="):
        return Interval(low, math.inf, low_open=relation == ">")
    return Interval(low, high, rounding=_rounding(quantity) if low == high else 0.0)


def _rounding(quantity: Quantity) -> float:
    """The maximum rounding error of an exact value; tiny if it was not rounded."""
    value = abs(float(quantity.value_low))
    if smallest := _smallest_unit(quantity):
        return max(_EXACT, unit_size(smallest) / unit_size(quantity.unit) / 2)
    match = _DIGITS.search(quantity.text)
    digits = match.group().replace(",", "").rstrip(". \u00a0") if match else f"{value:.15g}"
    try:
        scale = value / float(digits) if float(digits) else 1.0
    except ValueError:
        scale = 1.0
    whole, _, decimals = digits.partition(".")
    counted = quantity.unit == "count"
    if decimals:
        step = scale * 10.0 ** -len(decimals)
    else:
        zeros = len(whole) - len(whole.rstrip("0"))
        if counted and scale == 1 and zeros < 2:
            return _EXACT
        step = scale * 10.0**zeros
    return max(_EXACT, min(step / 2, _ROUNDED * value))


def _smallest_unit(quantity: Quantity) -> str | None:
    """The smallest of several units that a value is given in."""
    if match := _LAST_UNIT.search(quantity.text):
        return "centimetre" if match[2] else match[1].casefold()
    clock = _CLOCK.search(quantity.text) if dimension(quantity.unit) == "time" else None
    if clock is None:
        return None
    return "second" if clock[2] or quantity.unit == "minute" else "minute"


_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-W(?P<week>\d\d)|-(?P<season>SP|SU|FA|WI)|-Q(?P<quarter>[1-4])|-H(?P<half>[12])"
    r"|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?!\d)"
)


class Days(NamedTuple):
    """A period, first and last day included."""

    first: date
    last: date

    def gap(self, other: Days) -> int:
        """The number of days between two periods; 0 if they overlap."""
        return max(0, (other.first - self.last).days, (self.first - other.last).days)


def days_of(value: str) -> Days | None:
    """The days of an ISO 8601 or TIMEX3 value; None if it has none."""
    match = _VALUE.match(value)
    try:
        if duration := duration_of(value):
            return _days_of_duration(duration)
        return _days(match) if match else None
    except (ValueError, OverflowError):  # the last week of the year 9999 has no end
        return None


def _days_of_duration(duration: Duration) -> Days:
    length = relativedelta(**{f"{duration.unit}s": duration.number})  # type: ignore[arg-type]
    first = duration.first or (datetime.combine(duration.last or date.max, time.min) - length).date()
    return Days(first, duration.last or (datetime.combine(first, time.min) + length).date())


def _days(match: re.Match[str]) -> Days:
    year = int(match["year"])
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return Days(monday, monday + timedelta(days=6))
    if match["season"]:
        return _months(year, SEASON_STARTS[match["season"]], 3)
    if match["quarter"]:
        return _months(year, 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return _months(year, 6 * int(match["half"]) - 5, 6)
    if match["day"]:
        day = date(year, int(match["month"]), int(match["day"]))
        return Days(day, day)
    return _months(year, int(match["month"]), 1) if match["month"] else _months(year, 1, 12)


def _months(year: int, first: int, count: int) -> Days:
    last_year, last = divmod(12 * year + first + count - 2, 12)
    return Days(date(year, first, 1), date(last_year, last + 1, monthrange(last_year, last + 1)[1]))
