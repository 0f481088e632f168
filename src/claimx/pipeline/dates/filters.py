"""Whether words that match a rule are a date where they occur.

Numbers may count, names may hold a year or a weekday, and `every Monday` is no point in time. Filters take
the reading and its context; the table of rules says which rule uses which.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimx.pipeline.dates.calendar import lexicon
from claimx.pipeline.dates.grammar import AMBIGUOUS_MONTHS, Reading, compiled, number_of
from claimx.pipeline.dates.past_or_future import Context, is_capitalised, is_name_word, is_plain_end, word
from claimx.pipeline.dates.resolve import DayOfMonth, Holiday, MonthDay, PartOfYear, Season, Weekday, untimed
from claimx.pipeline.statements.people import person_nouns
from claimx.text.lexicon import SPELLED
from claimx.text.sentences import sentence_around
from claimx.text.tokens import TokenIndex, is_one_of, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

POSSESSIVES = frozenset(("his", "her", "its", "their", "our", "my", "your"))
EACH = frozenset(("a", "every", "each"))
# Words of a noun that is rare for so long: `the first title in 22 years`.
RECORDS = frozenset(("first", "only", "second", "third"))


def future(reading: Reading, context: Context) -> bool:
    """`will decide in two weeks`: a point in time; in a past clause it is how long something took.

    `the first cut in a decade` and `their best result in 22 years` look back, whatever the tense; `in two
    years' time` looks ahead.
    """
    if context.shown(reading).endswith("time"):
        return True
    for token in context.before(reading.start - len("in ")):
        if token.pos_ in ("VERB", "AUX") or not (token.text[0].isalnum() or token.text == "-"):
            break
        if token.lower_ in RECORDS or token.tag_ in ("JJS", "RBS"):
            return False
    return context.tense(reading.start, reading.end) == "future"


def not_recurring(reading: Reading, context: Context) -> bool:
    """`the first Monday of May`, not `every first Monday of the month`."""
    return context.left(reading) not in lexicon().words["recurring"]


def in_name(reading: Reading, context: Context) -> bool:
    """Whether the reading is a part of a name; that of a holiday is a date, and `mid-2030s` none."""
    name = context.name_around(reading)
    if name != (reading.start, reading.end):
        return name is not None
    return not reading.rule.is_name and not context.text[slice(*name)].islower()


# Years and decades

# What comes before a decade without its century.
PART_OF_DECADE = re.compile(r"\b(?:the|early|late|mid)[-\s]$", re.IGNORECASE)
# Last year that may come before a plural: in `2047 registered voters` the number is a count. A few years
# ahead of today's news.
LAST_NEAR_YEAR = 2030
# A number before another year is the beginning of a range: 2000 - 2050.
YEAR_FOLLOWS = re.compile(r"\s?(?:-|–|—|to|and|through)\s?(?:1[89]|20|21)\d\d(?!\w|[.,]\d)")
# A decade before another one: the 1960s and 70s.
DECADE_BEFORE = re.compile(
    r"\d0['’]?s\s?(?:and|or|to|through|,|-|–|—)\s?(?:the\s)?(?:early\s|late\s)?['’‘]?$"
)


def year(reading: Reading, context: Context) -> bool:
    """A bare number of four digits: not a count, a code, a part of a name or a price."""
    text, start, end = context.text, reading.start, reading.end
    number = int(text[start:end])
    before, after = context.previous(start), context.following(end)
    left, right = word(before), word(after)
    words = lexicon().words
    previous = text[start - 1 : start]
    if previous in ("-", "–", "—") and start > 1 and text[start - 2].isalpha():
        left = _word_before(text, start - 1)
    if right in words["counted_nouns"] or left in words["numbered_nouns"]:
        return False
    owned = before is not None and before.tag_ == "POS" and before.i > 0 and is_plain_end(after)
    if owned and before is not None and before.nbor(-1).ent_type_ == "PERSON":
        return False  # `George Orwell's 1984, and`
    is_part = text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha()
    is_size = is_part and context.token_at(end + 1).tag_ != "VBN"  # `a 1950-seat hall`, not `1999-built`
    if is_size or context.alone_in_quotes(reading):
        return False
    strict = left in words["strict_year_introducers"]
    introduced = left in words["year_introducers"]
    plural = after is not None and after.tag_ == "NNS" and right not in words["dated_nouns"]
    if number % 100 == 0:
        if right in words["dated_nouns"] or YEAR_FOLLOWS.match(text, end):
            return True
        if plural or not introduced:
            return False
        if left in ("before", "after") and is_plain_end(after):
            return True
        return strict or right in ("", ".", ",", ";", ")", "-", "–", "to", "and", ":", "'s")
    if not (1900 <= number <= 2100 or introduced or left == "("):
        return False
    if not 1500 <= number <= 2100 and not (strict and not plural):
        return False
    if number > LAST_NEAR_YEAR and _counts_plural(reading, context):
        return False
    if strict:
        return True
    if left == "of" and before is not None and before.i and is_capitalised(context.doc[before.i - 1]):
        return context.doc[before.i - 1].is_sent_start is True
    if introduced:
        return left != "of" or not _begins_name(context, end)
    return not is_name_word(before) and not _begins_name(context, end)


def _counts_plural(reading: Reading, context: Context) -> bool:
    """Whether the number is parsed as a count of a plural: 2047 registered voters."""
    token = context.token_at(reading.start)
    return token.dep_ == "nummod" and token.head.tag_ == "NNS"


def _begins_name(context: Context, end: int) -> bool:
    """Whether capitalised words follow that are the end of a name: `2018 FIFA World Cup`."""
    token = context.following(end)
    if token is None or token.idx != end + 1 or not is_capitalised(token):
        return False
    following = next((each for each in context.doc[token.i + 1 :] if not is_capitalised(each)), None)
    return following is None or following.pos_ not in ("NOUN", "ADJ")


def year_words(reading: Reading, context: Context) -> bool:
    """`in nineteen eighty-six`; other numbers in words count."""
    return context.left(reading) in lexicon().words["strict_year_introducers"]


def short_year(reading: Reading, context: Context) -> bool:
    """`in '16`."""
    return _word_before(context.text, reading.start) in ("in", "since", "of", "until", "by", "from")


def short_decade(reading: Reading, context: Context) -> bool:
    """`the 90s`, `the '60s`; not a temperature (`the high 90s`) nor the age of a person."""
    text, start = context.text, reading.start
    sentence = sentence_around(text, start, reading.end).text.lower()
    if any(word in sentence for word in ("temperature", "degrees", "highs")):
        return False
    if DECADE_BEFORE.search(text[max(start - 24, 0) : start]):
        return True
    if text[start - 1 : start] in ("'", "’", "‘"):
        return _word_before(text, start - 1) not in POSSESSIVES - {"its"}
    if not PART_OF_DECADE.search(text, max(start - 6, 0), start):
        return False
    before = text[max(start - 40, 0) : start].lower().split()[-3:]
    return {"his", "her", "their", "upper", "low", "high", "lower"}.isdisjoint(before)


def _word_before(text: str, end: int) -> str:
    """The last lower-case word before an offset, as white space parts them."""
    words = text[max(end - 80, 0) : end].rsplit(None, 1)
    return words[-1].lower() if words else ""


# Months and other periods

# A month in a short form before another month: Jan-Feb 2017.
# How many words before a date of every year its verb may be.
_WORDS_TO_VERB = 6
TO_MONTH = re.compile(r"\s?(?:-|–|/|to|and)\s?")
# Months whose names are other words or first names.
NAMES_AS_WELL = AMBIGUOUS_MONTHS | {"april", "june", "august"}
# Before a season of one year.
SEASON_LEAD = re.compile(r"\b(?:in|during|over|by|until|since|through|for|of)\sthe\s$", re.IGNORECASE)
# A quarter within so many characters of one of these words, about a sentence, is that of a game.
SPORTS_NEAR = 120
SPORTS_WORDS = (
    "touchdown", "yard", "quarterback", "points", "halftime", "rebounds", "injured", "penalt", "coach",
    "kick",
)  # fmt: skip
HALVES_OF_MATCHES = ("goal", "match")


OF_STREETS = frozenset(
    ("street", "road", "avenue", "lane", "hill", "place", "square", "house", "hall", "hotel")
)


def month(reading: Reading, context: Context) -> bool:
    """A month by its name alone; where the name is a word or a person's too, something must introduce it."""
    before = context.previous(reading.start)
    left, shown = word(before), context.shown(reading)
    if left in ("every", "each", "last", "next") or is_habitual(context.token_at(reading.start)):
        return False
    after = context.following(reading.end)
    if is_capitalised(after) and word(after) in OF_STREETS:
        return False
    introduced = (
        left in lexicon().words["month_introducers"] or context.text[reading.start - 1 : reading.start] == "-"
    )
    if shown in ("march", "may"):
        return left in ("in", "since", "until")
    if shown.lower() in NAMES_AS_WELL:
        token = context.token_at(reading.start)
        if token.pos_ not in ("", "PROPN", "NOUN"):
            return False
        # `a March speech`: the month modifies a common noun.
        modifies = token.head.i > token.i and token.head.pos_ == "NOUN"
        return (
            introduced or modifies or (before is not None and before.tag_.startswith("JJ"))
        )  # `the wettest April`
    return introduced or not is_name_word(before)


def is_habitual(date: Token) -> bool:
    """Whether a date is of every year: `the rains, which normally begin in late October`."""
    before = [each for each in date.doc[max(0, date.i - _WORDS_TO_VERB) : date.i] if each.is_alpha]
    places = [n for n, each in enumerate(before) if each.tag_ in ("VBP", "VBZ")]
    if not places or any(each.tag_ in ("VBD", "MD") for each in before[places[-1] + 1 :]):
        return False
    near = before[max(0, places[-1] - 1) : places[-1] + 2]
    return any(each.lower_ in lexicon().words["habitually"] for each in near)


def short_month(reading: Reading, context: Context) -> bool:
    """`in Oct.`: a short form alone needs its preposition."""
    left = context.left(reading)
    if not context.shown(reading)[0].isupper():
        return left in ("in", "since", "until")
    if left in lexicon().words["month_introducers"]:
        return True
    joint = TO_MONTH.match(context.text, reading.end)
    return joint is not None and compiled(r"<MONTH>(?!\d)").match(context.text, joint.end()) is not None


def month_number(reading: Reading, context: Context) -> bool:
    """`12/2023`, not the number of a law: `Law 8-1999`."""
    return not is_name_word(context.previous(reading.start))


def season(reading: Reading, context: Context) -> bool:
    """`last summer`, `in summer 2019`; `in the fall` where the clause is about one time and not all years."""
    if not isinstance(reading.expression, Season) or reading.expression.year:
        return not context.alone_in_quotes(reading)  # `“Summer 1993” is her best film`
    if reading.expression.direction:
        return directed(reading, context)
    modifies = context.token_at(reading.start).dep_ in ("compound", "amod")
    if modifies or not SEASON_LEAD.search(context.text, max(0, reading.start - 12), reading.start):
        return False
    return context.tense(reading.start, reading.end) in ("past", "future")


def weekend(reading: Reading, context: Context) -> bool:
    """`the weekend`, not `a weekend` or `weekend trip`."""
    return context.left(reading) in ("the", "over") and context.token_at(reading.start).dep_ != "compound"


def period(reading: Reading, context: Context) -> bool:
    """`last year`, but not `the last year`, which is a length of time."""
    left, shown = context.left(reading), context.shown(reading).lower()
    if context.alone_in_quotes(reading):
        return False
    if shown.startswith("this"):
        return True
    if shown.endswith("quarter"):
        return left not in EACH
    return left != "the" and left not in POSSESSIVES | EACH


def part_of_year(reading: Reading, context: Context) -> bool:
    """A quarter or half of a year, not of a game, a town or a firm's own year: `the fiscal first quarter`.

    A half without its year is one where the text around it is about business.
    """
    if isinstance(reading.expression, PartOfYear) and reading.expression.year:
        return True
    near = context.text[max(reading.start - SPORTS_NEAR, 0) : reading.end + SPORTS_NEAR].lower()
    is_half = context.shown(reading).lower().endswith("half")
    if is_half and lexicon().words["finance"].isdisjoint(re.findall(r"[^\W\d_]+", near)):
        return False
    if context.left(reading) in EACH | {"fiscal"} or context.right(reading) in ("-", "of"):
        return False
    return not any(w in near for w in (SPORTS_WORDS + HALVES_OF_MATCHES if is_half else SPORTS_WORDS))


# Before `the next year` where it is a length of time and not the year that follows.
THROUGHOUT = frozenset(("over", "in", "within", "during", "for", "through"))
# After the last or next of what is counted in something else: `the last two weeks of the campaign`.
OF_SOMETHING = frozenset(("of", "before", "after", "when", "that"))


def around_now(reading: Reading, context: Context) -> bool:
    """`the past 12 months`; not the last of something, nor `the next two days` after another time."""
    shown = context.shown(reading).lower()
    if context.left(reading) in POSSESSIVES or context.right(reading) in OF_SOMETHING:
        return False
    return not shown.startswith(("next", "coming")) or context.tense(reading.start, reading.end) != "past"


def one_around_now(reading: Reading, context: Context) -> bool:
    """`over the past week`, `in the last year`, `over the next decade`, without a number of units."""
    shown = context.shown(reading).lower()
    article = context.previous(reading.start)
    if word(article) not in ("the", "this") or article is None or not around_now(reading, context):
        return False
    return shown.startswith("past") or word(context.previous(article.idx)) in THROUGHOUT


def coded_part_of_year(reading: Reading, context: Context) -> bool:
    """`Q4 2023`; without its year it may be a model: `Audi Q3`, `H2 owners`; a half needs a preposition."""
    shown = context.shown(reading)
    if len(shown) > 2:
        return True
    if in_name(reading, context):
        return False
    if "q" in shown.lower():
        return True
    introduced = context.left(reading) in lexicon().words["month_introducers"]
    return "h" not in shown and introduced and is_plain_end(context.following(reading.end))


def directed(reading: Reading, context: Context) -> bool:
    """`last summer`; not the last in a row (`the last morning`), nor in a compound (`last summer camp`)."""
    if context.shown(reading).lower().startswith(("last", "next")) and context.left(
        reading
    ) in POSSESSIVES | {"the"}:
        return False
    return not _modifies_noun(reading, context)


def _modifies_noun(reading: Reading, context: Context) -> bool:
    """Whether the last word of a reading forms a compound with the noun after it: `Christmas tree`."""
    after = context.following(reading.end)
    modifies = context.token_at(reading.end - 1).dep_ in ("compound", "amod", "nmod:desc", "nmod")
    return modifies and after is not None and after.pos_ in ("NOUN", "PROPN")


def mentioned(reading: Reading, context: Context) -> bool:
    """`the next day`, `that night`: the one that was mentioned, not one named by what follows."""
    right = context.right(reading)
    if context.shown(reading).lower().startswith("that"):
        # `said that night raids ...`: the conjunction.
        return right not in ("that", "when", "of")
    return context.left(reading) == "the" and right not in ("that", "when", "of", "as")


# Days

# What introduces a day that is written in digits.
BEFORE_DAY = frozenset(("on", "by", "until", "since", "from", "before", "after", "to"))
# Numbers with a slash that are sayings and events, and those that are shares where they do not follow `on`.
NOT_DAYS = frozenset(("9/11", "7/7", "24/7", "1/2", "1/3"))
SHARES = frozenset(("2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5"))
# The other end of a range after a number with a slash, with its year: 10/1-11/2/2017.
SLASHED_RANGE = re.compile(r"\s?[-–]\s?\d{1,2}/\d{1,2}(?:/|,\s?)(?:20)?\d\d(?!\w)")
# A line of nothing but such numbers, one of them too high for a month: 2/29-3/1.
SLASHED_LINE = re.compile(
    r"^(?=.*\b(?:1[3-9]|2\d|3[01])\b)\d{1,2}/\d{1,2}(?:\s?[-–]\s?\d{1,2}/\d{1,2})?$", re.MULTILINE
)
# Endings of a holiday in lower case that make it one; otherwise the word before it must.
LOWER_HOLIDAY = re.compile(r"(?:day|eve)\b|\d{4}$")
# What an article about the United States names.
AMERICAN = re.compile(
    r"\b(?:U\.S\.|US|USA|United States|Americans?|Washington|White House|Congress|New York|California|Texas"
    r"|Florida|Fourth of July|July 4(?:th)?)\b"
)
BEFORE_HOLIDAY = BEFORE_DAY - {"from", "to"} | {"till"}


def month_day(reading: Reading, context: Context) -> bool:
    """Not a repeated day (`every 15 May`), nor one that an event is named by: the Sept. 11 attacks."""
    if context.left(reading) in lexicon().words["recurring"]:
        return False
    day = untimed(reading.expression)
    if not isinstance(day, MonthDay):
        return True
    names = lexicon().named_by_date.get(f"{day.month:02d}-{day.day:02d}", frozenset())
    after = context.following(reading.end)
    if after is not None and after.text == "," and after.i + 1 < len(context.doc):
        after = context.doc[after.i + 1]
    return word(after) not in names


def slashed(reading: Reading, context: Context) -> bool:
    """`on 9/15`; other numbers with a slash are fractions and names.

    With a year no counted noun follows: `2/3, 2000 of the seats`.
    """
    if isinstance(reading.expression, MonthDay) and reading.expression.year:
        return is_plain_end(context.following(reading.end)) and context.right(reading) != "of"
    line = context.text.rfind("\n", 0, reading.start) + 1
    if SLASHED_RANGE.match(context.text, reading.end) or SLASHED_LINE.match(context.text, line):
        return True
    left, shown = context.left(reading), context.shown(reading)
    if shown in NOT_DAYS or (shown in SHARES and left in ("by", "from", "to")):
        return False
    return left in BEFORE_DAY and context.right(reading) != "of"


def day_of_month(reading: Reading, context: Context) -> bool:
    """`on the 24th`, with no noun after it."""
    before, after = context.previous(reading.start), context.following(reading.end)
    if isinstance(reading.expression, DayOfMonth) and reading.expression.month is not None:
        return True
    if before is None or not is_plain_end(after):
        return False
    if before.lower_ != "the":
        return before.lower_ == "on" and word(after) not in ("and", "or")
    return before.i > 0 and context.doc[before.i - 1].lower_ in BEFORE_DAY


def weekday(reading: Reading, context: Context) -> bool:
    """Not a repeated day, nor one in the name of a newspaper or an event."""
    words = lexicon().words
    before, after = context.previous(reading.start), context.following(reading.end)
    day = untimed(reading.expression)
    if isinstance(day, Weekday) and day.direction:  # `the last Friday` is counted in a period
        return day.direction != "last" or word(before) not in POSSESSIVES | {"the"}
    if word(before) in ("one", "a", "an") and not _before_noun(reading, after):
        return False
    if word(before) in words["recurring"] | lexicon().ordinals.keys() | {"last", "final"}:
        return False
    if word(before) == "the" and not _before_noun(reading, after):
        return False  # `until the Saturday`: of a week that is told
    if word(after) in words["weekly_nouns"]:
        return False
    if is_capitalised(before) and word(before) in words["name_only_after"]:
        return False
    token = context.token_at(reading.start)
    compound = token.dep_ == "compound" and token.head.i > token.i
    if compound and after == token.head and token.head.tag_ == "NNS":
        # `Sunday charges` are those of every Sunday, `Friday's strikes` are not
        return before is not None and before.pos_ in ("DET", "VERB")
    return not (compound and token.head.pos_ == "PROPN")


def _before_noun(reading: Reading, after: Token | None) -> bool:
    """Whether the day modifies the noun after it: `in a Friday interview`."""
    return after is not None and after.pos_ == "NOUN" and after.idx <= reading.end + 1


def today(reading: Reading, context: Context) -> bool:
    """`today` as a day, not as `nowadays` nor in `USA Today`."""
    if context.shown(reading)[0].isupper() and is_name_word(context.previous(reading.start)):
        return False
    left, right = context.left(reading), context.right(reading)
    return left not in ("until", "even", "still") and right not in ("still", "as", "than")


def period_next_to(reading: Reading, context: Context) -> bool:
    """`the day before`, where nothing follows that the day is next to."""
    after = context.following(reading.end)
    alone = after is None or not after.is_alpha or after.lower_ in ("and", "but")
    return alone and context.left(reading) == "the"


def holiday(reading: Reading, context: Context) -> bool:
    """A holiday as a day: `on Christmas`, not `Christmas tree` or `Easter Island`."""
    shown = context.shown(reading)
    before, after = context.previous(reading.start), context.following(reading.end)
    day = untimed(reading.expression)
    name = re.sub(r"^(?:this past|this coming|last|next|this|past|coming)\s", "", shown.lower())
    is_national = name in lexicon().words["national_holidays"]
    if is_national and (word(before) in ("'s", "’s", "'", "’") or not AMERICAN.search(context.text)):
        return False  # other countries have it on another day
    if isinstance(day, Holiday) and day.direction:
        return directed(reading, context)
    # `the new year` alone is vague; `five days before new year` is another rule.
    if shown.lower() == "new year":
        return False
    if not shown[0].isupper() and not LOWER_HOLIDAY.search(shown) and word(before) not in BEFORE_HOLIDAY:
        return False
    if word(before) in EACH | {"last", "next"} or is_name_word(before):
        return False
    if is_capitalised(after):
        return False
    if after is None or not after.is_alpha:
        return True
    ends = (context.token_at(reading.end - 1), context.token_at(reading.start))
    return not any(t.dep_ in ("compound", "amod", "nmod:poss") and t.head.i >= after.i for t in ends)


# Times

CLOCK_INTRODUCERS = frozenset(
    ("at", "by", "until", "till", "from", "around", "before", "after", "since", "about", "to")
)
# A clock time recurs where one of these signs is at most so many characters before or after: `Mondays at 8
# p.m. every week`.
SIGNS_BEFORE, SIGNS_AFTER = 40, 25
REPEATED = re.compile(
    r"daily|weekdays|weeknights|nightly|times\sa\s|\b(?:every|each)\s(?:other\s|second\s)?"
    r"(?:day|night|morning|afternoon|evening|hour|week|month|year|mon|tue|wed|thu|fri|sat|sun)"
)


def clock(reading: Reading, context: Context) -> bool:
    """A time with a.m., p.m. or o'clock that does not recur."""
    near = context.text[max(reading.start - SIGNS_BEFORE, 0) : reading.end + SIGNS_AFTER].lower()
    return context.left(reading) != "the" and REPEATED.search(near) is None


def bare_clock(reading: Reading, context: Context) -> bool:
    """`22:30` or `noon` after a preposition; scores and ratios are written like the one."""
    return context.left(reading) in CLOCK_INTRODUCERS and clock(reading, context)


POINT = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
# An hour that nothing but a day after it shows to be one: `six on Friday`.
BARE_HOUR = re.compile(
    rf"(?:{SPELLED}|{POINT.pattern})(?!\s?(?:[ap]\.?m\b|o['’]?clock|\(?GMT)|\s(?:in\sthe|at\snight|past\b|to\b|minute))",
    re.IGNORECASE,
)
AT = re.compile(r"(?<!\w)(?P<word>at|around|about|until|till)\s$", re.IGNORECASE)
_DAY_OR_PART = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|evening|night|yesterday|today|tomorrow)"
)
DAY_AT = re.compile(rf"(?<!\w){_DAY_OR_PART},?\s(?:at|around|about)\s$", re.IGNORECASE)
TO_TIME = re.compile(
    r"\s?(?:to|and|until|[-\u2013])\s?(?:1?[0-9]|2[0-3])[.:][0-5][0-9]\s?[ap]\.?m", re.IGNORECASE
)
OF_DAY = re.compile(
    rf"\s(?:on|this|that|in\sthe|yesterday)(?:\san?|\sthe)?(?:\s[^\W\d_]+)?\s{_DAY_OR_PART}(?!\w)",
    re.IGNORECASE,
)


def is_time_of_event(context: TokenIndex, start: int, end: int) -> bool:
    """Whether an hour in a word, or hours and minutes with a full stop between, are the time of an event.

    `6.15` after `until`, beside a day, or of what a person does; `six` where something begins or ends, or a
    person calls.
    """
    words, text, after = lexicon().words, context.text, context.word_after(end)
    if after is not None and after.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "SYM"):
        return False
    verb, found = context.token_at(start).head, AT.search(text, max(0, start - 8), start)
    introduced, lemma = found["word"].lower() if found else "", verb.lemma_.lower()
    happens = lemma in words["happening"]
    if not POINT.fullmatch(text, start, end):
        hour = number_of(text[start:end].lower()) if text[start:end].isalpha() else None
        return introduced == "at" and 1 <= (hour or 0) <= 12 and (happens or lemma in words["calling"])
    around = (*context.before(start), *context.after(end))
    is_traded = any(is_one_of(token, words["traded"]) for token in around)
    beside_day = OF_DAY.match(text, end) or DAY_AT.search(text, max(0, start - 24), start)
    if TO_TIME.match(text, end) or introduced in ("until", "till") or (beside_day and not is_traded):
        return True
    who, people = subject_of(verb), {"he", "she", "i", "who", *person_nouns()}
    does = who is not None and (who.ent_type_ == "PERSON" or is_one_of(who, people))
    return introduced != "" and (does or happens or (lemma in ("open", "close") and not is_traded))


def time_of_event(reading: Reading, context: Context) -> bool:
    """`left at 6.15`, `sails at six`, not every day; what follows may say which half of the day it is in.

    `He began at nine` may be an age.
    """
    start, end = reading.start, reading.end
    begins = context.token_at(start).head.lemma_.lower() in ("begin", "start")
    is_open = OF_DAY.match(context.text, end) or TO_TIME.match(context.text, end)
    if is_open or (begins and context.shown(reading).isalpha()):
        return False
    return is_time_of_event(context, start, end) and clock(reading, context)


def timed_day(reading: Reading, context: Context) -> bool:
    """`began at six on Friday`, not `the pound closed at 1.30 on Friday`."""
    bare = BARE_HOUR.match(context.text, reading.start)
    return bare is None or is_time_of_event(context, *bare.span())
