"""Readers of what is counted within a longer period: `first Monday in October`, `last day of the month`."""

from __future__ import annotations

from typing import cast

from claimx.pipeline.dates import expressions as ex
from claimx.pipeline.dates.expressions import Expression
from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.longer import read_month, read_which_unit, read_year
from claimx.pipeline.dates.periods import Unit
from claimx.pipeline.dates.reading import Reading, Source, match, ordinal_of

# In which periods each is counted.
WITHIN: dict[str, tuple[str, ...]] = {
    "day": ("week", "month", "quarter", "year"), "weekday": ("month",), "week": ("month", "year"),
    "month": ("quarter", "year"), "quarter": ("year",), "half": ("year",),
}  # fmt: skip


def read_nth(source: Source, pos: int) -> Reading | None:
    """`first Monday in October`, `last day of the month`, `second week of 2021`, `week 3 of 2021`."""
    m = match("nth", source, pos)
    whole = read_whole(source, m.end()) if m else None
    if m is None or whole is None:
        return None
    number = -1 if m["last"] else int(m["number2"]) if m["part2"] else ordinal_of(m)
    unit = (m["part"] or m["part2"] or "weekday").lower()
    if unit_of(whole.expression) not in WITHIN[unit]:
        return None
    if m["weekday"]:
        weekday = lexicon().weekdays[m["weekday"].lower()]
        return Reading(pos, whole.end, ex.NthWeekday(weekday, number, whole.expression), "nth")
    return Reading(pos, whole.end, ex.Nth(number, cast(Unit, unit), whole.expression), "nth")


def read_whole(source: Source, pos: int) -> Reading | None:
    """`May 2021`, `2021`, `last year`, `the month`."""
    if m := match("the_whole", source, pos):
        return Reading(pos, m.end(), ex.Shifted(cast(Unit, m["unit"].lower()), 0), "whole")
    return read_month(source, pos) or read_which_unit(source, pos) or read_year(source, pos)


def unit_of(expression: Expression) -> str | None:
    """The unit of what `read_whole` reads."""
    if isinstance(expression, ex.Shifted | ex.Spoken):
        return expression.unit
    if isinstance(expression, ex.Fixed):
        return expression.period.unit
    return "month" if isinstance(expression, ex.Month) else None
