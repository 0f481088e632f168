"""Numbers written in digits, told from dates, times, telephone numbers, versions and names.

Offsets are code points into the text, end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from claimx.pipeline.quantities.patterns import GAP, VULGAR, number_patterns
from claimx.pipeline.quantities.tables import currencies

_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_DASH = re.compile(r"[-\u2010-\u2013]")
_LETTERS = re.compile(r"[A-Za-z]+$")
_OF_A_WHOLE = re.compile(rf"{GAP}(?:of|an?|the|mile|cup|inch|hour|pound|ounce)\b")
_GLUED_SIGNS = frozenset(("Rs", "RM", "Rp", "NIS", "RMB"))
_MOST_DIGITS = 24
_SMALL_PARTS = 16  # the largest denominator of a fraction written with a slash


class Part(NamedTuple):
    """One number in digits."""

    start: int
    end: int
    value: float
    is_fraction: bool = False


class Abbreviation(NamedTuple):
    """A magnitude in letters after a number; `suffix` when it may as well be a unit (`400m`)."""

    end: int
    factor: float
    suffix: str


def read(text: str, start: int, blob: str) -> list[Part]:
    """The numbers that the digits `blob` at `start` are: none, one, or two with a dash between."""
    if not _starts_cleanly(text, start):
        return []
    if blob[0] in VULGAR:
        return [Part(start, start + len(blob), unicodedata.numeric(blob), is_fraction=True)]
    if "/" in blob:
        return _slashed(text, start, blob)
    parts = _DASH.split(blob)
    if len(parts) > 2 or not all(_is_number(part) for part in parts):
        return []
    last = _mixed(text, start + len(blob) - len(parts[-1]), parts[-1])
    if len(parts) == 1:
        return [last]
    return [Part(start, start + len(parts[0]), _plain(parts[0])), last]


def abbreviation_after(text: str, start: int, end: int) -> Abbreviation | None:
    """The `bn`, `k` or `m` after a number; where that is a sum of money, a space may stand between."""
    patterns = number_patterns()
    short = patterns.abbreviation.match(text, end)
    if short is None:
        return None
    word, glued = short["word"], not short["gap"]
    if word == "m":
        return Abbreviation(end, 1.0, text[end : short.end()])
    money = _follows_sign(text, start)
    clear = len(word) > 1 or (glued and (word == "k" or money)) or (money and word in "bBkK")
    return Abbreviation(short.end(), patterns.abbreviations[word], "") if clear else None


def _starts_cleanly(text: str, start: int) -> bool:
    """Whether no letter, `#` or name-like hyphen clings to the front (`G7`, `#3`, `Covid-19`, `IE6`)."""
    if start == 0:
        return True
    before = text[start - 1]
    if before in "#@_/\\:" or (before == "." and start > 1 and text[start - 2].isalnum()):
        return text[max(0, start - 3) : start] in ("Rs.", "Fr.")
    if text[max(0, start - 4) : start].lower() == "-to-":
        return True
    if text[max(0, start - 10) : start].lower() == "magnitude-":
        return True
    if before in "-\u2010\u2011\u2013" and start > 1:
        return not text[start - 2].isalnum()
    if before.isalpha():
        letters = _LETTERS.search(text, max(0, start - 5), start)
        return letters is not None and (letters.group() in _GLUED_SIGNS or _is_code(letters.group()))
    return not before.isalnum()


def _is_code(letters: str) -> bool:
    return letters in currencies().codes


def _follows_sign(text: str, start: int) -> bool:
    """Whether a currency sign stands before the number, so that a letter after it is a magnitude."""
    before = text[max(0, start - 4) : start].rstrip()
    return bool(before) and (unicodedata.category(before[-1]) == "Sc" or _is_code(before[-3:]))


def _is_number(part: str) -> bool:
    if len(part) > _MOST_DIGITS:
        return False
    return bool(_NUMBER.fullmatch(part)) and not (len(part) > 1 and part[0] == "0" and part[1] != ".")


def _plain(number: str) -> float:
    return float(number.replace(",", ""))


def _mixed(text: str, start: int, number: str) -> Part:
    """The number with a fraction after it: `2½`, `10 1/2`."""
    value, end = _plain(number), start + len(number)
    if vulgar := number_patterns().spaced_vulgar.match(text, end):
        return Part(start, vulgar.end(), value + unicodedata.numeric(vulgar[1]))
    if mixed := number_patterns().mixed.match(text, end):
        return Part(start, mixed.end(), value + int(mixed[1]) / int(mixed[2]))
    return Part(start, end, value)


def _slashed(text: str, start: int, blob: str) -> list[Part]:
    """`1/3 of`; dates and ratios with a slash are not numbers."""
    top, _, bottom = blob.partition("/")
    end = start + len(blob)
    plain = top.isdigit() and bottom.isdigit() and len(bottom) <= 2
    if plain and 0 < int(top) < int(bottom) <= _SMALL_PARTS and _OF_A_WHOLE.match(text, end):
        return [Part(start, end, int(top) / int(bottom), is_fraction=True)]
    return []
