"""Numbers of a draft in the sources: the same figure about the same thing, another one, or none.

A draft may round (`about 4,000` for 3,800, `four decades` for 41 years) and give what follows from two
figures of a source.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise, permutations

from claimx.compare.intervals import Days, days_of, dimension, unit_size
from claimx.compare.relations import significant
from claimx.compare.words import Word
from claimx.schema import Quantity, span_in
from claimx.text.lexicon import word_set
from claimx.verification import ChangeKind, FindingVerdict
from claimx.verification.passages import (
    LEAST_RIVAL,
    LEAST_SAME,
    TELLING_DIGITS,
    Candidate,
    Context,
    Match,
    Place,
    Sources,
    Text,
    around,
    base,
    best,
    content_stems,
    count_one_thing,
    differ_in_rate,
    find_words,
    is_bare,
    is_telling,
    of_one_unit,
    outweighs,
    rank,
    same_shares,
    stem,
    what_stems,
    written_digits,
)
from claimx.verification.quotations import (
    beside,
    is_denied,
    is_former,
    is_of_now,
    is_turned,
    sides_beside,
    sides_of,
)

_LEAST_UNIT = 0.2
_OF_THEM = re.compile(r" of (?:them|whom|which)\b", re.I)
# A figure this nearly as relevant as another may be the one meant.
_CLOSE = 0.6
# Of figures this nearly as relevant as the best, the nearest in words is named.
_NEARLY_BEST = 0.9
# Part of the words for what happens that a rival must share with the draft.
_MOST = 0.5
_PRESENT = frozenset({"is", "are", "has", "have", "stands", "now", "today", "currently"})


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

        def is_transposed(candidate: Candidate[Quantity]) -> bool:
            digits = [significant(float(q.value_low)) for q in (quantity, candidate.figure)]
            return is_rival(quantity, candidate.figure) and digits[0] != digits[1]

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
        if part := set(content_stems(words_of_part(draft, quantity))):
            rivals = [c for c in rivals if part & set(content_stems(around(c.text, c.figure)))]
        rivals_of_it = [
            c for c in rivals if is_rival(quantity, c.figure) and is_mistakable(quantity, c.figure)
        ]
        rival = max(rivals_of_it, key=lambda c: c.relevance, default=None)
        unit = best(found, lambda c: has_other_unit(draft, quantity, c.text, c.figure))
        calculated = match_calculated(draft, quantity, found)
        if unit and unit.relevance >= _LEAST_UNIT and _outranks(unit, same):
            wrong = Match("changed", ("unit",), unit.text, unit.figure)
            return wrong if quantity.unit == "count" else calculated or wrong
        written = None if same else self._find_share(draft, quantity, contexts)
        if written and not any(written[0] is c.text and written[1].start == c.figure.start for c in found):
            return Match("verbatim", (), *written)
        if same and same.relevance >= LEAST_SAME and not outweighs(rival, same):
            return _match_same(draft, quantity, same, found, rivals)
        if calculated:
            return calculated
        for other in (_nearest(draft, quantity, rivals_of_it), best(elsewhere, is_transposed)):
            if other and other.relevance >= LEAST_RIVAL:
                return Match("changed", ("number",), other.text, other.figure)
        return self._anywhere(draft, quantity)

    def _elsewhere(self, draft: Text, quantity: Quantity) -> list[Candidate[Quantity]]:
        """Numbers of all sources with as many digits, by what is around them; for telling numbers only."""
        if not is_telling(quantity):
            return []
        digits = sorted(written_digits(quantity))
        near = set(content_stems(around(draft, quantity)))
        return [
            Candidate(
                max(LEAST_RIVAL, self._sources.shared(near, set(content_stems(around(text, other))))),
                text,
                other,
            )
            for text, other in self._every
            if sorted(written_digits(other)) == digits
        ]

    def _anywhere(self, draft: Text, quantity: Quantity) -> Match:
        """The same number in any sentence; with another unit, if nowhere with its own; else not found."""
        for text, other in self._every:
            if is_same(quantity, other) and not differ_in_rate(draft, quantity, text, other):
                return Match("paraphrased", (), text, other)
        for text, other in self._every:
            if len(written_digits(quantity)) > 1 and has_other_unit(draft, quantity, text, other):
                return Match("changed", ("unit",), text, other)
        return Match("not found")

    def _find_share(self, draft: Text, quantity: Quantity, contexts: Sequence[Context]) -> Place | None:
        """A word for a share that was not read, in a sentence about the same thing or the next one."""
        wanted = {word.text for word in draft.words_of(quantity)}
        shares = {form for group in same_shares() if group & wanted for form in group}
        if quantity.unit not in ("percent", "fraction", "times") or not shares:
            return None
        for context in (c._replace(number=c.number + step) for step in (0, 1) for c in contexts):
            words = context.words if context.number < len(context.text.sentences) else []
            for word, following in pairwise([*words, *words[-1:]]):
                forms = {f"{word.text}_{following.text}", "" if word.text.isdigit() else word.text}
                if forms & shares:
                    return context.text, span_in(context.text.text, word.start, word.end)
        return None


def words_of_part(draft: Text, quantity: Quantity) -> list[Word]:
    """What a part of a number is, and `of them`: `four of them nurses`; empty for a number of its own."""
    return beside(draft, quantity)[1] if _OF_THEM.match(draft.text, quantity.end) else []


def _nearest(
    draft: Text, quantity: Quantity, rivals: Sequence[Candidate[Quantity]]
) -> Candidate[Quantity] | None:
    """Of the rivals nearly as relevant as the best, one of the same digits, else nearest to a shared word.

    `Injured 74`, of `killing 23 people and injuring 47`: 47.
    """
    ours, digits = set(content_stems(chain(*beside(draft, quantity)))), sorted(written_digits(quantity))

    def closeness(candidate: Candidate[Quantity]) -> tuple[bool, float, float]:
        text, figure = candidate.text, candidate.figure
        before, after = map(content_stems, beside(text, figure))
        places = [n for side in (before[::-1], after) for n, word in enumerate(side) if word in ours]
        return sorted(written_digits(figure)) == digits, -min(places, default=math.inf), candidate.relevance

    least = max((LEAST_RIVAL, *(_NEARLY_BEST * c.relevance for c in rivals)))
    return max((c for c in rivals if c.relevance >= least), key=closeness, default=None)


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
    told = content_stems(find_words(same.text.sentence_around(same.figure.start).text))
    if quantity.unit in ("fraction", "times") and counted.isdisjoint(told):
        turned = ()  # `less than half` of something else
    return Match("changed" if turned else verdict, turned, same.text, same.figure)


def _outranks(unit: Candidate[Quantity], same: Candidate[Quantity] | None) -> bool:
    """Whether a figure with another unit is meant, and not the same figure elsewhere."""
    return same is None or same.relevance < LEAST_SAME or 2 * same.relevance <= unit.relevance


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
    if is_denied(draft, quantity):
        return None  # `9 were not flooded`, of `twelve flooded`
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
    sentence = draft.sentence_around(quantity.start)
    words = {word.text for word in draft.words_of(sentence)}
    if not words & _PRESENT or is_former(draft, quantity) or not is_former(same.text, same.figure):
        return None
    number = same.text.sentence_at(same.figure.start)
    for other in found:
        away = other.text.sentence_at(other.figure.start) - number if other.text is same.text else -1
        is_beside = away == 0 or (away == 1 and is_of_now(other.text, other.figure))
        is_other = base(other.figure) == base(quantity) and is_rival(quantity, other.figure)
        is_of_it = count_one_thing(same, other)
        if is_beside and is_other and is_of_it and not is_former(other.text, other.figure):
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


# What `about`, and `more than` of a draft may be away from the source's figure; a share in words is coarser.
_APPROXIMATE, _APPROXIMATE_SHARE = 0.1, 0.15
_OPEN, _OPEN_SHARE = 0.15, 0.25
_ROUNDED = 0.05
_ROUND_WHOLE = 100
_SAME = 1e-6
# Numbers further apart than this are not one mistyped for the other.
_FAR_APART = 12.0
_UP, _DOWN = (">", ">="), ("<", "<=")
_SHARES = frozenset({"percent", "percentage_point", "fraction", "times"})


def is_same(ours: Quantity, theirs: Quantity) -> bool:
    """Whether a number of the draft is one of a source, or what it may be rounded to."""
    # An age may be read as one, or as a number: `women under 50`.
    if ours.text == theirs.text and "year" in (ours.unit, theirs.unit):
        return True
    units = {ours.unit, theirs.unit}
    is_short = len(units) > 1 and "degree" in units and all(unit.startswith("degree") for unit in units)
    is_counted = units == {"count", "times"} and theirs.value_low == int(theirs.value_low) > 1
    if is_short or is_counted:
        # `14 degrees`, of `14 degrees Celsius`; `four times it collapsed`, of `four collapses`
        ours, theirs = (q.model_copy(update={"unit": min(units)}) for q in (ours, theirs))
    if dimension(base(ours)) != dimension(base(theirs)):
        return False
    sizes = unit_size(base(ours)), unit_size(base(theirs))
    low, high = float(ours.value_low) * sizes[0], float(ours.value_high) * sizes[0]
    first, last = float(theirs.value_low) * sizes[1], float(theirs.value_high) * sizes[1]
    if math.isclose(low, first, rel_tol=_SAME) and math.isclose(high, last, rel_tol=_SAME):
        return True
    if low == high and first != last and any(math.isclose(low, end, rel_tol=_SAME) for end in (first, last)):
        return True
    if low == high and first == last and _is_rounded(ours, first / sizes[0], same_unit=sizes[0] == sizes[1]):
        return True
    is_share = ours.unit == "fraction"
    bounds: list[str] = [ours.relation, theirs.relation]
    if high < 0:
        # Below minus 160 is further from zero.
        low, high, first, last = -high, -low, -last, -first
        turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
        bounds = [turned.get(bound, bound) for bound in bounds]
    if ours.relation == "~" or (is_share and ours.relation == "="):
        off = _APPROXIMATE_SHARE if is_share and ours.relation == "~" else _APPROXIMATE
        return abs(low - first) <= off * abs(first) and abs(high - last) <= off * abs(last)
    off = _OPEN_SHARE if is_share or ours.unit == "times" else _OPEN
    if bounds[0] in _UP and bounds[1] not in _DOWN:
        return low <= first <= low * (1 + off)
    if bounds[0] in _DOWN and bounds[1] not in _UP:
        return high * (1 - off) <= last <= high
    return False


def is_equal(ours: Quantity, theirs: Quantity) -> bool:
    """Whether two numbers of one dimension have the same value: `a quarter`, `25 percent`."""
    sizes = unit_size(base(ours)), unit_size(base(theirs))
    values = float(ours.value_low) * sizes[0], float(theirs.value_low) * sizes[1]
    return dimension(base(ours)) == dimension(base(theirs)) and math.isclose(*values, rel_tol=_SAME)


def _is_rounded(ours: Quantity, theirs: float, *, same_unit: bool) -> bool:
    """Whether a number is another one rounded; a whole one only to hundreds, or in another unit."""
    value = float(ours.value_low)
    if value * theirs < 0:
        return False
    value, theirs = abs(value), abs(theirs)
    if not value or abs(theirs - value) > _ROUNDED * value or ours.relation not in ("=", "~"):
        return False
    if same_unit and theirs.is_integer() and value % _ROUND_WHOLE:
        return False
    place = len(significant(value)) - 1 - math.floor(math.log10(value))
    return math.isclose(round(theirs, place), value, rel_tol=_SAME)


def is_rival(ours: Quantity, theirs: Quantity) -> bool:
    """Whether a number of a source is another one of the same dimension."""
    return dimension(base(ours)) == dimension(base(theirs)) and not is_same(ours, theirs)


def is_mistakable(ours: Quantity, theirs: Quantity) -> bool:
    """Whether one number may be written for another: one of its unit, a count or sum of its size."""
    if (ours.kind == "age") != (theirs.kind == "age") and dimension(ours.unit) == "time":
        return False
    low, high = sorted(abs(float(q.value_high)) for q in (ours, theirs))
    if ours.unit != "count" and ours.kind != "money":
        return True
    return high < _FAR_APART * low or sorted(written_digits(ours)) == sorted(written_digits(theirs))


def has_other_unit(draft: Text, ours: Quantity, text: Text, theirs: Quantity) -> bool:
    """Whether two numbers are the same figure with other units, rates (`an hour`, `a day`) or magnitudes."""
    if ours.value_low in (0, 1):
        return False
    # 2 million and 2 billion are the same figure.
    if significant(float(ours.value_low)) != significant(float(theirs.value_low)):
        return False
    if base(ours) == base(theirs):
        if differ_in_rate(draft, ours, text, theirs):
            return True
        ratio = abs(math.log10(abs(float(ours.value_low) / float(theirs.value_low))))
        return round(ratio, 6) in (3, 6, 9)
    if not math.isclose(float(ours.value_low), float(theirs.value_low)):
        # `12,000 jobs`, and `£1.2bn`
        return False
    if ours.text == theirs.text or {ours.unit, theirs.unit} <= {"count", "fraction", "times"}:
        return False
    return _is_one_family(ours, theirs) and not is_same(ours, theirs)


def _is_one_family(ours: Quantity, theirs: Quantity) -> bool:
    """Whether units may be mistaken for each other; small numbers of other units are alike by chance."""
    if ours.kind == theirs.kind == "money" or {base(ours), base(theirs)} <= _SHARES:
        return True
    return dimension(base(ours)) == dimension(base(theirs)) or len(written_digits(ours)) > 1


def reversal(ours: Quantity, theirs: Quantity) -> tuple[ChangeKind, ...]:
    """What is turned round: a bound (`more than` into `fewer than`), or a change (a rise into a fall)."""
    if ours.change and theirs.change and ours.change != theirs.change:
        return ("negation",)
    turned = (ours.relation in _UP and theirs.relation in _DOWN) or (
        ours.relation in _DOWN and theirs.relation in _UP
    )
    return ("number",) if turned else ()


def is_verbatim(ours: Quantity, theirs: Quantity) -> bool:
    """Whether two numbers have the same value, unit and bound."""
    return all(
        getattr(ours, name) == getattr(theirs, name)
        for name in ("value_low", "value_high", "unit", "relation")
    )


# Sentences between two figures that another follows from, at most.
_APART = 2
_ROUNDING = 0.5
_NEARLY = 0.02
_EACH = frozenset({"each", "average", "apiece", "head"})
_PARTS = frozenset({"fraction", "percent"})
_POINTS = "percentage_point"
_OF_WHOLE = re.compile(r"\b(?:of|among)(?: (?:the|its|their|all|about|around|some|these|those)){0,2} $", re.I)


def match_calculated(draft: Text, quantity: Quantity, found: Sequence[Candidate[Quantity]]) -> Match | None:
    """The verdict on a number that follows from others close to each other; None if it follows from none.

    `A third` of two in six, `£45 less`, `seven points`, `£155,000` of half of £310,000.
    """
    pairs = [(a, b) for a, b in permutations(found, 2) if a.text is b.text and _distance(a, b) <= _APART]
    if quantity.value_low != quantity.value_high:
        # `Aged two to 88`, of `the youngest is two and the oldest 88`
        ends = quantity.value_low, quantity.value_high
        ranges = [
            a
            for a, b in pairs
            if not _distance(a, b)
            and (a.figure.value_low, b.figure.value_low) == ends
            and {base(a.figure), base(b.figure)} <= {base(quantity), "count"}
            and count_one_thing(a, b)
        ]
        return Match("paraphrased", (), ranges[0].text, ranges[0].figure) if ranges else None
    before, after = ([word.text for word in side] for side in beside(draft, quantity))
    near = {*before, *after}
    # `Eight metres shorter than`, `shorter by eight metres`; not `40 buses ran later than planned`
    is_compared = "than" in after[:2] or before[-1:] == ["by"]
    is_apart = is_compared or bool(near & word_set(__package__, "words.json", "apart"))
    changes = bool(quantity.change or is_apart or sides_beside(draft, quantity))
    for one, other in pairs:
        if _follows(quantity, one, other, changes=changes, each=bool(near & _EACH)):
            return Match("paraphrased", (), one.text, one.figure)
    if changes and base(quantity) == "percent":
        points = quantity.model_copy(update={"unit": _POINTS})
        for one, other in pairs:
            if base(one.figure) == base(other.figure) and _is_difference(points, one.figure, other.figure):
                # `From 41 to 48 percent` is a rise of seven points, not of seven percent.
                return Match("changed", ("unit",), one.text, one.figure)
    for candidate in found:
        if _is_rest(draft, quantity, candidate) or _is_total(draft, quantity, candidate, found):
            return Match("paraphrased", (), candidate.text, candidate.figure)
    return None


def _distance(one: Candidate[Quantity], other: Candidate[Quantity]) -> int:
    return abs(one.text.sentence_at(one.figure.start) - other.text.sentence_at(other.figure.start))


def _follows(
    ours: Quantity, one: Candidate[Quantity], other: Candidate[Quantity], *, changes: bool, each: bool
) -> bool:
    """Whether a number is the share, the part, the quotient or the difference of two, the smaller first."""
    low, high = (abs(float(c.figure.value_low)) for c in (one, other))
    units = {base(c.figure) for c in (one, other)}
    is_close = _distance(one, other) == 0
    is_amount = base(ours) not in _PARTS and base(other.figure) == base(ours)
    if one.figure.unit in _PARTS and is_amount:
        part = low * unit_size(one.figure.unit) / 100 * high
        return _distance(one, other) <= 1 and _is_value(ours, part)
    if each and other.figure.unit == "count" and base(one.figure) == base(ours) and high > 1:
        return _is_value(ours, low / high)
    # `It covers at least 500` may leave the unit out.
    bare = any(c.figure.unit == "count" and is_bare(c.text, c.figure) for c in (one, other))
    if not 0 < low < high or (len(units) > 1 and not bare):
        return False
    if units == {"count"} and ours.unit in (*_PARTS, "times") and not _is_part_of(one, other):
        return False
    ratios = [low / high, 1 - low / high, high / low - 1]
    if ours.unit == "times":
        return _is_value(ours, high / low)
    if ours.unit == "fraction":
        return ours.value_low < 1 and any(_is_value(ours, ratio) for ratio in ratios)
    if ours.unit == "percent" and (is_close or ours.relation != "="):
        shares = ratios if changes else ratios[:2]
        if any(abs(100 * share - float(ours.value_low)) <= _precision(ours) for share in shares):
            return True
    is_exact = is_close and len(written_digits(ours)) >= TELLING_DIGITS
    return (changes or is_exact) and _is_difference(ours, one.figure, other.figure)


def _is_part_of(one: Candidate[Quantity], other: Candidate[Quantity]) -> bool:
    """Whether two counts are of one thing, or the second is a whole: `of 40 pupils, 12 are girls`."""
    sentence = other.text.sentence_around(other.figure.start)
    before = other.text.text[sentence.start : other.figure.start]
    return bool(_OF_WHOLE.search(before)) or count_one_thing(one, other)


def _is_rest(draft: Text, ours: Quantity, candidate: Candidate[Quantity]) -> bool:
    """Whether a share is what another leaves, with a negation: `a third`, of `two in three without one`."""
    theirs = candidate.figure
    if ours.unit not in _PARTS or theirs.unit not in _PARTS:
        return False
    rest = 100 - float(theirs.value_low) * unit_size(theirs.unit)
    value = float(ours.value_low) * unit_size(ours.unit)
    is_other_part = is_denied(draft, ours) != is_denied(candidate.text, theirs)
    return is_other_part and math.isclose(rest, value, rel_tol=_NEARLY)


def _is_total(
    draft: Text, ours: Quantity, first: Candidate[Quantity], found: Sequence[Candidate[Quantity]]
) -> bool:
    """Whether a number is the sum of all such of a sentence: `seven for it, two against, one abstained`.

    Pupils and computers make no sum; pupils and teachers make one, of `people`.
    """
    if ours.unit != "count" and ours.kind != "money":
        return False
    same = [c for c in found if c.text is first.text and _distance(c, first) == 0]
    same = [c for c in same if c.figure.unit == ours.unit]
    figures, what = [c.figure for c in same], what_stems(draft, ours)
    is_of_kinds = "people" in what and not any(what & what_stems(first.text, figure) for figure in figures)
    if ours.unit == "count" and not (is_of_kinds or count_one_thing(*same)):
        return False
    total = sum(float(figure.value_low) for figure in figures)
    sentence = first.text.sentence_around(first.figure.start)
    ones = [w for w in first.text.words_of(sentence) if w.text == "one"]
    unread = sum(not any(f.start <= w.start < f.end for f in figures) for w in ones) * (ours.unit == "count")
    return len(figures) > 1 and any(math.isclose(float(ours.value_low), n) for n in (total, total + unread))


def _is_difference(ours: Quantity, one: Quantity, other: Quantity) -> bool:
    """Whether a number is the difference of two; that of two percentages is in points."""
    unit = _POINTS if base(one) == "percent" else base(one)
    if dimension(base(ours)) != dimension(unit):
        return False
    between = abs(float(one.value_low) - float(other.value_low))
    if base(ours) == _POINTS:
        return abs(between - float(ours.value_low)) <= _precision(ours)
    between *= unit_size(unit) / unit_size(base(ours))
    if ours.relation == "=":
        return math.isclose(between, float(ours.value_low), rel_tol=_SAME)
    return _is_value(ours, between)


def _is_value(ours: Quantity, value: float) -> bool:
    exact = {"value_low": value, "value_high": value, "relation": "=", "text": ""}
    return is_same(ours, ours.model_copy(update=exact))


def _precision(quantity: Quantity) -> float:
    """Half a unit of the last digit of a number as written."""
    decimals = re.search(r"\d\.(\d+)", quantity.text)
    return float(_ROUNDING / 10 ** len(decimals[1] if decimals else ""))
