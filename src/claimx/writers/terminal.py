"""Terminal output: tables of the results, their explanation, and the article's text with them highlighted.

Highlights differ in colour and style; where the output has no colours, as in a pipe or with `NO_COLOR`, they
are in brackets.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple, TextIO

from rich.cells import cell_len, chop_cells
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimx.explain import Candidate, Explanation
from claimx.schema import LAYERS, Entity, Extraction, Layer, Statement
from claimx.text import counted, printable, printable_lines
from claimx.text.sentences import line_of
from claimx.writers import Writer
from claimx.writers.documents import Mark, Segment, marks_of, segments
from claimx.writers.wording import (
    describe_date,
    describe_document,
    describe_speaker,
    entity_names,
    is_unsure,
    legend,
    quantity_listing,
    speaker_key,
)

# Contents are cut to this many cells, or to one line where the terminal is wider.
_CONTENT_CELLS = 150
_PHRASE_CELLS = 60
# Cells of the ids, and of the numbers of lines.
_ID_CELLS, _LINE_CELLS = 4, 4
# Cells to the left of a statement's cue: indent, id, line, quote, and the gaps between.
_LEFT_OF_CUE = 4 + _ID_CELLS + 2 + _LINE_CELLS + 2 + len("indirect") + 2
# Cells of a cue, which takes a sixth of a wide terminal.
_CUE_CELLS, _MOST_CUE_CELLS = 12, 24
# Cells to the left of the names of entities: indent, the longest label, a count, and the gaps.
_LEFT_OF_NAMES = 2 + len("WORK_OF_ART") + 2 + 3 + 2
_QUOTE_STYLES = {"direct": "green", "mixed": "yellow", "indirect": "cyan"}
# Rich pads cells with spaces, also at the end of a line.
_TRAILING_SPACES = re.compile(r" +$", re.MULTILINE)
# The least probability that is shown as a number.
_LEAST_SHOWN = 0.001


class TablePrinter:
    """Prints Rich renderables, in colours where the stream is a terminal that supports them."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        # Rich alone would leave bold and dim in where NO_COLOR is set.
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
        self._stream.write(_TRAILING_SPACES.sub("", capture.get()))

    def print_indented(self, body: RenderableType, cells: int = 2) -> None:
        """Print so many cells from the left."""
        self.print(Padding(body, (0, 0, 0, cells), expand=False))

    def print_section(self, title: str, summary: str, body: RenderableType | None) -> None:
        """Print a heading below an empty line, and what belongs to it, if anything."""
        self.print()
        self.print(Text.assemble((title, "bold"), "  ", (summary, "dim")))
        if body is not None:
            self.print_indented(body)


class TableWriter(Writer):
    """Tables for each article: its title and metadata, then a section for each layer."""

    def write(self, extraction: Extraction) -> None:
        """Write one article's tables."""
        printer, layers = TablePrinter(self._stream), self._settings.layers
        if self._written:
            printer.print()
            printer.print(Rule(style="dim"))
            printer.print()
        self._written += 1
        printer.print(_heading(extraction))
        for layer, make in _SECTIONS.items():
            if layer in layers:
                printer.print_section(*make(extraction, printer.width))
        if marks := legend(extraction, layers):
            printer.print()
            printer.print(Text("  ".join(marks), style="dim"))


def plain_grid(columns: int) -> Table:
    """A table without lines and titles."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(columns):
        grid.add_column(overflow="fold")
    return grid


def titled_grid(*titles: str) -> Table:
    """A table without lines."""
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in titles:
        grid.add_column(title, overflow="fold")
    return grid


def shorten(text: str, cells: int) -> str:
    """`text` on one line, cut after the last whole word that fits into `cells`."""
    line = printable(text)
    if cell_len(line) <= cells:
        return line
    cut = chop_cells(line, cells - 2)[0]
    whole_words = cut.rpartition(" ")[0] if line[len(cut)] != " " else cut
    return f"{(whole_words or cut).rstrip()} …"


# A layer's heading, its summary, and its body if it has results.
_Section = tuple[str, str, RenderableType | None]


def _heading(extraction: Extraction) -> Text:
    document = extraction.document
    line = " · ".join(map(printable, describe_document(document)))
    return Text.assemble((printable(document.title or document.id), "bold underline"), "\n", (line, "dim"))


def _statements(extraction: Extraction, width: int) -> _Section:
    """Statements, grouped by speaker, in the order in which the speakers first appear."""
    speakers: dict[str, list[Statement]] = {}
    for statement in extraction.statements:
        source = statement.source
        speakers.setdefault(speaker_key(source) if source else "", []).append(statement)
    sources = [group[0].source for group in speakers.values()]
    known = sum(source is not None and bool(source.entity or source.name) for source in sources)
    by = [counted(known, "speaker")] if known else []
    if known < len(sources):
        by.append(f"{'others' if known else 'speakers'} without a name")
    summary = f"{len(extraction.statements)} by {' and '.join(by)}"
    names = entity_names(extraction)
    text = extraction.document.text
    header = _statement_grid(width)
    header.add_row(*(Text(title, style="dim") for title in ("id", "line", "quote", "cue", "content")))
    groups = [_speaker_group(group, names, text, width) for group in speakers.values()]
    body = Group(Padding(header, (0, 0, 0, 2), expand=False), *groups)
    return "Statements", summary if groups else "none", body if groups else None


def _quantities(extraction: Extraction, width: int) -> _Section:
    listing = quantity_listing(extraction)
    grid = titled_grid("id", "line", *listing.columns)
    for column in grid.columns:
        column.justify = "right" if column.header in ("line", "value") else "left"
    for line, quantity in zip(listing.lines, extraction.quantities, strict=True):
        value, *phrases, date = line.cells
        place = [line.id, _line_number(extraction.document.text, quantity.start)]
        shown = [
            Text(shorten(phrase, _PHRASE_CELLS), style="dim" if phrase.startswith("? ") else "")
            for phrase in phrases
        ]
        grid.add_row(*(Text(cell, "dim") for cell in place), Text(value, "bold"), *shown, Text(date))
    return _section(listing.title, len(listing.lines), grid)


def _entities(extraction: Extraction, width: int) -> _Section:
    """Entities by label, those named most often first."""
    by_label: dict[str, list[Entity]] = {}
    for entity in extraction.entities:
        by_label.setdefault(entity.label, []).append(entity)
    grid = plain_grid(3)
    for label, group in sorted(by_label.items(), key=lambda item: -len(item[1])):
        grid.add_row(Text(label, style="magenta"), Text(str(len(group))), Text(_names(group, width)))
    return _section("Entities", len(extraction.entities), grid)


def _dates(extraction: Extraction, width: int) -> _Section:
    """Calendar values, each with its expressions in the text."""
    expressions: dict[str, Counter[str]] = {}
    for date in extraction.dates:
        expressions.setdefault(date.value, Counter())[printable(date.text)] += 1
    grid = plain_grid(2)
    for value, texts in expressions.items():
        counted = ", ".join(_counted(text, times) for text, times in texts.items())
        grid.add_row(Text(describe_date(value), style="bold"), Text(counted))
    return _section("Dates", len(extraction.dates), grid)


_SECTIONS: dict[Layer, Callable[[Extraction, int], _Section]] = {
    "statements": _statements,
    "quantities": _quantities,
    "entities": _entities,
    "dates": _dates,
}


def _section(title: str, total: int, body: RenderableType) -> _Section:
    return title, str(total) if total else "none", body if total else None


def _statement_grid(width: int) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=_ID_CELLS)
    grid.add_column(width=_LINE_CELLS, justify="right")
    grid.add_column(width=len("indirect"))
    grid.add_column(width=_cue_cells(width), overflow="fold")
    grid.add_column(overflow="fold")
    return grid


def _cue_cells(width: int) -> int:
    return max(_CUE_CELLS, min(_MOST_CUE_CELLS, width // 6))


def _line_number(text: str, position: int) -> str:
    """The line in the article; empty where the text is not known."""
    return str(line_of(text, position)) if text else ""


def _speaker_group(group: list[Statement], names: dict[str, str], text: str, width: int) -> Group:
    source = group[0].source
    if source is None:
        title = Text("nobody named", style="italic")
    else:
        kind = "" if source.kind == "unknown" else f"  {source.kind}"
        title = Text.assemble(
            (shorten(describe_speaker(source, names), _PHRASE_CELLS), "bold"), (kind, "dim")
        )
    grid = _statement_grid(width)
    for statement in group:
        line = _line_number(text, statement.content[0].start)
        grid.add_row(
            *(Text(statement.id, style="dim"), Text(line, style="dim")),
            Text(statement.quote, style=_QUOTE_STYLES[statement.quote]),
            _cue(statement),
            Text(_content(statement, width), style="dim" if is_unsure(statement.confidence) else ""),
        )
    return Group(title, Padding(grid, (0, 0, 0, 2), expand=False))


def _cue(statement: Statement) -> Text:
    cue = statement.cue
    unsure = ("? ", "yellow") if is_unsure(statement.confidence) else ""
    # The negation may be in the cue (`did not say`) or elsewhere; the mark covers both.
    negation = ("✗ ", "bold red") if cue and cue.negated else ""
    return Text.assemble(unsure, negation, shorten(cue.text, 2 * _CUE_CELLS) if cue else "")


def _content(statement: Statement, width: int) -> str:
    content = " … ".join(printable(part.text) for part in statement.content)
    return shorten(content, max(_CONTENT_CELLS, width - _LEFT_OF_CUE - _cue_cells(width) - 2))


def _names(group: list[Entity], width: int) -> str:
    """The names, those mentioned most often first, as many as fit into three lines."""
    ranked = sorted(group, key=lambda entity: -len(entity.mentions))
    names = [_counted(printable(entity.name), len(entity.mentions)) for entity in ranked]
    room = 3 * (width - _LEFT_OF_NAMES)
    shown: list[str] = []
    for name in names:
        room -= cell_len(name) + len(", ")
        if room < len("and 1,000 more") and shown:
            return ", ".join([*shown, f"and {len(names) - len(shown)} more"])
        shown.append(name)
    return ", ".join(shown)


def _counted(name: str, times: int) -> str:
    return name if times == 1 else f"{name} ×{times}"


class _Highlight(NamedTuple):
    """How spans of a role are shown: a style, or brackets where there are no styles."""

    style: str
    opening: str
    closing: str


# Styles add up where spans overlap, so no two use the same colour, weight, slant, line or background.
_HIGHLIGHTS = {
    "content": _Highlight("green", "{", "}"),
    "source": _Highlight("bold cyan", "<", ">"),
    "cue": _Highlight("italic yellow", "~", "~"),
    "quantity": _Highlight("bold reverse", "[", "]"),
    "what": _Highlight("underline", "_", "_"),
    "date": _Highlight("underline2 blue", "@", "@"),
    "entity": _Highlight("overline magenta", "*", "*"),
}


def write_highlighted(extraction: Extraction, layers: Sequence[Layer], stream: TextIO) -> None:
    """Write the article's text with the results of the layers highlighted, below a legend."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    # Without colours some spans would have no style, and not all terminals draw all lines.
    styled = console.is_terminal and not console.is_dumb_terminal and not os.environ.get("NO_COLOR")
    # Several numbers may count one thing, and one name may be the source of several statements.
    found = {(mark.start, mark.end, mark.role): mark for mark in marks_of(extraction, layers)}
    marks = list(found.values())
    text = _highlighted(extraction.document.text, marks, styled=styled)
    with console.capture() as capture:
        console.print(_heading(extraction), soft_wrap=not console.is_terminal)
        console.print()
        console.print(_legend(marks, styled=styled))
        console.print()
        console.print(text, soft_wrap=not console.is_terminal)
    stream.write(_TRAILING_SPACES.sub("", capture.get()))


def _legend(marks: Sequence[Mark], *, styled: bool) -> Text:
    roles = {mark.role for mark in marks}
    shown = [(role, highlight) for role, highlight in _HIGHLIGHTS.items() if role in roles]
    words = [
        Text(role, style=highlight.style) if styled else Text(f"{highlight.opening}{role}{highlight.closing}")
        for role, highlight in shown
    ]
    return Text("  ").join(words)


def _highlighted(text: str, marks: Sequence[Mark], *, styled: bool) -> Text:
    highlighted = Text()
    position = 0
    for segment in segments(text, marks):
        end = position + len(segment.text)
        if styled:
            highlighted.append(printable_lines(segment.text), style=_style(segment))
        else:
            highlighted.append("".join(_bracketed(segment, position, end)))
        position = end
    highlighted.rstrip()
    return highlighted


def _style(segment: Segment) -> Style:
    return sum((Style.parse(_HIGHLIGHTS[mark.role].style) for mark in segment.marks), Style.null())


def _bracketed(segment: Segment, start: int, end: int) -> Iterator[str]:
    """The segment with the brackets that open before it and close after it."""
    for mark in segment.marks:
        if mark.start == start:
            yield _HIGHLIGHTS[mark.role].opening
    yield printable_lines(segment.text)
    for mark in reversed(segment.marks):
        if mark.end == end:
            yield _HIGHLIGHTS[mark.role].closing


class ExplanationWriter:
    """Sections after an article's tables: how quantities and dates were read, and what was left out."""

    def __init__(self, stream: TextIO, layers: Sequence[Layer] = LAYERS) -> None:
        self._printer = TablePrinter(stream)
        self._layers = layers

    def write(self, explanation: Explanation) -> None:
        """Write the explanation of one article, for the layers that are wanted."""
        if "quantities" in self._layers:
            numbers = _explained_quantities(explanation)
            self._printer.print_section(
                *_section("Quantities explained", len(explanation.quantities), numbers)
            )
            others = _left_out(explanation)
            self._printer.print_section(*_section("Numbers left out", len(explanation.left_out), others))
        if "dates" in self._layers:
            dates = _explained_dates(explanation)
            self._printer.print_section(*_section("Dates explained", len(explanation.dates), dates))


def _explained_quantities(explanation: Explanation) -> Table:
    """A row for each quantity with its rule, then rows for the candidates of each link."""
    grid = titled_grid("number", "rule or link", "phrases, with their probabilities")
    for quantity in explanation.quantities:
        grid.add_row(_number(quantity.text), Text(quantity.rule))
        for link in quantity.links:
            grid.add_row("", Text(f"  {link.name}"), Text(link.reason, style="dim"))
            for candidate in link.candidates:
                grid.add_row("", "", _candidate(candidate))
    return grid


def _left_out(explanation: Explanation) -> Table:
    grid = titled_grid("number", "rule", "filter")
    for number in explanation.left_out:
        grid.add_row(_number(number.text), Text(number.rule), Text(number.filter))
    return grid


def _explained_dates(explanation: Explanation) -> Table:
    grid = titled_grid("date", "value", "rule")
    for date in explanation.dates:
        grid.add_row(_number(date.text), Text(date.value), Text(date.rule))
    return grid


def _number(text: str) -> Text:
    return Text(shorten(text, _PHRASE_CELLS), style="bold")


def _candidate(candidate: Candidate) -> Text:
    phrase = shorten(candidate.text, _PHRASE_CELLS)
    style = "green" if candidate.chosen else ""
    mark = "✓ " if candidate.chosen else "  "
    return Text.assemble((mark, style), (f"{_probability(candidate):6}  ", "dim"), (phrase, style))


def _probability(candidate: Candidate) -> str:
    if candidate.probability is None:
        return ""
    if candidate.probability < _LEAST_SHOWN:
        return f"<{_LEAST_SHOWN}"
    return f"{candidate.probability:.3f}"
