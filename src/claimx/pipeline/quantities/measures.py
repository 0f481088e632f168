"""What a number is a number of, as far as the words that touch it tell: money, percent, a unit of measure.

Everything here reads text alone; offsets are code points, end exclusive.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from claimx.pipeline.quantities.patterns import GAP, alternatives
from claimx.pipeline.quantities.tables import Currency, Unit, currencies, full_currency_names, table, units

_HYPHEN = r"[-\u2010\u2011]"
_JOINT = rf"(?:{GAP}?{_HYPHEN}{GAP}?|{GAP})"
_WORD = r"(?:[^\W\d_]\.){2,}|[^\W\d_]+"
_WORDS = re.compile(rf"(?:{_JOINT})?(?P<words>(?:{_WORD})(?:{_JOINT}(?:{_WORD})){{0,3}})")
_JOINTS = re.compile(_JOINT)
_LARGE = 1000


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


@cache
def _sign_before() -> re.Pattern[str]:
    signs = sorted((*currencies().signs, *currencies().codes), key=len, reverse=True)
    spaced = (re.sub(r"^([A-Z]{2,3})\\\$$", r"\1[ ]?\\$", re.escape(sign)) for sign in signs)  # `NZ $`
    return re.compile(rf"(?<![^\W\d_])(?:{'|'.join(spaced)})[^\S\r\n]?$")


@cache
def _symbol_after() -> re.Pattern[str]:
    symbols = sorted((*units().symbols, *currencies().signs), key=len, reverse=True)
    return re.compile(rf"(?P<gap>[^\S\r\n]?)(?P<symbol>{'|'.join(map(re.escape, symbols))})(?![\w²³$])")


def sign_before(text: str, start: int) -> Sign | None:
    """The currency sign (`$`, `US$`, `EUR`) that ends where the number starts, if there is one."""
    window = max(0, start - 7)
    match = _sign_before().search(text, window, start)
    if match is None:
        return None
    sign = match.group().replace(" ", "").strip()
    return Sign(match.start(), currencies().signs.get(sign, sign))


def measure_after(text: str, end: int, value: float) -> Measure | None:
    """The unit of measure, percent sign or currency that follows a number ending at `end`."""
    if match := _symbol_after().match(text, end):
        symbol = match["symbol"]
        if unit := units().symbols.get(symbol):
            if not (match["gap"] and len(symbol) == 1 and symbol.isalpha() and symbol != "m"):
                return Measure(match.end(), unit.name, unit.kind)
        elif stands_after(symbol) or len(symbol) > 1:
            return Measure(match.end(), currencies().signs[symbol], "money")
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
    return re.compile(rf"{GAP}(?:{alternatives(table('rates')['adjectives'])})(?={GAP})", re.IGNORECASE)


def stands_after(symbol: str) -> bool:
    """Whether the sign can stand after a number too; `$` cannot: `5 $10 bills` are not $5."""
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
            return Measure(offset + length, found.code, "money", found.factor)
    return None


def _unit(words: str) -> Unit | None:
    return units().words.get(words)


def _currency(words: str, value: float) -> Currency | None:
    if words in currencies().codes:
        return Currency(words)
    name = words.lower()
    known = currencies().names.get(name)
    if known is None and " " in name and words[0].isupper() and name.rpartition(" ")[2] in _currency_nouns():
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
    parts = _part_words(kind)
    if (link != "per" and word not in parts) or (
        link in ("a", "an") and _not_a_rate().match(text, match.end())
    ):
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
    return re.compile(rf"{GAP}(?:{alternatives(table('rates')['not_after'])})(?!\w)", re.IGNORECASE)


def singular(word: str) -> str:
    """The unit's canonical name where the word is one, else the word itself."""
    unit = units().words.get(word.replace("-", " "))
    if unit is not None and unit.kind != "percent":
        return unit.name
    return str(table("rates")["singulars"].get(word, word))
