"""Numbers that the text denies: `not fifty`, `none of the 12`, `did not win 12 medals`; `not one` is 0."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.grammar import Context, Expression, rule, with_added
from claimx.pipeline.quantities.numbers import Numeral
from claimx.pipeline.quantities.tables import words
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOT = frozenset(("not", "n't", "n\u2019t", "never"))
_DEFINITE = frozenset(("the", "these", "those", "this", "that", "both", "all"))
# Between `not` and a number that it denies: `not even 12`, `none of the 12`.
_EMPHASIS = frozenset(("even", "exactly", "quite", "yet", "a", "single"))
# Before `not`, so that nothing is denied: `whether or not 12 came`, `hundreds, if not 1,000`.
_UNSURE = frozenset(("or", "if", "why", "whether"))
_NOT_ONE = re.compile(rf"(?<!\w)not{GAP}(?:even{GAP})?(?:a{GAP}single{GAP})?$", re.IGNORECASE)


@rule(
    "negated.not",
    needs="syntax",
    examples={
        "They had room for {fifty}, not {sixty}.": "50 count, 60 count",
        "It was {4 percent}, not {12 percent}.": "4 percent, 12 percent",
        "It sold {40} cars, not even {90}.": "40 count, 90 count",
        "Mali is no longer {12} regions.": "12 count",
    },
    none=[
        "Whether or not {12} people came is open.",
        "Not more than {12} people came.",
        "It is not only {12} men.",
        "Trips of no longer than {12 hours} are free.",
    ],
)
def denied_by_not(context: Context, expression: Expression) -> bool:
    """`not`, `never` or `no longer` right before a number."""
    before = [token.lower_ for token in islice(context.before(expression.start), 4)]
    while before and before[0] in _EMPHASIS:
        before.pop(0)
    if before[:2] == ["longer", "no"]:
        return True
    return bool(before) and before[0] in _NOT and (len(before) < 2 or before[1] not in _UNSURE)


@rule(
    "negated.none",
    needs="syntax",
    examples={
        "None of the {12} pumps works.": "12 count",
        "Neither of the {two} men came.": "2 count",
        "None of its {300} buses ran on Sunday.": "300 count",
        "Neither of the {two} bidders from Turin has paid.": "2 count",
    },
    none=["One of the {12} pumps works.", "Most of its {300} buses ran on Sunday."],
)
def denied_by_none(context: Context, expression: Expression) -> bool:
    """`none of` or `neither of` before a number."""
    before = [token.lower_ for token in islice(context.before(expression.start), 3)]
    if before and before[0] not in ("of",):
        before.pop(0)  # `the`, `their`
    return before[:2] in (["of", "none"], ["of", "neither"])


@rule(
    "negated.verb",
    needs="syntax",
    examples={
        "He did not win {12} medals.": "12 count",
        "She hasn't sold {300} cars.": "300 count",
        "The firm never sold {40} cars a day.": "40 count/day",
        "The club no longer has {12} owners.": "12 count",
        "The fund can no longer pay {5 percent}.": "5 percent",
        "Neither bank lent {40 million euros}.": "40000000 EUR",
        "No dealer in Chad sold {300} cars.": "300 count",
    },
    none=[
        "She no longer trusts the {12} ministers.",
        "The bank with no branch lent {40 million euros}.",
        "He did not win the {12} medals.",
        "It has not changed in {12 years}.",
        "It did not open, and {12} left.",
    ],
)
def denied_by_verb(context: Context, expression: Expression) -> bool:
    """The object of a negated verb, or what a negated `be` says there is."""
    number = context.head_of(expression.start, expression.end)
    noun = number
    if noun is not None and noun.dep_ == "nummod" and noun.head.i > noun.i:
        noun = noun.head
    if noun is None or number is None:
        return False
    if any(child.lower_ in _DEFINITE or child.tag_ in ("PRP$", "POS") for child in noun.lefts):
        return False
    if any(child.dep_ == "cop" for child in noun.children):
        return _is_denied(noun)
    verb, exists = noun.head, any(child.dep_ == "expl" for child in noun.head.children)
    if noun.dep_ != "obj" and not (noun.dep_ == "nsubj" and exists):
        return False
    if _is_without_subject(verb):
        return True
    while not _is_denied(verb) and verb.dep_ == "xcomp" and verb.head.pos_ == "VERB":
        verb = verb.head
    return _is_denied(verb)


def _is_without_subject(verb: Token) -> bool:
    """Whether the subject of a verb is denied: `neither bank lent`, `no dealer sold`."""
    subject = next((each for each in verb.lefts if each.dep_ == "nsubj"), None)
    if subject is None:
        return False
    first = next((each for each in subject.lefts if each.dep_ == "det"), subject)
    return first.lower_ in words("denied_subjects")


def _is_denied(verb: Token) -> bool:
    return any(
        (child.lower_ in _NOT or _is_no_longer(child)) and child.i < verb.i + 3 for child in verb.children
    )


def _is_no_longer(word: Token) -> bool:
    """Whether a word is the `longer` of `no longer`."""
    return word.lower_ == "longer" and word.i > 0 and word.nbor(-1).lower_ == "no"


@rule(
    "negated.not_one",
    needs="syntax",
    examples={
        "{Not one} truck crossed.": "0 count",
        "{Not a single one} of them came.": "0 count",
        "They said {not one} meeting was held.": "0 count",
    },
    none=["They have one truck.", "Chad is not one of the nations."],
)
def not_one(context: Context, expression: Expression) -> Expression | None:
    """`not one` is a denied number, and none."""
    written = context.text[expression.numeral.start : expression.numeral.end].lower()
    before = _NOT_ONE.search(context.text, max(0, expression.start - 24), expression.start)
    following = context.word_after(expression.end)
    if written != "one" or expression.kind != "count" or before is None or following is None:
        return None
    if following.lower_ == "of":
        # `it is not one of them` says of one that it is another.
        said_of = context.word_before(before.start())
        if said_of is not None and said_of.lemma_ == "be":
            return None
    elif following.pos_ not in ("NOUN", "ADJ", "PROPN"):
        return None
    return expression.by(not_one, start=before.start(), low=0.0, high=0.0, negated=True)


_NOT_A_SINGLE = re.compile(rf"(?<!\w)not{GAP}(?:even{GAP})?(?P<number>a{GAP}single)(?={GAP})", re.IGNORECASE)


@rule(
    "negated.not_a_single",
    needs="syntax",
    examples={
        "{Not a single} ferry sailed to Skye.": "0 count",
        "They said {not a single} vote was bought.": "0 count",
        "The clinic in Chad had {not even a single} nurse.": "0 count",
    },
    none=["It was not a single-storey house.", "He left not a single one behind."],
)
def not_a_single(context: Context, start: int, number: Range, end: int) -> Expression | None:
    """`not a single` before a noun is none of them."""
    following = context.word_after(end)
    if following is None or following.pos_ not in ("NOUN", "ADJ", "PROPN") or following.lower_ == "one":
        return None
    numeral = Numeral(number.start, number.end, 0.0, "words")
    return Expression(start, end, 0.0, 0.0, "count", "count", numeral, negated=True, rule=not_a_single.name)


def with_none(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Add the numbers that `not a single` is."""
    added = (
        not_a_single(context, each.start(), Range(*each.span("number")), each.end())
        for each in _NOT_A_SINGLE.finditer(context.text)
    )
    return with_added(expressions, added)


def denied(context: Context, expression: Expression) -> Expression:
    """The expression, marked as negated where the text denies it."""
    if expression.group == "tally" or expression.negated:
        return expression
    if (none := not_one(context, expression)) is not None:
        return none
    why = next(
        (each for each in (denied_by_not, denied_by_none, denied_by_verb) if each(context, expression)), None
    )
    return expression.by(why, negated=True) if why else expression
