"""Dates of a draft in the sources: the same day, month or year of the same thing, another one, or none.

Dates without a value, such as a weekday in a text without a day of publication, are compared by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimx.compare.intervals import Days, days_of
from claimx.compare.words import Word
from claimx.schema import Date, duration_of, span_in
from claimx.text.lexicon import months, weekdays, word_set
from claimx.verification import FindingVerdict
from claimx.verification.passages import Context, Match, Sources, Text, find_words
from claimx.verification.relevance import LEAST_RIVAL, LEAST_SAME, Candidate, Place, best, outweighs, rank

_WEEK = 7
# Where a source says of which day it is.
_HEAD_SENTENCES = 4
_TIME = re.compile(r"\dT(\d\d:\d\d)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d")
# `today`, `a year ago`: no source need have the words.
_RELATIVE = re.compile(
    r"\b(?:today|now|ago|earlier|later|before|after|last|next|this|past|recent|previous|coming|then|yesterday|tomorrow)\b",
    re.I,
)
_DayWord = tuple[str, str]


class Dates:
    """The dates of the sources."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._dates: dict[tuple[str, int], list[Date]] = {}
        for text in sources.texts:
            for date in text.extraction.dates:
                if not duration_of(date.value):  # which is a date only beside its number
                    self._dates.setdefault((text.id, text.sentence_at(date.start)), []).append(date)

    def match(self, draft: Text, date: Date, contexts: Sequence[Context]) -> Match | None:
        """The verdict on a date of the draft; None if nothing can be said of it."""
        written, other = self._find_written(draft, date, contexts)
        if days_of(date.value) is None:
            if written or (written := self._on_day_of_source(date)):
                return Match("verbatim", (), *written)
            return Match("changed", ("date",), *other) if other else None
        found = list(rank(self._sources, draft, date, contexts, self._dates))
        same = best(found, lambda c: _is_same(date, c.figure))
        rival = best(found, lambda c: _is_rival(date, c.figure))
        if same is None or same.relevance < LEAST_SAME:
            if written or (written := self._on_day_of_source(date)):
                return Match("verbatim", (), *written)
            same = same or (None if rival else self._anywhere(date))
        if same and (not outweighs(rival, same) or _is_named_day(date, same, rival)):
            verdict: FindingVerdict = "paraphrased"
            if same.figure.text.casefold() == date.text.casefold():
                verdict = "verbatim"
            return Match(verdict, (), same.text, same.figure)
        named = set(day_words(date.text))
        if not named and _RELATIVE.search(date.text):
            return None  # `ten years ago`, of `in 2015`
        if rival and rival.relevance >= LEAST_RIVAL:
            return Match("changed", ("date",), rival.text, rival.figure)
        if other:
            return Match("changed", ("date",), *other)
        if place := self._anywhere_written(named):
            return Match("verbatim", (), *place)
        return Match("not found")

    def _find_written(
        self, draft: Text, date: Date, contexts: Sequence[Context]
    ) -> tuple[Place | None, Place | None]:
        """The date's own words in a sentence about the same thing, and other words of the same kind there."""
        words = draft.words_in(date.start, date.end)
        ours = list(date_runs(words))
        other = None
        if not ours and len(words) > 1:
            return self._sources.find_sequence([word.text for word in words]), None
        for context in contexts if ours else ():
            text, sentence = context.text, context.sentence
            for run in date_runs(text.words_in(sentence.start, sentence.end)):
                place = (text, span_in(text.text, run[0].start, run[-1].end))
                wanted = set(map(_day_word, ours[0]))
                # `7 August`, and `Thursday, 7 August`
                kinds = set(map(_kind_of_word, ours[0]))
                theirs = [word for word in run if _kind_of_word(word) in kinds]
                if wanted <= set(map(_day_word, run)):
                    return place, None
                if other is None and sorted(map(_kind_of_word, theirs)) == sorted(
                    map(_kind_of_word, ours[0])
                ):
                    other = place
        return None, other

    def _anywhere_written(self, named: set[_DayWord]) -> Place | None:
        """The words for a day in any sentence: `April` at the head of a column."""
        for text in self._sources.texts if named else ():
            for run in date_runs(text.words):
                if named <= set(map(_day_word, run)):
                    return text, span_in(text.text, run[0].start, run[-1].end)
        return None

    def _on_day_of_source(self, date: Date) -> Place | None:
        """A weekday at the head of a source: `On Friday`, of a bulletin of `Friday 17 October`."""
        wanted = set(day_words(date.text))
        for text in self._sources.texts if len(wanted) == 1 else ():
            for sentence in text.sentences[:_HEAD_SENTENCES]:
                for run in date_runs(text.words_in(sentence.start, sentence.end)):
                    named = {_day_word(word) for word in run if word.text in weekdays()}
                    if len(run) > 1 and wanted & named:
                        return text, span_in(text.text, run[0].start, run[-1].end)
        return None

    def _anywhere(self, date: Date) -> Candidate[Date] | None:
        """The same day in any sentence of the sources."""
        for text in self._sources.texts:
            for candidate in text.extraction.dates:
                if _is_same(date, candidate):
                    return Candidate(LEAST_SAME, text, candidate)
        return None


def date_runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Runs of weekdays, months and the numbers next to months; a holiday is one too."""
    run: list[Word] = []
    for index, word in enumerate(words):
        beside = [*words[max(0, index - 1) : index], *words[index + 1 : index + 2]]
        following = words[index + 1].text if index + 1 < len(words) else ""
        is_day = (
            _kind_of_word(word) == "number"
            and following != "percent"
            and any(_kind_of_word(other) == "month" for other in beside)
        )
        if is_day or _kind_of_word(word) in ("weekday", "month", "holiday"):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def day_words(text: str) -> list[_DayWord]:
    """The kind and text of each word for a day in the words of a date."""
    return [_day_word(word) for run in date_runs(find_words(text)) for word in run]


def _day_word(word: Word) -> _DayWord:
    """`Sept` and `September` are one month."""
    number = weekdays().get(word.text) or months().get(word.text)
    return _kind_of_word(word), str(number or word.text)


def is_holiday(word: Word) -> bool:
    """Whether a word is the name of a holiday that dates are told by: `by Christmas`."""
    return word.capital and word.text in word_set(__package__, "words.json", "holidays")


def _kind_of_word(word: Word) -> str:
    if word.text in weekdays():
        return "weekday"
    if is_holiday(word):
        return "holiday"
    return "month" if word.capital and word.text in months() else "number" if word.text.isdigit() else ""


def _is_same(ours: Date, theirs: Date) -> bool:
    """Whether a date of the draft is one of a source, or the month or year that it lies in."""
    days, others = days_of(ours.value), days_of(theirs.value)
    if not days or not others:
        return False
    times = _time_of(ours), _time_of(theirs)
    if all(times) and times[0] != times[1]:
        return False
    named = day_words(ours.text)
    if all(times) and not named:
        return True
    # The same weekday, read from another day of publication.
    if ours.text.casefold() == theirs.text.casefold() and days.gap(others) <= _WEEK:
        return True
    # Without a year, the day and month are what is said: `in November`, `on 30 November`.
    if (
        named
        and named[0][0] != "weekday"
        and not _YEAR.search(ours.text)
        and set(named) <= set(day_words(theirs.text))
    ):
        return True
    return days.first <= others.first and others.last <= days.last


def _is_named_day(date: Date, same: Candidate[Date], rival: Candidate[Date] | None) -> bool:
    """Whether a source names the same month and day, and the rival is a weekday: `April 25`, `Thursday`."""
    ours, theirs, other = (
        set(day_words(text)) for text in (date.text, same.figure.text, rival.figure.text if rival else "")
    )
    kinds = {kind for kind, _ in ours}
    return {"month", "number"} <= kinds and ours == theirs and "month" not in {kind for kind, _ in other}


def _is_rival(ours: Date, theirs: Date) -> bool:
    """Whether a date of a source is another one of the same kind: a day for a day, a month for a month."""
    if _is_same(ours, theirs):
        return False
    days, others = days_of(ours.value), days_of(theirs.value)
    return bool(days and others and _length(days) == _length(others))


def _length(days: Days) -> int:
    """A day, a few days, a month, a quarter or more: 0 to 4."""
    length = (days.last - days.first).days
    return 0 if length == 0 else 1 if length < 7 else 2 if length < 32 else 3 if length < 200 else 4


def _time_of(date: Date) -> str | None:
    """The hour and minute of a value, if it has them."""
    match = _TIME.search(date.value)
    return match[1] if match else None
