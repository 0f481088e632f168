"""Word lists and the patterns made of them (the data files of a package, each read once), and lemmas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

# White space inside an expression: a few blanks or one line break, never an empty line.
GAP = r"(?:[^\S\r\n]{1,3}|[^\S\r\n]?\r?\n[^\S\r\n]?)"
# White space within one line.
BLANK = r"[^\S\n]"
# The numbers from one to twelve, in words.
SPELLED = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_MINUTES = r"(?:[12]?\d|five|ten|twenty(?:[-\s]five)?)"
# A clock time in words: `half past six`, `at a quarter to nine`; not `by a quarter to nine`.
CLOCK_IN_WORDS = (
    rf"(?P<minutes>half(?= past)|(?:a )?quarter(?= past)|{_MINUTES}(?= past)"
    rf"|(?:{_MINUTES}|{SPELLED}|(?:thir|four|fif|six|seven|eigh|nine)teen|a(?= minute\b))"
    r"(?= minutes? (?:past|to))"
    r"|(?:(?<=\bat\s)|(?<=\buntil\s)|(?<=\btill\s)|(?<=\bbefore\s)|(?<=\bafter\s)|(?<=\bsince\s)|(?<=\bwas\s))"
    rf"(?:(?:a )?quarter|{_MINUTES}))"
    rf"(?: minutes?)? (?P<side>past|to) (?P<hour>{SPELLED}|1[0-2]|[1-9]|noon|midday|midnight)"
    r"(?![\w%-]|[.:,]\d| (?:[a-z]{2,}[^\Wius]s|million|billion|thousand|hundred|per ?cent)\b)"
)


def any_of(words: Iterable[str], gap: str | None = None) -> str:
    """A pattern for any of `words`, the longest first; a space in a word is written as `gap`, if given."""
    escaped = [re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))]
    return "(?:" + "|".join(w if gap is None else w.replace(r"\ ", gap) for w in escaped) + ")"


def read_data(package: str, name: str) -> str:
    """The contents of the data file `name` in the folder `data` of a package."""
    return files(package).joinpath("data").joinpath(name).read_text(encoding="utf-8")


@cache
def read_json(package: str, name: str) -> Any:
    """A JSON data file; every caller gets the same object and must not change it."""
    return json.loads(read_data(package, name))


@cache
def read_rows(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a tab-separated data file, without empty lines and comments (`#`)."""
    lines = read_data(package, name).splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def word_set(package: str, name: str, key: str) -> frozenset[str]:
    """One word list of a JSON data file: a list of entries, or one string of words."""
    words: str | list[str] = read_json(package, name)[key]
    return frozenset(words.split() if isinstance(words, str) else words)


@cache
def territory_of_places() -> dict[str, str]:
    """A country, large city or people in lower case -> its territory (ISO 3166).

    From CLDR, the names of time zones, and `places.tsv` for what these lack.
    """
    from babel import Locale
    from babel.core import get_global

    places = {name.lower(): str(territory) for territory, name in Locale("en").territories.items()}
    for territory, names in read_rows(__package__, "places.tsv"):
        places.update(dict.fromkeys(names.split(", "), territory))
    for zone, territory in get_global("zone_territories").items():
        places.setdefault(zone.rpartition("/")[2].replace("_", " ").lower(), territory)
    return places


@cache
def months() -> dict[str, int]:
    """Lower-case name or abbreviation of a month, without full stop -> its number, 1 to 12."""
    return _numbered("months")


@cache
def weekdays() -> dict[str, int]:
    """Lower-case name or abbreviation of a weekday -> its ISO 8601 number, 1 (Monday) to 7."""
    return _numbered("weekdays")


def _numbered(key: str) -> dict[str, int]:
    names: dict[str, list[str]] = read_json(__package__, "calendar.json")[key]
    return {word: int(number) for number, words in names.items() for word in words}


# Lemmas: a table of the known words and of the forms that no rule undoes (`models/training/lemmas.py` counts
# it), and the rules of inflection.
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
    "NNS": ("men", "s"), "VBZ": ("s",), "VBD": ("ed", "ing"), "VBG": ("ed", "ing"),
    "JJR": ("er",), "RBR": ("er",), "JJS": ("est",), "RBS": ("est",),
}  # fmt: skip
# Unknown words that are inflected, tagged as a singular noun or without a tag.
INFLECTED = {
    "NN": re.compile(r"[a-z]{3,}(?:[^acgious]s|[^e]ed|[^aeiou]men)"),
    "": re.compile(
        r"[a-z]{3,}(?:(?:er|or|ist|ian|ion|ment|itie|ship|age|[ae]nt|al|ism|ee)s|[^e]ed|[^aeiou]men)"
    ),
}
_VOWEL = re.compile("[aeiouy]")
# A stem of one syllable whose consonant would be doubled (`hopped`) without a silent `e` (`hoped`).
_SHORT = re.compile(r"(?:[^aeiou]*|[^aeiou]*qu)[aeiouy][bcdfgklmnprstvz]")
_DOUBLED = re.compile(r".*([bdfgklmnprstvz])\1")
# The ends of stems that have certainly, or where no word is known probably, lost an `e`.
_SURE_E = re.compile(r".*(?:is|[cuv])")
_SILENT_E = re.compile(
    r".*(?:z|[bcdfgkptz]l|[bcdgtv]r|[^n]g|[aeiou]ng|[^s]s|[cs]ed|[^aeiou](?:[aiou]d|[aiu]r|[au]t|a[km]|i[bn]|u[lm])|iat)"
)
# What `-es` follows certainly, or may follow.
_SIBILANT = re.compile(r".*(?:ss|sh|ch|x|[tz]z|o|[^aeo]us)")
_BEFORE_ES = ("s", "x", "z", "ch", "sh", "o")


@lru_cache(maxsize=100_000)
def lemmatize(word: str, tag: str = "") -> str:
    """The lemma of a word in lower case, with its Penn tag where it has one, else the most frequent lemma."""
    forms: dict[str, dict[str, str]] = read_json(__package__, TABLE)["forms"]
    return find_lemma(word, tag, word_set(__package__, TABLE, "words"), forms)


def find_lemma(word: str, tag: str, known: frozenset[str], forms: dict[str, dict[str, str]]) -> str:
    """The lemma of a word by a table: the words that are `known`, and tag -> form -> lemma."""
    tag = "VBD" if tag == "VBN" else tag
    own = _OWN_ENDINGS.get(tag, ())
    found = forms.get(tag, {}).get(word)
    if found is not None or (word in known and not word.endswith(own)):
        return found or word
    first, hyphen, last = word.rpartition("-")
    if hyphen and last:
        return first + hyphen + find_lemma(last, tag, known, forms)
    endings = _ENDINGS.get(tag[:2], ())
    is_inflected = tag in INFLECTED and INFLECTED[tag].fullmatch(word) is not None
    bases = (_base(word, ending, known, guess=is_inflected or ending in own) for ending in endings)
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
