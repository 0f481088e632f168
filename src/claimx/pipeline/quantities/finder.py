"""The quantities of a `Doc`: expressions, less what is not a quantity, with everything said about each."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.ages import read_ages
from claimx.pipeline.quantities.changes import change_of
from claimx.pipeline.quantities.clauses import Clauses
from claimx.pipeline.quantities.compounds import read_compounds
from claimx.pipeline.quantities.currencies import settle_currencies
from claimx.pipeline.quantities.exclusions import Exclusions, counts_one
from claimx.pipeline.quantities.expressions import Expression, find_expressions, with_bare_units
from claimx.pipeline.quantities.layout import Layout
from claimx.pipeline.quantities.links import QuantityLinks, measured_unit
from claimx.pipeline.quantities.modifiers import alternates, relation_of, restates, shares_modifier
from claimx.pipeline.quantities.rates import read_rates
from claimx.pipeline.quantities.tallies import read_tallies
from claimx.pipeline.records import Quantity, register_extensions
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc, Token

    from claimx.pipeline.confidence import Confidence


# How probable an expression must be as a quantity, by the network, where a rule takes it for one and where a
# rule does not; chosen on the development part of the annotated news.
UNLIKELY, SURE = 0.1, 0.97


def find_quantities(doc: Doc, confidence: Mapping[str, Confidence] | None = None) -> list[Quantity]:
    """Every claimed number in `doc`, in document order.

    Reads the syntax, `doc.ents`, `doc._.encoding`, `doc._.dates` and `doc._.statements`, any of which may
    be missing, and changes nothing. Ranges are code points into `doc.text`, end exclusive. `confidence`: how
    sure links are, as `QuantityLinks` takes it.
    """
    register_extensions()
    layout = Layout(doc)
    dates, statements = doc._.dates or [], doc._.statements or []
    kept = _expressions(layout, [date.range for date in dates])
    clauses = Clauses(layout, [expression for expression, _ in kept])
    numbers = [Range(expression.start, expression.end) for expression, _ in kept]
    links = QuantityLinks(layout, numbers, dates, statements, confidence or {})
    found: list[Quantity] = []
    before: Expression | None = None
    for expression, head in kept:
        quantity = Quantity(
            range=Range(expression.start, expression.end),
            value_low=expression.low,
            value_high=expression.high,
            unit=expression.unit,
            relation=relation_of(layout, expression),
            change=change_of(clauses, expression, head),
        )
        if before is not None and quantity.relation == "=" and shares_modifier(layout, before, expression):
            quantity.relation = found[-1].relation
        if before is not None and quantity.change is None and alternates(layout, before, expression):
            quantity.change = found[-1].change
        if before is not None and restates(layout, before, expression):
            previous = found[-1]
            quantity.relation = previous.relation if quantity.relation == "=" else quantity.relation
            quantity.change = previous.change
        links.add_to(quantity)
        quantity.unit = measured_unit(layout, quantity, head)
        found.append(quantity)
        before = expression
    return found


def _expressions(layout: Layout, dates: list[Range]) -> list[tuple[Expression, Token]]:
    """The expressions that are quantities, each with its syntactic head."""
    expressions = settle_currencies(layout, find_expressions(layout, dates))
    expressions = read_compounds(layout, expressions)
    expressions = read_ages(layout, read_tallies(layout, expressions))
    expressions = with_bare_units(layout, expressions)
    exclusions = Exclusions(layout, dates)
    kept = []
    for expression in expressions:
        head = layout.head_of(expression.start, expression.end)
        if head is not None and _is_quantity(layout, expression, exclusions.keeps(expression, head)):
            kept.append((expression, head))
    expressions = [expression for expression, _ in kept]
    read_rates(layout, expressions)
    still = {id(expression) for expression in expressions}
    kept = [(expression, head) for expression, head in kept if id(expression) in still]
    counted = {
        token.lemma_.lower()
        for expression, _ in kept
        if expression.kind == "count" and expression.high > 1
        for token in islice(layout.after(expression.end), 3)
        if token.pos_ == "NOUN"
    }
    return [
        (expression, head)
        for expression, head in kept
        if _is_quantity(
            layout, expression, counts_one(expression, head, layout, relation_of(layout, expression), counted)
        )
    ]


def _is_quantity(layout: Layout, expression: Expression, by_rule: bool) -> bool:
    """Whether an expression is a quantity: by rule, unless the network is surer of the other."""
    probability = layout.quantity_probability(Range(expression.start, expression.end))
    if probability is None:
        return by_rule
    return probability > (UNLIKELY if by_rule else SURE)
