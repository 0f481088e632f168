"""The `claimx` command, which is also `python -m claimx`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line, which Ctrl-C stops in the same way while it is still being imported."""
    try:
        from claimx.cli import main as run

        run()
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write("claimx: stopped\n")
        # `claimx.cli.console.INTERRUPTED`, which may not be there yet.
        sys.exit(130)


if __name__ == "__main__":
    main()
