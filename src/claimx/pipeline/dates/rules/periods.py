"""Rules for seasons, quarters and parts of periods: `the third quarter`, `summer of 2019`, `year's end`."""

from __future__ import annotations

from typing import Literal

from claimx.pipeline.dates import filters
from claimx.pipeline.dates.grammar import DateMatch, Rule
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.resolve import (
    Containing,
    Expression,
    Fixed,
    MentionOffset,
    Month,
    Nth,
    NthWeekday,
    Offset,
    PartOfYear,
    RelativeYear,
    Season,
)
from claimx.pipeline.dates.rules.absolute import MONTH_DAYS

# The periods in which each unit is counted: `second week of March`, not `second week of Friday`.
WITHIN: dict[str, tuple[str, ...]] = {
    "day": ("week", "month", "quarter", "year"), "weekday": ("month",), "week": ("month", "year"),
    "weekend": ("month", "year"),
    "month": ("quarter", "year"), "quarter": ("year",), "half": ("year",),
}  # fmt: skip


def directed_month(m: DateMatch) -> Expression | None:
    """`next June`."""
    return Month(m.month, None, m.direction) if m.is_month_name else None


def season(m: DateMatch) -> Expression | None:
    """A season, perhaps with its year or direction."""
    return Season(lexicon().seasons[m["season"]], m.year, m.direction)


def part_of_year(m: DateMatch) -> Expression | None:
    """A quarter or half by its number, where a year has so many."""
    unit: Literal["quarter", "half"] = "half" if m["unit"] == "half" or m["kind"] == "h" else "quarter"
    year = RelativeYear(0) if m["the_year"] else m.year
    number = int(m["number2"] or m.number)
    return PartOfYear(unit, number, year) if 1 <= number <= (4 if unit == "quarter" else 2) else None


def nth(m: DateMatch) -> Expression | None:
    """A day, week, ... counted within a longer period in which it is counted."""
    whole = m.then.expression if m.then else None
    if whole is None or _unit(whole) not in WITHIN[m["unit"] or "weekday"]:
        return None
    return Nth(m.number, m.unit, whole) if m["unit"] else NthWeekday(m.weekday, m.number, whole)


def _unit(expression: Expression) -> str | None:
    if isinstance(expression, Offset | MentionOffset):
        return expression.unit
    if isinstance(expression, Fixed):
        return expression.period.unit
    return "month" if isinstance(expression, Month) else None


# The periods that others are counted in.
WHOLES = (
    "the_period", "month_year", "month", "short_month", "mentioned_period", "period",
    "fiscal_year", "year", "year_words",
)  # fmt: skip

RULES = (
    Rule("the_period", r"the (?P<unit>week|month|quarter|year)\b", lambda m: Offset(m.unit, 0), nested=True),
    Rule(
        "nth_day",
        "(?:<ORDINAL>|(?P<last>last|final)) (?:full )?(?:(?P<unit>day)|<WEEKDAY>) (?:of|in) ",
        nth,
        accept=filters.not_recurring,
        starts="<ORDINAL> last final",
        then=WHOLES,
        day=True,
        atomic=True,
        examples={
            "They met on the [first Monday in October].": "2023-10-02",
            "They met on the [last Friday of March 2022].": "2022-03-25",
            "They met on the [last day of October].": "2023-10-31",
        },
        counter_examples=("They meet every first Monday of the month.",),
    ),
    Rule(
        "nth_period",
        "(?:<ORDINAL>|(?P<last>last|final)) (?:full )?(?P<unit>weekend|week|month|quarter|half) (?:of|in) ",
        nth,
        accept=filters.not_recurring,
        starts="<ORDINAL> last final",
        then=WHOLES,
        atomic=True,
        examples={
            "It opened in the [second week of March 2022].": "2022-W10",
            "It opened in the [ninth month of last year].": "2022-09",
            "It rose in the [final quarter of 2022].": "2022-Q4",
            "The fair was on the [last weekend of October 2022].": "2022-W43-WE",
            "The fair was on the [first weekend of May 2022].": "2022-W18-WE",
            "The fair was on the [second weekend in June].": "2023-W23-WE",
        },
    ),
    Rule(
        "week_number",
        r"(?P<unit>week) (?P<number>\d{1,2}) (?:of|in) ",
        nth,
        accept=filters.not_recurring,
        then=WHOLES,
        atomic=True,
        examples={"It opened in [week 10 of 2022].": "2022-W10"},
    ),
    Rule(
        "week_of_day",
        "(?:week (?:of|beginning|starting|commencing)|w/c) (?:on )?",
        lambda m: Containing("week", m.then.expression) if m.then else None,
        starts="week w",
        then=MONTH_DAYS,
        examples={"It opened in the [week of March 7, 2022].": "2022-W10"},
    ),
    Rule(
        "directed_month",
        "<WHICH> <MONTH>",
        directed_month,
        examples={"It opened [last December].": "2022-12", "It opens [next June].": "2024-06"},
    ),
    Rule(
        "directed_season",
        "<WHICH> <SEASON>",
        season,
        examples={"It opened [last summer].": "2022-SU", "It opened [this past winter].": "2022-WI"},
    ),
    Rule(
        "season",
        "<SEASON>",
        season,
        accept=filters.season,
        counter_examples=("Birds leave in the fall.",),
    ),
    Rule(
        "season_year",
        "<SEASON>,? (?:(?:of|in) )?<YEAR>",
        season,
        examples={"It opened in the [summer of 2019].": "2019-SU"},
    ),
    Rule(
        "quarter",
        r"<ORDINAL>(?: |-)(?P<unit>quarter)\b",
        part_of_year,
        accept=filters.quarter,
        examples={"It rose in the [third quarter].": "2023-Q3"},
        counter_examples=("He threw a touchdown in the third quarter.",),
    ),
    Rule(
        "part_of_year",
        r"<ORDINAL>(?: |-)(?P<unit>quarter|half)\b,? "
        r"(?:(?:of|in) )?(?:(?:fiscal|the) )?(?:<YEAR>|(?P<the_year>year)\b)",
        part_of_year,
        examples={
            "It rose in the [first half, 2022].": "2022-H1",
            "It rose in the [fourth quarter of fiscal 2022].": "2022-Q4",
        },
        counter_examples=("It was a half year and a quarter mile.",),
    ),
    Rule(
        "years_part",
        r"(?:(?P<which_year>last|this|next) year|(?P<year>(?:19|20)\d\d))['’]s <ORDINAL>"
        r" (?P<unit>quarter|half)\b",
        part_of_year,
        starts="last this next <DIGIT>",
        examples={"It rose in [last year's third quarter].": "2022-Q3"},
    ),
    Rule(
        "coded_quarter",
        r"(?:(?P<kind>Q)(?P<number>[1-4])|(?P<number2>[1-4])Q)(?!\w)"
        r"(?:(?: |-|(?=['’‘]))(?:(?:of|in) )?<YEAR>)?",
        part_of_year,
        starts="q1 q2 q3 q4 <DIGIT>",
        examples={"It rose in [Q2 2022].": "2022-Q2", "It rose in [Q3’22].": "2022-Q3"},
    ),
    Rule(
        "coded_half",
        r"(?:(?P<kind>H)(?P<number>[12])|(?P<number2>[12])(?P<kind2>H))(?!\w)"
        r"(?:(?: |-|(?=['’‘]))(?:(?:of|in) )?<YEAR>)?",
        lambda m: PartOfYear("half", int(m["number"] or m["number2"]), m.year),
        accept=filters.coded_half,
        starts="h1 h2 <DIGIT>",
        examples={
            "It rose in [H1 2022].": "2022-H1",
            "It rose in [H1].": "2023-H1",
            "Sales will recover in [H2], it said.": "2023-H2",
            "It fell during [1H].": "2023-H1",
        },
        counter_examples=("They took the H1 road.", "It is for H2 owners."),
    ),
    Rule(
        "year_quarter",
        r"(?P<year>(?:19|20)\d\d)(?: |-)?(?P<kind>[QH])(?P<number>[1-4])(?!\w)",
        part_of_year,
        starts="<DIGIT>",
        examples={"It rose in [2022 Q2].": "2022-Q2"},
    ),
    Rule(
        "end_of",
        "(?:end|beginning|start|middle|close|rest|remainder|remaining) of (?:the )?"
        r"(?P<unit>week|month|quarter|year|decade|century)\b",
        lambda m: Offset(m.unit, 0),
        examples={
            "It closes by the [end of the year].": "2023",
            "It rose for the [remainder of the month].": "2023-11",
        },
    ),
    Rule(
        "years_end",
        r"(?P<unit>year|month|week)(?:['’]s |-| )end\b",
        lambda m: Offset(m.unit, 0),
        examples={"It closes by [year’s end].": "2023"},
    ),
    Rule(
        "to_date",
        r"(?P<unit>year|quarter|month|week) to date\b",
        lambda m: Offset(m.unit, 0),
        examples={"It rose by 5% in the [year to date].": "2023"},
    ),
    Rule(
        "later_in",
        r"(?:earlier|later|late|early) in the (?P<shown>(?P<unit>week|month|year|decade|century))\b",
        lambda m: Offset(m.unit, 0),
        examples={"It closes later in the [year].": "2023"},
    ),
)
