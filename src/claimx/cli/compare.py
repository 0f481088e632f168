"""`claimx compare`: several articles side by side."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from claimx.cli import console
from claimx.cli.options import (
    INFERRED,
    SIDE_BY_SIDE_ENDINGS,
    InputOptions,
    Model,
    Narrowing,
    Quiet,
    Results,
    check_inputs,
    choice_option,
    format_option,
    infer_format,
    list_option,
    option,
    output_option,
)
from claimx.text import printable

if TYPE_CHECKING:
    from claimx.compare import Section
    from claimx.compare.comparer import Comparer
    from claimx.compare.stories import Grouping

# `claimx.compare.SECTIONS`, which would load pydantic.
SECTIONS = ("numbers", "quotations", "speakers")
# `claimx.compare.stories.Grouping`
GROUPINGS = ("auto", "one")
FORMATS = ("table", "json", "csv", "markdown", "html", "xlsx")
_ENDINGS = {**SIDE_BY_SIDE_ENDINGS, ".csv": "csv", ".md": "markdown", ".xlsx": "xlsx"}


@dataclass(frozen=True)
class Compared:
    """What is compared."""

    only: Annotated[
        str | None,
        list_option(
            SECTIONS,
            metavar="SECTIONS",
            help=f"What to compare: {', '.join(SECTIONS)}. Example: `--only numbers,quotations`.",
        ),
    ] = None
    about: Annotated[
        str | None,
        option(
            metavar="WORD",
            help="List the statements of each speaker that contain this word, in any of its forms. "
            "Example: `--about sprinklers`.",
        ),
    ] = None
    group: Annotated[
        str | None,
        choice_option(
            GROUPINGS,
            metavar="HOW",
            default="up to 30 articles are one story, and those that are like no other are named",
            help="Stories: `one` takes all articles for one story, `auto` finds those about the same "
            "events. Example: `--group one`.",
        ),
    ] = None

    def comparer(self) -> Comparer:
        """An empty comparison of these sections."""
        from claimx.compare.comparer import Comparer

        sections = cast("tuple[Section, ...]", tuple(self.only.split(",")) if self.only else SECTIONS)
        return Comparer(sections=sections, about=self.about, group=cast("Grouping | None", self.group))


def compare(
    paths: Results,
    compared: Compared = Compared(),
    output_format: Annotated[
        str | None, format_option(FORMATS, INFERRED, "Example: `--format json`.")
    ] = None,
    output: Annotated[Path | None, output_option("comparison.json")] = None,
    narrowing: Narrowing = Narrowing(),
    inputs: InputOptions = InputOptions(),
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Compare articles: which numbers differ, which quotations were changed, who is quoted.

    Numbers about the same thing are grouped: they agree, differ, are disputed (by different claimants),
    change over time, have floors that differ (`at least 184`, `at least 148`) or another unit. Quotations
    show what an article cut or changed, whether the meaning may change by it, and whether they are attributed
    to different people. CSV, Markdown, HTML and XLSX have the sentence beside each number and quotation. Exit
    code 0: all articles were read; 1: some could not be read; 2: wrong usage.

    Example: `claimx compare samples/*.txt --only numbers,quotations`

    Example: `claimx compare claims.db --format json | jq '.numbers[] | select(.verdict == "differs")'`
    """
    check_inputs(output, paths)
    output_format = output_format or infer_format(output, _ENDINGS)
    if output is None and output_format == "xlsx":
        raise typer.BadParameter("an Excel workbook needs a file; name one with --output")
    with console.clean_exits() as problems, compared.comparer() as comparer:
        results = narrowing.narrow(inputs.results(paths, model))
        with console.show_reading(shown=sys.stderr.isatty()) as progress:
            for extraction in problems.drop_from(results):
                comparer.add(extraction)
                progress.advance()
        if not comparer.articles:
            if not problems.count:
                from claimx.errors import InputError

                raise InputError(
                    "there is nothing to compare: no results and no articles were found",
                    "name files of results, or articles",
                )
            raise typer.Exit(console.FAILED)
        if comparer.articles == 1:
            console.warning("there is only one article, and nothing to compare it with")
        for id_ in comparer.alone:
            console.note(f"{printable(id_)} is like no other article, so a story of its own; see --group one")
        write_comparison(comparer, output, output_format)


def write_comparison(comparer: Comparer, output: Path | None, output_format: str) -> None:
    """Write a comparison in one of `FORMATS`."""
    from claimx.compare.render import WRITERS, write_json, write_table
    from claimx.writers import open_output

    write = {"table": write_table, "json": write_json, **WRITERS}[output_format]
    with open_output(output) as stream:
        write(comparer, stream)
