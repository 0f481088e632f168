"""Which days a calendar value covers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-W(?P<week>\d\d)|-(?P<season>SP|SU|FA|WI)|-Q(?P<quarter>[1-4])|-H(?P<half>[12])"
    r"|-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?!\d)"
)
_FIRST_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


class Days(NamedTuple):
    """From the first day to the last, both included."""

    first: date
    last: date

    def gap(self, other: Days) -> int:
        """How many days lie between the two; 0 where they share one."""
        return max(0, (other.first - self.last).days, (self.first - other.last).days)


def days_of(value: str) -> Days | None:
    """The days of an ISO 8601 or TIMEX3 value; None where it names none."""
    match = _VALUE.match(value)
    try:
        return _days(match) if match else None
    except (ValueError, OverflowError):  # the last week of the year 9999 has no end
        return None


def _days(match: re.Match[str]) -> Days:
    year = int(match["year"])
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        return Days(monday, monday + timedelta(days=6))
    if match["season"]:
        return _months(year, _FIRST_MONTHS[match["season"]], 3)
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
