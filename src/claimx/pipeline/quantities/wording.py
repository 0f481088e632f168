"""Numbers written in words: `two hundred and five`, `nine point four`, `three twenty-firsts`.

The arithmetic of plain number words is text2num's; finding them is not, for its own finder works on lists of
words and knows neither `a hundred` nor fractions nor offsets.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from text_to_num import text2num

from claimx.pipeline.quantities.patterns import number_patterns

_INDIAN = ("dozen", "doz", "lakh", "crore")  # unknown to text2num
_ZEROS = re.compile(r"\bn[ao]ught\b")
_TENS = (20, 90)
_LARGE = 1000


class Spelled(NamedTuple):
    """A number in words. `magnitude` is what its last word multiplies by, 1 where that is none."""

    end: int
    value: float
    is_fraction: bool = False
    magnitude: float = 1.0


class _Word(NamedTuple):
    word: str
    start: int
    end: int
    link: str = ""
    """What stands between it and the word before."""


def read(text: str, start: int) -> Spelled | None:
    """The number whose first word is at `start`; None where it is an ordinal (`twenty-first`)."""
    run = number_patterns().run.match(text, start)
    if run is None:
        return None
    words = _words(text, start, run.end())
    return _decimal(text, words) or _fraction(text, words) or _cardinal(text, words)


def cardinal(phrase: str) -> float | None:
    """The value of number words, None where they do not make one number."""
    magnitudes = number_patterns().magnitudes
    words = _ZEROS.sub("zero", re.sub(r"[\s\u2010\u2011-]+", " ", phrase.lower()))
    head, _, last = words.rpartition(" ")
    if last in _INDIAN:
        before = cardinal(head) if head else 1.0
        return None if before is None else before * magnitudes[last]
    try:
        return float(text2num(f"one {words}" if words.split(" ")[0] in magnitudes else words, "en"))
    except ValueError:
        return None


def _words(text: str, start: int, end: int) -> list[_Word]:
    words: list[_Word] = []
    for match in re.finditer(r"[^\W\d_]+", text[start:end]):
        if match.group().lower() != "and":
            first, last = start + match.start(), start + match.end()
            link = text[words[-1].end : first] if words else ""
            words.append(_Word(match.group().lower(), first, last, link))
    return words


def _value(text: str, words: list[_Word]) -> float | None:
    return cardinal(text[words[0].start : words[-1].end]) if words else None


def _cardinal(text: str, words: list[_Word]) -> Spelled | None:
    """The longest number that the words begin with."""
    for length in range(len(words), 0, -1):
        value = _value(text, words[:length])
        if value is not None:
            if length == len(words) and _is_ordinal(text, words[-1]):
                return None
            last = words[length - 1]
            return Spelled(last.end, value, magnitude=number_patterns().magnitudes.get(last.word, 1.0))
    return None


def _is_ordinal(text: str, last: _Word) -> bool:
    """Whether a hyphen makes an ordinal of it: `twenty-first`, but not `thirty-second`, a length of time."""
    part = number_patterns().last_part.match(text, last.end)
    if part is None or text[last.end].isspace() or part["word"].lower() in ("half", "second"):
        return False
    return not part["word"].lower().endswith("s") and (cardinal(last.word) or 0) >= _TENS[0]


def _decimal(text: str, words: list[_Word]) -> Spelled | None:
    """`five point two`, `nine point nought four`, `two point seventy-one`."""
    point = number_patterns().point.match(text, words[-1].end)
    whole = _value(text, words)
    if point is None or whole is None:
        return None
    values = [cardinal(each.word) for each in _words(text, point.start("run"), point.end())]
    if all(value is not None and value < 10 for value in values):
        digits = "".join(str(int(value or 0)) for value in values)
    else:
        value = cardinal(point["run"])
        if value is None or value >= 100:
            return None
        digits = str(int(value))
    return Spelled(point.end(), whole + float(f"0.{digits}"))


# ---------------------------------------------------------------- fractions


def _fraction(text: str, words: list[_Word]) -> Spelled | None:
    """`two-thirds`, `one twenty-first`, `one hundred and three and two thirds`."""
    part = number_patterns().last_part.match(text, words[-1].end)
    if part is None:
        return None
    name = part["word"].lower()
    split = max((at for at, word in enumerate(words) if "and" in word.link.lower()), default=0)
    for at in range(split + 1, len(words) + 1):
        top = _value(text, words[split:at])
        bottom = _denominator(text, words[at:], name, text[words[-1].end : part.start("word")])
        if top is None or bottom is None:
            continue
        if (top == 1) == name.endswith("s") and not (top < bottom and not text[words[-1].end].isspace()):
            continue
        whole = _value(text, words[:split]) if split else 0.0
        if whole is None or (split and bottom == int(top)):
            return None
        return _added(text, words[:split], whole, top / bottom, part.end())
    return None


def _added(text: str, words: list[_Word], whole: float, share: float, end: int) -> Spelled:
    """The fraction, with the whole number before it: a fraction of a million after millions."""
    if not words:
        return Spelled(end, share, is_fraction=True)
    patterns = number_patterns()
    scale = patterns.magnitudes.get(words[-1].word, 1.0)
    if scale < _LARGE:
        return Spelled(end, whole + share)
    if following := patterns.direct_magnitude.match(text, end):
        scale, end = patterns.magnitudes[following["word"].lower()], following.end()
    return Spelled(end, whole + share * scale, magnitude=scale)


def _denominator(text: str, words: list[_Word], name: str, joint: str) -> float | None:
    """What the words and the ordinal after them divide by: `twenty-first`, `one hundred fifth`."""
    patterns = number_patterns()
    if not words:
        return patterns.parts.get(name)
    first, last = words[0], words[-1]
    hyphens = (*(word.link for word in words[1:]), joint)
    if "and" in first.link.lower() or first.link.strip():
        return None
    if first.word in patterns.magnitudes and any(not hyphen.strip() for hyphen in hyphens):
        return None  # `two hundred fifths` are not two of a hundred and five parts
    before, ones = _value(text, words), patterns.last_parts[name]
    if before is None or name in ("half", "halves", "quarter", "quarters"):
        return None
    step = cardinal(last.word) or 0.0
    magnitudes = patterns.magnitudes.values()
    if (_TENS[0] <= step <= _TENS[1] and ones < 10) or (step in magnitudes and ones < step):
        return before + ones
    return before * ones if ones in magnitudes else None
