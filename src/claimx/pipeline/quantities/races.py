"""The lengths of races and the bare times in them: `the men's 60m hurdles`, `second in 7.82`."""

from __future__ import annotations

import re

from claimx.pipeline.quantities.grammar import RACES, Context, Expression, filter_rule, rule
from claimx.pipeline.quantities.tables import words
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range

_RACE_AFTER = re.compile(
    rf"{GAP}(?P<between>(?:[\w\u2019'-]+{GAP}){{0,2}}?)(?:{RACES}|world[ ]record)(?!\w)", re.IGNORECASE
)
_STYLE = re.compile(rf"{GAP}(?:free|breast|back|fly)(?:\s?[,.;)]|{GAP}and(?!\w)|$)", re.IGNORECASE)
_RACE_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<clear>(?:wo)?men['\u2019]s|boys['\u2019]|girls['\u2019]|[0-9]{GAP}?x)"
    rf"|(?:the|her|his|their)(?:{GAP}(?:first|last|final|opening|closing|indoor|outdoor|individual|Olympic))?){GAP}?$",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"[.,;:!?)]")
# What is run and swum is a round number of metres, but for some sprints.
_LONGEST, _STEP, _SPRINTS = 10_000, 50, (60, 75, 110)


@rule(
    "unit.race",
    needs="network",
    examples={
        "She won the {200m} in Doha.": "200 metre",
        "He took gold in the men's {1500m}.": "1500 metre",
        "The {400m} hurdles final is today.": "400 metre",
        "The {800m} runners from Chad trained over the last {200m} of the race.": "800 metre, 200 metre",
        "She won bronze in the 4 x {100m} relay and the {50m} free.": "100 metre, 50 metre",
    },
    none=["The pipe is {400m} long.", "The {400m} viewers saw a final.", "Police closed the {100m} fence."],
)
def race_length(context: Context, expression: Expression) -> Expression | None:
    """A round number of metres, in short, that names a race or is run in one: `the men's 60m hurdles`."""
    numeral = expression.numeral
    if expression.group != "single" or expression.kind not in ("count", "length"):
        return None
    if not numeral.suffix.strip().startswith("m") or numeral.value > _LONGEST:
        return None
    end = numeral.end + len(numeral.suffix)
    if (numeral.value % _STEP and numeral.value not in _SPRINTS) or not _is_run(context, numeral.start, end):
        return None
    value = numeral.value
    return expression.by(
        race_length, start=numeral.start, end=end, low=value, high=value, unit="metre", kind="length"
    )


def _is_run(context: Context, start: int, end: int) -> bool:
    """Whether the words around metres, from `start` to `end`, are of a race."""
    text = context.text
    if race := _RACE_AFTER.match(text, end):
        between = context.tokens(race.start("between"), race.end("between")) if race["between"] else ()
        return all(token.tag_ not in ("NNS", "NNPS") and token.pos_ != "VERB" for token in between)
    before = _RACE_BEFORE.search(text, max(0, start - 24), start)
    alone = bool(_CLOSED.match(text, end)) or not context.is_noun_at(end)  # `200m.` may be one token
    if _STYLE.match(text, end) or (before and not before["clear"] and alone):
        return context.is_about(words("races"), Range(start, end))
    return before is not None and before["clear"] is not None and alone


_LEG = re.compile(rf"{GAP}?[x\u00d7]{GAP}?[0-9]+{GAP}?m(?!\w)")


@filter_rule(
    "legs",
    examples=["Fiji won the {4} x 100m relay in Suva.", "The {4}x400m final is today."],
    none=["Fiji won {4} races."],
)
def legs_of_relay(context: Context, expression: Expression) -> bool:
    """How many legs a relay has, in its name."""
    return expression.unit == "count" and bool(_LEG.match(context.text, expression.end))


_TIME = re.compile(r"[1-5]?[0-9]\.[0-9]{2}")
_TIMED = re.compile(
    rf"(?<!\w)(?:in|(?:clock|record|post|register)(?:s|ed|ing)|times?{GAP}of|(?:best|record){GAP}of|r[au]n(?:s|ning)?"
    rf"|swam|swims|swimming)(?:{GAP}an?)?{GAP}$",
    re.IGNORECASE,
)
_SECONDS = re.compile(r"(?<![\w.])[0-9]{1,2}\.[0-9]{1,2}(?:s|secs?|[^\S\r\n]seconds)(?!\w)")
_NEAR = 600  # characters: the sentences beside, in a report with one time in each


@rule(
    "unit.race_time",
    needs="network",
    examples={
        "Okoro won in {10.04 seconds}, with Sy second in {10.11}.": "10.04 second, 10.11 second",
        "He set a personal best of {20.94} in the {200m} final.": "20.94 second, 200 metre",
        "Li took the title in {54.05 seconds}. Her rival swam {55.20}.": "54.05 second, 55.2 second",
    },
    none=["A share rose in Oslo to {20.94}.", "Sales in Rome ran in the summer to {99.31}."],
)
def race_time(context: Context, expression: Expression, races: list[Range]) -> Expression | None:
    """A bare time with hundredths, near one in seconds or a race: `in 10.11`, `a personal best of 20.94`."""
    text, start, end = context.text, expression.start, expression.end
    if expression.unit != "count" or not _TIME.fullmatch(text, start, end) or context.is_noun_at(end):
        return None
    if not _TIMED.search(text, max(0, start - 24), start):
        return None
    first, last = max(0, start - _NEAR), end + _NEAR
    if not _SECONDS.search(text, first, last) and not any(first <= each.start < last for each in races):
        return None
    return expression.by(race_time, unit="second", kind="time")


def with_races(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Give the lengths of races and the bare times in them their units."""
    read = [race_length(context, each) or each for each in expressions]
    races = [each.range for each in read if each.rule.endswith(race_length.name)]
    return [race_time(context, each, races) or each for each in read]
