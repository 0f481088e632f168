"""Labels that the form of a name settles, where the model's training data says little."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.entities import lexicon
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from claimx.metadata import Head

# `Washington-based`, `pro-Moscow`: an adjective made of a name, which the model has no label for.
_COMPOUND = re.compile(r"(?:[^\W\d_][\w.]*[-‐‑][a-z]+|[a-z]+[-‐‑]\w[\w.]*)", re.UNICODE)
# Labels few examples were seen of; a name with one of them that is only a compound is none.
_RARE = frozenset({"EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
# `the union `, `a local airline `, before a name.
_DESCRIBED = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s(?:[\w-]+\s){0,3}?([a-z-]+)\s$")
_BACK = 60
# One of the places of `OMAHA, Neb.`
_PLACE = re.compile(r"[^\s,](?:[^,]*[^\s,])?")
# `HMS Daring` is a ship, `Hurricane Rita` a storm.
_SHIP = re.compile(r"(?:HMS|HMAS|HMCS|RMS|USS|USNS)\s\S.*")
_STORM = re.compile(r"(?:Cyclone|Hurricane|Typhoon|Tropical Storm)\s\S.*")
# `the Bush administration` is called after who leads it, `the Kabul administration` after a place.
_ADMINISTRATION = re.compile(r"\b[Tt]he (?P<leader>[A-Z][\w’'-]+) administration\b")
_SETTLED = frozenset({"PERSON", "GPE", "LOC", "FAC"})
# Label that a name shows -> the labels of the model that give way to it.
_YIELDING = {
    "ORG": frozenset({"GPE", "LOC", "FAC"}),
    "FAC": frozenset({"ORG"}),
    "GPE": frozenset({"ORG"}),
    "NORP": frozenset({"ORG", "PERSON"}),
    "PRODUCT": frozenset({"ORG", *_SETTLED}),
    "EVENT": frozenset({"ORG", *_SETTLED}),
}


def label_in_head(text: str, span: Range, head: Head) -> str | None:
    """The label of a name in the article's dateline or byline, where the model has little to go by."""
    if head.dateline and head.dateline[0] <= span.start and span.end <= head.dateline[1]:
        return "GPE"
    name = text[span.start : span.end]
    if head.publisher and name.casefold() == head.publisher.casefold().removeprefix("the "):
        return "ORG"
    if head.author and " " in name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", head.author):
        return "PERSON"
    return None


def names_in_head(text: str, head: Head) -> list[tuple[Range, str]]:
    """The places of the article's dateline, and the agency beside it."""
    if head.dateline is None:
        return []
    start, end = head.dateline
    found = [(Range(*match.span()), "GPE") for match in _PLACE.finditer(text, start, end)]
    agency = text.find(head.publisher, end, end + _BACK) if head.publisher else -1
    if agency >= 0 and head.publisher:
        found.append((Range(agency, agency + len(head.publisher)), "ORG"))
    return found


def label_of_form(name: str) -> str | None:
    """The label that a name shows by itself: by its last word, as a ship's or storm's, or as well known."""
    if name in lexicon.well_known():
        return lexicon.well_known()[name]
    if name.casefold() in lexicon.countries():
        return "GPE"
    if _SHIP.fullmatch(name):
        return "PRODUCT"
    if _STORM.fullmatch(name):
        return "EVENT"
    first, _, last = name.rpartition(" ")
    noun = last.casefold()
    if noun in lexicon.partisans():
        return "NORP"
    if first and noun in lexicon.organization_nouns() | lexicon.corporate_suffixes():
        return "ORG"
    return "FAC" if first and noun in lexicon.facility_nouns() else None


def settled_label(name: str, label: str) -> str | None:
    """The label of a name, or None where it names nothing."""
    if label in _RARE and _COMPOUND.fullmatch(name):
        return None
    shown = label_of_form(name)
    if shown and (label in _YIELDING.get(shown, ()) or name in lexicon.well_known()):
        return shown
    first, _, last = name.rpartition(" ")
    if first and label not in _SETTLED and last.casefold() in lexicon.law_nouns():
        return "LAW"
    return label


def leaders(doc: Doc) -> list[Span]:
    """Where an administration is called after the person who leads it."""
    found = []
    for match in _ADMINISTRATION.finditer(doc.text):
        name = doc.char_span(*match.span("leader"), label="PERSON")
        if (
            name is None
            or name[0].pos_ not in ("PROPN", "")
            or any(ent.label_ == "NORP" for ent in name.ents)
        ):
            continue
        is_place = lexicon.well_known().get(name.text) == "GPE"
        if not is_place and name.text.casefold() not in lexicon.countries() | lexicon.states():
            found.append(name)
    return found


def called_a_body(text: str, span: Range) -> bool:
    """Whether the words right before a name say it is an organization's (`the rail operator Red Line`)."""
    before = _DESCRIBED.search(text, max(0, span.start - _BACK), span.start)
    if before is None or before.group(1) not in lexicon.bodies():
        return False
    return text[span.start : span.end].split()[0].casefold() not in lexicon.first_names()
