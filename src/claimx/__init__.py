"""claimx reads news articles: who and what is named, who said what, and which numbers are claimed.

    >>> import claimx
    >>> extraction = claimx.extract("...", published="2023-12-02")
    >>> for statement in extraction.statements: ...

Importing this package loads nothing else; the names below are fetched when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from claimx.api import extract as extract
    from claimx.api import extract_articles as extract_articles
    from claimx.api import load as load
    from claimx.api import make_doc as make_doc
    from claimx.article import Article as Article
    from claimx.errors import ArticleError as ArticleError
    from claimx.errors import ClaimxError as ClaimxError
    from claimx.errors import InputError as InputError
    from claimx.errors import ModelError as ModelError
    from claimx.errors import OutputError as OutputError
    from claimx.schema import Extraction as Extraction
    from claimx.verification.drafts import verify as verify
    from claimx.verification.versions import diff as diff

_HOMES = {
    "extract": "claimx.api",
    "extract_articles": "claimx.api",
    "make_doc": "claimx.api",
    "load": "claimx.api",
    "verify": "claimx.verification.drafts",
    "diff": "claimx.verification.versions",
    "Article": "claimx.article",
    "ArticleError": "claimx.errors",
    "ClaimxError": "claimx.errors",
    "InputError": "claimx.errors",
    "ModelError": "claimx.errors",
    "OutputError": "claimx.errors",
    "Extraction": "claimx.schema",
}

__all__ = ["__version__", *_HOMES]


if not TYPE_CHECKING:
    # Type checkers know the names above, and report others.
    def __getattr__(name: str) -> object:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
