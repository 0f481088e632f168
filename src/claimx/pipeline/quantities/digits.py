"""Numbers written in digits, told from dates, times, telephone numbers, versions and names.

Offsets are code points into the text, end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from claimx.pipeline.quantities.patterns import VULGAR, number_patterns
from claimx.pipeline.quantities.tables import currencies
from claimx.text.patterns import GAP

_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
# Groups of thousands with a space between; an ordinary space may as well part two numbers, so that only a
# round one is taken (`40 000`).
_SPACED = re.compile(r"(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])|(?: [0-9]{3})*? 000(?![0-9]|[.,:/-][0-9])")
# `1.3x10^6`, `6 × 10⁻⁴`, `12.32e+14`, `10^6`.
_POWER_OF_TEN = re.compile(
    rf"{GAP}?[x×*·]{GAP}?10(?:\^(?P<plain>[-+\u2212]?[0-9]{{1,3}})|(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}}))(?!\w)"
)
_EXPONENT = re.compile(
    r"(?:[eE](?=[-+])|e)(?P<ten>[-+]?[0-9]{1,3})(?!\w)|\^(?P<power>[-+\u2212]?[0-9]{1,3})(?!\w)"
)
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹\u2212", "+-0123456789-")
# A comma is decimal only where the words beside it show that no list is meant (`1,3 million`, `is 1,3`).
_DECIMAL_COMMA = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
_BEFORE_DECIMAL = re.compile(r"(?<!\w)(?:is|was|by|to|at|than|about)\s$", re.IGNORECASE)
_AFTER_DECIMAL = re.compile(rf"{GAP}?(?:[%€]|per{GAP}?cent|million|billion|trillion|m|bn|euros?)(?!\w)")
_DASH = re.compile(r"[-\u2010-\u2013]")
_LETTERS = re.compile(r"[A-Za-z]+$")
_OF_A_WHOLE = re.compile(rf"{GAP}(?:of|an?|the|mile|cup|inch|hour|pound|ounce)\b")
_COMMON_FRACTIONS = frozenset(
    ("1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/8", "3/8", "5/8", "7/8")
)
_DAY_BEFORE = re.compile(r"(?<!\w)(?:on|by|from|since|until|before|after|of|dated)\s$", re.IGNORECASE)
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
    if _DECIMAL_COMMA.fullmatch(blob) and (
        _AFTER_DECIMAL.match(text, start + len(blob))
        or _BEFORE_DECIMAL.search(text, max(0, start - 8), start)
        or _follows_sign(text, start)
    ):
        return [Part(start, start + len(blob), float(blob.replace(",", ".")))]
    parts = _DASH.split(blob)
    if len(parts) > 2 or not all(_is_number(part) for part in parts):
        return []
    last = _mixed(text, start + len(blob) - len(parts[-1]), parts[-1])
    if len(parts) == 1:
        return [_grouped(text, last) or _raised(text, last) or last]
    return [Part(start, start + len(parts[0]), _plain(parts[0])), last]


def abbreviation_after(text: str, start: int, end: int) -> Abbreviation | None:
    """The `bn`, `k` or `m` after a number; where that is a sum of money, a space may stand between."""
    patterns = number_patterns()
    short = patterns.abbreviation.match(text, end)
    if short is None:
        return None
    word, glued = short["word"], not short["gap"]
    decimal = "." in text[start:end]
    if word == "m":
        return Abbreviation(end, 1.0, text[end : short.end()])
    money = _follows_sign(text, start)
    clear = len(word) > 1 or (glued and (word == "k" or money)) or ((money or decimal) and word in "bBkKM")
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
    if text[max(0, start - 5) : start].lower() in ("foot-", "feet-"):
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


def _grouped(text: str, part: Part) -> Part | None:
    """The number with the groups of thousands that follow it after a space: `40 000`."""
    groups = _SPACED.match(text, part.end)
    if groups is None or not text[part.start : part.end].isdigit() or part.end - part.start > 3:
        return None
    return Part(part.start, groups.end(), float("".join(text[part.start : groups.end()].split())))


def _raised(text: str, part: Part) -> Part | None:
    """The number in scientific notation, or raised to a power: `1.3x10^6`, `12e+14`, `10^6`."""
    base, factor = 10.0, part.value
    if match := _POWER_OF_TEN.match(text, part.end):
        exponent = match["plain"] or match["raised"]
    elif match := _EXPONENT.match(text, part.end):
        exponent = match["ten"] or match["power"]
        base, factor = (base, factor) if match["ten"] else (part.value, 1.0)
    else:
        return None
    try:
        return Part(part.start, match.end(), factor * base ** int(exponent.translate(_RAISED)))
    except (OverflowError, ZeroDivisionError):
        return None


def _slashed(text: str, start: int, blob: str) -> list[Part]:
    """`1/3 of`; dates and ratios with a slash are not numbers."""
    top, _, bottom = blob.partition("/")
    end = start + len(blob)
    plain = top.isdigit() and bottom.isdigit() and len(bottom) <= 2
    whole = _OF_A_WHOLE.match(text, end)
    named = blob in _COMMON_FRACTIONS and not _DAY_BEFORE.search(text, max(0, start - 8), start)
    if plain and 0 < int(top) < int(bottom) <= _SMALL_PARTS and (whole or named):
        return [Part(start, end, int(top) / int(bottom), is_fraction=True)]
    return []
