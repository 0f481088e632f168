"""Arguments and options shared by commands: declarations, checks (exit code 2) and shell completion."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from claimx.cli.console import set_quiet
from claimx.readers import FORMATS as INPUT_FORMATS
from claimx.writers import FORMATS, STORES

if TYPE_CHECKING:
    from claimx.schema import Layer

OUTPUT_FORMATS = (*FORMATS, *STORES)
# Tables are for a terminal, and a page of HTML holds one article.
BATCH_FORMATS = tuple(name for name in OUTPUT_FORMATS if name not in ("table", "html"))
REPORT_FORMATS = ("table", "json")
SIDE_BY_SIDE_FORMATS = ("table", "json", "html")
SIDE_BY_SIDE_ENDINGS = {".html": "html", ".htm": "html", ".json": "json", ".txt": "table"}
# `claimx.schema.LAYERS`, which would load pydantic.
LAYER_NAMES = ("entities", "statements", "quantities", "dates")
# Other names that are accepted for a layer or a section of a comparison.
_SYNONYMS = {"numbers": "quantities", "quantities": "numbers", "quotes": "quotations"}


def one_of(names: Collection[str]) -> Callable[[str | None], str | None]:
    """A check that a value is one of some names."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in names:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(names)}")
        return value

    return check


def all_of(names: Collection[str]) -> Callable[[str | None], str | None]:
    """A check that a value is a comma-separated list of some names; gives them in their own order."""

    def check(value: str | None) -> str | None:
        chosen = {_canonical(name, names) for name in (value or "").split(",") if name.strip()}
        return ",".join(name for name in names if name in chosen)

    return check


def _canonical(written: str, names: Collection[str]) -> str:
    """The name meant by `Statements`, ` statement`, or `numbers` for `quantities`."""
    name = written.strip().lower()
    plural = f"{name.removesuffix('y')}ies" if name.endswith("y") else f"{name}s"
    for candidate in (name, plural, _SYNONYMS.get(name, ""), _SYNONYMS.get(plural, "")):
        if candidate in names:
            return candidate
    raise typer.BadParameter(f"{written.strip()!r} is not one of {', '.join(names)}")


def check_not_an_input(output: Path | None, paths: Iterable[str]) -> None:
    """Refuse an output file that is one of the inputs."""
    if output and output.exists() and any(Path(p).exists() and output.samefile(p) for p in paths):
        raise typer.BadParameter(f"{output} is one of the inputs; name another file with --output")


def infer_format(output: Path | None, endings: Mapping[str, str]) -> str:
    """The format of an output by its extension; a table for a terminal or a device, JSON for a pipe."""
    if output is None:
        return "table" if sys.stdout.isatty() else "json"
    if output.exists() and not output.is_file():
        return "table"
    if output.suffix.lower() not in endings:
        raise typer.BadParameter(
            f"{output}: the format is not clear; use one of the extensions {', '.join(endings)}, or --format"
        )
    return endings[output.suffix.lower()]


def parse_probability(value: str) -> float:
    """A number from 0 to 1."""
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    # False for a NaN too.
    if not 0 <= number <= 1:
        raise typer.BadParameter(f"{value!r} is not a number from 0 to 1")
    return number


def parse_day(value: str) -> date:
    """A day, or the day of a time: `2024-03-04`, `20240304`, `2024-03-04T10:00:00Z`."""
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a day; write it as YYYY-MM-DD") from None


def chosen_layers(names: str | None) -> tuple[Layer, ...]:
    """The layers in a list that `all_of` has checked; all layers if there is none."""
    return cast("tuple[Layer, ...]", tuple(names.split(",")) if names else LAYER_NAMES)


def complete_from(names: Iterable[str]) -> Callable[[str], list[str]]:
    """Shell completion: one of some names."""
    return lambda incomplete: [name for name in names if name.startswith(incomplete)]


def complete_list_from(names: Iterable[str]) -> Callable[[str], list[str]]:
    """Shell completion: one more name of a comma-separated list."""

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        given = before.split(",")
        return [f"{before}{comma}{name}" for name in names if name.startswith(last) and name not in given]

    return complete


def option(*names: str, help: str, metavar: str = "", default: str = "", **settings: Any) -> Any:
    """An option; flags have no `metavar`; `default`: what happens without it, in words."""
    help = f"{help} Default: {default}." if default else help
    return typer.Option(*names, metavar=metavar, help=help, show_default=False, **settings)


def list_option(names: Collection[str], *option_names: str, metavar: str, help: str) -> Any:
    """A comma-separated list of names."""
    return option(
        *option_names,
        metavar=metavar,
        callback=all_of(names),
        autocompletion=complete_list_from(names),
        help=help,
        default="all",
    )


def layers_option(verb: str, *names: str) -> Any:
    """Which layers a command is to keep, mark, …; `names`: of the option, where it has more than one."""
    help = f"Layers to {verb}: {', '.join(LAYER_NAMES)}. Example: `--only statements,quantities`."
    return list_option(LAYER_NAMES, *names, metavar="LAYERS", help=help)


def format_option(formats: Collection[str], default: str, help: str) -> Any:
    """The output format; `default`: the format without this option, in words."""
    return option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=one_of(formats),
        autocompletion=complete_from(formats),
        default=default,
        help=f"Output format: {', '.join(formats)}. {help}",
    )


def output_option(help: str, default: str = "standard output") -> Any:
    """A file for the output; `-` is the standard output."""
    return option(
        "--output",
        "-o",
        metavar="FILE",
        callback=lambda path: None if path == Path("-") else path,
        help=help,
        default=default,
    )


def field_option(what: str, default: str, example: str) -> Any:
    """The field of records that has the text, the title, …"""
    return option(
        metavar="NAME", default=f"`{default}`", help=f"Field of records with {what}. Example: {example}."
    )


Results = Annotated[
    list[str],
    typer.Argument(
        metavar="RESULTS",
        show_default=False,
        help="Output of `claimx extract` or `claimx batch` (JSON, JSON Lines, SQLite), or articles; "
        "`-` is the standard input.",
    ),
]
SideBySideFormat = Annotated[
    str | None,
    format_option(
        SIDE_BY_SIDE_FORMATS,
        "inferred from the extension of --output, or table on a terminal and json in a pipe",
        "Example: `--format json`.",
    ),
]
Model = Annotated[
    str | None,
    option(
        metavar="FOLDER",
        help="Model to use. Example: `--model models/my_model`.",
        default="the model shipped with claimx",
    ),
]
InputFormat = Annotated[
    str | None,
    option(
        metavar="FORMAT",
        callback=one_of(INPUT_FORMATS),
        autocompletion=complete_from(INPUT_FORMATS),
        default="inferred from each file's name, or its first bytes",
        help=f"Input format: {', '.join(INPUT_FORMATS)}. Example: `--input-format jsonl`.",
    ),
]
MinConfidence = Annotated[
    float | None,
    option(
        metavar="P",
        parser=parse_probability,
        help="Drop statements below this confidence (0 to 1); their numbers are kept, without statement and "
        "speaker. Example: `--min-confidence 0.8`.",
        default="keep all",
    ),
]
NoText = Annotated[bool, option("--no-text", help="Leave the text of the articles out of the results.")]
Quiet = Annotated[
    bool,
    option("--quiet", "-q", callback=set_quiet, help="Print no warnings, notes or progress; errors only."),
]
