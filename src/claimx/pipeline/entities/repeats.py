"""Names that are recognised in one place of an article and missed in another."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from spacy.tokens import Span

from claimx.pipeline.entities import lexicon
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# How often a name must have been recognised to be looked for where it was not.
_SEEN = 2
# A name that opens a sentence is at times read as a pronoun.
_NAME_TAGS = ("PROPN", "PRON", "X", "")
_GROUP_TAGS = (*_NAME_TAGS, "ADJ", "NOUN")


def missed_names(doc: Doc, spans: list[Range], labels: list[str]) -> list[tuple[Range, str]]:
    """Further places of the names at `spans`, with their labels.

    Looked for are names recognised at least twice and surnames of full names, spelt just so; a word
    between other capitalised words, as in `Moss Street`, is left alone.
    """
    wanted = lexicon.well_known() | _wanted(doc.text, spans, labels)
    strings = doc.vocab.strings
    first_words = {strings[name.partition(" ")[0]]: None for name in wanted}
    orths = doc.to_array("ORTH")
    taken = np.zeros(len(doc) + 1, dtype=bool)
    for ent in doc.ents:
        taken[ent.start : ent.end] = True
    places = np.flatnonzero(np.isin(orths, np.fromiter(first_words, dtype=np.uint64)) & ~taken[:-1])
    found: list[tuple[Range, str]] = []
    ends = [0, *(end for _, end in spans)]
    starts = [start for start, _ in spans]
    done = 0
    for place in places.tolist():
        first = doc[place]
        for length in (3, 2, 1) if place >= done else ():
            last = place + length
            name = doc[place:last].text
            if last > len(doc) or name not in wanted or taken[place:last].any():
                continue
            if ends[bisect_left(starts, first.idx + len(name))] > first.idx:
                break  # part of a name that was made whole
            tags = _GROUP_TAGS if wanted[name] == "NORP" else _NAME_TAGS
            if _stands_alone(doc, place, last) and (length > 1 or first.pos_ in tags):
                found.append((Range(first.idx, first.idx + len(name)), wanted[name]))
                done = last
            break
    return found


def whole_names(doc: Doc) -> list[Span]:
    """Places of names of several words where only a part of one was recognised.

    `Pedras` becomes `Pedras do Norte` where that is what stands there, and what the article calls it
    elsewhere.
    """
    labels = _long_names(doc)
    first_words = {name.partition(" ")[0] for name in labels}
    lengths = sorted({name.count(" ") + 1 for name in labels}, reverse=True)
    found: list[Span] = []
    for ent in doc.ents:
        if ent[0].text not in first_words:
            continue
        for length in lengths:
            whole = doc[ent.start : ent.start + length]
            if len(whole) > len(ent) and whole.text in labels:
                if _stands_alone(doc, whole.start, whole.end):
                    found.append(Span(doc, whole.start, whole.end, label=labels[whole.text]))
                break
    return found


def _long_names(doc: Doc) -> dict[str, str]:
    """Names of more than one word, with the label that each has most."""
    shown = Counter((ent.text, ent.label_) for ent in doc.ents if " " in ent.text)
    return {name: label for (name, label), count in reversed(shown.most_common()) if count >= _SEEN}


def _wanted(text: str, spans: list[Range], labels: list[str]) -> dict[str, str]:
    shown = Counter((text[start:end], label) for (start, end), label in zip(spans, labels, strict=True))
    # The commonest label is written last.
    often = [pair for pair, count in reversed(shown.most_common()) if count >= _SEEN]
    wanted = {name: label for name, label in often if name[:1].isupper()}
    for name, label in shown:
        first, _, last = name.rpartition(" ")
        if label == "PERSON" and first and last.isalpha() and len(last) > 2:
            wanted.setdefault(last, label)
    return wanted


def _stands_alone(doc: Doc, start: int, end: int) -> bool:
    """Whether no other part of a name stands right before or after tokens `start` to `end`."""
    if end < len(doc) and _part_of_name(doc[end]):
        return False
    if start == 0 or not _part_of_name(doc[start - 1]):
        return True
    before = doc[start - 1]
    opens = start == 1 or not doc[start - 2].text[-1].isalnum()
    return before.lower_.rstrip(".") in lexicon.titles() or (opens and not before.pos_)


def _part_of_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.pos_ in ("PROPN", "")
