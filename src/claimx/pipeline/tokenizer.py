"""The tokenizer: spaCy's English one, cut a little finer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

TOKENIZER = "claimx.NewsTokenizer.v1"
EXTRA_INFIXES = (
    r"(?<=[0-9])[-‐‑–](?=[A-Za-z])",  # 10-year-old: five tokens, as in Universal Dependencies
    r"(?<=[A-Za-z]\.)[-‐‑–](?=[A-Za-z])",  # U.S.-led
    r"(?<=[a-z])[-‐‑–](?=[0-9]{4}\b)",  # mid-2015
    r"(?<=[0-9%])[–—](?=[0-9$£€])",  # 5%–7%
    r"[“”„«»]",  # quote marks with a space missing: said.“No
)
# Characters without a space that are split together: splitting takes the square of their number. No word or
# address of news is as long.
_MOST_UNSPACED = 500
_UNSPACED = re.compile(rf"\S{{{_MOST_UNSPACED}}}(?=\S)")


class NewsTokenizer(Tokenizer):
    """Splits as the model's training data does.

    Its rules are code, so a saved pipeline holds none of them: reading them back took a third of the time
    that loading the pipeline takes.
    """

    def __call__(self, string: str) -> Doc:
        """Split a text, of which a long run without spaces is cut first."""
        cuts = [match.end() for match in _UNSPACED.finditer(string)]
        if not cuts:
            doc: Doc = super().__call__(string)
            return doc
        tokens: list[Token] = []
        for start, end in zip([0, *cuts], [*cuts, len(string)], strict=True):
            tokens.extend(super().__call__(string[start:end]))
        words, spaces = [token.text for token in tokens], [bool(token.whitespace_) for token in tokens]
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: there is nothing to keep."""
        return b""

    def from_bytes(self, bytes_data: bytes, **_: Any) -> NewsTokenizer:
        """Keep the rules."""
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        """Write nothing: there is nothing to keep."""

    def from_disk(self, path: Any, **_: Any) -> NewsTokenizer:
        """Keep the rules."""
        return self


def blank_pipeline() -> Language:
    """An English pipeline with nothing but this tokenizer."""
    import spacy

    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


@registry.tokenizers(TOKENIZER)
def make_tokenizer() -> Callable[[Language], NewsTokenizer]:
    """What builds the tokenizer of a pipeline, for `[nlp.tokenizer]` in its settings."""

    def build(nlp: Language) -> NewsTokenizer:
        defaults = nlp.Defaults
        return NewsTokenizer(
            nlp.vocab,
            rules=defaults.tokenizer_exceptions,
            prefix_search=compile_prefix_regex(defaults.prefixes or ()).search,
            suffix_search=compile_suffix_regex(defaults.suffixes or ()).search,
            infix_finditer=compile_infix_regex([*(defaults.infixes or ()), *EXTRA_INFIXES]).finditer,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
        )

    return build
