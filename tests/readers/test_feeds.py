"""Feeds, NITF and NewsML."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claimx.article import Article
from claimx.errors import InputError
from claimx.readers import read_articles

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Harbour Times</title>
<item><title>Fire &amp;amp; flood</title><link>https://news.example/1</link><description>In short.</description>
<content:encoded><![CDATA[<p>The mayor said that <b>30</b> people died.</p><p>No more.</p>]]></content:encoded>
<dc:creator>By Tom Okafor, Reporter</dc:creator><pubDate>Mon, 04 Mar 2024 09:00:00 +0000</pubDate></item>
<item><title>No text</title></item>
<item><title>Ferries</title><guid>tag:2</guid><description>Police said 12 cars burned.</description></item>
</channel></rss>"""  # noqa: E501
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Times</title><entry><title>Fire</title>
<link href="https://news.example/1"/><id>x</id><author><name>Tom Okafor</name></author>
<published>2024-03-04T09:00:00Z</published><updated>2024-03-09T09:00:00Z</updated>
<content type="html">&lt;p&gt;The mayor said 30.&lt;/p&gt;</content></entry></feed>"""
NITF = """<?xml version="1.0"?><nitf><head><title>T</title><docdata><date.issue norm="20240304T090000Z"/></docdata></head>
<body><body.head><hedline><hl1>Fire</hl1></hedline><byline>By <person>Tom Okafor</person>, Reporter</byline>
<distributor>Northwire</distributor></body.head><body.content><block><p>The mayor said 30 people died.</p>
<hl2>After</hl2><media><media-caption>not this</media-caption></media><p>No more.</p></block></body.content>
<body.end><tagline>nor this</tagline></body.end></body></nitf>"""  # noqa: E501
NEWSML = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><provider><name>Northwire</name></provider>
<versionCreated>2024-03-09T09:00:00Z</versionCreated><firstCreated>2024-03-04T09:00:00Z</firstCreated></itemMeta>
<contentMeta><headline>Fire</headline><by>By Tom Okafor</by></contentMeta><contentSet><inlineXML><html
 xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p>The mayor said 30 people died.</p>
<p>No more.</p></body></html></inlineXML></contentSet></newsItem>"""
OLD_NEWSML = """<NewsML><NewsItem><NewsManagement><FirstCreated>20240304T090000Z</FirstCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Fire</HeadLine><ByLine>Tom Okafor</ByLine></NewsLines><ContentItem>
<DataContent><p>The mayor said 30 people died.</p><p>No more.</p></DataContent></ContentItem></NewsComponent>
</NewsItem></NewsML>"""  # noqa: E501


def read(path: Path, content: str) -> list[Article | InputError]:
    path.write_text(content)
    return list(read_articles([str(path)]))


def test_the_items_of_a_feed(tmp_path: Path) -> None:
    for name in ("a.xml", "a.rss", "untold"):
        first, empty, last = read(tmp_path / name, RSS)
        assert isinstance(first, Article)
        assert isinstance(last, Article)
        assert (first.id, first.url) == ("https://news.example/1", "https://news.example/1")
        assert first.text == "The mayor said that 30 people died.\n\nNo more."
        assert (first.title, first.author, first.publisher) == ("Fire & flood", "Tom Okafor", "Harbour Times")
        assert first.published == date(2024, 3, 4)
        assert (last.id, last.text, last.url) == ("tag:2", "Police said 12 cars burned.", None)
        assert "item 2: the article is empty" in str(empty)


def test_an_unsound_feed(tmp_path: Path) -> None:
    first, *_ = read(tmp_path / "a.xml", RSS.replace("Harbour Times", "Harbour & Times"))
    assert isinstance(first, Article)


@pytest.mark.parametrize(
    "content", [ATOM, NITF, NEWSML, OLD_NEWSML], ids=["Atom", "NITF", "NewsML-G2", "NewsML 1"]
)
def test_an_article_of_an_agency(tmp_path: Path, content: str) -> None:
    (item,) = read(tmp_path / "a.xml", content)
    assert isinstance(item, Article)
    assert item.text.startswith("The mayor said 30")
    assert "not this" not in item.text
    assert "nor this" not in item.text
    assert (item.title, item.author, item.published) == ("Fire", "Tom Okafor", date(2024, 3, 4))


def test_a_byline_with_a_title(tmp_path: Path) -> None:
    byline = "<byline><person>Ann Lee</person><byttl>Health Writer</byttl></byline>"
    content = (
        f"<nitf><body><body.head>{byline}</body.head><body.content><p>One.</p></body.content></body></nitf>"
    )
    (item,) = read(tmp_path / "a.nitf", content)
    assert isinstance(item, Article)
    assert item.author == "Ann Lee"


def test_an_author_with_an_address(tmp_path: Path) -> None:
    item = "<item><author>ann@times.media (Ann Lee)</author><description>One.</description></item>"
    (article,) = read(tmp_path / "a.rss", f"<rss><channel>{item}</channel></rss>")
    assert isinstance(article, Article)
    assert article.author == "Ann Lee"


def test_entries_of_atom_have_the_author_of_the_feed(tmp_path: Path) -> None:
    own, feeds = "<author><name>Tom Okafor</name></author>", "<author><name>Elsa Brandt</name></author>"
    for content, author in ((ATOM, "Tom Okafor"), (ATOM.replace(own, ""), "Elsa Brandt")):
        (item,) = read(tmp_path / "a.xml", content.replace("<entry>", f"{feeds}<entry>"))
        assert isinstance(item, Article)
        assert item.author == author


def test_a_year_of_two_digits(tmp_path: Path) -> None:
    first, *_ = read(
        tmp_path / "a.xml", RSS.replace("Mon, 04 Mar 2024 09:00:00 +0000", "Mon, 04 Mar 24 23:12 EST")
    )
    assert isinstance(first, Article)
    assert (first.published, first.notices) == (date(2024, 3, 4), ())


def test_what_a_feed_adds_is_left_out(tmp_path: Path) -> None:
    added = "&lt;p&gt;30 died.&lt;/p&gt;&lt;p&gt;The post Fire appeared first on Times.&lt;/p&gt;"
    (item,) = read(
        tmp_path / "a.rss", f"<rss><channel><item><description>{added}</description></item></channel></rss>"
    )
    assert isinstance(item, Article)
    assert item.text == "30 died."


def test_characters_by_the_names_of_html(tmp_path: Path) -> None:
    content = NITF.replace("30 people died.", "30&nbsp;people&rsquo;s &lt;homes&gt; burned.")
    (item,) = read(tmp_path / "a.xml", content)
    assert isinstance(item, Article)
    assert "30\xa0people’s <homes> burned." in item.text


def test_paragraphs_of_nitf(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "a.xml", NITF)
    assert isinstance(item, Article)
    assert item.text == "The mayor said 30 people died.\n\nAfter\n\nNo more."
    assert item.publisher == "Northwire"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<?xml version='1.0'?><invoice><total>30</total></invoice>", "the root <invoice>"),
        ("<?xml version='1.0'?><nitf><body>", "not sound XML"),
        ("<rss><channel><title>x</title></channel></rss>", "no article in this feed"),
        ("<?xml version='1.0'?><nitf><head/></nitf>", "no article in this file"),
    ],
)
def test_other_xml_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    (error,) = read(tmp_path / "a.xml", content)
    assert isinstance(error, InputError)
    assert reason in error.message
    assert error.remedy


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("30 secrets")
    bomb = f'<!DOCTYPE nitf [<!ENTITY x SYSTEM "file://{secret}">]>'
    items = read(
        tmp_path / "a.xml", NITF.replace("<nitf>", f"{bomb}<nitf>").replace("No more", "No &x; more")
    )
    assert "secrets" not in str(items)
