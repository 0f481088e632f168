"""The nouns that stand beside an expression: what `136` counts in `136 hostages`, told from the words alone.

Runs of words are trusted more than the parse, which is asked where the words do not decide.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.clauses import SUBJECTS, Clauses
from claimx.pipeline.quantities.directions import directions, is_transparent
from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.phrases import is_hyphen, is_nominal, is_noun, is_time
from claimx.pipeline.quantities.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

_MODIFIES = frozenset(
    (
        *("nummod", "amod", "compound", "det", "det:predet", "advmod", "flat", "appos", "dep"),
        *("nmod", "nmod:desc", "nmod:unmarked", "obl:npmod", "obl:unmarked"),
    )
)
_OPEN = 12  # How many words are looked at.
_QUOTES = frozenset(('"', "'", "\u201c", "\u201d", "\u2018", "\u2019", "``", "''", "`"))
_SET_AGAINST = frozenset(("with", "than", "against", "versus", "vs.", "--", "\u2014", "\u2013", "("))
_MULTIPLYING = frozenset(("double", "twice", "triple", "treble", "times", "half"))
# `half that number`: what was told before, or what is named behind.
_THAT = frozenset(("that", "this", "the"))
_NUMBERS = frozenset(("number", "amount", "sum", "figure", "total"))
_ASIDE = frozenset((",", "(", "--", "\u2014", "\u2013", "up", "down"))
# Before a stretch of time, these make a date of it: a number before them counts something else.
_DATING = frozenset(("last", "this", "next", "each", "every", "late", "early"))
_OR_MORE = frozenset(("more", "so", "fewer", "less"))


class Neighbours:
    """Finds the nouns beside the expressions of one article."""

    def __init__(self, clauses: Clauses) -> None:
        self._clauses = clauses
        self._layout = clauses.layout

    def after(self, expression: Expression) -> list[Token]:
        """The next few words, closing quotation marks and `or more` left out."""
        tokens = list(islice(self._layout.after(expression.end), _OPEN))
        while tokens and tokens[0].text in _QUOTES:
            tokens = tokens[1:]
        if len(tokens) > 1 and tokens[0].lower_ == "or" and tokens[1].lower_ in _OR_MORE:
            tokens = tokens[2:]
        if expression.kind == "money" and tokens and tokens[0].text == "(":
            closing = next((i for i, token in enumerate(tokens) if token.text == ")"), 0)
            tokens = tokens[closing + 1 :] if closing else tokens  # `2.5 billion pesos ($44 million) in aid`
        return tokens

    def counted(self, expression: Expression) -> Token | None:
        """The noun right after a number: `members` in `six members`, `member` in `six-member team`."""
        tokens = self.after(expression)
        if tokens and is_hyphen(tokens[0]):
            return tokens[1] if len(tokens) > 1 and is_noun(tokens[1]) else None
        noun = self.end_of_run(tokens)
        return None if noun is not None and is_time(noun) and tokens[0].lower_ in _DATING else noun

    def listed(self, expression: Expression) -> Token | None:
        """The noun that the last number of a list counts for all: `10, 20 or 30 refugees`."""
        tokens = self.after(expression)
        if not tokens or tokens[0].lower_ not in (",", "or", "and"):
            return None
        position = 0
        while position < len(tokens) and (
            tokens[position].pos_ in ("NUM", "CCONJ") or tokens[position].text == ","
        ):
            position += 1
        return self.end_of_run(tokens[position:]) if tokens[position - 1].pos_ == "NUM" else None

    def measured(self, expression: Expression) -> Token | None:
        """The noun after a unit in the singular or after `year-old`: `a 12 year cycle`."""
        if expression.unit == "magnitude":
            return self.end_of_run(self.after(expression))
        written = (
            self._layout.text[expression.numeral.end : expression.end].strip(" -\u2010\u2011\u00a0").lower()
        )
        singular = not written.endswith(("s", "feet")) and written.isalpha() and expression.high != 1
        if not (singular or written.endswith("old")) or "/" in expression.unit:
            return None
        return self.end_of_run(self.after(expression))

    def shared(self, expression: Expression) -> Token | None:
        """The noun right after a percentage: `85 percent support`."""
        tokens = self.after(expression)
        if expression.kind != "percent" or not tokens or not is_noun(tokens[0]) or is_time(tokens[0]):
            return None
        return self.end_of_run(tokens)

    def modified(self, expression: Expression, head: Token) -> Token | None:
        """The noun to the right that, by the parse, the expression modifies: `a 10-year-old browser`."""
        token = head
        for _ in range(4):
            target = token.head
            if token.dep_ not in _MODIFIES or target.idx < expression.end or target.i == token.i:
                return None
            between = self._layout.tokens(expression.end, target.idx) if target.idx > expression.end else []
            if any(each.pos_ in ("AUX", "ADP", "PRON", "SCONJ", "CCONJ") for each in between):
                return None
            token = target
            if self._clauses.is_free(token):
                return None if expression.kind == "percent" and is_time(token) else _outermost(token)
            if token.pos_ not in ("ADJ", "NUM", "ADV") and is_nominal(token):
                return None
        return None

    def named(self, expression: Expression) -> Token | None:
        """Whose share it is: `Trump 34 percent`, `Ben Carson at 13 percent`, `Cruz with 20 percent`."""
        before = list(islice(self._layout.before(expression.start), 2))
        after = self.after(expression)
        versus = len(after) > 1 and after[0].lower_ == "to" and after[1].pos_ in ("NUM", "PRON", "PROPN")
        if before and before[0].lower_ in ("at", "with", "on"):
            before = before[1:]
        elif versus:
            return None  # `leads Cruz 50 percent to 44 percent`: the leader's
        return whole_name(before[0]) if before and before[0].pos_ == "PROPN" else None

    def is_done_to(self, expression: Expression) -> bool:
        """Whether a verb follows at once: the number stands for people just told of (`200 injured`)."""
        following = next(self._layout.after(expression.end), None)
        return following is not None and following.tag_ in ("VBN", "VBD") and following.dep_ != "amod"

    def is_told_by_state(self, expression: Expression) -> bool:
        """Whether people are told by their state alone: `Blast leaves three dead, nine injured`."""
        following = next(self._layout.after(expression.end), None)
        return following is not None and following.lower_ in _the_like()

    def compares(self, expression: Expression) -> bool:
        """Whether the words before only set it against another: `compared with`, `double the`, `than`."""
        before = list(islice(self._layout.before(expression.start), 2))
        goes_on = next(self._layout.after(expression.end), None)
        described = goes_on is not None and goes_on.lower_ in ("that", "which")
        if len(before) == 2 and before[0].lower_ == "the" and before[1].lower_ in _MULTIPLYING:
            return not described
        word = self._clauses.word_before(expression)
        return word is not None and word.lower_ in _SET_AGAINST

    def looks_back(self, expression: Expression) -> bool:
        """Whether it goes on about what was told before: `, up 3 percent`, `, or 41 cents`."""
        first, second = self._words_before(expression)
        following = next(self._layout.after(expression.end), None)
        if first == "," and following is not None and following.lower_ in directions().comparatives:
            return True
        if first in ("from", "or") or first in directions().adverbs:
            return second in _ASIDE
        return self._is_compared(first, second)

    def is_earlier_level(self, expression: Expression) -> bool:
        """Whether it is what another is set against: `from 93%`, `compared with 60 in October`."""
        first, second = self._words_before(expression)
        goes_on = next(self._layout.after(expression.end), None)
        starts = goes_on is not None and goes_on.lower_ == "to"
        return (first == "from" and not starts) or self._is_compared(first, second)

    def _is_compared(self, first: str, second: str) -> bool:
        return first in ("versus", "vs.", "against") or (
            first in ("with", "to") and second in ("compared", "opposed")
        )

    def _words_before(self, expression: Expression) -> tuple[str, str]:
        """The two words before the expression and its modifiers, the nearest first."""
        before = islice(self._layout.before(expression.start), _OPEN)
        words = [token.lower_ for token in before if token.lower_ == "or" or not is_transparent(token)]
        first, second = [*words[:2], "", ""][:2]
        return first, second

    def partitive(self, expression: Expression, links: tuple[str, ...]) -> tuple[Token | None, bool]:
        """The noun of `dozens of rounds`, `70 percent of sales`, `half the money`, `one in five men`.

        The flag says that there is such a construction with a pronoun instead (`three of them`).
        """
        after = self.after(expression)
        out_of = " in " in self._layout.text[expression.start : expression.end]
        if expression.kind == "fraction" and out_of and not (after and after[0].lower_ == "of"):
            return self.end_of_run(after), False
        if len(after) > 1 and after[0].lower_ in _THAT and after[1].lower_ in _NUMBERS:
            goes_on = len(after) > 2 and after[2].lower_ == "of"
            return self._first_phrase(after[3:]) if goes_on else (None, True)
        if [token.lower_ for token in after[:2]] == ["worth", "of"]:
            after = after[1:]
        if len(after) > 1 and after[0].lower_ in links:
            bare = after[1].pos_ in ("NOUN", "ADJ", "PROPN")
            found, pronoun = self._first_phrase(after[1:])
            if after[0].lower_ != "of" and (
                not bare or found is None or found.pos_ != "NOUN" or is_time(found)
            ):
                return None, False  # `$5 million in the bank`, `20 miles in Texas`
            return found, pronoun
        takes_bare = expression.kind in ("fraction", "times") and after and after[0].pos_ in ("DET", "PRON")
        if takes_bare and after[0].lower_ not in ("that", "who", "which"):
            return self._first_phrase(after)
        return None, False

    def _first_phrase(self, tokens: Iterable[Token]) -> tuple[Token | None, bool]:
        """The noun of the first noun phrase of `tokens`, and whether a pronoun stands there instead."""
        run: list[Token] = []
        for token in tokens:
            if not run and _is_pronoun(token):
                return None, True
            if not run and token.lower_ in ("or", "so"):  # `a dozen of the 150 or so companies`
                continue
            if token.text in _QUOTES:
                if run and run[-1].tag_ != "POS":
                    break
            elif token.tag_ == "POS" or (not run and (token.pos_ == "DET" or token.tag_ == "PRP$")):
                run = []
            elif (
                token.pos_ in ("NOUN", "PROPN", "ADJ", "ADV")
                or token.tag_ in ("VBN", "VBG")
                or is_hyphen(token)
            ):
                run.append(token)
            elif token.pos_ != "NUM" or run:
                break
        named = [token for token in run if token.pos_ != "ADV"]
        noun = self.end_of_run(named)
        if noun is None and len(named) == 1 and named[0].lower_ in _the_like():
            return named[0], False
        empty = noun is not None and len(named) == 1 and noun.lemma_.lower() in _empty_nouns()
        return (None if empty else noun), False

    def end_of_run(self, tokens: Iterable[Token]) -> Token | None:
        """The last noun of the run of adjectives and nouns that opens `tokens`."""
        last: Token | None = None
        joined = opened = False
        for token in tokens:
            if joined:
                joined, last = False, token if is_noun(token) else None
            elif is_hyphen(token):
                joined = True
            elif is_noun(token) and self._clauses.is_free(token):
                if last is not None and last.tag_ == "NNS" and last.dep_ != "compound":
                    break
                if last is not None and _opens_clause(token, last):
                    break
                last = token
            elif last is not None:
                if token.pos_ != "ADJ" or last.dep_ != "compound":
                    break
            elif not (_opens_phrase(token) or token.text in _QUOTES or (opened and token.pos_ == "CCONJ")):
                break
            opened = True
        return last


def whole_name(token: Token) -> Token:
    """The head of the name that `token` is part of."""
    while (
        token.dep_.startswith(("flat", "compound"))
        and is_nominal(token.head)
        and abs(token.head.i - token.i) < 4
    ):
        token = token.head
    return token


def _opens_clause(noun: Token, before: Token) -> bool:
    """Whether a noun is the subject of a clause about the one before: `the rate scientists predicted`."""
    return noun.dep_ in SUBJECTS and before.i in (noun.head.head.i, *(c.i for c in noun.head.lefts))


def _opens_phrase(token: Token) -> bool:
    return token.pos_ in ("ADJ", "SYM") or token.tag_ in ("VBN", "VBG") or token.dep_ in ("amod", "compound")


def _is_pronoun(token: Token) -> bool:
    demonstrative = token.lower_ in ("these", "those") and token.dep_ != "det"
    return demonstrative or (token.pos_ == "PRON" and token.tag_ != "PRP$")


def _outermost(token: Token) -> Token:
    """The head of a compound the expression stands before (`20-minute PlayStation VR demonstration`)."""
    while token.dep_ in ("compound", "nmod:desc", "nmod:unmarked") and token.head.i > token.i:
        if not is_nominal(token.head):
            break
        token = token.head
    return token


@cache
def _the_like() -> frozenset[str]:
    """Adjectives that name people with an article alone (`of the dead`)."""
    return frozenset(table("contexts")["the_like"])


@cache
def _empty_nouns() -> frozenset[str]:
    return frozenset(table("subjects")["empty_nouns"])
