#!/usr/bin/env python3
"""Measure dates on the test cases of Microsoft Recognizers-Text (MIT), each with the reference time it gives.

    python models/training/recognizers_dates.py --corpora CORPORA --model models/en_claimx_news [--misses]

It reads `recognizers/DateTimeModel.json.gz` in CORPORA: a list of cases as in the project's own `Specs`. A
case counts as published on the day of its reference time.

Scope. Asked for are the results of the types `datetimeV2.date` and `datetimeV2.daterange` that lie on the
calendar; those of `datetime` and `datetimerange` are counted apart, and of them only the day is asked for.
Durations, sets and times without a day are no dates. Left out besides:

- what Recognizers does not resolve (`Feb 30`, `school year`) or says to have no anchor (`that weekend` with
  none before it), and the present (`now`, `to date`);
- stretches said by their length (`last 3 months`, `next 4 business days`, `2 weeks starting May 20th`, `next
  fortnight`): for the contract these are durations, hence quantities;
- times counted from the present (`in 5 minutes`).

What is right. Recognizers gives a first and an excluded last day where the contract has a period, so both are
compared as days. A result is right when a date that overlaps it covers one of its resolutions (several where
the year or week is open: one before the reference time, one after it). Where the conventions differ, the
contract's counts:

- `before 2018`, `since July`, `late in May`, `end of the month`, `later this week`: the contract gives the
  period that is named (2018, July, May, the month, the week), Recognizers a side or a part of it, and the
  period in the TIMEX. The season of a TIMEX (`2016-SU`) is compared as it is written.
- `from April until the end of June`: the contract gives two dates, the first and the last of those that
  overlap. Recognizers ends a range with the beginning of the last period if nothing says otherwise (2014 to
  2018 ends on 2018-01-01), or with its end; both are right. Of an end that a word cuts (`the middle of
  September`) any day in the period is right, and of `the rest of the week` the week. An end that is the
  present is not asked for.
- `in two months`, `three weeks ago`, `a fortnight later`: the contract gives the month or week that is
  reached, Recognizers a day, which must lie in it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import claimx

CALENDAR = ("date", "daterange")
TIMED = ("datetime", "datetimerange")
NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|couple|few)"
UNIT = r"(?:min|minute|hour|day|week|month|quarter|year|decade)s?"
# Words that say a length, words that count from a day (and what that gives, years being the rest), and words
# that cut off a part of a period.
LENGTH = re.compile(rf"\b{NUMBER}\s(?:\w+\s)?{UNIT}\b|\b(?:fortnight|minute|hour)$|\b\d+h$", re.IGNORECASE)
COUNTED = re.compile(
    r"(?P<unit>week|fortnight|month|year|decade)s?(?:\s(?:ago|later|earlier|hence|from now)|$)", re.IGNORECASE
)
COUNTED_FORMS = {"week": r"\d{4}-W\d\d", "fortnight": r"\d{4}-W\d\d", "month": r"\d{4}-\d\d"}
CUT = re.compile(r"\b(?:end|beginning|start|middle|mid|early|late|rest|remain\w+)\b", re.IGNORECASE)
PRESENT = re.compile(r"\b(?:now|current date)\b", re.IGNORECASE)
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True)
class Days:
    """A stretch of the calendar; `end` is the day after the last."""

    start: date
    end: date

    @property
    def is_one(self) -> bool:
        """Whether it is a single day."""
        return self.end - self.start == timedelta(days=1)

    def touches(self, day: date) -> bool:
        """Whether a day lies in the stretch, or right behind it."""
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Found:
    """A date that claimx found: its place, its value, and the days of that."""

    start: int
    end: int
    value: str
    days: Days


@dataclass(frozen=True)
class Expected:
    """A result of a case: its place, its type, and its resolutions."""

    start: int
    end: int
    text: str
    kind: str
    values: tuple[dict[str, str], ...]


def month(year: int, number: int) -> date:
    """Return the first day of a month; number 13 and up lie in the years after."""
    return date(year + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def days_of(value: str) -> Days | None:
    """Return the days of a value as the contract writes it, or None where it is none."""
    value = value.partition("T")[0]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        return Days(day, day + timedelta(days=1))
    if m := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return Days(monday + timedelta(days=5 if m[3] else 0), monday + timedelta(days=7))
    if m := re.fullmatch(r"(\d{4})(?:-(?:(\d\d)|Q(\d)|H(\d)|(SP|SU|FA|WI)))?", value):
        year, first, length = int(m[1]), 1, 12
        if m[2]:
            first, length = int(m[2]), 1
        elif m[3]:
            first, length = int(m[3]) * 3 - 2, 3
        elif m[4]:
            first, length = int(m[4]) * 6 - 5, 6
        elif m[5]:
            first, length = SEASONS[m[5]], 3
        return Days(month(year, first), month(year, first + length))
    if re.fullmatch(r"\d{2,3}", value):
        years = 10 ** (4 - len(value))
        return Days(date(int(value) * years, 1, 1), date(int(value) * years + years, 1, 1))
    return None


def day_of(stamp: str | None) -> date | None:
    """Return the day of `2018-03-01` or `2018-03-01 13:00:00`."""
    return date.fromisoformat(stamp[:10]) if stamp and stamp != "not resolved" else None


def resolutions(expected: Expected) -> Iterator[Days]:
    """Yield the stretches that a result may mean, but for ranges with an open end their named period."""
    for value in expected.values:
        timex = value.get("timex", "")
        start, end = day_of(value.get("start")), day_of(value.get("end"))
        if value.get("value"):
            if day := day_of(value["value"]):
                yield Days(day, day + timedelta(days=1))
        elif ends := re.fullmatch(r"\((\d{4}-\d\d-\d\d),(\d{4}-\d\d-\d\d),.*\)", timex):
            yield Days(date.fromisoformat(ends[1]), date.fromisoformat(ends[2]))
        elif start and end:
            yield Days(start, end)
        if named := named_period(timex, start or end):
            yield named


def named_period(timex: str, bound: date | None) -> Days | None:
    """Return the period that a TIMEX names; its open year (XXXX) is the one that the bound lies at."""
    if not timex.startswith("XXXX-"):
        return days_of(timex)
    years = (bound.year - 1, bound.year) if bound else ()
    periods = (days_of(timex.replace("XXXX", str(year))) for year in years if not timex.endswith("-02-29"))
    return next((period for period in periods if period and bound and period.touches(bound)), None)


def in_scope(expected: Expected) -> bool:
    """Whether a result is a date for the contract."""
    first = expected.values[0]
    timed = expected.kind in TIMED
    placed = stated_days(expected) if timed else list(resolutions(expected))
    if "PRESENT_REF" in first["timex"] or first.get("Mod") == "ref_undef" or not placed:
        return False
    by_length = timed or first["timex"].startswith("(")
    return not (by_length and LENGTH.search(expected.text))


def stated_days(expected: Expected) -> set[date]:
    """Return the days on which the times of a result may lie."""
    days = (day_of(v.get("value") or v.get("start") or v.get("end")) for v in expected.values)
    return {day for day in days if day}


def is_right(expected: Expected, found: list[Found]) -> bool:
    """Whether the dates that overlap a result give one of its resolutions."""
    if expected.kind in TIMED:
        return any(f.days.start in stated_days(expected) and f.days.is_one for f in found)
    wanted = list(resolutions(expected))
    seasons = {value["timex"] for value in expected.values}
    if any(f.days in wanted or f.value in seasons for f in found):
        return True
    if expected.kind == "date":
        counted = COUNTED.search(expected.text)
        form = COUNTED_FORMS.get(counted["unit"].lower(), r"\d{4}") if counted else None
        units = [f.days for f in found if form and re.fullmatch(form, f.value)]
        return any(unit.start <= day.start < unit.end for unit in units for day in wanted)
    return bool(found) and any(is_range(expected.text, w, found[0].days, found[-1].days) for w in wanted)


def is_range(text: str, wanted: Days, first: Days, last: Days) -> bool:
    """Whether two dates are the ends of a range, or one the end of a range from or to the present."""
    cut = CUT.search(text) is not None
    begins = wanted.start == first.start or (cut and first.touches(wanted.start))
    ends = wanted.end in (last.start, last.end) or (cut and last.touches(wanted.end))
    if first == last and PRESENT.search(text):
        return begins or ends
    return begins and ends


def expected_in(case: dict[str, Any]) -> Iterator[Expected]:
    """Yield the results of a case; offsets that do not point at their text are looked up."""
    text = case["Input"]
    for result in case["Results"]:
        start, words = result["Start"], result["Text"]
        if text[start : start + len(words)].lower() != words.lower():
            start = max(text.lower().find(words.lower()), 0)
        values = (result["Resolution"] or {}).get("values", [])
        if values:
            kind = result["TypeName"].removeprefix("datetimeV2.")
            yield Expected(start, start + len(words), words, kind, tuple(values))


def find(nlp: Any, case: dict[str, Any]) -> list[Found]:
    """Return the dates that claimx finds in a case."""
    published = case["Context"]["ReferenceDateTime"][:10]
    dates = claimx.extract(case["Input"], published=published, nlp=nlp).dates
    found = ((d, days_of(d.value)) for d in dates)
    return [Found(d.start, d.end, d.value, days) for d, days in found if days]


def measure(corpora: Path, model: Path) -> Iterator[tuple[dict[str, Any], Expected, list[Found]]]:
    """Yield each expected date in scope with its case and the dates that overlap it."""
    nlp = claimx.load(model)
    with gzip.open(corpora / "recognizers/DateTimeModel.json.gz", "rt", encoding="utf8") as file:
        cases = json.load(file)
    for case in cases:
        if "ReferenceDateTime" not in case.get("Context", {}):
            continue
        found = find(nlp, case)
        for expected in expected_in(case):
            if expected.kind in CALENDAR + TIMED and in_scope(expected):
                yield case, expected, [f for f in found if f.start < expected.end and expected.start < f.end]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--misses", action="store_true", help="print what is not right")
    arguments = parser.parse_args()
    counts = {kind: [0, 0] for kind in CALENDAR + TIMED}
    for case, expected, found in measure(arguments.corpora, arguments.model):
        right = is_right(expected, found)
        counts[expected.kind][0] += right
        counts[expected.kind][1] += 1
        if arguments.misses and not right:
            wanted = " ".join(v["timex"] for v in expected.values)
            values = " ".join(f.value for f in found)
            print(
                case["Context"]["ReferenceDateTime"][:10],
                case["Input"],
                expected.text,
                wanted,
                values,
                sep=" | ",
            )
    for name, kinds in (("dates", CALENDAR), ("days of times", TIMED)):
        hits, total = (sum(counts[kind][i] for kind in kinds) for i in (0, 1))
        print(f"{name}: {hits} of {total} right, {100 * hits / max(total, 1):.1f} %")


if __name__ == "__main__":
    main()
