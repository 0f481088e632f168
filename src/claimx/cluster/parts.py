"""What goes from stage to stage: rows of one column, each a pickled value."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from claimx.batch.ledger import Slot
from claimx.batch.messages import Item

_COLUMN = "value"


@dataclass(frozen=True, slots=True)
class FoundPart:
    """From a reader: the items of a part, with its number in the share, and whether it is the last of it."""

    share: int
    number: int
    last: bool
    items: list[Item]

    @property
    def name(self) -> str:
        """What it is called, so that names sort as the inputs do."""
        return f"{self.share:06}-{self.number:06}"


@dataclass(frozen=True, slots=True)
class Part:
    """From the register: the same with ids; what is known to be a duplicate has its outcome already."""

    name: str
    slots: list[Slot]
    # The share that ends with it, if one does.
    ends_share: int | None


def to_table(values: Iterable[object]) -> pa.Table:
    """Rows for Ray."""
    return pa.table({_COLUMN: pa.array([pickle.dumps(value) for value in values], pa.large_binary())})


def from_table(table: pa.Table) -> Iterator[Any]:
    """The values of the rows."""
    for value in table.column(_COLUMN):
        yield pickle.loads(value.as_py())
