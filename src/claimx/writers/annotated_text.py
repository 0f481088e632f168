"""Annotated text: the spans of the results, and the text cut into segments where spans overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from claimx.schema import Extraction, Layer, Statement, TextSpan
from claimx.writers.wording import describe_date, describe_value


class Mark(NamedTuple):
    """A span of the text with its role (`cue`), the id of its result (`s1`), and a note."""

    start: int
    end: int
    role: str
    id: str
    note: str


class Segment(NamedTuple):
    """A part of the text in which no mark begins or ends, and the marks that cover it, longest first."""

    text: str
    marks: tuple[Mark, ...]


def segments(text: str, marks: Sequence[Mark]) -> Iterator[Segment]:
    """The text, split wherever a mark begins or ends; marks may overlap in any way."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    edges = sorted({0, len(text), *(edge for mark in marks for edge in mark[:2])})
    following, active = 0, list[Mark]()
    for start, end in pairwise(edges):
        active = [mark for mark in active if mark.end > start]
        while following < len(ordered) and ordered[following].start == start:
            active.append(ordered[following])
            following += 1
        yield Segment(text[start:end], tuple(active))


def marks_of(extraction: Extraction, layers: Sequence[Layer]) -> list[Mark]:
    """The marks of the results of some layers."""
    marks: list[Mark] = []
    if "entities" in layers:
        for entity in extraction.entities:
            note = f"{entity.label} {entity.name}"
            marks += [_mark(mention, "entity", entity.id, note) for mention in entity.mentions]
    if "statements" in layers:
        marks += [mark for statement in extraction.statements for mark in _statement(statement)]
    if "quantities" in layers:
        for quantity in extraction.quantities:
            value = describe_value(quantity)
            marks.append(Mark(quantity.start, quantity.end, "quantity", quantity.id, value))
            if quantity.what:
                marks.append(_mark(quantity.what, "what", quantity.id, value))
    if "dates" in layers:
        marks += [Mark(d.start, d.end, "date", d.id, describe_date(d.value)) for d in extraction.dates]
    return marks


def _statement(statement: Statement) -> Iterator[Mark]:
    if statement.source:
        yield _mark(statement.source, "source", statement.id, statement.source.name or statement.source.kind)
    if statement.cue:
        negation = "not " if statement.cue.negated else ""
        yield _mark(statement.cue, "cue", statement.id, negation + statement.cue.lemma)
    for part in statement.content:
        yield _mark(part, "content", statement.id, statement.quote)


def _mark(span: TextSpan, role: str, id_: str, note: str) -> Mark:
    return Mark(span.start, span.end, role, id_, note)
