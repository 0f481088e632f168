"""Many articles into one output, on the cores of one machine or on the machines of a Ray cluster.

    inputs  ->  shards of articles  ->  parts, each written whole by one atomic step  ->  output

`inputs` cuts the input files into shards, in a process of its own. `workers` reads the articles of a shard
with the model, in several processes. `parts` stores what was read, and decides what goes into the output. A
part that exists is done, and is not read again when a run is resumed. `run` drives this on one machine,
`cluster` with Ray Data.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from claimx import __version__
from claimx.errors import ClaimxError, OutputError
from claimx.readers import NO_ARTICLE, STDIN, find_inputs, is_no_article
from claimx.readers.inputs import name_path
from claimx.readers.web import RemoteError
from claimx.writers import Settings

# In the folder of parts.
PLAN = "plan.jsonl"
PARTS, FAILURES, DUPLICATES = BESIDE = ("parts", "failures.jsonl", "duplicates.jsonl")

# Why files of a folder are passed over.
OWN_FILES, OTHER_FILES = PASSED_OVER = ("that claimx wrote", NO_ARTICLE)

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
    published: date | None = None
    date_from_path: bool = False
    timeout: float = 600.0
    on_error: OnError = "skip"
    limit: int | None = None
    shuffle_seed: int | None = None
    resume: bool = False
    retry_failed: bool = False

    def inputs(self, passed_over: dict[str, list[str]] | None = None) -> Iterator[str]:
        """The files to read, in order, without those that the run itself writes.

        Of folders, files that claimx wrote, and those that are no articles by their names, are left out too,
        and added to `passed_over`: one of `PASSED_OVER` -> the files.
        """
        found = _without_output(find_inputs(self.paths, self.glob), self.output)
        found = self._articles(found, {} if passed_over is None else passed_over)
        if self.shuffle_seed is None:
            yield from found
            return
        # Shuffling needs all names at once.
        names = list(found)
        random.Random(self.shuffle_seed).shuffle(names)
        yield from names

    def _articles(self, paths: Iterable[str], passed_over: dict[str, list[str]]) -> Iterator[str]:
        from claimx.saved import written_by_claimx

        named = set(self.paths)
        for path in paths:
            if path in named:
                yield path
            elif self.input_format is None and is_no_article(path):
                passed_over.setdefault(OTHER_FILES, []).append(path)
            elif written_by_claimx(path):
                passed_over.setdefault(OWN_FILES, []).append(path)
            else:
                yield path

    def beside(self, ending: str) -> Path:
        """The name of what is kept beside the output: one of `BESIDE`."""
        return self.output.with_name(f"{self.output.name}.{ending}")

    def lasting(self) -> dict[str, Any]:
        """The settings that a resumed run must share with the first one, as JSON."""
        return {
            "claimx version": __version__,
            "--format": self.output_format,
            "--input-format": self.input_format,
            "field names": dict(sorted(self.fields.items())),
            "layers": list(self.written.layers),
            "--no-text": not self.written.text,
            "--links": self.written.links or None,
            "--model": self.model,
            "--min-confidence": self.min_confidence,
            "--date": self.published.isoformat() if self.published else None,
            "--date-from-path": self.date_from_path or None,
            "--shuffle-seed": self.shuffle_seed,
        }


@dataclass(slots=True)
class Counts:
    """How far the output has come, earlier runs included."""

    articles: int = 0
    words: int = 0
    failures: int = 0
    duplicates: int = 0
    not_english: int = 0
    # Articles without a day of publication that have relative dates, and how many dates that are.
    undated_articles: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article, or an input, could not be read."""

    message: str
    remedy: str
    traceback: str | None = None
    # Whether the reason may pass by itself: the input could not be opened or reached.
    passing: bool = False

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """The failure for an error, with its traceback where claimx did not raise it on purpose."""
        cause = error.__cause__ if isinstance(error, ClaimxError) else error
        trace = "".join(traceback.format_exception(cause)) if cause else None
        if isinstance(error, ClaimxError):
            return cls(error.message, error.remedy, trace, isinstance(cause, OSError | RemoteError))
        return cls(f"{type(error).__name__}: {error}", "this is a fault of claimx; please report it", trace)


def check_unchanged(output: object, before: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """Compare the settings of the first run with those of the run that resumes it.

    Raises:
        OutputError: they differ, so that the output would mix results of both.
    """
    changed = [
        f"{name} {_shown(before.get(name))}, now {_shown(value)}"
        for name, value in now.items()
        if before.get(name) != value
    ]
    if changed:
        raise OutputError(
            f"{output}: was begun with other settings or files: {'; '.join(changed)}",
            "resume with those of before, or name another output",
        )


def output_in_use(output: object) -> OutputError:
    """The error for an output that another run is writing at this time."""
    remedy = "wait for it, or name another output"
    return OutputError(f"{output}: another run is writing there", remedy)


def _shown(value: object) -> str:
    """The value of a setting in words: `given` for a flag, `entities, dates` for a list."""
    if value is None or isinstance(value, bool):
        return "given" if value else "not given"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _without_output(paths: Iterable[str], output: Path) -> Iterator[str]:
    own = os.path.abspath(output)
    beside = {f"{own}.{ending}" for ending in BESIDE} | {own}
    folders = (own + os.sep, f"{own}.{PARTS}{os.sep}")
    for path in paths:
        absolute = os.path.abspath(path)
        if absolute not in beside and not absolute.startswith(folders):
            yield path


def as_addition(settings: BatchSettings) -> tuple[BatchSettings, Path | None]:
    """The settings of a run whose articles are to be added to its output, and that output if it exists.

    Until it is complete, what is to be added is an output of its own. A first run, which has made the output
    but was stopped, is resumed like any other.
    """
    base = settings.output
    addition = replace(settings, output=base.with_name(f"{base.name}.added{base.suffix}"))
    if not base.exists() or (not addition.beside(PARTS).exists() and _is_resumed(settings)):
        return settings, None
    return addition, base


def _is_resumed(settings: BatchSettings) -> bool:
    """Whether the run resumes one whose inputs are all among its own."""
    plan = settings.beside(PARTS) / PLAN
    if not settings.resume or not plan.exists():
        return False
    inputs = set(settings.inputs())
    with plan.open("rb") as lines:
        # A last line may have been cut off.
        entries = [json.loads(line) for line in lines if line.endswith(b"\n")]
    return all(path in inputs for entry in entries for path, *_ in entry.get("spans", ()))


def check_addable(settings: BatchSettings, base: Path) -> None:
    """Check, before anything is read, that a run's output can be added to a database.

    Raises:
        OutputError: the database is no output of claimx, or has other layers or settings, or an earlier run
            that was to be added to it is not finished.
    """
    from claimx.writers.sqlite import check_tables

    check_tables(base, settings.written)
    parts = settings.beside(PARTS)
    if parts.exists() and not settings.resume:
        raise OutputError(
            f"{base}: an earlier run with --append is not finished",
            f"add --resume to finish it, with the inputs and options it had; or remove {parts} to drop it",
        )


def add_to_database(settings: BatchSettings, base: Path) -> tuple[int, int, list[str]]:
    """Add what a run wrote to a database, and replace the lists beside the database by those of the run.

    Returns:
        The number of new articles, and of those that replaced an article with the same id; and the ids of
        articles that got a number, since another file has their name.
    """
    from claimx.writers.sqlite import add_database

    added, replaced, renamed = add_database(settings.output, base, is_file_name)
    for ending in BESIDE:
        old, new = base.with_name(f"{base.name}.{ending}"), settings.beside(ending)
        # The parts of the run that made the database are no longer all of it.
        if ending == PARTS:
            shutil.rmtree(old, ignore_errors=True)
            shutil.rmtree(new, ignore_errors=True)
        elif new.exists():
            new.replace(old)
        else:
            old.unlink(missing_ok=True)
    settings.output.unlink()
    return added, replaced, renamed


def is_file_name(id_: str, path: str | None) -> bool:
    """Whether an article is named after its file, and has no id of its own."""
    whole = STDIN if path is None else path
    # Of a file in an archive, each part of the path is without its extension.
    names = {name_path(whole), "/".join(name_path(part) for part in whole.split("/") if part)}
    return any(id_ == name or re.match(r"[:-]\d+", id_.removeprefix(name)) is not None for name in names)
