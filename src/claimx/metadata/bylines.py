"""Bylines and datelines: who wrote an article, for whom, and where it was filed."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, partial
from typing import NamedTuple

from claimx.metadata.days import find_day
from claimx.text.lexicon import BLANK, any_of, months, territory_of_places, weekdays, word_set

words = partial(word_set, __package__, "words.json")
kinds_of_text = partial(words, "kinds_of_text")

MAX_LENGTH = 160
BY = re.compile(
    r"(?:(?:(?:story|article|words|text|written|writing|analysis|opinion|report|reported|reporting|review|interview|posted|"
    rf"submitted|compiled|(?:world{BLANK}+)?exclusive|dispatch):?{BLANK}+)?by(?::|{BLANK})|"
    rf"(?:authors?|byline|words|text):){BLANK}*",
    re.I,
)
AND = rf"{BLANK}+(?:and|AND|And|&|with){BLANK}+"
BETWEEN_NAMES = re.compile(rf",{BLANK}+|{AND}")
# The full stop of a line, not of `Jr.` or an initial.
ENDING = re.compile(r"(?<=\w{4})\.$")
WORD = re.compile(r"\w[\w.'’-]*")
STATUS = re.compile(rf"\b(?:published|updated|posted|last{BLANK}updated|first{BLANK}published)\b", re.I)
# What ends the names within a longer line.
CUT = re.compile(rf"{BLANK}*(?:[|•·@(\[]|{BLANK}[-–—/]{BLANK}|{STATUS.pattern}|\S+@)", re.I)
IN_PLACE = re.compile(rf"{BLANK}*\b(?:in|at|from){BLANK}+[^\W\d_a-z]")
TAIL = re.compile(rf"{BLANK}*(?:,|\||•|·|[-–—/]|\bfor\b|\bof\b){BLANK}*(?P<tail>.+)$")

PLACE_WORD = r"(?:[^\W\d_][^\W\d_.'’]*(?:[.'’-][^\W\d_]*)*)"
PLACE_PART = rf"{PLACE_WORD}(?:[^\S\n]{PLACE_WORD}){{0,3}}"
DATELINE_DAY = r"(?:[^\W\d_]{3,9}\.?[^\S\n]\d{1,2}|\d{1,2}[^\S\n][^\W\d_]{3,9}\.?)(?:,?[^\S\n]\d{4})?"
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!\w))"
DATELINE = re.compile(
    rf"(?P<place>{PLACE_PART}(?:(?:,[^\S\n]|/)(?!{WEEKDAY}){PLACE_PART}){{0,3}})?"
    rf"(?:,?[^\S\n]+{WEEKDAY})?(?:,?[^\S\n]+(?P<day>{DATELINE_DAY}))?"
    r"(?:[^\S\n]*[(/](?P<agency>[^\W\d_][\w .&/'’-]{1,40}?)[)/])?"
    rf"(?:[^\S\n]*(?:,|—|–|--|(?<=\)))[^\S\n]*(?P<day2>{DATELINE_DAY}))?"
    r"(?P<dash>[^\S\n]*(?:—|―|–|--)|[^\S\n]+-|:?[^\S\n]-|(?(day)(?<=\)):?(?=[^\S\n])|(?!)))"
    r"(?=[^\S\n]|[^\W\d_]|[\"“'‘])"
)


class Patterns(NamedTuple):
    """Patterns built from word lists."""

    names: re.Pattern[str]
    role: re.Pattern[str]
    outlet: re.Pattern[str]
    agency_end: re.Pattern[str]
    kind: re.Pattern[str]
    unnamed: re.Pattern[str]
    before_name: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns of bylines, compiled at first use."""
    # Two to five words with capitals, small particles between them.
    capital = r"[^\W\d_][\w.'’-]*"
    name = rf"{capital}(?:{BLANK}+(?:{any_of(words('name_particles'))}{BLANK}+){{0,3}}{capital}){{1,4}}"
    role = rf"{any_of(words('roles') - {'in'})}s?"
    return Patterns(
        names=re.compile(rf"{name}(?:(?:,{BLANK}+{name}){{0,6}},?{AND}{name})?"),
        role=re.compile(rf"\b{any_of(words('roles'))}\b", re.I),
        outlet=re.compile(rf"\b{any_of(words('outlet_words'))}\b"),
        agency_end=re.compile(rf"{BLANK}+({any_of(words('agencies'))})$"),
        # `Our Reporter`, `Staff Writer`
        unnamed=re.compile(rf"(?:(?:our|a|the){BLANK}+)?{role}(?:{BLANK}+{role}){{0,3}}", re.I),
        # `our political correspondent ` in front of a name
        before_name=re.compile(rf"(?:(?:our|the){BLANK}+)?(?:[a-z-]+{BLANK}+){{0,3}}{role}{BLANK}+(?=[A-Z])"),
        kind=re.compile(
            rf"{any_of(words('kinds_of_text'), f'{BLANK}+')}{BLANK}*[,:;|–—-]{BLANK}*", re.IGNORECASE
        ),
    )


class Byline(NamedTuple):
    """Author and publisher as written; either may be None."""

    author: str | None
    publisher: str | None


def read_byline(line: str) -> Byline | None:
    """Author and publisher from a line that begins with `By`; None for any other line."""
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
    rest = (
        patterns().before_name.sub("", rest.strip(), count=1) if rest.strip()[:1].islower() else rest.strip()
    )
    if patterns().unnamed.fullmatch(rest):
        return Byline(None, None)
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
    """Offset of the first lower-case word, or of a word like `Published`."""
    particles = words("name_particles")
    cut = STATUS.search(rest)
    for word in WORD.finditer(rest[: cut.start()] if cut else rest):
        if word.group().islower() and word.group() not in particles and word.group() not in ("and", "with"):
            return word.start()
    return cut.start() if cut else len(rest)


def agency(names: str) -> str | None:
    """The news agency that the whole byline names: `By The Associated Press`, `By Reuters Staff`."""
    bare = names.removesuffix(" Staff").removesuffix(" staff").removesuffix(" reporters")
    return bare if bare in words("agencies") else None


def are_names(line: str) -> bool:
    """Whether every name begins with a capital and none is an ordinary word or part of a date."""
    for name in BETWEEN_NAMES.split(line):
        parts = name.split()
        if not parts or not parts[0][0].isupper() or not parts[-1][0].isupper():
            return False
        if parts[0].lower().strip(".,") in words("not_names"):
            return False
        if any(part.lower() in weekdays() and len(part) > 3 for part in parts):
            return False
    return not patterns().outlet.search(line) or len(line.split()) > 3


def outlet_in(tail: str) -> str | None:
    """The publisher in the text after the names: the part that is an outlet's name and no role."""
    if cut := CUT.match(tail):
        tail = tail[: cut.start()]
    for part in re.split(r"[|•·,(]", tail):
        outlet = CUT.split(part.strip(), maxsplit=1)[0].strip(" \t\xa0.)")
        if not outlet or len(outlet) > 40 or not outlet[0].isupper() or patterns().role.search(outlet):
            continue
        initials = outlet.isupper() and outlet.isalpha() and len(outlet) <= 5
        named = outlet.startswith("The ") and len(outlet.split()) <= 4
        if initials or named or outlet in words("agencies") or patterns().outlet.search(outlet):
            return outlet
    return None


def is_known_place(named: str) -> bool:
    """Whether words are a known place, or one word and a known place: `Lusaka`, `Bexhill, Zambia`.

    `Ines Duarte, Lisbon` is a person.
    """
    parts = [part.strip() for part in named.split(",")]
    capitals = all(part and part[0].isupper() and len(part.split()) <= 4 for part in parts)
    if not capitals or len(parts) > 3:
        return False
    known = territory_of_places()
    return parts[0].lower() in known or (parts[0].isalpha() and parts[-1].lower() in known)


class Dateline(NamedTuple):
    """Offsets of the place in the line (None: only an agency), agency, day with its year, and end."""

    place: tuple[int, int] | None
    agency: str | None
    published: date | None
    end: int


def read_dateline(line: str) -> Dateline | None:
    """The dateline that a paragraph begins with, or None."""
    m = DATELINE.match(line[:160])
    if not m or not (m["place"] or m["agency"]):
        return None
    place, agency = m["place"], m["agency"]
    following = line[m.end() :].lstrip(" \t\xa0\"“'‘")
    if not following or not (following[0].isupper() or following[0].isdigit()):
        return None
    written = m["day"] or m["day2"] or ""
    found = find_day(written)
    published = found[0] if found else None
    dated = any(word.strip(".").lower() in months() for word in WORD.findall(written))
    if not dated and m["dash"] in ("", ":"):
        return None  # `Rovers 23 Points (Ashby) Coach Ada Moss`
    if place is None:
        return Dateline(None, agency, published, m.end())
    if agency is None and place in words("initials"):
        return Dateline(None, place, published, m.end())
    known = m["dash"].strip() in ("—", "--") and is_known_place(place)  # `Harare —`
    if not known and not is_place(place, bool(agency) or dated):
        return None
    return Dateline((m.start("place"), m.end("place")), agency, published, m.end())


def is_place(place: str, vouched: bool) -> bool:
    """Whether words can be a place: `PARIS`, `City, Country`, or any name `vouched` for by agency or day."""
    parts = re.findall(r"[^\W\d_][^\s,/]*", place)
    if any(part.strip(".").lower() in words("not_places") for part in parts):
        return False
    for part in parts:
        if not part[0].isupper() and part not in words("place_particles") and part[:3] not in ("al-", "el-"):
            return False
    if vouched:
        return len(parts) <= 8
    names = re.split(r"[,/]", place)
    if any(len(name.split()) > 3 for name in names):
        return False
    return len(names) > 1 or (place.isupper() and len(place) > 2)


# Outlets and their sections on lines of their own, above or below a headline

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
