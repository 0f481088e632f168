"""Statements that the layout of a text attributes: turns in interviews and transcripts, and names set beside
quotations.

- **Turn**: a line that begins with a speaker and a colon (`Ines Duarte: …`, `MR. JONES: …`, `Q: …`), perhaps
  after a bullet or a time, is a direct statement by that speaker. So are the paragraphs up to the next turn
  where nearly every paragraph is a turn, but for questions, stage directions and headings. Turns count where
  the text is a conversation: there are two speakers, and one of them speaks twice, asks, or is called `Q`. In
  any other text a turn must be a quotation, for `Paul Weir: 7` may be a mark and `Oslo: rain` the weather.
- **Signature**: a paragraph that is a quotation, with a person behind a dash, on the next line or, without a
  full stop, on the same line (`“It is theft.” — Karl Wendt, baker`), is that person's.
- **Headline**: a first line `Treasurer: No new levy on fuel` or `Ferry strike to go on – union` is a
  statement by the office or body, behind a dash also by the person named.
- **Announcement**: a paragraph `From Chairwoman Ruth Adeyemi:` or `Ruth Adeyemi, in a statement:` gives the
  quotations in the paragraphs below it to that person.

What the network reads there is replaced, but for what a turn reports of others.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from claimx.pipeline.entities.names import first_names, gendered_titles, words
from claimx.pipeline.records import Entity, Roles, RoleSpan, head_of
from claimx.pipeline.statements.people import person_nouns
from claimx.pipeline.statements.sources import source_nouns, source_pronouns
from claimx.text.lexicon import word_set
from claimx.text.sentences import ENDS_SENTENCE
from claimx.text.tokens import Range, TokenIndex, stretch

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.text.quotes import Quotations, QuotedSpan

_list = partial(word_set, __package__, "sources.json")

_BULLET = (
    r"(?:[-–—*•·▪◦]\s+)?(?:[\[(]?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s?(?:[ap]\.?m\.?)?[\])]?\s+(?:[-–—]\s+)?)?"
)
_NAME = r"[^\W\d_][\w.'’-]*"
_BULLET_MARK = re.compile(r"[-–—*•·▪◦]\s+")
# `Ines Duarte`, `MR. JONES (D-Ohio)`, `Nora Diaz, bus driver`, `Speaker 2`, `Q`, then a colon; after `Q` and
# `A`, a full stop will do.
_TURN = re.compile(
    rf"{_BULLET}(?P<label>{_NAME}(?:[ \u00a0]{_NAME}){{0,4}}(?: \d\d?)?)"
    r"(?:,[^:\n“\"]{1,60})?(?:\s*[(\[][^)\]\n]{1,40}[)\]])?"
    r"(?::|(?<=\b[QA])\.)\s+(?=\S)"
)
_QUESTION_OR_ANSWER = frozenset({"Q", "A", "Question", "Answer", "QUESTION", "ANSWER"})
_STAGE = re.compile(r"[(\[][^)\]]*[)\]]$")
_ASKED = re.compile(r"\?[\"”’)]*$")
# Before the name of an interviewer.
_ASKED_BY = re.compile(
    r"(?:\b(?:he|she|they)\s(?:talks?|talked|speaks?|spoke|was\sspeaking)\s(?:to|with)|\binterview(?:ed)?\s?(?:by|:))"
    r"\s(?:the\s)?$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s*(?P<dash>[—–―]|--?)\s*")
# After the name in a signature: nothing, or who that is (`, baker`, ` (Arnfeld)`); behind a dash ` of Oslo`.
_SIGNED = re.compile(r"(?:\s*[,(][^:;!?“”\"]*)?\.?")
_SIGNED_BY_DASH = re.compile(r"(?:(?:\s*[,(]|\s+(?:of|from|in|at|via)\s)[^:;!?“”\"]*)?\.?")
# A source without a person's name in a signature, and what may follow it.
_DESCRIBED = re.compile(
    r"(?P<who>[\w’'-]+(?: [\w’'-]+){0,5})(?:\s*[,(][^:;!?“”\"]*|\s(?:of|from|in|at|via)\s[^:;!?“”\"]*)?\.?"
)
_APPOSED = re.compile(r"(?:,.*)?")
_FROM = re.compile(r"(?:and|also|then|next)?\s*from\s+(?P<who>[^:]{3,80}):$", re.IGNORECASE)
_STATED = re.compile(r"(?P<who>[^:]{3,80}?)(?:,? in (?:a|an|his|her|its|their) [\w ]{3,30})?:$")
# `Treasurer: No new levy on fuel`, `Ferry strike to go on – union`.
_WHO = r"(?P<who>[^\W\d_][\w.'’-]*(?: [\w.'’-]+){0,3})"
_SAID = r"(?P<said>[^\W_][^:\n–—]{10,110}[^\s:.?!…])"
_HEADLINES = (re.compile(rf"{_WHO}: {_SAID}"), re.compile(rf"{_SAID} (?P<dash>[–—-]|--) {_WHO}"))
# Bodies and documents that speak in headlines; others are what the article is about: `Schools: No cuts`.
_IN_HEADLINES = frozenset(
    ("police", "union", "report", "study", "poll", "survey", "court", "watchdog", "officials")
)
# The least share of the paragraphs of a transcript that are turns.
_TRANSCRIPT = 0.5
_DETERMINERS = frozenset({"a", "an", "the", "one", "my", "our"})
_MAX_SIGNATURE_WORDS, _MAX_NAME_WORDS = 12, 3
# Room for a title before the name in an announcement.
_TITLE_CHARACTERS = 40
_MAX_QUOTED_PARAGRAPHS = 4


class Attribution(NamedTuple):
    """A source and the contents that the layout gives to it.

    `entity`: position of the entity that a label stands for (`A`, `MR. JONES`), where the text shows that;
    `name`: the label, where it is a name; `cue`: the dash of a signature; `is_headline`: whether it is not
    quoted word for word.
    """

    source: Range
    contents: list[Range]
    cue: Range | None = None
    entity: int | None = None
    name: str | None = None
    is_headline: bool = False


@dataclass(slots=True)
class _Turn:
    """A turn in the paragraph with a number; `named`: its label is a person's, or a title with a name."""

    paragraph: int
    label: Range
    shown: str
    text: Range
    named: bool


def apply_layout(
    doc: Doc, roles: Roles, entities: list[Entity], quotations: Quotations
) -> tuple[Roles, dict[int, Attribution]]:
    """The roles with what the layout attributes in place of what the network read there.

    Also returns the attributions by the positions of their sources in the roles.
    """
    index = TokenIndex(doc)
    # Where the network read a cue with a verb, it is a sentence that attributes, not the layout.
    cues = {
        number: _offsets(doc, cue)
        for number, cue in enumerate(roles.cues)
        if any(doc[i].pos_ in ("VERB", "ADP") for i in range(cue.start, cue.end))
    }
    linked = zip(roles.contents, roles.content_cue, strict=True)
    cued = [_offsets(doc, content) for content, cue in linked if cue in cues]
    found = _Layout(quotations, entities, list(cues.values()), cued, head_of(doc).author).attributions()
    if not found:
        return roles, {}
    kept = _without(doc, roles, found, quotations)
    attributed: dict[int, Attribution] = {}
    for attribution in found:
        source = len(kept.sources)
        attributed[source] = attribution
        for spans, added in ((kept.sources, [attribution.source]), (kept.contents, attribution.contents)):
            for span in added:
                tokens = index.positions(*span)
                spans.append(RoleSpan(tokens.start, tokens.stop, 1.0))
        cue = len(kept.cues) if attribution.cue else None
        if attribution.cue:
            tokens = index.positions(*attribution.cue)
            kept.cues.append(RoleSpan(tokens.start, tokens.stop, 1.0))
            kept.cue_source.append(source)
        kept.content_cue += [cue] * len(attribution.contents)
        kept.content_source += [source] * len(attribution.contents)
    return kept, attributed


def _offsets(doc: Doc, span: RoleSpan) -> Range:
    return stretch(doc[span.start], doc[max(span.start, span.end - 1)])


def _without(doc: Doc, roles: Roles, found: list[Attribution], quotations: Quotations) -> Roles:
    """A copy of the roles without the contents found, but for reports whose source is there, too.

    What is left has no source that is the signature of a quotation before it.
    """
    taken = [part for each in found for part in each.contents]
    signatures = [each.source for each in found if each.contents[0].start < each.source.start]

    def is_signature(source: int | None) -> bool:
        return source is not None and any(map(_offsets(doc, roles.sources[source]).overlaps, signatures))

    def place(span: RoleSpan) -> int | None:
        offsets = _offsets(doc, span)
        return next((n for n, part in enumerate(taken) if part.overlaps(offsets)), None)

    keep = []
    for number, content in enumerate(roles.contents):
        inside, cue = place(content), roles.content_cue[number]
        source = roles.content_source[number] if cue is None else roles.cue_source[cue]
        if inside is None or (
            source is not None
            and place(roles.sources[source]) == inside
            and doc[roles.sources[source].start : roles.sources[source].end].text.lower()
            not in source_pronouns()
            and (
                (quotation := quotations.at(doc[content.start].idx)) is None
                or quotation != quotations.at(taken[inside].start)
            )
        ):
            keep.append(number)
    return replace(
        roles,
        sources=list(roles.sources),
        cues=list(roles.cues),
        cue_source=list(roles.cue_source),
        contents=[roles.contents[number] for number in keep],
        content_cue=[roles.content_cue[number] for number in keep],
        content_source=[
            None if is_signature(source := roles.content_source[number]) else source for number in keep
        ],
    )


def _is_part(label: str) -> bool:
    """Whether a label is a part or an office, no name: `Q`, `Speaker 2`, `Mr Speaker`, `Chief executive`."""
    first, *_, last = (word.casefold().rstrip(".") for word in (label.split()[0], *label.split()))
    is_titled = first in gendered_titles()
    listed = f"the {last}" if is_titled else label.casefold().rstrip(" 0123456789")
    if label in _QUESTION_OR_ANSWER or listed in _list("speakers"):
        return True
    is_person = source_nouns().get(last) == "person" or last in person_nouns()
    return is_person and not is_titled and first not in first_names()


class _Layout:
    """The paragraphs of one text, and the people named in it."""

    def __init__(
        self,
        quotations: Quotations,
        entities: list[Entity],
        cues: list[Range],
        cued: list[Range],
        author: str | None,
    ) -> None:
        self._text = quotations.text
        self._quotations = quotations
        self._cues = cues
        self._cued = cued
        self._author = (author or "").casefold()
        self._paragraphs = [Range(*span) for span in quotations.paragraphs.spans(quotations.text)]
        self._names = {n: entity.name for n, entity in enumerate(entities) if entity.label == "PERSON"}
        mentions = [(mention, n) for n in self._names for mention in entities[n].mentions]
        self._mentions = sorted((mention.range, n) for mention, n in mentions if mention.kind == "name")
        self._people = [span for span, _ in self._mentions]

    def attributions(self) -> list[Attribution]:
        """What the layout attributes, each paragraph once."""
        turns = self._turns()
        taken = {turn.paragraph for turn in turns}
        found = [self._said_in(turns, number) for number in range(len(turns))]
        for number, paragraph in enumerate(self._paragraphs):
            if number == 0 and (headline := self._headline(paragraph)) is not None:
                found.append(headline)
            elif number not in taken:
                found += filter(None, (self._signed(number, paragraph), self._announced(number, paragraph)))
        return sorted(found, key=lambda each: each.contents[0])

    def _person_at(self, start: int, end: int) -> Range | None:
        """The first name of a person within a stretch."""
        return next(filter(Range(start, end).holds, self._people), None)

    # -- turns

    def _turns(self) -> list[_Turn]:
        """The turns of a conversation, or those that are quotations."""
        found = [turn for number in range(len(self._paragraphs)) if (turn := self._turn(number))]
        labels = Counter(self._speaker(turn) for turn in found)
        if not self._is_conversation(found, labels):
            return [turn for turn in found if turn.named and self._is_quotation(turn.text)]
        return [turn for turn in found if turn.named or labels[self._speaker(turn)] > 1]

    def _turn(self, number: int) -> _Turn | None:
        paragraph = self._paragraphs[number]
        match = _TURN.match(self._text, *paragraph)
        if match is None:
            return None
        label = Range(*match.span("label"))
        shown = self._text[slice(*label)]
        known = self._person_at(*label)
        rest = (self._text[label.start : known.start] + self._text[known.end : label.end]) if known else shown
        others = [word.casefold().rstrip(".") for word in rest.split()]
        if _list("no_speakers").intersection(others) or any(word[0].islower() for word in rest.split()):
            return None
        named = (
            (known is not None and (shown.isupper() or words("titles").issuperset(others)))
            or (len(others) > 1 and (others[0] in words("titles") or others[0] in first_names()))
            or self._called(shown) is not None
            or _is_part(shown)
        )
        text = Range(match.end(), paragraph.end)
        if self._is_signature(*text) or any(label.end <= cue.start < text.start for cue in self._cues):
            return None
        return _Turn(number, label, shown, text, named)

    def _called(self, label: str) -> int | None:
        """The one person whose initials a label is, or whose surname is its last word."""
        last = label.split()[-1].casefold()
        fitting = {
            n
            for n, name in self._names.items()
            if (label.isupper() and " " in name and label == "".join(word[0] for word in name.split()))
            or (len(last) > 2 and name.casefold().split()[-1] == last)
        }
        return fitting.pop() if len(fitting) == 1 else None

    def _speaker(self, turn: _Turn) -> str:
        """The name of the person that a label names or stands for, else the label."""
        named = next((n for span, n in self._mentions if turn.label.holds(span)), None)
        person = self._called(turn.shown) if named is None else named
        return turn.shown if person is None else self._names[person]

    def _is_quotation(self, span: Range) -> bool:
        quotation = self._quotations.at(span.start)
        return quotation is not None and quotation.start == span.start and quotation.end >= span.end - 1

    def _is_conversation(self, turns: list[_Turn], labels: Counter[str]) -> bool:
        """Whether two speakers take turns, and one of them speaks twice, asks, or is called `Q` or `A`."""
        named = [turn for turn in turns if turn.named]
        if len(labels) < 2 or not named:
            return False
        if len(named) > 2 and self._is_minuted(turns):
            return True
        asks = any(_ASKED.search(self._text, *turn.text) for turn in turns[:-1])
        return asks or max(labels.values()) > 1 or not labels.keys().isdisjoint(_QUESTION_OR_ANSWER)

    def _is_minuted(self, turns: list[_Turn]) -> bool:
        """Whether the turns are those of a session: nothing but sentences, by speakers with titles."""
        titled = sum(turn.shown.split()[0].casefold().rstrip(".") in words("titles") for turn in turns)
        return (
            titled > 1
            and self._is_transcript(turns)
            and all(ENDS_SENTENCE.search(self._text[slice(*turn.text)]) for turn in turns)
            and not any(self._text[turn.text.start].isdigit() for turn in turns)
        )

    def _said_in(self, turns: list[_Turn], number: int) -> Attribution:
        """The attribution of a turn to the person that its label names or stands for."""
        turn = turns[number]
        label, entity = turn.shown, self._called(turn.shown)
        if label in _QUESTION_OR_ANSWER:
            interviewer, interviewee = self._interview(turns[0].label.start)
            entity = interviewee if label[0] == "A" else interviewer
        elif _is_part(label) and entity is None:  # `Speaker 2 (Ana Reis): …`, perhaps in an earlier turn
            between = [Range(each.label.end, each.text.start) for each in turns if each.shown == label]
            entity = next(
                (n for span, n in self._mentions if any(part.holds(span) for part in between)), None
            )
        name = None if _is_part(label) else label
        return Attribution(turn.label, self._spoken(turns, number), entity=entity, name=name)

    def _interview(self, start: int) -> tuple[int | None, int | None]:
        """Who asks and who answers in an interview, judging by the text before `start`.

        It answers the one person named who neither wrote the article nor asks (`She talks to Ben Carrow`).
        """
        named = [(span, n) for span, n in self._mentions if span.end <= start]
        asking = {n for span, n in named if _ASKED_BY.search(self._text, max(0, span.start - 40), span.start)}
        others = {n for _, n in named if n not in asking and self._names[n].casefold() not in self._author}
        return (
            asking.pop() if len(asking) == 1 else None,
            others.pop() if len(others) == 1 else None,
        )

    def _spoken(self, turns: list[_Turn], number: int) -> list[Range]:
        """The text of a turn, with the paragraphs up to the next one in a transcript."""
        turn = turns[number]
        parts = [turn.text]
        if number + 1 == len(turns) or not self._is_transcript(turns):
            return parts
        name = turn.shown.split()[-1]
        for paragraph in self._paragraphs[turn.paragraph + 1 : turns[number + 1].paragraph]:
            shown = self._text[slice(*paragraph)]
            if _ASKED.search(shown):
                break
            if _STAGE.match(shown) or not any(map(str.isalnum, shown)):
                continue
            if not ENDS_SENTENCE.search(shown) or name in shown:
                break
            parts.append(paragraph)
        return parts

    def _is_transcript(self, turns: list[_Turn]) -> bool:
        length = turns[-1].paragraph - turns[0].paragraph + 1
        return len(turns) > 2 and len(turns) >= _TRANSCRIPT * length

    def _headline(self, paragraph: Range) -> Attribution | None:
        """What a headline gives to the person, office or body before its colon or behind its dash."""
        if len(self._paragraphs) == 1:
            return None
        match = next(filter(None, (each.fullmatch(self._text, *paragraph) for each in _HEADLINES)), None)
        if match is None:
            return None
        who, words_of_label = Range(*match.span("who")), match["who"].casefold().split()
        last, dashed = words_of_label[-1], "dash" in match.groupdict()
        known = last in person_nouns() or last in words("titles") or source_nouns().get(last) == "person"
        known = known or (last in _IN_HEADLINES and (dashed or len(words_of_label) == 1))
        # A name before a colon mostly is what the article is about: `Levi Davis: Family angry at search`.
        named = self._person_at(*who)
        if (named is not None and not (dashed and named == who)) or (named is None and not known):
            return None
        if last in _list("no_speakers"):
            return None
        cue = Range(*match.span("dash")) if dashed else None
        return Attribution(who, [Range(*match.span("said"))], cue, is_headline=True)

    # -- names beside quotations

    def _signed(self, number: int, paragraph: Range) -> Attribution | None:
        """A quotation with its speaker behind a dash, on the line below, or at the end of its line."""
        text, quotation = self._text, self._opening(paragraph)
        if quotation is None or not quotation.closed:
            return None
        start, end = quotation.end, paragraph.end
        dash = _DASH.match(text, start, end)
        if not text[start:end].strip(" ,") and number + 1 < len(self._paragraphs):
            start, end = self._paragraphs[number + 1]
            dash = _DASH.match(text, start, end)
            if dash is None and text.count("\n", paragraph.end, start) != 1:
                return None
        elif dash is None and ENDS_SENTENCE.search(text[start:end]):
            return None
        start = dash.end() if dash else start + text.startswith(" ", start)
        is_signature = self._is_signature(start, end, dashed=dash is not None)
        if not is_signature or (dash is None and self._is_cued(quotation)):
            return None
        end = (
            start
            + len(text[start:end].rstrip())
            - (text[:end].endswith(".") and not text[:end].endswith("r."))
        )
        cue = Range(*dash.span("dash")) if dash else None
        return Attribution(Range(start, end), self._quoted(number), cue)

    def _opening(self, paragraph: Range) -> QuotedSpan | None:
        """The quotation that a paragraph begins with, perhaps behind a bullet."""
        bullet = _BULLET_MARK.match(self._text, *paragraph)
        start = bullet.end() if bullet else paragraph.start
        quotation = self._quotations.at(start)
        return quotation if quotation and quotation.start == start else None

    def _is_cued(self, quotation: QuotedSpan) -> bool:
        """Whether a sentence with a cue attributes a quotation, as the network read it."""
        return any(map(Range(quotation.start, quotation.end).overlaps, self._cued))

    def _is_signature(self, start: int, end: int, *, dashed: bool = False) -> bool:
        """Whether a stretch is a person's name, with a title before it and perhaps who that is behind."""
        name = self._person_at(start, end)
        if len(self._text[start:end].split()) > _MAX_SIGNATURE_WORDS:
            return False
        if name is None:
            return dashed and self._is_description(start, end)
        is_title = all(
            word[0].isupper() and word[-1] != "," for word in self._text[start : name.start].split()
        )
        rest = _SIGNED_BY_DASH if dashed else _SIGNED
        return is_title and rest.fullmatch(self._text, name.end, end) is not None

    def _is_description(self, start: int, end: int) -> bool:
        """Whether a stretch is a short name or ends in a noun for a source, before a comma or `of`."""
        match = _DESCRIBED.fullmatch(self._text, start, end)
        if match is None:
            return False
        shown = match["who"].split()
        if shown[0].casefold() in _DETERMINERS and len(shown) > 1:
            return True
        known, last = {**source_nouns(), **person_nouns()}, shown[-1].casefold()
        is_name = len(shown) <= _MAX_NAME_WORDS and all(word[0].isupper() for word in shown)
        return last in known or last.removesuffix("s") in known or is_name

    def _quoted(self, number: int) -> list[Range]:
        """The quotation at the start of a paragraph, with those before it that it continues."""
        contents: list[Range] = []
        for paragraph in reversed(self._paragraphs[max(0, number - _MAX_QUOTED_PARAGRAPHS) : number + 1]):
            quotation = self._opening(paragraph)
            if quotation is None or (contents and quotation.closed):
                break
            contents.insert(0, Range(quotation.start, quotation.end))
        return contents

    def _announced(self, number: int, paragraph: Range) -> Attribution | None:
        """The quotations below a paragraph that names their speaker and ends in a colon."""
        shown = self._text[slice(*paragraph)]
        match = _FROM.match(shown) or _STATED.match(shown)
        if match is None:
            return None
        who = Range(paragraph.start + match.start("who"), paragraph.start + match.end("who"))
        people = list(filter(who.holds, self._people))
        if len(people) != 1 or people[0].start > who.start + _TITLE_CHARACTERS:
            return None
        if match.re is _STATED and not _APPOSED.fullmatch(self._text, people[0].end, who.end):
            return None
        contents = []
        for below in self._paragraphs[number + 1 : number + 1 + _MAX_QUOTED_PARAGRAPHS]:
            quotation = self._quotations.at(below.start)
            if quotation is None or quotation.start != below.start or quotation.end < below.end - 1:
                break
            if self._is_cued(quotation):
                return None
            contents.append(Range(quotation.start, quotation.end))
            if quotation.closed:
                break
        return Attribution(who, contents) if contents else None
