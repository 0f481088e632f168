"""Paragraphs, in texts of long lines and in texts wrapped at a fixed width."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text.sentences import Paragraphs, paragraph_starts

LONG = (
    "The harbour at Lindvik will close for 12 days as divers repair the sea wall, the port authority said.",
    "Owners of 180 boats say they were given less than 48 hours to move them, and nobody asked for more.",
    "“We heard it on the radio,” said Ana Teles, who has kept a boat there since 1994. “Nobody wrote to us.”",
)


def paragraphs(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in Paragraphs(text).spans(text)]


@pytest.mark.parametrize("width", [48, 72, 80])
@pytest.mark.parametrize(("between", "indent"), [("\n\n", ""), ("\n", "   "), ("\r\n\r\n", "")])
def test_wrapped_lines_are_one_paragraph(width: int, between: str, indent: str) -> None:
    text = between.join(textwrap.fill(each, width, initial_indent=indent) for each in LONG)
    assert paragraphs(text) == list(LONG)


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\n \n\n"])
def test_lines_that_are_not_wrapped_are_paragraphs(between: str) -> None:
    assert paragraphs(between.join(LONG)) == list(LONG)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the port\nauthority said it was closed", 2),
        ("The harbour at Lindvik will close on Monday, the port\nauthority said on Thursday.", 1),
        ("The harbour at Lindvik will close on Monday, the port\nAuthority said on Thursday.", 2),
        ("The harbour at Lindvik will close on Monday, they said.\niPhones are banned there.", 2),
        ("Key points about the harbour at Lindvik\n- it will close for 12 days\n- nobody was asked", 3),
        ("The mayor said on Monday that the bridge was\n14:52 closed", 2),
        ("", 1),
        ("\n\nOne.", 1),
    ],
)
def test_what_begins_a_paragraph(text: str, expected: int) -> None:
    assert len(paragraph_starts(text)) == expected


def test_headlines_of_one_length_are_not_wrapped_before_the_longer_lines_below_them() -> None:
    heads = (
        "Dam collapse drives many from Kebbi villages",
        "Poll finds majority would ban phones in class",
        "Airline is fined three million for wheelchairs",
        "Estate of actor sells for forty-one million",
    )
    below = "A dam burst in northern Nigeria on Monday and left many without shelter, the agency said."
    assert len(paragraph_starts("\n\n".join(f"{head}\n{below}" for head in heads))) == 8


@given(st.text("ab. \n\r\t:-\u2029", max_size=300))
def test_paragraphs_begin_at_words_and_cover_the_text(text: str) -> None:
    found = Paragraphs(text)
    assert found.starts[0] == 0
    assert found.starts == sorted(set(found.starts)) or not text.strip()
    assert all(not text[start].isspace() for start in found.starts[1:])
    covered = "".join(text[start:end] for start, end in found.spans(text))
    assert "".join(covered.split()) == "".join(text.split())
