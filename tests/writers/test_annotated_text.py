"""Marks that lie over each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.schema import LAYERS, Extraction
from claimx.writers.documents import Mark, marks_of, segments


def mark(id_: str, start: int, end: int) -> Mark:
    return Mark(start, end, "content", id_, "")


def test_marks_that_cross() -> None:
    pieces = [
        (segment.text, "".join(mark.id for mark in segment.marks))
        for segment in segments("0123456789", [mark("b", 4, 9), mark("a", 2, 6), mark("c", 4, 5)])
    ]
    assert pieces == [("01", ""), ("23", "a"), ("4", "abc"), ("5", "ab"), ("678", "b"), ("9", "")]


@settings(deadline=None)
@given(st.text(min_size=1, max_size=30), st.data())
def test_nothing_is_lost(text: str, data: st.DataObject) -> None:
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(
        lambda ends: ends[0] < ends[1]
    )
    marks = [mark(str(n), *ends) for n, ends in enumerate(data.draw(st.lists(places, max_size=8)))]
    cut = list(segments(text, marks))
    assert "".join(segment.text for segment in cut) == text
    for one in marks:
        assert "".join(segment.text for segment in cut if one in segment.marks) == text[one.start : one.end]


def test_every_span_of_the_layers_asked_for(extraction: Extraction) -> None:
    text = extraction.document.text
    words = {(m.id, m.role): text[m.start : m.end] for m in marks_of(extraction, LAYERS)}
    assert words["s2", "source"] == "she"
    assert words["s2", "content"] == "“We will not wait,”"
    assert words["q1", "what"] == "passengers"
    assert {m.id for m in marks_of(extraction, ("dates",))} == {"d1"}
