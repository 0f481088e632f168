"""What a run is asked to do."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from claimx import __version__
from claimx.batch.reader import ReaderOptions
from claimx.batch.worker import WorkerOptions
from claimx.readers import find_inputs
from claimx.writers.settings import Settings

JOURNAL, FAILURES, DUPLICATES = BESIDE = ("journal", "failures.jsonl", "duplicates.jsonl")

OnError = Literal["skip", "stop"]


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """What to read, how, and where the results go."""

    paths: tuple[str, ...]
    output: Path
    output_format: str
    jobs: int = 1
    glob: str | None = None
    input_format: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    written: Settings = field(default_factory=Settings)
    model: str | None = None
    min_confidence: float | None = None
    timeout: float = 600.0
    on_error: OnError = "skip"
    limit: int | None = None
    shuffle_seed: int | None = None
    resume: bool = False

    @property
    def reader(self) -> ReaderOptions:
        """What the reader process is told."""
        return ReaderOptions(self.input_format, self.fields)

    @property
    def worker(self) -> WorkerOptions:
        """What a worker process is told."""
        return WorkerOptions(self.output, self.output_format, self.written, self.model, self.min_confidence)

    def inputs(self) -> Iterator[str]:
        """The files to read, in order, without those that the run itself writes."""
        found = _without_output(find_inputs(self.paths, self.glob), self.output)
        if self.shuffle_seed is None:
            yield from found
            return
        # To shuffle them all their names are needed at once.
        names = list(found)
        random.Random(self.shuffle_seed).shuffle(names)
        yield from names

    def beside(self, ending: str) -> Path:
        """The name of what is kept beside the output: one of `BESIDE`."""
        return self.output.with_name(f"{self.output.name}.{ending}")

    def lasting(self) -> dict[str, Any]:
        """What a run that resumes another may not change, or the output would not be of one piece."""
        return {
            "claimx version": __version__,
            "--format": self.output_format,
            "--input-format": self.input_format,
            "field names": dict(sorted(self.fields.items())),
            "layers": list(self.written.layers),
            "--no-text": not self.written.text,
            "--model": self.model,
            "--min-confidence": self.min_confidence,
            "--shuffle-seed": self.shuffle_seed,
        }


def _without_output(paths: Iterable[str], output: Path) -> Iterator[str]:
    own = os.path.abspath(output)
    beside = {f"{own}.{ending}" for ending in BESIDE} | {f"{own}.{JOURNAL}-wal", own}
    for path in paths:
        absolute = os.path.abspath(path)
        if absolute not in beside and not absolute.startswith(own + os.sep):
            yield path
