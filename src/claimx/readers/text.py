"""Plain text: the file is the article."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.decoding import NotTextError, decode
from claimx.readers.source import Source


def read(source: Source) -> Iterator[Article | InputError]:
    """The one article of a text file: the file, decoded, and otherwise unchanged, line ends too."""
    try:
        text, notice = decode(source.stream.read())
    except NotTextError as error:
        yield source.error(str(error), "convert it to plain text in UTF-8 first")
        return
    if not text or text.isspace():
        yield source.error("the article is empty", "give a file with text in it")
        return
    yield Article(id=source.name, text=text, path=source.path, notices=(notice,) if notice else ())
