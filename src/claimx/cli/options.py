"""Arguments and options that several commands take."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

import typer

from claimx.cli.checks import LAYER_NAMES, all_of, check_probability, one_of
from claimx.cli.completion import complete_from, complete_list_from
from claimx.readers import FORMATS as INPUT_FORMATS

Results = Annotated[
    list[str],
    typer.Argument(
        metavar="RESULTS…",
        show_default=False,
        help="What `claimx extract` or `claimx batch` wrote (JSON, JSON Lines, SQLite), or articles; "
        "`-` is the standard input.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER",
        show_default="the one that comes with claimx",
        help="The model to read with. Example: `--model models/my_model`",
    ),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(INPUT_FORMATS),
        callback=one_of(INPUT_FORMATS),
        autocompletion=complete_from(INPUT_FORMATS),
        show_default="by each file's name, else its beginning",
        help="What the inputs are. Example: `--input-format jsonl`",
    ),
]
MinConfidence = Annotated[
    float | None,
    typer.Option(
        metavar="P",
        callback=check_probability,
        show_default="0, which keeps all",
        help="Leave out statements that are less sure than this, from 0 to 1; numbers stay, but without "
        "their statement and whose claim they are. Example: `--min-confidence 0.8`",
    ),
]
NoText = Annotated[
    bool,
    typer.Option("--no-text", help="Leave the articles' own text out of the results. Example: `--no-text`"),
]


def layers_option(verb: str, *names: str) -> Any:
    """Which layers a command is to keep, mark, …; `names`: of the option, where it has more than one."""
    return typer.Option(
        *names,
        metavar="LAYERS",
        callback=all_of(LAYER_NAMES),
        autocompletion=complete_list_from(LAYER_NAMES),
        show_default="all four",
        help=f"Layers to {verb}: {', '.join(LAYER_NAMES)}. Example: `--only statements,quantities`",
    )


def format_option(formats: Collection[str], default: str, help_: str) -> Any:
    """What a command writes; `default`: what it does without this option, in words."""
    return typer.Option(
        "--format",
        "-f",
        metavar="|".join(formats),
        callback=one_of(formats),
        autocompletion=complete_from(formats),
        show_default=default,
        help=help_,
    )


def output_option(help_: str) -> Any:
    """A file for what would be printed."""
    return typer.Option("--output", "-o", metavar="FILE", show_default="standard output", help=help_)


def field_option(what: str, default: str, example: str) -> Any:
    """Which field of records has the text, the title, …"""
    return typer.Option(
        metavar="NAME", show_default=default, help=f"Where records have {what}. Example: {example}"
    )
