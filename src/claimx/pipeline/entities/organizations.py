"""Where the name of an organization begins and ends, which the model often reads in pieces or too long."""

from __future__ import annotations

import re

from claimx.pipeline.entities import lexicon
from claimx.text.tokens import Range

# A company's legal form behind its name, and those that are abbreviated, whose dot belongs to them.
_LEGAL_FORM = re.compile(r",?\s(?:Inc|Ltd|Corp|Co|L\.P|S\.A|LLC|LLP|PLC|LP)\b")
_ABBREVIATED_FORM = re.compile(r".*\s(?:Inc|Ltd|Corp|Co|L\.P|S\.A)", re.DOTALL)
# An office that somebody holds there, read as part of the name (`Reform Party Member`).
_OFFICE = re.compile(
    r"\s(?:(?:Executive|Deputy|Vice|Associate|Managing)\s)?"
    r"(?:Director|President|Chairman|Chairwoman|Secretary|Spokesman|Spokeswoman|Member(?:\sof\sParliament)?)$"
)
# Behind one of these the office is the name, or part of it (`Office of the President`).
_TITLED = re.compile(r".*\b(?:of|the|Executive|Deputy|Vice|Associate|Managing)", re.DOTALL)
# Names of these labels with `&` between them are one firm (`Wood & Hale`).
_FIRM = frozenset({"PERSON", "ORG"})
_OF = re.compile(r" of (?:the )?")


def whole_organization(text: str, span: Range) -> Range:
    """An organization's name with its legal form (`Acme, Inc.`) and without an office held there."""
    start, end = span
    office = _OFFICE.search(text, start, end)
    if office and not _TITLED.fullmatch(text, start, office.start()):
        return Range(start, office.start())
    if form := _LEGAL_FORM.match(text, end):
        end = form.end()
    dotted = text[end : end + 1] == "." and _ABBREVIATED_FORM.fullmatch(text, start, end)
    return Range(start, end + 1 if dotted else end)


def are_one_name(text: str, before: tuple[Range, str], after: tuple[Range, str]) -> bool:
    """Whether two names in a row are one organization's.

    `Wood & Hale`; `Croatian` and `Peasant Party`; `Socialist Party` of the `United States`.
    """
    (left, left_label), (right, right_label) = before, after
    gap = text[left.end : right.start]
    if {left_label, right_label} <= _FIRM:
        return gap == " & "
    if (left_label, right_label) == ("NORP", "ORG"):
        return gap == " " and " " in text[slice(*right)]
    if (left_label, right_label) == ("ORG", "GPE") and _OF.fullmatch(gap):
        first, _, noun = text[slice(*left)].rpartition(" ")
        return bool(first) and noun.casefold() in lexicon.generic_nouns()
    return False
