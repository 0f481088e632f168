"""Pages of news sites."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from mixed import html_page

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers import read_articles

HEAD = """<!doctype html><html lang=en><head><title>Ferries stay in port | The Courier</title>
<meta name="author" content="Mara Lindqvist; Ivo Brandt"><meta property="og:site_name" content="The Courier">
<meta property="og:title" content="Ferries stay in port">
<meta property="article:published_time" content="2023-12-02T08:00:00Z"></head><body>"""
STORY = """<nav><a href=/>Home</a> <a href=/sport>Sport</a></nav><article><h1>Ferries stay in port</h1>
<p>More than 400 passengers were stranded on Friday, the harbour master said, and the crews would not say
how long it would last.</p><p>“We will not wait,” said one of them, Zoë Müller, &amp; left for the
<a href=/airport>airport</a>, where <b>eleven</b> flights had been put on for the day after.</p></article>
<aside><h2>Most read</h2><ul><li><a href=/1>Ten best soups</a></li></ul></aside><script>var x = 1</script>"""


def read(path: Path, content: str | bytes) -> Article | InputError:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (item,) = read_articles([str(path)])
    return item


def article(path: Path, content: str | bytes) -> Article:
    item = read(path, content)
    assert isinstance(item, Article)
    return item


def test_the_main_text_and_what_is_known(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    page = article(tmp_path / "ferry.html", HEAD + STORY)
    assert (page.id, page.title) == ("ferry", "Ferries stay in port")
    assert (page.author, page.publisher) == ("Mara Lindqvist, Ivo Brandt", "The Courier")
    assert (page.published, page.notices) == (date(2023, 12, 2), ())
    assert "“We will not wait,” said one of them, Zoë Müller, & left for the airport, where" in page.text
    assert not any(words in page.text for words in ("Home", "soups", "var x"))
    assert capfd.readouterr().err == ""


def test_lines_above_the_headline_are_left_out(tmp_path: Path) -> None:
    lead = "The harbour was closed at noon, the first time in ten years."
    for above, kept in (("<li>Ivo Brandt</li><li>2 min read</li>", ""), (f"<li>{lead}</li>", lead)):
        story = STORY.replace("<article>", f"<article><ul>{above}</ul>")
        text = article(tmp_path / "ferry.html", HEAD + story).text
        assert text.removeprefix(f"- {kept}\n\n").startswith("Ferries stay in port\n\nMore than 400")
        assert kept in text


@pytest.mark.parametrize(("declared", "written"), [("iso-8859-1", "cp1252"), ("shift_jis", "shift_jis")])
def test_the_encoding_that_the_page_declares(tmp_path: Path, declared: str, written: str) -> None:
    words = "Zoë" if written == "cp1252" else "橋"
    page = html_page(f"{words} " + "was the word for it, said the mayor on Friday. " * 5).decode()
    page = page.replace("charset=utf-8", f"charset={declared}")
    assert words in article(tmp_path / "a.html", page.encode(written)).text


def test_utf8_in_a_page_that_declares_latin(tmp_path: Path) -> None:
    page = html_page("Zoë said: “It is £4.” " * 9).decode().replace("charset=utf-8", "charset=iso-8859-1")
    assert "Zoë said: “It is £4.”" in article(tmp_path / "a.html", page.encode()).text


def test_the_times_of_a_live_blog(tmp_path: Path) -> None:
    entry = (
        "<div><time>{}</time><h2>Power is back</h2><p>{} homes in the north have light, he said.</p></div>"
    )
    entries = "".join(
        entry.format(time, number) for number, time in enumerate(("09:12", "8.40am GMT", "07:05"), 30)
    )
    page = "<html><head><title>Storm</title></head><body><main><h1>Storm</h1>{}</main></body></html>"
    text = article(tmp_path / "a.html", page.format(entries)).text
    assert "09:12\n\nPower is back\n\n30 homes" in text
    assert "8.40am GMT\n\nPower is back\n\n31 homes" in text
    one = page.format(entry.format("5:30", 7) * 2)
    assert "5:30" not in article(tmp_path / "b.html", one).text


def test_an_encoding_that_is_guessed_is_noticed(tmp_path: Path) -> None:
    page = article(tmp_path / "a.html", (HEAD + STORY).encode("cp1252"))
    assert "Zoë Müller" in page.text
    assert "Windows-1252" in page.notices[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><body>" + "<div>" * 10_000 + STORY, "nested too deep"),
        (HEAD + STORY + "<i><span>" * 10_000, "nested too deep"),
        (HEAD + STORY + "<br>" * 50_000, "more than 50,000 elements"),
        (HEAD + STORY + "<p " + " ".join(f"a{n}" for n in range(200_000)) + ">", "1,000 attributes"),
        (HEAD, "there is no article on this page"),
        (f"{HEAD}<noscript>You need to enable JavaScript to run this app.</noscript>", "there is no article"),
        ("<!-- -->", "this is no HTML"),
        (bytes(range(256)) * 9, "binary file"),
    ],
)
def test_what_is_no_article_is_named(tmp_path: Path, content: str | bytes, reason: str) -> None:
    error = read(tmp_path / "a.html", content)
    assert isinstance(error, InputError)
    assert reason in error.message
    assert error.remedy


@pytest.mark.parametrize(
    "between",
    [
        "<p>Advertisement</p>",
        "<p><em>Story continues below advertisement</em></p>",
        "<p><b>READ MORE: <a href=1>Ten killed in a pile-up of 300 cars</a></b></p>",
        "<p><a href=1>Follow us on WhatsApp</a></p>",
        "<div>Sign up <a href=1>here</a>.</div>",
        "<div class='kg-signup-card'><h2>The Letter</h2><p>Letters for 4,000 readers</p></div>",
        "<details><summary>Fri 1 Dec 2023 16.40</summary>Last modified on Sat 2 Dec 2023 09.12</details>",
        "<p>24 shares</p>",
    ],
)
def test_what_stands_between_paragraphs_is_left_out(tmp_path: Path, between: str) -> None:
    with_it = STORY.replace("<p>“We", f"{between}<p>“We")
    assert with_it != STORY
    expected = article(tmp_path / "a.html", HEAD + STORY).text
    assert article(tmp_path / "b.html", HEAD + with_it).text == expected


def test_an_invitation_to_subscribe(tmp_path: Path) -> None:
    invitation = "<p>To continue reading, please register. It takes 2 minutes.</p>"
    item = article(tmp_path / "a.html", HEAD + STORY.replace("</article>", f"{invitation}</article>"))
    assert "2 minutes" not in item.text
    assert "only the beginning" in item.notices[0]
    menu = "<header><p>Subscribe to unlock all articles</p></header>"
    assert article(tmp_path / "b.html", HEAD + menu + STORY).notices == ()


@pytest.mark.parametrize(
    "kept", ["See also <a href=1>the report</a>, said the mayor.", "It was updated on 2 May 2023, he said."]
)
def test_sentences_with_a_link_or_a_day_stay(tmp_path: Path, kept: str) -> None:
    text = article(tmp_path / "a.html", HEAD + STORY.replace("<p>“We", f"<p>{kept}</p><p>“We")).text
    assert kept.replace("<a href=1>", "").replace("</a>", "") in text


@pytest.mark.parametrize("beginning", ["", "\ufeff", "\n<!-- made by hand -->\n", '<?xml version="1.0"?>\n'])
def test_a_page_is_known_by_its_beginning(tmp_path: Path, beginning: str) -> None:
    assert article(tmp_path / "page", beginning + HEAD + STORY).title == "Ferries stay in port"
