"""`claimx extract`: articles in, results out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.options import (
    INFERRED,
    OUTPUT,
    OUTPUT_FORMATS,
    READING,
    InputOptions,
    Links,
    MinConfidence,
    Model,
    NoText,
    Published,
    Quiet,
    WriterOptions,
    check_inputs,
    format_option,
    infer_format,
    layers_option,
    option,
    output_option,
    timeout_option,
)
from claimx.errors import InputError
from claimx.readers import STDIN
from claimx.text import counted
from claimx.writers import ENDINGS, STORES, format_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.article import Article
    from claimx.schema import Extraction
    from claimx.writers import Settings

# Notes of a kind; more are counted.
_NOTED = 5


@dataclass(frozen=True)
class Written(WriterOptions):
    """What is written, where, and how."""

    output_format: Annotated[
        str | None,
        format_option(
            OUTPUT_FORMATS,
            INFERRED,
            "json is one object for one article and JSON Lines for more; parquet and sqlite need --output. "
            "Example: `--format csv`.",
        ),
    ] = None
    output: Annotated[Path | None, output_option("claims.db", more="; .gz and .zst are compressed")] = None
    only: Annotated[str | None, layers_option("keep")] = None
    no_text: NoText = False
    explain: Annotated[
        bool,
        option(
            "--explain",
            help="After the tables of each article, print the rule that read each number and date, the "
            "phrases considered for each number's links (before --min-confidence), and the numbers left out. "
            "Only with the format table.",
            panel=OUTPUT,
        ),
    ] = False
    links: Links = False

    def chosen_format(self) -> str:
        """The format that is named or inferred.

        Raises:
            typer.BadParameter: it is not clear, needs a file, or cannot have explanations.
        """
        output = self.output
        if self.explain:
            chosen = self.output_format or (format_of(output) if output else None) or "table"
            if chosen != "table":
                message = f"--explain does not work with the format {chosen}; it needs --format table"
                raise typer.BadParameter(message, param_hint="--explain")
            return chosen
        chosen = self.output_format or infer_format(output, ENDINGS, device="json")
        if output is None and chosen in STORES:
            raise typer.BadParameter(f"{chosen} cannot be printed; name a file for it with --output")
        return chosen


@dataclass(frozen=True)
class Reading:
    """How articles are read."""

    published: Published = None
    min_confidence: MinConfidence = None
    timeout: Annotated[float, timeout_option(READING)] = 600.0
    model: Model = None


def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", show_default=False, help="Articles to read; `-` is the standard input."
        ),
    ] = None,
    written: Written = Written(),
    inputs: InputOptions = InputOptions(),
    reading: Reading = Reading(),
    quiet: Quiet = False,
) -> None:
    """Extract entities, statements, quantities and dates, each with its exact place in the text.

    Results go to the standard output, messages to the standard error. Exit code 0: all articles were
    read; 1: some could not be read; 2: wrong usage.

    Example: `claimx extract samples/*.txt --only quantities --format csv > numbers.csv`

    Example: `claimx extract samples/truce.txt --explain --only quantities,dates`

    Example: `cat articles.jsonl | claimx extract - | jq '.statements[].source.name'`
    """
    if not paths and sys.stdin.isatty():
        raise typer.BadParameter("name an article to read, or - for the standard input")
    paths = paths or [STDIN]
    check_inputs(written.output, paths)
    output_format = written.chosen_format()
    with console.clean_exits() as problems:
        articles = read_inputs(paths, inputs, reading.published, problems)
        # If no article can be read, the model is not loaded and the output not touched.
        first = next(articles, None)
        if first is not None:
            write_results(chain([first], articles), output_format, written, reading, problems)
        elif not problems.count:
            console.note("there are no articles in the input")


def read_inputs(
    paths: list[str], inputs: InputOptions, published: date | None, problems: console.Problems
) -> Iterator[Article]:
    """The articles in files, with their day of publication; errors and notices are printed."""
    from claimx.article import label
    from claimx.readers import read_articles
    from claimx.saved import written_by_claimx

    found = []
    for path in paths:
        if inputs.input_format is None and written_by_claimx(path):
            remedy = (
                "claimx show, report and compare read results that are kept as JSON, JSON Lines or SQLite; "
                "if this is an article, name its format: --input-format text"
            )
            problems.report(InputError(f"{path}: claimx wrote this; it is no article", remedy))
        else:
            found.append(path)
    articles = read_articles(found, input_format=inputs.input_format, fields=inputs.names)
    for article in problems.drop_from(articles):
        for notice in article.notices:
            console.warning(f"{label(article.id, article.path)}: {notice}")
        yield replace(article, published=published) if published else article


def write_results(
    articles: Iterable[Article],
    output_format: str,
    written: Written,
    reading: Reading,
    problems: console.Problems,
) -> None:
    """Read articles and write their results; errors and warnings are printed."""
    from claimx.api import extract_articles, load
    from claimx.page_links import with_links
    from claimx.writers import open_results

    docs: list[Doc] = []
    undated = _Undated()
    output, settings = written.output, written.settings
    with (
        _open_explained(output, settings, docs)
        if written.explain
        else open_results(output, output_format, settings) as write,
        console.show_reading(shown=sys.stderr.isatty()) as progress,
    ):
        results = extract_articles(
            _announced(articles, progress),
            load(reading.model),
            min_confidence=reading.min_confidence,
            timeout=reading.timeout,
            on_doc=docs.append,
        )
        for extraction in problems.drop_from(results):
            _check_language(extraction)
            if "dates" in settings.layers:
                undated.note(extraction, docs[-1])
            with progress.hidden() if output is None and sys.stdout.isatty() else nullcontext():
                write(with_links(extraction) if settings.links else extraction)
            docs.clear()
            progress.advance()
    undated.sum_up()
    if output and sys.stderr.isatty():
        console.note(f"{counted(progress.articles, 'article')} read into {output}")


def _announced(articles: Iterable[Article], progress: console.ReadingProgress) -> Iterator[Article]:
    """The articles, each announced before it is read."""
    from claimx.article import label

    for article in articles:
        progress.begin(label(article.id, article.path), len(article.text))
        yield article


@dataclass
class _Undated:
    """Notes about articles without a day of publication, the first few of which are printed."""

    articles: int = 0
    dates: int = 0

    def note(self, extraction: Extraction, doc: Doc) -> None:
        """Count the relative dates that were left out of an article."""
        from claimx.article import label

        if not (left_out := doc._.undated):
            return
        self.articles += 1
        if self.articles > _NOTED:
            self.dates += left_out
            return
        name = label(extraction.document.id, extraction.document.path)
        console.note(
            f"note: {name}: no publication date; {counted(left_out, 'relative date')} left out "
            "(give --date DAY)"
        )

    def sum_up(self) -> None:
        """Print how many more there are."""
        if self.articles > _NOTED:
            more = counted(self.articles - _NOTED, "more article")
            dates = counted(self.dates, "relative date")
            console.note(f"note: {more} without a publication date; {dates} left out")


@contextmanager
def _open_explained(
    output: Path | None, settings: Settings, docs: list[Doc]
) -> Iterator[Callable[[Extraction], None]]:
    """A function that writes an extraction as tables, then explains its `Doc`, the last of `docs`."""
    from claimx.explain import explain
    from claimx.writers import open_output
    from claimx.writers.terminal import ExplanationWriter, TableWriter

    with open_output(output) as stream:
        tables = TableWriter(stream, settings)
        explanations = ExplanationWriter(stream, settings.layers)

        def write(extraction: Extraction) -> None:
            tables.write(extraction)
            explanations.write(explain(docs[-1]))

        yield write
        tables.close()


def _check_language(extraction: Extraction) -> None:
    from claimx.api import ENGLISH
    from claimx.article import label

    document = extraction.document
    if document.language != ENGLISH:
        console.warning(
            f"{label(document.id, document.path)}: this seems to be {document.language!r}, not English; "
            "claimx reads English only, so the results will be unreliable"
        )
