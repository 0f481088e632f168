"""The first stage: a share of the inputs in, its parts out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait

import pyarrow as pa

from claimx.batch.inputs import Inputs
from claimx.batch.journal import InputProgress
from claimx.batch.messages import Item, PackedArticle
from claimx.batch.reader import ReaderOptions
from claimx.cluster.parts import FoundPart, from_table, to_table
from claimx.cluster.shares import Share

# A part of long articles holds fewer of them.
_CHARACTERS = 8_000_000


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How shares are read. `folder` is where paths begin that are not absolute."""

    reader: ReaderOptions
    timeout: float
    part_size: int
    folder: str


def read_shares(table: pa.Table, options: ReadingOptions) -> Iterator[pa.Table]:
    """Give the parts of each share one by one, as they are filled."""
    # Where that is not there, reading says of each file that it is not.
    with suppress(OSError):
        os.chdir(options.folder)
    for share in from_table(table):
        for part in _parts(share, options):
            yield to_table([part])


def _parts(share: Share, options: ReadingOptions) -> Iterator[FoundPart]:
    number, items, characters = 0, list[Item](), 0
    for item in _items(share, options):
        if len(items) == options.part_size or characters >= _CHARACTERS:
            yield FoundPart(share.number, number, False, items)
            number, items, characters = number + 1, [], 0
        items.append(item)
        if isinstance(item.content, PackedArticle):
            characters += item.content.characters
    # There is always a last one, which says that the share is at its end.
    yield FoundPart(share.number, number, True, items)


def _items(share: Share, options: ReadingOptions) -> Iterator[Item]:
    with closing(Inputs(share.paths, options.reader, _nothing_done, options.timeout)) as inputs:
        while not inputs.exhausted:
            found = inputs.poll()
            if found is None:
                wait(inputs.connections, timeout=1)
            elif isinstance(found, Item):
                yield found


def _nothing_done(path: str) -> InputProgress:
    return InputProgress()
