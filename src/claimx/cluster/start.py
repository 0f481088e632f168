"""How a run begins: anew, or where another one stopped, and never over something that is there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from claimx.batch.start import check_unchanged
from claimx.cluster.settings import ClusterSettings
from claimx.cluster.shares import Share
from claimx.cluster.storage import Storage
from claimx.errors import OutputError

# Files that those who read the output pass over, since their names begin with `_`.
MANIFEST = "_claimx.json"
SUCCESS = "_SUCCESS"


def make_manifest(storage: Storage, settings: ClusterSettings, shares: Iterable[Share]) -> bytes:
    """What the output is made of, to be kept in it; to resume, it is seen that this is still the same.

    Raises:
        OutputError: there is an output already, or it was begun in another way.
    """
    now = {**settings.lasting(), "inputs": _digest(shares)}
    manifest = storage.read(MANIFEST) if storage.is_used() else None
    if manifest is not None:
        if not settings.batch.resume:
            remedy = "add --resume to go on with it; or remove it, or name another output"
            raise OutputError(f"{settings.output}: a run has written to this already", remedy)
        check_unchanged(settings.output, json.loads(manifest), now)
    elif storage.is_used():
        remedy = "name another output, or remove it"
        raise OutputError(
            f"{settings.output}: this is there already, and is no output of a cluster's run", remedy
        )
    return json.dumps(now, indent=2).encode()


def _digest(shares: Iterable[Share]) -> str:
    """How many files there are, and a number that changes where their names or sizes do."""
    files, digest = 0, sha256()
    for share in shares:
        files += len(share.paths)
        digest.update(json.dumps([share.paths, share.bytes]).encode())
    return f"{files} files ({digest.hexdigest()[:16]})"
