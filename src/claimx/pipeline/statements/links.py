"""Filters on the role spans and links of the network: paragraph and quotation boundaries.

A source is in the paragraph of its cue. So is a content, unless it is a quotation, which may run over several
paragraphs, or the cue ends in a colon. In the news that the model was trained on, one link in five hundred is
an exception; nearly all links of the network across paragraphs are errors. Sentences would be a closer bound,
but automatic sentence boundaries are wrong more often than that.

No name inside a relative clause is the source of what follows it (`claimx.pipeline.syntax.component`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from claimx.pipeline.records import Roles, RoleSpan
from claimx.pipeline.syntax.component import (
    FINITE_TAGS,
    RELATIVE_TAGS,
    clause_between,
    outer_subject,
    relative_clauses,
)
from claimx.text.quotes import Quotations, QuotedSpan
from claimx.text.tokens import SUBJECTS, TokenIndex, is_parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc

# The words between `whose` and the verb, and how many there are at most.
_OWNED, _LONGEST_OWNED = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "")), 5
_RELATIVE_PRONOUNS = frozenset(("who", "which"))
_DESCRIBING = frozenset(("DET", "ADJ", "NUM", "NOUN", "PROPN"))
# Verbs whose subject in the passive is the listener.
_TELLING = frozenset(
    ("tell", "inform", "assure", "remind", "notify", "brief", "ask", "warn", "urge", "advise", "accuse")
)
_HANDLE = re.compile(r"@\w{2,}")
# A content span with the positions of its cue and its source.
_Content = tuple[RoleSpan, int | None, int | None]


def repair_roles(doc: Doc, roles: Roles, quotations: Quotations) -> Roles:
    """The roles with contents cut at paragraph ends, and without links that cross paragraphs or clauses."""
    return _Boundaries(doc, quotations).repaired(_without_inner_sources(doc, roles))


def _without_inner_sources(doc: Doc, roles: Roles) -> Roles:
    """The roles without sources inside a relative clause of what follows the clause.

    A cue behind the clause gets the outer subject: `A maker, which Aalto declined to name, offered to pay`.
    Of a content, the part after the clause is added to the content before it: `The plan, which Weir called
    absurd, would cost $3 million, said the treasurer`. Without a subject or content there, it has no source.
    """
    clauses = relative_clauses(doc)
    if not clauses:
        return roles
    sources, cue_source = list(roles.sources), list(roles.cue_source)
    for number, (cue, source) in enumerate(zip(roles.cues, roles.cue_source, strict=True)):
        clause = clause_between(clauses, sources[source].start, cue.start) if source is not None else None
        if clause is not None:
            subject = outer_subject(doc, clause) if cue.start == clause.verb else None
            cue_source[number] = len(sources) if subject else None
            if subject:
                sources.append(RoleSpan(subject.start, subject.stop, cue.score))

    def teller_of(cue: int | None, source: int | None) -> RoleSpan | None:
        return roles.cues[cue] if cue is not None else sources[source] if source is not None else None

    contents: list[_Content] = []
    for content, cue_at, source_at in sorted(
        zip(roles.contents, roles.content_cue, roles.content_source, strict=True),
        key=lambda each: each[0].start,
    ):
        if cue_at is not None and cue_source[cue_at] != roles.cue_source[cue_at]:
            source_at = cue_source[cue_at]
        teller = teller_of(cue_at, source_at)
        clause = clause_between(clauses, teller.start, content.end - 1) if teller else None
        if clause is None:
            contents.append((content, cue_at, source_at))
            continue
        if content.start < clause.end:
            contents.append((replace(content, end=clause.end), cue_at, source_at))
        # The nearest content in front of the clause that is not told inside it.
        for place in range(len(contents) - 1, -1, -1):
            front, front_cue, front_source = contents[place]
            owner = teller_of(front_cue, front_source)
            if owner and clause.start - 2 <= front.end <= clause.start + 1 and not clause.holds(owner.start):
                contents[place] = replace(front, end=content.end), front_cue, front_source
                break
    return replace(
        roles,
        sources=sources,
        cue_source=cue_source,
        contents=[content for content, _, _ in contents],
        content_cue=[cue for _, cue, _ in contents],
        content_source=[source for _, _, source in contents],
    )


_TIME = re.compile(r"[0-2]?[0-9][.:][0-5][0-9](?:[ap]m)?")


class _Boundaries:
    """The paragraphs and quotations around the tokens of one article."""

    def __init__(self, doc: Doc, quotations: Quotations) -> None:
        self._doc = doc
        self._quotations = quotations

    def _paragraph(self, token: int) -> int:
        return self._quotations.paragraphs.number(self._doc[min(token, len(self._doc) - 1)].idx)

    def _quotation(self, token: int) -> QuotedSpan | None:
        return self._quotations.at(self._doc[min(token, len(self._doc) - 1)].idx)

    def repaired(self, roles: Roles) -> Roles:
        """The roles with contents, links and sources that fit the paragraphs and quotations."""
        links = zip(roles.contents, roles.content_cue, roles.content_source, strict=True)
        contents = [(part, cue, source) for content, cue, source in links for part in self._parts(content)]
        contents = [
            (content, None, None)
            if self._is_past_another(content, cue, source, roles)
            else (content, cue, source)
            for content, cue, source in self._relinked(contents, roles.cues)
        ]
        sources = [
            self._without_agent(self._without_clause(self._within_paragraph(source)))
            for source in roles.sources
        ]
        roles = replace(roles, sources=sources)
        repaired = replace(
            roles,
            contents=[content for content, _, _ in contents],
            content_cue=[self._kept(content, cue, roles.cues) for content, cue, _ in contents],
            content_source=[self._kept(content, source, roles.sources) for content, _, source in contents],
            cue_source=[
                source if source is not None and self._share_paragraph(cue, roles.sources[source]) else None
                for cue, source in zip(roles.cues, roles.cue_source, strict=True)
            ],
        )
        self._set_sources_of_cues(repaired)
        return repaired

    def _set_sources_of_cues(self, repaired: Roles) -> None:
        """Give cues the sources that their words show, and take from them those that cannot be theirs."""
        for number, (cue, source) in enumerate(zip(repaired.cues, [*repaired.cue_source], strict=True)):
            teller = None
            owned = self._owned_by_whose(cue)
            if owned is not None and (source is None or repaired.sources[source].end <= owned.start):
                teller = owned
                _drop_sources(repaired, number)
            elif (linked := self._linked_source(repaired, number)) is not None and self._is_told(cue, linked):
                repaired.cue_source[number] = None
                _drop_sources(repaired, number)
            elif source is None:
                teller = self._handle_at(cue)
            elif (described := self._described_by_clause(cue, repaired.sources[source])) is not None:
                teller = described
                _drop_sources(repaired, number)
            elif self._is_of_later_sentence(cue, repaired.sources[source]):
                repaired.cue_source[number] = None
                teller = self._handle_at(cue) or self._subject_of(cue)
                _drop_sources(repaired, number, only=source)
            elif self._is_agent_of_other(cue, repaired.sources[source]):
                repaired.cue_source[number] = None
                teller = self._before_comma(self._subject_of(cue))
                _drop_sources(repaired, number, only=source)
            if teller is not None and self._doc[teller.start].lower_ == "what":
                # `what explained the rest was not known` is no statement.
                links = enumerate(repaired.content_cue)
                for content in [place for place, of in links if of == number]:
                    repaired.content_cue[content] = None
            elif teller is not None:
                repaired.cue_source[number] = len(repaired.sources)
                repaired.sources.append(teller)

    @staticmethod
    def _linked_source(roles: Roles, number: int) -> RoleSpan | None:
        """The source of a cue, or else that of its contents."""
        links = zip(roles.content_cue, roles.content_source, strict=True)
        of_contents = (source for cue, source in links if cue == number and source is not None)
        source = roles.cue_source[number]
        source = next(of_contents, None) if source is None else source
        return None if source is None else roles.sources[source]

    def _is_past_another(self, content: RoleSpan, cue: int | None, source: int | None, roles: Roles) -> bool:
        """Whether a sentence about another person is between a named source and a quotation after it.

        `"I saw smoke," Ann Hayes said. Her neighbour, Rob Finch, heard a bang. "The windows shook."`
        """
        if cue is not None and roles.cue_source[cue] is not None:
            source = roles.cue_source[cue]
        if source is None or self._quotation(content.start) is None or not is_parsed(self._doc):
            return False
        teller = roles.sources[source]
        behind = max(teller.end, roles.cues[cue].end if cue is not None else 0)
        if content.start <= behind:
            return False
        before = content.start - 1
        while before > behind and self._doc[before].is_space:
            before -= 1
        sentence = self._doc[before].sent
        if sentence.start < behind or self._quotation(before) is not None:
            return False
        subjects = {token.i for token in sentence if token.dep_ in SUBJECTS and token.head == sentence.root}
        subjects |= {child.i for i in subjects for child in self._doc[i].children if child.dep_ == "appos"}
        tellers = {self._people.get(i) for i in range(teller.start, teller.end)} - {None}
        others = {self._people.get(i) for i in subjects} - {None}
        return bool(tellers and others) and tellers.isdisjoint(others)

    @cached_property
    def _people(self) -> dict[int, int]:
        """The positions of people's entities by the tokens of their names."""
        index = TokenIndex(self._doc)
        return {
            token: number
            for number, entity in enumerate(self._doc._.entities or [])
            if entity.label == "PERSON"
            for mention in entity.mentions
            if mention.kind == "name"
            for token in index.positions(*mention.range)
        }

    def _is_of_later_sentence(self, cue: RoleSpan, source: RoleSpan) -> bool:
        """Whether a sentence in the author's words ends between a cue and a source after it."""
        return any(
            token.text == "." and self._quotation(token.i) is None and token.i + 1 == source.start
            for token in self._doc[cue.end : source.start]
        )

    def _without_agent(self, source: RoleSpan) -> RoleSpan:
        """The source without the person before it who issued its statement.

        `In a note sent by her lawyer, Brent Hale, the actress Ana Reis said`
        """
        people = [self._people.get(i) for i in range(source.start, source.end)]
        if len({*people} - {None}) < 2 or not source.start or self._doc[source.start - 1].pos_ != "ADP":
            return source
        commas = [i for i in range(source.start, source.end - 1) if self._doc[i].text == ","]
        joined = any(token.pos_ == "CCONJ" for token in self._doc[source.start : source.end])
        if len(commas) < 2 or joined or self._doc[commas[-1] + 1].pos_ not in ("DET", "PROPN"):
            return source
        return replace(source, start=commas[-1] + 1)

    def _is_agent_of_other(self, cue: RoleSpan, source: RoleSpan) -> bool:
        """Whether a source is by whom another was asked: `Kruger, asked by Ana Reis if it was so, said`."""
        if not 1 < source.start < source.end <= cue.start or self._doc[source.start - 1].lower_ != "by":
            return False
        is_finite = any(token.tag_ in FINITE_TAGS for token in self._doc[cue.start : cue.end])
        is_apart = any(token.text == "," for token in self._doc[source.end : cue.start])
        return is_finite and is_apart and self._doc[source.start - 2].tag_ in ("VBN", "VBD")

    def _before_comma(self, source: RoleSpan | None) -> RoleSpan | None:
        """A source up to its first comma: `Kruger`, of `Kruger, asked by Ana Reis`."""
        if source is None:
            return None
        commas = (i for i in range(source.start + 1, source.end) if self._doc[i].text == ",")
        return RoleSpan(source.start, next(commas, source.end), source.score)

    def _is_told(self, cue: RoleSpan, source: RoleSpan) -> bool:
        """Whether a source is who something is said to: `Jurors were told …`, `Reed, asked why, …`."""
        told = [verb for verb in self._doc[cue.start : cue.end] if verb.lemma_.lower() in _TELLING]
        between = [token.text for token in self._doc[source.end : cue.start]]
        if between == [","] and any(verb.dep_.startswith(("acl", "advcl")) for verb in told):
            return True
        passive = [child for verb in told for child in verb.children if child.dep_.endswith(":pass")]
        has_auxiliary = any(child.dep_ == "aux:pass" for child in passive)
        return has_auxiliary and any(source.start <= child.i < source.end for child in passive)

    def _subject_of(self, cue: RoleSpan) -> RoleSpan | None:
        """The subject in front of a cue, as the parse has it."""
        for token in self._doc[max(0, cue.start - 40) : cue.start]:
            if token.dep_ in SUBJECTS and cue.start <= token.head.i < cue.end:
                places = [each.i for each in token.subtree if each.i < cue.start]
                return RoleSpan(places[0], places[-1] + 1, cue.score)
        return None

    def _owned_by_whose(self, cue: RoleSpan) -> RoleSpan | None:
        """The subject of a cue that begins with `whose`: `Ruiz, whose union accuses the firm of fraud, left`.

        The union accuses, and not the person with whom the clause is concerned.
        """
        for place in range(cue.start - 1, max(-1, cue.start - 2 - _LONGEST_OWNED), -1):
            token = self._doc[place]
            if token.lower_ == "whose":
                return RoleSpan(place, cue.start, cue.score) if place + 1 < cue.start else None
            if not token.is_alpha or token.pos_ not in _OWNED:
                return None
        return None

    def _described_by_clause(self, cue: RoleSpan, source: RoleSpan) -> RoleSpan | None:
        """The noun phrase before `who` or `which`, the subject of a cue; the pronoun if no phrase adjoins it.

        None where no finite verb is between the source and the pronoun. `a couple`, not the jury, in `A jury
        awarded $2m to a couple who said their well was poisoned`; unchanged in `The minister, who said so`.
        """
        place = cue.start - 1
        while place > source.end and self._doc[place].pos_ == "ADV":
            place -= 1
        between = self._doc[source.end : place]
        if place <= source.end or self._doc[place].lower_ not in _RELATIVE_PRONOUNS:
            return None
        nested = next((token.tag_ in RELATIVE_TAGS for token in between if not token.is_punct), True)
        if nested or not any(token.tag_ in FINITE_TAGS for token in between):
            return None
        first = place
        while first > source.end and self._doc[first - 1].pos_ in _DESCRIBING:
            first -= 1
            if self._doc[first].pos_ == "DET":
                break
        return RoleSpan(first, place if first < place else place + 1, cue.score)

    def _handle_at(self, cue: RoleSpan) -> RoleSpan | None:
        """A user's name beside a cue without a source: `answered @marta`."""
        places = (place for place in (cue.end, cue.start - 1) if 0 <= place < len(self._doc))
        found = (place for place in places if _HANDLE.fullmatch(self._doc[place].text))
        return next((RoleSpan(place, place + 1, cue.score) for place in found), None)

    def _within_paragraph(self, source: RoleSpan) -> RoleSpan:
        """A source without what is before the last paragraph that it reaches, nor a time of day at its start.

        So a heading, the line above, and the time of an entry (`14.52 The chancellor`) are left out.
        """
        first = next(
            (
                i
                for i in range(source.start, source.end)
                if self._paragraph(i) == self._paragraph(source.end - 1)
            ),
            source.start,
        )
        is_timed = first + 1 < source.end and _TIME.fullmatch(self._doc[first].text)
        return RoleSpan(first + 1 if is_timed else first, source.end, source.score)

    def _without_clause(self, source: RoleSpan) -> RoleSpan:
        """A source without the clause about it: `Rosa Bato, 36`, of `Rosa Bato, 36, who lost her house`."""
        for i in range(source.start + 2, source.end):
            if self._doc[i].tag_ in RELATIVE_TAGS and self._doc[i - 1].text == ",":
                return RoleSpan(source.start, i - 1, source.score)
        return source

    def _share_paragraph(self, one: RoleSpan, other: RoleSpan) -> bool:
        return self._paragraph(one.start) == self._paragraph(other.start)

    def _kept(self, content: RoleSpan, link: int | None, spans: list[RoleSpan]) -> int | None:
        """The link of a content to one of `spans`, None where the link cannot be right."""
        if link is None:
            return None
        span = spans[link]
        if self._share_paragraph(content, span):
            return link
        if any(token.text == ":" for token in self._doc[max(span.start, span.end - 1) : span.end + 1]):
            return link
        return link if self._is_set_apart(content, span) else None

    def _is_set_apart(self, content: RoleSpan, span: RoleSpan) -> bool:
        """Whether only quotations are between a quotation and its cue or source in another paragraph.

        A sentence in the author's words before the quotation, in the same or another paragraph, may be about
        the speaker of the quotation.
        """
        if self._quotation(content.start) is None:
            return False
        paragraphs = self._quotations.paragraphs
        of_content, of_span = self._paragraph(content.start), self._paragraph(span.start)
        first = min(of_content, of_span + 1)
        last = max(of_content, of_span - 1) if of_content < of_span else of_content
        start = paragraphs.starts[first]
        end = self._doc[content.start].idx if of_content > of_span else paragraphs.starts[last + 1]
        return not self._quotations.has_plain_word(start, end)

    def _parts(self, content: RoleSpan) -> list[RoleSpan]:
        """A content cut at paragraph ends that are not inside a quotation."""
        words = [
            i for i in range(content.start, min(content.end, len(self._doc))) if not self._doc[i].is_space
        ]
        cuts = [
            after
            for before, after in pairwise(words)
            if after - before > 1
            and self._paragraph(before) != self._paragraph(after)
            and (self._quotation(after) is None or self._quotation(after) != self._quotation(before))
        ]
        edges = [content.start, *cuts, content.end]
        return [RoleSpan(start, end, content.score) for start, end in pairwise(edges)]

    def _relinked(self, contents: list[_Content], cues: list[RoleSpan]) -> list[_Content]:
        """Contents with new links for quotations in a paragraph before that of their cue's plain content.

        Such a quotation gets the links of the quotation before it in its own paragraph, or none.
        """
        paragraphs = {cue: self._paragraph(cues[cue].start) for _, cue, _ in contents if cue is not None}
        # Cues with plain content in their own paragraph.
        plain = {
            cue
            for content, cue, _ in contents
            if cue is not None
            and self._paragraph(content.start) == paragraphs[cue]
            and self._quotation(content.start) is None
        }
        settled: list[_Content] = []
        for content, cue, source in contents:
            paragraph = self._paragraph(content.start)
            is_quoted = self._quotation(content.start) is not None
            if cue is not None and cue in plain and is_quoted and paragraph < paragraphs[cue]:
                before = settled[-1] if settled else None
                if (
                    before
                    and self._quotation(before[0].start) is not None
                    and self._paragraph(before[0].start) == paragraph
                ):
                    _, cue, source = before
                else:
                    cue = source = None
            settled.append((content, cue, source))
        return settled


def _drop_sources(roles: Roles, cue: int, only: int | None = None) -> None:
    """Take from the contents of a cue their sources, or only the one source that is named."""
    for place, of in enumerate(roles.content_cue):
        if of == cue and only in (None, roles.content_source[place]):
            roles.content_source[place] = None
