"""Articles held side by side: the same number, the same quotation, the same speaker in several of them."""
