"""`claimx show`: articles with what was read in them marked in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from claimx.cli import console
from claimx.cli.options import (
    InputOptions,
    Model,
    Narrowing,
    Quiet,
    Results,
    chosen_layers,
    layers_option,
)
from claimx.errors import InputError

if TYPE_CHECKING:
    from claimx.schema import Extraction

# The line between two articles.
_BETWEEN = f"\n{'─' * 40}\n\n"


def show(
    paths: Results,
    narrowing: Narrowing = Narrowing(),
    only: Annotated[str | None, layers_option("mark", "--only", "--layer")] = None,
    inputs: InputOptions = InputOptions(),
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Print articles with sources, cues, contents, quantities, dates and entities marked in the text.

    Several articles follow each other, with a line between them. Marks are colours and styles on a terminal,
    and brackets elsewhere or where `NO_COLOR` is set. Exit code 0: all were printed; 1: there was none, or
    an input could not be read; 2: wrong usage.

    Example: `claimx show samples/truce.txt --only statements,quantities`

    Example: `claimx show claims.db --where speaker=Marwick`
    """
    with console.clean_exits() as problems:
        from claimx.writers import open_output
        from claimx.writers.terminal import write_highlighted

        results = narrowing.narrow(inputs.results(paths, model))
        shown = 0
        with open_output(None) as stream:
            for extraction in problems.drop_from(results):
                if not extraction.document.text:
                    problems.report(_without_text(extraction))
                    continue
                if shown:
                    stream.write(_BETWEEN)
                write_highlighted(extraction, chosen_layers(only), stream)
                shown += 1
                if narrowing.ids and shown == len(set(narrowing.ids)):
                    break
        if not shown and not problems.count:
            raise InputError("there is no article", "name a file of results, or an article")


def _without_text(extraction: Extraction) -> InputError:
    return InputError(
        f"{extraction.document.id}: these results do not contain the article's text",
        "write them without --no-text, or name the article itself",
    )
