"""The page of one article, as somebody with a mouse sees it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from reported import FERRY, Told, ferry

from claimx.schema import Extraction

LIT = "[...document.querySelectorAll('.text .{}')].map((node) => node.textContent)"


def lit(page: Any, name: str) -> str:
    """The words that are lit up in the text."""
    return "".join(page.evaluate(LIT.format(name)))


def rows(page: Any, layer: str) -> list[str]:
    """The ids of the rows that a list shows."""
    return page.evaluate(
        f"[...document.querySelectorAll('#panel-{layer} li:not([hidden]) > .row')]"
        ".map((row) => row.dataset.id)"
    )


def middle_of(page: Any, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    return box["y"] + box["height"] / 2


def test_the_text_is_exactly_the_article(article: Any) -> None:
    assert article.locator(".text").evaluate("(node) => node.textContent") == FERRY
    assert article.title() == "Ferry fire off Port Ellis kills at least 12 · claimx report"


def test_every_span_stands_where_its_offsets_say(article: Any) -> None:
    marked = article.evaluate(
        "[...read(0).items.values()].flatMap((item) => item.spans.map((span) => [span.text, "
        "read(0).text.slice(read(0).offsets.units(span.start), read(0).offsets.units(span.end))]))"
    )
    assert len(marked) > 20
    assert all(words == shown for words, shown in marked)


def test_overlapping_marks_are_all_there(article: Any) -> None:
    number = article.locator(".text .quantity", has_text="483")
    classes = number.get_attribute("class").split()
    assert {"quantity", "content", "direct"} <= set(classes)
    name = article.locator(".text .source", has_text="Mara Lindqvist").first
    assert {"source", "entity"} <= set(name.get_attribute("class").split())


def test_roles_differ_by_more_than_colour(article: Any) -> None:
    style = (
        "(node) => {{ const style = getComputedStyle(node); "
        "return [style.fontWeight, style.fontStyle, style.textDecorationStyle, style.borderBottomStyle, "
        "style.borderBottomWidth, style.boxShadow.replace(/rgba?\\(.*?\\)/g, '')].join() }}"
    ).format()
    roles = ["source", "cue", "content", "quantity", "what", "entity", "date"]
    seen = {article.locator(f".legend .{role}").evaluate(style) for role in roles}
    assert len(seen) == len(roles)


def test_a_click_on_a_quantity_scrolls_to_its_span(open_report: Any) -> None:
    told = Told(
        "Nothing happens here.\n\n" * 200 + "A flood took 77 houses.\n\n" + "And then nothing.\n\n" * 200
    )
    told.quantity("77", 77, "houses")
    page = open_report([told.extraction()])
    assert not page.locator(".text .quantity").is_visible() or middle_of(page, ".text .quantity") > 800
    page.click("#panel-quantities .row")
    assert 0 < middle_of(page, ".text .quantity") < 800
    assert lit(page, "here") == "77houses"
    assert page.url.endswith("#article/0/q1")


def test_pointing_lights_the_links(article: Any) -> None:
    """This number, the statement it stands in and whose it is, and what else they say."""
    article.hover(".text .quantity >> text=483")
    assert lit(article, "here") == "483people"
    near = lit(article, "near")
    assert "“We counted 483 people on the deck,”" in near
    assert "harbour chief" in near
    assert "Friday" in near
    assert (
        lit(article, "far").replace("Lindqvist", "")
        == "addedthat the fire was out“Nobody,”said“has given up.”"
    )
    assert article.locator("#panel-statements li.near").count() == 1
    assert article.locator("#panel-statements li.far").count() == 2
    article.hover("h1")
    assert lit(article, "here") == lit(article, "far") == ""


def test_pointing_at_a_row_lights_the_text(article: Any) -> None:
    article.hover("#panel-statements .row >> nth=1")
    assert "that the fire was out" in lit(article, "here")


def test_a_second_click_chooses_what_is_around(article: Any) -> None:
    number = article.locator(".text .quantity", has_text="483")
    number.click()
    assert article.locator(".details h2").inner_text() == "Quantity"
    assert article.locator("#tab-quantities").get_attribute("aria-selected") == "true"
    number.click()
    assert article.locator(".details h2").inner_text() == "Direct statement"


def test_the_card_leads_on(article: Any) -> None:
    article.click(".text .quantity >> text=483")
    card = article.locator(".details")
    assert "Mara Lindqvist (person)" in card.inner_text()
    card.locator(".link", has_text="We counted").click()
    assert card.locator("h2").inner_text() == "Direct statement"
    card.locator(".link", has_text="the fire was out").click()
    assert "that the fire was out" in lit(article, "here")
    article.keyboard.press("Escape")
    assert not card.is_visible()


@pytest.mark.parametrize("allowed", [True, False])
def test_copying(open_report: Any, allowed: bool) -> None:
    page = open_report([ferry()], permissions=["clipboard-read", "clipboard-write"])
    if not allowed:
        page.evaluate(
            "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('kept from pages')) }"
        )
    page.click("#panel-statements .row >> nth=2")
    page.click("text=Copy with source")
    page.wait_for_selector("text=Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    first, second = FERRY.index("“Nobody,”"), FERRY.index("“has given up.”")
    assert copied.splitlines()[:2] == [
        f"“Nobody,” [{first}–{first + 9}]",
        f"“has given up.” [{second}–{second + 15}]",
    ]
    assert copied.splitlines()[2] == "— Mara Lindqvist (said)"
    assert "The Ellis Courier, 2023-12-02, news/ferry.txt" in copied
    assert copied.endswith("#article/0/s4")
    page.wait_for_selector("text=Copy JSON")
    page.click("text=Copy JSON")
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('{'))")
    assert json.loads(page.evaluate("navigator.clipboard.readText()")) == ferry().statements[3].model_dump()


def test_all_can_be_copied_as_it_was_saved(open_report: Any) -> None:
    page = open_report([ferry()], permissions=["clipboard-read", "clipboard-write"])
    page.click("text=Copy all as JSON")
    page.wait_for_selector("text=Copied")
    assert Extraction.model_validate_json(page.evaluate("navigator.clipboard.readText()")) == ferry()


def test_filter_by_layer(article: Any) -> None:
    assert article.locator(".text .quantity").count() == 5
    article.uncheck(".legend input[name=quantities]")
    assert article.locator(".text .quantity").count() == 0
    assert article.locator(".text .content").count() > 0
    assert rows(article, "quantities") == []
    assert "0/5" in article.locator("#tab-quantities").inner_text()


def test_filter_by_speaker(article: Any) -> None:
    article.click("summary")
    article.get_by_label("Speaker").select_option(label="Mara Lindqvist")
    assert rows(article, "statements") == ["s1", "s2", "s4"]
    assert rows(article, "quantities") == ["q2"]
    assert rows(article, "entities") == ["e1"]
    assert article.locator("#status").inner_text() == "5 of 14 results shown"


def test_filter_by_kind(article: Any) -> None:
    article.click("summary")
    article.get_by_label("Kind").select_option(label="direct")
    assert rows(article, "statements") == ["s1", "s4"]
    article.get_by_label("Kind").select_option(label="deny")
    assert rows(article, "statements") == ["s5"]
    article.get_by_label("Kind").select_option(label="more than")
    assert (rows(article, "statements"), rows(article, "quantities")) == ([], ["q3"])


def test_filter_by_confidence(article: Any) -> None:
    article.click("summary")
    article.locator("input[type=range]").fill("50")
    assert rows(article, "statements") == ["s1", "s4", "s3", "s5"]
    assert "that the fire was out" not in "".join(
        article.evaluate("[...document.querySelectorAll('.text .content')].map((node) => node.textContent)")
    )
    assert len(rows(article, "quantities")) == 5


def test_filter_by_words_and_clear(article: Any) -> None:
    article.fill("input[name=words]", "STRANDED")
    assert rows(article, "statements") == ["s3"]
    article.click("text=Clear")
    assert len(rows(article, "statements")) == 5


def test_words_are_found_from_their_beginning(article: Any) -> None:
    article.fill("input[name=words]", "tranded")
    assert rows(article, "statements") == []
    article.fill("input[name=words]", "stran")
    assert rows(article, "statements") == ["s3"]


def test_filters_are_in_the_address(article: Any) -> None:
    article.fill("input[name=words]", "stranded")
    article.uncheck(".legend input[name=dates]")
    article.click("#panel-statements .row:visible")
    assert article.url.endswith("#article/0/s3?words=stranded&layers=statements%2Cquantities%2Centities")
    article.reload()
    assert article.locator("input[name=words]").input_value() == "stranded"
    assert rows(article, "statements") == ["s3"]
    assert rows(article, "dates") == []
    assert article.locator(".details h2").inner_text() == "Indirect statement"
    article.click("text=Clear")
    assert "words" not in article.url


def test_a_card_closes_when_its_item_is_filtered_out(article: Any) -> None:
    article.click("#panel-statements .row >> nth=0")
    article.fill("input[name=words]", "stranded")
    assert not article.locator(".details").is_visible()
    article.mouse.move(0, 0)
    assert lit(article, "here") == ""


def test_words_searched_for_are_outlined_in_the_text(open_report: Any) -> None:
    page = open_report([ferry()], "#article/0?find=the%20FIRE")
    assert page.locator(".text .found").all_inner_texts() == ["the fire"]
    assert page.locator(".text").evaluate("(node) => node.textContent") == FERRY


@pytest.mark.parametrize("height", [640, 900])
def test_a_chosen_row_is_in_sight_in_its_list(open_report: Any, height: int) -> None:
    """Rows get their height when they come into sight, so that one jump would miss."""
    told = Told(
        "".join(f"In town {n} a flood took {n + 100} houses, and nothing else.\n\n" for n in range(120))
    )
    for n in range(120):
        told.quantity(f"{n + 100}", n + 100, ("houses, and nothing else", n))
    page = open_report([told.extraction()], viewport={"width": 1280, "height": height})
    for id_ in ("q3", "q60", "q118"):
        page.goto(f"{page.url.split('#')[0]}#article/0/{id_}")
        page.wait_for_function(
            f"""() => {{
            const row = document.querySelector("[data-id={id_}]").getBoundingClientRect();
            const list = document.querySelector("#panel-quantities").getBoundingClientRect();
            return row.top >= list.top && row.bottom <= list.bottom;
            }}"""
        )


def test_a_number_is_copied_with_its_sentence(open_report: Any) -> None:
    page = open_report([ferry()], "#article/0/q4", permissions=["clipboard-read", "clipboard-write"])
    page.click("text=Copy with source")
    page.wait_for_selector("text=Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0] == "“The island's hotels have 260 beds.”"


def test_lists(article: Any) -> None:
    groups = article.locator("#panel-statements h3").all_inner_texts()
    assert groups == ["Mara Lindqvist person", "Unions group", "Ferry Line organization"]
    article.click("#tab-quantities")
    number = article.locator("#panel-quantities .row", has_text="passengers").text_content()
    assert " ".join(number.split()) == "> 400 passengers claimed by Unions · more than, count"
    article.click("#tab-entities")
    assert article.locator("#panel-entities .mention").all_text_contents()[:3] == [
        "Mara Lindqvist",
        "Lindqvist",
        "Lindqvist",
    ]
    article.click("#panel-entities .mention >> nth=2")
    assert article.locator(".details h2").inner_text() == "Entity, PERSON"


def test_an_address_leads_to_a_result(open_report: Any) -> None:
    page = open_report([ferry()], "#article/0/s3")
    assert page.locator(".details h2").inner_text() == "Indirect statement"


def test_results_without_their_text(open_report: Any) -> None:
    saved = Extraction.model_validate_json(ferry().to_json(text=False, layers=["statements", "quantities"]))
    page = open_report([saved])
    assert "--no-text" in page.locator(".notice").inner_text()
    assert page.locator(".text").count() == 0
    page.click("#panel-statements .row >> nth=0")
    assert "We counted 483 people" in page.locator(".details").inner_text()
    page.click("#tab-entities")
    assert "without this layer" in page.locator("#panel-entities .none").inner_text()


def test_a_statement_without_content(open_report: Any) -> None:
    told = Told("Ana Costa spoke.")
    told.statement("Ana Costa", "spoke")
    told.statement(None, None)
    page = open_report([told.extraction()])
    page.click("#panel-statements .row >> nth=0")
    assert lit(page, "here") == "Ana Costaspoke"
    page.click("#panel-statements .row >> nth=1")
    assert page.locator(".details h2").inner_text() == "Indirect statement"


def test_an_article_without_results(open_report: Any) -> None:
    page = open_report([Told("", "empty").extraction()])
    assert page.locator(".text").count() == 1
    assert page.locator("#panel-statements .none").inner_text() == "None found in this article."
