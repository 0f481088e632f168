"""Mail: the text of a message (`.eml`) and its attachments, and web pages that a browser saved."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from functools import partial
from io import BytesIO
from pathlib import PurePath
from typing import cast

from claimx.article import Article
from claimx.errors import InputError
from claimx.metadata import read_head
from claimx.readers.formats import is_readable
from claimx.readers.inputs import InputStream, NotTextError, decode
from claimx.readers.layout import PageError, lay_out, parse_page, without_frame
from claimx.readers.records import ArticleRecord, make_article

# The end of a line that only a mail program has broken (RFC 3676).
_FLOWED = re.compile(r"(?<=\S) \n(?!\n)")
# The delimiter of a signature, and the lines after it.
_SIGNATURE = re.compile(r"\n-- ?\n(?:[^\n]*(?:\n|$)){0,25}\Z")
# At the end: the mail that this one answers, each line of it marked.
_ANSWERED = re.compile(r"\n(?:On\b[^\n]*(?:\n[^>\n][^\n]*)?\bwrote:[ \t]*\n+)?(?:>[^\n]*(?:\n+|$))+\Z")
_ORIGINAL = re.compile(
    r"\n(?:-{3,} ?Original Message ?-{3,}|_{10,}\s*\nFrom:).*\Z", re.DOTALL | re.IGNORECASE
)
_ANSWER = re.compile(r"\s*(?:re|aw)(?:\[\d+\])?:", re.IGNORECASE)
_FORWARDED = re.compile(r"\A\s*(?:(?:re|fwd?|aw|wg)(?:\[\d+\])?:\s*)+", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")


def read_mail(stream: InputStream) -> Iterator[Article | InputError]:
    """The message as an article: the plain text, or else the HTML, never both; then its attachments.

    Attachments of formats that can be read are articles of their own, others are named in a notice. The
    frame of a newsletter is left out, and of plain text the signature and the mail that it answers. The
    subject is the title. Author and day of publication are those that the text begins with, else the sender
    and the day it was sent.
    """
    message = _parse(stream)
    attached, others = _attached(message)
    body = message.get_body(("plain", "html"))
    if attached and (body is None or not _bytes(body).strip()):
        yield from _read_attached(attached, stream)
        return
    if body is None:
        remedy = "give its attachments instead, if they are what is to be read"
        yield stream.error("there is no text in this mail", remedy)
        return
    try:
        content = _content(body)
    except NotTextError as error:
        yield stream.error(str(error), "open it in a mail program, and save its text")
        return
    notices: tuple[str, ...] = ()
    if body.get_content_type() in _HTML:
        try:
            text = lay_out(parse_page(content)) if content.strip() else ""
        except PageError as error:
            yield stream.error(str(error), "save the text of the mail, and give that")
            return
    else:
        text = _SIGNATURE.sub("\n", content.replace("\r\n", "\n").rstrip() + "\n")
        own = _ANSWERED.sub("", text.rstrip()).strip()
        if _ANSWER.match(str(message["Subject"] or "")):
            own = _ORIGINAL.sub("", own).strip()
        if own:
            if own != text.strip():
                notices = ("the mail that it answers is left out",)
            text = own
        text = _FLOWED.sub(" ", text) if body.get_param("format") == "flowed" else text
        text = text.strip("\n")
    text = without_frame(text)
    head = read_head(text)
    sender, address = parseaddr(str(message["From"] or ""))
    item = make_article(
        ArticleRecord(
            text=text,
            title=_FORWARDED.sub("", str(message["Subject"] or ""), count=1).strip() or None,
            author=head.author or (sender if sender != address else "") or None,
            published=head.published or str(message["Date"] or "") or None,
        ),
        stream,
        place="",
        name=stream.name,
    )
    if others:
        notices = (*notices, f"the attachments are not read: {', '.join(others)}")
    yield replace(item, notices=(*item.notices, *notices)) if isinstance(item, Article) else item
    yield from _read_attached(attached, stream)


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
    from claimx.readers.archives import read_member

    for name, content in attached:
        yield from read_member(stream, name, partial(BytesIO, content))


def read_mhtml(stream: InputStream) -> Iterator[Article | InputError]:
    """The article of the page that the file shows, with the address that it was saved from."""
    from claimx.readers.html import read_page

    message = _parse(stream)
    pages = [part for part in message.walk() if part.get_content_type() in _HTML]
    root = str(message.get_param("start") or "")
    page = next((p for p in pages if root and p["Content-ID"] == root), next(iter(pages), None))
    if page is None:
        yield stream.error("there is no web page in this file", "save the page again, or as HTML")
        return
    address = str(message["Snapshot-Content-Location"] or page["Content-Location"] or "").strip()
    yield read_page(
        _bytes(page),
        stream,
        place="",
        name=stream.name,
        address=address if address.startswith("http") else None,
        content_type=str(page["Content-Type"]),
    )


def read_webarchive(stream: InputStream) -> Iterator[Article | InputError]:
    """The article of a page that Safari saved, with the address that it was saved from."""
    from claimx.readers.html import read_page

    try:
        page = plistlib.loads(stream.read())["WebMainResource"]
        content, address = page["WebResourceData"], page["WebResourceURL"]
    except (plistlib.InvalidFileException, KeyError, TypeError, ValueError) as error:
        problem = f"this is no web page that Safari saved: {error or type(error).__name__}"
        yield stream.error(problem, "save the page again, or as HTML")
        return
    yield read_page(
        content,
        stream,
        place="",
        name=stream.name,
        address=address if address.startswith("http") else None,
        content_type=f"text/html; charset={page.get('WebResourceTextEncodingName', 'utf-8')}",
    )


def _parse(stream: InputStream) -> EmailMessage:
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
