"""Rules for what is longer or shorter than a day, and for days with their time.

Seasons, quarters and parts of periods: `the third quarter`, `summer of 2019`, `year's end`. Clock times and
parts of the day: `2 p.m. Friday`, `Friday night`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, cast

from claimx.pipeline.dates import filters
from claimx.pipeline.dates.calendar import Unit, iso_duration, lexicon
from claimx.pipeline.dates.grammar import YEAR_SHIFTS, DateMatch, DateText, Reading, Rule, compiled, number_of
from claimx.pipeline.dates.resolve import (
    AnchoredDuration,
    AtTime,
    Containing,
    Expression,
    Fixed,
    MentionOffset,
    Month,
    Nth,
    NthWeekday,
    Offset,
    PartOfYear,
    Season,
    Weekday,
)
from claimx.pipeline.dates.rules.absolute import MONTH_DAYS
from claimx.pipeline.dates.rules.relative import DAYS
from claimx.text.lexicon import CLOCK_IN_WORDS, SPELLED

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
    half = m["unit"] == "half" or "h" in (m["kind"], m["kind2"])
    unit: Literal["quarter", "half"] = "half" if half else "quarter"
    number, year = int(m["number2"] or m.number), int(m["before"] or 0) or m.year
    return PartOfYear(unit, number, year) if 1 <= number <= (2 if half else 4) else None


def nth(m: DateMatch) -> Expression | None:
    """A day, week, ... counted within a longer period in which it is counted."""
    whole = m.then.expression if m.then else None
    unit = "week" if m["week"] else m["unit"]
    if whole is None or _unit(whole) not in WITHIN[unit or "weekday"]:
        return None
    number = int(m["week"]) if m["week"] else m.number
    return Nth(number, cast(Unit, unit), whole) if unit else NthWeekday(m.weekday, number, whole)


def _unit(expression: Expression) -> str | None:
    if isinstance(expression, Offset | MentionOffset):
        return expression.unit
    if isinstance(expression, Fixed):
        return expression.period.unit
    return "month" if isinstance(expression, Month) else None


def duration(m: DateMatch) -> Expression | None:
    """So many units up to publication, or from it on."""
    written = iso_duration(m.unit, m.count or 0 if m["count"] else 1)
    return AnchoredDuration(written, m["which"] not in ("last", "past")) if written else None


# The periods that others are counted in.
WHOLES = (
    "the_period", "month_year", "month", "short_month", "mentioned", "period",
    "fiscal_year", "year", "year_words",
)  # fmt: skip

RULES = (
    Rule(
        "the_period",
        r"the (?P<unit>week|month|quarter|year)\b",
        lambda m: Offset(m.unit, 0),
        nested=True,
        counter_examples=(
            "The crews worked the week through without a break.",
            "Reviewers named it the album of the year.",
            "The centre-half was named player of the year.",
        ),
    ),
    Rule(
        "nth",
        "(?:(?:<ORDINAL>|(?P<last>last|final)) (?:full )?"
        "(?:(?P<unit>day|weekend|week|month|quarter|half)|<WEEKDAY>)"
        r"|week (?P<week>\d{1,2})) (?:of|in) ",
        nth,
        accept=filters.not_recurring,
        starts="<ORDINAL> last final week",
        then=WHOLES,
        day=True,
        atomic=True,
        examples={
            "They met on the [first Monday in October].": "2023-10-02",
            "They met on the [last day of October].": "2023-10-31",
            "It opened in the [second week of March 2022].": "2022-W10",
            "It opened in the [ninth month of last year].": "2022-09",
            "It rose in the [final quarter of 2022].": "2022-Q4",
            "The fair was on the [last weekend of October 2022].": "2022-W43-WE",
            "The fair was on the [first weekend of May 2022].": "2022-W18-WE",
            "It opened in [week 10 of 2022].": "2022-W10",
        },
        counter_examples=(
            "They meet every first Monday of the month.",
            "The quarterback was hurt in Week 10.",
            "Measles cases fell for week 5 in a row.",
        ),
    ),
    Rule(
        "week_of_day",
        "(?:week (?:of|beginning|starting|commencing|ending|ended|to)|w/c) (?:on )?",
        lambda m: Containing("week", m.then.expression) if m.then else None,
        starts="week w",
        then=MONTH_DAYS,
        examples={
            "It opened in the [week of March 7, 2022].": "2022-W10",
            "The court in Lagos sits again in the [week beginning 4 December 2023].": "2023-W49",
            "Trains stop in the [week of Oct. 2].": "2023-W40",
            "Clinics saw 118 cases in the [week ending 5 November].": "2023-W44",
        },
        counter_examples=("The week of protests ended quietly.",),
    ),
    Rule(
        "directed_month",
        "<WHICH> <MONTH>",
        directed_month,
        accept=filters.directed,
        examples={
            "It opened [last December].": "2022-12",
            "It opens [next June].": "2024-06",
            "The dictator fled [last August].": "2023-08",
            "Milan hosts the fair [this coming April].": "2024-04",
        },
        counter_examples=(
            "The last march was peaceful.",
            "This may change everything.",
            "The last July election was a landslide.",
        ),
    ),
    Rule(
        "season",
        "(?:<WHICH> )?<SEASON>(?:,? (?:(?:of|in) )?<YEAR>)?",
        season,
        accept=filters.season,
        starts="<WHICH> <SEASON>",
        examples={
            "It opened [last summer].": "2022-SU",
            "It opened [this past winter].": "2022-WI",
            "The team plays in Doha [next autumn].": "2024-FA",
            "It opened in the [summer of 2019].": "2019-SU",
            "The orchestra toured Japan in [spring 2018].": "2018-SP",
        },
        counter_examples=(
            "The last springs of the mattress broke.",
            "They met again the next autumn.",
            "It was the last winter of the war.",
            "Birds leave in the fall.",
            "Spring water is bottled in the Alps.",
            "Winter, 200 miles north, is harsher.",
            "“Summer 1993” is her best film.",
        ),
    ),
    Rule(
        "part_of_year",
        r"<ORDINAL>(?: |-)(?P<unit>quarter|half)\b(?:,? (?:(?:of|in) )?(?:(?:fiscal|the) )?<YEAR>)?",
        part_of_year,
        accept=filters.part_of_year,
        examples={
            "It rose in the [third quarter].": "2023-Q3",
            "It rose in the [first half, 2022].": "2022-H1",
            "It rose in the [fourth quarter of fiscal 2022].": "2022-Q4",
            "Profit fell in the [first half], the bank said.": "2023-H1",
            "Sales will recover in the [second half].": "2023-H2",
        },
        counter_examples=(
            "He threw a touchdown in the third quarter.",
            "Lakers rebounds dried up in the fourth quarter.",
            "Her flat is in the third quarter of the old town.",
            "The shoemaker’s fiscal first quarter was its best.",
            "She scored in the second half.",
            "The first half of the exports was sold.",
            "Sales of shirts rose in the second half of the match.",
            "It was a half year and a quarter mile.",
        ),
    ),
    Rule(
        "years_part",
        r"(?:(?P<which_year>last|this|next) year|(?P<year>(?:19|20)\d\d))['’]s <ORDINAL>"
        r" (?P<unit>quarter|half)\b",
        part_of_year,
        starts="last this next <DIGIT>",
        examples={
            "It rose in [last year's third quarter].": "2022-Q3",
            "Exports fell in [2021's second half].": "2021-H2",
            "The bank lost money in [this year's first quarter].": "2023-Q1",
            "Rates may drop in [next year's second quarter].": "2024-Q2",
        },
        counter_examples=("The club’s first half was dire.",),
    ),
    Rule(
        "coded_part_of_year",
        r"(?:(?P<before>(?:19|20)\d\d)(?: |-)?)?"
        r"(?:(?P<kind>[QH])(?P<number>[1-4])|(?P<number2>[1-4])(?P<kind2>[QH]))(?!\w)"
        r"(?:(?: |-|(?=['’‘]))(?:(?:of|in) )?<YEAR>)?",
        part_of_year,
        accept=filters.coded_part_of_year,
        starts="q1 q2 q3 q4 h1 h2 <DIGIT>",
        in_names=True,
        examples={
            "It rose in [Q2 2022].": "2022-Q2",
            "It rose in [Q3’22].": "2022-Q3",
            "The chip maker hired 300 in [3Q 2021].": "2021-Q3",
            "It rose in [H1].": "2023-H1",
            "It fell during [1H].": "2023-H1",
            "It rose in [2022 Q2].": "2022-Q2",
            "Lisbon's output shrank in [2020Q3].": "2020-Q3",
        },
        counter_examples=(
            "The Audi Q5 was stolen.",
            "They took the H1 road.",
            "It is for H2 owners.",
        ),
    ),
    Rule(
        "end_of",
        "(?:end|beginning|start|middle|close|rest|remainder|remaining) of (?:the )?"
        r"(?P<unit>week|month|quarter|year|decade|century)\b",
        lambda m: Offset(m.unit, 0),
        examples={
            "It closes by the [end of the year].": "2023",
            "It rose for the [remainder of the month].": "2023-11",
            "Brussels wants a law by the [end of the decade].": "202",
            "Rail fares rose at the [start of the month].": "2023-11",
            "Turnout sank at the [beginning of the week].": "2023-W46",
        },
        counter_examples=(
            "It was the end of an era.",
            "The rest of the crew swam ashore.",
        ),
    ),
    Rule(
        "years_end",
        r"(?P<unit>year|quarter|month|week)(?:(?:['’]s |-| )end| to date)\b",
        lambda m: Offset(m.unit, 0),
        examples={
            "It closes by [year’s end].": "2023",
            "Berlin wants a deal by [year-end].": "2023",
            "It rose by 5% in the [year to date].": "2023",
        },
        counter_examples=(
            "He was tired at the day's end.",
            "It is her best novel to date.",
            "The guide is kept up to date.",
        ),
    ),
    Rule(
        "later_in",
        r"(?:earlier|later|late|early) in the (?P<shown>(?P<unit>week|month|year|decade|century))\b",
        lambda m: Offset(m.unit, 0),
        examples={
            "It closes later in the [year].": "2023",
            "A ruling is expected later in the [month].": "2023-11",
            "The Senate voted earlier in the [week].": "2023-W46",
            "Rain is likely late in the [week].": "2023-W46",
        },
        counter_examples=("Later in the match he limped off.",),
    ),
    Rule(
        "duration",
        r"(?:(?P<which>last|past|next|coming) |(?<=\bwithin\s))<COUNT>"
        r"(?P<unit>hour|day|week|month|year|decade|centurie)s?\b",
        duration,
        accept=filters.around_now,
        starts="last past next coming <COUNT>",
        of_numbers=True,
        examples={
            "It gained 300 members in the [past 12 months].": "P12M/2023-11-15",
            "Oslo will spend 2 billion kroner over the [next three years].": "2023-11-15/P3Y",
            "Rents doubled in the [last two and a half years].": "P30M/2023-11-15",
            "The lake shrank by a third over the [past two decades].": "P20Y/2023-11-15",
            "Police made 40 arrests in the [last 24 hours].": "PT24H/2023-11-15",
            "The plant must cut 200 jobs within [18 months].": "2023-11-15/P18M",
        },
        counter_examples=(
            "It sold 300 copies within two days of its launch.",
            "She gave 20 concerts in the last two years of her life.",
            "It lost its last two years in court.",
        ),
    ),
    Rule(
        "single_duration",
        r"(?P<which>last|past|next|coming) (?P<unit>hour|day|week|month|year|decade|century)\b",
        duration,
        accept=filters.one_around_now,
        of_numbers=True,
        examples={
            "The rand lost 3% in the [past week].": "P1W/2023-11-15",
            "Sales rose by half over the [last year].": "P1Y/2023-11-15",
            "Ghana needs 9,000 nurses over the [next decade].": "2023-11-15/P10Y",
        },
        counter_examples=(
            "They sold 40 tickets on the last day.",
            "He scored 12 goals in the last month of the season.",
        ),
    ),
)


def clock(m: DateMatch) -> Expression | None:
    """A time of twelve hours or, in the afternoon and evening, of as many as are written."""
    hour = int(number_of(m["hour"]) or 0)
    if m["half"]:
        hour = hour % 12 + (12 if m["half"] == "p" else 0)
    elif m.part == "TNI" and (hour == 12 or hour < 6):
        hour %= 12  # `two at night`
    elif m.part not in ("", "TMO") and hour < 12:
        hour += 12
    return AtTime(f"T{hour:02d}:{m['minute'] or '00'}") if hour < 24 else None


def clock_in_words(m: DateMatch) -> Expression | None:
    """So many minutes past or to an hour, which in the afternoon and evening is one of the last twelve."""
    hours = {"noon": 12, "midday": 12, "midnight": 24}.get(m["hour"].lower()) or number_of(m["hour"])
    words = m["minutes"].lower()
    minutes = 30 if words == "half" else 15 if words.endswith("quarter") else number_of(words)
    if hours is None or minutes is None:
        return None
    since = 60 * int(hours) + (1 if m["side"].lower() == "past" else -1) * int(minutes)
    if m.part not in ("", "TMO") and hours < 12:
        since += 720
    return AtTime(f"T{since // 60 % 24:02d}:{since % 60:02d}")


def timed_day(m: DateMatch) -> Expression | None:
    """A day at a clock time: `2:30` of a night or an afternoon is 14:30."""
    time = m.first.expression if m.first else None
    if m.then is None or m.first is None or not isinstance(time, AtTime):
        return None
    day, part = m.then.expression, ""
    if isinstance(day, AtTime) and day.of is not None:
        part, day = day.detail, day.of
    elif isinstance(day, Offset | MentionOffset) and day.detail:
        part, day = day.detail, replace(day, detail="")
    hour, minute = int(time.detail[1:3]), time.detail[3:]
    late = (
        m.first.rule.name in (BARE_CLOCK, "event_clock", "clock_in_words")
        and part in ("TAF", "TEV", "TNI")
        and hour < 12
    )
    return AtTime(f"T{hour + 12 * late:02d}{minute}", day)


def with_time(day: Reading, text: DateText, clock_at: Callable[[int], Reading | None]) -> Reading:
    """A day with what follows it: `night`, `of last week`, `at 2 p.m.`."""
    expression, end, detail = day.expression, day.end, ""
    if m := compiled(r" <PART>(?![-\w])").match(text.text, end):
        detail, end = DateMatch(m, text).part, m.end()
    if isinstance(expression, Weekday) and expression.direction is None:
        m = compiled(r",? (?:of )?(?P<which>last|this|next) week\b").match(text.text, end)
        if m:
            expression, end = replace(expression, week=YEAR_SHIFTS[m["which"].lower()]), m.end()
    joint = compiled(
        ",? (?:(?:shortly|just) )?(?:(?:at|around|about|from|by|after|before) )?"
        "(?=<DIGIT>|noon|midday|midnight|half past|(?:a )?quarter|five|ten|twenty)"
    ).match(text.text, end)
    time = clock_at(joint.end()) if joint else None
    if time and isinstance(time.expression, AtTime):
        detail, end = time.expression.detail, time.end
    return replace(day, end=end, expression=AtTime(detail, expression) if detail else expression)


def without(names: tuple[str, ...], *excluded: str) -> tuple[str, ...]:
    """The names of rules but some of them; raises ValueError where one of these is not there."""
    kept = list(names)
    for name in excluded:
        kept.remove(name)
    return tuple(kept)


BARE_CLOCK = "bare_clock"
CLOCKS = ("clock", "spoken_clock", "clock_in_words", "clock_of_zone", BARE_CLOCK, "named_hour")
HOURS = f"<DIGIT> {SPELLED[3:-1].replace('|', ' ')}"
# Before an hour with nothing but its part of the day: `at three in the morning`.
BEFORE_HOUR = (
    "at ", "by ", "until ", "till ", "from ", "around ", "about ", "before ", "after ", "since ", "between ",
    "it was ", "it is ", "morning and ", "morning to ",
)  # fmt: skip

TIMES = (
    Rule(
        "clock",
        r"(?P<hour>0?[1-9]|1[0-2])(?:[:.](?P<minute>[0-5]\d))?[^\S\r\n]?(?P<half>[ap])(?:\.[^\S\r\n]?m\b\.?|[^\S\r\n]?m\b)"
        r"(?!\w)<ZONE>",
        clock,
        accept=filters.clock,
        examples={
            "They met at [2 p.m.]": "T14:00",
            "Kick-off was at [3pm] in Leeds.": "T15:00",
            "The vault was found open at [11.40am].": "T11:40",
            "The verdict came at [11:40 a.m.] in Paris.": "T11:40",
        },
        counter_examples=(
            "Open weekdays from 6 a.m. to noon.",
            "The clinic is open daily until 6 p.m.",
            "They publish at 9:30 a.m., four times a year.",
            "The 8 p.m. bulletin was cut.",
        ),
    ),
    Rule(
        "spoken_clock",
        rf"(?P<hour>[01]?\d|2[0-3]|{SPELLED})"
        r"(?:(?P<spoken> o['’]?clock)|[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?)?(?![\w:]|\.\d)<ZONE>"
        r"(?: (?:in the|at(?= night)) <PART>)?",
        lambda m: clock(m) if m["spoken"] or (m.part and (m["minute"] or m.before(*BEFORE_HOUR))) else None,
        accept=filters.clock,
        starts=HOURS,
        examples={
            "They met at [10 o’clock].": "T10:00",
            "They met at [7 o'clock in the evening].": "T19:00",
            "They met at [7:30 in the evening].": "T19:30",
            "The alarm went off at [5:45 in the morning].": "T05:45",
            "The siren went off at [11.20 in the evening].": "T23:20",
            "The bakery was raided at [three in the morning].": "T03:00",
            "The last tram leaves Porto by [11 at night].": "T23:00",
            "The hall was locked at [two o'clock in the afternoon].": "T14:00",
        },
        counter_examples=(
            "The 6 o’clock news was late.",
            "The nurse came every day at 8 o'clock.",
            "Odds were 3:20 in the betting shops.",
            "They counted 8 in the evening and 5 at night.",
        ),
    ),
    Rule(
        "clock_in_words",
        rf"{CLOCK_IN_WORDS}<ZONE>(?: in the <PART>)?",
        clock_in_words,
        accept=filters.clock,
        starts="half a quarter <CARDINAL> <DIGIT>",
        examples={
            "The gates opened at [half past six].": "T06:30",
            "It opened at [half past six] as fans queued.": "T06:30",
            "The call came at [a quarter past five in the afternoon].": "T17:15",
            "The guard was shot shortly after [twenty past nine].": "T09:20",
            "It docked in Lagos at [eight minutes to eleven].": "T10:52",
            "Sirens sounded at [five to midnight] in Kyiv.": "T23:55",
        },
        counter_examples=(
            "Costs fell by a quarter to nine million.",
            "They hired ten to twelve cooks.",
            "The shop opens at half past nine every day.",
        ),
    ),
    Rule(
        "clock_of_zone",
        r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?-i:(?= (?:GMT|UTC|[A-Z]{1,3}T|hours|hrs)\b))"
        r"(?: hours| hrs|<ZONE>)",
        clock,
        accept=filters.clock,
        examples={
            "The quake struck at [1530 GMT].": "T15:30",
            "Contact was lost at [0915 hours].": "T09:15",
        },
        counter_examples=("The tower is 1530 feet high.",),
    ),
    Rule(
        BARE_CLOCK,
        r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:]|[^\S\r\n]?[ap]\.?m\b)(?!\w)<ZONE>",
        clock,
        accept=filters.bare_clock,
        examples={"They met at [22:30].": "T22:30"},
        counter_examples=("The game ended 3-1 and the ratio was 4:3.", "The train waited 20:15 minutes."),
    ),
    Rule(
        "event_clock",
        rf"(?P<hour>[01]?\d|2[0-3]|{SPELLED})(?:(?<=\d)\.(?P<minute>[0-5]\d)|(?<=[a-z]))(?![\w%:]|[.,]\d)",
        clock,
        accept=filters.time_of_event,
        starts=HOURS,
        examples={
            "He sat in the cell until [11.40], she said.": "T11:40",
            "Yesterday the bell rang; on Friday, at [10.30], it was silent.": "2023-11-10T10:30",
        },
        counter_examples=("The euro closed at 1.30 again.", "The jury put the loss at nine sheep."),
    ),
    Rule(
        "named_hour",
        r"(?P<name>noon|midday|midnight)\b<ZONE>",
        lambda m: AtTime("T00:00" if m["name"] == "midnight" else "T12:00"),
        accept=filters.bare_clock,
        examples={
            "They met at [noon].": "T12:00",
            "The blast was heard around [midnight].": "T00:00",
            "Polls in Quito were shut by [noon].": "T12:00",
            "The truce held until [midnight GMT].": "T00:00",
        },
        counter_examples=(
            "The midnight train was cancelled.",
            "Guards rest from noon daily.",
        ),
    ),
    Rule(
        "timed_day",
        ",? (?:on )?(?:(?:the|a) )?",
        timed_day,
        accept=filters.timed_day,
        first=(*CLOCKS, "event_clock"),
        then=without(DAYS, "numeric"),
        then_timed=True,
        in_names=True,
        examples={
            "They met at [2 p.m. Friday].": "2023-11-10T14:00",
            "They met at [noon on Friday].": "2023-11-10T12:00",
            "They met at [9:15 a.m. EST on Oct. 30].": "2023-10-30T09:15",
            "Voting ended at [half past seven on Friday].": "2023-11-10T07:30",
            "They met at [10:30 last night].": "2023-11-14T22:30",
            "The quake struck at [4:10 p.m. on Halloween].": "2023-10-31T16:10",
            "The fire was seen at [8.30 on Friday evening].": "2023-11-10T20:30",
        },
        counter_examples=("The loss was put at six on the day.",),
    ),
    Rule(
        "part_of_day",
        "<PART> (?:of|on) ",
        lambda m: AtTime(m.part, m.then.expression) if m.then else None,
        then=without(DAYS, "holiday"),
        in_names=True,
        examples={
            "They met on the [morning of Oct. 7].": "2023-10-07TMO",
            "Gales hit Cornwall on the [evening of 2 November].": "2023-11-02TEV",
            "She was last seen on the [afternoon of May 5, 2019].": "2019-05-05TAF",
            "Riots began on the [night of Friday].": "2023-11-10TNI",
        },
        counter_examples=("The evening of jazz sold out.",),
    ),
)
