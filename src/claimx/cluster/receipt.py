"""What a part's receipt says: that the part is written, and what became of its items."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

FOLDER = "_receipts"


@dataclass(slots=True)
class Receipt:
    """Of one part: how much is in it, and, in the order of the items, those that are not.

    `characters` are those of all its articles, read or not, for how far the run has come.
    `others` are what goes into the lists of failures and duplicates, and of a failure its `remedy` as well.
    """

    articles: int = 0
    words: int = 0
    characters: int = 0
    not_english: int = 0
    warnings: list[str] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)

    @property
    def items(self) -> int:
        """How many items the part had."""
        return self.articles + len(self.others)

    def to_json(self) -> bytes:
        """As it is kept."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Receipt:
        """As it was kept."""
        return cls(**json.loads(data))


def receipt_name(part: str) -> str:
    """The file that a part's receipt is in."""
    return f"{FOLDER}/{part}.json"
