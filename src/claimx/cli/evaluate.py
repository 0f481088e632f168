"""`claimx model evaluate`: how much of what stands in annotated articles a model reads."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.checks import REPORT_FORMATS, chosen_layers
from claimx.cli.exits import FAILED, clean_exits
from claimx.cli.options import Model, format_option, layers_option


def evaluate(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            show_default=False,
            help="Annotated articles: `NAME.json`, as claimx would print it if it made no mistakes, beside "
            "`NAME.txt`. Example: `tests/gold`",
        ),
    ],
    model: Model = None,
    output_format: Annotated[
        str | None,
        format_option(
            REPORT_FORMATS,
            "table on a terminal, json in a pipe",
            "What to print. Example: `--format json`",
        ),
    ] = None,
    only: Annotated[str | None, layers_option("score")] = None,
    floors: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            show_default="none",
            help="Fail if a figure is below the floor that this file sets for it, or if the gold is not the "
            "one that the floors were set for. Example: `--floors tests/gold/floors.toml`",
        ),
    ] = None,
    write_floors: Annotated[
        Path | None,
        typer.Option(
            "--write-floors",
            metavar="FILE",
            show_default=False,
            help="Set floors a little below these figures; a file that is there keeps its choice of figures. "
            "Example: `--write-floors tests/gold/floors.toml`",
        ),
    ] = None,
) -> None:
    """Score a model on articles annotated by hand.

    Figures go to the standard output, everything else to the standard error. Exit code 0: all is well;
    1: an article could not be read, a figure is below its floor, or the gold is not that of the floors;
    2: wrong usage.

    Example: `claimx model evaluate tests/gold --floors tests/gold/floors.toml`
    """
    if floors and write_floors:
        raise typer.BadParameter("floors are either checked or written: give one of the two options")
    with clean_exits():
        from claimx.cli.evaluation import EvaluationJob

        job = EvaluationJob(
            folder=folder,
            model=model,
            layers=chosen_layers(only),
            output_format=output_format or ("table" if sys.stdout.isatty() else "json"),
            floors=floors,
            new_floors=write_floors,
        )
        if not job.run():
            raise typer.Exit(FAILED)
