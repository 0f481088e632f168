"""Two versions of an article: which numbers, dates, names, quotations and sentences were edited.

Sentences are aligned by their text before anything else, so that what was not edited is not reported, even
where it is read differently because of what is around it. Of edited sentences, only claims with edited words
are reported. White space, typographic signs and upper case are no edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import Match, SequenceMatcher
from typing import NamedTuple, cast

from rapidfuzz.distance import LCSseq

from claimx.schema import Extraction, TextSpan, duration_of
from claimx.verification import (
    ClaimEdit,
    ClaimSpan,
    Edit,
    EditedKind,
    Revision,
    Revisions,
    WordChange,
)
from claimx.verification.attribution import CHECKED
from claimx.verification.passages import RATE, Text
from claimx.verification.quotations import word_change

# The share of words that two versions of a sentence have in common at least.
_LEAST_SIMILARITY = 0.45
_SIGNS = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "…": "...", "\u00a0": " "}
)
_BOUND = re.compile(
    r"(?:(?:more|less|fewer|greater) than|at (?:least|most)|up to"
    r"|about|around|nearly|almost|over|under|above|below|some|roughly)\s",
    re.I,
)
_KINDS: tuple[EditedKind, ...] = ("quotation", "number", "date", "name")


class _Pair(NamedTuple):
    """A sentence of the old version, of the new one, or both versions of one sentence."""

    old: TextSpan | None
    new: TextSpan | None


def diff(old: Extraction, new: Extraction) -> Revision:
    """What was edited between two versions of an article.

    Args:
        old: the earlier version, with its text.
        new: the later version, with its text.
    """
    before, after = Text(old), Text(new)
    edits = [edit for pair in _edited_sentences(before, after) for edit in _edits(before, after, pair)]
    return Revision.model_construct(old=before.id, new=after.id, edits=edits)


def diff_all(pairs: Iterable[tuple[str, Extraction | None, Extraction | None]]) -> Revisions:
    """What was edited in several articles, each with its name, its old and its new version."""
    revisions: list[Revision] = []
    added: list[str] = []
    removed: list[str] = []
    unchanged = 0
    for name, old, new in pairs:
        if old is None or new is None:
            (added if old is None else removed).append(name)
            continue
        revision = diff(old, new)
        if revision.edits:
            revisions.append(revision)
        else:
            unchanged += 1
    return Revisions.model_construct(articles=revisions, unchanged=unchanged, added=added, removed=removed)


def _edited_sentences(old: Text, new: Text) -> Iterator[_Pair]:
    """The sentences that are in one version only, those that belong together in pairs."""
    ours = [_key(sentence) for sentence in old.sentences]
    theirs = [_key(sentence) for sentence in new.sentences]
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    partners = {block.a + step: block.b + step for block in blocks for step in range(block.size)}
    left = [index for index in range(len(ours)) if index not in partners]
    right = sorted(set(range(len(theirs))) - set(partners.values()))
    # A sentence that has only moved is no edit.
    for index in list(left):
        moved = next((other for other in right if theirs[other] == ours[index]), None)
        if moved is not None:
            left.remove(index)
            right.remove(moved)
    partners |= _similar(old, new, left, right)
    origins = {there: old.sentences[here] for here, there in partners.items()}
    rows = [(float(index), 0, _Pair(origins.get(index), new.sentences[index])) for index in right]
    for index in left:
        if index not in partners:
            place = max((there for here, there in partners.items() if here < index), default=-1)
            rows.append((place + 0.5, index, _Pair(old.sentences[index], None)))
    yield from (pair for _, _, pair in sorted(rows, key=lambda row: row[:2]))


def _similar(old: Text, new: Text, left: Sequence[int], right: Sequence[int]) -> dict[int, int]:
    """Pairs of sentences with most words in common, the most similar first."""
    ours, theirs = (
        {n: [word.text for word in text.words_of(text.sentences[n])] for n in numbers}
        for text, numbers in ((old, left), (new, right))
    )
    scored = [
        (-LCSseq.similarity(words, others) / max(len(words), len(others)), abs(a - b), a, b)
        for a, words in ours.items()
        for b, others in theirs.items()
        if words and others
    ]
    pairs: dict[int, int] = {}
    for score, _, a, b in sorted(scored):
        if score <= -_LEAST_SIMILARITY and a not in pairs and b not in pairs.values():
            pairs[a] = b
    return pairs


def _key(sentence: TextSpan) -> str:
    return " ".join(sentence.text.translate(_SIGNS).split())


def _edits(old: Text, new: Text, pair: _Pair) -> Iterator[ClaimEdit]:
    """The edits of a sentence, claim by claim."""
    before, after = pair
    if before is None or after is None:
        for text, sentence in ((old, before), (new, after)):
            if sentence and text.words_of(sentence):
                yield _edit("sentence", old, new, before, after, claims=_claims(text, sentence))
        return
    theirs, ours = old.words_of(before), new.words_of(after)
    matcher = SequenceMatcher(None, [w.text for w in theirs], [w.text for w in ours], autojunk=False)
    edited = [codes for tag, *codes in matcher.get_opcodes() if tag != "equal"]
    twins = _Twins(old, new, before, after, matcher.get_matching_blocks())
    rest = []
    rows: dict[tuple[ClaimSpan | None, ClaimSpan | None], list[WordChange]] = {}
    for change in (word_change(old, theirs[a:b], new, ours[c:d]) for a, b, c, d in edited):
        found = list(twins.touched(change))
        for row in found:
            if not twins.is_restyled(row, change):
                rows.setdefault(row, []).append(change)
        if not found:
            rest.append(change)
    for row in twins.requoted():
        rows.setdefault(row, [])
    for (left, right), inside in sorted(rows.items(), key=_position):
        if claim := right or left:
            yield _edit(claim.kind, old, new, left, right, inside)
    for change in [change for change in rest if change.kind in _KINDS]:
        # Words that were not read as a claim, but are one.
        rest.remove(change)
        yield _edit(cast(EditedKind, change.kind), old, new, change.before, change.after, [change])
    if rest:
        kind: EditedKind = "statement" if any(_is_said(old, new, change) for change in rest) else "sentence"
        yield _edit(kind, old, new, before, after, rest)


class _Twins:
    """The claims of two versions of a sentence, and which of them are the same claim."""

    def __init__(
        self, old: Text, new: Text, before: TextSpan, after: TextSpan, blocks: Iterable[Match]
    ) -> None:
        self._claims = _claims(old, before), _claims(new, after)
        self._texts = old, new
        self._words = old.words_of(before), new.words_of(after)
        same = [(block.a + step, block.b + step) for block in blocks for step in range(block.size)]
        self._mappings = dict(same), {there: here for here, there in same}

    def touched(self, change: WordChange) -> Iterator[tuple[ClaimSpan | None, ClaimSpan | None]]:
        """The claims with words of a change, each with its other version."""
        before, after = (
            [c for c in claims if side and (_overlap(c, side) or _belongs_to_number(text, c, side))]
            for claims, text, side in zip(
                self._claims, self._texts, (change.before, change.after), strict=True
            )
        )
        # A quotation is one claim, with the numbers and names in it.
        for kind in _KINDS:
            ours = [c for c in before if c.kind == kind]
            theirs = [c for c in after if c.kind == kind]
            for position in range(max(len(ours), len(theirs))):
                old = ours[position] if position < len(ours) else None
                new = theirs[position] if position < len(theirs) else None
                old = old or (new and self._other(new, 1))
                new = new or (old and self._other(old, 0))
                yield old, new
            if kind == "quotation" and (ours or theirs):
                return

    def is_restyled(self, row: tuple[ClaimSpan | None, ClaimSpan | None], change: WordChange) -> bool:
        """Whether a change only writes a number in another way: `2.4 million euros`, `€2.4m`."""
        values = set()
        for text, claim, side in zip(self._texts, row, (change.before, change.after), strict=True):
            if claim is None or claim.kind != "number":
                return False
            if side and not claim.start <= side.start < side.end <= claim.end:
                return False
            read = next(q for q in text.extraction.quantities if (q.start, q.end) == (claim.start, claim.end))
            values.add((read.value_low, read.value_high, read.unit, read.relation, read.change, read.negated))
        return len(values) == 1

    def requoted(self) -> Iterator[tuple[ClaimSpan | None, ClaimSpan | None]]:
        """Words that have got quotation marks, or have lost them."""
        quoted = [[c for c in claims if c.kind == "quotation"] for claims in self._claims]
        if len(quoted[0]) == len(quoted[1]):
            return
        for side in (0, 1):
            for claim in quoted[side]:
                if self._other(claim, side) is None:
                    yield (claim, None) if side == 0 else (None, claim)

    def _other(self, claim: ClaimSpan, side: int) -> ClaimSpan | None:
        """The claim of the same kind in the other version that has words of this one."""
        mapping = self._mappings[side]
        theirs = self._words[1 - side]
        for index, word in enumerate(self._words[side]):
            if claim.start <= word.start < claim.end and index in mapping:
                there = theirs[mapping[index]]
                for other in self._claims[1 - side]:
                    if other.kind == claim.kind and other.start <= there.start < other.end:
                        return other
        return None


def _claims(text: Text, sentence: TextSpan) -> list[ClaimSpan]:
    """The quotations, numbers, dates and names in a sentence, in this order; one kind for each place."""
    extraction = text.extraction
    found: list[tuple[EditedKind, int, int]] = [("quotation", *quoted) for quoted in text.quoted]
    found += [("number", q.start, q.end) for q in extraction.quantities]
    found += [("date", d.start, d.end) for d in extraction.dates if not duration_of(d.value)]
    found += [
        ("name", mention.start, mention.end)
        for entity in extraction.entities
        for mention in entity.mentions
        if mention.kind == "name" and entity.label in CHECKED
    ]
    return [
        ClaimSpan.model_construct(kind=kind, start=start, end=end, text=text.text[start:end])
        for kind, start, end in found
        if start < sentence.end and sentence.start < end
    ]


def _overlap(claim: ClaimSpan, change: TextSpan) -> bool:
    return claim.start < change.end and change.start < claim.end


def _belongs_to_number(text: Text, claim: ClaimSpan, change: TextSpan) -> bool:
    """Whether words bound a number, or are the period of a rate: `less than half`, `200 trucks a day`."""
    if claim.kind != "number":
        return False
    if change.end <= claim.start and _BOUND.fullmatch(text.text, change.start, claim.start):
        return True
    match = RATE.match(text.text, claim.end)
    return bool(match and match.start(1) < change.end and change.start < match.end(1))


def _is_said(old: Text, new: Text, change: WordChange) -> bool:
    """Whether changed words are part of a statement, or of who is said to have made it."""
    for text, side in ((old, change.before), (new, change.after)):
        for statement in text.extraction.statements if side else ():
            spans = [*statement.content, *filter(None, (statement.source, statement.cue))]
            if side and any(s.start < side.end and side.start < s.end for s in spans):
                return True
    return False


def _position(row: tuple[tuple[ClaimSpan | None, ClaimSpan | None], list[WordChange]]) -> tuple[int, int]:
    before, after = row[0]
    return (after.start if after else -1, before.start if before else -1)


def _edit(
    kind: EditedKind,
    old: Text,
    new: Text,
    before: TextSpan | None,
    after: TextSpan | None,
    differences: Sequence[WordChange] = (),
    *,
    claims: Sequence[ClaimSpan] = (),
) -> ClaimEdit:
    """The edit of what is in both versions, or in one of them."""
    edit: Edit = "changed" if before and after else "added" if after else "removed"
    return ClaimEdit.model_construct(
        kind=kind,
        edit=edit,
        old=old.passage(before.start, before.end) if before else None,
        new=new.passage(after.start, after.end) if after else None,
        differences=list(differences),
        claims=list(claims),
    )
