"""The second stage: what every article is called, and which ones have the text of another.

Both hang on all articles before, so there is one register for a run, an actor that is asked part by part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from claimx.batch.journal import Journal, Text
from claimx.batch.ledger import Duplicate, Ledger, Slot
from claimx.batch.messages import Failure, Item, PackedArticle
from claimx.cluster.parts import FoundPart, Part, from_table, to_table

# For each item its id and, of a duplicate, the id of the article with its text; None if it could not be read.
Entries = list[tuple[str, str | None] | None]


class Register:
    """Gives ids and finds duplicates as one machine does, which it asks the `Ledger` of `claimx.batch` for.

    What it answered once it answers again, also when its process was started again: it is all in a file.
    """

    def __init__(self, path: str, limit: int | None) -> None:
        """Go on with the file, or make it; `limit` is how many items there may be, None for all."""
        self._journal = Journal(Path(path))
        self._ledger = Ledger(self._journal)
        self._limit = limit

    def enter(self, part: FoundPart) -> Entries | None:
        """What there is to know of the items of a part; None if all of it is beyond the limit."""
        known = self._journal.read(part.name)
        return known["entries"] if known else self._enter(part)

    def _enter(self, part: FoundPart) -> Entries | None:
        state = self._journal.read("state") or {"next": [0, 0], "items": 0}
        if state["next"] != [part.share, part.number]:
            raise RuntimeError(f"part {part.name} came out of order: expected {state['next']}")
        room = None if self._limit is None else self._limit - state["items"]
        items = part.items[:room]
        entries = None if room == 0 else [_entry(self._ledger.add(item)) for item in items]
        chunk = self._ledger.close_chunk()
        following = [part.share + 1, 0] if part.last else [part.share, part.number + 1]
        self._journal.commit(
            chunk.entry,
            **{
                part.name: {"entries": entries},
                "state": {"next": following, "items": state["items"] + len(items)},
            },
        )
        self._ledger.forget(chunk)
        return entries


def enter_parts(table: pa.Table, register: Any) -> Iterator[pa.Table]:
    """Put parts into the register, and pass them on with what it says."""
    import ray

    for part in from_table(table):
        entries: Entries | None = ray.get(register.enter.remote(without_texts(part)))
        if entries is not None:
            yield to_table([entered(part, entries)])


def without_texts(part: FoundPart) -> FoundPart:
    """As much of a part as the register needs."""
    return replace(part, items=[_without_text(item) for item in part.items])


def entered(part: FoundPart, entries: Entries) -> Part:
    """The part with what the register says of it; items beyond the limit are left out."""
    slots = [_slot(item, entry) for item, entry in zip(part.items, entries, strict=False)]
    return Part(part.name, slots, part.share if part.last else None)


def _without_text(item: Item) -> Item:
    if isinstance(item.content, PackedArticle):
        return replace(item, content=replace(item.content, data=b""))
    return item


def _entry(slot: Slot) -> tuple[str, str | None] | None:
    if slot.id is None:
        return None
    return slot.id, slot.outcome.original.id if isinstance(slot.outcome, Duplicate) else None


def _slot(item: Item, entry: tuple[str, str | None] | None) -> Slot:
    if entry is None:
        assert isinstance(item.content, Failure)
        return Slot(item, outcome=item.content)
    id_, original = entry
    if original is not None:
        return Slot(_without_text(item), id_, outcome=Duplicate(Text(original)))
    return Slot(item, id_)
