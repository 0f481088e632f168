"""What an article calls the people and organizations it names: `the senator`, `the agency`.

A person is described by the noun right before a name (`Sen.`, `campaign manager`) and by an apposition after
it (`Mr. Lee, a retired judge`); an organization by these and by words in its name.
"""

from __future__ import annotations

import re

from claimx.pipeline.records import Entity
from claimx.pipeline.statements import lexicon

_WORD = re.compile(r"[\w'’-]+")
_BEFORE = re.compile(r"(?:[\w'’-]+\.?[ \u00a0])+$")
_APPOSED = re.compile(r",\s(?:an?|the|his|her|its|their)\s([^,.;:\n\"“”()]*)")
_HOME = re.compile(r"\s*\(([^)]*)\)|,?\s+of\s((?:[A-Z]\w+\s?)+)")
_CLAUSE = re.compile(r"\b(?:who|whose|which|that|at|for|in|with|from|on|to|by|of|and)\b")
_BACK = 60


class Descriptions:
    """Descriptions of the entities of one article, gathered when first asked for."""

    def __init__(self, text: str, entities: list[Entity]) -> None:
        self._text = text
        self._entities = entities
        self._nouns: dict[int, set[str]] = {}
        self._nearby: dict[int, set[str]] = {}

    def fits(self, place: int, noun: str, modifiers: list[str]) -> bool:
        """Whether an entity is described by a noun and, where they are names, by the words before it."""
        self._gather(place)
        former = "former" in modifiers
        wanted = [word for word in modifiers if word[:1].isupper()]
        return (
            noun in self._nouns[place]
            and former == ("former" in self._nearby[place])
            and all(word.casefold() in self._nearby[place] for word in wanted)
        )

    def allows(self, place: int, noun: str) -> bool:
        """Whether nothing in an organization's name or description says that it is something else."""
        self._gather(place)
        known = self._nouns[place] & lexicon.organization_types().keys()
        return not known or noun in known

    def _gather(self, place: int) -> None:
        if place in self._nouns:
            return
        entity = self._entities[place]
        heads: set[str] = set()
        nearby: set[str] = set()
        for mention in entity.mentions:
            if mention.kind == "name":
                for phrase in self._phrases(mention.range.start, mention.range.end):
                    words = [word.casefold() for word in _WORD.findall(phrase)]
                    heads.update(map(_noun, words[-1:]))
                    nearby.update(words)
        if entity.label != "PERSON":
            named = {word.casefold() for word in _WORD.findall(entity.name)}
            heads |= {noun for noun, signs in lexicon.organization_types().items() if named & signs}
        self._nouns[place], self._nearby[place] = heads, nearby

    def _phrases(self, start: int, end: int) -> list[str]:
        """The words right before a name, and what is said of it right after."""
        before = _BEFORE.search(self._text, max(0, start - _BACK), start)
        phrases = [_CLAUSE.split(re.split(r"['’]s?\s", before.group())[-1])[-1]] if before else []
        home = _HOME.match(self._text, end)
        if home:
            phrases.append(home.group(1) or home.group(2))
            end = home.end()
        apposed = _APPOSED.match(self._text, end)
        return [*phrases, _CLAUSE.split(apposed.group(1))[0]] if apposed else phrases


def _noun(word: str) -> str:
    folded = word.casefold()
    return lexicon.full_titles().get(folded, folded)
