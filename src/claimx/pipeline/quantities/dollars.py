"""Which dollar a bare `$` is: that of the country an article is from and about, else the US dollar."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from claimx.pipeline.quantities.tables import currencies, table
from claimx.text.lexicon import GAP, any_of

US = "USD"
_HEAD = 1500  # characters: where a dateline stands
_SUM = r"[0-9][0-9.,]*(?:[^\S\r\n]?(?:thousand|[mbtr]+illion|bn|mn?|k)(?!\w))?"
# `TORONTO, Ontario (CP) —` and `Suva, Fiji -`, behind the name of the place.
_DATELINE_END = re.compile(
    r"(?:,[^\S\n][^\n,()\u2013\u2014]{2,24})?(?:[^\S\n]*\([^()\n]{2,24}\))?(?:[^\S\n]*[\u2014\u2013]|[^\S\n]*--|[^\S\n]-)(?=[^\S\n]|[^\W\d])"
)
_US_STATED = re.compile(
    rf"(?<!\w)(?:in|are|reported{GAP}in){GAP}(?:US|U\.S\.|American|United{GAP}States){GAP}dollars(?!\w)"
)


class Place(NamedTuple):
    """A name of a country, city or people in the text, and the currencies in use there."""

    start: int
    end: int
    codes: tuple[str, ...]
    is_people: bool


@cache
def _own() -> frozenset[str]:
    """The dollars that the press of their countries writes with a bare `$`."""
    return frozenset(table("rates")["own_dollars"])


@cache
def _prefixed() -> re.Pattern[str]:
    """A sum in a dollar that its sign or name states: `C$2.1 billion`, `40 million Australian dollars`."""
    signs = {sign: code for sign, code in currencies().signs.items() if code in _own() and "$" in sign}
    names = "|".join(_names())
    return re.compile(rf"(?<![\w$])(?P<sign>{any_of(signs)}){_SUM}|{_SUM}{GAP}(?P<name>{names})(?!\w)")


@cache
def _names() -> dict[str, str]:
    """The full names of these dollars in the plural -> their codes: `Australian dollars`."""
    from babel.numbers import get_currency_name

    return {get_currency_name(code, count=2, locale="en"): code for code in sorted(_own())}


@cache
def _stated() -> re.Pattern[str]:
    """What an article says of all its sums: `in Australian dollars`."""
    return re.compile(rf"(?<!\w)(?:in|are){GAP}(?P<name>{'|'.join(_names())})(?!\w)")


# A sum in a bare `$` that restates another: `C$1.4 billion ($1 billion)`, `$27 million (A$41 million)`.
_RESTATED = re.compile(
    rf"{GAP}?[(,]{GAP}?(?:(?:or|about|around|roughly|nearly|some|equal{GAP}to|equivalent{GAP}to){GAP})*\$[0-9]"
)
_BARE_BEFORE = re.compile(
    rf"(?<![\w$])\${_SUM}{GAP}?\((?:(?:or|about|around|roughly|nearly|some){GAP})*$", re.IGNORECASE
)


@cache
def _agencies() -> re.Pattern[str]:
    """The international agency of a dateline, whose bare `$` is the US dollar: `SYDNEY (Reuters) —`."""
    return re.compile(rf"\({any_of(table('rates')['agencies_in_us_dollars'])}\)")


@cache
def _traded() -> re.Pattern[str]:
    """What is priced or lent in US dollars everywhere: `a barrel of crude`, `a loan of the World Bank`."""
    return re.compile(rf"(?<!\w){any_of(table('rates')['in_us_dollars'])}(?!\w)", re.IGNORECASE)


def is_traded_in_us_dollars(sentence: str) -> bool:
    """Whether a sentence is about what is priced or lent in US dollars in every country."""
    return bool(_traded().search(sentence))


def own_dollar(text: str, places: Sequence[Place]) -> str | None:
    """The code of the dollar that a bare `$` of the article is, None where it is the US dollar or unclear.

    What the article says of its sums counts first, then its dateline, then the country that most of its
    places lie in, where none is in the United States, then the dollar of its other sums. Where a bare `$`
    restates a sum in another dollar, or the dateline is of an international agency, it is the US dollar.
    """
    stated = {_names()[each["name"]] for each in _stated().finditer(text)}
    if len(stated) == 1:
        return stated.pop()
    if stated or _US_STATED.search(text) or _agencies().search(text[:_HEAD]):
        return None
    sums = list(_prefixed().finditer(text))
    if any(_RESTATED.match(text, each.end()) or _BARE_BEFORE.search(text[: each.start()]) for each in sums):
        return None
    counts = Counter(code for each in places for code in each.codes)
    if code := _of_dateline(text, places, counts) or _of_places(places, counts):
        return code
    prefixed = {_names()[each["name"]] if each["name"] else currencies().signs[each["sign"]] for each in sums}
    return prefixed.pop() if len(prefixed) == 1 and not counts[US] else None


def _of_dateline(text: str, places: Sequence[Place], counts: Counter[str]) -> str | None:
    """The dollar of the place of the dateline, where the article does not name the United States more."""
    for each in places:
        if each.start >= _HEAD:
            break
        line = text[text.rfind("\n", 0, each.start) + 1 : each.start]
        if line.strip(" \t*_#") or not _DATELINE_END.match(text, each.end):
            continue
        return next((code for code in each.codes if code in _own() and counts[code] >= counts[US]), None)
    return None


def _of_places(places: Sequence[Place], counts: Counter[str]) -> str | None:
    """The dollar of more than half of the places, one that is no people among them, and none of the US."""
    if counts[US]:
        return None
    for code in _own():
        located = any(code in each.codes and not each.is_people for each in places)
        if located and 2 * counts[code] > len(places):
            return code
    return None
