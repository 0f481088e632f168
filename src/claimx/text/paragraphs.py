"""Paragraph boundaries."""

from __future__ import annotations

import re
from bisect import bisect_right

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")


def breaks(text: str) -> re.Pattern[str]:
    """The pattern of a paragraph break: a blank line, or a line break in a text without blank lines."""
    return _BLANK_LINE if _BLANK_LINE.search(text) else _LINE


class Paragraphs:
    """The paragraphs of a text, found by position."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in breaks(text).finditer(text))]

    def start(self, position: int, back: int = 0) -> int:
        """Offset of the start of the paragraph of a character, or of the one `back` paragraphs earlier."""
        return self._starts[max(0, self.number(position) - back)]

    def number(self, position: int) -> int:
        """Number of the paragraph that a character lies in, from 0."""
        return bisect_right(self._starts, position) - 1
