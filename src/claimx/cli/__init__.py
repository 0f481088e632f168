"""The `claimx` command. Each command is thin: it parses, calls the library, and prints."""

from __future__ import annotations

from claimx.cli.app import app


def main() -> None:
    """Run the command line."""
    app(prog_name="claimx")
