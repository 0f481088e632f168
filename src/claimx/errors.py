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


class WrongTypeError(InputError, TypeError):
    """A value of another type than a function takes."""


def check_type(value: object, wanted: type | tuple[type, ...], name: str, remedy: str) -> None:
    """Check the type of an argument that is called `name`; numbers are no booleans.

    Raises:
        WrongTypeError: it is another one.
    """
    types = wanted if isinstance(wanted, tuple) else (wanted,)
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        names = " or ".join("None" if kind is type(None) else kind.__name__ for kind in types)
        raise WrongTypeError(f"{name} must be of type {names}, not {type(value).__name__}", remedy)


class ArticleError(ClaimxError):
    """An article was read, but the pipeline failed on it; `__cause__` is the reason."""


class OutputError(ClaimxError):
    """Results cannot be written."""


class ClusterError(ClaimxError):
    """The cluster cannot be reached, or gave a run up."""
