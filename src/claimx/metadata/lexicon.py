"""The words that bylines, datelines and date lines are known by."""

from __future__ import annotations

from functools import cache

from claimx.text.lexicon import read_json


@cache
def words() -> dict[str, frozenset[str]]:
    """Every list of `data/words.json` by its name."""
    return {name: frozenset(entries) for name, entries in read_json(__package__, "words.json").items()}
