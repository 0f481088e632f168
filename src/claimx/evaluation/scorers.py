"""Scores of each layer: what a model reads in an article against its annotation.

Percentages throughout, except for the calibration error.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from claimx.schema import AnySpan, Entity, Extraction, Quantity, Result, Source, Statement, TextSpan
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from claimx.evaluation import Annotation, GoldArticle

# Minimum intersection over union of two contents for their statements to be paired.
SAME_CONTENT = 0.5
# Minimum share of the words of the shorter phrase that the longer one must contain.
SAME_PHRASE = 0.5
# Maximum relative error of a value: two thirds may be written 0.667.
VALUE_TOLERANCE = 0.001
CALIBRATION_BINS = 10
# Below this number of statements the calibration error is mostly chance.
FEWEST = 100
ALL = "all"

_FUNCTION_WORDS = frozenset(("the", "a", "an", "of", "in", "its", "his", "her", "their"))
_FIELDS = ("value", "unit", "relation", "change", "what", "source")


class Score(Result):
    """Precision, recall and F1, with the number of items read and in the gold."""

    precision: float
    recall: float
    f1: float
    read: int
    gold: int


class Accuracy(Result):
    """The share of right answers among those judged."""

    accuracy: float
    judged: int


class Calibration(Result):
    """Expected calibration error, from 0 to 1; null for too few statements."""

    error: float | None
    statements: int


Measure = Score | Accuracy | Calibration
Measures = Mapping[str, Measure]


@dataclass
class Counts:
    """True positives, items read, items in the gold."""

    right: int = 0
    read: int = 0
    gold: int = 0

    def add(self, right: int, read: int, gold: int) -> None:
        """Add the counts of one article."""
        self.right += right
        self.read += read
        self.gold += gold

    def score(self) -> Score:
        """Precision, recall and F1; 0 for a division by zero."""
        precision, recall = _share(self.right, self.read), _share(self.right, self.gold)
        both = precision + recall
        return Score(
            precision=_percent(precision),
            recall=_percent(recall),
            f1=_percent(2 * precision * recall / both if both else 0.0),
            read=self.read,
            gold=self.gold,
        )


class EntityScorer:
    """Names as in CoNLL-2003 (Tjong Kim Sang and De Meulder): right with the exact span and label.

    Pronouns and descriptions are scored by `SourceNameScorer`.
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
        """The scores of all names, then of each label, the most frequent first."""
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


class DateScorer:
    """Dates as in TempEval-3 (UzZaman et al., SemEval 2013), relaxed.

    `found`: the text overlaps that of a date in the gold, one to one. `value`: and the value is the same.
    """

    def __init__(self) -> None:
        self._found = Counts()
        self._valued = Counts()

    def add(self, gold: GoldArticle, read: Extraction | None) -> None:
        """Compare what was read in one article, or nothing, with its gold."""
        expected = gold.annotation.dates or []
        dates = read.dates if read else []
        pairs = overlapping(expected, dates)
        self._found.add(len(pairs), len(dates), len(expected))
        valued = sum(expected[i].value == dates[j].value for i, j in pairs)
        self._valued.add(valued, len(dates), len(expected))

    def measures(self) -> Measures:
        """The scores of all articles so far."""
        return {"found": self._found.score(), "value": self._valued.score()}


class QuantityScorer:
    """Quantities, paired with the gold by overlapping text, one to one.

    `found`: there is a pair. `value_unit_relation`: those three are right too, and in `with_what` also what
    is counted, by `same_phrase`. The accuracies are the share of pairs in which each field is right.
    """

    def __init__(self) -> None:
        self._found = Counts()
        self._valued = Counts()
        self._understood = Counts()
        self._right: Counter[str] = Counter()

    def add(self, gold: GoldArticle, read: Extraction | None) -> None:
        """Compare what was read in one article, or nothing, with its gold."""
        expected = list(gold.annotation.quantities or ())
        quantities = read.quantities if read else []
        pairs = overlapping(expected, quantities)
        right = [_right_fields(expected[i], quantities[j]) for i, j in pairs]
        for fields in right:
            self._right.update(fields)
        sizes = len(quantities), len(expected)
        self._found.add(len(pairs), *sizes)
        self._valued.add(sum({"value", "unit", "relation"} <= fields for fields in right), *sizes)
        self._understood.add(sum({"value", "unit", "relation", "what"} <= fields for fields in right), *sizes)

    def measures(self) -> Measures:
        """The scores of all articles so far."""
        paired = self._found.right
        return {
            "found": self._found.score(),
            "value_unit_relation": self._valued.score(),
            "with_what": self._understood.score(),
            **{
                field: Accuracy(accuracy=_percent(_share(self._right[field], paired)), judged=paired)
                for field in _FIELDS
            },
        }


def _right_fields(gold: Quantity, read: Quantity) -> set[str]:
    same = {
        "value": _close(gold.value_low, read.value_low) and _close(gold.value_high, read.value_high),
        "unit": gold.unit == read.unit,
        "relation": gold.relation == read.relation,
        "change": gold.change == read.change,
        "what": same_phrase(_text(gold.what), _text(read.what)),
        "source": same_phrase(_text(gold.source), _text(read.source)),
    }
    return {field for field, is_same in same.items() if is_same}


def _text(span: TextSpan | None) -> str | None:
    return span.text if span else None


def _close(gold: float, read: float) -> bool:
    return abs(gold - read) <= VALUE_TOLERANCE * max(1, abs(gold))


class _Roles(NamedTuple):
    """The stretches of text that are the source, cue and content of a statement."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]


class _Pair(NamedTuple):
    """Positions of a statement in the gold and of one that was read, with nearly the same content."""

    gold: int
    read: int
    same_source: bool
    same_cue: bool


class StatementScorer:
    """Statements, four ways.

    `exact_*`: the stretches of text that are source, cue and content of any statement, as in the table of
    CofeNet (Wang et al., COLING 2022). `content_characters`: content character by character, which forgives
    a wrong boundary. `content_with_right_source` and `whole_statement`: statements paired with the gold by
    half of their content; right if the source, or source and cue, share characters or are missing in both.
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
        expected = list(gold.annotation.statements or ())
        statements = read.statements if read else []
        theirs, ours = [_roles(text, s) for s in expected], [_roles(text, s) for s in statements]
        self._count_roles(theirs, ours)
        pairs = _pairs(theirs, ours)
        sizes = sum(bool(roles.content) for roles in ours), sum(bool(roles.content) for roles in theirs)
        whole = {pair.read for pair in pairs if pair.same_source and pair.same_cue}
        self._sourced.add(sum(pair.same_source for pair in pairs), *sizes)
        self._whole.add(len(whole), *sizes)
        for position, statement in enumerate(statements):
            self._calibration.add(statement.confidence, position in whole)
        same_source = ((expected[p.gold], statements[p.read]) for p in pairs if p.same_source)
        self._names.add(gold.annotation, same_source)

    def _count_roles(self, gold: Sequence[_Roles], read: Sequence[_Roles]) -> None:
        for role, counts in self._exact.items():
            theirs, ours = (
                {span for roles in side for span in getattr(roles, role)} for side in (gold, read)
            )
            counts.add(len(theirs & ours), len(ours), len(theirs))
        their_characters, our_characters = characters(theirs), characters(ours)
        shared = their_characters & our_characters
        self._characters.add(len(shared), len(our_characters), len(their_characters))

    def measures(self) -> Measures:
        """The scores of all articles so far."""
        return {
            **{f"exact_{role}": counts.score() for role, counts in self._exact.items()},
            "content_characters": self._characters.score(),
            "content_with_right_source": self._sourced.score(),
            "whole_statement": self._whole.score(),
            "source_names": self._names.score(),
            "calibration_error": self._calibration.measure(),
        }


def _roles(text: str, statement: Statement) -> _Roles:
    return _Roles(
        source=merged(text, filter(None, [statement.source])),
        cue=merged(text, filter(None, [statement.cue])),
        content=merged(text, statement.content),
    )


def _pairs(gold: Sequence[_Roles], read: Sequence[_Roles]) -> list[_Pair]:
    contents = [characters(roles.content) for roles in gold], [characters(roles.content) for roles in read]
    overlap = []
    for i, theirs in enumerate(contents[0]):
        for j, ours in enumerate(contents[1]):
            shared = len(theirs & ours)
            if shared and (iou := shared / len(theirs | ours)) >= SAME_CONTENT:
                overlap.append((iou, i, j))
    return [
        _Pair(i, j, _touch(gold[i].source, read[j].source), _touch(gold[i].cue, read[j].cue))
        for i, j in one_to_one(overlap)
    ]


def _touch(one: tuple[Range, ...], other: tuple[Range, ...]) -> bool:
    """Whether the two share a character, or both are missing."""
    return bool(characters(one) & characters(other)) if one or other else True


class SourceNameScorer:
    """The names given to pronouns and descriptions (`she`, `the agency`), where the source is right.

    Precision: the share of given names that are right; a name for a source without one in the gold is wrong.
    Recall: the share of sources with a name in the gold that were given it. A source whose own words contain
    the name is not counted, nor is an article in which no source has a name: names were not annotated there.
    """

    def __init__(self) -> None:
        self._counts = Counts()

    def add(self, gold: Annotation, pairs: Iterable[tuple[Statement, Statement]]) -> None:
        """Count the sources in pairs of a statement of the gold and the one that was read."""
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
            # A name that is part of the source's own words was not inferred, whatever the gold has for it.
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
    """Whether one name equals the other or is part of it: `Rector` for `Ana Rector`."""
    ours, theirs = _words(one or ""), _words(other or "")
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


class CalibrationScorer:
    """The expected calibration error (Naeini, Cooper and Hauskrecht, AAAI 2015).

    Statements are put into bins of equal width by confidence; the error is the difference between mean
    confidence and accuracy of a bin, averaged with the sizes of the bins as weights.
    """

    def __init__(self) -> None:
        self._statements = 0
        # Sum of confidence minus number of right statements, by bin: the difference times the size.
        self._surplus: defaultdict[int, float] = defaultdict(float)

    def add(self, confidence: float | None, right: bool) -> None:
        """Count one statement; one without confidence is ignored."""
        if confidence is not None:
            self._statements += 1
            bin_ = min(int(confidence * CALIBRATION_BINS), CALIBRATION_BINS - 1)
            self._surplus[bin_] += confidence - right

    def measure(self) -> Calibration:
        """The error, or None for fewer than `FEWEST` statements."""
        if self._statements < FEWEST:
            return Calibration(error=None, statements=self._statements)
        error = sum(map(abs, self._surplus.values())) / self._statements
        return Calibration(error=round(error, 3), statements=self._statements)


def same_phrase(one: str | None, other: str | None) -> bool:
    """Whether half of the words of the shorter phrase are in the longer one, or both are missing."""
    if one is None or other is None:
        return one is other
    ours, theirs = _words(one), _words(other)
    return bool(ours & theirs) and len(ours & theirs) / min(len(ours), len(theirs)) >= SAME_PHRASE


def _words(phrase: str) -> set[str]:
    """The content words of a phrase, in lower case; a hyphen separates words."""
    return set(phrase.casefold().replace("-", " ").split()) - _FUNCTION_WORDS


def merged(text: str, spans: Iterable[AnySpan]) -> tuple[Range, ...]:
    """Spans without white space at their edges; spans with only white space between them become one."""
    stretches: list[Range] = []
    for start, end in sorted(_trimmed(text, span) for span in spans):
        if start == end:
            continue
        if stretches and not text[stretches[-1].end : start].strip():
            stretches[-1] = Range(stretches[-1].start, max(end, stretches[-1].end))
        else:
            stretches.append(Range(start, end))
    return tuple(stretches)


def _trimmed(text: str, span: AnySpan) -> Range:
    words = text[span.start : span.end]
    kept = words.strip()
    start = span.start + (len(words) - len(words.lstrip()) if kept else 0)
    return Range(start, start + len(kept))


def characters(spans: Iterable[Range]) -> set[int]:
    """The offsets of all characters in the spans."""
    return {offset for start, end in spans for offset in range(start, end)}


def one_to_one(similarity: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Greedy pairs of positions in two lists, the most similar first, each position at most once.

    Args:
        similarity: the similarity of two items, and their positions; ties go to the earlier positions.
    """
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, left, right in sorted(similarity, key=lambda item: (-item[0], *item[1:])):
        if left not in taken[0] and right not in taken[1]:
            taken[0].add(left)
            taken[1].add(right)
            pairs.append((left, right))
    return pairs


def overlapping(gold: Sequence[AnySpan], read: Sequence[AnySpan]) -> list[tuple[int, int]]:
    """Positions of the spans that share characters, one to one, the longest overlap first."""
    return one_to_one(
        (shared, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(read)
        if (shared := min(one.end, other.end) - max(one.start, other.start)) > 0
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _percent(value: float) -> float:
    return round(100 * value, 1)
