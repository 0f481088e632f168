"""Text: tokens, spans, quotation marks, paragraphs and word lists, and how to show it on a terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Escape sequences first, whole, so that nothing of them is left to see; then single control
# characters, and those that turn the direction of the text around.
_UNSAFE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"
    r"|\x1b[ -/]*[0-~]?"
    r"|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\u2028\u2029]")
_SPACE = re.compile(r"\s+")


def single_spaced(text: str) -> str:
    """`text` on one line, with a space for each stretch of white space between its words."""
    return " ".join(text.split())


def printable(text: str) -> str:
    """`text` on one line, without anything a terminal would act on."""
    return _SPACE.sub(" ", _UNSAFE.sub("", text)).strip()


def printable_piece(text: str) -> str:
    """`text` as with `printable`, and a space at an edge where it has white space."""
    return printable(f".{text}.")[1:-1]


def printable_lines(text: str) -> str:
    """`text` with its lines and spaces, without anything else a terminal would act on."""
    return _UNSAFE.sub("", _LINE_END.sub("\n", text))


def listed(names: Sequence[str], most: int = 3) -> str:
    """The first `most` of some names, and `…` where there are more: `a, b, c, …`."""
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def counted(number: int, noun: str) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
