"""A light check of the language a text is written in."""

from __future__ import annotations

import re

ENGLISH = "en"

# The detector is sure of itself on a few words, and wrong about them: headlines, names, numbers.
_SAMPLE_CHARACTERS = 4000
_FEWEST_BYTES = 100
_LETTERS = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """The ISO 639 code of the language `text` seems to be in, judged by its beginning.

    A text with too few words to tell is taken to be English, the language claimx reads.
    """
    import gcld3

    # Figures, signs and control characters mislead the detector.
    sample = " ".join(_LETTERS.findall(text[:_SAMPLE_CHARACTERS]))
    size = len(sample.encode("utf-8"))
    if size < _FEWEST_BYTES:
        return ENGLISH
    result = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=size).FindLanguage(sample)
    return str(result.language) if result.is_reliable else ENGLISH
