"""Numbers in running text: where they stand and what they are worth.

A numeral is a number as written, before anything is known about what it counts: `3,210`, `2.5 million`,
`twenty-seven`, `a dozen`, `tens of thousands`, `two-thirds`, `one in five`, `twice`. Offsets are code
points into the text, end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from claimx.pipeline.quantities import digits, wording
from claimx.pipeline.quantities.patterns import number_patterns
from claimx.text.patterns import GAP

Form = Literal["digits", "words", "plural", "fraction", "multiple"]

_LARGEST_TOP = 1000  # `1,200 thirds` is no fraction
_LARGE_MAGNITUDE = 1000
_SAID_OF_SHARE = re.compile(rf"{GAP}(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|now)\b")
_CLOSED = re.compile(r"\s*(?:[.,;:!?)](?!\w)|$)")


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
    last = Numeral(-1, -1, 0.0, "digits")
    for match in patterns.scan.finditer(text):
        if match.start() < last.end or not _is_numeric(match.group()):
            continue
        for numeral in _read(text, match, last.end):
            if _counts_on(text, last, numeral):
                continue
            last = _fraction(text, numeral) or numeral
            yield last


def _counts_on(text: str, first: Numeral, second: Numeral) -> bool:
    """`two` of `a one-two punch`, unlike `four` of `a five-four vote`."""
    worded = first.form == "words" == second.form and text[first.end : second.start] == "-"
    return worded and second.value >= first.value


def _read(text: str, match: re.Match[str], since: int = -1) -> list[Numeral]:
    """The numbers that begin with a match; `since` is where the number before it ends."""
    patterns = number_patterns()
    start, end, word = match.start(), match.end(), match.group().lower()
    if not word.isalpha():
        return _digits(text, match)
    glued = start > 1 and start - 1 != since
    if glued and text[start - 1] in "-\u2010\u2011'\u2019" and text[start - 2].isalpha():
        return []  # `high-five`, `hole-in-one`, but `a five-four vote`
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
    spelled = wording.read(text, start)
    if spelled is None:
        return []
    end, value, is_fraction, unit = spelled
    article = patterns.article.search(text, max(0, start - 4), start)
    if is_fraction:
        if magnitude := patterns.part_of_number.match(text, end):
            value *= patterns.magnitudes[magnitude["word"].lower()]
            return [Numeral(start, magnitude.end(), value, "words", scaled=True)]
        return [Numeral(start, end, value, "fraction")]
    vague = patterns.vague.search(text, max(0, start - 16), start)
    if vague and text[start:end].lower() in patterns.magnitudes:
        # `a few dozen` and `several hundred` say no more than the bare plural does.
        return [Numeral(vague.start(), end, 2 * value, "plural")]
    if article and _opens_with_magnitude(text, start, end):
        start = article.start()
    end, value, scaled = _scaled(text, end, value, unit)
    return [Numeral(start, end, value, "words", scaled=scaled)]


def _opens_with_magnitude(text: str, start: int, end: int) -> bool:
    """Whether an article before belongs to the number (`a hundred and five`)."""
    return re.split(r"\W", text[start:end].lower(), maxsplit=1)[0] in number_patterns().magnitudes


def _scaled(text: str, end: int, value: float, unit: float = 1.0) -> tuple[int, float, bool]:
    """Take in what belongs to a number after it: `and a half`, magnitude words, lower magnitudes.

    `unit` is the magnitude its last word says: the half of `3 million and a half` is half a million.
    """
    patterns = number_patterns()
    scaled = False
    if unit < _LARGE_MAGNITUDE and (extra := patterns.and_part.match(text, end)):
        value += 1 / patterns.parts[extra["word"].lower()]
        end = extra.end()
    while magnitude := patterns.magnitude.match(text, end):
        unit = patterns.magnitudes[magnitude["word"].lower()]
        value *= unit
        end, scaled = magnitude.end(), True
    while scaled and (lower := patterns.lower.match(text, end)):
        added, step = _lower(lower, unit)
        if not added:
            break
        end, value, unit = lower.end(), value + added, step
    if unit >= _LARGE_MAGNITUDE and (extra := patterns.and_part.match(text, end)):
        end = extra.end()
        if following := patterns.direct_magnitude.match(text, end):
            end, unit = following.end(), patterns.magnitudes[following["word"].lower()]
        value += unit / patterns.parts[extra["word"].lower()]
    return end, value, scaled


def _lower(match: re.Match[str], unit: float) -> tuple[float, float]:
    """What `3 hundred` or `and 21` adds to a number that ends in the magnitude `unit`, and the next unit."""
    value = float(match["digits"]) if match["digits"] else wording.cardinal(match["run"])
    if not value:
        return 0.0, unit
    if match["word"] is None:
        return (value if unit == 100 > value and match["link"] else 0.0), 1.0
    step = number_patterns().magnitudes[match["word"].lower()]
    return (value * step if value * step < unit and step >= 100 and not match["link"] else 0.0), step


def _fraction(text: str, numeral: Numeral) -> Numeral | None:
    """`3 quarters`, `1 in 5`, `nine out of ten`, `2 over 3`, where the number is the upper part of one."""
    patterns = number_patterns()
    start, end, value = numeral.start, numeral.end, numeral.value
    if numeral.form not in ("digits", "words") or value != int(value) or value < 1:
        return None
    if value < _LARGEST_TOP and numeral.form == "digits" and (part := patterns.part.match(text, end)):
        word = part["word"].lower()
        if (value == 1) != word.endswith("s"):
            return Numeral(start, part.end(), value / patterns.parts[word], "fraction")
    forms = (
        (patterns.out_of, _shares_out),
        (patterns.noun_out_of, _shares_out_named),
        (patterns.over, _divides),
    )
    for pattern, divides in forms:
        if (link := pattern.match(text, end)) and (match := patterns.scan.match(text, link.end())):
            lower = next(iter(_read(text, match)), None) if _is_numeric(match.group()) else None
            if lower is not None and lower.form in ("digits", "words") and divides(text, numeral, lower):
                return Numeral(start, lower.end, value / lower.value, "fraction")
    return None


def _is_numeric(word: str) -> bool:
    return not word.isalpha() or word.lower() in number_patterns().words


def _shares_out(text: str, upper: Numeral, lower: Numeral) -> bool:
    """Whether shares are told out of the lower number (`one in five`, `3 out of 100`, not `400 in 2019`)."""
    value = lower.value
    round_number = value >= 100 and str(int(value)).strip("0") in ("1", "5")
    return upper.value < min(value, _LARGEST_TOP) and (
        value <= 20 or round_number or value in (25, 30, 40, 50, 60)
    )


def _shares_out_named(text: str, upper: Numeral, lower: Numeral) -> bool:
    """Whether a share is told with its noun inside: `one shop in six`, not `one man in 20 years`."""
    ends = _CLOSED.match(text, lower.end) or _SAID_OF_SHARE.match(text, lower.end)
    return upper.value == 1 and bool(ends) and _shares_out(text, upper, lower)


def _divides(text: str, upper: Numeral, lower: Numeral) -> bool:
    """Whether `over` is a fraction's line (`one over three`): nothing is counted over."""
    return (
        lower.value > 1
        and bool(_CLOSED.match(text, lower.end))
        and text[upper.start - 1 : upper.start] != "$"
    )


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
    start = article.start() if article else start
    if (article or word in ("half", "quarter")) and (of_number := patterns.part_of_number.match(text, end)):
        value *= patterns.magnitudes[of_number["word"].lower()]
        return [Numeral(start, of_number.end(), value, "words", scaled=True)]
    if not article and word != "half":
        return []
    return [Numeral(start, end, value, "fraction")]
