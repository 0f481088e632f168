"""What `min_confidence` leaves out, and what that does to the rest."""

from __future__ import annotations

from datetime import date

import pytest
from sheets import Q, S, sheet

from claimx.saved import Selection
from claimx.schema import Extraction, keep_confident


@pytest.fixture
def three(extraction: Extraction) -> Extraction:
    """Three statements: of 0.935, of nobody knows, and of 0.5; each but the second holds the number."""
    sure, unknown = extraction.statements
    half = sure.model_copy(update={"id": "s3", "confidence": 0.5})
    (number,) = extraction.quantities
    numbers = [number, number.model_copy(update={"id": "q2", "statement": "s3"})]
    return extraction.model_copy(update={"statements": [sure, unknown, half], "quantities": numbers})


@pytest.mark.parametrize(
    ("least", "kept"),
    [
        (0.0, ["s1", "s2", "s3"]),
        (0.5, ["s1", "s2", "s3"]),
        (0.51, ["s1", "s2"]),
        (0.935, ["s1", "s2"]),
        (1.0, ["s2"]),
    ],
)
def test_what_is_less_sure_is_left_out(three: Extraction, least: float, kept: list[str]) -> None:
    before = {statement.id: statement.content for statement in three.statements}
    after = keep_confident(three, least).statements
    assert [statement.content for statement in after] == [before[name] for name in kept]


def test_ids_count_up_again_and_links_follow(three: Extraction) -> None:
    first, *others = three.statements
    unsure = first.model_copy(update={"confidence": 0.1})
    result = keep_confident(three.model_copy(update={"statements": [unsure, *others]}), 0.4)
    assert [statement.id for statement in result.statements] == ["s1", "s2"]
    assert [number.statement for number in result.quantities] == [None, "s2"]


def test_a_number_without_its_statement_is_nobodys_claim(three: Extraction) -> None:
    kept, lost = keep_confident(three, 0.9).quantities
    assert kept == three.quantities[0]
    assert (lost.statement, lost.source) == (None, None)
    assert (lost.text, lost.what, lost.date) == ("400", kept.what, kept.date)


def test_the_speaker_of_a_statement_around_it_goes_with_that(extraction: Extraction) -> None:
    around, inner = extraction.statements
    unsure = around.model_copy(update={"confidence": 0.1})
    (number,) = extraction.quantities
    inside = number.model_copy(update={"statement": inner.id})
    both = extraction.model_copy(update={"statements": [unsure, inner], "quantities": [inside]})
    (result,) = keep_confident(both, 0.5).quantities
    assert (result.statement, result.source) == ("s1", None)


def test_the_extraction_itself_stays_as_it_is(three: Extraction) -> None:
    before = three.to_json()
    keep_confident(three, 1)
    assert three.to_json() == before


TEXT = "Mara Lindqvist said that 400 boats sank. Rui Costa said that 12 people left."


@pytest.fixture
def boats() -> Extraction:
    return sheet(
        "boats",
        TEXT,
        S("Mara Lindqvist", "that 400 boats sank", name="Mara Lindqvist"),
        S("Rui Costa", "that 12 people left", name="Rui Costa"),
        Q("400", "boats", date="2024-05-14"),
        Q("12", "people"),
        names={"Mara Lindqvist": "PERSON", "Rui Costa": "PERSON"},
    )


@pytest.mark.parametrize(
    ("where", "statements", "quantities"),
    [
        ({"speaker": "lindqvist"}, ["s1"], ["q1"]),
        ({"speaker": "Costa, Rui"}, ["s2"], ["q2"]),
        ({"speaker": "Ru\u00ed"}, ["s2"], ["q2"]),
        ({"speaker": "Rui\u0301"}, ["s2"], ["q2"]),
        ({"what": "Boats"}, ["s1"], ["q1"]),
        ({"unit": "count"}, ["s1", "s2"], ["q1", "q2"]),
        ({"speaker": "Lindqvist", "what": "people"}, None, None),
        ({"speaker": "Lind"}, None, None),
        ({"publisher": "Courier"}, None, None),
        ({}, ["s1", "s2"], ["q1", "q2"]),
    ],
)
def test_what_is_asked_for_is_kept(
    boats: Extraction, where: dict[str, str], statements: list[str] | None, quantities: list[str] | None
) -> None:
    kept = Selection(where=where).kept(boats)
    assert (kept and [each.id for each in kept.statements]) == statements
    assert (kept and [each.id for each in kept.quantities]) == quantities


def test_what_is_kept_brings_what_it_refers_to(boats: Extraction) -> None:
    kept = Selection(where={"speaker": "Lindqvist"}).kept(boats)
    assert kept is not None
    assert [each.id for each in kept.dates] == ["d1"]
    linked = boats.statements[0].source.model_copy(update={"entity": "e1"})
    speaker = boats.statements[0].model_copy(update={"source": linked})
    named = Selection(where={"speaker": "Lindqvist"}).kept(boats.model_copy(update={"statements": [speaker]}))
    assert named is not None
    assert [each.name for each in named.entities] == ["Mara Lindqvist"]


def test_since_keeps_articles_known_to_be_as_late(boats: Extraction) -> None:
    unknown = sheet("undated", TEXT, published=None)
    assert Selection(since=date(2024, 5, 15)).kept(boats) is boats
    assert Selection(since=date(2024, 5, 16)).kept(boats) is None
    assert Selection(since=date(2024, 5, 15)).kept(unknown) is None


def test_conditions_that_no_article_meets_are_an_error(boats: Extraction) -> None:
    (error,) = Selection(ids=("boats",), since=date(2024, 5, 16)).narrow([boats])
    assert "nothing in 1 article matches since 2024-05-16" in str(error)


def test_an_id_that_is_not_there_is_an_error(boats: Extraction) -> None:
    kept, error = Selection(ids=("boats", "boat")).narrow([boats])
    assert kept is boats
    assert "no article 'boat' among 1 article (did you mean boats?)" in str(error)
