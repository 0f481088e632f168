"""Verification of a draft against its sources, and differences between two versions of an article.

`passages` splits texts and finds sentences about the same thing; `quotations`, `figures` and `attribution`
judge claims of one kind; `drafts` and `versions` put them together; `render` writes the results.
"""
