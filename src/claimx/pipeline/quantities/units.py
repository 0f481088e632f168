"""Units next to a number: currencies, percent signs, units of measure and per-parts.

Everything but `time_after_nouns` reads text alone; offsets are code points, end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimx.pipeline.quantities.places import code_of_people
from claimx.pipeline.quantities.tables import HYPHEN, JOINT, Currency, currencies, number_words, table, units
from claimx.text import single_spaced
from claimx.text.lexicon import GAP, any_of
from claimx.text.tokens import end_of

if TYPE_CHECKING:
    from spacy.tokens import Token

# The code of ISO 4217 for a sum whose currency is not known.
UNKNOWN_CURRENCY = "XXX"
_WORD = r"(?:[^\W\d_]\.){2,}|pa['\u2019\u02bb]anga(?!\w)|[^\W\d_\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+"
_WORDS = re.compile(rf"(?:{JOINT})?(?P<words>(?:{_WORD})(?:{JOINT}(?:{_WORD})){{0,3}})")
_JOINTS = re.compile(JOINT)
_BRACKETED = re.compile(r"[^\S\r\n]?(?:\[(?P<square>[^\W\d_]+[²³]?)\]|<(?P<angled>[^\W\d_]+[²³]?)>)")
_SIZE_AHEAD = r"(?=[^\S\r\n](?:long|wide|tall|deep|high|thick|by|x)(?!\w))"
_INCHES = re.compile(rf"[^\S\r\n]?(?:\u2033|(?P<quote>[\"\u201d])(?P<size>{_SIZE_AHEAD})?)", re.IGNORECASE)
_FEET = re.compile(rf"(?:\u2032|['\u2019]{_SIZE_AHEAD})")
_LOWER_WORD = re.compile(r"(?:[^\S\r\n]|-)[a-z]")
_QUOTES = re.compile(r"(?<![0-9])[\"\u201c\u201d]")
# `19 second-half minutes`: an ordinal, as a unit it would be `19 seconds`.
_ORDINAL_SECOND = re.compile(rf"{GAP}second{HYPHEN}[^\W\d_]")
# Before a unit of time of which each has its own: `2,000 staff hours`.
_MULTIPLIED = frozenset(("man", "person", "staff", "labour", "labor", "flight", "patient", "bed"))
# Measures that are things as well, unless it is said of what they are full.
_VESSELS = frozenset(("cup",))
_OF = re.compile(rf"{GAP}of{GAP}")
_PENCE = re.compile(r"p(?!\w)")
_PICTURE_LINES = (240, 360, 480, 576, 720, 1080, 1440, 2160)  # `1080p` is a picture, `50p` a sum
_ENDS = re.compile(r"[.,;:!?)](?!\w)|\s+(?:and|or|but|in|on|at|for|to|by|as|with)\b|\s*$")
_SUM = re.compile(r"[^\S\r\n]?[0-9]")
# Signs that may follow their number even where another number comes next; `$` may not, for `5 $ 10 bills`.
_TRAILING_SIGNS = frozenset(("€", "£", "₽", "₴", "₺", "₪", "₫", "zł"))
# From this number on, `won`, `rand` and the like are money and not the everyday word.
_LEAST_SUM = 1000
# Codes of dollars, which may precede a `$`: `CAD $45`.
_DOLLARS = "USD|CAD|AUD|NZD|SGD|HKD|TWD|JMD|TTD|FJD|BBD|XCD"
# `MEUR`, `kUSD` and `TSEK`, as annual reports write them.
_CODE_PREFIXES = {"M": 1e6, "k": 1e3, "K": 1e3, "T": 1e3}


class UnitMatch(NamedTuple):
    """A unit right after a number, up to `end`. `kind` is `money` or the unit's family."""

    end: int
    unit: str
    kind: str
    factor: float = 1.0


class CurrencyMatch(NamedTuple):
    """A currency sign, code or name right before a number, from `start` on; `sign` is one of several.

    Its `code` is empty where no currency has the sign alone.
    """

    start: int
    code: str
    factor: float = 1.0
    sign: str = ""


# ---------------------------------------------------------------- before a number

_LETTERS = re.compile(r"[A-Za-z]+$")
# A number that a single letter is the currency of: `R18 million`, `N15,000`, but not `R2` and `M1234`.
_LARGE_SUM = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)"
    r"|[\d.,]*\d(?:[ \xa0-]?(?:thousand|million|billion|trillion|crore|lakh)\b|[bt]n\b|m\b)"
)


# What a number may follow directly: `two-to-4`, `6-foot-3`, `a sub-10-second sprint`.
_COUNTED_AFTER = ("-to-", "-in-", "foot-", "feet-", "magnitude-", " sub-")


def starts_cleanly(text: str, start: int, signs: Collection[str]) -> bool:
    """Whether no letter, `#` or hyphen of a name precedes a number directly (`G7`, `#3`, `Covid-19`, `IE6`).

    `signs`: letters that are currencies in this text.
    """
    if start == 0:
        return True
    before = text[start - 1]
    if before in "#@_/\\:" or (before == "." and start > 1 and text[start - 2].isalnum()):
        mark = _pointed_sign().search(text, max(0, start - 6), start)
        return mark is not None and _is_sign(text, start, mark["sign"], signs)
    if text[max(0, start - 10) : start].lower().endswith(_COUNTED_AFTER):
        return True
    if before in "-\u2010\u2011\u2013" and start > 1:
        return not text[start - 2].isalnum()
    if before.isalpha():
        letters = _LETTERS.search(text, max(0, start - 5), start)
        if letters is None:
            return False
        sign = letters.group()
        if text[letters.start() - 1 : letters.start()] == "$":
            return f"${sign}" in currencies().signs
        return sign in currencies().codes or _is_sign(text, start, sign, signs)
    return not before.isalnum()


@cache
def _pointed_sign() -> re.Pattern[str]:
    """A currency sign that ends in a full stop or a slash: `Rs.`, `S/`."""
    signs = (sign for sign in currencies().signs.keys() | currencies().shared.keys() if sign[-1] in "./")
    return re.compile(rf"(?<!\w)(?P<sign>{any_of(signs)})$")


def _is_sign(text: str, start: int, sign: str, signs: Collection[str]) -> bool:
    """Whether a sign before the number at `start` makes it money in any text, or is one of `signs`."""
    if sign in signs:
        return True
    known = sign in currencies().signs or sign in currencies().shared
    if sign in currencies().everyday or (sign in currencies().letters and known):
        return _LARGE_SUM.match(text, start) is not None
    return sign in currencies().signs and sign not in currencies().letters


@cache
def _sign() -> re.Pattern[str]:
    signs = sorted(currencies().signs.keys() | currencies().shared.keys(), key=len, reverse=True)
    spaced = (re.sub(r"^([A-Z]{2,3})\\\$$", r"\1[ ]?\\$", re.escape(sign)) for sign in signs)  # `NZ $`
    codes = "|".join(sorted(currencies().codes))
    words = "|".join(sorted(currencies().everyday))
    return re.compile(
        rf"(?<![^\W\d_])(?:(?P<everyday>{words})(?=[^\S\r\n]?$)|(?P<prefix>[{''.join(_CODE_PREFIXES)}])?(?P<code>{codes})|(?P<dollar>(?i:{codes}))\$"
        rf"|(?P<spaced>{_DOLLARS})[ ]\$"
        rf"|(?P<canadian>[Cc][ ]\$)|(?P<sign>{'|'.join(spaced)}))[^\S\r\n]?$"
    )


_NAME = re.compile(r"(?<!\w)(?P<name>[^\W\d_]+)[^\S\r\n]$")


def sign_before(text: str, start: int) -> CurrencyMatch | None:
    """The currency sign or code (`$`, `US$`, `EUR`) that ends at `start`."""
    match = _sign().search(text, max(0, start - 7), start)
    if match is None:
        return None
    if code := match["everyday"] or match["code"] or match["dollar"] or match["spaced"]:
        return CurrencyMatch(match.start(), code.upper(), _CODE_PREFIXES.get(match["prefix"] or "", 1.0))
    if match["canadian"]:
        return CurrencyMatch(match.start(), "CAD")
    sign = match["sign"].replace(" ", "")
    return CurrencyMatch(match.start(), currencies().signs.get(sign, ""), sign=sign)


def name_before(text: str, start: int) -> CurrencyMatch | None:
    """The currency name that ends at `start` (`dollar 22.5 million`, `rupees 5 lakh`)."""
    match = _NAME.search(text, max(0, start - 12), start)
    known = currencies().names.get(match["name"].lower()) if match else None
    if match is None or known is None or known.everyday_word or known.factor != 1:
        return None
    return CurrencyMatch(match.start(), known.code)


# ---------------------------------------------------------------- after a number


@cache
def _symbol() -> re.Pattern[str]:
    signs = currencies().signs.keys() - currencies().letters
    symbols = sorted((*units().symbols, *signs), key=len, reverse=True)
    return re.compile(
        rf"(?P<gap>{HYPHEN}|[^\S\r\n]?)(?P<symbol>{'|'.join(map(re.escape, symbols))})"
        r"(?:(?![\w$²³])|(?<=[%‰])(?=[⁰¹²³⁴⁵⁶⁷⁸⁹]))"  # `61%²` has a note
    )


def unit_after(text: str, end: int, value: float) -> UnitMatch | None:
    """The unit of measure, percent sign or currency after a number that ends at `end`."""
    if match := _symbol().match(text, end):
        symbol = match["symbol"]
        if unit := units().symbols.get(symbol):
            gap = match["gap"]
            if gap.strip() and not symbol.isalpha():
                return None
            lone = bool(gap) and len(symbol) == 1 and symbol.isalpha() and symbol != "m"
            if not lone or (symbol in ("C", "F") and _ENDS.match(text, match.end())):
                return UnitMatch(match.end(), *unit)
        elif not match["gap"].strip() and (symbol in _TRAILING_SIGNS or not _SUM.match(text, match.end())):
            return UnitMatch(match.end(), currencies().signs[symbol], "money")
    if _PENCE.match(text, end) and value not in _PICTURE_LINES:
        return UnitMatch(end + 1, "GBP", "money", 0.01)
    if (match := _INCHES.match(text, end)) and (match["size"] is not None or _is_inch_mark(text, match)):
        return UnitMatch(match.end(), "inch", "length")
    if match := _FEET.match(text, end):
        return UnitMatch(match.end(), "foot", "length")
    if match := _BRACKETED.match(text, end):
        unit = units().symbols.get(match["square"] or match["angled"])
        return UnitMatch(match.end(), *unit) if unit else None
    if match := _WORDS.match(text, end):
        worded = None if _ORDINAL_SECOND.match(text, end) else _worded(match, value)
        return worded or _after_adjective(text, end, value)
    return None


def _is_inch_mark(text: str, mark: re.Match[str]) -> bool:
    """Whether a double prime, or a quotation mark that closes no quotation, follows a number."""
    if mark["quote"] is None:
        return True
    start = text.rfind("\n", 0, mark.start()) + 1
    is_closing = len(_QUOTES.findall(text, start, mark.start())) % 2 == 1
    return not is_closing and bool(_LOWER_WORD.match(text, mark.end()))


def _after_adjective(text: str, end: int, value: float) -> UnitMatch | None:
    """The unit of time after one of its adjectives: `three more months`, `six straight days`."""
    adjective = _adjective().match(text, end)
    unit = unit_after(text, adjective.end(), value) if adjective else None
    return unit if unit is not None and unit.kind == "time" else None


@cache
def _adjective() -> re.Pattern[str]:
    adjectives = any_of(table("rates")["adjectives"])
    compound = rf"[^\W\d_]+{HYPHEN}(?:half|quarter|time)"  # second-half, injury-time
    return re.compile(rf"{GAP}(?:{adjectives}|{compound})(?={GAP})", re.IGNORECASE)


def _worded(match: re.Match[str], value: float) -> UnitMatch | None:
    """The longest unit or currency name that the words begin with."""
    phrase, offset = match["words"], match.start("words")
    ends = [joint.start() for joint in _JOINTS.finditer(phrase)] + [len(phrase)]
    for length in reversed(ends):
        name, end = _JOINTS.sub(" ", phrase[:length]), offset + length
        if unit := units().words.get(name.lower()):
            is_power = unit.kind == "length" and match.string[end : end + 1] in ("²", "³")
            if is_power or (unit.name in _VESSELS and not _OF.match(match.string, end)):
                continue  # `two cups of flour`, not `two cups` won
            return UnitMatch(end, *unit)
        if currency := _currency(name, value):
            factor = currency.factor
            if name.isupper() and (magnitude := number_words().direct_magnitude.match(match.string, end)):
                # `75 USD million`
                end, factor = magnitude.end(), number_words().magnitudes[magnitude["word"].lower()]
            return UnitMatch(end, currency.code, "money", factor)
    return None


def _currency(name: str, value: float) -> Currency | None:
    if name in currencies().codes:
        return Currency(name)
    if name[0] in _CODE_PREFIXES and name[1:] in currencies().codes:
        return Currency(name[1:], _CODE_PREFIXES[name[0]])
    name = name.lower()
    known = currencies().names.get(name)
    people, _, noun = name.rpartition(" ")
    if known is None and people:
        full = _full_names().get(name) if noun in table("rates")["currency_nouns"] else None
        code = code_of_people(people, noun)
        alone = currencies().names.get(noun)
        known = Currency(code, everyday_word=alone is not None and alone.everyday_word) if code else full
    if known is None or (known.everyday_word and value < _LEAST_SUM):
        return None
    return known


@cache
def _full_names() -> dict[str, Currency]:
    """Every currency's full English name (`kuwaiti dinars`), from the CLDR tables of babel."""
    from babel.numbers import get_currency_name, list_currencies

    return {
        get_currency_name(code, count=count, locale="en").lower(): Currency(code)
        for code in sorted(list_currencies())
        for count in (1, 2)
    }


# ---------------------------------------------------------------- per-parts

_PER = re.compile(
    rf"(?:(?:{GAP}|-)(?P<link>an?|each|every|per)(?:{GAP}|-)|(?P<slash>/))"
    rf"(?P<number>[0-9][0-9,.]*[0-9]{GAP})?"
    rf"(?P<word>(?:kilo|mega|giga|tera)watt{GAP}hour|(?:square|cubic|sq){GAP}[^\W\d_]+|[^\W\d_]+(?:-[^\W\d_]+)?)(?!\w)",
    re.IGNORECASE,
)


@cache
def _counted() -> re.Pattern[str]:
    """Up to three words of which the last is a plural: `live births`."""
    word = rf"(?!{any_of(table('rates')['not_counted'])}(?!\w))[^\W\d_]+(?:-[^\W\d_]+)?"
    return re.compile(rf"(?:{word}{GAP}){{0,2}}?{word}(?:(?<=[^s]s)|(?<=ple|men|ren))(?!\w)", re.IGNORECASE)


def counted_unit(text: str, number: str, start: int, lemma_at: Callable[[int], str]) -> PerPart:
    """The per-part of a number and the plural after it, from `start` on: `1000_live_birth`."""
    phrase = _counted().match(text, start) or re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?").match(text, start)
    assert phrase is not None
    *modifiers, noun = phrase.group().lower().split()
    known = singular(noun)
    last = known if known != noun else lemma_at(phrase.end() - 1).lower() or noun
    return PerPart(phrase.end(), "_".join((number, *modifiers, last)))


class PerPart(NamedTuple):
    """The per-part of a rate (`a day`, `per 100,000 people`): its unit, and where it ends."""

    end: int
    unit: str


def per_after(text: str, end: int, kind: str, lemma_at: Callable[[int], str]) -> PerPart | None:
    """The per-part that follows directly: `a barrel`, `per hour`, `each year`, `per 100,000 people`.

    `lemma_at` gives the lemma of the word at an offset.
    """
    match = _PER.match(text, end)
    if match is None:
        return None
    word, link = single_spaced(match["word"].lower()), (match["link"] or "/").lower()
    if " " in word and word not in units().words:
        return None
    if word in ("cent", "se", "percent"):
        return None
    if match["number"]:
        number = match["number"].strip().replace(",", "")
        if link not in ("per", "every", "/"):
            return None
        return counted_unit(text, number, match.start("word"), lemma_at)
    symbol = units().symbols.get(match["word"])
    if symbol is not None and (link == "/" or (link == "per" and len(match["word"]) > 1)):
        return PerPart(match.end(), symbol.name)
    if word == "head" and link in ("a", "an"):
        return None  # `2,000 a head` is what each pays
    measure = word in units().words and (link == "/" or (kind == "money" and " " in word))
    known = word in _per_words(kind) or measure
    if not (link == "per" or known):
        return None
    if link in ("a", "an") and word in table("rates")["time"] and dated_after().match(text, match.end()):
        return None  # `a year before`, but `400 pence a share before tax`
    return PerPart(match.end(), singular(word))


@cache
def _per_words(kind: str) -> frozenset[str]:
    """The nouns that make a per-part after `a` or `each`, by the kind of the value."""
    rates = table("rates")
    return frozenset((*rates["time"], *(rates["priced"] if kind in ("money", "mass", "volume") else ())))


@cache
def dated_after() -> re.Pattern[str]:
    """The words after `a year` that make it a date: `a year later`, unlike `£2m a year from donors`."""
    later = any_of(table("rates")["not_after"])
    day = rf"(?:now|today|tomorrow|then|here|this|that|the{GAP}(?:day|date|start|end|moment|time))"
    return re.compile(rf"{GAP}(?:{later})(?!\w)(?!(?<=from){GAP}(?!{day}(?!\w)))", re.IGNORECASE)


def singular(word: str) -> str:
    """The unit's canonical name where the word is one, else the word itself."""
    unit = units().words.get(word.replace("-", " "))
    if unit is not None and unit.kind != "percent":
        return unit.name
    return str(table("rates")["singulars"].get(word, word))


def time_after_nouns(number: Token) -> UnitMatch | None:
    """The unit of time behind nouns that say what it is for: `nine rehearsal days`; not `900 room nights`."""
    time, known = number.head, units().words.get(number.head.lower_)
    if known is None or known.kind != "time" or number.dep_ != "nummod" or time.tag_ != "NNS":
        return None
    between = number.doc[number.i + 1 : time.i]
    nouns = len(between) > 0 and all(each.tag_ == "NN" and each.head.i == time.i for each in between)
    if known.name == "night" or (nouns and between[0].lower_ in _MULTIPLIED):
        return None
    return UnitMatch(end_of(time), *known) if nouns else None
