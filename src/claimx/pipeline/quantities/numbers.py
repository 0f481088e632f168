"""Numbers in running text: where they are and what they are worth.

A numeral is a number as written, before it is known what it counts: `3,210`, `2.5 million`, `twenty-seven`,
`a dozen`, `tens of thousands`, `two-thirds`, `one in five`, `twice`. Offsets are code points into the text,
end exclusive.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from claimx.pipeline.quantities.places import shared_currency_name
from claimx.pipeline.quantities.tables import VULGAR, currencies, number_words
from claimx.pipeline.quantities.tables import words as words_of
from claimx.pipeline.quantities.units import starts_cleanly, unit_after
from claimx.text.lexicon import GAP

Form = Literal["digits", "words", "plural", "fraction", "multiple"]

_LARGEST_TOP = 1000  # of a fraction: `1,200 thirds` is none
_LARGEST_CODE = 20
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_THOUSAND = 1000  # the half of `3 million and a half` is half a million, that of `3 hundred and a half` 0.5
_LARGEST = 1e36  # with magnitude words; a larger one is a repeated word, or no number of things
CLOSED = re.compile(r"\s*(?:[.,;:!?)](?!\w)|$)")
# Verbs that are plural nouns as well: `one nurse in four plans to leave`.
_INTENDS = re.compile(rf"{GAP}(?:plan|hope|need|want|aim|trie|claim|struggle|fail|attempt)s{GAP}to(?!\w)")


class Numeral(NamedTuple):
    """A number as written.

    `suffix` is a letter right after it that may be a magnitude or something else (`400m`, `3M`); `scaled`
    says that a magnitude is part of it.
    """

    start: int
    end: int
    value: float
    form: Form
    suffix: str = ""
    scaled: bool = False


def find_numerals(
    text: str,
    counts_at: Callable[[int], bool] = lambda end: False,
    signs: Collection[str] = (),
) -> Iterator[Numeral]:
    """Every number in `text`, in order and without overlap.

    `counts_at` says whether a plural follows an offset: in `one man in eight cities` no share is meant.
    `signs`: letters that are currencies in this text (`K31.40`).
    """
    last = Numeral(-1, -1, 0.0, "digits")
    for match in number_words().scan.finditer(text):
        if match.start() < last.end or not _is_numeric(match.group()):
            continue
        for numeral in _read(text, match, last.end, signs):
            if _counts_on(text, last, numeral):
                continue
            last = _fraction(text, numeral, counts_at) or numeral
            yield last


def _counts_on(text: str, first: Numeral, second: Numeral) -> bool:
    """`two` of `a one-two punch`, unlike `four` of `a five-four vote`."""
    between = text[first.end : second.start] if first.form == "words" == second.form else ""
    if between == "-to-":
        return second.value == first.value  # `one-to-one talks`
    return between == "-" and second.value >= first.value


def _is_numeric(word: str) -> bool:
    return not word.isalpha() or word.lower() in number_words().all


def _read(text: str, match: re.Match[str], since: int = -1, signs: Collection[str] = ()) -> list[Numeral]:
    """The numbers that begin with a match; `since` is the end of the number before it."""
    known = number_words()
    start, end, word = match.start(), match.end(), match.group().lower()
    if not word.isalpha():
        return [_with_magnitude(text, part) for part in _digits(text, start, match.group(), signs)]
    glued = start > 1 and start - 1 != since
    joined = text[max(0, since) : start].lower() == "-to-"  # `three-to-one`
    if word in known.magnitudes and (many := _MULTI.search(text, max(0, start - 7), start)):
        return _several(text, many.start(), end, 2 * known.magnitudes[word])
    joined = joined or (word != "zero" and bool(_COUNTED_AFTER.search(text, max(0, start - 16), start)))
    if glued and not joined and text[start - 1] in "-\u2010\u2011'\u2019" and text[start - 2].isalpha():
        return []  # `high-five`, `hole-in-one`, but `a five-four vote`
    if word in known.cardinals:
        return _words(text, start)
    if word.startswith("multi"):
        return _several(text, start, end, known.plurals[word])
    if word in known.plurals:
        return _plural(text, start, end, word)
    if word in known.multiples:
        return [Numeral(start, end, known.multiples[word], "multiple")]
    return _lone_part(text, start, end, word)


_COUNTED_AFTER = re.compile(
    r"(?<!\w)(?:(?:grand)?(?:mother|father|parent)|m[ou]m|dad)s?-of-$|(?<![\w-])sub-$", re.IGNORECASE
)
_MULTI = re.compile(r"(?<![\w-])multi[-\u2010\u2011 ]$", re.IGNORECASE)


def _several(text: str, start: int, end: int, value: float) -> list[Numeral]:
    """`multi-billion` or `multimillion` before a unit: no number of things is written so."""
    measured = unit_after(text, end, value) or shared_currency_name().match(text, end)
    return [Numeral(start, end, value, "plural")] if measured else []


def _words(text: str, start: int) -> list[Numeral]:
    known = number_words()
    spelled = _spelled(text, start)
    if spelled is None:
        return []
    end, value, is_fraction, unit = spelled
    if text[start:end].lower() in known.magnitudes and _AFTER_DIGITS.search(text, max(0, start - 16), start):
        return []  # `XY5.2 million`, where the number is not known
    article = known.article.search(text, max(0, start - 4), start)
    if is_fraction:
        if magnitude := known.part_of_number.match(text, end):
            value *= known.magnitudes[magnitude["word"].lower()]
            return [Numeral(start, magnitude.end(), value, "words", scaled=True)]
        return [Numeral(start, end, value, "fraction")]
    vague = known.vague.search(text, max(0, start - 16), start)
    if vague and all(word in known.magnitudes for word in text[start:end].lower().split()):
        # `a few dozen` and `several hundred` say no more than the bare plural does.
        return [Numeral(vague.start(), end, 2 * value, "plural")]
    if article and re.split(r"\W", text[start:end].lower(), maxsplit=1)[0] in known.magnitudes:
        start = article.start()  # `a hundred and five`
    end, value, scaled = _scaled(text, end, value, unit)
    return [Numeral(start, end, value, "words", scaled=scaled or unit >= _THOUSAND)]


def _scaled(text: str, end: int, value: float, unit: float = 1.0) -> tuple[int, float, bool]:
    """Add to a number what follows it: `and a half`, magnitude words, lower magnitudes.

    `unit` is the magnitude of its last word: the half of `3 million and a half` is half a million.
    """
    known = number_words()
    scaled = False
    if unit < _THOUSAND and (extra := known.and_part.match(text, end)):
        value += 1 / known.parts[extra["word"].lower()]
        end = extra.end()
    while magnitude := known.magnitude.match(text, end):
        factor = known.magnitudes[magnitude["word"].lower()]
        if value * factor > _LARGEST:
            break
        value, unit = value * factor, factor
        end, scaled = magnitude.end(), True
    while scaled and (lower := known.lower.match(text, end)):
        added, step = _lower(lower, unit)
        if not added:
            break
        end, value, unit = lower.end(), value + added, step
    if unit >= _THOUSAND and (extra := known.and_part.match(text, end)):
        end = extra.end()
        if following := known.direct_magnitude.match(text, end):
            end, unit = following.end(), known.magnitudes[following["word"].lower()]
        value += unit / known.parts[extra["word"].lower()]
    return end, value, scaled


def _lower(match: re.Match[str], unit: float) -> tuple[float, float]:
    """What `3 hundred` or `and 21` adds to a number that ends in the magnitude `unit`, and the next unit."""
    value = float(match["digits"]) if match["digits"] else _cardinal_value(match["run"])
    if not value:
        return 0.0, unit
    if match["word"] is None:
        return (value if unit == 100 > value and match["link"] else 0.0), 1.0
    step = number_words().magnitudes[match["word"].lower()]
    return (value * step if value * step < unit and step >= 100 and not match["link"] else 0.0), step


def _plural(text: str, start: int, end: int, word: str) -> list[Numeral]:
    known = number_words()
    value = known.plurals[word]
    if following := known.plural_of.match(text, end):
        end = following.end()
        if following["link"].lower() == "of":
            # The plural's 2 is in both words, and counts once: tens of thousands are 10 x 2000.
            value *= known.plurals[following["word"].lower()] / 2
    elif word in ("tens", "scores") and not re.match(rf"{GAP}of{GAP}", text[end : end + 10]):
        return []
    return [Numeral(start, end, float(value), "plural")]


def _lone_part(text: str, start: int, end: int, word: str) -> list[Numeral]:
    """`half`, `half a million`, `a third`, `a quarter of a million`."""
    known = number_words()
    value = 1 / known.parts[word]
    article = known.article.search(text, max(0, start - 4), start)
    start = article.start() if article else start
    if (article or word in ("half", "quarter")) and (of_number := known.part_of_number.match(text, end)):
        value *= known.magnitudes[of_number["word"].lower()]
        return [Numeral(start, of_number.end(), value, "words", scaled=True)]
    return [Numeral(start, end, value, "fraction")] if article or word == "half" else []


# ---------------------------------------------------------------- fractions of two numbers


def _fraction(text: str, numeral: Numeral, counts_at: Callable[[int], bool]) -> Numeral | None:
    """`3 quarters`, `1 in 5`, `nine out of ten`, `2 over 3`, where the number is the upper part of one."""
    known = number_words()
    start, end, value = numeral.start, numeral.end, numeral.value
    if numeral.form not in ("digits", "words") or value != int(value) or value < 1:
        return None
    if value < _LARGEST_TOP and numeral.form == "digits" and (part := known.part.match(text, end)):
        word = part["word"].lower()
        if (value == 1) != word.endswith("s"):
            return Numeral(start, part.end(), value / known.parts[word], "fraction")
    for pattern in (known.out_of, known.noun_out_of, known.over):
        if (link := pattern.match(text, end)) and (match := known.scan.match(text, link.end())):
            following = _read(text, match, link.end() - 1) if _is_numeric(match.group()) else []
            lower = next(iter(following), None)
            if lower is None or lower.form not in ("digits", "words"):
                continue
            is_share = pattern is known.over and _divides(text, numeral, lower)
            if pattern is not known.over:
                is_share = _shares_out(numeral, lower) or _is_one_in(text, link, numeral, lower, counts_at)
                if pattern is known.noun_out_of:  # `one shop in six closed`, not `one man in 20 years`
                    counts = counts_at(lower.end) and not _INTENDS.match(text, lower.end)
                    is_share = is_share and value == 1 and not counts
            if is_share:
                return Numeral(start, lower.end, value / lower.value, "fraction")
    return None


def _shares_out(upper: Numeral, lower: Numeral) -> bool:
    """Whether the numbers are a share: `one in five`, `3 out of 100`, not `400 in 2019`."""
    value = lower.value
    is_round = value >= 100 and str(int(value)).strip("0") in ("1", "5")
    return upper.value < min(value, _LARGEST_TOP) and (
        value <= 20 or is_round or value in (25, 30, 40, 50, 60)
    )


def _is_one_in(
    text: str, link: re.Match[str], upper: Numeral, lower: Numeral, counts_at: Callable[[int], bool]
) -> bool:
    """`one in every 250 births`, `1 in 8,000`, `one in 350 boats`, not `one in 48 hours`, `one in 2019`."""
    if not upper.value == 1 < lower.value or unit_after(text, lower.end, lower.value):
        return False
    ends = CLOSED.match(text, lower.end) and not _YEAR.fullmatch(text, lower.start, lower.end)
    return bool(ends) or "every" in link.group().lower() or counts_at(lower.end)


def _divides(text: str, upper: Numeral, lower: Numeral) -> bool:
    """Whether `over` is the line of a fraction: `one over three` without a noun, not `80 over three`."""
    closed = CLOSED.match(text, lower.end)
    return upper.value < lower.value and bool(closed) and text[upper.start - 1 : upper.start] != "$"


# ---------------------------------------------------------------- digits

_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
# Groups of thousands with a space between. An ordinary space may as well separate two numbers, so that it is
# taken where the number is round (`40 000`) or words follow in an article that writes thousands so.
_SPACED = re.compile(r"(?:[\u00a0\u2009\u202f][0-9]{3})+(?![0-9])|(?: [0-9]{3})*? 000(?![0-9]|[.,:/-][0-9])")
_SPACED_TWICE = re.compile(r"(?: [0-9]{3}){2,}(?![0-9]|[.,:/-][0-9])")
_SPACED_BEFORE_WORD = re.compile(rf"(?: [0-9]{{3}})+(?={GAP}[^\W\d_]{{2}}|%| ?[€£])")
# `1'250'000`, as Swiss papers write it; feet and inches have fewer digits.
_APOSTROPHES = re.compile(r"(?:['\u2019][0-9]{3})+(?![0-9])")
_COMMA_GROUPS = re.compile(r"[0-9],[0-9]{3}(?![0-9])")
_NEARBY = 2000  # characters, a few paragraphs of an article
FOOTNOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?![\w⁺⁻])")
# `1.3x10^6`, `6 × 10⁻⁴`, `12.32e+14`, `10^6`.
_POWER_OF_TEN = re.compile(
    rf"{GAP}?[x×*·]{GAP}?10(?:\^(?P<plain>[-+\u2212]?[0-9]{{1,3}})|(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,3}}))(?!\w)"
)
_EXPONENT = re.compile(
    r"(?:[eE](?=[-+])|e)(?P<ten>[-+]?[0-9]{1,3})(?!\w)|\^(?P<power>[-+\u2212]?[0-9]{1,3})(?!\w)"
)
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹\u2212", "+-0123456789-")
# A comma is decimal only where the words around it show that no list is meant (`1,3 million`, `is 1,3`).
_DECIMAL_COMMA = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
_BEFORE_DECIMAL = re.compile(r"(?<!\w)(?:is|was|by|to|at|than|about)\s$", re.IGNORECASE)
_AFTER_DECIMAL = re.compile(rf"{GAP}?(?:[%€]|per{GAP}?cent|million|billion|trillion|m|bn|euros?)(?!\w)")
_DASH = re.compile(r"[-\u2010-\u2013]")
_OF_A_WHOLE = re.compile(rf"{GAP}(?:of|an?|the|mile|cup|inch|hour|pound|ounce)\b")
_COMMON_FRACTIONS = frozenset(
    ("1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "1/8", "3/8", "5/8", "7/8")
)
_DAY_BEFORE = re.compile(r"(?<!\w)(?:on|by|from|since|until|before|after|of|dated)\s$", re.IGNORECASE)
_MOST_DIGITS = 24  # a longer run of digits is an identifier; floats tell no two of them apart
_SMALL_PARTS = 16  # the largest denominator of a fraction written with a slash


def _digits(text: str, start: int, blob: str, signs: Collection[str] = ()) -> list[Numeral]:
    """The numbers that the digits `blob` at `start` are: none, one, or two with a dash between.

    Dates, times, telephone numbers, versions and names are none.
    """
    end = start + len(blob)
    if not starts_cleanly(text, start, signs):
        return []
    if blob[0] in VULGAR:
        return [Numeral(start, end, unicodedata.numeric(blob), "fraction")]
    if "/" in blob:
        return _slashed(text, start, blob)
    if _DECIMAL_COMMA.fullmatch(blob) and (
        _AFTER_DECIMAL.match(text, end)
        or _BEFORE_DECIMAL.search(text, max(0, start - 8), start)
        or _follows_sign(text, start)
    ):
        return [Numeral(start, end, float(blob.replace(",", ".")), "digits")]
    parts = _DASH.split(blob)
    if len(parts) > 2 or not all(_is_number(part) for part in parts):
        return []
    last = _mixed(text, end - len(parts[-1]), parts[-1])
    if len(parts) == 1:
        return [_grouped(text, last) or _raised(text, last) or last]
    return [Numeral(start, start + len(parts[0]), _plain(parts[0]), "digits"), last]


def _with_magnitude(text: str, numeral: Numeral) -> Numeral:
    """The number in digits with the magnitude after it: `2.5 million`, `1.2bn`."""
    if numeral.form == "fraction":
        return numeral
    end, value, scaled = _scaled(text, numeral.end, numeral.value)
    suffix = ""
    if not scaled and (short := _abbreviation_after(text, numeral.start, end)):
        end, factor, suffix = short
        value, scaled = value * factor, not suffix
    return Numeral(numeral.start, end, value, "digits", suffix, scaled)


def _abbreviation_after(text: str, start: int, end: int) -> tuple[int, float, str] | None:
    """The `bn`, `k` or `m` after a number: its end, its factor, and `m` again as it may be metres.

    Where the number is a sum of money, a space may be between.
    """
    known = number_words()
    short = known.abbreviation.match(text, end)
    if short is None:
        return None
    word, glued = short["word"], not short["gap"]
    if word == "m":
        return end, 1.0, text[end : short.end()]
    money = _follows_sign(text, start)
    decimal = "." in text[start:end]
    clear = len(word) > 1 or (glued and (word == "k" or money)) or ((money or decimal) and word in "bBkKM")
    # `4K` is a resolution and `10K` a race.
    if (
        glued
        and not clear
        and (word in ("M", "B") or (word == "K" and _plain(text[start:end]) > _LARGEST_CODE))
    ):
        return end, 1.0, word
    return (short.end(), known.abbreviations[word], "") if clear else None


def _follows_sign(text: str, start: int) -> bool:
    """Whether a currency sign precedes the number, so that a letter after it is a magnitude."""
    before = text[max(0, start - 4) : start].rstrip()
    return bool(before) and (unicodedata.category(before[-1]) == "Sc" or before[-3:] in currencies().codes)


def _is_number(part: str) -> bool:
    padded = len(part) > 1 and part[0] == "0" and part[1] != "."  # `007`
    return len(part) <= _MOST_DIGITS and bool(_NUMBER.fullmatch(part)) and not padded


def _plain(number: str) -> float:
    return float(number.replace(",", ""))


def _mixed(text: str, start: int, number: str) -> Numeral:
    """The number with a fraction after it: `2½`, `10 1/2`."""
    value, end = _plain(number), start + len(number)
    if vulgar := number_words().spaced_vulgar.match(text, end):
        return Numeral(start, vulgar.end(), value + unicodedata.numeric(vulgar[1]), "digits")
    if mixed := number_words().mixed.match(text, end):
        return Numeral(start, mixed.end(), value + int(mixed[1]) / int(mixed[2]), "digits")
    return Numeral(start, end, value, "digits")


def _grouped(text: str, part: Numeral) -> Numeral | None:
    """The number with the groups of thousands that follow it after a space or mark: `40 000`, `40'000`."""
    if not text[part.start : part.end].isdecimal() or part.end - part.start > 3:
        return None
    groups = _SPACED.match(text, part.end) or _APOSTROPHES.match(text, part.end)
    if groups is None and text[part.start] != "0" and text[part.start - 1 : part.start] not in ("+", "("):
        groups = _SPACED_TWICE.match(text, part.end)
    if groups is None and (groups := _SPACED_BEFORE_WORD.match(text, part.end)):
        before = text[max(0, part.start - 20) : part.start].rstrip()
        in_row = bool(before) and (before[-1] in "+-(" or before[-1].isdecimal())
        labels = in_row or re.split(r"\W", before)[-1].lower() in words_of("labels")
        if labels or text[part.start] == "0" or _has_comma_groups(text, part.start):
            return None
    if groups is None:
        return None
    digits = re.sub(r"\D", "", text[part.start : groups.end()])
    return Numeral(part.start, groups.end(), float(digits), "digits")


def _has_comma_groups(text: str, start: int) -> bool:
    """Whether the text around writes thousands with commas."""
    return bool(_COMMA_GROUPS.search(text, max(0, start - _NEARBY), start + _NEARBY))


def _raised(text: str, part: Numeral) -> Numeral | None:
    """The number in scientific notation, or raised to a power: `1.3x10^6`, `12e+14`, `10^6`, `10⁶`."""
    base, factor = 10.0, part.value
    if part.value == 10 and (power := FOOTNOTE.match(text, part.end)):
        return Numeral(part.start, power.end(), base ** int(power.group().translate(_RAISED)), "digits")
    if match := _POWER_OF_TEN.match(text, part.end):
        exponent = match["plain"] or match["raised"]
    elif match := _EXPONENT.match(text, part.end):
        exponent = match["ten"] or match["power"]
        base, factor = (base, factor) if match["ten"] else (part.value, 1.0)
    else:
        return None
    try:
        value = factor * base ** int(exponent.translate(_RAISED))
    except (OverflowError, ZeroDivisionError):
        return None
    return Numeral(part.start, match.end(), value, "digits")


def _slashed(text: str, start: int, blob: str) -> list[Numeral]:
    """`1/3 of`; dates and ratios with a slash are not numbers."""
    top, _, bottom = blob.partition("/")
    end = start + len(blob)
    plain = top.isdecimal() and bottom.isdecimal() and len(bottom) <= 2
    whole = _OF_A_WHOLE.match(text, end)
    named = blob in _COMMON_FRACTIONS and not _DAY_BEFORE.search(text, max(0, start - 8), start)
    if plain and 0 < int(top) < int(bottom) <= _SMALL_PARTS and (whole or named):
        return [Numeral(start, end, int(top) / int(bottom), "fraction")]
    return []


# ---------------------------------------------------------------- words

_EXTRA_MAGNITUDES = ("dozen", "doz", "lakh", "crore", "trillion", "quadrillion")  # unknown to text2num
_AFTER_DIGITS = re.compile(r"[0-9][^\s]*[^\S\r\n]$")
_ZEROS = re.compile(r"\bn[ao]ught\b")
_TENS = (20, 90)


class _Spelled(NamedTuple):
    """A number in words. `magnitude` is what its last word multiplies by, 1 where that is none."""

    end: int
    value: float
    is_fraction: bool = False
    magnitude: float = 1.0


class _Word(NamedTuple):
    """A number word; `link` is the text between it and the word before."""

    word: str
    start: int
    end: int
    link: str = ""


def _spelled(text: str, start: int) -> _Spelled | None:
    """The number whose first word is at `start`; None where it is an ordinal (`twenty-first`).

    The arithmetic of plain number words is text2num's. Its finder is not used: it works on lists of words,
    without offsets, and does not know `a hundred` and fractions.
    """
    run = number_words().run.match(text, start)
    if run is None:
        return None
    words = _split(text, start, run.end())
    return _decimal(text, words) or _spelled_fraction(text, words) or _cardinal(text, words)


@lru_cache(maxsize=4096)
def _cardinal_value(phrase: str) -> float | None:
    """The value of number words, None where they do not make one number."""
    from text_to_num import text2num

    magnitudes = number_words().magnitudes
    words = _ZEROS.sub("zero", re.sub(r"[\s\u2010\u2011-]+", " ", phrase.lower()))
    head, _, last = words.rpartition(" ")
    if last in _EXTRA_MAGNITUDES:
        before = _cardinal_value(head) if head else 1.0
        return None if before is None else before * magnitudes[last]
    try:
        return float(text2num(f"one {words}" if words.split(" ")[0] in magnitudes else words, "en"))
    except ValueError:
        return None


def _split(text: str, start: int, end: int) -> list[_Word]:
    words: list[_Word] = []
    for match in re.finditer(r"[^\W\d_]+", text[start:end]):
        if match.group().lower() != "and":
            first, last = start + match.start(), start + match.end()
            link = text[words[-1].end : first] if words else ""
            words.append(_Word(match.group().lower(), first, last, link))
    return words


def _value(text: str, words: list[_Word]) -> float | None:
    return _cardinal_value(text[words[0].start : words[-1].end]) if words else None


def _cardinal(text: str, words: list[_Word]) -> _Spelled | None:
    """The longest number that the words begin with."""
    for length in range(len(words), 0, -1):
        value = _value(text, words[:length])
        if value is not None:
            if length == len(words) and _is_ordinal(text, words[-1]):
                return None
            last = words[length - 1]
            return _Spelled(last.end, value, magnitude=number_words().magnitudes.get(last.word, 1.0))
    return None


def _is_ordinal(text: str, last: _Word) -> bool:
    """Whether a hyphen makes an ordinal of it: `twenty-first`, but not `thirty-second`, a length of time."""
    part = number_words().last_part.match(text, last.end)
    if part is None or text[last.end].isspace() or part["word"].lower() in ("half", "second"):
        return False
    return not part["word"].lower().endswith("s") and (_cardinal_value(last.word) or 0) >= _TENS[0]


def _decimal(text: str, words: list[_Word]) -> _Spelled | None:
    """`five point two`, `nine point nought four`, `two point seventy-one`."""
    point = number_words().point.match(text, words[-1].end)
    whole = _value(text, words)
    if point is None or whole is None:
        return None
    values = [_cardinal_value(each.word) for each in _split(text, point.start("run"), point.end())]
    if all(value is not None and value < 10 for value in values):
        digits = "".join(str(int(value or 0)) for value in values)
    else:
        value = _cardinal_value(point["run"])
        if value is None or value >= 100:
            return None
        digits = str(int(value))
    return _Spelled(point.end(), whole + float(f"0.{digits}"))


def _spelled_fraction(text: str, words: list[_Word]) -> _Spelled | None:
    """`two-thirds`, `one twenty-first`, `one hundred and three and two thirds`."""
    part = number_words().last_part.match(text, words[-1].end)
    if part is None:
        return None
    name, joint = part["word"].lower(), text[words[-1].end : part.start("word")]
    split = max((at for at, word in enumerate(words) if "and" in word.link.lower()), default=0)
    for at in range(split + 1, len(words) + 1):
        top = _value(text, words[split:at])
        bottom = _denominator(text, words[at:], name, joint)
        if top is None or bottom is None:
            continue
        if (top == 1) == name.endswith("s") and not (top < bottom and not joint[0].isspace()):
            continue
        whole = _value(text, words[:split]) if split else 0.0
        if whole is None or (split and bottom == int(top)):
            return None
        return _added(text, words[:split], whole, top / bottom, part.end())
    return None


def _added(text: str, words: list[_Word], whole: float, share: float, end: int) -> _Spelled:
    """The fraction, with the whole number before it: a fraction of a million after millions."""
    if not words:
        return _Spelled(end, share, is_fraction=True)
    known = number_words()
    scale = known.magnitudes.get(words[-1].word, 1.0)
    if scale < _THOUSAND:
        return _Spelled(end, whole + share)
    if following := known.direct_magnitude.match(text, end):
        scale, end = known.magnitudes[following["word"].lower()], following.end()
    return _Spelled(end, whole + share * scale, magnitude=scale)


def _denominator(text: str, words: list[_Word], name: str, joint: str) -> float | None:
    """What the words and the ordinal after them divide by: `twenty-first`, `one hundred fifth`."""
    known = number_words()
    if not words:
        return known.parts.get(name)
    first, last = words[0], words[-1]
    hyphens = (*(word.link for word in words[1:]), joint)
    if "and" in first.link.lower() or first.link.strip():
        return None
    if first.word in known.magnitudes and any(not hyphen.strip() for hyphen in hyphens):
        return None  # `two hundred fifths` are not two of a hundred and five parts
    before, ones = _value(text, words), known.last_parts[name]
    if before is None or name in ("half", "halves", "quarter", "quarters"):
        return None
    step = _cardinal_value(last.word) or 0.0
    magnitudes = known.magnitudes.values()
    if (_TENS[0] <= step <= _TENS[1] and ones < 10) or (step in magnitudes and ones < step):
        return before + ones
    return before * ones if ones in magnitudes else None
