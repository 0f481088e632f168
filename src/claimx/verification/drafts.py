"""A draft against its sources: the verdict on every quotation, statement, number, date and name of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from claimx.compare.names import same_name
from claimx.compare.words import Word
from claimx.compare.words import words as stop_words
from claimx.errors import InputError, WrongTypeError
from claimx.schema import Date, Extraction, Quantity, TextSpan, duration_of, span_in
from claimx.text.lexicon import SPELLED, weekdays, word_set
from claimx.verification import (
    FAULTS,
    ClaimKind,
    Finding,
    Passage,
    Verification,
    WordChange,
)
from claimx.verification.attribution import CHECKED, Names, Speaker, speaker_at
from claimx.verification.days import Dates, date_runs, is_holiday
from claimx.verification.figures import Figures
from claimx.verification.passages import Context, Match, Sources, Text, new_finding
from claimx.verification.quotations import Piece, QuoteMatch, match_quotation
from claimx.verification.statements import Statements

# Longer lines without a sentence of their own belong to the text.
_HEAD_WORDS = 14
_DASH = re.compile(r"[—–]|--| - ")
_LONGEST_DATELINE = 100
# `Twice`, `two days`: events may be counted that a source tells one by one.
_FEW = re.compile(rf"(?:{SPELLED}|once|twice|thrice)\b(?!-)(?! (?:times|million|billion|percent|per cent)\b)")
_NEXT = 12


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
    findings = [finding.model_copy(update={"id": f"f{number}"}) for number, finding in enumerate(found, 1)]
    return Verification.model_construct(
        draft=draft.document.id,
        sources=[text.id for text in index.texts],
        faults=sum(finding.is_fault for finding in findings),
        findings=findings,
    )


def _without_covered(found: Iterable[Finding]) -> list[Finding]:
    """The findings without statements that are all right but for a number, a date or a name in them.

    Also without sentences of which only a statement is wrong that is a finding of its own.
    """
    findings = list(found)
    faults = [f.draft for f in findings if f.is_fault and f.kind != "statement"]
    wrong = [f.draft for f in findings if f.is_fault and f.kind == "statement"]
    inner = [
        outer
        for outer in wrong
        if any(outer.start <= w.start and w.end <= outer.end and w is not outer for w in wrong)
    ]
    findings = [f for f in findings if not any(f.draft is outer for outer in inner)]
    return [
        f
        for f in findings
        if f.kind != "statement"
        or f.is_fault
        or not any(f.draft.start <= fault.start < f.draft.end for fault in faults)
    ]


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
        yield from self._read_days()
        yield from self._unread_days()
        yield from self._mentions()

    def _near(self, position: int) -> list[Context]:
        """The sentences of the sources that are about the same as the draft's sentence at a position."""
        number = self._draft.sentence_at(position)
        if number not in self._contexts:
            sentence = self._draft.sentences[number]
            found = self._draft.words_in(sentence.start, sentence.end)
            self._contexts[number] = self._sources.contexts(found)
        return self._contexts[number]

    def _quotation(self, start: int, end: int) -> Finding | None:
        ours = speaker_at(self._draft, start, end)
        places = [(context.text, context.sentence) for context in self._near(start)]

        def prefer(piece: Piece) -> int:
            """Quotation marks, the same speaker and a sentence about the same thing count for a place."""
            theirs = speaker_at(piece.text, piece.start, piece.end)
            near = any(text is piece.text and s.start <= piece.start < s.end for text, s in places)
            same = bool(
                ours and theirs and not self._names.differ(ours, theirs) and theirs.name and ours.name
            )
            different = self._names.differ(ours, theirs)
            return (
                2 * same + near + (piece.text.quoted_at(piece.start, piece.end) is not None) - 2 * different
            )

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
                match = self._figures.match(self._draft, quantity, self._near(quantity.start))
                if match.verdict in FAULTS and _says_little(self._draft, quantity, match):
                    continue
                yield self._judged_number(quantity, match)

    def _judged_number(self, quantity: Quantity, match: Match) -> Finding:
        """The finding of a number, which a source may have from another: `police 8,000, unions 25,000`."""
        found = self._judged("number", quantity.start, quantity.end, match)
        ours, text, figure = quantity.source, match.text, match.span
        if found.is_fault or ours is None or text is None or not isinstance(figure, Quantity):
            return found
        claimants = [
            q.source.name or q.source.text
            for q in text.numbers_in(text.sentence_at(figure.start))
            if q.start != figure.start and q.unit == figure.unit and q.source
        ]
        name = ours.name or ours.text
        if (
            figure.source is None
            or same_name(figure.source.name or figure.source.text, name)
            or not any(same_name(claimant, name) for claimant in claimants)
        ):
            return found
        theirs = figure.source.name or figure.source.text
        return found.model_copy(
            update={
                "verdict": "given to somebody else",
                "speaker": name,
                "source_speakers": [theirs],
            }
        )

    def _read_days(self) -> Iterator[Finding]:
        for date in self._draft.extraction.dates:
            if duration_of(date.value):
                continue  # it is a date only beside its number
            if not self._is_skipped(date.start, date.end) and not self._is_in_dateline(date):
                match = self._dates.match(self._draft, date, self._near(date.start))
                if match:
                    yield self._judged("date", date.start, date.end, match)

    def _unread_days(self) -> Iterator[Finding]:
        """Weekdays, and days of months, that have no date: compared by their words.

        A draft without a day of publication has no date for `Friday` and `July 12`.
        """
        dates = self._draft.extraction.dates
        for run in self._unread_runs():
            start, end = run[0].start, run[-1].end
            if (
                self._is_skipped(start, end)
                or self._is_in_dateline(run[0])
                or any(d.start < end and start < d.end for d in dates)
            ):
                continue
            text = self._draft.text[start:end]
            unread = Date.model_construct(id="", start=start, end=end, text=text, value="")
            match = self._dates.match(self._draft, unread, self._near(start))
            if match:
                yield self._judged("date", start, end, match)

    def _unread_runs(self) -> Iterator[list[Word]]:
        """The words for days: each weekday, and months with their day."""
        for run in date_runs(self._draft.words):
            days = [w for w in run if (w.text in weekdays() and w.capital) or is_holiday(w)]
            yield from ([word] for word in days)
            rest = [word for word in run if word not in days]
            if any(word.text.isdigit() for word in rest):
                yield rest

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

    def _is_in_dateline(self, span: TextSpan | Date | Word) -> bool:
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
    """Whether a line is a byline or the day of publication."""
    sentence, document = draft.sentences[number], draft.extraction.document
    words = len(draft.words_in(sentence.start, sentence.end))
    if words > _HEAD_WORDS or sentence.text[-1:] in ".!?":
        return False
    known = [name for name in (document.author, document.publisher) if name and name in sentence.text]
    days = [d for d in draft.extraction.dates if sentence.start <= d.start < sentence.end]
    dated = sum(len(draft.words_in(d.start, d.end)) for d in days)
    return bool(known) or (bool(days) and words - dated <= 1)


def _says_little(draft: Text, quantity: Quantity, match: Match) -> bool:
    """Whether a number may come from no number of a source: `two men`, `in a week`, `one in the north`."""
    folded = quantity.text.casefold()
    if folded == "one":
        following = draft.words_in(quantity.end, quantity.end + _NEXT)[:1]
        return not following or following[0].text in stop_words("stop_words")
    theirs = match.span.unit if isinstance(match.span, Quantity) else quantity.unit
    if folded.startswith(("a ", "an ")) and quantity.value_low == quantity.value_high == 1:
        return match.verdict == "not found" or theirs != quantity.unit
    return match.verdict == "not found" and bool(_FEW.match(folded))
