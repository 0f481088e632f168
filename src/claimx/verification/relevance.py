"""How relevant a number or date of a source is to one of the draft.

It is the more relevant, the more words its sentence, and the words right around it, share with the sentence
of the draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from claimx.compare.words import Word
from claimx.schema import AnySpan, Date, Quantity
from claimx.verification.passages import Context, Sources, Text, content_stems

# Words on either side of a figure that say what it is about.
_AROUND = 6
_SENTENCE_SHARE = 0.6
_WHAT_BONUS = 0.25
# What a neighbouring sentence lends to the relevance of a figure.
_NEIGHBOUR = 0.7
# The same figure needs this relevance; a rival one must be nearly as relevant as the draft's own context.
LEAST_SAME = 0.07
LEAST_RIVAL = 0.15
# A rival outweighs the same figure elsewhere only if that is less relevant by this factor.
_OUTWEIGHED = 0.3
_STRONG_RIVAL = 0.5
_OF_PERIODS = frozenset({"end", "start", "begin", "middle", "late", "early"})

Figure = TypeVar("Figure", Quantity, Date)
Place = tuple[Text, AnySpan]


class Candidate(NamedTuple, Generic[Figure]):
    """A figure of a source, and its relevance."""

    relevance: float
    text: Text
    figure: Figure


def rank(
    sources: Sources,
    draft: Text,
    figure: Figure,
    contexts: Sequence[Context],
    figures: Mapping[tuple[str, int], Sequence[Figure]],
) -> Iterator[Candidate[Figure]]:
    """The figures in and next to the sentences about the same thing, with their relevance."""
    near = set(content_stems(around(draft, figure)))
    if isinstance(figure, Date):
        # `By the end of` says nothing of what happens then.
        near -= _OF_PERIODS
    what = what_stems(draft, figure)
    scores: dict[tuple[Text, int], float] = {}
    for context in contexts:
        for step, share in ((0, 1.0), (-1, _NEIGHBOUR), (1, _NEIGHBOUR)):
            number = context.number + step
            if 0 <= number < len(context.text.sentences):
                key = (context.text, number)
                scores[key] = max(scores.get(key, 0.0), share * context.score)
    for (text, number), score in scores.items():
        for candidate in figures.get((text.id, number), ()):
            beside = set(content_stems(around(text, candidate)))
            relevance = _SENTENCE_SHARE * score + (1 - _SENTENCE_SHARE) * sources.shared(near, beside)
            if what and what & (what_stems(text, candidate) or beside):
                relevance += _WHAT_BONUS
            yield Candidate(relevance, text, candidate)


def around(text: Text, figure: Quantity | Date) -> list[Word]:
    """The words around a figure, in its sentence."""
    sentence = text.sentences[text.sentence_at(figure.start)]
    before = text.words_in(sentence.start, figure.start)[-_AROUND:]
    return before + text.words_in(figure.end, sentence.end)[:_AROUND]


def what_stems(text: Text, figure: Quantity | Date) -> set[str]:
    """The stems of the words for what a number counts; none for a date."""
    if isinstance(figure, Date) or figure.what is None:
        return set()
    return set(content_stems(text.words_in(figure.what.start, figure.what.end)))


def best(
    found: Iterable[Candidate[Figure]], fits: Callable[[Candidate[Figure]], bool]
) -> Candidate[Figure] | None:
    """The most relevant candidate that fits."""
    return max(filter(fits, found), key=lambda c: c.relevance, default=None)


def outweighs(rival: Candidate[Figure] | None, same: Candidate[Figure]) -> bool:
    """Whether the draft's figure belongs to something else, and a rival to what the draft is about."""
    return bool(rival and rival.relevance >= _STRONG_RIVAL and same.relevance < _OUTWEIGHED * rival.relevance)
