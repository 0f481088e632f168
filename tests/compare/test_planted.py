"""Articles written about one event, with disagreements planted in them: are they found, and no others?"""

from __future__ import annotations

from planted import read_set, score_set


def test_ferry() -> None:
    """All is found but for two wrong dates: `212 vehicles` are given the day the ship was built."""
    score = score_set("ferry", read_set("ferry"))
    assert set(score.missed.get("differs", ())) <= {"vehicles on board"}
    assert set(score.missed.get("changes", ())) <= {"people who are missing"}
    assert score.missed.keys() <= {"differs", "changes"}
    assert set(score.falsely_different) <= {"vehicles", "people missing"}


def test_water() -> None:
    """Written when the code was done, and scored once: 4 of 5 numbers then, with what they count by rule.

    Since the network says what numbers count, in fewer words, 2 of 5; what is found must not get worse. The
    second misattribution is found, but under the name `Lake`: the network takes `Bryony Lake` for a place.
    """
    score = score_set("water", read_set("water"))
    assert len(score.found["differs"]) >= 2
    assert len(score.found["altered"]) >= 2
    assert set(score.missed.get("misattributed", ())) <= {"Bryony Lake"}
    assert "innocent" not in score.missed
    assert set(score.falsely_different) <= {"bottles of water"}
