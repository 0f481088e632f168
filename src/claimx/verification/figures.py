"""Numbers of a draft in the sources: the same figure about the same thing, another one, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from claimx.compare.intervals import Days, days_of
from claimx.schema import Quantity, span_in
from claimx.text.lexicon import read_json
from claimx.verification import FindingVerdict
from claimx.verification.calculated import match_calculated
from claimx.verification.passages import Context, Match, Sources, Text, content_stems, stem
from claimx.verification.relevance import (
    LEAST_RIVAL,
    LEAST_SAME,
    Candidate,
    Place,
    around,
    best,
    outweighs,
    rank,
    what_stems,
)
from claimx.verification.sides import are_opposite, beside, is_turned, sides_beside, sides_of
from claimx.verification.units import (
    TALLY,
    base,
    differ_in_rate,
    of_one_unit,
    tally_at,
    tally_of,
)
from claimx.verification.values import (
    VAGUE,
    has_other_unit,
    is_equal,
    is_mistakable,
    is_rival,
    is_same,
    is_transposed,
    is_verbatim,
    reversal,
    written_digits,
)

_LEAST_UNIT = 0.2
# Rivals this nearly as relevant as the first are ranked by likeness: the same digits, or the same size.
_CLOSE = 0.6
_SAME_SIZE = 2.0
# A number of fewer digits may be anywhere by chance.
_TELLING_DIGITS = 3
# Part of the words for what happens that a rival must share with the draft.
_MOST = 0.5
# `From 41`, `against 96 a year earlier`, `stood at 310 in December 2023`: a figure of another time.
_BEFORE_FORMER = re.compile(
    r"\b(?:from|compared with|against|(?:ago|earlier),?(?: (?!and|but|now)[\w']+){1,4}"
    r"|in (?:19|20)\d\d,?(?: [\w']+){0,3} (?:had|was|were|stood at)) $",
    re.I,
)
_AFTER_FORMER = re.compile(
    r"[^.;,]{0,25}\b(?:(?:years?|months?|weeks?|days?) (?:ago|earlier|before)"
    r"|in (?:[A-Z][a-z]+ )?(?:19|20)\d\d)\b"
)
_NOW = frozenset({"now", "today", "currently"})
_PRESENT = frozenset({"is", "are", "has", "have", "stands", "now", "today"})


class Figures:
    """The numbers of the sources."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._every: list[tuple[Text, Quantity]] = []
        self._by_sentence: dict[tuple[str, int], list[Quantity]] = {}
        for text in sources.texts:
            for quantity in text.extraction.quantities:
                figure = of_one_unit(text, quantity)
                self._every.append((text, figure))
                self._by_sentence.setdefault((text.id, text.sentence_at(quantity.start)), []).append(figure)

    def match(self, draft: Text, quantity: Quantity, contexts: Sequence[Context]) -> Match:
        """The verdict on a number of the draft; `contexts`: the sentences about the same thing."""
        quantity = of_one_unit(draft, quantity)
        found = list(rank(self._sources, draft, quantity, contexts, self._by_sentence))
        elsewhere = self._elsewhere(draft, quantity)

        def has_value(candidate: Candidate[Quantity]) -> bool:
            return is_same(quantity, candidate.figure) and not differ_in_rate(
                draft, quantity, candidate.text, candidate.figure
            )

        same = best(found, has_value)
        if same is None or same.relevance < LEAST_SAME:
            same = best(elsewhere, has_value) or same
        # A number that the draft's sentence has as well is not what this one should be.
        others = [q for q in draft.numbers_in(draft.sentence_at(quantity.start)) if q.start != quantity.start]
        rivals = [c for c in found if not any(is_same(other, c.figure) for other in others)]
        rival = _likeliest_rival(quantity, rivals)
        unit = best(found, lambda c: has_other_unit(draft, quantity, c.text, c.figure))
        if unit and unit.relevance >= _LEAST_UNIT and _outranks(unit, same, quantity):
            return Match("changed", ("unit",), unit.text, unit.figure)
        tally = tally_at(draft.text, quantity)
        if tally and (match := _match_tally(draft, quantity, tally, contexts)):
            return match
        written = None if same else self._find_written(draft, quantity, contexts)
        if written and not any(_is_at(written, c) for c in found):
            return Match("verbatim", (), *written)
        if same and same.relevance >= LEAST_SAME and not _is_of_another_thing(quantity, same, rival):
            return _match_same(draft, quantity, same, found, rivals)
        if match := match_calculated(draft, quantity, found):
            return match
        for other in (rival, best(elsewhere, lambda c: is_transposed(quantity, c.figure))):
            if other and other.relevance >= LEAST_RIVAL:
                return Match("changed", ("number",), other.text, other.figure)
        return self._anywhere(draft, quantity)

    def _elsewhere(self, draft: Text, quantity: Quantity) -> list[Candidate[Quantity]]:
        """Numbers of all sources with as many digits, by what is around them; for telling numbers only."""
        digits = written_digits(quantity)
        if VAGUE.match(quantity.text):
            return [Candidate(LEAST_RIVAL, text, other) for text, other in self._every]
        if len(digits) < _TELLING_DIGITS or not digits.strip("0")[1:]:
            return []
        near = set(content_stems(around(draft, quantity)))
        return [
            Candidate(
                max(LEAST_RIVAL, self._sources.shared(near, set(content_stems(around(text, other))))),
                text,
                other,
            )
            for text, other in self._every
            if sorted(written_digits(other)) == sorted(digits)
        ]

    def _anywhere(self, draft: Text, quantity: Quantity) -> Match:
        """The same number in any sentence; with another unit, if nowhere with its own; else not found."""
        is_coarse = quantity.unit in ("fraction", "times")  # and much the same as many others
        for text, other in self._every:
            found = is_equal(quantity, other) if is_coarse else is_same(quantity, other)
            if found and not differ_in_rate(draft, quantity, text, other):
                return Match("paraphrased", (), text, other)
        for text, other in self._every:
            if len(written_digits(quantity)) > 1 and has_other_unit(draft, quantity, text, other):
                return Match("changed", ("unit",), text, other)
        return Match("not found")

    def _find_written(self, draft: Text, quantity: Quantity, contexts: Sequence[Context]) -> Place | None:
        """The same words in a sentence about the same thing, where the source's number was not read."""
        wanted = [word.text for word in draft.words_in(quantity.start, quantity.end)]
        following = [word.text for word in draft.words_in(quantity.end, quantity.end + 12)][:1]
        is_share = quantity.unit in ("percent", "fraction", "times")
        shares = [group for group in _shares() if is_share and group & set(wanted)]
        places = [(context.text, context.number) for context in contexts]
        places += [(text, number + 1) for text, number in places if number + 1 < len(text.sentences)]
        for source, number in places if wanted else ():
            sentence = source.sentences[number]
            theirs = source.words_in(sentence.start, sentence.end)
            texts = [word.text for word in theirs]
            for index, word in enumerate(theirs):
                last = index + len(wanted)
                if texts[index:last] == wanted and texts[last : last + 1] == following:
                    return source, span_in(source.text, word.start, theirs[last - 1].end)
                if any(word.text in group for group in shares):
                    return source, span_in(source.text, word.start, word.end)
        return None


def _match_same(
    draft: Text,
    quantity: Quantity,
    same: Candidate[Quantity],
    found: Sequence[Candidate[Quantity]],
    rivals: Sequence[Candidate[Quantity]],
) -> Match:
    """The verdict on a number that a source has: on the same side, of the same time, of the same thing?"""
    if place := _on_other_side(draft, quantity, same, found):
        return Match("changed", ("negation",), *place)
    place = _said_of_another(draft, quantity, same, rivals) or _of_another_time(draft, quantity, same, rivals)
    if place:
        return Match("changed", ("number",), *place)
    verdict: FindingVerdict = "verbatim" if is_verbatim(quantity, same.figure) else "paraphrased"
    turned = reversal(quantity, same.figure)
    if turned and (match := match_calculated(draft, quantity, found)):
        return match
    counted = what_stems(draft, quantity)
    if quantity.unit in ("fraction", "times") and not counted & set(
        content_stems(around(same.text, same.figure))
    ):
        turned = ()  # `less than half` of something else
    return Match("changed" if turned else verdict, turned, same.text, same.figure)


def _is_at(place: Place, candidate: Candidate[Quantity]) -> bool:
    text, span = place
    return text is candidate.text and span.start < candidate.figure.end and candidate.figure.start < span.end


def _likeliest_rival(quantity: Quantity, found: Iterable[Candidate[Quantity]]) -> Candidate[Quantity] | None:
    """The most relevant other number; of those nearly as relevant, one that may have been mistyped."""
    rivals = [c for c in found if is_rival(quantity, c.figure) and is_mistakable(quantity, c.figure)]
    most = max((c.relevance for c in rivals), default=0.0)
    close = [c for c in rivals if c.relevance >= _CLOSE * most]

    def likeness(candidate: Candidate[Quantity]) -> tuple[bool, bool, float]:
        ours, theirs = written_digits(quantity), written_digits(candidate.figure)
        near = _are_of_one_size(quantity, candidate.figure)
        return (sorted(ours) == sorted(theirs) and len(ours) > 1, near, candidate.relevance)

    return max(close, key=likeness, default=None)


def _are_of_one_size(one: Quantity, other: Quantity) -> bool:
    sizes = sorted(abs(float(q.value_high)) for q in (one, other))
    return sizes[1] < _SAME_SIZE * sizes[0]


def _outranks(unit: Candidate[Quantity], same: Candidate[Quantity] | None, ours: Quantity) -> bool:
    """Whether a figure with another unit is meant, and not the same figure elsewhere."""
    if same is None or same.relevance < LEAST_SAME:
        return True
    if unit.figure.unit == "count" and ours.unit != "count":
        # `12 percent`, and `12 elections`
        return False
    return 2 * same.relevance <= unit.relevance


def _is_of_another_thing(
    ours: Quantity, same: Candidate[Quantity], rival: Candidate[Quantity] | None
) -> bool:
    """Whether a rival outweighs the same number; one of many digits has them by no chance."""
    if rival is None or not outweighs(rival, same):
        return False
    is_telling = len(written_digits(ours).strip("0")) > _TELLING_DIGITS
    return not is_telling or _are_of_one_size(ours, rival.figure)


def _on_other_side(
    draft: Text, quantity: Quantity, same: Candidate[Quantity], found: Iterable[Candidate[Quantity]]
) -> Place | None:
    """The figure of a source that is on the other side, if none nearly as relevant is on the draft's."""
    ours = sides_beside(draft, quantity)
    turned = None
    for candidate in (same, *found):
        if candidate.relevance < _CLOSE * same.relevance or not is_same(quantity, candidate.figure):
            continue
        if not is_turned(ours, sides_beside(candidate.text, candidate.figure)):
            return None
        turned = turned or (candidate.text, candidate.figure)
    return turned


def _said_of_another(
    draft: Text, quantity: Quantity, same: Candidate[Quantity], found: Sequence[Candidate[Quantity]]
) -> Place | None:
    """The figure of which a source says what the draft says of another beside it.

    `29 were killed`, of `eleven were killed and 29 injured`.
    """
    counted = what_stems(draft, quantity)
    ours, theirs = _told(draft, quantity, counted), _told(same.text, same.figure, counted)
    every = [same, *(c for c in found if is_same(quantity, c.figure))]
    if not ours or not theirs or any(ours & _told(c.text, c.figure, counted, before=True) for c in every):
        return None
    number, what = same.text.sentence_at(same.figure.start), what_stems(same.text, same.figure)
    for rival in found:
        away = abs(rival.text.sentence_at(rival.figure.start) - number) if rival.text is same.text else 2
        if away > 1 or (away and not what & what_stems(rival.text, rival.figure)):
            continue
        is_other = base(rival.figure) == base(quantity) and is_rival(quantity, rival.figure)
        shared = ours & _told(rival.text, rival.figure, counted)
        if not is_other or not is_mistakable(quantity, rival.figure) or len(shared) < _MOST * len(ours):
            continue
        # `31% do not support it`, of `31% oppose it`: the sides of words are compared elsewhere.
        if not any(stem(w.text) in shared and sides_of(w.text) for w in beside(draft, quantity)[1]):
            return rival.text, rival.figure
    return None


def _told(text: Text, quantity: Quantity, counted: set[str], *, before: bool = False) -> set[str]:
    """The stems of what follows a number in its clause, without what is counted; also of what precedes it."""
    preceding, following = beside(text, quantity)
    return set(content_stems([*preceding, *following] if before else following)) - counted


def _of_another_time(
    draft: Text, quantity: Quantity, same: Candidate[Quantity], found: Iterable[Candidate[Quantity]]
) -> Place | None:
    """The figure of the time of the draft, where it gives the one that a source has for another.

    `The debt is 310 million`, of `stood at 310 million in December 2023, and is now 264 million`.
    """
    if place := _of_another_day(draft, quantity, same, found):
        return place
    sentence = draft.sentences[draft.sentence_at(quantity.start)]
    words = {word.text for word in draft.words_in(sentence.start, sentence.end)}
    if not words & _PRESENT or _is_former(draft, quantity) or not _is_former(same.text, same.figure):
        return None
    number = same.text.sentence_at(same.figure.start)
    for other in found:
        away = other.text.sentence_at(other.figure.start) - number if other.text is same.text else -1
        is_beside = away == 0 or (away == 1 and _is_of_now(other.text, other.figure))
        is_other = base(other.figure) == base(quantity) and is_rival(quantity, other.figure)
        if is_beside and is_other and not _is_former(other.text, other.figure):
            return other.text, other.figure
    return None


def _of_another_day(
    draft: Text, quantity: Quantity, same: Candidate[Quantity], found: Iterable[Candidate[Quantity]]
) -> Place | None:
    """The figure of the date that the draft gives, where a source has the draft's figure for another date."""
    ours = _days(draft, quantity)
    every = [same, *(c for c in found if is_same(quantity, c.figure))]
    if ours is None or not all((days := _days(c.text, c.figure)) and days.gap(ours) for c in every):
        return None
    what = what_stems(draft, quantity)
    for other in found:
        days = _days(other.text, other.figure)
        is_other = base(other.figure) == base(quantity) and is_rival(quantity, other.figure)
        if is_other and days and not days.gap(ours) and what & what_stems(other.text, other.figure):
            return other.text, other.figure
    return None


def _days(text: Text, quantity: Quantity) -> Days | None:
    """The days that a number holds for, if it has a date."""
    date = next((d for d in text.extraction.dates if d.id == quantity.date), None)
    return days_of(date.value) if date else None


def _is_of_now(text: Text, quantity: Quantity) -> bool:
    """Whether the clause of a number says that it holds now."""
    return any(word.text in _NOW for side in beside(text, quantity) for word in side)


def _is_former(text: Text, quantity: Quantity) -> bool:
    """Whether a number is told of an earlier time."""
    sentence = text.sentences[text.sentence_at(quantity.start)]
    return bool(
        _BEFORE_FORMER.search(text.text[sentence.start : quantity.start])
        or _AFTER_FORMER.match(text.text[quantity.end : sentence.end])
    )


def _match_tally(
    draft: Text, quantity: Quantity, tally: tuple[str, ...], contexts: Sequence[Context]
) -> Match | None:
    """The verdict on one number of a tally, which both must be of: `rejected by 97 votes to 58`.

    `Won by 97 to 58`, and `lost by 58 to 97`, say the same. None if no source has a tally with its numbers.
    """
    ours = draft.sentences[draft.sentence_at(quantity.start)]
    turned = other = None
    for found, context, place in _tallies(contexts):
        sides = ((draft, ours), (context.text, context.sentence))
        opposite = are_opposite(*(text.words_in(span.start, span.end) for text, span in sides))
        if found == (tally[::-1] if opposite else tally):
            return Match("verbatim", (), *place)
        if opposite:
            continue
        if found == tally[::-1]:
            turned = turned or place
        elif set(found) & set(tally):
            other = other or place
    wrong = turned or other
    return Match("changed", ("number",), *wrong) if wrong else None


def _tallies(contexts: Sequence[Context]) -> Iterator[tuple[tuple[str, ...], Context, Place]]:
    """The tallies in sentences of sources: both numbers, and where they are."""
    for context in contexts:
        start = context.sentence.start
        ranges = [q for q in context.text.numbers_in(context.number) if q.value_low != q.value_high]
        for match in TALLY.finditer(context.sentence.text):
            if any(q.start <= start + match.start(1) < q.end for q in ranges):
                continue  # `30 to 40 people`
            place = span_in(context.text.text, start + match.start(), start + match.end())
            yield tally_of(match), context, (context.text, place)


@cache
def _shares() -> list[frozenset[str]]:
    """Words for one share in different forms: `half`, `halved`."""
    groups: list[str] = read_json(__package__, "words.json")["same_share"]
    return [frozenset(group.split()) for group in groups]
