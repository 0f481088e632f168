"""How one version of a quotation differs from another, and whether the difference may change the meaning.

Versions are compared sentence by sentence: who quotes one sentence of a statement has not cut the others.
An edit *touches* what decides the meaning: a negation, a number, a modal verb, or a condition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise, zip_longest

from rapidfuzz.distance import Indel

from claimx.compare.schema import Difference, Edit, Touch, Version
from claimx.compare.text import Word, sentence_ends, words_of
from claimx.schema import TextSpan
from claimx.text.lexicon import read_json, word_set

# What may stand around a sentence in a quotation.
_AROUND = "\"“”„‟«»‘’'‚‹›` \t\r\n"
_TOUCHES: tuple[Touch, ...] = ("negation", "number", "modal", "condition")
# A cut of this many words that begins or ends with `and` is a clause of its own.
_LEAST_CLAUSE = 4
_JOINING = frozenset({"and", "or"})
# Endings of contractions; `'s` and `'d` stand for several words.
_CONTRACTIONS = {"n't": "not", "'ll": "will", "'ve": "have", "'re": "are", "'m": "am"}
_IRREGULAR = {
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("shall", "not"),
}


def sentences(parts: Sequence[TextSpan]) -> list[list[TextSpan]]:
    """The sentences of a quotation, each as its spans: one that is interrupted has several.

    Marks are left out where a sentence is not the whole part.
    """
    found: list[list[TextSpan]] = []
    for part in parts:
        cuts = [0, *sentence_ends(part.text), len(part.text)]
        for first, last in pairwise(cuts):
            span = part if last - first == len(part.text) else _trimmed(part, first, last)
            if span is None:
                continue
            if first == 0 and found and _goes_on(found[-1][-1], span):
                found[-1].append(span)
            else:
                found.append([span])
    return found


def _trimmed(part: TextSpan, first: int, last: int) -> TextSpan | None:
    """A stretch of a part without white space and quotation marks around it."""
    text = part.text[first:last]
    start = first + len(text) - len(text.lstrip(_AROUND))
    bare = text.strip(_AROUND)
    if not bare:
        return None
    return TextSpan.model_construct(start=part.start + start, end=part.start + start + len(bare), text=bare)


def _goes_on(before: TextSpan, after: TextSpan) -> bool:
    """Whether a sentence goes on after an interruption: `“We will pay,” she said, “and soon.”`."""
    end = before.text.rstrip(_AROUND)
    begin = after.text.lstrip(_AROUND + "….")
    return not end.endswith((".", "!", "?")) and begin[:1].islower()


def joined(parts: Sequence[TextSpan], spans: Sequence[TextSpan]) -> list[TextSpan]:
    """Sentences as long spans of a quotation: those that follow each other in one part are one span."""
    found: list[TextSpan] = []
    for part in parts:
        for span in (span for span in spans if part.start <= span.start < part.end):
            first = span.start
            if found and found[-1].start >= part.start:
                between = part.text[found[-1].end - part.start : first - part.start]
                if not between.strip():
                    first = found.pop().start
            if not _rest(part, first, span.end).strip(_AROUND):
                found.append(part)
            else:
                text = part.text[first - part.start : span.end - part.start]
                found.append(TextSpan.model_construct(start=first, end=span.end, text=text))
    return found


def _rest(part: TextSpan, start: int, end: int) -> str:
    return part.text[: start - part.start] + part.text[end - part.start :]


def compare_versions(
    fullest: list[TextSpan], here: list[TextSpan], *, fragment: bool = False
) -> tuple[Version, list[Difference]]:
    """The kind of a version and its differences from the fullest, ignoring case and punctuation.

    Args:
        fullest: one sentence.
        here: the same sentence in another article.
        fragment: words within indirect speech, which says in its own words what comes before them.
    """
    theirs, ours = words_of(fullest), words_of(here)
    differences = [
        difference
        for (a, b), (c, d) in _gaps([word.text for word in theirs], [word.text for word in ours])
        if _written_out(theirs[a:b]) != _written_out(ours[c:d])
        for difference in _differences(
            _spans(fullest, theirs[a:b]),
            _spans(here, ours[c:d]),
            [] if fragment and a == 0 else _touches(theirs[a:b], ours[c:d], a == 0, b == len(theirs)),
        )
    ]
    if not differences:
        return "same", []
    cut = all(difference.edit == "cut" for difference in differences)
    return "cut" if cut else "changed", differences


def _gaps(a: list[str], b: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The gaps between the words that two texts share, as word positions in each."""
    a_end = b_end = 0
    for block in [*Indel.opcodes(a, b).as_matching_blocks()]:
        if block.a > a_end or block.b > b_end:
            yield (a_end, block.a), (b_end, block.b)
        a_end, b_end = block.a + block.size, block.b + block.size


def _spans(parts: list[TextSpan], found: list[Word]) -> list[TextSpan]:
    """The spans covered by words, one for each part of the quotation."""
    spans = []
    for part in parts:
        inside = [word for word in found if part.start <= word.start < part.end]
        if inside:
            start, end = inside[0].start, inside[-1].end
            text = part.text[start - part.start : end - part.start]
            spans.append(TextSpan.model_construct(start=start, end=end, text=text))
    return spans


def _differences(fullest: list[TextSpan], here: list[TextSpan], touches: list[Touch]) -> Iterator[Difference]:
    for theirs, ours in zip_longest(fullest, here):
        edit: Edit = "cut" if ours is None else "added" if theirs is None else "replaced"
        yield Difference(edit=edit, fullest=theirs, here=ours, touches=touches)


def _touches(theirs: list[Word], ours: list[Word], is_first: bool, is_last: bool) -> list[Touch]:
    """What an edit touches; a clause of its own that is left out takes its own words with it."""
    before, after = _deciding(theirs), _deciding(ours)
    touched = [kind for kind in _TOUCHES if before[kind] != after[kind]]
    is_clause = len(theirs) >= _LEAST_CLAUSE and (
        (is_last and theirs[0].text in _JOINING) or (is_first and theirs[-1].text in _JOINING)
    )
    if is_clause and not ours:
        return [kind for kind in touched if kind == "condition"]
    return touched


def _written_out(found: Sequence[Word]) -> list[str]:
    """Words with contractions as what they stand for: `won't` -> `will`, `not`."""
    return [part for word in found for part in _parts(word.text.replace("’", "'"))]


@cache
def _parts(word: str) -> tuple[str, ...]:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, full in _CONTRACTIONS.items():
        if word.endswith(ending) and word != ending:
            return word.removesuffix(ending), full
    return (word,)


def _deciding(found: Sequence[Word]) -> dict[Touch, Counter[str]]:
    """The words that decide the meaning, by kind."""
    kinds: dict[Touch, Counter[str]] = {kind: Counter() for kind in _TOUCHES}
    for word in _written_out(found):
        if decided := _decides(word):
            kinds[decided[0]][decided[1]] += 1
    return kinds


@cache
def _decides(word: str) -> tuple[Touch, str] | None:
    """The kind of a word that decides the meaning, and what it means: `four` is the number `4`."""
    if word in _listed("negations"):
        return "negation", "not"
    if word in _listed("modals"):
        return "modal", word
    if word in _listed("conditions"):
        return "condition", word
    numeral = read_json(__package__, "meaning.json")["numerals"].get(word)
    return ("number", numeral or word) if numeral or word[0].isdigit() else None


def _listed(name: str) -> frozenset[str]:
    return word_set(__package__, "meaning.json", name)


def negations(parts: Sequence[TextSpan]) -> list[TextSpan]:
    """The negations in spans."""
    return [
        TextSpan.model_construct(
            start=word.start, end=word.end, text=part.text[word.start - part.start : word.end - part.start]
        )
        for part in parts
        for word in words_of([part])
        if _deciding([word])["negation"]
    ]


def compare_negation(fullest: Sequence[TextSpan], here: Sequence[TextSpan]) -> list[Difference]:
    """The negation that only one of two reports in different words has; nothing where that is not clear."""
    if len(fullest) > 1 or len(here) > 1 or len(fullest) == len(here):
        return []
    edit: Edit = "cut" if fullest else "added"
    old, new = (fullest[0], None) if fullest else (None, here[0])
    return [Difference(edit=edit, fullest=old, here=new, touches=["negation"])]
