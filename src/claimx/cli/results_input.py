"""The extractions that a command looks at, from files of results and of articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from claimx.cli import messages
from claimx.saved import read_results
from claimx.schema import Extraction


@dataclass
class ResultsInput:
    """Reads extractions one at a time; what cannot be read is named on stderr, and counted."""

    paths: Sequence[str]
    model: str | None
    failures: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Extraction]:
        """Read everything."""
        for result in read_results(self.paths, model=self.model):
            if isinstance(result, Extraction):
                yield result
            else:
                self.failures += 1
                messages.error(result)
