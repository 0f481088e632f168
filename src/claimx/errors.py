"""The errors claimx raises on purpose, each with what to do about it."""

from __future__ import annotations


class ClaimxError(Exception):
    """Base of claimx's errors: `message` says what is wrong, `remedy` what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} ({remedy})")
        self.message = message
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[ClaimxError], tuple[str, str]]:
        return type(self), (self.message, self.remedy)


class ModelError(ClaimxError):
    """The model is not there, or is not one that claimx can use."""


class InputError(ClaimxError):
    """An article, or the file it should come from, cannot be read."""


class ArticleError(ClaimxError):
    """An article was read, but the pipeline failed on it; `__cause__` is the reason."""


class OutputError(ClaimxError):
    """Results cannot be written."""


class ClusterError(ClaimxError):
    """The cluster cannot be reached, or gave a run up."""
