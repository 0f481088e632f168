"""One article for a terminal, with everything that was read in it marked in the text itself.

Marks are told apart by colour and by style, so that they can be seen without colours too; where the
output has no styles at all, as in a pipe, brackets stand around them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from rich.console import Console
from rich.style import Style
from rich.text import Text

from claimx.schema import Extraction, Layer
from claimx.terminal import printable_lines
from claimx.writers import sections
from claimx.writers.marks import Mark, Segment, marks_of, segments
from claimx.writers.table import TRAILING_SPACES


class _Look(NamedTuple):
    """How a mark looks: its style, or what stands around it."""

    style: str
    opening: str
    closing: str


# Styles add up where marks overlap, so no two take the same of colour, weight, slant, line and ground.
_LOOKS = {
    "content": _Look("green", "{", "}"),
    "source": _Look("bold cyan", "<", ">"),
    "cue": _Look("italic yellow", "~", "~"),
    "quantity": _Look("bold reverse", "[", "]"),
    "what": _Look("underline", "_", "_"),
    "date": _Look("underline2 blue", "@", "@"),
    "entity": _Look("overline magenta", "*", "*"),
}


def write_marked(extraction: Extraction, layers: Sequence[Layer], stream: TextIO) -> None:
    """Write the article with the marks of some layers, after a line that says what they look like."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    styled = console.is_terminal and not console.is_dumb_terminal
    marks = marks_of(extraction, layers)
    with console.capture() as capture:
        console.print(sections.head(extraction), soft_wrap=not console.is_terminal)
        console.print()
        console.print(_legend(marks, styled=styled))
        console.print()
        console.print(
            _marked(extraction.document.text, marks, styled=styled), soft_wrap=not console.is_terminal
        )
    stream.write(TRAILING_SPACES.sub("", capture.get()))


def _legend(marks: Sequence[Mark], *, styled: bool) -> Text:
    roles = {mark.role for mark in marks}
    looks = [(role, look) for role, look in _LOOKS.items() if role in roles]
    words = [
        Text(role, style=look.style) if styled else Text(f"{look.opening}{role}{look.closing}")
        for role, look in looks
    ]
    return Text("  ").join(words)


def _marked(text: str, marks: Sequence[Mark], *, styled: bool) -> Text:
    marked = Text()
    position = 0
    for segment in segments(text, marks):
        end = position + len(segment.text)
        if styled:
            marked.append(printable_lines(segment.text), style=_style(segment))
        else:
            marked.append("".join(_bracketed(segment, position, end)))
        position = end
    marked.rstrip()
    return marked


def _style(segment: Segment) -> Style:
    return sum((Style.parse(_LOOKS[mark.role].style) for mark in segment.marks), Style.null())


def _bracketed(segment: Segment, start: int, end: int) -> Iterator[str]:
    """The segment with what opens before it and closes behind it."""
    for mark in segment.marks:
        if mark.start == start:
            yield _LOOKS[mark.role].opening
    yield printable_lines(segment.text)
    for mark in reversed(segment.marks):
        if mark.end == end:
            yield _LOOKS[mark.role].closing
