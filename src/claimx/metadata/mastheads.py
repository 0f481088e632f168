"""Names of outlets and of their sections, on lines of their own above or below a headline."""

from __future__ import annotations

import re

from claimx.metadata.bylines import is_known_place, words

MOST_WORDS = 5  # of an outlet: `The Otley and Wharfe Courier`
MOST_SECTION_WORDS = 3  # `Food and Drink`
# `NORTHERN REVIEW | Business`, `Grain & Feed Weekly - Markets`
BETWEEN_PARTS = re.compile(r"[^\S\n]*[|•·›»>][^\S\n]*|[^\S\n]+[/–—-][^\S\n]+")
LINKING = ("and", "of", "the", "on", "&")
# `Mayor Quits Post`, `Snow Expected Today`; not `Los Angeles Times`, `Associated Press`
INFLECTED = re.compile(r"\w{2,}[^s\W'’]s|(?!united|allied|associated)\w{3,}ed")


def is_masthead(line: str, *, wide: bool = False) -> bool:
    """Whether a line is nothing but the name of an outlet: `The Harbour Times`, `The Nation (Nairobi)`.

    Outlets are also named by words of other meanings (`The Orran Echo`), where `wide` is set.
    """
    name, _, place = line.removesuffix(")").partition(" (")
    if line in words("agencies"):
        return True
    if place and is_known_place(place) and name.istitle() and len(name.split()) <= 3:
        return True
    parts = line.split()
    named = [part for part in parts if part not in LINKING]
    if is_section(line):
        return False
    if not 2 <= len(parts) <= MOST_WORDS or len(named) < 2 or starts_with_linking_word(line):
        return False
    if not all(part[0].isupper() and part.replace("-", "").isalpha() for part in named):
        return False
    lower = [part.lower() for part in named]
    if words("not_mastheads") & {*lower, " ".join(lower)} or ("&" not in parts and is_like_sentence(lower)):
        return False
    last, others = named[-1].title(), {part.title() for part in named[:-1]}
    if last in words("common_outlets") and len(named) > 2 and not (wide or line.startswith("The ")):
        return line.isupper()  # `Former Film Star`
    if last in words("generic_outlets"):
        return not others.isdisjoint(words("outlet_words") | words("before_generic_outlets"))
    return last in words("outlet_words") or (wide and last in words("masthead_words"))


def starts_with_linking_word(line: str) -> bool:
    """Whether a line starts with `and`, `of` or `on`."""
    first = line.split()[0].lower()
    return first in LINKING and first != "the"


def is_like_sentence(lower: list[str]) -> bool:
    """Whether words of a line, without the last, can be its verb: `Workers Reject Royal Mail`."""
    lower = lower[1:] if lower[0] == "the" else lower
    if lower[0] in ("los", "las"):
        return False
    outlets = words("outlet_words")
    inner = [word for word in lower[1:-1] if word.title() not in outlets]
    return any(INFLECTED.fullmatch(word) for word in inner) or bool(
        inner and lower[0].title() not in outlets and INFLECTED.fullmatch(lower[0])
    )


def is_named_by_time(line: str) -> bool:
    """Whether a line may be the name of an outlet because it begins with a time: `Daily Nation`."""
    parts = line.removeprefix("The ").removeprefix("THE ").split()
    return (
        2 <= len(parts) <= 3
        and parts[0].title() in words("masthead_times")
        and all(part[0].isupper() and part.isalpha() for part in parts)
    )


def is_section(line: str, *, masthead_above: bool = False) -> bool:
    """Whether a line is the name of a section: `World News`; below a masthead also `Logistics | Ports`."""
    lower = re.findall(r"\w+", line.lower())
    if lower and all(word in words("sections") or word in LINKING for word in lower):
        return lower[-1] not in LINKING and not starts_with_linking_word(line)
    parts = line.split(" | ")
    return masthead_above and len(parts) > 1 and all(map(is_short_name, parts))


def is_short_name(text: str) -> bool:
    """Whether a part of a line can be the name of a section: few words, with capitals."""
    parts = text.split()
    return 0 < len(parts) <= MOST_SECTION_WORDS and all(p[0].isupper() or p in LINKING for p in parts)


def masthead_in(line: str) -> str:
    """The name of the outlet in a line, without the section after it: `NORTHERN REVIEW | Business`."""
    name, *sections = BETWEEN_PARTS.split(line)
    return name if sections and all(map(is_short_name, sections)) else line
