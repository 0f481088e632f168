"""Datelines: where, and for which agency, an article was filed."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from claimx.metadata.days import find_day
from claimx.metadata.lexicon import words

WORD = r"(?:[^\W\d_][^\W\d_.'’]*(?:[.'’-][^\W\d_]*)*)"
PLACE_PART = rf"{WORD}(?:[^\S\n]{WORD}){{0,3}}"
DAY = r"(?:\w{3,9}\.?[^\S\n]\d{1,2}|\d{1,2}[^\S\n]\w{3,9}\.?)(?:,?[^\S\n]\d{4})?"
DATELINE = re.compile(
    rf"(?P<place>{PLACE_PART}(?:(?:,[^\S\n]|/){PLACE_PART}){{0,3}})?"
    rf"(?:,?[^\S\n]+(?P<day>{DAY}))?"
    r"(?:[^\S\n]*\((?P<agency>[^\W\d_][\w .&/'’-]{1,40})\))?"
    rf"(?:[^\S\n]*,[^\S\n]*(?P<day2>{DAY}))?"
    r"(?P<dash>[^\S\n]*(?:—|―|–|--)|[^\S\n]+-|:?[^\S\n]-)(?=[^\S\n]|[^\W\d_]|[\"“'‘])"
)


class Dateline(NamedTuple):
    """Offsets of the place in the line (None where only an agency stands), agency, and day with its year."""

    place: tuple[int, int] | None
    agency: str | None
    published: date | None


def read_dateline(line: str) -> Dateline | None:
    """The dateline that a paragraph begins with, or None."""
    m = DATELINE.match(line[:160])
    if not m or not (m["place"] or m["agency"]):
        return None
    place, agency = m["place"], m["agency"]
    following = line[m.end() :].lstrip(" \t\xa0\"“'‘")
    if not following or not (following[0].isupper() or following[0].isdigit()):
        return None
    found = find_day(m["day"] or m["day2"] or "")
    published = found[0] if found else None
    if place is None:
        return Dateline(None, agency, published)
    if agency is None and place in words()["initials"]:
        return Dateline(None, place, published)
    if not is_place(place, bool(agency or m["day"])):
        return None
    return Dateline((m.start("place"), m.end("place")), agency, published)


def is_place(place: str, vouched: bool) -> bool:
    """Whether the words can be a place: `PARIS`, `City, Country`, or what an agency or a day vouches for."""
    parts = re.findall(r"[^\W\d_][^\s,/]*", place)
    lists = words()
    if any(part.strip(".").lower() in lists["not_places"] for part in parts):
        return False
    for part in parts:
        if not part[0].isupper() and part not in lists["place_particles"] and part[:3] not in ("al-", "el-"):
            return False
    if vouched:
        return len(parts) <= 8
    names = re.split(r"[,/]", place)
    if any(len(name.split()) > 3 for name in names):
        return False
    return len(names) > 1 or (place.isupper() and len(place) > 2)
