"""An article: a text, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Literal, NamedTuple


class Section(NamedTuple):
    """A part of the source that begins at offset `start` of the text: page 3, or cue 7 at `00:00:21`."""

    kind: Literal["page", "cue", "chapter"]
    number: int
    start: int
    time: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article from a reader; offsets count in `text`.

    `position` is the number of the article in the file at `path`, from 0; items that cannot be read count
    too, so that the two identify an article in every run. For a file in an archive, `path` is
    `news.zip/a.html`, and `position` is the number of the article in the archive.
    `dateline` is a pair of character offsets into `text` (end exclusive). `url` is where the article
    is published. `sections` are the pages or cues it was read from, in order. `notices` are things the
    person who gave the article should know, such as a guessed encoding.
    """

    id: str
    text: str
    path: str | None = None
    position: int = 0
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    dateline: tuple[int, int] | None = None
    url: str | None = None
    sections: tuple[Section, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnreadPage(Article):
    """A web page whose text is still to be extracted; the fields are arguments of `read_page`."""

    page: bytes = b""
    place: str = ""
    address: str | None = None
    content_type: str | None = None


# A time limit is that of a text of so many characters; longer ones have more, in proportion.
_CHARACTERS_IN_TIME = 2_500_000


def time_limit(seconds: float, characters: int) -> float:
    """The seconds that a text of so many characters may take, of usual length `seconds`."""
    return seconds * max(1.0, characters / _CHARACTERS_IN_TIME)


def label(id_: str, path: str | None) -> str:
    """What an article is called in messages: its file, and its id where the file's name does not tell it."""
    if path is None:
        return id_
    names = (path, PurePath(path).name)
    names_article = any(name == id_ or name.startswith(f"{id_}.") for name in names)
    return path if names_article else f"{path} ({id_})"
