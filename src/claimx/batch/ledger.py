"""What is known of all articles so far: in the journal, and, of those not committed yet, in memory."""

from __future__ import annotations

from collections import ChainMap, deque
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

from claimx.article import label
from claimx.batch.journal import ArticleRow, Entry, InputProgress, Journal, Text
from claimx.batch.messages import EndOfInput, Failure, Item, PackedArticle, Reading
from claimx.batch.stamps import stamp_of
from claimx.readers import STDIN
from claimx.readers.inputs import UniqueIds

# What one commit holds: so many items, or fewer where they are long. It hangs on nothing but the inputs, so
# that an output is committed at the same places however often the run is stopped and resumed.
_ITEMS = 64
_CHARACTERS = 2_000_000

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article whose text another one brought before."""

    original: Text


@dataclass(slots=True, eq=False)
class Slot:
    """An item on its way; `outcome` is None until it is known."""

    item: Item
    id: str | None = None
    text: Text | None = None
    outcome: Reading | Failure | Duplicate | None = None
    retried: bool = False

    @property
    def characters(self) -> int:
        """How long it is."""
        content = self.item.content
        return content.characters if isinstance(content, PackedArticle) else 0

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person who gave it should know about it."""
        content = self.item.content
        return content.notices if isinstance(content, PackedArticle) else ()

    @property
    def label(self) -> str:
        """What to call it in a message."""
        return label(str(self.id), self._path)

    def settle(self) -> None:
        """Once all before it are written: a text that could not be read fails also where it comes again."""
        if isinstance(self.outcome, Duplicate) and self.outcome.original.failed:
            self.outcome = failed_again(self.item.path, self.id, self.outcome.original.id)
        if isinstance(self.outcome, Failure) and self.text:
            self.text.failed = True

    def place(self) -> dict[str, str | int | None]:
        """What it is called and where it comes from."""
        return {"id": self.id, "path": self._path, "position": self.item.position}

    @property
    def _path(self) -> str | None:
        return None if self.item.path == STDIN else self.item.path

    def row(self) -> ArticleRow:
        """What the journal is to say of it."""
        outcome, original = "read", None
        if isinstance(self.outcome, Duplicate):
            outcome, original = "duplicate", self.outcome.original.id
        elif isinstance(self.outcome, Failure):
            outcome = "failed"
        return ArticleRow(self.item.path, self.item.position, self.id, outcome, original)


@dataclass(slots=True)
class Chunk:
    """Items that are committed together."""

    entry: Entry = field(default_factory=Entry)
    slots: list[Slot] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether the next item belongs to another chunk."""
        return len(self.slots) >= _ITEMS or sum(slot.characters for slot in self.slots) >= _CHARACTERS

    @property
    def has_content(self) -> bool:
        """Whether there is anything to commit."""
        return bool(self.slots or self.entry.inputs)


class Ledger:
    """Gives every item its place in a chunk, its id, and, if its text is known already, its outcome."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        # The newest chunk's entries come first, then those of older ones, then what is on disk.
        self._ids = ChainMap(cast("dict[str, int]", journal.ids))
        self._texts = ChainMap(cast("dict[bytes, Text]", journal.texts))
        self._inputs = ChainMap(cast("dict[str, InputProgress]", journal.inputs))
        self._unique = UniqueIds(self._ids)
        self._chunks: deque[Chunk] = deque()
        self._begin()

    def progress(self, path: str) -> InputProgress:
        """How far an input has been taken in, in this run or before."""
        return self._inputs.get(path) or InputProgress()

    def add(self, item: Item) -> Slot:
        """The place of an item in the chunk that is being filled."""
        slot = Slot(item)
        self.filling.slots.append(slot)
        self.filling.entry.inputs[item.path] = replace(self._begun(item.path), items=item.position + 1)
        if isinstance(item.content, Failure):
            slot.outcome = item.content
            return slot
        slot.id = self._unique.unique(item.content.id)
        original = self._texts.get(item.content.sha256)
        if original is None:
            slot.text = self.filling.entry.texts[item.content.sha256] = Text(slot.id)
        else:
            slot.outcome = Duplicate(original)
        return slot

    def end(self, end: EndOfInput) -> None:
        """Note that there is no more in an input."""
        self.filling.entry.inputs[end.path] = replace(self._begun(end.path), complete=True)

    def close_chunk(self) -> Chunk:
        """The chunk that was being filled; the next items go into another."""
        chunk = self.filling
        self._chunks.append(chunk)
        self._begin()
        return chunk

    def forget(self, chunk: Chunk) -> None:
        """Let go of the oldest closed chunk, once the journal has it."""
        assert self._chunks.popleft() is chunk
        for maps in (self._ids.maps, self._texts.maps, self._inputs.maps):
            del maps[-2]

    def _begun(self, path: str) -> InputProgress:
        return self._inputs.get(path) or InputProgress(stamp=stamp_of(path))

    def _begin(self) -> None:
        self.filling = Chunk()
        entry = self.filling.entry
        _put_first(self._ids, entry.ids)
        _put_first(self._texts, entry.texts)
        _put_first(self._inputs, entry.inputs)


def failed_again(path: str, id_: str | None, original: str) -> Failure:
    """Why an article failed that has the text of another."""
    return Failure(f"{path} ({id_}): this is the text of {original}, which failed", "see there")


def _put_first(chain: ChainMap[Key, Value], newest: dict[Key, Value]) -> None:
    chain.maps.insert(0, newest)
