"""`claimx verify`: a draft against its sources."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
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
    option,
    output_option,
    parse_day,
)
from claimx.text import counted

if TYPE_CHECKING:
    from claimx.schema import Extraction
    from claimx.verification import Verification

Draft = Annotated[
    str,
    typer.Argument(
        metavar="DRAFT",
        show_default=False,
        help="The draft: an article in any format that `claimx extract` reads, or a file of its results; "
        "`-` reads an article from the standard input.",
    ),
]
Sources = Annotated[
    list[str],
    option(
        "--against",
        "-a",
        metavar="SOURCES",
        help="Files and folders the draft was made from: transcripts, releases, wires, documents; may be "
        "given several times. What follows DRAFT and is no option is a source too. "
        "Example: `--against sources/ --against samples/truce.txt`.",
    ),
]
MoreSources = Annotated[
    list[str] | None,
    typer.Argument(metavar="SOURCES", show_default=False, help="More sources; `-` is the standard input."),
]
DraftDay = Annotated[
    date | None,
    option(
        "--date",
        metavar="DAY",
        parser=parse_day,
        help="Day of publication of the draft, which relative dates (`Friday`) count from. "
        "Example: `--date 2023-12-03`.",
        default="read from the draft, else that of the newest source",
    ),
]


def verify(
    draft: Draft,
    against: Sources,
    more: MoreSources = None,
    published: DraftDay = None,
    output_format: SideBySideFormat = None,
    output: Annotated[Path | None, output_option("check.html")] = None,
    everything: Annotated[
        bool, option("--all", help="In tables, print also what is verbatim or paraphrased.")
    ] = False,
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Check a draft against its sources: every quotation, statement, number, date and name of it.

    Each is *verbatim*, *cut*, *paraphrased*, *changed* (what: negation, number, modal or name first), *given
    to somebody else*, or *not found* in any source, with both passages. A number or date that is right by one
    source and wrong by another has a note with what the other says, and is no fault. Exit code 0: no
    faults; 1: something is changed, given to somebody else or not found, or a file could not be read; 2:
    wrong usage.

    Example: `claimx verify article.txt --against samples/truce.txt`

    Example: `claimx verify article.txt --against samples/ --output check.html`
    """
    sources = [*against, *(more or [])]
    check_inputs(output, [draft, *sources])
    output_format = output_format or infer_format(output, SIDE_BY_SIDE_ENDINGS)
    with console.clean_exits() as problems:
        from claimx.verification import render
        from claimx.verification.drafts import verify as verify_draft
        from claimx.writers import open_output

        read = _read_sources(sources, problems, model)
        checked = _read_draft(draft, published, read, model)
        for source in read:
            if not source.document.text:
                console.warning(f"{source.document.id}: results without text are no source")
        result = verify_draft(checked, read)
        writers: dict[str, Callable[[Verification, TextIO], None]] = {
            "table": partial(render.write_verification_table, everything=everything),
            "html": partial(render.write_verification_page, text=checked.document.text),
            "json": render.write_json,
        }
        with open_output(output) as stream:
            writers[output_format](result, stream)
        if result.faults:
            if output and sys.stderr.isatty():
                console.note(counted(result.faults, "fault"))
            sys.stdout.flush()
            raise typer.Exit(console.FAILED)


def _read_sources(paths: list[str], problems: console.Problems, model: str | None) -> list[Extraction]:
    """The extractions of the sources."""
    from claimx.errors import InputError
    from claimx.saved import read_results

    read = list(problems.drop_from(read_results(paths, model=model)))
    if not read:
        raise InputError("there is no source to check the draft against", "name files of sources")
    return read


def _read_draft(
    path: str, published: date | None, sources: list[Extraction], model: str | None
) -> Extraction:
    """The extraction of the draft, read with its day of publication or that of the newest source."""
    from claimx.api import extract, extract_articles, load
    from claimx.errors import ClaimxError, InputError
    from claimx.readers import STDIN, read_articles
    from claimx.saved import read_results
    from claimx.schema import Extraction

    found: list[object] = []
    if path == STDIN:
        for article in read_articles([path]):
            if isinstance(article, ClaimxError):
                raise article
            found += extract_articles([article], load(model))
    else:
        found += read_results([path], model=model)
    if len(found) != 1:
        raise InputError(f"{path}: there is not one draft here, but {len(found)}", "give one article")
    (draft,) = found
    if isinstance(draft, ClaimxError):
        raise draft
    assert isinstance(draft, Extraction)
    document = draft.document
    if not document.text:
        remedy = "give the draft itself, or results with the text"
        raise InputError(f"{path}: there is no text in these results", remedy)
    days = [source.document.published for source in sources if source.document.published]
    day = published or document.published or max(days, default=None)
    if day == document.published:
        return draft
    return extract(
        document.text,
        published=day,
        title=document.title,
        author=document.author,
        publisher=document.publisher,
        id=document.id,
        nlp=load(model),
    )
