"""Tables for people, laid out for the width of the terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Literal, TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from claimx.schema import Extraction, Layer
from claimx.writers import sections
from claimx.writers.settings import Settings

_SECTIONS: dict[Layer, Callable[[Extraction, int], sections.Section]] = {
    "statements": sections.statements,
    "quantities": sections.quantities,
    "entities": sections.entities,
    "dates": sections.dates,
}
# Rich fills cells up with spaces, also where nothing stands to the right of them.
TRAILING_SPACES = re.compile(r" +$", re.MULTILINE)


class TablePrinter:
    """Prints what Rich lays out, in colours where the stream is a terminal that has them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        # Rich alone would leave bold and dim in where colours are not wanted.
        colors: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
        self._console = Console(file=stream, color_system=colors, highlight=False, markup=False, emoji=False)

    @property
    def width(self) -> int:
        """The width of the terminal, in cells."""
        return self._console.width

    def print(self, *renderables: RenderableType) -> None:
        """Print, without spaces at the ends of lines."""
        with self._console.capture() as capture:
            self._console.print(*renderables)
        self._stream.write(TRAILING_SPACES.sub("", capture.get()))


class TableWriter:
    """The head of each article, then what was read in it, a section for each layer."""

    def __init__(self, stream: TextIO, settings: Settings, written: int = 0) -> None:
        self._printer = TablePrinter(stream)
        self._layers = settings.layers
        self._written = written

    def write(self, extraction: Extraction) -> None:
        """Write one article's tables."""
        printer = self._printer
        if self._written:
            printer.print()
            printer.print(Rule(style="dim"))
            printer.print()
        self._written += 1
        printer.print(sections.head(extraction))
        for layer, make in _SECTIONS.items():
            if layer in self._layers:
                section = make(extraction, printer.width)
                printer.print()
                printer.print(Text.assemble((section.title, "bold"), "  ", (section.summary, "dim")))
                if section.body is not None:
                    printer.print(Padding(section.body, (0, 0, 0, 2), expand=False))

    def close(self) -> None:
        """Nothing is ever held back."""
