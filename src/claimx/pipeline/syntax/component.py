"""The tokenizer, and the `claimx_syntax` component: parts of speech, lemmas, dependencies, sentences.

Here too: the relative clauses between a subject and its verb.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG
from spacy.language import Language
from spacy.parts_of_speech import IDS
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Token
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from claimx.errors import ModelError
from claimx.pipeline.encoder.component import Encoder
from claimx.pipeline.records import has_words, register_extensions
from claimx.text.lexicon import lemmatize

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.vocab import Vocab
    from thinc.types import Ints2d

    from claimx.pipeline.encoder.decoding import Labels

# Parts of speech whose words are their own lemma.
UNCHANGED = frozenset({"PUNCT", "SYM", "X", "NUM", "PROPN"})
# How the Penn tags of a part of speech begin, and the one to take where the tag is of another.
_TAGS = {
    "NOUN": (("NN",), "NN"),
    "VERB": (("VB",), "VBN"),
    "AUX": (("VB", "MD"), "VBN"),
    "ADJ": (("JJ",), "JJ"),
    "ADV": (("RB",), "RB"),
}


def _lemma(word: str, pos: str, tag: str) -> str:
    """The lemma of a word with its UPOS and Penn tags."""
    if pos in UNCHANGED:
        return word
    beginnings, likely = _TAGS.get(pos, (("",), ""))
    agrees = tag.startswith(beginnings) and not tag.startswith("NNP")
    return lemmatize(word.lower().replace("’", "'"), tag if agrees else likely)


class Syntax:
    """Writes the syntax in `doc._.encoding` onto the tokens.

    Each sentence is one tree. White space depends on the word before it.
    """

    def __init__(self, nlp: Language) -> None:
        register_extensions()
        self._nlp = nlp
        self._vocab: Vocab = nlp.vocab
        self._known_lemmas: dict[tuple[int, int, int], int] = {}
        self._label_ids: tuple[np.ndarray, np.ndarray, np.ndarray] | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Write the syntax of one text; one without words is left as it is."""
        encoding = doc._.encoding
        if encoding is None:
            if has_words(doc):
                self._labels()
            return doc
        pos_ids, tag_ids, dep_ids = self._ids()
        tokens = encoding.tokens
        columns = np.zeros((len(doc), 5), dtype=np.int64)
        columns[:, 0], columns[:, 1] = IDS["SPACE"], 0
        columns[tokens, 0] = pos_ids[encoding.upos]
        columns[tokens, 1] = tag_ids[encoding.xpos]
        columns[tokens, 2] = dep_ids[encoding.dependencies]
        heads = self._space_heads(len(doc), tokens)
        heads[tokens] = tokens[encoding.heads]
        columns[:, 3] = heads - np.arange(len(doc))
        columns[tokens, 4] = self._lemmas(doc, tokens, encoding.upos, encoding.xpos)
        values = columns.astype(np.uint64)
        if doc.vocab is not self._vocab:
            # Another pipeline has taken the component, and keeps its strings elsewhere.
            for id_ in np.unique(values[:, [1, 2, 4]]).tolist():
                doc.vocab.strings.add(self._vocab.strings[id_])
        doc.from_array([POS, TAG, DEP, HEAD, LEMMA], cast("Ints2d", values))
        return doc

    def _labels(self) -> Labels:
        for _, component in self._nlp.components:
            if isinstance(component, Encoder):
                return component.label_sets
        raise ModelError(
            "claimx_syntax needs claimx_encoder before it",
            "add it from the shipped model: nlp.add_pipe('claimx_encoder', source=claimx.load())",
        )

    def _ids(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The ids, in spaCy's string store, of the encoder's labels."""
        if self._label_ids is None:
            labels, strings = self._labels(), self._vocab.strings
            self._label_ids = (
                np.array([IDS[name] for name in labels.upos]),
                np.array([strings.add(name) for name in labels.xpos], dtype=np.uint64).astype(np.int64),
                np.array(
                    [strings.add("ROOT" if name == "root" else name) for name in labels.dependencies],
                    dtype=np.uint64,
                ).astype(np.int64),
            )
        return self._label_ids

    @staticmethod
    def _space_heads(count: int, tokens: np.ndarray) -> np.ndarray:
        """For every token the word before it, or the first word."""
        before = np.searchsorted(tokens, np.arange(count), side="right") - 1
        return np.asarray(tokens[np.maximum(before, 0)])

    def _lemmas(self, doc: Doc, tokens: np.ndarray, upos: np.ndarray, xpos: np.ndarray) -> np.ndarray:
        """The id of each word's lemma."""
        known, strings, labels = self._known_lemmas, self._vocab.strings, self._labels()
        ids = np.zeros(len(tokens), dtype=np.uint64)
        for k, (i, pos, tag) in enumerate(zip(tokens.tolist(), upos.tolist(), xpos.tolist(), strict=True)):
            key = (doc[i].orth, pos, tag)
            lemma = known.get(key)
            if lemma is None:
                found = _lemma(doc[i].text, labels.upos[pos], labels.xpos[tag])
                lemma = known[key] = strings.add(found)
            ids[k] = lemma
        return ids.astype(np.int64)


@Language.factory(
    "claimx_syntax",
    requires=["doc._.encoding"],
    assigns=[
        *("token.pos", "token.tag", "token.lemma", "token.dep", "token.head", "token.is_sent_start"),
        "doc.sents",
    ],
)
def make_syntax(nlp: Language, name: str) -> Syntax:
    """Create the syntax component."""
    return Syntax(nlp)


# Relative clauses between a subject and its verb: `The plan, which Weir called absurd, would cost $3m`.
# What follows such a clause belongs to the outer subject, and no name inside it is the source. They are found
# by their commas and the tags of their words: the parse often mistakes the verb after them for the inner one.

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


# ---------------------------------------------------------------- tokens

TOKENIZER = "claimx.NewsTokenizer.v1"
EXTRA_INFIXES = (
    r"(?<=[0-9])[-‐‑–](?=[A-Za-z])",  # 10-year-old: five tokens, as in Universal Dependencies
    r"(?<=[A-Za-z]\.)[-‐‑–](?=[A-Za-z])",  # U.S.-led
    r"(?<=[a-z])[-‐‑–](?=[0-9]{4}\b)",  # mid-2015
    r"(?<=[0-9%])[–—](?=[0-9$£€])",  # 5%–7%
    r"[“”„«»]",  # quote marks with a space missing: said.“No
)
# Characters without a space that are split together: splitting takes the square of their number. No word or
# address of news is as long.
_MOST_UNSPACED = 500
_UNSPACED = re.compile(rf"\S{{{_MOST_UNSPACED}}}(?=\S)")


class NewsTokenizer(Tokenizer):
    """Splits as the model's training data does.

    Its rules are code, so a saved pipeline holds none of them: reading them back took a third of the time
    that loading the pipeline takes.
    """

    def __call__(self, string: str) -> Doc:
        """Split a text, of which a long run without spaces is cut first."""
        cuts = [match.end() for match in _UNSPACED.finditer(string)]
        if not cuts:
            doc: Doc = super().__call__(string)
            return doc
        tokens: list[Token] = []
        for start, end in zip([0, *cuts], [*cuts, len(string)], strict=True):
            tokens.extend(super().__call__(string[start:end]))
        words, spaces = [token.text for token in tokens], [bool(token.whitespace_) for token in tokens]
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: there is nothing to keep."""
        return b""

    def from_bytes(self, bytes_data: bytes, **_: Any) -> NewsTokenizer:
        """Keep the rules."""
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        """Write nothing: there is nothing to keep."""

    def from_disk(self, path: Any, **_: Any) -> NewsTokenizer:
        """Keep the rules."""
        return self


def blank_pipeline() -> Language:
    """An English pipeline with nothing but this tokenizer."""
    import spacy

    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})


@registry.tokenizers(TOKENIZER)
def make_tokenizer() -> Callable[[Language], NewsTokenizer]:
    """What builds the tokenizer of a pipeline, for `[nlp.tokenizer]` in its settings."""

    def build(nlp: Language) -> NewsTokenizer:
        defaults = nlp.Defaults
        return NewsTokenizer(
            nlp.vocab,
            rules=defaults.tokenizer_exceptions,
            prefix_search=compile_prefix_regex(defaults.prefixes or ()).search,
            suffix_search=compile_suffix_regex(defaults.suffixes or ()).search,
            infix_finditer=compile_infix_regex([*(defaults.infixes or ()), *EXTRA_INFIXES]).finditer,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
        )

    return build
