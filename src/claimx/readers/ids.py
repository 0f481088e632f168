"""What articles are called: short names, unique within a batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from claimx.readers.source import STDIN


class UniqueIds:
    """Gives every article an id of its own: the second `truce` becomes `truce-2`."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

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
    stems = Counter(PurePath(path).stem for path in paths)
    return [_name(PurePath(path), stems) for path in paths]


def _name(path: PurePath, stems: Counter[str]) -> str:
    if str(path) == STDIN:
        return "stdin"
    return path.stem if stems[path.stem] == 1 else path.with_suffix("").as_posix()
