"""Who speaks, within an article and across articles.

Within an article, the words for one speaker are joined by the entity they stand for. Across articles only
what can hardly be wrong is joined: people by their full name, and other speakers by the name they are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from claimx.results import Claimant, Entity, Extraction, Source
from claimx.terminal import printable
from claimx.writers.wording import describe_speaker, entity_names

PERSON = "person"


class Speaker(NamedTuple):
    """Someone to whom statements or numbers of an article are attributed.

    `key` is the same for the same speaker in other articles, and None for one who cannot be told there.
    """

    name: str
    kind: str
    key: str | None


class Cast:
    """The speakers of one article, in the order in which they first speak."""

    def __init__(self, extraction: Extraction) -> None:
        self.speakers: list[Speaker] = []
        self._names = entity_names(extraction)
        self._entities: Mapping[str, Entity] = {entity.id: entity for entity in extraction.entities}
        self._places: dict[str, int] = {}
        self.of_statements = self._assign((s.id, s.source) for s in extraction.statements)
        self.of_quantities = self._assign((q.id, q.source) for q in extraction.quantities)

    def _assign(self, claims: Iterable[tuple[str, Claimant | None]]) -> dict[str, int]:
        """The place in `speakers` of each claimant, by the id of what is claimed."""
        return {id_: self._place(claimant) for id_, claimant in claims if claimant}

    def _place(self, claimant: Claimant) -> int:
        key = claimant.entity or (claimant.name or claimant.text).casefold()
        if key not in self._places:
            self._places[key] = len(self.speakers)
            self.speakers.append(self._speaker(claimant))
        return self._places[key]

    def _speaker(self, claimant: Claimant) -> Speaker:
        entity = self._entities.get(claimant.entity or "")
        kind = claimant.kind if isinstance(claimant, Source) else "unknown"
        is_person = entity.label == "PERSON" if entity else kind == PERSON
        named = entity.name if entity else claimant.name
        key = joining_key(named, is_person=is_person) if named else None
        return Speaker(printable(describe_speaker(claimant, self._names)), kind, key)


def joining_key(name: str, *, is_person: bool) -> str | None:
    """What a name has in common with the same name in another article; None where that proves nothing.

    A surname alone is not joined: two Clintons stay two.
    """
    words = printable(name).casefold().removeprefix("the ").split()
    if not words or (is_person and len(words) == 1):
        return None
    return ("person " if is_person else "name ") + " ".join(words)
