"""What of an extraction is kept."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from claimx.errors import InputError
from claimx.results import Extraction, Quantity, Statement


def check_probability(value: float | None) -> float | None:
    """The value, if it is a probability or nothing.

    Raises:
        InputError: it is another number.
    """
    # Written so that what is not a number does not pass.
    if value is not None and not 0 <= value <= 1:
        raise InputError(f"{value} is not a probability", "give a number from 0 to 1")
    return value


def keep_confident(extraction: Extraction, least: float) -> Extraction:
    """The extraction without the statements that are less sure than `least`.

    A statement of which nobody can tell how sure it is stays. Numbers stay too, but those that stood in a
    statement that is left out have none, and nobody whose claim they are. Ids count up again.
    """
    kept = [s for s in extraction.statements if s.confidence is None or s.confidence >= least]
    if len(kept) == len(extraction.statements):
        return extraction
    ids = {statement.id: f"s{number}" for number, statement in enumerate(kept, 1)}
    speakers = _speakers(kept)
    return extraction.model_copy(
        update={
            "statements": [statement.model_copy(update={"id": ids[statement.id]}) for statement in kept],
            "quantities": [_relinked(quantity, ids, speakers) for quantity in extraction.quantities],
        }
    )


def _speakers(statements: Iterable[Statement]) -> set[tuple[int, int]]:
    return {(s.source.start, s.source.end) for s in statements if s.source}


def _relinked(quantity: Quantity, ids: Mapping[str, str], speakers: Container[tuple[int, int]]) -> Quantity:
    if quantity.statement is None:
        return quantity
    statement, source = ids.get(quantity.statement), quantity.source
    # The speaker may be that of a statement around the one the number stands in.
    if source and (statement is None or (source.start, source.end) not in speakers):
        source = None
    return quantity.model_copy(update={"statement": statement, "source": source})
