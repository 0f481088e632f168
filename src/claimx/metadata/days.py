"""Publication days: as written in the head of an article, and as given by a caller, an option or a record.

Only days with a year are read, and numeric ones only where day and month cannot be confused.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from claimx.errors import InputError, WrongTypeError
from claimx.text.lexicon import any_of, months, weekdays, word_set

EARLIEST, LATEST = 1700, 2100
ISO = re.compile(r"(?<![\w/.-])(\d{4})([-/.]?)(\d\d)\2(\d\d)(?![\d/.-]*\d)")
UNPADDED = re.compile(r"-(?=\d(?:-|$))")
NUMERIC = re.compile(r"(?<![\w/.-])(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?![\w/.-]*\d)")
IN_URL = re.compile(r"/(\d{4})[/-](\d\d?)[/-](\d\d?)(?=[/-])")
WORD = re.compile(r"[^\W_]+")


@cache
def _written() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = any_of(months())
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>\d{4})(?!\d)"
    gap = r"[^\S\r\n]{1,3}"
    return (
        re.compile(rf"(?<!\w)(?P<month>{names})\b\.?{gap}{day},?{gap}{year}", re.IGNORECASE),
        re.compile(
            rf"(?<![\w/.]){day}(?:{gap}(?:of{gap})?|-)(?P<month>{names})\b\.?(?:,?{gap}|-){year}",
            re.IGNORECASE,
        ),
    )


def find_day(text: str) -> tuple[date, int, int] | None:
    """The first day with a year in a short text, and its offsets there."""
    for written in _written():
        if m := written.search(text):
            return _checked(int(m["year"]), months()[m["month"].lower()], int(m["day"]), m)
    if m := ISO.search(text):
        return _checked(int(m[1]), int(m[3]), int(m[4]), m)
    if m := NUMERIC.search(text):
        first, second = int(m[1]), int(m[3])
        if not _is_ambiguous(m):
            month, day = (second, first) if first > 12 or m[2] == "." else (first, second)
            return _checked(int(m[4]), month, day, m)
    return None


def _is_ambiguous(numeric: re.Match[str]) -> bool:
    """Whether day and month of `04/03/2024` can be confused; with full stops, the day is first."""
    first, second = int(numeric[1]), int(numeric[3])
    return first != second and max(first, second) <= 12 and numeric[2] != "."


def _checked(year: int, month: int, day: int, m: re.Match[str]) -> tuple[date, int, int] | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day), m.start(), m.end()
    except ValueError:
        return None


# Values of pandas that mean that there is none; they are not equal to themselves.
_MISSING = frozenset(("NaTType", "NAType"))


def as_day(given: object) -> date | None:
    """The day of publication that is given; None where the value says that there is none.

    Args:
        given: a `date`, a `datetime` or pandas `Timestamp` (its own day, whatever the zone), a NumPy
            `datetime64`, or a string: ISO 8601, also with a time (`2024-03-04T10:00:00Z`), or a day with its
            year in words (`4 March 2024`, `March 4, 2024 at 10 a.m.`, `4 mars 2024`). None, NaN, NaT and an
            empty string are no day.

    Raises:
        InputError: it is none of these, or a string in which day and month can be confused (`04/03/2024`).
    """
    if given is None or type(given).__name__ in _MISSING or (isinstance(given, float) and given != given):
        return None
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    written = str(given).strip() if isinstance(given, str) or type(given).__name__ == "datetime64" else None
    if written in ("", "NaT"):
        return None
    found = _day_written(written) if written else None
    if found is None:
        shown = repr(given)[:60] if written else f"a value of type {type(given).__name__}"
        message = f"{shown} is not a day"
        if written and (numeric := NUMERIC.search(written)) and _is_ambiguous(numeric):
            message = f"{shown} is not a day for certain: the month may be {numeric[1]} or {numeric[3]}"
        kind = InputError if written else WrongTypeError
        raise kind(message, "write it as YYYY-MM-DD, or like 4 March 2024")
    return found


def _day_written(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        found = find_day(text)
    if found is None:
        padded = UNPADDED.sub("-0", text.replace("/", "-"))
        return _day_written(padded) if padded != text and ISO.fullmatch(padded) else day_on_label(text)
    day, start, end = found
    return day if is_date_words(f"{text[:start]} {text[end:]}") else None


def day_in_url(line: str) -> date | None:
    """The day in the path of a URL: `/2023/12/02/`."""
    m = IN_URL.search(line)
    found = _checked(int(m[1]), int(m[2]), int(m[3]), m) if m else None
    return found[0] if found else None


def day_in_path(path: str) -> date | None:
    """The day that the path of a file states, nearest to its end: `2024-03-04/a.txt`, `2024/03/04/a.txt`."""
    for part in reversed(path.replace("_", " ").split("/")):
        if found := find_day(part):
            return found[0]
    return day_in_url(f"/{path}")


def day_on_label(value: str) -> date | None:
    """The day that a labelled value states, in any format of a date in a Western European language."""
    if found := find_day(value):
        return found[0]
    if len(value) > 40 or not re.search(r"(?<!\d)(?:1[7-9]|20)\d\d(?!\d)", value):
        return None
    if not re.search(r"[^\W\d_]{3}", value):
        return None
    import dateparser

    # Only absolute dates: what counts from today would change with the day of reading. Sites in English may
    # have a content system in another language: `4 mars 2024`.
    read = dateparser.parse(
        value,
        languages=["en", "fr", "de", "es", "it", "pt", "nl"],
        settings={"PARSERS": ["absolute-time"], "STRICT_PARSING": True},
    )
    return read.date() if read is not None and EARLIEST <= read.year <= LATEST else None


def is_date_words(text: str) -> bool:
    """Whether a text holds only what accompanies a date: weekday, time, zone, punctuation."""
    known = word_set(__package__, "words.json", "beside_dates") | weekdays().keys()
    found = WORD.findall(text.lower())
    return len(found) <= 12 and all(w in known or re.fullmatch(r"t?\d{1,4}z?|\d{1,2}[ap]m", w) for w in found)
