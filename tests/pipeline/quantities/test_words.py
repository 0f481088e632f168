"""The words that steer bounds, denials and changes, each in a sentence that is read otherwise without it."""

from __future__ import annotations

from functools import cache

import pytest
from spacy.language import Language

from claimx.api import load
from claimx.pipeline.quantities.component import find_quantities


@cache
def model() -> Language:
    return load()


def read(text: str) -> list[str]:
    """The relation of each quantity, its change, and whether it is denied, by the rules alone."""
    doc = model()(text)
    doc._.encoding = None
    return [
        " ".join(filter(None, (each.relation, each.change, "denied" if each.negated else "")))
        for each in find_quantities(doc)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Thresholds, and `over` with a word of degree.
        *((f"The index is above the 4,000 {word}.", ">") for word in ("mark", "threshold", "barrier")),
        ("The toll is above the 4,000 milestone.", ">"),
        *((f"It took {words} over six years.", ">") for words in ("just", "a little", "slightly", "well")),
        # `within` a measure, and within something that is as large.
        ("They met within six miles of Oslo.", "<="),
        ("They met within six days.", "<="),
        *((f"They met within a six-day {word}.", "=") for word in ("window", "period", "span")),
        ("They met within a six-mile radius.", "="),
        *((f"He lost at least the {word} two games.", ">=") for word in ("first", "next", "last", "final")),
        # Verbs with `up to`.
        *((f"They {verb} up to 40 cars.", "=") for verb in ("add", "bring", "take", "lead")),
        *((f"It {verb} up to 40 cars.", "=") for verb in ("goes", "comes")),
        ("They work up to 40 hours.", "="),
        ("They live up to 40 years.", "="),
        ("They hold up to 40 cars.", "<="),
        # `over` before `twice`.
        *((f"It costs over twice {word} wage.", ">") for word in ("a", "its", "his", "her", "their", "our")),
        *((f"It costs over twice {word} sum.", ">") for word in ("the", "that", "this")),
        ("It grew over twice as much.", ">"),
        ("It costs over twice what it did.", ">"),
        ("It costs over twice last year's price.", ">"),
        ("It costs over twice an engineer's pay.", ">"),
        ("The car flipped over twice.", "="),
    ],
)
def test_bounds(text: str, found: str) -> None:
    assert read(text) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They counted not 40 cars.", ["= denied"]),
        ("They never counted 40 cars.", ["= denied"]),
        ("It isn't 40 cars.", ["= denied"]),
        ("It isn’t 40 cars.", ["= denied"]),
        *((f"It sold 40 cars, not {word} 90.", ["=", "= denied"]) for word in ("even", "exactly", "yet")),
        ("It sold 40 cars, not quite 90.", ["=", "< denied"]),
        *((f"It sold 40 cars, {word} not 90.", ["=", "="]) for word in ("if", "or")),
        ("Whether not 12 people came is open.", ["="]),
        *((f"He did not win {word} 12 medals.", ["="]) for word in ("the", "these", "those", "all", "both")),
        *((f"He did not win {word} 12 euro coin.", ["="]) for word in ("this", "that")),
    ],
)
def test_denials(text: str, found: list[str]) -> None:
    assert read(text) == found


CONTESTS = [
    *("matches", "games", "elections", "battles", "bouts", "fights", "races", "sets", "finals", "appeals"),
    *("tests", "ODIs", "duels", "referendums", "by-elections"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It counted 40 more than last year.", "= increase"),
        *((f"It counted 40 {word} than last year.", "= decrease") for word in ("fewer", "less")),
        ("Prices almost doubled in May.", "< increase"),
        *((f"300 {noun} were lost in May.", "= decrease") for noun in ("jobs", "posts", "seats")),
        ("300 games were lost in May.", "="),
        ("They lost two seats.", "= decrease"),
        *((f"They lost two {contests}.", "=") for contests in CONTESTS),
        # How far away something is.
        *((f"The ship sank 40 miles {word} Namibia.", "=") for word in ("off", "from", "outside")),
        *((f"The ship sank 40 miles {side} of Namibia.", "=") for side in ("north", "south", "east", "west")),
        *((f"The ship sank 40 miles {side} of Namibia.", "=") for side in ("northeast", "northwest")),
        *((f"The ship sank 40 miles {side} of Namibia.", "=") for side in ("southeast", "southwest")),
        *(
            (f"The ship sank 40 miles {word}.", "=")
            for word in ("away", "inland", "offshore", "ahead", "behind")
        ),
        ("The lake sank 40 feet.", "= decrease"),
        # Comparatives that say neither more nor less.
        ("It is 4 percent better.", "="),
        ("It is 4 percent older.", "="),
        ("It is 4 percent saltier.", "= increase"),
        *(
            (f"The growth {verb} 10 percent.", "= increase")
            for verb in ("reached", "totalled", "hit", "averaged")
        ),
        *((f"The growth {verb} 10 percent.", "= increase") for verb in ("equalled", "approached")),
        *((f"The growth {verb} 10 percent.", "> increase") for verb in ("exceeded", "topped", "surpassed")),
        # Levels.
        *((f"The rate rose {word} 4 percent.", ">") for word in ("past", "beyond", "above")),
        ("The rate fell below 4 percent.", "<"),
        ("The rate rose to 4 percent.", "="),
        ("The rate rose from 4 percent.", "="),
    ],
)
def test_changes(text: str, found: str) -> None:
    assert read(text) == [found]
