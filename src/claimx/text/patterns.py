"""Parts of regular expressions that every grammar of the package uses."""

from __future__ import annotations

import re
from collections.abc import Iterable

# White space inside an expression: a few blanks or one line break, never an empty line.
GAP = r"(?:[^\S\r\n]{1,3}|[^\S\r\n]?\r?\n[^\S\r\n]?)"
# White space within one line.
BLANK = r"[^\S\n]"


def any_of(words: Iterable[str], gap: str | None = None) -> str:
    """A pattern for any of `words`, the longest first; a space in a word is written as `gap`, if given."""
    escaped = [re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))]
    return "(?:" + "|".join(w if gap is None else w.replace(r"\ ", gap) for w in escaped) + ")"
