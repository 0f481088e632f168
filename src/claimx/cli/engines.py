"""What `claimx batch` can run on, and which of its options go with it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib.util import find_spec

import typer

from claimx.readers.inputs import is_url

# What can be written in parts.
_CLUSTER_FORMATS = ("jsonl", "parquet")


class Engine(StrEnum):
    """What runs the processes that read articles."""

    pool = "pool"
    ray = "ray"


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
    """See that the options go together.

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
