"""Whether a date is past or ahead, by the tense of its clause and what it is compared with.

`Context`: the words around an expression in a `Doc`: neighbours, names, quotation marks, tense.

The tense needs Universal Dependencies and Penn tags.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING

from claimx.pipeline.dates.calendar import lexicon
from claimx.pipeline.dates.grammar import Reading
from claimx.pipeline.dates.resolve import Tense
from claimx.pipeline.syntax.component import FINITE_TAGS
from claimx.text.tokens import TokenIndex, is_parsed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

NAME_LABELS = frozenset(("PERSON", "ORG", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"))
# Before the time of what something is compared with: `against $2.80 in January`, `lower than in April`.
COMPARED = re.compile(
    r"\b(?:(?<!later\s)(?<!earlier\s)(?<!sooner\s)than|against|versus|vs\.?|as\s(?:many|much|high|low|large|few)\sas|compared\s(?:with|to)|(?:up|down)\sfrom|what\s(?:it|they)\s(?:cost|was|were|did|had\sbeen))\s(?:(?:the|an?|about|some)\s)?"
    r"(?:[^\s\d]{0,4}\d[\w.,]*%?\s(?:(?:million|billion|trillion|percent|per\scent|points?)\s)?)?"
    r"(?:(?:in|on|at|for|during|of)\s)?(?:(?:early|late|mid)\s)?$",
    re.IGNORECASE,
)
OPENING, CLOSING = "\"'“‘", "\"'”’"
MODALS = frozenset(("will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d", "may", "might", "could", "can",
                    "should", "must", "ca", "gon"))  # fmt: skip
# Words between a verb and its date, and words that begin something that lies ahead of the verb.
STANDING_IN = frozenset(("in", "on", "at", "during", "from", "with", "late", "early", "earlier"))
LOOKING_ON = frozenset(
    ("ahead", "before", "for", "to", "until", "till", "toward", "towards", "by", "next", "that")
)
# Words before a verb about the future; `would` may be about the past.
LEADING_ON = frozenset(("to", "will", "'ll", "’ll", "shall"))
# Words between `to begin` and its date, and before the date of a demand.
WHEN = frozenset(("on", "in", "at", "by", "for", "late", "early"))
# Words between a verb of putting off and the date that it is put off to.
# Before what lies ahead: `Tickets for Tuesday's match have sold out`.
TICKETS = re.compile(r"\b[Tt]ickets\s(?:for|to)\s(?:the\s|next\s)?$")
# What teams do to each other on a day to come, in the present.
FIXTURES = frozenset(("host", "play", "visit", "face", "meet", "entertain", "welcome", "travel", "take"))
# Verbs behind which a participle is a state: `will remain closed`.
STAYING = frozenset(("stay", "remain", "keep"))
TELLING = frozenset(("tell", "ask", "urge", "advise", "order", "want"))
UNTIL = frozenset(("until", "till", "to"))
# Words between a verb and its date at most, in tokens; with more, the parse is more reliable.
MAX_LEAD = 8
# Words of a sentence on one side of a date; a text without full stops is not read as one sentence.
MAX_SENTENCE = 200
QUOTATION_MARKS = frozenset(('"', "“", "”", "``", "''", "«", "»"))


class Context(TokenIndex):
    """The tokens of a Doc, the names in it, and the tense of its clauses."""

    @cached_property
    def parsed(self) -> bool:
        """Whether the Doc has a parse."""
        return is_parsed(self.doc)

    @cached_property
    def _names(self) -> list[tuple[int, int]]:
        return [(ent.start_char, ent.end_char) for ent in self.doc.ents if ent.label_ in NAME_LABELS]

    def previous(self, start: int) -> Token | None:
        """The token before `start` on the same line, or None."""
        return self._on_line(range(bisect_left(self.starts, start) - 1, -1, -1))

    def following(self, end: int) -> Token | None:
        """The token from `end` on in the same line, or None."""
        return self._on_line(range(bisect_left(self.starts, end), len(self.starts)))

    def _on_line(self, positions: Iterable[int]) -> Token | None:
        for i in positions:
            token = self.doc[i]
            if not token.is_space:
                return token
            if "\n" in token.text or "\r" in token.text:
                return None
        return None

    def left(self, reading: Reading) -> str:
        """The lower-case token before a reading on the same line, or nothing."""
        return word(self.previous(reading.start))

    def right(self, reading: Reading) -> str:
        """The lower-case token after a reading on the same line, or nothing."""
        return word(self.following(reading.end))

    def shown(self, reading: Reading) -> str:
        """The words of a reading."""
        return self.text[reading.start : reading.end]

    def name_around(self, reading: Reading) -> tuple[int, int] | None:
        """The offsets of a name that includes the reading, or None."""
        # Names do not overlap.
        place = bisect_right(self._names, reading.start, key=lambda name: name[0]) - 1
        if place < 0 or self._names[place][1] < reading.end:
            return None
        return self._names[place]

    def alone_in_quotes(self, reading: Reading) -> bool:
        """Whether quotation marks enclose exactly the reading: a title, not a date."""
        opened = reading.start > 0 and self.text[reading.start - 1] in OPENING
        closing = self.text[reading.end : reading.end + 2].lstrip(",.")
        return opened and closing != "" and closing[0] in CLOSING and not closing.startswith(("'s", "’s"))

    def tense(self, start: int, end: int) -> Tense | None:
        """The tense of the clause around a stretch of characters."""
        if word(self.previous(start)) == "since" or COMPARED.search(self.text, max(0, start - 60), start):
            return "past"
        if TICKETS.search(self.text, max(0, start - 20), start):
            return "future"
        if not self.parsed:
            return None
        first = top = self.token_at(start)
        # The syntactic head of the expression has its own head outside.
        while start <= top.head.idx < end and top.head.i > top.i:
            top = top.head
        tense = tense_at(first, top)
        return "past" if tense == "future" and is_record(first) else tense


def word(token: Token | None) -> str:
    """The lower-case token, or nothing."""
    return token.lower_ if token is not None else ""


def is_capitalised(token: Token | None) -> bool:
    """Whether the token is a word with a capital."""
    return token is not None and token.text[:1].isupper() and token.is_alpha


def is_name_word(token: Token | None) -> bool:
    """Whether the token is a capitalised word that is tagged as a name (or not tagged)."""
    if token is None or not is_capitalised(token) or token.is_stop:
        return False
    return token.pos_ in ("PROPN", "NOUN", "ADJ", "")


def is_plain_end(token: Token | None) -> bool:
    """Whether a phrase can end before the token: a function word, punctuation, or the end of the line."""
    return token is None or not token.is_alpha or bool(token.is_stop)


def tense_at(first: Token, top: Token) -> Tense | None:
    """The tense of the clause around an expression, None where no verb shows it.

    `first` is the first token of the expression, and `top` its syntactic head.
    """
    left, right = sentence_around(first)
    if first.doc[left].lower_ == "next" and not any(each.tag_ == "VBD" for each in first.doc[left : first.i]):
        return "future"  # `Next up is a flight in February`
    if leading := leading_tense(first, left):
        return leading
    if is_prospect(first, left, right):
        return "future"
    if is_planned(first, left) or is_demanded(first, left) or is_called_off(first, top):
        return "future"
    if is_expected(first, left):
        return "future"
    near_left, near_right = quotation_around(first, left, right)
    nominal, clause = False, top
    for step in count():
        if step or clause.pos_ in ("VERB", "AUX"):
            tense = clause_tense(clause)
            if tense == "present":
                return seen_from_now(clause, nominal)
            if tense:
                return tense
        head = clause.head
        if head == clause or not near_left <= head.i < near_right:
            break
        # The head of the expression is a verb or a noun (`Friday's vote`).
        nominal = nominal or (step == 0 and head.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "SYM"))
        clause = head
    return nearest_tense(first, near_left, near_right) or nearest_tense(first, left, right)


def is_record(token: Token) -> bool:
    """Whether a period is a record so far: `expects help after the driest February in four decades`.

    With a modal verb before it the record may lie ahead: `it will be the driest February`.
    """
    doc, left = token.doc, sentence_around(token)[0]
    most = doc[token.i - 1] if token.i > left else token
    return (
        most.tag_ == "JJS"
        and most.lower_ != "latest"
        and all(each.tag_ != "MD" for each in doc[left : most.i])
    )


def leading_tense(token: Token, left: int) -> Tense | None:
    """The tense of a verb directly before the date, which is more reliable than the parse.

    `said Monday`, `said in an interview Monday` are past; `to meet Monday`, `to meet before Monday`,
    `adjourned until Monday` are future.
    """
    doc = token.doc
    until, looking_on = token.i > left and doc[token.i - 1].lower_ in UNTIL, False
    for i in range(token.i - 1, max(left, token.i - MAX_LEAD) - 1, -1):
        verb = doc[i]
        if verb.is_punct or verb.lower_ == "whether":
            return None  # `pressed on whether an October election was likely`
        looking_on = looking_on or verb.lower_ in LOOKING_ON
        if (
            i > left
            and is_timetabled(verb, doc[i - 1])
            and (i + 1 == token.i or doc[i + 1].lower_ in STANDING_IN | WHEN)
        ):
            return "future"
        rival = doc[i + 2] if doc[i + 1].lower_ in ("to", "on") and i + 2 < token.i else doc[i + 1]
        if verb.lower_ in FIXTURES and left < i and all(map(is_capitalised, (doc[i - 1], rival))):
            return "future"  # `Everton host Luton on Saturday`
        if verb.tag_[:2] not in ("VB", "MD") or verb.lower_ == "effect":  # `takes effect`, taken for a verb
            continue
        on = i + 2 == token.i and doc[i + 1].lower_ == "on"
        if (i + 1 == token.i or on) and verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP"):
            return "future"  # `the deadline is Monday`, `the next game is on Tuesday`
        leads = i + 1 == token.i or doc[i + 1].lower_ in STANDING_IN
        is_told = verb.lower_ == "wait" and verb.head.lemma_.lower() in TELLING
        if until and (is_told or verb.lemma_.lower() in lexicon().words["put_off"]):
            return "future"  # `told him to wait until December`
        if verb.tag_ == "VB" and i > left and doc[i - 1].lower_ in LEADING_ON:
            near = leads or (i + 2 == token.i and doc[i + 1].lower_ in LOOKING_ON)
            return "future" if near and clause_tense(verb) == "future" else None
        return "past" if leads and not looking_on and is_past(verb, left) else None
    return None


def is_timetabled(verb: Token, before: Token) -> bool:
    """Whether a word is a present form of what happens by a timetable, whatever its tense: `talks resume`.

    `trade resumes`, `bids close` and `ends` are that too, `housing starts` are none.
    """
    if verb.lower_ in ("open", "close", "end", "start") and before.tag_ in ("NNS", "NNPS"):
        return verb.tag_.startswith("VB")
    if verb.lower_ in lexicon().words["timetabled"]:
        return before.lower_ not in ("to", "did", "n't", "n’t", "not", "the", "a", "housing")
    return verb.lower_ == "end" and before.lower_ in ("and", "then")


def is_prospect(token: Token, left: int, right: int) -> bool:
    """Whether what has the date is called likely or possible, or asked about with a modal verb.

    `whether a cut in June was likely`, `if a strike in May could be ruled out`, whatever the parse says.
    """
    doc, asked = token.doc, any(each.lower_ in ("whether", "if") for each in token.doc[left : token.i])
    has_be = False
    for place in range(token.i + 1, min(right, token.i + MAX_LEAD)):
        word = doc[place].lower_
        if doc[place].is_punct or word in ("and", "but", "which", "that", "because"):
            return False
        if word in lexicon().words["likely"]:
            return has_be
        if word in MODALS and asked:
            return place + 1 < right and doc[place + 1].lower_ not in ("have", "'ve", "’ve")
        has_be = has_be or word in ("is", "was", "be", "were", "are", "being")
    return False


def is_planned(token: Token, left: int) -> bool:
    """Whether the date is that of a plan, even where the parse does not show it: `due to begin on Friday`."""
    doc, i = token.doc, token.i - 1
    while i > left and doc[i].lower_ in WHEN:
        i -= 1
    if i - 2 < left or not doc[i].is_alpha or doc[i - 1].lower_ != "to":
        return False
    return doc[i - 2].lower_ in lexicon().words["planned"]


def is_demanded(token: Token, left: int) -> bool:
    """Whether the date is that of a demand: `demanded a meeting by Monday`."""
    doc = token.doc
    if token.i <= left or doc[token.i - 1].lower_ != "by":
        return False
    verbs = (doc[i] for i in range(token.i - 2, max(left, token.i - MAX_LEAD) - 1, -1))
    return any(verb.pos_ == "VERB" and verb.lemma_.lower() in lexicon().words["demanding"] for verb in verbs)


def is_expected(token: Token, left: int) -> bool:
    """Whether the date is that of an expectation: `forecasts growth of 3% for the fourth quarter`."""
    doc, i = token.doc, token.i - 1
    while i > left and doc[i].lower_ in ("the", "early", "late", "mid"):
        i -= 1
    if i <= left or doc[i].lower_ not in ("in", "for", "by", "during", "on"):
        return False
    # `expects that sales fell in July` has another verb between; `beat forecasts for July` has none.
    expecting = lexicon().words["expecting"]
    before = (each for each in reversed(doc[max(left, i - MAX_LEAD) : i]) if each.is_alpha)
    verb = next((each for each in before if each.tag_ in FINITE_TAGS or each.lower_ in expecting), None)
    return verb is not None and verb.lower_ in expecting and doc[verb.i + 1].pos_ != "ADP"


def is_called_off(token: Token, top: Token) -> bool:
    """Whether the date is that of a cancelled or planned event: `suspends Friday strike`."""
    noun = top.head
    if noun.pos_ not in ("NOUN", "PROPN") or noun.i < token.i:
        return False
    verb, off = noun.head, any(child.lower_ == "off" for child in noun.head.children)
    # `postponed Sunday's derby`, whatever the parse calls it; not `cancelled at Sunday's talks`.
    is_object = noun.dep_ in ("obj", "obl") and not any(child.dep_ == "case" for child in noun.children)
    return is_object and verb.lemma_.lower() + " off" * off in lexicon().words["calling_off"]


def is_past(verb: Token, left: int) -> bool:
    """Whether a verb form is past and not a plan: `said`, `was held`, not `is held` or `was set`."""
    if verb.lemma_.lower() in lexicon().words["scheduled"]:
        return False
    before = verb.doc[verb.i - 1].lower_ if verb.i > left else ""
    if before in STAYING or before.removesuffix("s") in STAYING:
        return False  # `will remain closed`
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and before not in ("be", "is", "are", "being"))


def sentence_around(token: Token) -> tuple[int, int]:
    """The positions between the sentence ends (by their marks) around a token, end exclusive."""
    doc, left, right = token.doc, token.i, token.i + 1
    first, last = max(0, left - MAX_SENTENCE), min(len(doc), right + MAX_SENTENCE)
    while left > first and not ends_sentence(doc[left - 1]):
        left -= 1
    while right < last and not ends_sentence(doc[right]):
        right += 1
    return left, right


def quotation_around(token: Token, left: int, right: int) -> tuple[int, int]:
    """The positions from the quotation mark before a token to the one after it, end exclusive.

    A quotation has a tense of its own, which parses mix up with that of the sentence around it.
    """
    doc = token.doc
    before = (i + 1 for i in range(token.i - 1, left - 1, -1) if doc[i].text in QUOTATION_MARKS)
    after = (i for i in range(token.i + 1, right) if doc[i].text in QUOTATION_MARKS)
    return next(before, left), next(after, right)


def ends_sentence(token: Token) -> bool:
    """Whether a token is the mark or line break at the end of a sentence or a clause with its own tense."""
    text = token.text
    return text in (".", "!", "?", ";") or (token.is_space and "\n" in text)


def nearest_tense(token: Token, left: int, right: int) -> Tense | None:
    """The tense of the nearest finite verb of the sentence by its tag, one before the token first."""
    doc = token.doc
    for i in (*range(token.i - 1, left - 1, -1), *range(token.i + 1, right)):
        tag = doc[i].tag_
        if tag == "VBD":
            return "past"
        if tag == "MD":
            return "future"
        if tag in ("VBZ", "VBP"):
            return "present"
    return None


def seen_from_now(clause: Token, nominal: bool) -> Tense:
    """The present tense with a bare date is future (`the talks resume Friday`), except of verbs of saying."""
    if nominal or clause.lemma_ in lexicon().words["speech_verbs"]:
        return "present"
    return "future"


def clause_tense(verb: Token) -> Tense | None:
    """The tense of a predicate and its auxiliaries, None where they show none."""
    is_state = verb.head.i == verb.i - 1 and verb.head.lemma_.lower() in STAYING  # `will remain closed`
    if is_state or (verb.lower_ == "effect" and verb.head.lemma_.lower() == "take"):
        verb = verb.head
    tag, lemma = verb.tag_, verb.lemma_.lower()
    if is_noun(verb):
        return None
    helpers, marked = [], False
    for child in verb.children:
        if child.dep_ in ("aux", "aux:pass", "cop"):
            # An auxiliary behind a past form is that of another clause.
            if tag != "VBD" or child.i < verb.i:
                helpers.append(child)
        elif child.dep_ == "mark" and child.lower_ == "to":
            marked = True
    if is_past_hope(verb):
        return "past"
    if marked:
        return infinitive_tense(verb, helpers)
    looks_ahead = lemma in lexicon().words["scheduled"]
    if any(h.lower_ in MODALS for h in helpers if h.tag_ == "MD"):
        return "past" if any(h.lower_ in ("have", "'ve", "’ve") for h in helpers) else "future"
    if any(h.lower_ in ("has", "have", "had", "'ve", "’ve", "having") for h in helpers):
        return "future" if looks_ahead and tag == "VBN" and passive(helpers) else "past"
    for helper in helpers:
        if helper.tag_ == "VBD":
            return "future" if looks_ahead else "past"
        if helper.tag_ in ("VBZ", "VBP"):
            # A present passive is about what has been done or what is true.
            return "future" if looks_ahead else "present"
    # No form of the present in the third person lacks its `s`: `shrank` is mistaken for one.
    if tag == "VBD" or (tag == "VBZ" and not verb.lower_.endswith("s")):
        return "future" if is_supposed(verb) else "past"
    if tag in ("VBZ", "VBP"):
        return "present"
    if tag == "VBN":
        return "future" if looks_ahead else shared_tense(verb) or "past"
    if tag == "VB":
        return shared_tense(verb) or "future"
    return None


def is_supposed(verb: Token) -> bool:
    """Whether a past form is of a future condition: `would close if it lasted past Monday`."""
    if not any(child.dep_ == "mark" and child.lower_ in ("if", "unless") for child in verb.children):
        return False
    return verb.head != verb and any(child.tag_ == "MD" for child in verb.head.children)


def is_noun(verb: Token) -> bool:
    """Whether a word is a noun by the article before it, whatever its tag: `reported a 23% fall`."""
    if any(child.dep_ == "det" for child in verb.children):
        return True
    doc, first = verb.doc, verb.i
    while first and (doc[first - 1].like_num or doc[first - 1].lower_ in ("%", "percent", "per", "cent")):
        first -= 1
    return 0 < first < verb.i and doc[first - 1].lower_ in ("a", "an", "the")


def is_past_hope(verb: Token) -> bool:
    """Whether a clause is what had been hoped or planned: `had hoped that sales would rise in spring`.

    `had been scheduled to meet on Friday` may be of a Friday to come.
    """
    hope = verb.head
    if hope == verb or hope.tag_ != "VBN" or hope.lemma_.lower() not in lexicon().words["future_governors"]:
        return False
    helpers = [child for child in hope.children if child.dep_ in ("aux", "aux:pass")]
    return not passive(helpers) and any(h.lower_ in ("had", "'d", "’d") for h in helpers)


def passive(helpers: list[Token]) -> bool:
    """Whether the verb is in the passive."""
    return any(h.lemma_ == "be" for h in helpers)


def shared_tense(verb: Token) -> Tense | None:
    """The tense of the first of several coordinated verbs, whose auxiliaries they share."""
    return clause_tense(verb.head) if verb.dep_ == "conj" and verb.head != verb else None


def infinitive_tense(verb: Token, helpers: list[Token]) -> Tense | None:
    """`to meet`: future after a plan, an order or a noun, else None, as the governing verb decides."""
    if any(h.lemma_ == "have" for h in helpers):
        return "past"
    governor = verb.head
    if governor == verb:
        return "future"
    if governor.pos_ in ("NOUN", "PROPN") or governor.lemma_.lower() in lexicon().words["future_governors"]:
        return "future"
    if verb.dep_ in ("xcomp", "ccomp") and governor.lemma_ in ("be", "go"):
        return "future"
    return None
