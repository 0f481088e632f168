"""Why an article was read as it was: the rules, links and filters that made its quantities and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from claimx.pipeline import records
    from claimx.text.tokens import Range


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that a quantity could be linked to.

    `probability` is the ranker's; None for a chosen phrase that is not among the ranker's likeliest.
    """

    text: str
    probability: float | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Link:
    """How one link of a quantity was decided: `what`, `source` or `date`."""

    name: str
    reason: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class ExplainedQuantity:
    """A quantity: the names of the rules that read it, joined by ` + `, and how its links were decided."""

    text: str
    rule: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ExplainedDate:
    """A date, its value, and the name of the rule that read it."""

    text: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A number that is no quantity: the rules that read it, and the filter that excluded it."""

    text: str
    rule: str
    filter: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that explains the numbers and dates of one article, each list in document order."""

    quantities: tuple[ExplainedQuantity, ...]
    dates: tuple[ExplainedDate, ...]
    left_out: tuple[LeftOut, ...]


def explain(doc: Doc) -> Explanation:
    """The explanation of a `Doc` that the pipeline has read; `extract_articles` gives it to `on_doc`."""
    text = doc.text
    dates = doc._.dates or []
    return Explanation(
        quantities=tuple(_quantity(text, each, dates) for each in doc._.quantities or ()),
        dates=tuple(ExplainedDate(_words(text, each.range), each.value, each.rule) for each in dates),
        left_out=tuple(
            LeftOut(_words(text, each.range), each.rule, each.filter) for each in doc._.rejected or ()
        ),
    )


def _quantity(text: str, quantity: records.Quantity, dates: list[records.Date]) -> ExplainedQuantity:
    chosen = {
        "what": quantity.what,
        "source": quantity.source.range if quantity.source else None,
        "date": dates[quantity.date].range if quantity.date is not None else None,
    }
    links = tuple(_link(text, each, chosen[each.link]) for each in quantity.links)
    return ExplainedQuantity(_words(text, quantity.range), quantity.rule, links)


def _link(text: str, link: records.LinkChoice, chosen: Range | None) -> Link:
    candidates = [
        Candidate(_words(text, phrase), probability, chosen=phrase == chosen)
        for phrase, probability in link.candidates
    ]
    if chosen is not None and not any(each.chosen for each in candidates):
        candidates.insert(0, Candidate(_words(text, chosen), None, chosen=True))
    return Link(link.link, link.reason, tuple(candidates))


def _words(text: str, range_: Range) -> str:
    return text[range_.start : range_.end]
