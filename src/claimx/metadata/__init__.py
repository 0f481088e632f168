"""Title, author, publisher, date and dateline from the first lines of a plain-text article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, takewhile

from claimx.metadata.bylines import (
    IN_PLACE,
    Byline,
    is_known_place,
    is_masthead,
    is_named_by_time,
    is_place,
    is_section,
    kinds_of_text,
    masthead_in,
    outlet_in,
    patterns,
    read_byline,
    read_dateline,
    read_names,
    words,
)
from claimx.metadata.days import day_in_url, day_on_label, find_day, is_date_words
from claimx.text import single_spaced
from claimx.text.lexicon import BLANK, months, weekdays
from claimx.text.sentences import LINE

HEAD_CHARACTERS = 1500
MAX_LINES = 40
MAX_PARAGRAPHS = 3
# What Python calls white space, and two zero-width characters.
BLANKS = (
    "\t\v\f\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\u200b"
)
LABEL = re.compile(
    rf"(?P<label>title|headline|authors?|byline|writer|publisher|publication{BLANK}date|publication|source|outlet|date{BLANK}published|"
    rf"date|(?:first{BLANK})?(?:published|posted)(?:{BLANK}(?:on|at))?|pubdate|"
    rf"(?:last{BLANK})?(?:updated|modified)(?:{BLANK}(?:on|at))?|url|link)(?P<colon>{BLANK}*[:=]|(?={BLANK})){BLANK}*",
    re.IGNORECASE,
)
# Lines of a mail, and of whom a release names for questions. `From` and `To` without a colon begin sentences.
MAIL = re.compile(
    rf"(?P<label>from|subject|sent|to|cc|reply-to|message-id|contacts?|tel|phone|fax|e-?mail){BLANK}*:{BLANK}*",
    re.IGNORECASE,
)
MAILBOX = re.compile(r"[^\S\n]*<[^<>]*>$|^[\w.+-]+@[\w.-]+[^\S\n]+\((?P<name>[^()]+)\)$")
# Where a further field begins in a line that holds several.
FIELD = re.compile(
    rf"(?<=[\s,;])(?:(?=(?:by|By|BY){BLANK}+[^\W\d_a-z])|(?=(?i:title|headline|authors?|byline|writer|publisher|source|"
    rf"outlet|date|published|posted|updated|url|first{BLANK}published|last{BLANK}updated){BLANK}*[:=]{BLANK}*\S)"
    rf"|(?=(?:first{BLANK}published|last{BLANK}updated|(?<!last{BLANK})updated|(?<!first{BLANK})published){BLANK}+\w))"
)
PUBLISHED_BY = re.compile(
    rf"published{BLANK}+by{BLANK}+(?P<outlet>\S.{{1,60}}?){BLANK}+on{BLANK}+(?=\S*\d|\w+day\b)", re.I
)
# `# Port closes`, `*By Ines Duarte*`.
MARKDOWN = re.compile(r"(?:#{1,6}[^\S\n]+|(?P<mark>[*_]{1,3}))(?P<text>\S.*?)(?(mark)(?P=mark)|[^\S\n]*#*)")
# ` - ` between the headline, the outlet, the day and the author on one line.
DASHED = re.compile(r"[^\S\n]+[|•·–—-][^\S\n]+")
PAGE = re.compile(r"\bpages?[^\S\n]+\w{1,4}$", re.I)
# The agency at the end of a dateline on a line of its own: `London, 4 March 2024 (Reuters)`.
FILED_BY = re.compile(r"[^\S\n]*\((?P<agency>[^\W\d_][^()\d\n]{1,39})\)(?=$|,)")
# One word before or after a day: `Perth, Monday 4 March 2024`, unlike `Strike Monday 4 March 2024`.
SET_OFF = re.compile(r"\w+[^\S\n]*[,|–—-]|.*[,|–—-][^\S\n]*[^\W\d_]+$")
FROM = re.compile(r"From[^\S\n]+")
MAX_FIELD_WORDS = 14  # of a line that is a day and a name
EDGES = " \t\xa0,;|-–—•·"
# `World > Africa`, `Home / World`; not `Ana Ek / Harbour Times`, `4 March 2024 / London`
BREADCRUMBS = re.compile(
    r"[^\W\d][\w &]*(?:[^\S\n]+[>›»][^\S\n]+[^\W\d][\w &]*)+"
    r"|(?i:home|news)(?:[^\S\n]+/[^\S\n]+[^\W\d][\w &]*)+"
)
# Lines that belong to neither the head nor the text: `Photo: Ada Moss/Courier`, `Page 3`.
BESIDE = re.compile(
    r"(?:photo(?:graph)?s?|picture|image|file photo|video|pages?)(?::[^\S\n].*|[^\S\n]\d+)", re.I
)
UPDATED = re.compile(r"\b(?:last[^\S\n])?(?:updated|modified)\b", re.IGNORECASE)
SEPARATED = re.compile(r"[^\S\n]*[|•·][^\S\n]*")
# A paragraph of running text is longer than this, or ends like a sentence.
MAX_TITLE = 160
MAX_METADATA = 200
SENTENCE_END = re.compile(r"[.,;:][\"”’')\]]*$")
ABBREVIATED_END = re.compile(r"\b(?:[A-Z]\.)+[\"”’']?$")
MIN_TITLE_WORDS = 2
# Of a headline on one line with other fields.
MIN_FIELD_TITLE = 4


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of an article states; `dateline` is offsets into the text, end exclusive."""

    published: date | None = None
    author: str | None = None
    publisher: str | None = None
    title: str | None = None
    dateline: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A stripped line, its offset, and whether a blank line follows."""

    text: str
    start: int
    ends_paragraph: bool


@dataclass(slots=True)
class Findings:
    """What has been read so far; `days` by kind of place, in `DAY_ORDER` of preference.

    `begun`: not the first line, which may be the headline.
    """

    days: dict[str, date] = field(default_factory=dict)
    author: str | None = None
    publisher: str | None = None
    agency: str | None = None
    title: str | None = None
    headline: str | None = None
    dateline: tuple[int, int] | None = None
    begun: bool = False

    def take_byline(self, byline: Byline) -> None:
        """Take author and publisher, where none was read before."""
        self.author = self.author or byline.author
        self.publisher = self.publisher or byline.publisher


DAY_ORDER = ("label", "line", "dateline", "updated", "url")


def read_head(text: str) -> Head:
    """Publication date, author, publisher, title and dateline as the head of the article states them."""
    found = Findings()
    lines = list(head_lines(text))
    paragraphs, others = 0, 0
    for number, line in enumerate(lines):
        rest = lines[number + 1 :]
        if BESIDE.fullmatch(line.text):
            continue
        if not paragraphs and (
            read_line(line.text, found)
            or read_masthead(line, rest, found)
            or (not others and is_above_headline(line, rest, found))
            or read_author_line(line, rest, found)
        ):
            found.begun = True
            continue
        found.begun = True
        # A headline comes first, or after a masthead, a date and a byline.
        if not others and is_title(line, rest):
            found.headline = line.text
        elif read_filing(line, found):
            break
        others += 1
        paragraphs += is_running_text(line)
        # Captions and a standfirst may come before the dateline.
        if paragraphs >= MAX_PARAGRAPHS:
            break
    published = next((found.days[kind] for kind in DAY_ORDER if kind in found.days), None)
    publisher, title = found.publisher or found.agency, found.title or found.headline
    author = found.author
    if (
        author
        and found.dateline
        and author.casefold() == text[slice(*found.dateline)].split(",")[0].casefold()
    ):
        author = None  # `Port Ellery, 4 March 2024` above `PORT ELLERY —`
    return Head(published, author, publisher, title, found.dateline)


def read_filing(line: Line, found: Findings) -> bool:
    """Read the dateline at the start of a paragraph; False if there is none."""
    dateline = read_dateline(line.text)
    if dateline is None:
        return False
    if dateline.place:
        found.dateline = (line.start + dateline.place[0], line.start + dateline.place[1])
    found.agency = dateline.agency
    if dateline.published:
        found.days.setdefault("dateline", dateline.published)
    return True


def head_lines(text: str) -> Iterator[Line]:
    """The non-blank lines of the head, without one that `HEAD_CHARACTERS` cuts short."""
    head = text[: HEAD_CHARACTERS + 1]
    lines = [m for m in LINE.finditer(head) if m.group().strip(BLANKS)][:MAX_LINES]
    for i, m in enumerate(lines):
        bare = m.group().lstrip(BLANKS)
        begin = m.end() - len(bare)
        bare = bare.rstrip(BLANKS)
        if marked := MARKDOWN.fullmatch(bare):
            begin, bare = begin + marked.start("text"), marked["text"]
        gap = text[m.end() : lines[i + 1].start()] if i + 1 < len(lines) else ""
        yield Line(
            bare, begin, gap.count("\n") > 1 or gap.count("\r") > 1 + gap.count("\n") or "\u2029" in gap
        )


def read_line(text: str, found: Findings) -> bool:
    """Read a metadata line (label, byline, date); False for any other line."""
    if len(text) > MAX_METADATA:
        return False
    parts = [part.strip("*_") for part in SEPARATED.split(text)]  # `*Ann Moss* · 4 March 2024`
    if len(parts) == 1 and read_dashed(text, found):
        return True
    if len(parts) == 1 or text.startswith(("By ", "BY ", "by ")):
        return read_fields(text, found) or read_part(text, found)
    known = [read_fields(part, found) or read_part(part, found) for part in parts]
    if not any(known):
        return False
    for part, read in zip(parts, known, strict=True):
        if read:
            continue
        byline = read_names(part) if found.author is None and found.days else None
        if byline and byline.author and outlet_in(part) is None:
            found.author = byline.author
        elif found.publisher is None and (outlet := outlet_in(part)):
            found.publisher = outlet
        elif (
            found.title is None
            and part in (parts[0], parts[-1])
            and len(part.split()) >= MIN_FIELD_TITLE
            and not (UPDATED.match(part) and any(map(str.isdigit, part)))  # `Updated 3 hours ago`
        ):
            found.title = part
    return True


def read_dashed(text: str, found: Findings) -> bool:
    """Read a line with dashes between the headline and two or more fields, a day among them."""
    title, *fields = DASHED.split(text)
    trial = Findings()
    if len(fields) < 2 or len(title.split()) < MIN_FIELD_TITLE:
        return False
    for part in fields:
        if not read_part(part, trial):
            outlet = part if is_masthead(part) else outlet_in(part)
            if trial.publisher or outlet is None:
                return False
            trial.publisher = outlet
    if not trial.days:
        return False
    found.title = found.title or title
    take_found(trial, found)
    return True


def read_fields(text: str, found: Findings) -> bool:
    """Read a line that holds several fields in any order; nothing where a part of it is not a field.

    `date 2023-12-02 By Tamar Michaelis, CNN`; `4 March 2024 By Ines Duarte`; `Ines Duarte - 4 March 2024`;
    after a headline, `Port closes for the night By Ines Duarte Published 4 March 2024`.
    """
    cuts = [0, *(match.start() for match in FIELD.finditer(text)), len(text)]
    first, *others = (text[a:b].strip(EDGES) for a, b in pairwise(cuts))
    trial = Findings(begun=found.begun)
    if not others or not are_fields([first, *others], trial):
        trial = Findings(title=first if len(first.split()) >= MIN_FIELD_TITLE else None)
        after_title = trial.title and are_fields(others, trial) and trial.author and trial.days
        if not after_title:
            trial = Findings(begun=found.begun)
            if read_part(text, Findings()) or not read_beside_day(text, trial):
                return False
    take_found(trial, found)
    return True


def are_fields(parts: list[str], found: Findings) -> bool:
    """Whether all parts of a line are fields, which are read."""
    return all(
        read_part(part, found) or is_field(part) or read_place_and_day(part, found) for part in parts if part
    )


def is_field(text: str) -> bool:
    """Whether a part of a line has a label for a day, though it tells none (`Published: 04/03/2024`)."""
    label = LABEL.match(text)
    return label is not None and bool(label["colon"]) and text[label.end() :].strip()[:1].isdigit()


def take_found(trial: Findings, found: Findings) -> None:
    """Take what was read of a line, where nothing was read before."""
    found.days = {**trial.days, **found.days}
    for name in ("author", "publisher", "agency", "title"):
        setattr(found, name, getattr(found, name) or getattr(trial, name))


def read_beside_day(text: str, found: Findings) -> bool:
    """Read a line that is a day with a name, place or outlet before or after it, and nothing else."""
    if read_place_and_day(text, found):
        return True
    if (sides := around_day(text)) is None:
        return False
    day, named, _ = sides
    if is_masthead(named):
        found.publisher = named
    elif (byline := read_byline(named) or read_names(named)) and (byline.author or byline.publisher):
        found.author, found.publisher = byline.author, byline.publisher
    else:
        return False
    found.days["line"] = day
    return True


def read_place_and_day(text: str, found: Findings) -> bool:
    """Read a line that is a place and a day: `Perth, Thursday 12 March 2026`, `Lusaka, Zambia, 4 March 2024`.

    One word that no list of places holds is a place next to a weekday, for it may be a surname, or where it
    looks like the dateline of a text. An agency in brackets may follow, the kind of text may precede:
    `Press release, Lusaka, 4 March 2024`.
    """
    if kind := patterns().kind.match(text):
        text = text[kind.end() :]
        stated = find_day(text)
        if stated and is_date_words(text[: stated[1]] + " " + text[stated[2] :]):
            found.days["line"] = stated[0]
            return True
    filed_by = FILED_BY.search(text)
    sides = around_day(FILED_BY.sub("", text) if filed_by else text)
    if sides is None:
        return False
    day, named, has_weekday = sides
    is_kind, is_known = named.lower() in kinds_of_text(), is_known_place(named)
    place = named.split(",")[0]
    is_agency = place in words("initials") | words("agencies") or is_masthead(place)
    if is_agency or (outlet_in(named) and not (is_kind or is_known or place.isupper())):
        return False  # `Reuters, Monday 4 March 2024`
    one_word = named.isalpha() and named[0].isupper() and SET_OFF.match(text)
    set_off = one_word and (has_weekday or (found.begun and DASHED.search(text)))
    if not (set_off or is_kind or is_known or is_filed_from(named)):
        return False
    found.days["line"] = day
    agency = filed_by["agency"] if filed_by else ""
    if agency[:1].isupper() and agency.split()[0].lower() not in words("not_places"):
        found.agency = found.agency or agency
    return True


def is_filed_from(named: str) -> bool:
    """Whether words beside a day are a place as in datelines: `LEITH`, `PORT ELLERY, Norway`."""
    first, _, region = named.partition(", ")
    return first.isupper() and is_place(named, False) and (first.isalpha() or bool(region))


def around_day(text: str) -> tuple[date, str, bool] | None:
    """The day of a line, the only words beside it, and whether a weekday belongs to the day."""
    stated = find_day(text)
    if stated is None or SENTENCE_END.search(text) or len(text.split()) > MAX_FIELD_WORDS:
        return None
    day, start, end = stated
    before, after = text[:start].split(), PAGE.sub("", text[end:].strip(EDGES)).split()
    has_weekday = False
    while before and is_date_words(before[-1]):
        has_weekday = before.pop().lower().strip(EDGES + ".") in weekdays() or has_weekday
    while after and is_date_words(after[0]):
        has_weekday = after.pop(0).lower().strip(EDGES + ".") in weekdays() or has_weekday
    named = [side for words in (before, after) if (side := " ".join(words).strip(EDGES))]
    return (day, named[0], has_weekday) if len(named) == 1 else None


def read_author_line(line: Line, rest: list[Line], found: Findings) -> bool:
    """Read a name on a line of its own, perhaps with role or outlet, next to one with day or outlet."""
    if found.author is not None or len(line.text) > MAX_METADATA // 2:
        return False
    lead = FROM.match(line.text) if found.headline or found.title else None
    text = line.text[lead.end() :] if lead else line.text
    byline = read_names(text)
    if byline is None or byline.author is None or is_masthead(line.text):
        return False
    trial, near = Findings(begun=True), False
    if rest:
        dated = read_line(rest[0].text, trial) and bool(trial.days)
        near = dated or is_masthead(rest[0].text, wide=rest[0].text.isupper())
    below, tail = near and not line.ends_paragraph, text[len(byline.author) :]
    if IN_PLACE.match(tail) and not all(map(may_be_of_place, tail.split())):
        return False  # `Lantern Festival in Taipei lights up the night`
    if lead:
        if is_known_place(byline.author) or not (found.days or near or IN_PLACE.match(tail)):
            return False
    elif byline.author == line.text or (byline.publisher and not found.days):
        if not below:
            return False
    elif not ((found.days or below or (near and tail.istitle())) and patterns().role.search(tail)):
        return False
    found.author = byline.author
    found.publisher = found.publisher or byline.publisher
    return True


def may_be_of_place(word: str) -> bool:
    """Whether a word is no verb of a headline: `in Kitwe and the Copperbelt`."""
    return not word.islower() or word in words("place_particles") | {"in", "at", "from"}


def read_part(text: str, found: Findings) -> bool:
    """Read a metadata line, or one part of a line with separators."""
    if read_label(text, found) or read_mail(text, found):
        return True
    byline = read_byline(text)
    if byline:
        found.take_byline(byline)
        take_day(text, "line", found)
        return True
    if text.startswith(("http://", "https://", "www.")) and " " not in text:
        take_url(text, found)
        return True
    if BREADCRUMBS.fullmatch(text) or text.lower().rstrip(":") in kinds_of_text():
        return True
    stated = find_day(text)
    if stated and is_date_words(text[: stated[1]] + " " + text[stated[2] :]):
        return take_day(text, "line", found)
    return False


def read_masthead(line: Line, rest: list[Line], found: Findings) -> bool:
    """Read the name of the outlet from a line of its own next to other metadata, or above the headline."""
    name = masthead_in(line.text)
    above_field = bool(rest) and read_line(rest[0].text, Findings(begun=True))
    below_headline = bool(found.headline or found.title)
    near_field = found.author or found.days or above_field
    if not (near_field and is_masthead(line.text, wide=below_headline)):
        wide = above_field or name.isupper() or name.startswith("The ") or name != line.text
        set_off = above_field or name != line.text or is_headline_and_more(rest)
        named = is_masthead(name, wide=wide) or (set_off and is_named_by_time(name))
        if not named or below_headline or not has_headline(rest):
            return False
    found.publisher = found.publisher or name
    return True


def is_headline_and_more(rest: list[Line]) -> bool:
    """Whether a headline and a standfirst follow, with no field between them."""
    return len(rest) > 1 and not any(
        read_line(line.text, Findings(begun=True)) or is_running_text(line) for line in rest[:2]
    )


def is_above_headline(line: Line, rest: list[Line], found: Findings) -> bool:
    """Whether a line above the headline is a section, or an outlet: a name, where a byline has another."""
    if found.headline or found.title or not rest:
        return False
    if not is_section(line.text, masthead_above=found.publisher is not None):
        byline, trial = read_names(line.text), Findings(begun=True)
        read_line(rest[0].text, trial)
        if byline is None or byline.author != line.text or not trial.days:
            return False
        fields = takewhile(lambda other: not is_running_text(other), rest)
        if not any(read_byline(other.text) for other in fields):
            return False
    return has_headline(rest)


def has_headline(rest: list[Line]) -> bool:
    """Whether a headline follows, perhaps after a day, a byline and the name of a section."""
    for number, line in enumerate(rest):
        below = rest[number + 1 :]
        trial = Findings(begun=True)
        if is_running_text(line):
            return False
        if not (
            read_line(line.text, trial)
            or is_section(line.text, masthead_above=number == 0)
            or read_author_line(line, below, trial)
        ):
            return is_title(line, below)
    return False


def read_label(text: str, found: Findings) -> bool:
    """Read a labelled value: `date: 2023-12-02`, `author Tamar Michaelis`, `Published 4 May 2021`."""
    if by := PUBLISHED_BY.match(text):
        found.publisher = found.publisher or by["outlet"].strip(EDGES)
        return take_day(text[by.end() :], "label", found)
    m = LABEL.match(text)
    if not m:
        return False
    label, value = single_spaced(m["label"].lower()), text[m.end() :].strip(BLANKS + "\"'")
    if not value:
        return False
    if "date" in label or label.startswith(("published", "first", "posted", "updated", "last", "modified")):
        return take_label_day(label, value, bool(m["colon"]), found)
    # Without a colon a label is in lower case: `Author J.K. Smith said ...` is a sentence.
    if not m["colon"] and (not m["label"].islower() or SENTENCE_END.search(value) or len(value) > MAX_TITLE):
        return False
    if label in ("title", "headline"):
        found.title = found.title or value
    elif label in ("author", "authors", "byline", "writer"):
        byline = read_names(re.sub(r"^by[^\S\n]+|;[^\S\n]*edit.*", "", value, flags=re.IGNORECASE))
        if byline is None:
            return bool(m["colon"])
        found.take_byline(byline)
    elif label in ("url", "link"):
        take_url(value, found)
    elif len(value) <= 60 and value[0].isupper():
        found.publisher = found.publisher or value
    return True


def read_mail(text: str, found: Findings) -> bool:
    """Read a line of a mail header: the sender is the author, the subject the title."""
    m = MAIL.match(text)
    if not m:
        return False
    label, value = m["label"].lower(), text[m.end() :].strip(BLANKS)
    if label == "subject":
        found.title = found.title or value or None
    elif label == "sent":
        take_day(value, "line", found)
    elif label in ("to", "cc", "reply-to"):
        return "@" in value
    elif label == "from":
        mailbox = MAILBOX.search(value)
        name = (mailbox["name"] or value[: mailbox.start()]) if mailbox else value
        byline = read_names(name.strip(BLANKS + "\"'"))
        if byline is None and not mailbox:
            return False
        if byline is not None:
            found.take_byline(byline)
    return True


def take_label_day(label: str, value: str, colon: bool, found: Findings) -> bool:
    """Read the day after a label; without a colon the line must hold nothing else."""
    updated = UPDATED.search(value)
    first = value[: updated.start()].removesuffix("and ") if updated and updated.start() else value
    stated = find_day(first)
    if stated and not colon and not is_date_words(first[: stated[1]] + " " + first[stated[2] :]):
        return False
    day = stated[0] if stated else day_on_label(first) if colon or len(value) <= 40 else None
    if day is None:
        return False
    found.days.setdefault("updated" if label.startswith(("updated", "last", "modified")) else "label", day)
    return True


def take_url(url: str, found: Findings) -> None:
    """Read the day in an address."""
    if day := day_in_url(url):
        found.days.setdefault("url", day)


def take_day(text: str, kind: str, found: Findings) -> bool:
    """Read the day of a line, as the day of an update if it says so."""
    stated = find_day(text)
    if stated is None:
        return False
    updated = UPDATED.search(text)
    found.days.setdefault("updated" if updated and updated.start() < stated[1] else kind, stated[0])
    return True


def is_title(line: Line, rest: list[Line]) -> bool:
    """Whether the first line is a headline: short, not a sentence, and set off from the text that follows."""
    text = line.text
    words = text.split()
    if not (len(words) >= MIN_TITLE_WORDS or text.endswith("!")) or len(text) > MAX_TITLE or not rest:
        return False
    if SENTENCE_END.search(text) and not ABBREVIATED_END.search(text):
        return False
    if text.startswith(("http", "www.", "#", "{", "[", "<", "-", "*", "•")) or read_dateline(text):
        return False
    if text[0] == "(" and text[-1] == ")":
        return False  # `(Adds quotes, background)`
    dated = not months().keys().isdisjoint(text.lower().replace(".", "").split()[-2:])
    if dated and ", " in text and is_place_line(line):
        return False  # `LEITH, March 4`
    if not any(len(other.text) > len(text) or is_running_text(other) for other in rest):
        return False
    if line.ends_paragraph or read_dateline(rest[0].text) or is_place_line(rest[0]):
        return True
    # A byline or a date follows, perhaps after a second line of the headline, or a name.
    near = takewhile(lambda other: not is_running_text(other), rest[:3])
    return any(
        read_line(other.text, Findings(begun=True))
        or (FROM.match(other.text) and read_names(FROM.sub("", other.text)))
        for other in near
    )


def is_place_line(line: Line) -> bool:
    """Whether a line is a place above the text, perhaps with a day that has no year: `LEITH, March 4`."""
    dateline = read_dateline(f"{line.text} — A")
    return line.ends_paragraph and dateline is not None and dateline.place is not None


def is_running_text(line: Line) -> bool:
    """Whether the line is a paragraph of the article itself."""
    return len(line.text) > MAX_TITLE or (
        len(line.text) > 60 and line.text.endswith((".", '."', ".”", ".''"))
    )
