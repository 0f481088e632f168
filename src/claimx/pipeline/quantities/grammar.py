"""The terms in which the quantity grammar is written: an article's context, an expression, a named rule.

`Context.is_million` says whether the `m` after a number is metres or millions.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, ParamSpec, TypeVar

from claimx.pipeline.quantities.numbers import Numeral
from claimx.pipeline.quantities.places import SUM_FORM, Places, shared_currency_name
from claimx.pipeline.quantities.tables import HYPHENS, words
from claimx.pipeline.quantities.units import CurrencyMatch, UnitMatch
from claimx.pipeline.records import Rejected
from claimx.schema import Relation
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range, TokenIndex, is_one_of, is_parsed, without_parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.pipeline.encoder.decoding import Encoding
    from claimx.pipeline.encoder.pointers import Pointers

# How a noun in the plural ends.
PLURAL = re.compile(r"(?:[^s]s|people|men|children|feet|teeth|cattle|sheep|fish)$")
# The families of units of shares, and of the points by which shares and indexes move.
SHARES = frozenset(("percent", "percentage_point", "basis_point", "point", "fraction"))
P = ParamSpec("P")
R = TypeVar("R")

# What a rule reads: the text alone, also the parse and the names, or also the network's probabilities.
Needs = Literal["text", "syntax", "network"]
EXCLUDED = "excluded"


@dataclass(slots=True)
class Expression:
    """A quantity as written: what `Quantity.range` will cover (`$3.2 million`, `10 to 20`), value and unit.

    `kind`: the family of the unit; `numeral`: the number alone, of a range the first one; `smallest`: the
    last unit of a measure in several (`5 feet 4 inches`); `rule`: the names of its rules, joined by ` + `.
    """

    start: int
    end: int
    low: float
    high: float
    unit: str
    kind: str
    numeral: Numeral
    relation: Relation = "="
    group: Literal["single", "range", "tally"] = "single"
    smallest: str = ""
    negated: bool = False
    rule: str = ""

    @property
    def range(self) -> Range:
        """The characters it covers."""
        return Range(self.start, self.end)

    @property
    def is_measure(self) -> bool:
        """Whether a unit of measure is part of it."""
        return self.kind != "money" and not self.is_counted

    @property
    def is_counted(self) -> bool:
        """Whether it is a number of things, a multiple or a share, and no sum or measure."""
        return self.kind in ("count", "times", *SHARES)

    @property
    def is_single_count(self) -> bool:
        """Whether it is one number without a unit, and neither a range nor the side of a vote."""
        return self.unit == "count" and self.group == "single"

    @property
    def is_bare(self) -> bool:
        """Whether it is a number alone, without a unit after it."""
        return self.end == self.numeral.end

    def by(self, rule: Rule[Any, Any], **changes: Any) -> Expression:
        """The expression as a rule changes it, with the rule's name added."""
        return replace(self, rule=f"{self.rule} + {rule.name}" if self.rule else rule.name, **changes)


class Written(NamedTuple):
    """A numeral with its minus sign and its magnitude; `since` is the end of the expression before it."""

    numeral: Numeral
    start: int
    end: int
    value: float
    since: int

    def expression(self, unit: str, kind: str, **changes: float) -> Expression:
        """The expression of the number, `changes` to its `start`, `end` and `value` applied."""
        start, end = int(changes.get("start", self.start)), int(changes.get("end", self.end))
        value = float(changes.get("value", self.value))
        if not value.is_integer():
            value = float(f"{value:.12g}")  # 16.4 * 1e6 is 16399999.999999998
        relation: Relation = ">=" if self.numeral.form == "plural" else "="
        return Expression(start, end, value, value, unit, kind, self.numeral, relation)

    def measured(self, unit: UnitMatch) -> Expression:
        """The expression of the number and the unit after it."""
        return self.expression(unit.unit, unit.kind, end=unit.end, value=self.value * unit.factor)


_LAST_QUARTER = 4  # `Q4` is no sum in quetzals
_AFTER_LENGTH = frozenset(
    ("tall", "high", "long", "wide", "deep", "thick", "broad", "square", "away", "apart")
)
# Nouns beside those of money whose amount follows `of`.
_PRICED = frozenset(("clause", "bid", "offer", "deal", "valuation", "sum", "audience", "population"))
_OF_THE = re.compile(rf"{GAP}of{GAP}(?:the|its|their|our|those|these)(?=\s)", re.IGNORECASE)
_SHORT_MILLIONS = re.compile(r"[$£€¥₹]\s?[0-9][0-9.,]*(?:m|bn)(?!\w)|(?<![\w.])[0-9][0-9.,]*bn(?!\w)")
# After the length of a race: `the 400m hurdles`.
RACES = (
    "sprint(?:s|ers?)?|final|heats?|semi-?finals?|hurdles|relay|steeplechase|freestyle|backstroke|breaststroke|butterfly"
    "|medley|title|crown|champion(?:ship)?|gold|silver|bronze|races?|runners?|swimmers?|efforts|splits?"
)
# Lengths in full or short, and races and sizes in metres.
_IN_METRES = re.compile(
    r"[0-9](?:\s|-)?(?:metres?|meters?|km|cm|mm)(?!\w)"
    rf"|[0-9]m\s(?:tall|high|long|wide|deep|{RACES}|record|world)(?!\w)",
    re.IGNORECASE,
)


# A length of time as well as a date: `died four days later`.
_INTERVAL = re.compile(
    r"(?!an?\s|one\s|the\s)[\w-]+(?:\s[\w-]+)?\s(?:minutes|hours|days|weeks|months|years|decades)\slater",
    re.IGNORECASE,
)


class Context(TokenIndex):
    """An article as the rules see it: its tokens, its dates, and the words of the network's encoding.

    `pointers`: what the network says of numbers, None where no network has read the article; its words are
    the tokens that are not white space. `rejected`: the numbers that were found and are no quantities.
    """

    def __init__(self, doc: Doc, dates: Iterable[Range] = ()) -> None:
        super().__init__(doc if is_parsed(doc) else without_parse(doc))
        encoding: Encoding | None = doc._.encoding if doc.has_extension("encoding") else None
        self.pointers: Pointers | None = encoding.pointers if encoding is not None else None
        points = (date for date in dates if not _INTERVAL.fullmatch(self.text, *date))
        self.dated = frozenset(place for date in points for place in range(date.start, date.end))
        self.rejected: list[Rejected] = []
        self._encoding = encoding

    @cached_property
    def places(self) -> Places:
        """The countries that the article names, by their currencies."""
        return Places(self.doc)

    def is_million(self, start: int, end: int, letter: str) -> bool:
        """Whether the letter after a number (`m`, `M`, `B`, `K`) scales it: `400m people`, `3M views`.

        An `m` without a noun after it is a million where the article writes sums so, and else metres, as in
        `the 400m mark`; `3M` is a company.
        """
        token, after = self.token_at(start), end + len(letter)
        if letter != "m" and (token.ent_type_ or token.is_sent_start):
            return False
        following, before = self.word_after(after), self.word_before(start)
        if following is not None and following.text in HYPHENS:
            following = self.word_after(following.idx + 1)  # `1.5m-wide`
        if following is not None and following.lower_ in _AFTER_LENGTH:
            return False
        if (following is not None and following.tag_ in ("NNS", "NNPS", "JJ")) or self.is_plural_at(after):
            return True
        if letter != "m":
            return False
        if shared_currency_name().match(self.text, after) or _OF_THE.match(self.text, after):
            return True  # `400m pesos`, `1.1m of the voters`
        of = before if before is not None and before.lower_ == "of" and before.i else None
        if of is not None and of.nbor(-1).lemma_.lower() in words("money") | words("prices") | _PRICED:
            return True  # `a release clause of 100m`
        alone = following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ")
        return alone and (before is None or before.pos_ != "DET") and self._shortens_millions

    @cached_property
    def _shortens_millions(self) -> bool:
        """Whether `m` is short for million: the article writes sums so, and no lengths in metres."""
        return bool(_SHORT_MILLIONS.search(self.text)) and not _IN_METRES.search(self.text)

    def is_sum(self, at: Written, sign: CurrencyMatch) -> bool:
        """Whether a number after letters is money, by its form, another sum or the sentence; not `K9`."""
        text, span = self.text, Range(sign.start, at.end)
        if len(sign.sign) == 1 and sign.start + 1 < at.start:
            return False  # `vitamin D 500`
        named_so = len(sign.sign) > 1 and not sign.sign.isupper()  # `Dhs`, `Bs`, unlike `SR`
        if (
            named_so
            or at.numeral.scaled
            or at.numeral.suffix
            or re.match(SUM_FORM, text[at.start : at.end + 1])
        ):
            return True
        if text[at.end : at.end + 1] in ("-", "\u2011") or (sign.sign == "Q" and at.value <= _LAST_QUARTER):
            return False
        before, following = self.word_before(span.start), self.word_after(span.end)
        if following is not None and following.pos_ in ("NOUN", "PROPN"):
            return following.lemma_.lower() in words("prices")
        if before is not None and (
            before.lower_ == "the"
            or before.lemma_.lower() in words("labels")
            or (before.pos_ in ("NOUN", "PROPN") and before.text[0].isupper())
        ):
            return False  # `on the N2`, `bus K50`, `Unit L5`
        return sign.sign in self.places.signs_of_sums or self.is_about(words("prices"), span)

    def is_noun_at(self, offset: int) -> bool:
        """Whether the word that follows an offset is a noun or a modifier of one."""
        following = self.word_after(offset)
        return following is not None and following.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "SYM")

    def is_plural_at(self, offset: int) -> bool:
        """Whether a noun in the plural follows an offset, perhaps after adjectives.

        Tags alone do not say it: `undecided` may be tagged as a noun.
        """
        for token in self.after(offset):
            if token.pos_ not in ("ADJ", "NUM", "NOUN", "PROPN", "ADV", "SYM"):
                return False
            if token.tag_ in ("NNS", "NNPS") and PLURAL.search(token.lower_):
                return True
        return False

    def lemma_at(self, offset: int) -> str:
        """The lemma of the word at an offset; empty where no component gives lemmas."""
        return self.token_at(offset).lemma_

    def is_about(self, words: frozenset[str], span: Range) -> bool:
        """Whether the sentence of a range has one of some words beside it."""
        around = chain(self.before(span.start), self.after(span.end))
        return any(is_one_of(token, words) for token in around)

    def reject(self, span: Range, why: Rule[Any, Any], rule: str = "") -> None:
        """Note a number that is no quantity, the filter that says so, and the rules that read it."""
        self.rejected.append(Rejected(span, rule, why.name))

    @cached_property
    def _words(self) -> tuple[list[int], list[int]]:
        """Where each word of the encoding starts and ends."""
        assert self._encoding is not None
        tokens = [self.doc[place] for place in self._encoding.tokens.tolist()]
        return [token.idx for token in tokens], [token.idx + len(token) for token in tokens]

    def words(self, span: Range) -> tuple[int, int]:
        """The words of the encoding that a range of text touches, end exclusive."""
        starts, ends = self._words
        first = bisect_right(ends, span.start)
        return first, max(first + 1, bisect_left(starts, span.end))

    def range_of(self, first: int, end: int) -> Range:
        """The range of text from word `first` to word `end` (exclusive) of the encoding."""
        starts, ends = self._words
        return Range(starts[first], ends[end - 1])

    def quantity_probability(self, span: Range) -> float | None:
        """The network's probability that a range of text is part of a quantity."""
        if self.pointers is None:
            return None
        return float(self.pointers.quantity[slice(*self.words(span))].mean())


def with_added(expressions: Iterable[Expression], added: Iterable[Expression | None]) -> list[Expression]:
    """Expressions and those of `added` that overlap none of them, in the order of the text."""
    expressions = list(expressions)
    taken = {place for each in expressions for place in range(each.start, each.end)}
    free = (each for each in added if each and taken.isdisjoint(range(each.start, each.end)))
    return sorted([*expressions, *free], key=lambda each: each.start)


# ---------------------------------------------------------------- named rules


@dataclass(frozen=True, slots=True)
class Rule(Generic[P, R]):
    """A rule or filter with its name, called like the function that it was made of.

    `examples`: text with the quantities in braces -> their readings (`3.2 km`, `5..7 percent`), or
    `excluded` where the rule is a filter; `counter_examples`: texts in which the rule does not apply.
    """

    name: str
    read: Callable[P, R]
    needs: Needs
    examples: Mapping[str, str] = field(default_factory=dict)
    counter_examples: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        """What the rule says, in one sentence."""
        return (self.read.__doc__ or "").split("\n\n")[0].strip()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Apply the rule."""
        return self.read(*args, **kwargs)


TABLE: dict[str, Rule[Any, Any]] = {}


def rule(
    name: str, needs: Needs = "syntax", examples: Mapping[str, str] | None = None, none: Iterable[str] = ()
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """Make a named rule of a function, whose docstring describes it; `none`: its counter-examples."""

    def enter(read: Callable[P, R]) -> Rule[P, R]:
        if name in TABLE:
            raise ValueError(f"two rules are named {name}")
        made = TABLE[name] = Rule(name, read, needs, examples or {}, tuple(none))
        return made

    return enter


def filter_rule(
    name: str, needs: Needs = "syntax", examples: Iterable[str] = (), none: Iterable[str] = ()
) -> Callable[[Callable[P, R]], Rule[P, R]]:
    """Make a filter, named `not.` and `name`; `examples`: texts with the excluded number in braces."""
    return rule(f"not.{name}", needs, dict.fromkeys(examples, EXCLUDED), none)
