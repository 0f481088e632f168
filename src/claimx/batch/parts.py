"""Parts: what was read of a shard, how it is stored, and what goes from there into the output.

`Item` is what is at a position of an input, `Record` what became of it. `Storage` is the folder of a run on a
cluster, which may be at a URL.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, TypeVar
from uuid import uuid4

from claimx.article import Article, UnreadPage, label
from claimx.batch import DUPLICATES, FAILURES, Counts, Failure
from claimx.errors import OutputError
from claimx.readers import STDIN
from claimx.readers.inputs import UniqueIds
from claimx.readers.web import RemoteError, file_system
from claimx.writers import sync_path, zstd

if TYPE_CHECKING:
    from claimx.schema import Extraction

# The ending of the file of a part.
PART_ENDING = ".jsonl.zst"
_UNFINISHED = ".unfinished"
# A page is about ten times as long as the article in it.
_PAGE_BYTES_PER_CHARACTER = 10

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Item:
    """What is at a position of an input, whose path is one that can be printed."""

    path: str
    position: int
    content: Article | Failure

    @property
    def id(self) -> str | None:
        """What the article is called, if it is one."""
        return self.content.id if isinstance(self.content, Article) else None

    @property
    def characters(self) -> int:
        """About how long the article is."""
        if isinstance(self.content, UnreadPage):
            return len(self.content.page) // _PAGE_BYTES_PER_CHARACTER
        return len(self.content.text) if isinstance(self.content, Article) else 0


class Span(NamedTuple):
    """`size` consecutive items of an input from position `first` on; `ended` if they are its last ones."""

    path: str
    first: int
    size: int
    ended: bool


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
        self._ids = UniqueIds(DiskTable[int]())
        self._originals = DiskTable[str]()
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


class DiskTable(MutableMapping[str, Value]):
    """A dictionary in a temporary database, which uses the disk once it is large. Values are JSON."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE entries (key PRIMARY KEY, value) WITHOUT ROWID")

    def __getitem__(self, key: str) -> Value:
        row = self._database.execute("SELECT value FROM entries WHERE key = ?", (_bytes(key),)).fetchone()
        if row is None:
            raise KeyError(key)
        value: Value = json.loads(row[0])
        return value

    def __setitem__(self, key: str, value: Value) -> None:
        row = (_bytes(key), json.dumps(value))
        self._database.execute("INSERT OR REPLACE INTO entries VALUES (?, ?)", row)

    def __delitem__(self, key: str) -> None:
        self._database.execute("DELETE FROM entries WHERE key = ?", (_bytes(key),))

    def __iter__(self) -> Iterator[str]:
        for (key,) in self._database.execute("SELECT key FROM entries"):
            yield key.decode("utf-8", "surrogateescape")

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM entries").fetchone()[0])


def _bytes(key: str) -> bytes:
    # Names of files may hold bytes that are no UTF-8.
    return key.encode("utf-8", "surrogateescape")


class Storage:
    """Files by name under a folder. Each is whole or not there; a second one of a name replaces the first."""

    def __init__(self, location: str) -> None:
        """Nothing is touched yet.

        Raises:
            OutputError: there is nothing here that knows such a URL.
        """
        self.location = location
        with self._naming():
            self._files, self._root = file_system(location)
        self._is_local = "file" in self._protocols()

    def is_used(self) -> bool:
        """Whether there is anything of this name."""
        with self._naming():
            if not self._files.exists(self._root):
                return False
            return not self._files.isdir(self._root) or bool(self._files.ls(self._root))

    def read(self, name: str) -> bytes | None:
        """What is in a file; None if it is not there."""
        with self._naming():
            try:
                content: bytes = self._files.cat_file(self._path(name))
            except FileNotFoundError:
                return None
        return content

    def write(self, name: str, content: bytes) -> None:
        """Write a file."""
        with self._naming():
            if self._is_local:
                write_whole(Path(self._path(name)), lambda file: file.write(content))
            else:
                self._files.pipe_file(self._path(name), content)

    def create(self, name: str, content: bytes) -> bool:
        """Write a file unless it is there already; whether it was written."""
        path = self._path(name)
        with self._naming():
            try:
                if self._is_local:
                    Path(path).parent.mkdir(parents=True, exist_ok=True)
                    with open(path, "xb") as file:
                        file.write(content)
                        sync(file)
                elif self._files.exists(path):
                    return False
                else:
                    # Exclusive where the storage can do that; others ignore the mode.
                    self._files.pipe_file(path, content, mode="create")
            except FileExistsError:
                return False
        return True

    def put(self, source: Path, name: str) -> None:
        """Write a file that is a copy of another on this machine."""
        with self._naming():
            if self._is_local:
                with source.open("rb") as stream:
                    write_whole(Path(self._path(name)), lambda file: shutil.copyfileobj(stream, file))
            else:
                self._files.put_file(os.fspath(source), self._path(name))

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it, if it is there."""
        with self._naming():
            if self._files.exists(self._path(name)):
                self._files.rm(self._path(name), recursive=True)

    def tidy(self) -> None:
        """Remove what was left behind by processes that were killed while they wrote."""
        if self._is_local:
            with self._naming():
                for path in Path(self._root).rglob(f".*{_UNFINISHED}"):
                    path.unlink(missing_ok=True)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _protocols(self) -> tuple[str, ...]:
        protocol = self._files.protocol
        return (protocol,) if isinstance(protocol, str) else tuple(protocol)

    @contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except RemoteError as error:
            raise OutputError(f"{self.location}: {error.message}", error.remedy) from error
        except Exception as error:  # what the libraries of file systems raise is theirs to choose
            remedy = "check that it exists, may be written to from every machine, and has room"
            raise OutputError(f"{self.location}: cannot be written: {error}", remedy) from error


def write_whole(path: Path, fill: Callable[[BinaryIO], Any]) -> None:
    """Write a file that appears under its name once all of it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: a process that was given up for lost may be writing the same file.
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}{_UNFINISHED}")
    with unfinished.open("wb") as file:
        fill(file)
        sync(file)
    os.replace(unfinished, path)
    sync_path(path.parent)


def sync(file: BinaryIO) -> None:
    """Bring to the disk what was written to a file."""
    file.flush()
    os.fsync(file.fileno())
