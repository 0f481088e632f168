"""The head of an article: title, byline, publisher, publication date and dateline, read from plain text."""

from claimx.metadata.days import as_day
from claimx.metadata.header import Head, read_head

__all__ = ["Head", "as_day", "read_head"]
