"""One run of `claimx model evaluate`, from the gold to the figures and what is wrong with them."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from claimx.cli import messages
from claimx.cli.figures import print_table
from claimx.cli.progress import count_articles
from claimx.errors import ClaimxError
from claimx.evaluation.floors import check_floors, read_floors, write_floors
from claimx.evaluation.gold import read_gold
from claimx.evaluation.report import Evaluation, Report, read_both
from claimx.model import load
from claimx.schema import Extraction, Layer
from claimx.writers.output import open_output


@dataclass
class EvaluationJob:
    """What to score, on what, and what to hold the figures against."""

    folder: Path
    model: str | None
    layers: tuple[Layer, ...]
    output_format: str
    floors: Path | None
    new_floors: Path | None
    _failures: int = field(default=0, init=False)

    def run(self) -> bool:
        """Read and score everything, and print the figures; whether all was as it should be."""
        # What the floors are is known before anything is read that takes longer.
        floors = read_floors(self.floors) if self.floors else None
        report = self._evaluate()
        self._print(report)
        for problem in check_floors(floors, report, self.layers) if floors else ():
            self._fail(problem)
        if self.new_floors:
            write_floors(self.new_floors, report)
        return not self._failures

    def _evaluate(self) -> Report:
        evaluation = Evaluation(self.layers)
        golds = read_gold(self.folder)
        with count_articles(shown=sys.stderr.isatty()) as advance:
            for gold, read in read_both(golds, load(self.model)):
                if not isinstance(read, Extraction):
                    self._fail(read)
                evaluation.add(gold, read)
                advance()
        return evaluation.report()

    def _print(self, report: Report) -> None:
        with open_output(None) as stream:
            if self.output_format == "table":
                print_table(report, stream)
            else:
                stream.write(report.model_dump_json(indent=2) + "\n")

    def _fail(self, problem: ClaimxError) -> None:
        self._failures += 1
        messages.error(problem)
