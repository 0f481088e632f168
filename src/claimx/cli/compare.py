"""`claimx compare`: several articles side by side."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.checks import (
    COMPARED,
    REPORT_FORMATS,
    all_of,
    check_output_is_new,
    chosen_sections,
)
from claimx.cli.completion import complete_list_from
from claimx.cli.exits import FAILED, clean_exits
from claimx.cli.options import Model, Results, format_option, output_option
from claimx.writers import format_of


def compare(
    paths: Results,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="SECTIONS",
            callback=all_of(COMPARED),
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
        format_option(
            REPORT_FORMATS,
            "by the ending of --output, else table on a terminal, json in a pipe",
            "What to write. Example: `--format json`",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        output_option("Write to a file, which appears only once it is whole. Example: `-o comparison.json`"),
    ] = None,
    model: Model = None,
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
