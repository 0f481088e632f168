"""One run of `claimx extract`, from the paths to the last byte written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path

from claimx.api import extract_articles
from claimx.article import Article, label
from claimx.cli import messages
from claimx.cli.progress import count_articles
from claimx.errors import ArticleError, InputError
from claimx.language import ENGLISH
from claimx.model import load
from claimx.readers import read_articles
from claimx.schema import Extraction
from claimx.writers.output import open_results
from claimx.writers.settings import Settings


@dataclass
class Job:
    """What to read, how, and where the results go."""

    paths: list[str]
    input_format: str | None
    published: date | None
    model: str | None
    min_confidence: float | None
    output: Path | None
    output_format: str
    settings: Settings
    _failures: int = field(default=0, init=False)

    def run(self) -> bool:
        """Read everything and write what was read; whether all of it could be read."""
        articles = self._articles()
        # Without anything to read there is no need to load the model, or to touch the output.
        first = next(articles, None)
        if first is not None:
            everything = chain([first], articles)
            self._write(extract_articles(everything, load(self.model), min_confidence=self.min_confidence))
        return not self._failures

    def _articles(self) -> Iterator[Article]:
        for item in read_articles(self.paths, input_format=self.input_format):
            if not isinstance(item, Article):
                self._fail(item)
                continue
            for notice in item.notices:
                messages.warning(f"{label(item.id, item.path)}: {notice}")
            yield item if self.published is None else replace(item, published=self.published)

    def _write(self, results: Iterator[Extraction | ArticleError | InputError]) -> None:
        opened = open_results(self.output, self.output_format, self.settings)
        with opened as write, count_articles(shown=self._is_out_of_sight()) as advance:
            for result in results:
                if isinstance(result, Extraction):
                    self._check_language(result)
                    write(result)
                else:
                    self._fail(result)
                advance()

    def _is_out_of_sight(self) -> bool:
        """Whether somebody is watching, but does not see the results come."""
        return sys.stderr.isatty() and (self.output is not None or not sys.stdout.isatty())

    def _check_language(self, extraction: Extraction) -> None:
        document = extraction.document
        if document.language != ENGLISH:
            messages.warning(
                f"{label(document.id, document.path)}: this seems to be {document.language!r}, not English; "
                "claimx reads English, so do not trust what it finds here"
            )

    def _fail(self, problem: ArticleError | InputError) -> None:
        self._failures += 1
        messages.error(problem)
