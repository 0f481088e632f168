"""What `min_confidence` leaves out, and what that does to the rest."""

from __future__ import annotations

import pytest

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
