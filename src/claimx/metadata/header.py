"""Title, author, publisher, date and dateline from the first lines of a plain-text article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from claimx.metadata.bylines import is_masthead, outlet_in, read_byline, read_dateline, read_names
from claimx.metadata.days import day_in_url, day_on_label, find_day, is_date_words
from claimx.text.patterns import BLANK

HEAD_CHARACTERS = 1500
MAX_LINES = 40
MAX_PARAGRAPHS = 3
LINE = re.compile(r"[^\r\n\u2028\u2029]+")
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
UPDATED = re.compile(r"\b(?:last[^\S\n])?(?:updated|modified)\b", re.IGNORECASE)
SEPARATED = re.compile(r"[^\S\n]*[|•·][^\S\n]*")
# A paragraph of running text is longer than this, or ends like a sentence.
MAX_TITLE = 160
MAX_METADATA = 200
SENTENCE_END = re.compile(r"[.,;:][\"”’')\]]*$")
ABBREVIATED_END = re.compile(r"\b(?:[A-Z]\.)+[\"”’']?$")
MIN_TITLE_WORDS = 2


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
    """What has been read so far; `days` by kind of place, in `DAY_ORDER` of preference."""

    days: dict[str, date] = field(default_factory=dict)
    author: str | None = None
    publisher: str | None = None
    agency: str | None = None
    title: str | None = None
    headline: str | None = None
    dateline: tuple[int, int] | None = None


DAY_ORDER = ("label", "line", "dateline", "updated", "url")


def read_head(text: str) -> Head:
    """Publication date, author, publisher, title and dateline as the head of the article states them."""
    found = Findings()
    lines = list(head_lines(text))
    paragraphs, others = 0, 0
    for number, line in enumerate(lines):
        rest = lines[number + 1 :]
        if not paragraphs and (read_line(line.text, found) or read_masthead(line, rest, found)):
            continue
        # A headline comes first, or after a masthead and a date.
        if not others and found.author is None and is_title(line, rest):
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
    return Head(published, found.author, publisher, title, found.dateline)


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
        gap = text[m.end() : lines[i + 1].start()] if i + 1 < len(lines) else ""
        yield Line(
            bare, begin, gap.count("\n") > 1 or gap.count("\r") > 1 + gap.count("\n") or "\u2029" in gap
        )


def read_line(text: str, found: Findings) -> bool:
    """Read a metadata line (label, byline, date); False for any other line."""
    if len(text) > MAX_METADATA:
        return False
    parts = SEPARATED.split(text)
    if len(parts) == 1 or text.startswith(("By ", "BY ", "by ")):
        return read_part(text, found)
    known = [read_part(part, found) for part in parts]
    if not any(known):
        return False
    for part, read in zip(parts, known, strict=True):
        if not read and found.publisher is None:
            found.publisher = outlet_in(part)
    return True


def read_part(text: str, found: Findings) -> bool:
    """Read a metadata line, or one part of a line with separators."""
    if read_label(text, found):
        return True
    byline = read_byline(text)
    if byline:
        found.author = found.author or byline.author
        found.publisher = found.publisher or byline.publisher
        take_day(text, "line", found)
        return True
    if text.startswith(("http://", "https://", "www.")) and " " not in text:
        day = day_in_url(text)
        if day:
            found.days.setdefault("url", day)
        return True
    stated = find_day(text)
    if stated and is_date_words(text[: stated[1]] + " " + text[stated[2] :]):
        return take_day(text, "line", found)
    return False


def read_masthead(line: Line, rest: list[Line], found: Findings) -> bool:
    """Read the name of the outlet from a line of its own next to other metadata."""
    if not is_masthead(line.text):
        return False
    if not (found.author or found.days or (rest and read_line(rest[0].text, Findings()))):
        return False
    found.publisher = found.publisher or line.text
    return True


def read_label(text: str, found: Findings) -> bool:
    """Read a labelled value: `date: 2023-12-02`, `author Tamar Michaelis`, `Published 4 May 2021`."""
    m = LABEL.match(text)
    if not m:
        return False
    label, value = " ".join(m["label"].lower().split()), text[m.end() :].strip(BLANKS + "\"'")
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
        byline = read_names(re.sub(r"^by[^\S\n]+", "", value, flags=re.IGNORECASE))
        if byline is None:
            return bool(m["colon"])
        found.author = found.author or byline.author
        found.publisher = found.publisher or byline.publisher
    elif label in ("url", "link"):
        day = day_in_url(value)
        if day:
            found.days.setdefault("url", day)
    elif len(value) <= 60 and value[0].isupper():
        found.publisher = found.publisher or value
    return True


def take_label_day(label: str, value: str, colon: bool, found: Findings) -> bool:
    """Read the day after a label; without a colon the line must hold nothing else."""
    updated = UPDATED.search(value)
    first = value[: updated.start()] if updated and updated.start() else value
    stated = find_day(first)
    if stated and not colon and not is_date_words(first[: stated[1]] + " " + first[stated[2] :]):
        return False
    day = stated[0] if stated else day_on_label(first) if colon or len(value) <= 40 else None
    if day is None:
        return False
    found.days.setdefault("updated" if label.startswith(("updated", "last", "modified")) else "label", day)
    return True


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
    if not len(words) >= MIN_TITLE_WORDS or len(text) > MAX_TITLE or not rest:
        return False
    if SENTENCE_END.search(text) and not ABBREVIATED_END.search(text):
        return False
    if text.startswith(("http", "www.", "#", "{", "[", "<", "-", "*", "•")) or read_dateline(text):
        return False
    if not any(len(other.text) > len(text) or is_running_text(other) for other in rest):
        return False
    if line.ends_paragraph or read_dateline(rest[0].text):
        return True
    # A byline or a date follows, perhaps after a second line of the headline.
    second = not is_running_text(rest[0]) and len(rest) > 1
    return read_line(rest[0].text, Findings()) or (second and read_line(rest[1].text, Findings()))


def is_running_text(line: Line) -> bool:
    """Whether the line is a paragraph of the article itself."""
    return len(line.text) > MAX_TITLE or (
        len(line.text) > 60 and line.text.endswith((".", '."', ".”", ".''"))
    )
