#!/usr/bin/env python3
"""Measure how often the pipeline says rightly whom a pronoun means.

    python models/training/coreference.py --corpora CORPORA --model models/en_claimx_news

GUM's texts go through the whole pipeline as plain text, and its answers are compared with GUM's chains.
Counted are three sets of pronouns, each a part of the next but for the first: `he` and `she` as the sources
of statements that the pipeline finds; `he` and `she` as subjects of verbs of speech and thought, by GUM's
own trees; and every `he` and `she`. The other lines are further sources that name nobody themselves.

- A pronoun can be resolved if its chain holds a mention headed by a proper noun before it (recall is
  counted of these; `named anywhere` also counts chains that are named only later).
- It is resolved if the pipeline gives it an entity. That is right if most names of the entity lie in mentions
  headed by a proper noun that belong to the pronoun's chain (of several such mentions around or in a
  name, the one nearest in length counts); wrong in all other cases, as where GUM has no such mention at all.

GUM's parts share some texts; those in the part measured are left out of the part that weights are learned
from (see pronouns.py).
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from corpora import gaps_in_sentence, sentences_of_documents
from spacy.tokens import Doc

from claimx.pipeline.records import Entity
from claimx.pipeline.statements.component import cue_words
from claimx.pipeline.statements.pronouns import PronounResolver, Speech
from claimx.text.quotes import Quotations
from claimx.text.tokens import Range

PERSONAL = ("he", "she")
OTHERS = ("they", "it", "who", "which", "i")


@dataclass
class Gold:
    """A text of GUM with its chains.

    `names` are the mentions headed by proper nouns; `heads` gives the chain of the mention whose head starts
    at a character; `speaking` is where subjects of verbs of speech and thought start.
    """

    name: str
    text: str
    chains: dict[Range, str] = field(default_factory=dict)
    names: list[tuple[Range, str]] = field(default_factory=list)
    heads: dict[int, str] = field(default_factory=dict)
    speaking: set[int] = field(default_factory=set)

    def named_before(self, chain: str | None, position: float) -> bool:
        """Tell whether a chain holds a name before a character."""
        return any(known == chain and span.start < position for span, known in self.names)

    def chain_of(self, entity: Entity) -> str | None:
        """Return the chain that most names of an entity belong to."""
        found: Counter[str] = Counter()
        for mention in entity.mentions:
            if mention.kind == "name" and (chain := self._chain_at(mention.range)):
                found[chain] += 1
        return found.most_common(1)[0][0] if found else None

    def _chain_at(self, name: Range) -> str | None:
        length = name.end - name.start
        around = [
            (abs(span.end - span.start - length), chain)
            for span, chain in self.names
            if (span.start <= name.start and name.end <= span.end)
            or (name.start <= span.start and span.end <= name.end)
        ]
        return min(around)[1] if around else None


def gum(path: Path) -> Iterator[Gold]:
    """Yield GUM's texts as they are printed, a blank line between paragraphs."""
    verbs = {verb for verb, kind in cue_words("verbs").items() if kind != "intend"}
    for name, sentences in sentences_of_documents(path):
        gold = Gold(name, "")
        words: list[tuple[Range, bool]] = []
        opened: dict[str, list[tuple[int, int]]] = {}
        latest = ""
        for paragraph, all_rows in sentences:
            rows = [row for row in all_rows if row[0].isdigit()]
            if paragraph and gold.text:
                gold.text = gold.text.rstrip() + "\n\n"
            for row, gap in zip(rows, gaps_in_sentence(all_rows), strict=True):
                start = len(gold.text)
                words.append((Range(start, start + len(row[1])), row[3] == "PROPN"))
                gold.text += row[1] + " " * bool(gap)
                head = rows[int(row[6]) - 1] if row[6] != "0" else row
                if row[7].startswith("nsubj") and head[2] in verbs and head[3] == "VERB":
                    gold.speaking.add(start)
                value = next((f[7:] for f in row[9].split("|") if f.startswith("Entity=")), "")
                for piece in re.findall(r"\([^()]+|[^()]*\)", value):
                    if piece.startswith("("):
                        fields = piece[1:].split("-")
                        latest, first = fields[0], len(words) - 1
                        head_word = first + int(fields[5].split(",")[0]) - 1
                        opened.setdefault(latest, []).append((first, head_word))
                    elif opened.get(key := piece[:-1] or latest):
                        first, head_word = opened[key].pop()
                        span = Range(words[first][0].start, words[-1][0].end)
                        chain = key.partition("[")[0]
                        gold.chains.setdefault(span, chain)
                        head_span, proper = words[head_word]
                        gold.heads.setdefault(head_span.start, chain)
                        if proper:
                            gold.names.append((span, chain))
        yield gold


def speeches(doc: Doc) -> list[Speech]:
    """Return the contents of a text's statements with their sources."""
    return [
        (part, statement.source.range if statement.source else None)
        for statement in doc._.statements
        for part in statement.content
    ]


def count(gold: Gold, span: Range, entity: Entity | None) -> Counter[str]:
    """Count one pronoun."""
    chain = gold.chains.get(span)
    counts = Counter(all=1)
    counts["named before"] += gold.named_before(chain, span.start)
    counts["named anywhere"] += gold.named_before(chain, float("inf"))
    if entity:
        counts["right" if chain is not None and gold.chain_of(entity) == chain else "wrong"] += 1
    return counts


def _sources(gold: Gold, doc: Doc) -> Iterator[tuple[str, Counter[str]]]:
    """Yield the sources that name nobody themselves, each once."""
    entities: list[Entity] = doc._.entities
    names = [m.range for e in entities for m in e.mentions if m.kind == "name"]
    for source in {s.source.range: s.source for s in doc._.statements if s.source}.values():
        text = gold.text[slice(*source.range)].lower()
        if text in PERSONAL:
            line = "he, she: sources"
        elif text in OTHERS:
            line = f"{text}: sources"
        elif text.startswith("the ") and not any(
            source.range.start <= name.start and name.end <= source.range.end for name in names
        ):
            line = "the ...: sources"
        else:
            continue
        yield line, count(gold, source.range, entities[source.entity] if source.entity is not None else None)


def _pronouns(gold: Gold, doc: Doc) -> Iterator[tuple[str, Counter[str]]]:
    """Yield every `he` and `she`."""
    entities: list[Entity] = doc._.entities
    resolver = PronounResolver(doc, entities, Quotations(gold.text), speeches(doc))
    for match in re.finditer(r"(?i)\b(?:he|she)\b", gold.text):
        place = resolver.entity_at(match.start())
        counts = count(gold, Range(*match.span()), entities[place] if place is not None else None)
        yield "he, she: all", counts
        if match.start() in gold.speaking:
            yield "he, she: subjects of speech", counts


def evaluate(golds: Iterable[Gold], docs: Iterable[Doc]) -> dict[str, Counter[str]]:
    """Return the counts of each line."""
    lines: dict[str, Counter[str]] = {}
    for gold, doc in zip(golds, docs, strict=True):
        for line, counts in (*_sources(gold, doc), *_pronouns(gold, doc)):
            lines.setdefault(line, Counter()).update(counts)
    return lines


def report(lines: dict[str, Counter[str]]) -> None:
    """Print precision and recall of each line."""
    for line, counts in sorted(lines.items()):
        resolved, known = counts["right"] + counts["wrong"], counts["named before"]
        precision, recall = (100 * counts["right"] / max(1, total) for total in (resolved, known))
        print(
            f"{line:28} precision {precision:5.1f} ({counts['right']} of {resolved})"
            f"  recall {recall:5.1f} (of {known})"
            f"  named anywhere {counts['named anywhere']}  all {counts['all']}"
        )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--part", choices=("dev", "train"), default="dev")
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.model)
    golds = list(gum(arguments.corpora / f"gum/{arguments.part}.conllu.gz"))
    report(evaluate(golds, nlp.pipe(gold.text for gold in golds)))


if __name__ == "__main__":
    main()
