"""WARC, what web crawlers write: the pages in it that are HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from fastwarc.warc import WarcRecord

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.html import read_page
from claimx.readers.source import LARGEST, Source

_LONGEST_HEAD = 64 * 2**10
_SKIP = 2**20
_VERSION = b"WARC/"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_RESPONSE = re.compile(rb"^warc-type:[ \t]*response[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_HTML = {"text/html", "application/xhtml+xml"}
_OK = 200
_REMEDY = "get the archive again; the records around it are read"


class _Block(NamedTuple):
    """A record as it stands in the file, or its beginning if it is too long, or what is wrong with it."""

    head: bytes
    body: bytes = b""
    whole: bool = True
    wrong: str | None = None


def read(source: Source) -> Iterator[Article | InputError]:
    """The articles of the pages that were got, called by their addresses; what else is there is passed over.

    The records are told apart here and not by fastwarc, which gives an archive up at the first unsound one.
    """
    for number, block in enumerate(_blocks(source), 1):
        item = _read_block(block, source, number)
        if item is not None:
            yield item


def _read_block(block: _Block, source: Source, number: int) -> Article | InputError | None:
    place = f"record {number}"
    if block.wrong:
        return source.error(block.wrong, _REMEDY, place=place)
    if not _RESPONSE.search(block.head):
        return None
    try:
        record = WarcRecord.from_bytes(b"%s\r\n%s\r\n\r\n" % (block.head, block.body))
        if not record.is_http:
            return None
        record.parse_http(auto_decode="all")
        if not record.is_http_parsed or record.http_headers.status_code is None:
            return source.error("the record holds no sound HTTP response", _REMEDY, place=place)
        if record.http_headers.status_code != _OK or record.http_content_type not in _HTML:
            return None
        page = record.reader.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        return source.error(f"the record cannot be unpacked: {error}", _REMEDY, place=place)
    if not block.whole or len(page) > LARGEST:
        return source.error("the page is too large for an article", "leave it out", place=place)
    address = record.headers.get("WARC-Target-URI")
    content_type = record.http_headers.get("Content-Type")
    name = address or f"{source.name}:{number}"
    return read_page(page, source, place=place, name=name, address=address, content_type=content_type)


def _blocks(source: Source) -> Iterator[_Block]:
    stream = source.stream
    lost = False
    while line := stream.readline(_LONGEST_HEAD):
        if not line.startswith(_VERSION):
            # After the last sound record, up to the next one, it is said once.
            if line.strip() and not lost:
                lost = True
                yield _Block(b"", wrong="what stands here is no WARC record")
            continue
        head = _read_head(source, line)
        length = _LENGTH.search(head)
        lost = length is None
        if length is None:
            yield _Block(head, wrong="the record does not say how long it is")
            continue
        body = stream.read(min(int(length[1]), LARGEST))
        rest = int(length[1]) - len(body)
        whole = rest == 0
        while rest and (skipped := len(stream.read(min(rest, _SKIP)))):
            rest -= skipped
        yield _Block(head, body, whole, "the record is cut off before its end" if rest else None)


def _read_head(source: Source, first: bytes) -> bytes:
    """The lines up to the blank one, or as many as a sound record may have."""
    lines, size = [first], len(first)
    while (line := source.stream.readline(_LONGEST_HEAD)).strip() and size < _LONGEST_HEAD:
        lines.append(line)
        size += len(line)
    return b"".join(lines)
