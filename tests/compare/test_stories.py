"""Which articles tell of the same events, and what is kept of them meanwhile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sheets import sheet

from claimx.compare.stories import Articles, Grouping, Groups, Store
from claimx.compare.words import rarity
from claimx.errors import OutputError
from claimx.schema import Extraction

FERRY = "Fire breaks out on the ferry Maren Sund off Port Halden. {}"
STRIKE = "Bakers strike in Lindau for higher wages, and the mayor of Lindau is hungry. {}"


def stories(*extractions: Extraction, group: Grouping | None = None) -> list[int]:
    store = Store()
    articles = Articles(store, group)
    for extraction in extractions:
        articles.add(extraction)
    articles.find_stories()
    found = [articles.story(position) for position in range(articles.count)]
    store.close()
    return found


def ferry(number: int) -> Extraction:
    text = FERRY.format(f"Reporter {number} saw it.")
    return sheet(str(number), text, names={"Maren Sund": "PRODUCT", "Port Halden": "GPE"})


def strike(number: int) -> Extraction:
    return sheet(str(number), STRIKE.format(f"Day {number}."), names={"Lindau": "GPE"})


def test_two_stories() -> None:
    found = stories(ferry(1), strike(2), ferry(3), strike(4), ferry(5))
    assert found == [0, 1, 0, 1, 0]


def test_articles_without_words_are_of_no_story() -> None:
    assert stories(sheet("a", "…"), sheet("b", "…")) == [0, 1]


def test_stories_do_not_drift() -> None:
    """Each article is like the one before, but the last is not like the first: one story if few."""
    words = [f"word{number}" for number in range(60)]
    chain = [sheet(str(n), " ".join(words[10 * n : 10 * n + 16])) for n in range(5)]
    found = stories(*chain, group="auto")
    assert found[0] == found[1]
    assert found[0] != found[4]
    assert stories(*chain) == [0] * 5


def test_a_story_in_other_words_is_one_story() -> None:
    """Five or six outlets report each of twenty events in their own words; an article of another is alone."""
    lines = Path(__file__).with_name("stories.jsonl").read_text("utf-8").splitlines()
    told = [[sheet(a["id"], a["text"]) for a in json.loads(line)["articles"]] for line in lines]
    whole = alone = 0
    for number, articles in enumerate(told):
        odd = told[number - 1][0]
        found = stories(*articles, odd)
        whole += found[:-1] == [0] * len(articles)
        alone += found[-1] == len(articles)
    assert len(told) == 20
    assert whole >= 18
    assert alone >= 18


def test_rare_words_weigh_more() -> None:
    assert rarity("the") < rarity("council") < rarity("ferry") < rarity("lyngoya") == 1


def test_all_articles_are_one_story_if_told_so() -> None:
    assert stories(ferry(1), strike(2), ferry(3), group="one") == [0, 0, 0]


def test_groups() -> None:
    groups = Groups()
    for a, b in ((5, 3), (9, 8), (3, 8)):
        groups.join(a, b)
    assert [groups.find(member) for member in (3, 5, 8, 9)] == [3] * 4
    assert groups.find(7) == 7


def test_a_full_disk_is_an_error_with_a_remedy() -> None:
    store = Store()
    store.do("PRAGMA max_page_count = 20")
    with pytest.raises(OutputError, match="temporary"):
        store.insert("wordings", [(None, str(number) * 1000) for number in range(200)])
    store.close()
