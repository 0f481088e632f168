"""The speakers of one article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from claimx.compare.names import Name, source_name
from claimx.schema import Extraction, Source, SourceSpan
from claimx.terminal import printable
from claimx.writers.wording import describe_speaker, entity_names


class Speaker(NamedTuple):
    """Someone to whom statements or numbers of an article are attributed.

    `full_name` is what tells whether they speak in other articles too; None where they have no name.
    """

    name: str
    kind: str
    full_name: Name | None


class Cast:
    """The speakers of one article, in the order in which they first speak."""

    def __init__(self, extraction: Extraction) -> None:
        self.speakers: list[Speaker] = []
        self._extraction = extraction
        self._names: Mapping[str, str] = entity_names(extraction)
        self._places: dict[str, int] = {}
        self.of_statements = self._assign((s.id, s.source) for s in extraction.statements)
        self.of_quantities = self._assign((q.id, q.source) for q in extraction.quantities)

    def _assign(self, claims: Iterable[tuple[str, SourceSpan | None]]) -> dict[str, int]:
        """The place in `speakers` of each claimant, by the id of what is claimed."""
        return {id_: self._place(claimant) for id_, claimant in claims if claimant}

    def _place(self, claimant: SourceSpan) -> int:
        key = claimant.entity or (claimant.name or claimant.text).casefold()
        if key not in self._places:
            self._places[key] = len(self.speakers)
            self.speakers.append(self._speaker(claimant))
        return self._places[key]

    def _speaker(self, claimant: SourceSpan) -> Speaker:
        kind = claimant.kind if isinstance(claimant, Source) else "unknown"
        name = printable(describe_speaker(claimant, self._names))
        return Speaker(name, kind, source_name(self._extraction, claimant))
