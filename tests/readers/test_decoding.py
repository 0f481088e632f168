"""Bytes to characters: what is read right, and what is refused."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.readers.inputs import NotTextError, decode

SENTENCE = "“It’s done,” said Zoë Müller — at last.\r\n"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff")))
def test_utf8_comes_back_unchanged(text: str) -> None:
    assert decode(text.encode("utf-8")) == (text, None)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", ""])
def test_line_ends_are_kept(ends: str) -> None:
    text = f"One.{ends}Two.{ends}"
    assert decode(text.encode()) == (text, None)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_believed_and_not_part_of_the_text(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)) == (SENTENCE, None)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(encoding: str) -> None:
    text, notice = decode(SENTENCE.encode(encoding))
    assert text == SENTENCE
    assert "UTF-16" in str(notice)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_latin1_is_read_right_and_said(encoding: str) -> None:
    sentence = "Zoë Müller paid £5 at the café in São Paulo."
    text, notice = decode(sentence.encode(encoding))
    assert text == sentence
    assert "Latin-1" in str(notice)


def test_windows_quotation_marks() -> None:
    assert decode(SENTENCE.encode("cp1252"))[0] == SENTENCE


@pytest.mark.parametrize("text", [SENTENCE, "São Paulo’s mayor\rWe don’t know", "“It ends now.”\n"])
def test_mac_roman(text: str) -> None:
    decoded, notice = decode(text.encode("mac_roman"))
    assert decoded == text
    assert "Mac Roman" in str(notice)


def test_capital_letters_with_accents_are_no_mac_roman() -> None:
    for text in ("ÒSCAR won. Ó Briain lost 3.", "JOÃO AND SÕES: 5 VOTES"):
        assert decode(text.encode("latin-1"))[0] == text


def test_damaged_utf8_keeps_what_is_sound() -> None:
    text, notice = decode(SENTENCE.encode() + b"cut of\xe2\x80")
    assert text == SENTENCE + "cut of\ufffd"
    assert "1 damaged" in str(notice)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%some text",
        b"PK\x03\x04 some text",
        gzip.compress(b"Some text.", mtime=0),
        bytes(range(256)),
        b"text with a zero\0 in it",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\x7fELF\2\1\1\0" + bytes(200),
    ],
)
def test_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(NotTextError, match="binary"):
        decode(data)


def test_broken_utf16_is_refused() -> None:
    with pytest.raises(NotTextError, match="not UTF-16-LE at byte 2"):
        decode(b"\xff\xfea\0\x00\xd8")


def test_an_encoding_that_cannot_be_told_is_refused() -> None:
    with pytest.raises(NotTextError, match="neither UTF-8"):
        decode("橋は閉鎖された".encode("shift-jis") + b"\x81")
