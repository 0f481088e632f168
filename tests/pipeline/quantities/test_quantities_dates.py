"""Which of the article's dates a quantity is tied to."""

from __future__ import annotations

import pytest

from claimx.pipeline.annotations import Date, Range, register_extensions
from claimx.pipeline.quantities.finder import find_quantities
from claimx.pipeline.tokenizer import blank_pipeline

NLP = blank_pipeline()


@pytest.mark.parametrize(
    ("text", "date", "tied"),
    [
        ("It fell below 60%, from 72% four years ago.", "four years ago", [None, 0]),
        ("It was 60% in 2019 compared with 72% now.", "2019", [0, None]),
        ("They sold 40 cars and 9 buses in May.", "May", [0, 0]),
        ("It is 6% more than in 2019.", "2019", [None]),
    ],
)
def test_an_earlier_level_has_its_own_date(text: str, date: str, tied: list[int | None]) -> None:
    doc = NLP.make_doc(text)
    start = text.index(date)
    register_extensions()
    doc._.dates = [Date(Range(start, start + len(date)), "2020")]
    found = find_quantities(doc)
    assert [quantity.date for quantity in found] == tied
