"""Names, speakers and statements of a draft in the sources: who is named, who speaks, and what is said.

Also sentences that say nearly word by word what a source says, but for a negation or a modal; and what other
sources say instead of a figure that one has: `23 people` died, and `32 people`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

from rapidfuzz.distance import Indel

from claimx.compare import ComparedNumber
from claimx.compare.comparer import compare
from claimx.compare.names import same_name, source_name
from claimx.compare.words import Word, negations
from claimx.pipeline.entities.names import agree, countries, fold, key, read_name, short_names
from claimx.schema import Entity, Source, Statement, TextSpan, span_in
from claimx.text import single_spaced
from claimx.text.lexicon import territory_of_places, weekdays, word_set
from claimx.text.tokens import Range
from claimx.verification import ChangeKind, Finding, FindingVerdict, Passage
from claimx.verification.passages import (
    Context,
    Match,
    Sources,
    Text,
    content_stems,
    find_words,
    new_finding,
    stem,
)
from claimx.verification.quotations import Piece, align, are_opposite, differences

# Labels whose names are checked; adjectives of nations (`NORP`) are too free.
CHECKED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
# How much alike two spellings of one name are.
_ALIKE = 0.8
_LEAST_LETTERS = 4
_FIRST_PERSON = frozenset({"i", "we"})
_PRONOUNS = frozenset({"he", "she", "they"})
_INDEFINITE = ("a ", "an ", "one ", "another ", "some ", "two ", "three ", "several ")


class Speaker(NamedTuple):
    """Whom a text attributes words to; `name` is None for a description.

    `near` are the names in the paragraph of a pronoun or a description, and in the one before it.
    """

    text: str
    name: str | None
    is_person: bool
    kind: str
    is_explicit: bool = True
    same_paragraph: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()

    @property
    def shown(self) -> str:
        """The name, else the description."""
        return self.name or self.text


def speaker_at(text: Text, start: int, end: int) -> Speaker | None:
    """Whom a text attributes a stretch to, by its statement or by the label in a transcript."""
    label = text.label_at(start)
    if label:
        return Speaker(label, label, True, "person")
    return speaker_of(text, text.source_at(start, end))


def speaker_of(text: Text, source: Source | None) -> Speaker | None:
    """The source of a statement as a speaker."""
    if source is None:
        return None
    name = source_name(text.extraction, source)
    said = single_spaced(source.text).rstrip(" ,")
    if said.casefold() in _FIRST_PERSON:
        return None
    full = name.text if name else None
    explicit = bool(full and set(fold(full).split()) & set(fold(said).split()))
    same, near = text.names_before(source.start)
    return Speaker(said, full, bool(name and name.is_person), source.kind, explicit, same, near)


class Names:
    """The names of the sources."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._mentions: dict[str, tuple[Text, TextSpan, str]] = {}
        for text in sources.texts:
            for entity in text.extraction.entities:
                for mention in entity.mentions:
                    if mention.kind == "name":
                        self._mentions.setdefault(fold(mention.text), (text, mention, entity.label))

    def match(self, draft: Text, entity: Entity, mention: TextSpan) -> Match:
        """The verdict on a name of the draft."""
        words = [word.text.removesuffix("'s") for word in draft.words_of(mention)]
        written = self._sources.find_sequence(words[words[:1] == ["the"] :])
        if written:
            return Match("verbatim", (), *written)
        if place := self._of_country(mention):
            return Match("paraphrased", (), *place)
        is_person = entity.label == "PERSON"
        judge = _person_verdict if is_person else _verdict
        places = [(t, span) for t, span, label in self._mentions.values() if (label == "PERSON") == is_person]
        verdicts = [judge(mention.text, span.text) for _, span in places]
        same, rivals = (
            [place for place, verdict in zip(places, verdicts, strict=True) if verdict == wanted]
            for wanted in ("paraphrased", "changed")
        )
        rivals.sort(key=lambda p: -Indel.normalized_similarity(fold(mention.text), fold(p[1].text)))
        # `Rafael` alone does not show how his other name is spelled.
        whole = [p for p in same if not is_person or _shows_last_name(mention.text, p[1].text)]
        if same and (whole or not rivals):
            return Match("paraphrased", (), *(whole or same)[0])
        return Match("changed", ("name",), *rivals[0]) if rivals else Match("not found")

    def _of_country(self, mention: TextSpan) -> tuple[Text, TextSpan] | None:
        """A word of the sources for the people of a country that the draft names: `Hungarian`, `Hungary`."""
        if mention.text.casefold() not in countries():
            return None
        territory = territory_of_places().get(mention.text.casefold())
        for text in self._sources.texts:
            for word in text.words:
                if word.capital and territory_of_places().get(word.text) == territory:
                    return text, span_in(text.text, word.start, word.end)
        return None

    def differ(self, ours: Speaker | None, theirs: Speaker | None) -> bool:
        """Whether a draft and a source surely mean different speakers."""
        if ours and self._mentions.get(fold(ours.shown), ("", "", ""))[-1] == "PERSON":
            ours = ours._replace(name=ours.shown, is_person=True)
        if ours is None or theirs is None or ours.name is None:
            return False
        if _may_be_meant(ours, theirs) or _may_be_meant(theirs, ours):
            return False
        if theirs.name is None and theirs.text.casefold() in _PRONOUNS:
            return ours.is_person and bool(theirs.same_paragraph)
        if theirs.name is None:
            vague = theirs.kind in ("anonymous", "group") or theirs.text.casefold().startswith(_INDEFINITE)
            return ours.is_person and vague
        if ours.is_person and theirs.is_person:
            return not _same_person(ours.name, theirs.name)
        if ours.is_person == theirs.is_person:
            return _verdict(ours.name, theirs.name) != "paraphrased" and not (
                set(fold(ours.name).split()) & set(fold(theirs.name).split())
            )
        return False  # an organization may speak through its people


def _may_be_meant(named: Speaker, other: Speaker) -> bool:
    """Whether a pronoun or a description may mean a speaker who is named near it."""
    if other.is_explicit or named.name is None:
        return False
    named_here = any(same_name(other.name, name) for name in other.same_paragraph) if other.name else True
    is_pronoun = other.text.casefold() in _PRONOUNS
    around = other.same_paragraph if is_pronoun and named_here else other.near
    return any(same_name(named.name, name) for name in around)


def _same_person(a: str, b: str) -> bool:
    ours, theirs = (read_name(name, Range(0, len(name))).words for name in (a, b))
    if set(ours) <= set(theirs) or set(theirs) <= set(ours):
        return True
    return agree(read_name(a, Range(0, len(a))), read_name(b, Range(0, len(b))))


def _person_verdict(draft: str, source: str) -> FindingVerdict | None:
    """How a person's name in the draft relates to one in a source; None if not at all."""
    ours, theirs = (read_name(name, Range(0, len(name))).words for name in (draft, source))
    if not ours or not theirs:
        return None
    if _same_person(draft, source):
        return "paraphrased"
    is_full = min(len(ours), len(theirs)) > 1
    if is_full and (ours[-1] == theirs[-1] or ours[:-1] == theirs[:-1]):
        return "changed"
    is_alike = _is_alike(ours[-1], theirs[-1]) and (not is_full or _is_alike(ours[0], theirs[0]))
    return "changed" if is_alike else None


def _shows_last_name(draft: str, source: str) -> bool:
    """Whether a source has the last word of a person's name, or an initial or a nickname with it."""
    ours, theirs = (read_name(name, Range(0, len(name))).words for name in (draft, source))
    return len(ours) == 1 or ours[-1] in theirs


def _verdict(draft: str, source: str) -> FindingVerdict | None:
    """How any other name in the draft relates to one in a source; None if not at all."""
    ours, theirs = key(draft, "ORG"), key(source, "ORG")
    if (
        ours == theirs
        or ours in short_names(source)
        or theirs in short_names(draft)
        or same_name(ours, theirs)
    ):
        return "paraphrased"
    a, b = ours.split(), theirs.split()
    if len(a) == len(b) > 1 and sum(x != y for x, y in zip(a, b, strict=True)) == 1 and a[-1] == b[-1]:
        return "changed"
    return "changed" if _is_alike(ours, theirs) else None


def _is_alike(a: str, b: str) -> bool:
    if min(len(a), len(b)) < _LEAST_LETTERS:
        return False
    return a != b and Indel.normalized_similarity(a, b) >= _ALIKE


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
        words = self._unquoted(self._draft, statement.content)
        start, end = statement.content[0].start, statement.content[-1].end
        number = self._draft.sentence_at(start)
        if len(words) < _LEAST_WORDS or number in self._head or statement.quote == "direct":
            return None
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
        literal = self._literal(words, close, ours)
        passages = [literal.text.passage(literal.start, literal.end) if literal else _passage(close[0])]
        told_by = [self._told_by(context, words) for context in close]
        if (
            not literal
            and best >= _LEAST_SAME
            and self._shares_more_than_names(words, close[0])
            and all(self._names.differ(ours, speaker) for speaker in told_by)
        ):
            names = list(dict.fromkeys(speaker.shown for speaker in told_by if speaker))
            verdict: FindingVerdict = "given to somebody else"
            return new_finding("statement", verdict, draft, passages, (), (), shown, names)
        changes = self._turns(statement, close, best)
        verdict = "changed" if changes else "verbatim" if literal else "paraphrased"
        return new_finding("statement", verdict, draft, passages, changes, speaker=shown)

    def _literal(self, words: Sequence[Word], close: Iterable[Context], ours: Speaker | None) -> Piece | None:
        """The words of a statement one after the other in a source, attributed to no other speaker."""
        for context in close:
            piece = self._aligned(words, context)
            if piece is None or piece.covered <= _WHOLE or len(piece.blocks) > 1:
                continue
            if not self._names.differ(ours, speaker_at(piece.text, piece.start, piece.end)):
                return piece
        return None

    def _turns(self, statement: Statement, close: Sequence[Context], best: float) -> list[ChangeKind]:
        """What turns a statement that sources have in other words: a negation, a hedge left out."""
        whole = [w for part in statement.content for w in self._draft.words_of(part)]
        polar = [
            p for c in close if (p := self._aligned(whole, c, by_stem=True)) and p.covered >= _LEAST_POLAR
        ]
        if polar and all(self._is_turned(statement, whole, piece) for piece in polar):
            return ["negation"]
        return ["modal"] if best >= _LEAST_SAME and self._drops_hedge(statement, whole, close) else []

    def _shares_more_than_names(self, words: Sequence[Word], context: Context) -> bool:
        """Whether a sentence has more of the words than names, which are what a statement is about."""
        theirs = set(content_stems(context.words))
        return bool(theirs & set(content_stems(word for word in words if not word.capital)))

    def _unquoted(self, text: Text, content: Iterable[TextSpan]) -> list[Word]:
        return [
            word
            for part in content
            for word in text.words_of(part)
            if text.quoted_at(word.start, word.end) is None
        ]

    def _told_by(self, context: Context, words: Sequence[Word]) -> Speaker | None:
        """Whom a source attributes the same content to; None if it states it as a fact, or asks it."""
        text, sentence = context.text, context.sentence
        if sentence.text.endswith("?"):
            return None
        piece = self._aligned(words, context, by_stem=True)
        return speaker_at(text, piece.start, piece.end) if piece else None

    def _drops_hedge(self, statement: Statement, words: Sequence[Word], close: Iterable[Context]) -> bool:
        """Whether all sources leave open what a statement of the draft says: `may have`, `police allege`."""
        sentence = self._draft.sentence_around(statement.content[0].start)
        cues = word_set(__package__, "words.json", "hedging_cues")
        if _hedges(self._draft.words_of(sentence), "hedges", "doubts"):
            return False
        if statement.cue and (statement.cue.lemma in cues or statement.cue.kind != "say"):
            return False

        def is_hedged(context: Context) -> bool:
            if _leaves_open(context.words, words):
                return True
            piece = self._aligned(words, context, by_stem=True)
            if piece is None or piece.covered < _LEAST_POLAR:
                return False
            other = context.text.statement_at(piece.start, piece.end)
            return bool(other and other.cue and other.cue.lemma in cues)

        return all(map(is_hedged, close))

    def _is_turned(self, statement: Statement, words: Sequence[Word], piece: Piece) -> bool:
        """Whether a statement says the opposite of the stretch of a source with its words."""
        if words[0].text in ("if", "whether"):
            return False  # `would not say whether`
        other = piece.text.statement_at(piece.start, piece.end)
        # `Not` precedes the first word that both have.
        sentence = piece.text.sentence_around(piece.start)
        begin = min(other.content[0].start, piece.start) if other else sentence.start
        before = piece.text.words_in(max(begin, sentence.start), piece.start)[-_FEW_WORDS:]
        theirs = before + piece.text.words_in(piece.start, piece.end)
        # `No. We will not`: an answer denies nothing that follows.
        theirs = [w for w in theirs if w.text != "no" or piece.text.text[w.end : w.end + 1] not in ".,"]
        ours = speaker_of(self._draft, statement.source)
        told = speaker_of(piece.text, other.source) if other else None
        if ours and told and not same_name(ours.shown, told.shown):
            return False
        if other is None and statement.cue and statement.cue.lemma in _denials():
            # `Was rejected`: the source may say so in other words, such as `threw out`.
            return False
        # `Would vote for it`, `would vote against it`; but not `against it`, `not for it`.
        return (_polarity(words, statement) != _polarity(theirs, other)) != are_opposite(
            *_unshared(words, theirs)
        )

    def _aligned(self, words: Sequence[Word], context: Context, *, by_stem: bool = False) -> Piece | None:
        """The words shared with a sentence; `by_stem` in any form: `expected`, `expects`."""
        theirs = context.words
        if by_stem:
            words, theirs = ([w._replace(text=stem(w.text)) for w in side] for side in (words, theirs))
        return align(words, context.text, theirs)

    def sentences(self) -> Iterator[Finding]:
        """Sentences that a source has nearly word by word, but for a negation, its opposite, or a hedge."""
        for number, sentence in enumerate(self._draft.sentences):
            words = self._unquoted(self._draft, [sentence])
            every = self._draft.words_of(sentence)
            if number in self._head or len(words) < max(_LEAST_WORDS, len(every) / 2):
                continue
            for context in self._near(sentence.start)[:1]:
                change, piece = self._turn_of_sentence(number, words, context), self._aligned(words, context)
                if change and piece:
                    draft = self._draft.passage(sentence.start, sentence.end)
                    changed = [d for d in differences(self._draft, words, piece, [piece]) if d.kind == change]
                    yield new_finding("statement", "changed", draft, [_passage(context)], [change], changed)

    def _turn_of_sentence(self, number: int, words: Sequence[Word], context: Context) -> ChangeKind | None:
        """What turns a sentence against one of a source, outside quotation marks."""
        theirs = self._unquoted(context.text, [context.sentence])
        piece = self._aligned(words, context, by_stem=True)
        if piece is None or piece.covered < _LEAST_POLAR:
            return None
        inside = [w for w in theirs if piece.start <= w.start < piece.end]
        has_sides = self._draft.numbers_in(number) or _polarity(words, None) or _polarity(inside, None)
        if not has_sides and are_opposite(*_unshared(words, theirs), converses=False):
            return "negation"
        piece = self._aligned(words, context)
        if piece is None or piece.covered < _NEAR_VERBATIM:
            return None
        theirs = [w for w in theirs if piece.start <= w.start < piece.end]
        turned = any(
            change.kind == "negation"
            and all(len(side.text.split()) <= _FEW_WORDS for side in (change.before, change.after) if side)
            for change in differences(self._draft, words, piece, [piece])
        )
        if turned and _polarity(words, None) != _polarity(theirs, None):
            return "negation"
        return "modal" if _leaves_open(words, theirs) != _leaves_open(theirs, words) else None


def _unshared(ours: Sequence[Word], theirs: Sequence[Word]) -> Iterator[list[Word]]:
    """The words that only one of two sides has."""
    shared = {word.text for word in ours} & {word.text for word in theirs}
    return ([word for word in side if word.text not in shared] for side in (ours, theirs))


def _hedges(words: Sequence[Word], *lists: str) -> list[Sequence[Word]]:
    """What follows each hedge of some lists: of `may have left`, `have left`; the month May is none.

    `Appears` is one before `to`, `that` and `as`: not in `two men appear in court`.
    """
    listed = {each for name in lists for each in word_set(__package__, "words.json", name)}
    seeming = word_set(__package__, "words.json", "seeming")
    found = []
    for number, word in enumerate(words):
        after = words[number + 1 :]
        is_month = word.text == "may" and word.capital
        is_visible = word.text in seeming and not (after and after[0].text in ("to", "that", "as"))
        if word.text in listed and not is_month and not is_visible:
            found.append(after)
    return found


def _leaves_open(words: Sequence[Word], said: Iterable[Word]) -> bool:
    """Whether words have a hedge right before what others say: `may have`, `suspected that`."""
    stems = set(content_stems(said))
    return any(
        stems & set(content_stems(after[:_FEW_WORDS])[:1]) for after in _hedges(words, "hedges")
    ) or any(len(stems & set(content_stems(after[:_CLAUSE]))) > 1 for after in _hedges(words, "doubts"))


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


# Sources with fewer names in common may be about two events: one name may be a country.
_LEAST_NAMES = 2
_CLOCK = re.compile(r"\d[:.]\d\d\b|\d\s?[ap]\.?m\b", re.I)
_Place = tuple[str, int]


def note_disputes(findings: Sequence[Finding], sources: Sequence[Text]) -> list[Finding]:
    """The findings, with what other sources say instead of a number or a date that is no fault.

    Nothing is noted where the draft gives both.
    """
    cited = {(p.document, p.start) for f in findings if _is_figure(f) for p in f.sources}
    if len(sources) < 2 or not cited:
        return list(findings)
    others: dict[_Place, list[Passage]] = defaultdict(list)
    texts = {text.id: text for text in sources}
    names = {text.id: _names_in(text) for text in sources}
    for row in compare((text.extraction for text in sources), sections=["numbers"]).numbers:
        for place, passage in _contradicted(row, cited, texts):
            if len(names[place[0]] & names[passage.document]) >= _LEAST_NAMES:
                others[place].append(passage)
    return [_with_note(finding, others) for finding in findings]


def _is_figure(finding: Finding) -> bool:
    return finding.kind in ("number", "date") and not finding.is_fault


def _is_exact(finding: Finding) -> bool:
    """Whether a figure is given as in a source; `more than 20` may hold for both, as may `in March`."""
    ours, theirs = (re.sub(r"\D", "", p.text) for p in (finding.draft, finding.sources[0]))
    return finding.verdict == "verbatim" or bool(ours and ours == theirs)


def _are_alike(*dates: str) -> bool:
    """Whether all dates have clock times or none, and all are more than `last night`."""
    named = (any(w.text.isdigit() or w.text in weekdays() for w in find_words(date)) for date in dates)
    return all(named) and len({bool(_CLOCK.search(date)) for date in dates}) == 1


def _with_note(finding: Finding, others: Mapping[_Place, list[Passage]]) -> Finding:
    found = [p for s in finding.sources for p in others.get((s.document, s.start), ())]
    found = [p for p in found if finding.kind == "number" or _are_alike(finding.draft.text, p.text)]
    if not found or not _is_figure(finding) or not _is_exact(finding):
        return finding
    return finding.model_copy(update={"contradicted_by": found})


def _names_in(text: Text) -> set[str]:
    mentions = (m for entity in text.extraction.entities for m in entity.mentions if m.kind == "name")
    return {fold(mention.text) for mention in mentions}


def _contradicted(
    row: ComparedNumber, cited: set[_Place], texts: Mapping[str, Text]
) -> list[tuple[_Place, Passage]]:
    """Each figure that the draft gives, with each that it does not give and that cannot hold too."""
    places = [{(f.article, f.start) for f in value.figures} & cited for value in row.values]
    return [
        (place, texts[other.article].passage(other.start, other.end))
        for ours, theirs in permutations(range(len(row.values)), 2)
        if theirs in row.values[ours].contradicts and not places[theirs]
        for place in sorted(places[ours])
        for other in row.values[theirs].figures
    ]
