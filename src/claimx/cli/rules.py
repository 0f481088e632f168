"""`claimx rules`: the named rules that read dates and quantities."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Annotated, TextIO

import typer

from claimx.cli import console
from claimx.cli.options import ReportFormat, infer_format
from claimx.errors import InputError
from claimx.text import single_spaced

# The number of names listed in a message.
_LISTED = 3


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule as it is printed.

    Rules of dates have a `pattern`, and the rules of which one matches directly before (`first`) or after it
    (`then`); rules of quantities have a `description`, and the annotations that they need.
    """

    layer: str
    name: str
    description: str
    pattern: str | None
    first: tuple[str, ...]
    then: tuple[str, ...]
    needs: str | None
    examples: dict[str, str]
    counter_examples: tuple[str, ...]


def rules(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            show_default=False,
            help="Name of a rule, or a part of names. Example: `age.aged`. Default: all rules are listed.",
        ),
    ] = None,
    output_format: ReportFormat = None,
) -> None:
    """List the named rules that read dates and quantities, or print one in full, with its examples.

    Rules named `not.…` are filters, which leave numbers out. `claimx extract --explain` prints the rules
    that read an article. Exit code 0: rules were printed; 1: no rule has this name; 2: wrong usage.

    Example: `claimx rules`

    Example: `claimx rules range.to --format table`
    """
    with console.clean_exits():
        from claimx.writers import open_output

        found, in_full = _chosen(_all_rules(), name)
        output_format = output_format or infer_format(None, {})
        with open_output(None) as stream:
            if output_format == "json":
                json.dump([asdict(each) for each in found], stream, ensure_ascii=False, indent=2)
                stream.write("\n")
            elif in_full:
                _write_in_full(found, stream)
            else:
                _write_table(found, stream)


def _all_rules() -> list[NamedRule]:
    from claimx.pipeline.dates.rules import rules as date_rules
    from claimx.pipeline.quantities.component import rules as quantity_rules

    found = [
        NamedRule(
            layer="dates",
            name=each.name,
            description="Read only as a part of other rules." if each.nested else "",
            pattern=each.pattern,
            first=each.first,
            then=each.then,
            needs=None,
            examples=dict(each.examples),
            counter_examples=tuple(each.counter_examples),
        )
        for each in date_rules()
    ]
    return found + [
        NamedRule(
            layer="quantities",
            name=each.name,
            description=single_spaced(each.description),
            pattern=None,
            first=(),
            then=(),
            needs=each.needs,
            examples=dict(each.examples),
            counter_examples=each.counter_examples,
        )
        for each in quantity_rules()
    ]


def _chosen(every: Sequence[NamedRule], name: str | None) -> tuple[list[NamedRule], bool]:
    """The rules that are wanted, and whether to print them in full."""
    if name is None:
        return list(every), False
    wanted = name.strip().casefold()
    if not wanted:
        raise InputError("the name of the rule is empty", "`claimx rules` lists all names")
    exact = [each for each in every if each.name.casefold() == wanted]
    starting = [each for each in every if each.name.casefold().startswith(wanted)]
    containing = [each for each in every if wanted in each.name.casefold()]
    found = exact or starting or containing
    if not found:
        raise _not_found(name, [each.name for each in every])
    return found, len(found) == 1


def _not_found(name: str, names: Sequence[str]) -> InputError:
    near = get_close_matches(name.strip().casefold(), names, n=_LISTED, cutoff=0.5)
    remedy = f"did you mean {' or '.join(near)}?" if near else "`claimx rules` lists all names"
    return InputError(f"there is no rule {name!r}", remedy)


def _write_table(found: Sequence[NamedRule], stream: TextIO) -> None:
    from rich.text import Text

    from claimx.writers.terminal import TablePrinter, titled_grid

    grid = titled_grid("layer", "name", "reads")
    for column in grid.columns[:2]:
        column.no_wrap = True
    for each in found:
        grid.add_row(Text(each.layer, style="dim"), Text(each.name, style="bold"), Text(_reads(each)))
    TablePrinter(stream).print(grid)


def _reads(rule: NamedRule) -> str:
    """What a rule reads: its description, or its first example with the value, or its pattern."""
    if rule.pattern is None:
        return rule.description
    for text, value in rule.examples.items():
        return f"{text} → {value}"
    return rule.pattern


def _write_in_full(found: Sequence[NamedRule], stream: TextIO) -> None:
    from rich.text import Text

    from claimx.pipeline.dates.grammar import EXAMPLES_PUBLISHED
    from claimx.writers.terminal import TablePrinter, plain_grid, titled_grid

    printer = TablePrinter(stream)
    for each in found:
        printer.print(Text.assemble((each.name, "bold"), "  ", (each.layer, "dim")))
        fields = {
            "reads": each.description,
            "pattern": each.pattern,
            "begins with": ", ".join(each.first),
            "ends with": ", ".join(each.then),
            "needs": each.needs,
        }
        grid = plain_grid(2)
        grid.columns[0].no_wrap = True
        for field, value in fields.items():
            if value:
                grid.add_row(Text(field, style="dim"), Text(value))
        printer.print_indented(grid)
        if each.examples:
            published = f", if published on {EXAMPLES_PUBLISHED}" if each.layer == "dates" else ""
            examples = titled_grid("read right", f"value{published}")
            for text, value in each.examples.items():
                examples.add_row(Text(text), Text(value, style="bold"))
            printer.print()
            printer.print_indented(examples)
        if each.counter_examples:
            others = titled_grid("the rule does not apply to")
            for text in each.counter_examples:
                others.add_row(Text(text))
            printer.print()
            printer.print_indented(others)
