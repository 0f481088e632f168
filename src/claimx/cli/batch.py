"""`claimx batch`: an archive of articles in, one output that can be resumed after any kind of stop."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import FAILED, clean_exits, counted
from claimx.cli.options import (
    BATCH_FORMATS,
    InputFormat,
    MinConfidence,
    Model,
    NoText,
    Quiet,
    chosen_layers,
    field_option,
    format_option,
    layers_option,
)
from claimx.errors import ClaimxError, InputError
from claimx.readers import STDIN
from claimx.readers.inputs import is_url, size_of
from claimx.writers import format_of

if TYPE_CHECKING:
    from claimx.batch.cluster import ClusterBatch, ClusterSettings
    from claimx.batch.run import Batch
    from claimx.batch.settings import BatchSettings, Failure

# What can be written in parts.
_CLUSTER_FORMATS = ("jsonl", "parquet")
# More messages of a kind than this nobody would read.
_MESSAGES_OF_A_KIND = 20
# Seconds between two lines of progress where there is no terminal.
_LINE_EVERY = 30
_GO_ON = "run the same command with --resume to continue"


class Engine(StrEnum):
    """What runs the processes that read articles."""

    pool = "pool"
    ray = "ray"


class OnError(StrEnum):
    """What to do about an article that cannot be read."""

    skip = "skip"
    stop = "stop"


def batch(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT…",
            show_default=False,
            help="Files, folders and URLs to read; folders with all that is in them, `-` is the "
            "standard input.",
        ),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help="Where the results go; its parts and a list of failures are kept beside it. "
            "Example: `-o claims.db`",
        ),
    ],
    output_format: Annotated[
        str | None,
        format_option(BATCH_FORMATS, "by the ending of --output", "Example: `--format parquet`."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=1,
            show_default="the cores that may be used",
            help="How many processes read articles. Each holds the model. Example: `--jobs 4`",
        ),
    ] = None,
    engine: Annotated[
        Engine,
        typer.Option(
            help="What runs the processes: a pool on this machine, or Ray, on the machines of a cluster "
            "(`pip install 'claimx[ray]'`). OUT is then a folder or a URL of one, to be written in parts. "
            "Example: `--engine ray`",
        ),
    ] = Engine.pool,
    address: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            show_default="the one that Ray finds, else this machine alone",
            help="Of Ray's cluster. Example: `--engine ray --address 10.0.0.1:6379`",
        ),
    ] = None,
    part_size: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            show_default="1000",
            help="With Ray, how many articles a part of the output holds. Example: `--part-size 5000`",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on where an earlier run stopped. Example: `--resume`"),
    ] = False,
    retry_failed: Annotated[
        bool,
        typer.Option(
            "--retry-failed",
            help="Continue as with --resume, and read again all that failed; what could "
            "not be opened or reached is always read again. Example: `--retry-failed`",
        ),
    ] = False,
    on_error: Annotated[
        OnError,
        typer.Option(
            help="What to do about an article that cannot be read: note it and go on, or stop there. "
            "Example: `--on-error stop`",
        ),
    ] = OnError.skip,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            show_default="all",
            help="Read no more than this many. Example: `--limit 1000`",
        ),
    ] = None,
    shuffle_seed: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            show_default="not shuffled",
            help="Read the files in an order drawn by this number; with --limit, a sample. "
            "Example: `--shuffle-seed 1`",
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Open every input and say what would be read, but write nothing. Example: `--dry-run`",
        ),
    ] = False,
    glob: Annotated[
        str | None,
        typer.Option(
            metavar="PATTERN",
            show_default="all files",
            help="Which files of folders. Example: `--glob '*.html'`",
        ),
    ] = None,
    input_format: InputFormat = None,
    text_field: Annotated[str | None, field_option("the text", "text", "`--text-field body`")] = None,
    id_field: Annotated[str | None, field_option("an id", "id", "`--id-field url`")] = None,
    date_field: Annotated[
        str | None, field_option("the day of publication", "published", "`--date-field published_at`")
    ] = None,
    title_field: Annotated[str | None, field_option("the title", "title", "`--title-field headline`")] = None,
    author_field: Annotated[
        str | None, field_option("the author", "author", "`--author-field byline`")
    ] = None,
    publisher_field: Annotated[
        str | None, field_option("the publisher", "publisher", "`--publisher-field source`")
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(
            metavar="SECONDS", min=0.1, help="How long one article may take. Example: `--timeout 60`"
        ),
    ] = 600,
    only: Annotated[str | None, layers_option("keep")] = None,
    min_confidence: MinConfidence = None,
    no_text: NoText = False,
    model: Model = None,
    quiet: Quiet = False,
) -> None:
    """Read an archive: folders, files and archives of articles, as many as there are.

    What has been read is kept whatever happens: run the same command again with --resume. Ctrl-C finishes
    what has been begun; a second one stops at once. Exit code 0: all was read; 1: some of it could not be
    (each is named in OUT.failures.jsonl), or the output could not be written; 2: wrong usage.

    Example: `claimx batch archive/ --output claims.db`

    Example: `claimx batch crawl/*.jsonl.gz --text-field body --date-field published_at -o claims.jsonl.gz`

    Example: `claimx batch s3://news/2023/ --engine ray --address auto -o s3://claims/2023.parquet`
    """
    chosen = output_format or format_of(Path(output))
    if chosen not in BATCH_FORMATS:
        raise typer.BadParameter(f"{output}: tell by its ending or with --format what to write")
    check_engine(
        engine,
        output=output,
        output_format=chosen,
        stdin=STDIN in paths,
        stop=on_error is OnError.stop,
        dry_run=dry_run,
        ray_only={"--address": address, "--part-size": part_size},
    )
    fields = {
        "text": text_field,
        "id": id_field,
        "published": date_field,
        "title": title_field,
        "author": author_field,
        "publisher": publisher_field,
    }
    with clean_exits():
        from claimx.batch.settings import BatchSettings
        from claimx.pipeline.encoder.network import usable_cores
        from claimx.writers.settings import Settings

        settings = BatchSettings(
            paths=tuple(paths),
            output=Path(output),
            output_format=chosen,
            jobs=jobs or usable_cores(),
            glob=glob,
            input_format=input_format,
            fields={field: name for field, name in fields.items() if name is not None},
            written=Settings(layers=chosen_layers(only), text=not no_text),
            model=model,
            min_confidence=min_confidence,
            timeout=timeout,
            on_error=on_error.value,
            limit=limit,
            shuffle_seed=shuffle_seed,
            resume=resume or retry_failed,
            retry_failed=retry_failed,
        )
        if engine is Engine.ray:
            from claimx.batch.cluster import PART_SIZE, ClusterSettings

            cluster = ClusterSettings(settings, output, address, jobs, part_size or PART_SIZE)
            code = _Job(cluster).run()
        else:
            code = _look(settings) if dry_run else _Job(settings).run()
        if code:
            raise typer.Exit(code)


def check_engine(
    engine: Engine,
    *,
    output: str,
    output_format: str,
    stdin: bool,
    stop: bool,
    dry_run: bool,
    ray_only: Mapping[str, object],
) -> None:
    """Check that the options go together.

    Raises:
        typer.BadParameter: they do not, or the engine is not installed.
    """
    if engine is Engine.pool:
        for option, value in ray_only.items():
            if value is not None:
                raise typer.BadParameter(f"{option} goes with --engine ray only")
        if is_url(output):
            raise typer.BadParameter(f"{output}: a URL can be written with --engine ray only")
        return
    if output_format not in _CLUSTER_FORMATS:
        raise typer.BadParameter(f"--engine ray writes {' or '.join(_CLUSTER_FORMATS)}, not {output_format}")
    if stdin:
        raise typer.BadParameter("the standard input is not there on a cluster; give files that are")
    if stop:
        raise typer.BadParameter("--on-error stop does not go with --engine ray, where much is done at once")
    if dry_run:
        raise typer.BadParameter("leave out --engine ray: a dry run reads everything from this machine")
    if any(find_spec(name) is None for name in ("ray", "fsspec", "pandas")):
        raise typer.BadParameter("Ray is not installed: pip install 'claimx[ray]'")


def _look(settings: BatchSettings) -> int:
    """Say what a run would read; the exit code."""
    from claimx.batch.run import look_through

    survey = look_through(settings, lambda failure: console.error(_as_error(failure)))
    console.note(
        f"{counted(survey.articles, 'article')}, {counted(survey.characters, 'character')}, "
        f"in {counted(survey.inputs, 'input')}; {survey.failures:,} cannot be read; nothing was written"
    )
    return FAILED if survey.failures else 0


@dataclass
class _Job:
    """A run as the user sees it: progress, messages, Ctrl-C and the exit code."""

    settings: BatchSettings | ClusterSettings
    _failures: int = field(default=0, init=False)
    _warnings: int = field(default=0, init=False)
    _signal: int | None = field(default=None, init=False)

    def run(self) -> int:
        """Read everything, or until the run is stopped; the exit code."""
        batch = _make_batch(self.settings)
        total = sum(size_of(path) for path in self.settings.inputs())
        with self._stopping(batch), _progress(batch, total) as advance:

            def told(failure: Failure | None) -> None:
                if failure:
                    self._tell(failure)
                advance()

            batch.told, batch.warned = told, self._warn
            try:
                batch.run()
            except ClaimxError:
                if batch.has_begun:
                    console.note(f"what has been read is kept; {_GO_ON}")
                raise
            except KeyboardInterrupt:
                console.note(f"stopped at once; {_GO_ON}")
                return 128 + (self._signal or signal.SIGINT)
        self._sum_up(batch)
        if self._signal:
            return 128 + self._signal
        return FAILED if batch.counts.failures else 0

    def _sum_up(self, batch: Batch | ClusterBatch) -> None:
        from claimx.batch.settings import DUPLICATES, FAILURES

        counts, beside = batch.counts, self.settings.beside
        parts = [f"{counted(counts.articles, 'article')} read into {self.settings.output}"]
        if counts.duplicates:
            parts.append(f"{counts.duplicates:,} duplicates skipped: {beside(DUPLICATES)}")
        if counts.failures:
            parts.append(f"{counts.failures:,} failed: {beside(FAILURES)}")
        if counts.not_english:
            parts.append(f"{counts.not_english:,} may not be English: results will be unreliable")
        console.note("; ".join(parts))
        if self._signal or batch.halted:
            console.note(f"stopped early; {_GO_ON}")

    def _tell(self, failure: Failure) -> None:
        from claimx.batch.settings import FAILURES

        self._failures += 1
        if self._failures <= _MESSAGES_OF_A_KIND:
            console.error(_as_error(failure))
        elif self._failures == _MESSAGES_OF_A_KIND + 1:
            console.note(f"more have failed; all of them are in {self.settings.beside(FAILURES)}")

    def _warn(self, message: str) -> None:
        self._warnings += 1
        if self._warnings <= _MESSAGES_OF_A_KIND:
            console.warning(message)
        elif self._warnings == _MESSAGES_OF_A_KIND + 1:
            console.note("more warnings like these are not shown")

    @contextmanager
    def _stopping(self, batch: Batch | ClusterBatch) -> Iterator[None]:
        """The first signal lets the run end well, the second ends it at once."""

        def stop(number: int, frame: FrameType | None) -> None:
            if self._signal is not None:
                raise KeyboardInterrupt
            self._signal = number
            batch.stop()
            console.note("finishing the articles in progress; press Ctrl-C again to stop at once")

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _make_batch(settings: BatchSettings | ClusterSettings) -> Batch | ClusterBatch:
    from claimx.batch.run import Batch
    from claimx.batch.settings import BatchSettings

    if isinstance(settings, BatchSettings):
        return Batch(settings)
    from claimx.batch.cluster import ClusterBatch

    return ClusterBatch(settings)


def _as_error(failure: Failure) -> InputError:
    return InputError(failure.message, failure.remedy)


@contextmanager
def _progress(batch: Batch | ClusterBatch, total: int) -> Iterator[Callable[[], None]]:
    """A function to call after each article, for a bar on a terminal, and lines elsewhere.

    `total` is the size of all inputs in bytes, 0 if it is unknown.
    """
    began = last = time.monotonic()
    words_before: int | None = None

    def state() -> str:
        nonlocal words_before
        if words_before is None:
            words_before = batch.counts.words
        speed = (batch.counts.words - words_before) / max(time.monotonic() - began, 1)
        failed = f", {batch.counts.failures:,} failed" if batch.counts.failures else ""
        return f"{counted(batch.counts.articles, 'article')}{failed}, {speed:,.0f} words/s"

    def print_line() -> None:
        nonlocal last
        text = state()
        if time.monotonic() - last >= _LINE_EVERY:
            last = time.monotonic()
            share = f" ({min(batch.bytes_read / total, 1):.0%})" if total else ""
            console.note(f"{text}{share}")

    if not sys.stderr.isatty():
        yield print_line
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    bar = Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    with bar:
        task = bar.add_task("starting", total=total or None)
        yield lambda: bar.update(task, completed=batch.bytes_read, description=state())
