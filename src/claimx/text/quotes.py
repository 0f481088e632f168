"""Quotation marks and the stretches of text that they quote.

A quoted span runs from its opening mark to its closing mark, both included. One that is left open ends with
its paragraph; newsrooms leave it open when the next paragraph continues it and opens it again. Quotation
marks inside a quoted span are part of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from claimx.schema import QuoteKind
from claimx.text.sentences import Paragraphs
from claimx.text.tokens import Range

_MARK = re.compile(r"''|``|[\"“”„‟«»‘’'‚‹›`]")

# Opening mark -> marks that close it.
_CLOSERS = {
    '"': ('"', "”"),
    "“": ("”", '"', "“"),
    "‟": ("”", '"'),
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    "``": ("''", '"'),
    "''": ("''",),
    "‘": ("’", "'"),
    "'": ("'", "’"),
    "‚": ("‘", "’"),
    "‹": ("›",),
    "`": ("'", "’", "`"),
}
# Marks that open or close, by the characters around them.
_EITHER = frozenset({'"', "''", "'", "»", "’", "`"})
_SINGLE = frozenset({"'", "’", "‘", "‚", "`"})
# `rock 'n' roll`
_AND = frozenset({"'n'", "’n’", "'n’"})
_STRAY = " \t\r\n\u00a0,;:-–—―"
# After the apostrophe of a plural: a word in lower case, and later the mark that closes the quotation, or one
# that opens the next.
_NEXT_WORD = re.compile(r"\s[a-z]")
_LATER_MARK = re.compile(r"(?P<opening>(?<![^\s(—–-])[‘'](?=\w))|(?<=[\w.,!?…—])[’'](?!\w)")
# The full stop of a sentence; after a shorter word it may be an abbreviation's.
_FULL_STOP = re.compile(r"\b[a-z]{5,}\.$")


@dataclass(slots=True)
class QuotedSpan:
    """Offsets of a quotation, marks included; `closed` is False where no closing mark was found."""

    start: int
    end: int
    closed: bool


def find_quotations(text: str, paragraphs: Paragraphs) -> list[QuotedSpan]:
    """The outermost quoted spans of a text, in order."""
    found: list[QuotedSpan] = []
    for start, stop in paragraphs.spans(text):
        opened: tuple[int, str] | None = None
        for match in _MARK.finditer(text, start, stop):
            first, end, mark = match.start(), match.end(), match.group()
            if opened is None or (opened[1] in _SINGLE and mark not in _SINGLE):
                if mark in _CLOSERS and _opens(text, first, end, mark):
                    opened = first, mark
            elif mark in _CLOSERS[opened[1]] and _closes(text, (first, end), stop, mark, opened[1]):
                found.append(QuotedSpan(opened[0], end, closed=True))
                opened = None
        if opened and opened[1] not in _SINGLE:
            found.append(QuotedSpan(opened[0], stop, closed=False))
    return found


def _opens(text: str, start: int, end: int, mark: str) -> bool:
    """Whether a mark opens a quotation, judged by the characters around it."""
    if mark not in _EITHER:
        return True
    before, after = text[start - 1 : start], text[end : end + 1]
    if not after or after.isspace() or text[start : end + 2] in _AND:
        return False
    if mark in _SINGLE and not ((after.isalnum() and not after.isdigit()) or after in '[(.…-—“"'):
        return False
    return not before or not (before.isalnum() or before in ".,!?…%)’”")


def _closes(text: str, at: tuple[int, int], stop: int, mark: str, opening: str) -> bool:
    """Whether a mark closes a quotation in a paragraph that ends at `stop`."""
    start, end = at
    before, after = text[start - 1 : start], text[end : end + 1]
    if mark in _SINGLE:
        return not after.isalnum() and not before.isspace() and not _is_possessive(text, start, end, stop)
    if mark == opening == "“":
        return not after.isalnum() and not before.isspace()
    return mark not in _EITHER or not before.isspace() or not after or after.isspace() or not after.isalnum()


def _is_possessive(text: str, start: int, end: int, stop: int) -> bool:
    """Whether a single mark is the apostrophe of a plural (`the residents’ lives`) inside a quotation.

    It is where the quotation closes later, at a punctuation mark or before a clause, without another opened.
    """
    if text[start - 1 : start] not in ("s", "S", "x", "z") or not _NEXT_WORD.match(text, end, stop):
        return False
    later = _LATER_MARK.search(text, end, stop)
    return later is not None and later["opening"] is None


class Quotations:
    """The quoted spans of a text, found by position."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs = Paragraphs(text)
        self._found = find_quotations(text, self.paragraphs)
        self._starts = [quotation.start for quotation in self._found]

    def at(self, position: int) -> QuotedSpan | None:
        """The quoted span that covers a character."""
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and position < self._found[index].end:
            return self._found[index]
        return None

    def repaired(self, span: Range) -> Range | None:
        """A content span without stray punctuation at its edges, extended to adjacent quotation marks.

        The marks of a quotation around a content that begins inside of it do not belong to the content.
        """
        text, (start, end) = self.text, span
        while start < end and text[start] in _STRAY:
            start += 1
        while end > start and text[end - 1] in _STRAY:
            end -= 1
        if start == end:
            return None
        if _FULL_STOP.search(text, max(start, end - 30), end) and not self.at(end - 1):
            end -= 1
        first = self.at(start)
        if first and first.start < start and not _has_word(text, first.start, start):
            start = first.start
        last = self.at(end - 1)
        is_whole = last and start <= last.start
        if last and is_whole and last.closed and end < last.end and not _has_word(text, end, last.end):
            end = last.end
        return Range(start, end) if _has_word(text, start, end) else None

    def kind(self, content: list[Range], outside: int | None) -> QuoteKind:
        """`direct`, `mixed` or `indirect`: whether all, part or none of a content is in quotation marks.

        `outside` is a position in the author's own words (the cue): a quoted span that covers it does not
        quote the content.
        """
        around = self.at(outside) if outside is not None else None
        quoted = plain = False
        for span in content:
            for start, end, quotation in self._pieces(span):
                if _has_word(self.text, start, end):
                    if quotation is None or quotation is around:
                        plain = True
                    else:
                        quoted = True
        return "mixed" if quoted and plain else "direct" if quoted else "indirect"

    def _pieces(self, span: Range) -> Iterator[tuple[int, int, QuotedSpan | None]]:
        """The parts of a span inside and outside quoted spans."""
        position, stop = span
        while position < stop:
            index = bisect_right(self._starts, position)
            inside = self.at(position)
            following = self._starts[index] if index < len(self._starts) else stop
            end = min(stop, inside.end if inside else following)
            yield position, end, inside
            position = end

    def has_plain_word(self, start: int, end: int) -> bool:
        """Whether a stretch has a word outside quotations."""
        return any(
            quotation is None and _has_word(self.text, first, last)
            for first, last, quotation in self._pieces(Range(start, end))
        )

    def are_adjacent(self, before: Range, after: Range) -> bool:
        """Whether two quotations follow each other without a word between them."""
        quoted = self.at(before.end - 1) and self.at(after.start)
        return bool(quoted) and not _has_word(self.text, before.end, after.start)

    def continues(self, before: Range, after: Range) -> bool:
        """Whether the quotation left open at the end of `before` is opened again at the start of `after`."""
        first, second = self.at(before.end - 1), self.at(after.start)
        return bool(
            first
            and second
            and first is not second
            and not first.closed
            and not _has_word(self.text, first.end, second.start)
        )


def _has_word(text: str, start: int, end: int) -> bool:
    return any(map(str.isalnum, text[start:end]))
