"""What the pipeline's components write on a `Doc`, as plain values, and how it becomes an `Extraction`.

Every range is a pair of character offsets into `doc.text` (Unicode code points, end exclusive).
Components write lists of these records on the underscore attributes that `register_extensions` declares; the
lists are in document order and refer to each other by position. They are saved with a `Doc`
(`Doc.to_bytes`, `DocBin(store_user_data=True)`, `nlp.pipe(n_process=2)`), without what only the components
need of each other: the network's reading (`doc._.encoding`).

Records refer to each other by position, results by id; `assemble` turns the one into the other, and gives
every span the text it covers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from claimx import __version__, schema
from claimx.errors import ModelError
from claimx.metadata import Head, read_head
from claimx.metadata.days import as_day
from claimx.schema import (
    Change,
    CueKind,
    EntityLabel,
    MentionKind,
    QuantityKind,
    QuoteKind,
    Relation,
    SourceKind,
)
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.article import Article


@dataclass(slots=True)
class Mention:
    """One place where an entity is named."""

    range: Range
    kind: MentionKind = "name"


@dataclass(slots=True)
class Entity:
    """One thing in the world and all its mentions in the article, in document order."""

    label: str
    name: str
    mentions: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """Who a statement is attributed to. `entity` is a position in `doc._.entities`."""

    range: Range
    kind: SourceKind = "unknown"
    name: str | None = None
    entity: int | None = None


@dataclass(slots=True)
class Cue:
    """The words that signal the attribution (`said`, `according to`, `the claim that`)."""

    range: Range
    lemma: str
    kind: CueKind = "other"
    negated: bool = False


@dataclass(slots=True)
class Statement:
    """One attribution. `content` has several parts when the quotation is interrupted."""

    content: list[Range]
    quote: QuoteKind = "indirect"
    source: Source | None = None
    cue: Cue | None = None
    confidence: float | None = None


@dataclass(slots=True)
class Date:
    """A calendar expression; `value` is ISO 8601 / TIMEX3, `rule` the name of the rule that read it."""

    range: Range
    value: str
    rule: str = ""


@dataclass(slots=True)
class Quantity:
    """A claimed number. `statement` and `date` are positions in `doc._.statements` and `doc._.dates`.

    `what_confidence`, `source_confidence`, `date_confidence`: how probable it is that each is right; `rule`:
    the names of the rules that read it, joined by ` + `; `links`: why it is linked as it is.
    """

    range: Range
    value_low: float
    value_high: float
    unit: str
    kind: QuantityKind = "count"
    relation: Relation = "="
    change: Change | None = None
    negated: bool = False
    what: Range | None = None
    statement: int | None = None
    source: Source | None = None
    date: int | None = None
    confidence: float | None = None
    what_confidence: float | None = None
    source_confidence: float | None = None
    date_confidence: float | None = None
    rule: str = ""
    links: list[LinkChoice] = field(default_factory=list)


@dataclass(slots=True)
class LinkChoice:
    """Why a quantity is linked as it is, to explain a reading; not part of the JSON output.

    `link`: `what`, `source` or `date`; `reason`: what decided, in words; `candidates`: phrases considered,
    each with its probability by the ranker, likeliest first.
    """

    link: str
    reason: str
    candidates: list[tuple[Range, float]]


@dataclass(slots=True)
class Rejected:
    """A number that was found and is no quantity: the rules that read it, and the filter that left it out."""

    range: Range
    rule: str
    filter: str


@dataclass(slots=True)
class RoleSpan:
    """A source, cue or content span as the model reads it: token positions, end exclusive.

    `score` is the probability of exactly this span.
    """

    start: int
    end: int
    score: float


@dataclass(slots=True)
class Roles:
    """The model's reading of an article's attributions, before statements are assembled.

    `content_cue[i]` and `content_source[i]` are the positions in `cues` and `sources` that content
    `i` is linked to, or None; `cue_source[j]` likewise for the source of cue `j`.
    """

    sources: list[RoleSpan] = field(default_factory=list)
    cues: list[RoleSpan] = field(default_factory=list)
    contents: list[RoleSpan] = field(default_factory=list)
    content_cue: list[int | None] = field(default_factory=list)
    content_source: list[int | None] = field(default_factory=list)
    cue_source: list[int | None] = field(default_factory=list)


# Names on `doc._`, which hold None until a component writes them.
DOC_EXTENSIONS = (
    "head",
    "encoding",
    "roles",
    "entities",
    "statements",
    "dates",
    "durations",
    "undated",
    "quantities",
    "rejected",
)
# The key in `doc.user_data` of the day of publication, as ISO 8601.
_PUBLISHED = "claimx_published"
# Labels of spaCy's own English parsers that Universal Dependencies do not have.
_OTHER_DEPENDENCIES = frozenset(("agent", "attr", "auxpass", "dobj", "nsubjpass", "pcomp", "pobj", "prep"))
ENTITY_LABELS = frozenset(get_args(EntityLabel))
_TYPE, _FIELDS = "claimx_record", "fields"


def head_of(doc: Doc) -> Head:
    """The head of the article, read once: what the caller put on `doc._.head`, else what the text says."""
    if doc._.head is None:
        doc._.head = read_head(doc.text)
    head: Head = doc._.head
    return head


def register_extensions() -> None:
    """Declare claimx's attributes on `Doc`, and how they are saved; calling it again changes nothing.

    `doc._.published` takes what `claimx.extract(published=…)` takes, and gives a `date`.
    """
    from spacy.tokens import Doc

    for name in DOC_EXTENSIONS:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    if not Doc.has_extension("published"):
        Doc.set_extension("published", getter=_published, setter=_set_published)
        _register_codec()


def add_spans(doc: Doc, name: str, ranges: Iterable[tuple[Range, str]]) -> None:
    """Set the span group `claimx_` + `name`, for displaCy, Prodigy and matchers: ranges, each with a label.

    A range that begins or ends inside a token is extended to whole tokens.
    """
    spans = (doc.char_span(*range_, label=label, alignment_mode="expand") for range_, label in ranges)
    doc.spans[f"claimx_{name}"] = [span for span in spans if span is not None]


def add_entity_spans(doc: Doc) -> None:
    """Set the span group of the entities' mentions, pronouns among them."""
    entities: list[Entity] = doc._.entities
    add_spans(
        doc, "entities", ((each.range, entity.label) for entity in entities for each in entity.mentions)
    )


def check_annotations(doc: Doc, component: str, *, names: bool = False) -> None:
    """Refuse what another pipeline's components have written and this one would misread.

    Args:
        doc: the text, as the component before left it.
        component: the component that is to read it.
        names: whether the component takes every entity for a name.

    Raises:
        ModelError: the syntax is not that of Universal Dependencies, or entities are not names.
    """
    if doc._.encoding is not None:
        return
    others = sorted({token.dep_ for token in doc} & _OTHER_DEPENDENCIES) if doc.has_annotation("DEP") else []
    if others:
        raise ModelError(
            f"{component} reads Universal Dependencies, not the labels of this parser ({', '.join(others)})",
            "leave the parser out (exclude=['parser']), or read the text with claimx.load()",
        )
    others = sorted({ent.label_ for ent in doc.ents} - ENTITY_LABELS) if names else []
    if others:
        raise ModelError(
            f"{component} takes entities for names, and these are none: {', '.join(others)}",
            "leave the entity recognizer out (exclude=['ner']), or read the text with claimx.load()",
        )


def has_words(doc: Doc) -> bool:
    """Whether a text has more than white space."""
    return not all(token.is_space for token in doc)


def _published(doc: Doc) -> date | None:
    written = doc.user_data.get(_PUBLISHED)
    return None if written is None else date.fromisoformat(written)


def _set_published(doc: Doc, value: object) -> None:
    day = as_day(value)
    doc.user_data[_PUBLISHED] = None if day is None else day.isoformat()


def _register_codec() -> None:
    """Let srsly, which spaCy saves `doc.user_data` with, save records."""
    import srsly

    srsly.msgpack_encoders.register("claimx", func=encode_record)
    srsly.msgpack_decoders.register("claimx", func=decode_record)


@cache
def _adapters() -> dict[str, Any]:
    """Name of a type of record -> what turns a record into plain values and back."""
    from pydantic import TypeAdapter

    types = (Head, Roles, Entity, Statement, Date, Quantity, Rejected)
    return {type_.__name__: TypeAdapter(type_) for type_ in types}


def encode_record(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """A record as plain values; of what the network returned, nothing. `chain`: for values of others."""
    type_ = type(value)
    if is_dataclass(type_) and type_.__module__.startswith("claimx."):
        adapter = _adapters().get(type_.__name__)
        return adapter and {_TYPE: type_.__name__, _FIELDS: adapter.dump_python(value, mode="json")}
    return value if chain is None else chain(value)


def decode_record(value: Any, chain: Callable[[Any], Any] | None = None) -> Any:
    """The record that `encode_record` made plain; `chain`: for values of others."""
    if isinstance(value, dict) and _TYPE in value:
        return _adapters()[value[_TYPE]].validate_python(value[_FIELDS])
    return value if chain is None else chain(value)


# Whole floats past this size are not exact any more, so they stay floats.
_LARGEST_EXACT = 2**53


def assemble(doc: Doc, article: Article, *, model: schema.ModelInfo, language: str) -> schema.Extraction:
    """The extraction of `article`, from the records that the pipeline's components wrote on `doc`.

    `doc` must have been made from `article.text`; a layer that no component wrote is empty.
    Values are taken as the components give them, without a second validation.
    """
    text = article.text
    return schema.Extraction.model_construct(
        schema_version=schema.SCHEMA_VERSION,
        claimx_version=__version__,
        model=model,
        document=_document(article, language),
        entities=[_entity(text, i, e) for i, e in enumerate(doc._.entities or ())],
        statements=[_statement(text, i, s) for i, s in enumerate(doc._.statements or ())],
        quantities=[_quantity(text, i, q) for i, q in enumerate(doc._.quantities or ())],
        dates=[
            schema.Date.model_construct(id=_id("d", i), **_words(text, d.range), value=d.value)
            for i, d in enumerate(doc._.dates or ())
        ],
    )


def _id(prefix: str, position: int | None) -> str | None:
    return None if position is None else f"{prefix}{position + 1}"


def _words(text: str, span: Range) -> dict[str, Any]:
    """The fields of a span."""
    return {"start": span[0], "end": span[1], "text": text[span[0] : span[1]]}


def _document(article: Article, language: str) -> schema.Document:
    text = article.text
    return schema.Document.model_construct(
        id=article.id,
        path=article.path,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        title=article.title,
        author=article.author,
        publisher=article.publisher,
        published=article.published,
        dateline=schema.span_in(text, *article.dateline) if article.dateline else None,
        url=article.url,
        sections=[schema.Section.model_construct(**section._asdict()) for section in article.sections],
        language=language,
        text=text,
    )


def _entity(text: str, position: int, entity: Entity) -> schema.Entity:
    return schema.Entity.model_construct(
        id=_id("e", position),
        label=entity.label,
        name=entity.name,
        mentions=[
            schema.Mention.model_construct(**_words(text, mention.range), kind=mention.kind)
            for mention in entity.mentions
        ],
    )


def _statement(text: str, position: int, statement: Statement) -> schema.Statement:
    source, cue = statement.source, statement.cue
    return schema.Statement.model_construct(
        id=_id("s", position),
        quote=statement.quote,
        source=source and schema.Source.model_construct(**_speaker(text, source), kind=source.kind),
        cue=cue
        and schema.Cue.model_construct(
            **_words(text, cue.range), lemma=cue.lemma, kind=cue.kind, negated=cue.negated
        ),
        content=[schema.span_in(text, *part) for part in statement.content],
        confidence=_rounded(statement.confidence),
    )


def _speaker(text: str, source: Source) -> dict[str, Any]:
    return {**_words(text, source.range), "name": source.name, "entity": _id("e", source.entity)}


def _quantity(text: str, position: int, quantity: Quantity) -> schema.Quantity:
    what, source = quantity.what, quantity.source
    return schema.Quantity.model_construct(
        id=_id("q", position),
        **_words(text, quantity.range),
        value_low=_number(quantity.value_low),
        value_high=_number(quantity.value_high),
        kind=quantity.kind,
        unit=quantity.unit,
        relation=quantity.relation,
        change=quantity.change,
        negated=quantity.negated,
        what=what
        and schema.Counted.model_construct(
            **_words(text, what), confidence=_rounded(quantity.what_confidence)
        ),
        statement=_id("s", quantity.statement),
        source=source
        and schema.Claimant.model_construct(
            **_speaker(text, source), confidence=_rounded(quantity.source_confidence)
        ),
        date=_id("d", quantity.date),
        date_confidence=_rounded(quantity.date_confidence),
        rule=quantity.rule,
        confidence=_rounded(quantity.confidence),
    )


def _number(value: float) -> int | float:
    return int(value) if abs(value) < _LARGEST_EXACT and value == int(value) else value


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
