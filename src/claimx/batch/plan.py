"""The plan of a run: its shards, in order, in a file beside their parts, and which of them are done."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from claimx.batch.parts import (
    PART_ENDING,
    DiskTable,
    Record,
    Span,
    pack_part,
    sync,
    sync_folder,
    unpack_part,
    write_whole,
)
from claimx.batch.settings import PARTS, BatchSettings, check_unchanged
from claimx.errors import OutputError
from claimx.readers import STDIN
from claimx.readers.inputs import printable_path
from claimx.writers.output import naming_output

# Of more changed files than this nobody would read the names.
_NAMED = 5
# Files of one article are compared whole; of larger ones, additions and truncations show at the end.
_END_BYTES = 64 * 1024
_PLAN = "plan.jsonl"
# The output while it is being made.
_UNFINISHED = "unfinished"


class Plan:
    """The folder `OUT.parts`, which no other run can open.

    `plan.jsonl` holds the settings and, for each shard, its spans and the stamps of its files. Shard 12 is
    done if `000012.jsonl.zst` exists.
    """

    def __init__(self, settings: BatchSettings) -> None:
        """Make the folder, or, to resume, open the one that exists.

        Raises:
            OutputError: there is an output already, another run has the folder open, or the settings or files
                are not those of the run that made it.
        """
        self._settings = settings
        self.folder = settings.beside(PARTS)
        self.shards = 0
        self.missing: list[tuple[int, list[Span]]] = []
        self._progress = DiskTable[str, tuple[int, bool]]()
        self._check_output()
        with naming_output(self.folder):
            self.folder.mkdir(exist_ok=True)
            self._file = _open_locked(self.folder / _PLAN, settings.output)
        try:
            with naming_output(self.folder):
                self._load()
        except BaseException:
            self._file.close()
            raise

    @property
    def unfinished(self) -> Path:
        """A folder for files that are moved to their places at the end of the run."""
        return self.folder / _UNFINISHED

    def progress(self, path: str) -> tuple[int, bool]:
        """How many items of an input are planned, and whether that is all of it."""
        items, ended = self._progress.get(path, (0, False))
        return items, ended

    def add(self, spans: list[Span]) -> int:
        """Plan another shard; its number."""
        begun = {span.path: stamp_of(span.path) for span in spans if span.first == 0}
        self._append({"spans": spans, "stamps": {path: stamp for path, stamp in begun.items() if stamp}})
        self._note(spans)
        self.shards += 1
        return self.shards - 1

    def store(self, number: int, records: list[Record]) -> None:
        """Write the part of a shard, whole or not at all."""
        with naming_output(self.folder):
            write_whole(self._part(number), lambda file: file.write(pack_part(records)))

    def records(self, number: int) -> Iterator[Record]:
        """The records of a part."""
        with naming_output(self.folder), self._part(number).open("rb") as file:
            yield from unpack_part(file)

    def discard(self, number: int) -> None:
        """Remove a part, so that its shard is read again when the run is resumed."""
        with naming_output(self.folder):
            self._part(number).unlink()

    def close(self) -> None:
        """Let another run open the folder."""
        with suppress(OSError):
            shutil.rmtree(self.unfinished, ignore_errors=True)
        self._file.close()

    def _part(self, number: int) -> Path:
        return self.folder / f"{number:06}{PART_ENDING}"

    def _check_output(self) -> None:
        output, is_begun = self._settings.output, (self.folder / _PLAN).exists()
        if is_begun and not self._settings.resume:
            remedy = f"add --resume to continue it; or remove it and {self.folder}, or name another output"
            raise OutputError(f"{output}: a run has written to this already", remedy)
        if output.exists() and not is_begun:
            remedy = "name another output, or remove it"
            raise OutputError(
                f"{output}: this is there already, without the parts of a run beside it", remedy
            )

    def _load(self) -> None:
        """Read the plan, without a last line that was cut off; see that it can be gone on with."""
        size, now = 0, self._settings.lasting()
        changed: list[str] = []
        for number, line in enumerate(self._file):
            if not line.endswith(b"\n"):
                break
            size += len(line)
            entry = json.loads(line)
            if number == 0:
                check_unchanged(self._settings.output, entry, now)
                continue
            spans = [Span(*span) for span in entry["spans"]]
            stamps = {path: Stamp(*stamp) for path, stamp in entry["stamps"].items()}
            changed.extend(path for path, stamp in stamps.items() if has_changed(path, stamp))
            if not self._part(self.shards).exists():
                changed.extend(span.path for span in spans if _is_gone(span.path))
                self.missing.append((self.shards, spans))
            self._note(spans)
            self.shards += 1
        self._check_inputs(list(dict.fromkeys(map(printable_path, changed))))
        self._file.seek(size)
        self._file.truncate()
        if not size:
            self._append(now)
        shutil.rmtree(self.unfinished, ignore_errors=True)
        self.unfinished.mkdir()
        for path in self.folder.glob(".*"):
            path.unlink()

    def _check_inputs(self, changed: list[str]) -> None:
        if changed:
            named = ", ".join(changed[:_NAMED])
            more = f" and {len(changed) - _NAMED:,} more" if len(changed) > _NAMED else ""
            output = self._settings.output
            raise OutputError(
                f"{named}{more}: changed since an earlier run read it, or part of it, into {output}",
                "put the old file back, and give what is new under another name; "
                f"or begin anew: remove {output} and {self.folder}",
            )

    def _append(self, entry: dict[str, Any]) -> None:
        with naming_output(self.folder):
            self._file.write(json.dumps(entry).encode() + b"\n")
            sync(self._file)

    def _note(self, spans: list[Span]) -> None:
        for span in spans:
            items, ended = self.progress(span.path)
            self._progress[span.path] = max(items, span.first + span.size), ended or span.ended


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
    """Whether the content of a file is another one. A file that is gone has not changed."""
    try:
        status = os.stat(path)
        if status.st_size != before.size:
            return True
        return status.st_mtime_ns != before.modified and _digest(path, before.size) != before.digest
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _digest(path: str, size: int) -> str:
    with open(path, "rb") as file:
        digest = sha256(file.read(_END_BYTES))
        file.seek(max(size - _END_BYTES, 0))
        digest.update(file.read(_END_BYTES))
    return digest.hexdigest()


def _is_gone(path: str) -> bool:
    return path != STDIN and "://" not in path and not os.path.lexists(path)


def _open_locked(path: Path, output: Path) -> BinaryIO:
    import fcntl

    file = path.open("a+b")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        remedy = "wait for it, or name another output"
        raise OutputError(f"{output}: another run is writing there", remedy) from error
    sync_folder(path.parent)
    file.seek(0)
    return file
