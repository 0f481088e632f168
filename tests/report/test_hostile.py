"""Articles that would break the page, or run something in it, are shown as text."""

from __future__ import annotations

from typing import Any

import pytest
from reported import Told

HOSTILE = {
    "script": "<script>window.broken = 1</script><script>alert(1)</script>",
    "end of the data": "</script><script>window.broken = 1</script><!-- <script> ",
    "end of the style": "</style><style>* { display: none }</style></title></head>",
    "attribute": "\" onmouseover=\"window.broken=1\" x='' onclick='window.broken=1' `${window.broken=1}`",
    "image": "<img src=x onerror='window.broken=1'><svg onload=window.broken=1><iframe srcdoc='<p>'>",
    "link": "javascript:window.broken=1 [x](javascript:alert(1)) &lt;b&gt; &#0; &amp;",
    "direction": "a\u202eb\u2066c\u200fd \u202d\u2069\u202c",
    "nulls": "null \0 and bell \x07 and escape \x1b[31m and \x9b and \ufeff",
    "lines": "line\u2028separator\u2029paragraph\x85next\rreturn\x0cfeed",
    "astral": "🔥𝒳👩🏽‍🚒 e\u0301 \U0010fffd",
    "template": "{{ 7 * 7 }} {% raw %} ${7} <%= 7 %>",
}


def hostile(words: str) -> Told:
    """An article that says hostile words everywhere, with spans at both ends of it."""
    told = Told(
        f"{words} said {words} 7 {words}",
        title=f"Title {words}",
        author=words,
        publisher=f"Paper {words}",
        published="2024-01-01",
    )
    who = told.entity("PERSON", words)
    said = told.statement(words, "said", told.text[len(words) + 6 :], entity=who, name=words)
    told.quantity("7", 7, unit="count", statement=said, source=told.source_of(said))
    told.date(words, words)
    return told


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_are_words(open_report: Any, words: str) -> None:
    told = hostile(words)
    page = open_report([told.extraction()])
    assert page.locator(".text").evaluate("(node) => node.textContent") == told.text
    page.click("#panel-statements .row")
    page.hover(".text .content >> nth=0")
    for layer in ("quantities", "entities", "dates"):
        page.click(f"#tab-{layer}")
        page.click(f"#panel-{layer} .row")
    page = open_report([told.extraction(), told.extraction()])
    page.fill(".search input", words.split()[0])
    page.goto(f"{page.url.split('#')[0]}#speaker/0")
    page.wait_for_function("document.body.dataset.view !== 'index' || page.overview.voices.length === 0")
    assert page.evaluate("window.broken") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, style').length") == 1


def test_direction_stays_where_it_was_turned(open_report: Any) -> None:
    told = Told("before \u202egnorw after")
    page = open_report([told.extraction()])
    assert page.locator(".unseen-sign").get_attribute("data-code") == "U+202E"
    # A run of text that goes from right to left would put its end before its beginning.
    places = page.evaluate(
        "(() => { const range = document.createRange(); "
        "const node = document.querySelector('.text').lastChild; return [0, node.length - 1].map((at) => { "
        "range.setStart(node, at); range.setEnd(node, at + 1); return range.getBoundingClientRect().x }) })()"
    )
    assert places[0] < places[1]


def test_a_word_without_end(open_report: Any) -> None:
    told = Told("a" * 300_000)
    told.entity("ORG", told.text)
    told.statement(told.text, None, told.text, name=told.text)
    told.quantity(told.text, 7, told.text)
    for width in (1280, 360):
        page = open_report([told.extraction()], viewport={"width": width, "height": 640})
        scrolled, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert scrolled <= inner
        page.click("#panel-statements .row")
        assert page.locator(".details").is_visible()
        assert len(page.locator("#panel-statements").inner_text()) < 1000


def test_marks_that_cross(open_report: Any) -> None:
    told = Told("one two three four")
    told.statement(None, None, "one two three")
    told.statement(None, None, "two three four")
    told.entity("ORG", "three four")
    page = open_report([told.extraction()])
    seen = page.evaluate(
        "[...document.querySelectorAll('.text > span')].map((node) => [node.textContent, node.className])"
    )
    assert [words for words, _ in seen] == ["one ", "two ", "three", " four"]
    assert "content-start" in seen[0][1]
    assert "content-end" in seen[2][1]
    assert "entity-start" in seen[2][1]
    assert "content-end" in seen[3][1]
