"""Counting the lemmas that a look-up without part of speech gets wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from corpora import conllu_rows

from claimx.pipeline.syntax.component import UNCHANGED, Lemmatizer


def count_lemmas(corpora: Path, at_least: int = 2) -> dict[str, str]:
    """Return `POS form` -> lemma for the forms of EWT and GUM whose lemma simplemma has otherwise.

    A form is taken where it was seen `at_least` times and has one lemma nine times in ten.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for corpus in ("ewt", "gum"):
        for row in conllu_rows(corpora / corpus / "train.conllu.gz"):
            form, lemma, pos = row[1].lower().replace("’", "'"), row[2], row[3]
            if pos not in UNCHANGED | {"PROPN"} and lemma != "_":
                seen[f"{pos} {form}"][lemma.lower() if pos != "PRON" else lemma] += 1
    plain = Lemmatizer({})
    table = {}
    for key, lemmas in seen.items():
        lemma, count = lemmas.most_common(1)[0]
        pos, form = key.split(" ", 1)
        if (
            sum(lemmas.values()) >= at_least
            and count >= 0.9 * sum(lemmas.values())
            and plain.lemmatize(form, pos) != lemma
        ):
            table[key] = lemma
    return dict(sorted(table.items()))
