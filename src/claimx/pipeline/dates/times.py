"""Readers of times and of days with a time: `2 p.m. Friday`, `Friday night`, `Tuesday of last week`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.counted import read_from_day
from claimx.pipeline.dates.days import read_plain_day
from claimx.pipeline.dates.expressions import Expression
from claimx.pipeline.dates.reading import YEAR_SHIFTS, Reading, Source, match, part_of

FROM = ("from ", "before ", "after ")


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time: `detail` is `T14:30`; `exact` where nothing but a time is written so."""

    end: int
    detail: str
    exact: bool


def read_day(source: Source, pos: int) -> Reading | None:
    """Any expression for one day and what follows it: part of the day, week, time."""
    day = read_plain_day(source, pos)
    if day is None:
        return None
    day = with_what_follows(source, day)
    counts = day.start > 0 and source.text[max(day.start - 7, 0) : day.start].lower().endswith(FROM)
    return read_from_day(source, day) if counts else day


def with_what_follows(source: Source, day: Reading) -> Reading:
    """Adds to a day `night`, `of last week`, `at 2 p.m.`, `this year`."""
    expression, end, detail = day.expression, day.end, ""
    if m := match("day_part", source, end):
        detail, end = part_of(m), m.end()
    if (
        isinstance(expression, ex.Weekday)
        and expression.which is None
        and (m := match("of_week", source, end))
    ):
        expression, end = replace(expression, week=YEAR_SHIFTS[m["which"].lower()]), m.end()
    if (joint := match("then_time", source, end)) and (time := read_clock(source, joint.end())):
        detail, end = time.detail, time.end
    if not detail:
        return replace(day, end=end, expression=expression)
    return Reading(day.start, end, ex.AtTime(detail, expression), day.kind)


def read_clock(source: Source, pos: int) -> Clock | None:
    """A clock time at `pos`, with its time zone."""
    if m := match("named_hour", source, pos):
        return Clock(m.end(), "T12:00" if m["hour"].lower() == "noon" else "T00:00", True)
    m = match("clock", source, pos)
    if not m:
        return None
    if m["hour24"] or m["hour12"]:
        hour, minute = int(m["hour24"] or m["hour12"]), m["minute24"] or "00"
        part = match("in_part", source, m.end())
        late = part is not None and part_of(part) != "TMO" and hour < 12
        end = part.end() if part else m.end()
        return (
            Clock(end, f"T{hour + 12 * late:02d}:{minute}", bool(m["hour12"] or part)) if hour < 24 else None
        )
    hour = int(m["hour"]) % 12 + (12 if m["half"] in "pP" else 0)
    return Clock(m.end(), f"T{hour:02d}:{m['minute'] or '00'}", True)


def read_time(source: Source, pos: int) -> Reading | None:
    """A clock time, with the day where it follows: `2 p.m. Friday`, `2:30 the next day`."""
    clock = read_clock(source, pos)
    if clock is None:
        return None
    if joint := match("then_day", source, clock.end):
        day = read_plain_day(source, joint.end())
        if day and day.kind not in ("holiday", "numeric"):
            day = with_what_follows(source, day) if day.kind == "weekday" else day
            return Reading(pos, day.end, at_time(clock, day.expression), "timed_day")
    named = source.text[pos].isalpha()
    kind = "named_hour" if named else "clock" if clock.exact else "bare_clock"
    return Reading(pos, clock.end, ex.AtTime(clock.detail), kind)


def at_time(clock: Clock, day: Expression) -> Expression:
    """The day at a clock time: `2:30` of a night or an afternoon is 14:30."""
    inner, part = day, ""
    if isinstance(day, ex.AtTime) and day.of is not None:
        inner, part = day.of, day.detail
    elif isinstance(day, ex.Shifted | ex.Spoken) and day.detail:
        inner, part = replace(day, detail=""), day.detail
    hour, minute = clock.detail[1:3], clock.detail[3:]
    late = not clock.exact and part in ("TAF", "TEV", "TNI") and int(hour) < 12
    return ex.AtTime(f"T{int(hour) + 12 * late:02d}{minute}", inner)


def read_part_of_day(source: Source, pos: int) -> Reading | None:
    """`morning of Sept. 11`."""
    m = match("part_of", source, pos)
    day = read_plain_day(source, m.end()) if m else None
    if m is None or day is None or day.kind == "holiday":
        return None
    return Reading(pos, day.end, ex.AtTime(part_of(m), day.expression), "timed_day")
