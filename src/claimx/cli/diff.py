"""`claimx diff`: two versions of an article, or of all articles in two folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from claimx.cli import console
from claimx.cli.options import (
    SIDE_BY_SIDE_ENDINGS,
    Model,
    Quiet,
    SideBySideFormat,
    check_inputs,
    infer_format,
    output_option,
)

if TYPE_CHECKING:
    from claimx.cli.console import Problems
    from claimx.schema import Extraction
    from claimx.verification import Revisions

_VERSION_HELP = "an article, a folder of articles, or their results (JSON, JSON Lines, SQLite)"

OldVersion = Annotated[
    str,
    typer.Argument(
        metavar="OLD",
        show_default=False,
        help=f"The old version: {_VERSION_HELP}. Example: `archive/truce.txt`.",
    ),
]
NewVersion = Annotated[
    str,
    typer.Argument(
        metavar="NEW",
        show_default=False,
        help=f"The new version: {_VERSION_HELP}. Of several, those of the same name are compared. "
        "Example: `article.txt`.",
    ),
]


def diff(
    old: OldVersion,
    new: NewVersion,
    output_format: SideBySideFormat = None,
    output: Annotated[Path | None, output_option("edits.html")] = None,
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Show which claims were edited between two versions of an article.

    Numbers, dates, names, quotations and statements that were added, removed or changed, and sentences that
    are in one version only. What has the same words is not shown, nor is what only moved. Exit code 0: all
    was read, whether there are edits or not; 1: some articles could not be read; 2: wrong usage.

    Example: `claimx diff archive/truce.txt article.txt`

    Example: `claimx diff archive/ samples/ --output edits.html`
    """
    check_inputs(output, [old, new])
    output_format = output_format or infer_format(output, SIDE_BY_SIDE_ENDINGS)
    with console.clean_exits() as problems:
        from claimx.errors import InputError
        from claimx.verification import render
        from claimx.verification.versions import diff_all
        from claimx.writers import open_output

        before, after = _by_name(old, problems, model), _by_name(new, problems, model)
        if not (before and after):
            if problems.count:
                raise typer.Exit(console.FAILED)
            raise InputError("there are no articles to compare", "name two articles, or two folders of them")
        if problems.count:
            console.warning("an article that could not be read counts as missing in its version")
        for name, extraction in (*before.items(), *after.items()):
            if not extraction.document.text:
                raise InputError(f"{name}: there is no text in these results", "give the articles themselves")
        result = diff_all(_pairs(before, after))
        writers: dict[str, Callable[[Revisions, TextIO], None]] = {
            "table": render.write_revisions_table,
            "html": render.write_revisions_page,
            "json": render.write_json,
        }
        with open_output(output) as stream:
            writers[output_format](result, stream)


def _by_name(path: str, problems: Problems, model: str | None) -> dict[str, Extraction]:
    """The articles at a path, by their paths within a folder, or their ids."""
    from claimx.readers.inputs import name_path
    from claimx.saved import read_results

    found: dict[str, Extraction] = {}
    for extraction in problems.drop_from(read_results([path], model=model)):
        document = extraction.document
        name = document.id
        if Path(path).is_dir() and document.path and Path(document.path).is_relative_to(path):
            inner = name_path(os.path.relpath(document.path, path))
            # A file with several articles has ids for them.
            name = inner if inner not in found else f"{inner}/{document.id}"
        found[name] = extraction
    return found


def _pairs(
    before: dict[str, Extraction], after: dict[str, Extraction]
) -> Iterator[tuple[str, Extraction | None, Extraction | None]]:
    """The articles of the same name; two single articles are versions of one, whatever their names."""
    if len(before) == len(after) == 1:
        ((_, old),), ((name, new),) = before.items(), after.items()
        yield name, old, new
        return
    for name in dict.fromkeys((*before, *after)):
        yield name, before.get(name), after.get(name)
