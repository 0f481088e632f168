"""What speaks for and against a person's being meant by a pronoun, as names of features."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.pipeline.statements.pronouns.people import Person
from claimx.pipeline.statements.pronouns.sightings import Sighting

_FAR_SENTENCES = 6
_FAR_PARAGRAPHS = 4
_NEAR = 3
# A name that starts so near the start of its paragraph is what the paragraph is about.
_OPENING = 12


@dataclass(slots=True)
class Situation:
    """A pronoun and what is known where it stands.

    `people` are those it may mean, the one seen last first; `previous` is the last pronoun of its gender,
    and whom that meant; `speaker` is who spoke last; `own` is who says the words that the pronoun stands
    in; `above` are the subjects of the clauses that its own is part of. `often` is how many names the person
    named most often has in the whole article, `names` how many each of the people has. `spoken` tells how
    much the article itself says `I` and `you`.
    """

    pronoun: Sighting
    people: list[Person]
    names: list[int]
    often: int
    previous: Sighting | None
    meant_before: Person | None
    speaker: Person | None
    own: Person | None
    above: list[Person]
    is_source: bool
    spoken: int


def features_of_all(now: Situation) -> list[list[str]]:
    """The features of each of the people, and last those of its being nobody of them."""
    near = [p for p in now.people if _sentences(now, p) <= _NEAR]
    told = sum(p.told for p in near)
    most = max((len(p.seen) for p in now.people), default=0)
    leftmost: dict[int, int] = {}
    for person in now.people:
        last = person.last
        leftmost[last.sentence] = min(leftmost.get(last.sentence, last.range.start), last.range.start)
    rows = []
    for rank, person in enumerate(now.people):
        last = person.last
        row = _distance(now, person, rank)
        row += _identity(now, person, rank)
        row += _discourse(now, person, rank)
        row += _syntax(now, person)
        if near == [person]:
            row.append("only near")
        if not person.told:
            row.append(f"untold against {min(told, 2)}")
        if person.place is not None and len(person.seen) == most:
            row.append("most seen")
        if leftmost[last.sentence] == last.range.start:
            row.append(f"leftmost sentence={min(_sentences(now, person), 2)}")
        rows.append(row)
    return [*rows, _nobody(now, near)]


def _sentences(now: Situation, person: Person) -> int:
    return now.pronoun.sentence - person.last.sentence


def _quoted(pronoun: Sighting) -> str:
    return "quoted" if pronoun.quotation is not None else "plain"


def _distance(now: Situation, person: Person, rank: int) -> list[str]:
    last, pronoun = person.last, now.pronoun
    sentences = min(_sentences(now, person), _FAR_SENTENCES)
    row = [
        f"rank={min(rank, 5)}",
        f"people={min(len(now.people), 4)}",
        f"sentence={sentences}",
        f"sentence={sentences} role={last.role}",
        f"paragraph={min(pronoun.paragraph - last.paragraph, _FAR_PARAGRAPHS)}",
        f"kind={last.kind}",
        f"kind={last.kind} sentence={min(sentences, _NEAR)}",
        f"roles={last.role},{pronoun.role} sentence={min(sentences, 2)}",
    ]
    if now.is_source:
        row.append(f"source sentence={min(sentences, _NEAR)}")
        row.append(f"source role={last.role}")
    return row


def _identity(now: Situation, person: Person, rank: int) -> list[str]:
    """Who the person is: the features of somebody unnamed, or how prominent a named one is."""
    told = "told" if person.told else "learned" if person.gender else "unknown"
    if person.place is None:
        standing = person.seen[0].standing
        sentences = min(_sentences(now, person), _NEAR)
        return [
            f"unnamed gender={told}",
            f"unnamed {standing}",
            f"unnamed {standing} sentence={sentences}",
            f"unnamed seen={min(len(person.seen), 3)}",
        ]
    share = 3 * now.names[rank] // max(1, now.often)
    row = [
        f"gender={told}",
        f"names={min(person.names, 4)}",
        f"seen={min(len(person.seen), 6)}",
        f"share={share}",
    ]
    if sum(other.place is not None for other in now.people) == 1:
        row.append("only named")
    return row


def _discourse(now: Situation, person: Person, rank: int) -> list[str]:
    pronoun, quoted = now.pronoun, _quoted(now.pronoun)
    row = []
    if now.speaker is person:
        row += ["speaker", f"speaker source={now.is_source}"]
        if rank == 0:
            row += ["speaker last", f"speaker last source={now.is_source}"]
    if now.previous and now.meant_before is person:
        sentences = min(pronoun.sentence - now.previous.sentence, 3)
        row += [f"chain sentence={sentences}", f"chain {quoted}", f"chain rank={min(rank, 2)}"]
        if rank == 0:
            row.append(f"chain roles={now.previous.role},{pronoun.role} sentence={min(sentences, 1)}")
    first = next((seen for seen in person.seen if seen.paragraph == pronoun.paragraph), None)
    if first:
        row.append("in paragraph")
    if now.own is person:
        row.append(f"own words {quoted}")
    elif now.own:
        row.append(f"words of another {quoted}")
    if person.last.quotation != pronoun.quotation:
        row.append(f"quotation {person.last.quotation is not None} {quoted}")
    elif pronoun.quotation is not None:
        row.append("same quotation")
    return row


def _syntax(now: Situation, person: Person) -> list[str]:
    row = []
    subjects = {now.pronoun.sentence - s.sentence for s in person.seen[-6:] if s.role == "subject"}
    for sentences, name in ((0, "same"), (1, "previous")):
        if sentences in subjects:
            row += [f"{name} subject", f"{name} subject role={now.pronoun.role}"]
    if person in now.above:
        row += [
            f"above={min(now.above.index(person), 2)}",
            f"above role={now.pronoun.role} sentence={min(_sentences(now, person), 1)}",
        ]
    elif now.above:
        row.append("below another")
    return row


def _nobody(now: Situation, near: list[Person]) -> list[str]:
    named = sum(person.place is not None for person in now.people)
    row = [
        "nobody",
        f"nobody named={min(named, 3)}",
        f"nobody people={min(len(now.people), 4)}",
        f"nobody {_quoted(now.pronoun)}",
        f"nobody role={now.pronoun.role}",
        f"nobody spoken={now.spoken}",
        f"nobody source={now.is_source}",
    ]
    if not near:
        row.append("nobody near")
    if now.previous and now.meant_before is None:
        row.append(f"nobody again sentence={min(now.pronoun.sentence - now.previous.sentence, 3)}")
    return row
