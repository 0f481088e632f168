"""The words that dates are written with, from `data/lexicon.json`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from claimx.pipeline.dates.calendar import HolidayRule
from claimx.text.lexicon import months, read_json, weekdays


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
