"""The reader process: files in, articles out. What hangs or kills a parser costs one file, not the run."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing.connection import Connection
from typing import Any

from claimx.article import Article
from claimx.batch.messages import EndOfInput, Failure, Item, PackedArticle, Ready, Request
from claimx.errors import InputError
from claimx.readers import stream_articles
from claimx.readers.inputs import printable_path


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """How inputs are read: their format if it is not to be guessed, and what their fields are called."""

    input_format: str | None = None
    fields: Mapping[str, str] | None = None


def serve(connection: Connection[Any, Any], options: ReaderOptions) -> None:
    """Answer every `Request` with the items of the input and an `EndOfInput`."""
    # multiprocessing puts an empty file in the place of the standard input, but leaves that open.
    with suppress(OSError):
        sys.stdin = os.fdopen(0, closefd=False)
    connection.send(Ready())
    while True:
        _answer(connection.recv(), connection, options)


def _answer(request: Request, connection: Connection[Any, Any], options: ReaderOptions) -> None:
    path = printable_path(request.path)
    if not request.given_up:
        for position, found in enumerate(_find(request.path, options)):
            if position >= request.position:
                content = found if isinstance(found, Failure) else pack(found)
                connection.send(Item(path, position, content))
    connection.send(EndOfInput(path))


def _find(path: str, options: ReaderOptions) -> Iterator[Article | Failure]:
    try:
        for found in stream_articles([path], input_format=options.input_format, fields=options.fields):
            yield Failure.of(found) if isinstance(found, InputError) else found
    except Exception as fault:  # whatever a parser raises, the next file goes on
        yield Failure.of(fault)


def pack(article: Article) -> PackedArticle:
    """The article, ready to be sent."""
    digest = sha256(article.text.encode("utf-8", "surrogatepass")).digest()
    return PackedArticle(article.id, digest, len(article.text), article.notices, pickle.dumps(article))
