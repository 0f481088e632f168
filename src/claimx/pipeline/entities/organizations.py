"""Clustering of the names of organizations, places and everything else that is no person.

Two names are the same when their keys are equal: a key ignores case, dots, a possessive, `the`, a company's
legal form and `U.S.` before a government body; `Department of X` is `X Department`; a table holds other names
of countries and well-known bodies. A short form then joins the name it abbreviates: next to it in brackets,
by its initials, or without a generic noun (`Brookings Institution`).
"""

from __future__ import annotations

import re
from functools import cache

from claimx.pipeline.entities.lexicon import alias_groups, words
from claimx.text.tokens import Range

_DOTS = re.compile(r"(?<=\w)\.|’s\b|'s\b|[\"“”‘`()\[\]]")
_SEPARATOR = re.compile(r"[\s\u00a0‐‑–—-]+")
_DEPARTMENT = re.compile(r"(department|ministry) (?:of|for) (?:the )?(.+)")
_ACRONYM = re.compile(r"[A-Z][A-Z&.]*[A-Z]\.?s?$")
_BRACKET = re.compile(r"\s*[(\[]\s*(?:the\s+|or\s+)?[\"“'‘]?$")
_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "at", "de"})
_US = ("us ", "united states ")


def fold(name: str) -> str:
    """A name without case, dots, quote marks and kind of space or hyphen."""
    return _SEPARATOR.sub(" ", _DOTS.sub("", name.replace("’", "'")).replace("&", " and ").casefold()).strip()


@cache
def _aliases() -> dict[str, str]:
    return {_shape(name): _shape(group[0]) for group in alias_groups() for name in group}


def _shape(folded: str) -> str:
    """A folded name without its article and legal form, government departments in one order."""
    name = folded.removeprefix("the ")
    for country in _US:
        rest = name.removeprefix(country)
        if (rest != name and rest.rpartition(" ")[2] in words("national_bodies")) or _DEPARTMENT.match(rest):
            name = rest
    department = _DEPARTMENT.match(name)
    if department:
        name = f"{department.group(2)} {department.group(1)}"
    parts = name.replace(",", " ").split()
    while len(parts) > 1 and parts[-1] in words("corporate_suffixes"):
        parts.pop()
    return " ".join(parts)


def key(name: str, label: str) -> str:
    """The key that all names of the same thing share."""
    shape = _shape(fold(name))
    if label == "NORP" and shape.endswith("s") and not shape.endswith("ss"):
        shape = shape[:-1]
    return _aliases().get(shape, shape)


def short_names(name: str) -> set[str]:
    """Short forms of an organization's name: without legal form, and without generic noun."""
    shape = _shape(fold(name))
    first, _, last = shape.rpartition(" ")
    return {shape, first} if first and last in words("generic_nouns") else {shape}


def cluster_organizations(text: str, spans: list[Range], labels: list[str]) -> list[list[int]]:
    """Positions in `spans` (in document order), grouped by the thing named."""
    groups: dict[str, list[int]] = {}
    for position, (start, end) in enumerate(spans):
        groups.setdefault(key(text[start:end], labels[position]), []).append(position)
    for short, long in _short_forms(text, spans, labels, groups):
        if short in groups and long in groups and short != long:
            groups[long].extend(groups.pop(short))
    return [sorted(group) for group in groups.values()]


def _short_forms(
    text: str, spans: list[Range], labels: list[str], groups: dict[str, list[int]]
) -> list[tuple[str, str]]:
    """Pairs of keys: a short form and the name it abbreviates."""
    where = {position: name for name, group in groups.items() for position in group}
    pairs: dict[str, str] = {}
    for position in range(1, len(spans)):
        before, after = spans[position - 1], spans[position]
        if not _BRACKET.fullmatch(text, before.end, after.start):
            continue
        for short, long in ((position, position - 1), (position - 1, position)):
            if _abbreviates(text[slice(*spans[short])], fold(text[slice(*spans[long])])):
                pairs.setdefault(where[short], where[long])
    by_initials = _initials(groups)
    for name, group in groups.items():
        if name in pairs:
            continue
        shown = text[slice(*spans[group[0]])]
        if _ACRONYM.match(shown):
            longs = by_initials.get(name.removesuffix("s"), set()) | by_initials.get(name, set())
        elif labels[group[0]] == "ORG":
            longs = {f"{name} {noun}" for noun in words("generic_nouns") if f"{name} {noun}" in groups}
        else:
            continue
        if len(longs) == 1:
            pairs[name] = longs.pop()
    return list(pairs.items())


def _initials(groups: dict[str, list[int]]) -> dict[str, set[str]]:
    """Initials of three letters and more -> keys of the names they may abbreviate."""
    found: dict[str, set[str]] = {}
    for name in groups:
        parts = name.split()
        if len(parts) < 3:
            continue
        all_words = "".join(word[0] for word in parts)
        weighty = "".join(word[0] for word in parts if word not in _SMALL)
        for letters in {all_words, weighty}:
            if len(letters) > 2:
                found.setdefault(letters, set()).add(name)
    return found


def _abbreviates(short: str, long: str) -> bool:
    """Whether the letters of an acronym occur in this order in a longer name, the first one first."""
    letters = fold(short).replace(" ", "")
    if not _ACRONYM.match(short) or len(long.split()) < 2 or not long.startswith(letters[0]):
        return False
    rest = iter(long)
    return all(letter in rest for letter in letters.removesuffix("s"))
