"""The words that belong to one number rather than to the numbers beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimx.compare.lexicon import actions, synonyms, words
from claimx.compare.wording import Word, find_words, lemma
from claimx.schema import Quantity, TextSpan

_CLAUSE_END = re.compile(r"[;:—]|,?\s\band\b|,?\s\bbut\b|,?\s\bwhile\b")
_MEMBERS = frozenset({"member", "personnel"})
# So many words on either side of a number are right beside it.
_NEAR = 4


@dataclass(slots=True)
class Clause:
    """The words before and after a number, what is counted, and the whole sentence without its numbers."""

    before: list[Word]
    after: list[Word]
    what: list[Word]
    sentence: list[Word]

    def head(self) -> tuple[str | None, frozenset[str]]:
        """The noun of what is counted, as it stands for its synonyms, and the words before it."""
        ends = words("phrase_ends")
        last = next((n for n, word in enumerate(self.what) if n and word.text in ends), len(self.what))
        phrase = [lemma(word.text) for word in self.what[:last]]
        if len(phrase) > 1 and phrase[-1] in _MEMBERS:
            phrase.pop()
        if not phrase:
            return None, frozenset()
        skipped = words("stop_words") | actions().keys()
        return synonyms().get(phrase[-1], phrase[-1]), frozenset(phrase[:-1]) - skipped

    def action(self, head: str | None) -> str | None:
        """What is said to have happened to what is counted."""
        # People without a word for what they are must have had something happen to them.
        wider = self.sentence if head is None or head in words("people") else []
        for group in (self.what, self.after, list(reversed(self.before)), wider):
            for word in group:
                if (found := _action(word)) and not (word.capital and self._has_lower_case):
                    return found
        return None

    @property
    def _has_lower_case(self) -> bool:
        """Whether capitals mean names here, as they do not in many headlines."""
        return 2 * sum(word.capital for word in self.sentence) < len(self.sentence)

    @property
    def is_unreal(self) -> bool:
        """Whether it speaks of what might be, or is planned."""
        unreal = words("unreal")
        small = (word for word in (*self.before, *self.after) if not word.capital)
        return any(word.text in unreal or lemma(word.text) in unreal for word in small)

    @property
    def near(self) -> list[Word]:
        """The words right beside the number."""
        return [*self.before[-_NEAR:], *self.after[:_NEAR]]


def cut_clause(quantities: Sequence[Quantity], index: int, around: TextSpan) -> Clause:
    """The clause of a number in its sentence, words at their places in the article.

    It reaches to the numbers on either side, or to where another clause begins.
    """
    quantity = quantities[index]
    start, end = quantity.start - around.start, quantity.end - around.start
    inside = [q for q in quantities if q.start < around.end and around.start < q.end]
    left = max((q.end - around.start for q in inside if q.end <= quantity.start), default=0)
    right = min((q.start - around.start for q in inside if q.start >= quantity.end), default=len(around.text))
    left = max((match.end() for match in _CLAUSE_END.finditer(around.text, left, start)), default=left)
    following = _CLAUSE_END.search(around.text, end, right)
    right = around.start + (following.start() if following else right)
    sentence = list(_without(find_words(around.text, offset=around.start), inside))
    return Clause(
        before=[word for word in sentence if around.start + left <= word.start < quantity.start],
        after=[word for word in sentence if quantity.end <= word.start < right],
        what=find_words(quantity.what.text) if quantity.what else [],
        sentence=sentence,
    )


def _without(found: Iterable[Word], quantities: Sequence[Quantity]) -> Iterable[Word]:
    return (word for word in found if not any(q.start <= word.start < q.end for q in quantities))


def _action(word: Word) -> str | None:
    known = actions()
    return known.get(word.text) or known.get(lemma(word.text))
