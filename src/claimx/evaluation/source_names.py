"""Whose statement it is, where the article says `she` or `the agency`."""

from __future__ import annotations

from collections.abc import Iterable

from claimx.evaluation.gold import Annotation
from claimx.evaluation.measures import Counts, Score
from claimx.evaluation.phrases import words
from claimx.schema import Source, Statement


class SourceNameScorer:
    """The names given to pronouns and descriptions, in statements whose source was found.

    Precision: of the names given, how many are right; one for a source that has none in the gold is wrong.
    Recall: of the sources that have a name in the gold, how many were given it. A name that the source's
    own words hold is nothing to be found out and is not counted. An article in which no source has a name
    is taken for one where names were not annotated.
    """

    def __init__(self) -> None:
        self._counts = Counts()

    def add(self, gold: Annotation, pairs: Iterable[tuple[Statement, Statement]]) -> None:
        """Count the sources of one article's statements, each of the gold with the one that was read."""
        if not any(statement.source and statement.source.name for statement in gold.statements or ()):
            return
        spelled = {
            (mention.start, mention.end, entity.id)
            for entity in gold.entities or ()
            for mention in entity.mentions
            if mention.kind == "name"
        }
        for statement, other in pairs:
            right, read = statement.source, other.source
            if right is None or read is None or _is_named(right, spelled):
                continue
            # A name that stands in the words was not found out, whatever the gold calls the source.
            given = read.name if read.name and read.name.casefold() not in read.text.casefold() else None
            self._counts.add(_same_name(right.name, given), given is not None, right.name is not None)

    def score(self) -> Score:
        """Precision and recall so far."""
        return self._counts.score()


def _is_named(source: Source, spelled: set[tuple[int, int, str]]) -> bool:
    return any(
        source.start <= start and end <= source.end and entity == source.entity
        for start, end, entity in spelled
    )


def _same_name(one: str | None, other: str | None) -> bool:
    """Whether one is the other, or a part of it: `Rector` for `Ana Rector`."""
    if one is None or other is None:
        return False
    ours, theirs = words(one), words(other)
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)
