"""Word lists, and the patterns made of them: the data files of a package, each read once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

# White space inside an expression: a few blanks or one line break, never an empty line.
GAP = r"(?:[^\S\r\n]{1,3}|[^\S\r\n]?\r?\n[^\S\r\n]?)"
# White space within one line.
BLANK = r"[^\S\n]"
# The numbers from one to twelve, in words.
SPELLED = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_MINUTES = r"(?:[12]?\d|five|ten|twenty(?:[-\s]five)?)"
# A clock time in words: `half past six`, `at a quarter to nine`; not `by a quarter to nine`.
CLOCK_IN_WORDS = (
    rf"(?P<minutes>half(?= past)|(?:a )?quarter(?= past)|{_MINUTES}(?= past)"
    rf"|(?:{_MINUTES}|{SPELLED})(?= minutes past| minutes to)"
    r"|(?:(?<=\bat\s)|(?<=\buntil\s)|(?<=\btill\s)|(?<=\bbefore\s)|(?<=\bafter\s)|(?<=\bsince\s)|(?<=\bwas\s))"
    rf"(?:(?:a )?quarter|{_MINUTES}))"
    rf"(?: minutes)? (?P<side>past|to) (?P<hour>{SPELLED}|1[0-2]|[1-9]|noon|midnight)"
    r"(?![\w%-]|[.:,]\d| (?:[a-z]+s|million|billion|thousand|hundred|per ?cent)\b)"
)


def any_of(words: Iterable[str], gap: str | None = None) -> str:
    """A pattern for any of `words`, the longest first; a space in a word is written as `gap`, if given."""
    escaped = [re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))]
    return "(?:" + "|".join(w if gap is None else w.replace(r"\ ", gap) for w in escaped) + ")"


def read_data(package: str, name: str) -> str:
    """The contents of the data file `name` in the folder `data` of a package."""
    return files(package).joinpath("data").joinpath(name).read_text(encoding="utf-8")


@cache
def read_json(package: str, name: str) -> Any:
    """A JSON data file; every caller gets the same object and must not change it."""
    return json.loads(read_data(package, name))


@cache
def read_rows(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a tab-separated data file, without empty lines and comments (`#`)."""
    lines = read_data(package, name).splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def word_set(package: str, name: str, key: str) -> frozenset[str]:
    """One word list of a JSON data file: a list of entries, or one string of words."""
    words: str | list[str] = read_json(package, name)[key]
    return frozenset(words.split() if isinstance(words, str) else words)


@cache
def territory_of_places() -> dict[str, str]:
    """A country, large city or people in lower case -> its territory (ISO 3166).

    From CLDR, the names of time zones, and `places.tsv` for what these lack.
    """
    from babel import Locale
    from babel.core import get_global

    places = {name.lower(): str(territory) for territory, name in Locale("en").territories.items()}
    for territory, names in read_rows(__package__, "places.tsv"):
        places.update(dict.fromkeys(names.split(", "), territory))
    for zone, territory in get_global("zone_territories").items():
        places.setdefault(zone.rpartition("/")[2].replace("_", " ").lower(), territory)
    return places


@cache
def months() -> dict[str, int]:
    """Lower-case name or abbreviation of a month, without full stop -> its number, 1 to 12."""
    return _numbered("months")


@cache
def weekdays() -> dict[str, int]:
    """Lower-case name or abbreviation of a weekday -> its ISO 8601 number, 1 (Monday) to 7."""
    return _numbered("weekdays")


def _numbered(key: str) -> dict[str, int]:
    names: dict[str, list[str]] = read_json(__package__, "calendar.json")[key]
    return {word: int(number) for number, words in names.items() for word in words}
