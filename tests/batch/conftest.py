"""Two ways to run a batch: in this process, and as it is with a pipeline that can be made to fail."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import faulty
import pytest
from batches import Run, ThreadProcess
from commands import COMMAND, Start, search_path
from spacy.language import Language

from claimx.batch import BatchSettings
from claimx.batch.run import Batch


@pytest.fixture
def run(small_nlp: Language, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a batch with threads for processes; the pipeline reads years, and fails on `EXPLODE`."""
    for module in ("inputs", "workers"):
        monkeypatch.setattr(f"claimx.batch.{module}.Process", ThreadProcess)
    # The reader process has one of its own.
    monkeypatch.setattr("sys.stdin", sys.stdin)
    monkeypatch.setattr("claimx.api.load", lambda model, threads: small_nlp)

    def run_batch(
        folder: Path,
        output: Path = tmp_path / "out.jsonl",
        on_warning: Callable[[str], None] = lambda message: None,
        **settings: object,
    ) -> Batch:
        batch = Batch(BatchSettings((str(folder),), output, "jsonl", **settings), on_warning=on_warning)  # type: ignore[arg-type]
        batch.run()
        return batch

    return run_batch


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Start `claimx batch` with the pipeline of `faulty` in a process of its own."""
    plugin = tmp_path_factory.mktemp("plugin") / "faulty"
    model = faulty.install(plugin)

    def start_command(*arguments: str | Path, **options: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            [*COMMAND, "batch", "--model", model, *map(str, arguments)],
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": search_path(plugin)},
            **options,
        )

    return start_command
