"""The sentence and the line of a span in a text, for people; the pipeline has the network's sentences."""

from __future__ import annotations

import re

from claimx.schema import TextSpan

# A full stop after these or a single letter does not end a sentence.
_ABBREVIATION = re.compile(r"\b(?:\w|Mr|Mrs|Ms|Dr|St|Gen|Col|Cmdr|Capt|Lt|Sgt|Sen|Rep|Gov|Prof|No|vs|Inc)\.$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-Z0-9])|\n\s*\n|\r\n\s*\r\n")
# The maximum distance of a sentence boundary from the span asked for.
_REACH = 600


def line_of(text: str, position: int) -> int:
    """The number, from 1, of the line that a character is in."""
    return text.count("\n", 0, position) + 1


def sentence_around(text: str, start: int, end: int) -> TextSpan:
    """The sentence of a span, without surrounding white space."""
    first = max(0, start - _REACH)
    last = min(len(text), end + _REACH)
    # The search goes on to `end`: a boundary depends on the characters after the full stop.
    for match in _SENTENCE_END.finditer(text, first, end):
        if match.end() <= start and not _is_abbreviation(text, match):
            first = match.end()
    for match in _SENTENCE_END.finditer(text, end, last):
        if not _is_abbreviation(text, match):
            last = match.end()
            break
    first += len(text[first:start]) - len(text[first:start].lstrip())
    last = max(end, first + len(text[first:last].rstrip()))
    return TextSpan.model_construct(start=first, end=last, text=text[first:last])


def sentence_ends(text: str) -> list[int]:
    """Where sentences end within a text, that of the last one left out."""
    return [match.end() for match in _SENTENCE_END.finditer(text) if not _is_abbreviation(text, match)]


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    stop = match.start() + 1
    return text[match.start()] == "." and bool(_ABBREVIATION.search(text, max(0, stop - 10), stop))
