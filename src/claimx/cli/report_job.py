"""One run of `claimx report`, from the paths to the page on the disk."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from claimx.cli import messages
from claimx.cli.progress import count_articles
from claimx.cli.results_input import ResultsInput
from claimx.report.page import write_report
from claimx.schema import Extraction
from claimx.terminal import printable
from claimx.writers.output import open_output
from claimx.writers.wording import count

# Browsers take their time over more than this, in bytes.
_LARGE = 200_000_000


@dataclass
class ReportJob:
    """What to report, and where the page goes."""

    paths: list[str]
    output: Path
    title: str | None
    model: str | None
    _articles: int = field(default=0, init=False)

    def run(self) -> bool:
        """Write the page of everything that could be read; whether that was all."""
        results = ResultsInput(self.paths, self.model)
        extractions = iter(results)
        # Without anything to show the output is not touched.
        first = next(extractions, None)
        if first is not None:
            with open_output(self.output) as stream:
                write_report(self._counted(chain([first], extractions)), stream, title=self.title)
            self._tell()
        elif not results.failures:
            messages.note("there is nothing to report: no results and no articles were found")
        return first is not None and not results.failures

    def _counted(self, extractions: Iterator[Extraction]) -> Iterator[Extraction]:
        with count_articles(shown=sys.stderr.isatty()) as advance:
            for extraction in extractions:
                self._articles += 1
                yield extraction
                advance()

    def _tell(self) -> None:
        name = printable(str(self.output))
        size = self.output.stat().st_size if self.output.is_file() else 0
        if size > _LARGE:
            messages.warning(
                f"{name}: {size / 1e6:,.0f} MB may be slow to open; report parts of the articles apart"
            )
        elif sys.stderr.isatty():
            messages.note(f"{name}: {count(self._articles, 'article')}, {size / 1e6:,.1f} MB")
