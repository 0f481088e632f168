"""Statements of a draft in the sources: said, said otherwise, given to somebody else, or nowhere.

Also sentences that say nearly word by word what a source says, but for a negation or a modal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from claimx.compare.names import same_name
from claimx.compare.words import Word, negations
from claimx.schema import Statement, TextSpan
from claimx.text.lexicon import SPELLED, word_set
from claimx.verification import ChangeKind, Finding, FindingVerdict, Passage, WordChange
from claimx.verification.attribution import Names, Speaker, speaker_at, speaker_of
from claimx.verification.passages import Context, Sources, Text, content_stems, new_finding, stem
from claimx.verification.quotations import Piece, align, word_changes
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
_CLAUSE = 9
# `After only six minutes`
_ONLY_SO_MANY = re.compile(rf"only (?:\d|{SPELLED}\b|\w+teen\b)", re.I)


class Statements:
    """The statements of a draft, and its sentences.

    `near` gives the sentences of the sources that are about the same as that of the draft at a position;
    `head` are the numbers of sentences that are a byline or a day of publication.
    """

    def __init__(
        self,
        draft: Text,
        sources: Sources,
        names: Names,
        *,
        near: Callable[[int], list[Context]],
        head: set[int],
    ) -> None:
        self._draft = draft
        self._sources = sources
        self._names = names
        self._near = near
        self._head = head

    def match(self, statement: Statement) -> Finding | None:
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
                return new_finding("statement", "not found", draft, [], speaker=shown)
            return new_finding("statement", "paraphrased", draft, [_passage(contexts[0])], speaker=shown)
        best = contexts[0].score
        close = [context for context in contexts if context.score >= _RIVAL * best]
        # Of equals, the one that the whole sentence is about comes first; questions say nothing.
        nearness = {key: context.score for key, context in around.items()}
        close.sort(key=lambda c: -(c.score + nearness.get((c.text.id, c.number), 0.0)))
        close = [context for context in close if not context.sentence.text.endswith("?")] or close
        if literal := self._literal(words, close, ours):
            passage = literal.text.passage(literal.start, literal.end)
            changes: list[ChangeKind] = []
            if _is_cue_turned(statement, literal.text.statement_at(literal.start, literal.end)):
                changes.append("negation")
            elif best >= _LEAST_SAME and self._drops_hedge(statement, words, close):
                changes.append("modal")
            verdict: FindingVerdict = "changed" if changes else "verbatim"
            return new_finding("statement", verdict, draft, [passage], changes, speaker=shown)
        passages = [_passage(close[0])]
        if best >= _LEAST_SAME:
            told_by = [self._told_by(context, words) for context in close]
            if self._shares_more_than_names(words, close[0]) and all(
                self._names.differ(ours, speaker) for speaker in told_by
            ):
                names = list(dict.fromkeys(speaker.shown for speaker in told_by if speaker))
                return new_finding(
                    "statement", "given to somebody else", draft, passages, (), (), shown, names
                )
        changes = self._turns(statement, close, best)
        verdict = "changed" if changes else "paraphrased"
        return new_finding("statement", verdict, draft, passages, changes, speaker=shown)

    def _literal(self, words: Sequence[Word], close: Iterable[Context], ours: Speaker | None) -> Piece | None:
        """The words of a statement one after the other in a source, said by nobody else."""
        for context in close:
            piece = self._aligned(words, context)
            if piece is None or piece.covered <= _WHOLE or len(piece.blocks) > 1:
                continue
            if not self._names.differ(ours, speaker_at(piece.text, piece.start, piece.end)):
                return piece
        return None

    def _turns(self, statement: Statement, close: Sequence[Context], best: float) -> list[ChangeKind]:
        """What turns a statement that sources have in other words: a negation, a hedge left out."""
        whole = [w for part in statement.content for w in self._draft.words_in(part.start, part.end)]
        polar = [
            p for c in close if (p := self._aligned(whole, c, by_stem=True)) and p.covered >= _LEAST_POLAR
        ]
        if polar and all(self._is_turned(statement, whole, piece) for piece in polar):
            return ["negation"]
        return ["modal"] if best >= _LEAST_SAME and self._drops_hedge(statement, whole, close) else []

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
        lists = (word_set(__package__, "words.json", k) for k in ("hedging_cues", "hedges", "doubts"))
        cues, hedges, doubts = lists
        if any(w.text in hedges for w in self._draft.words_in(sentence.start, sentence.end)):
            return False
        if statement.cue and (statement.cue.lemma in cues or statement.cue.kind != "say"):
            return False
        stems = set(content_stems(words))

        def is_hedged(context: Context) -> bool:
            text, around = context.text, context.sentence
            theirs = text.words_in(around.start, around.end)
            for n, word in enumerate(theirs):
                # `May have`: the next word of content; `suspected that`: the words of a clause.
                near = content_stems(theirs[n + 1 : n + 1 + _FEW_WORDS])[:1] if word.text in hedges else []
                clause = content_stems(theirs[n + 1 : n + 1 + _CLAUSE]) if word.text in doubts else []
                if stems & set(near) or len(stems & set(clause)) > 1:
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

    def sentences(self) -> Iterator[Finding]:
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
                    if self._is_opposite(number, words, context):
                        draft = self._draft.passage(sentence.start, sentence.end)
                        yield new_finding("statement", "changed", draft, [_passage(context)], ("negation",))
                    continue
                changes = [
                    c for c in word_changes(self._draft, words, piece) if self._is_small_turn(c, piece)
                ]
                if changes:
                    kinds = list(dict.fromkeys(change.kind for change in changes))
                    draft = self._draft.passage(sentence.start, sentence.end)
                    yield new_finding("statement", "changed", draft, [_passage(context)], kinds, changes)

    def _is_opposite(self, number: int, words: Sequence[Word], context: Context) -> bool:
        """Whether a sentence without numbers has the opposite of a word of a source: `guilty`, `cleared`."""
        piece = self._aligned(words, context, by_stem=True)
        if self._draft.numbers_in(number) or piece is None or piece.covered < _LEAST_POLAR:
            return False
        sentence = context.sentence
        theirs = context.text.words_in(sentence.start, sentence.end)
        if any(word.text in negations() for word in (*words, *theirs)):
            return False
        shared = {word.text for word in words} & {word.text for word in theirs}
        return are_opposite(*([w for w in side if w.text not in shared] for side in (words, theirs)))

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


def _is_cue_turned(ours: Statement, theirs: Statement | None) -> bool:
    """Whether one of two cues is the other denied: `ruled out`, `did not rule out`."""
    if ours.cue is None or theirs is None or theirs.cue is None:
        return False
    return ours.cue.lemma == theirs.cue.lemma and ours.cue.negated != theirs.cue.negated


def _denials() -> frozenset[str]:
    """The lemmas of cues that deny their content."""
    return word_set(__package__, "words.json", "denial")


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
