"""The page with a keyboard alone, on a small screen, on paper, in dark and light, and read aloud."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from reported import ferry, strike

import claimx
from claimx.verification.render import write_revisions_page, write_verification_page
from claimx.verification.versions import diff_all

TEXT_FOCUSED = "document.activeElement.classList.contains('text')"
WIDTHS = "[document.documentElement.scrollWidth, innerWidth]"


def tab_to(page: Any, test: str, most: int = 40) -> None:
    """Press Tab until what has the focus passes a test."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(f"((node) => {test})(document.activeElement)"):
            return
    raise AssertionError(f"Tab never leads to {test}")


def faults(page: Any) -> list[str]:
    """The serious and critical faults that axe-core finds."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("dark", 360)])
def test_axe_finds_no_serious_fault(open_report: Any, scheme: str, width: int) -> None:
    page = open_report(strike(), color_scheme=scheme, viewport={"width": width, "height": 800})
    page.click("text=As a table")
    assert faults(page) == []
    page.goto(f"{page.url}#speaker/0")
    page.wait_for_selector(".speaker")
    assert faults(page) == []
    page = open_report([ferry()], color_scheme=scheme, viewport={"width": width, "height": 800})
    page.click("#panel-statements .row >> nth=1")
    assert faults(page) == []
    for layer in ("quantities", "entities", "dates"):
        page.evaluate(f"document.getElementById('panel-{layer}').classList.remove('closed')")
    page.evaluate("document.querySelector('#panel-quantities .row').click()")
    assert faults(page) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_pages_side_by_side(browser: Any, tmp_path: Path, scheme: str, width: int) -> None:
    old, new = ferry(), strike()[0]
    paths = [tmp_path / "check.html", tmp_path / "edits.html"]
    with paths[0].open("w", encoding="utf-8") as stream:
        write_verification_page(claimx.verify(new, [old]), stream, text=new.document.text)
    with paths[1].open("w", encoding="utf-8") as stream:
        write_revisions_page(diff_all([("ferry", old, new)]), stream)
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    for path in paths:
        page = context.new_page()
        page.goto(path.as_uri())
        assert page.locator("article").count() > 2
        assert faults(page) == []
        wide, inner = page.evaluate(WIDTHS)
        assert wide <= inner
    context.close()


def test_the_lists_by_keyboard(article: Any) -> None:
    article.keyboard.press("Tab")
    assert article.evaluate("document.activeElement.textContent") == "Skip to the content"
    tab_to(article, "node.id === 'tab-statements'")
    article.keyboard.press("ArrowRight")
    assert article.evaluate("document.activeElement.id") == "tab-quantities"
    assert article.locator("#panel-quantities").is_visible()
    article.keyboard.press("Tab")
    article.keyboard.press("ArrowDown")
    assert article.evaluate("document.activeElement.dataset.id") == "q2"
    assert article.locator(".text .here").count() > 0
    article.keyboard.press("Enter")
    assert article.locator(".card-words").inner_text() == "483"
    tab_to(article, "node.textContent.startsWith('“We counted')")
    article.keyboard.press("Enter")
    assert article.locator(".details h2").inner_text() == "Direct statement"
    assert article.evaluate("document.activeElement.textContent") == "Direct statement"
    tab_to(article, "node.textContent === 'Copy with source'")
    article.keyboard.press("Escape")
    assert not article.locator(".details").is_visible()
    assert article.evaluate("document.activeElement.dataset.id") == "s1"


def test_the_text_by_keyboard(article: Any) -> None:
    tab_to(article, "node.classList.contains('text')")
    article.keyboard.press("ArrowRight")
    assert article.locator("#status").inner_text() == "GPE: Port Ellis"
    article.keyboard.press("ArrowRight")
    assert article.locator("#status").inner_text() == "Quantity: ≥ 12"
    article.keyboard.press("ArrowRight")
    assert (
        article.locator("#status").inner_text()
        == "Statement, direct: Mara Lindqvist: “We counted 483 people on the deck,”"
    )
    article.keyboard.press("ArrowLeft")
    assert article.locator("#status").inner_text() == "Quantity: ≥ 12"
    article.keyboard.press("ArrowRight")
    article.keyboard.press("Enter")
    assert article.locator(".details h2").inner_text() == "Direct statement"
    assert article.evaluate("document.activeElement.textContent") == "Direct statement"
    article.keyboard.press("Escape")
    assert article.evaluate(TEXT_FOCUSED)


def test_from_number_to_number_by_keyboard(article: Any) -> None:
    tab_to(article, "node.classList.contains('text')")
    said = []
    for key in ("n", "n", "s", "N"):
        article.keyboard.press(key)
        said.append(article.locator("#status").inner_text().split(":")[0])
    assert said == ["Quantity", "Quantity", "Statement, indirect", "Quantity"]


def test_marks_are_told_to_screen_readers(article: Any) -> None:
    number = article.locator(".text .quantity-start").first
    assert number.get_attribute("role") == "mark"
    spoken = "(node) => getComputedStyle(node, '::before').content"
    assert '" number: "' in number.evaluate(spoken)
    article.uncheck(".legend input[name=quantities]")
    assert article.locator(".text .quantity-start").count() == 0


def test_the_filters_by_keyboard(article: Any) -> None:
    tab_to(article, "node.name === 'statements'")
    article.keyboard.press("Space")
    assert "0/5" in article.locator("#tab-statements").inner_text()
    tab_to(article, "node.name === 'words'")
    article.keyboard.type("stranded")
    tab_to(article, "node.tagName === 'SUMMARY'")
    article.keyboard.press("Enter")
    article.keyboard.press("Tab")
    article.keyboard.type("Unions")
    assert article.locator("#panel-quantities li:not([hidden])").count() == 0
    tab_to(article, "node.name === 'least'")
    article.keyboard.press("ArrowRight")
    assert article.locator("output").inner_text() == "5 %"


def test_the_index_by_keyboard(index: Any) -> None:
    tab_to(index, "node.textContent === 'Articles'")
    index.keyboard.press("Enter")
    tab_to(index, "node.type === 'search'", most=2)
    index.keyboard.type("540 passengers")
    tab_to(index, "node.closest('.articles')")
    index.keyboard.press("Enter")
    assert index.locator("h1").inner_text() == "Day 12 of the strike"
    assert index.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("address", ["", "#article/0/s1", "#speaker/0"])
def test_a_small_screen_never_scrolls_sideways(open_report: Any, address: str) -> None:
    page = open_report(strike(), address, viewport={"width": 360, "height": 640})
    page.wait_for_selector("h1")
    scrolled, inner = page.evaluate(WIDTHS)
    assert scrolled <= inner == 360


def test_a_small_screen_shows_what_is_chosen(open_report: Any) -> None:
    page = open_report([ferry()], viewport={"width": 360, "height": 640})
    page.click("#panel-statements .row >> nth=3")
    text, card = (page.locator(selector).first.bounding_box() for selector in (".text .here", ".details"))
    assert 0 < text["y"] < card["y"]
    assert card["y"] + card["height"] <= 640
    page.click("text=Show in list")
    assert page.evaluate("document.activeElement.dataset.id") == "s3"


def test_light_and_dark(open_report: Any) -> None:
    paper = "getComputedStyle(document.body).backgroundColor"
    page = open_report([ferry()], color_scheme="dark")
    dark = page.evaluate(paper)
    for theme in ("auto", "light", "dark"):
        assert page.locator("#theme").get_attribute("aria-label") == f"Colours: {theme}"
        assert (page.evaluate(paper) == dark) == (theme != "light")
        page.click("#theme")
    page.click("#theme")
    assert page.evaluate("localStorage.claimxTheme") == "light"
    for _ in range(3):  # a busy browser may read what was stored a moment later
        page.reload()
        if page.evaluate("document.documentElement.dataset.theme") == "light":
            break
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert page.evaluate(paper) != dark


def test_paper(article: Any, tmp_path: Path) -> None:
    article.emulate_media(media="print")
    for layer in ("statements", "quantities", "entities", "dates"):
        assert article.locator(f"#panel-{layer}").is_visible()
        assert article.locator(f"#panel-{layer} .row").first.is_visible()
    for selector in (".side > .filters", ".tabs", "#theme", ".skip"):
        assert not article.locator(selector).is_visible()
    assert article.locator(".text").is_visible()
    assert article.pdf(path=tmp_path / "paper.pdf").startswith(b"%PDF")
    article.emulate_media(media="screen")


def test_paper_has_all_rows(open_report: Any, tmp_path: Path) -> None:
    page = open_report(strike())
    assert page.locator(".articles li:visible").count() == 12
    page.pdf(path=tmp_path / "paper.pdf")
    page.emulate_media(media="print")
    assert page.locator(".articles li:visible").count() == 15
    assert page.locator("section[aria-labelledby=numbers] .passage:visible").count() == 15
    assert page.locator("section[aria-labelledby=series] h3").is_visible()
    page.emulate_media(media="screen")


def test_a_small_screen_has_the_comparison_first(open_report: Any) -> None:
    page = open_report(strike(), viewport={"width": 390, "height": 800})
    compared, articles = (page.locator(f"#{id_}").bounding_box()["y"] for id_ in ("numbers", "articles"))
    assert compared < 600 < articles
    page.click(".jumps >> text=Articles")
    assert page.evaluate("document.activeElement.id") == "articles"
    page = open_report([ferry()], viewport={"width": 390, "height": 800})
    page.click("text=To the lists and filters")
    assert page.evaluate("document.activeElement.name") == "words"
