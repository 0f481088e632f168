"""Files that hold others: ZIP and TAR, WARC, mails (`.eml`), and web pages that a browser saved.

The files in an archive, and those that are attached to a mail, are each read by the reader of their format.
WARC is the archive format of web crawlers; pages are unpacked also where their headers are wrong.
"""

from __future__ import annotations

import plistlib
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from functools import partial
from io import BufferedReader, BytesIO
from pathlib import PurePath, PurePosixPath
from typing import IO, Any, NamedTuple, cast

import brotli

from claimx.article import Article
from claimx.errors import ClaimxError, InputError
from claimx.metadata import read_head
from claimx.readers import is_readable, read_stream
from claimx.readers.inputs import (
    CHECKED_FROM,
    MAX_BYTES,
    MAX_RATIO,
    InputStream,
    NotTextError,
    decode,
    decompress,
    is_hidden,
    name_path,
    or_error,
)
from claimx.readers.layout import PageError, lay_out, parse_page, without_frame
from claimx.readers.page import in_spoken_order
from claimx.readers.records import ArticleRecord, make_article
from claimx.readers.web import web_address

# Archives within archives: more is not what people send each other.
_DEEPEST = 3
_REMEDY = "get the archive again, or unpack it by hand"
_HTML = ("text/html", "application/xhtml+xml")
_DAMAGE = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError)


def read_zip(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the files in a ZIP archive, in their order; hidden files are passed over."""
    stream = stream.seekable()
    try:
        archive = zipfile.ZipFile(stream.buffer)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise stream.error(f"this is not a sound ZIP archive: {error}", _REMEDY) from None
    with archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _is_hidden(m.filename)]
        if not members:
            raise stream.error("there are no files in this archive", _REMEDY)
        for member in members:
            if member.flag_bits & 1:
                remedy = "unpack it with the password, and give the files in it"
                yield stream.error("the file is encrypted", remedy, place=member.filename)
                continue
            if member.file_size > max(CHECKED_FROM, MAX_RATIO * member.compress_size):
                message = f"this unpacks to more than {MAX_RATIO} times its size, as no text does"
                yield stream.error(message, _REMEDY, place=member.filename)
                continue
            yield from read_member(stream, member.filename, partial(archive.open, member))


def read_tar(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the files in a TAR archive, in their order; links and hidden files are passed over."""
    is_empty = True
    try:
        with tarfile.open(fileobj=stream.buffer, mode="r|") as archive:
            for member in archive:
                if member.isfile() and not _is_hidden(member.name):
                    is_empty = False
                    yield from read_member(stream, member.name, partial(archive.extractfile, member))
    except (*_DAMAGE, OSError) as error:
        problem = f"this is not a sound TAR archive from here on: {error}"
        raise stream.error(problem, _REMEDY) from None
    if is_empty:
        raise stream.error("there are no files in this archive", _REMEDY)


def _is_hidden(name: str) -> bool:
    return any(map(is_hidden, PurePosixPath(name).parts))


def read_member(
    stream: InputStream, member: str, open_member: Callable[[], IO[bytes] | None]
) -> Iterator[Article | InputError]:
    """The articles of one file in an archive or a mail; `news.zip/a.txt` is its path."""
    member = member.encode("utf-8", "backslashreplace").decode()
    path = f"{stream.path or 'stdin'}/{member}"
    try:
        if stream.depth == _DEEPEST:
            raise stream.error(f"more than {_DEEPEST} archives in each other", _REMEDY, place=member)
        with (
            BufferedReader(cast(Any, open_member())) as packed,
            decompress(packed) as buffer,
        ):
            inner = replace(
                stream,
                name=f"{stream.name}/{name_path(member)}",
                path=path,
                buffer=buffer,
                depth=stream.depth + 1,
            )
            yield from read_stream(inner)
    except InputError as error:
        yield error
    except ClaimxError as error:
        yield stream.error(error.message, error.remedy, place=member)
    except (*_DAMAGE, OSError) as error:
        yield stream.error(f"the file cannot be unpacked: {error}", _REMEDY, place=member)
    except Exception as error:  # what a parser raises on one file must not stop the others
        message = f"reading failed: {type(error).__name__}: {error}"
        yield stream.error(message, "this is a fault of claimx; please report it", place=member)


# WARC

_LONGEST_HEAD = 64 * 2**10
_SKIP = 2**20
_VERSION = b"WARC/"
# A field of a header: its name, and its value, continued in lines that are indented.
_FIELD = re.compile(r"^([\w-]+)[ \t]*:[ \t]*([^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*)", re.MULTILINE)
_LENGTH = re.compile(r"\d{1,18}")
# An HTTP response: its status, its header, and the page.
_HTTP = re.compile(rb"HTTP/[\d.]+[ \t]+(\d{3})\b[^\n]*\n((?:[^\r\n][^\n]*\n)*)\r?\n?", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9a-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n", re.IGNORECASE)
_OK = b"200"
# What a page begins with that is not packed, after white space and byte order marks.
_MARKUP = re.compile(rb"[\s\xef\xbb\xbf\xfe\xff\0]*<")
_RECORD_REMEDY = "get the archive again; the records around it are read"


class _Block(NamedTuple):
    """A raw record, truncated if it is too long, or the `problem` with it."""

    fields: dict[str, str]
    body: bytes = b""
    complete: bool = True
    problem: str | None = None


def read_warc(stream: InputStream) -> Iterator[Article | InputError]:
    """The articles of the successful HTML responses, with their URLs as ids; other records are skipped."""
    for number, block in enumerate(_blocks(stream), 1):
        if (item := or_error(_read_block, block, stream, number)) is not None:
            yield item


def _read_block(block: _Block, stream: InputStream, number: int) -> Article | None:
    from claimx.readers.html import read_page

    place = f"record {number}"
    if block.problem:
        raise stream.error(block.problem, _RECORD_REMEDY, place=place)
    is_http = block.fields.get("content-type", "").lower().startswith("application/http")
    if block.fields.get("warc-type", "").lower() != "response" or not is_http:
        return None
    if (response := _HTTP.match(block.body)) is None:
        raise stream.error("the record holds no sound HTTP response", _RECORD_REMEDY, place=place)
    fields = _fields(response[2])
    content_type = fields.get("content-type", "")
    if response[1] != _OK or content_type.partition(";")[0].strip().lower() not in _HTML:
        return None
    try:
        page = _unpack(block.body[response.end() :], fields)
    except ClaimxError as error:
        problem = f"the record cannot be unpacked: {error.message}"
        raise stream.error(problem, _RECORD_REMEDY, place=place) from None
    if not block.complete or len(page) > MAX_BYTES:
        raise stream.error("the page is too large for an article", "leave it out", place=place)
    address = block.fields.get("warc-target-uri", "").strip("<>") or None
    name = address or f"{stream.name}:{number}"
    return read_page(page, stream, place=place, name=name, address=address, content_type=content_type)


def _fields(head: bytes) -> dict[str, str]:
    """The fields of a header, by their names in lower case; lines that are none are passed over."""
    found = _FIELD.findall(head.decode("utf-8", "backslashreplace"))
    return {name.lower(): " ".join(value.split()) for name, value in found}


def _unpack(page: bytes, fields: dict[str, str]) -> bytes:
    """The page, unpacked as its header says, or, where that is wrong, as it is packed.

    Crawlers often keep the header of what they have unpacked already.

    Raises:
        ClaimxError: it is damaged or cut off.
    """
    if "chunked" in fields.get("transfer-encoding", "").lower():
        page = _join_chunks(page)
    with BufferedReader(cast(Any, BytesIO(page))) as packed, decompress(packed) as buffer:
        page, is_unpacked = buffer.read(MAX_BYTES + 1), buffer is not packed
    if not page or is_unpacked or _MARKUP.match(page):
        return page
    if "br" in fields.get("content-encoding", "").lower():
        with suppress(brotli.error):
            unpacker = brotli.Decompressor()
            unpacked = unpacker.process(page, output_buffer_limit=MAX_BYTES + 1)
            return _whole(unpacked, unpacker.is_finished())
    # `deflate` is zlib by the standard, but some servers leave its header out.
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        with suppress(zlib.error):
            inflater = zlib.decompressobj(wbits)
            if _MARKUP.match(unpacked := inflater.decompress(page, MAX_BYTES + 1)):
                return _whole(unpacked, inflater.eof)
    return page


def _join_chunks(page: bytes) -> bytes:
    """What was sent in chunks, each with its size before it; a page that was not is given as it is."""
    chunks, start = [], 0
    while chunk := _CHUNK.match(page, start):
        start = chunk.end() + int(chunk[1], 16)
        chunks.append(page[chunk.end() : start])
        start += 2 if page.startswith(b"\r\n", start) else 1
    return _whole(b"".join(chunks), not chunks[-1]) if chunks else page


def _whole(page: bytes, is_finished: bool) -> bytes:
    if not is_finished and len(page) <= MAX_BYTES:
        raise ClaimxError("the page is cut off before its end", _RECORD_REMEDY)
    return page


def _blocks(stream: InputStream) -> Iterator[_Block]:
    buffer = stream.buffer
    lost = False
    while line := buffer.readline(_LONGEST_HEAD):
        if not line.startswith(_VERSION):
            # Reported once between two sound records.
            if line.strip() and not lost:
                lost = True
                yield _Block({}, problem="this is not a WARC record")
            continue
        fields = _fields(_read_head(buffer))
        lost = _LENGTH.fullmatch(fields.get("content-length", "")) is None
        if lost:
            yield _Block(fields, problem="the record does not say how long it is")
            continue
        length = int(fields["content-length"])
        body = buffer.read(min(length, MAX_BYTES))
        rest = length - len(body)
        complete = rest == 0
        while rest and (skipped := len(buffer.read(min(rest, _SKIP)))):
            rest -= skipped
        yield _Block(fields, body, complete, "the record is cut off before its end" if rest else None)


def _read_head(buffer: BufferedReader) -> bytes:
    """The lines up to the blank one, limited to the size of a sound header."""
    head = b""
    while (line := buffer.readline(_LONGEST_HEAD)).strip() and len(head) < _LONGEST_HEAD:
        head += line
    return head


# Mail

# The end of a line that only a mail program has broken (RFC 3676).
_FLOWED = re.compile(r"(?<=\S) \n(?!\n)")
# The delimiter of a signature, and the lines after it.
_SIGNATURE = re.compile(r"\n-- ?\n(?:[^\n]*(?:\n|$)){0,25}\Z")
# At the end: the mail that this one answers, each line of it marked.
_ANSWERED = re.compile(r"\n(?:On\b[^\n]*(?:\n[^>\n][^\n]*)?\bwrote:[ \t]*\n+)?(?:>[^\n]*(?:\n+|$))+\Z")
_ORIGINAL = re.compile(
    r"\n(?:-{3,} ?Original Message ?-{3,}|_{10,}\s*\nFrom:).*\Z", re.DOTALL | re.IGNORECASE
)
# The same in HTML, as Apple Mail, Gmail and Outlook mark it.
_ANSWERED_IN_HTML = (
    "//blockquote[@type='cite'] | //div[contains(@class, 'gmail_quote')]"
    " | //*[@id='divRplyFwdMsg'] | //*[@id='divRplyFwdMsg']/following-sibling::*"
)
_ANSWER = re.compile(r"\s*(?:re|aw)(?:\[\d+\])?:", re.IGNORECASE)
_FORWARD = re.compile(r"\s*(?:fwd?|wg)(?:\[\d+\])?:", re.IGNORECASE)
# Above the words of a mail that is forwarded: who sent it, and when.
_HEADERS = re.compile(
    r"^[ \t>*]*From:[ \t*]*(?P<sender>[^\n]+)\n{1,2}(?:[ \t>*]*[A-Z][\w-]*:[^\n]*\n{1,2}){0,5}?"
    r"[ \t>*]*(?:Date|Sent):[ \t*]*(?P<sent>[^\n]+)$",
    re.MULTILINE,
)
_FORWARDED = re.compile(r"\A\s*(?:(?:re|fwd?|aw|wg)(?:\[\d+\])?:\s*)+", re.IGNORECASE)


def read_mail(stream: InputStream) -> Iterator[Article | InputError]:
    """The message as an article: the plain text, or else the HTML, never both; then its attachments.

    Attachments of formats that can be read are articles of their own, others are named in a notice. The
    frame of a newsletter and the mail that it answers are left out, and of plain text the signature. The
    subject is the title. Author and day of publication are those that the text begins with, else, of a
    forwarded mail, those that its headers name, else the sender and the day it was sent.
    """
    message = _message(stream)
    attached, others = _attached(message)
    body = message.get_body(("plain", "html"))
    if attached and (body is None or not _bytes(body).strip()):
        yield from _read_attached(attached, stream)
        return
    if body is None:
        remedy = "give its attachments instead, if they are what is to be read"
        raise stream.error("there is no text in this mail", remedy)
    try:
        content = _content(body)
    except NotTextError as error:
        raise stream.error(str(error), "open it in a mail program, and save its text") from None
    is_answer = _ANSWER.match(str(message["Subject"] or "")) is not None
    if body.get_content_type() in _HTML:
        try:
            text, own = _texts_of_html(content, is_answer) if content.strip() else ("", "")
        except PageError as error:
            raise stream.error(str(error), "save the text of the mail, and give that") from None
    else:
        text, own = _texts_of_plain(content, is_answer)
    notices = ("the mail that it answers is left out",) if own and own != text.strip() else ()
    text = own or text
    if body.get_param("format") == "flowed":
        text = _FLOWED.sub(" ", text)
    text = without_frame(text.strip("\n"))
    head = read_head(text)
    sender, sent = str(message["From"] or ""), str(message["Date"] or "")
    subject = str(message["Subject"] or "")
    if (forwarded := _HEADERS.search(text)) and _FORWARD.match(subject):
        sender, sent = forwarded["sender"], forwarded["sent"]
    record = ArticleRecord(
        text=text,
        title=_FORWARDED.sub("", subject, count=1).strip() or None,
        author=head.author or _name_of(sender),
        published=head.published or sent or None,
    )
    item = or_error(make_article, record, stream)
    if others:
        notices = (*notices, f"the attachments are not read: {', '.join(others)}")
    yield replace(item, notices=(*item.notices, *notices)) if isinstance(item, Article) else item
    yield from _read_attached(attached, stream)


def _name_of(sender: str) -> str | None:
    """The name in `Weiß, Anna <anna@post.example>`, as it is said: `Anna Weiß`; also in `Ann Lee from X`."""
    name, bracket, _ = sender.partition("<")
    name, address = (name.strip(' "*\t'), "") if bracket else parseaddr(sender)
    name = re.split(r" (?:from|at|via) ", name)[0]
    return in_spoken_order(name) if name and name != address else None


def _texts_of_plain(content: str, is_answer: bool) -> tuple[str, str]:
    """The text of a mail without its signature, and the same without the mail that it answers."""
    text = _SIGNATURE.sub("\n", content.replace("\r\n", "\n").rstrip() + "\n")
    own = _ANSWERED.sub("", text.rstrip())
    return text, (_ORIGINAL.sub("", own) if is_answer else own).strip()


def _texts_of_html(content: str, is_answer: bool) -> tuple[str, str]:
    """The text of a mail, and the same without the mail that it answers."""
    page = parse_page(content)
    text = lay_out(page)
    if not (answered := page.xpath(_ANSWERED_IN_HTML) if is_answer else []):
        return text, text.strip()
    for element in answered:
        if element.getparent() is not None:
            element.drop_tree()
    return text, lay_out(page).strip()


def _attached(message: EmailMessage) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The names and contents of attachments that can be read, and the names of the others."""
    attached, others = [], []
    for number, part in enumerate(message.iter_attachments(), 1):
        name = PurePath(part.get_filename() or "").name
        if part.get_content_type() == "message/rfc822":
            attached.append((name or f"{number}.eml", bytes(part.get_content())))
        elif is_readable(name):
            attached.append((name, _bytes(part)))
        elif name:
            others.append(name)
    return attached, others


def _read_attached(attached: list[tuple[str, bytes]], stream: InputStream) -> Iterator[Article | InputError]:
    for name, content in attached:
        yield from read_member(stream, name, partial(BytesIO, content))


def read_mhtml(stream: InputStream) -> Iterator[Article | InputError]:
    """The article of the page that the file shows, with the address that it was saved from."""
    from claimx.readers.html import read_page

    message = _message(stream)
    pages = [part for part in message.walk() if part.get_content_type() in _HTML]
    root = str(message.get_param("start") or "")
    page = next((p for p in pages if root and p["Content-ID"] == root), next(iter(pages), None))
    if page is None:
        raise stream.error("there is no web page in this file", "save the page again, or as HTML")
    address = str(message["Snapshot-Content-Location"] or page["Content-Location"] or "").strip()
    content_type = str(page["Content-Type"])
    yield read_page(_bytes(page), stream, address=web_address(address), content_type=content_type)


def read_webarchive(stream: InputStream) -> Iterator[Article | InputError]:
    """The article of a page that Safari saved, with the address that it was saved from."""
    from claimx.readers.html import read_page

    try:
        page = plistlib.loads(stream.read())["WebMainResource"]
        content, address = page["WebResourceData"], page["WebResourceURL"]
    except (plistlib.InvalidFileException, KeyError, TypeError, ValueError) as error:
        problem = f"this is no web page that Safari saved: {error or type(error).__name__}"
        raise stream.error(problem, "save the page again, or as HTML") from None
    content_type = f"text/html; charset={page.get('WebResourceTextEncodingName', 'utf-8')}"
    yield read_page(content, stream, address=web_address(address), content_type=content_type)


def _message(stream: InputStream) -> EmailMessage:
    return message_from_bytes(stream.read().lstrip(), policy=policy.default)


def _content(part: MIMEPart) -> str:
    """The text of a part, whose encoding may be named wrongly or not at all.

    Raises:
        NotTextError: it is not text in any encoding.
    """
    try:
        return str(part.get_content(errors="strict"))
    except (LookupError, UnicodeDecodeError):
        return decode(_bytes(part))[0]


def _bytes(part: MIMEPart) -> bytes:
    return cast(bytes, part.get_payload(decode=True) or b"")
