"""A draft against its sources: the verdict on every quotation, statement, number, date and name of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from claimx.compare.names import same_name
from claimx.compare.words import Word, negations
from claimx.compare.words import words as stop_words
from claimx.errors import InputError, WrongTypeError
from claimx.schema import Date, Extraction, Quantity, Statement, TextSpan, duration_of, span_in
from claimx.text.lexicon import SPELLED, weekdays, word_set
from claimx.verification import (
    FAULTS,
    ChangeKind,
    ClaimKind,
    Finding,
    FindingVerdict,
    Passage,
    Verification,
    WordChange,
)
from claimx.verification.attribution import CHECKED, Names, Speaker, speaker_at, speaker_of
from claimx.verification.days import Dates, date_runs, is_holiday
from claimx.verification.figures import Figures
from claimx.verification.passages import Context, Match, Sources, Text, content_stems, stem
from claimx.verification.quotations import Piece, QuoteMatch, align, match_quotation, word_changes
from claimx.verification.sides import are_opposite

# The share of a statement's content words that a sentence of a source must have …
_LEAST_SUPPORT = 0.2  # … to be where it comes from;
_LEAST_SAME = 0.5  # … to be the same statement, whose speaker is compared;
_LEAST_POLAR = 0.6  # … to be so near to it that a negation more or less turns it round;
_NEAR_VERBATIM = 0.8  # … to be the same sentence with words changed.
# A second sentence this nearly as good may be the one meant.
_RIVAL = 0.75
_WHOLE = 0.99
_LEAST_WORDS = 4
# A negation is added or left out with at most this many words.
_FEW_WORDS = 3
# Longer lines without a sentence of their own belong to the text.
_HEAD_WORDS = 14
_DASH = re.compile(r"[—–]|--| - ")
_LONGEST_DATELINE = 100
# `After only six minutes`
# `Twice`, `two days`: events may be counted that a source tells one by one.
_FEW = re.compile(rf"(?:{SPELLED}|once|twice|thrice)\b(?!-)(?! (?:times|million|billion|percent|per cent)\b)")
_NEXT = 12
_ONLY_SO_MANY = re.compile(rf"only (?:\d|{SPELLED}\b|\w+teen\b)", re.I)


def _finding(
    kind: ClaimKind,
    verdict: FindingVerdict,
    draft: Passage,
    sources: Sequence[Passage],
    changes: Sequence[ChangeKind] = (),
    differences: Sequence[WordChange] = (),
    speaker: str | None = None,
    source_speakers: Sequence[str] = (),
) -> Finding:
    """A finding; its id is its place among all."""
    return Finding.model_construct(
        id="",
        kind=kind,
        verdict=verdict,
        changes=list(changes),
        draft=draft,
        sources=list(sources),
        differences=list(differences),
        speaker=speaker,
        source_speakers=list(source_speakers),
    )


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

    def findings(self) -> Iterator[Finding]:
        """All findings, kind by kind."""
        for start, end in self._draft.quoted:
            if found := self._quotation(start, end):
                yield found
        for statement in self._draft.extraction.statements:
            if found := self._statement(statement):
                yield found
        yield from self._sentences()
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
            return _finding("quotation", "not found", draft, [], speaker=shown)
        speakers = [
            speaker_at(piece.text, start, end) for piece in match.pieces for start, end in piece.parts()
        ]
        names = list(dict.fromkeys(speaker.shown for speaker in speakers if speaker))
        verdict = match.verdict
        if speakers and all(self._names.differ(ours, theirs) for theirs in speakers):
            verdict = "given to somebody else"
        return _finding("quotation", verdict, draft, passages, match.changes, match.differences, shown, names)

    def _statement(self, statement: Statement) -> Finding | None:
        """The verdict on indirect speech; quotations are judged by their words."""
        words = self._unquoted(statement.content)
        start, end = statement.content[0].start, statement.content[-1].end
        number = self._draft.sentence_at(start)
        if len(words) < _LEAST_WORDS or number in self._head or statement.quote == "direct":
            return None
        if end > self._draft.sentences[number].end and "\n" in self._draft.text[start:end]:
            return None  # read across a headline
        ours = speaker_of(self._draft, statement.source)
        draft = self._draft.passage(start, end)
        shown = ours.shown if ours else None
        around = {(c.text.id, c.number): c for c in self._near(start)}
        contexts = self._sources.contexts(words)
        if not contexts or contexts[0].score < _LEAST_SUPPORT:
            contexts = [c for c in around.values() if c.score >= _LEAST_SUPPORT]
            if not contexts:
                return _finding("statement", "not found", draft, [], speaker=shown)
            return _finding("statement", "paraphrased", draft, [_passage(contexts[0])], speaker=shown)
        best = contexts[0].score
        close = [context for context in contexts if context.score >= _RIVAL * best]
        # Of equals, the one that the whole sentence is about comes first; questions say nothing.
        nearness = {key: context.score for key, context in around.items()}
        close.sort(key=lambda c: -(c.score + nearness.get((c.text.id, c.number), 0.0)))
        close = [context for context in close if not context.sentence.text.endswith("?")] or close
        pieces = [piece for context in close if (piece := self._aligned(words, context))]
        for piece in pieces:
            if piece.covered > _WHOLE and len(piece.blocks) == 1:
                told = speaker_at(piece.text, piece.start, piece.end)
                if not self._names.differ(ours, told):
                    passage = piece.text.passage(piece.start, piece.end)
                    if _is_cue_turned(statement, piece.text.statement_at(piece.start, piece.end)):
                        return _finding("statement", "changed", draft, [passage], ("negation",), (), shown)
                    if best >= _LEAST_SAME and self._drops_hedge(statement, words, close):
                        return _finding("statement", "changed", draft, [passage], ("modal",), (), shown)
                    return _finding("statement", "verbatim", draft, [passage], (), (), shown)
        passages = [_passage(close[0])]
        if best >= _LEAST_SAME:
            told_by = [self._told_by(context, words) for context in close]
            if self._shares_more_than_names(words, close[0]) and all(
                self._names.differ(ours, speaker) for speaker in told_by
            ):
                names = list(dict.fromkeys(speaker.shown for speaker in told_by if speaker))
                return _finding("statement", "given to somebody else", draft, passages, (), (), shown, names)
        whole = [w for part in statement.content for w in self._draft.words_in(part.start, part.end)]
        polar = [
            p for c in close if (p := self._aligned(whole, c, by_stem=True)) and p.covered >= _LEAST_POLAR
        ]
        changes: list[ChangeKind] = []
        if polar and all(self._is_turned(statement, whole, piece) for piece in polar):
            changes.append("negation")
        elif best >= _LEAST_SAME and self._drops_hedge(statement, whole, close):
            changes.append("modal")
        verdict: FindingVerdict = "changed" if changes else "paraphrased"
        return _finding("statement", verdict, draft, passages, changes, speaker=shown)

    def _shares_more_than_names(self, words: Sequence[Word], context: Context) -> bool:
        """Whether a sentence has more of the words than names, which are what a statement is about."""
        sentence = context.sentence
        theirs = set(content_stems(context.text.words_in(sentence.start, sentence.end)))
        return bool(theirs & set(content_stems(word for word in words if not word.capital)))

    def _unquoted(self, content: Iterable[TextSpan]) -> list[Word]:
        return [
            word
            for part in content
            for word in self._draft.words_in(part.start, part.end)
            if self._draft.quoted_at(word.start, word.end) is None
        ]

    def _told_by(self, context: Context, words: Sequence[Word]) -> Speaker | None:
        """Whom a source attributes the same content to; None if it states it as a fact, or asks it."""
        text, sentence = context.text, context.sentence
        if sentence.text.endswith("?"):
            return None
        label = text.label_at(sentence.start)
        if label:
            return Speaker(label, label, True, "person")
        wanted = set(content_stems(words))
        best, most = None, 0
        for statement in text.extraction.statements:
            parts = [p for p in statement.content if p.start < sentence.end and sentence.start < p.end]
            found = {each for p in parts for each in content_stems(text.words_in(p.start, p.end))}
            if len(found & wanted) > most:
                best, most = statement, len(found & wanted)
        return speaker_of(text, best.source) if best and most * 2 >= len(wanted) else None

    def _drops_hedge(self, statement: Statement, words: Sequence[Word], close: Iterable[Context]) -> bool:
        """Whether all sources leave open what a statement of the draft says: `may have`, `police allege`."""
        sentence = self._draft.sentences[self._draft.sentence_at(statement.content[0].start)]
        cues, hedges = (word_set(__package__, "words.json", name) for name in ("hedging_cues", "hedges"))
        if any(w.text in hedges for w in self._draft.words_in(sentence.start, sentence.end)):
            return False
        if statement.cue and (statement.cue.lemma in cues or statement.cue.kind != "say"):
            return False
        stems = set(content_stems(words))

        def is_hedged(context: Context) -> bool:
            text, around = context.text, context.sentence
            theirs = text.words_in(around.start, around.end)
            after = [theirs[n + 1 : n + 1 + _FEW_WORDS] for n, w in enumerate(theirs) if w.text in hedges]
            if any(stems & set(content_stems(following)[:1]) for following in after):
                return True
            piece = self._aligned(words, context, by_stem=True)
            if piece is None or piece.covered < _LEAST_POLAR:
                return False
            other = text.statement_at(piece.start, piece.end)
            return bool(other and other.cue and other.cue.lemma in cues)

        return all(map(is_hedged, close))

    def _is_turned(self, statement: Statement, words: Sequence[Word], piece: Piece) -> bool:
        """Whether a statement says the opposite of the stretch of a source with its words."""
        if words[0].text in ("if", "whether"):
            return False  # `would not say whether`
        # `Not` precedes the first word that both have.
        sentence = piece.text.sentences[piece.text.sentence_at(piece.start)]
        before = piece.text.words_in(sentence.start, piece.start)[-_FEW_WORDS:]
        theirs = before + piece.text.words_in(piece.start, piece.end)
        # `No. We will not`: an answer denies nothing that follows.
        theirs = [w for w in theirs if w.text != "no" or piece.text.text[w.end : w.end + 1] not in ".,"]
        other = piece.text.statement_at(piece.start, piece.end)
        ours = speaker_of(self._draft, statement.source)
        told = speaker_of(piece.text, other.source) if other else None
        if ours and told and not same_name(ours.shown, told.shown):
            return False
        if other is None and statement.cue and statement.cue.lemma in _denials():
            # `Was rejected`: the source may say so in other words, such as `threw out`.
            return False
        shared = {word.text for word in words} & {word.text for word in theirs}
        one, another = ([w for w in side if w.text not in shared] for side in (words, theirs))
        # `Would vote for it`, `would vote against it`; but not `against it`, `not for it`.
        return (_polarity(words, statement) != _polarity(theirs, other)) != are_opposite(one, another)

    def _aligned(self, words: Sequence[Word], context: Context, *, by_stem: bool = False) -> Piece | None:
        """The words shared with a sentence; `by_stem` in any form: `expected`, `expects`."""
        sentence = context.sentence
        theirs = context.text.words_in(sentence.start, sentence.end)
        if by_stem:
            words, theirs = ([w._replace(text=stem(w.text)) for w in side] for side in (words, theirs))
        return align(words, context.text, theirs)

    def _sentences(self) -> Iterator[Finding]:
        """Sentences that are in a source nearly word by word, but for a negation or a modal."""
        for number, sentence in enumerate(self._draft.sentences):
            words = self._draft.words_in(sentence.start, sentence.end)
            if number in self._head or 2 * len(self._unquoted([sentence])) < len(words):
                continue
            if len(words) < _LEAST_WORDS:
                continue
            for context in self._near(sentence.start)[:1]:
                piece = self._aligned(words, context)
                if piece is None or piece.covered < _NEAR_VERBATIM:
                    continue
                changes = [
                    c for c in word_changes(self._draft, words, piece) if self._is_small_turn(c, piece)
                ]
                if changes:
                    kinds = list(dict.fromkeys(change.kind for change in changes))
                    draft = self._draft.passage(sentence.start, sentence.end)
                    yield _finding("statement", "changed", draft, [_passage(context)], kinds, changes)

    def _is_small_turn(self, change: WordChange, piece: Piece) -> bool:
        """Whether a few words outside quotation marks are a negation or a modal more or less."""
        source = piece.text
        if change.kind not in ("negation", "modal"):
            return False
        sides = ((change.before, source), (change.after, self._draft))
        if any(side and text.quoted_at(side.start, side.end) for side, text in sides):
            return False
        if change.kind == "modal" and (
            self._is_reported_future(change, source)
            or self._is_condition(change, piece)
            or self._are_hedges(change, source)
        ):
            return False
        if change.kind == "negation" and not (change.before and change.after):
            # `denied it, saying` may be left out as a clause of its own.
            negative = negations()
            found = [w.text for side, text in sides if side for w in text.words_in(side.start, side.end)]
            if not negative & set(found):
                return False
        if any(side and _ONLY_SO_MANY.match(text.text, side.start) for side, text in sides):
            return False
        return all(len(side.text.split()) <= _FEW_WORDS for side in (change.before, change.after) if side)

    def _are_hedges(self, change: WordChange, source: Text) -> bool:
        """Whether one word for what may be is another: `may`, `could`."""
        hedges = word_set(__package__, "words.json", "hedges")
        sides = ((change.before, source), (change.after, self._draft))
        return all(
            side and any(word.text in hedges for word in text.words_in(side.start, side.end))
            for side, text in sides
        )

    def _is_condition(self, change: WordChange, piece: Piece) -> bool:
        """Whether `if prices stay` in a source is `prices would have to stay` in the draft."""
        ours = self._draft.words_in(change.after.start, change.after.end) if change.after else []
        is_must = any(word.text in ("have", "must", "need") for word in ours)
        return is_must and any(word.text in ("if", "provided") for word in piece.words)

    def _is_reported_future(self, change: WordChange, source: Text) -> bool:
        """Whether `would stay` in a statement of the source is `will stay` or `is to stay` in the draft."""
        if not change.before or not change.after:
            return False
        if source.statement_at(change.before.start, change.before.end) is None:
            return False
        theirs, ours = (
            {word.text for word in text.words_in(side.start, side.end)}
            for side, text in ((change.before, source), (change.after, self._draft))
        )
        modals = word_set(__package__, "words.json", "modal")
        is_future = "will" in ours or ("to" in ours and bool(ours & {"is", "are"}))
        return theirs & modals == {"would"} and is_future and ours & modals <= {"will"}

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
            return _finding(kind, match.verdict, draft, [])
        before, after = span_in(text.text, span.start, span.end), span_in(self._draft.text, start, end)
        differences = [
            WordChange.model_construct(kind=change, before=before, after=after)
            for change in match.changes[:1]
        ]
        passages = [text.passage(span.start, span.end)]
        return _finding(kind, match.verdict, draft, passages, match.changes, differences)

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


def _is_cue_turned(ours: Statement, theirs: Statement | None) -> bool:
    """Whether one of two cues is the other denied: `ruled out`, `did not rule out`."""
    if ours.cue is None or theirs is None or theirs.cue is None:
        return False
    return ours.cue.lemma == theirs.cue.lemma and ours.cue.negated != theirs.cue.negated


def _denials() -> frozenset[str]:
    """The lemmas of cues that deny their content."""
    return word_set(__package__, "words.json", "denial")


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


def _polarity(words: Iterable[Word], statement: Statement | None) -> bool:
    """Whether words are negated: by themselves or by the cue of their statement, but not by both."""
    negative = negations()
    count = sum(word.text in negative for word in words)
    cue = statement.cue if statement else None
    if cue:
        count += cue.negated + (cue.lemma in _denials())
    return count % 2 == 1


def _passage(context: Context) -> Passage:
    return context.text.passage(context.sentence.start, context.sentence.end)
