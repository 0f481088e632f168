"""Lemmas of English words: a table of the forms that no rule undoes, and the rules of inflection."""

from __future__ import annotations

import re
from functools import lru_cache

from claimx.text.lexicon import read_json, word_set

TABLE = "lemmas.json"
# The first two letters of Penn tags, and the endings of such words; without a tag `-er` is none of them, for
# `teacher` is a word of its own.
_ENDINGS = {
    "NN": ("men", "s"),
    "VB": ("s", "ed", "ing"),
    "JJ": ("er", "est"),
    "RB": ("er", "est"),
    "": ("men", "s", "ed", "ing"),
}
# Whose irregular forms a word may be, for its tag may be mistaken.
_SIMILAR = {"NN": "NNS", "VB": ""}
# The endings that are undone after these tags although no word is known.
_OWN_ENDINGS = {
    **{"NNS": ("men", "s"), "VBZ": ("s",), "VBD": ("ed", "ing"), "VBG": ("ed", "ing")},
    **{"JJR": ("er",), "RBR": ("er",), "JJS": ("est",), "RBS": ("est",)},
}
# Words that are nearly always inflected.
REGULAR = re.compile(r"[a-z]{3,}(?:[^acgious]s|[^e]ed|[^aeiou]men)")
_VOWEL = re.compile("[aeiouy]")
# A stem of one syllable whose consonant would be doubled (`hopped`) without a silent `e` (`hoped`).
_SHORT = re.compile(r"(?:[^aeiou]*|[^aeiou]*qu)[aeiouy][bcdfgklmnprstvz]")
_DOUBLED = re.compile(r".*([bdfgklmnprstvz])\1")
# The ends of stems that have certainly, or where no word is known probably, lost an `e`.
_SURE_E = re.compile(r".*(?:is|[cuv])")
_SILENT_E = re.compile(
    r".*(?:z|[bcdfgkptz]l|[bcdgtv]r|[^n]g|[aeiou]ng|[^s]s|[cs]ed|[^aeiou](?:[aiou][dr]|[au]t|a[km]|i[bn]|u[lm])|iat)"
)
# What `-es` follows certainly, or may follow.
_SIBILANT = re.compile(r".*(?:ss|sh|ch|x|[tz]z|o|[^aeo]us)")
_BEFORE_ES = ("s", "x", "z", "ch", "sh", "o")


@lru_cache(maxsize=100_000)
def lemmatize(word: str, tag: str = "") -> str:
    """The lemma of a word in lower case, with its Penn tag where it has one, else the most frequent lemma."""
    forms: dict[str, dict[str, str]] = read_json(__package__, TABLE)["forms"]
    return find_lemma(word, tag, word_set(__package__, TABLE, "words"), forms)


def is_known(word: str) -> bool:
    """Whether the table has a word in lower case as the lemma of others."""
    return word in word_set(__package__, TABLE, "words")


def find_lemma(word: str, tag: str, known: frozenset[str], forms: dict[str, dict[str, str]]) -> str:
    """The lemma of a word by a table: the words that are `known`, and tag -> form -> lemma."""
    tag = "VBD" if tag == "VBN" else tag
    own = _OWN_ENDINGS.get(tag, ())
    found = forms.get(tag, {}).get(word)
    if found is not None or (word in known and not own):
        return found or word
    first, hyphen, last = word.rpartition("-")
    if hyphen and last:
        return first + hyphen + find_lemma(last, tag, known, forms)
    endings = _ENDINGS.get(tag[:2], ())
    is_regular = tag == "NN" and REGULAR.fullmatch(word) is not None
    bases = (_base(word, ending, known, guess=is_regular or ending in own) for ending in endings)
    return next(filter(None, bases), None) or forms.get(_SIMILAR.get(tag[:2], tag), {}).get(word, word)


def _base(word: str, ending: str, known: frozenset[str], *, guess: bool) -> str | None:
    """The word of which one with an ending is a regular form: a known one, else the likely one."""
    stem = word.removesuffix(ending)
    if stem == word or len(stem) < 2 or not _VOWEL.search(stem):
        return None
    bases = _before_s(stem) if ending == "s" else _before_vowel(stem, ending)
    found = next((base for base in bases if base in known), None)
    return found or (bases[-1] if guess and bases else None)


def _before_s(stem: str) -> list[str]:
    """What may be the word before `-s`, the likely one last."""
    without_e = stem[:-1]
    if stem.endswith("s"):
        return []
    if stem.endswith("ie"):
        return [stem, stem[:-2] + "y"]
    if stem[-1] == "e" and without_e.endswith(_BEFORE_ES):
        return [stem, without_e, without_e if _SIBILANT.fullmatch(without_e) else stem]
    return [stem]


def _before_vowel(stem: str, ending: str) -> list[str]:
    """What may be the word before `-ed`, `-ing`, `-er` or `-est`, the likely one last."""
    silent, single = stem + "e", stem[:-1]
    if ending == "men":
        return [stem + "man"]
    if stem[-1] == "i" and ending != "ing":
        return [silent, single + "y"]
    if _SHORT.fullmatch(stem) or _SURE_E.fullmatch(stem):
        return [silent]
    if _DOUBLED.fullmatch(stem):
        return [stem, single, stem] if stem[-1] in "flsz" or len(stem) == 3 else [single, stem, single]
    likely = silent if _SILENT_E.fullmatch(stem) else stem
    return [stem, silent, stem.removesuffix("k"), likely]
