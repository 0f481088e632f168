"""Statements: their parts, and whether the parts belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimx.evaluation.calibration import CalibrationScorer
from claimx.evaluation.gold import GoldArticle
from claimx.evaluation.measures import Counts, Measures
from claimx.evaluation.source_names import SourceNameScorer
from claimx.evaluation.spans import characters, merged, one_to_one
from claimx.schema import Extraction, Statement
from claimx.text.tokens import Range

# How much of two contents must be the same for the statements to be taken for one: intersection over union.
SAME_CONTENT = 0.5


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a statement stand."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Positions of a statement of the gold and of one that was read, which are about the same content."""

    gold: int
    read: int
    same_source: bool
    same_cue: bool


class StatementScorer:
    """Statements, four ways.

    `exact_*`: the stretches of text that are source, cue and content of any statement, as in the table of
    CofeNet (Wang et al., COLING 2022). `content_characters`: content character by character, for those who
    can bear a wrong end. `content_with_right_source` and `whole_statement`: statements paired with the gold
    by half of their content; right if the source, or source and cue, share characters or are missing in
    both. `source_names` and `calibration_error` have modules of their own.
    """

    def __init__(self) -> None:
        self._exact = {"source": Counts(), "cue": Counts(), "content": Counts()}
        self._characters = Counts()
        self._sourced = Counts()
        self._whole = Counts()
        self._names = SourceNameScorer()
        self._calibration = CalibrationScorer()

    def add(self, gold: GoldArticle, read: Extraction | None) -> None:
        """Compare what was read in one article, or nothing, with its gold."""
        text = gold.article.text
        right = list(gold.annotation.statements or ())
        statements = read.statements if read else []
        pairs = self.compare([parts_of(text, s) for s in right], [parts_of(text, s) for s in statements])
        whole = {pair.read for pair in pairs if pair.same_source and pair.same_cue}
        for position, statement in enumerate(statements):
            self._calibration.add(statement.confidence, position in whole)
        self._names.add(
            gold.annotation, [(right[p.gold], statements[p.read]) for p in pairs if p.same_source]
        )

    def compare(self, gold: Sequence[Parts], read: Sequence[Parts]) -> list[Pair]:
        """Count the parts of one article's statements; gives the statements that are about the same."""
        for role, count in self._exact.items():
            theirs, ours = (
                {span for parts in side for span in getattr(parts, role)} for side in (gold, read)
            )
            count.add(len(theirs & ours), len(ours), len(theirs))
            if role == "content":
                their_characters, our_characters = characters(theirs), characters(ours)
                shared = their_characters & our_characters
                self._characters.add(len(shared), len(our_characters), len(their_characters))
        pairs = _pairs(gold, read)
        sizes = sum(bool(parts.content) for parts in read), sum(bool(parts.content) for parts in gold)
        self._sourced.add(sum(pair.same_source for pair in pairs), *sizes)
        self._whole.add(sum(pair.same_source and pair.same_cue for pair in pairs), *sizes)
        return pairs

    def measures(self) -> Measures:
        """The figures of all articles so far."""
        return {
            **{f"exact_{role}": count.score() for role, count in self._exact.items()},
            "content_characters": self._characters.score(),
            "content_with_right_source": self._sourced.score(),
            "whole_statement": self._whole.score(),
            "source_names": self._names.score(),
            "calibration_error": self._calibration.measure(),
        }


def parts_of(text: str, statement: Statement) -> Parts:
    """The stretches of a statement's source, cue and content."""
    return Parts(
        source=merged(text, [statement.source] if statement.source else []),
        cue=merged(text, [statement.cue] if statement.cue else []),
        content=merged(text, statement.content),
    )


def _pairs(gold: Sequence[Parts], read: Sequence[Parts]) -> list[Pair]:
    contents = [characters(parts.content) for parts in gold], [characters(parts.content) for parts in read]
    alike = []
    for i, theirs in enumerate(contents[0]):
        for j, ours in enumerate(contents[1]):
            shared = len(theirs & ours)
            if shared and (likeness := shared / len(theirs | ours)) >= SAME_CONTENT:
                alike.append((likeness, i, j))
    return [
        Pair(i, j, _touch(gold[i].source, read[j].source), _touch(gold[i].cue, read[j].cue))
        for i, j in one_to_one(alike)
    ]


def _touch(one: tuple[Range, ...], other: tuple[Range, ...]) -> bool:
    """Whether they share a character, or neither is there."""
    return bool(characters(one) & characters(other)) if one or other else True
