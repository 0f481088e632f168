"""The `claimx_entities` component: the network's names corrected and clustered into entities."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from spacy.language import Language
from spacy.tokens import Span
from spacy.util import filter_spans

from claimx.errors import ModelError
from claimx.pipeline.entities import corrections, organizations, people
from claimx.pipeline.entities.boundaries import are_one_name, names_in, ruled_country
from claimx.pipeline.entities.lexicon import well_known, words
from claimx.pipeline.records import (
    ENTITY_LABELS,
    Entity,
    Mention,
    add_entity_spans,
    has_words,
    head_of,
    register_extensions,
)
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Votes for PERSON of a single name that is the surname of a full name in the article.
_SURNAME_VOTES = 2
# Votes for ORG of a name that ends in a word like `Bank` or `Ltd`.
_DESIGNATION_VOTES = 3
# Only the network distinguishes a place from a person with the same name (`Washington`).
_PLACES = frozenset({"GPE", "LOC"})
_PERSON_TITLES = ("mr ", "mrs ", "ms ", "sen ", "rep ", "gov ")


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
            for start, end in encoding.unlabelled:
                if label := corrections.label_of_form(doc[start:end].text):
                    named.append(Span(doc, start, end, label=label))
            doc.ents = tuple(named)
            found = [*corrections.leader_names(doc, text), *corrections.whole_names(doc)]
            if found:
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
    spans, labels = _with_missed(doc, text, *_names(doc, text))
    labels = _voted(text, spans, labels)
    persons = [position for position, label in enumerate(labels) if label == "PERSON"]
    others = [position for position, label in enumerate(labels) if label != "PERSON"]
    names = [people.read_name(text, spans[position]) for position in persons]
    for position, name in zip(persons, names, strict=True):
        spans[position] = name.range
    groups = people.cluster_people(text, names)
    found = [[persons[i] for i in group] for group in groups if not _only_titles(names, group)]
    other_spans, other_labels = [spans[i] for i in others], [labels[i] for i in others]
    found += [
        [others[i] for i in group]
        for group in organizations.cluster_organizations(text, other_spans, other_labels)
    ]
    entities = [_entity(text, [spans[i] for i in group], [labels[i] for i in group]) for group in found]
    return sorted(entities, key=lambda entity: entity.mentions[0].range)


def _only_titles(names: list[people.PersonName], group: list[int]) -> bool:
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
            if label is None:
                continue
            if spans and span.start < spans[-1].end:
                if span.start > spans[-1].start:
                    continue  # inside the name before, which was extended
                del spans[-1], labels[-1]
            if spans and are_one_name(text, (spans[-1], labels[-1]), (span, label)):
                spans[-1], labels[-1] = Range(spans[-1].start, span.end), "ORG"
            else:
                spans.append(span)
                labels.append(label)
    for span, label in corrections.names_in_head(text, head):
        place = bisect_left(spans, span)
        if all(
            span.end <= other.start or other.end <= span.start for other in spans[max(0, place - 1) :][:2]
        ):
            spans.insert(place, span)
            labels.insert(place, label)
    return spans, labels


def _with_missed(doc: Doc, text: str, spans: list[Range], labels: list[str]) -> tuple[list[Range], list[str]]:
    """Spans and labels, with those of missed mentions."""
    missed = corrections.missed_names(doc, text, spans, labels)
    if not missed:
        return spans, labels
    pairs = sorted([*zip(spans, labels, strict=True), *missed])
    return [span for span, _ in pairs], [label for _, label in pairs]


def _voted(text: str, spans: list[Range], labels: list[str]) -> list[str]:
    """The most frequent label of each string, the first one of several; other mentions vote as well."""
    folded = [organizations.fold(text[start:end]) for start, end in spans]
    votes: dict[str, Counter[str]] = {}
    for name, label in zip(folded, labels, strict=True):
        votes.setdefault(name, Counter())[label] += 1
    called = {
        name
        for name, span in zip(folded, spans, strict=True)
        if corrections.is_called_organization(text, span)
    }
    people_named = {name for name, label in zip(folded, labels, strict=True) if label == "PERSON"}
    surnames = {name.rpartition(" ")[2] for name in people_named if " " in name}
    designations = words("generic_nouns") | words("corporate_suffixes")
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
        for short in organizations.short_names(name)
    }
    for name, label in label_of.items():
        if label == "PERSON" and " " not in name and name in firms - surnames:
            label_of[name] = "ORG"
        elif label not in _PLACES and name in surnames - firms:
            label_of[name] = "PERSON"
    known = well_known()
    return [known.get(text[slice(*span)], label_of[name]) for name, span in zip(folded, spans, strict=True)]


def _entity(text: str, spans: list[Range], labels: list[str]) -> Entity:
    label = Counter(labels).most_common(1)[0][0]
    shown = Counter(" ".join(text[start:end].split()) for start, end in spans)
    return Entity(
        label, max(shown, key=lambda name: _fullness(name, shown[name])), [Mention(span) for span in spans]
    )


def _fullness(name: str, count: int) -> tuple[int, bool, bool, int, int]:
    """Sort key of names: most words, not inverted, not all in capitals, most frequent, longest."""
    words = name.split()
    return len(words), "," not in name, not (name.isupper() and len(words) > 1), count, len(name)
