"""Figures that are as in one source, while another source contradicts them."""

from __future__ import annotations

import io

import pytest
from sheets import Q, sheet

import claimx
from claimx.schema import Extraction
from claimx.verification import Verification
from claimx.verification.render import (
    write_json,
    write_verification_page,
    write_verification_table,
)

SAID = "The fire at San Rafael Hospital in Quetzaltenango killed 23 people."
NAMES = {"San Rafael Hospital": "FAC", "Quetzaltenango": "GPE"}


def told(id_: str, number: str, names: dict[str, str] = NAMES) -> Extraction:
    text = f"A fire at San Rafael Hospital in Quetzaltenango has killed {number} people."
    return sheet(id_, text, Q(number, "people"), names=names)


def verify(said: str, *sources: Extraction) -> Verification:
    numbers = [Q(word, "people") for word in said.split() if word.isdigit()]
    return claimx.verify(sheet("draft", said, *numbers), sources)


def notes(verification: Verification) -> list[list[tuple[str, str]]]:
    return [[(p.document, p.text) for p in f.contradicted_by] for f in verification.findings]


def test_another_source_contradicts() -> None:
    checked = verify(SAID, told("wire", "23"), told("tabloid", "32"))
    assert [f.verdict for f in checked.findings] == ["verbatim"]
    assert notes(checked) == [[("tabloid", "32")]]
    assert checked.faults == 0


@pytest.mark.parametrize(
    ("said", "sources"),
    [
        (SAID, [told("wire", "23"), told("tabloid", "23")]),
        (SAID, [told("wire", "23")]),
        # Both are given.
        (f"{SAID} The fire killed 32 people, others say.", [told("wire", "23"), told("tabloid", "32")]),
        # One name makes no event.
        (SAID, [told("wire", "23"), told("tabloid", "32", {"Quetzaltenango": "GPE"})]),
    ],
)
def test_nothing_is_contradicted(said: str, sources: list[Extraction]) -> None:
    checked = verify(said, *sources)
    assert checked.findings
    assert not any(notes(checked))


def test_more_than_a_figure_holds_for_both() -> None:
    draft = sheet("draft", SAID.replace("23", "more than 20"), Q("20", "people", relation=">"))
    checked = claimx.verify(draft, [told("wire", "23"), told("tabloid", "32")])
    assert [f.verdict for f in checked.findings] == ["paraphrased"]
    assert not any(notes(checked))


def test_times_of_day() -> None:
    head = "The stand at Pelican Park in Falmouth collapsed"
    sources = [
        claimx.extract(f"{head} at 8:25 p.m. on Saturday.", id="wire", published="2026-06-21"),
        claimx.extract(f"{head} at 8:52 p.m. on Saturday.", id="paper", published="2026-06-21"),
    ]
    for said, expected in (
        (f"{head} at 8:25 p.m. on Saturday.", ["8:52 p.m. on Saturday"]),
        (f"{head} last night.", []),
    ):
        checked = claimx.verify(claimx.extract(said, id="draft", published="2026-06-21"), sources)
        others = [p.text for f in checked.findings for p in f.contradicted_by]
        assert others == expected


def test_the_note_is_in_every_output() -> None:
    checked = verify(SAID, told("wire", "23"), told("tabloid", "32"))
    table, page, result = io.StringIO(), io.StringIO(), io.StringIO()
    write_verification_table(checked, table)
    write_verification_page(checked, page, text=SAID)
    write_json(checked, result)
    assert "23, but 32 (tabloid)" in table.getvalue()
    assert "no faults in 1 claim" in table.getvalue()
    assert "--all" not in table.getvalue()
    assert "23, but 32 (tabloid)" in page.getvalue()
    assert Verification.model_validate_json(result.getvalue()) == checked
    agreed = verify(SAID, told("wire", "23"), told("tabloid", "23"))
    assert "contradicted_by" in result.getvalue()
    assert "contradicted_by" not in agreed.model_dump_json()
