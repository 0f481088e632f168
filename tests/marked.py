"""Docs from text with marks: `<PERSON:Ada Moss>` is an entity, `<s1:she> <c1:said> <t1:it rained>` are roles.

Roles with the same number belong together: `s` source, `c` cue, `t` content. Marks may hold each other. Also
Docs with a parse, from rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import spacy
from spacy.tokens import Doc, Span

from claimx.pipeline.entities.component import join_entities
from claimx.pipeline.records import Roles, RoleSpan, register_extensions
from claimx.pipeline.syntax.component import blank_pipeline

register_extensions()
NLP = blank_pipeline()
VOCAB = spacy.blank("en").vocab
MARK = re.compile(r"<([A-Z_]+|[sct]\d*):|>")
Marks = list[tuple[str, int, int]]


def read_marks(text: str) -> tuple[str, Marks]:
    """The text without marks, and what they said: label, start, end."""
    plain, marks, opened, last = "", [], [], 0
    for match in MARK.finditer(text):
        plain += text[last : match.start()]
        last = match.end()
        if match.group(1):
            opened.append((match.group(1), len(plain)))
        else:
            label, start = opened.pop()
            marks.append((label, start, len(plain)))
    return plain + text[last:], sorted(marks, key=lambda mark: mark[1:])


def marked(text: str) -> Doc:
    """A Doc with `ents`, `_.entities` and `_.roles` as marked."""
    plain, marks = read_marks(text)
    doc = NLP.make_doc(plain)
    spans = {mark: doc.char_span(*mark[1:], alignment_mode="expand") for mark in marks}
    doc.ents = [Span(doc, span.start, span.end, mark[0]) for mark, span in spans.items() if mark[0].isupper()]
    roles = Roles()
    lists = {"s": roles.sources, "c": roles.cues, "t": roles.contents}
    places: dict[str, int] = {}
    contents: list[str] = []
    for (label, _, _), span in spans.items():
        if label[0] in lists:
            places.setdefault(label, len(lists[label[0]]))
            lists[label[0]].append(RoleSpan(span.start, span.end, 0.9))
            contents += [label[1:]] if label[0] == "t" else []
    roles.content_cue = [places.get(f"c{number}") for number in contents]
    roles.content_source = [places.get(f"s{number}") for number in contents]
    cues = [label[1:] for (label, _, _) in spans if label[0] == "c"]
    roles.cue_source = [places.get(f"s{number}") for number in cues]
    doc._.roles = roles
    doc._.entities = join_entities(doc, doc.text)
    return doc


POS = {
    "NNP": "PROPN", "NN": "NOUN", "NNS": "NOUN", "CD": "NUM",
    "IN": "ADP", "DT": "DET", "JJ": "ADJ", "MD": "AUX", "$": "SYM",
}  # fmt: skip


def parsed(rows: Iterable[Sequence[str]], lemmas: Mapping[str, str]) -> Doc:
    """A Doc from the word, tag, relation and head of each word; the head is a number from 1, 0 for the root.

    `lemmas`: those that are not the word in lower case.
    """
    words, tags, deps, heads = zip(*rows, strict=True)
    return Doc(
        VOCAB,
        words=list(words),
        tags=list(tags),
        pos=[
            "AUX" if dep.startswith("aux") else "VERB" if tag[0] == "V" else POS.get(tag, "X")
            for tag, dep in zip(tags, deps, strict=True)
        ],
        deps=list(deps),
        heads=[int(head) - 1 if int(head) else i for i, head in enumerate(heads)],
        lemmas=[lemmas.get(word, word.lower()) for word in words],
    )
