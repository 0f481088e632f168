"""Which way the clause around a word looks: to the past, at the present, or to the future.

Reads Universal Dependencies and Penn tags. On a Doc without a parse nothing is known.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from claimx.pipeline.dates.lexicon import lexicon
from claimx.pipeline.dates.resolve import Tense

if TYPE_CHECKING:
    from spacy.tokens import Token

MODALS = frozenset(("will", "'ll", "’ll", "wo", "shall", "would", "'d", "’d", "may", "might", "could", "can",
                    "should", "must", "ca", "gon"))  # fmt: skip
# Words that lead from a verb to when it was done, and words that lead on to something else.
STANDING_IN = frozenset(("in", "on", "at", "during", "from", "with", "late", "early", "earlier"))
LOOKING_ON = frozenset(
    ("ahead", "before", "for", "to", "until", "till", "toward", "towards", "by", "next", "that")
)
# Words before a verb that is yet to be done; `would` may tell of the past.
LEADING_ON = frozenset(("to", "will", "'ll", "’ll", "shall"))
# Words between `to begin` and its date, and before the date of a demand.
WHEN = frozenset(("on", "in", "at", "by", "for", "late", "early"))
# Words between a verb of putting off and the date that it is put off to.
UNTIL = frozenset(("until", "till", "to"))
# How many words may stand between the two.
MAX_LEAD = 8
QUOTATION_MARKS = frozenset(('"', "“", "”", "``", "''", "«", "»"))


def tense_at(first: Token, top: Token) -> Tense | None:
    """The tense of the clause around an expression, None where no verb says.

    `first` is the first token of the expression, and `top` the one that its other tokens hang on.
    """
    left, right = sentence_around(first)
    if leading := leading_tense(first, left):
        return leading
    if is_planned(first, left) or is_demanded(first, left) or is_called_off(first, top):
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
        # The first step up from the expression shows what it belongs to: a verb, or a noun ("Friday's vote").
        nominal = nominal or (step == 0 and head.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "SYM"))
        clause = head
    return nearest_tense(first, near_left, near_right) or nearest_tense(first, left, right)


def leading_tense(token: Token, left: int) -> Tense | None:
    """The tense of a verb that leads straight to the date, which outweighs a parse that says otherwise.

    `said Monday`, `said in an interview Monday` are past; `to meet Monday`, `to meet before Monday`,
    `adjourned until Monday` are ahead.
    """
    doc = token.doc
    until, looking_on = token.i > left and doc[token.i - 1].lower_ in UNTIL, False
    for i in range(token.i - 1, max(left, token.i - MAX_LEAD) - 1, -1):
        verb = doc[i]
        if verb.is_punct:
            return None
        looking_on = looking_on or verb.lower_ in LOOKING_ON
        if verb.tag_[:2] not in ("VB", "MD"):
            continue
        if i + 1 == token.i and verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP"):
            return "future"  # `the deadline is Monday`
        leads = i + 1 == token.i or doc[i + 1].lower_ in STANDING_IN
        if until and verb.lemma_.lower() in lexicon().words["put_off"]:
            return "future"
        if verb.tag_ == "VB" and i > left and doc[i - 1].lower_ in LEADING_ON:
            near = leads or (i + 2 == token.i and doc[i + 1].lower_ in LOOKING_ON)
            return "future" if near and clause_tense(verb) == "future" else None
        return "past" if leads and not looking_on and is_past(verb, left) else None
    return None


def is_planned(token: Token, left: int) -> bool:
    """Whether the date is that of something planned, whatever the parse: `due to begin on Friday`."""
    doc, i = token.doc, token.i - 1
    while i > left and doc[i].lower_ in WHEN:
        i -= 1
    if i - 2 < left or not doc[i].is_alpha or doc[i - 1].lower_ != "to":
        return False
    return doc[i - 2].lower_ in lexicon().words["planned"]


def is_demanded(token: Token, left: int) -> bool:
    """Whether it is when something asked for must be done: `demanded a meeting by Monday`."""
    doc = token.doc
    if token.i <= left or doc[token.i - 1].lower_ != "by":
        return False
    verbs = (doc[i] for i in range(token.i - 2, max(left, token.i - MAX_LEAD) - 1, -1))
    return any(verb.pos_ == "VERB" and verb.lemma_.lower() in lexicon().words["demanding"] for verb in verbs)


def is_called_off(token: Token, top: Token) -> bool:
    """Whether it is the date of what is called off or planned, or of goods: `suspends Friday strike`."""
    noun = top.head
    if noun.pos_ not in ("NOUN", "PROPN") or noun.i < token.i:
        return False
    if noun.lower_ in lexicon().words["traded_ahead"]:
        return True
    verb = noun.head
    return noun.dep_ == "obj" and verb.lemma_.lower() in lexicon().words["calling_off"]


def is_past(verb: Token, left: int) -> bool:
    """Whether a form is past, and no word for a plan: `said`, `was held`, not `is held` or `was set`."""
    if verb.lemma_.lower() in lexicon().words["scheduled"]:
        return False
    return verb.tag_ == "VBD" or (
        verb.tag_ == "VBN"
        and not (verb.i > left and verb.doc[verb.i - 1].lower_ in ("be", "is", "are", "being"))
    )


def sentence_around(token: Token) -> tuple[int, int]:
    """The positions between the sentence ends (by their marks) around a token, end exclusive."""
    doc, left, right = token.doc, token.i, token.i + 1
    while left > 0 and not ends_sentence(doc[left - 1]):
        left -= 1
    while right < len(doc) and not ends_sentence(doc[right]):
        right += 1
    return left, right


def quotation_around(token: Token, left: int, right: int) -> tuple[int, int]:
    """The positions between `left` and `right` that no quotation mark parts from a token, end exclusive.

    What is said in a quotation has another tense than what is told around it, and parses mix them up.
    """
    doc = token.doc
    before = (i + 1 for i in range(token.i - 1, left - 1, -1) if doc[i].text in QUOTATION_MARKS)
    after = (i for i in range(token.i + 1, right) if doc[i].text in QUOTATION_MARKS)
    return next(before, left), next(after, right)


def ends_sentence(token: Token) -> bool:
    """Whether a token is a mark or a line break that closes a sentence."""
    text = token.text
    return text in (".", "!", "?") or (token.is_space and "\n" in text)


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
    """The present tense with a bare date looks ahead (`the talks resume Friday`), unless it reports."""
    if nominal or clause.lemma_ in lexicon().words["speech_verbs"]:
        return "present"
    return "future"


def clause_tense(verb: Token) -> Tense | None:
    """The tense that a predicate and its auxiliaries show, None where it has none of its own."""
    tag, lemma = verb.tag_, verb.lemma_.lower()
    helpers, marked = [], False
    for child in verb.children:
        if child.dep_ in ("aux", "aux:pass", "cop"):
            helpers.append(child)
        elif child.dep_ == "mark" and child.lower_ == "to":
            marked = True
    if marked or any(h.tag_ == "TO" for h in helpers):
        return infinitive_tense(verb, helpers)
    looks_ahead = lemma in lexicon().words["scheduled"]
    if any(h.lower_ in MODALS for h in helpers if h.tag_ == "MD"):
        return "past" if any(h.lower_ in ("have", "'ve", "’ve") for h in helpers) else "future"
    if any(h.lower_ in ("has", "have", "had", "'ve", "’ve", "having") for h in helpers):
        return "future" if looks_ahead and tag == "VBN" and passive(helpers) else "past"
    for helper in helpers:
        if helper.tag_ == "VBD":
            return "future" if looks_ahead and tag in ("VBN", "JJ") else "past"
        if helper.tag_ in ("VBZ", "VBP"):
            if looks_ahead and tag in ("VBN", "JJ"):
                return "future"
            # A present passive tells what has been done, or what holds.
            return "present"
    if tag == "VBD":
        return "future" if is_supposed(verb) else "past"
    if tag in ("VBZ", "VBP"):
        return "present"
    if tag == "VBN":
        return "future" if looks_ahead else shared_tense(verb) or "past"
    if tag == "VB":
        return shared_tense(verb) or "future"
    return None


def is_supposed(verb: Token) -> bool:
    """Whether a past form is of a condition that is yet to come: `would close if it lasted past Monday`."""
    if not any(child.dep_ == "mark" and child.lower_ in ("if", "unless") for child in verb.children):
        return False
    return verb.head != verb and any(child.tag_ == "MD" for child in verb.head.children)


def passive(helpers: list[Token]) -> bool:
    """Whether the auxiliaries make a passive."""
    return any(h.lemma_ == "be" for h in helpers)


def shared_tense(verb: Token) -> Tense | None:
    """The tense of the first of several joined verbs that share their auxiliaries."""
    return clause_tense(verb.head) if verb.dep_ == "conj" and verb.head != verb else None


def infinitive_tense(verb: Token, helpers: list[Token]) -> Tense | None:
    """`to meet`: ahead of a plan, an order or a noun; otherwise when its governor is."""
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
