"""Markdown: a chapter for each article, with a table for each layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from claimx.schema import Extraction
from claimx.terminal import printable
from claimx.writers.listings import Listing, listings
from claimx.writers.settings import Settings
from claimx.writers.wording import describe_document

# What may begin markup, HTML and links among it; a backslash makes each of them an ordinary character.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~!&:]")


class MarkdownWriter:
    """Chapters, one after the other."""

    def __init__(self, stream: TextIO, settings: Settings, written: int = 0) -> None:
        self._stream = stream
        self._layers = settings.layers
        self._written = written

    def write(self, extraction: Extraction) -> None:
        """Write the chapter of one article."""
        document = extraction.document
        chapter = [
            f"# {_plain(document.title or document.id)}",
            " · ".join(map(_plain, (document.id, *describe_document(document)))),
        ]
        for listing in listings(extraction, self._layers):
            chapter += [f"## {listing.title}", "\n".join(_table(listing))]
        self._stream.write(("\n" if self._written else "") + "\n\n".join(chapter) + "\n")
        self._written += 1

    def close(self) -> None:
        """Nothing is ever held back."""


def _table(listing: Listing) -> Iterator[str]:
    columns = ("id", *listing.columns, "at")
    yield _row(columns)
    yield _row(("---",) * len(columns))
    for line in listing.lines:
        yield _row((line.id, *map(_plain, line.cells), line.places))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", printable(text))
