"""The `claimx` command. Each command is thin: it parses, calls the library, and prints."""

from __future__ import annotations

import gc
import os
import sys
from itertools import pairwise
from typing import Annotated, Any, cast

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from claimx import __version__
from claimx.cli import batch, compare, diff, evaluate, extract, report, rules, show, verify
from claimx.cli.console import clean_exits
from claimx.cli.options import grouped, option


def _without_types(params: list[Any]) -> list[Any]:
    """The parameters without the names of Python's types, which Typer adds to arguments and to flags."""
    for param in params:
        if isinstance(param, TyperArgument):
            param.display_type_rich = lambda ctx: None  # type: ignore[method-assign]
        elif param.metavar is None:
            param.metavar = ""
    return params


class _Command(TyperCommand):
    def get_params(self, ctx: Any) -> list[Any]:
        return _without_types(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = [*args]
        rest: list[str] = super().parse_args(ctx, args)
        _check_not_empty(given)
        return rest


def _check_not_empty(args: list[str]) -> None:
    """Refuse empty arguments and values: `--text-field ''`, or a variable of the shell that is not set.

    Raises:
        typer.BadParameter: there is one.
    """
    for before, arg in pairwise(["", *args]):
        name = before if before.startswith("-") else arg.rstrip("=")
        if arg and not (arg.startswith("--") and arg.endswith("=")):
            continue
        if name.startswith("-"):
            raise typer.BadParameter("the value is empty", param_hint=f"'{name}'")
        raise typer.BadParameter("an argument is empty; is it a variable of the shell that is not set?")


class _Group(TyperGroup):
    def get_params(self, ctx: Any) -> list[Any]:
        return _without_types(super().get_params(ctx))


app = typer.Typer(
    name="claimx",
    cls=_Group,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
model = typer.Typer(cls=_Group, no_args_is_help=True, rich_markup_mode="markdown")


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

    Every result carries the exact characters it was read from. Only a path that is an address, such as
    `https://…` or `s3://…`, makes claimx use a network.

    Example: `claimx extract article.txt`
    """


def schema() -> None:
    """Print the JSON Schema of the results.

    Example: `claimx schema > claimx.schema.json`
    """
    with clean_exits():
        import json

        from claimx.schema import json_schema
        from claimx.writers import open_output

        with open_output(None) as stream:
            stream.write(json.dumps(json_schema(), indent=2) + "\n")


@app.command(name="help", hidden=True, cls=_Command)
def print_help(
    ctx: typer.Context,
    command: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="COMMAND",
            show_default=False,
            help="Name of a command, after that of its group. Example: `model evaluate`.",
        ),
    ] = None,
) -> None:
    """Print the help of a command, or of all.

    Example: `claimx help extract`

    Example: `claimx help model evaluate`
    """
    within = ctx.find_root()
    for name in command or ():
        if not isinstance(within.command, TyperGroup):
            raise typer.BadParameter(f"there is no command {name!r} in {within.command_path}")
        _, found, _ = within.command.resolve_command(within, [name])
        within = type(ctx)(
            cast("TyperCommand", found),
            info_name=name,
            parent=within,
            help_option_names=ctx.help_option_names,
        )
    typer.echo(within.get_help())


@model.callback()
def _model() -> None:
    """Inspect and measure models.

    Example: `claimx model evaluate tests/gold`
    """


for command in (
    *(extract.extract, batch.batch, report.report, compare.compare, diff.diff, verify.verify),
    *(show.show, rules.rules, schema),
):
    app.command(cls=_Command)(grouped(command))
model.command(cls=_Command)(grouped(evaluate.evaluate))
app.add_typer(model, name="model")


# How many new objects there are before the garbage collector looks for cycles among them. With Python's 700
# it takes 0.67 s of the 3.7 s of processor time until a first article is read, with these 0.36 s.
_OBJECTS_BEFORE_COLLECTION = 10_000


def main() -> None:
    """Run the command line."""
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTION)
    _fill_closed_streams()
    app(prog_name="claimx")


def _fill_closed_streams() -> None:
    """Open the standard streams that are closed, so that reading and writing them fails as with any file.

    Otherwise Python has no object for them, and the next file that is opened takes their number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            # A closed standard error takes messages; the other two fail.
            wrong = os.O_RDONLY if name == "stdout" else os.O_WRONLY
            descriptor = os.open(os.devnull, wrong)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
