"""Words that say how the true value relates to the one given: `more than`, `or so`, `nearly`."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.tables import table
from claimx.schema import Relation

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST = 5
_SIGNS: dict[str, Relation] = {
    ">": ">", "<": "<", ">=": ">=", "=>": ">=", "≥": ">=", "<=": "<=", "=<": "<=", "≤": "<="
}  # fmt: skip
_SIGN = re.compile(r"(?:[<>]=?|=[<>]|[≥≤])[^\S\r\n]{0,2}$")
_OR_EQUAL = re.compile(r"\sor\sequal\b", re.IGNORECASE)
_OR_ELSE = re.compile(r"(?:\s[\w-]+){0,3}(?:,\sor|\sor)(?:\s(?:about|roughly|nearly|around|some|almost))?\s")
# Modifiers after a number that modify a noun as well.
_ALONE = frozenset((("plus",), ("minimum",), ("maximum",), ("max",), ("tops",)))
_THRESHOLDS = frozenset(("mark", "threshold", "barrier", "milestone"))
# `for just over six years`, `a little over a mile`.
_SLIGHTLY = frozenset(("just", "little", "slightly", "well", "a"))
_GOING_PAST = frozenset((("pass",), ("passes",), ("passed",)))
_SPACE_OR_TIME = frozenset(("time", "length", "area"))


class _Phrases(NamedTuple):
    before: dict[tuple[str, ...], Relation]
    after: dict[tuple[str, ...], Relation]
    transparent: frozenset[str]


@cache
def _phrases() -> _Phrases:
    data = table("modifiers")

    def keyed(side: str) -> dict[tuple[str, ...], Relation]:
        return {
            tuple(phrase.split()): relation for relation, phrases in data[side].items() for phrase in phrases
        }

    return _Phrases(keyed("before"), keyed("after"), frozenset(data["transparent"]))


def relation_of(layout: Layout, expression: Expression) -> Relation:
    """How the true value relates to the expression's, by the words before it and after it."""
    if expression.group == "tally":
        return "="
    after = _after(layout, expression)
    before = _sign_before(layout.text, expression.start) or _before(layout, expression)
    if before in (">", "<") and _OR_EQUAL.match(layout.text, expression.end):
        return ">=" if before == ">" else "<="
    stated = after if after not in (None, "~") else before or after
    if stated is None or (stated == "~" and expression.relation == ">="):
        return expression.relation
    return stated


def _sign_before(text: str, start: int) -> Relation | None:
    """The mathematical sign right before (`>10`, `<= 30`)."""
    match = _SIGN.search(text, max(0, start - 6), start)
    return _SIGNS[match.group().strip()] if match else None


def _before(layout: Layout, expression: Expression) -> Relation | None:
    phrases = _phrases()
    tokens = list(islice(layout.before(expression.start), _LONGEST + 5))
    words = [token.lower_ for token in tokens]
    found: Relation | None = None
    position = 0
    if words[:1] == ["the"] and _names_threshold(layout, expression):
        position = 1
    while position < len(words):
        for length in range(min(_LONGEST, len(words) - position), 0, -1):
            phrase = tuple(reversed(words[position : position + length]))
            relation = phrases.before.get(phrase)
            if relation and _applies(phrase, tokens[position], expression):
                found = relation if found in (None, "~") else found
                position += length
                break
        else:
            if words[position] not in phrases.transparent and not (
                words[position] == "between" and expression.group == "range"
            ):
                break
            position += 1
    return found


def _applies(phrase: tuple[str, ...], token: Token, expression: Expression) -> bool:
    """Whether a word that has other uses too is a modifier here (`over the weekend`, `the past 30 days`)."""
    before = _token_before(token)
    if phrase == ("over",):
        while before is not None and before.lower_ in _SLIGHTLY:
            before = _token_before(before)
        return _means_more_than(before, expression)
    if phrase == ("about",) and token.dep_ == "case":
        governor = token.head.head
        return governor.lemma_.lower() not in table("contexts")["speaking_about"]
    if token.dep_ == "compound:prt":
        return False
    if phrase in _GOING_PAST:  # `deaths pass 300`, not `passed two laws`
        following = next((each for each in token.doc[token.i + 1 :] if each.idx >= expression.end), None)
        return following is None or following.pos_ in ("ADP", "PUNCT", "CCONJ", "SCONJ", "SPACE")
    if phrase == ("past",):
        return expression.kind != "time" and (before is None or before.pos_ != "DET")
    if phrase == ("up", "to"):
        start = _token_before(token.nbor(-1))
        return start is None or start.lemma_.lower() not in (
            "add",
            "bring",
            "take",
            "go",
            "come",
            "work",
            "lead",
            "live",
        )
    if phrase == ("within",):
        return expression.kind in _SPACE_OR_TIME
    return True


def _token_before(token: Token) -> Token | None:
    position = token.i - 1
    while position >= 0 and token.doc[position].is_space:
        position -= 1
    return token.doc[position] if position >= 0 else None


def _means_more_than(before: Token | None, expression: Expression) -> bool:
    """`for over six years` is more than six; `grew over six years` and `a win over two rivals` are not."""
    if expression.end == expression.numeral.end:
        return before is None or before.lemma_.lower() not in table("contexts")["won_over"]
    if before is None:
        return expression.kind != "time"
    if expression.kind == "time":
        return before.pos_ in ("ADP", "AUX") or before.lemma_.lower() in table("contexts")["taking_time"]
    return before.lemma_.lower() not in table("contexts")["won_over"]


def _names_threshold(layout: Layout, expression: Expression) -> bool:
    following = next(layout.after(expression.end), None)
    return following is not None and following.lower_ in _THRESHOLDS


def _after(layout: Layout, expression: Expression) -> Relation | None:
    """`or more`, right after the expression or after the one or two words it counts."""
    phrases = _phrases().after
    tokens = list(islice(layout.after(expression.end), _LONGEST + 2))
    words = [token.lower_ for token in tokens]
    if words[:1] == ["-"] and len(words) > 1:
        words = ["-" + words[1], *words[2:]]
    for skipped in range(3):
        for length in (3, 2, 1):
            phrase = tuple(words[skipped : skipped + length])
            following = tokens[skipped + 1 : skipped + 2]
            if phrase in _ALONE and following and following[0].pos_ in ("NOUN", "PROPN", "ADJ"):
                continue  # `a $15 minimum wage`
            if phrase in phrases and (skipped == 0 or (phrase[0] == "or" and _counts(tokens, skipped))):
                return phrases[phrase]
    return None


def _counts(tokens: list[Token], skipped: int) -> bool:
    return all(token.pos_ in ("NOUN", "ADJ") for token in tokens[:skipped])


def shares_modifier(layout: Layout, first: Expression, second: Expression) -> bool:
    """Whether a modifier of `first` holds for `second` too: `more than $38m and $23m, respectively`."""
    between = layout.text[first.end : second.start].strip()
    following = [token.lower_ for token in islice(layout.after(second.end), 3)]
    return between in ("and", ", and") and "respectively" in following


def alternates(layout: Layout, first: Expression, second: Expression) -> bool:
    """Whether `second` says `first` in another unit: `300 points, or 0.8 percent`, `200 jobs, or 8%`."""
    return first.unit != second.unit and bool(_OR_ELSE.fullmatch(layout.text, first.end, second.start))


def restates(layout: Layout, first: Expression, second: Expression) -> bool:
    """Whether `second` says `first` again in brackets: `500 miles (800 km)`."""
    text = layout.text
    between, after = text[first.end : second.start].strip(), text[second.end : second.end + 2].strip()
    return (
        between in ("(", "[", "\u2014", "--")
        and after[:1] in (")", "]", "\u2014", "-")
        and "count" not in (first.unit, second.unit)
    )
