"""Who is quoted, in how many articles, and what about."""

from __future__ import annotations

from sheets import S, sheet

from claimx.compare import Speaker
from claimx.compare.comparer import compare
from claimx.schema import Extraction

FULL = sheet(
    "a",
    "“Scrap the old sprinklers now,” Petra Vance said. She left. Kim Moss said that it rained.",
    S("Petra Vance", "“Scrap the old sprinklers now,”"),
    S("Kim Moss", "that it rained", "indirect"),
    names={"Petra Vance": "PERSON", "Kim Moss": "PERSON"},
)
SHORT = sheet(
    "b",
    "Vance said that no “sprinkler worked” then.",
    S("Vance", "that no “sprinkler worked” then", "mixed"),
    names={"Vance": "PERSON"},
)


def speakers(*extractions: Extraction, about: str | None = None) -> list[Speaker]:
    return compare(extractions, sections=["speakers"], about=about).speakers


def test_who_is_quoted_where() -> None:
    vance, moss = speakers(FULL, SHORT)
    assert (vance.name, vance.kind, vance.also) == ("Petra Vance", "person", ["Vance"])
    assert (vance.articles, vance.statements) == (["a", "b"], 2)
    # Seven of ten words: all five of the first statement, and two of five.
    assert vance.direct == 0.7
    assert (moss.articles, moss.direct) == (["a"], 0.0)
    assert vance.remarks == moss.remarks == []


def test_what_was_said_about_a_word() -> None:
    vance, moss = speakers(FULL, SHORT, about="Sprinkler")
    assert [(r.article, r.result) for r in vance.remarks] == [("a", "s1"), ("b", "s1")]
    assert moss.remarks == []
    assert [speaker.name for speaker in speakers(FULL, SHORT, about="old sprinklers") if speaker.remarks] == [
        "Petra Vance"
    ]


def test_nobody_without_a_name() -> None:
    text = "There she said that it rained. The company said that it snowed."
    nameless = sheet(
        "a",
        text,
        S("she", "that it rained", "indirect"),
        S("The company", "that it snowed", "indirect", kind="organization"),
    )
    assert [speaker.name for speaker in speakers(nameless)] == []
