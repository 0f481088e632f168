"""`claimx extract`: articles in, results out."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.completion import complete_from, complete_list_from
from claimx.cli.exits import FAILED, clean_exits
from claimx.cli.options import (
    LAYER_NAMES,
    OUTPUT_FORMATS,
    check_input_format,
    check_layers,
    check_output_format,
    check_probability,
    chosen_layers,
)
from claimx.readers import FORMATS as INPUT_FORMATS
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
        typer.Option(
            "--format",
            "-f",
            metavar="|".join(OUTPUT_FORMATS),
            callback=check_output_format,
            autocompletion=complete_from(OUTPUT_FORMATS),
            show_default="by the ending of --output, else table on a terminal, json in a pipe",
            help="What to write. json is one object for one article, and JSON Lines for more; parquet and "
            "sqlite need --output. Example: `--format csv`",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            show_default="standard output",
            help="Write to a file, which appears only once it is whole; .gz and .zst are compressed. "
            "Example: `-o claims.db`",
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            metavar="LAYERS",
            callback=check_layers,
            autocompletion=complete_list_from(LAYER_NAMES),
            show_default="all four",
            help="Layers to keep: entities, statements, quantities, dates. "
            "Example: `--only statements,quantities`",
        ),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence",
            metavar="P",
            callback=check_probability,
            show_default="0, which keeps all",
            help="Leave out statements that are less sure than this, from 0 to 1; numbers stay, but without "
            "their statement and whose claim they are. Example: `--min-confidence 0.8`",
        ),
    ] = None,
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
    model: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            show_default="the one that comes with claimx",
            help="The model to read with. Example: `--model models/my_model`",
        ),
    ] = None,
    no_text: Annotated[
        bool,
        typer.Option(
            "--no-text", help="Leave the article's own text out of the results. Example: `--no-text`"
        ),
    ] = False,
    input_format: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(INPUT_FORMATS),
            callback=check_input_format,
            autocompletion=complete_from(INPUT_FORMATS),
            show_default="by the file's name, else its beginning",
            help="What the inputs are. Example: `--input-format jsonl`",
        ),
    ] = None,
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
