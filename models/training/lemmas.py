"""Making the tables of lemmas: the dictionary in `claimx.text`, and what the treebanks have otherwise.

`python lemmas.py CORPORA` writes the dictionary from that of LemmInflect (MIT), which was made from the
SPECIALIST Lexicon of the US National Library of Medicine.
"""

from __future__ import annotations

import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from corpora import conllu_rows

from claimx.pipeline.syntax.component import UNCHANGED, Lemmatizer
from claimx.text.lexicon import Dictionary

DICTIONARY = Path(__file__).parents[2] / "src/claimx/text/data/lemmas.tsv"
HEADER = """\
# Lemmas with their parts of speech, and irregular forms with part of speech and lemma: see ../lexicon.py.
# Made by models/training/lemmas.py from LemmInflect 0.2.3, with the words of the SPECIALIST Lexicon of
# the US National Library of Medicine. For its copyright and licence (MIT), see models/LICENSE.
"""
# The parts of speech of LemmInflect, of the dictionary, and of Universal Dependencies.
PARTS = {"noun": ("n", "NOUN"), "verb": ("v", "VERB"), "adj": ("a", "ADJ"), "adv": ("r", "ADV")}


def treebank_rows(corpora: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the lower-case form, lemma and UPOS of the words of EWT and GUM."""
    for corpus in ("ewt", "gum"):
        for row in conllu_rows(corpora / corpus / "train.conllu.gz"):
            yield row[1].lower().replace("’", "'"), row[2], row[3]


def listed_forms() -> dict[tuple[str, str], list[str]]:
    """Return form and part of speech of single lower-case words -> their lemmas, from LemmInflect."""
    spec = find_spec("lemminflect")
    assert spec is not None
    assert spec.origin is not None
    forms: dict[tuple[str, str], list[str]] = {}
    with gzip.open(Path(spec.origin).parent / "resources/lemma_lu.csv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            form, part, lemmas = line.strip().split(",")
            if part in PARTS and form.islower() and "." not in form and " " not in line:
                forms[form, part] = lemmas.split("/")
    return forms


def write_dictionary(corpora: Path) -> None:
    """Write the dictionary; the treebanks tell which words are rather nouns than irregular forms of verbs."""
    parts: dict[str, set[str]] = defaultdict(set)
    chosen: dict[tuple[str, str], str] = {}
    forms = listed_forms()
    for (form, part), lemmas in forms.items():
        # The first lemma of a verb is the most frequent one: `fall`, not `fell`, for `fell`.
        lemma = form if part != "verb" and form in lemmas else min(lemmas, key=lambda each: "-" in each)
        chosen[form, part] = lemma
        parts[lemma].add(PARTS[part][0])
    regular = Dictionary({lemma: "".join(found) for lemma, found in parts.items()}, {})
    irregular: list[tuple[str, str, str]] = []
    for (form, part), lemma in chosen.items():
        found = regular.lemma_as(form, PARTS[part][1])
        if found != lemma and (part == "verb" or found not in forms[form, part]):
            irregular.append((form, PARTS[part][0], lemma))
    counts = Counter((form, pos) for form, _, pos in treebank_rows(corpora))
    for form, part, _ in irregular:
        if part == "v" and "n" in parts[form] and counts[form, "NOUN"] > counts[form, "VERB"]:
            parts[form] = parts[form] - {"n"} | {"N"}
    rows = [*sorted((word, "".join(sorted(found))) for word, found in parts.items() if found)]
    text = "".join("\t".join(row) + "\n" for row in [*rows, *sorted(irregular)])
    DICTIONARY.write_text(HEADER + text, encoding="utf-8")


def count_lemmas(corpora: Path, at_least: int = 2) -> dict[str, str]:
    """Return `POS form` -> lemma for the forms of EWT and GUM whose lemma the dictionary has otherwise.

    A form is taken where it was seen `at_least` times and has one lemma nine times in ten.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for form, lemma, pos in treebank_rows(corpora):
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


if __name__ == "__main__":
    write_dictionary(Path(sys.argv[1]))
