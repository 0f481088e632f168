"""Which names of organizations, places and other things mean the same thing.

Two names are the same when their keys are equal: case, dots, a possessive, `the`, a company's legal form
and `U.S.` before a government body do not count; `Department of X` is `X Department`; a table knows other
names of countries and well-known bodies. Then a short form joins the name it abbreviates: in brackets
beside it, by its initials, or because only a generic noun is left out (`Brookings Institution`).
"""

from __future__ import annotations

import re
from functools import cache

from claimx.pipeline.entities import lexicon
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
    return {_shape(name): _shape(group[0]) for group in lexicon.alias_groups() for name in group}


def _shape(folded: str) -> str:
    """A folded name without its article and legal form, government departments in one order."""
    name = folded.removeprefix("the ")
    for country in _US:
        rest = name.removeprefix(country)
        if (rest != name and rest.rpartition(" ")[2] in lexicon.national_bodies()) or _DEPARTMENT.match(rest):
            name = rest
    department = _DEPARTMENT.match(name)
    if department:
        name = f"{department.group(2)} {department.group(1)}"
    words = name.replace(",", " ").split()
    while len(words) > 1 and words[-1] in lexicon.corporate_suffixes():
        words.pop()
    return " ".join(words)


def key(name: str, label: str) -> str:
    """What two names of the same thing have in common."""
    shape = _shape(fold(name))
    if label == "NORP" and shape.endswith("s") and not shape.endswith("ss"):
        shape = shape[:-1]
    return _aliases().get(shape, shape)


def short_names(name: str) -> set[str]:
    """What an organization may be called in short: its name without legal form or generic noun."""
    shape = _shape(fold(name))
    first, _, last = shape.rpartition(" ")
    return {shape, first} if first and last in lexicon.generic_nouns() else {shape}


def cluster_things(text: str, spans: list[Range], labels: list[str]) -> list[list[int]]:
    """Positions in `spans` (given in document order), grouped by thing."""
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
    """Pairs of keys: a short form and the name that it stands for."""
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
            longs = {f"{name} {noun}" for noun in lexicon.generic_nouns() if f"{name} {noun}" in groups}
        else:
            continue
        if len(longs) == 1:
            pairs[name] = longs.pop()
    return list(pairs.items())


def _initials(groups: dict[str, list[int]]) -> dict[str, set[str]]:
    """Initials of three letters and more -> the names they may stand for."""
    found: dict[str, set[str]] = {}
    for name in groups:
        words = name.split()
        if len(words) < 3:
            continue
        all_words = "".join(word[0] for word in words)
        weighty = "".join(word[0] for word in words if word not in _SMALL)
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
