"""Where an article speaks of one person: by name, by a noun (`a sailor`), or as `he` or `she`.

People without a name are looked for so that a pronoun that means one of them is not given a name, and so are
names that were not recognised as a person's.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from claimx.pipeline.entities.lexicon import first_names, gendered_titles, titles
from claimx.pipeline.records import Entity
from claimx.pipeline.statements import lexicon
from claimx.text.paragraphs import Paragraphs
from claimx.text.tokens import Range, has_sentences, is_parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from claimx.text.quotes import Quotations

Kind = Literal["name", "noun", "pronoun"]
Standing = Literal["definite", "indefinite", "owned", "first name", "other name"]
Role = Literal["subject", "object", "possessive", "other"]

PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
_ROLES: dict[str, Role] = {
    **dict.fromkeys(SUBJECTS, "subject"),
    **dict.fromkeys(("obj", "iobj"), "object"),
    "nmod:poss": "possessive",
}
# What hangs on another word by one of these stands where that stands (`spokesman Ben Reed`, `Reed and Moss`).
_WITH_HEAD = frozenset({"flat", "compound", "appos", "nmod:desc", "conj"})
# A noun that hangs on another word by one of these is nobody of its own.
_PART = frozenset({"compound", "flat", "vocative", "nmod:desc", "amod"})
_NAME_ROLES = frozenset({*_ROLES, "obl", "conj"})
_INDEFINITE = frozenset({"a", "an", "another", "one", "some"})
_DEFINITE = frozenset({"the", "this", "that"})
_OWN = frozenset({"his", "her", "my", "our", "your", "their", "its", "'s", "’s"})
_NOBODY = frozenset({"no", "any", "every", "each", "what", "which", "whatever", "either", "neither"})
_STOPS = frozenset({".", "!", "?"})
_OR = frozenset({"/", "or"})
_DETERMINER_BACK = 5
_LONGEST_UNKNOWN_NAME = 3


@dataclass(slots=True, eq=False)
class Sighting:
    """One place where an article speaks of a person.

    `place` is the position of a named one's entity; `word` is the pronoun or noun, lower case; `head` and
    `root` are the token that the phrase hangs on, or -1, and the phrase's own first token in the tree.
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
    place: int | None = None
    standing: Standing | None = None


class Finder:
    """Finds the sightings of one article."""

    def __init__(self, doc: Doc, entities: list[Entity], quotations: Quotations) -> None:
        self._doc = doc
        self._entities = entities
        self._quotations = quotations
        self._offsets = [token.idx for token in doc]
        self._paragraphs = Paragraphs(doc.text)
        self._parsed = is_parsed(doc)
        self._sentences = _sentence_starts(doc)
        self._people: set[int] = set()
        self._things: set[int] = set()

    def find(self) -> list[Sighting]:
        """All sightings, in document order."""
        found: list[Sighting] = []
        for place, entity in enumerate(self._entities):
            person = entity.label == "PERSON"
            for mention in entity.mentions:
                if mention.kind == "name":
                    tokens = self._tokens(mention.range)
                    (self._people if person else self._things).update(tokens)
                    if person:
                        found.append(self._sighting(tokens, "name", place=place))
        nouns = lexicon.person_nouns()
        for token in self._doc:
            word = token.lower_
            sighting = None
            if word in PRONOUNS:
                sighting = self._pronoun(token, word)
            elif token.i in self._people:
                continue
            elif token.pos_ == "PROPN":
                sighting = self._unknown_name(token)
            if sighting is None and word in nouns:
                sighting = self._noun(token, word)
            if sighting:
                found.append(sighting)
        return sorted(found, key=lambda sighting: sighting.range)

    def _tokens(self, span: Range) -> range:
        first = bisect_right(self._offsets, span.start) - 1
        return range(first, max(first + 1, bisect_left(self._offsets, span.end)))

    def _pronoun(self, token: Token, word: str) -> Sighting | None:
        """A pronoun, unless it is one of `he or she`."""
        near = self._doc[max(0, token.i - 2) : token.i + 3]
        if any(other.lower_ in _OR for other in near) and len({PRONOUNS.get(t.lower_) for t in near}) > 2:
            return None
        return self._sighting(range(token.i, token.i + 1), "pronoun", PRONOUNS[word])

    def _noun(self, token: Token, word: str) -> Sighting | None:
        """Somebody unnamed, unless the noun tells what a named one is."""
        if token.pos_ not in ("NOUN", "PROPN", "") or token.tag_ in ("NNS", "NNPS"):
            return None
        if self._names_follow(token) or (self._parsed and self._tells_of_another(token)):
            return None
        standing = self._standing(token)
        if standing is None:
            return None
        gender = lexicon.person_nouns()[word]
        return self._sighting(range(token.i, token.i + 1), "noun", gender, standing=standing)

    def _names_follow(self, noun: Token) -> bool:
        """Whether a person's name comes right after a noun, or after its comma (`his lawyer, Ada Moss`)."""
        following = noun.i + 1
        if following < len(self._doc) and self._doc[following].text == ",":
            following += 1
        return following in self._people

    def _tells_of_another(self, noun: Token) -> bool:
        """Whether a noun is a predicate, an apposition of a name, or part of another phrase."""
        if noun.dep_ in _PART:
            return True
        if noun.dep_ == "appos" and any(i in self._people for i in (noun.head.i, *range(noun.i - 8, noun.i))):
            return True
        if any(child.dep_ in ("appos", "flat") and child.i in self._people for child in noun.children):
            return True
        while noun.dep_ == "conj" and noun.head.i != noun.i:
            noun = noun.head
        return any(
            child.dep_ == "cop" or (child.dep_ == "case" and child.lower_ == "as") for child in noun.children
        )

    def _standing(self, noun: Token) -> Standing | None:
        """Whether a noun says `a`, `the` or `his`; None where it says nothing of the kind."""
        for i in range(noun.i - 1, max(-1, noun.i - 1 - _DETERMINER_BACK), -1):
            word = self._doc[i]
            text = word.lower_
            if (
                text in (_INDEFINITE | _DEFINITE | _OWN)
                and i - 2 in self._people
                and self._doc[i - 1].text == ","
            ):
                return None
            if text in _INDEFINITE:
                return "indefinite"
            if text in _DEFINITE:
                return "definite"
            if text in _OWN:
                return "owned"
            if text in _NOBODY or (word.is_punct and text != "-") or word.pos_ in ("VERB", "ADP", "AUX"):
                return None
        return None

    def _unknown_name(self, token: Token) -> Sighting | None:
        """A name that begins at a token, and that was not recognised as a person's but may well be one."""
        doc = self._doc
        if token.i and (doc[token.i - 1].pos_ == "PROPN" or token.i - 1 in self._people):
            return None
        end = token.i + 1
        while end < len(doc) and doc[end].pos_ == "PROPN":
            end += 1
        if any(i in self._people for i in range(token.i, end)) or not token.text[0].isupper():
            return None
        word = token.lower_.rstrip(".")
        gender = first_names().get(word) or gendered_titles().get(word)
        if word in first_names() or (word in titles() and end > token.i + 1):
            return self._sighting(range(token.i, end), "noun", gender, standing="first name")
        short = end - token.i <= _LONGEST_UNKNOWN_NAME
        if short and token.i not in self._things and token.dep_ in _NAME_ROLES:
            return self._sighting(range(token.i, end), "noun", None, standing="other name")
        return None

    def _sighting(
        self,
        tokens: range,
        kind: Kind,
        gender: str | None = None,
        *,
        place: int | None = None,
        standing: Standing | None = None,
    ) -> Sighting:
        first, last = self._doc[tokens[0]], self._doc[tokens[-1]]
        root = top = first
        role: Role = "other"
        if self._parsed:
            while root.head.i in tokens and root.head.i != root.i:
                root = root.head
            top = root
            while kind != "pronoun" and top.dep_ in _WITH_HEAD and top.head.i != top.i:
                top = top.head
            role = _ROLES.get(top.dep_, "other")
        quotation = self._quotations.at(first.idx)
        return Sighting(
            Range(first.idx, last.idx + len(last)),
            kind,
            last.lower_,
            gender,
            root.i,
            top.head.i if top.head.i != top.i else -1,
            role,
            bisect_right(self._sentences, first.i),
            self._paragraphs.number(first.idx),
            quotation.start if quotation else None,
            place,
            standing,
        )


def _sentence_starts(doc: Doc) -> list[int]:
    """The first tokens of the sentences, told by full stops where nothing has read the sentences."""
    if has_sentences(doc):
        return [token.i for token in doc if token.is_sent_start]
    return [0, *(token.i + 1 for token in doc if token.text in _STOPS)]
