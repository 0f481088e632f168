"""What the pipeline's components write on a `Doc`, as plain values.

Every range is a pair of character offsets into `doc.text` (Unicode code points, end exclusive).
Components write lists of these records on the underscore attributes that `register_extensions` declares; the
lists are in document order and refer to each other by position.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimx.metadata import Head, read_head
from claimx.schema import Change, CueKind, MentionKind, QuantityKind, QuoteKind, Relation, SourceKind
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc


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
    each with the network's probability, likeliest first.
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


# Name on `doc._` -> what it holds until a component writes it.
DOC_EXTENSIONS: dict[str, None] = dict.fromkeys(
    ("published", "head", "encoding", "roles", "entities", "statements", "dates", "quantities", "rejected")
)


def head_of(doc: Doc) -> Head:
    """The head of the article, read once: what the caller put on `doc._.head`, else what the text says."""
    if doc._.head is None:
        doc._.head = read_head(doc.text)
    head: Head = doc._.head
    return head


def register_extensions() -> None:
    """Declare claimx's attributes on `Doc`; calling it again changes nothing."""
    from spacy.tokens import Doc

    for name, default in DOC_EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
