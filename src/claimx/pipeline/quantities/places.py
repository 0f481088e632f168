"""The countries that an article names, and whose currency is meant where several share a name or a sign."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from claimx.pipeline.quantities.tables import currencies, table
from claimx.text import single_spaced
from claimx.text.lexicon import GAP, any_of, read_rows, territory_of_places
from claimx.text.tokens import stretch

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from spacy.tokens import Doc

_PLACES = frozenset(("GPE", "LOC", "NORP"))
_NAMED_AFTER_PLACES = frozenset(("ORG", "FAC", "EVENT", "LAW"))
_PEOPLES = "NORP"
_MOST_WORDS = 3  # of the name of a place inside another name: `Bank of Papua New Guinea`
_REACH = 300  # characters of a sentence around a sum
_DATELINE = 60  # characters: where a place in capitals is that of the dateline
SENTENCE_BREAK = re.compile(r"[.!?][\"\u201d\u2019']?\s|\n")
_LOCATES = re.compile(rf"(?<!\w)(?:in|across|throughout|outside|near){GAP}(?:the{GAP})?$", re.IGNORECASE)
_OWNS = re.compile(r"['\u2019]s?(?!\w)")
# A number that is written like a sum: `31.40`, `2,000`, `2 million`.
SUM_FORM = r"[0-9]+(?:\.[0-9]{2}(?![0-9])|,[0-9]{3}|[\d.]*[ \xa0]?(?:thousand|[mbtr]+illion|bn|mn?)(?!\w))"


class Place(NamedTuple):
    """A name of a country, city or people in the text, and the currencies in use there."""

    start: int
    end: int
    codes: tuple[str, ...]
    is_people: bool


class Places:
    """The countries, cities and peoples named in an article, by the currencies in use there."""

    def __init__(self, doc: Doc) -> None:
        self._text: str = doc.text
        self._found: list[Place] = []
        for ent in doc.ents:
            if ent.label_ in _PLACES:
                codes = _codes_of(ent.text) or _codes_inside(ent.text)
            elif ent.label_ in _NAMED_AFTER_PLACES:
                codes = _codes_inside(ent.text)
            else:
                continue
            if codes:
                self._found.append(Place(ent.start_char, ent.end_char, codes, ent.label_ == _PEOPLES))
        for token in doc:  # peoples that the network does not see: `Mauritian`
            if (
                not token.ent_type_
                and token.text[0].isupper()
                and (codes := _codes_listed().get(token.lower_, ()))
            ):
                self._found.append(Place(*stretch(token, token), codes, is_people=True))
        self._found.sort()
        self._starts = [each.start for each in self._found]
        self._counts = Counter(code for each in self._found for code in each.codes)

    def currency(self, codes: Collection[str], start: int, end: int) -> str | None:
        """Which of the currencies a sum from `start` to `end` is in, by the places around and in the article.

        The nearest place of the sentence counts most, then that of the dateline and the most frequent one.
        """
        total = sum(self._counts[code] for code in codes)
        if not total:
            return None
        scores = {code: 2 * self._counts[code] / total for code in codes if self._counts[code]}
        for place, last, known, _ in self._found[:1]:
            if place < _DATELINE and self._text[place:last].isupper():
                scores |= {code: scores[code] + 1 for code in known if code in scores}
        near = [each for each in self._around(start, end) if any(code in scores for code in each.codes)]
        if near:
            nearest = min(near, key=lambda each: max(each[0] - end, start - each[1]))
            for each in near:
                place, last, known, _ = each
                located = _LOCATES.search(self._text, max(0, place - 16), place) or _OWNS.match(
                    self._text, last
                )
                weight = 1.0 + (each is nearest) + bool(located)
                scores |= {code: scores[code] + weight for code in known if code in scores}
        return max(scores, key=lambda code: scores[code])

    def sole_currency(self, codes: Collection[str]) -> str | None:
        """The one of the currencies that every place of the article uses."""
        return next((code for code in codes if 0 < self._counts[code] == len(self._found)), None)

    def dollar(self, start: int, end: int) -> str | None:
        """The dollar of a sum with a bare `$`, None where it is the US dollar or unclear."""
        return None if self._own_dollar is None or self._is_us_dollar(start, end) else self._own_dollar

    def dollar_in_words(self, codes: Collection[str], start: int, end: int) -> str | None:
        """The currency of `dollars` or `cents` without a country, None where it is of the US or unclear."""
        if _US_STATED.search(self._text) or self._is_us_dollar(start, end):
            return None
        return self._own_dollar or self.sole_currency(codes)

    def _is_us_dollar(self, start: int, end: int) -> bool:
        """Whether the sentence of a sum is about what is priced or lent in US dollars everywhere."""
        first = max(
            (m.end() for m in SENTENCE_BREAK.finditer(self._text, max(0, start - _REACH), start)),
            default=max(0, start - _REACH),
        )
        last = SENTENCE_BREAK.search(self._text, end)
        sentence = self._text[first : last.start() if last else len(self._text)]
        return _traded().search(sentence) is not None

    @cached_property
    def _own_dollar(self) -> str | None:
        return _own_dollar(self._text, self._found)

    def _around(self, start: int, end: int) -> list[Place]:
        """The places in the sentence of a sum."""
        first, last = bisect_left(self._starts, start - _REACH), bisect_left(self._starts, end + _REACH)
        return [
            each
            for each in self._found[first:last]
            if not SENTENCE_BREAK.search(self._text, min(end, each[1]), max(start, each[0]))
        ]

    @cached_property
    def signs(self) -> frozenset[str]:
        """The signs of several currencies of which the article names one or its country: `K`, `Rs`."""
        known = self._counts.keys() | self._named
        return frozenset(sign for sign, codes in currencies().shared.items() if not known.isdisjoint(codes))

    def currency_of_sign(self, sign: str, start: int, end: int) -> str | None:
        """The currency of a sum after one of the `signs`: of a place, else the one that the article names."""
        codes = currencies().shared[sign]
        named = [code for code in codes if code in self._named]
        return self.currency(codes, start, end) or (named[0] if len(named) == 1 else None)

    @cached_property
    def signs_of_sums(self) -> frozenset[str]:
        """Those of the `signs` that precede a number which is written like a sum: `K31.40`."""
        sums = re.finditer(rf"(?<!\w)({any_of(self.signs)}){SUM_FORM}", self._text) if self.signs else ()
        return frozenset(each[1] for each in sums)

    @cached_property
    def _named(self) -> frozenset[str]:
        """The currencies whose code or name the article writes: `kwacha`, `ZMW`."""
        codes, names = _currency_words()
        found = codes.findall(self._text)
        return frozenset(
            (*found, *(currencies().names[name.lower()].code for name in names.findall(self._text)))
        )


@cache
def _currency_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The codes and the names of the currencies that share a sign; names that are everyday words left out."""
    shared = {code for codes in currencies().shared.values() for code in codes}
    names = (
        name
        for name, currency in currencies().names.items()
        if currency.code in shared and currency.factor == 1 and not currency.everyday_word
    )
    codes = rf"(?<!\w){any_of(shared & currencies().codes)}(?!\w)"
    return re.compile(codes), re.compile(rf"(?<!\w){any_of(names)}(?!\w)", re.IGNORECASE)


# ---------------------------------------------------------------- a bare `$`

_PER_NAME = 1000  # characters of an article about a country for each time that it names a place there
_HEAD = 1500  # characters: the part that may have a dateline
_SUM = r"[0-9][0-9.,]*(?:[^\S\r\n]?(?:thousand|[mbtr]+illion|bn|mn?|k)(?!\w))?"
# `TORONTO, Ontario (CP) —` and `Suva, Fiji -`, behind the name of the place.
_DATELINE_END = re.compile(
    r"(?:,[^\S\n][^\n,()\u2013\u2014]{2,24})?(?:[^\S\n]*\([^()\n]{2,24}\))?(?:[^\S\n]*[\u2014\u2013]|[^\S\n]*--|[^\S\n]-)(?=[^\S\n]|[^\W\d])"
)
_US_STATED = re.compile(
    rf"(?<!\w)(?:in|are|reported{GAP}in){GAP}(?:US|U\.S\.|American|United{GAP}States){GAP}dollars(?!\w)"
)


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
    """What an article says of all its sums: `All figures are in Australian dollars`."""
    return re.compile(
        rf"(?<!\w)(?i:figures|amounts|sums|prices|values|numbers|dollars|money){GAP}(?:[^\W\d_]+{GAP}){{0,3}}(?:in{GAP})?"
        rf"(?P<name>{'|'.join(_names())})(?!\w)"
    )


_ABOUT = rf"(?:(?:or|about|around|roughly|nearly|some|equal{GAP}to|equivalent{GAP}to){GAP})"
# A sum in a bare `$` beside the same one in another currency, in an article for readers of several countries:
# `C$1.4 billion ($1 billion)`, `$27 million (A$41 million)`, `3,000 lari, about $1,100`.
_CONVERTED = re.compile(
    rf"(?:[£€¥₹][^\S\n]?{_SUM}|(?<!\w)[A-Za-z]{{1,3}}\${_SUM}|(?<![$\w]){_SUM}(?:{GAP}[^\W\d_]+){{0,2}})"
    rf"{GAP}?(?:[(\[](?:[^()\n]{{1,40}}[;,/]{GAP}?)?{_ABOUT}*|,{GAP}{_ABOUT}+)\$[0-9]"
    rf"|(?<![\w$])\${_SUM}{GAP}?[(\[]{_ABOUT}*(?:[£€¥₹]|[A-Za-z]{{1,3}}\$)[^\S\n]?[0-9]"
)


@cache
def _agencies() -> re.Pattern[str]:
    """The international agency of a dateline, whose bare `$` is the US dollar: `SYDNEY (Reuters) —`."""
    return re.compile(rf"\({any_of(table('rates')['agencies_in_us_dollars'])}\)")


@cache
def _traded() -> re.Pattern[str]:
    """What is priced or lent in US dollars everywhere: `a barrel of crude`, `a loan of the World Bank`."""
    return re.compile(rf"(?<!\w){any_of(table('rates')['in_us_dollars'])}(?!\w)", re.IGNORECASE)


def _own_dollar(text: str, places: Sequence[Place]) -> str | None:
    """The code of the dollar that a bare `$` of the article is, None where it is the US dollar or unclear.

    What the article says of its sums counts first, then its dateline, then the country that most of its
    places lie in, where none is in the United States, then the dollar of its other sums. Where a bare `$`
    is converted to or from another currency, or an international agency filed it, it is the US dollar.
    """
    stated = {_names()[each["name"]] for each in _stated().finditer(text)}
    if len(stated) == 1:
        return stated.pop()
    filed_abroad = _US_STATED.search(text) or _agencies().search(text[:_HEAD])
    if stated or filed_abroad or _CONVERTED.search(text):
        return None
    counts = Counter(code for each in places for code in each.codes)
    if code := _of_dateline(text, places, counts) or _of_places(text, places, counts):
        return code
    sums = _prefixed().finditer(text)
    prefixed = {_names()[each["name"]] if each["name"] else currencies().signs[each["sign"]] for each in sums}
    return prefixed.pop() if len(prefixed) == 1 and not counts["USD"] else None


def _of_dateline(text: str, places: Sequence[Place], counts: Counter[str]) -> str | None:
    """The dollar of the place of the dateline, where the article does not name the United States more."""
    for each in places:
        if each.start >= _HEAD:
            break
        line = text[text.rfind("\n", 0, each.start) + 1 : each.start]
        if line.strip(" \t*_#") or not _DATELINE_END.match(text, each.end):
            continue
        return next((code for code in each.codes if code in _own() and counts[code] >= counts["USD"]), None)
    return None


def _of_places(text: str, places: Sequence[Place], counts: Counter[str]) -> str | None:
    """The dollar of more than half of the places, named throughout, not only as peoples; none of the US."""
    if counts["USD"]:
        return None
    for code in sorted(_own()):
        located = any(code in each.codes and not each.is_people for each in places)
        if located and 2 * counts[code] > len(places) and _PER_NAME * counts[code] >= len(text):
            return code
    return None


# ---------------------------------------------------------------- currency names of several countries


@cache
def shared_currency_name(smaller: bool = False) -> re.Pattern[str]:
    """After a number, a currency name of several countries: `pesos`, `dinars`; `smaller`: `centavos`."""
    names = table("rates")["shared_subunits"] if smaller else _shared_names()
    return re.compile(rf"(?:{GAP}|-)(?P<name>{any_of(names)})(?!\w)", re.IGNORECASE)


def codes_of_name(name: str) -> tuple[str, ...]:
    """The codes of the currencies, or of those with a smaller unit, that are called `name`."""
    subunits: list[str] | None = table("rates")["shared_subunits"].get(name.lower())
    return tuple(subunits) if subunits else _shared_names().get(name.lower(), ())


@cache
def code_of_people(people: str, noun: str) -> str:
    """The code of a people's currency called `noun`, in lower case: `guyanese`, `dollars`; or nothing.

    Not the US dollar, where another country uses it: the table has its names.
    """
    known = currencies().names.get(noun)
    called = {*codes_of_name(noun), *((known.code,) if known is not None and known.factor == 1 else ())}
    called -= {"USD"}
    return next((code for code in _codes_of(people) if code in called), "")


@cache
def _shared_names() -> dict[str, tuple[str, ...]]:
    """A name as it is written -> the codes of the currencies whose full names end so (`kroner`: `krone`)."""
    from babel.numbers import get_currency_name

    of_noun: dict[str, list[str]] = {}
    for code in sorted({code for codes in _territory_codes().values() for code in codes}):
        noun = get_currency_name(code, locale="en").lower().rpartition(" ")[2]
        of_noun.setdefault(noun, []).append(code)
    shared: dict[str, str] = table("rates")["shared_currencies"]
    return {
        name: tuple(code for noun in nouns.split() for code in of_noun.get(noun, ()))
        for names, nouns in shared.items()
        for name in names.split()
    }


def subunit_factor(code: str) -> float:
    """What part of a currency its smaller unit is: a hundredth, of some dinars a thousandth."""
    from babel.numbers import get_currency_precision

    return 0.001 if get_currency_precision(code) == 3 else 0.01


# ---------------------------------------------------------------- names of places


def _codes_of(name: str) -> tuple[str, ...]:
    """The currencies of a place or a people: `Colombo`, `the Zambians`, `Lima, Peru`."""
    known = _codes_of_places()
    name = _OWNS.sub("", single_spaced(name.lower().removeprefix("the ")))
    for each in (name, name.removesuffix("s"), _plain(name), name.rpartition(", ")[2]):
        if codes := known.get(each):
            return codes
    return ()


def _codes_inside(name: str) -> tuple[str, ...]:
    """The currencies of the place that another name begins or ends with: `Bank of Zambia`."""
    words = name.split()
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        for some in (words[-length:], words[:length]):
            # `US` and `UK` are in names of brands too.
            if some[0][0].isupper() and len(some[0]) > 2 and (codes := _codes_of(" ".join(some))):
                return codes
    return ()


def _plain(name: str) -> str:
    """A name without accents, as time zones spell it."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter)
    )


@cache
def _territory_codes() -> dict[str, tuple[str, ...]]:
    """Territory -> the codes of its present currencies."""
    from babel import Locale
    from babel.numbers import get_territory_currencies

    territories = sorted(str(code) for code in Locale("en").territories)
    return {code: tuple(map(str, get_territory_currencies(code))) for code in territories if code.isalpha()}


@cache
def _codes_listed() -> dict[str, tuple[str, ...]]:
    """The names of the table alone, without those of two letters -> the codes of their currencies."""
    codes = _territory_codes()
    rows = read_rows("claimx.text", "places.tsv")
    return {name: codes[code] for code, names in rows for name in names.split(", ") if len(name) > 2}


@cache
def _codes_of_places() -> dict[str, tuple[str, ...]]:
    """A country, a city or a people, in lower case -> the codes of its currencies."""
    from babel.numbers import get_currency_name

    codes = _territory_codes()
    places = {name: codes[each] for name, each in territory_of_places().items() if each in codes}
    for code in sorted({code for some in codes.values() for code in some}):
        adjective = get_currency_name(code, locale="en").lower().rpartition(" ")[0]
        if adjective:
            places.setdefault(adjective, (code,))
    return places
