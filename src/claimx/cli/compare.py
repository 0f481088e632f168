"""`claimx compare`: several articles side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.completion import complete_from, complete_list_from
from claimx.cli.exits import FAILED, clean_exits
from claimx.cli.options import (
    COMPARED,
    REPORT_FORMATS,
    check_compared,
    check_output_is_new,
    check_report_format,
    chosen_sections,
)
from claimx.writers import format_of


def compare(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="RESULTS…",
            show_default=False,
            help="What `claimx extract` or `claimx batch` wrote (JSON, JSON Lines, SQLite), or articles; "
            "`-` is the standard input.",
        ),
    ],
    only: Annotated[
        str | None,
        typer.Option(
            metavar="SECTIONS",
            callback=check_compared,
            autocompletion=complete_list_from(COMPARED),
            show_default="all three",
            help="What to compare: numbers, quotations, speakers. Example: `--only numbers,quotations`",
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option(
            metavar="WORD",
            show_default=False,
            help="List what each speaker is said to have said with this word, in any of its forms. "
            "Example: `--about sprinklers`",
        ),
    ] = None,
    output_format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(REPORT_FORMATS),
            callback=check_report_format,
            autocompletion=complete_from(REPORT_FORMATS),
            show_default="by the ending of --output, else table on a terminal, json in a pipe",
            help="What to write. Example: `--format json`",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default="standard output",
            help="Write to a file, which appears only once it is whole. Example: `-o comparison.json`",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            show_default="the one that comes with claimx",
            help="The model to read articles with. Example: `--model models/my_model`",
        ),
    ] = None,
) -> None:
    """Hold articles side by side: which numbers differ, which quotations were changed, who is quoted.

    Numbers for one thing are gathered into a row, and marked where they cannot all be true; quotations show
    what an article cut or changed, and whether they are given to different people. Exit code 0: all was read;
    1: some of it could not be; 2: wrong usage.

    Example: `claimx compare samples/*.txt --only numbers,quotations`

    Example: `claimx compare claims.db --format json | jq '.numbers[] | select(.verdict == "differs")'`
    """
    check_output_is_new(output, paths)
    with clean_exits():
        from claimx.cli.comparison import ComparisonJob

        job = ComparisonJob(
            paths=paths,
            sections=chosen_sections(only),
            about=about,
            output=output,
            output_format=output_format or _format_for(output),
            model=model,
        )
        if not job.run():
            raise typer.Exit(FAILED)


def _format_for(output: Path | None) -> str:
    if output is None:
        return "table" if sys.stdout.isatty() else "json"
    return "json" if format_of(output) in ("json", "jsonl") else "table"
