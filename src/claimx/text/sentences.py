"""Paragraphs, wrapped lines and sentences of a text. The pipeline has the network's sentences instead.

A blank line ends a paragraph, and so does a line break, unless the line was only wrapped there. Lines are
wrapped where the next word would have gone past a width that most lines of the text keep to, or where the
next line continues in lower case. A bullet, an indent or a speaker's name begins a paragraph in any case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from claimx.schema import TextSpan, span_in

LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n|\r[^\S\r\n]*\r|\u2029")
# Programs do not wrap at a no-break space.
_WORD = re.compile(r"[^ \t\r\n]+")
# Widths, in characters, that mails, wires and archives are wrapped at.
_NARROWEST, _WIDEST = 40, 120
# A line shorter than this, with lower case after it, is an item of a list rather than wrapped.
_SHORT = 30
# Lines that must keep to a width before it is taken for the width of a text.
_LEAST_WRAPPED = 3
# At the end of a line: that of a sentence, and that of a sentence or clause.
ENDS_SENTENCE = re.compile(r"[.!?…][\"”’')\]]*$")
ENDS_CLAUSE = re.compile(r"[.!?:;…][\"”’')\]]*$")
# What begins a paragraph: a bullet, a number with a full stop, a speaker (`MR. JONES:`), a time (`14:52`).
_STARTS = re.compile(
    r"(?:[-–—*•·▪◦>#|]|\d{1,3}[.)])\s|[A-Z][A-Z.'’ -]{1,40}:(?=\s|$)|[QA][:.]\s|[\[(]?\d{1,2}[:.]\d{2}\b",
    re.ASCII,
)
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


def paragraph_starts(text: str) -> list[int]:
    """Offsets of the first characters of the paragraphs of a text; the first is 0."""
    lines = [line for line in LINE.finditer(text) if not line.group().isspace()]
    starts = [0]
    wrapped = _wrapped_at(text, [(line.start(), line.end()) for line in lines])
    for number in range(1, len(lines)):
        if number not in wrapped:
            line = lines[number]
            starts.append(line.start() + len(line.group()) - len(line.group().lstrip()))
    return starts


def _wrapped_at(text: str, lines: list[tuple[int, int]]) -> set[int]:
    """Numbers of the lines that continue the line before them."""
    # Line -> the length of the line before it, alone and with the first word of this one.
    needed: dict[int, tuple[int, int]] = {}
    ended: set[int] = set()
    lower: set[int] = set()
    indent = _indent(text, *lines[0]) if lines else 0
    for number, ((start, end), (after, stop)) in enumerate(pairwise(lines), 1):
        before, indent = indent, _indent(text, after, stop)
        word = _WORD.search(text, after, stop)
        if word is None or _BLANK_LINE.search(text, end, after) or indent > before:
            continue
        if _STARTS.match(text, word.start(), stop):
            continue
        length = len(text[start:end].rstrip())
        needed[number] = (length, length + 1 + len(word.group()))
        if ENDS_CLAUSE.search(text, start, start + length):
            ended.add(number)
        elif length >= _SHORT and word.group()[0].islower():
            lower.add(number)
    width = _width(list(needed.values()))
    # A line that is longer than the width is a paragraph of its own, as below a headline.
    filled = {
        number
        for number, (length, longer) in needed.items()
        if length <= width < longer and text.rfind(" ", *lines[number]) <= lines[number][0] + width
    }
    # Wrapped lines end in the middle of a sentence as a rule.
    return lower | filled if len(filled & ended) <= len(filled) / 2 else lower


def _indent(text: str, start: int, end: int) -> int:
    return end - start - len(text[start:end].lstrip())


def _width(lines: list[tuple[int, int]]) -> int:
    """The width that at least half of the lines are wrapped at; 0 where there is none.

    `lines`: the length of each, alone and with the word that follows it on the next line.
    """
    steps = [0] * (_WIDEST + 2)
    for length, longer in lines:
        if length <= _WIDEST:
            steps[length] += 1
            steps[min(longer, _WIDEST + 1)] -= 1
    keeping = list(accumulate(steps))
    width = max(range(_NARROWEST, _WIDEST + 1), key=lambda width: keeping[width])
    return width if keeping[width] >= max(_LEAST_WRAPPED, len(lines) / 2) else 0


class Paragraphs:
    """The paragraphs of a text, found by position."""

    def __init__(self, text: str) -> None:
        self.starts = paragraph_starts(text)

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The paragraphs of their text from first to last character, white space at the end left out."""
        for start, end in zip(self.starts, [*self.starts[1:], len(text)], strict=True):
            yield start, start + len(text[start:end].rstrip())

    def start(self, position: int, back: int = 0) -> int:
        """Offset of the start of the paragraph of a character, or of the one `back` paragraphs earlier."""
        return self.starts[max(0, self.number(position) - back)]

    def number(self, position: int) -> int:
        """Number of the paragraph that a character lies in, from 0."""
        return bisect_right(self.starts, position) - 1


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
    return span_in(text, first, last)


def split_sentences(text: str) -> list[TextSpan]:
    """The sentences of a text; a line of its own, such as a headline, is one."""
    found: list[TextSpan] = []
    for start, end in Paragraphs(text).spans(text):
        for first, last in pairwise([start, *sentence_ends(text, start, end), end]):
            stretch = text[first:last]
            if bare := stretch.strip():
                begin = first + len(stretch) - len(stretch.lstrip())
                found.append(span_in(text, begin, begin + len(bare)))
    return found


def sentence_ends(text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Where sentences end within a stretch of a text, that of the last one left out."""
    for match in _SENTENCE_END.finditer(text, start, len(text) if end is None else end):
        stop = match.start() + 1
        before = max(0, stop - _LONGEST_ABBREVIATION)
        if text[match.start()] != "." or not _ABBREVIATION.search(text, before, stop):
            yield match.end()
