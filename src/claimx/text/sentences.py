"""The sentences of a text and the line of a span, for people; the pipeline has the network's sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from claimx.schema import TextSpan
from claimx.text.paragraphs import Paragraphs

# A full stop after these does not end a sentence, nor does one after a letter (`J.`, `a.m.`), unless it is
# the ending of a word (`year’s.`), nor one after the number of an item of a list.
_ABBREVIATION = re.compile(
    r"(?:(?<![\w'’])(?:[A-Za-z]|Mr|MR|Mrs|MRS|Ms|MS|Dr|DR|St|Gen|Col|Cmdr|Capt|Lt|Sgt|Sen|Rep|Gov|Prof|Cllr|Rev|Hon"
    r"|No|vs|Inc|Ltd|Co|Corp|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|(?m:^)[^\S\n]*\d{1,2})\.$"
)
_LONGEST_ABBREVIATION = 10
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(\[`]*[A-Z0-9£$€])|\n\s*\n|\r\n\s*\r\n")
# The maximum distance of a sentence boundary from the span asked for.
_REACH = 600


def line_of(text: str, position: int) -> int:
    """The number, from 1, of the line that a character is in."""
    return text.count("\n", 0, position) + 1


def sentence_around(text: str, start: int, end: int) -> TextSpan:
    """The sentence of a span, without surrounding white space."""
    first = max(0, start - _REACH)
    last = min(len(text), end + _REACH)
    # The search continues to `end`: a boundary depends on the characters after the full stop.
    first = max((place for place in sentence_ends(text, first, end) if place <= start), default=first)
    last = next(sentence_ends(text, end, last), last)
    first += len(text[first:start]) - len(text[first:start].lstrip())
    last = max(end, first + len(text[first:last].rstrip()))
    return TextSpan.model_construct(start=first, end=last, text=text[first:last])


def split_sentences(text: str) -> list[TextSpan]:
    """The sentences of a text; a line of its own, such as a headline, is one."""
    found: list[TextSpan] = []
    for start, end in Paragraphs(text).spans(text):
        for first, last in pairwise([start, *sentence_ends(text, start, end), end]):
            stretch = text[first:last]
            if bare := stretch.strip():
                begin = first + len(stretch) - len(stretch.lstrip())
                found.append(TextSpan.model_construct(start=begin, end=begin + len(bare), text=bare))
    return found


def sentence_ends(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where sentences end within a stretch of a text, that of the last one left out."""
    for match in _SENTENCE_END.finditer(text, start, len(text) if end is None else end):
        stop = match.start() + 1
        before = max(0, stop - _LONGEST_ABBREVIATION)
        if text[match.start()] != "." or not _ABBREVIATION.search(text, before, stop):
            yield match.end()
