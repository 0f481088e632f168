"""WARC, the archive format of web crawlers: the HTML pages in it, also where a header lies about packing."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Literal, NamedTuple

from fastwarc.warc import WarcRecord

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers.html import read_page
from claimx.readers.inputs import MAX_BYTES, InputStream

_LONGEST_HEAD = 64 * 2**10
_SKIP = 2**20
_VERSION = b"WARC/"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_RESPONSE = re.compile(rb"^warc-type:[ \t]*response[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_HTML = {"text/html", "application/xhtml+xml"}
_OK = 200
# What a page begins with that is not packed, after white space and byte order marks.
_MARKUP = re.compile(rb"[\s\xef\xbb\xbf\xfe\xff\0]*<")
_REMEDY = "get the archive again; the records around it are read"


class _Block(NamedTuple):
    """A raw record, truncated if it is too long, or the `problem` with it."""

    head: bytes
    body: bytes = b""
    complete: bool = True
    problem: str | None = None


def read_warc(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the successful HTML responses, with their URLs as ids; other records are skipped.

    Records are separated here and not by fastwarc, which stops at the first unsound one.
    """
    for number, block in enumerate(_blocks(stream), 1):
        item = _read_block(block, stream, number)
        if item is not None:
            yield item


def _read_block(block: _Block, stream: InputStream, number: int) -> Article | InputError | None:
    place = f"record {number}"
    if block.problem:
        return stream.error(block.problem, _REMEDY, place=place)
    if not _RESPONSE.search(block.head):
        return None
    try:
        record = _parse(block, "none")
        if not record.is_http:
            return None
        if not record.is_http_parsed or record.http_headers.status_code is None:
            return stream.error("the record holds no sound HTTP response", _REMEDY, place=place)
        if record.http_headers.status_code != _OK or record.http_content_type not in _HTML:
            return None
        page = _unpack(block)
    except (OSError, ValueError, zlib.error) as error:
        return stream.error(f"the record cannot be unpacked: {error}", _REMEDY, place=place)
    if not block.complete or len(page) > MAX_BYTES:
        return stream.error("the page is too large for an article", "leave it out", place=place)
    address = record.headers.get("WARC-Target-URI")
    content_type = record.http_headers.get("Content-Type")
    name = address or f"{stream.name}:{number}"
    return read_page(page, stream, place=place, name=name, address=address, content_type=content_type)


def _parse(block: _Block, decode: Literal["all", "content", "transfer", "none"]) -> WarcRecord:
    """The record with its HTTP headers parsed; `decode`: what is undone of its packing."""
    record = WarcRecord.from_bytes(b"%s\r\n%s\r\n\r\n" % (block.head, block.body))
    if record.is_http:
        record.parse_http(auto_decode=decode)
    return record


def _unpack(block: _Block) -> bytes:
    """The page, unpacked as its headers say, or, where they are wrong, as it is packed.

    Raises:
        OSError, ValueError, zlib.error: it is damaged.
    """
    problem: Exception | None = None
    # Crawlers often keep the headers of what they have unpacked already.
    ways: tuple[Literal["all", "content", "transfer", "none"], ...] = ("all", "content", "transfer", "none")
    for decode in ways:
        try:
            page: bytes = _parse(block, decode).reader.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            problem = problem or error
            continue
        if page.startswith(b"\x1f\x8b"):
            page = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(page, MAX_BYTES + 1)
        if (decode == "all" and page) or _MARKUP.match(page):
            return page
        # `deflate` is zlib by the standard, but some servers leave its header out.
        with suppress(zlib.error):
            raw = zlib.decompressobj(wbits=-zlib.MAX_WBITS).decompress(page, MAX_BYTES + 1)
            if _MARKUP.match(raw):
                return raw
    if problem is None:
        return b""
    raise problem


def _blocks(stream: InputStream) -> Iterator[_Block]:
    buffer = stream.buffer
    lost = False
    while line := buffer.readline(_LONGEST_HEAD):
        if not line.startswith(_VERSION):
            # Reported once between two sound records.
            if line.strip() and not lost:
                lost = True
                yield _Block(b"", problem="this is not a WARC record")
            continue
        head = _read_head(stream, line)
        length = _LENGTH.search(head)
        lost = length is None
        if length is None:
            yield _Block(head, problem="the record does not say how long it is")
            continue
        body = buffer.read(min(int(length[1]), MAX_BYTES))
        rest = int(length[1]) - len(body)
        complete = rest == 0
        while rest and (skipped := len(buffer.read(min(rest, _SKIP)))):
            rest -= skipped
        yield _Block(head, body, complete, "the record is cut off before its end" if rest else None)


def _read_head(stream: InputStream, first: bytes) -> bytes:
    """The lines up to the blank one, limited to the size of a sound header."""
    lines, size = [first], len(first)
    while (line := stream.buffer.readline(_LONGEST_HEAD)).strip() and size < _LONGEST_HEAD:
        lines.append(line)
        size += len(line)
    return b"".join(lines)
