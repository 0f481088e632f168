"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx import __version__
from claimx.cli.batch import batch
from claimx.cli.compare import compare
from claimx.cli.extract import extract
from claimx.cli.model import model
from claimx.cli.report import report
from claimx.cli.schema import schema
from claimx.cli.show import show

app = typer.Typer(
    name="claimx",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimx {__version__}")
        raise typer.Exit


@app.callback()
def claimx(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Read news articles: who and what is named, who said what, and which numbers are claimed.

    Every result carries the exact characters it was read from. Nothing leaves your machine.

    Example: `claimx extract article.txt`
    """


app.command()(extract)
app.command()(batch)
app.command()(report)
app.command()(compare)
app.command()(show)
app.command()(schema)
app.add_typer(model, name="model")
