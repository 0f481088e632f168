"""Whose age a number is, also without `years old`: `Maria Ortiz, 42`, `aged 65`, `children under 12`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.grammar import Context, Expression, Rule, rule
from claimx.pipeline.quantities.tables import words
from claimx.pipeline.statements.people import person_nouns
from claimx.pipeline.syntax.component import FINITE_TAGS
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range, is_one_of, stretch, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from claimx.pipeline.records import Quantity


# No person has been older (Jeanne Calment was 122), so that a larger number is no age.
OLDEST = 122
_AGED = re.compile(
    rf"(?<!\w)(?:(?:aged?|ages|turn|turns|turned|turning){GAP}(?:of{GAP}|between{GAP})?"
    rf"|aged{GAP}(?:under|over|above|below|from|at{GAP}least|up{GAP}to|just|only|about|around|nearly){GAP}|as{GAP}(?:young|old){GAP}as{GAP}"
    rf"|age{GAP}(?:limit{GAP})?(?:is|was|as|from|to|at){GAP})$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"(?<!\w)(?:under|over|above|below|between|from){GAP}(?:the{GAP}ages?{GAP}of{GAP})?$", re.IGNORECASE
)
_OF = re.compile(rf"(?<!\w)of{GAP}(?:(?:just|only|about|barely){GAP})?$", re.IGNORECASE)
_WHOEVER = frozenset(("those", "anyone", "anybody", "everyone", "everybody", "someone", "somebody"))
_HE_OR_SHE = frozenset(("he", "she", "i", "who"))
_CLOSED = re.compile(r"\s?(?:[,.;)!?\u2014]|--|$)")
# From which age on `a father of 40` gives an age; fewer are children (`a father of three`).
_YOUNGEST_PARENT, _YOUNGEST_GRANDPARENT = 16, 36
_PARENTS = dict.fromkeys(("father", "mother", "dad", "mum", "mom", "parent"), _YOUNGEST_PARENT)
_PARENTS |= dict.fromkeys(("grandfather", "grandmother", "grandad", "grandma"), _YOUNGEST_GRANDPARENT)
_LATEST_HOUR = 12  # `at 9` and `from 9 to 12` may be clock times
# A lower number after a trade or an office is no age: `the winger, 7,` is one with a shirt.
_YOUNGEST_WITH_TRADE = 13
_CHILDREN = frozenset(("pupil", "kid", "baby", "infant", "youngster", "child"))
# How nouns for people with a trade, an office or a position end: `plumber`, `left-back`.
_AGENT = re.compile(r"(?:.{2,}(?:er|or|ist|ian|eer|man|woman|lady)|.*back)$")


@rule(
    "age.aged",
    needs="text",
    examples={
        "Students aged {16} may vote.": "16 year",
        "She turned {40} in May.": "40 year",
        "She opened a café in Cork aged just {19}.": "19 year",
        "Boys as young as {nine} dig for cobalt near Kolwezi.": "9 year",
        "The school in Quito takes pupils aged from {four to eleven}.": "4..11 year",
    },
    none=["The village of {16} houses burned.", "The tower is as high as {16} buses."],
)
def aged(context: Context, expression: Expression) -> bool:
    """A number after `age`, `aged`, `turned` or `as young as`."""
    return bool(_AGED.search(context.text, max(0, expression.start - 24), expression.start))


# Between two ages: of a list, or the old and the new one.
_NEXT_AGE = re.compile(
    rf",{GAP}(?:and{GAP})?|{GAP}and{GAP}|{GAP}to{GAP}|,?{GAP}(?:up{GAP}|down{GAP})?from{GAP}", re.IGNORECASE
)


@rule(
    "age.next",
    examples={
        "They raised the pension age from {65} to {67}.": "65 year, 67 year",
        "Parliament in Seoul moved the school age from {7} to {6}.": "7 year, 6 year",
        "The girls, aged {nine}, {12} and {15}, were found in Leeds.": "9 year, 12 year, 15 year",
    },
    none=["The team grew from {16} to {18} last season.", "Students aged {16} and {three} teachers left."],
)
def next_age(context: Context, before: Expression, expression: Expression) -> bool:
    """A number after an age, in a list or with `to` or `from` between."""
    bare = before.unit == "year" and before.is_bare and before.group == "single"
    linked = bare and _NEXT_AGE.fullmatch(context.text, before.end, expression.start)
    following = context.word_after(expression.end)
    counts = following is not None and (
        following.pos_ in ("NOUN", "ADJ", "PROPN") or following.lower_ == "of"
    )
    return bool(linked) and expression.high >= 2 and not counts


_ADVERBS = (
    rf"(?:(?:now|just|only|about|around|nearly|almost|barely|still|already|maybe|probably){GAP}){{0,2}}"
)
_NO_LEAD = rf"(?!{GAP}(?:down|up|behind|ahead|short|clear|under|over|adrift|apart|away|not{GAP}out)(?!\w))"
# Before an age that ends its clause, and after it: `she is 34`, `retire before 65`, `At 14, you think`.
_OF_LIVES = (
    (
        rf"(?:(?:who|he|she|i){GAP}?(?:is|was|['\u2019](?:s|m)|am|(?:will|may|might|would|must){GAP}be)"
        rf"|(?:he|she)(?:{GAP}(?:is|was)|['\u2019]s){GAP}an?{GAP}[^.,;:!?\n]{{3,40}}{GAP}and(?={GAP}(?:only|just|still)\s)"
        rf"|(?:when|until|till|once|unless|before|after|if|by{GAP}the{GAP}time){GAP}they(?:{GAP}(?:are|were)|['\u2019]re)"
        rf"|you(?:{GAP}(?:are|were)|['\u2019]re)|(?:one{GAP}of{GAP}(?:them|whom)|(?<=,\s)one)(?:{GAP}(?:is|was)|['\u2019]s)){GAP}{_ADVERBS}",
        _NO_LEAD,
    ),
    (
        rf"(?:work(?:s|ed|ing)?(?:{GAP}on)?|retir(?:e|es|ed|ing)|retirement){GAP}"
        rf"(?:at|before|by|till|until|under|past|beyond|after){GAP}",
        rf"(?!{GAP}(?:in{GAP}the|on|at{GAP}night))",
    ),
    (
        rf"at{GAP}",
        rf",?{GAP}(?:he|she|i|you|we)(?!\w)(?!{GAP}(?:says?|said|adds?|added|tells?|told|explain(?:s|ed))(?!\w))",
    ),
)
_SOMEBODYS = re.compile(
    rf"(?<!\w)(?:my|his|her|our|their|your){GAP}(?:[a-z]+{GAP})?(?P<person>[^\W\d_]+)(?:['\u2019]s|{GAP}(?:is|was)){GAP}{_ADVERBS}$",
    re.IGNORECASE,
)
# What a person does at an age, and the age after it; not `starts the year at 42`.
_STEPS = re.compile(
    r"(?<!\w)(?P<step>began|started|left(?=\s(?:home|school|college|university))|married|joined|died|retired|qualified|emigrated|enlisted|debuted"
    r"|turned\sprofessional)(?:\s(?!day|week|month|season|year|round|night)[\w'\u2019-]+){0,4},?\sat\s(?:just\s|only\s)?$"
)
_LIFE_REACH = 80  # characters: `She is a mother of two from Leeds and only 19`
_OF_LIFE = tuple(
    (re.compile(rf"(?<!\w){before}$", re.IGNORECASE), re.compile(after, re.IGNORECASE))
    for before, after in _OF_LIVES
)


@rule(
    "age.of_life",
    examples={
        "He is {42}, and she is {39}.": "42 year, 39 year",
        "The keeper, who was {31}, drowned off Cork.": "31 year",
        "Wait until you're {80}, they told her.": "80 year",
        "She has twins. One of them is {nine}.": "9 year",
        "Miners in Chile may stop working at {55}.": "55 year",
        "Recruits in Korea serve when they are {18}, unless they study.": "18 year",
        "My daughter's {13} and she has lost a year of school.": "13 year",
        "She is a fine keeper and only {25} but she lacks games.": "25 year",
        "Her father left school at {14} and went to sea.": "14 year",
        "Had they told me that, at {17}, I would sail to Tonga, I would have laughed.": "17 year",
    },
    none=[
        "He was {12 metres} below the road.",
        "Crews worked on {65} houses.",
        "The index stood at {27}, she said.",
        "They won when they were {two} behind.",
        "Their captain left the field at {40}.",
        "He started the year at {42}.",
        "The team's {13 points} are its best.",
    ],
)
def age_of_life(context: Context, expression: Expression) -> bool:
    """A number that ends its clause after `she is` or `she left home at`, or before the person so old."""
    start = expression.start
    if expression.high < 2 or not _closes(context, expression):
        return False
    reach = max(0, start - _LIFE_REACH)
    somebody = _SOMEBODYS.search(context.text, reach, start)
    if somebody is not None and somebody["person"].lower() in nouns_for_people():
        return re.compile(_NO_LEAD, re.IGNORECASE).match(context.text, expression.end) is not None
    step = _STEPS.search(context.text, reach, start) if expression.high > _LATEST_HOUR else None
    if step is not None:
        subject = subject_of(context.token_at(step.start("step")))
        return is_person(subject) or (subject is not None and subject.lemma_.lower() in nouns_for_people())
    return any(
        before.search(context.text, reach, start) and after.match(context.text, expression.end)
        for before, after in _OF_LIFE
    )


@rule(
    "age.bound",
    examples={
        "Children under {12} do not pay.": "12 year",
        "Women over {50} are screened every spring in Wales.": "50 year",
        "The vaccine is free to adults under {40}.": "40 year",
        "The course is for teenagers from {14 to 18}.": "14..18 year",
        "Men over {60} were told to stay indoors.": "60 year",
        "Those under {18} need a guardian in Rhodes.": "18 year",
        "Anyone over {75} travels free.": "75 year",
        "Most of the patients in Juba were under {five}.": "5 year",
    },
    none=["The temperature fell under {12 degrees}.", "They sent nurses from {12 to 18} clinics."],
)
def age_bound(context: Context, expression: Expression) -> bool:
    """A bound after people: `children under 12`, `women over 50`."""
    return expression.high >= 2 and _bounds_people(context, expression) and _closes(context, expression)


@rule(
    "age.of_person",
    examples={
        "A girl of just {16} was hurt.": "16 year",
        "A man of {74} swam the strait.": "74 year",
        "Police in Osaka are looking for a woman of {30}.": "30 year",
        "A father of {61} was hurt.": "61 year",
        "A person of {70} should walk daily.": "70 year",
        "Men of {60} are screened in Wales.": "60 year",
    },
    none=[
        "A group of {16} was hurt.",
        "A boat of {16 metres} sank.",
        "Elena Ruiz, a mother of {four}, was hurt.",
        "The grandmother of {19} lives in Lima.",
        "The men of {60} villages met.",
    ],
)
def age_of_person(context: Context, expression: Expression) -> bool:
    """A number after a person and `of`; after a parent, a small one counts the children."""
    link = _OF.search(context.text, max(0, expression.start - 12), expression.start)
    person = context.word_before(link.start()) if link else None
    if person is not None and person.tag_ == "NNS" and person.lower_ in ("men", "women"):
        return expression.high >= _YOUNGEST_PARENT and _closes(context, expression)
    if person is None or person.tag_ != "NN":
        return False
    known = person.lower_ in person_nouns() or person.lower_ == "person"
    if not known and not _is_one_person(person, expression.high):
        return False
    return expression.high >= _PARENTS.get(person.lower_, 2) and _closes(context, expression)


@rule(
    "age.after_name",
    examples={
        "Maria Ortiz, {42}, was hurt.": "42 year",
        "Kenji Sato ({31}) won the race in Kyoto.": "31 year",
        "The driver, {58}, was taken to hospital.": "58 year",
        "The mayor, {58}, said the bridge would open in June.": "58 year",
        "A bus conductor, {44}, was stabbed in Nairobi.": "44 year",
        "The goalkeeper ({29}) joined from Ajax.": "29 year",
        "Its founder, now {81}, lives in Kyoto.": "81 year",
        "The mother of {four}, {43}, was hurt.": "4 count, 43 year",
        "The driver of the night train, {33}, is missing.": "33 year",
        "The boy who sold tortillas, {14}, ran to Oaxaca.": "14 year",
        "The tip came from a landlady, {70}, who lives in Turin.": "70 year",
        "The warden, {49}, has quit, and so has a thug, {22}.": "49 year, 22 year",
        "His eldest, {24}, left for Dubai; his second, {19}, drives.": "24 year, 19 year",
    },
    none=[
        "In Mumbai, {42} people died.",
        "The number, {47}, fell again.",
        "The remainder, {12}, voted against it.",
        "The list of rooms, {12}, was short.",
        "The editor, {12}, was the last of the pages.",
        "Of the drivers, {14}, all men, were hurt.",
    ],
)
def age_after_name(context: Context, expression: Expression) -> bool:
    """A number after a person, by name or by a noun with its article, and a comma, or in brackets."""
    before = list(islice(context.before(expression.start), 5))
    if before and before[0].lower_ in ("now", "then", "just", "only"):
        before.pop(0)
    is_set_off = len(before) > 1 and before[0].text in (",", "(")
    if expression.high < 2 or not is_set_off or not _CLOSED.match(context.text, expression.end):
        return False
    of_parent = len(before) > 3 and before[1].pos_ == "NUM" and before[2].lower_ == "of"
    if of_parent and before[3].lower_ in _PARENTS:
        return True  # `the mother of four, 43,`
    name, closing = before[1], context.text[expression.end : expression.end + 2].strip()[:1]
    if before[0].text == "(":
        of_kin = name.tag_ == "NN" and name.lower_ in nouns_for_people()
        named = name.ent_type_ == "PERSON" or of_kin or _is_one_person(name, expression.high)
        return closing == ")" and named
    if name.pos_ == "PROPN" and name.ent_type_ in ("", "PERSON"):
        return True
    if name.lower_ in _OF_KIN and before[2:3] and before[2].tag_ == "PRP$":
        return True
    noun = name.lower_ if name.tag_ != "NNS" else ""
    grown = expression.high >= _YOUNGEST_WITH_TRADE or noun in words("children")
    behind = next(islice(context.after(expression.end), 1, None), None)
    if name.ent_type_ == "GPE" and closing == "," and grown and behind is not None:
        return behind.tag_ in FINITE_TAGS or any(
            _is_one_person(each, expression.high) for each in _heads(name)
        )
    known = noun in person_nouns() and (grown or person_nouns()[noun] is not None)
    return (
        known
        or (grown and noun in words("people_with_ages"))
        or any(_is_one_person(each, expression.high) for each in _heads(name))
    )


def _heads(noun: Token) -> Iterator[Token]:
    """A noun and those that it says more of: `landlord`, `driver` of `The driver whom the landlord saw`."""
    yield noun
    for head in noun.ancestors:
        if head.pos_ in ("NOUN", "PROPN"):
            yield head
        elif not head.dep_.startswith("acl"):
            return


_SUPERLATIVES = frozenset(("youngest", "oldest", "eldest"))
_OF_KIN = _SUPERLATIVES | {"elder", "younger", "first", "second", "third"}


@rule(
    "age.predicate",
    examples={
        "The youngest of the divers was {17}.": "17 year",
        "The man hurt in the raid was {67}.": "67 year",
        "The miner from Nuuk is {29} and lives alone.": "29 year",
        "The oldest of the group is {63}, the youngest only {19}.": "63 year, 19 year",
    },
    none=[
        "The lowest of the readings was {17}.",
        "The oldest record is {45}.",
        "The number of guards is {12}.",
        "The bus driver was {two minutes} late.",
    ],
)
def age_as_predicate(context: Context, expression: Expression) -> bool:
    """A number that is all that is said of one person: `the man hurt was 67`; or after `the youngest`."""
    number = context.token_at(expression.numeral.end - 1)
    if expression.high < 2 or not _closes(context, expression):
        return False
    last = next((each for each in context.before(expression.start) if each.pos_ != "ADV"), None)
    if last is not None and last.lower_ in _SUPERLATIVES:  # `the youngest 19`, after another age
        return number.dep_ != "obj" and context.text[expression.end : expression.end + 1] in (",", ".", ";")
    if not any(each.lemma_ == "be" for each in number.lefts):
        return False
    subject = next((each for each in number.lefts if each.dep_ == "nsubj"), None)
    if subject is None or re.match(_NO_LEAD, context.text[expression.end :], re.IGNORECASE) is None:
        return False
    is_eldest = any(each.lower_ in _SUPERLATIVES for each in subject.lefts)
    whose = subject.lower_ in _SUPERLATIVES or (is_eldest and subject.lower_ in nouns_for_people())
    return whose or (expression.high > _LATEST_HOUR and _is_one_person(subject, expression.high))


_AGES = (age_of_life, age_bound, age_of_person, age_after_name, age_as_predicate)


_AGED_BEHIND = re.compile(rf",{GAP}aged{GAP}(?:[\w-]+,?{GAP}(?:and{GAP})?)*$", re.IGNORECASE)


def people_aged(context: Context, age: Quantity) -> Range | None:
    """The people whose ages follow them: `a husband and two sons, aged 7 and 9`."""
    start = age.range.start if _is_read_as_age(age) else 0
    behind = _AGED_BEHIND.search(context.text, max(0, start - 40), start)
    people = context.word_before(behind.start()) if behind else None
    if people is None or people.pos_ != "NOUN":
        return None
    known = nouns_for_people() | words("children")
    return stretch(people, people) if {people.lower_, people.lemma_.lower()} & known else None


_OF_PRONOUN = re.compile(
    rf"(?<!\w)(?P<who>I|[Hh]e|[Ss]he){GAP}?(?:was|is|am|turned|['\u2019](?:s|m)){GAP}{_ADVERBS}$"
)


def pronoun_aged(context: Context, age: Quantity) -> Range | None:
    """The pronoun of which an age is the predicate: `She joined Lind in Oslo when she was 14`."""
    start = age.range.start if _is_read_as_age(age) else 0
    found = _OF_PRONOUN.search(context.text, max(0, start - 40), start)
    return Range(*found.span("who")) if found else None


def _is_read_as_age(quantity: Quantity) -> bool:
    return any(rule.startswith("age.") for rule in quantity.rule.split(" + "))


def with_ages(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Give every bare age its unit, `year`."""
    read: list[Expression] = []
    for each in expressions:
        follows = read and _may_be_age(each) and next_age(context, read[-1], each)
        why = next_age if follows else _age_rule(context, each)
        read.append(each.by(why, unit="year", kind="time") if why else each)
    return read


def _age_rule(context: Context, each: Expression) -> Rule[[Context, Expression], bool] | None:
    """The rule by which a number is an age."""
    if not _may_be_age(each):
        return None
    if aged(context, each):
        return aged
    if each.high != int(each.high) or (each.group == "range" and not _bounds_people(context, each)):
        return None
    return next((age for age in _AGES if age(context, each)), None)


def nouns_for_people() -> frozenset[str]:
    """The nouns for one or several people who may be of an age."""
    return words("people") | words("people_with_ages") | person_nouns().keys()


def _may_be_age(each: Expression) -> bool:
    return each.unit == "count" and 0 < each.high <= OLDEST and each.numeral.form != "plural"


def is_person(subject: Token | None) -> bool:
    """Whether a subject is `he`, `who` or the name of a person."""
    return subject is not None and (subject.ent_type_ == "PERSON" or subject.lower_ in _HE_OR_SHE)


_YEARS_OLD = re.compile(r"(?:\sold|-olds?|of\sage|\syo)$", re.IGNORECASE)


def is_age(context: Context, expression: Expression, quantity: Quantity) -> bool:
    """Whether a number of years is an age and no duration: by its words or by the rule that read it."""
    by_rule = _is_read_as_age(quantity) or (expression.kind == "count" and quantity.unit == "year")
    return by_rule or bool(_YEARS_OLD.search(context.text, expression.start, expression.end))


def _is_one_person(noun: Token, age: float) -> bool:
    """Whether a noun with its article means one person who may be of an age: `the mayor`, `her plumber`."""
    if age < _YOUNGEST_WITH_TRADE and noun.lower_ not in _CHILDREN:
        return False
    if noun.tag_ not in ("NN", "NNP") or not any(each.dep_ in ("det", "nmod:poss") for each in noun.lefts):
        return False
    word = noun.lower_
    known = word in person_nouns() or word in words("people_with_ages") or noun.ent_type_ == "NORP"
    return known or (bool(_AGENT.match(word)) and word not in words("things_like_persons"))


def _closes(context: Context, expression: Expression) -> bool:
    """Whether a mark follows, or no noun that the number may count."""
    following = context.word_after(expression.end)
    if _CLOSED.match(context.text, expression.end) or following is None:
        return True
    if following.pos_ not in ("NOUN", "ADJ", "NUM", "PROPN"):
        return True
    # `children under 5 account for`, where the verb is taken for a noun.
    return following.tag_ == "NN" and following.dep_ not in ("compound", "obj")


def _bounds_people(context: Context, expression: Expression) -> bool:
    bound = _BOUND.search(context.text, max(0, expression.start - 24), expression.start)
    if bound and bound.group().lower().startswith("from"):  # `teenagers from 14 to 18`
        ages = expression.group == "range" and expression.low < expression.high > _LATEST_HOUR
        bound = bound if ages else None
    people = context.word_before(bound.start()) if bound else None
    if people is not None and people.lemma_ == "be":  # `the patients were under five`
        people = subject_of(context.token_at(expression.numeral.end - 1))
    if people is None or bound is None:
        return False
    if people.lower_ in _WHOEVER and bound.group().lower().startswith(("under", "over")):
        return True
    return is_one_of(people, nouns_for_people())
