"""The `claimx_entities` component: the network's names corrected and clustered into entities.

Boundaries are repaired by moving offsets only: `the Times`, `Anthony “Big Tone” Russo`.
A title that is read as a person (`Secretary`) is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span
from spacy.util import filter_spans

from claimx.errors import ModelError
from claimx.pipeline.entities import corrections
from claimx.pipeline.entities.names import (
    PersonName,
    cluster_organizations,
    cluster_people,
    countries,
    fold,
    read_name,
    well_known,
    words,
)
from claimx.pipeline.records import (
    ENTITY_LABELS,
    Entity,
    Mention,
    add_entity_spans,
    has_words,
    head_of,
    register_extensions,
)
from claimx.text import single_spaced
from claimx.text.sentences import paragraph_starts
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Only the network distinguishes a place from a person with the same name (`Washington`).
_PLACES = frozenset({"GPE", "LOC"})
_LEAD = re.compile(r"(?:P\.S\.)?[\s\"'“”‘’«»„`´(\[{,;:.…—–-]*")
_ARTICLE = re.compile(r"(?:[Tt]he|THE|an?)(?:\s+[\s\"'“‘«„`]*(?!Hague\b)|$)")
_TAIL = re.compile(r"[\s\"'“”‘’«»„`´,;:…?—–-]+$")
_POSSESSIVE = re.compile(r"\s*['’‘´`][sS]$")
# Labels of names that may end in a possessive (`Lloyd's`) or start with an article.
_OWN_POSSESSIVE = frozenset({"ORG", "FAC", "PRODUCT", "WORK_OF_ART"})
_OWN_ARTICLE = frozenset({"WORK_OF_ART"})
# Names of these labels with `&` between them are one firm (`Wood & Hale`).
_FIRM = frozenset({"PERSON", "ORG"})
# `Anthony “Big Tone” Russo`.
_NICKNAMED = re.compile(
    r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)? (?P<opening>[\"“‘'(])(?:[^\W\d_a-z][\w’'-]*)"
    r"(?: [^\W\d_a-z][\w’'-]*){0,2}[\"”’')] [^\W\d_a-z][\w-]+(?:['’][^\W\d_a-z][\w-]+)?"
)
_ABBREVIATED_SUFFIX = re.compile(r"\b[JS]r$")
_RULER = re.compile(r"(?:The )?(?:Emir|King|Queen|Sultan|Emperor|Shah|President|Prime Minister) of (?:the )?")


class EntityJoiner:
    """Writes `doc.ents`, `doc._.entities` and `doc.spans["claimx_entities"]` from `doc._.encoding`.

    Without an encoding, `doc.ents` stay as another component set them; of these, the names become entities.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Name the entities of one text.

        Raises:
            ModelError: no component before this one has looked for names.
        """
        text, encoding = doc.text, doc._.encoding
        if encoding is not None:
            named = [Span(doc, start, end, label=label) for start, end, label in encoding.entities]
            doc.ents = tuple(named)
            if found := corrections.whole_names(doc):
                doc.ents = tuple(filter_spans([*found, *named]))
        elif has_words(doc) and not doc.has_annotation("ENT_IOB"):
            raise ModelError(
                "claimx_entities needs a component before it that finds names",
                "add claimx_encoder (nlp.add_pipe('claimx_encoder', source=claimx.load())), or spaCy's ner",
            )
        doc._.entities = join_entities(doc, text)
        add_entity_spans(doc)
        return doc


@Language.factory("claimx_entities", assigns=["doc.ents", "doc._.entities", "doc.spans"])
def make_entities(nlp: Language, name: str) -> EntityJoiner:
    """Create the component; it has no settings."""
    register_extensions()
    return EntityJoiner()


def join_entities(doc: Doc, text: str) -> list[Entity]:
    """The entities that `doc.ents` name, in the order of first mentions; `text` is the text of the `Doc`."""
    spans, labels = _names(doc, text)
    pairs = sorted([*zip(spans, labels, strict=True), *corrections.missed_names(doc, text, spans, labels)])
    spans = [span for span, _ in pairs]
    labels = _voted(text, spans, [label for _, label in pairs])
    persons = [position for position, label in enumerate(labels) if label == "PERSON"]
    others = [position for position, label in enumerate(labels) if label != "PERSON"]
    names = [read_name(text, spans[place]) for place in persons]
    for position, name in zip(persons, names, strict=True):
        spans[position] = name.range
    groups = cluster_people(text, names)
    found = [[persons[i] for i in group] for group in groups if not _only_titles(names, group)]
    other_spans, other_labels = [spans[i] for i in others], [labels[i] for i in others]
    found += [[others[i] for i in group] for group in cluster_organizations(text, other_spans, other_labels)]
    entities = [_entity(text, [spans[i] for i in group], [labels[i] for i in group]) for group in found]
    return sorted(entities, key=lambda entity: entity.mentions[0].range)


def _only_titles(names: list[PersonName], group: list[int]) -> bool:
    """Whether all names of a person are titles (`Secretary`, `the President`)."""
    return all(set(names[i].words) <= words("titles") and not names[i].gender for i in group)


def _names(doc: Doc, text: str) -> tuple[list[Range], list[str]]:
    """Repaired spans and corrected labels of `doc.ents`, in document order."""
    head = head_of(doc)
    spans: list[Range] = []
    labels: list[str] = []
    for ent in doc.ents:
        if ent.label_ not in ENTITY_LABELS:
            continue
        for name in names_in(text, ent.start_char, ent.end_char, ent.label_):
            country = ruled_country(text, name)
            span = country or corrections.with_possessive(doc, text, name, ent.label_)
            label = (
                "GPE"
                if country
                else corrections.label_in_head(text, span, head)
                or corrections.corrected_label(text[span.start : span.end], ent.label_)
            )
            # Not inside the name before, which was extended.
            if label is None or (spans and span.start < spans[-1].end):
                continue
            if spans and text[spans[-1].end : span.start] == " & " and {labels[-1], label} <= _FIRM:
                spans[-1], labels[-1] = Range(spans[-1].start, span.end), "ORG"
            else:
                spans.append(span)
                labels.append(label)
    for span, label in corrections.names_in_head(text, head):
        place = bisect_left(spans, span)
        if not any(map(span.overlaps, spans[max(0, place - 1) :][:2])):
            spans.insert(place, span)
            labels.insert(place, label)
    return spans, labels


def _voted(text: str, spans: list[Range], labels: list[str]) -> list[str]:
    """The most frequent label of each string, the first one of several; other mentions vote as well."""
    folded = [fold(text[start:end]) for start, end in spans]
    votes: dict[str, Counter[str]] = {}
    for name, label in zip(folded, labels, strict=True):
        votes.setdefault(name, Counter())[label] += 1
    people_named = {name for name, label in zip(folded, labels, strict=True) if label == "PERSON"}
    surnames = {name.rpartition(" ")[2] for name in people_named if " " in name}
    label_of = {name: counts.most_common(1)[0][0] for name, counts in votes.items()}
    label_of |= {name: "PERSON" for name in surnames & label_of.keys() if label_of[name] not in _PLACES}
    known = well_known()
    return [known.get(text[slice(*span)], label_of[name]) for name, span in zip(folded, spans, strict=True)]


def _entity(text: str, spans: list[Range], labels: list[str]) -> Entity:
    label = Counter(labels).most_common(1)[0][0]
    shown = Counter(single_spaced(text[start:end]) for start, end in spans)
    return Entity(
        label, max(shown, key=lambda name: _fullness(name, shown[name])), [Mention(span) for span in spans]
    )


def _fullness(name: str, count: int) -> tuple[int, bool, int, int]:
    """Sort key of names: most words, not all in capitals, most frequent, longest."""
    words = name.split()
    return len(words), not (name.isupper() and len(words) > 1), count, len(name)


def names_in(text: str, start: int, end: int, label: str) -> list[Range]:
    """The names inside a span, cut at paragraph ends and repaired."""
    starts = paragraph_starts(text) if "\n" in text[start:end] else ()
    cuts = [start, *(cut for cut in starts if start < cut < end), end]
    found = (repaired(text, *piece, label) for piece in pairwise(cuts))
    return [span for span in found if span]


def ruled_country(text: str, span: Range) -> Range | None:
    """The country in the title of its ruler, read as one name (`Emir of Qatar`)."""
    ruler = _RULER.match(text, *span)
    if ruler is None or text[ruler.end() : span.end].casefold() not in countries():
        return None
    return Range(ruler.end(), span.end)


def repaired(text: str, start: int, end: int, label: str) -> Range | None:
    """The name inside `text[start:end]` without article and possessive; None if nothing is left."""
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    if label not in _OWN_ARTICLE and (article := _ARTICLE.match(text, start, end)):
        start = article.end()
    name = text[start:end]
    if not name.isalnum():
        name = _TAIL.sub("", name)
        if label not in _OWN_POSSESSIVE:
            name = _TAIL.sub("", _POSSESSIVE.sub("", name))
    if not any(map(str.isalnum, name)):
        return None
    span = Range(start, start + len(name))
    return whole_person(text, span) if label == "PERSON" else span


def whole_person(text: str, span: Range) -> Range:
    """A person's name with a nickname and the surname after it, and the full stop of `Sr.`."""
    start, end = span
    nickname = _NICKNAMED.match(text, start)
    # A headline may quote after a whole name (`Ada Moss ‘A Liar’ In Court`).
    if nickname and (" " not in text[start:end] or nickname.start("opening") < end):
        end = max(end, nickname.end())
    if text[end : end + 1] == "." and _ABBREVIATED_SUFFIX.search(text, start, end):
        end += 1
    return Range(start, end)
