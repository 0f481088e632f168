"""The head of an article: title, byline, publisher, publication date and dateline, read from plain text."""
