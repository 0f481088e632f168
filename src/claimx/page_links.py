"""Links from spans into the page of their article, as text fragments (`https://…#:~:text=…`).

A browser that opens such a link scrolls to the words and highlights them. The words before and after are
added where the span alone could be found elsewhere on the page.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, urldefrag

from pydantic import BaseModel

from claimx.schema import Extraction
from claimx.text import single_spaced

# A longer span is given by its first and last words.
_LONGEST = 100
_EDGE_WORDS = 5
# Shorter words may occur anywhere on a page, in menus and in other articles.
_SHORT = 30
_MOST_CONTEXT_WORDS = 8
_CONTEXT_WORDS = 3
# Where one element of the page ends: a fragment's words must all be in the same one.
_ELEMENT_END = re.compile(r"\n|(?<=\n)- |^- | ?\| ?")
_WORD = re.compile(r"\S+")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def with_links(extraction: Extraction) -> Extraction:
    """The extraction with a `link` in every span; unchanged for an article without an address."""
    document = extraction.document
    if not document.url or not document.text:
        return extraction
    linked: Extraction = _linked(extraction, _Page(urldefrag(document.url).url, document.text))
    return linked


def _linked(value: Any, page: _Page) -> Any:
    """A copy of a result with links in it and in what it consists of."""
    if isinstance(value, list):
        return [_linked(item, page) for item in value]
    if not isinstance(value, BaseModel):
        return value
    names = type(value).model_fields
    update = {name: _linked(getattr(value, name), page) for name in names if name != "link"}
    if "link" in names:
        update["link"] = page.link(update["start"], update["end"])
    return value.model_copy(update=update)


class _Page:
    """The text of a page, and where its elements end."""

    def __init__(self, address: str, text: str) -> None:
        self._address = address
        self._text = text
        self._plain = _plain(text)
        ends = list(_ELEMENT_END.finditer(text))
        self._elements = list(
            zip([0, *(m.end() for m in ends)], [*(m.start() for m in ends), len(text)], strict=True)
        )

    def link(self, start: int, end: int) -> str | None:
        """The link to a span; None if it has no words."""
        parts = [(max(a, start), min(b, end)) for a, b in self._elements if a < end and start < b]
        parts = [(a, b) for a, b in parts if self._text[a:b].strip()]
        if not parts:
            return None
        (first, first_end), (last, last_end) = parts[0], parts[-1]
        words = self._text[first:first_end]
        if len(parts) == 1 and len(words) <= _LONGEST:
            before, after = self._context(first, first_end)
            terms = [f"{_encoded(before)}-" if before else "", _encoded(words)]
            terms.append(f"-{_encoded(after)}" if after else "")
        else:
            edges = words.split()[:_EDGE_WORDS], self._text[last:last_end].split()[-_EDGE_WORDS:]
            terms = [_encoded(" ".join(edge)) for edge in edges]
        return f"{self._address}#:~:text={','.join(term for term in terms if term)}"

    def _context(self, start: int, end: int) -> tuple[str, str]:
        """The words before and after a span in its element, as many as tell it from others."""
        element, element_end = next((a, b) for a, b in self._elements if a <= start and end <= b)
        before = [element + m.start() for m in _WORD.finditer(self._text[element:start])]
        after = [end + m.end() for m in _WORD.finditer(self._text[end:element_end])]
        least = _CONTEXT_WORDS if end - start < _SHORT else 0
        first, last = start, end
        for count in range(least, _MOST_CONTEXT_WORDS + 1):
            first = before[-min(count, len(before))] if count and before else start
            last = after[min(count, len(after)) - 1] if count and after else end
            if self._is_found_once(self._text[first:last]):
                break
        return self._text[first:start], self._text[end:last]

    def _is_found_once(self, words: str) -> bool:
        plain = _plain(words)
        return self._plain.find(plain, self._plain.find(plain) + 1) < 0


def _plain(text: str) -> str:
    return single_spaced(text.casefold())


def _encoded(words: str) -> str:
    """Words as a term of a fragment, in which `-`, `,` and `&` have meanings."""
    plain = single_spaced(words).translate(_SUPERSCRIPTS)
    return quote(plain, safe="").replace("-", "%2D")
