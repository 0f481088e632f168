"""Towns named beside the state they lie in."""

from __future__ import annotations

import re

from claimx.pipeline.entities import lexicon
from claimx.text.tokens import Range

_WORD = re.compile(r"\S+")
# A name that goes on after one of these is one name (`Gulf of Mexico`).
_JOINING = frozenset({"of", "and", "the", "in", "on", "upon", "de", "y"})


def town_and_state(text: str, span: Range) -> list[Range]:
    """`San Rafael CA` read as one place is two; any other place is itself."""
    words = list(_WORD.finditer(text, span.start, span.end))
    if len(words) < 2 or _is_state(words):
        return [span]
    cut = next((cut for cut in range(max(1, len(words) - 3), len(words)) if _is_state(words[cut:])), None)
    if cut is None or not _is_town(words[:cut]):
        return [span]
    return [Range(span.start, words[cut - 1].end()), Range(words[cut].start(), span.end)]


def _is_state(words: list[re.Match[str]]) -> bool:
    name = " ".join(word.group() for word in words)
    return name.casefold() in lexicon.states() or name.rstrip(".") in lexicon.state_codes()


def _is_town(words: list[re.Match[str]]) -> bool:
    """Whether the words before a state name a place of their own, and do not only say which part of it."""
    first, last = words[0].group().casefold().rstrip("."), words[-1].group()
    return last[-1].isalnum() and last.casefold() not in _JOINING and first not in lexicon.place_modifiers()
