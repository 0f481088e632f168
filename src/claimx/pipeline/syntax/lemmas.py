"""Lemmas: a table of what depends on the part of speech, and simplemma for everything else."""

from __future__ import annotations

# simplemma knows a word's lemma but not its part of speech; these are their own lemma.
UNCHANGED = frozenset({"PUNCT", "SYM", "X", "NUM"})


class Lemmatizer:
    """Finds lemmas.

    `table`: `POS form` in lower case -> lemma, where simplemma, which sees no part of speech, has
    another (`VERB left` -> `leave`); counted from the training treebanks.
    """

    def __init__(self, table: dict[str, str]) -> None:
        self.table = table

    def lemmatize(self, word: str, pos: str) -> str:
        """Return the lemma of a word with this UPOS tag."""
        import simplemma

        if pos in UNCHANGED:
            return word
        form = word.lower().replace("’", "'")
        lemma = self.table.get(f"{pos} {form}")
        if lemma is not None:
            return lemma
        if pos == "PROPN":
            return word
        return simplemma.lemmatize(form, lang="en")
