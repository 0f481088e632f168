"""The cluster: connected to for a run, or, where there is none, made of this machine."""

from __future__ import annotations

import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

from claimx.errors import ClusterError

# Seconds.
_PATIENCE = 10


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

    place = address or os.environ.get("RAY_ADDRESS")
    if place:
        _knock(place)
    try:
        with _silent():
            ray.init(address, include_dashboard=False, logging_level=logging.ERROR, log_to_driver=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise _unreachable(place or "the default address", error) from error
    # Ray tells on the standard output what happens to machines and processes.
    with redirect_stdout(sys.stderr):
        try:
            yield
        finally:
            ray.shutdown()


def _knock(address: str) -> None:
    """Find out in seconds whether anybody is there, for which Ray takes many minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not port.isdigit():
        # `auto` and the like, which Ray looks up.
        return
    try:
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise _unreachable(address, error) from error


def _unreachable(address: str, error: Exception) -> ClusterError:
    remedy = "check the address and that the cluster runs: ray status --address HOST:PORT"
    return ClusterError(f"the cluster at {address} cannot be reached: {error}", remedy)


@contextmanager
def _silent() -> Iterator[None]:
    """Let nothing be written to stderr: at its start Ray says that it is going to say little."""
    stderr = os.dup(2)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(stderr, 2)
        os.close(stderr)
