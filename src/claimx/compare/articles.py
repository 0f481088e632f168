"""The articles that are compared: what each is about, and which tell of the same events."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from claimx.compare.store import Store, pack, unpack
from claimx.compare.stories import Rarity, Stories, likeness, signature
from claimx.schema import Extraction

# Signatures are looked up again and again, mostly those of a few stories.
_KEPT = 2000
_PLACES = ("GPE", "LOC", "FAC")


class Articles:
    """Takes articles one by one; once all are there, they can be compared."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rarity = Rarity()
        self.weights = lru_cache(_KEPT)(self._read_weights)
        self._places = lru_cache(_KEPT)(self._read_places)
        self.likeness = lru_cache(10 * _KEPT)(self._compare)
        self.story = lru_cache(10 * _KEPT)(self._read_story)
        self.count = 0

    def add(self, extraction: Extraction) -> int:
        """Keep what an article is about; the position it has from now on."""
        position = self.count
        terms = signature(extraction)
        self._rarity.learn(terms)
        places = {entity.name.casefold() for entity in extraction.entities if entity.label in _PLACES}
        self._store.insert("articles", [(position, pack(terms), pack(places), None)])
        self.count += 1
        return position

    def find_stories(self) -> None:
        """Find out which articles tell of the same events."""
        stories = Stories(self.weights)
        for position in range(self.count):
            stories.place(position, self.weights(position))
        for position in range(self.count):
            values = (stories.story(position), position)
            self._store.do("UPDATE articles SET story = ? WHERE position = ?", values)
        self._store.do("CREATE INDEX by_story ON articles (story)")

    def names_place(self, position: int, place: str) -> bool:
        """Whether an article names a place, given case-folded."""
        return place in self._places(position)

    def _compare(self, a: int, b: int) -> float:
        return likeness(self.weights(a), self.weights(b))

    def _read_weights(self, position: int) -> dict[str, float]:
        return self._rarity.weigh(unpack(self._read("terms", position)))

    def _read_places(self, position: int) -> set[str]:
        places: set[str] = unpack(self._read("places", position))
        return places

    def _read_story(self, position: int) -> int:
        return int(self._read("story", position))

    def _read(self, column: str, position: int) -> Any:
        ((value,),) = self._store.run(f"SELECT {column} FROM articles WHERE position = ?", (position,))
        return value
