"""Rules for clock times and parts of the day, with their day: `2 p.m. Friday`, `Friday night`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from claimx.pipeline.dates import filters
from claimx.pipeline.dates.grammar import YEAR_SHIFTS, DateMatch, DateText, Reading, Rule, compiled
from claimx.pipeline.dates.resolve import AtTime, Expression, MentionOffset, Offset, Weekday
from claimx.pipeline.dates.rules.relative import DAYS


def clock(m: DateMatch) -> Expression | None:
    """A time of twelve hours or, in the afternoon and evening, of as many as are written."""
    hour = int(m["hour"])
    if m["half"]:
        hour = hour % 12 + (12 if m["half"] == "p" else 0)
    elif m.part not in ("", "TMO") and hour < 12:
        hour += 12
    return AtTime(f"T{hour:02d}:{m['minute'] or '00'}") if hour < 24 else None


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
    late = m.first.rule.name == BARE_CLOCK and part in ("TAF", "TEV", "TNI") and hour < 12
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
        ",? (?:(?:shortly|just) )?(?:(?:at|around|about|from|by|after|before) )?(?=<DIGIT>|noon|midnight)"
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
CLOCKS = ("clock", "spoken_clock", "clock_of_part", BARE_CLOCK, "named_hour")

RULES = (
    Rule(
        "clock",
        r"(?P<hour>0?[1-9]|1[0-2])(?:[:.](?P<minute>[0-5]\d))?[^\S\r\n]?(?P<half>[ap])(?:\.[^\S\r\n]?m\b\.?|[^\S\r\n]?m\b)"
        r"(?!\w)<ZONE>",
        clock,
        accept=filters.clock,
        starts="<DIGIT>",
        examples={
            "They met at [2 p.m.]": "2023-11-15T14:00",
            "Kick-off was at [3pm] in Leeds.": "2023-11-15T15:00",
            "The vault was found open at [11.40am].": "2023-11-15T11:40",
            "The verdict came at [11:40 a.m.] in Paris.": "2023-11-15T11:40",
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
        r"(?P<hour>\d{1,2}) o['’]?clock(?!\w)<ZONE>(?: in the <PART>)?",
        clock,
        accept=filters.clock,
        starts="<DIGIT>",
        examples={
            "They met at [10 o’clock].": "2023-11-15T10:00",
            "They met at [7 o'clock in the evening].": "2023-11-15T19:00",
            "Bells rang at [6 o’clock in the morning].": "2023-11-15T06:00",
            "Bidding in Vienna closed at [12 o'clock].": "2023-11-15T12:00",
        },
        counter_examples=(
            "The 6 o’clock news was late.",
            "The nurse came every day at 8 o'clock.",
        ),
    ),
    Rule(
        "clock_of_part",
        r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?!\w)<ZONE> in the <PART>",
        clock,
        accept=filters.clock,
        starts="<DIGIT>",
        examples={
            "They met at [7:30 in the evening].": "2023-11-15T19:30",
            "The alarm went off at [5:45 in the morning].": "2023-11-15T05:45",
            "The ship docked at [3:20 in the afternoon].": "2023-11-15T15:20",
            "The quake hit at [10:05 in the evening].": "2023-11-15T22:05",
            "The siren went off at [11.20 in the evening].": "2023-11-15T23:20",
        },
        counter_examples=("Odds were 3:20 in the betting shops.",),
    ),
    Rule(
        BARE_CLOCK,
        r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:]|[^\S\r\n]?[ap]\.?m\b)(?!\w)<ZONE>",
        clock,
        accept=filters.bare_clock,
        starts="<DIGIT>",
        examples={"They met at [22:30].": "2023-11-15T22:30"},
        counter_examples=("The game ended 3-1 and the ratio was 4:3.", "The train waited 20:15 minutes."),
    ),
    Rule(
        "named_hour",
        r"(?P<name>noon|midnight)\b<ZONE>",
        lambda m: AtTime("T12:00" if m["name"] == "noon" else "T00:00"),
        accept=filters.bare_clock,
        examples={
            "They met at [noon].": "2023-11-15T12:00",
            "The blast was heard around [midnight].": "2023-11-15T00:00",
            "Polls in Quito were shut by [noon].": "2023-11-15T12:00",
            "The truce held until [midnight GMT].": "2023-11-15T00:00",
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
        first=CLOCKS,
        then=without(DAYS, "numeric"),
        then_timed=True,
        in_names=True,
        examples={
            "They met at [2 p.m. Friday].": "2023-11-10T14:00",
            "They met at [noon on Friday].": "2023-11-10T12:00",
            "They met at [9:15 a.m. EST on Oct. 30].": "2023-10-30T09:15",
            "They met at [10:30 last night].": "2023-11-14T22:30",
            "The quake struck at [4:10 p.m. on Halloween].": "2023-10-31T16:10",
        },
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
