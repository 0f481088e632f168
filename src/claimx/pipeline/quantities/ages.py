"""Ages written without `years old`: `Maria Ortiz, 42`, `retire before 65`, `children under 12`."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.grammar import Context, Expression, Rule, rule
from claimx.pipeline.quantities.tables import words
from claimx.pipeline.statements.people import person_nouns
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range, is_one_of, stretch, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token


# No person has been older (Jeanne Calment was 122), so that a larger number is no age.
OLDEST = 122
_AGED = re.compile(
    rf"(?<!\w)(?:(?:aged?|ages|turn|turns|turned|turning){GAP}(?:of{GAP}|between{GAP})?"
    rf"|aged{GAP}(?:under|over|above|below|from|at{GAP}least|up{GAP}to|just|only|about|around|nearly){GAP}|as{GAP}(?:young|old){GAP}as{GAP}"
    rf"|age{GAP}(?:limit{GAP})?(?:is|was|as|from|to|at){GAP})$",
    re.IGNORECASE,
)
_TO = re.compile(rf"{GAP}to{GAP}|,?{GAP}(?:up{GAP}|down{GAP})?from{GAP}", re.IGNORECASE)
_BEING = re.compile(
    rf"(?<!\w)(?:(?:who|he|she|i){GAP}?(?:is|was|['\u2019](?:s|m)|am)|you(?:{GAP}(?:are|were)|['\u2019]re)){GAP}"
    rf"(?:(?:now|just|only|about|around|nearly|almost|barely|still|already|maybe|probably){GAP}){{0,2}}$",
    re.IGNORECASE,
)
_BOUND = re.compile(
    rf"(?<!\w)(?:under|over|above|below|between|from){GAP}(?:the{GAP}ages?{GAP}of{GAP})?$", re.IGNORECASE
)
_LIMIT = re.compile(rf"(?<!\w)(?:at|before|by|till|until|under|past|beyond|after){GAP}$", re.IGNORECASE)
_WORKING = re.compile(rf"(?<!\w)(?:work(?:s|ed|ing)?(?:{GAP}on)?|retir(?:e|es|ed|ing|ement))$", re.IGNORECASE)
_WORKING_AGES = range(40, 81)
_YOUNGEST_AT = 8  # `at 7` is a clock time or a rank more often than the age of a person at an event
_AT = re.compile(rf"(?<!\w)at{GAP}$", re.IGNORECASE)
# What people do at an age; of other verbs `at 90` may be a speed or a price.
_OF_LIVES = frozenset(
    ("die", "drown", "marry", "wed", "retire", "leave", "emigrate", "start", "begin", "join")
)
_ENDS_CLAUSE = re.compile(r"\s?(?:[,.;:)\u2014]|--|$)|\s(?:and|when|after|before|but|to(?!\s[0-9]))\s")
_OF = re.compile(rf"(?<!\w)of{GAP}$", re.IGNORECASE)
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
_AGENT = re.compile(r"(?:.{2,}(?:er|or|ist|ian|eer|man|woman)|.*back)$")


@rule(
    "age.aged",
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
    """A number after `age`, `aged` or `turned`.

    So is one after `as young as`.
    """
    return bool(_AGED.search(context.text, max(0, expression.start - 24), expression.start))


@rule(
    "age.raised",
    needs="syntax",
    examples={
        "They raised the pension age from {65} to {67}.": "65 year, 67 year",
        "Norway will lift the age limit from {16} to {18} next year.": "16 year, 18 year",
        "Parliament in Seoul moved the school age from {7} to {6}.": "7 year, 6 year",
    },
    none=["The team grew from {16} to {18} last season."],
)
def raised_age(context: Context, before: Expression, expression: Expression) -> bool:
    """The second of two ages with `to` or `from` between."""
    bare_age = before.unit == "year" and before.is_bare and expression.unit == "count"
    return bare_age and bool(_TO.fullmatch(context.text, before.end, expression.start))


_AGE_LEVEL = re.compile(
    r"(?<!\w)(?:(?:pension|retirement|school(?:-leaving)?|voting|drinking|driving|smoking|marriage|working"
    r"|minimum|maximum|legal|average|median|eligibility)\sage|age\sof\s(?:consent|majority|retirement)"
    r"|the\sage\s(?:at\swhich|that|when))(?!\w)[^.;:!?0-9]{0,70}(?<!\w)(?:from|to|at)\s$"
    r"|(?<!\w)life\sexpectancy(?!\w)[^.,;:!?0-9]{0,50}(?<!\w)(?:from|to|at|of|is|was)\s(?:(?:just|only|about|nearly)\s)?$",
    re.IGNORECASE,
)


@rule(
    "age.level",
    needs="syntax",
    examples={
        "The bill raises the pension age for miners from {55} to {60}.": "55 year, 60 year",
        "Fiji lowered the voting age for local polls to {18}.": "18 year",
        "Laws in Utah raised the age at which children may work to {16}, from {14}.": "16 year, 14 year",
        "Life expectancy for men in Chad is {53}.": "53 year",
    },
    none=["The average age of visitors to {16} museums rose.", "Turnout at voting age rose to {40%}."],
)
def age_level(context: Context, expression: Expression) -> bool:
    """A level of an age that a law sets, words after its name: `the pension age for miners to 60`."""
    start = expression.start
    return bool(_AGE_LEVEL.search(context.text, max(0, start - 100), start)) and _closes(context, expression)


_AT_OPENS = re.compile(
    rf"(?:^|[.!?,;:\u201c\"(\u2014-]{GAP}?|\n|(?<!\w)(?:and|but|that|because){GAP})at{GAP}$", re.IGNORECASE
)
_PERSON_NEXT = re.compile(
    rf",?{GAP}(?:he|she|i|you|we)(?!\w)(?!{GAP}(?:says?|said|adds?|added|tells?|told|explain(?:s|ed))(?!\w))",
    re.IGNORECASE,
)


@rule(
    "age.at_opening",
    needs="syntax",
    examples={
        "At {14}, you think that nothing can hurt you.": "14 year",
        "Had they told me that, at {17}, I would sail to Tonga, I would have laughed.": "17 year",
        "He had seen wars, and at {91}, he feared the next.": "91 year",
        "At {55} she sold the farm.": "55 year",
    },
    none=["The index stood at {27}, she said.", "At {9 metres}, he let go of the rope."],
)
def age_at_opening(context: Context, expression: Expression) -> bool:
    """`at` and a number that open a clause, before `he`, `she`, `you`."""
    start = expression.start
    opens = _AT_OPENS.search(context.text, max(0, start - 12), start)
    return expression.high > _LATEST_HOUR and bool(opens and _PERSON_NEXT.match(context.text, expression.end))


_ONE_IS = re.compile(
    rf"(?<!\w)(?:one|the{GAP}other|(?:the|my|her|his|their|our){GAP}(?:youngest|eldest|oldest))"
    rf"(?:{GAP}of{GAP}(?:them|whom|the{GAP}[a-z]+))?(?:{GAP}(?:is|was)|['\u2019]s){GAP}(?:(?:now|just|only|about|nearly){GAP})?$",
    re.IGNORECASE,
)
_CHILDREN_NEAR = 60  # words: two or three sentences


@rule(
    "age.of_one",
    needs="syntax",
    examples={
        "I have boys. One is {nine} and one is {four}.": "9 year, 4 year",
        "Her daughters help on the farm. The eldest is {14}.": "14 year",
        "They have children. One of them's {16}, and the other is {12}.": "16 year, 12 year",
        "Ruiz, a mother of {two}, one of whom is {11}, was hurt.": "2 count, 11 year",
    },
    none=["The clubs met. One is {12 points} ahead.", "They tested pumps. One is {50}."],
)
def age_of_one(context: Context, expression: Expression) -> bool:
    """`one of them is 12`, where children are named shortly before."""
    if not _ONE_IS.search(context.text, max(0, expression.start - 48), expression.start):
        return False
    at = context.token_at(expression.start).i
    near = context.doc[max(0, at - _CHILDREN_NEAR) : at]
    named = words("children") | _PARENTS.keys()
    return _closes(context, expression) and any(each.lemma_.lower() in named for each in near)


_COMPARED_BY_AGE = re.compile(
    rf"(?<!\w)(?:the{GAP}(?:youngest|eldest|oldest)(?:{GAP}of{GAP}(?:them|whom))?{GAP}"
    rf"(?:(?:is|was|being|just|only|now|about){GAP}){{0,2}}|(?:younger|older){GAP}than{GAP}"
    rf"|(?:who|whom){GAP}(?:is|are|was|were){GAP}(?:(?:all|still|now){GAP})?(?:under|over|below|above){GAP})$",
    re.IGNORECASE,
)


_CLOSED_OR_WHEN = re.compile(
    r"\s?(?:[,.;)!?\u2014]|--|$)|\s(?:in|at|on|by|when|as)\s(?:the|their|its|his|her|they|he|she|entry)\s"
)


@rule(
    "age.compared",
    needs="syntax",
    examples={
        "{Three} volunteers, the youngest of them {19}, were treated in Cork.": "3 count, 19 year",
        "{Nine} women, the oldest {88}, were rescued.": "9 count, 88 year",
        "None of the women was younger than {61}.": "61 year",
        "The rule is for drivers older than {70}.": "70 year",
        "Entrants cannot be older than {27} in their year of entry.": "27 year",
        "She has {four} grandchildren, {two} of whom are under {five}.": "4 count, 2 count, 5 year",
        "Farmers who are over {65}, he said, will get help.": "65 year",
    },
    none=[
        "The youngest {12} of the volunteers left.",
        "{Ten} barns, the oldest {90 metres} long, burned.",
        "The oak is older than {61} of the houses.",
        "Her sister is older than {12} cousins.",
        "He met men who are under {12 months} of arrest.",
        "Prices of coal are over {50} again.",
    ],
)
def age_compared(context: Context, expression: Expression) -> bool:
    """A number that ends its clause after `the youngest of them`, `older than` or `who are under`."""
    before = _COMPARED_BY_AGE.search(context.text, max(0, expression.start - 48), expression.start)
    return bool(before) and bool(_CLOSED_OR_WHEN.match(context.text, expression.end))


_AND_OLDER = re.compile(rf"{GAP}(?:and|or){GAP}(?:older|over|above|younger|under)(?!\w)", re.IGNORECASE)


@rule(
    "age.and_older",
    needs="syntax",
    examples={
        "The jab is free for adults of {60} and older.": "60 year",
        "Children of {12} or under travel free in Malta.": "12 year",
    },
    none=["Groups of {12} and older ones of {20} met.", "Temperatures of {30} and above are rare."],
)
def age_and_older(context: Context, expression: Expression) -> bool:
    """A number after people and `of`, before `and older`."""
    link = _OF.search(context.text, max(0, expression.start - 6), expression.start)
    people = context.word_before(link.start()) if link else None
    bound = _AND_OLDER.match(context.text, expression.numeral.end)
    known = nouns_for_people() | words("children")
    following = context.word_after(bound.end()) if bound else None
    counts = following is not None and following.tag_ in ("NNS", "NNPS")  # `12 and older ones`
    return bool(bound) and not counts and people is not None and people.lemma_.lower() in known


_AND_NUMBER = re.compile(
    rf"(?:,{GAP}(?:[0-9]{{1,2}}|[a-z]+))?,?{GAP}and{GAP}(?P<last>[0-9]{{1,2}}|[a-z]+)(?=\s?[,.;)])"
)


@rule(
    "age.of_children",
    needs="syntax",
    examples={
        "She fled with her sons, {nine} and {12}, and a dog.": "9 year, 12 year",
        "His daughters, {four}, {six} and {11}, were unhurt.": "4 year, 6 year, 11 year",
    },
    none=["Of the boys, {four} and {six} dogs were unhurt.", "She won {three} sets, {4} and {6}."],
)
def age_of_children(context: Context, expression: Expression) -> bool:
    """The first number of a list in commas behind several children."""
    before = list(islice(context.before(expression.start), 2))
    if len(before) < 2 or before[0].text not in (",", "(") or before[1].tag_ != "NNS":
        return False
    listed = _AND_NUMBER.match(context.text, expression.end)
    return (
        listed is not None
        and context.token_at(listed.start("last")).pos_ == "NUM"
        and before[1].lemma_.lower() in words("children")
    )


_NEXT_OF_LIST = re.compile(rf",{GAP}(?:and{GAP})?|{GAP}and{GAP}")


@rule(
    "age.listed",
    needs="syntax",
    examples={
        "He has {two} children, aged {six} and {three}, and a dog.": "2 count, 6 year, 3 year",
        "The girls, aged {nine}, {12} and {15}, were found in Leeds.": "9 year, 12 year, 15 year",
    },
    none=["Students aged {16} and {three} teachers left.", "The boy, aged {nine}, {12 times} denied it."],
)
def age_listed(context: Context, before: Expression, expression: Expression) -> bool:
    """A number that follows one in a list of ages."""
    lists = (aged.name, age_of_children.name, age_listed.name)
    bare = before.is_bare and before.rule.rpartition(" + ")[2] in lists and before.group == "single"
    linked = bare and _NEXT_OF_LIST.fullmatch(context.text, before.end, expression.start)
    more = _AND_NUMBER.match(context.text, expression.end)
    return bool(linked) and bool(_CLOSED.match(context.text, expression.end) or more)


@rule(
    "age.at_event",
    needs="syntax",
    examples={
        "She became a minister at {27}.": "27 year",
        "He left Lagos at {19} and never returned.": "19 year",
        "The violinist, who died at {88}, taught in Vienna.": "88 year",
        "Her brother drowned at {19}.": "19 year",
        "She left home at {14} to cook on a trawler.": "14 year",
        "He lost his father and left school at {15}.": "15 year",
    },
    none=[
        "The index closed at {27}.",
        "The bus left the depot at {40 kilometres per hour}.",
        "The driver was clocked at {91}.",
    ],
)
def age_at_event(context: Context, expression: Expression) -> bool:
    """A number after `at`, of a verb of a person by name, or of a person who died, left or the like."""
    start = expression.start
    if expression.high < _YOUNGEST_AT or not _AT.search(context.text, max(0, start - 4), start):
        return False
    verb = context.token_at(expression.numeral.end - 1).head
    if verb.pos_ != "VERB" or not _ENDS_CLAUSE.match(context.text, expression.end):
        return False
    subject = subject_of(verb)
    if subject is None and verb.dep_ == "conj":
        subject = subject_of(verb.head)  # `She lost her father and left home at 14`
    known = subject is not None and subject.lower_ in words("persons") | person_nouns().keys()
    return is_person(subject) or (known and verb.lemma_.lower() in _OF_LIVES)


@rule(
    "age.working",
    needs="syntax",
    examples={
        "Most workers retire before {65}.": "65 year",
        "Miners in Chile may stop working at {55}.": "55 year",
        "Teachers in Kenya retire at {60}.": "60 year",
        "Many taxi drivers in Japan work past {70}.": "70 year",
    },
    none=["The dam was working at 90% of its capacity.", "Crews worked on {65} houses."],
)
def working_age(context: Context, expression: Expression) -> bool:
    """A limit of working life: a number from 40 to 80 after `retire at`, `work until`."""
    limit = _LIMIT.search(context.text, max(0, expression.start - 12), expression.start)
    if limit is None or int(expression.high) not in _WORKING_AGES or not _ends(context, expression.end):
        return False
    return bool(_WORKING.search(context.text[max(0, limit.start() - 24) : limit.start()].rstrip()))


@rule(
    "age.of_pronoun",
    needs="syntax",
    examples={
        "He is {42}, and she is {39}.": "42 year, 39 year",
        "Who would have thought that she is only {23}?": "23 year",
        "The keeper, who was {31}, drowned off Cork.": "31 year",
        "Wait until you're {80}, they told her.": "80 year",
    },
    none=["He was {12 metres} below the road.", "She is {15 points} ahead in Ohio."],
)
def age_of_pronoun(context: Context, expression: Expression) -> bool:
    """A number that ends its clause after `she is`, `who was`."""
    being = _BEING.search(context.text, max(0, expression.start - 24), expression.start)
    return expression.high >= 2 and bool(being) and _closes(context, expression)


@rule(
    "age.bound",
    needs="syntax",
    examples={
        "Children under {12} do not pay.": "12 year",
        "Women over {50} are screened every spring in Wales.": "50 year",
        "The vaccine is free to adults under {40}.": "40 year",
        "The course is for teenagers from {14 to 18}.": "14..18 year",
        "Men over {60} were told to stay indoors.": "60 year",
    },
    none=["The temperature fell under {12 degrees}.", "They sent nurses from {12 to 18} clinics."],
)
def age_bound(context: Context, expression: Expression) -> bool:
    """A bound after people: `children under 12`, `women over 50`."""
    return expression.high >= 2 and _bounds_people(context, expression) and _closes(context, expression)


@rule(
    "age.of_person",
    needs="syntax",
    examples={
        "A girl of {16} was hurt.": "16 year",
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
    link = _OF.search(context.text, max(0, expression.start - 6), expression.start)
    person = context.word_before(link.start()) if link else None
    if person is not None and person.tag_ == "NNS" and person.lower_ in ("men", "women"):
        return expression.high >= _YOUNGEST_PARENT and _closes(context, expression)
    known = words("persons") | {"person"}
    if person is None or person.tag_ != "NN" or person.lower_ not in known:
        return False
    return expression.high >= _PARENTS.get(person.lower_, 2) and _closes(context, expression)


@rule(
    "age.of_subject",
    needs="syntax",
    examples={
        "Maria Ortiz is {42}.": "42 year",
        "Pedro Alonso is {29} and lives in Lima.": "29 year",
        "Joan Keller was {61} when she died.": "61 year",
        "My daughter is {11} and plays the oboe.": "11 year",
        "My client is {54} and diabetic.": "54 year",
    },
    none=["The total is {42}.", "The client is {54 miles} away."],
)
def age_of_subject(context: Context, expression: Expression) -> bool:
    """A number that is the predicate of a person."""
    number = context.token_at(expression.numeral.end - 1)
    if expression.high < 2 or not any(child.dep_ == "cop" for child in number.children):
        return False
    subject = next((child for child in number.children if child.dep_ == "nsubj"), None)
    is_one = (
        subject is not None
        and subject.tag_ == "NN"
        and subject.lower_ in words("persons") | person_nouns().keys()
    )
    return is_person(subject) or (is_one and _closes(context, expression))


@rule(
    "age.after_name",
    needs="syntax",
    examples={
        "Maria Ortiz, {42}, was hurt.": "42 year",
        "Kenji Sato ({31}) won the race in Kyoto.": "31 year",
        "The driver, {58}, was taken to hospital.": "58 year",
        "The mayor, {58}, said the bridge would open in June.": "58 year",
        "A bus conductor, {44}, was stabbed in Nairobi.": "44 year",
        "The goalkeeper ({29}) joined from Ajax.": "29 year",
        "Its founder, now {81}, lives in Kyoto.": "81 year",
        "The mother of {four}, {43}, was hurt.": "4 count, 43 year",
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
    if expression.high < 2 or len(before) < 2 or before[0].text not in (",", "("):
        return False
    if not _CLOSED.match(context.text, expression.end):
        return False
    of_parent = len(before) > 3 and before[1].pos_ == "NUM" and before[2].lower_ == "of"
    if of_parent and before[3].lower_ in _PARENTS:
        return True  # `the mother of four, 43,`
    name, closing = before[1], context.text[expression.end : expression.end + 2].strip()[:1]
    if before[0].text == "(":
        return closing == ")" and (name.ent_type_ == "PERSON" or _is_one_person(name, expression.high))
    if name.pos_ == "PROPN":
        return name.ent_type_ in ("", "PERSON")
    known = name.tag_ != "NNS" and name.lemma_.lower() in words("persons")
    return known or _is_one_person(name, expression.high)


_AGES = (
    age_at_opening, age_at_event, age_level, working_age, age_of_pronoun, age_of_one, age_compared,
    age_bound, age_and_older, age_of_children, age_of_person, age_of_subject, age_after_name,
)  # fmt: skip


_AGED_BEHIND = re.compile(rf",{GAP}aged{GAP}(?:[\w-]+,?{GAP}(?:and{GAP})?)*$", re.IGNORECASE)


def people_aged(context: Context, age: Range) -> Range | None:
    """The people whose ages follow them: `a husband and two sons, aged 7 and 9`."""
    behind = _AGED_BEHIND.search(context.text, max(0, age.start - 40), age.start)
    people = context.word_before(behind.start()) if behind else None
    if people is None or people.pos_ != "NOUN":
        return None
    known = nouns_for_people() | words("children")
    return stretch(people, people) if {people.lower_, people.lemma_.lower()} & known else None


def with_ages(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Give every bare age its unit, `year`."""
    read: list[Expression] = []
    for each in expressions:
        if read and raised_age(context, read[-1], each):
            read.append(each.by(raised_age, unit="year", kind="time"))
            continue
        if read and _may_be_age(each) and age_listed(context, read[-1], each):
            read.append(each.by(age_listed, unit="year", kind="time"))
            continue
        why = _age_rule(context, each)
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
    return words("persons") | words("people") | words("people_with_ages")


def _may_be_age(each: Expression) -> bool:
    return each.unit == "count" and 0 < each.high <= OLDEST and each.numeral.form != "plural"


def is_person(subject: Token | None) -> bool:
    """Whether a subject is `he`, `who` or the name of a person."""
    pronouns = ("he", "she", "i", "who")
    return subject is not None and (subject.lower_ in pronouns or subject.ent_type_ == "PERSON")


def _is_one_person(noun: Token, age: float) -> bool:
    """Whether a noun with its article means one person who may be of an age: `the mayor`, `her plumber`."""
    if age < _YOUNGEST_WITH_TRADE and noun.lower_ not in _CHILDREN:
        return False
    if noun.tag_ != "NN" or not any(each.dep_ in ("det", "nmod:poss") for each in noun.lefts):
        return False
    word = noun.lower_
    return word in person_nouns() or (bool(_AGENT.match(word)) and word not in words("things_like_persons"))


def _closes(context: Context, expression: Expression) -> bool:
    return bool(_CLOSED.match(context.text, expression.end)) or _ends(context, expression.end)


def _ends(context: Context, end: int) -> bool:
    """Whether no noun follows that the number may count."""
    following = context.word_after(end)
    if following is None or following.pos_ not in ("NOUN", "ADJ", "NUM", "PROPN"):
        return True
    # `children under 5 account for`, where the verb is taken for a noun.
    return following.tag_ == "NN" and following.dep_ not in ("compound", "obj")


def _bounds_people(context: Context, expression: Expression) -> bool:
    bound = _BOUND.search(context.text, max(0, expression.start - 24), expression.start)
    if bound and bound.group().lower().startswith("from"):  # `teenagers from 14 to 18`
        ages = expression.group == "range" and expression.low < expression.high > _LATEST_HOUR
        bound = bound if ages else None
    people = context.word_before(bound.start()) if bound else None
    return people is not None and is_one_of(people, nouns_for_people())
