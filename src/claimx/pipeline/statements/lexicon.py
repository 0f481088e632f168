"""Word lists for cues and sources, read once from this package's data files."""

from __future__ import annotations

from functools import cache
from typing import Any

from claimx.schema import CueKind, SourceKind
from claimx.text.lexicon import read_json

# Nouns for people who speak that mean other things elsewhere.
_ALSO_THINGS = frozenset({"source", "chair", "chief"})


def _read(name: str) -> dict[str, Any]:
    lists: dict[str, Any] = read_json(__package__, name)
    return lists


def _cues() -> dict[str, Any]:
    return _read("cues.json")


def _sources() -> dict[str, Any]:
    return _read("sources.json")


@cache
def cue_words(part: str) -> dict[str, CueKind]:
    """Lemma -> kind of cue, for `verbs`, `nouns`, `adjectives` or `prepositions`."""
    return {lemma: kind for kind, lemmas in _cues()[part].items() for lemma in lemmas.split()}


@cache
def cue_phrases() -> dict[str, CueKind]:
    """Verb with particle (`call for`) or fixed phrase -> kind of cue."""
    return {phrase: kind for kind, phrases in _cues()["phrases"].items() for phrase in phrases}


@cache
def source_nouns() -> dict[str, SourceKind]:
    """Singular noun -> kind of the source that it is the head of."""
    kinds: tuple[SourceKind, ...] = ("document", "organization", "person", "anonymous")
    nouns = {noun: kind for kind in kinds for noun in _sources()[kind].split()}
    return {**nouns, **dict.fromkeys(_sources()["collective"].split(), "group")}


@cache
def person_nouns() -> dict[str, str | None]:
    """Singular noun for one person -> `m` or `f` where it tells."""
    listed = _read("people.json")
    people = {noun for noun, kind in source_nouns().items() if kind in ("person", "anonymous")}
    nouns: dict[str, str | None] = dict.fromkeys((people - _ALSO_THINGS) | set(listed["either"].split()))
    nouns.update(dict.fromkeys(listed["male"].split(), "m"))
    nouns.update(dict.fromkeys(listed["female"].split(), "f"))
    return nouns


@cache
def source_pronouns() -> dict[str, SourceKind]:
    """Pronoun -> kind of source where nothing more is known."""
    return {word: kind for kind, words in _sources()["pronouns"].items() for word in words.split()}


@cache
def partitives() -> frozenset[str]:
    """Words before `of` that count or pick from what follows (`one of the agents`)."""
    return frozenset(_sources()["partitives"].split())


@cache
def boundaries() -> frozenset[str]:
    """Words that end the noun phrase naming a source and begin what is said about it."""
    return frozenset(_sources()["boundaries"].split())


@cache
def familiar_phrases() -> tuple[str, ...]:
    """Phrases that say a source wants no name."""
    return tuple(_sources()["familiar"])


@cache
def full_titles() -> dict[str, str]:
    """Abbreviated or gendered title -> the noun it stands for (`sen` -> `senator`)."""
    titles: dict[str, str] = _sources()["abbreviated_titles"]
    return titles


@cache
def organization_types() -> dict[str, frozenset[str]]:
    """Noun -> words in the names of organizations that it may stand for (`the agency` -> `bureau`)."""
    return {noun: frozenset(words.split()) for noun, words in _sources()["organization_types"].items()}


@cache
def any_body_nouns() -> frozenset[str]:
    """Nouns that an organization may be called by whatever its name says (`the company`)."""
    return frozenset(_sources()["any_body"].split())


@cache
def general_nouns() -> frozenset[str]:
    """Nouns that fit so many people that `the …` alone does not tell which."""
    return frozenset(_sources()["too_general"].split())
