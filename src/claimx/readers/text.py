"""Plain text: the file is the article."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.decoding import NotTextError, decode
from claimx.readers.source import Source


def read(source: Source) -> Iterator[Article | InputError]:
    """The one article of a text file: the file, decoded, and otherwise unchanged, line ends too."""
    yield read_text(source)


def read_text(source: Source) -> Article | InputError:
    """The file as an article, or the error that says why it is none."""
    try:
        text, notice = decode(source.read())
    except NotTextError as error:
        return source.error(str(error), "convert it to plain text in UTF-8 first")
    if not text or text.isspace():
        return source.error("the article is empty", "give a file with text in it")
    return Article(id=source.name, text=text, path=source.path, notices=(notice,) if notice else ())
