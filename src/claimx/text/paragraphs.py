"""Where paragraphs begin."""

from __future__ import annotations

import re
from bisect import bisect_right

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE = re.compile(r"\n\s*")


def breaks(text: str) -> re.Pattern[str]:
    """What stands between paragraphs: blank lines, or the end of a line in a text without any."""
    return _BLANK_LINE if _BLANK_LINE.search(text) else _LINE


class Paragraphs:
    """The paragraphs of a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in breaks(text).finditer(text))]

    def start(self, position: int, back: int = 0) -> int:
        """Where the paragraph of a character begins, or the one `back` paragraphs before it."""
        return self._starts[max(0, self.number(position) - back)]

    def number(self, position: int) -> int:
        """How many paragraphs come before the one that a character lies in."""
        return bisect_right(self._starts, position) - 1
