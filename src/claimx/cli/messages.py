"""What a person is told while the results go elsewhere: everything here is printed on stderr."""

from __future__ import annotations

import sys

from claimx.errors import ClaimxError
from claimx.terminal import printable


def error(problem: ClaimxError) -> None:
    """Say what is wrong and what to do about it."""
    _say(f"error: {problem.message}")
    _say(f"  hint: {problem.remedy}")


def warning(message: str) -> None:
    """Say what the person should know about a result that is there all the same."""
    _say(f"warning: {message}")


def note(message: str) -> None:
    """Say what is going on."""
    _say(message)


def counted(number: int, noun: str) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _say(message: str) -> None:
    # Names of files and parts of articles may stand in a message.
    indent = message[: len(message) - len(message.lstrip())]
    # Written to whatever stderr is now, so that a running count on the terminal makes room for it.
    sys.stderr.write(f"claimx: {indent}{printable(message)}\n")
