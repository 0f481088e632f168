"""Readers of the corpora (see README.md for where each is published)."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
from articles import lines_of, news, news_by_offsets, news_without_annotation, polnear
from gazetteer import place_labels, strip_titles
from labels import DEPENDENCIES, ENTITIES, ENTITY_TAGS, UPOS, XPOS
from passages import Passage, allow_entities

from claimx.pipeline.encoder.network import Gap

Sentence = tuple[list[str], list[int], list[tuple[int, int, str]]]

NO_SPACE_BEFORE = set(".,;:!?)]}%'”’") | {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "''"}
PRONOUNS = {"They", "We", "He", "She", "It", "I", "You", "Their", "Our", "His", "Her"}
NO_SPACE_AFTER = set("([{$“‘") | {"``"}


# ---------------------------------------------------------------- Universal Dependencies


def sentences_of_documents(path: Path) -> Iterator[tuple[str, list[tuple[bool, list[list[str]]]]]]:
    """Yield each document's name and sentences: (begins a paragraph, rows)."""
    name, sentences, rows, paragraph = "", [], [], True
    for line in [*lines_of(path), ""]:
        if line.startswith("# newdoc"):
            if sentences:
                yield name, sentences
            name, sentences, paragraph = line.partition("= ")[2], [], True
        elif line.startswith("# newpar"):
            paragraph = True
        elif not line and rows:
            sentences.append((paragraph, rows))
            rows, paragraph = [], False
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
    yield name, sentences


def conllu_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of all words of a treebank."""
    for line in lines_of(path):
        columns = line.split("\t")
        if columns[0].isdigit():
            yield columns


def gaps_in_sentence(rows: list[list[str]]) -> list[int]:
    """Return the gap after each word (a row numbered 3-4 covers words written as one)."""
    gaps, covered_to, after = [], 0, True
    for row in rows:
        space = "SpaceAfter=No" not in row[9]
        if "-" in row[0]:
            covered_to, after = int(row[0].split("-")[1]), space
        elif row[0].isdigit():
            number = int(row[0])
            inside = number <= covered_to
            gaps.append(int((after if number == covered_to else False) if inside else space))
    return gaps


def _gum_entities(rows: list[list[str]], base: int) -> tuple[list[tuple[int, int, list[str]]], set[int]]:
    """Return the named entities among GUM's mentions, and the words nothing is said about.

    GUM marks every mention, named or not. A mention is taken as a name where it consists of proper
    nouns (and small words between them); of other mentions that hold proper nouns these stay free.
    """
    mentions, open_mentions = [], []
    for i, row in enumerate(rows):
        value = next((f[7:] for f in row[9].split("|") if f.startswith("Entity=")), "")
        for piece in re.findall(r"\([^()]+|\d*\)|[^()]*\)", value):
            if piece.startswith("("):
                open_mentions.append((i, piece[1:].split("-")[1] if "-" in piece else "abstract"))
            else:
                if open_mentions:
                    start, kind = open_mentions.pop()
                    mentions.append((start, i + 1, kind))
    pos = [row[3] for row in rows]
    spans, free = [], {base + i for i, p in enumerate(pos) if p == "PROPN"}
    free |= {base + i for i, row in enumerate(rows) if row[3] == "ADJ" and row[1][:1].isupper() and i}
    taken: set[int] = set()
    for start, end, kind in sorted(mentions, key=lambda m: m[0] - m[1]):
        while start < end and pos[start] in ("DET", "PUNCT"):
            start += 1
        while end > start and (pos[end - 1] == "PUNCT" or rows[end - 1][4] == "POS"):
            end -= 1
        inner = pos[start:end]
        if not inner or inner[-1] != "PROPN" or inner[0] != "PROPN" or end - start > 8:
            continue
        if any(p not in ("PROPN", "ADP", "DET", "CCONJ", "PUNCT", "NUM") for p in inner):
            continue
        words = [row[1] for row in rows[start:end]]
        start += strip_titles(words) if kind == "person" else 0
        labels = {
            "person": ["PERSON"],
            "organization": ["ORG"],
            "place": place_labels(" ".join(words)),
            "event": ["EVENT"],
            "object": ["PRODUCT", "WORK_OF_ART", "FAC"],
            "abstract": ["WORK_OF_ART", "LAW", "PRODUCT", "EVENT", "NORP", "O"],
            "time": ["O"],
        }.get(kind)
        if labels and start < end and not taken & set(range(start, end)):
            spans.append((base + start, base + end, labels))
            taken |= set(range(start, end))
    return spans, free - {base + i for i in taken}


NAME_RELATIONS = {"flat", "compound", "amod", "nummod", "goeswith"}
ADDRESS = re.compile(r"\S+@\S+|\w+://|www\.|<")


def _possible_names(rows: list[list[str]]) -> np.ndarray:
    """Build the table of entity tags that the words of an EWT sentence may carry.

    EWT has no entities, but says which words are proper nouns and which of them hang together. All else
    is no name, save adjectives and small words close to a proper noun; nor is an address.
    """
    table = np.zeros((len(rows), len(ENTITY_TAGS)), dtype=bool)
    table[:, 0] = True
    heads = [int(row[6]) - 1 for row in rows]
    relations = [row[7].partition(":")[0] for row in rows]
    address = [bool(ADDRESS.search(row[1])) for row in rows]
    proper = [row[3] == "PROPN" and not a for row, a in zip(rows, address, strict=True)]

    def top(i: int) -> int:
        while relations[i] in NAME_RELATIONS and heads[i] >= 0:
            i = heads[i]
        return i

    for i, row in enumerate(rows):
        capital = row[1][:1].isupper() and i > 0 and row[3] in ("ADJ", "NOUN", "X")
        if not address[i] and (capital or any(proper[max(0, i - 2) : i + 3])):
            apart = i > 0 and proper[i] and proper[i - 1] and top(i) != top(i - 1)
            table[i, 1::2] = True
            table[i, 2::2] = not apart
    return table


def universal_dependencies(path: Path, corpus: str) -> Iterator[Passage]:
    """EWT and GUM: parts of speech, dependencies, sentences; named entities for GUM, what is none for EWT."""
    for _, sentences in sentences_of_documents(path):
        words: list[str] = []
        gaps: list[int] = []
        starts, upos, xpos, heads, labels, spans = [], [], [], [], [], []
        free: set[int] = set()
        possible = []
        for paragraph, all_rows in sentences:
            rows = [row for row in all_rows if row[0].isdigit()]
            base = len(words)
            after = gaps_in_sentence(all_rows)
            gaps += [Gap.PARAGRAPH if paragraph or not base else Gap.SPACE, *after[:-1]]
            words += [row[1] for row in rows]
            starts += [1] + [0] * (len(rows) - 1)
            upos += [UPOS.index(row[3]) for row in rows]
            xpos += [XPOS.index(row[4]) for row in rows]
            heads += [int(row[6]) - 1 + base if row[6] != "0" else -1 for row in rows]
            labels += [DEPENDENCIES.index(row[7]) for row in rows]
            if corpus == "gum":
                found, unsaid = _gum_entities(rows, base)
                spans += found
                free |= unsaid
            else:
                possible.append(_possible_names(rows))
        yield Passage(
            corpus,
            words,
            [int(g) for g in gaps],
            sentence_starts=np.array(starts),
            upos=np.array(upos),
            xpos=np.array(xpos),
            heads=np.array(heads),
            labels=np.array(labels),
            entities=np.concatenate(possible) if possible else allow_entities(len(words), spans, free),
        )


# ---------------------------------------------------------------- named entities


def _guessed_gaps(words: list[str]) -> list[int]:
    """Guess where spaces stood in a text that is only given as tokens."""
    gaps, quote_open = [], False
    for i, word in enumerate(words):
        closing = word == '"' and quote_open
        opened = i > 0 and words[i - 1] == '"' and quote_open
        glued = word in NO_SPACE_BEFORE or closing or (i > 0 and words[i - 1] in NO_SPACE_AFTER) or opened
        if word == '"':
            quote_open = not quote_open
        gaps.append(int(Gap.NONE if glued else Gap.SPACE))
    return gaps


def conll_sentences(path: Path, separator: str = "\t") -> Iterator[tuple[list[str], list[int], list[str]]]:
    """Yield words, guessed gaps and tags of sentences given one word a line (numbered lines: word second)."""
    words, tags = [], []
    for line in [*lines_of(path), ""]:
        if not line.strip():
            if words:
                yield words, _guessed_gaps(words), tags
            words, tags = [], []
        elif not line.startswith("# "):
            columns = line.split(separator)
            word, tag = (
                columns[1:3] if columns[0].isdigit() and len(columns) > 2 else (columns[0], columns[-1])
            )
            if len(columns) > 1 and word.strip():
                words.append(word.strip())
                tags.append(tag.strip())


def spans_of(tags: list[str]) -> list[tuple[int, int, str]]:
    """Return the spans of IOB tags, of either dialect: (start, end, label), end exclusive."""
    spans: list[tuple[int, int, str]] = []
    previous = "O"
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, label = tag.partition("-")
        if spans and previous != "O" and (tag == "O" or prefix == "B" or label != previous):
            spans[-1] = (spans[-1][0], i, previous)
        if tag != "O" and (prefix == "B" or label != previous):
            spans.append((i, i + 1, label))
        previous = label if tag != "O" else "O"
    return spans


def _entity_passages(
    corpus: str,
    sentences: Iterator[Sentence],
    label_map: Callable[[str, list[str]], list[str]],
    size: int = 20,
) -> Iterator[Passage]:
    """Lay sentences out as running text, `size` a passage."""

    def passage(group: list[Sentence]) -> Passage:
        words: list[str] = []
        gaps: list[int] = []
        starts: list[int] = []
        spans = []
        for k, (tokens, tags_gaps, entities) in enumerate(group):
            base = len(words)
            for start, end, label in entities:
                named = tokens[start:end]
                skip = 1 if named[0].lower() in ("the", "a", "an") and len(named) > 1 else 0
                skip += strip_titles(named[skip:])
                labels = label_map(label, named[skip:])
                if labels and start + skip < end:
                    spans.append((base + start + skip, base + end, labels))
            words += tokens
            gaps += [int(Gap.PARAGRAPH if k % 3 == 0 else Gap.SPACE), *tags_gaps[1:]]
            starts += [1] + [0] * (len(tokens) - 1)
        return Passage(
            corpus, words, gaps, sentence_starts=np.array(starts), entities=allow_entities(len(words), spans)
        )

    group: list[Sentence] = []
    for sentence in sentences:
        group.append(sentence)
        if len(group) == size:
            yield passage(group)
            group = []
    if group:
        yield passage(group)


@cache
def _gmb_names() -> dict[str, str]:
    """Names that GMB labels now so, now so, each with its right label."""
    table: dict[str, list[str]] = json.loads((Path(__file__).parent / "gmb_names.json").read_text("utf-8"))
    return {name: label for label, names in table.items() for name in names}


def _gmb_labels(label: str, words: list[str]) -> list[str]:
    text = " ".join(words)
    if label in ("geo", "gpe", "org", "per") and text in _gmb_names():
        return [_gmb_names()[text]]
    if label in ("org", "per") and place_labels(text) == ["GPE"]:
        return ["GPE", "ORG" if label == "org" else "PERSON"]
    if label == "geo":
        return ["NORP"] if text.endswith(("ish", "ese", "ite", "nni")) else place_labels(text)
    if label == "gpe":  # demonyms, and now and then a country
        return ["GPE"] if place_labels(text) == ["GPE"] else ["NORP"]
    return {
        "per": ["PERSON"] if text[:1].isupper() else ["O"],
        "org": ["ORG"],
        "art": ["WORK_OF_ART", "PRODUCT", "LAW", "FAC", "O"],
        "eve": ["EVENT"],
        "nat": ["EVENT", "PRODUCT", "O"],
        "tim": ["O"],
    }[label]


def gmb(path: Path, **_: object) -> Iterator[Passage]:
    """Groningen Meaning Bank, as tokens with entity tags (latin-1 CSV in a zip)."""

    def sentences() -> Iterator[Sentence]:
        with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as raw:
            words: list[str] = []
            tags: list[str] = []
            for row in csv.DictReader(io.TextIOWrapper(raw, encoding="latin-1")):
                if row["Sentence #"] and words:
                    yield words, _guessed_gaps(words), spans_of(tags)
                    words, tags = [], []
                word = row["Word"].strip().replace("\x92", "’").replace("\x93", "“").replace("\x94", "”")
                if word:
                    words.append(word)
                    tags.append(row["Tag"])
            if words:
                yield words, _guessed_gaps(words), spans_of(tags)

    yield from _entity_passages("gmb", sentences(), _gmb_labels)


MISC = ["NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "O"]


def _small_labels(label: str, words: list[str]) -> list[str]:
    text = " ".join(words)
    if label in ("LOC", "Location", "location", "country"):
        return place_labels(text)
    return {
        "PER": ["PERSON"], "Person": ["PERSON"], "politician": ["PERSON"], "person": ["PERSON"],
        "ORG": ["ORG"], "Organisation": ["ORG", "GPE"] if place_labels(text) == ["GPE"] else ["ORG"],
        "organisation": ["ORG"], "politicalparty": ["ORG"],
        "event": ["EVENT"], "election": ["EVENT"], "Nationality": ["NORP"],
        "MISC": MISC, "misc": MISC, "Weapon": ["PRODUCT", "O"], "MilitaryPlatform": ["PRODUCT", "O"],
        "DocumentReference": ["WORK_OF_ART", "LAW", "O"],
        "Temporal": ["O"], "Quantity": ["O"], "Money": ["O"],
    }[label]  # fmt: skip


def small_entity_corpus(path: Path, corpus: str) -> Iterator[Passage]:
    """wikigold, re3d and CrossNER: one token and tag a line."""
    separator = " " if corpus == "wikigold" else "\t"
    sentences = ((words, gaps, spans_of(tags)) for words, gaps, tags in conll_sentences(path, separator))
    yield from _entity_passages(corpus, sentences, _re3d_labels if corpus == "re3d" else _small_labels)


SMALL_WORDS = {"of", "and", "the", "for", "in", "-", "'s", "al", "de"}


def _re3d_labels(label: str, words: list[str]) -> list[str]:
    """re3d marks plain noun phrases and pronouns too: only names teach, the others say nothing."""
    named = all(w[:1].isupper() or w in SMALL_WORDS for w in words) and any(
        len(w) > 4 or w.isupper() for w in words
    )
    return _small_labels(label, words) if named and words[0] not in PRONOUNS else [*ENTITIES, "O"]


FILES: dict[str, tuple[str, Callable[..., Iterator[Passage]]]] = {
    "news": ("news/train.jsonl.gz", news),
    "unlabelled": ("unlabelled/news.jsonl.gz", news_by_offsets),
    "unannotated": ("unlabelled/news.jsonl.gz", news_without_annotation),
    "written": (str(Path(__file__).parent / "written.jsonl"), news),
    "polnear": ("polnear/train.jsonl.gz", polnear),
    "ewt": ("ewt/train.conllu.gz", universal_dependencies),
    "gum": ("gum/train.conllu.gz", universal_dependencies),
    "gmb": ("gmb/ner_dataset.csv.zip", gmb),
    "wikigold": ("wikigold/wikigold.conll.txt.gz", small_entity_corpus),
    "re3d": ("re3d/re3d-train.conll.gz", small_entity_corpus),
    "crossner": ("crossner/politics.train.txt.gz", small_entity_corpus),
}


def read_corpus(folder: Path, corpus: str) -> list[Passage]:
    """Read one corpus from the folder that holds them all."""
    name, reader = FILES[corpus]
    return list(reader(folder / name, corpus=corpus))
