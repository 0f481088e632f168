"""`claimx report`: results in, one page to look at them out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.checks import check_output_is_new
from claimx.cli.exits import FAILED, clean_exits
from claimx.cli.options import Model, Results


def report(
    paths: Results,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Where the page goes, which appears only once it is whole. Example: `-o ferry.html`",
        ),
    ] = Path("report.html"),
    title: Annotated[
        str | None,
        typer.Option(
            metavar="WORDS",
            show_default="claimx report",
            help="What the page is called. Example: `--title 'The ferry fire'`",
        ),
    ] = None,
    model: Model = None,
) -> None:
    """Make a page of what was read: each article with its claims marked in place, and an index of all.

    One HTML file that opens from the disk in any browser and loads nothing from anywhere. Exit code 0: all
    was read; 1: some of it could not be, and is not in the report; 2: wrong usage.

    Example: `claimx report claims.db --output report.html`

    Example: `claimx report samples/*.txt --title 'Ten samples'`
    """
    check_output_is_new(output, paths)
    with clean_exits():
        from claimx.cli.report_job import ReportJob

        if not ReportJob(paths=paths, output=output, title=title, model=model).run():
            raise typer.Exit(FAILED)
