"""Comparison of articles: the same number, the same quotation, the same speaker in several of them."""

from __future__ import annotations

from claimx.compare.comparer import Comparer, compare

__all__ = ["Comparer", "compare"]
