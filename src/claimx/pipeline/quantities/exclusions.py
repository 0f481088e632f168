"""Numbers that are not quantities: dates, names, labels, clock times, `one` without counting force."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.tables import table
from claimx.schema import Relation
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLOCK = re.compile(
    r"\s?(?:[ap]\.?m\b|o['\u2019]clock|hrs?\sGMT|GMT\b|[ECMP][SD]T\b|noon\b|midnight\b)", re.IGNORECASE
)
_AGO = re.compile(r"\s(?:or\sso\s)?ago\b")
_CLOCK_COLON = re.compile(r":\s?[0-5][0-9]\b")
_NUMBERED = re.compile(
    r"(?<!\w)(?:Nos?\.\s?|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?,?\s"
    r"(?:[0-9]{1,2}\s?[-\u2013]\s?)?)$"
)
_LIST_NUMBER = re.compile(r"[.)]\s")
_YEARS = (1700, 2060)
_ID_DIGITS = 8
_LIST_LENGTH = 20
_LONGEST_LIST = 100
# Ways to stand after a noun without being its number.
_LOOSE = frozenset(
    ("conj", "appos", "parataxis", "list", "obj", "nsubj", "nsubj:pass", "root", "ROOT", "xcomp")
)


class Exclusions:
    """Decides which expressions stay out. `dates` are the ranges of the article's dates."""

    def __init__(self, layout: Layout, dates: list[Range]) -> None:
        self._layout = layout
        named = [Range(ent.start_char, ent.end_char) for ent in layout.doc.ents]
        self._dates = _Ranges(dates)
        self._names = _Ranges(named)

    def keeps(self, expression: Expression, head: Token) -> bool:
        """Whether the expression is a quantity, all but the question whether a `one` counts."""
        number = self._layout.token_at(expression.numeral.end - 1)
        if self._dates.overlap(expression.start, expression.end):
            return False
        if self._layout.text.strip() == self._layout.text[expression.start : expression.end]:
            return True  # Nothing but a number says nothing against it.
        return not (
            self._is_named(expression)
            or number.like_url
            or number.like_email
            or _CLOCK.match(self._layout.text, expression.end)
            or (expression.unit == "count" and _CLOCK_COLON.match(self._layout.text, expression.end))
            or self._is_identifier(expression)
            or self._is_enumerator(expression)
            or (expression.kind == "time" and _AGO.match(self._layout.text, expression.end))
            or self._is_list_number(expression)
            or self._is_label(expression, number, head)
            or self._is_year(expression, number)
            or self._is_idle_compound(expression)
            or self._is_idle_fraction(expression)
            or self._is_idle_multiple(expression, number)
            or self._is_idle_zero(expression, number)
            or self._is_score(expression, head)
        )

    def _is_named(self, expression: Expression) -> bool:
        start, end = expression.numeral.start, expression.numeral.end
        return self._names.cover(start, end) and expression.kind in (
            "count",
            "fraction",
            "times",
            "point",
            "time",
        )

    def _is_identifier(self, expression: Expression) -> bool:
        """A long string of digits, an emergency number, the day after `March 17-`, `No. 1`."""
        text, start, end = self._layout.text, expression.numeral.start, expression.numeral.end
        if expression.unit != "count" or not text[start:end].isdigit():
            return False
        if text[start:end] in _words("emergency_numbers"):
            following = next(self._layout.after(end), None)
            counts = (
                following is not None and following.tag_ in ("NNS", "NNPS") and following.lemma_ != "call"
            )
            before = next(self._layout.before(start), None)
            called = before is not None and before.lemma_.lower() in _words("calling")
            return not counts and (called or text[start:end] == "911")
        return end - start >= _ID_DIGITS or bool(_NUMBERED.search(text, max(0, start - 16), start))

    def _is_enumerator(self, expression: Expression) -> bool:
        """`Two, harden our defences`: a number that only opens a point."""
        if expression.unit != "count" or self._layout.text[expression.end : expression.end + 1] != ",":
            return False
        first = self._layout.token_at(expression.start)
        return (
            bool(first.is_sent_start)
            and expression.numeral.form == "words"
            and expression.high <= _LIST_LENGTH
        )

    def _is_list_number(self, expression: Expression) -> bool:
        """A number that opens a line as a list's, or stands in square brackets as a reference's."""
        text, start = self._layout.text, expression.start
        if text[start - 1 : start] == "[" and text[expression.end : expression.end + 1] == "]":
            return expression.unit == "count"
        if text[start - 1 : start] == "(" and text[expression.end : expression.end + 1] == ")":
            return text[start : expression.end].isdigit() and expression.high <= _LIST_LENGTH
        opens = start == 0 or text[start - 1] == "\n"
        if opens and text[expression.end : expression.end + 1] in ("", "\n", "\r"):
            return text[start : expression.end].isdigit() and expression.high <= _LONGEST_LIST
        return (
            opens
            and text[start : expression.end].isdigit()
            and bool(_LIST_NUMBER.match(text, expression.end))
        )

    def _is_label(self, expression: Expression, number: Token, head: Token) -> bool:
        """`Internet Explorer 9`, `police posts 542 and 543`, `day five`, `No. 3`."""
        if expression.unit != "count" or expression.group != "single":
            return False
        if number.pos_ == "PROPN" and number.text[0].isupper() and number.idx == expression.numeral.start:
            return True
        before = next(self._layout.before(expression.start), None)
        if before is None:
            return False
        if (
            before.lower_ in ("no.", "no", "nos.", "number", "numbers", "nr.")
            and expression.numeral.form == "digits"
        ):
            return before.lower_ != "no"
        if before.lower_ in _words("labels"):
            return True
        counts = number.head.i > number.i and number.dep_ == "nummod" and number.head.pos_ != "PROPN"
        if before.pos_ == "PROPN" and expression.numeral.form == "digits" and not counts:
            return number.dep_ not in _LOOSE and not expression.numeral.scaled and "," not in number.text
        while number.dep_ == "conj" and number.head.pos_ in ("NUM", "PROPN") and number.head.i < number.i:
            number = number.head
            before = next(self._layout.before(number.idx), before)
        if (
            before.pos_ not in ("NOUN", "PROPN")
            or number.dep_ in _LOOSE
            or before.lemma_.lower() in _words("casualties")
        ):
            return False
        after = next(self._layout.after(number.idx + len(number)), None)
        alone = after is None or after.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM", "SYM")
        follows = number.head.i == before.i or (alone and not number.is_sent_start)
        return follows and not expression.numeral.scaled and "," not in number.text

    def _is_year(self, expression: Expression, number: Token) -> bool:
        numeral = expression.numeral
        text = self._layout.text[numeral.start : numeral.end]
        if expression.unit == "count" and self._is_day_of_month(expression):
            return True
        if expression.unit == "day" and text.isdigit():
            return _YEARS[0] <= int(text) <= _YEARS[1] and self._layout.text[: expression.end].endswith(
                " day"
            )
        if expression.unit != "count" or len(text) != 4 or not text.isdigit():
            return False
        return _YEARS[0] <= int(text) <= _YEARS[1]

    def _is_day_of_month(self, expression: Expression) -> bool:
        before = next(self._layout.before(expression.start), None)
        after = next(self._layout.after(expression.end), None)
        return expression.high <= 31 and (_is_month(before) or _is_month(after))

    def _is_idle_compound(self, expression: Expression) -> bool:
        """`two-way`, `one-sided`, `737-MAX`: nothing is counted."""
        text, end = self._layout.text, expression.end
        if (
            expression.unit != "count"
            or text[end : end + 1] not in ("-", "\u2010", "\u2011")
            or expression.group != "single"
        ):
            return False
        after = list(islice(self._layout.after(end), 2))
        if len(after) < 2 or text[end + 1 : end + 2].isspace():
            return False
        word = after[1]
        return (
            text[expression.start : end].lower() == "one"
            or word.lower_ in _words("idle_compounds")
            or word.pos_ in ("ADJ", "ADV", "VERB", "ADP")
            or (word.text[0].isupper() and expression.numeral.form == "digits")
        )

    def _is_idle_fraction(self, expression: Expression) -> bool:
        """`the first half`, `half-brother`, `a third goal`."""
        if expression.kind != "fraction":
            return False
        words = self._layout.text[expression.start : expression.end].lower()
        following = next(self._layout.after(expression.end), None)
        if words.startswith(("a ", "a\u00a0")) and words != "a half":
            return not self._is_share(expression)
        if words not in ("half", "a half"):
            return False
        before = next(self._layout.before(expression.start), None)
        if before is not None and (
            before.lower_ in _words("before_idle_half") or before.tag_ in ("PRP$", "POS")
        ):
            return True
        if following is None:
            return False
        glued = self._layout.text[expression.end : expression.end + 1] in ("-", "\u2010", "\u2011")
        return glued or (following.pos_ in ("NOUN", "ADJ", "PROPN") and following.tag_ != "NNS")

    def _is_share(self, expression: Expression) -> bool:
        """Whether `a third` is a share and not the next after the second."""
        following = next(self._layout.after(expression.end), None)
        before = next(self._layout.before(expression.start), None)
        if following is not None and (following.lower_ == "of" or following.tag_ == "VBP"):
            return True
        if before is None or before.lower_ not in _words("before_share"):
            return False
        return following is None or (
            following.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM") and following.text not in "-"
        )

    def _is_idle_multiple(self, expression: Expression, number: Token) -> bool:
        """`a double murder`, `the lead was doubled` in a match."""
        if expression.numeral.form != "multiple":
            return False
        if any(token.lower_ == "down" for token in islice(self._layout.after(expression.end), 2)):
            return True  # `doubled down`
        if number.lower_ in ("double", "doubles", "triple", "triples", "treble"):
            following = next(self._layout.after(expression.end), None)
            scales = number.pos_ == "VERB" or (
                following is not None
                and (following.pos_ in ("DET", "PRON") or following.lower_ in ("that", "what"))
            )
            return not scales
        return number.pos_ == "VERB" and self._in_sports

    def _is_idle_zero(self, expression: Expression, number: Token) -> bool:
        """A zero that is neither a number of things nor a level (`fell to zero`, `the risk is zero`)."""
        counts = number.dep_ == "nummod" and number.head.i > number.i
        is_level = any(child.dep_ in ("case", "cop") for child in number.children)
        return expression.unit == "count" and number.lower_ == "zero" and not (counts or is_level)

    def _is_score(self, expression: Expression, head: Token) -> bool:
        """Points won in a match."""
        if expression.kind != "point":
            return False
        if self._layout.text[expression.start : expression.end].lower() == "one point":
            return True
        return self._in_sports or (head.head.lemma_.lower() in _words("scoring") and head.dep_ == "obj")

    @cached_property
    def _in_sports(self) -> bool:
        """Whether the article tells of a match."""
        return len({token.lower_ for token in self._layout.doc} & _words("match_report")) >= 3


def counts_one(
    expression: Expression, head: Token, layout: Layout, relation: Relation, counted: set[str]
) -> bool:
    """Whether the number is not `one`, or is a `one` that counts: `at least one shell`, `one was killed`.

    `counted` are the lemmas of the nouns that larger numbers count in the article: against them, `one`
    counts too.
    """
    if layout.text[expression.numeral.start : expression.numeral.end].lower() != "one":
        return True
    if relation != "=" or expression.group != "single" or expression.low != 1:
        return True
    if expression.is_measure:
        before = next(layout.before(expression.start), None)
        return expression.unit not in ("day", "bit") or (
            before is not None and before.pos_ in ("ADP", "ADV", "DET", "VERB")
        )
    if expression.kind != "count":
        return True
    after = list(islice(layout.after(expression.end), 5))
    if any(one.lower_ == "for" and two.lower_ == "every" for one, two in pairwise(after)):
        return True  # `one latrine for every 140 people`
    noun = next((token for token in after[:3] if token.pos_ in ("NOUN", "ADP")), None)
    if noun is None or noun.pos_ == "ADP":
        return False
    if noun.lemma_.lower() in counted:
        return True
    return noun.lemma_.lower() in _words("people") and noun.head.lemma_.lower() in _words("casualties")


def _is_month(token: Token | None) -> bool:
    """Whether a token is the name of a month, or its short form."""
    return token is not None and token.text[0].isupper() and token.lower_.rstrip(".") in lexicon().months


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("contexts")[name])


class _Ranges:
    """Ranges in document order that do not overlap each other, asked about by position."""

    def __init__(self, ranges: list[Range]) -> None:
        self._ranges = sorted(ranges)
        self._ends = [each.end for each in self._ranges]

    def overlap(self, start: int, end: int) -> bool:
        position = bisect_left(self._ends, start + 1)
        return position < len(self._ranges) and self._ranges[position].start < end

    def cover(self, start: int, end: int) -> bool:
        """Whether one range holds all of `start` to `end` and more."""
        position = bisect_left(self._ends, start + 1)
        if position == len(self._ranges):
            return False
        found = self._ranges[position]
        return found.start <= start and end <= found.end and found.end - found.start > end - start
