"""Entities: the places where they are named."""

from __future__ import annotations

from collections import defaultdict

from claimx.evaluation.gold import GoldArticle
from claimx.evaluation.measures import Counts, Measures
from claimx.evaluation.spans import merged
from claimx.schema import Entity, Extraction

ALL = "all"


class EntityScorer:
    """Names as in CoNLL-2003 (Tjong Kim Sang and De Meulder): right with the exact span and label.

    Pronouns and descriptions are left to `source_names`.
    """

    def __init__(self) -> None:
        self._counts: dict[str, Counts] = defaultdict(Counts)

    def add(self, gold: GoldArticle, read: Extraction | None) -> None:
        """Compare what was read in one article, or nothing, with its gold."""
        text = gold.article.text
        right_names = _names(text, gold.annotation.entities or [])
        names = _names(text, read.entities if read else [])
        for label in {ALL, *(label for *_, label in right_names | names)}:
            theirs = {name for name in right_names if label in (ALL, name[-1])}
            ours = {name for name in names if label in (ALL, name[-1])}
            self._counts[label].add(len(theirs & ours), len(ours), len(theirs))

    def measures(self) -> Measures:
        """All names, then those of each label, the most frequent first."""
        counts = sorted(self._counts.items(), key=lambda item: (-item[1].gold, item[0]))
        return {ALL: self._counts[ALL].score(), **{label: count.score() for label, count in counts}}


def _names(text: str, entities: list[Entity]) -> set[tuple[int, int, str]]:
    return {
        (start, end, str(entity.label))
        for entity in entities
        for mention in entity.mentions
        if mention.kind == "name"
        for start, end in merged(text, [mention])
    }
