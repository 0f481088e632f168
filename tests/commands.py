"""What tests of the command line call."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from typer.testing import Result

# In this process, with a small pipeline.
Command = Callable[..., Result]
# As it is installed, in a process of its own.
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]
# The same, not waited for.
Start = Callable[..., "subprocess.Popen[bytes]"]

COMMAND = [sys.executable, "-m", "claimx"]
