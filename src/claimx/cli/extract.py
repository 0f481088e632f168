"""`claimx extract`: articles in, results out."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.checks import OUTPUT_FORMATS, chosen_layers
from claimx.cli.exits import FAILED, clean_exits
from claimx.cli.options import (
    InputFormat,
    MinConfidence,
    Model,
    NoText,
    format_option,
    layers_option,
    output_option,
)
from claimx.readers import STDIN
from claimx.writers import STORES, format_of


def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|-", show_default=False, help="Articles to read; `-` is the standard input."
        ),
    ] = None,
    output_format: Annotated[
        str | None,
        format_option(
            OUTPUT_FORMATS,
            "by the ending of --output, else table on a terminal, json in a pipe",
            "What to write. json is one object for one article, and JSON Lines for more; parquet and "
            "sqlite need --output. Example: `--format csv`",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        output_option(
            "Write to a file, which appears only once it is whole; .gz and .zst are compressed. "
            "Example: `-o claims.db`"
        ),
    ] = None,
    only: Annotated[str | None, layers_option("keep")] = None,
    min_confidence: MinConfidence = None,
    published: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            formats=["%Y-%m-%d"],
            show_default="what the article says",
            help="The day the articles were published, which `Friday` counts from. "
            "Example: `--date 2023-12-02`",
        ),
    ] = None,
    model: Model = None,
    no_text: NoText = False,
    input_format: InputFormat = None,
) -> None:
    """Read articles: entities, statements, quantities and dates, each with its exact place in the text.

    Results go to the standard output, everything else to the standard error. Exit code 0: all was
    read; 1: some of it could not be; 2: wrong usage.

    Example: `claimx extract samples/*.txt --only quantities --format csv > numbers.csv`

    Example: `cat articles.jsonl | claimx extract - | jq '.statements[].source.name'`
    """
    if not paths:
        if sys.stdin.isatty():
            raise typer.BadParameter("name an article to read, or - for the standard input")
        paths = [STDIN]
    if output is None and output_format in STORES:
        raise typer.BadParameter(f"{output_format} cannot be printed; name a place for it with --output")
    with clean_exits():
        from claimx.cli.job import Job
        from claimx.writers.settings import Settings

        job = Job(
            paths=paths,
            input_format=input_format,
            published=published.date() if published else None,
            model=model,
            min_confidence=min_confidence,
            output=output,
            output_format=output_format or _format_for(output),
            settings=Settings(layers=chosen_layers(only), text=not no_text),
        )
        if not job.run():
            raise typer.Exit(FAILED)


def _format_for(output: Path | None) -> str:
    if output is None:
        return "table" if sys.stdout.isatty() else "json"
    return format_of(output) or "json"
