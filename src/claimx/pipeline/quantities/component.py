"""The `claimx_quantities` component: the quantities of a `Doc`, with everything known about each.

It writes `doc._.quantities`, and the numbers that are not quantities on `doc._.rejected`.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from spacy.language import Language

from claimx.pipeline.confidence import Confidence, Ranker
from claimx.pipeline.quantities.changes import Trend, index_level
from claimx.pipeline.quantities.comparators import (
    alternates,
    denied,
    is_whole_of,
    lists,
    prices_another,
    relation_of,
    restates,
    shares_bound,
    shares_modifier,
    shares_noun,
    with_none,
)
from claimx.pipeline.quantities.dates_and_times import in_date, share_two_dates
from claimx.pipeline.quantities.filters import CERTAIN, FILTERS, idle_one
from claimx.pipeline.quantities.grammar import TABLE, Context, Expression, Rule, filter_rule
from claimx.pipeline.quantities.people import is_age, with_ages
from claimx.pipeline.quantities.ranges import (
    are_votes_near,
    range_of_three,
    with_composites,
    with_tallies,
)
from claimx.pipeline.quantities.rules import composite_symbols, find_expressions
from claimx.pipeline.quantities.sports import full_marks
from claimx.pipeline.quantities.units_elsewhere import (
    millions_of_money,
    unit_of_first,
    unit_of_same,
    with_per_parts,
)
from claimx.pipeline.quantities.units_in_context import (
    age_group,
    degrees_of_heat,
    settle_unit,
    unit_long,
    with_compounds,
    with_currencies,
    with_units_alone,
)
from claimx.pipeline.quantities.what_and_source import QuantityLinks
from claimx.pipeline.records import Quantity, Rejected, add_spans, check_annotations, register_extensions
from claimx.schema import QuantityKind
from claimx.text.tokens import Range

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Doc

# For each link, weights by the names of features.
Weights = dict[str, dict[str, float]]
# How probable an expression must be as a quantity, by the network, where no filter excludes it and where one
# does; chosen on the development part of the annotated news.
UNLIKELY, SURE = 0.1, 0.97
_LONGEST_VERSUS = 4  # characters between the sides of a vote: ` to `


@Language.factory(
    "claimx_quantities",
    assigns=["doc._.quantities", "doc._.rejected", "doc._.dates", "doc._.durations", "doc.spans"],
    default_config={"rankers": {}, "confidence": {}},
)
def make_quantities(nlp: Language, name: str, rankers: Weights, confidence: Weights) -> Quantities:
    """Make the component."""
    return Quantities(rankers, confidence)


class Quantities:
    """Writes `doc._.quantities`, and the span group `claimx_quantities`, labelled with units.

    `rankers` and `confidence`: for each link (`what`, `source`, `date`), the weights of the features by which
    it is chosen, and those of its calibration.
    """

    def __init__(self, rankers: Weights, confidence: Weights) -> None:
        register_extensions()
        self._rankers = {link: Ranker(weights) for link, weights in rankers.items()}
        self._confidence = {link: Confidence(weights) for link, weights in confidence.items()}

    def __call__(self, doc: Doc) -> Doc:
        """Find the quantities of one text; needs syntax, and uses entities, dates and statements."""
        check_annotations(doc, "claimx_quantities", names=True)
        doc._.rejected = []
        doc._.quantities = find_quantities(doc, self._rankers, self._confidence, doc._.rejected)
        _move_durations(doc)
        add_spans(doc, "quantities", ((each.range, each.unit) for each in doc._.quantities))
        return doc


def _move_durations(doc: Doc) -> None:
    """Make the durations that quantities point at dates of the article, in the order of the text."""
    dates, durations = doc._.dates or [], doc._.durations or []
    every = [*dates, *durations]
    used = {each.date for each in doc._.quantities if each.date is not None}
    if not any(place >= len(dates) for place in used):
        return
    kept = [place for place in range(len(every)) if place < len(dates) or place in used]
    kept.sort(key=lambda place: every[place].range)
    moved = {place: new for new, place in enumerate(kept)}
    for quantity in doc._.quantities:
        if quantity.date is not None:
            quantity.date = moved[quantity.date]
    doc._.dates = [every[place] for place in kept]
    doc._.durations = [each for place, each in enumerate(durations, len(dates)) if place not in used]
    add_spans(doc, "dates", ((each.range, each.value) for each in doc._.dates))


def rules() -> list[Rule[Any, Any]]:
    """The named rules and filters, in the order of the modules that apply them."""
    return list(TABLE.values())


def find_quantities(
    doc: Doc,
    rankers: Mapping[str, Ranker] | None = None,
    confidence: Mapping[str, Confidence] | None = None,
    rejected: list[Rejected] | None = None,
) -> list[Quantity]:
    """Every claimed number in `doc`, in document order.

    Reads the syntax, `doc.ents`, `doc._.encoding`, `doc._.dates`, `doc._.durations` and `doc._.statements`,
    any of which may be missing, and changes nothing. The date of a quantity is a position in the dates
    followed by the durations. `rankers` and `confidence`: how links are chosen and how sure they are,
    as `QuantityLinks` takes them; `rejected`: a list to which the numbers that are no quantities are added.
    """
    register_extensions()
    dates, statements = doc._.dates or [], doc._.statements or []
    context = Context(doc, [date.range for date in dates])
    kept = _expressions(context)
    trend = Trend(context, kept)
    numbers = (each.range for each in kept)
    dated = [*dates, *(doc._.durations or [])]
    links = QuantityLinks(context, numbers, dated, statements, rankers or {}, confidence or {})
    found: list[Quantity] = []
    read: list[Expression] = []
    for expression in kept:
        head = context.head_of(expression.start, expression.end)
        assert head is not None
        quantity = Quantity(
            range=expression.range,
            value_low=expression.low,
            value_high=expression.high,
            unit=expression.unit,
            relation=relation_of(context, expression),
            change=trend.change_of(expression, head),
            negated=expression.negated,
            rule=expression.rule,
        )
        start = expression.numeral.start if expression.negated else expression.start
        number = Range(min(start, expression.end - 1), expression.end)
        links.add_to(quantity, expression.kind, number)
        if (level := unit_of_same(context, read, found, expression, quantity)) is not None:
            expression = level
            quantity.unit, quantity.rule = expression.unit, expression.rule
        if read:
            before = read[-1]
            _take_over(context, before, expression, found[-1], quantity)
            share_two_dates(context.text, found[-1], quantity, dated)
        if expression.group != "tally":
            settle_unit(context, quantity, head)
        quantity.kind = _kind_of(context, expression, quantity)
        found.append(quantity)
        read.append(expression)
    if rejected is not None:
        rejected += sorted(context.rejected, key=lambda each: each.range)
    return found


# The kinds of the contract by the families of units; a family that is not here is a measure.
_KINDS: dict[str, QuantityKind] = {
    "count": "count", "money": "money", "percent": "share", "percentage_point": "share",
    "basis_point": "share", "fraction": "share", "times": "multiple", "time": "duration",
    "period": "duration",
}  # fmt: skip


def _kind_of(context: Context, expression: Expression, quantity: Quantity) -> QuantityKind:
    """The kind of a quantity, by its unit and the rules that read it."""
    if expression.group == "tally":
        return "score"
    if "/" in quantity.unit:
        return "rate"
    if is_age(context, expression, quantity):
        return "age"
    if expression.kind == "count" and quantity.unit != "count":
        return "measure"  # points and magnitudes by what they are of
    return _KINDS.get(expression.kind, "measure")


def _take_over(
    context: Context, before: Expression, expression: Expression, previous: Quantity, quantity: Quantity
) -> None:
    """Give a quantity what is stated for it with the previous one: relation, change, the thing priced."""
    if quantity.relation == "=" and (
        shares_modifier(context, before, expression)
        or (previous.relation in (">=", "<=") and shares_bound(context, before, expression))
        or (previous.relation == "~" and shares_noun(context, before, expression))
    ):
        quantity.relation = previous.relation
    if quantity.change is None and (
        alternates(context, before, expression) or lists(context, before, expression)
    ):
        quantity.change = previous.change
    if previous.what is not None and (
        prices_another(context, before, expression) or is_whole_of(context, before, expression)
    ):
        quantity.what, quantity.what_confidence = previous.what, previous.what_confidence
    if restates(context, before, expression):
        # `more than half (56%)` gives the share itself.
        if quantity.relation == "=" and before.kind != "fraction":
            quantity.relation = previous.relation
        quantity.change = previous.change


def _expressions(context: Context) -> list[Expression]:
    """The expressions that are quantities."""
    expressions: list[Expression] = []
    for each in find_expressions(context):
        longer = range_of_three(context, expressions[-1], each) if expressions else None
        expressions[len(expressions) - (longer is not None) :] = [longer or each]
    expressions = with_currencies(context, expressions)
    expressions = with_units_alone(context, _with_unstated_units(context, expressions))
    expressions = with_tallies(context, with_composites(context, expressions))
    expressions = with_compounds(context, with_ages(context, expressions))
    expressions = [denied(context, each) for each in with_none(context, expressions)]
    expressions = _kept(context, expressions)
    expressions = with_per_parts(context, expressions)
    counted = {
        token.lemma_.lower()
        for each in expressions
        if each.kind == "count" and each.high > 1
        for token in islice(context.after(each.end), 3)
        if token.pos_ == "NOUN"
    }
    kept = []
    for each in expressions:
        idle = idle_one(context, each, relation_of(context, each), counted)
        if not idle or _is_kept(context, each, idle_one):
            kept.append(each)
    return kept


def _with_unstated_units(context: Context, expressions: list[Expression]) -> list[Expression]:
    """The expressions with the units that the text leaves out; the numbers of full marks are one."""
    read: list[Expression] = []
    for each in [millions_of_money(context, each, expressions) or each for each in expressions]:
        before = read[-1] if read else None
        if before is not None and full_marks(context, before, each):
            read[-1] = before.by(full_marks, unit="point", kind="count")
            continue
        if before is not None and unit_of_first(context, before, each):
            each = each.by(unit_of_first, unit=before.unit, kind=before.kind)
        elif degrees_of_heat(context, each):
            each = each.by(degrees_of_heat, unit="degree_celsius", kind="temperature")
        elif index_level(context, each):
            each = each.by(index_level, unit="point", kind="count")
        read.append(each)
    return read


def _kept(context: Context, expressions: list[Expression]) -> list[Expression]:
    """The expressions that no filter excludes; of the two sides of a vote both or none."""
    kept = [_is_kept(context, each, _exclusion(context, each)) for each in expressions]
    for place in range(1, len(expressions)):
        first, second = expressions[place - 1], expressions[place]
        beside = first.group == second.group == "tally" and second.start - first.end <= _LONGEST_VERSUS
        if beside and kept[place - 1] != kept[place]:
            left_out = second if kept[place - 1] else first
            context.rejected = [each for each in context.rejected if each.range != left_out.range]
            kept[place - 1] = kept[place] = True
    return [each for each, is_kept in zip(expressions, kept, strict=True) if is_kept]


def _exclusion(context: Context, expression: Expression) -> Rule[[Context, Expression], bool] | None:
    """The first filter that excludes an expression."""
    why = next((each for each in FILTERS if each(context, expression)), None)
    # Of a text that is nothing but a number, only a date is excluded.
    alone = context.text.strip() == context.text[expression.start : expression.end]
    return None if alone and why is not in_date else why


@filter_rule("unlikely", needs="network")
def unlikely(probability: float) -> bool:
    """The network takes the number for no quantity."""
    return probability <= UNLIKELY


def _is_kept(context: Context, expression: Expression, excluded: Rule[..., bool] | None) -> bool:
    """Whether an expression is a quantity: by the filters, unless the network is surer of the other."""
    probability = context.quantity_probability(expression.range)
    if probability is not None and not _is_read_by_form(context, expression):
        if excluded is None and unlikely(probability):
            excluded = unlikely
        elif excluded not in (None, *CERTAIN) and probability > SURE:
            excluded = None
    if excluded is not None:
        context.reject(expression.range, excluded, expression.rule)
    return excluded is None


def _is_read_by_form(context: Context, expression: Expression) -> bool:
    """Whether an expression is read by evidence that the network does not know.

    So are sums after letters of the article's country, `not one`, `under-13s`, `month-long`, `voted 5-2` and
    `2h 15m 30s`.
    """
    return (
        (expression.kind == "money" and context.text[expression.start].isalpha())
        or (expression.negated and expression.high == 0)
        or expression.rule in (age_group.name, unit_long.name, composite_symbols.name)
        or (expression.group == "tally" and are_votes_near(context, expression.start, expression.end))
    )
