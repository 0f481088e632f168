"""Mail: the text of a message (`.eml`), and of a web page that a browser saved as one (MHTML)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import cast

from claimx.article import Article
from claimx.errors import InputError
from claimx.metadata.header import read_head
from claimx.readers.decoding import NotTextError, decode
from claimx.readers.input_stream import InputStream
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
    """The message as one article: the plain text, or else the HTML, never both.

    The signature, and the mail that it answers, are left out of plain text. The subject is the title.
    Author and day of publication are those that the text begins with, else the sender and the day it was
    sent.
    """
    from claimx.readers.html import PageError, parse_page
    from claimx.readers.layout import lay_out

    message = _parse(stream)
    body = message.get_body(("plain", "html"))
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
    attached = [name for part in message.iter_attachments() if (name := part.get_filename())]
    if attached:
        notices = (*notices, f"the attachments are not read: {', '.join(attached)}")
    yield replace(item, notices=(*item.notices, *notices)) if isinstance(item, Article) else item


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
        cast(bytes, page.get_payload(decode=True)),
        stream,
        place="",
        name=stream.name,
        address=address if address.startswith("http") else None,
        content_type=str(page["Content-Type"]),
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
        return decode(cast(bytes, part.get_payload(decode=True)))[0]
