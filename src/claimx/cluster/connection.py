"""The cluster: connected to for a run, or, where there is none, made of this machine."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from claimx.errors import ClusterError


@contextmanager
def connected(address: str | None) -> Iterator[None]:
    """Be the driver of a cluster: at `address`, else the one that Ray finds, else this machine alone.

    Raises:
        ClusterError: there is none at the address.
    """
    # Nothing leaves the machine that nobody asked for.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # What its own processes have to say is in their logs.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    import ray

    try:
        ray.init(address, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        remedy = "check the address and that the cluster runs: ray status --address HOST:PORT"
        raise ClusterError(
            f"the cluster at {address or 'the default address'} cannot be reached: {error}", remedy
        ) from error
    # Ray tells on the standard output what happens to machines and processes.
    with redirect_stdout(sys.stderr):
        try:
            yield
        finally:
            ray.shutdown()
