"""`claimx show`: one article, with what was read in it marked in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Annotated

from claimx.cli import console
from claimx.cli.options import (
    SELECTION,
    InputOptions,
    Model,
    Narrowing,
    Quiet,
    Results,
    chosen_layers,
    layers_option,
    option,
)
from claimx.errors import InputError

if TYPE_CHECKING:
    from claimx.schema import Extraction

# The number of ids listed in a message.
_LISTED = 5


def show(
    paths: Results,
    id_: Annotated[
        str | None,
        option(
            "--id",
            metavar="ID",
            help="Id of the article to show. Example: `--id truce`.",
            default="the only article there is",
            panel=SELECTION,
        ),
    ] = None,
    only: Annotated[str | None, layers_option("mark", "--only", "--layer")] = None,
    narrowing: Narrowing = Narrowing(),
    inputs: InputOptions = InputOptions(),
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Print one article with sources, cues, contents, quantities, dates and entities marked in the text.

    Marks are colours and styles on a terminal, and brackets elsewhere or where `NO_COLOR` is set. Exit
    code 0: the article was printed; 1: it was not found, or an input could not be read; 2: wrong usage.

    Example: `claimx show samples/truce.txt --only statements,quantities`

    Example: `claimx show claims.db --id archive/truce`
    """
    with console.clean_exits() as problems:
        from claimx.writers import open_output
        from claimx.writers.terminal import write_highlighted

        results = problems.drop_from(narrowing.selection().narrow(inputs.results(paths, model)))
        found, ids = _only(results) if id_ is None else _find(results, id_)
        if found is None:
            if problems.count and not ids:
                return
            raise _not_found(id_, ids)
        if not found.document.text:
            raise InputError(
                f"{found.document.id}: these results do not contain the article's text",
                "write them without --no-text, or name the article itself",
            )
        with open_output(None) as stream:
            write_highlighted(found, chosen_layers(only), stream)


def _find(results: Iterator[Extraction], id_: str) -> tuple[Extraction | None, list[str]]:
    """The article with an id, or the ids of all articles."""
    ids = []
    for extraction in results:
        if extraction.document.id == id_:
            return extraction, []
        ids.append(extraction.document.id)
    return None, ids


def _only(results: Iterator[Extraction]) -> tuple[Extraction | None, list[str]]:
    """The only article, or the ids of several: no more than a message needs."""
    first = list(islice(results, _LISTED + 1))
    if len(first) == 1:
        return first[0], []
    return None, [extraction.document.id for extraction in first]


def _not_found(id_: str | None, ids: Sequence[str]) -> InputError:
    if not ids:
        return InputError("there is no article", "name a file of results, or an article")
    if id_ is not None:
        from claimx.selection import no_such_article

        return no_such_article(id_, list(ids))
    listed = ", ".join(ids[:_LISTED]) + (", …" if len(ids) > _LISTED else "")
    return InputError("there are several articles", f"choose one with --id: {listed}")
