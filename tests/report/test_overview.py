"""Who is joined across articles, and which numbers are put side by side."""

from __future__ import annotations

from typing import Any

import pytest
from reported import Told, cut_short, ferry, strike

from claimx.compare.comparer import Comparer
from claimx.report import ArticleSpeakers, Overview, article_data, title_of
from claimx.schema import Extraction


def overview(*extractions: Extraction) -> dict[str, Any]:
    with Comparer() as comparer:
        gathered = Overview(comparer)
        for extraction in extractions:
            gathered.add(extraction, ArticleSpeakers(extraction))
        return gathered.data()


def quoted(name: str, label: str = "PERSON", kind: str = "person", id: str | None = None) -> Extraction:
    told = Told(f"{name} said it rained.", id or name)
    who = told.entity(label, name)
    told.statement(name, "said", "it rained", entity=who, kind=kind)
    return told.extraction()


def test_within_an_article_a_speaker_is_one() -> None:
    speakers = ArticleSpeakers(ferry())
    assert [speaker.name for speaker in speakers.speakers] == ["Mara Lindqvist", "Unions", "Ferry Line"]
    assert speakers.of_statements == {"s1": 0, "s2": 0, "s3": 1, "s4": 0, "s5": 2}
    assert speakers.of_quantities == {"q2": 0, "q3": 1, "q5": 2}


def test_two_times_he_are_not_one_speaker() -> None:
    told = Told("He said it rained. He said it snowed.", "snow")
    first, second = "He said it rained.", "He said it snowed."
    for words in (first, second):
        told.statement("He", "said", words.removeprefix("He said ").rstrip("."))
    article = told.extraction()
    apart = [
        statement.model_copy(
            update={"source": statement.source and statement.source.model_copy(update={"start": number})}
        )
        for number, statement in enumerate(article.statements)
    ]
    speakers = ArticleSpeakers(article.model_copy(update={"statements": apart}))
    assert [(speaker.name, speaker.named) for speaker in speakers.speakers] == [("He", False), ("He", False)]
    assert speakers.of_statements == {"s1": 0, "s2": 1}


def test_across_articles_full_names_are_joined() -> None:
    (voice,) = overview(quoted("Hillary Clinton"), quoted("Hillary Clinton", id="other"))["voices"]
    assert voice["statements"] == [(0, "s1"), (1, "s1")]


def test_two_clintons_stay_two() -> None:
    voices = overview(quoted("Hillary Clinton"), quoted("Bill Clinton"), quoted("Clinton"))["voices"]
    assert [voice["name"] for voice in voices] == ["Bill Clinton", "Clinton", "Hillary Clinton"]


def test_a_person_is_not_an_organization_of_the_same_name() -> None:
    person, firm = quoted("Peter Hahn"), quoted("Peter Hahn", "ORG", "organization", id="firm")
    assert len(overview(person, firm)["voices"]) == 2


def test_those_in_most_articles_come_first() -> None:
    voices = overview(quoted("Ann Low"), quoted("Bo High"), quoted("Bo High", id="more"))["voices"]
    assert [voice["name"] for voice in voices] == ["Bo High", "Ann Low"]


def test_numbers_held_against_each_other() -> None:
    (number,) = overview(*strike())["numbers"]
    assert (number["what"], number["articles"]) == ("passengers stranded", 15)
    first = next(value for value in number["values"] if value["low"] == 320)
    assert first["value"] == "≈ 320"
    (figure,) = first["figures"]
    assert (figure["article"], figure["id"], figure["who"]) == (0, "q1", "Mara Lindqvist")
    assert (figure["day"], figure["dated"]) == ("2024-03-01", False)
    assert [words for words, is_marked in figure["pieces"] if is_marked] == ["320"]
    assert "".join(words for words, _ in figure["pieces"]) == (
        "Mara Lindqvist said that 320 passengers were stranded."
    )


def test_quotations_held_against_each_other() -> None:
    (quotation,) = overview(*cut_short())["quotations"]
    assert quotation["speakers"] == ["Mara Lindqvist"]
    fullest, cut = quotation["renderings"]
    assert (fullest["article"], fullest["version"]) == (0, "fullest")
    assert (cut["article"], cut["id"], cut["version"]) == (1, "s1", "cut")
    (difference,) = cut["differences"]
    assert (difference["fullest"], difference["here"]) == ("and nobody has told us when it ends", None)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-03-05TMO", "2024-03-05"),
        ("2024-W10", "2024-03-08"),
        ("2024-W02", "2024-01-08"),
        ("2023", "2023-01-01"),
        ("P3D", "2024-03-08"),
    ],
)
def test_a_number_is_put_at_the_day_it_belongs_to(value: str, day: str) -> None:
    articles = []
    for name in "ab":
        told = Told("That week 400 houses stood empty.", name, published="2024-03-08")
        told.quantity("400", 400, "houses", date=told.date("That week", value))
        articles.append(told.extraction())
    number, *_ = overview(*articles)["numbers"]
    assert {figure["day"] for value in number["values"] for figure in value["figures"]} == {day}


def test_what_one_article_has_is_held_against_nothing() -> None:
    assert overview(ferry())["numbers"] == []


def test_text_left_out_is_not_an_empty_article() -> None:
    empty = Told("").extraction()
    saved = Extraction.model_validate_json(ferry().to_json(text=False))
    assert [article_data(one, ArticleSpeakers(one))["text_left_out"] for one in (empty, ferry(), saved)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("title", [None, "HAVANA (AP) --", "NAIROBI, Kenya (AP) _", "WASHINGTON _"])
def test_a_dateline_is_no_title(title: str | None) -> None:
    told = Told("HAVANA (AP) -- The port was shut on Monday. Ships waited.", "port", title=title)
    assert title_of(told.extraction().document) == "The port was shut on Monday."


@pytest.mark.parametrize(
    "title", ["FONE FURY: 3.2m hit", "Quake toll — what we know", "Talks fail (UPDATED)"]
)
def test_a_title_is_kept(title: str) -> None:
    assert title_of(Told("A text.", title=title).extraction().document) == title


def test_a_pronoun_is_nobody() -> None:
    articles = []
    for name in "ab":
        told = Told("The ferry sank, and she said that 400 houses stood empty.", name, published="2024-03-08")
        said = told.statement("she", "said", "that 400 houses stood empty")
        told.quantity("400", 400, "houses", statement=said, source=told.source_of(said))
        articles.append(told.extraction())
    (number,) = overview(*articles)["numbers"]
    assert {figure["who"] for value in number["values"] for figure in value["figures"]} == {None}
