"""What pages state about their article, as twelve content systems write it, and what they state of others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from claimx.article import Article
from claimx.readers import read_articles
from claimx.readers.page import person_names

STORY = (
    "<p>The ferry company will lay off 120 of its sailors in the spring, it said on Thursday, after the worst "  # noqa: E501
    "winter for freight in a decade.</p><p>“We have no choice,” said its director, Ines Duarte. “The islands "
    "will keep four crossings a day.” The union called a meeting for the weekend.</p>"
)


class Page(NamedTuple):
    head: str
    body: str
    title: str = "Ferry company to lay off 120 sailors"
    author: str | None = "Tom Okafor"
    publisher: str | None = "Harbour Times"
    published: date | None = date(2024, 3, 7)


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


PAGES = {
    "graph with references, dates of the site and of the page beside those of the article": Page(
        ld(
            """{"@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "@id": "#site", "name": "Harbour Times", "datePublished": "2019-01-01"},
            {"@type": "WebPage", "@id": "https://harbour.example/a", "dateModified": "2024-04-01"},
            {"@type": ["Article", "NewsArticle"], "headline": "Ferry company to lay off 120 sailors",
             "mainEntityOfPage": {"@id": "https://harbour.example/a"}, "dateModified": "2024-04-01T10:00:00Z",
             "datePublished": "2024-03-07T23:30:00-05:00", "author": {"@id": "#tom"}, "publisher": {"@id": "#site"}},
            {"@type": "Person", "@id": "#tom", "name": "Tom Okafor"}]}"""  # noqa: E501
        )
        + '<link rel="canonical" href="https://harbour.example/a">',
        f"<article><h1>Ferry company to lay off 120 sailors</h1>{STORY}</article>",
    ),
    "other articles have JSON-LD of their own": Page(
        ld('{"@type": "NewsArticle", "url": "https://harbour.example/b", "datePublished": "2024-01-01"}')
        + ld(
            '[{"@type": "NewsArticle", "url": "https://www.harbour.example/a/", "datePublished": "2024-03-07", '  # noqa: E501
            '"headline": "Ferry company to lay off 120 sailors", "publisher": {"name": "Harbour Times"}, '
            '"author": [{"@type": "Person", "name": "Tom Okafor"}, {"@type": "Person", "name": "Ana Reis"}]}]'
        )
        + '<meta property="og:url" content="https://harbour.example/a">',
        f"<article>{STORY}</article>",
        author="Tom Okafor, Ana Reis",
    ),
    "Open Graph, with the outlet in the title": Page(
        '<meta property="og:title" content="Ferry company to lay off 120 sailors - Harbour Times">'
        '<meta property="og:site_name" content="Harbour Times">'
        '<meta property="article:modified_time" content="2024-03-09T08:00:00+00:00">'
        '<meta property="article:published_time" content="2024-03-07T08:00:00+00:00">'
        '<meta property="article:author" content="https://facebook.example/tom">'
        '<meta name="author" content="Tom Okafor, Shipping Correspondent">',
        f"<main>{STORY}</main>",
    ),
    "Dublin Core": Page(
        '<meta name="DC.title" content="Ferry company to lay off 120 sailors"><meta name="DC.creator" '
        'content="Tom Okafor"><meta name="DC.publisher" content="Harbour Times"><meta name="DCTERMS.issued" '
        'content="2024-03-07"><meta name="DCTERMS.modified" content="2024-04-01">',
        f"<div id=content>{STORY}</div>",
    ),
    "Parsely and Sailthru": Page(
        '<meta name="parsely-title" content="Ferry company to lay off 120 sailors"><meta name="sailthru.author" '  # noqa: E501
        'content="Tom Okafor"><meta name="parsely-pub-date" content="2024-03-07T06:00:00Z">'
        '<meta property="og:site_name" content="Harbour Times"><meta name="last-modified" content="2024-05-05">',  # noqa: E501
        f"<article>{STORY}</article>",
    ),
    "microdata": Page(
        "<title>Ferry company to lay off 120 sailors | Business | Harbour Times</title>",
        '<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Ferry company to lay off '  # noqa: E501
        '120 sailors</h1><span itemprop="author" itemscope><a itemprop="name">Tom Okafor</a></span>'
        '<meta itemprop="dateModified" content="2024-04-02"><time itemprop="datePublished" '
        f'datetime="2024-03-07T07:00">yesterday</time><div itemprop="articleBody">{STORY}</div></div>',
        publisher=None,
    ),
    "hAtom": Page(
        "<title>Harbour Times » Ferry company to lay off 120 sailors</title>"
        '<meta property="og:site_name" content="Harbour Times">',
        '<article class="hentry"><h1 class="entry-title">Ferry company to lay off 120 sailors</h1><p><abbr '
        'class="updated" title="2024-04-01">1 April</abbr> <abbr class="published" title="2024-03-07">7 March'
        f'</abbr> <span class="author vcard">By <a rel="author">Tom Okafor</a></span></p>{STORY}</article>',
    ),
    "visible days, the last update before the first publication": Page(
        '<meta property="og:site_name" content="Harbour Times">',
        "<article><h1>Ferry company to lay off 120 sailors</h1><p>Last updated 9 March 2024. First published 7 March "  # noqa: E501
        f'2024</p><p class="byline">By Tom Okafor in Lisbon</p>{STORY}</article>',
    ),
    "one time for publication and one for the update": Page(
        '<meta property="og:site_name" content="Harbour Times">',
        '<article><h1>Ferry company to lay off 120 sailors</h1><p>Updated <time datetime="2024-03-09">9 March</time> '  # noqa: E501
        '· Posted <time datetime="2024-03-07">7 March</time></p><p class="c-byline__author byline">Tom Okafor | '  # noqa: E501
        f"Shipping Correspondent</p>{STORY}</article>",
    ),
    "an American day in words, names joined by `and`": Page(
        '<meta name="application-name" content="x"><meta property="og:site_name" content="Harbour Times">',
        "<article><h1>Ferry company to lay off 120 sailors</h1><div>By TOM OKAFOR and ANA REIS</div>"
        f"<div>Published on Thursday, March 7, 2024 at 5:30 p.m. EST</div>{STORY}</article>",
        author="TOM OKAFOR, ANA REIS",
    ),
    "the day in the address, and others in lists of articles": Page(
        '<link rel="canonical" href="https://harbour.example/2024/03/07/ferry-layoffs"><meta name="byl" '
        'content="By Tom Okafor"><meta property="og:site_name" content="Harbour Times">',
        "<article><h1>Ferry company to lay off 120 sailors</h1>"
        f'{STORY}</article><aside class="related"><time datetime="2024-06-01">1 June</time></aside>',
    ),
    "JSON-LD in a comment, with entities, for an agency": Page(
        ld(
            '<!-- {"@type": "ReportageNewsArticle", "headline": "Ferry company &amp; union at odds over 120 '
            'sailors", "datePublished": "2024-03-07 06:00", "author": "Harbour Times", "publisher": '
            '{"@type": "Organization", "name": "Harbour Times"}} -->'
        ),
        f"<article>{STORY}</article>",
        title="Ferry company & union at odds over 120 sailors",
        author=None,
    ),
    "a day that stands alone in a line with the byline": Page(
        '<meta property="og:site_name" content="Harbour Times">',
        "<header><span class=date>9 March 2024</span></header><article><h1>Ferry company to lay off 120 sailors</h1>"  # noqa: E501
        f"<p>By Tom Okafor | March 7, 2024 | 3 min read</p>{STORY}</article>",
    ),
    "only a visible update": Page(
        '<meta property="og:site_name" content="Harbour Times">',
        "<article><h1>Ferry company to lay off 120 sailors</h1><p>Words by Tom Okafor</p><p>Updated 8 March 2024</p>"  # noqa: E501
        f"{STORY}</article>",
        published=date(2024, 3, 8),
    ),
    "hAtom below a banner, in a blog": Page(
        '<title>Harbour Notes: Ferry company to lay off 120 sailors</title><meta property="og:site_name" '
        'content="Harbour Times">',
        '<div id="banner"><h1>Harbour Notes</h1></div><div class="post"><h3 class="post-title">'
        f"Ferry company to lay off 120 sailors</h3>{STORY}<p>Posted by Tom Okafor on March 7, 2024 "
        "at 06:00 PM</p></div>",
    ),
    "the jobs and the outlet of names, a list of terms": Page(
        '<title>Ferry company to lay off 120 sailors | Daily Harbour Times</title><meta name="author" '
        'content="By Tom Okafor For Timesonline"><meta property="og:site_name" content="Harbour Times">',
        "<main><h2>Ferry company to lay off 120 sailors</h2><dl><dt>Published</dt><dd>7 March 2024</dd>"
        f"<dt>Last updated</dt><dd>9 March 2024</dd></dl>{STORY}</main>",
    ),
    "a note on changes before the byline": Page(
        '<meta property="og:site_name" content="Harbour Times">',
        "<article><h1>Ferry company to lay off 120 sailors</h1><p>This story was updated on March 9, 2024, "
        "to correct the number of those who go.</p><div>By TOM OKAFOR<br>March 7, 2024 | 7:12 a.m.</div>"
        f"{STORY}</article>",
        author="TOM OKAFOR",
    ),
    "a content system's own names, the author in the article's footer": Page(
        '<meta name="govuk:first-published-at" content="2024-03-07T09:30:00+01:00"><meta '
        'name="govuk:updated-at" content="2024-03-09"><meta property="og:site_name" content="Harbour Times">',
        "<article><h1>Ferry company to lay off 120 sailors</h1><footer>Submitted by <a rel=author>"
        f"Tom Okafor</a></footer>{STORY}</article>",
    ),
    "a name as directories have it": Page(
        '<meta property="og:site_name" content="Harbour Times"><meta name="dc.creator" content="Okafor, Tom">'
        '<meta name="dc.date" content="2024-03-07">',
        f"<article><h1>Ferry company to lay off 120 sailors</h1>{STORY}</article>",
    ),
    "a list of facts above the headline": Page(
        '<meta property="og:site_name" content="Harbour Times"><meta name="author" content="Tom Okafor">',
        "<article><ul><li>Tom Okafor</li><li><span title='Mar 7, 2024'>Mar 7, 2024</span></li></ul>"
        f"<h1>Ferry company to lay off 120 sailors</h1>{STORY}</article>",
    ),
    "a headline with a colon that begins like the outlet": Page(
        "<title>Harbour Times: Harbour Times to lay off 120 sailors | Harbour Times</title>"
        '<meta property="og:site_name" content="Harbour Times"><meta name="date" content="2024-03-07">',
        f"<main><h1>Layoffs: Harbour Times to lay off 120 sailors</h1><p>By Tom Okafor</p>{STORY}</main>",
        title="Layoffs: Harbour Times to lay off 120 sailors",
    ),
    "only an update": Page(
        '<meta property="og:site_name" content="Harbour Times"><meta name="author" content="Tom Okafor">'
        '<meta property="article:modified_time" content="2024-03-09T08:00:00Z">',
        f"<article><h1>Ferry company to lay off 120 sailors</h1>{STORY}</article>",
        published=date(2024, 3, 9),
    ),
}


@pytest.mark.parametrize(
    "body",
    [
        "<article><h1>Ferries</h1>{}<p>It was founded on <time datetime='1999-05-04'>4 May 1999</time>.</p></article>",  # noqa: E501
        "<article><h1>Ferries</h1>{}<p>A study published on 4 May 1999 said so.</p></article>",
        "<article><h1>Ferries</h1>{}<p>Published on 4 May 1999, the book sold well.</p></article>",
        "<header><span class=date>Monday, 4 March 2024</span></header><article><h1>Ferries</h1>{}</article>",
        "<article><h1>Ferries</h1>{}</article><aside class=related><time datetime='2024-06-01'>1 June</time></aside>",  # noqa: E501
        "<article><h1>Ferries</h1>{}</article><div id=comments><p>Published 3 June 2024</p></div>",
        "<article><h1>Ferries</h1>{}</article><footer>Last updated 2 May 2024</footer>",
    ],
)
def test_days_of_something_else(tmp_path: Path, body: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<!doctype html><html><head></head><body>{body.format(STORY)}</body></html>")
    (item,) = read_articles([str(path)])
    assert isinstance(item, Article)
    assert item.published is None


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ('<meta name="date" content="4 mars 2024">', ""),
        ("", "Publié le lundi 4 mars 2024 à 10h30, mis à jour le 6 mars 2024"),
        ("", "Veröffentlicht am 4. März 2024"),
        ("", "<time>4 de marzo de 2024</time>"),
    ],
)
def test_days_in_the_language_of_the_content_system(tmp_path: Path, head: str, line: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><head>{head}</head><body><article><h1>Ferries</h1><p>{line}</p>{STORY}</article></body></html>"
    )
    (item,) = read_articles([str(path)])
    assert isinstance(item, Article)
    assert item.published == date(2024, 3, 4)


@pytest.mark.parametrize(
    "line",
    [
        "<time datetime='2024-03-04T23:30:00-08:00'>11:30 p.m.</time>",
        "<p>Updated: March 6, 2024 | Published: March 4, 2024</p>",
        "<p>Release Date: March 4, 2024</p>",
        "<p>For immediate release: March 4, 2024</p>",
        "<p>March 4, 2024 / 7:12 AM EST / Harbour Times</p>",
    ],
)
def test_days_in_lines_about_the_article(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        f"<html><body><article><h1>Ferries stay in port</h1>{line}{STORY}</article></body></html>"
    )
    (item,) = read_articles([str(path)])
    assert isinstance(item, Article)
    assert item.published == date(2024, 3, 4)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_what_a_page_states(tmp_path: Path, page: Page) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<!doctype html><html><head>{page.head}</head><body>{page.body}</body></html>")
    (item,) = read_articles([str(path)])
    assert isinstance(item, Article)
    stated = (item.title, item.author, item.publisher, item.published)
    assert stated == (page.title, page.author, page.publisher, page.published)
    assert "“We have no choice,” said its director" in item.text


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Elsa Brandt, Senior Reporter, and Nils Ek in Stockholm", ["Elsa Brandt", "Nils Ek"]),
        ("Elsa Brandt; Nils Ek", ["Elsa Brandt", "Nils Ek"]),
        ("Story by Ludwig van den Berg | Photos", ["Ludwig van den Berg"]),
        ("Elsa Brandt @elsabrandt", ["Elsa Brandt"]),
        ("Staff", []),
        ("https://example.org/elsa", []),
        ("Posted in Business", []),
        ("Posted by Elsa Brandt on July 04, 2024 at 06:00 PM", ["Elsa Brandt"]),
        ("Interview by Elsa Brandt", ["Elsa Brandt"]),
        ("ELSA BRANDT FOR THE POST", ["ELSA BRANDT"]),
        ("Benjamin Ek and Martin Holm from Austin", ["Benjamin Ek", "Martin Holm"]),
        ("Reporting by Nils Ek; Editing by Elsa Brandt", ["Nils Ek"]),
        ("Author: Nils Ek Jr.", ["Nils Ek Jr."]),
        ("By Elsa Brandt. Photographs by Nils Ek", ["Elsa Brandt"]),
        ("By Editorial Board", []),
        ("Submitted by Elsa Brandt on Thu, 14 March 2024 - 10:00", ["Elsa Brandt"]),
    ],
)
def test_names_of_a_byline(byline: str, names: list[str]) -> None:
    assert person_names(byline) == names
