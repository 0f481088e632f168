"""`claimx show`: one article, with what was read in it marked in the text."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.cli.completion import complete_list_from
from claimx.cli.exits import FAILED, clean_exits
from claimx.cli.options import LAYER_NAMES, check_layers, chosen_layers


def show(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="RESULTS…",
            show_default=False,
            help="What `claimx extract` or `claimx batch` wrote (JSON, JSON Lines, SQLite), or articles; "
            "`-` is the standard input.",
        ),
    ],
    id_: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="ID",
            show_default="the only article there is",
            help="The id of the article to show. Example: `--id truce`",
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(
            "--only",
            "--layer",
            metavar="LAYERS",
            callback=check_layers,
            autocompletion=complete_list_from(LAYER_NAMES),
            show_default="all four",
            help="Layers to mark: entities, statements, quantities, dates. Example: `--only statements`",
        ),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER",
            show_default="the one that comes with claimx",
            help="The model to read articles with. Example: `--model models/my_model`",
        ),
    ] = None,
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
