"""One run of `claimx compare`, from the paths to the last byte written."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from claimx.cli import messages
from claimx.cli.progress import count_articles
from claimx.cli.results_input import ResultsInput
from claimx.compare import Comparer
from claimx.compare.render import write_json, write_table
from claimx.compare.schema import Section
from claimx.writers.output import open_output


@dataclass
class ComparisonJob:
    """What to compare, and where the comparison goes."""

    paths: list[str]
    sections: Collection[Section]
    about: str | None
    output: Path | None
    output_format: str
    model: str | None

    def run(self) -> bool:
        """Compare what can be read; whether all of it could be."""
        results = ResultsInput(self.paths, self.model)
        with Comparer(sections=self.sections, about=self.about) as comparer:
            with count_articles(shown=sys.stderr.isatty()) as advance:
                for extraction in results:
                    comparer.add(extraction)
                    advance()
            # Without anything to compare the output is not touched.
            if comparer.articles:
                self._write(comparer)
            elif not results.failures:
                messages.note("there is nothing to compare: no results and no articles were found")
            return comparer.articles > 0 and not results.failures

    def _write(self, comparer: Comparer) -> None:
        if comparer.articles == 1:
            messages.warning("there is only one article, and nothing to hold it against")
        write = write_table if self.output_format == "table" else write_json
        with open_output(self.output) as stream:
            write(comparer, stream)
