"""From named spans to entities: one for each thing in the world, with all its mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from claimx.pipeline.entities import lexicon, people, things
from claimx.pipeline.entities.labels import called_a_body, label_in_head, names_in_head, settled_label
from claimx.pipeline.entities.organizations import are_one_name
from claimx.pipeline.entities.repeats import missed_names
from claimx.pipeline.entities.spans import names_in
from claimx.pipeline.records import Entity, Mention, head_of
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Votes for PERSON that a single name gets when it is the surname of a full name in the article.
_SURNAME_VOTES = 2
# Votes for ORG that a name gets for ending in a word like `Bank` or `Ltd`.
_DESIGNATION_VOTES = 3
# A place of this name is told from a person who bears it by the model alone (`Washington`).
_PLACES = frozenset({"GPE", "LOC"})
_PERSON_TITLES = ("mr ", "mrs ", "ms ", "sen ", "rep ", "gov ")


def join_entities(doc: Doc) -> list[Entity]:
    """One entity for each thing that `doc.ents` name, in the order of first mentions."""
    text = doc.text
    spans, labels = _with_missed(doc, *_names(doc))
    labels = _voted(text, spans, labels)
    persons = [position for position, label in enumerate(labels) if label == "PERSON"]
    others = [position for position, label in enumerate(labels) if label != "PERSON"]
    names = [people.read_name(text, spans[position]) for position in persons]
    for position, name in zip(persons, names, strict=True):
        spans[position] = name.range
    groups = people.cluster_people(text, names)
    found = [[persons[i] for i in group] for group in groups if not _only_titles(names, group)]
    other_spans, other_labels = [spans[i] for i in others], [labels[i] for i in others]
    found += [[others[i] for i in group] for group in things.cluster_things(text, other_spans, other_labels)]
    entities = [_entity(text, [spans[i] for i in group], [labels[i] for i in group]) for group in found]
    return sorted(entities, key=lambda entity: entity.mentions[0].range)


def _only_titles(names: list[people.PersonName], group: list[int]) -> bool:
    """Whether somebody is called nothing but `Secretary` or `the President`, which is no name."""
    return all(set(names[i].words) <= lexicon.titles() and not names[i].gender for i in group)


def _names(doc: Doc) -> tuple[list[Range], list[str]]:
    """Repaired spans and labels of `doc.ents`, in document order."""
    text = doc.text
    head = head_of(doc)
    spans: list[Range] = []
    labels: list[str] = []
    for ent in doc.ents:
        for span in names_in(text, ent.start_char, ent.end_char, ent.label_):
            label = label_in_head(text, span, head) or settled_label(text[span.start : span.end], ent.label_)
            if label is None:
                continue
            if spans and span.start < spans[-1].end:
                if span.start > spans[-1].start:
                    continue  # inside the name before, which was made whole
                del spans[-1], labels[-1]
            if spans and are_one_name(text, (spans[-1], labels[-1]), (span, label)):
                spans[-1], labels[-1] = Range(spans[-1].start, span.end), "ORG"
            else:
                spans.append(span)
                labels.append(label)
    for span, label in names_in_head(text, head):
        place = bisect_left(spans, span)
        if all(
            span.end <= other.start or other.end <= span.start for other in spans[max(0, place - 1) :][:2]
        ):
            spans.insert(place, span)
            labels.insert(place, label)
    return spans, labels


def _with_missed(doc: Doc, spans: list[Range], labels: list[str]) -> tuple[list[Range], list[str]]:
    """Spans and labels, with those where a name was not recognised."""
    missed = missed_names(doc, spans, labels)
    if not missed:
        return spans, labels
    pairs = sorted([*zip(spans, labels, strict=True), *missed])
    return [span for span, _ in pairs], [label for _, label in pairs]


def _voted(text: str, spans: list[Range], labels: list[str]) -> list[str]:
    """The label most often given to the same string; the first one where several are."""
    folded = [things.fold(text[start:end]) for start, end in spans]
    votes: dict[str, Counter[str]] = {}
    for name, label in zip(folded, labels, strict=True):
        votes.setdefault(name, Counter())[label] += 1
    called = {name for name, span in zip(folded, spans, strict=True) if called_a_body(text, span)}
    people_named = {name for name, label in zip(folded, labels, strict=True) if label == "PERSON"}
    surnames = {name.rpartition(" ")[2] for name in people_named if " " in name}
    designations = lexicon.generic_nouns() | lexicon.corporate_suffixes()
    for name, counts in votes.items():
        first, _, last = name.rpartition(" ")
        if "PERSON" in counts and first and last in designations:
            counts["ORG"] += _DESIGNATION_VOTES
        elif len(counts) > 1 and name in surnames:
            counts["PERSON"] += _SURNAME_VOTES
        if name.startswith(_PERSON_TITLES):
            counts["PERSON"] += 1 + sum(counts.values())
        elif name in called and "PERSON" in counts:
            counts["ORG"] += 1 + sum(counts.values())
    label_of = {name: counts.most_common(1)[0][0] for name, counts in votes.items()}
    firms = {
        short
        for name, label in label_of.items()
        if label == "ORG" and " " in name
        for short in things.short_names(name)
    }
    for name, label in label_of.items():
        if label == "PERSON" and " " not in name and name in firms - surnames:
            label_of[name] = "ORG"
        elif label not in _PLACES and name in surnames - firms:
            label_of[name] = "PERSON"
    known = lexicon.well_known()
    return [known.get(text[slice(*span)], label_of[name]) for name, span in zip(folded, spans, strict=True)]


def _entity(text: str, spans: list[Range], labels: list[str]) -> Entity:
    label = Counter(labels).most_common(1)[0][0]
    shown = Counter(" ".join(text[start:end].split()) for start, end in spans)
    return Entity(
        label, max(shown, key=lambda name: _fullness(name, shown[name])), [Mention(span) for span in spans]
    )


def _fullness(name: str, count: int) -> tuple[int, bool, bool, int, int]:
    """Order of names: most words, not turned round, not all in capitals, most frequent, longest."""
    words = name.split()
    return len(words), "," not in name, not (name.isupper() and len(words) > 1), count, len(name)
