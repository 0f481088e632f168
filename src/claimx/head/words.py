"""The words that bylines, datelines and date lines are known by, read once from `words.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def words() -> dict[str, frozenset[str]]:
    """Every list by its name."""
    data = json.loads(files(__package__).joinpath("words.json").read_text(encoding="utf-8"))
    return {name: frozenset(entries) for name, entries in data.items()}


def any_of(entries: Iterable[str]) -> str:
    """An alternation of literal words, longest first."""
    return "(?:" + "|".join(map(re.escape, sorted(entries, key=lambda e: (-len(e), e)))) + ")"
