"""Articles written about one event, with disagreements planted in them: are they found, and no others?"""

from __future__ import annotations

import pytest
from planted import SETS, Score, read_set, score_set


def score_of(name: str) -> Score:
    return score_set(SETS / name, read_set(SETS / name))


def test_ferry() -> None:
    score = score_of("ferry")
    assert set(score.missed.get("differs", ())) <= {"the age of the ferry"}
    assert score.missed.keys() <= {"differs"}
    assert not score.falsely_different


def test_water() -> None:
    """`14,000 bottles had been given away` is not held against `40,000 bottles handed out`.

    The second misattribution is found under the name `Lake`: the network takes `Bryony Lake` for a place.
    """
    score = score_of("water")
    assert set(score.missed.get("differs", ())) <= {"bottles given out"}
    assert len(score.found["altered"]) >= 2
    assert set(score.missed.get("misattributed", ())) <= {"Bryony Lake"}
    assert "innocent" not in score.missed
    assert not score.falsely_different


@pytest.mark.parametrize(
    ("name", "missed", "wrong"),
    [
        ("strike", set(), set()),
        ("earnings", {"jobs"}, set()),
        ("wildfire", set(), set()),
        ("election", set(), set()),
        ("derailment", {"time", "carriages"}, {"carriages"}),
        ("takeover", {"goals of the season", "parade: police, club"}, set()),
        ("flood", {"time of the breach", "last inspection", "bridge"}, {"day"}),
        (
            "verdict",
            {
                "days of the jury",
                "end of the time to appeal",
                "gain: prosecution, defence",
                "month of the collapse",
                "innocent: loss, at least",
                "innocent: weeks and months",
                "changes: recovered",
            },
            # `61% said that it was too harsh`, `61% that it was too soft`
            {"votes", "residents"},
        ),
        (
            "outbreak",
            {
                "in intensive care",
                "visitors of the fair",
                "days of the fever",
                "nurses: director, union",
                "crew: harbour master, union",
                "vote of the cabinet",
                "innocent: nurses and patients",
            },
            {"people infected"},
        ),
        (
            "escape",
            {"officers who were hurt", "day of the inspection", "changes: recaptured"},
            {"day"},
        ),
    ],
)
def test_reworded_numbers(name: str, missed: set[str], wrong: set[str]) -> None:
    """What is not found, of what else there is, and rows that are wrong."""
    score = score_of(name)
    others = {f"{kind}: {what}" for kind in ("innocent", "changes") for what in score.missed.get(kind, ())}
    assert {*score.missed.get("differs", ()), *others} <= missed
    assert {row.partition(":")[0] for row in score.falsely_different} | {*score.all_clear} <= wrong
