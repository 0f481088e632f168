"""What tests of the command line call."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

from typer.testing import Result

# In this process, with a small pipeline.
Command = Callable[..., Result]
# As it is installed, in a process of its own.
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]
# The same on a terminal; what it prints there.
Terminal = Callable[..., str]
# The same, not waited for.
Start = Callable[..., "subprocess.Popen[bytes]"]

COMMAND = [sys.executable, "-m", "claimx"]


def search_path(folder: object) -> str:
    """A PYTHONPATH with a folder before what is on it already."""
    return os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
