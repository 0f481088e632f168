"""Who is joined across articles, and which numbers are put side by side."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from reported import Told, ferry, strike

from claimx.report.articles import article_data
from claimx.report.overview import Overview
from claimx.report.series import day_of, wording_key
from claimx.report.speakers import Cast, joining_key
from claimx.results import Extraction


def overview(*extractions: Extraction) -> dict[str, Any]:
    gathered = Overview()
    for extraction in extractions:
        gathered.add(extraction, Cast(extraction))
    return gathered.data()


def quoted(name: str, label: str = "PERSON", kind: str = "person") -> Extraction:
    told = Told(f"{name} said it rained.", name)
    who = told.entity(label, name)
    told.statement(name, "said", "it rained", entity=who, kind=kind)
    return told.extraction()


def test_within_an_article_a_speaker_is_one() -> None:
    cast = Cast(ferry())
    assert [speaker.name for speaker in cast.speakers] == ["Mara Lindqvist", "Unions", "Ferry Line"]
    assert cast.of_statements == {"s1": 0, "s2": 0, "s3": 1, "s4": 0, "s5": 2}
    assert cast.of_quantities == {"q2": 0, "q3": 1, "q5": 2}


def test_across_articles_full_names_are_joined() -> None:
    (voice,) = overview(quoted("Hillary Clinton"), quoted("HILLARY CLINTON"))["voices"]
    assert [place for place, _ in voice["statements"]] == [0, 1]


def test_two_clintons_stay_two() -> None:
    voices = overview(
        quoted("Hillary Clinton"), quoted("Bill Clinton"), quoted("Clinton"), quoted("Clinton")
    )["voices"]
    assert [voice["name"] for voice in voices] == ["Bill Clinton", "Hillary Clinton"]


def test_a_person_is_not_an_organization_of_the_same_name() -> None:
    assert len(overview(quoted("Peter Hahn"), quoted("Peter Hahn", "ORG", "organization"))["voices"]) == 2


def test_organizations_are_joined_with_and_without_their_article() -> None:
    first, second = (
        quoted("The Harbour Board", "ORG", "organization"),
        quoted("Harbour Board", "ORG", "organization"),
    )
    assert len(overview(first, second)["voices"]) == 1


@pytest.mark.parametrize("name", ["", " ", "The ", "Lindqvist"])
def test_what_proves_nothing_joins_nothing(name: str) -> None:
    assert joining_key(name, is_person=True) is None


def test_those_in_most_articles_come_first() -> None:
    voices = overview(quoted("Ann Low"), quoted("Bo High"), quoted("Bo High"))["voices"]
    assert [voice["name"] for voice in voices] == ["Bo High", "Ann Low"]


def test_numbers_of_one_thing() -> None:
    (thing,) = overview(*strike())["series"]
    assert (thing["name"], thing["unit"], len(thing["points"])) == ("passengers", "count", 15)
    first = {"article": 0, "id": "q1", "day": "2024-03-01", "low": 320, "high": 320, "relation": "~"}
    assert thing["points"][0] == {**first, "value": "≈ 320", "who": "Mara Lindqvist"}


def test_a_number_is_put_at_the_date_it_belongs_to() -> None:
    articles = []
    for name in "ab":
        told = Told("By March 400 houses stood.", name, published="2024-05-01")
        march = told.date("March", "2024-03")
        told.quantity("400", 400, "houses", date=march)
        articles.append(told.extraction())
    (thing,) = overview(*articles)["series"]
    assert {point["day"] for point in thing["points"]} == {"2024-03-01"}


def test_what_one_article_counts_is_no_series() -> None:
    assert overview(ferry())["series"] == []


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-03-05TMO", date(2024, 3, 5)),
        ("2024-03", date(2024, 3, 1)),
        ("2024", date(2024, 1, 1)),
        ("2024-W02", date(2024, 1, 8)),
        ("2024-02-31", None),
        ("2024-W60", None),
        ("2024-SU", None),
        ("202", None),
        ("20245", None),
        ("P3D", None),
        ("PRESENT_REF", None),
    ],
)
def test_days(value: str, day: date | None) -> None:
    assert day_of(value) == day


@pytest.mark.parametrize(
    ("one", "other"), [("the trucks", "truck"), ("Foreign nationals", "other foreign national")]
)
def test_wordings_of_one_thing(one: str, other: str) -> None:
    assert wording_key(one) == wording_key(other) != ""


def test_text_left_out_is_not_an_empty_article() -> None:
    empty = Told("").extraction()
    saved = Extraction.model_validate_json(ferry().to_json(text=False))
    assert [article_data(one, Cast(one))["text_left_out"] for one in (empty, ferry(), saved)] == [
        False,
        False,
        True,
    ]
