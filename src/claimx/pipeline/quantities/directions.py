"""The words of change: which way each one points."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from claimx.pipeline.quantities.tables import table
from claimx.schema import Change

if TYPE_CHECKING:
    from spacy.tokens import Token


class Directions(NamedTuple):
    """Words of change by part of speech, and which of them take a size in which way."""

    verbs: dict[str, Change]
    nouns: dict[str, Change]
    adverbs: dict[str, Change]
    comparatives: dict[str, Change]
    object_verbs: frozenset[str]
    by_only: frozenset[str]
    motion_verbs: frozenset[str]
    shares_only_nouns: frozenset[str]
    verbs_with_off: frozenset[str]
    transparent: frozenset[str]


@cache
def directions() -> Directions:
    """The table of words of change."""
    data, modifiers = table("changes"), table("modifiers")

    def keyed(part: str) -> dict[str, Change]:
        sides: tuple[Change, ...] = ("increase", "decrease")
        return {word: side for side in sides for word in data[side][part]}

    modifying = {
        word for phrases in modifiers["before"].values() for phrase in phrases for word in phrase.split()
    }
    return Directions(
        keyed("verbs"),
        keyed("nouns"),
        keyed("adverbs"),
        keyed("comparatives"),
        frozenset(data["object_verbs"]),
        frozenset(data["by_only"]),
        frozenset(data["motion_verbs"]),
        frozenset(data["shares_only_nouns"]),
        frozenset(data["verbs_with_off"]),
        frozenset(modifying) - set(data["levels"]) | set(modifiers["transparent"]) | {"either", "both"},
    )


def direction_of_verb(token: Token) -> Change | None:
    """Which way a verb of change points; None for other words."""
    return directions().verbs.get(token.lemma_.lower()) if token.pos_ == "VERB" else None


def direction_of_noun(token: Token) -> Change | None:
    """Which way a noun of change points; None for other words."""
    return directions().nouns.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None


def is_transparent(token: Token) -> bool:
    """Whether the word only modifies the number after it (`nearly`, `a`, `another`)."""
    return token.lower_ in directions().transparent
