"""Stories that several outlets tell in their own words: are the differences found, and no others?"""

from __future__ import annotations

from pathlib import Path

from retold import read_stories, score_stories

STORIES = Path(__file__).parent / "stories.jsonl"


def test_stories_in_other_words() -> None:
    """Of twenty stories that nothing was trained or chosen on, scored several times: 108 of 207 differences.

    19 of 126 alarms were false, no difference was called an agreement, 221 of 276 other things were found.
    """
    score = score_stories(read_stories(STORIES))
    assert len(score.differences) > 180
    assert score.recall >= 0.48
    assert score.precision >= 0.78
    assert len(score.all_clear) <= 1
    assert len(score.found_agreeing) >= 0.75 * len(score.agreeing)
