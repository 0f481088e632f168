"""Mail, and pages saved as mail."""

from __future__ import annotations

import plistlib
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from mixed import html_page

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers import read_articles

TEXT = "The mayor said on Monday that 30 people died in the café.\n\nPolice said that 12 cars burned in the town."  # noqa: E501


def mail(text: str | None = TEXT, html: str | None = None, **headers: str) -> EmailMessage:
    message = EmailMessage()
    known = {
        "From": "Ida Solberg <press@example.org>",
        "Subject": "Fire",
        "Date": "Mon, 04 Mar 2024 23:00:00 -0800",
    }
    for name, value in (known | headers).items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    return message


def read(path: Path, message: EmailMessage) -> Article | InputError:
    path.write_bytes(message.as_bytes())
    (item,) = read_articles([str(path)])
    return item


def article(path: Path, message: EmailMessage) -> Article:
    item = read(path, message)
    assert isinstance(item, Article), item
    return item


def test_one_of_two_bodies(tmp_path: Path) -> None:
    html = "<p>The mayor said on Monday that 30 people died.</p>"
    for name in ("a.eml", "untold"):
        item = article(tmp_path / name, mail(html=html))
        assert item.text == TEXT
        assert (item.title, item.author, item.published) == ("Fire", "Ida Solberg", date(2024, 3, 4))


def test_a_body_in_html_alone(tmp_path: Path) -> None:
    html = "<p>The mayor said:</p><ul><li>30 people</li></ul><style>p {}</style><p>No more.</p>"
    assert article(tmp_path / "a.eml", mail(None, html)).text == "The mayor said:\n\n- 30 people\n\nNo more."


def test_what_the_text_states_goes_before_the_header(tmp_path: Path) -> None:
    text = f"Fire in the café\nBy Tom Okafor\nPublished 2 March 2024\n\n{TEXT}"
    item = article(tmp_path / "a.eml", mail(text))
    assert (item.author, item.published) == ("Tom Okafor", date(2024, 3, 2))


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ('"Solberg, Ida" <ida@example.org>', "Ida Solberg"),
        ('"Reuters, London" <desk@example.org>', "Reuters, London"),
        ('"Ida Solberg, MD" <ida@example.org>', "Ida Solberg, MD"),
        ("ida@example.org", None),
    ],
)
def test_the_name_of_a_sender(tmp_path: Path, sender: str, author: str | None) -> None:
    assert article(tmp_path / "a.eml", mail(From=sender)).author == author


@pytest.mark.parametrize("subject", ["Fwd: Fire", "WG: Fire"])
def test_who_forwards_a_mail_did_not_write_it(tmp_path: Path, subject: str) -> None:
    head = "From: Press Office <t@example.org>\nSubject: Fire\nDate: Fri, Mar 1, 2024 at 9:12 AM"
    text = f"FYI\n\n-------- Forwarded message --------\n{head}\n\n{TEXT}"
    item = article(tmp_path / "a.eml", mail(text, Subject=subject))
    assert (item.title, item.author, item.published) == ("Fire", "Press Office", date(2024, 3, 1))
    assert TEXT in item.text


def test_attachments_are_named(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(b"x", maintype="image", subtype="png", filename="logo.png")
    assert article(tmp_path / "a.eml", message).notices == ("the attachments are not read: logo.png",)


def test_attachments_are_articles(tmp_path: Path) -> None:
    message = mail("Our release is attached.")
    message.add_attachment(b"id,text\n1,One.\n", maintype="text", subtype="csv", filename="../a.csv")
    message.add_attachment(mail("Two.", Subject="Flood"))
    message.add_attachment(b"no pdf", maintype="application", subtype="pdf", filename="b.pdf")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    body, first, second, broken = read_articles([str(tmp_path / "a.eml")])
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(body, Article)
    assert (body.text, first.text, second.text) == ("Our release is attached.", "One.", "Two.")
    assert (first.path, second.title) == (f"{tmp_path}/a.eml/a.csv", "Flood")
    assert "a.eml/b.pdf: this is not a sound PDF" in str(broken)
    # They are what a mail without words is about.
    (tmp_path / "b.eml").write_bytes(message.as_bytes().replace(b"Our release is attached.", b""))
    assert len(list(read_articles([str(tmp_path / "b.eml")]))) == 3


FRAME = (
    "View this email in your browser (https://x.example/1)",
    "You are receiving this email because you signed up.\n\n1 Quay Street, Lindvik",
    "Unsubscribe | Update your preferences",
)


def test_the_frame_of_a_newsletter_is_left_out(tmp_path: Path) -> None:
    before, *after = FRAME
    assert article(tmp_path / "a.eml", mail("\n\n".join([before, TEXT, *after]))).text == TEXT
    rows = "".join(f"<tr><td><p>{words}</p></td></tr>" for words in (before, *TEXT.split("\n\n"), *after))
    assert article(tmp_path / "b.eml", mail(None, f"<table>{rows}</table>")).text == TEXT
    # Words about such things are no frame.
    told = "Readers can unsubscribe, the mayor said.\n\nYou are receiving too little, she told 30 people."
    assert article(tmp_path / "c.eml", mail(told)).text == told


@pytest.mark.parametrize(
    "answered",
    [
        "<div class='gmail_quote'><div>On Monday Rex wrote:</div><blockquote>Did 3 know?</blockquote></div>",
        "<blockquote type='cite'>Did 3 know?</blockquote>",
        "<hr id='stopSpelling'><div id='divRplyFwdMsg'>From: Rex</div><div>Did 3 know?</div>",
    ],
)
def test_the_answered_mail_in_html_is_left_out(tmp_path: Path, answered: str) -> None:
    html = f"<div>It was told in 2019.</div>{answered}"
    item = article(tmp_path / "a.eml", mail(None, html, Subject="Re: Dam"))
    assert item.text == "It was told in 2019."
    assert item.notices == ("the mail that it answers is left out",)
    # A forwarded mail is what is sent, and a mail without words of its own is what it answers.
    assert "3 know" in article(tmp_path / "b.eml", mail(None, html, Subject="Fwd: Dam")).text
    alone = article(tmp_path / "c.eml", mail(None, f"<div></div>{answered}", Subject="Re: Dam"))
    assert "3 know" in alone.text
    assert not alone.notices


def test_a_page_that_safari_saved(tmp_path: Path) -> None:
    page = {"WebResourceData": html_page(TEXT), "WebResourceURL": "https://news.example/a"}
    for name in ("a.webarchive", "untold"):
        (tmp_path / name).write_bytes(plistlib.dumps({"WebMainResource": page}, fmt=plistlib.FMT_BINARY))
        (item,) = read_articles([str(tmp_path / name)])
        assert isinstance(item, Article)
        assert (item.text, item.url) == (TEXT, "https://news.example/a")
    (tmp_path / "untold").write_bytes(plistlib.dumps({"a": 1}, fmt=plistlib.FMT_BINARY))
    assert "no web page that Safari saved" in str(*read_articles([str(tmp_path / "untold")]))


def test_lines_that_a_mail_program_broke(tmp_path: Path) -> None:
    message = mail()
    message.set_payload("The mayor said that \n30 people \ndied.\n\nNo more.\n")
    message.set_param("format", "flowed")
    assert article(tmp_path / "a.eml", message).text == "The mayor said that 30 people died.\n\nNo more."


def test_signature_and_answered_mail_are_left_out(tmp_path: Path) -> None:
    own = "It was told in 2019.\n\nAnn Lee"
    answered = "On Thu, Jul 4, 2024 at 5:10 PM Rex <rex@x.example> wrote:\n> Did 3 people know?\n> Rex\n"
    item = article(tmp_path / "a.eml", mail(f"{own}\n\n{answered}", Subject="Re: Fwd: Dam"))
    assert (item.text, item.title) == (own, "Dam")
    assert "answers" in item.notices[0]
    original = "-----Original Message-----\nFrom: Rex\n\nDid 3 people know?\n"
    assert article(tmp_path / "b.eml", mail(f"{own}\n\n{original}", Subject="RE: Dam")).text == own
    # A forwarded mail is what is sent, and answers between questions need them.
    assert "3 people" in article(tmp_path / "c.eml", mail(f"FYI\n\n{original}", Subject="Fwd: Dam")).text
    between = "> Did 3 people know?\n\nYes.\n\n> When?\n\nIn May."
    assert article(tmp_path / "d.eml", mail(between)).text == between
    assert article(tmp_path / "e.eml", mail(f"{own}\n\n-- \nTel. 555-0100\n")).text == own


@pytest.mark.parametrize(
    "sender", ["Weiß, Anna <a@b.org>", '"Weiß, Anna" <a@b.org>', "Anna Weiß at X <a@b.org>"]
)
def test_who_wrote_a_forwarded_mail(tmp_path: Path, sender: str) -> None:
    text = f"-----Original Message-----\nFrom: {sender}\nSent: 4 March 2024\n\nThe dam lost water.\n"
    assert article(tmp_path / "a.eml", mail(text, Subject="Fwd: Dam")).author == "Anna Weiß"


def test_a_mail_without_text(tmp_path: Path) -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.add_attachment(b"x", maintype="image", subtype="png", filename="a.png")
    assert "no text in this mail" in str(read(tmp_path / "a.eml", message))


def test_a_page_that_a_browser_saved(tmp_path: Path) -> None:
    message = mail(None, html_page(TEXT).decode(), **{"Snapshot-Content-Location": "https://news.example/a"})
    message.make_related()
    message.add_related(b"\x89PNG", maintype="image", subtype="png")
    for name in ("a.mhtml", "untold"):
        item = article(tmp_path / name, message)
        assert (item.text, item.url, item.title) == (TEXT, "https://news.example/a", "Ferries")
