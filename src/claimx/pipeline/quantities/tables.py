"""The word lists of the quantity grammar: number words, units, currencies and words of context."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from claimx.text.lexicon import GAP, any_of, read_json, read_rows

if TYPE_CHECKING:
    from claimx.schema import Change

HYPHEN = "[-\u2010\u2011]"
HYPHENS = frozenset(("-", "\u2010", "\u2011"))
# Between the words of a number or of a unit.
JOINT = rf"(?:{GAP}?{HYPHEN}{GAP}?|{GAP})"
# `nine hundred and ninety-nine trillion …` down to the ones has 24, without its `and`.
_MOST_WORDS = 24
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"


def table(name: str) -> dict[str, Any]:
    """The JSON word list `name` of this package's data folder."""
    data: dict[str, Any] = read_json(__package__, f"{name}.json")
    return data


@cache
def words(name: str) -> frozenset[str]:
    """A list of words of context (`casualties`, `sports`), in lower case."""
    return frozenset(table("contexts")[name])


@cache
def words_of_change(part: str) -> dict[str, Change]:
    """The `verbs`, `nouns`, `adverbs` or `comparatives` of change -> their direction: `rise`, `fewer`."""
    sides: tuple[Change, ...] = ("increase", "decrease")
    return {word: side for side in sides for word in table("changes")[side][part]}


class Unit(NamedTuple):
    """A unit of measure: its canonical name and the family it belongs to (`time`, `length`, ...)."""

    name: str
    kind: str


class Units(NamedTuple):
    """`words` are keyed in lower case, `symbols` as written."""

    words: dict[str, Unit]
    symbols: dict[str, Unit]


class Currency(NamedTuple):
    """A currency's ISO 4217 code, and the factor for the number before its name (`cents`: 0.01).

    `everyday_word`: the name is an everyday word too (`won`), and money only after a large number.
    """

    code: str
    factor: float = 1.0
    everyday_word: bool = False


class Currencies(NamedTuple):
    """`names` are keyed in lower case, `signs` as written.

    `letters`: signs that are money before a large number only (`R18 million`, not `R2`), and so are
    `everyday` codes, which are words too (`TRY5.2 million`, not `try 5`). `shared`: signs of several
    currencies, or of one that only the article's places or other sums settle.
    """

    names: dict[str, Currency]
    signs: dict[str, str]
    codes: frozenset[str]
    letters: frozenset[str]
    everyday: frozenset[str]
    shared: dict[str, tuple[str, ...]]


@cache
def units() -> Units:
    """Units of measure, with percent, points and times among them."""
    names: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    for name, kind, *forms in read_rows(__package__, "units.tsv"):
        unit = Unit(name, kind)
        names.update((word.replace("-", " "), unit) for word in forms[0].split(", ") if word)
        symbols.update((symbol, unit) for symbol in " ".join(forms[1:]).split())
    return Units(names, symbols)


@cache
def currencies() -> Currencies:
    """Currency signs and the names news calls them by."""
    names: dict[str, Currency] = {}
    signs: dict[str, str] = {}
    codes: set[str] = set()
    everyday: set[str] = set()
    letters: set[str] = set()
    plain: set[str] = set()
    shared: dict[str, tuple[str, ...]] = {}
    for code, *fields in read_rows(__package__, "currencies.tsv"):
        (everyday if code.startswith("?") else codes).add(code.lstrip("?"))
        code = code.lstrip("?")
        marks, forms = [*fields, "", ""][:2]
        for mark in marks.split():
            sign = mark.lstrip("?@")
            shared[sign] = (*shared.get(sign, ()), code)
            if not mark.startswith("@"):
                signs[sign] = code
            (plain if mark == sign else letters).add(sign)
        for form in filter(None, forms.split(", ")):
            name, _, factor = form.partition(" x")
            names[name.lstrip("?")] = Currency(code, float(factor or 1), form.startswith("?"))
    everyday -= codes
    letters -= plain
    shared = {sign: codes for sign, codes in shared.items() if len(codes) > 1 or sign in letters}
    return Currencies(names, signs, frozenset(codes), frozenset(letters), frozenset(everyday), shared)


class NumberWords:
    """Number words with their values, and the patterns made of them."""

    def __init__(self) -> None:
        numbers = table("numbers")
        self.magnitudes: dict[str, float] = numbers["magnitudes"]
        self.abbreviations: dict[str, float] = numbers["abbreviated_magnitudes"]
        self.plurals: dict[str, float] = numbers["plural_magnitudes"]
        self.parts: dict[str, float] = _with_plurals(numbers["parts"])
        self.last_parts = self.parts | _with_plurals(numbers["last_parts"])
        self.multiples: dict[str, float] = numbers["multiples"]
        self.cardinals = frozenset((*numbers["cardinals"], *self.magnitudes))
        self.all = frozenset((*self.cardinals, *self.plurals, *self.multiples, *numbers["parts"]))
        small = any_of(numbers["cardinals"])
        cardinal, magnitude = any_of(self.cardinals), any_of(self.magnitudes)
        part, plural = any_of(self.parts), any_of(self.plurals)
        link = rf"(?:{GAP}?{HYPHEN}{GAP}?|{GAP}(?:and{GAP})?|-and-)"

        def words_only(pattern: str) -> re.Pattern[str]:
            return re.compile(pattern, re.IGNORECASE)

        # Where a number may begin: a blob of digits, a vulgar fraction, a word. Looking each word up is many
        # times faster than a pattern that holds all number words.
        self.scan = re.compile(
            rf"(?:(?<![\w./])\.)?[0-9]+(?:[.,:/][0-9]+|[-\u2010-\u2013][0-9]+)*|[{VULGAR}]|\b[A-Za-z]{{3,}}\b"
        )
        # No number needs more words, and reading the longest number of a run takes the square of its words.
        more = f"{{0,{_MOST_WORDS - 1}}}"
        self.run = words_only(rf"(?:{cardinal})(?:{link}(?:{cardinal})){more}(?!\w)")
        self.magnitude = words_only(rf"(?:{GAP}|-)?(?P<word>{magnitude})s?(?!\w)")
        self.abbreviation = re.compile(rf"(?P<gap>{GAP})?(?P<word>{any_of(self.abbreviations)}|m)(?![\w²³/])")
        self.plural_of = words_only(rf"{GAP}(?P<link>of|upon){GAP}(?P<word>{plural})(?!\w)")
        self.point = words_only(rf"{GAP}point{JOINT}(?P<run>(?:{small})(?:{JOINT}(?:{small})){more})(?!\w)")
        self.part = words_only(rf"{JOINT}(?P<word>{part})(?!\w)")
        self.last_part = words_only(rf"{JOINT}(?P<word>{any_of(self.last_parts)})(?!\w)")
        self.and_part = words_only(
            rf"(?:{GAP}and{GAP}(?:an?|one)(?:{GAP}|-)|{HYPHEN}and{HYPHEN}a{HYPHEN})(?P<word>{part})(?!\w)"
        )
        self.part_of_number = words_only(
            rf"(?:(?:{GAP}|-)(?:of{GAP})?an?(?:{GAP}|-)|{GAP}|-)(?P<word>{magnitude})(?!\w)"
        )
        self.direct_magnitude = words_only(rf"{GAP}(?P<word>{magnitude})(?!\w)")
        # A lower magnitude, or tens and ones after hundreds: `4 thousand 3 hundred and 21`.
        self.lower = words_only(
            rf"{GAP}(?P<link>and{GAP})?"
            rf"(?:(?P<digits>[0-9]{{1,3}})|(?P<run>(?:{cardinal})(?:[ -](?:{cardinal}))?))"
            rf"(?:{GAP}(?P<word>{magnitude}))?(?![\w%]|[.,][0-9])"
        )
        self.over = words_only(rf"{GAP}over{GAP}(?=\w)")
        self.out_of = words_only(
            rf"(?:{GAP}|-)(?:(?:in|(?:times{GAP})?out{GAP}of)(?:{GAP}every)?|of{GAP}every)(?:{GAP}|-)"
            rf"{_in_a()}(?=\w)"
        )
        self.noun_out_of = words_only(
            rf"{GAP}[^\W\d_]+{GAP}(?:in|out{GAP}of)(?:{GAP}every)?{GAP}{_in_a()}(?=\w)"
        )
        self.article = words_only(rf"(?<!\w)an?(?:{GAP}|-)$")
        self.vague = words_only(rf"(?<!\w)(?:several|(?:a{GAP})?(?:few|couple)(?:{GAP}of)?){GAP}$")
        self.mixed = re.compile(rf"{GAP}([1-9])/([2-9]|16)(?![\w/])")
        self.spaced_vulgar = re.compile(rf"[^\S\r\n]?([{VULGAR}])")


def _in_a() -> str:
    """The article of `three in a hundred`, unlike `in a hundred years` and `in a million-dollar house`."""
    times = any_of(word for word, unit in units().words.items() if unit.kind == "time")
    return rf"(?:an?(?:{GAP}|-)(?=(?:hundred|thousand|million)(?![\w-]|{GAP}{times}(?!\w))))?"


def _with_plurals(words: dict[str, float]) -> dict[str, float]:
    return words | {"halves" if word == "half" else f"{word}s": value for word, value in words.items()}


@cache
def number_words() -> NumberWords:
    """The number words, read once."""
    return NumberWords()
