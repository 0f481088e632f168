"""Decoding: detecting the encoding of a text file."""

from __future__ import annotations

import codecs
import re

# Byte order marks, which are not part of the text. UTF-32 precedes UTF-16, whose mark it begins with.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
# Control characters that texts do not contain; they do contain tabs, line ends, form feeds and escapes.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\v\f\r\x1b"))
_MOST_CONTROLS = 0.02
# Zeros in what is a damaged text rather than a binary file.
_MOST_ZEROS = 3
# Latin letters in UTF-16 have a zero in every second byte.
_FEWEST_ZEROS = 0.6
# No words: white space and characters of no width.
BLANK = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Apostrophes in words and closing quotation marks of Mac Roman, which would be `itÕs` and `now.Ó`.
_MAC_ROMAN = re.compile(rb"[a-z]\xd5[a-z]|[.,!?]\xd3(?:\s|\Z)")


class NotTextError(Exception):
    """The bytes are not text in an encoding that can be detected."""


def decode(data: bytes) -> tuple[str, str | None]:
    """The text, and a notice for the user if its encoding was guessed or it is damaged.

    A byte order mark determines the encoding. Without one the text is UTF-8 or, where most non-ASCII
    characters are invalid in UTF-8, Windows-1252, the superset of Latin-1 that is common in English, or Mac
    Roman, whose apostrophes and quotation marks would be letters in Windows-1252.

    Raises:
        NotTextError: this is a binary file, or its encoding cannot be detected.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(encoding, data[len(mark) :]), None
    unmarked = _unmarked_utf16(data) if b"\0" in data else None
    # A program or a table of numbers has as many zeros, but its words are none.
    if unmarked and not _is_binary((text := _decode_as(unmarked, data)).encode()):
        return text, "has no byte order mark; read as UTF-16"
    if _is_binary(data):
        zero = data.find(b"\0")
        if zero >= 0 and not _is_binary(data.replace(b"\0", b"")) and data.count(0) <= _MOST_ZEROS:
            raise NotTextError(f"this is a binary file, or a text damaged at byte {zero}, where a zero is")
        raise NotTextError("this is a binary file, not a text")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        return _decode_not_utf8(data)


def _decode_as(encoding: str, data: bytes) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"this is not {encoding.upper()} at byte {error.start}, though it starts so"
        raise NotTextError(reason) from error


def _unmarked_utf16(data: bytes) -> str | None:
    half = len(data) // 2
    if half and data[1::2].count(0) / half > _FEWEST_ZEROS:
        return "utf-16-le"
    if half and data[0::2].count(0) / half > _FEWEST_ZEROS:
        return "utf-16-be"
    return None


def _is_binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return data.startswith(_SIGNATURES) or b"\0" in data or controls > _MOST_CONTROLS * len(data)


def _decode_not_utf8(data: bytes) -> tuple[str, str]:
    repaired = data.decode("utf-8", "replace")
    damaged = repaired.count(_REPLACEMENT)
    sound = sum(not c.isascii() for c in repaired) - damaged
    if sound > damaged:
        return repaired, f"is not all valid UTF-8; {damaged} damaged places are read as {_REPLACEMENT}"
    if _MAC_ROMAN.search(data):
        return data.decode("mac_roman"), "is not UTF-8; read as Mac Roman"
    try:
        return data.decode("cp1252"), "is not UTF-8; read as Windows-1252 (Latin-1)"
    except UnicodeDecodeError as error:
        raise NotTextError("this is neither UTF-8 nor UTF-16 nor Latin-1 text") from error
