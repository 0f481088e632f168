"""One run of `claimx show`: the article is looked for, and printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from claimx.cli.results_input import ResultsInput
from claimx.errors import InputError
from claimx.schema import Extraction, Layer
from claimx.writers.output import open_output
from claimx.writers.terminal import write_highlighted

# So many ids are named in a message.
_NAMED = 5


def show_article(paths: Sequence[str], id_: str | None, layers: Sequence[Layer], model: str | None) -> bool:
    """Print the article with this id, or the only one; whether everything that was looked at could be read.

    Raises:
        InputError: there is no such article, or no text to show.
    """
    results = ResultsInput(paths, model)
    extraction = _only(results) if id_ is None else _find(results, id_)
    if extraction is None:
        return False
    if not extraction.document.text:
        raise InputError(
            f"{extraction.document.id}: these results are without the article's text",
            "write them without --no-text, or name the article itself",
        )
    with open_output(None) as stream:
        write_highlighted(extraction, layers, stream)
    return not results.failures


def _find(results: ResultsInput, id_: str) -> Extraction | None:
    ids = []
    for extraction in results:
        if extraction.document.id == id_:
            return extraction
        ids.append(extraction.document.id)
    if not ids and results.failures:
        return None
    near = get_close_matches(id_, ids, n=_NAMED, cutoff=0.5)
    remedy = f"did you mean {' or '.join(near)}?" if near else _choose(ids)
    raise InputError(f"there is no article {id_!r} among {len(ids):,}", remedy)


def _only(results: ResultsInput) -> Extraction | None:
    found = list(_first(results))
    if len(found) > 1:
        ids = [extraction.document.id for extraction in found]
        raise InputError("there are several articles", _choose(ids))
    if not found and not results.failures:
        raise InputError("there is no article", "name a file of results, or an article")
    return found[0] if found else None


def _first(results: Iterable[Extraction]) -> Iterable[Extraction]:
    """No more articles than are named in a message."""
    for number, extraction in enumerate(results, 1):
        yield extraction
        if number > _NAMED:
            return


def _choose(ids: Sequence[str]) -> str:
    if not ids:
        return "name a file of results, or an article"
    return f"choose one with --id: {', '.join(ids[:_NAMED])}{', …' if len(ids) > _NAMED else ''}"
