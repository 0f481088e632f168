"""Whether a value is the size of a change: `rose 3 percent` is, `rose to 12 percent` is a level.

Levels of share indexes (`closed at 10,385.48`) are points. `double` may change nothing. Exchange
rates are the price of one currency in another.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from claimx.pipeline.quantities.comparators import opens_adjunct, token_before
from claimx.pipeline.quantities.grammar import SHARES, Context, Expression, filter_rule, rule
from claimx.pipeline.quantities.places import codes_of_name
from claimx.pipeline.quantities.sports import is_match_report
from claimx.pipeline.quantities.tables import currencies, table, words_of_change
from claimx.pipeline.quantities.units import dated_after
from claimx.pipeline.statements.people import person_nouns
from claimx.schema import Change
from claimx.text.lexicon import GAP, any_of
from claimx.text.tokens import SUBJECTS, Range, end_of, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token


# What a share is part of.
_PART_OF = re.compile(r"\sof\s(?:all\s)?(?:the|its|their|his|her|our|all|this|that|these|those)\s")
# `rose by an average of 3 percent`.
_AVERAGE_OF = re.compile(r"\b(?:an?|the) (?:[a-z]+ )?(?:average|mean|median|total) of (?:[a-z]+ )?$")
_AVERAGE_WINDOW = 40


class Directions(NamedTuple):
    """Words of change by part of speech, and which of them take a size in which way.

    `object_verbs`: their object is the size (`cut 900 jobs`); `by_only`: the size needs `by` (`raised $5m` is
    none); `verbs_with_off`: the size is taken off something (`knocked £3 off the fare`);
    `verbs_with_particle`: `up` or `down` gives the way (`pushed up rents by 9%`); `shares_only_nouns`: no sum
    is their size (`a loss of $5m`); `skipped`: words between one of these and its number.
    """

    verbs: dict[str, Change]
    nouns: dict[str, Change]
    adverbs: dict[str, Change]
    comparatives: dict[str, Change]
    object_verbs: frozenset[str]
    by_only: frozenset[str]
    verbs_with_out: frozenset[str]
    shares_only_nouns: frozenset[str]
    verbs_with_off: frozenset[str]
    verbs_with_particle: frozenset[str]
    skipped: frozenset[str]


@cache
def directions() -> Directions:
    """The table of words of change."""
    data, modifiers = table("changes"), table("modifiers")
    modifying = {word for some in modifiers["before"].values() for phrase in some for word in phrase.split()}
    return Directions(
        words_of_change("verbs"),
        words_of_change("nouns"),
        words_of_change("adverbs"),
        words_of_change("comparatives"),
        frozenset(data["object_verbs"]),
        frozenset(data["by_only"]),
        frozenset(data["verbs_with_out"]),
        frozenset(data["shares_only_nouns"]),
        frozenset(data["verbs_with_off"]),
        frozenset(data["verbs_with_particle"]),
        frozenset(modifying) - {"in", *data["levels"]} | set(modifiers["transparent"]) | {"either", "both"},
    )


# Relations of a number without a preposition to its verb: `rose 3 percent`.
_BARE = frozenset(("obj", "obl:npmod", "obl:unmarked", "obl:tmod", "advmod", "xcomp", "obl", "dep"))
# Relations of a number to the noun of change whose size it is: `a 10 percent drop`, `a drop of 10 percent`.
_OF_NOUN = frozenset(
    ("compound", "nummod", "amod", "nmod", "nmod:unmarked", "nmod:desc", "obl:unmarked", "obl:npmod",
     "conj", "obj", "nsubj", "det", "advmod")
)  # fmt: skip
# `the reduction exceeded 10 percent`
_MEASURING = frozenset(("exceed", "reach", "total", "hit", "average", "equal", "top", "surpass", "approach"))
_LEVELS = frozenset(("to", "from", "at", "past", "beyond", "below", "above"))
_LINKS = frozenset(("by", "to", "from", "at"))
_OF_TEMPERATURE: dict[str, Change] = {
    "warmer": "increase", "hotter": "increase", "higher": "increase", "above": "increase",
    "cooler": "decrease", "colder": "decrease", "lower": "decrease", "below": "decrease",
}  # fmt: skip
# Comparatives that say neither more nor less, or of which it depends on the thing.
_UNDIRECTED = frozenset(
    ("later", "earlier", "better", "other", "further", "sooner", "older", "younger", "former")
)
_MORE_OR_FEWER = frozenset(("more", "fewer", "less"))
_DOUBLE = frozenset(("double", "triple", "treble", "quadruple"))
_COMPARING = frozenset(("than", "almost", "nearly", "about", "roughly", "is", "was"))
_CONTESTS = frozenset(
    ("match", "game", "election", "battle", "bout", "fight", "race", "set", "final", "appeal", "test", "odi",
     "duel", "referendum")
)  # fmt: skip
_BEFORE_CONTEST = frozenset(("of", "out", "by", "-"))  # `of 10 games`, `by-elections`
_LOST_POSTS = frozenset(("job", "post", "seat"))
# After a length that says where something is: `sank 40 miles off Namibia`.
_PLACING = frozenset(
    ("off", "from", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest",
     "away", "outside", "inland", "offshore", "ahead", "behind")
)  # fmt: skip
_QUOTES = frozenset("\"'\u201c\u2018`")
_MOST_STEPS = 6  # from a number to the word that governs it, through coordination and other numbers


class Trend:
    """Decides for the expressions of an article whether they are the sizes of changes.

    Parses may be wrong: where the words right before an expression name a verb of change, they win over a
    dependency that contradicts them.
    """

    def __init__(self, context: Context, expressions: list[Expression]) -> None:
        self._context = context
        self._taken = {token.i for each in expressions for token in context.tokens(each.start, each.end)}

    def change_of(self, expression: Expression, head: Token) -> Change | None:
        """`increase` or `decrease` when the expression gives the size of a change, else None."""
        if expression.group == "tally":
            return None
        if expression.kind == "times" or expression.numeral.form == "multiple":
            return self._of_multiple(expression, head)
        following = self._context.word_after(expression.end)
        if (
            expression.kind == "length"
            and ((following is not None and following.lower_ in _PLACING) or self._is_moved(head))
        ) or (expression.unit == "point" and self._is_of_rival(following)):
            return None
        side = (
            self._from_comparative(expression)
            or self._from_noun_after(expression)
            or self._from_words_before(expression, head)
            or self._from_noun(expression, head)
            or _from_passive(expression, head)
        )
        return None if side == "increase" and self._is_part(expression) else side

    def _is_of_rival(self, following: Token | None) -> bool:
        """Whether a distance in points is that to a rival: `five points above Castle`, `three below them`."""
        if following is None or following.lower_ not in ("above", "below"):
            return False
        rival = self._context.word_after(end_of(following))
        return rival is not None and rival.pos_ in ("PROPN", "PRON")

    def _is_part(self, expression: Expression) -> bool:
        """Whether a share is a part of something, and no size of an increase: `they grow 60% of the crop`."""
        before = self._context.word_before(expression.start)
        is_size = before is not None and before.lower_ in ("by", "of")
        part = _PART_OF.match(self._context.text, expression.end)
        return expression.kind in SHARES and part is not None and not is_size

    def _is_moved(self, head: Token) -> bool:
        """Whether a length is how far a person fell or climbed."""
        verb = self._governor(head)
        for _ in range(_MOST_STEPS):
            if verb is None or verb.pos_ != "VERB":
                return False
            subject = subject_of(verb)
            if subject is not None:
                pronoun = subject.lower_ in ("he", "she", "i", "we", "who")
                return pronoun or subject.ent_type_ == "PERSON" or subject.lemma_.lower() in person_nouns()
            if verb.dep_ != "conj":
                return False
            verb = verb.head
        return False

    def _of_multiple(self, expression: Expression, head: Token) -> Change | None:
        """`doubled` as a verb, not `more than double the $6 million`; `-fold` only with a verb of change."""
        if expression.numeral.form == "multiple":
            word = self._context.token_at(expression.start)
            before = self._context.word_before(expression.start)
            compared = before is not None and before.lower_ in _COMPARING and word.lower_ in _DOUBLE
            if word.pos_ == "VERB" and not compared:
                return "decrease" if expression.high < 1 else "increase"
        folded = self._context.text[expression.start : expression.end].lower().endswith("fold")
        return self._from_words_before(expression, head) if folded else None

    def _from_comparative(self, expression: Expression) -> Change | None:
        """`10 percent higher than`, `half a point less than`, `32 percent below 2005 levels`."""
        following, then = [*islice(self._context.after(expression.end), 2), None, None][:2]
        if following is None or (following.pos_ == "VERB" and (then is None or then.lower_ != "than")):
            return None
        word = following.lower_
        bounded = (
            self._context.word_after(end_of(then)) if then is not None and then.lower_ == "than" else None
        )
        if expression.kind == "fraction" and bounded is not None and bounded.like_num:
            return None  # `one in nine more than 60`, of hours
        if expression.kind in ("temperature", "angle"):
            return _OF_TEMPERATURE.get(word)
        if expression.kind == "count" and then is not None and then.lower_ == "than":
            # `2,000 more than last year`, whatever the number counts
            before = self._context.word_before(expression.start)
            is_difference = word in _MORE_OR_FEWER and not (before is not None and opens_adjunct(before))
            return directions().comparatives.get(word) if is_difference else None
        if expression.kind == "money":
            is_last = not self._context.is_noun_at(end_of(following))
            return directions().comparatives.get(word) if word in ("more", "less") and is_last else None
        if expression.kind not in SHARES:
            return None
        known = directions().comparatives.get(word)
        if known is None and word.endswith("er") and word not in _UNDIRECTED:
            after = self._context.word_after(end_of(following))
            ends = after is None or after.pos_ == "PUNCT" or after.lower_ == "than"
            # Tags of rare comparatives may be wrong: `4 percent saltier`.
            if following.tag_ == "JJR" or (ends and word.endswith("ier")):
                return "increase"
        return known

    def _from_noun_after(self, expression: Expression) -> Change | None:
        """`a 22 percent increase`, whatever the parse takes the noun for."""
        following = list(islice(self._context.after(expression.end), 2))
        before = self._context.word_before(expression.start)
        if expression.kind not in SHARES or not following or before is None:
            return None
        if before.pos_ not in ("DET", "ADJ") and before.tag_ != "PRP$" and before.lower_ not in ("a", "an"):
            return None
        if len(following) > 1 and (following[1].pos_ == "NOUN" or following[1].text == "-"):
            return None  # `a 3 percent growth rate`
        return directions().nouns.get(following[0].lower_)

    def _from_words_before(self, expression: Expression, head: Token) -> Change | None:
        """`rose 3 percent`, `up 3 percent`, `fell by 3 percent`."""
        by = False
        nearest: Token | None = None
        text = self._context.text
        averaged = _AVERAGE_OF.search(text, max(0, expression.start - _AVERAGE_WINDOW), expression.start)
        for token in self._context.before(averaged.start() if averaged else expression.start):
            if token.lower_ == "by":
                by = True
            elif token.lower_ not in directions().skipped and token.text not in _QUOTES:
                nearest = token
                break
        if nearest is not None:
            if nearest.lower_ in _LEVELS and not by:
                return None
            if nearest.lower_ in directions().adverbs and self._is_adverb(nearest, expression):
                return directions().adverbs[nearest.lower_]
            verb = self._context.word_before(nearest.idx) if nearest.lower_ == "out" else None
            if verb is not None and verb.lemma_.lower() in directions().verbs_with_out:
                return "decrease" if expression.kind == "money" else None  # `wiping out $9bn`
            if self._is_taken_off(expression, nearest):
                return "decrease"
            side = _direction_of_verb(nearest)
            if side and (by or self._takes(nearest, expression)):
                return None if by and nearest.lemma_.lower() == "lose" else side
        if by:
            verb = self._verb_of_change(expression, head)
            if verb is not None and verb.lemma_.lower() != "lose":  # `lost by two votes` is a margin
                return _direction_of_verb(verb)
        return self._from_governor(expression, head, by)

    def _is_adverb(self, word: Token, expression: Expression) -> bool:
        """Whether `up` or `down` before a number says how it moved: not `made up 12%`.

        Tags of headlines may be wrong (`Revenue Up 12%`): before a share, only a verb in front of the word
        makes a particle of it, and none does at the beginning of a line.
        """
        if word.lower_ == "off" and expression.kind == "count":
            return False  # `made 102 off 117 balls`
        if word.tag_ != "RP" and word.pos_ in ("ADV", "ADP", "ADJ", "PART"):
            return True
        before = self._context.word_before(word.idx)
        if before is not None and before.lemma_.lower() == "go":  # `will go up by £87`
            return True
        if expression.kind not in SHARES or before is None:
            return False
        text = self._context.text
        opens = not text[text.rfind("\n", 0, before.idx) + 1 : before.idx].strip()
        plural = opens and before.lower_.endswith("s")  # `Rents up 6% in Leeds`
        return plural or before.pos_ not in ("VERB", "AUX", "PRON", "DET")

    def _from_governor(self, expression: Expression, head: Token, by: bool) -> Change | None:
        governor = self._governor(head)
        if governor is None:
            return None
        side = _direction_of_verb(governor)
        if by and not side:
            verb = governor.head if governor.dep_ == "obj" else governor
            side = _direction_of_noun(governor) or _direction_of_particle(verb)
        if by and side:
            return None if governor.lemma_.lower() == "lose" else side
        is_bare = head.dep_ in _BARE and not any(child.dep_ in ("case", "mark") for child in head.children)
        if side and is_bare and self._takes(governor, expression):
            return side
        if governor.lower_ == "off" and expression.kind not in SHARES and expression.kind != "money":
            return None  # `a day off`
        if governor.pos_ == "ADV" and (by or is_bare):
            return directions().adverbs.get(governor.lower_)
        return None

    def _is_taken_off(self, expression: Expression, verb: Token) -> bool:
        """`knocked £3 off the fare`, `took 31 seconds off the record`; not `took two days off`."""
        off, of = [*islice(self._context.after(expression.end), 2), None, None][:2]
        if (
            off is None
            or of is None
            or off.lower_ != "off"
            or of.pos_ not in ("DET", "PRON", "PROPN", "NOUN")
        ):
            return False
        lemma = verb.lemma_.lower()
        known = lemma in directions().verbs_with_off and expression.kind in (*SHARES, "money", "time", "mass")
        return known or (lemma == "take" and expression.kind == "time" and of.pos_ != "NOUN")

    def _from_noun(self, expression: Expression, head: Token) -> Change | None:
        """`a 10 percent drop`, `a drop of 10 percent`, `the reduction exceeded 10 percent`."""
        if expression.kind not in SHARES and expression.kind != "money":
            return None
        if expression.kind in SHARES and (side := self._of_noun_before(expression)):
            return side
        noun = self._governor(head)
        if noun is None or (head.dep_ not in _OF_NOUN and _direction_of_noun(noun)):
            return None
        if noun.lemma_.lower() in _MEASURING:
            noun = subject_of(noun)
        elif any(child.dep_ == "case" and child.lower_ not in ("of", "by") for child in head.children):
            return None
        if noun is None:
            return None
        sum_of_noun = expression.kind == "money" and noun.lemma_.lower() in directions().shares_only_nouns
        return None if sum_of_noun else _direction_of_noun(noun)

    def _of_noun_before(self, expression: Expression) -> Change | None:
        """The direction of a noun before `of` and the share, whatever the parse: `a rise of 9 percent`."""
        before = [*islice(self._context.before(expression.start), 3), None, None, None]
        of, noun, article = before[:3]
        if of is None or noun is None or article is None or of.lower_ != "of":
            return None
        return directions().nouns.get(noun.lower_) if article.lower_ in ("a", "an") else None

    def _takes(self, verb: Token, expression: Expression) -> bool:
        """Whether a value of this kind after the verb, without `by`, is the size of the change."""
        lemma = verb.lemma_.lower()
        if expression.kind in SHARES or expression.kind == "times":
            return True
        if expression.kind == "count":
            return lemma in directions().object_verbs and not (
                lemma == "lose" and _is_contest(expression, verb)
            )
        if expression.kind == "time":  # `lost nine days`, not `was cut two days before`
            passive = any(each.dep_ in ("aux:pass", "nsubj:pass") for each in verb.children)
            later = dated_after().match(self._context.text, expression.end)
            return lemma in directions().object_verbs and not passive and not later
        is_moved_on = lemma == "advance" and self._context.is_noun_at(expression.end)  # `advances $14bn plan`
        return lemma not in directions().by_only and not is_moved_on

    def _governor(self, head: Token) -> Token | None:
        """The word `head` depends on, through coordination and through other expressions."""
        for _ in range(_MOST_STEPS):
            if head.head.i == head.i:
                return None
            passed_on = head.dep_ == "conj" or head.head.i in self._taken
            head = head.head
            if not passed_on:
                return head
        return None

    def _verb_of_change(self, expression: Expression, head: Token) -> Token | None:
        """The verb of change before the expression, or the one that governs it."""
        linked = False
        for token in self._context.before(expression.start):
            if _direction_of_verb(token) is not None:
                return token
            if token.lower_ in _LINKS:
                linked = True
            elif (
                (not linked and token.lower_ not in directions().skipped)
                or (token.pos_ in ("VERB", "SCONJ") and not _is_nominal(token))
                or (token.lemma_ == "be" and token.pos_ == "AUX")
                or (token.pos_ == "PRON" and token.tag_ != "PRP$")
            ):
                break
        governor = self._governor(head)
        return governor if governor is not None and _direction_of_verb(governor) else None


def _is_nominal(token: Token) -> bool:
    """Whether a form in `-ing` or `-ed` is within a noun phrase: `the cost of living`, `the waiting list`."""
    before = token_before(token)
    return before is not None and token.tag_ in ("VBG", "VBN") and before.pos_ in ("ADP", "DET")


def _direction_of_verb(token: Token) -> Change | None:
    known = directions().verbs.get(token.lemma_.lower()) if token.pos_ == "VERB" else None
    return None if known and _is_order(token) else known


def _direction_of_particle(verb: Token) -> Change | None:
    """`pushed up the price of rice by 15 per cent`."""
    if verb.lemma_.lower() not in directions().verbs_with_particle:
        return None
    particles = (child.lower_ for child in verb.children if child.dep_ in ("compound:prt", "advmod"))
    return next(filter(None, map(directions().adverbs.get, particles)), None)


def _is_order(verb: Token) -> bool:
    """Whether a verb is an instruction to the reader: `add two eggs`."""
    for _ in range(_MOST_STEPS):
        if verb.tag_ != "VB" or any(
            each.dep_ in ("aux", "mark", "csubj", *SUBJECTS) for each in verb.children
        ):
            return False
        if verb.dep_ != "conj":
            return verb.dep_ in ("ROOT", "root", "parataxis")
        verb = verb.head
    return False


def _direction_of_noun(token: Token) -> Change | None:
    return directions().nouns.get(token.lemma_.lower()) if token.pos_ == "NOUN" else None


def _from_passive(expression: Expression, head: Token) -> Change | None:
    """`900 jobs will be cut`."""
    noun = head.head if head.dep_ == "nummod" else head
    verb = noun.head
    if expression.kind != "count" or noun.dep_ != "nsubj:pass":
        return None
    idle = verb.lemma_.lower() == "lose" and noun.lemma_.lower() not in _LOST_POSTS
    return None if idle or verb.lemma_.lower() not in directions().object_verbs else _direction_of_verb(verb)


def _is_contest(expression: Expression, verb: Token) -> bool:
    """Whether what is lost is a contest, which is a defeat and no decrease: `lost five of 10 games`."""
    end = expression.end
    for token in verb.doc[verb.i + 1 : verb.i + _MOST_STEPS + 4]:
        if token.idx < end or token.lower_ in _BEFORE_CONTEST or token.pos_ in ("NUM", "ADJ", "PRON", "DET"):
            continue
        return token.lemma_.lower().removesuffix("s") in _CONTESTS  # `ODIs` has no lemma
    return False


# ---------------------------------------------------------------- levels of share indexes

# A character of one clause: what follows `as` or `while` has a subject of its own.
ONE_CLAUSE = (
    r"(?:(?!(?<!\w)(?:as|after|when|while|because|since|though|although|with|where)(?!\w))"
    r"(?:[^.;:!?\n]|\.(?=[0-9])))"
)
SHARE_INDEXES = (
    "Dow Jones", "Dow", "FTSE", "Footsie", "Nasdaq", "Nikkei", "Dax", "DAX", "Cac", "CAC", "Hang Seng",
    "Sensex", "Kospi", "KOSPI", "S&P", "Stoxx", "Topix",
)  # fmt: skip
# A share index, or the points by which one moved, and the verb or adverb of its level.
_NAMES = any_of(SHARE_INDEXES, gap=r"\s")
_INDEX = rf"(?:{_NAMES}|[Ii]ndex|[Ii]ndices|(?<=stock\s)average|(?<=share\s)average)"
_OF_INDEX = r"index|average|composite|of\s(?:[a-z-]+\s){0,2}(?:shares|stocks)|was|had|has|then|also|later"
_MOVED = (
    "close[sd]?|closing|end(?:s|ed|ing)?|finish(?:es|ed)?|open(?:s|ed)?|f[ae]ll(?:s|ing)?|r[io]se(?:s|n)?|rising|gain(?:s|ed)?"
    "|lost|slid|slip(?:s|ped)|drop(?:s|ped)|dip(?:s|ped)|climb(?:s|ed)|jump(?:s|ed)|surg(?:es|ed)|add(?:s|ed)|edg(?:es|ed)"
    "|trad(?:es|ed|ing)|stood|stands|increased|advanced|declined|retreated|soared|rallied|tumbl(?:es|ed)|plung(?:es|ed)|sank|shed|hit|reached|lower|higher|points"
)
_BEFORE_LEVEL = re.compile(
    rf"(?<![\w-]){_INDEX}(?![\w-])(?:\s(?:[A-Z0-9][\w.&'\u2019-]*|{_OF_INDEX})){{0,4}}?\s(?:{_MOVED})(?!\w)"
    rf"{ONE_CLAUSE}{{0,90}}?(?<!\w)(?:at|to)\s$"
)
_INDEX_REACH = 170  # characters of `The Dow Jones Industrial average closed down 0.89 points, or 0.01%, at`
# Thousands with a comma, or a decimal fraction: four bare digits may be a year.
_LEVEL = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{3,}\.[0-9]+")


@rule(
    "point.index",
    examples={
        "The Dow closed down {12 points} at {10,385.48}.": "12 point, 10385.48 point",
        "The FTSE 100 rose {0.4%} to {7,512.3} on Friday.": "0.4 percent, 7512.3 point",
        "In Tokyo the Nikkei index slipped to {27,105}.": "27105 point",
    },
    none=[
        "The index of firms that rose to {1,200} places is long.",
        "FTSE firms cut staff and fell to {1,200}.",
        "The average wage rose to {30,000 euros}.",
        "The Nikkei fell as jobs dropped to {1,200} posts.",
        "The Dow fell as weekly jobless claims rose to {225,000}.",
        "The {seven-day} average rose to {1,205}.",
    ],
)
def index_level(context: Context, expression: Expression) -> bool:
    """A number after `at` or `to` to which a share index moved or at which it closed."""
    text, start = context.text, expression.start
    if expression.unit != "count" or expression.group != "single" or context.is_noun_at(expression.end):
        return False
    level = _LEVEL.fullmatch(text, start, expression.end)
    return level is not None and bool(_BEFORE_LEVEL.search(text, max(0, start - _INDEX_REACH), start))


@filter_rule(
    "multiple",
    examples=["It was a {double} murder.", "They {doubled} down on it."],
    none=["Sales {doubled}."],
)
def idle_multiple(context: Context, expression: Expression) -> bool:
    """`double` and the like that scale nothing: `a double murder`, `doubled down`, leads in a match."""
    if expression.numeral.form != "multiple":
        return False
    if any(token.lower_ == "down" for token in islice(context.after(expression.end), 2)):
        return True
    number = context.token_at(expression.numeral.end - 1)
    if expression.high < 1:  # `halved figs`, and `halve the figs` as an order
        alone = number.tag_ == "VB" and not any(each.dep_ in ("aux", "mark") for each in number.children)
        return number.pos_ in ("ADJ", "NOUN") or number.dep_ == "amod" or (alone and number.dep_ == "ROOT")
    if number.lower_ not in ("double", "doubles", "triple", "triples", "treble"):
        return number.pos_ == "VERB" and is_match_report(context)
    following = context.word_after(expression.end)
    scaled = following is not None and (
        following.pos_ in ("DET", "PRON") or following.lower_ in ("that", "what")
    )
    return number.pos_ != "VERB" and not scaled


# ---------------------------------------------------------------- exchange rates

_TO_CURRENCY = re.compile(
    rf"{GAP}(?:per|to{GAP}the|to{GAP}(?:one|an?)|against{GAP}the|for{GAP}one){GAP}"
    rf"(?P<name>(?:(?:US|U\.S\.|American|Australian|Canadian){GAP})?"
    r"(?:dollar|euro|pound|sterling|yen|franc|rupee|rouble|ruble|yuan|rand|peso))(?![\w-])"
)


@rule(
    "money.exchange_rate",
    examples={
        "The rupee climbed to {43.305 per US dollar}.": "43.305 INR/USD",
        "The yuan is pegged at {8.28} to the dollar.": "8.28 CNY/USD",
        "The won fell to {1,320 won} to the dollar.": "1320 KRW/USD",
        "The pound slipped to {1.21} against the dollar.": "1.21 GBP/USD",
        "In Colombo the rupee fell to {300} to the US dollar.": "300 LKR/USD",
        "The Thai baht lost {0.3%} against the US currency, trading at {39.10}.": "0.3 percent, 39.1 THB/USD",
        "The yen rose against the dollar to {104.5} in Tokyo.": "104.5 JPY/USD",
    },
    none=[
        "The bank lent {40} to the dollar stores.",
        "They paid {500 yen} to the driver.",
        "The baht fell against the dollar as exports dropped to {12} cargoes.",
    ],
)
def exchange_rate(context: Context, expression: Expression) -> Expression | None:
    """The price of one currency in another that the sentence names: `43.3 per US dollar`."""
    end = expression.numeral.end if expression.unit.startswith("count/") else expression.end
    to = _TO_CURRENCY.match(context.text, end)
    if to is None and expression.unit == "count":
        return _rate_against(context, expression)
    if to is None or expression.kind not in ("count", "money") or context.is_noun_at(to.end()):
        return None
    other = _code_of(context, to["name"].lower().split(), expression.range)
    code = expression.unit if expression.kind == "money" else _currency_before(context, expression)
    if not other or not code or code == other:
        return None
    end = to.end() if "/" in expression.unit else expression.end  # `43.3 per US dollar`
    return expression.by(exchange_rate, unit=f"{code}/{other}", end=end, kind="money")


_AGAINST = re.compile(
    rf"(?<!\w)against{GAP}the{GAP}(?P<name>(?:US|American){GAP}currency|(?:(?:US|American|Australian){GAP})?"
    rf"(?:dollar|euro|pound|yen|franc|yuan))(?!\w){ONE_CLAUSE}{{0,70}}?(?<!\w)(?:at|to){GAP}$"
)
_AGAINST_REACH = 110  # characters of `against the US dollar, before bouncing back slightly to trade at`


def _rate_against(context: Context, expression: Expression) -> Expression | None:
    """The price of a currency that moved against another: `lost 0.3% against the dollar, to trade at 39`."""
    start = expression.start
    against = _AGAINST.search(context.text, max(0, start - _AGAINST_REACH), start)
    if against is None or expression.group != "single" or context.is_noun_at(expression.end):
        return None
    name = against["name"].lower().replace("currency", "dollar").replace("american", "us").split()
    other = _code_of(context, name, expression.range)
    code = _currency_before(context, replace(expression, start=against.start()))
    if not other or not code or code == other:
        return None
    return expression.by(exchange_rate, unit=f"{code}/{other}", kind="money")


def _currency_before(context: Context, expression: Expression) -> str:
    """The code of the currency that the sentence names before the number, nearest first."""
    nouns = (token for token in context.before(expression.start) if token.pos_ in ("NOUN", "PROPN"))
    return next(filter(None, (_code_of(context, [each.lower_], expression.range) for each in nouns)), "")


def _code_of(context: Context, name: list[str], span: Range) -> str:
    """The code of a currency called `euro` or `us dollar`; of several that of the article's places."""
    known = currencies().names.get(" ".join(name)) or (currencies().names.get(name[-1]))
    codes = codes_of_name(name[-1]) if len(name) == 1 and name != ["dollar"] else ()
    local = context.places.currency(codes, *span) if codes else None
    return local or (known.code if known else "GBP" if name == ["pound"] else "")
