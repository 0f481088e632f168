"""A draft against its sources: the verdict on every quotation, statement, number, date and name of it.

Dates without a value, such as a weekday in a text without a day of publication, are compared by their words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from claimx.compare.intervals import Days, days_of
from claimx.compare.names import same_name
from claimx.compare.words import Word
from claimx.compare.words import words as stop_words
from claimx.errors import InputError, WrongTypeError
from claimx.schema import AnySpan, Date, Extraction, Quantity, TextSpan, duration_of, span_in
from claimx.text.lexicon import months, weekdays, word_set
from claimx.verification import (
    FAULTS,
    ClaimKind,
    Finding,
    Passage,
    Verification,
    WordChange,
)
from claimx.verification.attribution import CHECKED, Names, Speaker, Statements, note_disputes, speaker_at
from claimx.verification.figures import Figures, words_of_part
from claimx.verification.passages import (
    LEAST_RIVAL,
    LEAST_SAME,
    TALLY,
    Candidate,
    Context,
    Match,
    Place,
    Sources,
    Text,
    best,
    content_stems,
    count_one_thing,
    find_words,
    is_telling,
    new_finding,
    outweighs,
    people_stems,
    rank,
    tally_at,
    tally_of,
    what_stems,
)
from claimx.verification.quotations import Piece, QuoteMatch, are_opposite, match_quotation

# Longer lines without a sentence of their own belong to the text.
_HEAD_WORDS = 14
_DASH = re.compile(r"[—–]|--| - ")
_LONGEST_DATELINE = 100
_VAGUE = re.compile(r"(?:dozens|hundreds|thousands|millions|billions)\b")
# `Twice`, `two men` may be told one by one in a source.
_FEW = re.compile(r"(?:two|three|four|once|twice)\b(?!-)")
_CALENDAR = frozenset({"week", "month", "year"})
_NEXT = 12
_ITEM = re.compile(r"^(?:\d+[.)]|[-*•]) ", re.M)


def verify(draft: Extraction, sources: Iterable[Extraction]) -> Verification:
    """Check a draft against the documents it was made from.

    Args:
        draft: the draft, read with its day of publication, or dates such as `Friday` are not compared.
        sources: the documents; the ids of all must be unique.

    Raises:
        WrongTypeError: the draft or a source is no extraction.
        InputError: two sources have one id, or an extraction was saved without its text.
    """
    given: object = sources
    if isinstance(given, Extraction) or not isinstance(given, Iterable):
        kind = type(given).__name__
        raise WrongTypeError(f"sources must be several, not one {kind}", "give a list: [source]")
    index = Sources(sources)
    ids = Counter(text.id for text in index.texts)
    if index.texts and (most := ids.most_common(1)[0])[1] > 1:
        remedy = "give each an id of its own: claimx.extract(text, id='…')"
        raise InputError(f"two sources have the id {most[0]!r}", remedy)
    found = _without_covered(_Checker(Text(draft), index).findings())
    found.sort(key=lambda finding: finding.draft.start)
    found = note_disputes(found, index.texts)
    findings = [finding.model_copy(update={"id": f"f{number}"}) for number, finding in enumerate(found, 1)]
    return Verification.model_construct(
        draft=draft.document.id,
        sources=[text.id for text in index.texts],
        faults=sum(finding.is_fault for finding in findings),
        findings=findings,
    )


def _without_covered(found: Iterable[Finding]) -> list[Finding]:
    """The findings without the statements whose fault is named elsewhere.

    One that is right is left out where any fault begins in it; one that is wrong, where a wrong statement
    lies in it.
    """
    findings = list(found)
    faults = [f for f in findings if f.is_fault]

    def covers(outer: Finding, fault: Finding) -> bool:
        is_inside = outer.draft.start <= fault.draft.start < outer.draft.end
        is_part = fault.kind == "statement" and fault.draft.end <= outer.draft.end
        return fault is not outer and is_inside and (is_part or not outer.is_fault)

    return [f for f in findings if f.kind != "statement" or not any(covers(f, fault) for fault in faults)]


class _Checker:
    """Checks the claims of one draft, kind by kind."""

    def __init__(self, draft: Text, sources: Sources) -> None:
        self._draft = draft
        self._sources = sources
        self._names = Names(sources)
        self._figures = Figures(sources)
        self._dates = Dates(sources)
        self._contexts: dict[int, list[Context]] = {}
        self._head = {number for number in range(len(draft.sentences)) if _is_head(draft, number)}
        self._statements = Statements(draft, sources, self._names, near=self._near, head=self._head)

    def findings(self) -> Iterator[Finding]:
        """All findings, kind by kind."""
        for start, end in self._draft.quoted:
            if found := self._quotation(start, end):
                yield found
        for statement in self._draft.extraction.statements:
            if found := self._statements.match(statement):
                yield found
        yield from self._statements.sentences()
        yield from self._numbers()
        yield from self._days()
        yield from self._mentions()

    def _near(self, position: int) -> list[Context]:
        """The sentences of the sources that are about the same as the draft's sentence at a position."""
        number = self._draft.sentence_at(position)
        if number not in self._contexts:
            sentence = self._draft.sentences[number]
            found = self._draft.words_of(sentence)
            self._contexts[number] = self._sources.contexts(found)
        return self._contexts[number]

    def _quotation(self, start: int, end: int) -> Finding | None:
        ours = speaker_at(self._draft, start, end)

        def prefer(piece: Piece) -> int:
            """The same speaker counts for a place, and quotation marks."""
            theirs = speaker_at(piece.text, piece.start, piece.end)
            known = ours and theirs and ours.name and theirs.name
            is_quoted = piece.text.quoted_at(piece.start, piece.end) is not None
            return is_quoted + 2 * bool(known and not self._names.differ(ours, theirs))

        match = match_quotation(self._draft, start, end, self._sources, prefer=prefer)
        if match is None:
            return None
        return self._judged_quotation(match, self._draft.passage(start, end), ours)

    def _judged_quotation(self, match: QuoteMatch, draft: Passage, ours: Speaker | None) -> Finding:
        passages = [piece.text.passage(piece.start, piece.end) for piece in match.pieces]
        shown = ours.shown if ours else None
        if match.verdict == "not found":
            return new_finding("quotation", "not found", draft, [], speaker=shown)
        speakers = [
            speaker_at(piece.text, start, end) for piece in match.pieces for start, end in piece.parts()
        ]
        names = list(dict.fromkeys(speaker.shown for speaker in speakers if speaker))
        verdict = match.verdict
        if speakers and all(self._names.differ(ours, theirs) for theirs in speakers):
            verdict = "given to somebody else"
        changes, differences = match.changes, match.differences
        return new_finding("quotation", verdict, draft, passages, changes, differences, shown, names)

    def _numbers(self) -> Iterator[Finding]:
        for quantity in self._draft.extraction.quantities:
            if not self._is_skipped(quantity.start, quantity.end):
                near = self._near(quantity.start)
                if part := words_of_part(self._draft, quantity):
                    before = max(0, self._draft.sentence_at(quantity.start) - 1)
                    near = near + self._near(self._draft.sentences[before].start)
                    near += self._sources.contexts([*self._draft.words_of(quantity), *part])
                match = _match_tally(self._draft, quantity, near)
                match = match or self._figures.match(self._draft, quantity, near)
                if match.verdict not in FAULTS and _is_by_chance(self._draft, quantity, match):
                    match = Match("not found")
                if match.verdict in FAULTS and _says_little(self._draft, quantity, match):
                    continue
                yield self._judged_number(quantity, match)

    def _judged_number(self, quantity: Quantity, match: Match) -> Finding:
        """The finding of a number, which a source may have from another: `police 8,000, unions 25,000`."""
        found = self._judged("number", quantity.start, quantity.end, match)
        text, figure = match.text, match.span
        if found.is_fault or text is None or not isinstance(figure, Quantity):
            return found
        beside = [q for q in text.numbers_in(text.sentence_at(figure.start)) if q.unit == figure.unit]
        ours, theirs, *others = (
            q.source and (q.source.name or q.source.text) for q in (quantity, figure, *beside)
        )
        if not ours or not theirs or same_name(ours, theirs):
            return found
        if not any(other and same_name(other, ours) for other in others):
            return found
        wrong = {"verdict": "given to somebody else", "speaker": ours, "source_speakers": [theirs]}
        return found.model_copy(update=wrong)

    def _days(self) -> Iterator[Finding]:
        for date in [*self._draft.extraction.dates, *self._unread_days()]:
            # A duration is a date only beside its number.
            if (
                duration_of(date.value)
                or self._is_skipped(date.start, date.end)
                or self._is_in_dateline(date)
            ):
                continue
            if match := self._dates.match(self._draft, date, self._near(date.start)):
                yield self._judged("date", date.start, date.end, match)

    def _unread_days(self) -> Iterator[Date]:
        """Weekdays, and days of months, that have no date, as in a draft without a day of publication."""
        read = self._draft.extraction.dates
        for run in date_runs(self._draft.words):
            alone = [[word] for word in run if _kind_of_word(word) in ("weekday", "holiday")]
            rest = [word for word in run if [word] not in alone]
            for words in [*alone, *([rest] if any(word.text.isdigit() for word in rest) else [])]:
                start, end = words[0].start, words[-1].end
                if not any(date.start < end and start < date.end for date in read):
                    text = self._draft.text[start:end]
                    yield Date.model_construct(id="", start=start, end=end, text=text, value="")

    def _judged(self, kind: ClaimKind, start: int, end: int, match: Match) -> Finding:
        """The finding of a figure or a name of the draft."""
        draft = self._draft.passage(start, end)
        text, span = match.text, match.span
        if text is None or span is None:
            return new_finding(kind, match.verdict, draft, [])
        before, after = span_in(text.text, span.start, span.end), span_in(self._draft.text, start, end)
        differences = [
            WordChange.model_construct(kind=change, before=before, after=after)
            for change in match.changes[:1]
        ]
        passages = [text.passage(span.start, span.end)]
        return new_finding(kind, match.verdict, draft, passages, match.changes, differences)

    def _mentions(self) -> Iterator[Finding]:
        """The names, each spelling once."""
        continents = word_set(__package__, "words.json", "continents")
        seen: set[str] = set()
        for entity in self._draft.extraction.entities:
            for mention in entity.mentions:
                folded = mention.text.casefold()
                if mention.kind != "name" or entity.label not in CHECKED or folded in seen:
                    continue
                if self._is_skipped(mention.start, mention.end) or self._is_in_dateline(mention):
                    continue
                seen.add(folded)
                match = self._names.match(self._draft, entity, mention)
                if match.verdict == "not found" and folded.split()[-1] in continents:
                    continue  # `West Africa` need not be in a text about Ghana
                yield self._judged("name", mention.start, mention.end, match)

    def _is_in_dateline(self, span: TextSpan | Date) -> bool:
        """Whether a place or a day precedes the dash of the dateline: `LISBON, March 4 —`."""
        dateline = self._draft.extraction.document.dateline
        if dateline is None or span.start < dateline.start:
            return False
        dash = _DASH.search(self._draft.text, dateline.start, dateline.start + _LONGEST_DATELINE)
        return dash is not None and span.end <= dash.start()

    def _is_skipped(self, start: int, end: int) -> bool:
        """Whether a span is part of a quotation, which is judged as a whole, or of the head."""
        return self._draft.quoted_at(start, end) is not None or self._draft.sentence_at(start) in self._head


def _is_head(draft: Text, number: int) -> bool:
    """Whether a line is a byline, the day of publication, or above the text no more than names and a day."""
    sentence, document = draft.sentences[number], draft.extraction.document
    words = len(draft.words_of(sentence))
    if words > _HEAD_WORDS or sentence.text[-1:] in ".!?":
        return False
    known = [name for name in (document.author, document.publisher) if name and name in sentence.text]
    days = [d for d in draft.extraction.dates if sentence.start <= d.start < sentence.end]
    dated = sum(len(draft.words_of(d)) for d in days)
    if known or (days and words - dated <= 1):
        return True
    if any(above.text[-1:] in ".!?" for above in draft.sentences[:number]):
        return False
    # `The Northern Review`, `SANTA CRUZ, April 19, 2026`
    mentions = (m for e in draft.extraction.entities for m in e.mentions if m.kind == "name")
    spans: list[AnySpan] = [*days, *mentions]
    rest = [w for w in draft.words_of(sentence) if not any(s.start <= w.start < s.end for s in spans)]
    return len(rest) < words and not content_stems(rest)


def _match_tally(draft: Text, quantity: Quantity, contexts: Sequence[Context]) -> Match | None:
    """The verdict on one number of a tally, which both must be of: `rejected by 97 votes to 58`.

    `Won by 97 to 58`, and `lost by 58 to 97`, say the same. None if no source has a tally with its numbers.
    """
    tally = tally_at(draft.text, quantity)
    if tally is None:
        return None
    ours = draft.sentence_around(quantity.start)
    wrong = None
    for context in contexts:
        for found in TALLY.finditer(context.sentence.text):
            theirs, begin = tally_of(found), context.sentence.start
            place = span_in(context.text.text, begin + found.start(), begin + found.end())
            sides = ((draft, ours), (context.text, context.sentence))
            opposite = are_opposite(*(text.words_of(span) for text, span in sides))
            if theirs == (tally[::-1] if opposite else tally):
                return Match("verbatim", (), context.text, place)
            if not opposite and set(theirs) & set(tally):
                wrong = wrong or Match("changed", ("number",), context.text, place)
    return wrong


def _says_little(draft: Text, quantity: Quantity, match: Match) -> bool:
    """Whether a number may come from no number of a source: `two men`, `in a week`, `one in the north`."""
    folded = quantity.text.casefold()
    # `In nine posts`, in the headline of that many items
    if draft.sentence_at(quantity.start) == 0 and quantity.value_low == len(_ITEM.findall(draft.text)) > 1:
        return match.verdict == "not found"
    if folded == "one":
        following = draft.words_in(quantity.end, quantity.end + _NEXT)[:1]
        return all(word.text in stop_words("stop_words") for word in following)
    if _VAGUE.match(folded):
        return True
    theirs = match.span.unit if isinstance(match.span, Quantity) else quantity.unit
    if folded.startswith(("a ", "an ")) and quantity.value_low == quantity.value_high == 1:
        return match.verdict == "not found" or theirs != quantity.unit
    is_few = quantity.unit in ("count", "times", "day") and bool(_FEW.match(folded))
    # A source may give both ends: `eight years`, of `between 2014 and 2022`.
    is_span = quantity.unit in _CALENDAR and quantity.kind != "age" and not re.search(r"\d", folded)
    return match.verdict == "not found" and (is_few or is_span)


def _is_by_chance(draft: Text, quantity: Quantity, match: Match) -> bool:
    """Whether a small number of a source is of something else: of `12 buses`, if `12 people` died."""
    text, figure, what = match.text, match.span, quantity.what
    if text is None or not isinstance(figure, Quantity) or what is None or is_telling(quantity):
        return False
    if quantity.unit not in ("count", "percent") or what.start < quantity.start:
        return False
    places = ((draft, quantity), (text, figure))
    ours, theirs = (
        set(content_stems(find_words(t.passage(f.start, f.end).sentence.text))) for t, f in places
    )
    is_shared = any(not each[0].isdigit() for each in ours & theirs)
    are_people = all(what_stems(*place) & people_stems() for place in places)
    return not is_shared and not are_people and not count_one_thing(*(Candidate(1.0, *p) for p in places))


# Where a source says of which day it is.
_HEAD_SENTENCES = 4
_TIME = re.compile(r"T(\d\d:\d\d)")
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
        is_read = days_of(date.value) is not None or _time_of(date) is not None
        found = list(rank(self._sources, draft, date, contexts, self._dates)) if is_read else []
        same = best(found, lambda c: _is_same(date, c.figure))
        rival = best(found, lambda c: _is_rival(date, c.figure))
        if same is None or same.relevance < LEAST_SAME:
            if written:
                return Match("verbatim", (), *written)
            is_told = other or (rival and rival.relevance >= LEAST_RIVAL)
            same = same or (None if is_told else self._anywhere(date))
        if same and (written or not outweighs(rival, same)):
            is_literal = same.figure.text.casefold() == date.text.casefold()
            return Match("verbatim" if is_literal else "paraphrased", (), same.text, same.figure)
        if is_read and not day_words(date.text) and _RELATIVE.search(date.text):
            return None  # `ten years ago`, of `in 2015`
        if rival and rival.relevance >= LEAST_RIVAL:
            other = rival.text, rival.figure
        if other:
            return Match("changed", ("date",), *other)
        words = [word.text for word in draft.words_of(date)]
        if is_read and (place := self._sources.find_sequence(words)):
            return Match("verbatim", (), *place)
        return Match("not found") if is_read else None

    def _find_written(
        self, draft: Text, date: Date, contexts: Sequence[Context]
    ) -> tuple[Place | None, Place | None]:
        """The date's own words in a sentence about the same thing, and other words of the same kind there."""
        words, wanted = draft.words_of(date), set(day_words(date.text))
        if not wanted and len(words) > 1:
            return self._sources.find_sequence([word.text for word in words]), None
        kinds = sorted(kind for kind, _ in wanted)
        other = None
        for context in contexts if wanted else ():
            text, sentence = context.text, context.sentence
            for run in date_runs(text.words_of(sentence)):
                place, theirs = (
                    (text, span_in(text.text, run[0].start, run[-1].end)),
                    set(map(_day_word, run)),
                )
                if wanted <= theirs:
                    return place, None
                # `7 August`, and `Thursday, 7 August`
                if sorted(kind for kind, _ in theirs if kind in kinds) == kinds:
                    other = other or place
        # `resume on Tuesday`, of `talks would resume on Monday`, whatever the day of another source.
        is_told = other is not None and _word_before(draft, date) == _word_before(*other)
        return None if is_told else self._on_day_of_source(wanted), other

    def _on_day_of_source(self, wanted: set[_DayWord]) -> Place | None:
        """A weekday at the head of a source: `On Friday`, of a bulletin of `Friday 17 October`."""
        for text in self._sources.texts if len(wanted) == 1 else ():
            for sentence in text.sentences[:_HEAD_SENTENCES]:
                for run in date_runs(text.words_of(sentence)):
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


def _word_before(text: Text, date: AnySpan) -> str:
    """The stem of the last word with a meaning of its own before a date in its sentence."""
    before = content_stems(text.words_in(text.sentence_around(date.start).start, date.start))
    return before[-1] if before else ""


def date_runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Runs of weekdays, months and the numbers next to months; a holiday is one too."""
    run: list[Word] = []
    for index, word in enumerate(words):
        beside = [*words[max(0, index - 1) : index], *words[index + 1 : index + 2]]
        is_day = _kind_of_word(word) == "number" and any(_kind_of_word(o) == "month" for o in beside)
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
    """Whether a word is the name of a holiday, which may be a date: `by Christmas`."""
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
    times = _time_of(ours), _time_of(theirs)
    if not days or not others or (all(times) and times[0] != times[1]):
        return all(times) and times[0] == times[1]
    named = day_words(ours.text)
    # The same weekday, read from another day of publication.
    if ours.text.casefold() == theirs.text.casefold():
        return True
    # Without a year, the day and month are what is said: `in November`, `on 30 November`.
    if named and named[0][0] != "weekday" and set(named) <= set(day_words(theirs.text)):
        return True
    return days.first <= others.first and others.last <= days.last


def _is_rival(ours: Date, theirs: Date) -> bool:
    """Whether a date of a source is another one of the same kind: a day for a day, a month for a month."""
    if _is_same(ours, theirs):
        return False
    days, others = days_of(ours.value), days_of(theirs.value)
    if days and others:
        return _length(days) == _length(others)
    return bool(_time_of(ours) and _time_of(theirs))


def _length(days: Days) -> int:
    """A day, a few days, a month, a quarter or more: 0 to 4."""
    length = (days.last - days.first).days
    return 0 if length == 0 else 1 if length < 7 else 2 if length < 32 else 3 if length < 200 else 4


def _time_of(date: Date) -> str | None:
    """The hour and minute of a value, if it has them."""
    match = _TIME.search(date.value)
    return match[1] if match else None
