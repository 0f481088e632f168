"""Bare ages: `Maria Ortiz, 42,` and `aged 42`."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import islice

from claimx.pipeline.quantities.expressions import Expression
from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.tables import table
from claimx.text.patterns import GAP

_OLDEST = 120
_AGED = re.compile(
    rf"(?<!\w)(?:(?:aged?|ages|turn|turns|turned|turning){GAP}(?:of{GAP}|between{GAP})?"
    rf"|aged{GAP}(?:under|over|above|below|at{GAP}least|up{GAP}to){GAP}"
    rf"|age{GAP}(?:limit{GAP})?(?:is|was|from|to|at){GAP})$",
    re.IGNORECASE,
)
_TO = re.compile(rf"{GAP}to{GAP}", re.IGNORECASE)
_BEING = re.compile(
    rf"(?<!\w)(?:who|he|she|i){GAP}?(?:is|was|['\u2019](?:s|m)|am){GAP}(?:now{GAP}|just{GAP}|only{GAP})?$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"(?<!\w)(?:under|over|above|below|between){GAP}(?:the{GAP}ages?{GAP}of{GAP})?$", re.IGNORECASE
)
# `retire before 65`, `retirement at 60`, `work on till 70`: the bare number is an age.
_LIMIT = re.compile(rf"(?<!\w)(?:at|before|by|till|until|under|past|beyond|after){GAP}$", re.IGNORECASE)
_WORKING = re.compile(rf"(?<!\w)(?:work(?:s|ed|ing)?(?:{GAP}on)?|retir(?:e|es|ed|ing|ement))$", re.IGNORECASE)
_WORKING_AGES = range(40, 81)
# `became an MP at 27`, `left school at 14`.
_AT = re.compile(rf"(?<!\w)at{GAP}$", re.IGNORECASE)
_ENDS_CLAUSE = re.compile(r"\s?(?:[,.;:)\u2014]|--|$)|\s(?:and|when|after|before|but)\s")
_OF = re.compile(rf"(?<!\w)of{GAP}$", re.IGNORECASE)
_CLOSED = re.compile(r"\s?(?:[,.;)\u2014]|--|$)")


def read_ages(layout: Layout, expressions: list[Expression]) -> list[Expression]:
    """Give every bare age its unit, `year`."""
    read: list[Expression] = []
    for each in expressions:
        goes_on = bool(read) and _is_later_age(layout, read[-1], each)
        read.append(replace(each, unit="year", kind="time") if goes_on or _is_age(layout, each) else each)
    return read


def _is_later_age(layout: Layout, first: Expression, second: Expression) -> bool:
    """Whether `second` is the age that one goes to: `raise the pension age from 65 to 67`."""
    bare = first.unit == "year" and first.end == first.numeral.end and second.unit == "count"
    return bare and bool(_TO.fullmatch(layout.text, first.end, second.start))


def _is_age(layout: Layout, expression: Expression) -> bool:
    if (
        expression.unit != "count"
        or not 0 < expression.high <= _OLDEST
        or expression.numeral.form == "plural"
    ):
        return False
    text, start, end = layout.text, expression.start, expression.end
    if _AGED.search(text, max(0, start - 24), start):
        return True
    if expression.high != int(expression.high) or (
        expression.group == "range" and not _bounds_people(layout, expression)
    ):
        return False
    if _is_when_somebody_acts(layout, expression) or _is_working_limit(layout, expression):
        return True
    if expression.high < 2:
        return bool(_AGED.search(text, max(0, start - 24), start))
    if (
        _BEING.search(text, max(0, start - 24), start)
        or _bounds_people(layout, expression)
        or _is_of_person(layout, expression)
    ):
        return bool(_CLOSED.match(text, end)) or _ends_there(layout, end)
    return _is_said_of_person(layout, expression) or (
        bool(_CLOSED.match(text, end)) and _follows_name(layout, expression)
    )


def _follows_name(layout: Layout, expression: Expression) -> bool:
    """`Maria Ortiz, 42,`, `Maria Ortiz (42)`, `a young man, thirty-five,`."""
    before = list(islice(layout.before(expression.start), 2))
    if len(before) < 2 or before[0].text not in (",", "("):
        return False
    name, closing = before[1], layout.text[expression.end : expression.end + 2].strip()[:1]
    if before[0].text == "(":
        return closing == ")" and name.ent_type_ == "PERSON"
    if name.pos_ == "PROPN":
        return name.ent_type_ in ("", "PERSON")
    return name.lemma_.lower() in table("contexts")["persons"]


def _is_working_limit(layout: Layout, expression: Expression) -> bool:
    """`force workers to retire before 65`, `work on till 70`."""
    limit = _LIMIT.search(layout.text, max(0, expression.start - 12), expression.start)
    if limit is None or int(expression.high) not in _WORKING_AGES or not _ends_there(layout, expression.end):
        return False
    return bool(_WORKING.search(layout.text[max(0, limit.start() - 24) : limit.start()].rstrip()))


def _is_when_somebody_acts(layout: Layout, expression: Expression) -> bool:
    """`Mr Hale became an MP at 27`."""
    if expression.high < 8 or not _AT.search(layout.text, max(0, expression.start - 4), expression.start):
        return False
    verb = layout.token_at(expression.numeral.end - 1).head
    if verb.pos_ != "VERB" or not _ENDS_CLAUSE.match(layout.text, expression.end):
        return False
    subject = next((child for child in verb.lefts if child.dep_ in ("nsubj", "nsubj:pass")), None)
    return subject is not None and (
        subject.lower_ in ("he", "she", "i", "who") or subject.ent_type_ == "PERSON"
    )


def _ends_there(layout: Layout, end: int) -> bool:
    following = next(layout.after(end), None)
    if following is None or following.pos_ not in ("NOUN", "ADJ", "NUM", "PROPN"):
        return True
    # `children under 5 account for`, where the verb is taken for a noun.
    return following.tag_ == "NN" and following.dep_ not in ("compound", "obj")


def _bounds_people(layout: Layout, expression: Expression) -> bool:
    """`children under 12`, `women over 50`."""
    bound = _BOUND.search(layout.text, max(0, expression.start - 24), expression.start)
    people = next(layout.before(bound.start()), None) if bound else None
    return people is not None and bool({people.lower_, people.lemma_.lower()} & _people())


def _is_of_person(layout: Layout, expression: Expression) -> bool:
    """`a girl of 16`."""
    link = _OF.search(layout.text, max(0, expression.start - 6), expression.start)
    person = next(layout.before(link.start()), None) if link else None
    return person is not None and person.tag_ == "NN" and person.lower_ in table("contexts")["persons"]


@cache
def _people() -> frozenset[str]:
    contexts = table("contexts")
    return frozenset(
        (
            *contexts["persons"],
            *contexts["people"],
            "adult",
            "participant",
            "volunteer",
            "resident",
            "employee",
            "citizen",
            "those",
            "anyone",
            "everyone",
            "voter",
            "patient",
            "worker",
            "american",
            "kid",
            "youth",
            "male",
            "female",
        )
    )


def _is_said_of_person(layout: Layout, expression: Expression) -> bool:
    """`She is 42.`"""
    number = layout.token_at(expression.numeral.end - 1)
    if not any(child.dep_ == "cop" for child in number.children):
        return False
    subject = next((child for child in number.children if child.dep_ == "nsubj"), None)
    return subject is not None and (
        subject.lower_ in ("he", "she", "i", "who") or subject.ent_type_ == "PERSON"
    )
