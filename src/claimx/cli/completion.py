"""What the shell offers for the values of options."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def complete_from(names: Iterable[str]) -> Callable[[str], list[str]]:
    """Offers one of some names."""
    return lambda incomplete: [name for name in names if name.startswith(incomplete)]


def complete_list_from(names: Iterable[str]) -> Callable[[str], list[str]]:
    """Offers one more name for a comma-separated list."""

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        given = before.split(",")
        return [f"{before}{comma}{name}" for name in names if name.startswith(last) and name not in given]

    return complete
