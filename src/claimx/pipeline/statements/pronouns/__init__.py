"""Whom an article means by `he` and `she`."""
