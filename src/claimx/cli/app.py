"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx import __version__
from claimx.cli.batch import batch
from claimx.cli.compare import compare
from claimx.cli.console import clean_exits
from claimx.cli.evaluate import evaluate
from claimx.cli.extract import extract
from claimx.cli.options import option
from claimx.cli.report import report
from claimx.cli.rules import rules
from claimx.cli.show import show

app = typer.Typer(
    name="claimx",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
model = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimx {__version__}")
        raise typer.Exit


@app.callback()
def claimx(
    version: Annotated[
        bool,
        option("--version", "-V", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Extract entities, attributed statements, quantities and dates from news articles.

    Every result carries the exact characters it was read from. Nothing leaves your machine, unless a path
    is the address of a remote file.

    Example: `claimx extract article.txt`
    """


def schema() -> None:
    """Print the JSON Schema of the results.

    Example: `claimx schema > claimx.schema.json`
    """
    with clean_exits():
        import json

        from claimx.schema import json_schema
        from claimx.writers.output import open_output

        with open_output(None) as stream:
            stream.write(json.dumps(json_schema(), indent=2) + "\n")


@model.callback()
def _model() -> None:
    """Inspect and measure models.

    Example: `claimx model evaluate tests/gold`
    """


for command in (extract, batch, report, compare, show, rules, schema):
    app.command()(command)
model.command()(evaluate)
app.add_typer(model, name="model")
