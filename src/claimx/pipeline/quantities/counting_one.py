"""Whether `one` without a noun counts: `from one to nine`, `one was wounded by a mine`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimx.pipeline.quantities.tables import words

if TYPE_CHECKING:
    from spacy.tokens import Token


def counts_one(after: list[Token]) -> bool:
    """Whether the words after `one` are a second level, or say how somebody was hurt."""
    first, then = [*after, None, None][:2]
    if first is None or then is None:
        return False
    if first.lower_ == "to":
        return then.pos_ == "NUM"
    return first.pos_ == "AUX" and then.pos_ == "VERB" and then.lemma_.lower() in words("casualties")
