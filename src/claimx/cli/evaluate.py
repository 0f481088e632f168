"""`claimx model evaluate`: precision, recall and F1 of a model on annotated articles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from claimx.cli import console
from claimx.cli.options import (
    Model,
    Quiet,
    ReportFormat,
    chosen_layers,
    infer_format,
    layers_option,
    option,
)
from claimx.errors import ClaimxError
from claimx.text import counted, printable

if TYPE_CHECKING:
    from claimx.evaluation import Report
    from claimx.evaluation.scorers import Measure
    from claimx.schema import Layer

_COLUMNS = ("precision", "recall", "F1", "accuracy", "of")


def evaluate(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            show_default=False,
            help="Annotated articles: `NAME.json`, the correct output of claimx, next to `NAME.txt`. "
            "Example: `tests/gold`",
        ),
    ],
    model: Model = None,
    output_format: ReportFormat = None,
    only: Annotated[str | None, layers_option("score")] = None,
    floors: Annotated[
        Path | None,
        option(
            metavar="FILE",
            help="Fail if a figure is below its floor in this file, or if the gold is not that of the "
            "floors. Example: `--floors tests/gold/floors.toml`.",
        ),
    ] = None,
    write_floors: Annotated[
        Path | None,
        option(
            metavar="FILE",
            help="Write floors slightly below the figures; an existing file keeps its choice of figures. "
            "Example: `--write-floors tests/gold/floors.toml`.",
        ),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Score a model on articles annotated by hand.

    Figures go to the standard output, messages to the standard error. Exit code 0: success; 1: an article
    could not be read, a figure is below its floor, or the gold is not that of the floors; 2: wrong usage.

    Example: `claimx model evaluate tests/gold --floors tests/gold/floors.toml`
    """
    if floors and write_floors:
        raise typer.BadParameter("floors are either checked or written: give one of the two options")
    output_format = output_format or infer_format(None, {})
    layers = chosen_layers(only)
    with console.clean_exits() as problems:
        from claimx.evaluation import check_floors, read_floors
        from claimx.evaluation import write_floors as write_new_floors

        # Invalid floors are an error before the articles are read, which takes longer.
        known_floors = read_floors(floors) if floors else None
        scores = score(folder, model, layers, problems)
        print_scores(scores, output_format)
        for problem in check_floors(known_floors, scores, layers) if known_floors else ():
            problems.report(problem)
        if write_floors:
            write_new_floors(write_floors, scores)


def score(folder: Path, model: str | None, layers: tuple[Layer, ...], problems: console.Problems) -> Report:
    """Score a model on the articles of a folder; those that cannot be read are reported."""
    from claimx.api import load
    from claimx.evaluation import Evaluation, read_both, read_gold

    evaluation = Evaluation(layers)
    with console.show_reading(shown=sys.stderr.isatty()) as progress:
        for gold, read in read_both(read_gold(folder), load(model)):
            if isinstance(read, ClaimxError):
                problems.report(read)
            evaluation.add(gold, read)
            progress.advance()
    return evaluation.report()


def print_scores(scores: Report, output_format: str) -> None:
    """Print the figures to the standard output."""
    from claimx.writers import open_output

    with open_output(None) as stream:
        if output_format == "table":
            _print_table(scores, stream)
        else:
            stream.write(scores.model_dump_json(indent=2) + "\n")


def _print_table(report: Report, stream: TextIO) -> None:
    """Print the figures, a block for each layer."""
    from claimx.writers.terminal import TablePrinter, plain_grid

    printer = TablePrinter(stream)
    model = f"{report.model.name} {report.model.version}" if report.model else "no model"
    unread = f", {report.failed} of them not read" if report.failed else ""
    printer.print(f"{printable(model)} on {counted(report.articles, 'annotated article')}{unread}")
    grid = plain_grid(1 + len(_COLUMNS))
    for column in grid.columns[1:]:
        column.justify, column.no_wrap = "right", True
    for layer, measures in report.layers.items():
        grid.add_row()
        grid.add_row(layer.capitalize(), *_COLUMNS)
        for name, measure in measures.items():
            grid.add_row(f"  {name}", *_cells(measure))
    printer.print(grid)


def _cells(measure: Measure) -> tuple[str, ...]:
    from claimx.evaluation.scorers import Accuracy, Score

    if isinstance(measure, Score):
        return *(f"{x:.1f}" for x in (measure.precision, measure.recall, measure.f1)), "", f"{measure.gold:,}"
    if isinstance(measure, Accuracy):
        return "", "", "", f"{measure.accuracy:.1f}", f"{measure.judged:,}"
    error = "too few" if measure.error is None else f"{measure.error:.3f}"
    return "", "", "", error, f"{measure.statements:,}"
