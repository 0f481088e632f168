"""Names and speakers of a draft in the sources: who is named, who speaks, and whether it is the same one."""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import Indel

from claimx.compare.names import same_name, source_name
from claimx.pipeline.entities.names import agree, countries, fold, key, read_name, short_names
from claimx.schema import AnySpan, Entity, Source, TextSpan, span_in
from claimx.text import single_spaced
from claimx.text.lexicon import territory_of_places
from claimx.text.tokens import Range
from claimx.verification import FindingVerdict
from claimx.verification.passages import Match, Sources, Text

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
        self._together = {
            text.id: [_entities_in(text, sentence) for sentence in text.sentences] for text in sources.texts
        }

    def match(self, draft: Text, entity: Entity, mention: TextSpan) -> Match:
        """The verdict on a name of the draft."""
        words = [word.text.removesuffix("'s") for word in draft.words_in(mention.start, mention.end)]
        written = self._sources.find_sequence(words[words[:1] == ["the"] :])
        if written:
            return Match("verbatim", (), *written)
        if place := self._of_country(mention):
            return Match("paraphrased", (), *place)
        is_person = entity.label == "PERSON"
        rival = partly = None
        for text, span, label in self._mentions.values():
            if (label == "PERSON") != is_person:
                continue
            verdict = (
                _person_verdict(mention.text, span.text) if is_person else _verdict(mention.text, span.text)
            )
            if verdict == "paraphrased":
                # `Rafael` alone does not show how his other name is spelled.
                if not is_person or _shows_last_name(mention.text, span.text):
                    return Match(verdict, (), text, span)
                partly = partly or Match(verdict, (), text, span)
            if verdict == "changed" and (rival is None or _is_nearer(mention, span, rival.span)):
                rival = Match(verdict, ("name",), text, span)
        return rival or partly or Match("not found")

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
            return _verdict(ours.name, theirs.name) not in ("verbatim", "paraphrased") and not (
                set(fold(ours.name).split()) & set(fold(theirs.name).split())
            )
        return self._is_known(ours.name) and not self._are_linked(ours.name, theirs.name)

    def _is_known(self, name: str) -> bool:
        return fold(name) in self._mentions

    def _are_linked(self, a: str, b: str) -> bool:
        """Whether two names are in one sentence, or in neighbouring ones, of a source."""
        for sentences in self._together.values():
            for index in range(len(sentences)):
                around = sentences[index] | (sentences[index + 1] if index + 1 < len(sentences) else set())
                if any(same_name(a, name) for name in around) and any(same_name(b, name) for name in around):
                    return True
        return False


def _may_be_meant(named: Speaker, other: Speaker) -> bool:
    """Whether a pronoun or a description may mean a speaker who is named near it."""
    if other.is_explicit or named.name is None:
        return False
    named_here = any(same_name(other.name, name) for name in other.same_paragraph) if other.name else True
    is_pronoun = other.text.casefold() in _PRONOUNS
    around = other.same_paragraph if is_pronoun and named_here else other.near
    return any(same_name(named.name, name) for name in around)


def _entities_in(text: Text, sentence: TextSpan) -> set[str]:
    return {
        entity.name
        for entity in text.extraction.entities
        for mention in entity.mentions
        if sentence.start <= mention.start < sentence.end
    }


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
    if len(ours) > 1 and len(theirs) > 1 and ours[-1] == theirs[-1]:
        return "changed"
    if _is_alike(ours[-1], theirs[-1]) and (
        min(len(ours), len(theirs)) == 1 or _is_alike(ours[0], theirs[0])
    ):
        return "changed"
    if len(ours) > 1 and len(theirs) > 1 and ours[0] == theirs[0] and ours[:-1] == theirs[:-1]:
        return "changed"
    return None


def _shows_last_name(draft: str, source: str) -> bool:
    """Whether a source has the last word of a person's name, or an initial or a nickname with it."""
    ours, theirs = (read_name(name, Range(0, len(name))).words for name in (draft, source))
    return len(ours) == 1 or ours[-1] in theirs


def _verdict(draft: str, source: str) -> FindingVerdict | None:
    """How any other name in the draft relates to one in a source; None if not at all."""
    ours, theirs = key(draft, "ORG"), key(source, "ORG")
    if ours == theirs:
        return "verbatim" if fold(draft) == fold(source) else "paraphrased"
    if ours in short_names(source) or theirs in short_names(draft) or same_name(ours, theirs):
        return "paraphrased"
    a, b = ours.split(), theirs.split()
    if len(a) == len(b) > 1 and sum(x != y for x, y in zip(a, b, strict=True)) == 1 and a[-1] == b[-1]:
        return "changed"
    return "changed" if _is_alike(ours, theirs) else None


def _is_alike(a: str, b: str) -> bool:
    if min(len(a), len(b)) < _LEAST_LETTERS:
        return False
    return a != b and Indel.normalized_similarity(a, b) >= _ALIKE


def _is_nearer(name: TextSpan, candidate: TextSpan, rival: AnySpan | None) -> bool:
    if rival is None:
        return True
    ours = fold(name.text)
    new, old = (Indel.normalized_similarity(ours, fold(span.text)) for span in (candidate, rival))
    return bool(new > old)
