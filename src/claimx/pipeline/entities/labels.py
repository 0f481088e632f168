"""Labels that the form of a name settles, where the model's training data says little."""

from __future__ import annotations

import re

from claimx.pipeline.entities import lexicon

# `Washington-based`, `pro-Moscow`: an adjective made of a name, which the model has no label for.
_COMPOUND = re.compile(r"(?:[^\W\d_][\w.]*[-‐‑][a-z]+|[a-z]+[-‐‑]\w[\w.]*)", re.UNICODE)
# Labels few examples were seen of; a name with one of them that is only a compound is none.
_RARE = frozenset({"EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
_SETTLED = frozenset({"PERSON", "GPE", "LOC", "FAC"})


def settled_label(name: str, label: str) -> str | None:
    """The label of a name, or None where it names nothing."""
    if label in _RARE and _COMPOUND.fullmatch(name):
        return None
    first, _, last = name.rpartition(" ")
    if first and label not in _SETTLED and last.casefold() in lexicon.law_nouns():
        return "LAW"
    return label
