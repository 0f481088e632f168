"""Rules for dates relative to publication or to what was mentioned: `Friday`, `last week`, `a year ago`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from claimx.pipeline.dates import filters
from claimx.pipeline.dates.calendar import Unit, lexicon
from claimx.pipeline.dates.grammar import DateMatch, Rule, number_of
from claimx.pipeline.dates.resolve import (
    STEPS,
    Apart,
    Containing,
    Expression,
    FromDay,
    Holiday,
    MentionOffset,
    Offset,
    Weekday,
    Weekend,
)

# Short forms of weekdays that are other words when written in lower case; `last Sun` may be the newspaper.
OTHER_WORDS = frozenset(("mon", "wed", "sat", "sun"))
DAY_WORDS = {"today": 0, "tonight": 0, "tonite": 0, "yesterday": -1, "tomorrow": 1}
MENTION_STEPS = {"next": 1, "following": 1, "previous": -1, "same": 0, "that": 0, "that same": 0}
# Longest count of units that is a date: `300 years ago`; what is longer ago is of prehistory.
LONGEST_COUNT = 500
# The unit and number of half a unit: `a month and a half` is six weeks.
HALVES: dict[Unit, tuple[Unit, int]] = {"decade": ("year", 5), "year": ("month", 6), "month": ("week", 2)}
# Before `a year ago`, so that it is the same month: `down from 5.48% a year ago`.
COMPARED = re.compile(r"(?:\bfrom|\bthan|\bwith|\bagainst)\s(?:[^\s;]+\s){0,3}$", re.IGNORECASE)
# A number of another time before its time: `against $2.9bn a year earlier`; not `left with two others`.
COMPARED_NUMBER = re.compile(
    r"(?:\bfrom|\bthan|\bagainst|\bversus|\bvs\.?|\bcompared (?:with|to))\s(?:[^\s;,.]+\s){0,2}"
    r"[^\s;,\d]{0,4}\d[^\s;]*\s(?:[^\s;,.]+\s){0,2}$",
    re.IGNORECASE,
)
# Before `a week` that is how often something happens.
RECURRING = ("once ", "twice ", "times ")
# Units of other units.
MULTIPLES: dict[str, tuple[Unit, int]] = {
    "fortnight": ("week", 2), "decade": ("year", 10), "century": ("year", 100),
}  # fmt: skip


def weekday(m: DateMatch) -> Expression | None:
    """A weekday, perhaps with its direction: `Friday`, `last Friday`, `the next Friday`."""
    name = m.match["weekday"]
    if name in OTHER_WORDS or name == "Sun" or not (m["which"] or name.lower().endswith("day")):
        return None
    return Weekday(m.weekday, "after" if m["which"] == "next" and m.before("the ") else m.direction)


def over_next(m: DateMatch) -> Expression | None:
    """`the day after tomorrow`, `the week before last`, `the Friday before last`."""
    if m["weekday"]:
        return FromDay(
            Weekday(m.weekday, "coming" if m["after"] else "past"), "week", 1 if m["after"] else -1
        )
    night = m["unit"] == "night"
    return Offset("day" if night else m.unit, 2 if m["after"] else -2, "TNI" if night else "")


def holiday(m: DateMatch) -> Expression | None:
    """A holiday, perhaps with its year or direction, or its weekend."""
    rule = lexicon().holidays[m["holiday"]]
    return Holiday(rule, m.year, m.direction, bool(m["weekend"] or m["weekend2"]))


def day_word(m: DateMatch) -> Expression | None:
    """`yesterday`, `tonight`."""
    return Offset("day", DAY_WORDS[m["word"]], "TNI" if m["word"] in ("tonight", "tonite") else "")


def period(m: DateMatch) -> Expression | None:
    """`last week`, `this weekend`, `last week Tuesday`."""
    if m.direction is None:
        return None
    if m["weekday"]:
        return Weekday(m.weekday, None, STEPS[m.direction])
    return Weekend(m.direction) if m.unit == "weekend" else Offset(m.unit, STEPS[m.direction])


def mentioned(m: DateMatch) -> Expression | None:
    """`the next day`, `that evening`, `the same year`."""
    return MentionOffset("day" if m["part"] else m.unit, MENTION_STEPS[m["which"]], m.part)


def counted(m: DateMatch) -> tuple[Unit, float] | None:
    """The unit and number of a count, in units of the calendar."""
    if not m.count:
        return None
    unit, factor = MULTIPLES.get(m.unit, (m.unit, 1))
    return (unit, m.count * factor) if m.count * factor <= LONGEST_COUNT else None


def ago(m: DateMatch) -> Expression | None:
    """So many units before or after publication."""
    sign = -1 if m["word"] == "ago" else 1
    if m["half_after"] and m.count and m["unit"] in HALVES:
        unit, half = HALVES[m["unit"]]
        return Offset(unit, sign * (2 * int(m.count) + 1) * half)
    if (
        m["unit"] == "year"
        and m.count == 1
        and COMPARED.search(m.source.text, max(0, m.match.start() - 60), m.match.start())
    ):
        return Offset("month", sign * 12)
    match counted(m):
        case ("year", count) if count < 1:
            return Offset("month", sign * int(count * 12))
        case ("year", count) if count != int(count):
            return Containing("year", Offset("month", sign * int(count * 12)))
        case (unit, count):
            return Offset(unit, sign * int(count))
    return None


def apart(m: DateMatch) -> Expression | None:
    """So many of one unit and of a smaller one before or after publication."""
    first, second = number_of(m["count"]), number_of(m["count2"])
    if first is None or second is None or first != int(first) or second != int(second) or m.before("and "):
        return None  # `for three months and two weeks and two days ago they met`
    sign = -1 if m["word"] == "ago" else 1
    months, days = 0, 0
    for unit, count in ((m["unit"], int(first)), (m["unit2"], int(second))):
        months += {"year": 12 * count, "month": count}.get(unit, 0)
        days += {"week": 7 * count, "day": count}.get(unit, 0)
    return Apart(cast(Unit, m["unit2"]), sign * months, sign * days)


def weekday_later(m: DateMatch) -> Expression | None:
    """`Thursday week`: the Thursday after the next one."""
    weeks = 2 if m["unit"] == "fortnight" else 1
    return FromDay(Weekday(m.weekday, "coming"), "week", weeks)


def earlier(m: DateMatch) -> Expression | None:
    """So many units before or after what was mentioned."""
    match counted(m):
        case (unit, count):
            sign, start = -1 if m["word"] == "earlier" else 1, m.match.start()
            compared = m.before("from ", "than ", "with ")
            if unit == "year" and COMPARED_NUMBER.search(m.source.text, max(0, start - 60), start):
                compared = True
            return MentionOffset(unit, sign * int(count), compared=compared, of_main=True)
    return None


def period_next_to(m: DateMatch) -> Expression | None:
    """`the year before`: the one before what was mentioned, or before now where it is compared with."""
    if m["side"] == "after":
        return MentionOffset(m.unit, 1)
    start = m.match.start()
    compared = m.before("from the ", "than the ", "with the ", "on the ", "against the ", "to the ")
    of_number = COMPARED_NUMBER.search(m.source.text, max(0, start - 60), start) is not None
    return MentionOffset(m.unit, -1, compared=compared or of_number, of_main=of_number)


def from_day(m: DateMatch) -> Expression | None:
    """So many units before or after a named day."""
    if m.then is None or m.before("for ", "half ", "half a ", "and ", "and a "):
        return None  # a length: `closed for 12 days from Monday`, `a week and a day before Easter`
    number = m.count if m["count"] else 1
    if not number or number != int(number):
        return None
    unit, factor = MULTIPLES.get(m.unit, (m.unit, 1))
    of, is_bare = m.then.expression, isinstance(m.then.expression, Weekday)
    if m["side"] == "on" and (unit != "week" or number != 1 or not is_bare or m.before(*RECURRING)):
        return None  # `a week on Friday`, not `twice a week on Friday`
    if m["side"] in ("from", "on") and isinstance(of, Weekday) and of.direction is None:
        of = replace(of, direction="coming")
    return FromDay(of, unit, int(number) * factor * (-1 if m["side"] == "before" else 1))


DAYS = (
    "iso", "numeric", "month_day", "day_month", "year_month_day", "weekday_number",
    "weekday_date", "weekday", "today", "day_word", "last_night", "over_next", "nth",
    "period_next_to", "mentioned", "holiday",
)  # fmt: skip

RULES = (
    Rule(
        "weekday",
        "(?:<WHICH> )?<WEEKDAY>",
        weekday,
        accept=filters.weekday,
        starts="<WHICH> <WEEKDAY>",
        day=True,
        examples={
            "They met on [Friday].": "2023-11-10",
            "They met on [Friday\xa0night].": "2023-11-10TNI",
            "They met on [Tuesday of last week].": "2023-11-07",
            "They met on [Friday at 2:30 p.m.]": "2023-11-10T14:30",
            "They met [last Friday].": "2023-11-10",
            "They met [last Monday].": "2023-11-06",
            "They meet [next Friday].": "2023-11-24",
            "They went back the [next Friday].": "2023-11-17",
            "They meet [this coming Sunday].": "2023-11-19",
        },
        counter_examples=(
            "They meet every Monday.",
            "The club is open Mondays.",
            "The Sunday Times reported it.",
            "One Sunday he left.",
            "They counted until the Saturday.",
            "Entry is free on the first Monday of every month.",
            "She taught Sunday school.",
            "It was the last Friday before the vote.",
        ),
    ),
    Rule(
        "today",
        r"(?P<word>today)\b",
        day_word,
        accept=filters.today,
        day=True,
        examples={
            "They met [today].": "2023-11-15",
            "The euro rose [today] in Frankfurt.": "2023-11-15",
            "The aid convoy left [today], the charity said.": "2023-11-15",
        },
        counter_examples=(
            "The USA Today poll was wrong.",
            "The law is still in force even today.",
        ),
    ),
    Rule(
        "day_word",
        r"(?P<word>tonight|tonite|yesterday|tomorrow)\b",
        day_word,
        day=True,
        examples={
            "They met [yesterday].": "2023-11-14",
            "They meet [tomorrow morning].": "2023-11-16TMO",
            "They meet [tonight].": "2023-11-15TNI",
        },
    ),
    Rule(
        "last_night",
        "(?P<which>last|this) <PART>",
        lambda m: Offset("day", -1 if m["which"] == "last" else 0, m.part),
        accept=filters.directed,
        day=True,
        examples={
            "They met [last night].": "2023-11-14TNI",
            "The ministers met in Oslo [this morning].": "2023-11-15TMO",
            "The ferry sank [last evening].": "2023-11-14TEV",
            "Fans gathered [this afternoon].": "2023-11-15TAF",
        },
        counter_examples=(
            "She works nights in the bakery.",
            "The last morning train leaves at 9.",
        ),
    ),
    Rule(
        "over_next",
        r"(?:(?P<unit>day|night|week|weekend|month|year)|<FULL_WEEKDAY>) "
        r"(?:(?P<after>after) (?:tomorrow|next)|before (?:yesterday|last))\b",
        over_next,
        starts="day night week weekend month year <FULL_WEEKDAY>",
        day=True,
        examples={
            "They met the [day before yesterday].": "2023-11-13",
            "The envoy lands in Cairo the [day after tomorrow].": "2023-11-17",
            "The town was evacuated the [night before last].": "2023-11-13TNI",
            "It opens the [week after next].": "2023-W48",
            "It opened the [year before last].": "2021",
            "The editor was freed the [Friday before last].": "2023-11-03",
            "The vote is on the [Tuesday after next].": "2023-11-28",
        },
        counter_examples=("Day after day the queue grew.", "The week before the vote was tense."),
    ),
    Rule(
        "holiday",
        r"(?:<WHICH> )?<HOLIDAY>(?P<weekend> weekend\b)?"
        r"(?:,? (?:(?:of|in) )?<YEAR>(?P<weekend2> weekend\b)?)?",
        holiday,
        accept=filters.holiday,
        starts="<WHICH> <HOLIDAY>",
        day=True,
        is_name=True,
        examples={
            "It opened on [Thanksgiving].": "2023-11-23",
            "It opened on [Christmas Eve 2021].": "2021-12-24",
            "It rained over [Labor Day weekend].": "2023-W35-WE",
            "It opened [last Easter].": "2023-04-09",
            "The shop closed [last Christmas].": "2022-12-25",
            "The choir tours [next Easter].": "2024-03-31",
        },
        counter_examples=("In the new year it will be warm.", "It was their last Christmas at home."),
    ),
    Rule(
        "from_day",
        r"(?:<COUNT>(?P<unit>day|week|fortnight|month|year)s?|(?<![\w-])(?P<next>day))"
        r" (?P<side>from|before|after|on)\x20",
        from_day,
        starts="<COUNT> day",
        then=DAYS,
        then_timed=True,
        examples={
            "It starts [three weeks from tomorrow].": "2023-12-07",
            "They met the [day after Easter].": "2023-04-10",
            "It opened [five days before New Year].": "2023-12-27",
            "The ward reopened [a week from Friday].": "2023-11-24",
            "The fair opens [a week on Friday].": "2023-11-24",
            "The strike begins [a fortnight on Sunday].": "2023-12-03",
        },
        counter_examples=("They play twice a week on average.",),
    ),
    Rule(
        "period_next_to",
        r"(?P<unit>day|week|month|quarter|year) (?P<side>before|after)\b",
        period_next_to,
        accept=filters.period_next_to,
        day=True,
        examples={
            "They met the [day before].": "2023-11-14",
            "Ghana won on Oct. 30 and flew home the [day after].": "2023-10-31",
            "It sold 40 in 2021 and 30 the [year before].": "2020",
            "Sales rose 5% from the [year before].": "2022",
            "It was the most since counts began in 2003: 552 thefts, up from 530 the [year before].": "2022",
            "They opened in May 2021 and closed the [month after].": "2021-06",
        },
        counter_examples=(
            "He left the day before she came.",
            "The day after the storm was calm.",
            "A day before he had been well.",
        ),
    ),
    Rule(
        "mentioned",
        r"(?P<which>next(?= (?:day|\w+ing|night))|(?<=the\x20)previous|following|(?:that )?same|that)"
        r"(?: (?:coming|current|calendar|fiscal|working))?"
        r" (?:(?P<unit>day|week|weekend|month|quarter|year|decade|century)|<PART>)\b(?!-(?!end))"
        r"(?! (?:last (?:week|month|year)|(?:a|one) (?:week|month|year) (?:ago|earlier|before)))",
        mentioned,
        accept=filters.mentioned,
        starts="next previous following same that",
        day=True,
        examples={
            "Polls closed on Oct. 30, and they met the [next day].": "2023-10-31",
            "Polls closed on Oct. 30. [That night] they met.": "2023-10-30TNI",
            "Polls closed in May 2021, and they met the [following month].": "2021-06",
            "He won in 1998 and retired the [following year].": "1999",
            "Polls closed on Oct. 30. In [that week], at 3 p.m., they met.": "2023-W44",
            "The mine shut in March 2020; the [same month] 300 left.": "2020-03",
            "It opened in 2012, and [that year] it made a loss.": "2012",
        },
        counter_examples=("It is said that night raids happen.", "The weeks following were calm."),
    ),
    Rule(
        "period",
        r"<WHICH_PERIOD> <UNIT>(?:\b|(?<=this.year)(?=s\b))(?!-(?!end))(?:(?<=week) (?:on )?<WEEKDAY>)?",
        period,
        accept=filters.period,
        examples={
            "It rose [last week].": "2023-W45",
            "It closes [next month].": "2023-12",
            "Sales fell from the same day [last year].": "2022",
            "It rose [this Year].": "2023",
            "It rained [last weekend].": "2023-W45-WE",
            "It rose from [previous quarter].": "2023-Q3",
            "They met [last week Tuesday].": "2023-11-07",
            "The strike starts [next week on Monday].": "2023-11-20",
        },
        counter_examples=(
            "He has worked there for the past year.",
            "Over the next week it will be warm.",
        ),
    ),
    Rule(
        "weekend",
        r"weekend\b",
        lambda m: Weekend(),
        accept=filters.weekend,
        examples={
            "It rained over the [weekend].": "2023-W45-WE",
            "Two climbers died over the [weekend] in Nepal.": "2023-W45-WE",
            "The [weekend] was the wettest in Wales.": "2023-W45-WE",
        },
        counter_examples=(
            "It was a weekend trip.",
            "Every weekend they ski.",
            "Weekend fares were raised.",
        ),
    ),
    Rule(
        "ago",
        r"<COUNT>(?P<unit>day|week|fortnight|month|year|decade|century|centurie)s?"
        r"(?P<half_after> and a half)? (?:(?P<word>ago|hence)|from now)\b",
        ago,
        examples={
            "The mine closed [a year and a half ago].": "2022-05",
            "They met [a month and a half ago].": "2023-W40",
            "Prices are up 4% from [a year ago].": "2022-11",
            "It opened [three years ago].": "2020",
            "It opened [twenty-two years ago].": "2001",
            "It opened [10 days ago].": "2023-11-05",
            "It opened nearly [a decade ago].": "2013",
            "It opened [two and a half years ago].": "2021",
            "It opened [300 years ago].": "1723",
            "[Half a year ago] it was a mill.": "2023-05",
            "It will be gone [six months from now].": "2024-05",
        },
        counter_examples=(
            "Decades ago it was a mill.",
            "It opened 600 years ago.",
        ),
    ),
    Rule(
        "ago_in_two_units",
        r"<COUNT>(?P<unit>year|month|week)s?(?:,? and |, | )(?P<count2>\d{1,3}|<CARDINAL>) "
        r"(?P<unit2>month|week|day)s? (?:(?P<word>ago)|from now)\b",
        apart,
        examples={
            "The dam broke [two years and three days ago].": "2021-11-12",
            "It opened [a year and two months ago].": "2022-09",
            "It closed [6 weeks, 2 days ago].": "2023-10-02",
        },
    ),
    Rule(
        "weekday_later",
        r"<FULL_WEEKDAY> (?P<unit>week|fortnight)\b(?!-)",
        weekday_later,
        day=True,
        examples={
            "They meet on [Thursday week].": "2023-11-23",
            "The vote is on [Friday fortnight].": "2023-12-01",
        },
        counter_examples=("They met every Thursday.",),
    ),
    Rule(
        "earlier",
        r"<COUNT>(?P<unit>day|week|fortnight|month|year|decade|century|centurie)s? (?P<word>earlier|later)\b"
        r"(?! than\b)",
        earlier,
        examples={
            "It rose 5% from [a year earlier].": "2022",
            "It opened in 2014 and burned [two years later].": "2016",
            "It was sold in May 2015 and closed [three months later].": "2015-08",
            "It was 3% in May, down from 4% in April 2021 and 6% [a year earlier].": "2022",
            "Profit fell 8% from [a year earlier], the bank said.": "2022",
            "Revenue was $3.4bn, against $2.9bn [a year earlier].": "2022",
            "The toll rose to 60 from 41 deaths [a year earlier].": "2022",
            "He was jailed in 1990 and freed [a decade later].": "2000",
        },
        counter_examples=(
            "Sooner or later prices rise.",
            "Costs fell two years earlier than planned.",
            "They should have left earlier.",
            "He had left the army with two others a year earlier.",
        ),
    ),
    Rule(
        "in_units",
        r"(?<=\bin\s)(?P<count>\d{1,3}|<CARDINAL>) (?P<unit>day|week|fortnight|month|year|decade)s?"
        r"(?:(?P<word>['’]s? time)\b|\b(?! and a half\b))",
        ago,
        accept=filters.future,
        starts="<CARDINAL> <DIGIT>",
        examples={"The lease ends in [a month's time].": "2023-12"},
        counter_examples=(
            "They won in two weeks.",
            "It will be ready in a day and a half.",
            "The first cut in a decade will save $500.",
            "The mill expects little after the driest spell in four decades.",
            "She wrote the opera in three months.",
            "It was three years' work.",
            "He served two years' time in prison.",
        ),
    ),
)
