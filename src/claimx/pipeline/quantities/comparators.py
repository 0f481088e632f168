"""How a stated value relates to the true one (`more than`, `nearly`), and whether it is the size of a change.

`rose 3 percent` gives the size of an increase; `rose to 12 percent` gives a level.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from claimx.pipeline.quantities.context import Context, Expression
from claimx.pipeline.quantities.tables import table, units, words
from claimx.schema import Change, Relation

if TYPE_CHECKING:
    from spacy.tokens import Token

# ---------------------------------------------------------------- relation

_LONGEST = 5  # words of a phrase: `more than or equal to`
_SKIPPED = 5  # words that may be between the phrases before a number: `more than a staggering`
_SIGNS: dict[str, Relation] = {
    ">": ">", "<": "<", ">=": ">=", "=>": ">=", "≥": ">=", "<=": "<=", "=<": "<=", "≤": "<="
}  # fmt: skip
_SIGN = re.compile(r"(?:[<>]=?|=[<>]|[≥≤])[^\S\r\n]{0,2}$")
_OR_EQUAL = re.compile(r"\sor\sequal\b", re.IGNORECASE)
_OR_ELSE = re.compile(r"(?:\s[\w-]+){0,3}(?:,\sor|\sor)(?:\s(?:about|roughly|nearly|around|some|almost))?\s")
# Phrases after a number that modify a noun as well.
_ALONE = frozenset((("plus",), ("minimum",), ("maximum",), ("max",), ("tops",)))
_THRESHOLDS = frozenset(("mark", "threshold", "barrier", "milestone"))
# `for just over six years`, `a little over a mile`.
_SLIGHTLY = frozenset(("just", "little", "slightly", "well", "a"))
_GOING_PAST = frozenset((("pass",), ("passes",), ("passed",)))
_SPACE_OR_TIME = frozenset(("time", "length", "area"))
_UP_TO_VERBS = frozenset(("add", "bring", "take", "go", "come", "work", "lead", "live"))


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
    before = _sign_before(context.text, expression.start) or _before(context, expression)
    if before in (">", "<") and _OR_EQUAL.match(context.text, expression.end):
        return ">=" if before == ">" else "<="
    stated = after if after not in (None, "~") else before or after
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
    while position < len(before):
        for length in range(min(_LONGEST, len(before) - position), 0, -1):
            phrase = tuple(reversed(before[position : position + length]))
            relation = phrases.before.get(phrase)
            if relation and _applies(phrase, tokens[position], expression):
                found = relation if found in (None, "~") else found
                position += length
                break
        else:
            of_range = before[position] == "between" and expression.group == "range"
            if before[position] not in phrases.skipped and not of_range:
                break
            position += 1
    return found


def _applies(phrase: tuple[str, ...], token: Token, expression: Expression) -> bool:
    """Whether a phrase with other uses modifies the number; `token` is its last word.

    It does not in `over the weekend`, `the past 30 days`.
    """
    before = _token_before(token)
    if phrase == ("over",):
        while before is not None and before.lower_ in _SLIGHTLY:
            before = _token_before(before)
        return _is_more_than(before, expression)
    if phrase == ("about",) and token.dep_ == "case":
        return token.head.head.lemma_.lower() not in words("speaking_about")
    if token.dep_ == "compound:prt":
        return False
    if phrase in _GOING_PAST:  # `deaths pass 300`, not `passed two laws`
        following = next((each for each in token.doc[token.i + 1 :] if each.idx >= expression.end), None)
        return following is None or following.pos_ in ("ADP", "PUNCT", "CCONJ", "SCONJ", "SPACE")
    if phrase == ("past",):
        return expression.kind != "time" and (before is None or before.pos_ != "DET")
    if phrase == ("up", "to"):
        verb = _token_before(token.nbor(-1))
        return verb is None or verb.lemma_.lower() not in _UP_TO_VERBS
    return phrase != ("within",) or expression.kind in _SPACE_OR_TIME


def _token_before(token: Token) -> Token | None:
    return next((each for each in reversed(token.doc[: token.i]) if not each.is_space), None)


def _is_more_than(before: Token | None, expression: Expression) -> bool:
    """Whether `over` means more: in `for over six years`, not in `grew over six years`, `won over two`."""
    if expression.kind != "time" or expression.is_bare:
        return before is None or before.lemma_.lower() not in words("won_over")
    return before is not None and (
        before.pos_ in ("ADP", "AUX") or before.lemma_.lower() in words("taking_time")
    )


def _names_threshold(context: Context, expression: Expression) -> bool:
    following = next(context.after(expression.end), None)
    return following is not None and following.lower_ in _THRESHOLDS


def _after(context: Context, expression: Expression) -> Relation | None:
    """The relation of `or more` and the like, right after or after one or two counted words."""
    phrases = _phrases().after
    tokens = list(islice(context.after(expression.end), _LONGEST + 2))
    after = [token.lower_ for token in tokens]
    if after[:1] == ["-"] and len(after) > 1:
        after = ["-" + after[1], *after[2:]]
    for skipped in range(3):
        for length in (3, 2, 1):
            phrase = tuple(after[skipped : skipped + length])
            following = tokens[skipped + 1 : skipped + 2]
            if phrase in _ALONE and following and following[0].pos_ in ("NOUN", "PROPN", "ADJ"):
                continue  # `a $15 minimum wage`
            if phrase in phrases and (skipped == 0 or _are_counted(phrase, tokens[:skipped])):
                return phrases[phrase]
    return None


def _are_counted(phrase: tuple[str, ...], skipped: list[Token]) -> bool:
    return phrase[0] == "or" and all(each.pos_ in ("NOUN", "ADJ") for each in skipped)


def shares_modifier(context: Context, first: Expression, second: Expression) -> bool:
    """Whether a modifier of `first` applies to `second` too: `more than $38m and $23m, respectively`."""
    between = context.text[first.end : second.start].strip()
    following = [token.lower_ for token in islice(context.after(second.end), 3)]
    return between in ("and", ", and") and "respectively" in following


def alternates(context: Context, first: Expression, second: Expression) -> bool:
    """Whether `second` gives `first` in another unit: `300 points, or 0.8 percent`, `200 jobs, or 8%`."""
    return first.unit != second.unit and bool(_OR_ELSE.fullmatch(context.text, first.end, second.start))


def restates(context: Context, first: Expression, second: Expression) -> bool:
    """Whether `second` repeats `first` in brackets: `500 miles (800 km)`."""
    text = context.text
    between, after = text[first.end : second.start].strip(), text[second.end : second.end + 2].strip()
    bracketed = between in ("(", "[", "\u2014", "--") and after[:1] in (")", "]", "\u2014", "-")
    return bracketed and "count" not in (first.unit, second.unit)


class Directions(NamedTuple):
    """Words of change by part of speech, and which of them take a size in which way."""

    verbs: dict[str, Change]
    nouns: dict[str, Change]
    adverbs: dict[str, Change]
    comparatives: dict[str, Change]
    object_verbs: frozenset[str]
    by_only: frozenset[str]
    motion_verbs: frozenset[str]
    shares_only_nouns: frozenset[str]
    verbs_with_off: frozenset[str]
    transparent: frozenset[str]


@cache
def directions() -> Directions:
    """The table of words of change."""
    data, modifiers = table("changes"), table("modifiers")

    def keyed(part: str) -> dict[str, Change]:
        sides: tuple[Change, ...] = ("increase", "decrease")
        return {word: side for side in sides for word in data[side][part]}

    modifying = {
        word for phrases in modifiers["before"].values() for phrase in phrases for word in phrase.split()
    }
    return Directions(
        keyed("verbs"),
        keyed("nouns"),
        keyed("adverbs"),
        keyed("comparatives"),
        frozenset(data["object_verbs"]),
        frozenset(data["by_only"]),
        frozenset(data["motion_verbs"]),
        frozenset(data["shares_only_nouns"]),
        frozenset(data["verbs_with_off"]),
        frozenset(modifying) - set(data["levels"]) | set(modifiers["transparent"]) | {"either", "both"},
    )


def direction_of_verb(token: Token) -> Change | None:
    """Which way a verb of change points; None for other words."""
    return directions().verbs.get(token.lemma_.lower()) if token.pos_ == "VERB" else None


def direction_of_noun(token: Token) -> Change | None:
    """Which way a noun of change points; None for other words."""
    return directions().nouns.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None


def is_transparent(token: Token) -> bool:
    """Whether the word only modifies the number after it (`nearly`, `a`, `another`)."""
    return token.lower_ in directions().transparent


_SHARES = frozenset(("percent", "percentage_point", "basis_point", "point", "fraction"))
_BARE = frozenset(("obj", "obl:npmod", "obl:unmarked", "obl:tmod", "advmod", "xcomp", "obl", "dep"))
_MEASURING = frozenset(
    ("be", "exceed", "reach", "total", "hit", "average", "equal", "top", "surpass", "approach")
)
_OF_NOUN = frozenset(
    (
        "compound",
        "nummod",
        "amod",
        "nmod",
        "nmod:unmarked",
        "nmod:desc",
        "obl:unmarked",
        "obl:npmod",
        "conj",
        "obj",
        "nsubj",
        "det",
        "advmod",
    )
)
_QUOTES = "\"'\u201c\u2018`"


def change_of(clauses: Clauses, expression: Expression, head: Token) -> Change | None:
    """`increase` or `decrease` when the expression gives the size of a change, else None."""
    if expression.group == "tally":
        return None
    if expression.kind == "times":
        return _of_multiple(clauses, expression, head)
    return (
        _from_comparative(clauses, expression)
        or _from_words_before(clauses, expression, head)
        or _from_noun(clauses, expression, head)
        or _from_passive(expression, head)
    )


def _from_passive(expression: Expression, head: Token) -> Change | None:
    """`900 jobs will be cut`."""
    noun = head.head if head.dep_ == "nummod" else head
    verb = noun.head
    if expression.kind != "count" or noun.dep_ != "nsubj:pass":
        return None
    idle = verb.lemma_.lower() == "lose" and noun.lemma_.lower() not in ("job", "post", "seat")
    return None if idle or verb.lemma_.lower() not in directions().object_verbs else direction_of_verb(verb)


def _of_multiple(clauses: Clauses, expression: Expression, head: Token) -> Change | None:
    """`doubled` as a verb; a number of times or `-fold` only with a verb of change."""
    if expression.numeral.form == "multiple" and clauses.doubles(expression):
        return "increase"
    folded = clauses.context.text[expression.start : expression.end].lower().endswith("fold")
    return _from_words_before(clauses, expression, head) if folded else None


def _from_words_before(clauses: Clauses, expression: Expression, head: Token) -> Change | None:
    by = False
    nearest: Token | None = None
    for token in clauses.context.before(expression.start):
        if token.lower_ == "by":
            by = True
        elif not is_transparent(token) and not (token.is_punct and token.text in _QUOTES):
            nearest = token
            break
    if nearest is not None:
        if nearest.lower_ in ("to", "from", "at", "past", "beyond") and not by:
            return None
        if (
            nearest.lower_ in directions().adverbs
            and nearest.tag_ != "RP"
            and nearest.pos_ in ("ADV", "ADP", "ADJ", "PART")
        ):
            return directions().adverbs[nearest.lower_]
        side = direction_of_verb(nearest)
        if side and (by or _takes(nearest, expression)):
            return None if by and nearest.lemma_.lower() == "lose" else side
    if by:
        moved = clauses.mover(expression, head)
        if moved is not None and moved[0].lemma_.lower() != "lose":  # `lost by two votes` is a margin
            return moved[1]
    return _from_governor(clauses, expression, head, by)


def _from_governor(clauses: Clauses, expression: Expression, head: Token, by: bool) -> Change | None:
    governor = clauses.governor(head)
    if governor is None:
        return None
    side = direction_of_verb(governor) or (direction_of_noun(governor) if by else None)
    if side and governor.lemma_.lower() == "lose" and by:
        return None
    if side and (by or (_is_bare(head) and _takes(governor, expression))):
        return side
    if expression.kind == "money" and governor.lemma_.lower() in directions().verbs_with_off:
        return "decrease" if clauses.complement(governor, ("off",)) is not None else None
    if governor.pos_ == "ADV" and (by or _is_bare(head)):
        return directions().adverbs.get(governor.lower_)
    return None


def _is_bare(head: Token) -> bool:
    return head.dep_ in _BARE and not any(child.dep_ in ("case", "mark") for child in head.children)


def _takes(verb: Token, expression: Expression) -> bool:
    """Whether the verb, without `by`, makes a value of this kind the size of the change."""
    lemma = verb.lemma_.lower()
    if expression.kind in _SHARES or expression.kind == "times":
        return True
    if expression.kind == "count":
        return lemma in directions().object_verbs
    if expression.kind != "money" and lemma in directions().motion_verbs:
        return False
    return expression.kind != "time" and lemma not in directions().by_only


def _from_comparative(clauses: Clauses, expression: Expression) -> Change | None:
    """`10 percent higher than`, `half a point less than`, `32 percent below 2005 levels`."""
    if expression.kind not in _SHARES:
        return None
    following = next(clauses.context.after(expression.end), None)
    if following is None or following.pos_ == "VERB":
        return None
    return directions().comparatives.get(following.lower_)


def _from_noun(clauses: Clauses, expression: Expression, head: Token) -> Change | None:
    """`a 10 percent drop`, `a drop of 10 percent`, `the reduction exceeded 10 percent`."""
    if expression.kind not in _SHARES and expression.kind != "money":
        return None
    noun = clauses.governor(head)
    if noun is None or (head.dep_ not in _OF_NOUN and direction_of_noun(noun)):
        return None
    if noun.lemma_.lower() in _MEASURING:
        noun = clauses.subject(noun)
    elif any(child.dep_ == "case" and child.lower_ not in ("of", "by") for child in head.children):
        return None
    if noun is None or (expression.kind == "money" and noun.lemma_.lower() in directions().shares_only_nouns):
        return None
    return direction_of_noun(noun)


SUBJECTS = frozenset(("nsubj", "nsubj:pass", "csubj", "nsubj:outer"))
# Not `ccomp` or `parataxis`: the subject there is who says it, not what it is said of.
_PASSED_ON = frozenset(("conj", "xcomp", "advcl", "aux", "cop"))
_LINKS = frozenset(("by", "to", "from", "at", "for"))
_FARTHEST_VERB = 14
_DOUBLE = frozenset(("double", "triple", "treble", "quadruple"))
_COMPARING = frozenset(("than", "almost", "nearly", "about", "roughly", "is", "was"))
_HEAD = 2000
_DATELINE = re.compile(
    r"^[A-Z][A-Z.'\u2019 -]{2,40}(?:, [A-Z][\w. ]{1,30}){0,2}(?: \([^)\n]{2,40}\))? ?(?:[\u2013\u2014]|--?) ",
    re.M,
)

_NOUN_PLACES = frozenset(("nsubj", "nsubj:pass", "obj", "obl", "nmod", "compound", "appos"))
_TIMES = frozenset(
    [
        "period",
        "time",
        "term",
        "first",
        "least",
        "today",
        "tonight",
        "tomorrow",
        "yesterday",
        "morning",
        "afternoon",
        "evening",
        "weekend",
    ]
)
_NOMINAL = frozenset(("NOUN", "PROPN", "SYM", "X"))


class Clauses:
    """The clauses of an article, seen from its expressions."""

    def __init__(self, context: Context, expressions: list[Expression]) -> None:
        self.context = context
        self._dateline = _dateline_of(context.text)
        self._taken = {token.i for each in expressions for token in context.tokens(each.start, each.end)}

    def is_free(self, token: Token) -> bool:
        """Whether the token is a noun outside every expression, so that it can name something."""
        return token.i not in self._taken and token.idx not in self._dateline and is_nominal(token)

    def governor(self, head: Token) -> Token | None:
        """The word `head` depends on, through coordination and through other expressions."""
        for _ in range(6):
            if head.head.i == head.i:
                return None
            passed_on = head.dep_ == "conj" or head.head.i in self._taken
            head, before = head.head, head
            if not passed_on:
                return head
            if head.i not in self._taken and before.dep_ != "conj":
                return head
        return None

    def mover(self, expression: Expression, head: Token) -> tuple[Token, Change] | None:
        """The verb of change whose size or level the expression gives, and its direction."""
        linked = False
        for distance, token in enumerate(self.context.before(expression.start)):
            if distance > _FARTHEST_VERB:
                break
            direction = direction_of_verb(token)
            if direction is not None:
                return token, direction
            if token.lower_ in _LINKS and token.lower_ != "for":
                linked = True
            elif (
                (not linked and not is_transparent(token))
                or token.pos_ in ("VERB", "SCONJ")
                or (token.lemma_ == "be" and token.pos_ == "AUX")
                or (token.pos_ == "PRON" and token.tag_ != "PRP$")
            ):
                break
        governor = self.governor(head)
        if governor is None:
            return None
        direction = direction_of_verb(governor)
        return (governor, direction) if direction is not None else None

    def subject(self, verb: Token) -> Token | None:
        """The subject of `verb` or of the verb it is joined to, else the noun it modifies."""
        for _ in range(5):
            subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
            nearest = self._noun_right_before(verb)
            if nearest is not None and (
                subject is None or (subject.i < nearest.i and subject not in nearest.ancestors)
            ):
                return nearest
            if subject is not None:
                return self._antecedent(subject, verb)
            if verb.dep_.startswith("acl"):
                return verb.head
            if verb.head.i == verb.i or verb.dep_ not in _PASSED_ON:
                return None
            verb = verb.head
        return None

    def _noun_right_before(self, verb: Token) -> Token | None:
        """The noun right before `verb` and its auxiliaries: surer than a far subject."""
        if verb.pos_ != "VERB":
            return None
        for token in self.context.before(verb.idx):
            if token.pos_ not in ("AUX", "ADV", "PART"):
                stands_alone = self.is_free(token) and not is_time(token) and not self._has_case(token)
                return (
                    token
                    if stands_alone and not token.dep_.startswith(("flat", "compound", "nmod"))
                    else None
                )
        return None

    def _has_case(self, noun: Token) -> bool:
        """Whether a preposition stands before the noun, or before the name that it ends."""
        if case_of(noun) is not None:
            return True
        first = noun
        while first.ent_iob_ == "I" and first.i > 0:
            first = first.nbor(-1)
        return first.i != noun.i and first.i > 0 and first.nbor(-1).pos_ == "ADP"

    def complement(self, noun: Token, links: tuple[str, ...]) -> Token | None:
        """The noun tied to `noun` by a preposition of `links` (`yields` in `reduction of crop yields`)."""
        for child in noun.rights:
            case = case_of(child)
            if case is not None and case.lower_ in links and self.is_free(child):
                return child
        return None

    def doubles(self, expression: Expression) -> bool:
        """Whether a multiple is a verb (`sales doubled`), not in `more than double the $6 million`."""
        before = next(self.context.before(expression.start), None)
        compared = before is not None and before.lower_ in _COMPARING
        word = self.context.token_at(expression.start)
        return word.pos_ == "VERB" and not (compared and word.lower_ in _DOUBLE)

    def _antecedent(self, subject: Token, verb: Token) -> Token:
        if is_nominal(subject):
            return subject
        relative = subject.tag_ in ("WDT", "WP") or (subject.lower_ == "that" and verb.dep_ == "acl:relcl")
        nearest = next(self.context.before(subject.idx), None)
        if relative and nearest is not None and self._is_surer(nearest, verb):
            return nearest
        if relative and is_nominal(verb.head):
            return verb.head
        return subject

    def _is_surer(self, noun: Token, verb: Token) -> bool:
        """Whether the noun right before `that` is its antecedent, rather than the one of the parse."""
        named = self.is_free(noun) and noun.pos_ == "NOUN" and not is_time(noun)
        return named and verb.head not in noun.ancestors


def _dateline_of(text: str) -> range:
    """Where the dateline stands (`GENEVA (Helvia Press) - `): its names belong to no sentence."""
    found = _DATELINE.search(text, 0, _HEAD)
    return range(*found.span()) if found else range(0)


def case_of(token: Token) -> Token | None:
    """The preposition of a noun."""
    return next((child for child in token.lefts if child.dep_ == "case"), None)


def is_nominal(token: Token) -> bool:
    """Whether the token can head a noun phrase that names something."""
    return (token.pos_ in _NOMINAL or is_noun(token)) and any(letter.isalpha() for letter in token.text)


def is_noun(token: Token) -> bool:
    """Whether either tag calls the token a noun; where the two disagree, its place in the clause decides."""
    if token.pos_ in ("NOUN", "PROPN"):
        return True
    return token.tag_.startswith("NN") and token.dep_ in _NOUN_PLACES


def is_time(token: Token) -> bool:
    """Whether the noun is a unit or a stretch of time."""
    unit = units().words.get(token.lower_)
    return (unit is not None and unit.kind == "time") or token.lower_ in _TIMES


class Trend(Clauses):
    """Decides whether expressions are the sizes of changes."""

    def change_of(self, expression: Expression, head: Token) -> Change | None:
        """`increase` or `decrease` when the expression gives the size of a change, else None."""
        return change_of(self, expression, head)
