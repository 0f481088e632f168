"""What kind of attribution a cue signals, by its head word.

A verb with its particle comes first (`called for` -> `call for`) and `according to` is its own lemma; then
the first verb that the table knows, then a noun (`made a promise`), an adjective (`is convinced`), a
preposition. A cue of which no table knows a word has the kind `other` and the lemma of its last verb, else of
its last word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.pipeline.records import Cue
from claimx.pipeline.statements import lexicon
from claimx.schema import CueKind
from claimx.text.tokens import Range, is_parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "nor", "neither", "without", "nt"})
_ADVERBS = frozenset({"not", "n't", "n’t", "never"})
_NEAR = 5
_PARTS = (("verbs", ("VERB", "AUX")), ("nouns", ("NOUN", "PROPN")), ("adjectives", ("ADJ", "VERB")))


def read_cue(doc: Doc, start: int, end: int, span: Range) -> Cue:
    """The cue in tokens `start` to `end` (exclusive), at the character offsets `span`."""
    tokens = [token for token in doc[start:end] if not token.is_space]
    words = [token.lower_ for token in tokens]
    lemma, kind, head = _head(tokens, words)
    return Cue(span, lemma, kind, _negated(words, tokens[head] if head is not None else None))


def _head(tokens: list[Token], words: list[str]) -> tuple[str, CueKind, int | None]:
    if "according" in words:
        return "according to", "say", words.index("according")
    lemmas = [lemma_of(token) for token in tokens]
    phrases = lexicon.cue_phrases()
    for index, lemma in enumerate(lemmas):
        for after in words[index + 1 : index + 3]:
            phrase = f"{lemma} {after}"
            if phrase in phrases:
                return phrase, phrases[phrase], index
    for part, tags in _PARTS:
        known = lexicon.cue_words(part)
        for index, (token, lemma) in enumerate(zip(tokens, lemmas, strict=True)):
            if lemma in known and token.pos_ in ("", *tags):
                return lemma, known[lemma], index
    others = lexicon.cue_words("prepositions")
    for index, word in enumerate(words):
        if word in others:
            return word, others[word], index
    return _unknown(tokens, words)


def _unknown(tokens: list[Token], words: list[str]) -> tuple[str, CueKind, int | None]:
    verbs = [index for index, token in enumerate(tokens) if token.pos_ == "VERB"]
    worded = [index for index, word in enumerate(words) if word[:1].isalnum()]
    index = (verbs or worded or [0])[-1]
    return lemma_of(tokens[index]), "other", index


def lemma_of(token: Token) -> str:
    """The lower-case lemma of a token: the pipeline's, or a dictionary's where the pipeline gives none."""
    if token.lemma_:
        return token.lemma_.lower()
    from simplemma import lemmatize

    return lemmatize(token.lower_, lang="en")


def _negated(words: list[str], head: Token | None) -> bool:
    """Whether a negation stands in the cue or, in the parse, hangs on its head."""
    for index, word in enumerate(words):
        if word in _NEGATIONS:
            return words[index + 1 : index + 2] not in (["only"], ["just"])
    if head is None or not is_parsed(head.doc):
        return False
    return any(
        child.dep_ == "advmod" and child.lower_ in _ADVERBS and head.i - child.i < _NEAR
        for child in head.lefts
    )
