"""`claimx report`: results in, one HTML page out."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from claimx.cli import console
from claimx.cli.options import (
    OUTPUT,
    InputOptions,
    Model,
    Narrowing,
    Quiet,
    Results,
    check_inputs,
    option,
    output_option,
)
from claimx.errors import InputError
from claimx.text import counted, printable

# Browsers are slow to open larger pages, in bytes.
_LARGE = 200_000_000


def report(
    paths: Results,
    output: Annotated[
        Path | None,
        output_option("ferry.html", lead="File of the page", default="report.html"),
    ] = Path("report.html"),
    title: Annotated[
        str | None,
        option(
            metavar="TITLE",
            help="Title of the page. Example: `--title 'The ferry fire'`.",
            default="claimx report",
            panel=OUTPUT,
        ),
    ] = None,
    narrowing: Narrowing = Narrowing(),
    inputs: InputOptions = InputOptions(),
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Make an HTML page of the results: each article with its claims marked in the text, and an index.

    The page is one file that opens in any browser, offline: it makes no network requests. Exit code 0: all
    articles were read; 1: some could not be read, and are not in the report; 2: wrong usage.

    Example: `claimx report claims.db --output report.html`

    Example: `claimx report samples/*.txt --title 'Ten samples'`

    Example: `claimx report claims.db --where speaker=Marwick --since 2023-12-01`
    """
    check_inputs(output, paths)
    if (
        output
        and output.suffix.lower() not in (".html", ".htm")
        and (output.is_file() or not output.exists())
    ):
        raise typer.BadParameter(f"{output}: a report is a page of HTML; give it the extension .html")
    with console.clean_exits() as problems:
        from claimx.report import write_report
        from claimx.writers import open_output

        results = problems.drop_from(narrowing.narrow(inputs.results(paths, model)))
        # If there is no article, the output is not touched.
        first = next(results, None)
        if first is None:
            if not problems.count:
                console.error(InputError("there is nothing to report", "name files of results, or articles"))
            raise typer.Exit(console.FAILED)
        with open_output(output) as stream, console.show_reading(shown=sys.stderr.isatty()) as progress:
            write_report(progress.each(chain([first], results)), stream, title=title)
        if output:
            _sum_up(output, progress.articles)


def _sum_up(output: Path, articles: int) -> None:
    name = printable(str(output))
    size = output.stat().st_size if output.is_file() else 0
    if size > _LARGE:
        console.warning(f"{name}: {size / 1e6:,.0f} MB may be slow to open; split the articles over reports")
    elif sys.stderr.isatty():
        console.note(f"{name}: {counted(articles, 'article')}, {size / 1e6:,.1f} MB")
