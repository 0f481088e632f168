"""The contract of `claimx verify` and `claimx diff`: `Verification` and `Revision` are their JSON.

Every passage names its document; `start` and `end` are offsets in Unicode code points into its text, end
exclusive, and `text` is exactly that stretch.
"""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from claimx.schema import Result, TextSpan

ClaimKind = Literal["quotation", "statement", "number", "date", "name"]

FindingVerdict = Literal["not found", "given to somebody else", "changed", "cut", "paraphrased", "verbatim"]
"""In the order of what an editor must look at first."""
VERDICTS: tuple[FindingVerdict, ...] = get_args(FindingVerdict)
FAULTS: frozenset[FindingVerdict] = frozenset({"not found", "given to somebody else", "changed"})

ChangeKind = Literal["negation", "number", "modal", "name", "unit", "date", "merged", "words"]
"""In the order in which they are named: what turns the meaning first."""
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)

Edit = Literal["added", "removed", "changed"]
EditedKind = Literal["number", "date", "name", "quotation", "statement", "sentence"]


class Passage(TextSpan):
    """A stretch of a draft, a source or a version."""

    document: str = Field(description="The id of the document.")
    sentence: TextSpan = Field(description="The sentence or sentences around it.")


class WordChange(Result):
    """Words that differ; one side is null where words were left out or added."""

    kind: ChangeKind
    before: TextSpan | None = Field(description="In the source, or in the old version.")
    after: TextSpan | None = Field(description="In the draft, or in the new version.")


class Finding(Result):
    """A claim of the draft, and what the sources say about it."""

    id: str
    kind: ClaimKind
    verdict: FindingVerdict
    changes: list[ChangeKind] = Field(description="What was changed, what turns the meaning first.")
    draft: Passage
    sources: list[Passage] = Field(description="The passages it comes from, or those nearest to it.")
    differences: list[WordChange] = Field(description="The words that differ, in the order of the draft.")
    speaker: str | None = Field(description="To whom the draft attributes it.")
    source_speakers: list[str] = Field(description="To whom the sources attribute it.")
    contradicted_by: list[Passage] = Field(
        default=[],
        description="Other numbers or dates that other sources give for the same thing; left out if none.",
        exclude_if=lambda passages: not passages,
    )

    @property
    def is_fault(self) -> bool:
        """Whether it is changed, given to somebody else or not found."""
        return self.verdict in FAULTS


class Verification(Result):
    """A draft against its sources: all its quotations, statements, numbers, dates and names."""

    draft: str = Field(description="The id of the draft.")
    sources: list[str] = Field(description="The ids of the sources.")
    faults: int = Field(description="How many claims are changed, given to somebody else or not found.")
    findings: list[Finding] = Field(description="In the order of the draft.")


class ClaimSpan(TextSpan):
    """A claim inside a sentence."""

    kind: EditedKind


class ClaimEdit(Result):
    """A claim that is in one version only, or differs between them."""

    kind: EditedKind
    edit: Edit
    old: Passage | None
    new: Passage | None
    differences: list[WordChange] = Field(description="The words that differ.")
    claims: list[ClaimSpan] = Field(description="The claims in a sentence that was added or removed.")


class Revision(Result):
    """What was edited between two versions of one article."""

    old: str = Field(description="The id of the old version.")
    new: str = Field(description="The id of the new version.")
    edits: list[ClaimEdit] = Field(description="In the order of the new version.")


class Revisions(Result):
    """Revisions of several articles, matched by name, and those that are in one folder only."""

    articles: list[Revision] = Field(description="Those with edits.")
    unchanged: int = Field(description="How many articles have no edits.")
    added: list[str] = Field(description="Ids of articles that only the new folder has.")
    removed: list[str] = Field(description="Ids of articles that only the old folder has.")
