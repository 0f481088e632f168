"""Articles written about one event, with disagreements planted in them: all must be found, and no others."""

from __future__ import annotations

from planted import read_set, score_set


def test_ferry() -> None:
    score = score_set("ferry", read_set("ferry"))
    assert score.missed == {}
    assert score.falsely_different == []
