"""What a number is a number of, as far as the words that touch it tell: money, percent, a unit of measure.

Everything here reads text alone; offsets are code points, end exclusive.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from claimx.pipeline.quantities.patterns import number_patterns
from claimx.pipeline.quantities.tables import Currency, Unit, currencies, full_currency_names, table, units
from claimx.text.patterns import GAP, any_of

_HYPHEN = r"[-\u2010\u2011]"
_JOINT = rf"(?:{GAP}?{_HYPHEN}{GAP}?|{GAP})"
_WORD = r"(?:[^\W\d_]\.){2,}|[^\W\d_]+"
_WORDS = re.compile(rf"(?:{_JOINT})?(?P<words>(?:{_WORD})(?:{_JOINT}(?:{_WORD})){{0,3}})")
_JOINTS = re.compile(_JOINT)
_BRACKETED = re.compile(r"[^\S\r\n]?(?:\[(?P<square>[^\W\d_]+[²³]?)\]|<(?P<angled>[^\W\d_]+[²³]?)>)")
_INCHES = re.compile(
    r"[^\S\r\n]?(?:\u2033|[\"\u201d](?=[^\S\r\n](?:long|wide|tall|deep|high|thick|by|x)(?!\w)))",
    re.IGNORECASE,
)
_PENCE = re.compile(r"p(?!\w)")
_PICTURE_LINES = (240, 360, 480, 576, 720, 1080, 1440, 2160)  # `1080p` is a picture, `50p` a sum
_ENDS = re.compile(r"[.,;:!?)](?!\w)|\s+(?:and|or|but|in|on|at|for|to|by|as|with)\b|\s*$")
_LARGE = 1000
# `MEUR`, `kUSD` and `TSEK`, as annual reports write them.
_CODE_PREFIXES = {"M": 1e6, "k": 1e3, "K": 1e3, "T": 1e3}


class Measure(NamedTuple):
    """A unit right after a number. `kind` is `money` or the unit's family; `end` is where it stops."""

    end: int
    unit: str
    kind: str
    factor: float = 1.0


class Sign(NamedTuple):
    """A currency sign or code right before a number, starting at `start`."""

    start: int
    code: str
    factor: float = 1.0


@cache
def _sign_before() -> re.Pattern[str]:
    signs = sorted(currencies().signs, key=len, reverse=True)
    spaced = (re.sub(r"^([A-Z]{2,3})\\\$$", r"\1[ ]?\\$", re.escape(sign)) for sign in signs)  # `NZ $`
    codes = "|".join(sorted(currencies().codes))
    return re.compile(
        rf"(?<![^\W\d_])(?:(?P<prefix>[{''.join(_CODE_PREFIXES)}])?(?P<code>{codes})|(?P<dollar>(?i:{codes}))\$"
        rf"|(?P<canadian>[Cc][ ]\$)|(?P<sign>{'|'.join(spaced)}))[^\S\r\n]?$"
    )


_NAME_BEFORE = re.compile(r"(?<!\w)(?P<name>[^\W\d_]+)[^\S\r\n]$")
_PERCENT_BEFORE = re.compile(
    rf"(?:^|(?<!\w)(?:an?|the){GAP})(?:per{GAP}?cent|percentage){GAP}of{GAP}$", re.IGNORECASE
)


@cache
def _symbol_after() -> re.Pattern[str]:
    symbols = sorted((*units().symbols, *currencies().signs), key=len, reverse=True)
    return re.compile(rf"(?P<gap>[^\S\r\n]?)(?P<symbol>{'|'.join(map(re.escape, symbols))})(?![\w²³$])")


def sign_before(text: str, start: int) -> Sign | None:
    """The currency sign (`$`, `US$`, `EUR`) that ends where the number starts, if there is one."""
    match = _sign_before().search(text, max(0, start - 7), start)
    if match is None:
        return None
    if code := match["code"] or match["dollar"]:
        return Sign(match.start(), code.upper(), _CODE_PREFIXES.get(match["prefix"] or "", 1.0))
    if match["canadian"]:
        return Sign(match.start(), "CAD")
    return Sign(match.start(), currencies().signs[match["sign"].replace(" ", "")])


def name_before(text: str, start: int) -> Sign | None:
    """The currency named before a number (`dollar 22.5 million`, `rupees 5 lakh`)."""
    match = _NAME_BEFORE.search(text, max(0, start - 12), start)
    known = currencies().names.get(match["name"].lower()) if match else None
    if match is None or known is None or known.everyday_word or known.factor != 1:
        return None
    return Sign(match.start(), known.code)


def percent_before(text: str, start: int) -> int | None:
    """Where `a percentage of` starts, if it stands right before a number."""
    match = _PERCENT_BEFORE.search(text, max(0, start - 20), start)
    return match.start() if match else None


def measure_after(text: str, end: int, value: float) -> Measure | None:
    """The unit of measure, percent sign or currency that follows a number ending at `end`."""
    if match := _symbol_after().match(text, end):
        symbol = match["symbol"]
        if unit := units().symbols.get(symbol):
            lone = bool(match["gap"]) and len(symbol) == 1 and symbol.isalpha() and symbol != "m"
            if not lone or (symbol in ("C", "F") and _ENDS.match(text, match.end())):
                return Measure(match.end(), unit.name, unit.kind)
        elif stands_after(symbol) or not _SUM.match(text, match.end()):
            return Measure(match.end(), currencies().signs[symbol], "money")
    if _PENCE.match(text, end) and value not in _PICTURE_LINES:
        return Measure(end + 1, "GBP", "money", 0.01)
    if match := _INCHES.match(text, end):
        return Measure(match.end(), "inch", "length")
    if match := _BRACKETED.match(text, end):
        unit = units().symbols.get(match["square"] or match["angled"])
        return Measure(match.end(), unit.name, unit.kind) if unit else None
    if match := _WORDS.match(text, end):
        return _worded(match, value) or _after_adjective(text, end, value)
    return None


def _after_adjective(text: str, end: int, value: float) -> Measure | None:
    """The unit after one of the adjectives that measures take: `three more months`, `six straight days`."""
    adjective = _adjective().match(text, end)
    measure = measure_after(text, adjective.end(), value) if adjective else None
    return measure if measure is not None and measure.kind == "time" else None


@cache
def _adjective() -> re.Pattern[str]:
    return re.compile(rf"{GAP}(?:{any_of(table('rates')['adjectives'])})(?={GAP})", re.IGNORECASE)


_SUM = re.compile(r"[^\S\r\n]?[0-9]")


def stands_after(symbol: str) -> bool:
    """Whether the sign can stand after a number even where one follows: not `$`, of `5 $ 10 bills`."""
    return symbol in ("€", "£", "₽", "₴", "₺", "₪", "₫", "zł")


def _worded(match: re.Match[str], value: float) -> Measure | None:
    phrase = match["words"]
    offset = match.start("words")
    ends = [joint.start() for joint in _JOINTS.finditer(phrase)] + [len(phrase)]
    for length in reversed(ends):
        words = _JOINTS.sub(" ", phrase[:length])
        found = _unit(words.lower()) or _currency(words, value)
        if isinstance(found, Unit):
            return Measure(offset + length, found.name, found.kind)
        if found is not None:
            end, factor = offset + length, found.factor
            if words.isupper() and (magnitude := number_patterns().direct_magnitude.match(match.string, end)):
                # `75 USD million`
                end, factor = magnitude.end(), number_patterns().magnitudes[magnitude["word"].lower()]
            return Measure(end, found.code, "money", factor)
    return None


def _unit(words: str) -> Unit | None:
    return units().words.get(words)


def _currency(words: str, value: float) -> Currency | None:
    if words in currencies().codes:
        return Currency(words)
    if words[0] in _CODE_PREFIXES and words[1:] in currencies().codes:
        return Currency(words[1:], _CODE_PREFIXES[words[0]])
    name = words.lower()
    known = currencies().names.get(name)
    if known is None and " " in name and name.rpartition(" ")[2] in _currency_nouns():
        known = full_currency_names().get(name)
    if known is None or (known.everyday_word and value < _LARGE):
        return None
    return known


@cache
def _currency_nouns() -> frozenset[str]:
    """Nouns that name a currency only together with a country (`Kuwaiti dinars`), so that babel is asked."""
    return frozenset(table("rates")["currency_nouns"])


# ---------------------------------------------------------------- rates

_RATE = re.compile(
    rf"(?:{GAP}(?P<link>an?|each|every|per){GAP}|(?P<slash>/))"
    rf"(?P<number>[0-9][0-9,.]*[0-9]{GAP})?(?P<word>[^\W\d_]+(?:-[^\W\d_]+)?)(?!\w)",
    re.IGNORECASE,
)


class Rate(NamedTuple):
    """The per-part of a rate (`a day`, `per 100,000 people`): its unit, and where it stops."""

    end: int
    unit: str


def rate_after(text: str, end: int, kind: str) -> Rate | None:
    """The per-part that follows directly: `a barrel`, `per hour`, `each year`, `per 100,000 people`."""
    match = _RATE.match(text, end)
    if match is None:
        return None
    word, link = match["word"].lower(), (match["link"] or "/").lower()
    if word in ("cent", "se", "percent"):
        return None
    if match["number"]:
        number = match["number"].strip().replace(",", "")
        return Rate(match.end(), f"{number}_{singular(word)}") if link in ("per", "every", "/") else None
    if link == "/" and match["word"] in units().symbols:
        return Rate(match.end(), units().symbols[match["word"]].name)
    known = word in _part_words(kind) or (link == "/" and word in units().words)
    if not (link == "per" or known) or (link in ("a", "an") and _not_a_rate().match(text, match.end())):
        return None
    return Rate(match.end(), singular(word))


@cache
def _part_words(kind: str) -> frozenset[str]:
    """What values of this kind are told per, after `a` or `each`."""
    rates = table("rates")
    return frozenset((*rates["time"], *(rates["priced"] if kind in ("money", "mass", "volume") else ())))


@cache
def _not_a_rate() -> re.Pattern[str]:
    """After `a year` and the like, words that make it a date (`a year later`)."""
    later = any_of(table("rates")["not_after"])
    return re.compile(rf"{GAP}(?:{later})(?!\w)(?!(?<=from){GAP}[12][0-9]{{3}})", re.IGNORECASE)


def singular(word: str) -> str:
    """The unit's canonical name where the word is one, else the word itself."""
    unit = units().words.get(word.replace("-", " "))
    if unit is not None and unit.kind != "percent":
        return unit.name
    return str(table("rates")["singulars"].get(word, word))
