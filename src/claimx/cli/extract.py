"""`claimx extract`: articles in, results out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.options import (
    OUTPUT_FORMATS,
    InputFormat,
    MinConfidence,
    Model,
    NoText,
    Quiet,
    check_not_an_input,
    chosen_layers,
    format_option,
    layers_option,
    option,
    output_option,
    parse_day,
)
from claimx.readers import STDIN
from claimx.writers import ENDINGS, STORES, format_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.article import Article
    from claimx.schema import Extraction
    from claimx.writers.settings import Settings


def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", show_default=False, help="Articles to read; `-` is the standard input."
        ),
    ] = None,
    output_format: Annotated[
        str | None,
        format_option(
            OUTPUT_FORMATS,
            "inferred from the extension of --output, or table on a terminal and json in a pipe",
            "json is one object for one article and JSON Lines for more; parquet and sqlite need --output. "
            "Example: `--format csv`.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        output_option(
            "Write to FILE, which is replaced only once it is complete; .gz and .zst are compressed. "
            "Example: `-o claims.db`."
        ),
    ] = None,
    only: Annotated[str | None, layers_option("keep")] = None,
    min_confidence: MinConfidence = None,
    published: Annotated[
        date | None,
        option(
            "--date",
            metavar="YYYY-MM-DD",
            parser=parse_day,
            help="Day of publication, from which relative dates such as `Friday` are computed. "
            "Example: `--date 2023-12-02`.",
            default="the date given in the article",
        ),
    ] = None,
    model: Model = None,
    explain: Annotated[
        bool,
        option(
            "--explain",
            help="After the tables of each article, print the rule that read each number and date, the "
            "phrases considered for each number's links (before --min-confidence), and the numbers left out. "
            "Only with the format table.",
        ),
    ] = False,
    no_text: NoText = False,
    input_format: InputFormat = None,
    timeout: Annotated[
        float,
        typer.Option(
            metavar="SECONDS", min=0.1, help="How long one article may take. Example: `--timeout 60`."
        ),
    ] = 600,
    quiet: Quiet = False,
) -> None:
    """Extract entities, statements, quantities and dates, each with its exact place in the text.

    Results go to the standard output, messages to the standard error. Exit code 0: all articles were
    read; 1: some could not be read; 2: wrong usage.

    Example: `claimx extract samples/*.txt --only quantities --format csv > numbers.csv`

    Example: `claimx extract samples/truce.txt --explain --only quantities,dates`

    Example: `cat articles.jsonl | claimx extract - | jq '.statements[].source.name'`
    """
    if not paths:
        if sys.stdin.isatty():
            raise typer.BadParameter("name an article to read, or - for the standard input")
        paths = [STDIN]
    check_not_an_input(output, paths)
    output_format = _table_for(output, output_format) if explain else output_format or _format_for(output)
    if output is None and output_format in STORES:
        raise typer.BadParameter(f"{output_format} cannot be printed; name a file for it with --output")
    with console.clean_exits() as problems:
        from claimx.api import extract_articles
        from claimx.model import load
        from claimx.readers import read_articles
        from claimx.writers.output import open_results
        from claimx.writers.settings import Settings

        articles = _prepared(
            problems.drop_from(read_articles(paths, input_format=input_format)), published=published
        )
        # If no article can be read, the model is not loaded and the output not touched.
        first = next(articles, None)
        if first is None:
            return
        settings = Settings(layers=chosen_layers(only), text=not no_text)
        # Results that are printed on the terminal are progress enough.
        shown = sys.stderr.isatty() and (output is not None or not sys.stdout.isatty())
        docs: list[Doc] = []
        results = extract_articles(
            chain([first], articles),
            load(model),
            min_confidence=min_confidence,
            timeout=timeout,
            on_doc=docs.append if explain else None,
        )
        with (
            _open_explained(output, settings, docs)
            if explain
            else open_results(output, output_format, settings) as write,
            console.count_articles(shown=shown) as advance,
        ):
            for extraction in problems.drop_from(results):
                _check_language(extraction)
                write(extraction)
                advance()


def _format_for(output: Path | None) -> str:
    if output is None:
        return "table" if sys.stdout.isatty() else "json"
    found = format_of(output)
    if found is None and output.exists() and not output.is_file():
        return "json"  # a pipe or a device has no extension
    if found is None:
        raise typer.BadParameter(
            f"{output}: the format is not clear; use one of the extensions {', '.join(ENDINGS)}, or --format"
        )
    return found


def _table_for(output: Path | None, output_format: str | None) -> str:
    """The format table, unless another is chosen, which cannot have explanations."""
    chosen = output_format or (format_of(output) if output else None) or "table"
    if chosen != "table":
        raise typer.BadParameter(
            f"--explain does not work with the format {chosen}; it needs --format table",
            param_hint="--explain",
        )
    return chosen


@contextmanager
def _open_explained(
    output: Path | None, settings: Settings, docs: list[Doc]
) -> Iterator[Callable[[Extraction], None]]:
    """A function that writes an extraction as tables, then explains its `Doc`, the last of `docs`."""
    from claimx.explain import explain
    from claimx.writers.explanation import ExplanationWriter
    from claimx.writers.output import open_output
    from claimx.writers.terminal import TableWriter

    with open_output(output) as stream:
        tables = TableWriter(stream, settings)
        explanations = ExplanationWriter(stream, settings.layers)

        def write(extraction: Extraction) -> None:
            tables.write(extraction)
            explanations.write(explain(docs.pop()))

        yield write
        tables.close()


def _prepared(articles: Iterable[Article], *, published: date | None) -> Iterator[Article]:
    """The articles with their day of publication; notices about them are printed."""
    from claimx.article import label

    for article in articles:
        for notice in article.notices:
            console.warning(f"{label(article.id, article.path)}: {notice}")
        yield replace(article, published=published) if published else article


def _check_language(extraction: Extraction) -> None:
    from claimx.article import label
    from claimx.language import ENGLISH

    document = extraction.document
    if document.language != ENGLISH:
        console.warning(
            f"{label(document.id, document.path)}: this seems to be {document.language!r}, not English; "
            "claimx reads English only, so the results will be unreliable"
        )
