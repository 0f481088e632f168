"""The calendar: periods, how each is written in ISO 8601 / TIMEX3, and the days of holidays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

from claimx.text.lexicon import months, read_json, weekdays

Unit = Literal[
    "time", "day", "duration", "week", "weekend", "month", "quarter", "half", "season", "year",
    "decade", "century",
]  # fmt: skip

# Months between the starts of two successive periods; a season returns every year.
MONTHS_IN: dict[str, int] = {
    "month": 1, "quarter": 3, "half": 6, "season": 12, "year": 12, "decade": 120, "century": 1200,
}  # fmt: skip
# Units from the shortest to the longest; a duration is known as exactly as the day that it begins or ends on.
UNITS: tuple[Unit, ...] = (
    "day", "duration", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century",
)  # fmt: skip
SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A period of the calendar: its unit and its first day.

    `detail` is the part of the day or clock time of a day (`TMO`, `T14:30`), or the code of a season (`SU`).
    Of a duration `start` is the day on which it ends (`detail`: `P12M/`) or begins (`/P3Y`); of a time whose
    day is not known, that of publication.
    """

    unit: Unit
    start: date
    detail: str = ""

    @property
    def value(self) -> str:
        """The period in ISO 8601 / TIMEX3: `2023-12-02TMO`, `2023-W48`, `P12M/2023-12-02`, ..."""
        year, day = f"{self.start.year:04d}", self.start.isoformat()
        if self.unit == "time":
            return self.detail
        if self.unit in ("day", "duration"):
            return self.detail + day if self.detail.endswith("/") else day + self.detail
        if self.unit in ("week", "weekend"):
            iso = self.start.isocalendar()
            return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if self.unit == "weekend" else "")
        if self.unit == "month":
            return f"{year}-{self.start.month:02d}"
        if self.unit == "quarter":
            return f"{year}-Q{(self.start.month + 2) // 3}"
        if self.unit == "half":
            return f"{year}-H{(self.start.month + 5) // 6}"
        if self.unit == "season":
            return f"{year}-{self.detail}"
        return year[: {"year": 4, "decade": 3, "century": 2}[self.unit]]

    def shifted(self, count: int) -> Period:
        """The same kind of period `count` units later (earlier when negative)."""
        if self.unit in ("day", "week", "weekend"):
            return replace(self, start=self.start + timedelta(days=count * (1 if self.unit == "day" else 7)))
        return replace(self, start=plus_months(self.start, count * MONTHS_IN[self.unit]))

    @property
    def end(self) -> date:
        """The day after the last."""
        if self.unit == "season":
            return plus_months(self.start, 3)
        return self.start + timedelta(days=2) if self.unit == "weekend" else self.shifted(1).start


# Durations in ISO 8601 by their unit, and how many of that unit one is.
DURATIONS: dict[str, tuple[str, int]] = {
    "hour": ("PT{}H", 1), "day": ("P{}D", 1), "week": ("P{}W", 1), "month": ("P{}M", 1), "year": ("P{}Y", 1),
    "decade": ("P{}Y", 10), "century": ("P{}Y", 100),
}  # fmt: skip


def iso_duration(unit: str, count: float) -> str | None:
    """A length of time in ISO 8601: `P12M`; None where it is not a whole number of units, or of months."""
    form, size = DURATIONS[unit]
    if unit == "year" and count != int(count):
        form, size = DURATIONS["month"][0], 12
    whole = int(count * size)
    return form.format(whole) if whole and whole == count * size else None


def plus_months(day: date, months: int) -> date:
    """`day` moved by whole months; the last day of a shorter month where the day does not exist."""
    return day + relativedelta(months=months)


def containing(unit: Unit, day: date) -> Period:
    """The week, month, quarter, ... that `day` lies in; no season; of weekends, the one of its ISO week."""
    if unit == "day":
        return Period(unit, day)
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday())
        return Period(unit, monday if unit == "week" else monday + timedelta(days=5))
    if unit in ("month", "quarter", "half"):
        months = MONTHS_IN[unit]
        return Period(unit, date(day.year, (day.month - 1) // months * months + 1, 1))
    years = MONTHS_IN[unit] // 12
    return Period(unit, date(max(day.year // years * years, 1), 1, 1))


def season(year: int, code: str) -> Period:
    """The season of a year; a winter is named after the year in which it begins."""
    return Period("season", date(year, SEASON_STARTS[code], 1), code)


def day_of(year: int, month: int, day: int, detail: str = "") -> Period | None:
    """The day, or None where the calendar has no such day."""
    try:
        return Period("day", date(year, month, day), detail)
    except ValueError:
        return None


def finer(unit: Unit, than: Unit) -> bool:
    """Whether a period of `unit` is no longer than one of `than`."""
    return UNITS.index(unit) <= UNITS.index(than)


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """Name of a holiday in the `holidays` library, and how many days after it the meant day falls."""

    country: str
    name: str
    subdivision: str | None = None
    days_after: int = 0


def holiday_in(rule: HolidayRule, year: int) -> Period | None:
    """The day of a holiday in a year, or None where the library does not list it."""
    day = _holidays(rule.country, rule.subdivision, year).get(rule.name)
    return Period("day", day + timedelta(days=rule.days_after)) if day else None


@lru_cache(maxsize=256)
def _holidays(country: str, subdivision: str | None, year: int) -> dict[str, date]:
    import holidays

    kind = getattr(holidays, country)
    days = kind(
        subdiv=subdivision,
        years=year,
        observed=False,
        language="en_US" if "en_US" in kind.supported_languages else None,
        categories=kind.supported_categories,
    )
    found: dict[str, date] = {}
    for day, names in sorted(days.items()):
        for name in names.split("; "):
            found.setdefault(name.removesuffix(" (estimated)"), day)
    return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lower-case words and their meaning in a date; `words` are the named sets without one."""

    months: dict[str, int]
    weekdays: dict[str, int]
    day_parts: dict[str, str]
    seasons: dict[str, str]
    decades: dict[str, int]
    cardinals: dict[str, float]
    ordinals: dict[str, int]
    holidays: dict[str, HolidayRule]
    named_by_date: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    """The lexicon that ships with the package."""
    data = dict(read_json(__package__, "lexicon.json"))

    def inverted(key: str) -> dict[str, str]:
        return {word: meaning for meaning, words in data.pop(key).items() for word in words}

    def numbers(key: str) -> dict[str, int]:
        return {word: int(meaning) for word, meaning in inverted(key).items()}

    return Lexicon(
        months=months(),
        weekdays=weekdays(),
        day_parts=inverted("day_parts"),
        seasons=inverted("seasons"),
        decades=numbers("decades"),
        cardinals={word: float(meaning) for word, meaning in inverted("cardinals").items()},
        ordinals=numbers("ordinals"),
        holidays={
            name: HolidayRule(
                rule["country"], rule["name"], rule.get("subdivision"), rule.get("days_after", 0)
            )
            for rule in data.pop("holidays")
            for name in rule["as"]
        },
        named_by_date={day: frozenset(words) for day, words in data.pop("named_by_date").items()},
        words={key: frozenset(words) for key, words in data.items()},
    )
