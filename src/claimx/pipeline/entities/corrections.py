"""Corrections of the network's names: labels that the form of a name shows, and mentions that it missed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from spacy.tokens import Span

from claimx.pipeline.entities.names import countries, first_names, states, well_known, words
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from claimx.metadata import Head

# `Washington-based`, `pro-Moscow`: adjectives made of a name, for which the network has no label.
_COMPOUND = re.compile(r"(?:[^\W\d_][\w.]*[-‐‑][a-z]+|[a-z]+[-‐‑]\w[\w.]*)", re.UNICODE)
_POSSESSIVE = re.compile(r"['’]s(?= )")
# A sign of money, or one of the codes (ISO 4217) that are no names as well.
_CURRENCY = re.compile(
    r"[A-Z]{0,4}\.?[$€£¥₦₹]|(?:USD|EUR|GBP|JPY|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|AUD|CAD|NZD|SGD|HKD|INR|CNY"
    r"|RMB|ZAR|NGN|KES|GHS|UGX|TZS|BRL|MXN|ARS|CLP|AED|SAR|QAR|TRY|RUB|UAH|IDR|MYR|THB|PHP|PKR|BDT|LKR|EGP)"
)
# `Thu 12 Mar 2026`; `Sun` may be a newspaper.
_WEEKDAY = re.compile(r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat)\.?")
# Labels with few training examples; a compound adjective with one of them is no name.
_RARE = frozenset({"EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
# `the union `, `a local airline `, before a name.
_DESCRIBED = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s(?:[\w-]+\s){0,3}?([a-z-]+)\s$")
_BACK = 60
# `the mayor, ` before a name, and `, said` after one.
_OFFICE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s(?:[\w-]+\s){0,4}?([a-z-]+),\s$")
_AGENT = re.compile(r".{2,}(?:er|or|ist|ian|eer|man|woman)|coach|nurse|cook|priest|imam|pilot|clerk")
_SPEAKS = re.compile(r",\s(?:said|says|told|added|who)\s")
# One of the places of `OMAHA, Neb.`
_PLACE = re.compile(r"[^\s,](?:[^,]*[^\s,])?")
# `HMS Daring` is a ship, `Hurricane Rita` a storm.
_SHIP = re.compile(r"(?:HMS|HMAS|HMCS|RMS|USS|USNS)\s\S.*")
_STORM = re.compile(r"(?:Cyclone|Hurricane|Typhoon|Tropical Storm)\s\S.*")
# `the Bush administration` bears the name of its leader, `the Kabul administration` that of a place.
_ADMINISTRATION = re.compile(r"\b[Tt]he (?P<leader>[A-Z][\w’'-]+) administration\b")
_SETTLED = frozenset({"PERSON", "GPE", "LOC", "FAC"})
# Label that the form of a name shows -> labels of the network that it overrides.
_YIELDING = {
    "ORG": frozenset({"GPE", "LOC", "FAC"}),
    "FAC": frozenset({"ORG"}),
    "GPE": frozenset({"ORG"}),
    "NORP": frozenset({"ORG", "PERSON"}),
    "PRODUCT": frozenset({"ORG", *_SETTLED}),
    "EVENT": frozenset({"ORG", *_SETTLED}),
}
# Least number of recognised mentions of a name whose other occurrences are searched for.
_MIN_MENTIONS = 2
# Tags of names; the first word of a sentence may be tagged as a pronoun.
_NAME_TAGS = ("PROPN", "PRON", "X", "")
_GROUP_TAGS = (*_NAME_TAGS, "ADJ", "NOUN")


def label_in_head(text: str, span: Range, head: Head) -> str | None:
    """The label of a name in the dateline or byline, where the network has little context."""
    if head.dateline and head.dateline[0] <= span.start and span.end <= head.dateline[1]:
        return "GPE"
    name = text[span.start : span.end]
    if head.publisher and name.casefold() == head.publisher.casefold().removeprefix("the "):
        return "ORG"
    if head.author and " " in name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", head.author):
        return "PERSON"
    return None


def names_in_head(text: str, head: Head) -> list[tuple[Range, str]]:
    """The places of the article's dateline, and the agency after it."""
    if head.dateline is None:
        return []
    start, end = head.dateline
    found = [(Range(*match.span()), "GPE") for match in _PLACE.finditer(text, start, end)]
    agency = text.find(head.publisher, end, end + _BACK) if head.publisher else -1
    if agency >= 0 and head.publisher:
        found.append((Range(agency, agency + len(head.publisher)), "ORG"))
    return found


def label_of_form(name: str) -> str | None:
    """The label of a well-known name, of a ship or storm, or of a name with a telling last word."""
    if name in well_known():
        return well_known()[name]
    if name.casefold() in countries():
        return "GPE"
    if _SHIP.fullmatch(name):
        return "PRODUCT"
    if _STORM.fullmatch(name):
        return "EVENT"
    first, _, last = name.rpartition(" ")
    noun = last.casefold()
    if noun in words("partisans"):
        return "NORP"
    if first and noun in words("organization_nouns") | words("corporate_suffixes"):
        return "ORG"
    return "FAC" if first and noun in words("facility_nouns") else None


def corrected_label(name: str, label: str) -> str | None:
    """The label of a name after overrides by its form.

    None for a compound adjective, money, a day, or a title that is taken for a body (`Atty. Sofia Uy`).
    """
    if label == "ORG" and name.casefold() in words("titles"):
        return None
    if (
        (label in _RARE and _COMPOUND.fullmatch(name))
        or _CURRENCY.fullmatch(name)
        or _WEEKDAY.fullmatch(name)
    ):
        return None
    shown = label_of_form(name)
    if shown and (label in _YIELDING.get(shown, ()) or name in well_known()):
        return shown
    first, _, last = name.rpartition(" ")
    if first and label not in _SETTLED and last.casefold() in words("law_nouns"):
        return "LAW"
    return label


def with_possessive(doc: Doc, text: str, span: Range, label: str) -> Range:
    """An organization's name with the `'s` that a headline's verb shows to be its own (`Moody's Cuts …`)."""
    if label != "ORG" or not (mark := _POSSESSIVE.match(text, span.end)):
        return span
    after = doc.char_span(mark.end() + 1, mark.end() + 2, alignment_mode="expand")
    is_verb = after is not None and after[0].tag_ in ("VBZ", "VBD") and after[0].text[0].isupper()
    return Range(span.start, mark.end()) if is_verb else span


def leader_names(doc: Doc, text: str) -> list[Span]:
    """Names of leaders in the names of administrations (`the Bush administration`)."""
    found = []
    for match in _ADMINISTRATION.finditer(text):
        name = doc.char_span(*match.span("leader"), label="PERSON")
        if (
            name is None
            or name[0].pos_ not in ("PROPN", "")
            or any(ent.label_ == "NORP" for ent in name.ents)
        ):
            continue
        is_place = well_known().get(name.text) == "GPE"
        if not is_place and name.text.casefold() not in countries() | states():
            found.append(name)
    return found


def is_called_organization(text: str, span: Range) -> bool:
    """Whether the noun before a name says that it is an organization's (`the rail operator Red Line`)."""
    before = _DESCRIBED.search(text, max(0, span.start - _BACK), span.start)
    if before is None or before.group(1) not in words("bodies"):
        return False
    return text[span.start : span.end].split()[0].casefold() not in first_names()


def is_called_person(text: str, span: Range, label: str) -> bool:
    """Whether a name taken for a place or body is a person's, by a first name and an office or `, said`.

    `the mayor, Ines Duarte`; `A nurse at the clinic in Kano, Hauwa Garba, said`.
    """
    name = text[span.start : span.end].split()
    known = first_names().get(name[0].casefold())
    if label not in ("GPE", "ORG") or not known or len(name) not in (2, 3) or " ".join(name) in well_known():
        return False
    office = _OFFICE.search(text, max(0, span.start - _BACK), span.start)
    noun = office.group(1) if office else ""
    if noun in words("titles") or (_AGENT.fullmatch(noun) and noun not in words("bodies")):
        return True
    return label == "GPE" and text.endswith(", ", 0, span.start) and _SPEAKS.match(text, span.end) is not None


def missed_names(doc: Doc, text: str, spans: list[Range], labels: list[str]) -> list[tuple[Range, str]]:
    """Other occurrences of the names at `spans`, with their labels.

    Searched for are names recognised at least twice and surnames of full names, with the same spelling. A
    word next to other capitalised words (`Moss Street`) is left out.
    """
    wanted = well_known() | _wanted(text, spans, labels)
    strings = doc.vocab.strings
    first_words = {strings[name.partition(" ")[0]]: None for name in wanted}
    orths = doc.to_array("ORTH")
    taken = np.zeros(len(doc) + 1, dtype=bool)
    for ent in doc.ents:
        taken[ent.start : ent.end] = True
    places = np.flatnonzero(np.isin(orths, np.fromiter(first_words, dtype=np.uint64)) & ~taken[:-1])
    found: list[tuple[Range, str]] = []
    ends = [0, *(end for _, end in spans)]
    starts = [start for start, _ in spans]
    done = 0
    for place in places.tolist():
        first = doc[place]
        for length in (3, 2, 1) if place >= done else ():
            last = place + length
            name = doc[place:last].text
            if last > len(doc) or name not in wanted or taken[place:last].any():
                continue
            if ends[bisect_left(starts, first.idx + len(name))] > first.idx:
                break  # part of a name that was made whole
            tags = _GROUP_TAGS if wanted[name] == "NORP" else _NAME_TAGS
            if _is_whole_name(doc, place, last) and (length > 1 or first.pos_ in tags):
                found.append((Range(first.idx, first.idx + len(name)), wanted[name]))
                done = last
            break
    return found


def whole_names(doc: Doc) -> list[Span]:
    """Whole names where the network recognised only a part.

    `Pedras` becomes `Pedras do Norte` where the text says so and it is recognised twice elsewhere,
    `Moss` becomes `Maison Moss` where it is recognised once.
    """
    shown = Counter((ent.text, ent.label_) for ent in doc.ents if " " in ent.text)
    # The most frequent label comes last and is kept.
    labels = {name: label for (name, label), _ in reversed(shown.most_common())}
    often = {name for (name, _), count in shown.items() if count >= _MIN_MENTIONS}
    first_words = {name.partition(" ")[0] for name in often}
    last_words = {name.rpartition(" ")[2] for name in labels}
    lengths = sorted({name.count(" ") + 1 for name in labels}, reverse=True)
    found: list[Span] = []
    for ent in doc.ents:
        begun = [doc[ent.start : ent.start + n] for n in lengths] if ent[0].text in first_words else []
        ended = [doc[max(0, ent.end - n) : ent.end] for n in lengths] if ent[-1].text in last_words else []
        known = [whole for whole in begun if whole.text in often]
        known += [whole for whole in ended if whole.text in labels]
        for whole in known:
            if len(whole) > len(ent) and _is_whole_name(doc, whole.start, whole.end):
                found.append(Span(doc, whole.start, whole.end, label=labels[whole.text]))
                break
    return found


def _wanted(text: str, spans: list[Range], labels: list[str]) -> dict[str, str]:
    shown = Counter((text[start:end], label) for (start, end), label in zip(spans, labels, strict=True))
    # The most frequent label comes last and is kept.
    often = [pair for pair, count in reversed(shown.most_common()) if count >= _MIN_MENTIONS]
    wanted = {name: label for name, label in often if name[:1].isupper()}
    for name, label in shown:
        first, _, last = name.rpartition(" ")
        if label == "PERSON" and first and last.isalpha() and len(last) > 2:
            wanted.setdefault(last, label)
    return wanted


def _is_whole_name(doc: Doc, start: int, end: int) -> bool:
    """Whether tokens `start` to `end` are not next to another part of a name."""
    if end < len(doc) and _part_of_name(doc[end]):
        return False
    if start == 0 or not _part_of_name(doc[start - 1]):
        return True
    before = doc[start - 1]
    opens = start == 1 or not doc[start - 2].text[-1].isalnum()
    return before.lower_.rstrip(".") in words("titles") or (opens and not before.pos_)


def _part_of_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos_ in ("PROPN", "")
