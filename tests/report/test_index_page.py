"""The index of many articles: search, charts, and the way into each."""

from __future__ import annotations

from typing import Any

from reported import Told, cut_short, strike, tolls


def titles(page: Any) -> list[str]:
    return page.locator(".articles li > a").all_inner_texts()


def test_figures(index: Any) -> None:
    assert index.locator(".tiles li").all_inner_texts() == [
        "15\narticles",
        "45\nstatements",
        "3\nnamed speakers",
        "15\nnumbers",
    ]


def test_articles_are_listed_and_all_can_be_shown(index: Any) -> None:
    assert titles(index)[:2] == ["Day 15 of the strike", "Day 14 of the strike"]
    assert len(titles(index)) == 12
    index.click("text=Show all 15")
    assert len(titles(index)) == 15
    assert index.evaluate("document.activeElement.textContent") == "Day 3 of the strike"


def test_search(index: Any) -> None:
    index.fill(".search input", "540 PASSENGERS")
    assert titles(index) == ["Day 12 of the strike"]
    assert index.locator(".search [role=status]").inner_text() == "1 article with “540 passengers”"
    assert index.locator(".snippet mark").inner_text() == "540 passengers"
    index.fill(".search input", "nowhere to be found")
    assert titles(index) == []


def test_order(index: Any) -> None:
    index.get_by_label("Order").select_option("oldest")
    assert titles(index)[0] == "Day 1 of the strike"


def test_an_article_opens_and_the_way_back_keeps_the_search(index: Any) -> None:
    index.fill(".search input", "540 passengers")
    index.click(".articles a")
    assert index.locator("h1").inner_text() == "Day 12 of the strike"
    assert index.title() == "Day 12 of the strike · claimx report"
    index.go_back()
    assert titles(index) == ["Day 12 of the strike"]


def test_who_speaks(index: Any) -> None:
    cells = index.locator("section[aria-labelledby=voices] tbody tr").all_inner_texts()
    assert [cell.split() for cell in cells] == [
        ["Clinton", "15", "15", "100", "%"],
        ["Mara", "Lindqvist", "15", "15", "0", "%"],
        ["The", "Harbour", "Board", "15", "15", "0", "%"],
    ]
    bar = index.locator("section[aria-labelledby=voices] .bar-chart .part-indirect").first
    assert bar.bounding_box()["width"] > 100


def test_what_a_speaker_said(index: Any) -> None:
    index.click("[aria-labelledby=voices] >> text=Mara Lindqvist")
    assert index.locator(".speaker .row").count() == 15
    index.fill(".speaker input", "540")
    assert index.locator(".speaker .row").count() == 1
    index.click(".speaker .row")
    assert index.locator(".details h2").inner_text() == "Indirect statement"
    assert "540 passengers" in index.locator(".card-words").inner_text()


def test_how_it_is_said(index: Any) -> None:
    rows = index.locator("section[aria-labelledby=manners] table >> nth=0 >> tbody tr").all_inner_texts()
    assert [row.split() for row in rows] == [
        ["All", "articles", "33", "%", "0", "%", "67", "%"],
        *(["Paper", paper, "33", "%", "0", "%", "67", "%"] for paper in "120"),
    ]


def test_one_thing_over_time(index: Any) -> None:
    points = index.locator(".plot .point")
    assert points.count() == 15
    boxes = [points.nth(place).locator(".reach").bounding_box() for place in (0, 14)]
    assert boxes[0]["x"] < boxes[1]["x"]
    assert boxes[0]["y"] > boxes[1]["y"]
    index.click("text=As a table")
    first = index.locator("details tbody tr").first.inner_text()
    assert first.split("\t") == ["2024-03-01", "≈ 320", "Mara Lindqvist", "Day 1 of the strike"]
    points.nth(3).focus()
    assert "≈ 380" in index.locator(".caption").inner_text()
    index.keyboard.press("Enter")
    assert index.locator(".card-words").inner_text() == "380"


def test_numbers_side_by_side(index: Any) -> None:
    section = index.locator("section[aria-labelledby=numbers]")
    assert section.locator("h3").inner_text() == "passengers ↻ changes over time 15 articles"
    assert section.locator("tbody tr").count() == 15
    section.locator("a", has_text="Paper 0").first.click()
    assert index.locator(".details h2").inner_text() == "Quantity"


def test_numbers_of_one_verdict(open_report: Any) -> None:
    page = open_report(tolls())
    section = page.locator("section[aria-labelledby=numbers]")
    assert section.locator(".compared").count() == 2
    assert section.locator(".verdict").all_inner_texts() == ["✗ differs", "✓ agrees"]
    assert section.locator(".against").count() == 2
    section.get_by_label("Show").select_option("agrees")
    assert section.locator("h3").all_inner_texts() == ["sailors ✓ agrees 3 articles"]


def test_quotations_side_by_side(open_report: Any) -> None:
    page = open_report(cut_short())
    section = page.locator("section[aria-labelledby=quotations]")
    assert section.locator(".version").all_inner_texts() == ["fullest", "cut"]
    assert section.locator("del").all_inner_texts() == ["and nobody has told us when it ends"]
    section.locator("a").nth(1).click()
    assert page.locator(".card-words").inner_text() == "“We have waited for the ferry for nine days,”"


def test_articles_without_their_text_are_searched_by_what_was_read(open_report: Any) -> None:
    saved = [
        one.model_copy(update={"document": one.document.model_copy(update={"text": ""})}) for one in strike()
    ]
    page = open_report(saved)
    page.fill(".search input", "540 passengers")
    assert titles(page) == ["Day 12 of the strike"]


def test_articles_without_results(open_report: Any) -> None:
    page = open_report([Told("", "one").extraction(), Told("Nothing.", "two").extraction()])
    assert titles(page) == ["one", "two"]
    assert page.locator(".charts section").count() == 0


def test_no_articles(open_report: Any) -> None:
    page = open_report([])
    assert page.locator(".tiles li").first.inner_text() == "0\narticles"
