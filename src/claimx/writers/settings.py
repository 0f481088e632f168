"""What a writer is asked to leave out or to add."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.schema import LAYERS, Layer


@dataclass(frozen=True, slots=True)
class Settings:
    """The layers to write, and whether the article's own text and links to its page are written with them."""

    layers: tuple[Layer, ...] = LAYERS
    text: bool = True
    links: bool = False
