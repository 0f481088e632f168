"""`claimx batch`: an archive of articles in, an output that can be gone on with."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from claimx.cli.checks import BATCH_FORMATS, chosen_layers
from claimx.cli.engines import Engine, check_engine
from claimx.cli.exits import clean_exits
from claimx.cli.options import (
    InputFormat,
    MinConfidence,
    Model,
    NoText,
    field_option,
    format_option,
    layers_option,
)
from claimx.readers import STDIN
from claimx.writers import format_of


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
            help="Where the results go; its journal and a list of failures are kept beside it. "
            "Example: `-o claims.db`",
        ),
    ],
    output_format: Annotated[
        str | None,
        format_option(
            BATCH_FORMATS, "by the ending of --output", "What to write. Example: `--format parquet`"
        ),
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
        from claimx.cli.batch_job import BatchJob, look
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
            resume=resume,
        )
        if engine is Engine.ray:
            from claimx.cluster.settings import PART_SIZE, ClusterSettings

            cluster = ClusterSettings(settings, output, address, jobs, part_size or PART_SIZE)
            code = BatchJob(cluster).run()
        else:
            code = look(settings) if dry_run else BatchJob(settings).run()
        if code:
            raise typer.Exit(code)
