#!/usr/bin/env python3
"""Count the table of lemmas: the words that are known, and the forms that no rule undoes.

    python models/training/lemmas.py --corpora CORPORA --output src/claimx/text/data/lemmas.json

Forms are counted in the treebanks EWT and GUM; irregular ones that are rare there are in `irregular.tsv`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

from articles import article_records
from corpora import conllu_rows

from claimx.pipeline.syntax.component import UNCHANGED
from claimx.text.lexicon import INFLECTED, find_lemma

# Tags of words whose apostrophe is often left out.
CONTRACTED = {"VBZ", "VBP", "MD", "POS", "PRP"}
IRREGULAR = Path(__file__).with_name("irregular.tsv")
NEWS = ("unlabelled/news.jsonl.gz", "polnear/train.jsonl.gz")
Forms = dict[str, dict[str, str]]


def seen_lemmas(corpora: Path) -> dict[tuple[str, str], Counter[str]]:
    """Return (Penn tag, form) -> its lemmas in EWT and GUM; with an empty tag, of all tags together."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for corpus in ("ewt", "gum"):
        for row in conllu_rows(corpora / corpus / "train.conllu.gz"):
            form, lemma, pos, tag, features = row[1].lower().replace("’", "'"), *row[2:6]
            if lemma == "_" or ("Typo" in features and tag not in CONTRACTED):
                continue
            if pos not in UNCHANGED:
                seen["VBD" if tag == "VBN" else tag, form][lemma if pos == "PRON" else lemma.lower()] += 1
            if (
                (tag != "NNS" or form != lemma)
                and form.isalpha()
                and len(form) > 1
                and not {"Typo=Yes", "Abbr=Yes"} & set(features.split("|"))
            ):
                seen["", form][lemma.lower()] += 1
    return seen


def irregular_forms() -> Forms:
    """Return Penn tag -> irregular form -> lemma, and nouns that are rare in news as their own lemma."""
    forms: Forms = defaultdict(dict)
    for line in IRREGULAR.read_text(encoding="utf8").splitlines():
        if not line.startswith("#"):
            tag, lemma, irregular = line.split("\t")
            for form in irregular.split():
                forms[tag][form] = lemma or form
                forms[""].setdefault(form, lemma or form)
    return forms


def common_words(corpora: Path, at_least: int = 2) -> set[str]:
    """Return the words of news that are written `at_least` times, and mostly without a capital."""
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    for text in (record["text"] for path in NEWS for record in article_records(corpora / path)):
        lower.update(re.findall(r"\b[a-z]{3,}\b", text))
        upper.update(word.lower() for word in re.findall(r"(?<=[a-z,] )[A-Z][A-Za-z]*\b", text))
    return {word for word, count in lower.items() if count >= at_least and count > upper[word]}


def count_lemmas(corpora: Path, at_least: int = 2) -> dict[str, object]:
    """Return the table: the words that are known, and Penn tag -> form -> lemma where the rules have another.

    A form is taken where it was seen `at_least` times and has one lemma nine times in ten; without a tag,
    one in `-ing` is of a verb where that is right three times in four.
    """
    seen, irregular, forms = seen_lemmas(corpora), irregular_forms(), irregular_forms()
    lemmas, adjectives = set(forms[""].values()), set()
    for (tag, _), found in seen.items():
        frequent = {lemma for lemma, count in found.items() if count >= at_least and lemma.isalpha()}
        lemmas |= frequent if tag else set()
        adjectives |= frequent if tag in ("JJ", "RB") else set()
    common = common_words(corpora)
    for word in common:
        # `athletics`, but not `medics`
        is_adjective = word[:-1] in adjectives or word[:-1] not in common
        if word.endswith("ics") and is_adjective and not seen.get(("NN", word[:-1])):
            forms["NNS"].setdefault(word, word)
            lemmas.add(word)
    known = frozenset(lemmas | common)
    for word in known - lemmas:
        base = find_lemma(word, "JJS", frozenset(adjectives), forms)
        if word.endswith("est") and base in adjectives:
            degrees = {word, f"{word[:-3]}er"} & known - lemmas
            forms[""].update(dict.fromkeys(degrees, base))
    for word in sorted(word for word in known - lemmas if INFLECTED["NN"].fullmatch(word)):
        known |= {find_lemma(word, "VBD" if word.endswith("ed") else "NNS", known, forms)}
    known -= {word for word in known - lemmas if find_lemma(word, "", known - {word}, forms) != word}
    for (tag, form), found in seen.items():
        lemma, count = found.most_common(1)[0]
        if tag:
            sure = count >= 0.9 * sum(found.values()) and form not in irregular.get(tag, ())
        else:
            is_noun = form.endswith("ing") and count < 0.75 * sum(found.values())
            lemma = form if is_noun and form in found else lemma
            sure = lemma == form or (lemma in known and form not in irregular[""])
        if sum(found.values()) >= at_least and sure and find_lemma(form, tag, known, forms) != lemma:
            forms[tag][form] = lemma
    for tag in ("", "NN"):
        forms[tag] = {form: lemma for form, lemma in forms[tag].items() if form != lemma or form not in known}
    exceptions = {tag: dict(sorted(forms[tag].items())) for tag in sorted(forms)}
    return {"words": " ".join(sorted(known)), "forms": exceptions}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    table = count_lemmas(arguments.corpora)
    arguments.output.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
