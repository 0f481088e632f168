"""Values of options that Typer has no type for: their checks (usage errors, exit code 2) and choices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from claimx.writers import FORMATS, STORES

if TYPE_CHECKING:
    from claimx.compare.schema import Section
    from claimx.schema import Layer

OUTPUT_FORMATS = (*FORMATS, *STORES)
# Tables are for a terminal, and a page of HTML holds one article.
BATCH_FORMATS = tuple(name for name in OUTPUT_FORMATS if name not in ("table", "html"))
REPORT_FORMATS = ("table", "json")
# As `claimx.compare.schema` and `claimx.schema` have them, which load too much for the command line.
COMPARED = ("numbers", "quotations", "speakers")
LAYER_NAMES = ("entities", "statements", "quantities", "dates")


def one_of(names: Collection[str]) -> Callable[[str | None], str | None]:
    """A check that a value is one of some names."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in names:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(names)}")
        return value

    return check


def all_of(names: Collection[str]) -> Callable[[str | None], str | None]:
    """A check that a value is a comma-separated list of some names."""

    def check(value: str | None) -> str | None:
        for name in (value or "").split(","):
            if name and name not in names:
                raise typer.BadParameter(f"{name!r} is not one of {', '.join(names)}")
        return value

    return check


def check_output_is_new(output: Path | None, paths: Iterable[str]) -> None:
    """A place for output that is none of the results it is made of."""
    if output and output.exists() and any(Path(p).exists() and output.samefile(p) for p in paths):
        raise typer.BadParameter(f"{output} is one of the results; name another file with --output")


def check_probability(value: float | None) -> float | None:
    """A number from 0 to 1."""
    # Written so that what is not a number does not pass.
    if value is not None and not 0 <= value <= 1:
        raise typer.BadParameter(f"{value} is not a number from 0 to 1")
    return value


def chosen_layers(names: str | None) -> tuple[Layer, ...]:
    """The layers in a list that has been checked, in the order of the results; all if there is none."""
    from claimx.schema import LAYERS

    return tuple(layer for layer in LAYERS if not names or layer in names.split(","))


def chosen_sections(names: str | None) -> tuple[Section, ...]:
    """What to compare, from a list that has been checked; everything if there is none."""
    from claimx.compare.schema import SECTIONS

    return tuple(section for section in SECTIONS if not names or section in names.split(","))
