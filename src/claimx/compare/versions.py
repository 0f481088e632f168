"""How one article's version of a quotation departs from another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rapidfuzz.distance import Indel, LCSseq

from claimx.compare.quoted import words_of
from claimx.compare.results import Difference, Edit, Version
from claimx.compare.wording import Word
from claimx.schema import TextSpan


def likeness(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of the shorter text's words that stand in the longer one in the same order."""
    return float(LCSseq.similarity(a, b)) / min(len(a), len(b))


def compare_versions(fullest: list[TextSpan], here: list[TextSpan]) -> tuple[Version, list[Difference]]:
    """What a version cuts from the fullest or changes in it; case and punctuation do not count."""
    theirs, ours = words_of(fullest), words_of(here)
    differences = [
        difference
        for (a, b), (c, d) in _gaps([word.text for word in theirs], [word.text for word in ours])
        for difference in _differences(_spans(fullest, theirs[a:b]), _spans(here, ours[c:d]))
    ]
    if not differences:
        return "same", []
    cut = all(difference.edit == "cut" for difference in differences)
    return "cut" if cut else "changed", differences


def _gaps(a: list[str], b: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The stretches between the words that two texts share, as pairs of positions in each."""
    a_end = b_end = 0
    for block in [*Indel.opcodes(a, b).as_matching_blocks()]:
        if block.a > a_end or block.b > b_end:
            yield (a_end, block.a), (b_end, block.b)
        a_end, b_end = block.a + block.size, block.b + block.size


def _spans(parts: list[TextSpan], words: list[Word]) -> list[TextSpan]:
    """The stretches that words cover, one for each part of the quotation that they stand in."""
    spans = []
    for part in parts:
        inside = [word for word in words if part.start <= word.start < part.end]
        if inside:
            start, end = inside[0].start, inside[-1].end
            text = part.text[start - part.start : end - part.start]
            spans.append(TextSpan.model_construct(start=start, end=end, text=text))
    return spans


def _differences(fullest: list[TextSpan], here: list[TextSpan]) -> Iterator[Difference]:
    for theirs, ours in zip_longest(fullest, here):
        edit: Edit = "cut" if ours is None else "added" if theirs is None else "replaced"
        yield Difference(edit=edit, fullest=theirs, here=ours)
