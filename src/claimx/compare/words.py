"""Words, quoted parts and word lists: what comparisons need of a text."""

from __future__ import annotations

import io
import json
import math
import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from claimx.errors import ModelError
from claimx.schema import Statement, TextSpan, span_in
from claimx.text.lexicon import any_of, lemmatize, read_json, word_set

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_MARKS = re.compile(r"[“\"«‘].+?(?:[”\"»]|’(?!\w)|$)", re.DOTALL)


class Word(NamedTuple):
    """A case-folded word, its offsets, and whether it is written with a capital letter."""

    text: str
    start: int
    end: int
    capital: bool


def find_words(text: str, *, offset: int = 0) -> list[Word]:
    """The words of a text that begins at `offset`, without possessive endings."""
    found = []
    for match in _WORD.finditer(text):
        bare = _without_possessive(match.group())
        first = offset + match.start()
        found.append(Word(bare.casefold(), first, first + len(bare), bare[0].isupper()))
    return found


# Endings of contractions; `'s` and `'d` stand for several words.
_CONTRACTIONS = {"n't": "not", "'ll": "will", "'ve": "have", "'re": "are", "'m": "am"}
_IRREGULAR = {
    "won't": ("will", "not"),
    "can't": ("can", "not"),
    "cannot": ("can", "not"),
    "shan't": ("shall", "not"),
}


_BRACKETS = re.compile(r"\[[^\[\]]*\]")


def outside_brackets(found: list[Word], text: str, offset: int = 0) -> list[Word]:
    """The words without those in square brackets, which are an editor's own; the text begins at `offset`."""
    own = [(offset + match.start(), offset + match.end()) for match in _BRACKETS.finditer(text)]
    return [word for word in found if not any(start < word.start < end for start, end in own)]


@lru_cache(maxsize=100_000)
def written_out(word: str) -> tuple[str, ...]:
    """A case-folded word, a contraction as what it stands for: `won't` -> `will`, `not`."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, full in _CONTRACTIONS.items():
        if word.endswith(ending) and word != ending:
            return word.removesuffix(ending), full
    return (word,)


def folded_words(text: str) -> list[str]:
    """The words of a text, case-folded, without possessive endings: those of `find_words` without places."""
    return [_without_possessive(word).casefold() for word in _WORD.findall(text)]


def _without_possessive(word: str) -> str:
    return _POSSESSIVE.sub("", word) or word if "'" in word or "’" in word else word


# British endings with their American ones, after a stem of three letters; the words that differ otherwise.
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e[drs]?|ers|es|ing|ations?)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})our(?=(?:s|ed|ing|able|ite|ites|hood)?$)"), "or"),
    (re.compile(r"(?<=[a-z]{2}[bt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[a-z]{3})ence(?=s?$)"), "ense"),
    (re.compile(r"^tyre"), "tire"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^programme(?=s?$)"), "program"),
)


@lru_cache(maxsize=20_000)
def spelling(word: str) -> str:
    """A form that the spellings of one case-folded word share: `tyres`, `tires`; `realise`, `realize`."""
    for ending, other in _ENDINGS:
        word = ending.sub(other, word)
    return word


def content_lemmas(found: list[Word]) -> list[str]:
    """The lemmas of content words, without numbers."""
    stop = words("stop_words")
    lemmas = (lemmatize(word.text) for word in found if word.text not in stop and not word.text[0].isdigit())
    return [found for found in lemmas if len(found) > 1 and found not in stop]


# Whole words begin here in the vocabulary; the most frequent ones weigh a tenth of the rarest.
_FIRST_WORD, _SCALE = 2_000, 1_500


def not_loaded(error: Exception) -> ModelError:
    """The error that the network that compares numbers is missing or damaged."""
    return ModelError(
        f"the network that compares numbers cannot be loaded: {error}",
        "install claimx again from a wheel or a complete checkout",
    )


@cache
def vocabulary() -> dict[str, int]:
    """The pieces of words that the matcher reads, with their numbers: the more frequent a word, the lower.

    Raises:
        ModelError: the file is missing or damaged.
    """
    import numpy as np

    try:
        data = files(__package__).joinpath("data", "matching.npz").read_bytes()
        with np.load(io.BytesIO(data)) as weights:
            return {piece: number for number, piece in enumerate(json.loads(str(weights["pieces"])))}
    except Exception as error:  # whatever a library says about a damaged file
        raise not_loaded(error) from error


@lru_cache(maxsize=100_000)
def rarity(word: str) -> float:
    """How rare a case-folded word is in English, from 0.1 to 1: 1 where the vocabulary does not have it."""
    known = vocabulary()
    place = known.get(word, len(known))
    return math.log(max(place, _FIRST_WORD) / _SCALE) / math.log(len(known) / _SCALE)


def quoted_parts(statement: Statement) -> list[TextSpan]:
    """The parts of a statement in quotation marks, marks included."""
    if statement.quote == "direct":
        return statement.content
    if statement.quote == "indirect":
        return []
    return [
        span_in(part.text, part.start + m.start(), part.start + m.end(), offset=part.start)
        for part in statement.content
        for m in _MARKS.finditer(part.text)
    ]


def words_of(parts: list[TextSpan]) -> list[Word]:
    """The words of spans, with offsets into the article."""
    return [word for part in parts for word in find_words(part.text, offset=part.start)]


def _lists() -> Any:
    return read_json(__package__, "words.json")


def negations() -> frozenset[str]:
    """The words that negate: `not`, `nobody`, `hardly`."""
    return word_set(__package__, "meaning.json", "negations")


@cache
def numerals() -> dict[str, str]:
    """Number word -> its number: `four` -> `4`, `half` -> `1/2`."""
    return dict(read_json(__package__, "meaning.json")["numerals"])


@cache
def words(name: str) -> frozenset[str]:
    """A word list of `words.json`, by name."""
    return frozenset(_lists()[name].split())


@cache
def synonyms() -> dict[str, str]:
    """Noun -> the first of its synonyms."""
    return {word: group.split()[0] for group in _lists()["synonyms"] for word in group.split()}


@cache
def actions() -> dict[str, str]:
    """Word -> the action it implies: `dead` -> `killed`."""
    return {word: action for action, group in _lists()["actions"].items() for word in group.split()}


@cache
def phrases() -> re.Pattern[str]:
    """Any of the phrases that imply an action: `took to the streets`."""
    return re.compile(rf"\b{any_of(_lists()['phrases'])}\b", re.IGNORECASE)


def phrase_action(text: str) -> str | None:
    """The action that a phrase implies: `took part` -> `attended`."""
    match = phrases().search(text)
    return str(_lists()["phrases"][match.group().casefold()]) if match else None


@cache
def polarities() -> dict[str, str]:
    """Word -> the side it takes: `oppose` -> `against`."""
    return {word: side for side, group in _lists()["polarity"].items() for word in group.split()}


@cache
def word_classes() -> dict[str, int]:
    """Word -> number of its class; words of different classes never mean the same: `profit`, `revenue`."""
    return {word: n for n, group in enumerate(_lists()["groups_apart"]) for word in group.split()}
