"""The contract of comparisons: `Comparison` is the JSON of `claimx compare`.

Every row refers to the articles: `article` is the id of a document, `result` the id of a statement or
quantity in it; `start` and `end` are offsets in Unicode code points into its text, end exclusive.
"""

from __future__ import annotations

import datetime
from pkgutil import resolve_name
from typing import Annotated, Literal, get_args

from pydantic import Field

from claimx.schema import Change, Claimant, Number, QuoteKind, Relation, Result, Source, SourceKind, TextSpan

Section = Literal["numbers", "quotations", "speakers"]
SECTIONS: tuple[Section, ...] = ("numbers", "quotations", "speakers")

Verdict = Literal["differs", "disputed", "floors_differ", "other_unit", "changes", "agrees"]
"""What an editor must know of a number, the most urgent first; `agrees` only where no pair conflicts."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
Version = Literal["fullest", "same", "cut", "changed", "paraphrased"]
Edit = Literal["cut", "added", "replaced"]
Touch = Literal["negation", "number", "modal", "condition"]
QuoteVerdict = Literal["disputed", "meaning_may_change", "changed", "cut", "paraphrased", "same"]
"""What an editor must know of a quotation, the most urgent first."""
QUOTE_VERDICTS: tuple[QuoteVerdict, ...] = get_args(QuoteVerdict)


class Figure(TextSpan):
    """A value in one place of one article."""

    article: str
    result: str | None = Field(
        description="The id of the quantity; of a day or time, of the date; null for an ordinal (`third`) "
        "and the result of a match (`3-1`)."
    )
    what: TextSpan | None = Field(description="What is counted or measured.")
    source: Claimant | None = Field(description="Who the number is attributed to.")
    speaker: str | None = Field(description="Their name, joined across the articles.")
    date: str | None = Field(description="The date the number belongs to, ISO 8601 as TIMEX3 extends it.")
    published: datetime.date | None = Field(description="The day the article was published.")
    sentence: TextSpan | None = Field(description="The sentence around it, where the text is known.")
    publisher: str | None = Field(None, description="Who published the article.")
    path: str | None = Field(None, description="Where the article was read from.")


class Value(Result):
    """A value given for one thing, with all its places."""

    value_low: Number
    value_high: Number
    unit: str = Field(
        description="As of a quantity; besides `ordinal`, `match_score` (goals of the loser and the winner), "
        "`time_of_day` (minutes after midnight), `calendar_day` (first and last day, as 20260314)."
    )
    relation: Relation
    change: Change | None
    contradicts: list[int] = Field(
        description="Positions of the values of this number that do not agree with it, whatever the day."
    )
    moves: list[int] = Field(description="Positions of the values of other days, from or to which it moved.")
    figures: list[Figure]


class ComparedNumber(Result):
    """One thing that several articles count or measure."""

    what: str = Field(description="What is counted or measured, in the words used most.")
    shared: list[str] = Field(description="Words that the sentences around the figures have in common.")
    verdict: Verdict = Field(
        description="The most urgent of what is said of a pair. `differs`: values that cannot both hold. "
        "`disputed`: neither can these, but different claimants are named for them. `floors_differ`: bounds "
        "(`at least 184`, `at least 148`) too far apart to be one number. `other_unit`: the same figure with "
        "another currency, period or unit, or millions for billions. `changes`: values that would differ, "
        "but belong to different days and move with them. `agrees`: all can hold."
    )
    articles: int = Field(description="How many articles give a figure for it.")
    witnesses: int = Field(description="How many of them are not copies of another.")
    values: list[Value]


class Difference(Result):
    """A difference between a version and the fullest; one side is null for a cut or an addition."""

    edit: Edit
    fullest: TextSpan | None = Field(description="In the article that has the fullest version.")
    here: TextSpan | None = Field(description="In the article that has this version.")
    touches: list[Touch] = Field(
        [],
        description="What the edit touches that decides the meaning: a negation, a number, a modal verb, or "
        "a condition (`unless`, `if`, `only`).",
    )


class Rendering(Result):
    """The version of a quotation in one article."""

    article: str
    result: str = Field(description="The id of the statement.")
    quote: QuoteKind
    parts: list[TextSpan] = Field(description="Several where the quotation is interrupted.")
    source: Source | None
    speaker: str | None = Field(description="The name of who is quoted, joined across the articles.")
    publisher: str | None = Field(description="Who published the article.")
    published: datetime.date | None = Field(description="The day the article was published.")
    path: str | None = Field(description="Where the article was read from.")
    sentence: TextSpan | None = Field(
        description="The sentences around it, with who is quoted, where the text is known."
    )
    version: Version
    differences: list[Difference] = Field(description="What is cut or changed, in the order of the fullest.")


class ComparedQuote(Result):
    """Nearly the same words in several articles; the fullest version comes first.

    A row is one sentence of a quotation, or several that the same articles have.
    """

    verdict: QuoteVerdict = Field(
        description="The first that holds. `disputed`: given to different people. `meaning_may_change`: an "
        "edit touches a negation, a number, a modal verb or a condition. `cut`: words in a sentence are left "
        "out; a sentence that is not quoted is no cut."
    )
    speakers: list[str] = Field(description="Everyone the words are given to, those named most often first.")
    disputed: bool = Field(description="Whether the words are given to different speakers.")
    articles: int
    renderings: list[Rendering]


class Remark(Result):
    """A statement that contains the words asked about."""

    article: str
    result: str = Field(description="The id of the statement.")
    quote: QuoteKind
    parts: list[TextSpan]


class Speaker(Result):
    """A speaker, joined across the articles."""

    name: str
    kind: SourceKind
    also: list[str] = Field(description="Other names the articles have for them.")
    articles: list[str] = Field(description="The articles that quote them.")
    statements: int
    direct: Annotated[float, Field(ge=0, le=1)] = Field(
        description="The share of their words that are in quotation marks."
    )
    remarks: list[Remark] = Field(description="What they said about the word asked about, if there is one.")


class Comparison(Result):
    """A comparison of articles; sections that were not requested are missing in JSON."""

    articles: int = Field(description="How many articles were compared.")
    about: str | None = Field(description="The word that remarks were looked for by.")
    alone: list[str] = Field(
        [], description="Articles about other events than all others, where few are compared."
    )
    numbers: list[ComparedNumber] = Field([], description="Those that differ first.")
    quotations: list[ComparedQuote] = Field([], description="Those with different speakers first.")
    speakers: list[Speaker] = Field([], description="Those quoted in most articles first.")

    def _repr_html_(self) -> str:
        """Tables of the sections, for notebooks."""
        return str(resolve_name("claimx.compare.render:notebook_view")(self))
