"""Relative clauses between a subject and its verb: `The plan, which Weir called absurd, would cost $3m`.

What follows such a clause belongs to the outer subject, and no name inside it is the source. The clauses
are found by their commas and the tags of their words: the parse often mistakes the verb after them for the
inner one.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Tags of the words that begin a relative clause, and of verbs with a subject.
RELATIVE_TAGS = frozenset(("WP", "WDT", "WP$", "WRB"))
FINITE_TAGS = frozenset(("VBD", "VBZ", "VBP", "MD"))
_SENTENCE_ENDS = frozenset((".", "?", "!", ";", ":"))
_QUOTATION_MARKS = frozenset(('"', "“", "”"))


@dataclass(slots=True)
class RelativeClause:
    """The positions of its pronoun, of the comma that closes it and of the verb of the outer subject.

    A quotation mark behind that comma belongs to the clause, whose `end` is then behind the mark.
    """

    start: int
    end: int = 0
    verb: int = 0
    is_finite: bool = False

    def holds(self, start: int) -> bool:
        """Whether a phrase that begins at a token is inside, the pronoun (`who`) left out."""
        return self.start < start < self.end


def relative_clauses(doc: Doc) -> list[RelativeClause]:
    """Relative clauses set apart by commas between a subject and its verb, in the order of their ends."""
    found: list[RelativeClause] = []
    opened: list[RelativeClause] = []
    for token in doc:
        if token.is_space or token.is_sent_start or token.text in _SENTENCE_ENDS:
            opened.clear()
        if token.tag_ in RELATIVE_TAGS:
            if _opens(token):
                opened.append(RelativeClause(token.i))
        elif token.tag_ in FINITE_TAGS and opened:
            comma = _comma_before(token)
            clause = opened[-1]
            if comma is not None and clause.is_finite and _is_balanced(doc, clause.start, token.i):
                opened.pop()
                is_quoted = doc[comma + 1].text in _QUOTATION_MARKS
                clause.end, clause.verb = comma + 2 * is_quoted, token.i
                found.append(clause)
            if opened:
                opened[-1].is_finite = True
    return found


def clause_between(clauses: list[RelativeClause], phrase: int, other: int) -> RelativeClause | None:
    """The outermost clause that holds the phrase at one token, the other token being after it.

    `clauses` are as `relative_clauses` gives them, by their ends and verbs.
    """
    first = bisect_right(clauses, phrase, key=lambda clause: clause.end)
    last = bisect_right(clauses, other, lo=first, key=lambda clause: clause.verb)
    around = (clause for clause in clauses[first:last] if clause.holds(phrase))
    return min(around, key=lambda clause: clause.start, default=None)


def outer_subject(doc: Doc, clause: RelativeClause) -> range | None:
    """The tokens of the subject in front of a clause, where the parse gives it to the verb behind."""
    verb = doc[clause.verb]
    for token in doc[max(0, clause.start - 20) : clause.start]:
        if token.dep_ == "nsubj" and token.head == verb:
            return range(min(child.i for child in token.subtree), _comma_at(doc, clause.start))
    return None


def _opens(pronoun: Token) -> bool:
    """Whether a comma is before a relative pronoun (or its preposition), and none behind.

    In `which, Weir said, would cost` Weir says what the clause says.
    """
    doc = pronoun.doc
    if pronoun.i + 1 < len(doc) and doc[pronoun.i + 1].text == ",":
        return False
    return doc[_comma_at(doc, pronoun.i)].text == ","


def _comma_at(doc: Doc, pronoun: int) -> int:
    """The position where the comma before a relative pronoun or its preposition is."""
    place = max(0, pronoun - 1)
    return max(0, place - 1) if doc[place].pos_ == "ADP" else place


def _comma_before(verb: Token) -> int | None:
    """The position of a comma before a verb, with no more than adverbs and a quotation mark between."""
    place = verb.i - 1
    while place > 0 and (verb.doc[place].pos_ == "ADV" or verb.doc[place].text in _QUOTATION_MARKS):
        place -= 1
    return place if place >= 0 and verb.doc[place].text == "," else None


def _is_balanced(doc: Doc, start: int, end: int) -> bool:
    """Whether as many quotations end as begin: in `"… which Weir backed," said Lee` one only ends."""
    return sum(token.text in _QUOTATION_MARKS for token in doc[start:end]) % 2 == 0
