"""The tokenizer: spaCy's English one, cut a little finer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

EXTRA_INFIXES = (
    r"(?<=[0-9])[-‐‑–](?=[A-Za-z])",  # 10-year-old: five tokens, as in Universal Dependencies
    r"(?<=[A-Za-z]\.)[-‐‑–](?=[A-Za-z])",  # U.S.-led
    r"(?<=[a-z])[-‐‑–](?=[0-9]{4}\b)",  # mid-2015
    r"(?<=[0-9%])[–—](?=[0-9$£€])",  # 5%–7%
    r"[“”„«»]",  # quote marks with a space missing: said.“No
)


def refine_tokenizer(nlp: Language) -> None:
    """Make the tokenizer of a blank English pipeline split as the model's training data does.

    Raises:
        TypeError: the pipeline has a tokenizer of its own.
    """
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex

    if not isinstance(nlp.tokenizer, Tokenizer):
        raise TypeError(
            f"a pipeline with spaCy's own tokenizer is needed, not {type(nlp.tokenizer).__name__}"
        )
    infixes = [*(nlp.Defaults.infixes or ()), *EXTRA_INFIXES]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
