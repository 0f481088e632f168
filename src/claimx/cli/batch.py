"""`claimx batch`: an archive of articles in, one output that can be resumed after any kind of stop."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast

import typer

from claimx.cli import console
from claimx.cli.console import FAILED, clean_exits
from claimx.cli.options import (
    BATCH_FORMATS,
    INPUT,
    OUTPUT,
    READING,
    InputOptions,
    Links,
    MinConfidence,
    Model,
    NoText,
    Published,
    Quiet,
    WriterOptions,
    choice_option,
    format_option,
    layers_option,
    option,
    parse_number,
    timeout_option,
)
from claimx.errors import ClaimxError, InputError
from claimx.readers import STDIN
from claimx.readers.inputs import size_of
from claimx.readers.web import is_url
from claimx.text import counted, listed
from claimx.writers import format_of

if TYPE_CHECKING:
    from claimx.batch import BatchSettings, Failure, OnError
    from claimx.batch.cluster import ClusterBatch, ClusterSettings
    from claimx.batch.run import Batch

# What can be written in parts.
_CLUSTER_FORMATS = ("jsonl", "parquet")
ENGINES = ("pool", "ray")
# `claimx.batch.OnError`
ON_ERROR = ("skip", "stop")
RUN, CLUSTER = "Run", "Cluster"
# The most messages of a kind that are printed.
_MESSAGES_OF_A_KIND = 20
# Seconds between two lines of progress where there is no terminal.
_LINE_EVERY = 30
Message = TypeVar("Message")
_CONTINUE = "run the same command with --resume to continue"


@dataclass(frozen=True)
class Choice:
    """Which of the inputs are read."""

    glob: Annotated[
        str | None,
        option(
            metavar="PATTERN",
            help="Which files of folders. Example: `--glob '*.html'`.",
            default="all files",
            panel=INPUT,
        ),
    ] = None
    limit: Annotated[
        int | None,
        option(
            metavar="N",
            parser=parse_number,
            help="Read no more articles than this. Example: `--limit 1000`.",
            default="all",
            panel=INPUT,
        ),
    ] = None
    shuffle_seed: Annotated[
        int | None,
        option(
            metavar="N",
            help="Read the files in a random order that depends on this number; with --limit, a sample. "
            "Example: `--shuffle-seed 1`.",
            default="the order of names",
            panel=INPUT,
        ),
    ] = None


@dataclass(frozen=True)
class Written(WriterOptions):
    """What is written, and how."""

    output_format: Annotated[
        str | None,
        format_option(
            BATCH_FORMATS, "inferred from the extension of --output", "Example: `--format parquet`."
        ),
    ] = None
    append: Annotated[
        bool,
        option(
            "--append",
            help="Add the articles to a SQLite database that exists, and replace those with the same ids.",
            panel=OUTPUT,
        ),
    ] = False
    only: Annotated[str | None, layers_option("keep")] = None
    no_text: NoText = False
    links: Links = False

    def chosen_format(self, output: str) -> str:
        """The format that is named or inferred from the output.

        Raises:
            typer.BadParameter: it is neither.
        """
        chosen = self.output_format or format_of(Path(output))
        if chosen not in BATCH_FORMATS:
            raise typer.BadParameter(
                f"{output}: the format is not clear from the extension; name one with --format"
            )
        return chosen


@dataclass(frozen=True)
class Days:
    """Which day relative dates count from."""

    published: Published = None
    date_from_path: Annotated[
        bool,
        option(
            "--date-from-path",
            help="Take the day of publication from the path of each file (`2024-03-04/a.txt`, "
            "`2024/03/04/a.txt`) where its metadata have none.",
            panel=READING,
        ),
    ] = False


@dataclass(frozen=True)
class Running:
    """How the run proceeds."""

    jobs: Annotated[
        int | None,
        option(
            "--jobs",
            "-j",
            metavar="N",
            parser=parse_number,
            help="Number of processes that read articles. Each holds the model. Example: `--jobs 4`.",
            default="one for each core that may be used",
            panel=RUN,
        ),
    ] = None
    timeout: Annotated[float, timeout_option(RUN)] = 600.0
    on_error: Annotated[
        str,
        choice_option(
            ON_ERROR,
            metavar="skip|stop",
            help="After an article that cannot be read: note it and continue, or stop there. "
            "Example: `--on-error stop`.",
            default="skip",
            panel=RUN,
        ),
    ] = "skip"
    resume: Annotated[
        bool, option("--resume", help="Continue an earlier run where it stopped.", panel=RUN)
    ] = False
    retry_failed: Annotated[
        bool,
        option(
            "--retry-failed",
            help="Continue as with --resume, and read all articles again that failed, once the cause is "
            "gone. What could not be opened or reached is always tried again.",
            panel=RUN,
        ),
    ] = False
    dry_run: Annotated[
        bool,
        option(
            "--dry-run", help="Open every input and print what would be read, but write nothing.", panel=RUN
        ),
    ] = False


@dataclass(frozen=True)
class Cluster:
    """What runs the processes."""

    engine: Annotated[
        str,
        choice_option(
            ENGINES,
            metavar="pool|ray",
            help="Where the processes run: in a pool on this machine, or with Ray on the machines of a "
            "cluster (`pip install 'claimx[ray]'`). With Ray, OUT is a folder or a URL of one, written in "
            "parts. Example: `--engine ray`.",
            default="pool",
            panel=CLUSTER,
        ),
    ] = "pool"
    address: Annotated[
        str | None,
        option(
            metavar="ADDRESS",
            help="Address of the Ray cluster. Example: `--engine ray --address 10.0.0.1:6379`.",
            default="the cluster that Ray finds, or this machine alone",
            panel=CLUSTER,
        ),
    ] = None
    part_size: Annotated[
        int | None,
        option(
            metavar="N",
            parser=parse_number,
            help="Number of articles in a part of the output. Example: `--part-size 5000`.",
            default="1000",
            panel=CLUSTER,
        ),
    ] = None


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        show_default=False,
        help="Files, folders and URLs to read, folders with all that is in them; `-` is the standard input.",
    ),
]
Out = Annotated[
    str,
    option(
        "--output",
        "-o",
        metavar="OUT",
        help="Output; its parts and a list of failures are kept beside it. Example: `-o claims.db`.",
        panel=OUTPUT,
    ),
]


def batch(
    paths: Inputs,
    output: Out,
    written: Written = Written(),
    inputs: InputOptions = InputOptions(),
    choice: Choice = Choice(),
    days: Days = Days(),
    min_confidence: MinConfidence = None,
    model: Model = None,
    running: Running = Running(),
    cluster: Cluster = Cluster(),
    quiet: Quiet = False,
) -> None:
    """Read an archive: folders and files of articles, as many as there are.

    What has been read is kept whatever happens: run the same command again with --resume. Ctrl-C stops
    within seconds; articles that were in progress are read when the run is resumed. Files in folders are
    passed over if claimx wrote them, or if they are programs, pictures or recordings by their extensions.
    Exit code 0: all was read; 1: some of it could not be (each is named in OUT.failures.jsonl), or the output
    could not be written; 2: wrong usage.

    Example: `claimx batch archive/ --output claims.db`

    Example: `claimx batch crawl/*.jsonl.gz --text-field body --date-field published_at -o claims.jsonl.gz`

    Example: `claimx batch s3://news/2023/ --engine ray --address auto -o s3://claims/2023.parquet`
    """
    output_format = written.chosen_format(output)
    check_engine(cluster, output, output_format, running, stdin=STDIN in paths)
    if written.append and (output_format != "sqlite" or cluster.engine == "ray"):
        raise typer.BadParameter("--append works with the format sqlite and without --engine ray")
    with clean_exits():
        from claimx.batch import BatchSettings, as_addition
        from claimx.pipeline.encoder.network import usable_cores

        settings = BatchSettings(
            paths=tuple(paths),
            output=Path(output),
            output_format=output_format,
            jobs=running.jobs or usable_cores(),
            glob=choice.glob,
            input_format=inputs.input_format,
            fields=inputs.names,
            written=written.settings,
            model=model,
            min_confidence=min_confidence,
            published=days.published,
            date_from_path=days.date_from_path,
            timeout=running.timeout,
            on_error=cast("OnError", running.on_error),
            limit=choice.limit,
            shuffle_seed=choice.shuffle_seed,
            resume=running.resume or running.retry_failed,
            retry_failed=running.retry_failed,
        )
        settings, base = as_addition(settings) if written.append else (settings, None)
        if code := run_batch(settings, cluster, running, output, base):
            raise typer.Exit(code)


def run_batch(
    settings: BatchSettings, cluster: Cluster, running: Running, output: str, base: Path | None
) -> int:
    """Run a batch on the chosen engine, or only look; the exit code. `base`: the database to add to."""
    if base:
        from claimx.batch import check_addable

        check_addable(settings, base)
    if cluster.engine == "ray":
        from claimx.batch.cluster import PART_SIZE, ClusterSettings

        part_size = cluster.part_size or PART_SIZE
        return _Job(ClusterSettings(settings, output, cluster.address, running.jobs, part_size)).run()
    if running.dry_run:
        return _survey(settings)
    job = _Job(settings, base)
    code = job.run()
    if base and job.is_complete:
        from claimx.batch import FAILURES, add_to_database

        added, replaced, renamed = add_to_database(settings, base)
        failures = base.with_name(f"{base.name}.{FAILURES}")
        failed = f"; failures: {failures}" if failures.exists() else ""
        console.note(f"{counted(added, 'article')} added to {base}, {replaced:,} replaced{failed}")
        if renamed:
            articles = counted(len(renamed), "article")
            console.note(f"note: {articles} numbered, since other files have the name: {listed(renamed)}")
    return code


def check_engine(cluster: Cluster, output: str, output_format: str, running: Running, *, stdin: bool) -> None:
    """Check that the options go together.

    Raises:
        typer.BadParameter: they do not, or the engine is not installed.
    """
    if cluster.engine == "pool":
        for name, value in (("--address", cluster.address), ("--part-size", cluster.part_size)):
            if value is not None:
                raise typer.BadParameter(f"{name} goes with --engine ray only")
        if is_url(output):
            raise typer.BadParameter(f"{output}: a URL can be written with --engine ray only")
        return
    if output_format not in _CLUSTER_FORMATS:
        raise typer.BadParameter(f"--engine ray writes {' or '.join(_CLUSTER_FORMATS)}, not {output_format}")
    if stdin:
        raise typer.BadParameter("the standard input is not there on a cluster; give files that are")
    if running.on_error == "stop":
        raise typer.BadParameter("--on-error stop does not go with --engine ray, where much is done at once")
    if running.dry_run:
        raise typer.BadParameter("leave out --engine ray: a dry run reads everything from this machine")
    if any(find_spec(name) is None for name in ("ray", "fsspec", "pandas")):
        raise typer.BadParameter("Ray is not installed: pip install 'claimx[ray]'")


def _survey(settings: BatchSettings) -> int:
    """Say what a run would read; the exit code."""
    from claimx.batch.run import look_through

    _size_of_inputs(settings)
    survey = look_through(settings, lambda failure: console.error(_as_error(failure)))
    console.note(
        f"{counted(survey.articles, 'article')}, {counted(survey.characters, 'character')}, "
        f"in {counted(survey.inputs, 'input')}; {survey.failures:,} cannot be read; nothing was written"
    )
    return FAILED if survey.failures else 0


@dataclass
class _Job:
    """A run as the user sees it: progress, messages, Ctrl-C and the exit code.

    `base`: the database that its output will be added to.
    """

    settings: BatchSettings | ClusterSettings
    base: Path | None = None
    is_complete: bool = field(default=False, init=False)
    _told: Counter[Callable[[Any], None]] = field(default_factory=Counter, init=False)
    _signal: int | None = field(default=None, init=False)

    def run(self) -> int:
        """Read everything, or until the run is stopped; the exit code."""
        from claimx.batch import FAILURES

        batch = _make_batch(self.settings)
        total = _size_of_inputs(self.settings)
        with self._stopping(batch), _progress(batch, total) as advance:

            def on_article(failure: Failure | None) -> None:
                if failure:
                    more = f"more have failed; all of them are in {self.settings.beside(FAILURES)}"
                    self._tell(console.error, _as_error(failure), more)
                advance()

            def on_warning(message: str) -> None:
                self._tell(console.warning, message, "more warnings like these are not shown")

            batch.on_article, batch.on_warning = on_article, on_warning
            try:
                batch.run()
            except ClaimxError:
                if batch.has_begun:
                    console.note(f"what has been read is kept; {_CONTINUE}")
                raise
            except KeyboardInterrupt:
                console.note(f"stopped at once; {_CONTINUE}")
                return 128 + (self._signal or signal.SIGINT)
        self.is_complete = not self._signal and not batch.halted
        self._sum_up(batch)
        if self._signal:
            return 128 + self._signal
        return FAILED if batch.counts.failures else 0

    def _sum_up(self, batch: Batch | ClusterBatch) -> None:
        from claimx.batch import DUPLICATES, FAILURES

        counts, beside = batch.counts, self.settings.beside
        if self.base and self.is_complete:
            parts = [f"{counted(counts.articles, 'article')} read"]
        else:
            parts = [f"{counted(counts.articles, 'article')} read into {self.settings.output}"]
        if counts.duplicates:
            where = "" if self.base else f": {beside(DUPLICATES)}"
            parts.append(f"{counted(counts.duplicates, 'duplicate')} skipped{where}")
        if counts.failures:
            parts.append(f"{counts.failures:,} failed" + ("" if self.base else f": {beside(FAILURES)}"))
        if counts.not_english:
            parts.append(f"{counts.not_english:,} may not be English: results will be unreliable")
        console.note("; ".join(parts))
        if counts.undated_articles:
            console.note(
                f"note: {counted(counts.undated_articles, 'article')} without a publication date; "
                f"{counted(counts.undated, 'relative date')} left out (give --date DAY, or --date-from-path)"
            )
        if self._signal or batch.halted:
            console.note(f"stopped early; {_CONTINUE}")

    def _tell(self, tell: Callable[[Message], None], message: Message, more: str) -> None:
        """Print the first messages of a kind, and after them that there are more."""
        self._told[tell] += 1
        if self._told[tell] <= _MESSAGES_OF_A_KIND:
            tell(message)
        elif self._told[tell] == _MESSAGES_OF_A_KIND + 1:
            console.note(more)

    @contextmanager
    def _stopping(self, batch: Batch | ClusterBatch) -> Iterator[None]:
        """The first signal ends the run soon, with an output; the second ends it at once."""

        def stop(number: int, frame: FrameType | None) -> None:
            if self._signal is not None:
                raise KeyboardInterrupt
            self._signal = number
            batch.stop()
            console.note("stopping; Ctrl-C again stops at once")

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _size_of_inputs(settings: BatchSettings | ClusterSettings) -> int:
    """The size of all inputs in bytes; what is passed over is noted, and that there is nothing to read."""
    from claimx.batch import BatchSettings

    passed_over: dict[str, list[str]] = {}
    total = number = 0
    for path in settings.inputs(passed_over):
        total, number = total + size_of(path), number + 1
    for reason, files in passed_over.items():
        console.note_passed_over(files, reason)
    if not number:
        glob = (settings if isinstance(settings, BatchSettings) else settings.batch).glob
        console.warning(f"no file to read was found{f' that matches --glob {glob}' if glob else ''}")
    return total


def _make_batch(settings: BatchSettings | ClusterSettings) -> Batch | ClusterBatch:
    from claimx.batch import BatchSettings
    from claimx.batch.run import Batch

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
    from rich.progress import (
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.description}"),
        # A long article is counted once it is read: until then, this shows that the run continues.
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
    )
    with bar:
        task = bar.add_task("starting", total=total or None)
        yield lambda: bar.update(task, completed=batch.bytes_read, description=state())
