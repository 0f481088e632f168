"""Numbers in running text: where they stand and what they are worth.

A numeral is a number as written, before anything is known about what it counts: `3,210`, `2.5 million`,
`twenty-seven`, `a dozen`, `tens of thousands`, `two-thirds`, `one in five`, `twice`. Offsets are code
points into the text, end exclusive.

The arithmetic of number words is text2num's; finding them is not, for its own finder works on lists of
words and knows neither `a hundred` nor `2.5 million` nor offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from text_to_num import text2num

from claimx.pipeline.quantities import digits
from claimx.pipeline.quantities.patterns import GAP, VULGAR, number_patterns

Form = Literal["digits", "words", "plural", "fraction", "multiple"]

_LARGEST_TOP = 1000  # `1,200 thirds` is no fraction


class Numeral(NamedTuple):
    """A number as written.

    `suffix` is a letter right after it that may be a magnitude or a unit (`400m`); `scaled` says that a
    magnitude is part of it.
    """

    start: int
    end: int
    value: float
    form: Form
    suffix: str = ""
    scaled: bool = False


def find_numerals(text: str) -> Iterator[Numeral]:
    """Every number in `text`, in order and without overlap."""
    patterns = number_patterns()
    position = 0
    for match in patterns.scan.finditer(text):
        word = match.group()
        if match.start() < position or not _is_numeric(word):
            continue
        for numeral in _read(text, match):
            found = _fraction(text, numeral) or numeral
            yield found
            position = found.end


def _read(text: str, match: re.Match[str]) -> list[Numeral]:
    patterns = number_patterns()
    start, end, word = match.start(), match.end(), match.group().lower()
    if word[0].isdigit() or word[0] in VULGAR:
        return _digits(text, match)
    if start > 1 and text[start - 1] in "-\u2010\u2011'\u2019" and text[start - 2].isalpha():
        return []  # `high-five`, `hole-in-one`
    if word in patterns.cardinals:
        return _words(text, start)
    if word in patterns.plurals:
        return _plural(text, start, end, word)
    if word in patterns.multiples:
        return [Numeral(start, end, patterns.multiples[word], "multiple")]
    return _lone_part(text, start, end, word)


def _digits(text: str, match: re.Match[str]) -> list[Numeral]:
    found = []
    for part in digits.read(text, match.start(), match.group()):
        if part.is_fraction:
            found.append(Numeral(part.start, part.end, part.value, "fraction"))
            continue
        end, value, scaled = _scaled(text, part.end, part.value)
        suffix = ""
        if not scaled and (short := digits.abbreviation_after(text, part.start, end)):
            end, factor, suffix = short
            value, scaled = value * factor, not suffix
        found.append(Numeral(part.start, end, value, "digits", suffix, scaled))
    return found


def _words(text: str, start: int) -> list[Numeral]:
    patterns = number_patterns()
    run = patterns.run.match(text, start)
    if run is None:
        return []
    ends = [word.end() for word in re.finditer(r"[^\W\d_]+", run.group()) if word.group().lower() != "and"]
    for length in reversed(ends):
        value = _value_of(run.group()[:length])
        if value is not None:
            break
    else:
        return []
    end = start + length
    if text[start:end].lower() in patterns.magnitudes:
        if vague := patterns.vague.search(text, max(0, start - 16), start):
            # `a few dozen` and `several hundred` say no more than the bare plural does.
            return [Numeral(vague.start(), end, 2 * value, "plural")]
        article = patterns.article.search(text, max(0, start - 4), start)
        start = article.start() if article else start
    elif _opens_with_magnitude(text, start, end):
        article = patterns.article.search(text, max(0, start - 4), start)
        start = article.start() if article else start
    end, value, scaled = _scaled(text, end, value)
    return [Numeral(start, end, value, "words", scaled=scaled)]


def _opens_with_magnitude(text: str, start: int, end: int) -> bool:
    """Whether an article before belongs to the number (`a hundred and five`)."""
    return re.split(r"\W", text[start:end].lower(), maxsplit=1)[0] in number_patterns().magnitudes


def _value_of(phrase: str) -> float | None:
    """The value of number words, None where they do not make one number."""
    magnitudes = number_patterns().magnitudes
    words = re.sub(r"[\s\u2010\u2011-]+", " ", phrase.lower())
    head, _, last = words.rpartition(" ")
    if last in ("dozen", "lakh", "crore"):  # unknown to text2num
        before = _value_of(head) if head else 1.0
        return None if before is None else before * magnitudes[last]
    try:
        return float(text2num(f"one {words}" if words.split(" ")[0] in magnitudes else words, "en"))
    except ValueError:
        return None


def _scaled(text: str, end: int, value: float) -> tuple[int, float, bool]:
    """Take in `and a half` and magnitude words: `2.5 million`, `two and a half million`, `three dozen`."""
    patterns = number_patterns()
    scaled = False
    if extra := patterns.and_part.match(text, end):
        value += 1 / patterns.parts[extra["word"].lower()]
        end = extra.end()
    while magnitude := patterns.magnitude.match(text, end):
        value *= patterns.magnitudes[magnitude["word"].lower()]
        end, scaled = magnitude.end(), True
    return end, value, scaled


def _fraction(text: str, numeral: Numeral) -> Numeral | None:
    """`two-thirds`, `one quarter`, `1 in 5`, `nine out of ten`, where the number is the upper part of one."""
    patterns = number_patterns()
    start, end, value = numeral.start, numeral.end, numeral.value
    if numeral.form not in ("digits", "words") or value != int(value) or not 1 <= value < _LARGEST_TOP:
        return None
    if part := patterns.part.match(text, end):
        word = part["word"].lower()
        if (value == 1) != word.endswith("s"):
            return Numeral(start, part.end(), value / patterns.parts[word], "fraction")
    if (link := patterns.out_of.match(text, end)) and (match := patterns.scan.match(text, link.end())):
        lower = next(iter(_read(text, match)), None) if _is_numeric(match.group()) else None
        if lower is not None and lower.form in ("digits", "words") and _shares_out(lower.value) > value:
            return Numeral(start, lower.end, value / lower.value, "fraction")
    return None


def _is_numeric(word: str) -> bool:
    return not word.isalpha() or word.lower() in number_patterns().words


def _shares_out(value: float) -> float:
    """`value` if shares are told out of it (`one in five`, `3 out of 100`), else 0 (`400 in 2019`)."""
    round_number = value >= 100 and str(int(value)).strip("0") in ("1", "5")
    return value if value <= 20 or round_number or value in (25, 30, 40, 50, 60) else 0.0


def _plural(text: str, start: int, end: int, word: str) -> list[Numeral]:
    patterns = number_patterns()
    value = patterns.plurals[word]
    if following := patterns.plural_of.match(text, end):
        end = following.end()
        if following["link"].lower() == "of":
            # The plural's 2 is in both words, and counts once: tens of thousands are 10 x 2000.
            value *= patterns.plurals[following["word"].lower()] / 2
    elif word == "tens" or (word == "scores" and not re.match(rf"{GAP}of{GAP}", text[end : end + 10])):
        return []
    return [Numeral(start, end, float(value), "plural")]


def _lone_part(text: str, start: int, end: int, word: str) -> list[Numeral]:
    """`half`, `half a million`, `a third`, `a quarter of a million`."""
    patterns = number_patterns()
    value = 1 / patterns.parts[word]
    article = patterns.article.search(text, max(0, start - 4), start)
    if article:
        start = article.start()
    elif word != "half":
        return []
    if of_number := patterns.part_of_number.match(text, end):
        value *= patterns.magnitudes[of_number["word"].lower()]
        return [Numeral(start, of_number.end(), value, "words", scaled=True)]
    return [Numeral(start, end, value, "fraction")]
