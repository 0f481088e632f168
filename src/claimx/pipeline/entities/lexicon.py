"""Word lists for joining names, read once from this package's data files."""

from __future__ import annotations

from functools import cache
from typing import Any

from claimx.text.lexicon import read_json, read_rows


def _names() -> dict[str, Any]:
    lists: dict[str, Any] = read_json(__package__, "names.json")
    return lists


def _things() -> dict[str, Any]:
    lists: dict[str, Any] = read_json(__package__, "things.json")
    return lists


def _places() -> dict[str, Any]:
    lists: dict[str, Any] = read_json(__package__, "places.json")
    return lists


@cache
def titles() -> frozenset[str]:
    """Words before a person's name that are not part of it (`mr`, `sen`, `president`)."""
    return frozenset(_names()["titles"].split())


@cache
def gendered_titles() -> dict[str, str]:
    """Title -> `m` or `f`."""
    return {word: gender for gender, words in _names()["gendered_titles"].items() for word in words.split()}


@cache
def name_suffixes() -> frozenset[str]:
    """Words after a surname (`jr`, `iii`)."""
    return frozenset(_names()["suffixes"].split())


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """First name -> the other names the same person may go by."""
    known: dict[str, set[str]] = {}
    for line in _names()["nicknames"]:
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
def corporate_suffixes() -> frozenset[str]:
    """Legal forms at the end of a company's name (`inc`, `ltd`)."""
    return frozenset(_things()["corporate_suffixes"].split())


@cache
def generic_nouns() -> frozenset[str]:
    """Nouns that the short form of an organization's name may leave out (`Brookings Institution`)."""
    return frozenset(_things()["generic_nouns"].split())


@cache
def bodies() -> frozenset[str]:
    """Nouns that say of the name right after them that it is an organization's (`the union Blue Line`)."""
    return frozenset(_things()["bodies"].split())


@cache
def organization_nouns() -> frozenset[str]:
    """Last words that make a longer name an organization's, never a place's (`Sandia View Academy`)."""
    return frozenset(_things()["organization_nouns"].split())


@cache
def facility_nouns() -> frozenset[str]:
    """Last words that make a longer name a building's or road's (`Edwards Air Force Base`)."""
    return frozenset(_things()["facility_nouns"].split())


@cache
def partisans() -> frozenset[str]:
    """Last words of what the members of a party are called (`New Democrats`)."""
    return frozenset(_things()["partisans"].split())


@cache
def well_known() -> dict[str, str]:
    """Name -> label, where the model has learned wrong labels from its training data."""
    table: dict[str, list[str]] = read_json(__package__, "well_known.json")
    return {name: label for label, names in table.items() for name in names}


@cache
def national_bodies() -> frozenset[str]:
    """Last words of government bodies that are also named without their country (`U.S. Senate`)."""
    return frozenset(_things()["national_bodies"].split())


@cache
def law_nouns() -> frozenset[str]:
    """Last words of the names of laws and treaties."""
    return frozenset(_things()["law_nouns"].split())


@cache
def states() -> frozenset[str]:
    """States and provinces of North America, which addresses name after a town, case-folded."""
    return frozenset(name.casefold() for name in _places()["states"])


@cache
def state_codes() -> frozenset[str]:
    """The same, abbreviated (`TX`, `Calif`)."""
    return frozenset(_places()["codes"] + _places()["abbreviations"])


@cache
def countries() -> frozenset[str]:
    """Countries whose name is nobody's and nothing else's, case-folded."""
    return frozenset(name.casefold() for name in _places()["countries"])


@cache
def place_modifiers() -> frozenset[str]:
    """Words that make one name with the state behind them (`Northern California`, `Lake Ontario`)."""
    return frozenset(_places()["modifiers"].split())


def alias_groups() -> list[list[str]]:
    """Names of the same thing; the first of each group stands for all."""
    groups: list[list[str]] = _things()["aliases"]
    return groups
