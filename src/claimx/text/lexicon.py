"""Word lists, the patterns made of them, and lemmas: the data files of a package, each read once.

`data/lemmas.tsv` has words with the parts of speech they are lemmas of (`n`, `v`, `a`, `r`: nouns, verbs,
adjectives, adverbs; `N`: a noun more often than an irregular form, as is `ground`), and irregular forms with
part of speech and lemma. The lemma of other forms is found by their endings: one that is listed (`hoping`:
`hope`, else `hop`), or a guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

# White space inside an expression: a few blanks or one line break, never an empty line.
GAP = r"(?:[^\S\r\n]{1,3}|[^\S\r\n]?\r?\n[^\S\r\n]?)"
# White space within one line.
BLANK = r"[^\S\n]"


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


# Endings of inflected forms, and what the lemma has in their place, the likeliest first.
_ENDINGS = {
    "n": (
        *(("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("zzes", "z")),
        *(("zes", "z"), ("ses", "s"), ("ves", "f"), ("ves", "fe"), ("oes", "o"), ("men", "man"), ("s", "")),
    ),
    "v": (
        *(("ies", "y"), ("ied", "y"), ("es", "e"), ("ed", "e"), ("ing", "e")),
        *(("es", ""), ("s", ""), ("ed", ""), ("ing", ""), ("ying", "ie")),
    ),
    "a": (("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ier", "y"), ("iest", "y")),
}
_ENDINGS["r"] = _ENDINGS["a"]
_PARTS = {"NOUN": "n", "VERB": "v", "AUX": "v", "ADJ": "a", "ADV": "r"}
# `planned`: a lemma may have one of two equal consonants at its end.
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_MOSTLY_NOUN = "N"
_FEWEST_LETTERS = 2
# Of words that are not listed: `-es` behind a hiss, and `s` that may be that of a plural.
_HISSING_PLURAL = re.compile(r"(?:ch|sh|ss|x|zz)es$")
_PLURAL = re.compile(r"[a-z]{2}[^\W_]*[^\Wsui_]s$")
_STEM = re.compile(r".*[aeiouy].*[^aeiou\W]$|.*[aeiou]{2,}$|.*[aeiouy].*e$")
_DOUBLED_IN_VERBS = re.compile(r"([bdgmnprt])\1$")
# Stems that lose an `e`: `-ating`, `-izing`, `-icing`, `-using`, `-bling`.
_LOST_E = re.compile(r"(?:[cgvuz]|[aeiou]s|at|[^aeiouyl\W]l)$")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`lemmas`: a lemma -> its parts of speech; `irregular`: part of speech and form -> lemma."""

    lemmas: Mapping[str, str]
    irregular: Mapping[tuple[str, str], str]

    def lemma_as(self, form: str, pos: str) -> str:
        """The lemma of a lower-case word with a UPOS tag; words without inflections are their own."""
        part = _PARTS.get(pos)
        if part is None:
            return form
        if lemma := self.irregular.get((part, form)):
            return lemma
        if part in self.lemmas.get(form, "").lower():
            return form
        return self._listed(form, part) or (form if form in self.lemmas else _guessed(form, part))

    def lemma_of(self, form: str) -> str:
        """The lemma of a lower-case word whose part of speech is unknown; of a verb, if it may be one.

        So `left` and `leaving` have the same, `leave`. A comparative is taken for one only where it is no
        other word: `later`, not `number`.
        """
        parts = self.lemmas.get(form, "")
        if _MOSTLY_NOUN in parts:
            return form
        for part in "vn":
            if lemma := self.irregular.get((part, form)):
                return lemma
        found = ("v" not in parts and self._listed(form, "v")) or self._listed(form, "n")
        if found or parts:
            return found or form
        return self._listed(form, "a") or self._listed(form, "r") or _guessed(form, "n")

    def is_lemma(self, word: str, pos: str) -> bool:
        """Whether a lower-case word is listed as the lemma of words with a UPOS tag."""
        return _PARTS.get(pos, "-") in self.lemmas.get(word, "").lower()

    def _listed(self, form: str, part: str) -> str | None:
        """The likeliest of the listed words that a form may be an inflection of."""
        return next((stem for stem in _stems(form, part) if part in self.lemmas.get(stem, "").lower()), None)


@cache
def english() -> Dictionary:
    """The dictionary that ships with the package."""
    rows = read_rows(__package__, "lemmas.tsv")
    return Dictionary(
        lemmas={row[0]: row[1] for row in rows if len(row) == 2},
        irregular={(row[1], row[0]): row[2] for row in rows if len(row) == 3},
    )


@lru_cache(maxsize=100_000)
def lemma_of(form: str) -> str:
    """The lemma of a lower-case English word whose part of speech is unknown."""
    return english().lemma_of(form)


def _stems(form: str, part: str) -> Iterator[str]:
    for ending, lost in _ENDINGS[part]:
        if form.endswith(ending) and len(form) - len(ending) >= _FEWEST_LETTERS:
            stem = form[: len(form) - len(ending)]
            yield stem + lost
            if not lost and ending != "s" and _DOUBLED.search(stem):
                yield stem[:-1]


def _guessed(form: str, part: str) -> str:
    """The lemma of a noun or verb that is not listed; the form itself where there is no ending."""
    if part in "nv":
        if form.endswith("ies") and len(form) > 4:
            return f"{form[:-3]}y"
        if _HISSING_PLURAL.search(form):
            return form[:-2]
        if _PLURAL.match(form):
            return form[:-1]
    if part == "v":
        if form.endswith("ied") and len(form) > 4:
            return f"{form[:-3]}y"
        for ending in ("ed", "ing"):
            stem = form.removesuffix(ending)
            if stem != form and len(stem) > _FEWEST_LETTERS and _STEM.match(stem):
                return _verb_with(stem)
    return form


def _verb_with(stem: str) -> str:
    if _DOUBLED_IN_VERBS.search(stem):
        return stem[:-1]
    return f"{stem}e" if _LOST_E.search(stem) else stem
