"""Mentions of single people: names, nouns (`a sailor`) and `he` and `she`; and the people they refer to.

Unnamed people, and names that were not recognised as a person's, are found as well, so that a pronoun that
refers to one of them is not resolved to a named person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Literal

from claimx.pipeline.entities.names import entity_gender, first_names, gendered_titles, words
from claimx.pipeline.records import Entity
from claimx.pipeline.statements.sources import source_nouns
from claimx.text.lexicon import months, weekdays, word_set
from claimx.text.tokens import (
    SUBJECTS,
    Range,
    TokenIndex,
    first_conjunct,
    is_parsed,
    sentence_starts,
    stretch,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from claimx.text.quotes import Quotations

Kind = Literal["name", "noun", "pronoun"]
Definiteness = Literal["definite", "indefinite", "owned", "first name", "other name"]
Role = Literal["subject", "object", "possessive", "other"]

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_ROLES: dict[str, Role] = {
    **dict.fromkeys(SUBJECTS, "subject"),
    **dict.fromkeys(("obj", "iobj"), "object"),
    "nmod:poss": "possessive",
}
# A phrase with one of these labels has the role of its head (`spokesman Ben Reed`, `Reed and Moss`).
_SHARES_ROLE = frozenset({"flat", "compound", "appos", "nmod:desc", "conj"})
# A noun with one of these labels refers to no person of its own.
_PART_OF_PHRASE = frozenset({"compound", "flat", "vocative", "nmod:desc", "amod"})
_NAME_ROLES = frozenset({*_ROLES, "obl", "conj"})
_INDEFINITE = frozenset({"a", "an", "another", "one", "some"})
_DEFINITE = frozenset({"the", "this", "that"})
_POSSESSIVE = frozenset({"his", "her", "my", "our", "your", "their", "its", "'s", "’s"})
_NON_REFERRING = frozenset({"no", "any", "every", "each", "what", "which", "whatever", "either", "neither"})
_OR = frozenset({"/", "or"})
# The noun before a name, and the one in apposition to it: `, a spokesman`.
_NOUN_BEFORE = re.compile(r"(?<![\w'’-])([\w-]+),?\s$")
_NOUN_AFTER = re.compile(
    r",\s(?:an?|the|his|her|its|their)\s(?:[\w-]+\s){0,2}?([\w-]+)(?=[,.]|\s(?:of|for|at)\s)"
)
_DETERMINER_DISTANCE = 5
_MAX_UNKNOWN_NAME = 3
# Nouns for people who speak that also have other meanings.
_AMBIGUOUS_NOUNS = frozenset({"source", "chair", "chief"})
# The same noun refers to the same unnamed person within this many characters.
_SAME_NOUN_CHARACTERS = 3000
_MAX_CANDIDATES = 10


@cache
def person_nouns() -> dict[str, str | None]:
    """Singular noun for one person -> `m`, `f`, or None where it does not say."""
    speakers = {noun for noun, kind in source_nouns().items() if kind in ("person", "anonymous")}
    either = word_set(__package__, "sources.json", "either")
    nouns: dict[str, str | None] = dict.fromkeys((speakers - _AMBIGUOUS_NOUNS) | either)
    nouns.update(dict.fromkeys(word_set(__package__, "sources.json", "male"), "m"))
    nouns.update(dict.fromkeys(word_set(__package__, "sources.json", "female"), "f"))
    return nouns


def described_gender(text: str, entity: Entity) -> str | None:
    """`m` or `f` where a noun beside a person's name says so: `her spokesman, Ali Demir`."""
    for mention in entity.mentions:
        start, end = mention.range
        beside = _NOUN_BEFORE.search(text, max(0, start - 30), start), _NOUN_AFTER.match(text, end)
        for found in beside:
            if found and (gender := person_nouns().get(found[1].lower())):
                return gender
    return None


@dataclass(slots=True, eq=False)
class PersonMention:
    """One mention of a person.

    `word`: its last word, lower case; `root`: the token that heads the phrase; `head`: the token that the
    phrase depends on, or -1; `entity`: position of a named person's entity; `quotation`: where the quoted
    span around the mention starts.
    """

    range: Range
    kind: Kind
    word: str
    gender: str | None
    root: int
    head: int
    role: Role
    sentence: int
    paragraph: int
    quotation: int | None
    entity: int | None = None
    definiteness: Definiteness | None = None


@dataclass(slots=True, eq=False)
class DiscoursePerson:
    """A named or unnamed person of an article and the mentions read so far.

    `gender_known`: a name or noun says the gender, not only a pronoun.
    """

    entity: int | None
    gender: str | None
    gender_known: bool
    mentions: list[PersonMention] = field(default_factory=list)
    names: int = 0

    @property
    def last(self) -> PersonMention:
        """The latest mention."""
        return self.mentions[-1]


class DiscoursePeople:
    """The people of an article as far as it has been read."""

    def __init__(self, text: str, entities: list[Entity]) -> None:
        self._text = text
        self._entities = entities
        self._named: dict[int, DiscoursePerson] = {}
        self._unnamed: dict[str, DiscoursePerson] = {}
        # By their latest mention.
        self._recent: dict[DiscoursePerson, None] = {}
        self._by_start: dict[int, DiscoursePerson] = {}
        self._by_root: dict[int, DiscoursePerson] = {}

    def add_name(self, mention: PersonMention) -> None:
        """Add a mention by name."""
        entity = mention.entity
        assert entity is not None
        person = self._named.get(entity)
        if person is None:
            if not _is_name(self._entities[entity]):
                return
            gender = entity_gender(self._text, self._entities[entity])
            gender = gender or described_gender(self._text, self._entities[entity])
            person = self._named[entity] = DiscoursePerson(entity, gender, gender is not None)
        person.names += 1
        self.add(person, mention)

    def add_noun(self, mention: PersonMention) -> None:
        """Add a mention by noun: of a new person, or of `the sailor` mentioned before."""
        person = self._unnamed.get(mention.word)
        if (
            person is None
            or mention.definiteness == "indefinite"
            or mention.range.start - person.last.range.start > _SAME_NOUN_CHARACTERS
        ):
            person = DiscoursePerson(None, mention.gender, mention.gender is not None)
            self._unnamed[mention.word] = person
        self.add(person, mention)

    def add(self, person: DiscoursePerson, mention: PersonMention) -> None:
        """Add a mention of a known person."""
        person.mentions.append(mention)
        self._recent.pop(person, None)
        self._recent[person] = None
        self._by_start[mention.range.start] = person
        self._by_root[mention.root] = person

    def candidates(self, gender: str) -> list[DiscoursePerson]:
        """The people that a pronoun of this gender may refer to, the latest mentioned first."""
        fitting = (person for person in reversed(self._recent) if person.gender in (None, gender))
        return list(islice(fitting, _MAX_CANDIDATES))

    def at(self, start: int) -> DiscoursePerson | None:
        """The person of the mention that starts at a character."""
        return self._by_start.get(start)

    def with_root(self, token: int) -> DiscoursePerson | None:
        """The person of the mention headed by a token."""
        return self._by_root.get(token)


def _is_name(entity: Entity) -> bool:
    """Whether an entity's name is more than a title (`Secretary`) or an exclamation."""
    name = {word.casefold().rstrip(".") for word in entity.name.split()}
    return not name <= words("titles") | {"god"}


class MentionFinder:
    """Finds the mentions of people in one article."""

    def __init__(self, doc: Doc, entities: list[Entity], quotations: Quotations) -> None:
        self._doc = doc
        self._entities = entities
        self._quotations = quotations
        self._index = TokenIndex(doc)
        self._parsed = is_parsed(doc)
        self._sentences = sentence_starts(doc)
        self._person_tokens: set[int] = set()
        self._other_tokens: set[int] = set()

    def find(self) -> list[PersonMention]:
        """All mentions, in document order."""
        found: list[PersonMention] = []
        for position, entity in enumerate(self._entities):
            is_person = entity.label == "PERSON"
            for mention in entity.mentions:
                if mention.kind == "name":
                    tokens = self._index.positions(*mention.range)
                    (self._person_tokens if is_person else self._other_tokens).update(tokens)
                    if is_person:
                        found.append(self._mention(tokens, "name", entity=position))
        nouns = person_nouns()
        for token in self._doc:
            word = token.lower_
            other = None
            if word in PRONOUNS:
                other = self._pronoun(token, word)
            elif token.i in self._person_tokens:
                continue
            elif token.pos_ == "PROPN":
                other = self._unknown_name(token)
            if other is None and word in nouns:
                other = self._noun(token, word)
            if other:
                found.append(other)
        return sorted(found, key=lambda mention: mention.range)

    def _pronoun(self, token: Token, word: str) -> PersonMention | None:
        """A pronoun, unless it is part of `he or she`."""
        near = self._doc[max(0, token.i - 2) : token.i + 3]
        if any(other.lower_ in _OR for other in near) and len({PRONOUNS.get(t.lower_) for t in near}) > 2:
            return None
        return self._mention(range(token.i, token.i + 1), "pronoun", PRONOUNS[word])

    def _noun(self, token: Token, word: str) -> PersonMention | None:
        """A noun for an unnamed person, unless it describes a named one."""
        if token.pos_ not in ("NOUN", "PROPN", "") or token.tag_ in ("NNS", "NNPS"):
            return None
        if self._is_followed_by_name(token) or (self._parsed and self._describes_another(token)):
            return None
        definiteness = self._definiteness(token)
        if definiteness is None:
            return None
        gender = person_nouns()[word]
        return self._mention(range(token.i, token.i + 1), "noun", gender, definiteness=definiteness)

    def _is_followed_by_name(self, noun: Token) -> bool:
        """Whether a person's name follows a noun, perhaps after a comma (`his lawyer, Ada Moss`)."""
        following = noun.i + 1
        if following < len(self._doc) and self._doc[following].text == ",":
            following += 1
        return following in self._person_tokens

    def _describes_another(self, noun: Token) -> bool:
        """Whether a noun is a predicate, an apposition of a name, or part of another phrase."""
        people = self._person_tokens
        if noun.dep_ in _PART_OF_PHRASE:
            return True
        if noun.dep_ == "appos" and any(i in people for i in (noun.head.i, *range(noun.i - 8, noun.i))):
            return True
        if any(child.dep_ in ("appos", "flat") and child.i in people for child in noun.children):
            return True
        return any(
            child.dep_ == "cop" or (child.dep_ == "case" and child.lower_ == "as")
            for child in first_conjunct(noun).children
        )

    def _definiteness(self, noun: Token) -> Definiteness | None:
        """The kind of determiner of a noun; None without one, and with one that refers to no one person."""
        for i in range(noun.i - 1, max(-1, noun.i - 1 - _DETERMINER_DISTANCE), -1):
            word = self._doc[i]
            text = word.lower_
            if text in _INDEFINITE | _DEFINITE | _POSSESSIVE:
                if i - 2 in self._person_tokens and self._doc[i - 1].text == ",":
                    return None
                return "indefinite" if text in _INDEFINITE else "definite" if text in _DEFINITE else "owned"
            if (
                text in _NON_REFERRING
                or (word.is_punct and text != "-")
                or word.pos_ in ("VERB", "ADP", "AUX")
            ):
                return None
        return None

    def _unknown_name(self, token: Token) -> PersonMention | None:
        """A name that starts at a token, was not recognised as a person's and may be one."""
        doc, people = self._doc, self._person_tokens
        if token.i and (doc[token.i - 1].pos_ == "PROPN" or token.i - 1 in people):
            return None
        end = token.i + 1
        while end < len(doc) and doc[end].pos_ == "PROPN":
            end += 1
        if any(i in people for i in range(token.i, end)) or not token.text[0].isupper():
            return None
        word = token.lower_.rstrip(".")
        if end == token.i + 1 and (word in weekdays() or word in months()):
            return None  # `on Thursday. She hopes to sign`
        gender = first_names().get(word) or gendered_titles().get(word)
        if word in first_names() or (word in words("titles") and end > token.i + 1):
            return self._mention(range(token.i, end), "noun", gender, definiteness="first name")
        is_short = end - token.i <= _MAX_UNKNOWN_NAME
        if is_short and token.i not in self._other_tokens and token.dep_ in _NAME_ROLES:
            return self._mention(range(token.i, end), "noun", definiteness="other name")
        return None

    def _mention(
        self,
        tokens: range,
        kind: Kind,
        gender: str | None = None,
        *,
        entity: int | None = None,
        definiteness: Definiteness | None = None,
    ) -> PersonMention:
        first, last = self._doc[tokens[0]], self._doc[tokens[-1]]
        root = top = first
        role: Role = "other"
        if self._parsed:
            while root.head.i in tokens and root.head.i != root.i:
                root = root.head
            top = root
            while kind != "pronoun" and top.dep_ in _SHARES_ROLE and top.head.i != top.i:
                top = top.head
            role = _ROLES.get(top.dep_, "other")
        quotation = self._quotations.at(first.idx)
        return PersonMention(
            stretch(first, last),
            kind,
            last.lower_,
            gender,
            root.i,
            top.head.i if top.head.i != top.i else -1,
            role,
            bisect_right(self._sentences, first.i),
            self._quotations.paragraphs.number(first.idx),
            quotation.start if quotation else None,
            entity,
            definiteness,
        )
