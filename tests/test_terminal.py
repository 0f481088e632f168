"""Text from outside cannot act on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m alert", "red alert"),
        ("\x1b]0;new title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;never ended, but kept", "0;never ended, but kept"),
        ("\x9b2Jtext", "2Jtext"),
        ("a\x08b\x07c\x7f", "abc"),
        ("one\r\ntwo\tthree\u00a0four\u2028five", "one two three four five"),
        ("\u202eevil\u202c", "evil"),
        ("שלום 日本 👩\u200d💻", "שלום 日本 👩\u200d💻"),
        ("[bold]not markup[/bold]", "[bold]not markup[/bold]"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.one_of(st.characters(), st.sampled_from("\x1b[]m;\x07\\\x9b\r\n\x00\u202e"))))
def test_nothing_is_left_that_a_terminal_acts_on(text: str) -> None:
    shown = printable(text)
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2028\u2029" for c in shown)
    assert printable(shown) == shown
