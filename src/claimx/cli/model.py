"""`claimx model`: the commands that are about a model, not about articles."""

from __future__ import annotations

import typer

from claimx.cli.evaluate import evaluate

model = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown")


@model.callback()
def _model() -> None:
    """Look into a model.

    Example: `claimx model evaluate tests/gold`
    """


model.command()(evaluate)
