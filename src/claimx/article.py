"""An article: a text, and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Article:
    """One article as a reader hands it over; `text` is the decoded input, unchanged.

    `dateline` is a pair of character offsets into `text` (end exclusive). `notices` are things the
    person who gave the article should know, such as a guessed encoding.
    """

    id: str
    text: str
    path: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    dateline: tuple[int, int] | None = None
    notices: tuple[str, ...] = ()


def label(id_: str, path: str | None) -> str:
    """What an article is called in messages: its file, and its id where the file's name does not tell it."""
    if path is None:
        return id_
    return path if PurePath(path).stem == id_ else f"{path} ({id_})"
