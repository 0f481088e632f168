"""Articles written about one event, with disagreements planted in them: are they found, and no others?"""

from __future__ import annotations

from planted import read_set, score_set


def test_ferry() -> None:
    score = score_set("ferry", read_set("ferry"))
    assert score.missed == {}
    assert score.falsely_different == []


def test_water() -> None:
    """Written when the code was done, and scored once: this is what came out, and it must not get worse."""
    score = score_set("water", read_set("water"))
    assert len(score.found["differs"]) >= 4
    assert len(score.found["altered"]) >= 2
    assert len(score.found["misattributed"]) >= 1
    assert "innocent" not in score.missed
    assert score.falsely_different == []
