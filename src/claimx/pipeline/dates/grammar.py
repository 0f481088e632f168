"""How a date rule is written, and what it reads from a text.

A pattern is a regular expression in which a space means any gap between words and `<MONTH>` means one of
the parts below. Groups have the same names in all patterns: `month`, `day`, `year`, `count`, ...
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, TypeAlias, cast

from claimx.pipeline.dates.calendar import Lexicon, Unit, lexicon
from claimx.pipeline.dates.resolve import Direction, Expression, RelativeYear, Year
from claimx.text import single_spaced
from claimx.text.lexicon import GAP
from claimx.text.lexicon import any_of as any_pattern

if TYPE_CHECKING:
    from claimx.pipeline.dates.past_or_future import Context

DIGIT = "0"  # in `Rule.starts`: any word that begins with a digit
DIRECTIONS: dict[str, Direction] = {
    "last": "last", "previous": "last", "past": "past", "this past": "past", "this": "this",
    "coming": "coming", "upcoming": "coming", "this coming": "coming", "this upcoming": "coming",
    "next": "next", "following": "after",
}  # fmt: skip
YEAR_SHIFTS = {"last": -1, "this": 0, "next": 1}
# Last two-digit year of this century: `'35` is 2035 and `'36` is 1936, as news reports the past.
LAST_SHORT_YEAR = 35
# Months whose names are other words when written in lower case.
AMBIGUOUS_MONTHS = frozenset(("march", "may", "mar", "sep"))


@dataclass(frozen=True, slots=True)
class DateText:
    """The text, and whether its numeric dates put the day first (`31/12/2023`)."""

    text: str
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a date."""

    name: str
    pattern: str
    build: Callable[[DateMatch], Expression | None]
    """The expression of a match, or None where it is none after all: `Feb. 31`."""
    accept: Callable[[Reading, Context], bool] | None = None
    """Whether the words are a date where they occur; None: always."""
    starts: str = ""
    """Words and parts that a match begins with, where the pattern does not begin with them."""
    first: tuple[str, ...] = ()
    """Rules of which one matches directly before the pattern."""
    then: tuple[str, ...] = ()
    """Rules of which one matches directly after the pattern."""
    then_timed: bool = False
    """Whether the date after the pattern takes its time of day along."""
    day: bool = False
    """Whether it is a single day, which a time may follow."""
    preceded_by: str = ""
    """Rule for an earlier member of a list or range, before the match: `27-29 September`."""
    continued_by: str = ""
    """Rule for a later member of a list or range, after the match: `Sept. 27-29`."""
    nested: bool = False
    """Read only where another rule names it."""
    in_names: bool = False
    """Read also inside names of things and people."""
    is_name: bool = False
    """Read also where it is a name as a whole: `Easter`."""
    of_numbers: bool = False
    """Whether it is a date only where a quantity holds at it: `the past 12 months`."""
    atomic: bool = False
    """Whether its parts are no dates where it is rejected: `every first Monday of the month`."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """Sentences with the date in brackets -> its value, for an article published on EXAMPLES_PUBLISHED."""
    counter_examples: tuple[str, ...] = ()
    """Sentences that have no date, although they look like this rule."""


# The day of publication of all examples: Wednesday, 15 November 2023.
EXAMPLES_PUBLISHED = "2023-11-15"


@dataclass(frozen=True, slots=True)
class Reading:
    """A calendar expression in the text: its offsets, what it says, and the rule that read it."""

    start: int
    end: int
    expression: Expression
    rule: Rule


@dataclass(frozen=True, slots=True)
class DateMatch:
    """The match of a rule's pattern, with the readings before and after it that the rule asks for."""

    match: re.Match[str]
    source: DateText
    first: Reading | None = None
    then: Reading | None = None

    def __getitem__(self, name: str) -> str:
        """What a group matched, in lower case with single spaces; empty where there is no such group."""
        return squeezed(self.match.groupdict().get(name) or "")

    @property
    def month(self) -> int:
        """The number of the named month."""
        return lexicon().months[self["month"].rstrip(".")]

    @property
    def weekday(self) -> int:
        """The number of the weekday, 0 where there is none."""
        return lexicon().weekdays.get(self["weekday"], 0)

    @property
    def day(self) -> int:
        """The day of the month, in digits or as an ordinal."""
        return int(self["day"]) if self["day"] else lexicon().ordinals[self["ordinal"]]

    @property
    def number(self) -> int:
        """A number in digits or as an ordinal; -1 for `last`."""
        if self["last"]:
            return -1
        return int(self["number"]) if self["number"] else lexicon().ordinals[self["ordinal"]]

    @property
    def count(self) -> float | None:
        """How many units: `two`, `22`, `one and a half`."""
        number = number_of(self["count"])
        return number if number is None or not self["half"] else number + 0.5

    @property
    def unit(self) -> Unit:
        """The unit of the calendar."""
        return cast(Unit, self["unit"].replace("centurie", "century"))

    @property
    def direction(self) -> Direction | None:
        """`last`, `next`, ... before the unit, weekday or month."""
        return DIRECTIONS.get(self["which"])

    @property
    def part(self) -> str:
        """The code of the part of the day (`TMO`), or nothing."""
        return "T" + lexicon().day_parts[self["part"]] if self["part"] else ""

    @property
    def year(self) -> Year | None:
        """The stated year, as a number or relative to publication."""
        if written := self["year"]:
            return int(written) if len(written) == 4 else full_year(written)
        if short := self["short"]:
            return full_year(short)
        if words := self["year_words"]:
            return year_in_words(words.replace("-", " "))
        return RelativeYear(YEAR_SHIFTS[self["which_year"]]) if self["which_year"] else None

    @property
    def is_month_name(self) -> bool:
        """Whether the month is a name: `may` needs its capital, a year, or the day that it belongs to."""
        word = self.match["month"].rstrip(".")
        if word[0].isupper() or word not in AMBIGUOUS_MONTHS or self["year"]:
            return True
        if not self["day"] and not self["ordinal"]:
            return False
        after_month = bool(self["day"]) and self.match.start("day") > self.match.start("month")
        return word == "march" or after_month or " of " in squeezed(self.match.group())

    def before(self, *words: str) -> bool:
        """Whether one of `words` comes directly before the match."""
        start = self.match.start()
        return self.source.text[max(start - 12, 0) : start].lower().endswith(words)


def squeezed(words: str) -> str:
    """Lower case, single spaces, straight apostrophes."""
    return single_spaced(words.lower().replace("’", "'"))


def full_year(short: str) -> int:
    """The year that two digits mean."""
    return int(short) + (2000 if int(short) <= LAST_SHORT_YEAR else 1900)


def year_in_words(words: str) -> int:
    """`nineteen eighty six`, `two thousand and fifteen`."""
    cardinals = lexicon().cardinals
    first, *rest = words.replace("two thousand", "twenty", 1).replace(" and ", " ").split()
    return int(cardinals[first]) * 100 + sum(int(cardinals.get(word, 0)) for word in rest)


def number_of(words: str) -> float | None:
    """The number that digits or number words say."""
    if words.isdigit():
        return float(words)
    cardinals = lexicon().cardinals
    words = words.replace("-", " ")
    if words in cardinals:
        return cardinals[words]
    tens, _, ones = words.partition(" ")
    if cardinals.get(tens, 0) >= 20 and 1 <= cardinals.get(ones, 0) < 10 and ones not in ("a", "an"):
        return cardinals[tens] + cardinals[ones]
    return None


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`; a space means any gap, ' for either apostrophe."""
    return any_pattern(words, GAP).replace("'", "['’]")


# The pattern of a part, and what its matches begin with.
_Parts: TypeAlias = "dict[str, tuple[str, Iterable[str]]]"


@cache
def parts() -> dict[str, tuple[str, frozenset[str]]]:
    """The parts that patterns are made of: each with the first words of its matches."""
    words = lexicon()
    found = {**_names(words), **_days_and_years(words), **_units(words)}
    return {name: (text, frozenset(map(first_word, firsts))) for name, (text, firsts) in found.items()}


def _names(words: Lexicon) -> _Parts:
    """Months, weekdays and everything else that has a name."""
    # Only short forms take a full stop: a sentence may end with `July.`
    full_months = [month for month in words.months if len(month) > 4 or month in ("may", "june", "july")]
    short_months = words.months.keys() - full_months
    full_weekdays = [day for day in words.weekdays if day.endswith("day")]
    return {
        # Digits may follow without a space: Dec31
        "MONTH": (
            rf"(?P<month>{any_of(full_months)}(?![^\W\d])|{any_of(short_months)}(?![^\W\d])\.?)",
            words.months,
        ),
        "FULL_MONTH": (rf"(?P<month>{any_of(full_months)})(?![^\W\d])", full_months),
        "SHORT_MONTH": (rf"(?P<month>{any_of(short_months)})(?![^\W\d])\.?", short_months),
        "WEEKDAY": (rf"(?P<weekday>{any_of(words.weekdays)})\b", words.weekdays),
        "FULL_WEEKDAY": (rf"(?P<weekday>{any_of(full_weekdays)})\b", full_weekdays),
        "PART": (rf"(?P<part>{any_of(words.day_parts)})\b", words.day_parts),
        "SEASON": (rf"(?P<season>{any_of(words.seasons)})\b", words.seasons),
        "HOLIDAY": (rf"(?P<holiday>{any_of(words.holidays)})(?!\w)", words.holidays),
        "DECADE": (rf"(?P<decade>{any_of(words.decades)})\b", words.decades),
        "ZONE": (rf"(?:{GAP}?\(?{any_of(words.words['time_zones'])}\b\)?)?", []),
    }


def _days_and_years(words: Lexicon) -> _Parts:
    """Days of the month, ordinals and years."""
    ordinal = any_of(words.ordinals)
    teen_or_ten = any_of(word for word, value in words.cardinals.items() if value >= 10)
    number = any_of(word for word in words.cardinals if " " not in word and len(word) > 2)
    # nineteen eighty-six, twenty twelve, two thousand and fifteen
    year_words = (
        rf"(?P<year_words>(?:(?:nineteen|eighteen)[-\s](?:oh[-\s])?{number}|twenty[-\s]{teen_or_ten}"
        rf"|two\sthousand(?:(?:\sand)?\s{number})?)(?:[-\s]{number})?)\b"
    )
    # '87, and after `of` also 87 where the sentence or a part of it ends.
    short_year = r"(?:['’‘]|(?<=\bof\s)(?=\d\d\s*(?:[.,;:!?)]|$)))(?P<short>\d\d)(?!\w|[.,]\d|%)"
    # By November 20 million people …
    magnitude = r"[^\S\r\n](?:hundred|thousand|million|billion|trillion|percent|per\scent)\b"
    day_of_month = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    return {
        "DIGIT": (r"\d", [DIGIT]),
        "DAY": (
            rf"(?:{day_of_month}(?![\w%$°]|[.:,/]\d|{magnitude})|(?P<ordinal>{ordinal})\b)",
            [DIGIT, *words.ordinals],
        ),
        "LISTED_DAY": (rf"(?:{day_of_month}(?![\w%:/]|[.,]\d)|(?P<ordinal>{ordinal})\b)", [DIGIT]),
        "ORDINAL": (
            rf"(?:(?P<ordinal>{ordinal})|(?P<number>\d{{1,2}})(?:st|nd|rd|th))\b", [DIGIT, *words.ordinals],
        ),
        "ORDINAL_WORD": (rf"(?P<ordinal>{ordinal})\b", words.ordinals),
        "YEAR": (
            r"(?:(?P<year>(?:1\d|20|21)\d\d)(?!\w|[.,]\d|%)|"
            rf"{year_words}|{short_year}|(?P<which_year>last|this|next)[^\S\r\n]year\b)", [DIGIT],
        ),
        "YEAR_WORDS": (year_words, ["nineteen", "eighteen", "twenty", "two"]),
    }  # fmt: skip


def _units(words: Lexicon) -> _Parts:
    """Units of the calendar, how many they are, and which one is meant."""
    cardinal = rf"(?:{any_of(words.cardinals)})(?:[-\s](?:{any_of(words.cardinals)}))?"
    which = (
        r"(?P<which>this (?:past|coming|upcoming)|last|this|next|past|coming|upcoming|previous"
        r"|(?<=the\x20)following)"
    )
    kind = "(?: (?:coming|current|calendar|fiscal|working))?"
    # How many units; brackets are what editors put around what they add.
    count = rf"(?:(?<=[\s(\[“\"'‘—–-])|^)(?P<count>\d{{1,4}}|{cardinal})\]?(?P<half> and a half)?(?: |-)"
    return {
        "UNIT": (r"(?P<unit>week|weekend|month|quarter|year|decade|century)", ["week"]),
        "WHICH": (which, {words.split()[0] for words in DIRECTIONS}),
        "WHICH_PERIOD": (
            rf"(?P<which>this (?:past|coming)|last|this|next|past|coming|previous){kind}",
            ["last", "this", "next", "past", "coming", "previous"],
        ),
        "COUNT": (count, {DIGIT, *words.cardinals}),
        "CARDINAL": (cardinal, words.cardinals),
        "TO": (
            rf"(?:{GAP}?[-–—]{GAP}?|{GAP}(?:to|through|thru|until|till|and|or|&){GAP}(?:the{GAP})?)",
            [],
        ),
    }


def first_word(words: str) -> str:
    """The first word of an expression, as the scan of the text finds it."""
    return re.split(r"[-\s'.]", words)[0]


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The regular expression of a pattern."""
    known = parts()
    text = re.sub(r"<([A-Z_]+)>", lambda part: known[part[1]][0], pattern.replace(" ", GAP))
    return re.compile(text, re.IGNORECASE)


# What a pattern begins with: a digit, one of the parts, one of several words, or a word.
_BEGINNING = re.compile(
    r"(?P<digit>(?:\(\?(?:P<\w+>|:))*(?:\\d|[0-9]|\[[0-9]))|(?P<part><[A-Z_]+>)"
    r"|\(\?(?:P<\w+>|:)(?P<any>[\w |]+)\)|(?P<word>\w+)"
)


def starting_words(rule: Rule) -> frozenset[str]:
    """The lower-case words that a match of the rule can begin with; `DIGIT` for any number."""
    starts = rule.starts
    if not starts:
        m = _BEGINNING.match(rule.pattern)
        if m is None:
            raise ValueError(f"the date rule {rule.name} must name the words that it starts with")
        named = "<DIGIT>" if m["digit"] else m["part"] or m["word"]
        starts = named or " ".join(words.split()[0] for words in m["any"].split("|"))
    found: set[str] = set()
    for word in starts.split():
        found |= parts()[word.strip("<>")][1] if word[0] == "<" else {word.lower()}
    return frozenset(found)
