"""The `claimx_dates` component: finds the calendar expressions of a `Doc` and resolves them to dates.

The text is scanned for words that a rule can begin with; what a rule reads there must pass its filter. Lists
and ranges then share a month, year, week or day that is written once. Expressions are resolved in the order
of the text, each against publication and what was mentioned before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc

from claimx.pipeline.dates.calendar import Period, finer, lexicon, plus_months
from claimx.pipeline.dates.filters import in_name
from claimx.pipeline.dates.grammar import DateText, Reading
from claimx.pipeline.dates.past_or_future import COMPARED, Context, sentence_around, word
from claimx.pipeline.dates.resolve import (
    Anchor,
    AnchoredDuration,
    AtTime,
    DayOfMonth,
    Expression,
    Fixed,
    MentionOffset,
    Month,
    MonthDay,
    Offset,
    PartOfYear,
    Season,
    Weekday,
    Weekend,
    untimed,
)
from claimx.pipeline.dates.rules import (
    continuation,
    durations_in,
    preceding,
    read_at,
    rules_by_first_word,
)
from claimx.pipeline.records import Date, add_spans, check_annotations, head_of, register_extensions
from claimx.text.tokens import Range, RangeIndex

# Characters, about two paragraphs of news, after which `a year earlier` no longer counts from a date.
MEMORY = 400
# Longest words of a day before another one, in characters: `twenty-seventh through the `.
LONGEST_DAY = 30
# What a relative date is resolved against only to count it.
_ANY_DAY = date(2024, 1, 1)


def find_dates(doc: Doc, published: date | None = None) -> list[Date]:
    """The dates of an article, in document order, with ISO 8601 / TIMEX3 values.

    Offsets are characters of `doc.text`, end exclusive. What needs a day of publication (`Friday`, `last
    week`) is left out where `published` is None.
    """
    return _find(doc, published)[0]


def _find(doc: Doc, published: date | None) -> tuple[list[Date], list[Date]]:
    """The dates of an article, and the durations that are dates only of quantities."""
    context = Context(doc)
    readings = share_parts(list(scan(context)), context.text)
    durations = [each for each in durations_in(DateText(context.text)) if is_date(each, context)]
    said = said_on(sorted([*readings, *durations], key=_start), context) if published else {}
    dates = list(resolve_all(readings, said, context, published))
    taken = RangeIndex((each.range, place) for place, each in enumerate(dates))
    free = (each for each in durations if not list(taken.overlapping(each.start, each.end)))
    return dates, list(resolve_durations(free, said, context, published))


def resolve_durations(
    readings: Iterable[Reading], said: Mapping[int, Reading], context: Context, published: date | None
) -> Iterator[Date]:
    """Resolves what counts from publication or from the day of a quotation, and from nothing else."""
    for reading in readings:
        anchor = Anchor(published, tense=partial(context.tense, reading.start, reading.end))
        day = said.get(reading.start)
        period = resolve_quoted(reading, day, anchor, context) if day else resolve(reading, anchor)
        if period is not None:
            yield Date(Range(reading.start, reading.end), period.value, reading.rule.name)


# Scan
WORD = re.compile(r"[^\W_]+")
DAY_BEFORE = re.compile(r"(?<![\w.,:/-])\d{1,2}-$")
# A numeric date that can only be read with the day first.
DAY_FIRST = re.compile(r"(?<![\d/])(?:1[3-9]|2\d|3[01])/(?:0?[1-9]|1[0-2])/\d{2,4}(?![\d/])")
# Days in words with the day first, and with the month first: `12 November`, `Nov. 12`.
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
WORDED_DAY_FIRST = re.compile(rf"(?<![\w/.,])(?:[12]?\d|3[01])(?:st|nd|rd|th)?\s{_MONTHS}\b")
WORDED_MONTH_FIRST = re.compile(rf"\b{_MONTHS}\.?\s(?:[12]?\d|3[01])(?:st|nd|rd|th)?\b(?!:)")
# Signs that make the number after them part of a price or a code.
NOT_BEFORE = frozenset("$£€¥#@&+_=/\\")


def scan(context: Context) -> Iterator[Reading]:
    """The calendar expressions of the text, in order and without overlap."""
    text = DateText(context.text, puts_day_first(context.text))
    first_words = rules_by_first_word()
    end = 0
    for m in WORD.finditer(text.text):
        found = m.group().lower()
        if m.start() < end:
            continue
        if found[0].isdigit():
            if not begins_number(text.text, m.start(), end):
                continue
        elif found not in first_words:
            found = found.rstrip("0123456789")  # Dec31, FY18
            if found not in first_words:
                continue
        reading = read_at(text, m.start(), found)
        if reading is None or reading.start < end:
            continue
        if is_date(reading, context):
            for member in with_members(text, reading, end):
                yield member
                end = member.end
        elif reading.rule.atomic:
            end = reading.end


def puts_day_first(text: str) -> bool:
    """Whether `12/11/2024` is in November: by another such date, or by the days in words, if all agree."""
    if DAY_FIRST.search(text):
        return True
    return bool(WORDED_DAY_FIRST.search(text)) and not WORDED_MONTH_FIRST.search(text)


def begins_number(text: str, start: int, last_end: int) -> bool:
    """Whether digits are not the rest of a number or code: $2016, 1.2016, 138-2010.

    The end of a range directly follows the date that ended at `last_end`: 10/1/2018-10/7/2018.
    """
    if start - last_end == 1 and text[last_end] in "-–—~":
        return True
    before = text[max(start - 2, 0) : start]
    if before[-1:] in NOT_BEFORE:
        return False
    joined = len(before) == 2 and before[1] in "-./:," and before[0].isdigit()
    return not joined or DAY_BEFORE.search(text, max(start - 4, 0), start) is not None


def is_date(reading: Reading, context: Context) -> bool:
    """Whether the reading is a date where it occurs."""
    if not reading.rule.in_names and in_name(reading, context):
        return False
    return reading.rule.accept is None or reading.rule.accept(reading, context)


# Lists and ranges

# Between members of a list, or the ends of a range, that share a year or a day.
JOINT = re.compile(
    r"\s*(?:-|–|—|~|to|through|thru|until|till|and|or|,|&|,\s?and)\s*(?:the\s)?", re.IGNORECASE
)
RANGE = re.compile(r"\s*(?:-|–|—|~|to|through|thru|until|till|and)\s*(?:the\s)?", re.IGNORECASE)
# Parts of a year that take the year of the next one: Q1 to Q3 2018, in spring and summer of 2016.
PARTS_OF_YEAR = (MonthDay, Month, PartOfYear, Season)


def with_members(text: DateText, reading: Reading, free_from: int) -> Iterator[Reading]:
    """The reading with the bare days and years next to it that share its month or century."""
    before: list[Reading] = []
    first = last = reading
    while earlier := preceding(text, first, max(first.start - LONGEST_DAY, free_from)):
        before.append(first := earlier)
    yield from reversed(before)
    yield reading
    while later := continuation(text, last):
        yield (last := later)


def share_parts(readings: list[Reading], text: str) -> list[Reading]:
    """Gives the first end of a range what only the last end states: its month, year, week or day."""
    shared = list(readings)
    for i in range(len(shared) - 2, -1, -1):
        first, second = shared[i], shared[i + 1]
        if JOINT.fullmatch(text, first.end, second.start):
            shared[i] = replace(first, expression=completed(first.expression, second.expression))
    return shared


def completed(first: Expression, second: Expression) -> Expression:
    """The first of two joined expressions, with what it shares with the second."""
    match first, second:
        case ((MonthDay() | Month() | PartOfYear() | Season()), _) if (
            first.year is None and getattr(first, "direction", None) is None
        ):
            return with_year(first, second)
        case DayOfMonth(month=None), MonthDay():
            return MonthDay(second.month, first.day, second.year, first.weekday)
        case Weekday(direction=None, week=None), Weekday():
            return replace(first, week=second.week)
        case AtTime(of=None), _:
            day = second.of if isinstance(second, AtTime) else second
            return replace(first, of=day) if isinstance(day, MonthDay | Weekday) else first
    return first


def with_year(first: MonthDay | Month | PartOfYear | Season, second: Expression) -> Expression:
    """The first with the year that the second states, or with the year before where it comes later."""
    year = second.year if isinstance(second, PARTS_OF_YEAR) else None
    if isinstance(year, int) and first_month(first) > first_month(second) > 0:
        year -= 1
    return first if year is None else replace(first, year=year)


def first_month(part: Expression) -> int:
    """The number of the month in which a part of a year begins, 0 for seasons."""
    return part.month if isinstance(part, MonthDay | Month | PartOfYear) else 0


def in_order(first: Reading, begin: Period, second: Reading, end: Period, text: str) -> Period:
    """The beginning of a range, moved back by a year where it would come after the end."""
    yearless = isinstance(first.expression, Month | MonthDay) and first.expression.year is None
    if yearless and begin.start > end.start and RANGE.fullmatch(text, first.end, second.start):
        year_before = plus_months(begin.start, -12)
        if year_before.day == begin.start.day:  # not Feb. 29
            return replace(begin, start=year_before)
    return begin


# Resolution

# Before the time from which something is counted: `the most since records began in 2003`.
SINCE = re.compile(r"\bsince\s(?:[^\s.,;:]+\s){0,3}$", re.IGNORECASE)
# What introduces a year in which the rest of its sentence happened, and what ends that.
STATING = frozenset(("in", "during", "early", "late", "mid", ",", ".", ""))
OTHER_TIME = re.compile(
    r"[.!?:\n]|\b(?:since|than|from|until|till|before|after|now|but|again)\b", re.IGNORECASE
)


def resolve_all(
    readings: list[Reading], said: Mapping[int, Reading], context: Context, published: date | None
) -> Iterator[Date]:
    """Resolves readings in order, each against publication and what was mentioned before it.

    `said`: the dates on which quotations were said, by the offsets of the readings in them.
    """
    anchor = Anchor(published, tense=lambda: None)
    resolved: list[tuple[Reading, Period]] = []
    for reading in readings:
        anchor.tense = partial(context.tense, reading.start, reading.end)
        if resolved and reading.start - resolved[-1][0].end > MEMORY:
            anchor.mentioned = anchor.main = None
        if published and _opens_entry(reading, resolved, context.text):
            anchor.day, anchor.mentioned = published, Period("day", published)
        if day := said.get(reading.start):
            period = resolve_quoted(reading, day, anchor, context)
        else:
            period = resolve(in_stated_year(reading, resolved, context), anchor)
        if period is None:
            continue
        if resolved:
            first, begin = resolved[-1]
            resolved[-1] = first, in_order(first, begin, reading, period, context.text)
        resolved.append((reading, period))
        glances_back = isinstance(reading.expression, MentionOffset) and reading.expression.count < 0
        if glances_back or period.unit == "time":
            continue  # what follows still counts from the period before it
        anchor.mentioned = period
        before = max(0, reading.start - 60), reading.start
        if not (COMPARED.search(context.text, *before) or SINCE.search(context.text, *before)):
            anchor.main = period
        # `since Tuesday` is the start of a period, not the time of the next event.
        if period.unit == "day" and word(context.previous(reading.start)) not in ("since", "until", "till"):
            anchor.day = period.start
    for reading, period in resolved:
        yield Date(Range(reading.start, reading.end), period.value, reading.rule.name)


def _opens_entry(reading: Reading, before: list[tuple[Reading, Period]], text: str) -> bool:
    """Whether a clock time opens a line, as that of an entry of a live report: of the day of publication.

    Below a day on a line of its own it is of that day, as in a programme.
    """
    timed = isinstance(reading.expression, AtTime) and reading.expression.of is None
    if not timed or not _is_line_start(text, reading.start):
        return False
    days = (
        other
        for other, period in reversed(before)
        if period.unit == "day" and not (isinstance(other.expression, AtTime) and other.expression.of is None)
    )
    last = next(days, None)
    return last is None or not (
        _is_line_start(text, last.start)
        and text[last.end : last.end + 3].lstrip(" .,:")[:1] in ("", "\n", "\r")
    )


def _is_line_start(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def in_stated_year(reading: Reading, before: list[tuple[Reading, Period]], context: Context) -> Reading:
    """A month or day with the year stated before it in its sentence: `In 2015 he was jailed in June`."""
    part = reading.expression
    if not before or not isinstance(part, Month | MonthDay) or part.year or part.direction:
        return reading
    first, period = before[-1]
    between = context.text[first.end : reading.start]
    if (
        period.unit not in ("year", "month")
        or (period.unit == "month" and not isinstance(first.expression, Month | Fixed))
        or (isinstance(first.expression, Month) and not isinstance(first.expression.year, int))
        or OTHER_TIME.search(between)
        or word(context.previous(first.start)) not in STATING
        or context.tense(reading.start, reading.end) != "past"
    ):
        return reading
    return replace(reading, expression=replace(part, year=period.start.year))


def resolve(reading: Reading, anchor: Anchor) -> Period | None:
    """The period of a reading, None also before the year 1 and after 9999."""
    try:
        return reading.expression.resolve(anchor)
    except (ValueError, OverflowError):
        return None


# Quoted words count from the day on which they were said: `"We decide tomorrow," she wrote on May 3, 2011`.
QUOTED = re.compile(r"“([^“”\r\n]+)”|\"([^\"\r\n]+)\"")
# The end of a quotation that is also the end of its sentence.
CLOSED = re.compile(r"[.!?]['’]?[\"”]\s+(?![a-z])")


def resolve_quoted(reading: Reading, said: Reading, anchor: Anchor, context: Context) -> Period | None:
    """The period of quoted words, counted from the date on which they were said.

    A day or a week cannot be counted from a year.
    """
    when = resolve(said, replace(anchor, tense=partial(context.tense, said.start, said.end)))
    if when is None or when.unit == "time" or anchor.published is None or when.start > anchor.published:
        return resolve(reading, anchor)
    period = resolve(reading, replace(anchor, published=when.start))
    return period if period and finer(when.unit, period.unit) else None


def said_on(readings: list[Reading], context: Context) -> dict[int, Reading]:
    """The date on which each quoted reading was said, by the offset at which the reading starts."""
    if not context.parsed:
        return {}
    said: dict[int, Reading] = {}
    for m in QUOTED.finditer(context.text):
        inside = [r for r in _starting(readings, m.start() + 1, m.end()) if counts_from_now(r.expression)]
        if inside and len(dates := list(dates_of_saying(m, readings, context))) == 1:
            said.update((r.start, dates[0]) for r in inside)
    return said


def counts_from_now(expression: Expression) -> bool:
    """Whether an expression depends on nothing but the day on which it is said."""
    return isinstance(untimed(expression), AnchoredDuration | Offset | Weekday | Weekend)


def dates_of_saying(quotation: re.Match[str], readings: list[Reading], context: Context) -> Iterator[Reading]:
    """The dates in the sentence around a quotation that depend on its verb of saying."""
    start, end = quotation.span()
    doc = context.doc
    before = context.previous(start)
    begin = doc[sentence_around(before)[0]].idx if before else start
    after = None if CLOSED.match(context.text, end - 2) else context.following(end)
    stop = doc[: sentence_around(after)[1]].end_char if after else end
    for reading in (*_starting(readings, begin, start), *_starting(readings, end, stop)):
        token = context.token_at(reading.start)
        verb = next((t for t in (token, *token.ancestors) if t.pos_ == "VERB"), token)
        if verb.lemma_ in lexicon().words["speech_verbs"]:
            yield reading


def _starting(readings: list[Reading], start: int, end: int) -> list[Reading]:
    """The readings, which are in the order of the text, that start from `start` to before `end`."""
    first = bisect_left(readings, start, key=_start)
    return readings[first : bisect_left(readings, end, lo=first, key=_start)]


def _start(reading: Reading) -> int:
    return reading.start


class DateFinder:
    """Writes `doc._.dates`, `doc._.durations` and `doc.spans["claimx_dates"]`.

    Durations (`the past 12 months`) are dates of what holds at them: `claimx_quantities` moves those to
    `doc._.dates` that a quantity points at.

    Dates are placed on the calendar with `doc._.published`, which is read from the head of the text if it has
    not been set. Without it, `doc._.undated` is the number of dates that are left out for the lack of it.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Find the dates of an article."""
        check_annotations(doc, "claimx_dates")
        if doc._.published is None:
            doc._.published = head_of(doc).published
        doc._.dates, doc._.durations = _find(doc, doc._.published)
        doc._.undated = 0 if doc._.published else len(find_dates(doc, _ANY_DAY)) - len(doc._.dates)
        add_spans(doc, "dates", ((each.range, each.value) for each in doc._.dates))
        return doc


@Language.factory(
    "claimx_dates",
    assigns=["doc._.dates", "doc._.durations", "doc._.undated", "doc._.published", "doc.spans"],
)
def make_dates(nlp: Language, name: str) -> DateFinder:
    """Build the component; it has no settings."""
    register_extensions()
    return DateFinder()
