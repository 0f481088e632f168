"""The `claimx_statements` component: the network's roles grouped into statements.

Contents with the same cue are one statement. A content without a cue continues the quotation before it if
that was left open there; otherwise it is a statement of its own if it has a source or is a direct quotation.
A cue without content is dropped, and so is a statement below `LEAST_CONFIDENCE`. Pronouns
and descriptions that refer to an entity are added to its mentions.

The head word of a cue is, in order of preference: `according to`; a verb with its particle (`called for` ->
`call for`); the first known verb; a noun (`made a promise`), an adjective (`is convinced`), a preposition. A
cue without a known word has the kind `other` and the lemma of its last verb, else of its last word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from spacy.language import Language

from claimx.errors import ModelError
from claimx.pipeline.confidence import Confidence, confidence_features
from claimx.pipeline.entities.names import entity_gender
from claimx.pipeline.records import (
    Cue,
    Mention,
    Roles,
    RoleSpan,
    Source,
    Statement,
    add_entity_spans,
    add_spans,
    has_words,
    register_extensions,
)
from claimx.pipeline.statements.links import repair_roles
from claimx.pipeline.statements.nominal_coreference import SourceResolver
from claimx.pipeline.statements.pronouns import Speech
from claimx.pipeline.statements.sources import KIND_OF_LABEL, SourceReader
from claimx.pipeline.statements.turns_and_signatures import Attribution, apply_layout
from claimx.schema import CueKind
from claimx.text.lexicon import lemmatize, read_json
from claimx.text.quotes import Quotations
from claimx.text.tokens import Range, is_parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither", "without", "nt"})
_NEGATING_ADVERBS = frozenset({"not", "n't", "n’t", "never"})
_MAX_NEGATION_DISTANCE = 5
# The mark of an entry of a list: `2. Sales fell 3%`.
_ITEM = re.compile(r"(?:\d{1,2}[.)]|[-–—*•·▪◦])\s+")
# Lemmas of cues with which the one who spoke last speaks on.
_ADDING = frozenset({"add", "continue", "go on"})
_PARTS = (("verbs", ("VERB", "AUX")), ("nouns", ("NOUN", "PROPN")), ("adjectives", ("ADJ", "VERB")))


class StatementAssembler:
    """Writes `doc._.statements`, and adds sources that refer to an entity to its mentions.

    The contents, sources and cues are also the span groups `claimx_statements` (labelled with the kind of
    quote), `claimx_sources` (with the kind of source) and `claimx_cues` (with the kind of cue).
    `confidence`: the weights that confidence is computed with; empty for none.
    """

    def __init__(self, confidence: dict[str, float]) -> None:
        self._confidence = Confidence(confidence)

    def __call__(self, doc: Doc) -> Doc:
        """Read the statements of one text from `doc._.roles` and `doc._.entities`.

        Raises:
            ModelError: `claimx_encoder` has not read the text.
        """
        if doc._.roles is None and has_words(doc):
            raise ModelError(
                "claimx_statements needs claimx_encoder and claimx_entities before it",
                "add them from the shipped model: nlp.add_pipe('claimx_encoder', source=claimx.load())",
            )
        statements = doc._.statements = assemble_statements(doc, self._confidence)
        add_spans(doc, "statements", ((part, each.quote) for each in statements for part in each.content))
        add_spans(
            doc, "sources", ((each.source.range, each.source.kind) for each in statements if each.source)
        )
        add_spans(doc, "cues", ((each.cue.range, each.cue.kind) for each in statements if each.cue))
        if doc._.entities is not None:
            add_entity_spans(doc)
        return doc


@Language.factory(
    "claimx_statements",
    requires=["doc._.roles", "doc._.entities"],
    assigns=["doc._.statements", "doc._.entities", "doc.spans"],
    default_config={"confidence": {}},
)
def make_statements(nlp: Language, name: str, confidence: dict[str, float]) -> StatementAssembler:
    """Create the component."""
    register_extensions()
    return StatementAssembler(confidence)


def assemble_statements(doc: Doc, confidence: Confidence | None = None) -> list[Statement]:
    """The statements of an article, in document order, with confidence if weights are given."""
    roles: Roles | None = doc._.roles
    if roles is None:
        return []
    quotations = Quotations(doc.text)
    roles, attributed = apply_layout(doc, roles, doc._.entities or [], quotations)
    grouping = _Grouping(doc, repair_roles(doc, roles, quotations), quotations, attributed)
    return sorted(grouping.statements(confidence), key=_start)


# The least confidence of a statement that is given; chosen on the development part of the annotated news.
LEAST_CONFIDENCE = 0.35


@dataclass(slots=True)
class _Group:
    """Role spans of one statement: positions in the lists of `Roles`, and the offsets of the contents."""

    cue: int | None
    source: int | None = None
    contents: list[int] = field(default_factory=list)
    parts: list[Range] = field(default_factory=list)


class _Grouping:
    """The role spans of one article, grouped by statement."""

    def __init__(
        self, doc: Doc, roles: Roles, quotations: Quotations, attributed: dict[int, Attribution]
    ) -> None:
        self._doc = doc
        self._roles = roles
        self._quotations = quotations
        self._attributed = attributed
        self._groups = self._grouped()

    def statements(self, confidence: Confidence | None) -> Iterator[Statement]:
        """The statements that have a cue, a source or a direct quotation and are likely enough."""
        roles, sources = self._roles, self._sources()
        for group in self._groups:
            cue = self._cue(group.cue)
            source = sources.get(group.source) if group.source is not None else None
            quote = self._quotations.kind(group.parts, cue.range.start if cue else None)
            if not (cue or source or quote == "direct"):
                continue
            if group.source in self._attributed:
                is_headline = self._attributed[group.source].is_headline
                yield Statement(group.parts, quote if is_headline else "direct", source, cue)
                continue
            features = confidence_features(
                [roles.contents[index] for index in group.contents],
                roles.cues[group.cue] if group.cue is not None else None,
                roles.sources[group.source] if group.source is not None else None,
                quote,
            )
            rated = confidence(features) if confidence else None
            if rated is None or rated >= LEAST_CONFIDENCE:
                yield Statement(group.parts, quote, source, cue, rated)

    def _grouped(self) -> list[_Group]:
        """Contents grouped by cue, in the order of their first content."""
        roles, quotations = self._roles, self._quotations
        groups: list[_Group] = []
        by_cue: dict[int, _Group] = {}
        by_source: dict[int | None, _Group] = {}
        before: _Group | None = None
        for index in sorted(range(len(roles.contents)), key=lambda index: roles.contents[index].start):
            part = self._offsets(roles.contents[index])
            if part is None:
                continue
            cue, source = roles.content_cue[index], roles.content_source[index]
            group = by_cue.get(cue) if cue is not None else None
            if source in self._attributed:
                group = by_source.get(source)
            elif (
                cue is None
                and before
                and (source is None or source == self._source_of(before))
                and (
                    quotations.continues(before.parts[-1], part)
                    or (source is not None and quotations.are_adjacent(before.parts[-1], part))
                )
            ):
                group = before
            if group is None:
                group = _Group(cue)
                groups.append(group)
            if cue is not None:
                by_cue[cue] = group
            if source in self._attributed:
                by_source[source] = group
            group.contents.append(index)
            self._add_part(group.parts, part)
            before = group
        for group in groups:
            group.source = self._source_of(group)
            if group.source not in self._attributed:
                group.parts = [part for raw in group.parts if (part := quotations.repaired(raw))]
        return [group for group in groups if group.parts]

    def _add_part(self, parts: list[Range], part: Range) -> None:
        """Add a content, joined to the one before it if only white space is between them."""
        if parts and not self._quotations.text[parts[-1].end : part.start].strip():
            parts[-1] = Range(parts[-1].start, max(parts[-1].end, part.end))
        else:
            parts.append(part)

    def _source_of(self, group: _Group) -> int | None:
        """The source of the cue, else the one that most of the contents are linked to."""
        if group.cue is not None and self._roles.cue_source[group.cue] is not None:
            return self._roles.cue_source[group.cue]
        linked = Counter(
            source for index in group.contents if (source := self._roles.content_source[index]) is not None
        )
        return linked.most_common(1)[0][0] if linked else None

    def _sources(self) -> dict[int, Source]:
        """The sources of the groups by their position in `roles.sources`, resolved in document order."""
        entities = self._doc._.entities or []
        reader = SourceReader(self._doc, self._quotations.text, entities)
        resolver = SourceResolver(self._doc, entities, reader.mentions, self._quotations, self._speeches)
        sources: dict[int, Source] = {}
        added: list[tuple[int, Mention]] = []
        used: dict[int, _Group] = {}
        for group in self._groups:
            if group.source is not None:
                used.setdefault(group.source, group)
        asked: tuple[int, _Group] | None = None
        for index in sorted(used, key=lambda index: self._roles.sources[index].start):
            role = self._roles.sources[index]
            span = self._offsets(role)
            if span is None:
                continue
            phrase = reader.read(role.start, role.end)
            attributed = self._attributed.get(index)
            if attributed and (phrase.entity is None or attributed.entity is not None):
                phrase.entity, phrase.kind = attributed.entity, "person"
            cue = self._cue(used[index].cue)
            entity = resolver.resolve(phrase, span.end, adds=bool(cue and cue.lemma in _ADDING))
            if phrase.pronoun and asked and entity == asked[0] and self._replies(asked, used[index], reader):
                entity = None
            elif entity is not None:
                asked = entity, used[index]
            kind, name = phrase.kind, attributed.name if attributed else None
            if entity is not None:
                kind, name = KIND_OF_LABEL.get(entities[entity].label, kind), entities[entity].name
                if phrase.entity is None:
                    added.append((entity, Mention(phrase.core, "pronoun" if phrase.pronoun else "nominal")))
            sources[index] = Source(span, kind, name, entity)
        for entity, mention in added:
            entities[entity].mentions.append(mention)
        for entity in {entity for entity, _ in added}:
            entities[entity].mentions.sort(key=lambda mention: mention.range)
        return sources

    def _replies(self, asked: tuple[int, _Group], group: _Group, reader: SourceReader) -> bool:
        """Whether a pronoun may be who its antecedent asked or accused in the statement before.

        `Reed asked Moss why he left. "I was ill," he said`; `Reed blamed Moss. He denied it`.
        """
        entity, before = asked
        if before.cue is None or group.cue is None or before is group:
            return False
        role, reply = self._roles.cues[before.cue], self._roles.cues[group.cue]
        if self._doc[role.end - 1].lower_ == "by" and before.source is not None:
            return True  # `Asked by Reed why he left, he said …`
        asking, replying = self._cue(before.cue), self._cue(group.cue)
        if not asking or not replying or reply.start < role.end:
            return False
        is_answer = asking.kind == "ask" and self._quotations.kind(group.parts, None) == "direct"
        if not is_answer and (asking.kind, replying.kind) != ("accuse", "deny"):
            return False
        entities, text = self._doc._.entities or [], self._doc.text
        gender = entity_gender(text, entities[entity])
        others = {other for _, other in reader.mentions.within(asking.range.start, before.parts[-1].end)}
        return any(
            entities[other].label == "PERSON"
            and (not gender or entity_gender(text, entities[other]) in (None, gender))
            for other in others - {entity}
        )

    def _speeches(self) -> list[Speech]:
        """The contents with their source spans."""
        return [
            (part, self._offsets(self._roles.sources[group.source]) if group.source is not None else None)
            for group in self._groups
            for part in group.parts
        ]

    def _cue(self, index: int | None) -> Cue | None:
        if index is None:
            return None
        role = self._roles.cues[index]
        span = self._offsets(role)
        return read_cue(self._doc, role.start, role.end, span) if span else None

    def _offsets(self, role: RoleSpan) -> Range | None:
        """The character offsets of a role span without white space at its edges."""
        if role.start >= role.end:
            return None
        first, last = self._doc[role.start], self._doc[role.end - 1]
        shown = self._quotations.text[first.idx : last.idx + len(last)]
        start = first.idx + len(shown) - len(shown.lstrip())
        end = start + len(shown.strip())
        text = self._quotations.text
        item = _ITEM.match(text, start, end) if text[start - 1 : start] in ("", "\n") else None
        start = item.end() if item else start
        return Range(start, end) if start < end else None


def _start(statement: Statement) -> int:
    """Where the first span of a statement starts."""
    spans = [statement.content[0]]
    spans += [role.range for role in (statement.source, statement.cue) if role]
    return min(span.start for span in spans)


@cache
def cue_words(part: str) -> dict[str, CueKind]:
    """Lemma -> kind of cue, for `verbs`, `nouns`, `adjectives` or `prepositions`."""
    listed: dict[CueKind, str] = read_json(__package__, "cues.json")[part]
    return {lemma: kind for kind, lemmas in listed.items() for lemma in lemmas.split()}


@cache
def cue_phrases() -> dict[str, CueKind]:
    """Verb with particle (`call for`) or fixed phrase -> kind of cue."""
    listed: dict[CueKind, list[str]] = read_json(__package__, "cues.json")["phrases"]
    return {phrase: kind for kind, phrases in listed.items() for phrase in phrases}


def read_cue(doc: Doc, start: int, end: int, span: Range) -> Cue:
    """The cue in tokens `start` to `end` (exclusive), at the character offsets `span`."""
    tokens = [token for token in doc[start:end] if not token.is_space]
    words = [token.lower_ for token in tokens]
    lemma, kind, head = _head(tokens, words)
    return Cue(span, lemma, kind, _negated(words, tokens[head]))


def _head(tokens: list[Token], words: list[str]) -> tuple[str, CueKind, int]:
    if "according" in words:
        return "according to", "say", words.index("according")
    lemmas = [lemma_of(token) for token in tokens]
    phrases = cue_phrases()
    for index, lemma in enumerate(lemmas):
        for after in words[index + 1 : index + 3]:
            phrase = f"{lemma} {after}"
            if phrase in phrases:
                return phrase, phrases[phrase], index
    for part, tags in _PARTS:
        known = cue_words(part)
        for index, (token, lemma) in enumerate(zip(tokens, lemmas, strict=True)):
            if lemma in known and token.pos_ in ("", *tags):
                return lemma, known[lemma], index
    others = cue_words("prepositions")
    for index, word in enumerate(words):
        if word in others:
            return word, others[word], index
    return _unknown(tokens, words)


def _unknown(tokens: list[Token], words: list[str]) -> tuple[str, CueKind, int]:
    verbs = [index for index, token in enumerate(tokens) if token.pos_ == "VERB"]
    worded = [index for index, word in enumerate(words) if word[:1].isalnum()]
    index = (verbs or worded or [0])[-1]
    return lemma_of(tokens[index]), "other", index


def lemma_of(token: Token) -> str:
    """The lower-case lemma of a token, also where the pipeline gives none."""
    return token.lemma_.lower() or lemmatize(token.lower_)


def _negated(words: list[str], head: Token) -> bool:
    """Whether the cue holds a negation, or its head has a negating adverb in the parse."""
    for index, word in enumerate(words):
        if word in _NEGATIONS:
            return words[index + 1 : index + 2] not in (["only"], ["just"])
    if not is_parsed(head.doc):
        return False
    return any(
        child.dep_ == "advmod"
        and child.lower_ in _NEGATING_ADVERBS
        and head.i - child.i < _MAX_NEGATION_DISTANCE
        for child in head.lefts
    )
