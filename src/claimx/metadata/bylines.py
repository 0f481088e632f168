"""Bylines: who wrote the article, and for whom."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from claimx.metadata.days import find_day
from claimx.metadata.lexicon import words
from claimx.text.lexicon import weekdays
from claimx.text.patterns import BLANK, any_of

MAX_LENGTH = 160
BY = re.compile(
    rf"(?:(?:story|words|written|analysis|opinion|report|reported|review){BLANK}+)?by(?::|{BLANK}){BLANK}*",
    re.I,
)
AND = rf"{BLANK}+(?:and|AND|And|&|with){BLANK}+"
BETWEEN_NAMES = re.compile(rf",{BLANK}+|{AND}")
# The full stop of a line, not of `Jr.` or an initial.
ENDING = re.compile(r"(?<=\w{4})\.$")
WORD = re.compile(r"\w[\w.'’-]*")
STATUS = re.compile(rf"\b(?:published|updated|posted|last{BLANK}updated|first{BLANK}published)\b", re.I)
# What ends the names where something else goes on in the line.
CUT = re.compile(rf"{BLANK}*(?:[|•·@(\[]|{BLANK}[-–—/]{BLANK}|{STATUS.pattern}|\S+@)", re.I)
IN_PLACE = re.compile(rf"{BLANK}*(?:in|at){BLANK}+[^\W\d_a-z]")
TAIL = re.compile(rf"{BLANK}*(?:,|\||•|·|[-–—/]|\bfor\b|\bof\b){BLANK}*(?P<tail>.+)$")


class Patterns(NamedTuple):
    """The patterns made of word lists."""

    names: re.Pattern[str]
    role: re.Pattern[str]
    outlet: re.Pattern[str]
    agency_end: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns, compiled once."""
    lists = words()
    # Two to five words with capitals, small particles between them.
    capital = r"[^\W\d_][\w.'’-]*"
    name = rf"{capital}(?:{BLANK}+(?:{any_of(lists['name_particles'])}{BLANK}+){{0,3}}{capital}){{1,4}}"
    return Patterns(
        names=re.compile(rf"{name}(?:(?:,{BLANK}+{name}){{0,6}},?{AND}{name})?"),
        role=re.compile(rf"\b{any_of(lists['roles'])}\b", re.I),
        outlet=re.compile(rf"\b{any_of(lists['outlet_words'])}\b"),
        agency_end=re.compile(rf"{BLANK}+({any_of(lists['agencies'])})$"),
    )


class Byline(NamedTuple):
    """Author and publisher as written; either may be None."""

    author: str | None
    publisher: str | None


def read_byline(line: str) -> Byline | None:
    """What a line says that begins with `By`, or None where it is no byline."""
    lead = BY.match(line)
    if not lead or len(line) > MAX_LENGTH:
        return None
    return read_names(line[lead.end() :])


def read_names(rest: str) -> Byline | None:
    """Author and publisher from `Tamar Michaelis, CNN`; None where the words are not names."""
    if found := find_day(rest):
        rest = rest[: found[1]].rstrip(" \t\xa0,|-–—•·")
        if rest.rpartition(" ")[2].lower().strip(",.") in (*weekdays(), "on"):
            rest = rest.rpartition(" ")[0].rstrip(" ,|-–—•·")
    rest = rest.strip()
    if outlet := agency(rest):
        return Byline(None, outlet)
    if bare := patterns().agency_end.search(rest):
        names = rest[: bare.start()].rstrip(",| ")
        if patterns().names.fullmatch(names) and are_names(names):
            return Byline(names, bare[1])
    m = patterns().names.match(rest[: end_of_names(rest)].rstrip())
    if not m or not are_names(m.group()):
        return None
    after = rest[m.end() :]
    author = ENDING.sub("", m.group())
    tail = TAIL.match(after)
    if after.strip() and not tail and not CUT.match(after) and not IN_PLACE.match(after):
        return None
    return Byline(author, outlet_in(tail["tail"]) if tail else None)


def end_of_names(rest: str) -> int:
    """Where the capitalised words end, or a word like `Published` begins."""
    particles = words()["name_particles"]
    cut = STATUS.search(rest)
    for word in WORD.finditer(rest[: cut.start()] if cut else rest):
        if word.group().islower() and word.group() not in particles and word.group() not in ("and", "with"):
            return word.start()
    return cut.start() if cut else len(rest)


def agency(names: str) -> str | None:
    """The news agency that the whole byline names: `By The Associated Press`, `By Reuters Staff`."""
    bare = names.removesuffix(" Staff").removesuffix(" staff").removesuffix(" reporters")
    return bare if bare in words()["agencies"] else None


def are_names(line: str) -> bool:
    """Whether every name begins with a capital and none is an ordinary word or part of a date."""
    for name in BETWEEN_NAMES.split(line):
        parts = name.split()
        if not parts or not parts[0][0].isupper() or not parts[-1][0].isupper():
            return False
        if parts[0].lower().strip(".,") in words()["not_names"]:
            return False
        if any(part.lower() in weekdays() and len(part) > 3 for part in parts):
            return False
    return not patterns().outlet.search(line) or len(line.split()) > 3


def outlet_in(tail: str) -> str | None:
    """The publisher in what follows the names: one part that is an outlet's name and nobody's role."""
    if cut := CUT.match(tail):
        tail = tail[: cut.start()]
    for part in re.split(r"[|•·,(]", tail):
        outlet = CUT.split(part.strip(), maxsplit=1)[0].strip(" \t\xa0.)")
        if not outlet or len(outlet) > 40 or not outlet[0].isupper() or patterns().role.search(outlet):
            continue
        initials = outlet.isupper() and outlet.isalpha() and len(outlet) <= 5
        named = outlet.startswith("The ") and len(outlet.split()) <= 4
        if initials or named or outlet in words()["agencies"] or patterns().outlet.search(outlet):
            return outlet
    return None


def is_masthead(line: str) -> bool:
    """Whether a line is nothing but the name of an outlet: `The Harbour Times`, `FENBRIDGE GAZETTE`."""
    parts = line.split()
    if not 2 <= len(parts) <= 4 or not all(
        part[0].isupper() and part.replace("-", "").isalpha() for part in parts
    ):
        return False
    return parts[-1].title() in words()["outlet_words"]
