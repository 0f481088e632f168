"""Whether a file is still the one that was read."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from typing import NamedTuple

from claimx.readers import STDIN

# Files of one article are looked at whole; of larger ones, what is added or cut off shows at the end.
_END_BYTES = 64 * 1024


class Stamp(NamedTuple):
    """The size of a file in bytes, when it was written to, in nanoseconds, and a digest of both its ends."""

    size: int
    modified: int
    digest: str


def stamp_of(path: str) -> Stamp | None:
    """The stamp of a file; None where there is no file, or none that could be read again."""
    if path == STDIN:
        return None
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            return None
        return Stamp(status.st_size, status.st_mtime_ns, _digest(path, status.st_size))
    except (OSError, ValueError):
        return None


def has_changed(path: str, before: Stamp) -> bool:
    """Whether a file holds something else than it did, or is gone. One that was only touched has not."""
    try:
        status = os.stat(path)
        if status.st_size != before.size:
            return True
        return status.st_mtime_ns != before.modified and _digest(path, before.size) != before.digest
    except OSError:
        return True


def _digest(path: str, size: int) -> str:
    with open(path, "rb") as file:
        digest = sha256(file.read(_END_BYTES))
        file.seek(max(size - _END_BYTES, 0))
        digest.update(file.read(_END_BYTES))
    return digest.hexdigest()
