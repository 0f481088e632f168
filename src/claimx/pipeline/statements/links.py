"""Filters on the role spans and links of the network: paragraph and quotation boundaries.

A source is in the paragraph of its cue. So is a content, unless it is a quotation, which may run over several
paragraphs, or the cue ends in a colon. In the news that the model was trained on, one link in five hundred is
an exception; nearly all links of the network across paragraphs are errors. Sentences would be a closer bound,
but automatic sentence boundaries are wrong more often than that.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from claimx.pipeline.records import Roles, RoleSpan
from claimx.text.quotes import Quotations, QuotedSpan

if TYPE_CHECKING:
    from spacy.tokens import Doc

# A content span with the positions of its cue and its source.
_Content = tuple[RoleSpan, int | None, int | None]


def repair_roles(doc: Doc, roles: Roles, quotations: Quotations) -> Roles:
    """The roles with contents cut at paragraph ends, and without links that cross paragraphs."""
    return _Boundaries(doc, quotations).repaired(roles)


class _Boundaries:
    """The paragraphs and quotations around the tokens of one article."""

    def __init__(self, doc: Doc, quotations: Quotations) -> None:
        self._doc = doc
        self._quotations = quotations

    def _paragraph(self, token: int) -> int:
        return self._quotations.paragraphs.number(self._doc[min(token, len(self._doc) - 1)].idx)

    def _quotation(self, token: int) -> QuotedSpan | None:
        return self._quotations.at(self._doc[min(token, len(self._doc) - 1)].idx)

    def repaired(self, roles: Roles) -> Roles:
        links = zip(roles.contents, roles.content_cue, roles.content_source, strict=True)
        contents = [(part, cue, source) for content, cue, source in links for part in self._parts(content)]
        contents = self._relinked(contents, roles.cues)
        roles = replace(roles, sources=[self._within_paragraph(source) for source in roles.sources])
        return replace(
            roles,
            contents=[content for content, _, _ in contents],
            content_cue=[self._kept(content, cue, roles.cues) for content, cue, _ in contents],
            content_source=[self._kept(content, source, roles.sources) for content, _, source in contents],
            cue_source=[
                source if source is not None and self._share_paragraph(cue, roles.sources[source]) else None
                for cue, source in zip(roles.cues, roles.cue_source, strict=True)
            ],
        )

    def _within_paragraph(self, source: RoleSpan) -> RoleSpan:
        """A source without what is before the last paragraph that it reaches (a heading, the line above)."""
        first = next(
            (
                i
                for i in range(source.start, source.end)
                if self._paragraph(i) == self._paragraph(source.end - 1)
            ),
            source.start,
        )
        return RoleSpan(first, source.end, source.score)

    def _share_paragraph(self, one: RoleSpan, other: RoleSpan) -> bool:
        return self._paragraph(one.start) == self._paragraph(other.start)

    def _kept(self, content: RoleSpan, link: int | None, spans: list[RoleSpan]) -> int | None:
        """The link of a content to one of `spans`, None where the link cannot be right."""
        if link is None:
            return None
        span = spans[link]
        if self._share_paragraph(content, span):
            return link
        if any(token.text == ":" for token in self._doc[max(span.start, span.end - 1) : span.end + 1]):
            return link
        return link if self._is_set_apart(content, span) else None

    def _is_set_apart(self, content: RoleSpan, span: RoleSpan) -> bool:
        """Whether only quotations are between a quotation and its cue or source in another paragraph.

        A sentence in the author's words before the quotation, in the same or another paragraph, may be about
        somebody else, who says it.
        """
        if self._quotation(content.start) is None:
            return False
        paragraphs = self._quotations.paragraphs
        of_content, of_span = self._paragraph(content.start), self._paragraph(span.start)
        first = min(of_content, of_span + 1)
        last = max(of_content, of_span - 1) if of_content < of_span else of_content
        start = paragraphs.starts[first]
        end = self._doc[content.start].idx if of_content > of_span else paragraphs.starts[last + 1]
        return not self._quotations.has_plain_word(start, end)

    def _parts(self, content: RoleSpan) -> list[RoleSpan]:
        """A content cut at paragraph ends that are not inside a quotation."""
        words = [
            i for i in range(content.start, min(content.end, len(self._doc))) if not self._doc[i].is_space
        ]
        cuts = [
            after
            for before, after in pairwise(words)
            if after - before > 1
            and self._paragraph(before) != self._paragraph(after)
            and (self._quotation(after) is None or self._quotation(after) != self._quotation(before))
        ]
        edges = [content.start, *cuts, content.end]
        return [RoleSpan(start, end, content.score) for start, end in pairwise(edges)]

    def _relinked(self, contents: list[_Content], cues: list[RoleSpan]) -> list[_Content]:
        """Contents with new links for quotations in a paragraph before that of their cue's plain content.

        Such a quotation gets the links of the quotation before it in its own paragraph, or none.
        """
        paragraphs = {cue: self._paragraph(cues[cue].start) for _, cue, _ in contents if cue is not None}
        # Cues with plain content in their own paragraph.
        plain = {
            cue
            for content, cue, _ in contents
            if cue is not None
            and self._paragraph(content.start) == paragraphs[cue]
            and self._quotation(content.start) is None
        }
        settled: list[_Content] = []
        for content, cue, source in contents:
            paragraph = self._paragraph(content.start)
            is_quoted = self._quotation(content.start) is not None
            if cue is not None and cue in plain and is_quoted and paragraph < paragraphs[cue]:
                before = settled[-1] if settled else None
                if (
                    before
                    and self._quotation(before[0].start) is not None
                    and self._paragraph(before[0].start) == paragraph
                ):
                    _, cue, source = before
                else:
                    cue = source = None
            settled.append((content, cue, source))
        return settled
