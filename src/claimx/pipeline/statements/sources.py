"""The head of a source span, the entity that the head mentions, and the kind of source.

The head is found by word order and needs no parse: the noun phrase ends at its first comma, preposition or
relative pronoun outside a name; it starts after its last possessive; its last word is the head. Neither
`Ortiz's campaign manager` nor `the Ortiz campaign` is Ortiz, but `Ortiz spokesman Ben Reed` is Reed. A name
in apposition to an unnamed person names that person (`his campaign manager, Ada Moss`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from claimx.pipeline.entities.names import first_names, gendered_titles
from claimx.pipeline.records import Entity
from claimx.schema import SourceKind
from claimx.text.lexicon import read_json, word_set
from claimx.text.tokens import Range, end_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_list = partial(word_set, __package__, "sources.json")
# Words before `of` that count or pick from what follows (`one of the agents`).
_partitives = partial(_list, "partitives")

KIND_OF_LABEL: dict[str, SourceKind] = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "organization",
    "LOC": "organization",
    "FAC": "organization",
    "NORP": "group",
    "PRODUCT": "document",
    "WORK_OF_ART": "document",
    "LAW": "document",
}
# Words before the noun phrase of a source.
_LEADING = frozenset({"by", "from", "to", "among", "for"})
_INDEFINITE = frozenset({"a", "an", "one", "another", "some", "any"})
# Words after the head that are no part of it (`Reed himself`, `Reed yesterday`).
_TRAILING = frozenset(
    {"himself", "herself", "itself", "themselves", "myself", "both", "also", "too", "all", "jr", "jr."}
    | {"today", "yesterday", "tonight", "here"}
)
# A noun after one of these starts a phrase of its own.
_DETERMINERS = frozenset(
    {"the", "a", "an", "his", "her", "its", "their", "my", "our", "your", "some", "other", "many"}
)
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_RELATIVE = frozenset({"who", "which", "that"})
_AND = frozenset({"and", "&", "or"})
# `based` after one of these is a part of a compound: `the Paris-based union`.
_HYPHENS = frozenset({"-", "–"})
# Tokens without letters that do not end the noun phrase.
_WITHIN = _POSSESSIVE | {"&", "-", "–", "%", "."}
_PLURALS = (("ies", "y"), ("women", "woman"), ("men", "man"), ("es", ""), ("s", ""))
# In a list of names: after the first (`(Vt.) and …`), before the second (`, Sen. …`), after it (` and …`).
_AND_MORE = re.compile(r"\s*(?:\([^)]*\)\s*)?,?\s*(?:and|&)\s")
_COMMA = re.compile(r"\s*(?:\([^)]*\)\s*)?,\s*(?:[A-Z][a-z]+\.?\s)?")
_MORE_OF_LIST = re.compile(r"\s*(?:\([^)]*\)\s*)?(?:,\s*(?:and\s|[A-Z][^,]*\sand\s)|(?:and|&)\s)")
# Between a noun phrase and the name in apposition, perhaps with a title, role or place: `, Professor `,
# `, passenger `, `, New York-based `.
_TO_APPOSED = re.compile(r",\s*(?:[A-Z][\w.]*\s){0,2}(?:[A-Z][\w.’'-]*[-‐]based\s)?(?P<role>[a-z-]+\s)?$")
# After a name in apposition: nothing, a comma, or where that person is from (`Ada Moss of Halden Partners`).
_APPOSED_END = re.compile(r"\s*(?:$|,|\((?=[^)]*\))|(?:of|at|from|in|with)\s)")
# Between an office and the name of who holds it: ` of Police ` after `Superintendent`, ` (Traffic) `.
_OF_OFFICE = re.compile(
    r"\s(?:of(?:\s(?:(?:the|and|for|of|in|in the)\s)?[A-Z][\w&’'-]*,?)+|\([A-Z][\w& ]+\))\s"
)
_PERSON_ENDINGS = ("er", "or", "ist", "man", "ian", "crat")  # `oarsman`, `oarswoman`
_ONE_OF_A_NATION = ("man", "woman", "ian", "ean", "can")  # `the Frenchman`, `the Korean`
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", ""})


@cache
def source_nouns() -> dict[str, SourceKind]:
    """Singular noun -> kind of the source that it is the head of."""
    kinds: tuple[SourceKind, ...] = ("document", "organization", "person", "anonymous")
    nouns = {noun: kind for kind in kinds for noun in _list(kind)}
    return {**nouns, **dict.fromkeys(_list("collective"), "group")}


def _compounds() -> list[str]:
    """Two nouns for an organization, of which the last alone is a person: `coast guard`."""
    compounds: list[str] = read_json(__package__, "sources.json")["organization_compounds"]
    return compounds


@cache
def source_pronouns() -> dict[str, SourceKind]:
    """Pronoun -> kind of source, where no antecedent is known."""
    listed: dict[SourceKind, str] = read_json(__package__, "sources.json")["pronouns"]
    return {word: kind for kind, words in listed.items() for word in words.split()}


@dataclass(slots=True)
class SourcePhrase:
    """A source span by itself, without the article around it.

    `core`: the noun phrase without its modifiers; `head`: the lower-case singular of its last word; `entity`:
    a position in the list of entities; `compound`: the span names several sources.
    """

    core: Range
    head: str
    kind: SourceKind
    entity: int | None = None
    pronoun: bool = False
    definite: bool = False
    compound: bool = False


class MentionIndex:
    """The mentions of an article's entities, found by position."""

    def __init__(self, entities: list[Entity]) -> None:
        pairs = [
            (mention.range, position)
            for position, entity in enumerate(entities)
            for mention in entity.mentions
        ]
        pairs.sort()
        self._starts = [span.start for span, _ in pairs]
        self._pairs = pairs

    def within(self, start: int, end: int) -> list[tuple[Range, int]]:
        """Mentions that lie inside `start` to `end`, with the positions of their entities."""
        return [pair for pair in self.starting(start, end) if pair[0].end <= end]

    def starting(self, start: int, end: int, most: int | None = None) -> list[tuple[Range, int]]:
        """Mentions that start in `start` to `end`, with their entities; at most the last `most`."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._pairs[first if most is None else max(first, last - most) : last]

    def ending_before(self, position: int, gap: int) -> tuple[Range, int] | None:
        """The last mention that ends at most `gap` characters before a position."""
        index = bisect_left(self._starts, position) - 1
        if index >= 0 and 0 <= position - self._pairs[index][0].end <= gap:
            return self._pairs[index]
        return None


class SourceReader:
    """Reads the source spans of one article."""

    def __init__(self, doc: Doc, text: str, entities: list[Entity]) -> None:
        self._doc = doc
        self._text = text
        self._entities = entities
        self.mentions = MentionIndex(entities)

    def read(self, start: int, end: int) -> SourcePhrase:
        """Read the source in tokens `start` to `end` (exclusive), which are not all white space."""
        tokens = [token for token in self._doc[start:end] if not token.is_space]
        words = [token.lower_ for token in tokens]
        named = self.mentions.within(tokens[0].idx, end_of(tokens[-1]))
        first, last = _core(tokens, words, [span for span, _ in named])
        core = Range(tokens[first].idx, end_of(tokens[last - 1]))
        compound = self._compound(tokens, last, named)
        people = {span.end + 1 for span, place in named if self._entities[place].label == "PERSON"}
        while last - 1 > first and (
            words[last - 1] in _TRAILING
            or tokens[last - 1].pos_ not in _NOMINAL
            or (tokens[last - 1].idx in people and tokens[last - 1].is_upper)  # `Ada Moss KC`
        ):
            last -= 1
        head = tokens[last - 1]
        entity = next((place for span, place in named if span.start <= head.idx < span.end), None)
        if entity is not None:
            kind = KIND_OF_LABEL.get(self._entities[entity].label, "unknown")
            if kind == "group" and words[:-1] == ["the"] and words[-1].endswith(_ONE_OF_A_NATION):
                return SourcePhrase(core, head.lower_, "person", definite=True)
            holder = self._apposed(core.end, end_of(tokens[-1]), named, "PERSON")
            if kind == "organization" and holder is not None and _is_office(tokens, first, last):
                return SourcePhrase(
                    core, head.lower_, "person", None if compound else holder, compound=compound
                )
            return SourcePhrase(core, head.lower_, kind, None if compound else entity, compound=compound)
        if last - first == 1 and head.lower_ in source_pronouns():
            one_of = words[0] == "one" and last - 1 > 0
            kind = "anonymous" if one_of else self._pronoun_kind(head)
            if kind == "anonymous":  # `Another, Bente Holm, said`; `one of them, Bente Holm, said`
                person = self._apposed(core.end, end_of(tokens[-1]), named, "PERSON")
                return SourcePhrase(core, head.lower_, kind, person, pronoun=not one_of and person is None)
            return SourcePhrase(core, head.lower_, kind, pronoun=True)
        phrase = _unnamed(words, head, core, compound)
        if head.text[0].isupper() and phrase.kind in ("person", "unknown") and not compound:
            phrase.entity = self._holder(core.end, named)
            if phrase.entity is not None:
                return phrase
        if phrase.kind == "organization" and not compound and head.lower_ in _list("after_names"):
            # `the GMB union`, `the Times newspaper`.
            before = self.mentions.ending_before(head.idx, 1)
            if before and self._entities[before[1]].label == "ORG":
                phrase.entity = before[1]
                return phrase
        label = {"organization": "ORG", "person": "PERSON", "anonymous": "PERSON", "unknown": "PERSON"}.get(
            phrase.kind
        )
        if label and not compound:
            phrase.entity = self._apposed(core.end, end_of(tokens[-1]), named, label)
            if phrase.entity is not None:
                phrase.kind = KIND_OF_LABEL[label]
            elif phrase.head in _list("owners") or phrase.head not in source_nouns():
                # The owner of something may be an organization: `the mine's owner, Corvex`.
                phrase.entity = self._apposed(core.end, end_of(tokens[-1]), named, "ORG")
                if phrase.entity is not None:
                    phrase.kind = "organization"
        return phrase

    def _holder(self, core_end: int, named: list[tuple[Range, int]]) -> int | None:
        """The person behind an office: `Superintendent of Police Ravi Menon`; not `Wife of Officer Menon`."""
        for span, place in named:
            if self._entities[place].label == "PERSON":
                between = _OF_OFFICE.fullmatch(self._text, core_end, span.start)
                words = between.group().casefold().split() if between else []
                people = ("person", "anonymous")
                is_office = between and not any(
                    word in gendered_titles() or source_nouns().get(word) in people for word in words
                )
                return place if is_office else None
        return None

    def _compound(self, tokens: list[Token], last: int, named: list[tuple[Range, int]]) -> bool:
        """Whether the span names several sources (`Google and Yahoo`, `Rubio, Cruz and Trump`)."""
        for place in range(1, last - 1):
            before, token, after = tokens[place - 1 : place + 2]
            if token.lower_ not in _AND or _inside(token.idx, named):
                continue
            if _inside(before.idx, named) or (_names_someone(before) and not _same_bearer(before, after)):
                return True
        core_end, end = end_of(tokens[last - 1]), end_of(tokens[-1])
        if not any(span.end == core_end for span, _ in named):
            return False
        if _AND_MORE.match(self._text, core_end, end):
            return True
        return any(
            _COMMA.fullmatch(self._text, core_end, span.start)
            and _MORE_OF_LIST.match(self._text, span.end, end)
            for span, _ in named
        )

    def _pronoun_kind(self, pronoun: Token) -> SourceKind:
        """The kind of a pronoun; a relative one has the kind of the noun before it."""
        kind = source_pronouns()[pronoun.lower_]
        if pronoun.lower_ not in _RELATIVE or pronoun.i == 0:
            return kind
        before = pronoun.nbor(-1)
        if before.is_punct and before.i > 0:
            before = before.nbor(-1)
        found = self.mentions.within(before.idx, end_of(before)) or self.mentions.ending_before(
            end_of(before), 0
        )
        if found:
            return kind
        noun, plural = singular(before)
        known = source_nouns().get(noun)
        return "group" if plural and known in ("person", "anonymous") else known or kind

    def _apposed(self, core_end: int, end: int, named: list[tuple[Range, int]], label: str) -> int | None:
        """The entity named in apposition, between commas, after the noun phrase that ends at `core_end`."""
        for span, place in named:
            if (
                self._entities[place].label == label
                and _APPOSED_END.match(self._text, span.end, end)
                and (between := _TO_APPOSED.search(self._text, core_end, span.start))
                and (not between["role"] or _is_role(between["role"].strip()))
            ):
                return place
        return None


def _is_role(noun: str) -> bool:
    """Whether a noun is what one person is: `passenger`."""
    kind = source_nouns().get(noun) or _guessed(noun, [noun])
    return kind in ("person", "anonymous")


def _is_office(tokens: list[Token], first: int, last: int) -> bool:
    """Whether a name for a body is that of an office: `High Commissioner for Refugees`."""
    nouns = (singular(token)[0] for token in tokens[first:last])
    return any(source_nouns().get(noun) == "person" or noun.endswith("commissioner") for noun in nouns)


def _names_someone(token: Token) -> bool:
    if token.pos_ in ("NOUN", "PROPN") or (not token.pos_ and token.is_title and token.i > 0):
        return True
    return token.lower_ in source_pronouns() or singular(token)[0] in source_nouns()


def _same_bearer(before: Token, after: Token) -> bool:
    """Whether two nouns joined by `and` describe one person (`the columnist and radio host …`)."""
    noun, plural = singular(before)
    return not plural and source_nouns().get(noun) == "person" and after.lower_ not in _DETERMINERS


def _inside(position: int, named: list[tuple[Range, int]]) -> bool:
    return any(span.start <= position < span.end for span, _ in named)


def _core(tokens: list[Token], words: list[str], names: list[Range]) -> tuple[int, int]:
    """First and last (exclusive) of the tokens of the noun phrase that names the source."""
    boundaries, partitives = _list("boundaries"), _partitives()
    first = 0
    while first < len(words) - 1 and (not words[first][0].isalnum() or words[first] in _LEADING):
        first += 1
    last = first + 1
    while last < len(words):
        word, inside = words[last], any(span.start < tokens[last].idx < span.end for span in names)
        if not inside:
            picked = (word == "of" and words[last - 1] in partitives) or (
                word == "in" and _one_in_ten(words, last)
            )
            if (picked or word in _POSSESSIVE) and last + 1 < len(words):
                first = last = last + 1
            elif word == "of" and words[last + 2 : last + 3] and words[last + 2] in _POSSESSIVE:
                last += 1
            elif (word in boundaries and words[last - 1] not in _HYPHENS) or not (
                word[0].isalnum() or word in _WITHIN
            ):
                break
        last += 1
    while last - 1 > first and words[last - 1] in _POSSESSIVE:
        last -= 1
    return first, last


def _one_in_ten(words: list[str], place: int) -> bool:
    """Whether `in` is between two numbers (`one in ten voters`)."""
    partitives = _partitives()
    return place + 1 < len(words) and all(
        word.isdigit() or word in partitives for word in (words[place - 1], words[place + 1])
    )


def _unnamed(words: list[str], head: Token, core: Range, compound: bool) -> SourcePhrase:
    """A source whose head is a common noun."""
    noun, plural = singular(head)
    kind = source_nouns().get(noun) or _guessed(noun, words)
    if head.i and f"{head.nbor(-1).lower_} {noun}" in _compounds():
        kind = "organization"
    several = plural and (kind in ("person", "unknown") or noun == "group")
    if several or (compound and kind != "document"):
        kind = "group"
    elif kind == "person" and words[0] in _INDEFINITE:
        kind = "anonymous"
    if kind in ("person", "group") and any(
        phrase in " ".join(words) for phrase in read_json(__package__, "sources.json")["familiar"]
    ):
        kind = "anonymous"
    definite = words[0] == "the" and not plural and not compound
    return SourcePhrase(core, noun, kind, definite=definite, compound=compound)


def _guessed(noun: str, words: list[str]) -> SourceKind:
    """The kind of a source whose head noun is in no list."""
    if noun in _partitives():
        return "group"
    if noun.endswith("maker"):
        return "organization"  # `the chipmaker`
    if noun in _list("things"):
        return "unknown"
    if any(noun in _list(gender) for gender in ("male", "female", "either")):
        return "person"
    named = len(words) > 1 and (words[0] in first_names() or words[0].rstrip(".") in gendered_titles())
    return "person" if named or noun.endswith(_PERSON_ENDINGS) else "unknown"


def singular(token: Token) -> tuple[str, bool]:
    """The singular of a noun, lower case, and whether it was plural."""
    word, nouns = token.lower_, source_nouns()
    if word in nouns:
        return word, token.tag_ == "NNS"
    for ending, replacement in _PLURALS:
        stem = word[: -len(ending)] + replacement
        if word.endswith(ending) and stem in nouns:
            return stem, True
    plural = (
        token.tag_ in ("NNS", "NNPS")
        if token.tag_
        else word.endswith("s") and not word.endswith(("ss", "us", "is"))
    )
    return token.lemma_.lower() or word, plural
