"""Where the model lies, and how it is loaded."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from claimx.errors import InputError, ModelError, check_type

if TYPE_CHECKING:
    from spacy.language import Language

SHIPPED_MODEL = "en_claimx_news"

_COMPONENTS = ("encoder", "syntax", "entities", "dates", "statements", "quantities")


def load(model: str | Path | None = None, *, threads: int = 0) -> Language:
    """The spaCy pipeline that reads articles; a second call for the same model returns the same object.

    Args:
        model: the folder of a pipeline, or the name of an installed pipeline package; None for the
            model that comes with claimx.
        threads: how many threads the encoder reads with; 0 is one for every core the process may use.

    Raises:
        WrongTypeError: an argument is of another type.
        ModelError: there is no such model, or it cannot be loaded.
    """
    remedy = "give the folder or the name of a pipeline, or leave it out"
    check_type(model, (str, Path, type(None)), "model", remedy)
    check_type(threads, int, "threads", "give a whole number, 0 for one for every core")
    if threads < 0:
        raise InputError(f"threads must not be below 0, but is {threads}", "give 0 for one for every core")
    return _load(str(shipped_model() if model is None else model), threads)


def shipped_model() -> Path:
    """The folder of the model that comes with claimx: inside the package where claimx was installed
    from a wheel, else in the checkout that the package is run from.

    Raises:
        ModelError: it is in neither place.
    """
    package = Path(str(files("claimx")))
    places = [package / "models" / SHIPPED_MODEL, package.parents[1] / "models" / SHIPPED_MODEL]
    for place in places:
        if (place / "config.cfg").is_file():
            return place
    raise ModelError(
        f"the model {SHIPPED_MODEL} is not part of this installation (looked in {places[0]} and {places[1]})",
        "install claimx again from a wheel or a complete checkout, or name a model with --model",
    )


@lru_cache(maxsize=4)
def _load(model: str, threads: int) -> Language:
    import spacy

    for component in _COMPONENTS:
        # Declares the factories also where claimx is run without being installed.
        import_module(f"claimx.pipeline.{component}.component")
    import_module("claimx.pipeline.tokenizer")
    try:
        nlp = spacy.load(model, config={"components.claimx_encoder.threads": threads} if threads else {})
    except Exception as error:  # whatever a library says about a damaged file
        # spaCy's error for a name that is neither a folder nor a package.
        reason = "there is no such folder or package" if "[E050]" in str(error) else error
        raise ModelError(
            f"the model {model} cannot be loaded: {reason}",
            "give the folder of a spaCy pipeline, or leave --model out for the one that comes with claimx",
        ) from error
    # spaCy's limit protects parsers whose memory grows with the text; this pipeline reads in windows.
    nlp.max_length = sys.maxsize
    return nlp
