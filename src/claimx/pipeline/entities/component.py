"""The `claimx_entities` component: the network's names corrected and clustered into entities.

Boundaries are repaired by moving offsets only: `the Times`, `Acme` before `, Inc.`, `Lenhart, Matthew`,
`San Rafael CA`.
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
    key,
    read_name,
    short_names,
    state_codes,
    states,
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

# Votes for PERSON of a single name that is the surname of a full name in the article.
_SURNAME_VOTES = 2
# Votes for ORG of a name that ends in a word like `Bank` or `Ltd`.
_DESIGNATION_VOTES = 3
# Only the network distinguishes a place from a person with the same name (`Washington`).
_PLACES = frozenset({"GPE", "LOC"})
_PERSON_TITLES = ("mr ", "mrs ", "ms ", "sen ", "rep ", "gov ", "dsp ", "dcp ", "insp ", "supt ")
_LEAD = re.compile(r"(?:P\.S\.)?[\s\"'“”‘’«»„`´(\[{,;:.…—–-]*")
_ARTICLE = re.compile(r"(?:[Tt]he|THE|an?)(?:\s+[\s\"'“‘«„`]*(?!Hague\b)|$)")
_TAIL = re.compile(r"[\s\"'“”‘’«»„`´,;:…?—–-]+$")
_POSSESSIVE = re.compile(r"\s*['’‘´`][sS]$")
_ADDRESS = re.compile(r"\s*[\"“”']*<.*", re.DOTALL)
_MAILBOX = re.compile(r"\S+@\S+")
_FULL_STOP = re.compile(r"(?<=[a-z]{6})\.$")
# Labels of names that may end in a possessive (`Lloyd's`) or start with an article.
_OWN_POSSESSIVE = frozenset({"ORG", "FAC", "PRODUCT", "WORK_OF_ART"})
_OWN_ARTICLE = frozenset({"WORK_OF_ART"})
# A company's legal form after its name, and the abbreviated forms, whose full stop is part of them.
_LEGAL_FORM = re.compile(r",?\s(?:Inc|Ltd|Corp|Co|L\.P|S\.A|LLC|LLP|PLC|LP)\b")
_ABBREVIATED_FORM = re.compile(r".*\s(?:Inc|Ltd|Corp|Co|L\.P|S\.A)", re.DOTALL)
# An office read as part of the organization's name (`Reform Party Member`).
_OFFICE = re.compile(
    r"\s(?:(?:Executive|Deputy|Vice|Associate|Managing)\s)?"
    r"(?:Director|President|Chairman|Chairwoman|Secretary|Spokesman|Spokeswoman|Member(?:\sof\sParliament)?)$"
)
# Bodies that are named after two fields, and the first of these before a name that lacks it.
_OF_TWO_FIELDS = re.compile(
    r".*\b(?:Union|Ministry|Department|Committee|Commission|Association|Federation|Authority|Agency|Bureau)",
    re.DOTALL,
)
_FIRST_FIELD = re.compile(r"\b[Tt]he (?P<fields>(?:[A-Z][\w'’-]+,? )+and )$")
_FIRST_FIELD_WINDOW = 50
# Words before an office that is part of the name (`Office of the President`).
_TITLED = re.compile(r".*\b(?:of|the|Executive|Deputy|Vice|Associate|Managing)", re.DOTALL)
# Names of these labels with `&` between them are one firm (`Wood & Hale`).
_FIRM = frozenset({"PERSON", "ORG"})
_OF = re.compile(r" of (?:the )?")
_WORD = re.compile(r"\S+")
# Words inside one name (`Gulf of Mexico`).
_JOINING = frozenset({"of", "and", "the", "in", "on", "upon", "de", "y"})
# `Anthony “Big Tone” Russo`.
_NICKNAMED = re.compile(
    r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)? (?P<opening>[\"“‘'(])(?:[^\W\d_a-z][\w’'-]*)"
    r"(?: [^\W\d_a-z][\w’'-]*){0,2}[\"”’')] [^\W\d_a-z][\w-]+(?:['’][^\W\d_a-z][\w-]+)?"
)
_ABBREVIATED_SUFFIX = re.compile(r"\b[JS]r$")
_RULER = re.compile(r"(?:The )?(?:Emir|King|Queen|Sultan|Emperor|Shah|President|Prime Minister) of (?:the )?")
# `"Lenhart, ` before a first name, as in an address book, and the mark after it.
_SURNAME_FIRST = re.compile(r"(?<=[\"“])([A-Z][\w'’-]+),\s$")
_SURNAME_WINDOW = 30
_ENTRY_END = re.compile(r"[\"”]")
_DEGREE = re.compile(r",\s(?:M\.?D|Ph\.?D|J\.?D|R\.?N|Esq|CPA|MBA|DDS)\b\.?$")


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
    found_spans, found_labels = _names(doc, text)
    missed = corrections.missed_names(doc, text, found_spans, found_labels)
    pairs = sorted([*zip(found_spans, found_labels, strict=True), *missed])
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
            if label is None or is_capital_of_sentence(doc, text, ent):
                continue
            if corrections.is_called_person(text, span, label):
                label = "PERSON"
            if label == "ORG":
                whole = with_first_field(text, span)
                if (
                    not spans
                    or spans[-1].end <= whole.start
                    or (labels[-1] == "ORG" and is_only_field(doc, text[slice(*spans[-1])], spans[-1], whole))
                ):
                    span = whole
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
        for short in short_names(name)
    }
    storms = {key(name, label) for name, label in label_of.items() if label == "EVENT"}
    for name, label in label_of.items():
        if name in storms - surnames:
            label_of[name] = "EVENT"
        elif label == "PERSON" and " " not in name and name in firms - surnames:
            label_of[name] = "ORG"
        elif label not in _PLACES and name in surnames - firms:
            label_of[name] = "PERSON"
    known = well_known()
    return [known.get(text[slice(*span)], label_of[name]) for name, span in zip(folded, spans, strict=True)]


def _entity(text: str, spans: list[Range], labels: list[str]) -> Entity:
    label = Counter(labels).most_common(1)[0][0]
    shown = Counter(single_spaced(text[start:end]) for start, end in spans)
    return Entity(
        label, max(shown, key=lambda name: _fullness(name, shown[name])), [Mention(span) for span in spans]
    )


def _fullness(name: str, count: int) -> tuple[int, bool, bool, int, int]:
    """Sort key of names: most words, not inverted, not all in capitals, most frequent, longest."""
    words = name.split()
    return len(words), "," not in name, not (name.isupper() and len(words) > 1), count, len(name)


def names_in(text: str, start: int, end: int, label: str) -> list[Range]:
    """The names inside a span, cut at paragraph ends and repaired; a town and its state are two."""
    found: list[Range] = []
    inner = paragraph_starts(text) if "\n" in text[start:end] else []
    for begin, stop in pairwise([start, *(cut for cut in inner if start < cut < end), end]):
        span = repaired(text, begin, begin + len(text[begin:stop].rstrip()), label)
        if span:
            found += town_and_state(text, span) if label in _PLACES else [span]
    return found


def ruled_country(text: str, span: Range) -> Range | None:
    """The country in the title of its ruler, read as one name (`Emir of Qatar`)."""
    ruler = _RULER.match(text, *span)
    if ruler is None or text[ruler.end() : span.end].casefold() not in countries():
        return None
    return Range(ruler.end(), span.end)


def repaired(text: str, start: int, end: int, label: str) -> Range | None:
    """The name inside `text[start:end]` without article, possessive or address; None if nothing is left."""
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    if label not in _OWN_ARTICLE and (article := _ARTICLE.match(text, start, end)):
        start = article.end()
    name = text[start:end]
    if not name.isalnum():
        if "@" in name or "<" in name:
            name = _MAILBOX.sub("", _ADDRESS.sub("", name))
        name = _TAIL.sub("", name)
        if label not in _OWN_POSSESSIVE:
            name = _TAIL.sub("", _POSSESSIVE.sub("", name))
        if name.endswith((")", "]")) and "(" not in name and "[" not in name:
            name = name[:-1].rstrip()
        name = _FULL_STOP.sub("", name)
    if not any(map(str.isalnum, name)):
        return None
    span = Range(start, start + len(name))
    if label == "PERSON":
        return whole_person(text, span)
    return whole_organization(text, span) if label == "ORG" else span


def whole_organization(text: str, span: Range) -> Range:
    """An organization's name with its legal form (`Acme, Inc.`) and without an office."""
    start, end = span
    office = _OFFICE.search(text, start, end)
    if office and not _TITLED.fullmatch(text, start, office.start()):
        return Range(start, office.start())
    if form := _LEGAL_FORM.match(text, end):
        end = form.end()
    dotted = text[end : end + 1] == "." and _ABBREVIATED_FORM.fullmatch(text, start, end)
    return Range(start, end + 1 if dotted else end)


def is_capital_of_sentence(doc: Doc, text: str, ent: Span) -> bool:
    """Whether a name is only a word that opens a sentence or cell: `Platinum strike`, of `platinum`."""
    before = text[max(0, ent.start_char - 3) : ent.start_char]
    opens = ent[0].is_sent_start or before.rstrip(" ").endswith("|")
    if ent.label_ not in ("ORG", "PRODUCT") or len(ent) != 1 or not (opens and ent.text.istitle()):
        return False
    if sum(each.text == ent.text for each in doc.ents) > 1:
        return False
    return re.search(rf"(?<!\w){re.escape(ent.text.lower())}(?!\w)", text) is not None


def is_only_field(doc: Doc, name: str, before: Range, whole: Range) -> bool:
    """Whether what the network takes for a body is the first field of the name of one, a single word.

    `Mine` of `Mine and Smelter Workers' Union`, where no other name is `Mine`.
    """
    named = sum(ent.text == name for ent in doc.ents)
    return before.start == whole.start and name.istitle() and " " not in name and named == 1


def with_first_field(text: str, span: Range) -> Range:
    """A body named after two fields with the first of them: `the Mine and` `Smelter Workers' Union`."""
    if not _OF_TWO_FIELDS.fullmatch(text, *span):
        return span
    first = _FIRST_FIELD.search(text, max(0, span.start - _FIRST_FIELD_WINDOW), span.start)
    return Range(first.start("fields"), span.end) if first else span


def are_one_name(text: str, before: tuple[Range, str], after: tuple[Range, str]) -> bool:
    """Whether two adjacent names are one organization's.

    `Wood & Hale`; `Croatian` and `Peasant Party`; `Socialist Party` of the `United States`.
    """
    (left, left_label), (right, right_label) = before, after
    gap = text[left.end : right.start]
    if {left_label, right_label} <= _FIRM:
        return gap == " & "
    if (left_label, right_label) == ("NORP", "ORG"):
        return gap == " " and " " in text[slice(*right)]
    if (left_label, right_label) == ("ORG", "GPE") and _OF.fullmatch(gap):
        first, _, noun = text[slice(*left)].rpartition(" ")
        return bool(first) and noun.casefold() in words("generic_nouns")
    return False


def whole_person(text: str, span: Range) -> Range:
    """A person's name with a nickname and the surname after it, the full stop of `Sr.`, without a degree.

    In address books the surname comes first (`Lenhart, Matthew`).
    """
    start, end = span
    nickname = _NICKNAMED.match(text, start)
    # A headline may quote after a whole name (`Ada Moss ‘A Liar’ In Court`).
    if nickname and (" " not in text[start:end] or nickname.start("opening") < end):
        end = max(end, nickname.end())
    if text[end : end + 1] == "." and _ABBREVIATED_SUFFIX.search(text, start, end):
        end += 1
    if degree := _DEGREE.search(text, start, end):
        end = degree.start()
    if " " not in text[start:end] and _ENTRY_END.match(text, end):
        surname = _SURNAME_FIRST.search(text, max(0, start - _SURNAME_WINDOW), start)
        start = surname.start(1) if surname else start
    return Range(start, end)


def town_and_state(text: str, span: Range) -> list[Range]:
    """`San Rafael CA` read as one place is two; any other place is itself."""
    tokens = list(_WORD.finditer(text, span.start, span.end))
    if len(tokens) < 2 or _is_state(tokens):
        return [span]
    cut = next((cut for cut in range(max(1, len(tokens) - 3), len(tokens)) if _is_state(tokens[cut:])), None)
    if cut is None or not _is_town(tokens[:cut]):
        return [span]
    return [Range(span.start, tokens[cut - 1].end()), Range(tokens[cut].start(), span.end)]


def _is_state(tokens: list[re.Match[str]]) -> bool:
    name = " ".join(word.group() for word in tokens)
    return name.casefold() in states() or name.rstrip(".") in state_codes()


def _is_town(tokens: list[re.Match[str]]) -> bool:
    """Whether the words before a state are the name of a place (`San Rafael`, not `Northern`)."""
    first, last = tokens[0].group().casefold().rstrip("."), tokens[-1].group()
    return last[-1].isalnum() and last.casefold() not in _JOINING and first not in words("place_modifiers")
