"""How a stated value relates to the true one: `more than`, `or higher`; and what is denied: `not fifty`."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from claimx.pipeline.quantities.grammar import Context, Expression, rule, with_added
from claimx.pipeline.quantities.numbers import Numeral
from claimx.pipeline.quantities.tables import number_words, table, units, words
from claimx.schema import Relation
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range, is_one_of, stretch

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST = 5  # words of a phrase: `more than or equal to`
_SKIPPED = 5  # words that may be between the phrases before a number: `more than a staggering`
_SIGNS: dict[str, Relation] = {
    ">": ">", "<": "<", ">=": ">=", "=>": ">=", "≥": ">=", "<=": "<=", "=<": "<=", "≤": "<="
}  # fmt: skip
_SIGN = re.compile(r"(?:[<>]=?|=[<>]|[≥≤])[^\S\r\n]{0,2}$")
# `must not be older than`: what is not more is at most so much.
_MUST_NOT = re.compile(
    r"(?:(?<!\w)(?:cannot|(?:can|may|must|should|will|would|need)\snot)|n['\u2019]t)\s"
    r"(?:be|last|run|take|weigh|cost|have|get|exceed|stay|contain|use|earn|measure|pay)\s"
    r"(?:(?:older|younger|longer|shorter|more|less|fewer|taller|higher|lower|greater|larger|smaller|heavier)\sthan\s"
    r"(?:an?\s)?)?$",
    re.IGNORECASE,
)
_OR_EQUAL = re.compile(r"\sor\sequal\b", re.IGNORECASE)
_OR_ELSE = re.compile(r"(?:\s[\w-]+){0,3}(?:,\sor|\sor)(?:\s(?:about|roughly|nearly|around|some|almost))?\s")
# Phrases after a number that modify a noun as well.
_ALONE = frozenset((("plus",), ("minimum",), ("maximum",), ("max",), ("tops",)))
_THRESHOLDS = frozenset(("mark", "threshold", "barrier", "milestone"))
# `for just over six years`, `a little over a mile`.
_SLIGHTLY = frozenset(("just", "little", "slightly", "well", "a"))
_GOING_PAST = frozenset((("pass",), ("passes",), ("passed",)))
# A smaller number of things may be passed without being exceeded: two laws, nine houses.
_LEAST_PASSED = 10_000
_SPACE_OR_TIME = frozenset(("time", "length", "area"))
# `within a six-mile radius`: the radius is six miles.
_EXTENTS = frozenset(("radius", "window", "period", "span"))
_IN_ORDER = frozenset(("first", "next", "last", "final"))  # `at least the first two games`
_BRACKET = re.compile(r"\s?\([^()\n]{1,40}\)(?=\s(?:or|and)\s)")  # `$1bn (£848m) or higher`
_UP_TO_VERBS = frozenset(("add", "bring", "go", "come", "work", "lead", "live"))
_MOVING_CLOSER = frozenset(("move", "edge", "inch", "come", "get", "step", "draw", "live", "push"))


class _Phrases(NamedTuple):
    before: dict[tuple[str, ...], Relation]
    after: dict[tuple[str, ...], Relation]
    skipped: frozenset[str]


@cache
def _phrases() -> _Phrases:
    data = table("modifiers")

    def keyed(side: str) -> dict[tuple[str, ...], Relation]:
        return {
            tuple(phrase.split()): relation for relation, phrases in data[side].items() for phrase in phrases
        }

    return _Phrases(keyed("before"), keyed("after"), frozenset(data["transparent"]))


def relation_of(context: Context, expression: Expression) -> Relation:
    """How the true value relates to the stated one, by the words before and after the expression."""
    if expression.group == "tally":
        return "="
    after = _after(context, expression)
    before = (
        _sign_before(context.text, expression.start)
        or _before(context, expression)
        or _bound_by_verb(context.text, expression.start)
    )
    if before in (">", "<") and _MUST_NOT.search(
        context.text, max(0, expression.start - 40), expression.start
    ):
        return "<=" if before == ">" else ">="
    if before in (">", "<") and _OR_EQUAL.match(context.text, expression.end):
        return ">=" if before == ">" else "<="
    stated = after if after not in (None, "~") else before or after
    if stated is None and expression.high >= _LEAST_ESTIMATED:
        stated = "~" if _ESTIMATED_AFTER.match(context.text, expression.end) else None
    if stated is None or (stated == "~" and expression.relation == ">="):
        return expression.relation
    return stated


def _sign_before(text: str, start: int) -> Relation | None:
    """The mathematical sign right before (`>10`, `<= 30`)."""
    match = _SIGN.search(text, max(0, start - 6), start)
    return _SIGNS[match.group().strip()] if match else None


def _before(context: Context, expression: Expression) -> Relation | None:
    """The relation of the phrases before: of several, the last that is more than `about`."""
    phrases = _phrases()
    tokens = list(islice(context.before(expression.start), _LONGEST + _SKIPPED))
    before = [token.lower_ for token in tokens]
    found: Relation | None = None
    position = 1 if before[:1] == ["the"] and _names_threshold(context, expression) else 0
    if before[1:2] == ["the"] and before[0] in _IN_ORDER and before[2:4] in (["least", "at"], ["most", "at"]):
        position = 2
    while position < len(before):
        for length in range(min(_LONGEST, len(before) - position), 0, -1):
            phrase = tuple(reversed(before[position : position + length]))
            relation = phrases.before.get(phrase)
            if relation and _applies(phrase, tokens[position], expression):
                if phrase[-1] == "than" and _is_difference(context, tokens[position + length :]):
                    return found
                found = relation if found in (None, "~") else found
                position += length
                break
        else:
            of_range = before[position] == "between" and expression.group == "range"
            if before[position] not in phrases.skipped and not of_range:
                break
            position += 1
    return found


def _is_difference(context: Context, before: list[Token]) -> bool:
    """Whether a comparative has its own number before it: `40 more than 300`, `8 percent less than 20`.

    `before`: the tokens before the comparative, the nearest first; a year is no such number.
    """
    if not before or not context.dated.isdisjoint(range(*stretch(before[0], before[0]))):
        return False
    words_before = [each.lower_ for each in before]
    if words_before[0] in units().words or words_before[0] == "%":
        before = before[1:]
    elif words_before[:2] == ["cent", "per"]:
        before = before[2:]
    if not before or not (before[0].pos_ == "NUM" or before[0].lower_ in number_words().all):
        return False
    return not (len(before) > 1 and opens_adjunct(before[1]))


def opens_adjunct(before: Token) -> bool:
    """Whether a number belongs to the preposition before it: `in 2 hours more than 90 came`."""
    return before.tag_ == "IN" and before.lower_ not in ("by", "about", "around")


# Before a few things, where something is, and no bound.
_PLACING, _FEW = (("above",), ("below",), ("under",), ("close", "to")), 10
_SERVING = frozenset(("serve", "work", "play", "study", "train"))


def _applies(phrase: tuple[str, ...], token: Token, expression: Expression) -> bool:
    """Whether a phrase with other uses modifies the number; `token` is its last word.

    It does not in `over the weekend`, `the past 30 days`.
    """
    before = token_before(token)
    if phrase == ("over",):
        if expression.kind == "area" and before is not None and is_one_of(before, words("spreading")):
            return False  # `burned over 4,500 sq km`: across
        if expression.numeral.form == "plural" or _is_turned_over(token, expression):
            return False  # `sued over millions of dollars`, `flipped over twice`
        article = token.nbor()
        follows_verb = before is None or before.pos_ in ("VERB", "AUX", "ADP")
        may_be_bound = expression.is_counted and follows_verb  # `saw over a 50% rise`
        if article.lower_ in ("a", "an") and article.idx < expression.start and not may_be_bound:
            return False  # `talks over a $3bn loan`, `talks over a 5% raise`
        while before is not None and before.lower_ in _SLIGHTLY:
            before = token_before(before)
        return not _is_disputed(token) and _is_more_than(before, expression)
    few = expression.is_counted and expression.numeral.form == "words" and expression.high <= _FEW
    what = token_before(before) if before is not None and phrase[1:] else before
    placed = what is not None and (what.pos_ in ("NOUN", "PROPN") or what.lemma_ in _SERVING)
    if few and placed and phrase in _PLACING:
        return False  # `a bakery above two shops`, `served under three presidents`
    if phrase == ("about",):  # `The film, about three sisters`
        told = token_before(before) if before is not None and before.text == "," else None
        told = token.head.head if token.dep_ == "case" else told
        return told is None or told.lemma_.lower() not in words("speaking_about")
    if token.dep_ == "compound:prt":
        return False
    if phrase in _GOING_PAST:  # `deaths pass 300`, not `passed two laws`
        following = _first_from(token, expression.end)
        ends = following is None or following.pos_ in ("ADP", "PUNCT", "CCONJ", "SCONJ", "SPACE")
        if following is None or ends or following.lower_ in _THRESHOLDS:  # `passed the 100 mark`
            return True
        return expression.high >= _LEAST_PASSED
    if phrase == ("past",):  # `their past eight matches` are the latest
        owned = before is not None and (before.pos_ in ("DET", "PRON") or before.tag_ in ("POS", "PRP$"))
        return expression.kind != "time" and not owned
    if phrase == ("up", "to"):
        verb = token_before(token.nbor(-1))
        return verb is None or verb.lemma_.lower() not in _UP_TO_VERBS
    if phrase in (("closer", "to"), ("nearer", "to")):
        moved = token_before(token.nbor(-1))
        return moved is None or moved.lemma_.lower() not in _MOVING_CLOSER
    if phrase == ("within",):
        following = _first_from(token, expression.end)
        return expression.kind in _SPACE_OR_TIME and (following is None or following.lower_ not in _EXTENTS)
    return True


def _first_from(token: Token, offset: int) -> Token | None:
    """The first token behind another that starts at an offset or later."""
    return next((each for each in token.doc[token.i + 1 :] if each.idx >= offset), None)


def token_before(token: Token) -> Token | None:
    """The token before another, white space left out."""
    return next((each for each in reversed(token.doc[: token.i]) if not each.is_space), None)


def _is_more_than(before: Token | None, expression: Expression) -> bool:
    """Whether `over` means more: in `for over six years`, not in `grew over six years`, `won over two`."""
    if expression.kind != "time" or expression.is_bare:
        return before is None or before.lemma_.lower() not in words("won_over")
    return before is not None and (
        (before.pos_ in ("ADP", "AUX") and before.tag_ != "RP")  # `played out over seven hours`
        or before.lemma_.lower() in words("taking_time")
    )


def _names_threshold(context: Context, expression: Expression) -> bool:
    following = context.word_after(expression.end)
    return following is not None and following.lower_ in _THRESHOLDS


def _after(context: Context, expression: Expression) -> Relation | None:
    """The relation of `or more` and the like, right after, after one or two counted words, or in brackets."""
    phrases = _phrases().after
    bracket = _BRACKET.match(context.text, expression.end)
    tokens = list(islice(context.after(bracket.end() if bracket else expression.end), _LONGEST + 4))
    if tokens and tokens[0].text == "(":
        del tokens[0]
    after = [token.lower_ for token in tokens]
    if after[:1] == ["-"] and len(after) > 1:
        after = ["-" + after[1], *after[2:]]
    for skipped in range(5):
        for length in (3, 2, 1):
            phrase = tuple(after[skipped : skipped + length])
            following = tokens[skipped + len(phrase) : skipped + len(phrase) + 1]
            if phrase in _ALONE and following and following[0].pos_ in ("NOUN", "PROPN", "ADJ"):
                continue  # `a $15 minimum wage`
            if phrase in phrases and (skipped == 0 or _are_counted(phrase, tokens[:skipped], following)):
                return phrases[phrase]
    return None


def _are_counted(phrase: tuple[str, ...], skipped: list[Token], following: list[Token]) -> bool:
    if phrase[0] == "at" and skipped[0].lower_ == "of":  # `one-quarter of that group at most`
        noun = len(skipped) > 1 and all(each.pos_ in ("DET", "PRON", "NOUN", "ADJ") for each in skipped[1:])
        return noun and (not following or following[0].pos_ in ("PUNCT", "AUX", "VERB", "CCONJ", "SCONJ"))
    return phrase[0] == "or" and len(skipped) < 3 and all(each.pos_ in ("NOUN", "ADJ") for each in skipped)


def shares_modifier(context: Context, first: Expression, second: Expression) -> bool:
    """Whether a modifier of `first` applies to `second` too: `more than $38m and $23m, respectively`."""
    between = context.text[first.end : second.start].strip()
    following = [token.lower_ for token in islice(context.after(second.end), 3)]
    return between in ("and", ", and") and "respectively" in following


_KINDS_OF = re.compile(r"(?:\s[^\W\d_]+){1,3}(?:,|,?\sand)\s")


def shares_noun(context: Context, first: Expression, second: Expression) -> bool:
    """Whether two numbers count kinds of one noun: `about 100 Muslim, 100 Hindu and 50 Jewish schools`."""
    if not first.unit == second.unit == "count" or not _KINDS_OF.fullmatch(
        context.text, first.end, second.start
    ):
        return False
    between = [each for each in context.tokens(first.end, second.start) if each.text.isalpha()]
    return all(each.pos_ in ("ADJ", "CCONJ") or each.ent_type_ == "NORP" for each in between)


def alternates(context: Context, first: Expression, second: Expression) -> bool:
    """Whether `second` gives `first` in another unit: `300 points, or 0.8 percent`, `200 jobs, or 8%`."""
    return first.unit != second.unit and bool(_OR_ELSE.fullmatch(context.text, first.end, second.start))


_LIST_LINK = re.compile(r"\s?,\s(?:and\s|or\s|then\s)?|\s(?:and|or|then)\s(?:by\s)?")


def lists(context: Context, first: Expression, second: Expression) -> bool:
    """Whether two numbers of one unit are in a list: `rose 12%, 13% and 9%`."""
    same = first.unit == second.unit and first.kind != "count"
    return same and bool(_LIST_LINK.fullmatch(context.text, first.end, second.start))


_FOR_ONE = re.compile(r"\sfor\s[\w'’ -]{2,40}(?:,|,?\sand)\s")
_FOR = re.compile(r"\sfor\s")


def prices_another(context: Context, first: Expression, second: Expression) -> bool:
    """Whether `second` is the price of one thing for others: `£14 for adults and £6 for children`."""
    sums = first.kind == second.kind == "money"
    return (
        sums
        and bool(_FOR_ONE.fullmatch(context.text, first.end, second.start))
        and bool(_FOR.match(context.text, second.end))
    )


_OF_THE = re.compile(r"\sof\s(?:the|its|their)\s")


def is_whole_of(context: Context, first: Expression, second: Expression) -> bool:
    """Whether `second`, with no noun after it, is what `first` is a part of: `half of the 500 that came`."""
    bare = second.unit == "count" and first.kind in ("fraction", "percent", "count")
    if not bare or not _OF_THE.fullmatch(context.text, first.end, second.start):
        return False
    return not context.is_noun_at(second.end)


_ALTERNATIVE = re.compile(r"\s?(?:or|;|,|/)\s?(?=[^\W\d_]{0,3}[$€£¥0-9]|$)")
_OPEN_BRACKET = re.compile(r"\([^()]{0,40}$")


def restates(context: Context, first: Expression, second: Expression) -> bool:
    """Whether `second` repeats `first` in brackets: `500 miles (800 km)`, `6bn reais ($2bn or £1bn)`."""
    text = context.text
    between, after = text[first.end : second.start].strip(), text[second.end : second.end + 2].strip()
    opens, closes = between in ("(", "[", "\u2014", "--"), after[:1] in (")", "]", "\u2014", "-")
    listed = opens and between == "(" and bool(_ALTERNATIVE.match(text, second.end))
    last = _ALTERNATIVE.fullmatch(text, first.end, second.start)
    ends = closes and bool(last and _OPEN_BRACKET.search(text, max(0, first.start - 40), first.start))
    return ((opens and closes) or listed or ends) and "count" not in (first.unit, second.unit)


# ---------------------------------------------------------------- bounds of verbs and other numbers

_CAPPED = re.compile(
    r"(?<!\w)(?:(?:capped|capping|(?:to|will|would|could|should|must)\scap)(?:\s[^\W\d_][\w-]*){0,6}?\s(?:at|to)(?:\san?)?"
    r"|(?:limited|limiting|(?:to|will|would|could|should|must)\slimit)(?:\s[^\W\d_][\w-]*){0,6}?\sto)\s(?:just\s)?$",
    re.IGNORECASE,
)
_ESTIMATED = re.compile(
    r"(?<!\w)estimated\s(?:to\s(?!exceed|top|surpass)[a-z]+|(?:[a-z-]+\s){1,3}of)\s(?:an?\s)?$", re.IGNORECASE
)
# Behind a round number: `one million sailors estimated to be at sea`.
_ESTIMATED_AFTER = re.compile(
    r"(?:\s[^\W\d_][\w'\u2019-]*){1,4}\s(?:(?:that|who|which)\s)?(?:(?:is|are|was|were)\s)?estimated\sto\s(?:be|have|live)\s"
)
_LEAST_ESTIMATED = 100  # `two men are estimated to have stolen`: how many they are is known
_FARTHEST = 60  # characters of `capping typical household bills at`


_LONGER_SPAN = re.compile(
    r"(?<!\w)(?:(?P<more>longer|greater|larger|higher|bigger|wider)|(?:shorter|smaller|lower|narrower))\s"
    r"(?:period|time|term|stretch|distance|length|sum|amount|number|share|area)\sthan\s(?:an?\s)?$",
    re.IGNORECASE,
)
_UTMOST = re.compile(
    r"(?<!\w)max(?:imum)?\s(?:[a-z]+\s){0,2}(?:sentence|penalty|term|fine|punishment)\sof\s(?:up\sto\s)?(?:an?\s)?$",
    re.IGNORECASE,
)
_SUB = re.compile(r"(?<![\w-])sub-$", re.IGNORECASE)


def _bound_by_verb(text: str, start: int) -> Relation | None:
    """The relation that words before give: `capped bills at`, `a maximum sentence of`, `sub-`."""
    if _SUB.search(text, max(0, start - 5), start):
        return "<"
    if _UTMOST.search(text, max(0, start - _FARTHEST), start):
        return "<="
    if longer := _LONGER_SPAN.search(text, max(0, start - _FARTHEST), start):
        return ">" if longer["more"] else "<"
    if _CAPPED.search(text, max(0, start - _FARTHEST), start):
        return "<="
    return "~" if _ESTIMATED.search(text, max(0, start - _FARTHEST), start) else None


_OR_ANOTHER = re.compile(r"(?:\s[^\W\d_][\w-]*){0,3}\s\(?or\s")


def shares_bound(context: Context, first: Expression, second: Expression) -> bool:
    """Whether a bound of `first` is one of `second` too: `up to 100 texts or 500 with a contract`."""
    same = first.unit == second.unit and first.numeral.form == second.numeral.form
    return same and bool(_OR_ANOTHER.fullmatch(context.text, first.end, second.start))


_COMPARED_WITH = frozenset(
    ("the", "a", "an", "as", "that", "what", "its", "his", "her", "their", "our", "this", "last")
)


def _is_turned_over(over: Token, expression: Expression) -> bool:
    """Whether `over` before `twice` belongs to a verb: `flipped over twice`, not `over twice the size`."""
    number = next(each for each in over.doc[over.i + 1 :] if not each.is_space)
    if expression.numeral.form != "multiple" or number.lower_ != "twice":
        return False
    following = number.nbor() if number.i + 1 < len(over.doc) else None
    return following is None or following.lower_ not in _COMPARED_WITH


_DISPUTE_REACH = 6  # words: `anger among the drivers of Athens over`


def _is_disputed(over: Token) -> bool:
    """Whether `over` names what a dispute or a victory is about: `anger in Athens over 30 statues`."""
    words_before = list(reversed(over.doc[max(0, over.i - _DISPUTE_REACH) : over.i]))
    if not words_before or words_before[0].pos_ not in ("NOUN", "PROPN"):
        return False
    for word in words_before:
        if word.pos_ not in ("NOUN", "PROPN", "ADP", "DET", "ADJ", "PRON"):
            return False
        if word.lemma_.lower() in words("won_over"):
            return True
    return False


# ---------------------------------------------------------------- numbers that the text denies

_NOT = frozenset(("not", "n't", "n\u2019t", "never"))
_DEFINITE = frozenset(("the", "these", "those", "this", "that", "both", "all"))
# Between `not` and a number that it denies: `not even 12`, `none of the 12`.
_EMPHASIS = frozenset(("even", "exactly", "quite", "yet", "a", "single"))
# Before `not`, so that nothing is denied: `whether or not 12 came`, `hundreds, if not 1,000`.
_UNSURE = frozenset(("or", "if", "why", "whether"))
_NOT_LESS = re.compile(
    rf"(?<!\w)(?:not|n['\u2019]t|never){GAP}(?:less|fewer|more|greater|lower|higher|later|earlier){GAP}than{GAP}$",
    re.IGNORECASE,
)
_MEASURED = ("volume", "mass", "length", "money")
_NOT_ONE = re.compile(rf"(?<!\w)not{GAP}(?:even{GAP})?(?:a{GAP}single{GAP})?$", re.IGNORECASE)


@rule(
    "negated.not",
    examples={
        "It was {4 percent}, not {12 percent}.": "4 percent, 12 percent",
        "Mali is no longer {12} regions.": "12 count",
    },
    none=[
        "Whether or not {12} people came is open.",
        "Not more than {12} people came.",
        "It is not only {12} men.",
        "Trips of no longer than {12 hours} are free.",
    ],
)
def denied_by_not(context: Context, expression: Expression) -> bool:
    """`not`, `never` or `no longer` right before a number."""
    before = [token.lower_ for token in islice(context.before(expression.start), 4)]
    while before and before[0] in _EMPHASIS:
        before.pop(0)
    if before[:2] == ["longer", "no"]:
        return True
    return bool(before) and before[0] in _NOT and (len(before) < 2 or before[1] not in _UNSURE)


@rule(
    "negated.none",
    examples={
        "None of the {12} pumps works.": "12 count",
        "None of its {300} buses ran on Sunday.": "300 count",
        "Neither of the {two} bidders from Turin has paid.": "2 count",
        "They sold neither {nine} nor {ten} cars.": "9 count, 10 count",
    },
    none=["One of the {12} pumps works.", "Most of its {300} buses ran on Sunday."],
)
def denied_by_none(context: Context, expression: Expression) -> bool:
    """`none of` or `neither of` before a number; `neither 9 nor 10`."""
    before = [token.lower_ for token in islice(context.before(expression.start), 3)]
    if before[:1] in (["neither"], ["nor"]):
        return True
    if before and before[0] != "of":
        before.pop(0)  # `the`, `their`
    return before[:2] in (["of", "none"], ["of", "neither"])


@rule(
    "negated.verb",
    examples={
        "He did not win {12} medals.": "12 count",
        "The fund can no longer pay {5 percent}.": "5 percent",
        "No dealer in Chad sold {300} cars.": "300 count",
        "She is not running {250 kilometres}, he said.": "250 kilometre",
    },
    none=[
        "She no longer trusts the {12} ministers.",
        "The bank with no branch lent {40 million euros}.",
        "He did not win the {12} medals.",
        "It has not changed in {12 years}.",
        "It did not open, and {12} left.",
        "The premium is not less than {5%}.",
    ],
)
def denied_by_verb(context: Context, expression: Expression) -> bool:
    """The object of a negated verb, or what a negated `be` says there is."""
    if _NOT_LESS.search(context.text, max(0, expression.start - 24), expression.start):
        return False  # a bound
    number = context.head_of(expression.start, expression.end)
    noun = number
    if noun is not None and noun.dep_ == "nummod" and noun.head.i > noun.i:
        noun = noun.head
    if noun is None or number is None:
        return False
    if any(child.lower_ in _DEFINITE or child.tag_ in ("PRP$", "POS") for child in noun.lefts):
        return False
    if any(child.dep_ == "cop" for child in noun.children):
        return _is_denied(noun)
    verb, exists = noun.head, any(child.dep_ == "expl" for child in noun.head.children)
    is_measure = noun.dep_ == "obl:unmarked" and expression.kind in _MEASURED
    if noun.dep_ != "obj" and not is_measure and not (noun.dep_ == "nsubj" and exists):
        return False
    if _is_without_subject(verb):
        return True
    while not _is_denied(verb) and verb.dep_ == "xcomp" and verb.head.pos_ == "VERB":
        verb = verb.head
    return _is_denied(verb)


def _is_without_subject(verb: Token) -> bool:
    """Whether the subject of a verb is denied: `neither bank lent`, `no dealer sold`."""
    subject = next((each for each in verb.lefts if each.dep_ == "nsubj"), None)
    if subject is None:
        return False
    first = next((each for each in subject.lefts if each.dep_ == "det"), subject)
    return first.lower_ in words("denied_subjects")


def _is_denied(verb: Token) -> bool:
    return any(
        (child.lower_ in _NOT or _is_no_longer(child)) and child.i < verb.i + 3 for child in verb.children
    )


def _is_no_longer(word: Token) -> bool:
    """Whether a word is the `longer` of `no longer`."""
    return word.lower_ == "longer" and word.i > 0 and word.nbor(-1).lower_ == "no"


@rule(
    "negated.not_one",
    examples={
        "{Not one} truck crossed.": "0 count",
        "{Not a single one} of them came.": "0 count",
        "{Not one litre} left the mill.": "0 litre",
    },
    none=["Chad is not one of the nations."],
)
def not_one(context: Context, expression: Expression) -> Expression | None:
    """`not one` is a denied number, and none."""
    written = context.text[expression.numeral.start : expression.numeral.end].lower()
    before = _NOT_ONE.search(context.text, max(0, expression.start - 24), expression.start)
    following = context.word_after(expression.end)
    if written != "one" or expression.kind not in ("count", *_MEASURED) or not (before and following):
        return None
    if expression.kind == "count" and following.lower_ == "of":
        # `it is not one of them` says of one that it is another.
        said_of = context.word_before(before.start())
        if said_of is not None and said_of.lemma_ == "be":
            return None
    elif expression.kind == "count" and following.pos_ not in ("NOUN", "ADJ", "PROPN"):
        return None
    return expression.by(not_one, start=before.start(), low=0.0, high=0.0, negated=True)


_NOT_A_SINGLE = re.compile(rf"(?<!\w)not{GAP}(?:even{GAP})?(?P<number>a{GAP}single)(?={GAP})", re.IGNORECASE)


@rule(
    "negated.not_a_single",
    examples={
        "{Not a single} ferry sailed to Skye.": "0 count",
        "The clinic in Chad had {not even a single} nurse.": "0 count",
    },
    none=["It was not a single-storey house.", "He left not a single one behind."],
)
def not_a_single(context: Context, start: int, number: Range, end: int) -> Expression | None:
    """`not a single` before a noun is none of them."""
    following = context.word_after(end)
    if following is None or following.pos_ not in ("NOUN", "ADJ", "PROPN") or following.lower_ == "one":
        return None
    numeral = Numeral(number.start, number.end, 0.0, "words")
    return Expression(start, end, 0.0, 0.0, "count", "count", numeral, negated=True, rule=not_a_single.name)


def with_none(context: Context, expressions: list[Expression]) -> list[Expression]:
    """Add the numbers that `not a single` is."""
    added = (
        not_a_single(context, each.start(), Range(*each.span("number")), each.end())
        for each in _NOT_A_SINGLE.finditer(context.text)
    )
    return with_added(expressions, added)


def denied(context: Context, expression: Expression) -> Expression:
    """The expression, marked as negated where the text denies it."""
    if expression.group == "tally" or expression.negated:
        return expression
    if (none := not_one(context, expression)) is not None:
        return none
    why = next(
        (each for each in (denied_by_not, denied_by_none, denied_by_verb) if each(context, expression)), None
    )
    return expression.by(why, negated=True) if why else expression
