"""Mail, and pages saved as mail."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from pathlib import Path

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


def test_attachments_are_named(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="report.pdf")
    assert article(tmp_path / "a.eml", message).notices == ("the attachments are not read: report.pdf",)


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


def test_a_mail_without_text(tmp_path: Path) -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="report.pdf")
    assert "no text in this mail" in str(read(tmp_path / "a.eml", message))


def test_a_page_that_a_browser_saved(tmp_path: Path) -> None:
    message = mail(None, html_page(TEXT).decode(), **{"Snapshot-Content-Location": "https://news.example/a"})
    message.make_related()
    message.add_related(b"\x89PNG", maintype="image", subtype="png")
    for name in ("a.mhtml", "untold"):
        item = article(tmp_path / name, message)
        assert (item.text, item.url, item.title) == (TEXT, "https://news.example/a", "Ferries")
