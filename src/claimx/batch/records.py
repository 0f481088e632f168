"""A file of JSON Lines beside the output, which goes back to a commit as the output does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO

from claimx.writers.files import open_at, sync
from claimx.writers.output import naming_output


class Records:
    """Records that are appended. There is no file as long as there are none."""

    def __init__(self, path: Path, size: int) -> None:
        """Open the file, or cut it back to its first `size` bytes."""
        self._path = path
        self._file: BinaryIO | None = None
        with naming_output(path):
            if size:
                self._file = open_at(path, size)
            else:
                path.unlink(missing_ok=True)

    def write(self, **record: object) -> None:
        """Append a record."""
        with naming_output(self._path):
            self._file = self._file or open_at(self._path, 0)
            self._file.write(
                json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
            )

    def commit(self) -> int:
        """Bring all of it to the disk; how many bytes that is."""
        if self._file is None:
            return 0
        with naming_output(self._path):
            sync(self._file)
            return self._file.tell()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            with naming_output(self._path):
                self._file.close()
