"""Resolution of `he` and `she`: features of each candidate, a learned ranker, and the reading of an article.

An article is read from its start, since what an earlier pronoun refers to is a feature of the next one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from claimx.pipeline.confidence import Features, Ranker
from claimx.pipeline.records import Entity
from claimx.pipeline.statements.people import (
    DiscoursePeople,
    DiscoursePerson,
    MentionFinder,
    PersonMention,
)
from claimx.text.lexicon import read_json
from claimx.text.tokens import SUBJECTS, Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from claimx.text.quotes import Quotations

# A content span and its source span, where there is one.
Speech = tuple[Range, Range | None]
# Called for every pronoun with the features and probabilities of its candidates, `nobody` last; returns the
# referent that later pronouns build on.
Observer = Callable[["PronounContext", list[Features], list[float]], DiscoursePerson | None]

# Least probability of a referent that is given a name, and of one that later features build on.
SURE, LIKELY = 0.6, 0.5

_MAX_CLAUSES_UP = 8
_FIRST_AND_SECOND = frozenset({"i", "you", "we", "my", "your"})
# Shares of those words in an article, which divide reports from conversations.
_FIRST_PERSON_RATES = (0.004, 0.02, 0.05)
_ARGUMENTS = ("subject", "object")
# Limits of distances in features.
_FAR_SENTENCES = 6
_FAR_PARAGRAPHS = 4
_NEAR = 3


@cache
def shipped_ranker() -> Ranker:
    """The ranker with the weights in `data/pronouns.json`."""
    return Ranker(read_json(__package__, "pronouns.json"))


@dataclass(slots=True)
class PronounContext:
    """A pronoun and what the features of its candidates are computed from.

    `candidates`: the people it may refer to, the latest mentioned first; `names`: how many names each has in
    the whole article; `max_names`: how many the person named most often has; `previous`: the last pronoun of
    the same gender, and `previous_antecedent` its referent; `speaker`: the source before the pronoun;
    `enclosing_speaker`: the source of the content around it; `matrix_subjects`: the subjects of the clauses
    above its own, the nearest first; `first_person_rate`: class of how often the article itself says `I` and
    `you`.
    """

    pronoun: PersonMention
    candidates: list[DiscoursePerson]
    names: list[int]
    max_names: int
    previous: PersonMention | None
    previous_antecedent: DiscoursePerson | None
    speaker: DiscoursePerson | None
    enclosing_speaker: DiscoursePerson | None
    matrix_subjects: list[DiscoursePerson]
    is_source: bool
    first_person_rate: int

    def sentences_to(self, person: DiscoursePerson) -> int:
        """Distance in sentences to the latest mention of a person."""
        return self.pronoun.sentence - person.last.sentence

    @property
    def quoted(self) -> str:
        """`quoted` within a quotation, else `plain`."""
        return "quoted" if self.pronoun.quotation is not None else "plain"


def features_of_all(context: PronounContext) -> list[Features]:
    """The features of each candidate and, last, those of the answer that it is none of them."""
    near = [p for p in context.candidates if context.sentences_to(p) <= _NEAR]
    gender_known = sum(p.gender_known for p in near)
    most = max((len(p.mentions) for p in context.candidates), default=0)
    leftmost: dict[int, int] = {}
    for person in context.candidates:
        last = person.last
        leftmost[last.sentence] = min(leftmost.get(last.sentence, last.range.start), last.range.start)
    rows = []
    for rank, person in enumerate(context.candidates):
        last = person.last
        row = _distance(context, person, rank)
        row += _identity(context, person, rank)
        row += _discourse(context, person, rank)
        row += _syntax(context, person)
        if near == [person]:
            row.append("only near")
        if not person.gender_known:
            row.append(f"untold against {min(gender_known, 2)}")
        if person.entity is not None and len(person.mentions) == most:
            row.append("most seen")
        if leftmost[last.sentence] == last.range.start:
            row.append(f"leftmost sentence={min(context.sentences_to(person), 2)}")
        rows.append(row)
    return [dict.fromkeys(row, 1.0) for row in (*rows, _nobody(context, near))]


def _distance(context: PronounContext, person: DiscoursePerson, rank: int) -> list[str]:
    last, pronoun = person.last, context.pronoun
    sentences = min(context.sentences_to(person), _FAR_SENTENCES)
    row = [
        f"rank={min(rank, 5)}",
        f"people={min(len(context.candidates), 4)}",
        f"sentence={sentences}",
        f"sentence={sentences} role={last.role}",
        f"paragraph={min(pronoun.paragraph - last.paragraph, _FAR_PARAGRAPHS)}",
        f"kind={last.kind}",
        f"kind={last.kind} sentence={min(sentences, _NEAR)}",
        f"roles={last.role},{pronoun.role} sentence={min(sentences, 2)}",
    ]
    if context.is_source:
        row.append(f"source sentence={min(sentences, _NEAR)}")
        row.append(f"source role={last.role}")
    return row


def _identity(context: PronounContext, person: DiscoursePerson, rank: int) -> list[str]:
    """How an unnamed person is described, or how prominent a named one is."""
    gender = "told" if person.gender_known else "learned" if person.gender else "unknown"
    if person.entity is None:
        definiteness = person.mentions[0].definiteness
        sentences = min(context.sentences_to(person), _NEAR)
        return [
            f"unnamed gender={gender}",
            f"unnamed {definiteness}",
            f"unnamed {definiteness} sentence={sentences}",
            f"unnamed seen={min(len(person.mentions), 3)}",
        ]
    share = 3 * context.names[rank] // max(1, context.max_names)
    row = [
        f"gender={gender}",
        f"names={min(person.names, 4)}",
        f"seen={min(len(person.mentions), 6)}",
        f"share={share}",
    ]
    if sum(other.entity is not None for other in context.candidates) == 1:
        row.append("only named")
    return row


def _discourse(context: PronounContext, person: DiscoursePerson, rank: int) -> list[str]:
    pronoun, previous, quoted = context.pronoun, context.previous, context.quoted
    row = []
    if context.speaker is person:
        row += ["speaker", f"speaker source={context.is_source}"]
        if rank == 0:
            row += ["speaker last", f"speaker last source={context.is_source}"]
    if previous and context.previous_antecedent is person:
        sentences = min(pronoun.sentence - previous.sentence, 3)
        row += [f"chain sentence={sentences}", f"chain {quoted}", f"chain rank={min(rank, 2)}"]
        if rank == 0:
            row.append(f"chain roles={previous.role},{pronoun.role} sentence={min(sentences, 1)}")
    if any(mention.paragraph == pronoun.paragraph for mention in person.mentions):
        row.append("in paragraph")
    if context.enclosing_speaker is person:
        row.append(f"own words {quoted}")
    elif context.enclosing_speaker:
        row.append(f"words of another {quoted}")
    if person.last.quotation != pronoun.quotation:
        row.append(f"quotation {person.last.quotation is not None} {quoted}")
    elif pronoun.quotation is not None:
        row.append("same quotation")
    return row


def _syntax(context: PronounContext, person: DiscoursePerson) -> list[str]:
    row = []
    pronoun, subjects = context.pronoun, context.matrix_subjects
    distances = {pronoun.sentence - m.sentence for m in person.mentions[-6:] if m.role == "subject"}
    for sentences, name in ((0, "same"), (1, "previous")):
        if sentences in distances:
            row += [f"{name} subject", f"{name} subject role={pronoun.role}"]
    if person in subjects:
        row += [
            f"above={min(subjects.index(person), 2)}",
            f"above role={pronoun.role} sentence={min(context.sentences_to(person), 1)}",
        ]
    elif subjects:
        row.append("below another")
    return row


def _nobody(context: PronounContext, near: list[DiscoursePerson]) -> list[str]:
    pronoun, previous = context.pronoun, context.previous
    named = sum(person.entity is not None for person in context.candidates)
    row = [
        "nobody",
        f"nobody named={min(named, 3)}",
        f"nobody people={min(len(context.candidates), 4)}",
        f"nobody {context.quoted}",
        f"nobody role={pronoun.role}",
        f"nobody spoken={context.first_person_rate}",
        f"nobody source={context.is_source}",
    ]
    if not near:
        row.append("nobody near")
    if previous and context.previous_antecedent is None:
        row.append(f"nobody again sentence={min(pronoun.sentence - previous.sentence, 3)}")
    return row


class PronounResolver:
    """The referents of the pronouns of one article."""

    def __init__(
        self,
        doc: Doc,
        entities: list[Entity],
        quotations: Quotations,
        speeches: list[Speech],
        ranker: Ranker | None = None,
        observer: Observer | None = None,
    ) -> None:
        self._doc = doc
        self._ranker = ranker or shipped_ranker()
        self._observer = observer
        mentions = MentionFinder(doc, entities, quotations).find()
        self._starts = [mention.range.start for mention in mentions]
        self._people = DiscoursePeople(quotations.text, entities)
        self._names = [sum(mention.kind == "name" for mention in entity.mentions) for entity in entities]
        people = (n for n, entity in zip(self._names, entities, strict=True) if entity.label == "PERSON")
        self._max_names = max(people, default=0)
        self._speeches = sorted(speeches, key=lambda speech: speech[0])
        # By the character at which the source begins.
        self._contents: dict[int, list[Range]] = {}
        for content, source in self._speeches:
            if source:
                self._contents.setdefault(source.start, []).append(content)
        self._speech_starts = [content.start for content, _ in self._speeches]
        self._sources = sorted({source for _, source in speeches if source})
        self._source_starts = [source.start for source in self._sources]
        self._previous: dict[str, PersonMention] = {}
        self._first_person_rate = _first_person_rate(doc, quotations)
        self._entities: dict[int, int] = {}
        self._chances: dict[int, float] = {}
        self._open: set[int] = set()
        for mention in mentions:
            self._read(mention)

    def entity_at(self, start: int) -> int | None:
        """Position of the entity that the pronoun at a character refers to, None where that is unsure."""
        return self._entities.get(start)

    def is_open(self, start: int) -> bool:
        """Whether a pronoun may equally be one of two people (`Reed called Moss typical. She said …`)."""
        return start in self._open

    def _read(self, mention: PersonMention) -> None:
        if mention.kind == "name":
            self._people.add_name(mention)
        elif mention.kind == "noun":
            self._people.add_noun(mention)
        else:
            person = self._resolve(mention)
            if person:
                person.gender = person.gender or mention.gender
                self._people.add(person, mention)
            if mention.gender:
                self._previous[mention.gender] = mention

    def _resolve(self, pronoun: PersonMention) -> DiscoursePerson | None:
        context = self._context(pronoun)
        rows = features_of_all(context)
        chances = self._ranker(rows)
        best = max(range(len(chances)), key=chances.__getitem__)
        is_likely = best < len(context.candidates) and chances[best] >= LIKELY
        person = context.candidates[best] if is_likely else None
        if person:
            chance = self._chances[pronoun.range.start] = self._chance(context, person, chances[best])
            if _is_beside_speaker(context, person) or self._is_one_of_two(context, person):
                self._open.add(pronoun.range.start)
            elif person.entity is not None and chance >= SURE:
                self._entities[pronoun.range.start] = person.entity
        return self._observer(context, rows, chances) if self._observer else person

    def _is_one_of_two(self, context: PronounContext, person: DiscoursePerson) -> bool:
        """Whether `and` joins the name of a person to another before: `Costa and Melo left. She said`."""
        since = context.pronoun.sentence - 1

        def names_of(someone: DiscoursePerson) -> set[int]:
            last = (each for each in someone.mentions[-2:] if each.kind == "name" and each.sentence >= since)
            return {each.root for each in last}

        own = names_of(person)
        others = {root for each in context.candidates if each is not person for root in names_of(each)}
        tokens = (self._doc[root] for root in own | others)
        return any(
            token.dep_ == "conj" and ({token.i, token.head.i} & own and {token.i, token.head.i} & others)
            for token in tokens
        )

    def _chance(self, context: PronounContext, person: DiscoursePerson, chance: float) -> float:
        """The probability of a referent: no more than that of the pronoun before it that it builds on."""
        before = context.previous
        builds_on = before is not None and person.last is before and context.previous_antecedent is person
        return min(chance, self._chances.get(before.range.start, 1.0)) if before and builds_on else chance

    def _context(self, pronoun: PersonMention) -> PronounContext:
        assert pronoun.gender is not None
        start = pronoun.range.start
        quoted = self._contents.get(start, [])
        candidates = [
            p
            for p in self._people.candidates(pronoun.gender)
            if not _is_barred(p.last, pronoun) and not _names_oneself(p, quoted)
        ]
        previous = self._previous.get(pronoun.gender)
        source = bisect_left(self._source_starts, start)
        return PronounContext(
            pronoun=pronoun,
            candidates=candidates,
            names=[self._names[p.entity] if p.entity is not None else 0 for p in candidates],
            max_names=self._max_names,
            previous=previous,
            previous_antecedent=self._people.at(previous.range.start) if previous else None,
            speaker=self._last_person_in(self._sources[source - 1]) if source else None,
            enclosing_speaker=self._enclosing_speaker(start),
            matrix_subjects=self._matrix_subjects(pronoun),
            is_source=self._source_starts[source : source + 1] == [start],
            first_person_rate=self._first_person_rate,
        )

    def _last_person_in(self, span: Range) -> DiscoursePerson | None:
        """The person mentioned last in a span."""
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return self._people.at(self._starts[last - 1]) if first < last else None

    def _enclosing_speaker(self, position: int) -> DiscoursePerson | None:
        """The source of the content span around a character."""
        index = bisect_right(self._speech_starts, position) - 1
        if index < 0 or position >= self._speeches[index][0].end:
            return None
        source = self._speeches[index][1]
        return self._last_person_in(source) if source else None

    def _matrix_subjects(self, pronoun: PersonMention) -> list[DiscoursePerson]:
        """The subjects of the clauses above a pronoun's own, the nearest first."""
        found: list[DiscoursePerson] = []
        below = self._doc[pronoun.root]
        own_verb = below.head.i
        for _ in range(_MAX_CLAUSES_UP):
            verb = below.head
            if verb.i == below.i:
                break
            people = [] if verb.i == own_verb else self._subjects(verb, pronoun.root)
            if below.dep_ == "acl:relcl":
                people.append(self._people.with_root(verb.i))
            found += [person for person in people if person and person not in found]
            below = verb
        return found

    def _subjects(self, verb: Token, before: int) -> list[DiscoursePerson | None]:
        return [
            self._people.with_root(child.i)
            for child in verb.lefts
            if child.dep_ in SUBJECTS and child.i < before
        ]


def _is_beside_speaker(context: PronounContext, person: DiscoursePerson) -> bool:
    """Whether another spoke last, and may speak again: `Reed called Moss's story typical. She said …`."""
    speaker = context.speaker
    return (
        context.is_source
        and speaker is not None
        and speaker.entity is not None
        and speaker is not person
        and speaker in context.candidates
        and speaker.last.role == "subject"
        and person.last.role in ("possessive", "object", "other")
        and person.last.range.start > speaker.last.range.start
    )


def _is_barred(last: PersonMention, pronoun: PersonMention) -> bool:
    """Whether grammar excludes that a pronoun refers to the person of a mention: `Reed praised him`."""
    if pronoun.word in ("himself", "herself"):
        return False
    if pronoun.role in _ARGUMENTS and last.role in _ARGUMENTS:
        return last.head == pronoun.head >= 0 and last.role != pronoun.role
    return pronoun.role == "possessive" and last.root == pronoun.head


def _names_oneself(person: DiscoursePerson, contents: list[Range]) -> bool:
    """Whether a person would use the own name in a quotation: `“Xi announced it,” he said` is not Xi."""
    first = min((part.start for part in contents), default=None)
    if first is None:
        return False
    # The mentions are in the order of the text.
    inside = takewhile(lambda mention: mention.range.start >= first, reversed(person.mentions))
    return any(
        mention.kind == "name"
        and mention.quotation is not None
        and any(part.start <= mention.range.start < part.end for part in contents)
        for mention in inside
    )


def _first_person_rate(doc: Doc, quotations: Quotations) -> int:
    """Class of the share of `I` and `you` among the words outside quotations: 0 for a report."""
    words = sum(token.lower_ in _FIRST_AND_SECOND and quotations.at(token.idx) is None for token in doc)
    return bisect_right(_FIRST_PERSON_RATES, words / max(1, len(doc)))
