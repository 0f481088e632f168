"""Quotation marks of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text.quotes import Quotations, find_quotations
from claimx.text.sentences import Paragraphs
from claimx.text.tokens import Range


def quoted(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotations(text, Paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said ``yes'' and ``no''.", ["``yes''", "``no''"]),
        ("He said ''yes'' and left.", ["''yes''"]),
        ("He said «yes» and left.", ["«yes»"]),
        ("He said »yes« and left.", ["»yes«"]),
        ("He said „yes“ and left.", ["„yes“"]),
        ("He said 'yes' and left.", ["'yes'"]),
        ("He said ‘yes, we’re in’ and left.", ["‘yes, we’re in’"]),
        ("“He said ‘yes’ twice,” she said.", ["“He said ‘yes’ twice,”"]),
        ("The sailors' ship and the captain's dog", []),
        ("the '90s and rock 'n' roll", []),
        ('five feet 6" tall', []),
        ("“It rained.\n\n“It poured.”\n\nHe left.", ["“It rained.", "“It poured.”"]),
        ('"It rained.\n\n"It poured."\n\nHe left.', ['"It rained.', '"It poured."']),
        ("“It rained.\r\n\r\nHe left.", ["“It rained."]),
        ("‘It’s the residents’ lives,’ he said.", ["‘It’s the residents’ lives,’"]),
        ("‘the boys’ and ‘the girls’", ["‘the boys’", "‘the girls’"]),
        ("‘the boys’ he said", ["‘the boys’"]),
        ("“It rained.\nHe “left.”", ["“It rained.", "“left.”"]),
        ("it ended” he said", []),
        ("“never closed", ["“never closed"]),
        ("‘never closed", []),
        ("", []),
    ],
)
def test_quotations_are_found(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (["“We sail,”", "“We always sail.”"], "direct"),
        (["“We sail,”", "that it rained"], "mixed"),
        (["that it “poured”"], "mixed"),
        (["that it rained"], "indirect"),
    ],
)
def test_kinds_of_quotes(content: list[str], kind: str) -> None:
    text = " he said ".join(content)
    spans = [Range(text.index(part), text.index(part) + len(part)) for part in content]
    assert Quotations(text).kind(spans, None) == kind


def test_a_quotation_around_the_cue_does_not_quote_the_content() -> None:
    text = "“Moss told me that it rained,” he said."
    content = [Range(text.index("that"), text.index(","))]
    assert Quotations(text).kind(content, text.index("told")) == "indirect"
    assert Quotations(text).kind(content, text.index("said")) == "direct"


def test_the_marks_of_a_quotation_around_a_content_are_not_its_own() -> None:
    text = "“She said: ‘Whatever you want’.”"
    inner = Range(text.index("‘"), text.index("’") + 1)
    assert Quotations(text).repaired(inner) == inner
    assert Quotations(text).repaired(Range(1, inner.end)) == Range(0, len(text))


@given(st.text(st.sampled_from("ab \n\r“”„‘’«»\"'`.,—😀")))
def test_quotations_are_apart_and_in_order(text: str) -> None:
    found = find_quotations(text, Paragraphs(text))
    ends = [0, *(quotation.end for quotation in found)]
    for end, quotation in zip(ends, found, strict=False):
        assert end <= quotation.start < quotation.end <= len(text)


@given(st.text(st.sampled_from("ab \n\r“”„‘’«»\"'`.,—😀"), min_size=1), st.data())
def test_a_repaired_span_is_in_the_text_and_stable(text: str, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    quotations = Quotations(text)
    span = quotations.repaired(Range(start, end))
    if span is not None:
        assert 0 <= span.start < span.end <= len(text)
        assert quotations.repaired(span) == span
