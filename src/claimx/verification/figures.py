"""Numbers and dates of a draft in the sources: the same figure about the same thing, another one, or none.

A figure of the sources is the more relevant, the more words its sentence, and the words right around it,
share with the sentence of the draft. A draft may round (`about 4,000` for 3,800) but not be more exact than a
source.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from claimx.compare.intervals import Days, days_of, dimension, unit_size
from claimx.compare.relations import significant
from claimx.compare.words import Word
from claimx.schema import AnySpan, Date, Quantity, duration_of, span_in
from claimx.text.lexicon import months, read_json, weekdays
from claimx.verification import ChangeKind, FindingVerdict
from claimx.verification.passages import (
    TALLY,
    Context,
    Match,
    Sources,
    Text,
    are_opposite,
    base,
    content_stems,
    differ_in_rate,
    find_words,
    is_turned,
    of_one_unit,
    one_in_many,
    sides_beside,
    tally_at,
)

# Words on either side of a figure that say what it is about.
_AROUND = 6
_SENTENCE_SHARE = 0.6
_WHAT_BONUS = 0.25
# What a neighbouring sentence lends to the relevance of a figure.
_NEIGHBOUR = 0.7
# The same figure needs this relevance; a rival one must be nearly as relevant as the draft's own context.
_LEAST_SAME = 0.07
_LEAST_RIVAL = 0.15
_LEAST_UNIT = 0.2
# A rival outweighs the same figure elsewhere only if that is less relevant by this factor.
_OUTWEIGHED = 0.5
_STRONG_RIVAL = 0.5
# Rivals this nearly as relevant as the first are ranked by likeness: the same digits, or the same size.
_CLOSE = 0.6
_SAME_SIZE = 2.0
# What `about`, and `more than` of a draft may be away from the source's figure.
_APPROXIMATE = 0.1
_OPEN = 0.15
_SAME = 1e-6
# A number of fewer digits may be anywhere by chance.
_TELLING_DIGITS = 3
_WEEK = 7
_TIME = re.compile(r"\dT(\d\d:\d\d)")
# `millions`, read as 2 million and more.
_VAGUE = re.compile(r"(?:dozens|hundreds|thousands|millions|billions)\b", re.IGNORECASE)
_VAGUE_SIZE = 500
_UP, _DOWN = (">", ">="), ("<", "<=")
_Place = tuple[Text, AnySpan]


class _Candidate(NamedTuple):
    relevance: float
    text: Text
    figure: Quantity | Date


class Figures:
    """The numbers and dates of the sources."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._quantities: dict[tuple[str, int], list[Quantity]] = {}
        self._dates: dict[tuple[str, int], list[Date]] = {}
        for text in sources.texts:
            for quantity in text.extraction.quantities:
                place = (text.id, text.sentence_at(quantity.start))
                self._quantities.setdefault(place, []).append(of_one_unit(text, quantity))
            for date in text.extraction.dates:
                if not duration_of(date.value):  # which is a date only beside its number
                    self._dates.setdefault((text.id, text.sentence_at(date.start)), []).append(date)

    def match_number(self, draft: Text, quantity: Quantity, contexts: Sequence[Context]) -> Match:
        """The verdict on a number of the draft; `contexts`: the sentences about the same thing."""
        quantity = one_in_many(draft, quantity)
        quantity = of_one_unit(draft, quantity)
        found = list(self._rank(draft, quantity, contexts, self._quantities, _what_stems(draft, quantity)))
        elsewhere = self._elsewhere(draft, quantity)

        def is_same(candidate: _Candidate) -> bool:
            return _is_same_number(quantity, candidate.figure) and not differ_in_rate(
                draft, quantity, candidate.text, candidate.figure
            )

        same = _best(found, is_same)
        if same is None or same.relevance < _LEAST_SAME:
            same = _best(elsewhere, is_same) or same
        # A number that the draft's sentence has as well is not what this one should be.
        others = [
            q for q in draft.extraction.quantities if q is not quantity and _is_beside(draft, q, quantity)
        ]
        rivals = [c for c in found if not any(_is_same_number(other, c.figure) for other in others)]
        rival = _likeliest_rival(quantity, rivals)
        unit = _best(found, lambda c: _has_other_unit(draft, quantity, c))
        written = self._find_written(draft, quantity, contexts)
        if same is None and written and not any(_is_at(written, c) for c in found):
            return Match("verbatim", (), *written)
        if unit and unit.relevance >= _LEAST_UNIT and _outranks(unit, same, quantity):
            return Match("changed", ("unit",), unit.text, unit.figure)
        if same and same.relevance >= _LEAST_SAME and not _is_of_another_thing(quantity, same, rival):
            assert isinstance(same.figure, Quantity)
            if place := _on_other_side(draft, quantity, same, found):
                return Match("changed", ("negation",), *place)
            if place := _turned_tally(draft, quantity, contexts):
                return Match("changed", ("number",), *place)
            verdict: FindingVerdict = "verbatim" if _is_verbatim(quantity, same.figure) else "paraphrased"
            turned = _reversal(quantity, same.figure)
            return Match("changed" if turned else verdict, turned, same.text, same.figure)
        if place := _computed(draft, quantity, found):
            return Match("paraphrased", (), *place)
        for other in (rival, _best(elsewhere, lambda c: _is_transposed(quantity, c.figure))):
            if other and other.relevance >= _LEAST_RIVAL:
                return Match("changed", ("number",), other.text, other.figure)
        return Match("not found")

    def match_date(self, draft: Text, date: Date, contexts: Sequence[Context]) -> Match | None:
        """The verdict on a date of the draft; None if it has neither days nor words that can be compared."""
        if days_of(date.value) is None:
            written, other = self._find_written_date(draft, date, contexts)
            if written:
                return Match("verbatim", (), *written)
            return Match("changed", ("date",), *other) if other else None
        found = list(self._rank(draft, date, contexts, self._dates, set()))
        same = _best(found, lambda c: _is_same_date(date, c.figure))
        rival = _best(found, lambda c: _is_rival_date(date, c.figure))
        written, other = self._find_written_date(draft, date, contexts)
        if same is None or same.relevance < _LEAST_SAME:
            if written:
                return Match("verbatim", (), *written)
            same = self._published(date) or same or (None if rival else self._anywhere(date))
        if same and (not _outweighs(rival, same) or _is_named_day(date, same, rival)):
            verdict: FindingVerdict = "paraphrased"
            if same.figure.text.casefold() == date.text.casefold():
                verdict = "verbatim"
            return Match(verdict, (), same.text, same.figure)
        if rival and rival.relevance >= _LEAST_RIVAL:
            return Match("changed", ("date",), rival.text, rival.figure)
        if other:
            return Match("changed", ("date",), *other)
        return Match("not found")

    def _rank(
        self,
        draft: Text,
        figure: Quantity | Date,
        contexts: Sequence[Context],
        figures: dict[tuple[str, int], list[Quantity]] | dict[tuple[str, int], list[Date]],
        what: set[str],
    ) -> Iterator[_Candidate]:
        """The figures in and next to the sentences about the same thing, with their relevance."""
        near = set(content_stems(_around(draft, figure)))
        scores: dict[tuple[Text, int], float] = {}
        for context in contexts:
            for step, share in ((0, 1.0), (-1, _NEIGHBOUR), (1, _NEIGHBOUR)):
                number = context.number + step
                if 0 <= number < len(context.text.sentences):
                    key = (context.text, number)
                    scores[key] = max(scores.get(key, 0.0), share * context.score)
        for (text, number), score in scores.items():
            for candidate in figures.get((text.id, number), ()):
                around = set(content_stems(_around(text, candidate)))
                relevance = _SENTENCE_SHARE * score + (1 - _SENTENCE_SHARE) * self._shared(near, around)
                if what and what & (_what_stems(text, candidate) or around):
                    relevance += _WHAT_BONUS
                yield _Candidate(relevance, text, candidate)

    def _elsewhere(self, draft: Text, quantity: Quantity) -> list[_Candidate]:
        """Numbers of all sources with as many digits, by what is around them; for telling numbers only."""
        digits = _written_digits(quantity)
        if _VAGUE.match(quantity.text):
            every = ((text, other) for text in self._sources.texts for other in text.extraction.quantities)
            return [_Candidate(_LEAST_RIVAL, text, other) for text, other in every]
        if len(digits) < _TELLING_DIGITS or not digits.strip("0")[1:]:
            return []
        near = set(content_stems(_around(draft, quantity)))
        found = []
        for text in self._sources.texts:
            for other in text.extraction.quantities:
                if sorted(_written_digits(other)) == sorted(digits):
                    shared = self._shared(near, set(content_stems(_around(text, other))))
                    found.append(_Candidate(max(_LEAST_RIVAL, shared), text, other))
        return found

    def _shared(self, ours: set[str], theirs: set[str]) -> float:
        total = sum(map(self._sources.rarity, ours))
        return sum(map(self._sources.rarity, ours & theirs)) / total if total else 0.0

    def _find_written(self, draft: Text, quantity: Quantity, contexts: Sequence[Context]) -> _Place | None:
        """The same words in a sentence about the same thing, where the source's number was not read."""
        tally = tally_at(draft.text, quantity)
        if same := next((place for found, _, place in _tallies(contexts) if found == tally), None):
            return same
        wanted = [word.text for word in draft.words_in(quantity.start, quantity.end)]
        following = [word.text for word in draft.words_in(quantity.end, quantity.end + 12)][:1]
        shares = [group for group in _shares() if group & set(wanted)]
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

    def _find_written_date(
        self, draft: Text, date: Date, contexts: Sequence[Context]
    ) -> tuple[_Place | None, _Place | None]:
        """The date's own words in a sentence about the same thing, and other words of the same kind there.

        Relative dates of a source without a day of publication have no value, and are compared by words.
        """
        words = draft.words_in(date.start, date.end)
        ours = list(date_runs(words))
        other = None
        if not ours and len(words) > 1:
            return self._sources.find_sequence([word.text for word in words]), None
        for context in contexts if ours else ():
            text, sentence = context.text, context.sentence
            for run in date_runs(text.words_in(sentence.start, sentence.end)):
                place = (text, span_in(text.text, run[0].start, run[-1].end))
                if {word.text for word in run} == {word.text for word in ours[0]}:
                    return place, None
                if other is None and sorted(map(_date_kind, run)) == sorted(map(_date_kind, ours[0])):
                    other = place
        return None, other

    def _published(self, date: Date) -> _Candidate | None:
        """The date as the day a source was published, with its dateline or beginning for a place."""
        days = days_of(date.value)
        for text in self._sources.texts:
            published = text.extraction.document.published
            if published and days == Days(published, published):
                for candidate in text.extraction.dates:
                    if days_of(candidate.value) == days:
                        return _Candidate(_LEAST_RIVAL, text, candidate)
        return None

    def _anywhere(self, date: Date) -> _Candidate | None:
        """The same day in any sentence of the sources."""
        for text in self._sources.texts:
            for candidate in text.extraction.dates:
                if _is_same_date(date, candidate):
                    return _Candidate(_LEAST_SAME, text, candidate)
        return None


def _is_at(place: _Place, candidate: _Candidate) -> bool:
    text, span = place
    return text is candidate.text and span.start < candidate.figure.end and candidate.figure.start < span.end


def _is_beside(draft: Text, one: Quantity, other: Quantity) -> bool:
    return one.start != other.start and draft.sentence_at(one.start) == draft.sentence_at(other.start)


def _best(found: Iterable[_Candidate], fits: Callable[[_Candidate], bool]) -> _Candidate | None:
    return max(filter(fits, found), key=lambda c: c.relevance, default=None)


def _likeliest_rival(quantity: Quantity, found: Iterable[_Candidate]) -> _Candidate | None:
    """The most relevant other number; of those nearly as relevant, one that may have been mistyped."""
    rivals = [c for c in found if _is_rival_number(quantity, c.figure)]
    most = max((c.relevance for c in rivals), default=0.0)
    close = [c for c in rivals if c.relevance >= _CLOSE * most]

    def likeness(candidate: _Candidate) -> tuple[bool, bool, float]:
        assert isinstance(candidate.figure, Quantity)
        ours, theirs = _written_digits(quantity), _written_digits(candidate.figure)
        sizes = sorted(abs(float(q.value_high)) for q in (quantity, candidate.figure))
        near = sizes[1] < _SAME_SIZE * sizes[0]
        return (sorted(ours) == sorted(theirs) and len(ours) > 1, near, candidate.relevance)

    return max(close, key=likeness, default=None)


def _outweighs(rival: _Candidate | None, same: _Candidate) -> bool:
    """Whether the draft's figure belongs to something else, and a rival to what the draft is about."""
    return bool(rival and rival.relevance >= _STRONG_RIVAL and same.relevance < _OUTWEIGHED * rival.relevance)


def _outranks(unit: _Candidate, same: _Candidate | None, ours: Quantity) -> bool:
    """Whether a figure with another unit is meant, and not the same figure elsewhere."""
    if same is None or same.relevance < _LEAST_SAME:
        return True
    assert isinstance(unit.figure, Quantity)
    if unit.figure.unit == "count" and ours.unit != "count":
        # `12 percent`, and `12 elections`
        return False
    return 2 * same.relevance <= unit.relevance


def _is_of_another_thing(ours: Quantity, same: _Candidate, rival: _Candidate | None) -> bool:
    """Whether a rival outweighs the same number; one of many digits has them by no chance."""
    if rival is None or not _outweighs(rival, same):
        return False
    if len(_written_digits(ours).strip("0")) <= _TELLING_DIGITS or not isinstance(rival.figure, Quantity):
        return True
    sizes = sorted(abs(float(q.value_high)) for q in (ours, rival.figure))
    return sizes[1] < _SAME_SIZE * sizes[0]


def _on_other_side(
    draft: Text, quantity: Quantity, same: _Candidate, found: Iterable[_Candidate]
) -> _Place | None:
    """The figure of a source that is on the other side, if none nearly as relevant is on the draft's."""
    ours = sides_beside(draft, quantity)
    turned = None
    for candidate in (same, *found):
        figure = candidate.figure
        if candidate.relevance < _CLOSE * same.relevance or not _is_same_number(quantity, figure):
            continue
        assert isinstance(figure, Quantity)
        theirs = sides_beside(candidate.text, figure)
        if not is_turned(ours, theirs):
            return None
        turned = turned or (candidate.text, figure)
    return turned


def _turned_tally(draft: Text, quantity: Quantity, contexts: Sequence[Context]) -> _Place | None:
    """The tally of a source whose two numbers the draft has exchanged: `rejected by 97 votes to 58`.

    `Won by 97 to 58`, and `lost by 58 to 97`, say the same.
    """
    tally = tally_at(draft.text, quantity)
    ours = draft.sentences[draft.sentence_at(quantity.start)]
    turned: _Place | None = None
    for found, context, place in _tallies(contexts):
        sides = ((draft, ours), (context.text, context.sentence))
        if are_opposite(*(text.words_in(span.start, span.end) for text, span in sides)):
            continue
        if found == tally:
            return None
        if found[::-1] == tally:
            turned = turned or place
    return turned


def _tallies(contexts: Sequence[Context]) -> Iterator[tuple[tuple[str, ...], Context, _Place]]:
    """The tallies in sentences of sources: both numbers, and where they are."""
    for context in contexts:
        start = context.sentence.start
        for match in TALLY.finditer(context.sentence.text):
            place = span_in(context.text.text, start + match.start(), start + match.end())
            yield match.groups(), context, (context.text, place)


def _computed(draft: Text, quantity: Quantity, found: Iterable[_Candidate]) -> _Place | None:
    """The first of two figures of one sentence that a number is the difference of: `£45 less`."""
    if not sides_beside(draft, quantity) or quantity.value_low != quantity.value_high:
        return None
    figures = [(c.text, c.figure) for c in found if isinstance(c.figure, Quantity)]
    for (text, one), (other_text, other) in combinations(figures, 2):
        if text is not other_text or text.sentence_at(one.start) != text.sentence_at(other.start):
            continue
        between = abs(float(one.value_low) - float(other.value_low))
        same_unit = base(one) == base(other) == base(quantity)
        if same_unit and math.isclose(between, float(quantity.value_low), rel_tol=_SAME):
            return text, one
    return None


def _around(text: Text, figure: Quantity | Date) -> list[Word]:
    """The words around a figure, in its sentence."""
    sentence = text.sentences[text.sentence_at(figure.start)]
    before = text.words_in(sentence.start, figure.start)[-_AROUND:]
    return before + text.words_in(figure.end, sentence.end)[:_AROUND]


def _what_stems(text: Text, figure: Quantity | Date) -> set[str]:
    if isinstance(figure, Date) or figure.what is None:
        return set()
    return set(content_stems(text.words_in(figure.what.start, figure.what.end)))


def _is_same_number(ours: Quantity, theirs: Quantity | Date) -> bool:
    """Whether a number of the draft is one of a source, or what it may be rounded to."""
    if isinstance(theirs, Date):
        return False
    # An age may be read as one, or as a number: `women under 50`.
    if ours.text == theirs.text and {ours.unit, theirs.unit} == {"count", "year"}:
        return True
    if dimension(base(ours)) != dimension(base(theirs)):
        return False
    sizes = unit_size(base(ours)), unit_size(base(theirs))
    if _VAGUE.match(ours.text):
        return float(ours.value_low) / 2 <= float(theirs.value_low) < _VAGUE_SIZE * float(ours.value_low)
    low, high = float(ours.value_low) * sizes[0], float(ours.value_high) * sizes[0]
    first, last = float(theirs.value_low) * sizes[1], float(theirs.value_high) * sizes[1]
    if math.isclose(low, first, rel_tol=_SAME) and math.isclose(high, last, rel_tol=_SAME):
        return True
    if low == high and first != last and any(math.isclose(low, end, rel_tol=_SAME) for end in (first, last)):
        return True
    if ours.relation == "~" or ours.unit == "fraction":
        return abs(low - first) <= _APPROXIMATE * abs(first) and abs(high - last) <= _APPROXIMATE * abs(last)
    if ours.relation in _UP and theirs.relation not in _DOWN:
        return low <= first <= low * (1 + _OPEN)
    if ours.relation in _DOWN and theirs.relation not in _UP:
        return high * (1 - _OPEN) <= last <= high
    return False


def _is_rival_number(ours: Quantity, theirs: Quantity | Date) -> bool:
    if isinstance(theirs, Date) or dimension(base(ours)) != dimension(base(theirs)):
        return False
    return not _is_same_number(ours, theirs)


def _is_transposed(ours: Quantity, theirs: Quantity | Date) -> bool:
    """Whether two numbers of one dimension differ in their digits, and not only in magnitude."""
    return (
        _is_rival_number(ours, theirs)
        and isinstance(theirs, Quantity)
        and significant(float(ours.value_low)) != significant(float(theirs.value_low))
    )


def _has_other_unit(draft: Text, ours: Quantity, candidate: _Candidate) -> bool:
    """Whether two numbers are the same figure with other units, rates (`an hour`, `a day`) or magnitudes."""
    theirs = candidate.figure
    if isinstance(theirs, Date) or ours.value_low in (0, 1):
        return False
    # 2 million and 2 billion are the same figure.
    if significant(float(ours.value_low)) != significant(float(theirs.value_low)):
        return False
    if base(ours) == base(theirs):
        if differ_in_rate(draft, ours, candidate.text, theirs):
            return True
        ratio = abs(math.log10(abs(float(ours.value_low) / float(theirs.value_low))))
        return round(ratio, 6) in (3, 6, 9)
    if not math.isclose(float(ours.value_low), float(theirs.value_low)):
        # `12,000 jobs`, and `£1.2bn`
        return False
    if ours.text == theirs.text or {ours.unit, theirs.unit} <= {"count", "fraction", "times"}:
        return False
    return not _is_same_number(ours, theirs)


@cache
def _shares() -> list[frozenset[str]]:
    """Words for one share in different forms: `half`, `halved`."""
    groups: list[str] = read_json(__package__, "words.json")["same_share"]
    return [frozenset(group.split()) for group in groups]


def date_runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Runs of weekdays, months and the numbers next to months."""
    run: list[Word] = []
    for index, word in enumerate(words):
        beside = [*words[max(0, index - 1) : index], *words[index + 1 : index + 2]]
        is_day = _date_kind(word) == "number" and any(_date_kind(other) == "month" for other in beside)
        if is_day or _date_kind(word) in ("weekday", "month"):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _date_kind(word: Word) -> str:
    if word.text in weekdays():
        return "weekday"
    return "month" if word.capital and word.text in months() else "number" if word.text.isdigit() else ""


def _written_digits(quantity: Quantity) -> str:
    """The digits of a number as written: `460` and `4.60` have the same."""
    return re.sub(r"\D", "", quantity.text)


def _reversal(ours: Quantity, theirs: Quantity) -> tuple[ChangeKind, ...]:
    """What is turned round: a bound (`more than` into `fewer than`), or a change (a rise into a fall)."""
    if ours.change and theirs.change and ours.change != theirs.change:
        return ("negation",)
    if _is_halved(ours) != _is_halved(theirs):
        # What has more than halved is less than half.
        return ()
    turned = (ours.relation in _UP and theirs.relation in _DOWN) or (
        ours.relation in _DOWN and theirs.relation in _UP
    )
    return ("number",) if turned else ()


def _is_halved(quantity: Quantity) -> bool:
    """Whether a share is a verb: `halved`."""
    return quantity.unit == "fraction" and quantity.text.casefold().endswith("ed")


def _is_verbatim(ours: Quantity, theirs: Quantity) -> bool:
    values = (ours.value_low, ours.value_high, ours.unit) == (
        theirs.value_low,
        theirs.value_high,
        theirs.unit,
    )
    return values and ours.relation == theirs.relation


def _is_same_date(ours: Date, theirs: Quantity | Date) -> bool:
    """Whether a date of the draft is one of a source, or the month or year that it lies in."""
    days, others = days_of(ours.value), isinstance(theirs, Date) and days_of(theirs.value)
    if not days or not others or not isinstance(theirs, Date):
        return False
    times = _time_of(ours), _time_of(theirs)
    if all(times) and times[0] != times[1]:
        return False
    if all(times) and not _names_day(ours):
        return True
    # The same weekday, read from another day of publication.
    if ours.text.casefold() == theirs.text.casefold() and days.gap(others) <= _WEEK:
        return True
    return days.first <= others.first and others.last <= days.last


def _is_named_day(date: Date, same: _Candidate, rival: _Candidate | None) -> bool:
    """Whether a source names the same month and day, and the rival is a weekday: `April 25`, `Thursday`."""
    ours, theirs, other = (
        {(_date_kind(w), w.text) for run in date_runs(find_words(text)) for w in run}
        for text in (date.text, same.figure.text, rival.figure.text if rival else "")
    )
    kinds = {kind for kind, _ in ours}
    return {"month", "number"} <= kinds and ours == theirs and "month" not in {kind for kind, _ in other}


def _names_day(date: Date) -> bool:
    """Whether the words of a date are more than a time of day."""
    return any(_date_kind(word) in ("weekday", "month") for word in find_words(date.text))


def _is_rival_date(ours: Date, theirs: Quantity | Date) -> bool:
    """Whether a date of a source is another one of the same kind: a day for a day, a month for a month."""
    if isinstance(theirs, Quantity) or _is_same_date(ours, theirs):
        return False
    days, others = days_of(ours.value), days_of(theirs.value)
    return bool(days and others and _kind(days) == _kind(others))


def _kind(days: Days) -> int:
    length = (days.last - days.first).days
    return 0 if length == 0 else 1 if length < 7 else 2 if length < 32 else 3 if length < 200 else 4


def _time_of(date: Date) -> str | None:
    """The hour and minute of a value, if it has them."""
    match = _TIME.search(date.value)
    return match[1] if match else None
