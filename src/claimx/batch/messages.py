"""What the processes of a run send each other: plain values, cheap to pickle."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import Any

from claimx.errors import ClaimxError


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article, or an input, could not be read."""

    message: str
    remedy: str
    traceback: str | None = None

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """What is to be told of an error, with its traceback where it is not one that claimx foresaw."""
        cause = error.__cause__ if isinstance(error, ClaimxError) else error
        trace = "".join(traceback.format_exception(cause)) if cause else None
        if isinstance(error, ClaimxError):
            return cls(error.message, error.remedy, trace)
        return cls(f"{type(error).__name__}: {error}", "this is a fault of claimx; please report it", trace)


@dataclass(frozen=True, slots=True)
class Request:
    """To the reader: read an input, but pass over what comes before `position`.

    `given_up`: open it no more; there is something in it that nobody survives.
    """

    path: str
    position: int
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """From the reader: what stands at a position of an input, whose path is one that can be printed."""

    path: str
    position: int
    content: PackedArticle | Failure


@dataclass(frozen=True, slots=True)
class PackedArticle:
    """An article that is only passed on here: `data` is an `Article`, pickled, whose id is not final."""

    id: str
    sha256: bytes
    characters: int
    notices: tuple[str, ...]
    data: bytes


@dataclass(frozen=True, slots=True)
class EndOfInput:
    """From the reader: there is no more in an input."""

    path: str


@dataclass(frozen=True, slots=True)
class Task:
    """To a worker: an article to read, and what it is called in the end."""

    id: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Ready:
    """From a worker, or the reader: it has started, and can be sent something."""


@dataclass(frozen=True, slots=True)
class Reading:
    """From a worker: what it read, as the output takes it, which is quicker to send than objects."""

    rendered: Any
    words: int
    is_english: bool
