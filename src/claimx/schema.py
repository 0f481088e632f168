"""What claimx says about an article: the JSON contract, schema version 2.

These types are its one source: `claimx schema` prints the JSON Schema made from them. Every `start`
and `end` is an offset in Unicode code points into `document.text`, end exclusive, and `text` is
exactly `document.text[start:end]`. Ids count up in document order, and lists are in document order.

Version 2 adds to a quantity its `kind`, `negated`, `rule` and `date_confidence`. Results of version 1 are
read as what they are: without a kind and a rule, and with nothing negated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from datetime import date
from pkgutil import resolve_name
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from claimx.errors import InputError, WrongTypeError

SCHEMA_VERSION: Literal[2] = 2

Layer = Literal["entities", "statements", "quantities", "dates"]
LAYERS: tuple[Layer, ...] = ("entities", "statements", "quantities", "dates")

MentionKind = Literal["name", "pronoun", "nominal"]
QuoteKind = Literal["direct", "indirect", "mixed"]
SourceKind = Literal["person", "organization", "group", "document", "anonymous", "unknown"]
CueKind = Literal[
    "say", "claim", "deny", "accuse", "admit", "warn", "promise", "ask", "believe", "intend", "other"
]
Relation = Literal["=", "~", ">", ">=", "<", "<="]
Change = Literal["increase", "decrease"]
QuantityKind = Literal["count", "money", "share", "measure", "duration", "age", "rate", "multiple", "score"]
EntityLabel = Literal["PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"]
Offset = Annotated[int, Field(ge=0)]
# An int where the value is whole, so that 400 is printed as 400 and not as 400.0.
Number = Annotated[int | float, WithJsonSchema({"type": "number"})]
Confidence = Annotated[float, Field(ge=0, le=1)] | None


def _absent(default: object, description: str) -> Any:
    """A field that is left out of the JSON where it has no value."""
    return Field(default=default, description=description, exclude_if=lambda value: not value)


class Result(BaseModel):
    """A part of the JSON; it cannot be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TextSpan(Result):
    """A stretch of the article."""

    start: Offset
    end: Offset
    text: str
    link: str | None = _absent(None, "With `--links`: its place on the article's page, as a text fragment.")


def span_in(text: str, start: int, end: int, *, offset: int = 0) -> TextSpan:
    """The span between two offsets of an article, of which `text` is the part that begins at `offset`."""
    return TextSpan.model_construct(start=start, end=end, text=text[start - offset : end - offset])


class _NumberedSpan(Result):
    id: str
    start: Offset
    end: Offset
    text: str
    link: str | None = _absent(None, "With `--links`: its place on the article's page, as a text fragment.")


class Mention(TextSpan):
    """One place where an entity is named."""

    kind: MentionKind


class Entity(Result):
    """One thing in the world, and every place where the article names it."""

    id: str
    label: EntityLabel
    name: str = Field(description="The fullest name the article gives.")
    mentions: list[Mention]


class Counted(TextSpan):
    """The words that name what a number counts or measures."""

    confidence: Confidence = Field(default=None, description="How probable it is that they are right.")


class SourceSpan(TextSpan):
    """The words that name who speaks."""

    name: str | None = Field(description="The full name of the one who speaks, where it is known.")
    entity: str | None = Field(description="The id of the entity that speaks.")


class Claimant(SourceSpan):
    """The words that name who a number is attributed to."""

    confidence: Confidence = Field(default=None, description="How probable it is that they are right.")


class Source(SourceSpan):
    """The words that name who a statement is attributed to."""

    kind: SourceKind


class Cue(TextSpan):
    """The words that attribute a statement: `said`, `according to`, `the claim that`."""

    lemma: str
    kind: CueKind
    negated: bool


class Statement(Result):
    """Reported speech or thought: who (source), by what words (cue), and what (content)."""

    id: str
    quote: QuoteKind
    source: Source | None
    cue: Cue | None
    content: list[TextSpan] = Field(description="Several parts where the statement is interrupted.")
    confidence: Confidence


class Quantity(_NumberedSpan):
    """A number that the article claims; `value_low` and `value_high` differ in a range."""

    value_low: Number
    value_high: Number
    kind: QuantityKind | None = Field(
        default=None, description="What sort of number it is; null in version 1."
    )
    unit: str = Field(description="`count`, an ISO 4217 code, `percent`, or the name of a unit.")
    relation: Relation
    change: Change | None
    negated: bool = Field(
        default=False, description="Whether the text denies the number: `not fifty`; `not one truck` is 0."
    )
    what: Counted | None = Field(description="What is counted or measured.")
    statement: str | None = Field(description="The id of the statement that contains the number.")
    source: Claimant | None
    date: str | None = Field(description="The id of the date the number belongs to.")
    date_confidence: Confidence = Field(
        default=None, description="How probable it is that the date is right."
    )
    rule: str = Field(
        default="",
        description="The names of the rules that read the number, joined by ` + `; see `claimx rules`.",
    )
    confidence: Confidence


class Date(_NumberedSpan):
    """A calendar expression; `value` is ISO 8601 as TIMEX3 extends it, `T14:30` where no day is known.

    A duration up to the day of publication or from it on (`P12M/2023-12-02`, `2023-12-02/P3Y`) is a date only
    where a number belongs to it.
    """

    value: str


class Duration(NamedTuple):
    """A number of hours, days, weeks, months or years up to the day `last`, or from the day `first` on."""

    number: int
    unit: str
    first: date | None
    last: date | None


_DURATION = re.compile(
    r"(?:(?P<first>[\d-]{10})/)?P(?P<number>T?\d+)(?P<unit>[HDWMY])(?:/(?P<last>[\d-]{10}))?"
)
_UNITS = {"H": "hour", "D": "day", "W": "week", "M": "month", "Y": "year"}


def duration_of(value: str) -> Duration | None:
    """The duration that the value of a date is; None for a period of the calendar."""
    match = _DURATION.fullmatch(value)
    if match is None or bool(match["first"]) == bool(match["last"]):
        return None
    first, last = (date.fromisoformat(match[end]) if match[end] else None for end in ("first", "last"))
    return Duration(int(match["number"].lstrip("T")), _UNITS[match["unit"]], first, last)


AnySpan = TextSpan | Quantity | Date


class Section(Result):
    """A part of the source that the text was extracted from, up to the next one."""

    kind: Literal["page", "cue", "chapter"]
    number: Annotated[int, Field(ge=1)]
    start: Offset
    time: str | None = _absent(None, "When a cue of subtitles is shown: `00:00:04.500`.")


class Document(Result):
    """The article itself. `text` is left out of the JSON with `--no-text`."""

    id: str
    path: str | None
    sha256: str = Field(description="SHA-256 of the text in UTF-8.")
    title: str | None
    author: str | None
    publisher: str | None
    published: date | None
    dateline: TextSpan | None
    url: str | None = _absent(None, "The address at which the article is published, if it is known.")
    sections: list[Section] = _absent([], "The pages, cues or chapters of the source, in order.")
    language: str = Field(description="ISO 639 code of the language the text seems to be in.")
    text: str = ""


class ModelInfo(Result):
    """The pipeline that read the article."""

    name: str
    version: str


class Extraction(Result):
    """Everything claimx reads in one article. A layer that was not asked for is left out of the JSON."""

    schema_version: Literal[1, 2]
    claimx_version: str
    model: ModelInfo
    document: Document
    entities: list[Entity] = []
    statements: list[Statement] = []
    quantities: list[Quantity] = []
    dates: list[Date] = []

    def to_json(
        self, *, layers: Collection[Layer] = LAYERS, text: bool = True, indent: int | None = None
    ) -> str:
        """The extraction as JSON, the same bytes for the same extraction and settings.

        Args:
            layers: the layers to keep.
            text: whether the article's own text is included.
            indent: spaces to indent by; None for one line.

        Raises:
            InputError: there is no such layer.
        """
        if isinstance(layers, str) or not isinstance(layers, Collection):
            kind = type(layers).__name__
            raise WrongTypeError(f"layers must be a list of names, not {kind}", 'give ["quantities"]')
        for layer in layers:
            _checked_layer(layer)
        exclude: dict[str, Any] = {layer: True for layer in LAYERS if layer not in layers}
        if not text:
            exclude["document"] = {"text"}
        return self.model_dump_json(exclude=exclude, indent=indent)

    def rows(self, layer: Layer) -> list[dict[str, Any]]:
        """The results of a layer as flat rows: those of the CSV, with the sentence and line of each.

        Statements have a row for each part of their content, entities for each mention.

        Raises:
            InputError: there is no such layer.
        """
        return list(_writer("tables:rows")(self, _checked_layer(layer)))

    def to_frame(self, layer: Layer, library: Literal["pandas", "polars"] | None = None) -> Any:
        """The rows of a layer as a DataFrame of pandas or polars, whichever is installed.

        Raises:
            InputError: there is no such layer.
            OutputError: the library is not installed.
        """
        return _writer("tables:frame")(self, _checked_layer(layer), library)

    def _repr_html_(self) -> str:
        """The marked text and the results, for notebooks."""
        return str(_writer("documents:notebook_view")(self))


def _checked_layer(layer: Layer) -> Layer:
    if layer not in LAYERS:
        raise InputError(f"{layer!r} is no layer of results", f"name one of {', '.join(LAYERS)}")
    return layer


def _writer(name: str) -> Callable[..., Any]:
    """A function of `claimx.writers`, which imports this module."""
    function: Callable[..., Any] = resolve_name(f"claimx.writers.{name}")
    return function


def spans_of(
    entities: Iterable[Entity] | None,
    statements: Iterable[Statement] | None,
    quantities: Iterable[Quantity] | None,
    dates: Iterable[Date] | None,
) -> Iterator[AnySpan]:
    """The spans of the layers of an article."""
    for entity in entities or ():
        yield from entity.mentions
    for statement in statements or ():
        yield from filter(None, (statement.source, statement.cue))
        yield from statement.content
    for quantity in quantities or ():
        yield quantity
        yield from filter(None, (quantity.what, quantity.source))
    yield from dates or ()


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of an extraction."""
    schema = Extraction.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def check_probability(value: float | None) -> float | None:
    """The value, if it is a probability or nothing.

    Raises:
        InputError: it is another number.
    """
    # Written so that what is not a number does not pass.
    if value is not None and not (isinstance(value, int | float) and 0 <= value <= 1):
        raise InputError(f"{value!r} is not a probability", "give a number from 0 to 1")
    return value


def keep_confident(extraction: Extraction, least: float) -> Extraction:
    """The extraction without the statements that are less sure than `least`.

    A statement without a confidence is kept. Numbers are kept too; those of a statement that is left out
    have no statement and no speaker. Statements are numbered anew.
    """
    kept = [s for s in extraction.statements if s.confidence is None or s.confidence >= least]
    if len(kept) == len(extraction.statements):
        return extraction
    ids = {statement.id: f"s{number}" for number, statement in enumerate(kept, 1)}
    speakers = {(s.source.start, s.source.end) for s in kept if s.source}
    return extraction.model_copy(
        update={
            "statements": [statement.model_copy(update={"id": ids[statement.id]}) for statement in kept],
            "quantities": [_relinked(quantity, ids, speakers) for quantity in extraction.quantities],
        }
    )


def _relinked(quantity: Quantity, ids: Mapping[str, str], speakers: Container[tuple[int, int]]) -> Quantity:
    if quantity.statement is None:
        return quantity
    statement, source = ids.get(quantity.statement), quantity.source
    # The speaker may be that of an outer statement.
    if source and (statement is None or (source.start, source.end) not in speakers):
        source = None
    return quantity.model_copy(update={"statement": statement, "source": source})
