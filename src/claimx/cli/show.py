"""`claimx show`: one article, with what was read in it marked in the text."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.cli.checks import chosen_layers
from claimx.cli.exits import FAILED, clean_exits
from claimx.cli.options import Model, Results, layers_option


def show(
    paths: Results,
    id_: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="ID",
            show_default="the only article there is",
            help="The id of the article to show. Example: `--id truce`",
        ),
    ] = None,
    only: Annotated[str | None, layers_option("mark", "--only", "--layer")] = None,
    model: Model = None,
) -> None:
    """Print one article with its sources, cues, contents, numbers, dates and names marked in the text.

    They are told apart by colour and by style; where the output has no styles, by brackets. Exit code 0: the
    article is there; 1: it is not, or could not be read; 2: wrong usage.

    Example: `claimx show samples/truce.txt --only statements,quantities`

    Example: `claimx show claims.db --id archive/truce`
    """
    with clean_exits():
        from claimx.cli.showing import show_article

        if not show_article(paths, id_, chosen_layers(only), model):
            raise typer.Exit(FAILED)
