"""The table of date rules, and the reading of one expression with it.

To add a way of writing a date, add a `Rule` with its examples to the module of its kind. Of the rules that
match at a place the longest match counts; of equally long ones the first in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from claimx.pipeline.dates.grammar import DIGIT, DateMatch, DateText, Reading, Rule, compiled, starting_words
from claimx.pipeline.dates.resolve import MentionOffset, Nth, Offset
from claimx.pipeline.dates.rules import absolute, periods, relative

RULES: tuple[Rule, ...] = (*periods.RULES, *absolute.RULES, *relative.RULES, *periods.TIMES)
RULE: dict[str, Rule] = {rule.name: rule for rule in RULES}


def rules() -> tuple[Rule, ...]:
    """All date rules with their names, patterns, examples and counter-examples."""
    return RULES


def check_names(table: Iterable[Rule]) -> None:
    """Raise ValueError where two rules have one name, or a rule names one that does not exist."""
    names = [rule.name for rule in table]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"there are two date rules {name}")
    for rule in table:
        named = {*rule.first, *rule.then, rule.preceded_by or rule.name, rule.continued_by or rule.name}
        if unknown := named.difference(names):
            raise ValueError(f"the date rule {rule.name} names unknown rules: {', '.join(sorted(unknown))}")


check_names(RULES)


@cache
def rules_by_first_word() -> dict[str, tuple[Rule, ...]]:
    """Lower-case word, or `DIGIT` for any number -> the rules that a match can begin with."""
    found: dict[str, list[Rule]] = {}
    for rule in RULES:
        if not (rule.nested or rule.of_numbers):
            for word in {w for r in ([RULE[n] for n in rule.first] or [rule]) for w in starting_words(r)}:
                found.setdefault(word, []).append(rule)
    return {word: tuple(found_rules) for word, found_rules in found.items()}


def read_at(text: DateText, start: int, word: str) -> Reading | None:
    """The expression at `start`, where the lower-case `word` is, or None."""
    found = rules_by_first_word().get(DIGIT if word[0].isdigit() else word, ())
    reading = _longest(found, text, start)
    return _with_time(text, reading) if reading else None


def durations_in(text: DateText) -> Iterator[Reading]:
    """What the rules read that are dates of quantities only."""
    for rule in RULES:
        if rule.of_numbers:
            for m in compiled(rf"\b(?:{rule.pattern})").finditer(text.text):
                if reading := _built(rule, DateMatch(m, text)):
                    yield reading


def continuation(text: DateText, reading: Reading) -> Reading | None:
    """The next member of a list or range, directly after a reading."""
    if not reading.rule.continued_by:
        return None
    rule = RULE[reading.rule.continued_by]
    m = compiled(rule.pattern).match(text.text, reading.end)
    return _built(rule, DateMatch(m, text, first=reading)) if m else None


def preceding(text: DateText, reading: Reading, start: int) -> Reading | None:
    """The previous member of a list or range, directly before a reading and after `start`."""
    if not reading.rule.preceded_by:
        return None
    rule = RULE[reading.rule.preceded_by]
    m = compiled(rule.pattern).search(text.text, start, reading.start)
    return _built(rule, DateMatch(m, text, then=reading)) if m else None


def _longest(found: Iterable[Rule], text: DateText, start: int) -> Reading | None:
    readings = (reading for rule in found if (reading := _read(rule, text, start)))
    return max(readings, key=lambda reading: reading.end, default=None)


def _named(names: tuple[str, ...], text: DateText, start: int) -> Reading | None:
    return _longest([RULE[name] for name in names], text, start)


def _read(rule: Rule, text: DateText, start: int) -> Reading | None:
    """The expression that a rule reads at `start`."""
    first = _named(rule.first, text, start) if rule.first else None
    if rule.first and first is None:
        return None
    m = compiled(rule.pattern).match(text.text, first.end if first else start)
    if m is None:
        return None
    then = _named(rule.then, text, m.end()) if rule.then else None
    if rule.then and then is None:
        return None
    if then and rule.then_timed:
        then = _with_time(text, then)
    return _built(rule, DateMatch(m, text, first, then))


def _built(rule: Rule, m: DateMatch) -> Reading | None:
    expression = rule.build(m)
    if expression is None:
        return None
    if "shown" in m.match.groupdict():
        return Reading(m.match.start("shown"), m.match.end(), expression, rule)
    start = m.first.start if m.first else m.match.start()
    return Reading(start, m.then.end if m.then else m.match.end(), expression, rule)


def _with_time(text: DateText, reading: Reading) -> Reading:
    of = reading.expression
    if not reading.rule.day or (isinstance(of, Offset | MentionOffset | Nth) and of.unit != "day"):
        return reading
    return periods.with_time(reading, text, lambda start: _named(periods.CLOCKS, text, start))
