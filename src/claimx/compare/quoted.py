"""The words of statements that stand in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimx.compare.wording import Word, find_words
from claimx.schema import Statement, TextSpan

_MARKS = re.compile(r"[“\"«‘].+?(?:[”\"»]|’(?!\w)|$)", re.DOTALL)


def quoted_parts(statement: Statement) -> list[TextSpan]:
    """The stretches of a statement that are given as the speaker's own words, marks included."""
    if statement.quote == "direct":
        return statement.content
    if statement.quote == "indirect":
        return []
    return [
        TextSpan.model_construct(start=part.start + m.start(), end=part.start + m.end(), text=m.group())
        for part in statement.content
        for m in _MARKS.finditer(part.text)
    ]


def words_of(parts: list[TextSpan]) -> list[Word]:
    """The words of some stretches, at their places in the article."""
    return list(_words(parts))


def _words(parts: list[TextSpan]) -> Iterator[Word]:
    for part in parts:
        yield from find_words(part.text, offset=part.start)
