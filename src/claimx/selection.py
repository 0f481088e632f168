"""Which articles and results a command is asked for: by id, day of publication, speaker and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from claimx.errors import InputError
from claimx.schema import Document, Extraction, Quantity, SourceSpan, Statement

_E = TypeVar("_E", bound=Exception)

_WORD = re.compile(r"\w+")
# The number of ids listed in a message.
_LISTED = 5
# Field -> what it is of an article.
_ARTICLE_FIELDS: dict[str, Callable[[Document], str | None]] = {
    "author": lambda document: document.author,
    "publisher": lambda document: document.publisher,
    "title": lambda document: document.title,
}
# Field -> what it is of a quantity.
_QUANTITY_FIELDS: dict[str, Callable[[Quantity], str | None]] = {
    "unit": lambda quantity: quantity.unit,
    "what": lambda quantity: quantity.what.text if quantity.what else None,
}
SPEAKER = "speaker"
FIELDS = (SPEAKER, *_QUANTITY_FIELDS, *_ARTICLE_FIELDS)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is kept; what is empty keeps everything.

    ids: the articles with these ids.
    since: those that are known to be published on this day or later.
    where: field (one of `FIELDS`) -> words that its value contains, in any case. Of a `speaker`, the
        statements and quantities are kept; of a `unit` or `what`, the quantities; with them, the statements
        that quantities are in, and the entities and dates that they refer to.
    """

    ids: tuple[str, ...] = ()
    since: date | None = None
    where: Mapping[str, str] | None = None

    def narrow(self, results: Iterable[Extraction | _E]) -> Iterator[Extraction | _E | InputError]:
        """The results that are kept, and the errors among them; then an error for what is not found."""
        seen: list[str] = []
        wanted = set(self.ids)
        dropped, is_kept = 0, False
        for result in results:
            if not isinstance(result, Extraction):
                yield result
                continue
            if self.ids:
                seen.append(result.document.id)
            if (kept := self.kept(result)) is not None:
                is_kept = True
                yield kept
            elif result.document.id in wanted or not self.ids:
                dropped += 1
        if dropped and not is_kept:
            asked = [f"since {self.since}"] * bool(self.since)
            asked += [f"{field}={words}" for field, words in (self.where or {}).items()]
            yield InputError(
                f"nothing in {_counted(dropped)} matches {', '.join(asked)}",
                "look at what there is without these conditions, and choose from that",
            )
        # Where nothing could be read at all, that is the error.
        for id_ in sorted(wanted.difference(seen), key=self.ids.index) if seen else ():
            yield no_such_article(id_, seen)

    def kept(self, extraction: Extraction) -> Extraction | None:
        """The extraction with the results that are kept; None where that is nothing."""
        document = extraction.document
        if self.ids and document.id not in self.ids:
            return None
        if self.since and (document.published is None or document.published < self.since):
            return None
        conditions = {
            name: value for name, value in (self.where or {}).items() if name not in _ARTICLE_FIELDS
        }
        for name, read in _ARTICLE_FIELDS.items():
            if self.where and name in self.where and not _matches(read(document), self.where[name]):
                return None
        return _narrowed(extraction, conditions) if conditions else extraction


def no_such_article(id_: str, ids: list[str]) -> InputError:
    """The error for an id that none of the articles has."""
    listed = ", ".join(ids[:_LISTED]) + (", …" if len(ids) > _LISTED else "")
    near = get_close_matches(id_, ids, n=_LISTED, cutoff=0.5)
    remedy = (
        f"did you mean {' or '.join(near)}?" if near else f"choose one with --id: {listed or 'none is there'}"
    )
    return InputError(f"there is no article {id_!r} among {_counted(len(ids))}", remedy)


def _counted(articles: int) -> str:
    return f"{articles:,} article{'' if articles == 1 else 's'}"


def _narrowed(extraction: Extraction, conditions: Mapping[str, str]) -> Extraction | None:
    """The statements and quantities that meet all conditions, with what they refer to; None without any."""
    names = {entity.id: entity.name for entity in extraction.entities}

    def speaks(source: SourceSpan | None) -> bool:
        wanted = conditions.get(SPEAKER)
        if wanted is None:
            return True
        known = (source.text, source.name, names.get(source.entity or "")) if source else ()
        return any(_matches(name, wanted) for name in known)

    quantities = [
        quantity
        for quantity in extraction.quantities
        if speaks(quantity.source)
        and all(
            _matches(read(quantity), conditions[name])
            for name, read in _QUANTITY_FIELDS.items()
            if name in conditions
        )
    ]
    around = {quantity.statement for quantity in quantities}
    by_speaker = conditions.keys() == {SPEAKER}
    statements = [
        statement
        for statement in extraction.statements
        if statement.id in around or (by_speaker and speaks(statement.source))
    ]
    if not statements and not quantities:
        return None
    return _with_references(extraction, statements, quantities)


def _with_references(
    extraction: Extraction, statements: list[Statement], quantities: list[Quantity]
) -> Extraction:
    entities = {each.source.entity for each in statements if each.source}
    entities |= {each.source.entity for each in quantities if each.source}
    dates = {quantity.date for quantity in quantities}
    return extraction.model_copy(
        update={
            "statements": statements,
            "quantities": quantities,
            "entities": [entity for entity in extraction.entities if entity.id in entities],
            "dates": [date_ for date_ in extraction.dates if date_.id in dates],
        }
    )


def _matches(value: str | None, wanted: str) -> bool:
    """Whether a value contains all the words that are wanted."""
    if value is None:
        return False
    return set(_WORD.findall(wanted.casefold())) <= set(_WORD.findall(value.casefold()))
