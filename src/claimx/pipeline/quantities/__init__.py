"""Quantities: the numbers an article claims, what they count, and whose claim they are."""
