"""A passage of running text with whatever layers its corpus annotates."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from labels import ENTITY_TAGS, QUANTITY_TAGS, ROLE_TAGS

Pair = tuple[int, int]


@dataclass
class Attribution:
    """Word ranges (end exclusive) of one PolNeAR attribution."""

    source: Pair | None
    cue: Pair | None
    content: list[Pair]


@dataclass
class Pointing:
    """Word ranges (end exclusive) of a quantity and of what it points at, None where nothing is known.

    Each of `what`, `source` and `date` lists the phrases that are equally right; an empty list says none is.
    """

    quantity: Pair
    what: list[Pair] | None
    source: list[Pair] | None
    date: list[Pair] | None


@dataclass
class TaughtPointing:
    """A quantity, and what a teacher takes it to point at, one row for each of `POINTERS`.

    `first` and `last`: the likeliest words, (pointers, n), as positions in the passage; `first_chances` and
    `last_chances`: their probabilities, (pointers, n); `none`: that it points at nothing, (pointers,).
    """

    quantity: Pair
    first: np.ndarray
    first_chances: np.ndarray
    last: np.ndarray
    last_chances: np.ndarray
    none: np.ndarray


@dataclass
class Lesson:
    """What a teacher makes of a passage: the scores of tags by layer, (words, tags), and of pointers.

    `teacher`: its number, where a network learns from several.
    """

    tags: dict[str, np.ndarray]
    pointings: list[TaughtPointing] = field(default_factory=list)
    teacher: int = 0


@dataclass
class Passage:
    """Words with the gap before each, and one array a layer, None where the corpus is silent.

    `heads` are positions in the passage, -1 for a root. `entities` is a boolean table of the tags
    each word may carry: a corpus with fewer or broader labels than ours allows several.
    `lesson`: what other networks make of it, see `teach.py`.
    `unbreakable`: a window must begin and end at a sentence start.
    """

    corpus: str
    words: list[str]
    gaps: list[int]
    sentence_starts: np.ndarray | None = None
    upos: np.ndarray | None = None
    xpos: np.ndarray | None = None
    heads: np.ndarray | None = None
    labels: np.ndarray | None = None
    entities: np.ndarray | None = None
    roles: np.ndarray | None = None
    attributions: list[Attribution] = field(default_factory=list)
    quantities: np.ndarray | None = None
    pointings: list[Pointing] = field(default_factory=list)
    silver_entities: bool = False
    lesson: Lesson | None = None
    unbreakable: bool = True


def allow_entities(
    count: int, spans: list[tuple[int, int, list[str]]], free: set[int] = frozenset()
) -> np.ndarray:
    """Build the table of allowed tags from spans with their possible labels.

    A span whose possible labels include "O" may also be no entity at all; words in `free` may be anything.
    """
    table = np.zeros((count, len(ENTITY_TAGS)), dtype=bool)
    table[:, 0] = True
    for start, end, labels in spans:
        for i in range(start, end):
            table[i, 0] = "O" in labels
            for label in labels:
                if label != "O":
                    table[i, ENTITY_TAGS.index(f"{'B' if i == start else 'I'}-{label}")] = True
    for i in free:
        table[i, :] = True
    return table


def mark_quantities(count: int, spans: list[Pair]) -> np.ndarray:
    """Build the BIO tags of quantities."""
    tags = np.zeros(count, dtype=np.int64)
    for start, end in spans:
        tags[start:end] = QUANTITY_TAGS.index("I-quantity")
        tags[start] = QUANTITY_TAGS.index("B-quantity")
    return tags


def mark_roles(count: int, attributions: list[Attribution]) -> np.ndarray:
    """Build the BIO tags of the roles; where spans overlap, cue wins over source over content."""
    tags = np.zeros(count, dtype=np.int64)
    for role in ("content", "source", "cue"):
        for attribution in attributions:
            spans = getattr(attribution, role)
            for start, end in spans if isinstance(spans, list) else [spans] if spans else []:
                tags[start:end] = ROLE_TAGS.index(f"I-{role}")
                tags[start] = ROLE_TAGS.index(f"B-{role}")
    for i in range(1, count):  # what goes on behind a span laid over it begins anew
        if tags[i] and tags[i] % 2 == 0 and tags[i - 1] not in (tags[i], tags[i] - 1):
            tags[i] -= 1
    return tags
