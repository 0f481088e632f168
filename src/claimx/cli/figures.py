"""The figures of an evaluation as a table."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.table import Table

from claimx.evaluation.report import Report
from claimx.evaluation.scorers import Accuracy, Measure, Score
from claimx.terminal import printable

_COLUMNS = ("precision", "recall", "F1", "accuracy", "of")


def print_table(report: Report, stream: TextIO) -> None:
    """Print the figures, a block for each layer."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    model = f"{report.model.name} {report.model.version}" if report.model else "no model"
    unread = f", {report.failed} of them not read" if report.failed else ""
    console.print(f"{printable(model)} on {report.articles} annotated articles{unread}")
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column()
    for _ in _COLUMNS:
        grid.add_column(justify="right", no_wrap=True)
    for layer, measures in report.layers.items():
        grid.add_row()
        grid.add_row(layer.capitalize(), *_COLUMNS)
        for name, measure in measures.items():
            grid.add_row(f"  {name}", *_cells(measure))
    with console.capture() as capture:
        console.print(grid)
    # Cells are filled up with spaces, also where nothing stands to the right of them.
    stream.writelines(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _cells(measure: Measure) -> tuple[str, ...]:
    if isinstance(measure, Score):
        return *(f"{x:.1f}" for x in (measure.precision, measure.recall, measure.f1)), "", f"{measure.gold:,}"
    if isinstance(measure, Accuracy):
        return "", "", "", f"{measure.accuracy:.1f}", f"{measure.judged:,}"
    error = "too few" if measure.error is None else f"{measure.error:.3f}"
    return "", "", "", error, f"{measure.statements:,}"
