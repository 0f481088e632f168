"""On which day a holiday falls."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from claimx.pipeline.dates.lexicon import HolidayRule
from claimx.pipeline.dates.periods import Period

ESTIMATED = " (estimated)"


def holiday_in(rule: HolidayRule, year: int) -> Period | None:
    """The day of a holiday in a year, or None where the library knows of none."""
    day = _days(rule.country, rule.subdivision, year).get(rule.name)
    return Period("day", day + timedelta(days=rule.days_after)) if day else None


@lru_cache(maxsize=256)
def _days(country: str, subdivision: str | None, year: int) -> dict[str, date]:
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
            found.setdefault(name.removesuffix(ESTIMATED), day)
    return found
