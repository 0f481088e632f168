"""Noun phrases as a reader would quote them: without determiner, possessor, number or relative clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.pipeline.annotations import Range
from claimx.pipeline.quantities.tables import units

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOMINAL = frozenset(("NOUN", "PROPN", "SYM", "X"))
_QUANTIFIERS = frozenset(
    (
        "other",
        "more",
        "additional",
        "further",
        "own",
        "many",
        "few",
        "several",
        "such",
        "same",
        "last",
        "next",
        "past",
        "first",
        "second",
        "only",
        "remaining",
        "extra",
        "total",
        "combined",
        "fellow",
        "least",
        "most",
        "less",
        "fewer",
    )
)
_INSIDE = frozenset(
    (
        "compound",
        "amod",
        "flat",
        "goeswith",
        "nmod",
        "nmod:desc",
        "nmod:unmarked",
        "punct",
        "conj",
        "obl",
        "obl:npmod",
        "obl:unmarked",
        "advmod",
        "cc",
        "dep",
        "appos",
        "acl",
        "case",
    )
)
_TIMES = frozenset(
    [
        "period",
        "time",
        "term",
        "first",
        "least",
        "today",
        "tonight",
        "tomorrow",
        "yesterday",
        "morning",
        "afternoon",
        "evening",
        "weekend",
    ]
)
_NOUN_PLACES = frozenset(("nsubj", "nsubj:pass", "obj", "obl", "nmod", "compound", "appos"))
_MAX_WORDS = 6


def is_nominal(token: Token) -> bool:
    """Whether the token can head a noun phrase that names something."""
    return (token.pos_ in _NOMINAL or is_noun(token)) and any(letter.isalpha() for letter in token.text)


def is_noun(token: Token) -> bool:
    """Whether either tag calls the token a noun; where the two disagree, its place in the clause decides."""
    if token.pos_ in ("NOUN", "PROPN"):
        return True
    return token.tag_.startswith("NN") and token.dep_ in _NOUN_PLACES


def is_time(token: Token) -> bool:
    """Whether the noun is a unit or a stretch of time."""
    unit = units().words.get(token.lower_)
    return (unit is not None and unit.kind == "time") or token.lower_ in _TIMES


def noun_phrase(noun: Token, *, after: int = 0, joined: bool = False, complement: bool = False) -> Range:
    """The phrase around `noun`, beginning no earlier than the offset `after`.

    With `joined`, a bare noun coordinated with it belongs to it (`women and children`); with `complement`,
    so does a bare `of` phrase (`rounds of artillery`).
    """
    doc = noun.doc
    first = noun.i
    edge = noun.left_edge.i
    for position in range(noun.i - 1, max(0, noun.i - _MAX_WORDS) - 1, -1):
        token = doc[position]
        if token.idx < after or not _belongs(token) or (position < edge and not _is_joined(token)):
            break
        first = position
    while first < noun.i and _is_loose(doc[first]):
        first += 1
    last = _right_end(noun, joined, complement)
    return Range(doc[first].idx, last.idx + len(last))


def is_hyphen(token: Token) -> bool:
    """Whether the token joins two words into one (`side-by-side`), with no space around it."""
    if token.text not in ("-", "\u2010", "\u2011") or token.whitespace_ or token.i == 0:
        return False
    before = token.doc[token.i - 1]
    return not before.whitespace_ and not before.is_space


def _is_loose(token: Token) -> bool:
    """Whether a phrase cannot begin with the token."""
    if token.pos_ == "NUM":
        return not is_hyphen(token.nbor(1))
    after_or = token.lower_ == "so" and token.i > 0 and token.nbor(-1).lower_ == "or"  # `150 or so companies`
    return after_or or token.is_punct or token.is_space or token.pos_ in ("CCONJ", "ADP", "PART")


def _belongs(token: Token) -> bool:
    """Whether a token to the left of a noun is part of the phrase that names the thing."""
    if _is_joined(token) or token.text in ("'", "\u2019"):
        return True
    if token.is_space or token.is_punct or token.tag_ == "POS" or token.lower_ in _QUANTIFIERS:
        return False
    if token.pos_ in ("DET", "PRON", "NUM", "ADP", "SCONJ"):
        return False
    if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("amod", "compound"):
        return False
    return token.dep_ in _INSIDE and token.lower_ not in ("percent", "cent", "%", "$")


def _is_joined(token: Token) -> bool:
    """Whether the token is a hyphen or stands at one."""
    if is_hyphen(token):
        return True
    doc = token.doc
    return (token.i + 1 < len(doc) and is_hyphen(doc[token.i + 1])) or (
        token.i > 0 and is_hyphen(doc[token.i - 1])
    )


def _right_end(noun: Token, joined: bool, complement: bool) -> Token:
    last = noun
    if complement:
        last = _of_complement(noun) or noun
    if joined and last is noun:
        last = _last_conjunct(noun)
    if last is noun:
        for child in noun.rights:
            if child.dep_ in ("flat", "compound", "flat:foreign") and child.i == last.i + 1:
                last = child
    return last


def _of_complement(noun: Token) -> Token | None:
    for child in noun.rights:
        if child.dep_.startswith("nmod") and child.pos_ == "NOUN" and child.i - noun.i <= 4:
            if any(token.is_quote for token in noun.doc[noun.i + 1 : child.i]):
                return None  # a phrase does not leave a quotation (`three separate lists” of captives`)
            lefts = [each.lower_ for each in child.lefts]
            if lefts[:1] == ["of"] and not any(
                each.dep_ in ("det", "nummod", "nmod:poss") for each in child.lefts
            ):
                return child
    return None


def _last_conjunct(noun: Token) -> Token:
    """The last of the bare nouns that `and` or `or` joins to `noun`."""
    last = noun
    reached = noun
    for child in noun.rights:
        if child.dep_ != "conj" or child.pos_ != noun.pos_ or child.i - reached.i > 5:
            continue
        marks = {each.dep_ for each in child.lefts}
        between = noun.doc[reached.i + 1 : child.i]
        if marks & {"det", "nummod", "nmod:poss", "case"} or any(
            each.pos_ in ("VERB", "ADP", "NUM", "PRON") for each in between
        ):
            break
        reached = child
        if "cc" in marks:
            last = child
    return last
