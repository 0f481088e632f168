"""What articles are called: short names, unique within a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import MutableMapping, Sequence
from pathlib import PurePath

from claimx.readers.source import STDIN, printable_path
from claimx.readers.unpacking import without_packing


class UniqueIds:
    """Gives every article an id of its own: the second `truce` becomes `truce-2`.

    `last`: where to remember them, with the last number behind each.
    """

    def __init__(self, last: MutableMapping[str, int] | None = None) -> None:
        self._last = {} if last is None else last

    def unique(self, wanted: str) -> str:
        """`wanted`, or, where it is taken, `wanted` with the first free number behind it."""
        id_, number = wanted, self._last.get(wanted, 1)
        while id_ in self._last:
            number += 1
            id_ = f"{wanted}-{number}"
        self._last[wanted] = number
        self._last.setdefault(id_, 1)
        return id_


def name_paths(paths: Sequence[str]) -> list[str]:
    """A name for each file: its stem, or its path without the ending where two share a stem."""
    names = [name_path(path) for path in paths]
    stems = Counter(PurePath(name).name for name in names)
    return [stem if stems[stem := PurePath(name).name] == 1 else name for name in names]


def name_path(path: str) -> str:
    """The path without the ending that says what format it is, and the one that says how it is packed."""
    if path == STDIN:
        return "stdin"
    # A path would make one slash of the two in `s3://`.
    scheme, separator, rest = path.rpartition("://")
    bare = without_packing(PurePath(printable_path(rest)))
    return scheme + separator + bare.with_suffix("").as_posix() if bare.name else str(path)
