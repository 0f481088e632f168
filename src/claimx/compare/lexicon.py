"""Word lists for holding articles side by side, read once from this package's data files."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple


class Measure(NamedTuple):
    """What a unit measures, and its size in the unit of size 1."""

    dimension: str
    size: float


def _read(name: str) -> str:
    return files(__package__).joinpath("data").joinpath(name).read_text(encoding="utf-8")


@cache
def _lists() -> dict[str, Any]:
    result: dict[str, Any] = json.loads(_read("words.json"))
    return result


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
    lines = (line.split("\t") for line in _read("measures.tsv").splitlines() if not line.startswith("#"))
    return {unit: Measure(dimension, float(size)) for unit, dimension, size in lines}
