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
    index.click(".search >> text=Show all 15")
    assert len(titles(index)) == 15
    assert index.evaluate("document.activeElement.textContent") == "Day 3 of the strike"


def test_search(index: Any) -> None:
    index.fill(".search input", "540 PASSENGERS")
    assert titles(index) == ["Day 12 of the strike"]
    assert index.locator(".search [role=status]").inner_text() == "1 article with “540 PASSENGERS”"
    assert index.locator(".snippet mark").inner_text() == "540 passengers"
    assert "said that 540 passengers were stranded." in index.locator(".snippet").inner_text()
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
    index.wait_for_selector(".speaker .row")  # the list is drawn after the address has changed
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
    assert first.split("\t") == ["2024-03-01 published", "≈ 320", "Mara Lindqvist", "Day 1 of the strike"]
    points.nth(3).focus()
    assert "≈ 380" in index.locator(".caption").inner_text()
    index.keyboard.press("Enter")
    assert index.locator(".card-words").inner_text() == "380"


def test_a_chart_has_its_unit_claimants_and_days_of_publication(index: Any) -> None:
    assert index.locator(".plot .unit").text_content() == "number"
    assert index.locator(".plot .claimant").all_text_contents() == ["Mara Lindqvist"]
    assert index.locator(".plot .course").count() == 14
    assert index.locator(".plot .hollow").count() == 15
    assert index.locator(".plot .solid").count() == 0


def test_a_chart_never_mixes_units(index: Any) -> None:
    """`20 minutes` and `20 hours` are not two points of one height."""
    told = index.evaluate(
        """() => {
        const told = [["2024-03-01", 20, "minute"], ["2024-03-02", 25, "minute"], ["2024-03-03", 20, "hour"]];
        const points = told
          .map(([day, low, unit]) => ({ day, low, high: low, unit, value: `${low} ${unit}s`, relation: "=",
            article: 0, id: "q1", who: null, dated: true }));
        const view = new IndexView(page.overview, read, new State("index", ""));
        const shown = el("div", {}, view.thing({ what: "the shutdown", points }));
        const all = (selector) => [...shown.querySelectorAll(selector)];
        return [all(".point").length, all(".unit")[0].textContent, all(".solid").length,
          all("tbody tr").length, all(".about")[0].textContent];
        }"""
    )
    assert told == [2, "minute", 2, 3, "1 number in other units is in the table alone."]


def test_numbers_side_by_side(index: Any) -> None:
    section = index.locator("section[aria-labelledby=numbers]")
    heading = section.locator("h3").inner_text()
    assert heading.startswith("passengers")
    assert heading.endswith("↻ changes over time 15 articles")
    assert section.locator(".passage").count() == 15
    first = section.locator(".passage").first
    assert first.locator("mark").inner_text() == "320"
    assert "Mara Lindqvist said that 320 passengers were stranded." in first.inner_text()
    assert "Paper 1 · Mara Lindqvist · 2024-03-01" in first.inner_text()
    section.locator("a", has_text="Paper 1").first.click()
    assert index.locator(".details h2").inner_text() == "Quantity"


def test_a_passage_is_copied_with_its_source(open_report: Any) -> None:
    page = open_report(strike(), permissions=["clipboard-read", "clipboard-write"])
    page.locator(".passage button").first.click()
    page.wait_for_selector("text=Copied")
    sentence, origin, place = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert sentence == "“Mara Lindqvist said that 320 passengers were stranded.”"
    assert origin == "— Mara Lindqvist, Paper 1, 2024-03-01, Day 1 of the strike"
    assert place.startswith("news/day-1.txt, characters ")


def test_numbers_of_one_verdict(open_report: Any) -> None:
    page = open_report(tolls())
    section = page.locator("section[aria-labelledby=numbers]")
    assert section.locator(".compared").count() == 2
    assert section.locator(".verdict").all_inner_texts() == ["✗ differs", "✓ agrees"]
    assert section.locator(".passage.conflicts").count() == 3
    section.get_by_label("Show").select_option("agrees")
    assert section.locator(".verdict").all_inner_texts() == ["✓ agrees"]
    assert page.url.endswith("#index?numbers=agrees")
    page.reload()
    assert section.locator(".verdict").all_inner_texts() == ["✓ agrees"]


def test_quotations_side_by_side(open_report: Any) -> None:
    page = open_report(cut_short())
    section = page.locator("section[aria-labelledby=quotations]")
    assert section.locator(".version").all_inner_texts() == ["fullest", "cut"]
    assert section.locator("del").all_inner_texts() == ["and nobody has told us when it ends"]
    section.locator(".passage a").nth(1).click()
    assert page.locator(".card-words").inner_text() == "“We have waited for the ferry for nine days,”"


def test_searches_are_in_the_address(index: Any) -> None:
    index.fill(".search input", "540")
    index.get_by_label("Order").select_option("oldest")
    assert index.url.endswith("#index?q=540&order=oldest")
    index.reload()
    assert titles(index) == ["Day 12 of the strike"]
    assert index.get_by_label("Order").input_value() == "oldest"
    index.click(".articles a")
    index.locator(".text .found").first.wait_for()
    assert index.locator(".text .found").all_inner_texts() == ["540"]


def test_words_are_found_from_their_beginning(index: Any) -> None:
    index.fill(".search input", "tranded")
    assert titles(index) == []
    index.fill(".search input", "strand")
    assert len(titles(index)) == 12


def test_what_to_check(open_report: Any) -> None:
    page = open_report(tolls())
    section = page.locator("section[aria-labelledby=checks]")
    assert section.locator("option").all_inner_texts() == ["Numbers nobody is named for (6)"]
    first = section.locator(".passage").first
    assert first.locator(".value").inner_text() == "12 people"
    assert first.locator("mark").inner_text() == "12"
    first.locator("a").click()
    assert page.locator(".details h2").inner_text() == "Quantity"


def test_what_only_nominal_coreference_say(open_report: Any) -> None:
    told = Told("Officials said that the pier was shut.", "a")
    told.statement("Officials", "said", "that the pier was shut", kind="anonymous")
    page = open_report([told.extraction(), *tolls()])
    page.get_by_label("List").select_option("anonymous")
    assert "that the pier was shut" in page.locator("section[aria-labelledby=checks] .passage").inner_text()
    assert page.url.endswith("#index?check=anonymous")


def test_totals_say_of_how_many(open_report: Any) -> None:
    page = open_report([*tolls(), Told("Nothing.", "unknown").extraction()])
    assert "publisher known for 3 of 4" in page.locator(".index-head .about").inner_text()


def test_what_a_speaker_said_stands_by_day(open_report: Any) -> None:
    page = open_report(list(reversed(strike())), "#speaker/0")
    days = page.locator(".speaker .group .about").all_inner_texts()
    assert days == sorted(days, key=lambda line: line.split(" · ")[1])


def test_articles_without_their_text_are_searched_by_what_was_read(open_report: Any) -> None:
    saved = [
        one.model_copy(update={"document": one.document.model_copy(update={"text": ""})}) for one in strike()
    ]
    page = open_report(saved)
    page.fill(".search input", "540 passengers")
    assert titles(page) == ["Day 12 of the strike"]


def test_articles_without_results(open_report: Any) -> None:
    page = open_report([Told("", "one").extraction(), Told("Nothing.", "two").extraction()])
    assert titles(page) == ["one", "Nothing."]
    assert page.locator(".charts section").count() == 0


def test_no_articles(open_report: Any) -> None:
    page = open_report([])
    assert page.locator(".tiles li").first.inner_text() == "0\narticles"
