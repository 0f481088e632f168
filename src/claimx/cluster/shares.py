"""The inputs, shared out: what one task reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from claimx.readers.inputs import size_of

_BYTES = 64 * 2**20


@dataclass(slots=True)
class Share:
    """Files that are read one after the other; `number` counts the shares, in the order of the inputs."""

    number: int
    paths: list[str] = field(default_factory=list)
    bytes: int = 0


def share_out(paths: Iterable[str], most: int) -> Iterator[Share]:
    """Files in their order, up to `most` of them to a share, and fewer where they are large.

    It hangs on nothing but the files, so that a run which is resumed makes the parts of the first one.
    """
    share = Share(0)
    for path in paths:
        size = size_of(path)
        if share.paths and (len(share.paths) == most or share.bytes + size > _BYTES):
            yield share
            share = Share(share.number + 1)
        share.paths.append(path)
        share.bytes += size
    if share.paths:
        yield share
