"""Comparison of articles: the same number, the same quotation, the same speaker in several of them."""
