"""The quoted sentences of an article, and how one version of a sentence differs from another.

Versions are compared sentence by sentence: who quotes one sentence of a statement has not cut the others.
An edit *touches* what decides the meaning: a negation, a number, a modal verb, or a condition.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import pairwise, zip_longest

from rapidfuzz.distance import Indel

from claimx.compare import Difference, Edit, Touch, Version
from claimx.compare.names import Name, source_name
from claimx.compare.words import (
    Word,
    content_lemmas,
    negations,
    numerals,
    outside_brackets,
    quoted_parts,
    spelling,
    words_of,
    written_out,
)
from claimx.schema import Extraction, QuoteKind, Source, Statement, TextSpan, span_in
from claimx.text import single_spaced
from claimx.text.lexicon import word_set
from claimx.text.sentences import Paragraphs, sentence_around, sentence_ends

# What may surround a sentence in a quotation.
_AROUND = "\"“”„‟«»‘’'‚‹›` \t\r\n"
# A source or cue within so many characters, in the same paragraph, is evidence of who is quoted.
_NEAR = 300
# A statement with fewer quoted words is compared as indirect speech too.
_REPORTED_WORDS = 4
# `did not say` denies; `did not mention` leaves out.
_ASSERTING = frozenset({"say", "claim", "think", "believe", "expect", "promise", "agree", "argue"})
_PRONOUNS = frozenset({"he", "she"})
_SUBJECTS = frozenset({"i", "we", "you", "he", "she", "it", "they", "that", "this"})
_TOUCHES: tuple[Touch, ...] = ("negation", "number", "modal", "condition")
# A cut of this many words that begins or ends with `and` is a clause of its own, and so is any longer one.
_LEAST_CLAUSE, _OWN_CLAUSE = 4, 8
_JOINING = frozenset({"and", "or"})
# So is one of this many words that begins with its subject, after a comma: `I don't know`.
_LEAST_SENTENCE = 3
_PAUSE = re.compile(r"[,;:–—-]")
_INNER_MARK = re.compile("[‘'“\"]")


@dataclass(slots=True)
class _Origin:
    """The article of a quotation."""

    position: int
    id: str
    publisher: str | None
    published: datetime.date | None
    path: str | None


@dataclass
class QuotedSentence:
    """A sentence of a quotation in one article, or indirect speech."""

    origin: _Origin
    statement: str
    quote: QuoteKind
    parts: list[TextSpan]
    """The quoted parts of the statement."""
    index: int
    """The number of the sentence in the statement."""
    spans: list[TextSpan]
    words: tuple[str, ...]
    """The quoted words; empty for indirect speech."""
    lemmas: frozenset[str]
    source: Source | None
    name: Name | None
    is_near: bool
    """Whether the source or cue is beside the words, and is no `he` that may be one of several people."""
    is_named: bool
    """Whether the article names who is quoted there: for `he`, `the minister` a name was looked for."""
    denial: TextSpan | None
    """The cue where it denies what is said: `denied`, `did not say`."""
    around: TextSpan | None
    paraphrases: list[QuotedSentence] = field(default_factory=list)

    @cached_property
    def key(self) -> tuple[int, str]:
        """The statement, among those of all articles."""
        return self.origin.position, self.statement


def quoted_sentences(extraction: Extraction, position: int) -> Iterator[QuotedSentence]:
    """The sentences of the quotations of an article, and its indirect speech by named speakers."""
    document = extraction.document
    origin = _Origin(position, document.id, document.publisher, document.published, document.path)
    paragraphs = Paragraphs(document.text)
    for statement in extraction.statements:
        people = _people_before(extraction, statement, paragraphs)
        only = Name(next(iter(people)), True) if len(people) == 1 else None
        name = source_name(extraction, statement.source) or only
        parts = quoted_parts(statement)
        cue = statement.cue
        denies = cue and (cue.kind == "deny" or (cue.negated and cue.lemma in _ASSERTING))
        whole = QuotedSentence(
            origin=origin,
            statement=statement.id,
            quote=statement.quote,
            parts=parts,
            index=0,
            spans=parts,
            words=(),
            lemmas=frozenset(),
            source=statement.source,
            name=name,
            is_near=True,
            is_named=False,
            denial=_span(cue) if cue and denies else None,
            around=None,
        )
        quoted = 0
        for index, spans in enumerate(_quoted_passages(statement, parts)):
            found = _quoted_words(spans)
            if len(found) < 2:
                continue
            quoted += len(found)
            beside = _beside(statement, spans, paragraphs)
            yield replace(
                whole,
                index=index,
                spans=spans,
                words=tuple(word.text for word in found),
                lemmas=frozenset(content_lemmas(found)),
                is_near=bool(beside) and len(people) < 2,
                is_named=bool(name and name == only) or _is_named(document.text, statement, spans, name),
                around=_around(document.text, [*spans, *beside]),
            )
        if quoted < _REPORTED_WORDS and name and statement.content:
            content = statement.content
            yield replace(
                whole,
                parts=content,
                spans=content,
                lemmas=frozenset(content_lemmas(words_of(content))),
                around=_around(document.text, [*content, *_beside(statement, content, paragraphs)]),
            )


def _span(span: TextSpan) -> TextSpan:
    return TextSpan.model_construct(start=span.start, end=span.end, text=span.text)


def _people_before(extraction: Extraction, statement: Statement, paragraphs: Paragraphs) -> set[str]:
    """The people named before the words of `he` or `she` in the paragraph."""
    source = statement.source
    if source is None or source.text.casefold() not in _PRONOUNS or not statement.content:
        return set()
    end = min(source.start, statement.content[0].start)
    start = paragraphs.start(end)
    return {
        single_spaced(entity.name)
        for entity in extraction.entities
        if entity.label == "PERSON"
        for mention in entity.mentions
        if mention.kind == "name" and start <= mention.start < end
    }


def _beside(statement: Statement, spans: list[TextSpan], paragraphs: Paragraphs) -> list[TextSpan]:
    """The source and the cue, where they are beside a sentence in its paragraph."""
    start, end = spans[0].start, spans[-1].end
    return [
        span
        for span in (statement.source, statement.cue)
        if span
        and max(start - span.end, span.start - end) <= _NEAR
        and paragraphs.number(span.start) in (paragraphs.number(start), paragraphs.number(end - 1))
    ]


def _is_named(text: str, statement: Statement, spans: list[TextSpan], name: Name | None) -> bool:
    """Whether the source is a name, and not one in a sentence after the words, which has its own cue."""
    source = statement.source
    if source is None or name is None:
        return False
    if not {word.text for word in words_of([_span(source)])} & set(name.text.casefold().split()):
        return False
    return not text or source.start < sentence_around(text, spans[0].start, spans[-1].end).end


def _around(text: str, spans: list[TextSpan]) -> TextSpan | None:
    """The sentences around spans, where the text is known."""
    ends = min(span.start for span in spans), max(span.end for span in spans)
    return sentence_around(text, *ends) if text else None


def _quoted_passages(statement: Statement, parts: Sequence[TextSpan]) -> list[list[TextSpan]]:
    """The sentences of a quotation; words quoted here and there within indirect speech are each their own."""
    if statement.quote == "mixed":
        return [passage for part in parts for passage in sentences([part])]
    return sentences(parts)


def sentences(parts: Sequence[TextSpan]) -> list[list[TextSpan]]:
    """The sentences of a quotation, each as its spans: one that is interrupted has several.

    Marks are left out where a sentence is not the whole part.
    """
    found: list[list[TextSpan]] = []
    for part in parts:
        cuts = [0, *sentence_ends(part.text), len(part.text)]
        for first, last in pairwise(cuts):
            span = part if last - first == len(part.text) else _trimmed(part, first, last)
            if span is None:
                continue
            if first == 0 and found and _continues(found[-1][-1], span):
                found[-1].append(span)
            else:
                found.append([span])
    return found


def _trimmed(part: TextSpan, first: int, last: int) -> TextSpan | None:
    """A stretch of a part without white space and quotation marks around it."""
    text = part.text[first:last]
    start = first + len(text) - len(text.lstrip(_AROUND))
    bare = text.strip(_AROUND)
    if not bare:
        return None
    return _cut(part, part.start + start, part.start + start + len(bare))


def _cut(part: TextSpan, start: int, end: int) -> TextSpan:
    return span_in(part.text, start, end, offset=part.start)


def _continues(before: TextSpan, after: TextSpan) -> bool:
    """Whether a sentence continues after an interruption: `“We will pay,” she said, “and soon.”`."""
    end = before.text.rstrip(_AROUND)
    begin = after.text.lstrip(_AROUND + "….")
    return not end.endswith((".", "!", "?")) and begin[:1].islower()


def joined(parts: Sequence[TextSpan], spans: Sequence[TextSpan]) -> list[TextSpan]:
    """Sentences as long spans of a quotation: those that follow each other in one part are one span."""
    found: list[TextSpan] = []
    for part in parts:
        for span in (span for span in spans if part.start <= span.start < part.end):
            first = span.start
            if found and found[-1].start >= part.start:
                between = part.text[found[-1].end - part.start : first - part.start]
                if not between.strip():
                    first = found.pop().start
            if not _rest(part, first, span.end).strip(_AROUND):
                found.append(part)
            else:
                found.append(_cut(part, first, span.end))
    return found


def _rest(part: TextSpan, start: int, end: int) -> str:
    return part.text[: start - part.start] + part.text[end - part.start :]


def compare_versions(
    fullest: list[TextSpan], here: list[TextSpan], *, fragment: bool = False
) -> tuple[Version, list[Difference]]:
    """The kind of a version and its differences from the fullest, ignoring case and punctuation.

    Args:
        fullest: one sentence.
        here: the same sentence in another article.
        fragment: words within indirect speech, which says in its own words what comes before them.
    """
    theirs, ours = _quoted_words(fullest), _quoted_words(here)
    differences = [
        difference
        for (a, b), (c, d) in _gaps([word.text for word in theirs], [word.text for word in ours])
        if _letters(theirs[a:b]) != _letters(ours[c:d])
        if not (_has_bracket(fullest, theirs, a, b) or _has_bracket(here, ours, c, d))
        for difference in _differences(
            _spans(fullest, theirs[a:b]),
            _spans(here, ours[c:d]),
            []
            if (a == 0 and (fragment or _introduces(fullest, theirs, b)))
            or _says_twice(theirs, a, b, ours, c, d)
            else _touches(
                _own_words(theirs, a, b, repeats=c == d),
                _own_words(ours, c, d, repeats=a == b),
                is_first=a == 0,
                is_last=b == len(theirs),
                is_sentence=b - a >= _LEAST_SENTENCE
                and theirs[a].text in _SUBJECTS
                and _is_after_pause(fullest, theirs, a),
            ),
        )
    ]
    if not differences:
        return "same", []
    if _modals(theirs) == _modals(ours):
        # `Are never going to`, `will never`
        differences = [
            each.model_copy(update={"touches": [kind for kind in each.touches if kind != "modal"]})
            for each in differences
        ]
    cut = all(difference.edit == "cut" for difference in differences)
    return "cut" if cut else "changed", differences


def _quoted_words(spans: Sequence[TextSpan]) -> list[Word]:
    """The words of a sentence without those in square brackets, which are the article's own."""
    # Houses spell differently.
    return [
        word._replace(text=spelling(word.text))
        for span in spans
        for word in outside_brackets(words_of([span]), span.text, span.start)
    ]


def _has_bracket(spans: Sequence[TextSpan], found: list[Word], first: int, last: int) -> bool:
    """Whether the article says by square brackets that it changed something between two words."""
    start = found[first - 1].end if first else spans[0].start
    end = found[last].start if last < len(found) else spans[-1].end
    return any("[" in span.text[max(0, start - span.start) : max(0, end - span.start)] for span in spans)


def _gaps(a: list[str], b: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """The gaps between the words that two texts share, as word positions in each."""
    a_end = b_end = 0
    size = len(a) - len(b)
    if size > 0 and a[size:] == b:
        # `We lost, but we can win`: `we` is the second one.
        yield (0, size), (0, 0)
        return
    for block in [*Indel.opcodes(a, b).as_matching_blocks()]:
        if block.a > a_end or block.b > b_end:
            yield (a_end, block.a), (b_end, block.b)
        a_end, b_end = block.a + block.size, block.b + block.size


def _spans(parts: list[TextSpan], found: list[Word]) -> list[TextSpan]:
    """The spans covered by words, one for each part of the quotation."""
    spans = []
    for part in parts:
        inside = [word for word in found if part.start <= word.start < part.end]
        if inside:
            spans.append(_cut(part, inside[0].start, inside[-1].end))
    return spans


def _differences(fullest: list[TextSpan], here: list[TextSpan], touches: list[Touch]) -> Iterator[Difference]:
    for theirs, ours in zip_longest(fullest, here):
        edit: Edit = "cut" if ours is None else "added" if theirs is None else "replaced"
        yield Difference(edit=edit, fullest=theirs, here=ours, touches=touches)


def _touches(
    theirs: list[Word], ours: list[Word], *, is_first: bool, is_last: bool, is_sentence: bool
) -> list[Touch]:
    """What an edit touches; a clause of its own that is left out takes its own words with it."""
    before, after = _deciding(theirs), _deciding(ours)
    touched = [kind for kind in _TOUCHES if before[kind] != after[kind]]
    is_clause = (is_last and (len(theirs) >= _OWN_CLAUSE or _begins_clause(theirs) or is_sentence)) or (
        is_first and (len(theirs) >= _OWN_CLAUSE or _begins_clause(theirs[::-1]))
    )
    if is_clause and not ours:
        return [kind for kind in touched if kind == "condition"]
    return touched


def _own_words(found: list[Word], first: int, last: int, *, repeats: bool) -> list[Word]:
    """The words of an edit without an answer (`No, I meant`) and, where `repeats`, what is said twice.

    `If she gets, if she gets to pick` says the condition once.
    """
    texts = [word.text for word in found]
    if first == 0 < last and texts[0] == "no" and len(found) > 1 and texts[1] in _SUBJECTS:
        first = 1
    for size in range(last - first if repeats else 0, 0, -1):
        if texts[last - size : last] == texts[last : last + size]:
            return found[first : last - size]
        if first >= size and texts[first - size : first] == texts[first : first + size]:
            return found[first + size : last]
    return found[first:last]


def _begins_clause(edge: Sequence[Word]) -> bool:
    return len(edge) >= _LEAST_CLAUSE and edge[0].text in _JOINING


def _is_after_pause(spans: Sequence[TextSpan], found: list[Word], number: int) -> bool:
    """Whether a comma or dash separates a word from the one before it."""
    if not number:
        return False
    start, end = found[number - 1].end, found[number].start
    between = (span.text[max(0, start - span.start) : max(0, end - span.start)] for span in spans)
    return bool(_PAUSE.search("".join(between)))


def _written_out(found: Sequence[Word]) -> list[str]:
    """Words with contractions as what they stand for: `won't` -> `will`, `not`."""
    return [part for word in found for part in written_out(word.text.replace("’", "'"))]


def _introduces(spans: Sequence[TextSpan], found: list[Word], end: int) -> bool:
    """Whether the first words of a quotation introduce another: `No wonder he told me: ‘Go home’`."""
    if not 0 < end < len(found):
        return False
    first, last = found[end - 1].end, found[end].start
    between = (span.text[max(0, first - span.start) : max(0, last - span.start)] for span in spans)
    return bool(_INNER_MARK.search("".join(between)))


def _says_twice(theirs: list[Word], a: int, b: int, ours: list[Word], c: int, d: int) -> bool:
    """Whether only one has a run of words, and both have it elsewhere: `You don't do that - you don't`."""
    both = [[word.text for word in words] for words in (theirs, ours)]
    run = both[0][a:b] or both[1][c:d]
    if len(run) < 2 or (a < b and c < d):
        return False
    rest = (both[0][:a], both[0][b:], both[1][:c], both[1][d:])
    found = [any(part[n : n + len(run)] == run for n in range(len(part))) for part in rest]
    return any(found[:2]) and any(found[2:])


def _letters(found: Sequence[Word]) -> str:
    """Words without what is between them: `double act`, `double-act`."""
    return " ".join(_written_out(found)).replace("-", "").replace(" ", "")


def _deciding(found: Sequence[Word]) -> dict[Touch, Counter[str]]:
    """The words that decide the meaning, by kind."""
    kinds: dict[Touch, Counter[str]] = {kind: Counter() for kind in _TOUCHES}
    for word in _written_out(found):
        if decided := _decides(word):
            kinds[decided[0]][decided[1]] += 1
    return kinds


def _modals(found: Sequence[Word]) -> Counter[str]:
    """The modal verbs of a sentence; `going to` is `will`."""
    words = _written_out(found)
    modals = Counter(words) & Counter({word: len(words) for word in _listed("modals")})
    modals["will"] += sum(pair == ("going", "to") for pair in pairwise(words))
    return +modals


@cache
def _decides(word: str) -> tuple[Touch, str] | None:
    """The kind of a word that decides the meaning, and what it means: `four` is the number `4`."""
    if word in negations():
        return "negation", "not"
    if word in _listed("modals"):
        return "modal", word
    if word in _listed("conditions"):
        return "condition", word
    numeral = numerals().get(word)
    return ("number", numeral or word) if numeral or word[0].isdigit() else None


def _listed(name: str) -> frozenset[str]:
    return word_set(__package__, "meaning.json", name)


def denials(sentence: QuotedSentence) -> list[TextSpan]:
    """The negations in a sentence, and the cue where it denies."""
    spans = [
        _cut(part, word.start, word.end)
        for part in sentence.spans
        for word in words_of([part])
        if _deciding([word])["negation"]
    ]
    return [*spans, *([sentence.denial] if sentence.denial else [])]


def compare_negation(fullest: Sequence[TextSpan], here: Sequence[TextSpan]) -> list[Difference]:
    """The negation that only one of two reports in different words has; nothing where that is not clear."""
    if len(fullest) > 1 or len(here) > 1 or len(fullest) == len(here):
        return []
    edit: Edit = "cut" if fullest else "added"
    old, new = (fullest[0], None) if fullest else (None, here[0])
    return [Difference(edit=edit, fullest=old, here=new, touches=["negation"])]
