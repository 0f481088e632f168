"""Word lists about names, read once from this package's data files."""

from __future__ import annotations

from functools import cache
from typing import Literal

from claimx.text.lexicon import read_json, read_rows, word_set

WordList = Literal[
    "titles",  # before a person's name and no part of it: `mr`, `sen`, `president`
    "name_suffixes",  # after a surname: `jr`, `iii`
    "corporate_suffixes",  # legal forms at the end of a company's name: `inc`, `ltd`
    "generic_nouns",  # left out in short forms of an organization's name: `Brookings Institution`
    "bodies",  # nouns for organizations before their names: `the union Blue Line`
    "organization_nouns",  # last words of names of organizations, never of places: `Sandia View Academy`
    "facility_nouns",  # last words of names of buildings and roads: `Edwards Air Force Base`
    "partisans",  # last words of names of the members of a party: `New Democrats`
    "national_bodies",  # last words of government bodies, with or without their country: `U.S. Senate`
    "law_nouns",  # last words of names of laws and treaties
    "place_modifiers",  # part of one name with the state after them: `Northern California`, `Lake Ontario`
]
_FILES = {"titles": "names.json", "name_suffixes": "names.json", "place_modifiers": "places.json"}


def words(name: WordList) -> frozenset[str]:
    """A list of lower-case words."""
    return word_set(__package__, _FILES.get(name, "things.json"), name)


@cache
def gendered_titles() -> dict[str, str]:
    """Title -> `m` or `f`."""
    listed: dict[str, str] = read_json(__package__, "names.json")["gendered_titles"]
    return {word: gender for gender, titles in listed.items() for word in titles.split()}


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """First name -> the other names the same person may go by."""
    known: dict[str, set[str]] = {}
    for line in read_json(__package__, "names.json")["nicknames"]:
        full, *short = line.split()
        for name in short:
            known.setdefault(full, set()).add(name)
            known.setdefault(name, set()).add(full)
    return {name: frozenset(others) for name, others in known.items()}


@cache
def first_names() -> dict[str, str]:
    """First name -> `m` or `f`, for names that are nearly always one or the other."""
    return {row[0]: row[1] for row in read_rows(__package__, "first_names.tsv")}


@cache
def well_known() -> dict[str, str]:
    """Name -> label, for names that the network has learned wrong labels of."""
    table: dict[str, list[str]] = read_json(__package__, "well_known.json")
    return {name: label for label, names in table.items() for name in names}


@cache
def states() -> frozenset[str]:
    """States and provinces of North America, which addresses name after a town, case-folded."""
    return frozenset(name.casefold() for name in read_json(__package__, "places.json")["states"])


@cache
def state_codes() -> frozenset[str]:
    """Codes and abbreviations of the same (`TX`, `Calif`)."""
    places = read_json(__package__, "places.json")
    return frozenset(places["codes"] + places["abbreviations"])


@cache
def countries() -> frozenset[str]:
    """Countries whose name means nothing else, case-folded."""
    return frozenset(name.casefold() for name in read_json(__package__, "places.json")["countries"])


def alias_groups() -> list[list[str]]:
    """Names of the same thing; the first of each group is the key of all."""
    groups: list[list[str]] = read_json(__package__, "things.json")["aliases"]
    return groups
