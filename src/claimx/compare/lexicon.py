"""Word lists for holding articles side by side, read once from this package's data files."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from claimx.text.lexicon import read_json, read_rows


class Measure(NamedTuple):
    """What a unit measures, and its size in the unit of size 1."""

    dimension: str
    size: float


def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = read_json(__package__, "words.json")
    return lists


@cache
def words(name: str) -> frozenset[str]:
    """A list of single words, by its name in `words.json`."""
    return frozenset(_lists()[name].split())


@cache
def synonyms() -> dict[str, str]:
    """Noun -> the noun that stands for it and those that mean the same."""
    return {word: group.split()[0] for group in _lists()["synonyms"] for word in group.split()}


@cache
def actions() -> dict[str, str]:
    """Word -> what it says has happened to what is counted: `dead` -> `killed`."""
    return {word: action for action, group in _lists()["actions"].items() for word in group.split()}


@cache
def measures() -> dict[str, Measure]:
    """Unit -> its dimension and size."""
    rows = read_rows(__package__, "measures.tsv")
    return {unit: Measure(dimension, float(size)) for unit, dimension, size in rows}
