"""Articles written about one event, with disagreements planted in them: are they found, and no others?"""

from __future__ import annotations

import pytest
from planted import SETS, Score, read_set, score_set


def score_of(name: str) -> Score:
    return score_set(SETS / name, read_set(SETS / name))


def test_ferry() -> None:
    score = score_of("ferry")
    assert not score.missed
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
    ("name", "missed"),
    [
        ("strike", set()),
        # `680 of them face the sack`, and 860 jobs.
        ("earnings", {"jobs"}),
        ("wildfire", set()),
        ("election", set()),
        ("derailment", set()),
        # Scored once as written: 9 of 14, and two false alarms.
        ("takeover", {"score of the final", "goals of the season", "parade: police, club"}),
        # Scored once as written: 7 of 16. Days are not compared; the others are told in unlike words. That
        # the vote is of `three years ago` is read with the newest ONNX Runtime, and not with the lowest.
        (
            "flood",
            {
                "depth in the square",
                "votes against",
                "last inspection",
                "sheep: union, ministry",
                "bridge",
            },
        ),
        # Scored once as written: 6 of 13, and two false alarms.
        ("verdict", {"days of the jury", "end of the time to appeal", "month of the collapse"}),
        # Scored once as written: 7 of 17, both courses and a wrong one, no false alarm, one wrong all-clear:
        # `72% trusted`, `72% did not trust`. Missed: ten times as many, days, and values of one article.
        (
            "outbreak",
            {
                "dead on Monday",
                "day of admission",
                "in intensive care",
                "visitors of the fair",
                "days of the fever",
                "share who die",
                "nurses: director, union",
                "age of Verhoef",
                "crew: harbour master, union",
                "vote of the cabinet",
            },
        ),
        # Scored once as written: 9 of 14, and two false alarms. Missed: `four` and `fourteen` hurt are of two
        # days, and days of the past are not compared.
        ("escape", {"officers who were hurt", "day of the inspection"}),
    ],
)
def test_reworded_numbers(name: str, missed: set[str]) -> None:
    score = score_of(name)
    assert set(score.missed.get("differs", ())) <= missed
    assert "innocent" not in score.missed
    # The course of `verdict` is told by days years apart.
    assert name == "verdict" or "changes" not in score.missed
    assert not score.falsely_different
    assert not score.all_clear
