"""Checks of option values that Typer has no type for; each raises a usage error (exit code 2)."""

from __future__ import annotations

from collections.abc import Callable, Collection

import typer

from claimx.readers import FORMATS as INPUT_FORMATS
from claimx.writers import FORMATS as OUTPUT_FORMATS


def _one_of(names: Collection[str]) -> Callable[[str | None], str | None]:
    def check(value: str | None) -> str | None:
        if value is not None and value not in names:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(names)}")
        return value

    return check


check_input_format = _one_of(INPUT_FORMATS)
check_output_format = _one_of(OUTPUT_FORMATS)


def check_layers(value: str | None) -> str | None:
    """A comma-separated list of layers."""
    from claimx.results import LAYERS

    for name in (value or "").split(","):
        if name and name not in LAYERS:
            raise typer.BadParameter(f"{name!r} is not one of {', '.join(LAYERS)}")
    return value
