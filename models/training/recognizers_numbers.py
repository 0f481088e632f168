#!/usr/bin/env python3
"""Measure quantities on the English test cases of Microsoft Recognizers-Text (MIT).

    python models/training/recognizers_numbers.py --corpora CORPORA --model models/en_claimx_news [--misses]

It reads `recognizers/NumberModel.json.gz` and its like in CORPORA: lists of cases as in its `Specs`.

An expected result is right when a quantity that overlaps it says the same:

- number: `value_low` and `value_high` are its value. No unit is asked for, because Recognizers names none:
  it reads `3` in `3 years`, where claimx reads 3 `year`.
- percentage: the value, and the unit `percent`.
- currency: the value, and the ISO 4217 code: `isoCurrency` where there is one, else the code that the
  contract gives to the plain name (`Dollar` is USD, `Pound` GBP). Cents and pence are hundredths there.
- dimension, age, temperature: the value, and the unit as the contract spells it: `Square meter` is
  `square_metre`, `Meter per second` is `metre/second`, `C` is `degree_celsius`.
- number range: `[20,30)` is a quantity from 20 to 30, or one `>` or `>=` 20 and another `<` or `<=` 30;
  `(30,)` is 30 with the relation `>`, `[30,)` with `>=`, `(,30)` with `<` and `(,30]` with `<=`.

A per-part that Recognizers leaves out may follow a unit (`$98 a share` is USD/share here). Either end of a
range that the contract has as one quantity is right (`10 feet` in `eight to 10 feet`). Values may differ by
a thousandth.

Scope. Left out, because for the contract they are no quantities, are only units without a number (`metric
ton`), a bare `one`, and identifiers: a number that labels something (`version two`), a part of a telephone
number. Printed are the figures over everything and over what is left; together first for numbers,
percentages, currencies, dimensions and ages, then for all.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from claimx.pipeline.records import Quantity

FIRST = ("Number", "Percent", "Currency", "Dimension", "Age")
MODELS = (*FIRST, "Temperature", "NumberRange")
PLAIN_CURRENCIES = {
    "Dollar": "USD", "Pound": "GBP", "Franc": "CHF", "Rupee": "INR", "Bitcoin": "BTC",
    "Cent": "USD", "Pence": "GBP", "Satoshi": "BTC",
}  # fmt: skip
SUBUNITS = {"Cent": 0.01, "Pence": 0.01, "Satoshi": 1e-8}
UNITS = {"C": "degree_celsius", "F": "degree_fahrenheit", "Metric ton": "tonne", "Age": "year"}
LABEL = re.compile(r"\b(?:nrs?\.|version) (?:\d+,)*$", re.IGNORECASE)
DIALLED = re.compile(r"\+?[\d/]+(?:-[\w/]+){2,}")
BOUNDS = re.compile(r"(?P<opens>[\[(])(?P<low>[^,]*),(?P<high>[^\])]*)(?P<closes>[\])])")


@dataclass(frozen=True)
class Expected:
    """One result that Recognizers expects: where it stands, and what it resolves to."""

    model: str
    text: str
    start: int
    end: int
    resolution: dict[str, str | None]

    @property
    def in_scope(self) -> bool:
        """Whether the contract calls it a quantity."""
        written = self.text[self.start : self.end].lower()
        identifies = LABEL.search(self.text[: self.start]) or any(
            dialled.start() <= self.start < dialled.end() for dialled in DIALLED.finditer(self.text)
        )
        return self.resolution["value"] not in (None, "null") and not identifies and written != "one"

    def is_in(self, quantities: list[Quantity]) -> bool:
        """Whether `quantities`, those that overlap it, say the same."""
        value = self.resolution["value"]
        if not quantities or value is None:
            return False
        if self.model == "NumberRange":
            return _is_range(value, quantities)
        if value == "null":
            return False
        number, unit = float(value.rstrip("%")), self._unit()
        number *= SUBUNITS.get(self.resolution.get("unit") or "", 1)
        return any(
            (_near(number, each.value_low) or _near(number, each.value_high))
            and (unit is None or each.unit == unit or each.unit.startswith(f"{unit}/"))
            for each in quantities
        )

    def _unit(self) -> str | None:
        if self.model == "Number":
            return None
        if self.model == "Percent":
            return "percent"
        name = self.resolution["unit"] or ""
        if self.model == "Currency":
            return self.resolution.get("isoCurrency") or PLAIN_CURRENCIES.get(name, name)
        name = UNITS.get(name, name.lower().replace("meter", "metre").replace("liter", "litre"))
        return name.replace(" per ", "/").replace(" ", "_")


def _near(expected: float, found: float) -> bool:
    return abs(expected - found) <= 0.001 * abs(expected)


def _is_range(value: str, quantities: list[Quantity]) -> bool:
    bounds = BOUNDS.fullmatch(value)
    assert bounds is not None, value
    opening, low, high, closing = bounds.groups()
    above = {"(": (">",), "[": (">=",)}[opening]
    below = {")": ("<",), "]": ("<=",)}[closing]
    if low and high:
        whole = any(
            _near(float(low), each.value_low) and _near(float(high), each.value_high) for each in quantities
        )
        return whole or (_bounds((">", ">="), low, quantities) and _bounds(("<", "<="), high, quantities))
    return _bounds(above, low, quantities) if low else _bounds(below, high, quantities)


def _bounds(relations: tuple[str, ...], value: str, quantities: list[Quantity]) -> bool:
    return any(each.relation in relations and _near(float(value), each.value_low) for each in quantities)


def cases(folder: Path, model: str) -> Iterator[tuple[str, list[Expected]]]:
    """Each input of a model with the results expected in it."""
    with gzip.open(folder / f"{model}Model.json.gz", "rt", encoding="utf8") as file:
        records: list[dict[str, Any]] = json.load(file)
    for record in records:
        text, expected = record["Input"], []
        for result in record["Results"]:
            start, written = result["Start"], result["Text"].lower()
            if not text.lower().startswith(written, start):  # some offsets are those of another text
                start = text.lower().index(written)
            expected.append(Expected(model, text, start, start + len(written), result["Resolution"]))
        yield text, expected


def measure(nlp: Language, folder: Path, model: str) -> Iterator[tuple[Expected, list[Quantity]]]:
    """Each expected result of a model with the quantities that overlap it."""
    for text, expected in cases(folder, model):
        quantities: list[Quantity] = nlp(text)._.quantities
        for each in expected:
            yield each, [q for q in quantities if q.range.start < each.end and each.start < q.range.end]


def report(results: list[tuple[bool, bool]]) -> str:
    """The share that is right, of everything and of what is in scope; a result is (in scope, right)."""
    every, scope = [right for _, right in results], [right for in_scope, right in results if in_scope]
    return "  ".join(
        f"{name} {100 * sum(rights) / len(rights):.1f} ({sum(rights)} of {len(rights)})"
        for name, rights in (("all", every), ("in scope", scope))
    )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--misses", action="store_true", help="print every expected result that is not right")
    arguments = parser.parse_args()
    nlp = spacy.load(arguments.model)
    every: list[tuple[bool, bool]] = []
    for model in MODELS:
        results = []
        for expected, quantities in measure(nlp, arguments.corpora / "recognizers", model):
            right = expected.is_in(quantities)
            results.append((expected.in_scope, right))
            if arguments.misses and not right:
                read = [(expected.text[slice(*q.range)], q.value_low, q.unit) for q in quantities]
                scope = "" if expected.in_scope else " (out of scope)"
                print(
                    f"  {expected.text[expected.start : expected.end]!r}{scope} in {expected.text!r}: {read}"
                )
        print(f"{model}: {report(results)}")
        every += results
        if model in (FIRST[-1], MODELS[-1]):
            print(f"together: {report(every)}")


if __name__ == "__main__":
    main()
