"""Resolution of sources that name no entity: `the senator`, `the agency`, `it`, `who`, `he`.

A wrong name is worse than none, so only clear cases are resolved. `he` and `she` are left to a learned
ranker (`pronouns`). `who` is the name before its comma. `the senator` is the one senator of the article; `the
agency` is the one that was named last; `the company` is the only organization so far that may be one.

A person is described by the noun before a name (`Sen.`, `campaign manager`) and by an apposition
(`Mr. Lee, a retired judge`) or a predicate (`Mr. Lee is a judge`); an organization also by words in its name.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from claimx.metadata.bylines import read_dateline
from claimx.pipeline.entities.names import entity_gender
from claimx.pipeline.records import Entity, head_of
from claimx.pipeline.statements.people import PRONOUNS
from claimx.pipeline.statements.pronouns import PronounResolver, Speech
from claimx.pipeline.statements.sources import MentionIndex, SourcePhrase, source_nouns
from claimx.text.lexicon import read_json, word_set
from claimx.text.tokens import SUBJECTS, Range, has_sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

    from claimx.text.quotes import Quotations

_RELATIVE = frozenset({"who", "whom", "whose", "which"})
_BEFORE_RELATIVE = frozenset({",", "—", "–", "-", "--"})
_BASED = ("-based", "‐based", "‑based")
_LONGEST_DASH = 4  # characters of ` -- `
_BODIES = frozenset({"ORG", "GPE", "NORP"})
_PARAGRAPHS_BACK = 2
# `the company` is not one that was named longer ago, though no other is named at all.
_ONLY_PARAGRAPHS_BACK = 4
# Bounds the search in very long articles.
_MAX_MENTIONS_BACK = 500

_WORD = re.compile(r"[\w'’-]+")
_BEFORE_NAME = re.compile(r"(?:[\w'’-]+\.?[ \u00a0])+$")
_BEFORE_NAME_CHARACTERS = 60
# `The mayor of Split, ` before a name in apposition.
_APPOSED_TO = re.compile(
    r"\b(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur)\s((?:[\w'’-]+\s){0,3}?[\w'’-]+)"
    r"(?:\s(?:of|for|at|in)\s[^,.;:\n\"“”()]*)?,\s$"
)
_APPOSITION = re.compile(
    r"(?:,|\s(?:is|was|works\sas|worked\sas))\s(?:an?|the|his|her|its|their)\s([^,.;:\n\"“”()]*)"
)
# `(D-Vt.)`, ` of Vermont` after a name.
_HOME = re.compile(r"\s*\(([^)]*)\)|,?\s+of\s((?:[A-Z]\w+\s?)+)")
_CLAUSE = re.compile(r"\b(?:who|whose|which|that|at|for|in|with|from|on|to|by|of|and)\b")

_sources_data = partial(read_json, __package__, "sources.json")
# Nouns that may refer to any organization (`the company`), types of organizations that may be companies, and
# nouns that fit too many people.
_any_body_nouns = partial(word_set, __package__, "sources.json", "any_body")
_company_types = partial(word_set, __package__, "sources.json", "company_types")
_general_nouns = partial(word_set, __package__, "sources.json", "too_general")
# Nouns for what someone is, of which an article may have several: `the striker`.
_traits = partial(word_set, __package__, "sources.json", "either")
_AGED = re.compile(r"\d+-year-old")


def _full_title(noun: str) -> str:
    """The noun for an abbreviated or gendered title (`sen` -> `senator`); any other noun itself."""
    folded = noun.casefold()
    title: str = _sources_data()["abbreviated_titles"].get(folded, folded)
    return title


class Descriptions:
    """Descriptions of an article's entities, gathered for each when first needed."""

    def __init__(self, text: str, entities: list[Entity]) -> None:
        self._text = text
        self._entities = entities
        self._of = cache(self._gather)

    def fits(self, entity: int, noun: str, modifiers: list[str]) -> bool:
        """Whether a noun and the capitalised words before it describe an entity."""
        nouns, nearby = self._of(entity)
        former = "former" in modifiers
        return (
            noun in nouns
            and former == ("former" in nearby)
            and all(word.casefold() in nearby for word in modifiers if word[:1].isupper())
        )

    def allows(self, entity: int, noun: str) -> bool:
        """Whether an organization's name and descriptions name no other type of organization."""
        known = self._of(entity)[0] & _sources_data()["organization_types"].keys()
        return not known or noun in known or (noun in _any_body_nouns() and known <= _company_types())

    def _gather(self, position: int) -> tuple[set[str], set[str]]:
        """The nouns that describe an entity, and all words of its descriptions."""
        entity, nouns, nearby = self._entities[position], set[str](), set[str]()
        for mention in entity.mentions:
            if mention.kind == "name":
                for phrase in self._phrases(mention.range.start, mention.range.end):
                    words = [word.casefold() for word in _WORD.findall(phrase)]
                    nouns.update(map(_full_title, words[-1:]))
                    nearby.update(words)
        if entity.label != "PERSON":
            named = {word.casefold() for word in _WORD.findall(entity.name)}
            types: dict[str, str] = _sources_data()["organization_types"]
            nouns.update(noun for noun, signs in types.items() if not named.isdisjoint(signs.split()))
        return nouns, nearby

    def _phrases(self, start: int, end: int) -> list[str]:
        """The words before a name and its apposition; also `mayor` of `The mayor, Ana Reis, said`."""
        first = max(0, start - _BEFORE_NAME_CHARACTERS)
        before = _BEFORE_NAME.search(self._text, first, start)
        phrases = [_CLAUSE.split(re.split(r"['’]s?\s", before.group())[-1])[-1]] if before else []
        if self._text[end : end + 1] == "," and (noun := _APPOSED_TO.search(self._text, first, start)):
            phrases.append(noun.group(1))
        home = _HOME.match(self._text, end)
        if home:
            phrases.append(home.group(1) or home.group(2))
            end = home.end()
        apposition = _APPOSITION.match(self._text, end)
        return [*phrases, _CLAUSE.split(apposition.group(1))[0]] if apposition else phrases


class SourceResolver:
    """Resolves the sources of one article, in document order."""

    def __init__(
        self,
        doc: Doc,
        entities: list[Entity],
        mentions: MentionIndex,
        quotations: Quotations,
        speeches: Callable[[], list[Speech]],
    ) -> None:
        self._doc = doc
        self._entities = entities
        self._mentions = mentions
        self._quotations = quotations
        self._speeches = speeches
        self._speakers: list[tuple[Range, int]] = []
        self._last: int | None = None
        self._text = quotations.text
        self._paragraphs = quotations.paragraphs
        self._descriptions = Descriptions(self._text, entities)

    @cached_property
    def _pronouns(self) -> PronounResolver:
        return PronounResolver(self._doc, self._entities, self._quotations, self._speeches())

    def resolve(self, source: SourcePhrase, end: int, *, adds: bool = False) -> int | None:
        """Position of the entity that a source refers to, None where that is unsure.

        `end`: where the span of the source ends, with what follows the noun phrase; `adds`: the cue says that
        the same person speaks on (`she added`).
        """
        entity = self._entity(source)
        if entity is None and not source.compound:
            entity = self._speaking_on(source, adds)
        if entity is not None:
            self._speakers.append((Range(source.core.start, end), entity))
        self._last = entity
        return entity

    def _entity(self, source: SourcePhrase) -> int | None:
        start = source.core.start
        if source.entity is not None or source.compound:
            return source.entity
        if source.pronoun:
            if source.head in PRONOUNS:
                return self._pronouns.entity_at(start)
            if source.head in _RELATIVE:
                return self._antecedent(source)
            if source.head != "it":
                return None
            topic = self._topic(start, back=1)
            return topic if topic is not None else self._own_subject(start)
        if source.definite and source.kind == "organization":
            topic = self._topic(start, back=1)
            if topic is not None and self._may_be_called(topic, source):
                typed = self._of_type(source)
                return topic if not typed or topic in typed else None
        if source.definite and source.kind in ("person", "organization"):
            return self._described(source)
        return None

    def _speaking_on(self, source: SourcePhrase, adds: bool) -> int | None:
        """The person who spoke last in the paragraph, or in the one before with a verb like `add`.

        A noun is a trait that is new in the text (`the striker`, `the 71-year-old`), and no other person is
        named before it.
        """
        if self._last is None or self._entities[self._last].label != "PERSON":
            return None
        start, (speaker, person) = source.core.start, self._speakers[-1]
        if speaker.start < self._paragraphs.start(start, 1 if adds else 0):
            return None
        if source.pronoun:
            gender = PRONOUNS.get(source.head)
            fits = gender and entity_gender(self._text, self._entities[person]) in (None, gender)
            return person if fits and (adds or not self._pronouns.is_open(start)) else None
        words = self._text[slice(*source.core)].split()
        is_trait = source.head in _traits() or _AGED.fullmatch(words[-1]) or words[-1].istitle()
        if not (source.definite and is_trait and len(words) == 2):
            return None
        named = self._mentions.starting(speaker.end, start)
        others = {n for span, n in named if self._quotations.at(span.start) is None} - {person}
        if any(self._entities[other].label == "PERSON" for other in others):
            return None
        is_known = re.search(rf"\b{re.escape(words[-1])}\b", self._text[:start], re.IGNORECASE)
        return None if is_known else person

    def _may_be_called(self, entity: int, source: SourcePhrase) -> bool:
        """Whether an organization may be `the agency`; not `the food agency`, if nothing else calls it so."""
        modifiers = [word for word in self._text[slice(*source.core)].split()[1:-1] if word.isalpha()]
        described = source.head in _any_body_nouns() or not any(map(str.islower, modifiers))
        return self._descriptions.allows(entity, source.head) and (
            described or self._descriptions.fits(entity, source.head, modifiers)
        )

    def _of_type(self, source: SourcePhrase) -> set[int]:
        """The organizations so far whose name or description says what a source is called (`the union`)."""
        noun = _full_title(source.head)
        if noun in _any_body_nouns():
            return set()
        named = self._mentions.starting(0, source.core.start, _MAX_MENTIONS_BACK)
        bodies = {entity for _, entity in named if self._entities[entity].label == "ORG"}
        return {entity for entity in bodies if self._descriptions.fits(entity, noun, [])}

    def _antecedent(self, source: SourcePhrase) -> int | None:
        """The person or body named before `, who` or `, which`."""
        labels = ("PERSON",) if source.head.startswith("who") else ("ORG", "GPE")
        found = self._mentions.ending_before(source.core.start, _LONGEST_DASH)
        if found is None or self._entities[found[1]].label not in labels:
            return None
        between = self._text[found[0].end : source.core.start].strip()
        return found[1] if between in _BEFORE_RELATIVE else None

    def _topic(self, position: int, back: int = 0) -> int | None:
        """The organization that the text before a position is about.

        `back`: how many paragraphs before one that begins there are looked at (`It added …`).
        """
        speaker = self._speaker(position, back)
        return speaker if speaker is not None else self._previous_subject(position)

    def _speaker(self, position: int, back: int) -> int | None:
        """The organization that spoke last in the same paragraph, if no other body was named since."""
        if self._last is None:
            return None
        speaker, entity = self._speakers[-1]
        paragraph = self._paragraphs.start(position)
        if paragraph == position:
            paragraph = self._paragraphs.start(position, back)
        if self._entities[entity].label != "ORG" or paragraph > speaker.start:
            return None
        return None if self._rivals(speaker.end, position, entity) else entity

    def _previous_subject(self, position: int) -> int | None:
        """The organization that is the subject of the sentence before, if no other body is named since."""
        source = self._doc.char_span(position, position + 1, alignment_mode="expand")
        if source is None or not has_sentences(self._doc):
            return None
        first = source.sent.start
        if first == 0 or self._doc[first].idx <= self._paragraphs.start(position):
            return None
        return self._subject(self._doc[first - 1].sent.root, position)

    def _subject(self, verb: Token, position: int) -> int | None:
        """The organization that is the subject of a verb, if no other body is named up to a position."""
        # Both `maker` and `Volta` in `Drill maker Volta`; a name in apposition: `The operator, Volta, fell`.
        subjects = [child for child in verb.lefts if child.dep_ in SUBJECTS]
        subjects += [child for each in subjects for child in each.rights if child.dep_ == "appos"]
        mentions = self._mentions.within(verb.sent.start_char, min(verb.sent.end_char, position))
        named = {
            body: span.start
            for span, body in mentions
            if any(span.start <= each.idx < span.end for each in subjects)
        }
        if len(named) != 1:
            return None
        body, start = named.popitem()
        is_clear = self._entities[body].label == "ORG" and not self._rivals(start, position, body)
        return body if is_clear else None

    def _own_subject(self, position: int) -> int | None:
        """The organization that a sentence is about: `Volta fell as it said no`, `Volta shuts, it said`.

        Of the second form, none in the middle of a paragraph, or where another organization spoke last.
        """
        source = self._doc.char_span(position, position + 1, alignment_mode="expand")
        if source is None or not has_sentences(self._doc):
            return None
        if (verb := source.root.head).dep_ == "advcl":
            return self._subject(verb.head, position)
        told = [child for child in verb.lefts if child.dep_ in ("ccomp", "parataxis")]
        start, begin = self._paragraphs.start(position), source.sent.start_char
        dateline = read_dateline(self._text[start:position]) if begin > start else None
        if not told or self._text[start + (dateline.end if dateline else 0) : begin].strip():
            return None
        body = self._subject(told[-1], position)
        last = self._speakers[-1][1] if self._speakers else body
        return body if last is None or last == body or self._entities[last].label != "ORG" else None

    def _rivals(self, start: int, end: int, body: int) -> bool:
        """Whether a stretch has a body other than `body`, so that `it` may be that one.

        A place or people counts only as a subject: not the one in `the London-listed group`. So does a body
        without a name (`the trust has cleared some, but it …`).
        """
        if self._unnamed_subject(start, end):
            return True
        return any(
            other != body
            and (
                self._entities[other].label == "ORG"
                or (self._entities[other].label in _BODIES and self._is_subject(span))
            )
            for span, other in self._mentions.starting(start, end)
        )

    def _unnamed_subject(self, start: int, end: int) -> bool:
        """Whether a noun for an organization, outside of names, is a subject in a stretch."""
        stretch = self._doc.char_span(start, end, alignment_mode="contract")
        named = [span for span, _ in self._mentions.starting(start, end)]
        return stretch is not None and any(
            token.dep_ in SUBJECTS
            and source_nouns().get(token.lower_) == "organization"
            and not any(span.start <= token.idx < span.end for span in named)
            and not any(child.dep_ in ("appos", "flat") for child in token.children)
            for token in stretch
        )

    def _is_subject(self, span: Range) -> bool:
        tokens = self._doc.char_span(*span, alignment_mode="expand")
        return tokens is not None and tokens.root.dep_ in SUBJECTS

    def _described(self, source: SourcePhrase) -> int | None:
        """The entity that the article calls `the senator`, `the agency`."""
        is_person, position = source.kind == "person", source.core.start
        noun = _full_title(source.head)
        words = self._text[slice(*source.core)].split()[1:-1]
        modifiers = [word for word in words if is_person or not self._is_home(word, source)]
        if len(modifiers) < len(words) and noun in _company_types():
            noun = "company"  # `the Dublin-based group`
        if noun in _general_nouns() or (not is_person and any(word.islower() for word in modifiers)):
            return None
        label = "PERSON" if is_person else "ORG"
        mentions = [
            (span.start, entity)
            for span, entity in self._mentions.starting(0, position, _MAX_MENTIONS_BACK)
            if self._entities[entity].label == label
        ]
        if noun in _any_body_nouns() and not modifiers:
            only = self._only_organization(mentions, noun, position)
            if only is not None:
                return only
        fitting = {entity for _, entity in mentions if self._descriptions.fits(entity, noun, modifiers)}
        if len(fitting) != 1:
            window = self._paragraphs.start(position, _PARAGRAPHS_BACK)
            fitting = {entity for start, entity in mentions if start >= window and entity in fitting}
        if len(fitting) != 1:
            return None
        found = fitting.pop()
        if noun in _any_body_nouns() | _company_types() and mentions[-1][1] != found:
            return None  # `the group` may be a company as well as an alliance
        return found if is_person or self._is_latest_subject(found, mentions, position) else None

    def _is_latest_subject(self, body: int, mentions: list[tuple[int, int]], position: int) -> bool:
        """Whether no other organization was the subject of a sentence since a body was named last."""
        since = max(start for start, entity in mentions if entity == body)
        named = self._mentions.starting(since + 1, position)
        bodies = {entity for _, entity in mentions} - {body}
        return not any(other in bodies and self._is_subject(span) for span, other in named)

    def _is_home(self, word: str, source: SourcePhrase) -> bool:
        """Whether a word of a description says where a body is: `the Dublin-based group`, `the Oslo firm`."""
        return word.endswith(_BASED) or any(
            self._entities[entity].label == "GPE" and word in self._text[slice(*span)].split()
            for span, entity in self._mentions.within(*source.core)
        )

    def _only_organization(self, mentions: list[tuple[int, int]], noun: str, position: int) -> int | None:
        """The one entity that may be called `the company`, apart from the article's publisher.

        None where it was named long ago or only before a noun (`IBM technology`), or another organization was
        the subject of a sentence since.
        """
        publisher = (head_of(self._doc).publisher or "").casefold().removeprefix("the ")
        others = {n for _, n in mentions if self._entities[n].name.casefold() != publisher}
        fitting = {entity for entity in others if self._descriptions.allows(entity, noun)}
        if len(fitting) != 1:
            return None
        only = fitting.pop()
        own = [span for span, entity in self._mentions.starting(0, position) if entity == only]
        is_near = own[-1].start >= self._paragraphs.start(position, _ONLY_PARAGRAPHS_BACK)
        is_clear = is_near and any(map(self._stands_alone, own))
        return only if is_clear and self._is_latest_subject(only, mentions, position) else None

    def _stands_alone(self, mention: Range) -> bool:
        """Whether a name is not only the first part of a compound: `IBM technology`."""
        span = self._doc.char_span(*mention, alignment_mode="expand")
        head = span.root if span is not None else None
        return head is None or head.dep_ != "compound" or head.head.pos_ != "NOUN"
