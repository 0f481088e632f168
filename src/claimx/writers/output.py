"""Where output goes: the standard output, or a file that appears only once it is whole."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from claimx.errors import OutputError


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """A UTF-8 stream, without translation of line ends, to `path` or the standard output.

    A file is written under another name beside `path` and takes its place when the block ends
    without an error; otherwise what was at `path` before stays. Pipes and devices are written to
    directly.

    Raises:
        OutputError: the file cannot be made or written.
    """
    with naming_output(path):
        if path is None:
            with _standard_output() as stream:
                yield stream
        elif path.exists() and not path.is_file():
            with path.open("w", encoding="utf-8", newline="") as stream:
                yield stream
        else:
            # A link stays a link: the file it points to is the one to replace.
            with _replacing(path.resolve()) as stream:
                yield stream


@contextmanager
def naming_output(path: Path | None) -> Iterator[None]:
    """Turn an error of the operating system into one that names the output and says what to do.

    Raises:
        OutputError: the block raised an `OSError`; a closed pipe is left to whoever knows what to make of it.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        name = "standard output" if path is None else str(path)
        remedy = "check that the folder exists, may be written to, and has room"
        raise OutputError(f"{name}: cannot be written: {error.strerror}", remedy) from error


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    # JSON is UTF-8 whatever the locale says, and a text's own line ends are part of it.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    yield sys.stdout
    sys.stdout.flush()


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="") as stream:
            yield stream
        os.chmod(name, _mode(path))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _mode(path: Path) -> int:
    """The permissions that `path` has, or that a new file would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
