"""The `claimx` command. Each command is thin: it parses, calls the library, and prints."""

from __future__ import annotations

import os
import sys

from claimx.cli.app import app


def main() -> None:
    """Run the command line."""
    _fill_closed_streams()
    app(prog_name="claimx")


def _fill_closed_streams() -> None:
    """Open the standard streams that are closed, so that reading and writing them fails as with any file.

    Otherwise Python has no object for them, and the next file that is opened takes their number.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            # A closed standard error takes messages; the other two fail.
            wrong = os.O_RDONLY if name == "stdout" else os.O_WRONLY
            descriptor = os.open(os.devnull, wrong)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
