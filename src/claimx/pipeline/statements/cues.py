"""The head word of a cue and the kind of attribution that it signals.

In order of preference: `according to`; a verb with its particle (`called for` -> `call for`); the first known
verb; a noun (`made a promise`), an adjective (`is convinced`), a preposition. A cue without a known word has
the kind `other` and the lemma of its last verb, else of its last word.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from claimx.pipeline.records import Cue
from claimx.schema import CueKind
from claimx.text.lexicon import read_json
from claimx.text.tokens import Range, is_parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither", "without", "nt"})
_NEGATING_ADVERBS = frozenset({"not", "n't", "n’t", "never"})
_MAX_NEGATION_DISTANCE = 5
_PARTS = (("verbs", ("VERB", "AUX")), ("nouns", ("NOUN", "PROPN")), ("adjectives", ("ADJ", "VERB")))


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
    """The lower-case lemma of a token, from a dictionary where the pipeline gives none."""
    if token.lemma_:
        return token.lemma_.lower()
    from simplemma import lemmatize

    return lemmatize(token.lower_, lang="en")


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
