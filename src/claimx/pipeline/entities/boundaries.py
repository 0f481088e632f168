"""Boundaries of names: errors of the network repaired by moving offsets only.

`the Times`, `Acme` before `, Inc.`, `Lenhart, Matthew`, `San Rafael CA`, `World Health Organization (WHO)`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from claimx.pipeline.entities.lexicon import countries, state_codes, states, words
from claimx.text.sentences import paragraph_starts
from claimx.text.tokens import Range

_LEAD = re.compile(r"(?:P\.S\.)?[\s\"'“”‘’«»„`´(\[{,;:.…—–-]*")
_ARTICLE = re.compile(r"(?:[Tt]he|THE|an?)(?:\s+[\s\"'“‘«„`]*(?!Hague\b)|$)")
_TAIL = re.compile(r"[\s\"'“”‘’«»„`´,;:…?—–-]+$")
_POSSESSIVE = re.compile(r"\s*['’‘´`][sS]$")
_ADDRESS = re.compile(r"\s*[\"“”']*<.*", re.DOTALL)
_MAILBOX = re.compile(r"\S+@\S+")
_FULL_STOP = re.compile(r"(?<=[a-z]{6})\.$")
_ACRONYM_AFTER = re.compile(
    r"(?P<long>.*\S)\s*[(\[]\s*(?:the\s+)?(?P<short>[A-Z][\w.&-]{1,9})[)\]]?$", re.DOTALL
)

# Labels of names that may end in a possessive (`Lloyd's`) or start with an article.
_OWN_POSSESSIVE = frozenset({"ORG", "FAC", "PRODUCT", "WORK_OF_ART"})
_OWN_ARTICLE = frozenset({"WORK_OF_ART"})
_PLACES = frozenset({"GPE", "LOC"})
# A company's legal form after its name, and the abbreviated forms, whose full stop is part of them.
_LEGAL_FORM = re.compile(r",?\s(?:Inc|Ltd|Corp|Co|L\.P|S\.A|LLC|LLP|PLC|LP)\b")
_ABBREVIATED_FORM = re.compile(r".*\s(?:Inc|Ltd|Corp|Co|L\.P|S\.A)", re.DOTALL)
# An office read as part of the organization's name (`Reform Party Member`).
_OFFICE = re.compile(
    r"\s(?:(?:Executive|Deputy|Vice|Associate|Managing)\s)?"
    r"(?:Director|President|Chairman|Chairwoman|Secretary|Spokesman|Spokeswoman|Member(?:\sof\sParliament)?)$"
)
# Words before an office that is part of the name (`Office of the President`).
_TITLED = re.compile(r".*\b(?:of|the|Executive|Deputy|Vice|Associate|Managing)", re.DOTALL)
# Names of these labels with `&` between them are one firm (`Wood & Hale`).
_FIRM = frozenset({"PERSON", "ORG"})
_OF = re.compile(r" of (?:the )?")
_WORD = re.compile(r"\S+")
# Words inside one name (`Gulf of Mexico`).
_JOINING = frozenset({"of", "and", "the", "in", "on", "upon", "de", "y"})
# `Anthony “Big Tone” Russo`.
_NICKNAMED = re.compile(
    r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)? (?P<opening>[\"“‘'(])(?:[^\W\d_a-z][\w’'-]*)"
    r"(?: [^\W\d_a-z][\w’'-]*){0,2}[\"”’')] [^\W\d_a-z][\w-]+(?:['’][^\W\d_a-z][\w-]+)?"
)
_ABBREVIATED_SUFFIX = re.compile(r"\b[JS]r$")
_RULER = re.compile(r"(?:The )?(?:Emir|King|Queen|Sultan|Emperor|Shah|President|Prime Minister) of (?:the )?")
# `"Lenhart, ` before a first name, as in an address book, and the mark after it.
_SURNAME_FIRST = re.compile(r"(?<=[\"“])([A-Z][\w'’-]+),\s$")
_SURNAME_WINDOW = 30
_ENTRY_END = re.compile(r"[\"”]")
_DEGREE = re.compile(r",\s(?:M\.?D|Ph\.?D|J\.?D|R\.?N|Esq|CPA|MBA|DDS)\b\.?$")


def names_in(text: str, start: int, end: int, label: str) -> list[Range]:
    """The names inside a span, cut at paragraph ends and repaired.

    `Long Name (LN)` is two names, and so are a town and its state.
    """
    if "\n" not in text[start:end]:
        span = repaired(text, start, end, label)
        return _parts(text, span, label) if span else []
    found: list[Range] = []
    cuts = [start, *(cut for cut in paragraph_starts(text) if start < cut < end), end]
    for begin, stop in pairwise(cuts):
        span = repaired(text, begin, begin + len(text[begin:stop].rstrip()), label)
        found += _parts(text, span, label) if span else []
    return found


def ruled_country(text: str, span: Range) -> Range | None:
    """The country in the title of its ruler, read as one name (`Emir of Qatar`)."""
    ruler = _RULER.match(text, *span)
    if ruler is None or text[ruler.end() : span.end].casefold() not in countries():
        return None
    return Range(ruler.end(), span.end)


def _parts(text: str, span: Range, label: str) -> list[Range]:
    return town_and_state(text, span) if label in _PLACES else split_acronym(text, span)


def repaired(text: str, start: int, end: int, label: str) -> Range | None:
    """The name inside `text[start:end]` without article, possessive or address; None if nothing is left."""
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


def whole_organization(text: str, span: Range) -> Range:
    """An organization's name with its legal form (`Acme, Inc.`) and without an office."""
    start, end = span
    office = _OFFICE.search(text, start, end)
    if office and not _TITLED.fullmatch(text, start, office.start()):
        return Range(start, office.start())
    if form := _LEGAL_FORM.match(text, end):
        end = form.end()
    dotted = text[end : end + 1] == "." and _ABBREVIATED_FORM.fullmatch(text, start, end)
    return Range(start, end + 1 if dotted else end)


def are_one_name(text: str, before: tuple[Range, str], after: tuple[Range, str]) -> bool:
    """Whether two adjacent names are one organization's.

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
        return bool(first) and noun.casefold() in words("generic_nouns")
    return False


def whole_person(text: str, span: Range) -> Range:
    """A person's name with a nickname and the surname after it, the full stop of `Sr.`, without a degree.

    In address books the surname comes first (`Lenhart, Matthew`).
    """
    start, end = span
    nickname = _NICKNAMED.match(text, start)
    # A headline may quote after a whole name (`Ada Moss ‘A Liar’ In Court`).
    if nickname and (" " not in text[start:end] or nickname.start("opening") < end):
        end = max(end, nickname.end())
    if text[end : end + 1] == "." and _ABBREVIATED_SUFFIX.search(text, start, end):
        end += 1
    if degree := _DEGREE.search(text, start, end):
        end = degree.start()
    if " " not in text[start:end] and _ENTRY_END.match(text, end):
        surname = _SURNAME_FIRST.search(text, max(0, start - _SURNAME_WINDOW), start)
        start = surname.start(1) if surname else start
    return Range(start, end)


def town_and_state(text: str, span: Range) -> list[Range]:
    """`San Rafael CA` read as one place is two; any other place is itself."""
    tokens = list(_WORD.finditer(text, span.start, span.end))
    if len(tokens) < 2 or _is_state(tokens):
        return [span]
    cut = next((cut for cut in range(max(1, len(tokens) - 3), len(tokens)) if _is_state(tokens[cut:])), None)
    if cut is None or not _is_town(tokens[:cut]):
        return [span]
    return [Range(span.start, tokens[cut - 1].end()), Range(tokens[cut].start(), span.end)]


def _is_state(tokens: list[re.Match[str]]) -> bool:
    name = " ".join(word.group() for word in tokens)
    return name.casefold() in states() or name.rstrip(".") in state_codes()


def _is_town(tokens: list[re.Match[str]]) -> bool:
    """Whether the words before a state are the name of a place (`San Rafael`, not `Northern`)."""
    first, last = tokens[0].group().casefold().rstrip("."), tokens[-1].group()
    return last[-1].isalnum() and last.casefold() not in _JOINING and first not in words("place_modifiers")
