"""Parts: what was read of a shard, and what goes from there into the output."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from claimx.article import label
from claimx.batch.settings import DUPLICATES, FAILURES, Counts, Failure
from claimx.readers import STDIN
from claimx.readers.inputs import UniqueIds

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from claimx.schema import Extraction

# The ending of the file of a part.
PART_ENDING = ".jsonl.zst"

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True)
class Record:
    """What became of one item of an input.

    `id` and `sha256`, of the text, are None where there is no article.
    `undated`: how many relative dates were left out for lack of a day of publication.
    Of an article that was read, `result` is the extraction as JSON, and `failure` is None.
    """

    path: str
    position: int
    id: str | None = None
    sha256: str | None = None
    characters: int = 0
    words: int = 0
    is_english: bool = True
    undated: int = 0
    notices: list[str] = field(default_factory=list)
    failure: Failure | None = None
    result: str | None = None

    @property
    def warnings(self) -> list[str]:
        """The notices of an article that was read, each with the name of the article."""
        return [
            f"{label(str(self.id), self._path)}: {notice}" for notice in self.notices if self.failure is None
        ]

    def source(self, id_: str | None) -> dict[str, str | int | None]:
        """The fields of a listed record that say where it comes from."""
        return {"id": id_, "path": self._path, "position": self.position}

    def extraction(self, id_: str) -> Extraction:
        """The result, under the id that it has in the output."""
        from claimx.schema import Extraction

        extraction = Extraction.model_validate_json(self.result or "")
        if extraction.document.id != id_:
            document = extraction.document.model_copy(update={"id": id_})
            extraction = extraction.model_copy(update={"document": document})
        return extraction

    @property
    def _path(self) -> str | None:
        return None if self.path == STDIN else self.path


def pack_part(records: Iterable[Record]) -> bytes:
    """The content of a part: a line for each record, and after it its result, if it has one."""
    lines: list[str] = []
    for record in records:
        fields = {**asdict(record), "result": record.result is not None}
        lines.append(json.dumps(fields))
        if record.result is not None:
            lines.append(record.result)
    return zstd.compress("".join(f"{line}\n" for line in lines).encode())


def unpack_part(file: BinaryIO) -> Iterator[Record]:
    """The records of a part."""
    with zstd.ZstdFile(file) as lines:
        for line in lines:
            fields = json.loads(line)
            failure = fields["failure"] and Failure(**fields["failure"])
            result = next(lines).decode().rstrip("\n") if fields["result"] else None
            yield Record(**{**fields, "failure": failure, "result": result})


class Collector:
    """Decides what goes into the output, for all records in the order of the inputs.

    An id that was used before gets a number (`truce-2`); an article with the text of an earlier one is listed
    as its duplicate. Both are kept on disk, so that memory does not grow with the number of articles.
    """

    def __init__(self, folder: Path, counts: Counts) -> None:
        """Make the lists of failures and duplicates in a folder, and count what is added."""
        self._counts = counts
        self._ids = UniqueIds(DiskTable[str, int]())
        self._originals = DiskTable[str, str]()
        self._lists = {name: _List(folder / name) for name in (FAILURES, DUPLICATES)}

    @property
    def lists(self) -> dict[str, Path]:
        """The files of the lists, by their endings; an empty list has no file."""
        return {ending: list_.path for ending, list_ in self._lists.items()}

    def add(self, record: Record) -> str | None:
        """The id that an article has in the output; None for a failure or a duplicate, which is listed."""
        id_ = None if record.id is None else self._ids.unique(record.id)
        if record.failure is not None or id_ is None:
            failure = record.failure or Failure("", "")
            error = {"error": failure.message, "traceback": failure.traceback}
            self._lists[FAILURES].append({**record.source(id_), **error})
            self._counts.failures += 1
            return None
        original = self._originals.setdefault(str(record.sha256), id_)
        if original != id_:
            self._lists[DUPLICATES].append({**record.source(id_), "duplicate_of": original})
            self._counts.duplicates += 1
            return None
        self._counts.articles += 1
        self._counts.words += record.words
        self._counts.not_english += not record.is_english
        self._counts.undated_articles += record.undated > 0
        self._counts.undated += record.undated
        return id_

    def close(self) -> None:
        """Close the lists."""
        for list_ in self._lists.values():
            list_.close()


class _List:
    """JSON Lines in a file that exists once there is one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: BinaryIO | None = None

    def append(self, record: dict[str, Any]) -> None:
        self._file = self._file or self.path.open("wb")
        self._file.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")

    def close(self) -> None:
        if self._file:
            self._file.close()


class DiskTable(MutableMapping[Key, Value]):
    """A dictionary in a temporary database, which uses the disk once it is large. Values are JSON."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE entries (key PRIMARY KEY, value) WITHOUT ROWID")

    def __getitem__(self, key: Key) -> Value:
        row = self._database.execute("SELECT value FROM entries WHERE key = ?", (_bytes(key),)).fetchone()
        if row is None:
            raise KeyError(key)
        value: Value = json.loads(row[0])
        return value

    def __setitem__(self, key: Key, value: Value) -> None:
        row = (_bytes(key), json.dumps(value))
        self._database.execute("INSERT OR REPLACE INTO entries VALUES (?, ?)", row)

    def __delitem__(self, key: Key) -> None:
        self._database.execute("DELETE FROM entries WHERE key = ?", (_bytes(key),))

    def __iter__(self) -> Iterator[Key]:
        raise NotImplementedError("entries are only looked up")

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM entries").fetchone()[0])


def _bytes(key: object) -> bytes:
    # Names of files may hold bytes that are no UTF-8.
    return str(key).encode("utf-8", "surrogateescape")
