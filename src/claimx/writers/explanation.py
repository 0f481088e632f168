"""An explanation of an article's numbers and dates, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimx.explain import Candidate, Explanation
from claimx.schema import LAYERS, Layer
from claimx.writers.terminal import TablePrinter, shorten

_PHRASE_CELLS = 60
_LEAST_SHOWN = 0.001


class ExplanationWriter:
    """Sections after an article's tables: how quantities and dates were read, and what was left out."""

    def __init__(self, stream: TextIO, layers: Sequence[Layer] = LAYERS) -> None:
        self._printer = TablePrinter(stream)
        self._layers = layers

    def write(self, explanation: Explanation) -> None:
        """Write the explanation of one article, for the layers that are wanted."""
        if "quantities" in self._layers:
            self._section("Quantities explained", _quantities(explanation), len(explanation.quantities))
            self._section("Numbers left out", _left_out(explanation), len(explanation.left_out))
        if "dates" in self._layers:
            self._section("Dates explained", _dates(explanation), len(explanation.dates))

    def _section(self, title: str, grid: Table, total: int) -> None:
        self._printer.print()
        self._printer.print(Text.assemble((title, "bold"), "  ", (str(total) if total else "none", "dim")))
        if total:
            self._printer.print(Padding(grid, (0, 0, 0, 2), expand=False))


def _quantities(explanation: Explanation) -> Table:
    """A row for each quantity with its rule, then rows for the candidates of each link."""
    grid = _grid("number", "rule or link", "phrases, with their probabilities")
    for quantity in explanation.quantities:
        grid.add_row(_number(quantity.text), Text(quantity.rule))
        for link in quantity.links:
            grid.add_row("", Text(f"  {link.name}"), Text(link.reason, style="dim"))
            for candidate in link.candidates:
                grid.add_row("", "", _candidate(candidate))
    return grid


def _left_out(explanation: Explanation) -> Table:
    grid = _grid("number", "rule", "filter")
    for number in explanation.left_out:
        grid.add_row(_number(number.text), Text(number.rule), Text(number.filter))
    return grid


def _dates(explanation: Explanation) -> Table:
    grid = _grid("date", "value", "rule")
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


def _grid(*titles: str) -> Table:
    grid = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in titles:
        grid.add_column(title, overflow="fold")
    return grid
