"""What the encoder says of a `Doc`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimx.pipeline.encoder.pointers import Pointers
    from claimx.pipeline.encoder.words import Ints
    from claimx.pipeline.records import Roles


@dataclass(slots=True)
class Encoding:
    """The labels of a text's words, white space left out.

    `tokens[i]` is the position in the `Doc` of word `i`. `heads[i]` is the position of its head among
    the words (its own for a root). `upos`, `xpos` and `dependencies` are positions in the label sets of
    the encoder. `entities` are token ranges (end exclusive) with a label; `unlabelled` are ranges that are
    likely names while no label is likely. `pointers` says what the text's numbers point at.
    """

    tokens: Ints
    sentence_starts: Ints
    upos: Ints
    xpos: Ints
    heads: Ints
    dependencies: Ints
    entities: list[tuple[int, int, str]] = field(default_factory=list)
    unlabelled: list[tuple[int, int]] = field(default_factory=list)
    roles: Roles | None = None
    pointers: Pointers | None = None
