"""Repair of obvious faults at the edges of a name, by moving offsets only."""

from __future__ import annotations

import re

from claimx.pipeline.entities.organizations import whole_organization
from claimx.pipeline.entities.people import whole_person
from claimx.pipeline.entities.places import town_and_state
from claimx.text.tokens import Range

_LEAD = re.compile(r"(?:P\.S\.)?[\s\"'“”‘’«»„`´(\[{,;:.…—–-]*")
_ARTICLE = re.compile(r"(?:[Tt]he|THE|an?)(?:\s+[\s\"'“‘«„`]*(?!Hague\b)|$)")
_TAIL = re.compile(r"[\s\"'“”‘’«»„`´,;:…?—–-]+$")
_POSSESSIVE = re.compile(r"\s*['’‘´`][sS]$")
_PARAGRAPH_END = re.compile(r"\n\s*\n")
_ADDRESS = re.compile(r"\s*[\"“”']*<.*", re.DOTALL)
_MAILBOX = re.compile(r"\S+@\S+")
_FULL_STOP = re.compile(r"(?<=[a-z]{6})\.$")
_ACRONYM_AFTER = re.compile(
    r"(?P<long>.*\S)\s*[(\[]\s*(?:the\s+)?(?P<short>[A-Z][\w.&-]{1,9})[)\]]?$", re.DOTALL
)

# A possessive that the model left inside one of these is taken as part of the name (`Lloyd's`).
_OWN_POSSESSIVE = frozenset({"ORG", "FAC", "PRODUCT", "WORK_OF_ART"})
_OWN_ARTICLE = frozenset({"WORK_OF_ART"})
_PLACES = frozenset({"GPE", "LOC"})


def names_in(text: str, start: int, end: int, label: str) -> list[Range]:
    """The names inside a span: cut where a paragraph ends, and repaired.

    `Long Name (LN)` is taken apart, and so is a town from the state behind it.
    """
    if "\n" not in text[start:end]:
        span = repaired(text, start, end, label)
        return _parts(text, span, label) if span else []
    found: list[Range] = []
    for match in [*_PARAGRAPH_END.finditer(text, start, end), None]:
        span = repaired(text, start, match.start() if match else end, label)
        found += _parts(text, span, label) if span else []
        start = match.end() if match else end
    return found


def _parts(text: str, span: Range, label: str) -> list[Range]:
    return town_and_state(text, span) if label in _PLACES else split_acronym(text, span)


def repaired(text: str, start: int, end: int, label: str) -> Range | None:
    """The name inside `text[start:end]`: no article before, no possessive or address after it.

    None where nothing of a name is left.
    """
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    if label not in _OWN_ARTICLE and (article := _ARTICLE.match(text, start, end)):
        start = article.end()
    name = text[start:end]
    if not name.isalnum():
        if "@" in name or "<" in name:
            name = _MAILBOX.sub("", _ADDRESS.sub("", name))
        name = _TAIL.sub("", name)
        if label not in _OWN_POSSESSIVE:
            name = _TAIL.sub("", _POSSESSIVE.sub("", name))
        if name.endswith((")", "]")) and "(" not in name and "[" not in name:
            name = name[:-1].rstrip()
        name = _FULL_STOP.sub("", name)
    if not any(map(str.isalnum, name)):
        return None
    span = Range(start, start + len(name))
    if label == "PERSON":
        return whole_person(text, span)
    return whole_organization(text, span) if label == "ORG" else span


def split_acronym(text: str, span: Range) -> list[Range]:
    """`World Health Organization (WHO)` read as one span is two mentions; any other span is itself."""
    name = text[span.start : span.end]
    if "(" not in name and "[" not in name:
        return [span]
    found = _ACRONYM_AFTER.match(name)
    if not found or not any(map(str.isalnum, found["long"])):
        return [span]
    return [
        Range(span.start, span.start + found.end("long")),
        Range(span.start + found.start("short"), span.start + found.end("short")),
    ]
